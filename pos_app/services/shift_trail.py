"""What the journal and the drawer's openings tell of a shift: what never became a sale."""

from dataclasses import dataclass

from pos_app.domain.rows import Tally
from pos_app.services.books import Books
from pos_app.services.shift_rows import ShiftHead
from pos_app.storage.fields import to_micros
from pos_app.storage.models.journal import entry_id

# The index of kinds leaves sales out, which most entries are: the query has to say so too.
_COUNTED = """
SELECT kind, count(*), coalesce(sum(json_array_length(entry, '$.facts.lines')), 0),
       coalesce(sum(json_extract(entry, '$.facts.amount')), 0)
FROM journal
WHERE kind IN ('line_removed', 'cart_cleared', 'reprint') AND kind <> 'sale'
  AND id > ? AND id < ?
GROUP BY kind
"""
# The last one is of the shift that runs. A till may be called anew since, as in a training copy.
_BEGUN = """
SELECT max(id) FROM journal WHERE kind = 'shift_open' AND kind <> 'sale' AND id > ? AND id < ?
"""
# The till's openings lie by time; a clock that was set back in between by less is no matter.
_EARLIER = 2 * 24 * 3600 * 1_000_000
_OPENED = """
SELECT coalesce(sum(order_id IS NOT NULL OR return_id IS NOT NULL), 0),
       coalesce(sum(order_id IS NULL AND return_id IS NULL), 0)
FROM drawer_openings WHERE till_id = ? AND created_at >= ? AND shift_id = ?
"""


@dataclass(frozen=True, slots=True)
class Trail:
    """Lines that were removed before they were paid for and carts that were cleared, with what
    they came to; reprints; openings of the drawer for a sale or a return, and without."""

    lines_removed: Tally
    carts_cleared: Tally
    reprints: int
    drawer_with_sale: int
    drawer_without_sale: int


def trail_of(books: Books, shift: ShiftHead) -> Trail:
    """What happened beside the sales of an open shift until now."""
    database = books.database
    chain = entry_id(shift.till_id, 0), entry_id(shift.till_id + 1, 0)
    begun = database.row(_BEGUN, chain)
    first = begun[0] if begun is not None and begun[0] is not None else chain[0]
    counted = {
        kind: (entries, lines, amount)
        for kind, entries, lines, amount in database.rows(_COUNTED, (first, chain[1]))
    }
    _, lines, amount = counted.get("line_removed", (0, 0, 0))
    carts, _, cleared = counted.get("cart_cleared", (0, 0, 0))
    opened_at = to_micros(shift.opened_at) - _EARLIER
    openings = database.row(_OPENED, (shift.till_id, opened_at, shift.id))
    assert openings is not None, "an aggregate has one row"
    return Trail(
        lines_removed=Tally(lines, amount),
        carts_cleared=Tally(carts, cleared),
        reprints=counted.get("reprint", (0, 0, 0))[0],
        drawer_with_sale=openings[0],
        drawer_without_sale=openings[1],
    )
