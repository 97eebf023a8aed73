"""Shifts: a drawer is somebody's to answer for, from the count it is opened with to the count it is
closed by."""

from collections.abc import Mapping

from pos_app.domain.errors import (
    ApprovalRefused,
    BadAmount,
    DifferenceNeedsApproval,
    DifferenceNeedsReason,
    NotAllowed,
    PosError,
    ShiftOpen,
)
from pos_app.domain.money import check_amount
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    CashMoveRow,
    Clerk,
    ShiftReport,
    ShiftRow,
    TenderCorrectionRow,
)
from pos_app.domain.shifts import Z, checked_counts, report_number
from pos_app.services.approved_counts import Count, approves_count
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.command import KeptRefusal, command, query
from pos_app.services.drawer_moves import move_cash
from pos_app.services.paper_queue import note_drawer, queue_report
from pos_app.services.shift_reports import make_x, make_z, z_report
from pos_app.services.shift_rights import check_seen, seen_by, sees_cash
from pos_app.services.shift_rows import running_shift, shift_rows, till_now
from pos_app.services.shift_sums import cash_of
from pos_app.services.tender_corrections import correct
from pos_app.storage.models import Shift, ShiftCount, Till

_LONGEST_REASON = 200
_COUNTING = "Counting the drawer"


class Shifts:
    """The shifts of the shop's tills, their cash and their reports. Money is minor units; a till is
    named by its code ("T1"), None is the first one; a count is pieces by value."""

    def __init__(self, books: Books) -> None:
        self._books = books

    # --- opening -----------------------------------------------------------------------------

    @command(Permission.RUN_SHIFT)
    def open(self, counts: Mapping[int, int], *, by: Clerk, till: str | None = None) -> ShiftRow:
        """Open a till's shift with what was counted in its drawer, which may be nothing.

        Raises ShiftOpen, UnknownTill, BadValue ("counts"), BadAmount, NotAllowed.
        """
        books = self._books
        now = till_now(books, till_id_of(books, till))
        if now.open_shift is not None:
            raise ShiftOpen(now.code, now.last_shift)
        kept = checked_counts(counts)
        opening = sum(value * pieces for value, pieces in kept.items())
        number, at = now.last_shift + 1, books.now()
        left = self._left_in(now.id)
        shift_id = int(
            Shift.insert(
                till=now.id,
                number=number,
                business_date=books.business_date(at),
                user=by.id,
                opening_float=opening,
                orders_before=now.last_number,
                returns_before=now.last_return,
                created_at=at,
            ).execute(books.database.peewee)
        )
        Till.update(last_shift=number, open_shift=shift_id).where(Till.id == now.id).execute(
            books.database.peewee
        )
        self._keep_counts(shift_id, "opening", kept)
        facts = {"counts": [*map(list, kept.items())], "left_before": left, "opening": opening}
        document = report_number(now.code, Z, number)
        books.record("shift_open", facts, till_id=now.id, document=document)
        books.changed("shifts", shift_id)
        return shift_rows(books, Shift.id == shift_id)[0]

    @query
    def current(self, *, till: str | None = None) -> ShiftRow | None:
        """A till's open shift, None where there is none. What should be in its drawer is not told.
        Raises UnknownTill."""
        books = self._books
        now = till_now(books, till_id_of(books, till))
        if now.open_shift is None:
            return None
        return shift_rows(books, Shift.id == now.open_shift)[0]

    @query
    def default_float(self, *, till: str | None = None) -> int:
        """What the last shift of a till left in its drawer; 0 before the first one. Raises
        UnknownTill."""
        return self._left_in(till_id_of(self._books, till))

    # --- while it runs -----------------------------------------------------------------------

    @command(Permission.CASH_IN)
    def cash_in(
        self,
        amount: int,
        *,
        reason: str,
        by: Clerk,
        till: str | None = None,
        uuid: str = "",
        drawer: bool = False,
    ) -> CashMoveRow:
        """Put cash into a till's drawer; reason says why. With drawer it is noted that it opens for
        it. The same uuid again gives the first move with repeated set and changes nothing.

        Raises NoOpenShift, UnknownTill, BadAmount, BadValue ("reason"), SaleChanged, NotAllowed.
        """
        return move_cash(self._books, "in", amount, reason, by, till, uuid=uuid, drawer=drawer)

    @command(Permission.CASH_OUT)
    def cash_out(
        self,
        amount: int,
        *,
        reason: str,
        by: Clerk,
        till: str | None = None,
        uuid: str = "",
        drawer: bool = False,
    ) -> CashMoveRow:
        """Take cash out of a till's drawer; as `cash_in`. Raises also NotEnoughCash, which tells
        what there is only to who may know it, and stays in the journal; after some of them in a
        shift each move out needs somebody who may approve differences: NotAllowed."""
        return move_cash(self._books, "out", amount, reason, by, till, uuid=uuid, drawer=drawer)

    @command(Permission.CASH_DROP)
    def drop(
        self,
        amount: int,
        *,
        reason: str,
        by: Clerk,
        till: str | None = None,
        uuid: str = "",
        drawer: bool = False,
    ) -> CashMoveRow:
        """Bring cash from a till's drawer to the safe; as `cash_out`."""
        return move_cash(self._books, "drop", amount, reason, by, till, uuid=uuid, drawer=drawer)

    @command(Permission.RUN_SHIFT)
    def open_to_count(self, *, by: Clerk, till: str | None = None) -> None:
        """Note that a till's drawer is opened to count what lies in it. Raises UnknownTill."""
        till_id = till_id_of(self._books, till)
        note_drawer(self._books, till_id=till_id, by=by, reason=_COUNTING)
        self._books.record("drawer", {"reason": _COUNTING}, till_id=till_id)

    @command(Permission.X_REPORT)
    def x_report(self, *, by: Clerk, till: str | None = None, paper: bool = False) -> ShiftReport:
        """What a till's shift comes to until now. It is in the journal each time, and kept where it
        is to be printed: with paper.

        Whoever may not approve a difference gets a blind one, which says nothing of the cash that
        should be there. Raises NoOpenShift, UnknownTill, NotAllowed.
        """
        books = self._books
        shift = running_shift(books, till_id_of(books, till))
        report = make_x(books, shift, blind=not sees_cash(books), keep=paper, by=by)
        if paper:
            queue_report(books, till_id=shift.till_id, by=by, report=report)
        return report

    @command(Permission.CORRECT_TENDER)
    def correct_tender(
        self,
        order_id: int,
        *,
        payment_id: int,
        to_method: str,
        amount: int | None = None,
        reason: str,
        by: Clerk,
        uuid: str = "",
    ) -> TenderCorrectionRow:
        """Say by which way a payment of the open shift really came in: the payment stays, and a
        correction is written beside it. amount None is all that is left of it. The same uuid again
        gives the first correction and changes nothing.

        Only what pays outside the shop can be taken for one another: "cash", "card", "transfer",
        "coupon". Raises UnknownOrder, NotCorrectable, BadValue, BadAmount, SaleChanged, NotAllowed.
        """
        books = self._books
        said = check_text("reason", reason, longest=_LONGEST_REASON, needed=True)
        row = correct(books, order_id, payment_id, to_method, amount, said, by=by, uuid=uuid)
        books.changed("orders", order_id)
        return row

    # --- closing -----------------------------------------------------------------------------

    @command(Permission.RUN_SHIFT)
    def close(
        self,
        counts: Mapping[int, int],
        *,
        next_float: int,
        reason: str = "",
        by: Clerk,
        till: str | None = None,
        paper: bool = False,
    ) -> ShiftReport:
        """Close a till's shift by what was counted in its drawer: the Z report, and with paper also
        for the till's printer. next_float stays in the drawer, the rest goes to the safe. Parked
        sales stay parked.

        A count that differs from what should be there needs a reason, and above what the shop lets
        pass somebody who may approve it: the person, or who gave the approval that by comes with,
        when this very count was in; after another count it is asked for again.
        Each count is in the journal, also one that was refused: or guessing until it fits would
        leave no trace. Raises NoOpenShift, UnknownTill, DifferenceNeedsReason,
        DifferenceNeedsApproval, ApprovalRefused, BadValue, BadAmount, NotAllowed.
        """
        books = self._books
        shift = running_shift(books, till_id_of(books, till))
        kept = checked_counts(counts)
        counted = sum(value * pieces for value, pieces in kept.items())
        said = check_text("reason", reason, longest=_LONGEST_REASON)
        if check_amount("next_float", next_float) > counted:
            raise BadAmount("next_float", next_float, "too_large")
        cash = cash_of(books, shift)
        refusal = self._refusal(Count(shift.report, counted, cash.expected), said, by)
        if refusal is not None:
            books.spare_approval()
        facts = {
            "closes": refusal is None,
            "counted": counted,
            "counts": [*map(list, kept.items())],
            "difference": counted - cash.expected,
            "expected": cash.expected,
        }
        books.record("shift_count", facts, till_id=shift.till_id, document=shift.report)
        if refusal is not None:
            raise KeptRefusal(refusal)
        report = make_z(
            books, shift, kept, counted=counted, next_float=next_float, reason=said, by=by
        )
        self._keep_counts(shift.id, "closing", kept)
        self._end(shift.id, shift.till_id, report, by)
        if paper:
            queue_report(books, till_id=shift.till_id, by=by, report=report)
        books.changed("shifts", shift.id)
        return report

    # --- those that were ---------------------------------------------------------------------

    @query
    def page(
        self,
        *,
        by: Clerk,
        till: str | None = None,
        before: ShiftRow | int | None = None,
        limit: int = 50,
    ) -> tuple[ShiftRow, ...]:
        """Shifts, the newest first, of one till or (None) all: those before a row or its id. Who
        may not see reports sees the ones that they opened or closed.

        Raises UnknownTill, NotSignedIn, NotAllowed for who may do neither.
        """
        conditions = seen_by(self._books, by)
        if till is not None:
            conditions.append(Shift.till == till_id_of(self._books, till))
        last = before.id if isinstance(before, ShiftRow) else before
        return shift_rows(self._books, *conditions, before=last, limit=limit)

    @query
    def report(self, shift_id: int, *, by: Clerk) -> ShiftReport:
        """The Z report of a closed shift, as it was made; of another's only for who may see
        reports. Raises UnknownShift, NotSignedIn, NotAllowed."""
        check_seen(self._books, shift_id, by)
        return z_report(self._books, shift_id)

    @command(Permission.RUN_SHIFT)
    def print_report(self, shift_id: int, *, by: Clerk, till: str | None = None) -> None:
        """Ask for the Z report of a closed shift on paper at a till: a duplicate where it was
        printed before. Raises UnknownShift, UnknownTill, NotAllowed as `report` does."""
        books = self._books
        check_seen(self._books, shift_id, by)
        report = z_report(books, shift_id)
        queue_report(books, till_id=till_id_of(books, till), by=by, report=report)

    # --- below -------------------------------------------------------------------------------

    def _refusal(self, count: Count, reason: str, by: Clerk) -> PosError | None:
        """Why a count can't close the shift: nobody says why it differs, or nobody approved it."""
        books = self._books
        expected, counted, limit = count.expected, count.counted, books.info.difference_limit
        if counted != expected and not reason:
            return DifferenceNeedsReason(expected, counted)
        if abs(counted - expected) <= limit or sees_cash(books):
            return None
        try:
            books.authorise(by, Permission.APPROVE_DIFFERENCE)
        except NotAllowed:
            return DifferenceNeedsApproval(expected, counted, limit)
        except ApprovalRefused as refused:
            return refused
        approver = books.approver
        if approver is None or not approves_count(books, approver, count):
            return DifferenceNeedsApproval(expected, counted, limit)
        return None

    def _end(self, shift_id: int, till_id: int, report: ShiftReport, by: Clerk) -> None:
        """The shift is over."""
        peewee, approver, cash = self._books.database.peewee, self._books.approver, report.cash
        assert cash is not None, "a Z report tells of the cash"
        Shift.update(
            closed_by=by.id,
            approver=None if approver is None else approver.person.id,
            expected=cash.expected,
            counted=cash.counted,
            next_float=cash.next_float,
            reason=report.reason,
            closed_at=report.at,
        ).where(Shift.id == shift_id).execute(peewee)
        Till.update(open_shift=None).where(Till.id == till_id).execute(peewee)

    def _keep_counts(self, shift_id: int, kind: str, counts: Mapping[int, int]) -> None:
        at = self._books.now()
        rows = [
            {"shift": shift_id, "kind": kind, "value": value, "pieces": pieces, "created_at": at}
            for value, pieces in counts.items()
        ]
        if rows:
            ShiftCount.insert_many(rows).execute(self._books.database.peewee)

    def _left_in(self, till_id: int) -> int:
        """What the last shift that was closed left in a till's drawer."""
        last = (
            Shift.select(Shift.next_float)
            .where(Shift.till == till_id, Shift.closed_at.is_null(False))
            .order_by(Shift.number.desc())
            .limit(1)
        )
        return int(last.scalar(self._books.database.peewee) or 0)
