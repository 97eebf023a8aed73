"""What the journal says of stock that no sale moved, and of ledgers that no sale drew on."""

from typing import Any

from pos_app.domain.rows import LedgerRow
from pos_app.services.books import Books
from pos_app.services.recorded_changes import last_four
from pos_app.services.recorded_sales import customer_facts


def record_stock(
    books: Books,
    product_id: int,
    quantity: int,
    on_hand: int,
    reason: str,
    note: str,
    unit_cost: int | None,
) -> None:
    """Write a move of stock in thousandths, below zero to take some away, and what is on hand
    after it; unit_cost in minor units."""
    row = books.database.row("SELECT name, sku, unit FROM products WHERE id = ?", (product_id,))
    assert row is not None, "its stock was just moved"
    facts = {
        "name": row[0],
        "note": note,
        "on_hand": on_hand,
        "quantity": quantity,
        "reason": reason,
        "sku": row[1],
        "unit": row[2],
        "unit_cost": unit_cost,
    }
    books.record("stock", facts)


def record_ledger(books: Books, ledger: LedgerRow, amount: int, reason: str, **more: Any) -> None:
    """Write that amount (minor units, below zero to take it out) was put on a ledger, which is as
    it is after that."""
    customer = None if ledger.customer_id is None else customer_facts(books, ledger.customer_id)
    facts = {
        "amount": amount,
        "balance": ledger.balance,
        "card": last_four(ledger.code),
        "customer": customer,
        "ledger": ledger.kind,
        "reason": reason,
    }
    books.record("ledger", facts | more)
