"""Reading shifts: which one a till has open, and rows of those that were."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, SQL

from pos_app.domain.errors import NoOpenShift, UnknownTill
from pos_app.domain.rows import ShiftRow
from pos_app.domain.shifts import Z, report_number
from pos_app.services.books import Books
from pos_app.storage.models import Shift, Till, User

_closer, _approver = User.alias(), User.alias()


@dataclass(frozen=True, slots=True)
class TillNow:
    """Where a till stands: its code, its last numbers, and the id of its open shift."""

    id: int
    code: str
    last_number: int
    last_return: int
    last_shift: int
    open_shift: int | None


@dataclass(frozen=True, slots=True)
class ShiftHead:
    """A shift as its figures are looked for: whose it is, and what came before it."""

    id: int
    till_id: int
    till: str
    number: int
    opened_at: datetime
    opening_float: int
    orders_before: int
    returns_before: int

    @property
    def report(self) -> str:
        """The number of its Z report."""
        return report_number(self.till, Z, self.number)


def till_now(books: Books, till_id: int) -> TillNow:
    """Where a till stands. Raises UnknownTill."""
    row = books.database.row(
        "SELECT id, code, last_number, last_return, last_shift, open_shift FROM tills WHERE id = ?",
        (till_id,),
    )
    if row is None:
        raise UnknownTill(till_id)
    return TillNow(*row)


def shift_head(books: Books, shift_id: int) -> ShiftHead:
    """A shift that is known to be there."""
    chosen = Shift.select(
        Shift.id,
        Shift.till,
        Till.code,
        Shift.number,
        Shift.created_at,
        Shift.opening_float,
        Shift.orders_before,
        Shift.returns_before,
    ).join(Till)
    row: Any = chosen.where(Shift.id == shift_id).tuples().first(books.database.peewee)
    return ShiftHead(*row)


def running_shift(books: Books, till_id: int) -> ShiftHead:
    """The open shift of a till. Raises NoOpenShift, UnknownTill."""
    till = till_now(books, till_id)
    if till.open_shift is None:
        raise NoOpenShift(till.code)
    return shift_head(books, till.open_shift)


def shift_of_money(
    books: Books, till_id: int, *, history: bool = False, needed: bool = True
) -> int | None:
    """The shift that money moves in at a till now: its open one, None where there is none and the
    shop needs none, and for history (what is written down of another day). Raises NoOpenShift,
    UnknownTill."""
    till = till_now(books, till_id)
    return shift_for(books, till.code, till.open_shift, history=history, needed=needed)


def shift_for(
    books: Books,
    till: str,
    open_shift: int | None,
    *,
    history: bool = False,
    needed: bool = True,
) -> int | None:
    """As `shift_of_money`, for who has read the till's open shift already; it is not needed where
    no money moves. Raises NoOpenShift."""
    if history:
        return None
    if open_shift is None and needed and books.info.shift_needed:
        raise NoOpenShift(till)
    return open_shift


def shift_rows(
    books: Books, *conditions: Any, before: int | None = None, limit: int = 1
) -> tuple[ShiftRow, ...]:
    """Shifts that meet the conditions, the newest first: those before the one of this id."""
    chosen = (
        Shift.select(
            Shift.id,
            Till.code,
            Shift.number,
            Shift.business_date,
            Shift.created_at,
            User.name,
            Shift.opening_float,
            Shift.closed_at,
            _closer.name,
            _approver.name,
            Shift.expected,
            Shift.counted,
            Shift.next_float,
            Shift.reason,
        )
        .join(Till)
        .join_from(Shift, User, on=(User.id == Shift.user))
        .join_from(Shift, _closer, JOIN.LEFT_OUTER, on=(_closer.id == Shift.closed_by))
        .join_from(Shift, _approver, JOIN.LEFT_OUTER, on=(_approver.id == Shift.approver))
        .where(SQL("1"), *conditions)
        .order_by(Shift.id.desc())
        .limit(limit)
    )
    if before is not None:
        chosen = chosen.where(Shift.id < before)
    return tuple(_row(*row) for row in chosen.tuples().execute(books.database.peewee))


def _row(shift_id: int, till: str, number: int, *rest: Any) -> ShiftRow:
    day, opened_at, opened_by, opening, closed_at, closed_by, approver, *sums, reason = rest
    expected, counted, next_float = sums
    return ShiftRow(
        id=shift_id,
        till=till,
        number=number,
        report=report_number(till, Z, number),
        business_date=day,
        opened_at=opened_at,
        opened_by=opened_by,
        opening_float=opening,
        closed_at=closed_at,
        closed_by=closed_by or "",
        approver=approver or "",
        expected=expected,
        counted=counted,
        difference=None if expected is None else counted - expected,
        next_float=next_float,
        reason=reason,
    )
