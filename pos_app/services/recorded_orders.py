"""What the journal says of an order after it was booked: where it moves, that it was cancelled, and
that its receipt was asked for again."""

from typing import Any

from pos_app.domain.journal import Totals
from pos_app.domain.rows import PrintJobRow
from pos_app.services.books import Books
from pos_app.services.recorded_sales import customer_facts

_ORDER = (
    "SELECT t.code || '-' || o.number, o.business_date, o.customer_id, o.source, o.status, "
    "o.total, (SELECT coalesce(sum(p.amount), 0) FROM payments p WHERE p.order_id = o.id), "
    "o.till_id "
    "FROM orders o JOIN tills t ON t.id = o.till_id WHERE o.id = ?"
)
_LINES = (
    "SELECT name, sku, unit, quantity, price, discount, gross, tax FROM order_items "
    "WHERE order_id = ? ORDER BY id"
)
_LINE = "name sku unit quantity price discount gross tax".split()


def record_status(books: Books, order_id: int, before: str) -> None:
    """Write that an order moved on from the status before."""
    facts, _ = _moved(books, order_id, before)
    books.record("status", facts, document=facts["number"])


def record_cancelled(books: Books, order_id: int, before: str) -> None:
    """Write that an order was cancelled that had the status before, with its lines and what was
    paid of it: into the chain of the till that numbered it, as its sale is."""
    facts, till_id = _moved(books, order_id, before)
    rows = books.database.rows(_LINES, (order_id,))
    facts["lines"] = [dict(zip(_LINE, row, strict=True)) for row in rows]
    adds = Totals(cancellations=1, cancelled=facts["total"])
    books.record("cancel", facts, till_id=till_id, document=facts["number"], adds=adds)


def _moved(books: Books, order_id: int, before: str) -> tuple[dict[str, Any], int]:
    """What stands in the entry, and the order's till."""
    row = books.database.row(_ORDER, (order_id,))
    assert row is not None, "it was just moved"
    number, day, customer_id, source, status, total, paid, till_id = row
    facts = {
        "customer": customer_facts(books, customer_id),
        "day": day,
        "number": number,
        "paid": paid,
        "source": source,
        "status": {"new": status, "old": before},
        "total": total,
    }
    return facts, till_id


def record_reprint(books: Books, job: PrintJobRow) -> None:
    """Write that a receipt is printed once more."""
    books.record("reprint", {"copy": job.copy, "number": job.number}, document=job.number)
