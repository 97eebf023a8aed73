"""Writing the payments of an order, and the moves of the ledgers they draw on or fill.

Everything here runs inside the caller's transaction, on raw column values.
"""

from collections.abc import Sequence
from typing import Any

import apsw
from peewee import fn

from pos_app.domain.cart import Cart
from pos_app.domain.errors import NeedsCustomer, NotEnoughCredit, UnknownGiftCard
from pos_app.domain.payment import LEDGER_METHODS, Payment, Settlement
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk
from pos_app.services.books import Books
from pos_app.services.customer_rows import name_of
from pos_app.storage.fields import from_micros
from pos_app.storage.models import Ledger, LedgerMove


def balance_of(books: Books, ledger_id: int) -> int:
    """A ledger's balance in minor units: the sum of its moves."""
    moves = LedgerMove.select(fn.SUM(LedgerMove.amount)).where(LedgerMove.ledger == ledger_id)
    return int(moves.scalar(books.database.peewee) or 0)


def gift_card_ledger(books: Books, code: str) -> int:
    """The ledger of a gift card; capitals don't matter. Raises UnknownGiftCard."""
    found = Ledger.select(Ledger.id).where(
        (Ledger.kind == "gift_card") & (Ledger.code == code.strip().upper())
    )
    ledger_id = found.scalar(books.database.peewee)
    if ledger_id is None:
        raise UnknownGiftCard(code)
    return int(ledger_id)


def customer_ledger(books: Books, kind: str, customer_id: int, at: int) -> int:
    """A customer's store credit or account, made where there is none. Raises NeedsCustomer for
    the walk-in customer."""
    if customer_id == WALK_IN_CUSTOMER_ID:
        raise NeedsCustomer(kind)
    peewee = books.database.peewee
    found = Ledger.select(Ledger.id).where((Ledger.kind == kind) & (Ledger.customer == customer_id))
    ledger_id = found.scalar(peewee)
    if ledger_id is None:
        made = Ledger.insert(kind=kind, customer=customer_id, created_at=from_micros(at))
        ledger_id = made.execute(peewee)
    return int(ledger_id)


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
    uuid: str = "",
    shift_id: int | None = None,
) -> None:
    """Add a move to a ledger: amount in minor units, below zero to take it out; a uuid makes it
    happen once. shift_id is that of money that comes in with it."""
    LedgerMove.insert(
        ledger=ledger_id,
        amount=amount,
        reason=reason,
        order=order_id,
        return_=return_id,
        method=method,
        note=note,
        uuid=uuid or None,
        shift=shift_id,
        user=by.id,
        created_at=from_micros(at),
    ).execute(books.database.peewee)
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
) -> list[tuple[Any, ...]]:
    """Write the payments of an order; the change is taken from cash, last tender first. Returns
    their rows, see `Hot.add_payment`.

    Raises UnknownGiftCard, NotEnoughCredit, NeedsCustomer.
    """
    left = settlement.change_due
    rows: list[tuple[Any, ...]] = []
    for payment in reversed(payments):
        if not payment.amount:  # the rest was rounded to nothing
            continue
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
    rows.reverse()
    if rows:
        cursor.executemany(books.hot.add_payment, rows)
    return rows


def fill_gift_cards(books: Books, cart: Cart, order_id: int, by: Clerk, at: int) -> None:
    """Put what was paid for gift cards onto them; a code that is new makes a card."""
    for line in cart.lines:
        if not line.gift_card:
            continue
        code = line.gift_card.strip().upper()
        Ledger.insert(
            kind="gift_card", code=code, created_at=from_micros(at)
        ).on_conflict_ignore().execute(books.database.peewee)
        ledger_id = gift_card_ledger(books, code)
        move(books, ledger_id, line.price, "issued", by=by, at=at, order_id=order_id)


def take_back_moves(books: Books, order_id: int, by: Clerk, at: int) -> None:
    """Give back to the ledgers what a cancelled order had spent of them, and take back what it
    had put onto gift cards. Raises NotEnoughCredit for a card that was spent meanwhile."""
    peewee = books.database.peewee
    moved = (
        LedgerMove.select(LedgerMove.ledger, Ledger.code, fn.SUM(LedgerMove.amount))
        .join(Ledger)
        .where(LedgerMove.order == order_id)
        .group_by(LedgerMove.ledger)
    )
    for ledger_id, code, amount in list(moved.tuples().execute(peewee)):
        if amount > 0:
            left = balance_of(books, ledger_id)
            if left < amount:
                raise NotEnoughCredit("gift_card", code, amount, max(left, 0))
        if amount:
            move(books, ledger_id, -amount, "cancelled", by=by, at=at, order_id=order_id)
