"""What the journal says of carts before they are paid: lines that were taken out, and carts that
were cleared, parked and recalled. Nothing of whom they are for, nor what a parked one is called."""

from collections.abc import Iterable, Sequence
from typing import Any

from pos_app.domain.cart import Cart
from pos_app.domain.cart_changes import Held, TakenOut, held, not_told, taken
from pos_app.domain.money import times
from pos_app.services.books import Books
from pos_app.services.recorded_changes import last_four

_KEPT = (
    "SELECT i.product_id, p.sku, p.name, p.unit, i.quantity, coalesce(i.own_price, i.price), "
    "i.agreed_list, CASE i.gift_card WHEN '' THEN i.label ELSE i.gift_card END "
    "FROM cart_items i JOIN products p ON p.id = i.product_id WHERE i.cart_id = ? "
    "ORDER BY i.position"
)
_SOLD = (
    "SELECT i.product_id, i.sku, i.name, i.unit, i.quantity, i.price, i.list_total, "
    "CASE i.gift_card WHEN '' THEN i.label ELSE i.gift_card END "
    "FROM order_items i WHERE i.order_id = ? ORDER BY i.id"
)


def kept_lines(books: Books, cart_id: int) -> list[Held]:
    """The lines of a cart on disk."""
    return [_kept_line(*row) for row in books.database.rows(_KEPT, (cart_id,))]


def _kept_line(
    key: int, sku: str, name: str, unit: str, count: int, price: int, agreed: int | None, mark: str
) -> Held:
    amount = times(price, count) if agreed is None else agreed
    return Held(key, sku, name, unit, count, price, amount, mark)


def record_kept(
    books: Books, cart_id: int | None, cart: Cart, removed: Sequence[TakenOut] = ()
) -> None:
    """Write what was taken out of carts until this one comes in the place of the one on disk
    (None: of none): all that removed tells, and what else of that one is gone."""
    for each in removed:
        _record(books, each)
    if cart_id is None:
        return
    row = books.database.row("SELECT uuid FROM carts WHERE id = ?", (cart_id,))
    lines = kept_lines(books, cart_id)
    if row is None or not lines:
        return
    uuid = str(row[0])
    told = [line for each in removed if each.cart == uuid for line in each.lines]
    left = _left_of(books, uuid, cart)
    if left is not None:
        gone = not_told(taken(lines, left), told)
        if gone:
            cleared = not left and (uuid != cart.uuid or len(lines) > 1)
            _record(books, TakenOut(uuid, gone, cleared))


def _left_of(books: Books, uuid: str, cart: Cart) -> list[Held] | None:
    """What is left of the cart of this uuid where another came in its place: the lines that were
    sold of it, or nothing. None where all of it was parked."""
    if uuid == cart.uuid:
        return [held(line) for line in cart.lines]
    order = books.database.row(books.hot.order_by_uuid, (uuid,))
    if order is not None:
        return [Held(*row) for row in books.database.rows(_SOLD, (order[0],))]
    parked = "SELECT 1 FROM carts WHERE uuid = ? AND kind = 'parked'"
    return None if books.database.row(parked, (uuid,)) is not None else []


def record_parked(books: Books, uuid: str, cart_id: int) -> None:
    """Write that a cart was parked, which is on disk under this id."""
    books.record("cart_parked", _facts(uuid, kept_lines(books, cart_id)))


def record_recalled(books: Books, uuid: str, cart_id: int) -> None:
    """Write that a parked cart is taken out again, which still is on disk under this id."""
    books.record("cart_recalled", _facts(uuid, kept_lines(books, cart_id)))


def _record(books: Books, each: TakenOut) -> None:
    facts = _facts(each.cart, each.lines)
    # Told when the cart is written the next time: somebody else may be signed in by then.
    if each.username and each.username != books.acting.person.username:
        facts["clerk"] = {"name": each.name, "username": each.username}
    books.record("cart_cleared" if each.cleared else "line_removed", facts)


def _facts(uuid: str, lines: Iterable[Held]) -> dict[str, Any]:
    spelled = [
        {
            "amount": line.amount,
            "mark": last_four(line.mark),
            "name": line.name,
            "price": line.price,
            "quantity": line.quantity,
            "sku": line.sku,
            "unit": line.unit,
        }
        for line in lines
    ]
    return {"amount": sum(line["amount"] for line in spelled), "cart": uuid, "lines": spelled}
