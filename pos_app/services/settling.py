"""What is still open with a customer, and has to be settled before they can be forgotten."""

from pos_app.domain.errors import CustomerNotSettled
from pos_app.services.books import Books

_NAMED = 3

_OPEN_ORDERS = """
    SELECT t.code || '-' || o.number FROM orders o JOIN tills t ON t.id = o.till_id
    WHERE o.customer_id = ? AND o.status IN ('pending', 'processing', 'shipped')
    ORDER BY o.created_at, o.id
"""
_CARTS = "SELECT count(*) FROM carts WHERE customer_id = ? AND kind IN ('current', 'parked')"
_BALANCES = """
    SELECT l.kind, sum(m.amount) FROM ledgers l JOIN ledger_moves m ON m.ledger_id = l.id
    WHERE l.customer_id = ? AND l.kind <> 'gift_card' GROUP BY l.kind
"""


def check_settled(books: Books, customer_id: int) -> None:
    """Raises CustomerNotSettled while an order is on its way, a till keeps a cart for them, or
    money is owed either way: it could never be settled with somebody nobody knows.

    Gift cards belong to whoever holds them, and stay.
    """
    rows = books.database.rows
    numbers = [number for (number,) in rows(_OPEN_ORDERS, (customer_id,))]
    ((carts,),) = rows(_CARTS, (customer_id,))
    balances: dict[str, int] = dict(rows(_BALANCES, (customer_id,)))
    credit, account = balances.get("store_credit", 0), balances.get("account", 0)
    if numbers or carts or credit or account:
        raise CustomerNotSettled(
            tuple(numbers[:_NAMED]),
            len(numbers),
            carts,
            credit + max(account, 0),
            max(-account, 0),
        )
