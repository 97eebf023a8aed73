"""X and Z reports: put together from the books, written into the journal, kept as they were made.
Inside the caller's transaction."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from pos_app.domain.errors import UnknownShift
from pos_app.domain.rows import CashSums, Clerk, ShiftReport
from pos_app.domain.shifts import X, Z, blinded, facts_of, read_report, report_number, spelled
from pos_app.services.books import Books
from pos_app.services.shift_rows import ShiftHead
from pos_app.services.shift_sums import ShiftSums, shift_sums
from pos_app.services.shift_trail import trail_of
from pos_app.storage.journal import Head
from pos_app.storage.models import Shift, User
from pos_app.storage.models import ShiftReport as KeptReport


def make_x(books: Books, shift: ShiftHead, *, blind: bool, keep: bool, by: Clerk) -> ShiftReport:
    """The X report of a shift that runs, in the journal with all its figures; the paper of a blind
    one is blind too. Kept only where it is to be printed."""
    report = _report(books, shift, X, shift_sums(books, shift))
    head = books.record(
        "x_report",
        facts_of(replace(report, blind=blind)),
        till_id=shift.till_id,
        document=report.number,
    )
    report = _anchored(report, head)
    if blind:
        report = blinded(report)
    return _kept(books, report, by) if keep else report


def make_z(
    books: Books,
    shift: ShiftHead,
    counts: Mapping[int, int],
    *,
    counted: int,
    next_float: int,
    reason: str,
    by: Clerk,
) -> ShiftReport:
    """The Z report of a shift that is being closed, in the journal and kept."""
    sums = shift_sums(books, shift)
    cash = _closed(sums.cash, counted, next_float)
    approver = books.approver
    report = replace(
        _report(books, shift, Z, sums),
        cash=cash,
        counts=tuple(counts.items()),
        reason=reason,
        approver="" if approver is None else approver.person.name,
    )
    head = books.record(
        "shift_close", facts_of(report), till_id=shift.till_id, document=report.number
    )
    return _kept(books, _anchored(report, head), by)


def z_report(books: Books, shift_id: int) -> ShiftReport:
    """The Z report of a closed shift, as it was made. Raises UnknownShift."""
    row: Any = (
        KeptReport.select(KeptReport.document, KeptReport.id)
        .where(KeptReport.shift == shift_id, KeptReport.kind == Z)
        .tuples()
        .first(books.database.peewee)
    )
    if row is None:
        raise UnknownShift(shift_id)
    return read_report(*row)


def kept_report(books: Books, report_id: int) -> ShiftReport:
    """A report that was kept, as it was made. Raises UnknownShift."""
    found = KeptReport.select(KeptReport.document).where(KeptReport.id == report_id)
    document = found.scalar(books.database.peewee)
    if document is None:
        raise UnknownShift(report_id)
    return read_report(document, report_id)


def _report(books: Books, shift: ShiftHead, kind: str, sums: ShiftSums) -> ShiftReport:
    """A report without its place in the journal."""
    trail = trail_of(books, shift)
    opened: Any = (
        Shift.select(Shift.business_date, User.name)
        .join(User, on=(User.id == Shift.user))
        .where(Shift.id == shift.id)
        .tuples()
        .first(books.database.peewee)
    )
    return ShiftReport(
        kind=kind,
        number=report_number(shift.till, kind, shift.number),
        shift_id=shift.id,
        shop=books.info.name,
        currency=books.info.currency,
        till=shift.till,
        shift=shift.number,
        business_date=opened[0],
        at=books.now(),
        by=books.acting.person.name,
        opened_at=shift.opened_at,
        opened_by=opened[1],
        training=books.info.training,
        **{each.name: getattr(sums, each.name) for each in fields(sums)},
        **{each.name: getattr(trail, each.name) for each in fields(trail)},
        perpetual={},
        sequence=0,
        hash="",
        key="",
    )


def _closed(cash: CashSums, counted: int, next_float: int) -> CashSums:
    return replace(
        cash,
        counted=counted,
        difference=counted - cash.expected,
        next_float=next_float,
        banked=counted - next_float,
    )


def _anchored(report: ShiftReport, head: Head) -> ShiftReport:
    """The report with the head of the journal, which is its own entry."""
    return replace(
        report,
        perpetual=head.running.perpetual.named(),
        sequence=head.sequence,
        hash=head.hash,
        key=head.key,
    )


def _kept(books: Books, report: ShiftReport, by: Clerk) -> ShiftReport:
    report_id = KeptReport.insert(
        shift=report.shift_id,
        kind=report.kind,
        document=spelled(report),
        sequence=report.sequence,
        hash=report.hash,
        user=by.id,
        created_at=books.now(),
    ).execute(books.database.peewee)
    return replace(report, id=int(report_id))
