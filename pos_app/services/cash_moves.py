"""Cash put into a drawer, taken out of it or brought to the safe: written once, inside the caller's
transaction."""

from typing import Any
from uuid import uuid4

from peewee import JOIN

from pos_app.domain.errors import SaleChanged
from pos_app.domain.people import check_note
from pos_app.domain.rows import CashMoveRow, Clerk
from pos_app.domain.shifts import Z, report_number
from pos_app.services.books import Books
from pos_app.services.shift_rows import ShiftHead
from pos_app.storage.models import CashMove, Shift, Till, User

_approver = User.alias()


def moves_of_shift(books: Books, shift: ShiftHead) -> tuple[CashMoveRow, ...]:
    """Every move of cash in a shift, the first one first."""
    return _rows(books, CashMove.shift == shift.id)


def booked_move(
    books: Books, uuid: str, till_id: int, kind: str, amount: int
) -> CashMoveRow | None:
    """The move of this uuid, None where there is none yet. Raises SaleChanged where it is another
    one, BadValue for what is no uuid."""
    if not check_note("uuid", uuid):
        return None
    found = _rows(books, CashMove.uuid == uuid)
    if not found:
        return None
    at_till = CashMove.select(CashMove.till).where(CashMove.uuid == uuid)
    same = (found[0].kind, found[0].amount) == (kind, amount)
    if not same or at_till.scalar(books.database.peewee) != till_id:
        raise SaleChanged(uuid, 0)
    return found[0]


def write_move(
    books: Books, shift: ShiftHead, kind: str, amount: int, reason: str, *, by: Clerk, uuid: str
) -> CashMoveRow:
    """Write a move and its entry in the journal."""
    approver = books.approver
    kept = uuid or str(uuid4())
    move_id = CashMove.insert(
        uuid=kept,
        shift=shift.id,
        till=shift.till_id,
        kind=kind,
        amount=amount,
        reason=reason,
        user=by.id,
        approver=None if approver is None else approver.person.id,
        created_at=books.now(),
    ).execute(books.database.peewee)
    facts = {"amount": amount, "reason": reason, "shift": shift.report, "uuid": kept}
    books.record(f"cash_{kind}", facts, till_id=shift.till_id, document=shift.report)
    return _rows(books, CashMove.id == move_id)[0]


def _rows(books: Books, which: Any) -> tuple[CashMoveRow, ...]:
    chosen = (
        CashMove.select(
            CashMove.id,
            CashMove.uuid,
            Till.code,
            Shift.number,
            CashMove.kind,
            CashMove.amount,
            CashMove.reason,
            User.name,
            _approver.name,
            CashMove.created_at,
        )
        .join(Shift)
        .join_from(CashMove, Till)
        .join_from(CashMove, User, on=(User.id == CashMove.user))
        .join_from(CashMove, _approver, JOIN.LEFT_OUTER, on=(_approver.id == CashMove.approver))
        .where(which)
        .order_by(CashMove.id)
    )
    return tuple(
        CashMoveRow(
            id=row[0],
            uuid=row[1],
            shift=report_number(row[2], Z, row[3]),
            kind=row[4],
            amount=row[5],
            reason=row[6],
            by=row[7],
            approver=row[8] or "",
            at=row[9],
        )
        for row in chosen.tuples().execute(books.database.peewee)
    )
