"""What goes out with a sale or a return, written in its own transaction: its receipt for the
printer, and that the drawer was opened for it."""

from typing import Any

from pos_app.domain.errors import BadValue
from pos_app.domain.rows import COPIES, Clerk, ShiftReport
from pos_app.services.books import Books
from pos_app.storage.models import DrawerOpening, PrintJob, Till


def queue_paper(
    books: Books,
    *,
    till_id: int,
    by: Clerk,
    order_id: int | None = None,
    return_id: int | None = None,
    copy: str = "original",
) -> int:
    """Ask for a receipt on paper inside the caller's transaction; the id of the job.

    With an order and a return it is the ticket of an exchange. A second original of the same
    document is a duplicate, unless the first was given up before it came to paper.
    Raises BadValue ("copy", "document").
    """
    if copy not in COPIES:
        raise BadValue("copy", copy, "unknown_choice")
    if order_id is None and return_id is None:
        raise BadValue("document", "", "empty")
    if copy == "original" and _had_original(books, order_id, return_id):
        copy = "duplicate"
    job_id = PrintJob.insert(
        till=till_id,
        copy=copy,
        order=order_id,
        return_=return_id,
        state="waiting",
        user=by.id,
        created_at=books.now(),
    ).execute(books.database.peewee)
    books.changed("papers", job_id)
    return int(job_id)


def queue_report(books: Books, *, till_id: int, by: Clerk, report: ShiftReport) -> int:
    """Ask for a kept report of a shift on paper inside the caller's transaction; the id of the
    job. One that was asked for before is a duplicate, and that is in the journal."""
    copy = "duplicate" if _had_report(books, report.id) else "original"
    job_id = PrintJob.insert(
        till=till_id,
        copy=copy,
        report=report.id,
        state="waiting",
        user=by.id,
        created_at=books.now(),
    ).execute(books.database.peewee)
    if copy == "duplicate":
        facts = {"copy": copy, "number": report.number}
        books.record("reprint", facts, till_id=till_id, document=report.number)
    books.changed("papers", job_id)
    return int(job_id)


def note_drawer(
    books: Books,
    *,
    till_id: int,
    by: Clerk,
    order_id: int | None = None,
    return_id: int | None = None,
    reason: str = "",
) -> int:
    """Write inside the caller's transaction that the drawer is opened; the id of the row."""
    opening_id = DrawerOpening.insert(
        till=till_id,
        user=by.id,
        order=order_id,
        return_=return_id,
        reason=reason,
        shift=Till.select(Till.open_shift).where(Till.id == till_id),
        created_at=books.now(),
    ).execute(books.database.peewee)
    return int(opening_id)


def _had_original(books: Books, order_id: int | None, return_id: int | None) -> bool:
    return _had(books, PrintJob.order == order_id, PrintJob.return_ == return_id)


def _had_report(books: Books, report_id: int) -> bool:
    return _had(books, PrintJob.report == report_id)


def _had(books: Books, *which: Any) -> bool:
    """Whether an original was asked for that is on paper, or may still come to be: of one that was
    given up, only where its printer broke off."""
    asked = PrintJob.select(PrintJob.id).where(
        PrintJob.copy == "original",
        (PrintJob.state != "given_up") | (PrintJob.trouble == "interrupted"),
        *which,
    )
    return bool(asked.exists(books.database.peewee))
