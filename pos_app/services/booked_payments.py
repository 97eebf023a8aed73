"""Writing the payments of an order, and the moves of the ledgers they draw on or fill.

Everything here runs inside the caller's transaction, on raw column values.
"""

from collections.abc import Sequence

import apsw

from pos_app.domain.cart import Cart
from pos_app.domain.errors import NeedsCustomer, NotEnoughCredit, UnknownGiftCard
from pos_app.domain.payment import LEDGER_METHODS, Payment, Settlement
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk
from pos_app.services.books import Books
from pos_app.services.customer_rows import name_of

_MOVE = (
    "INSERT INTO ledger_moves (ledger_id, amount, reason, order_id, return_id, method, note, "
    "user_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_BALANCE = "SELECT coalesce(sum(amount), 0) FROM ledger_moves WHERE ledger_id = ?"


def balance_of(books: Books, ledger_id: int) -> int:
    """A ledger's balance in minor units: the sum of its moves."""
    row = books.database.row(_BALANCE, (ledger_id,))
    return int(row[0]) if row else 0


def gift_card_ledger(books: Books, code: str) -> int:
    """The ledger of a gift card; capitals don't matter. Raises UnknownGiftCard."""
    row = books.database.row(
        "SELECT id FROM ledgers WHERE kind = 'gift_card' AND code = ?", (code.strip(),)
    )
    if row is None:
        raise UnknownGiftCard(code)
    return int(row[0])


def customer_ledger(books: Books, kind: str, customer_id: int, at: int) -> int:
    """A customer's store credit or account, made where there is none. Raises NeedsCustomer for
    the walk-in customer."""
    if customer_id == WALK_IN_CUSTOMER_ID:
        raise NeedsCustomer(kind)
    row = books.database.row(
        "SELECT id FROM ledgers WHERE kind = ? AND customer_id = ?", (kind, customer_id)
    )
    if row is not None:
        return int(row[0])
    connection = books.database.connection
    connection.execute(
        "INSERT INTO ledgers (kind, customer_id, created_at) VALUES (?, ?, ?)",
        (kind, customer_id, at),
    )
    return connection.last_insert_rowid()


def move(
    books: Books,
    ledger_id: int,
    amount: int,
    reason: str,
    *,
    by: Clerk,
    at: int,
    order_id: int | None = None,
    return_id: int | None = None,
    method: str = "",
    note: str = "",
) -> None:
    """Add a move to a ledger: amount in minor units, below zero to take it out."""
    books.database.connection.execute(
        _MOVE, (ledger_id, amount, reason, order_id, return_id, method, note, by.id, at)
    )
    books.changed("ledgers", ledger_id)


def _spend(
    books: Books, payment: Payment, customer_id: int, order_id: int, by: Clerk, at: int
) -> int:
    """Take a payment out of its ledger, which holds it; the ledger's id. Under the writer's lock
    nobody else can spend the same money."""
    limit, name = 0, payment.code
    if payment.method == "gift_card":
        ledger_id = gift_card_ledger(books, payment.code)
    else:
        ledger_id = customer_ledger(books, payment.method, customer_id, at)
        name = name_of(books, customer_id)
        if payment.method == "account":
            limit = books.rules.customer(customer_id).credit_limit
    left = balance_of(books, ledger_id) + limit
    if left < payment.amount:
        raise NotEnoughCredit(payment.method, name, payment.amount, max(left, 0))
    move(books, ledger_id, -payment.amount, "spent", by=by, at=at, order_id=order_id)
    return ledger_id


def write_payments(
    books: Books,
    cursor: apsw.Cursor,
    order_id: int,
    customer_id: int,
    payments: Sequence[Payment],
    settlement: Settlement,
    by: Clerk,
    paid_at: int,
) -> None:
    """Write the payments of an order; the change is taken from cash, last tender first.

    Raises UnknownGiftCard, NotEnoughCredit, NeedsCustomer.
    """
    left = settlement.change_due
    rows = []
    for payment in reversed(payments):
        change = min(left, payment.amount) if payment.method == "cash" else 0
        left -= change
        ledger_id = None
        if payment.method in LEDGER_METHODS:
            ledger_id = _spend(books, payment, customer_id, order_id, by, paid_at)
        rows.append(
            (
                order_id,
                payment.method,
                payment.amount,
                change,
                payment.amount - change,
                payment.reference,
                payment.last4,
                ledger_id,
                by.id,
                paid_at,
            )
        )
    if rows:
        cursor.executemany(books.hot.add_payment, rows[::-1])


def fill_gift_cards(books: Books, cart: Cart, order_id: int, by: Clerk, at: int) -> None:
    """Put what was paid for gift cards onto them; a code that is new makes a card."""
    for line in cart.lines:
        if not line.gift_card:
            continue
        code = line.gift_card.strip().upper()
        connection = books.database.connection
        connection.execute(
            "INSERT INTO ledgers (kind, code, created_at) VALUES ('gift_card', ?, ?) "
            "ON CONFLICT (code) DO NOTHING",
            (code, at),
        )
        ledger_id = gift_card_ledger(books, code)
        move(books, ledger_id, line.price, "issued", by=by, at=at, order_id=order_id)


def take_back_spent(books: Books, order_id: int, by: Clerk, at: int) -> None:
    """Give back to the ledgers what a cancelled order had spent of them."""
    for ledger_id, amount in books.database.rows(
        "SELECT ledger_id, -sum(amount) FROM ledger_moves WHERE order_id = ? "
        "AND reason IN ('spent', 'cancelled') GROUP BY ledger_id HAVING sum(amount) <> 0",
        (order_id,),
    ):
        move(books, ledger_id, amount, "cancelled", by=by, at=at, order_id=order_id)
