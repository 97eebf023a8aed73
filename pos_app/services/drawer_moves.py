"""Moving cash into a drawer and out of it, inside the caller's transaction: never more than lies in
it, and whoever tries how much that is leaves a trace."""

from dataclasses import replace

from pos_app.domain.errors import ApprovalRefused, NotAllowed, NotEnoughCash
from pos_app.domain.money import check_amount
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import CashMoveRow, Clerk
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.cash_moves import booked_move, write_move
from pos_app.services.command import KeptRefusal
from pos_app.services.paper_queue import note_drawer
from pos_app.services.shift_rights import sees_cash
from pos_app.services.shift_rows import ShiftHead, running_shift
from pos_app.services.shift_sums import cash_of
from pos_app.storage.models import JournalEntry
from pos_app.storage.models.journal import WITH_DOCUMENT

FREE_REFUSALS = 3
"""Moves out that may be refused in a shift before each further one needs an approval: a typing
error or two, and not enough of them to find out by halving how much is there."""

_LONGEST_REASON = 200


def move_cash(
    books: Books,
    kind: str,
    amount: int,
    reason: str,
    by: Clerk,
    till: str | None,
    *,
    uuid: str,
    drawer: bool,
) -> CashMoveRow:
    """See Shifts.cash_in, cash_out and drop; kind is one of `domain.shifts.CASH_MOVES`."""
    check_amount("amount", amount, minimum=1)
    said = check_text("reason", reason, longest=_LONGEST_REASON, needed=True)
    till_id = till_id_of(books, till)
    booked = booked_move(books, uuid, till_id, kind, amount)
    if booked is not None:
        return replace(booked, repeated=True)
    shift = running_shift(books, till_id)
    if kind != "in":
        _check_left(books, shift, kind, amount, said, by)
    moved = write_move(books, shift, kind, amount, said, by=by, uuid=uuid)
    if drawer:
        note_drawer(books, till_id=till_id, by=by, reason=f"Cash {kind}: {said}")
    books.changed("shifts", shift.id)
    return moved


def _check_left(
    books: Books, shift: ShiftHead, kind: str, amount: int, reason: str, by: Clerk
) -> None:
    """Raises NotEnoughCash, which stays in the journal without what should be there, and NotAllowed
    where it was asked too often: before anything is compared."""
    if _refused(books, shift) >= FREE_REFUSALS:
        _check_approved(books, by)
    left = cash_of(books, shift).expected
    if amount <= left:
        return
    facts = {"amount": amount, "kind": kind, "reason": reason, "shift": shift.report}
    books.record("cash_refused", facts, till_id=shift.till_id, document=shift.report)
    raise KeptRefusal(NotEnoughCash(amount, max(left, 0) if sees_cash(books) else None))


def _check_approved(books: Books, by: Clerk) -> None:
    """Raises NotAllowed also where what was approved is the move, by somebody who may not approve
    differences: then another one is asked."""
    wanted = Permission.APPROVE_DIFFERENCE
    try:
        books.authorise(by, wanted)
    except ApprovalRefused as refused:
        if refused.reason != "other":
            raise
        raise NotAllowed(wanted.value, books.acting.person.name) from refused


def _refused(books: Books, shift: ShiftHead) -> int:
    """How often more was asked for in a shift than lay there."""
    refused = JournalEntry.select().where(
        (JournalEntry.document == shift.report)
        & WITH_DOCUMENT
        & (JournalEntry.till == shift.till_id)
        & (JournalEntry.kind == "cash_refused")
    )
    return int(refused.count(books.database.peewee))
