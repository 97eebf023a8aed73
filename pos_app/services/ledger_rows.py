"""Reading ledgers: one, a customer's two, a page of all, and what they come to."""

from typing import Any

from peewee import JOIN, SQL, fn

from pos_app.domain.errors import BadValue, UnknownLedger
from pos_app.domain.payment import LEDGER_METHODS
from pos_app.domain.rows import LedgerRow
from pos_app.services.books import Books
from pos_app.services.customer_rows import display_name, name_of
from pos_app.storage.models import Customer, Ledger, LedgerMove


def _balance() -> Any:
    moves = LedgerMove.select(fn.COALESCE(fn.SUM(LedgerMove.amount), SQL("0")))
    return moves.where(LedgerMove.ledger == Ledger.id)


def _rows(books: Books, *conditions: Any, limit: int) -> tuple[LedgerRow, ...]:
    """The ledgers for which all of this holds, the newest first."""
    chosen = (
        Ledger.select(
            Ledger.id,
            Ledger.kind,
            Ledger.code,
            Ledger.customer,
            display_name(),
            _balance(),
            Customer.credit_limit,
            Ledger.created_at,
        )
        .join(Customer, JOIN.LEFT_OUTER)
        .where(*conditions)
        .order_by(Ledger.id.desc())
        .limit(limit)
    )
    return tuple(
        LedgerRow(
            id=row[0],
            kind=row[1],
            code=row[2] or "",
            customer_id=row[3],
            customer=row[4] or "",
            balance=row[5],
            left=row[5] + (row[6] if row[1] == "account" else 0),
            created_at=row[7],
        )
        for row in chosen.tuples().execute(books.database.peewee)
    )


def ledger_row(books: Books, ledger_id: int) -> LedgerRow:
    """A ledger with its balance. Raises UnknownLedger."""
    found = _rows(books, Ledger.id == ledger_id, limit=1)
    if not found:
        raise UnknownLedger(ledger_id)
    return found[0]


def row_of_customer(books: Books, kind: str, customer_id: int, limit: int) -> LedgerRow:
    """A customer's ledger of a kind; with id 0 and nothing but its limit where there is none."""
    found = _rows(books, Ledger.kind == kind, Ledger.customer == customer_id, limit=1)
    if found:
        return found[0]
    name = name_of(books, customer_id)
    return LedgerRow(0, kind, "", customer_id, name, 0, limit, books.now())


def page_of_ledgers(
    books: Books, kind: str | None, after: LedgerRow | None, limit: int, with_balance: bool
) -> tuple[LedgerRow, ...]:
    """See Ledgers.page."""
    if kind is not None and kind not in LEDGER_METHODS:
        raise BadValue("kind", kind, "unknown_choice")
    conditions: list[Any] = [Ledger.id < after.id] if after is not None else [SQL("1")]
    if kind is not None:
        conditions.append(Ledger.kind == kind)
    if with_balance:
        conditions.append(_balance() != SQL("0"))
    return _rows(books, *conditions, limit=limit)


def outstanding_sums(books: Books) -> dict[str, int]:
    """See Ledgers.outstanding."""
    sums = (
        LedgerMove.select(Ledger.kind, fn.SUM(LedgerMove.amount)).join(Ledger).group_by(Ledger.kind)
    )
    return dict.fromkeys(LEDGER_METHODS, 0) | dict(sums.tuples().execute(books.database.peewee))
