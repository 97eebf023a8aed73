"""Papers: every receipt that was asked for on paper waits here until a printer took it."""

from typing import Any

from peewee import Case

from pos_app.domain.errors import UnknownOrder, UnknownPaper, UnknownReturn
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, OrderDetail, PrintJobRow, ReturnDetail, ShiftReport
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.document_numbers import (
    NUMBERS,
    REPORT,
    number_of,
    number_of_report,
    with_numbers,
    with_report,
)
from pos_app.services.order_details import OrderReader
from pos_app.services.paper_queue import queue_paper
from pos_app.services.recorded_orders import record_reprint
from pos_app.services.return_details import return_detail
from pos_app.services.return_statements import ReturnStatements
from pos_app.services.shift_reports import kept_report
from pos_app.storage.models import Order, PrintJob, Return, Till, User

Document = tuple[OrderDetail | None, ReturnDetail | None, str, ShiftReport | None]
"""The sale, the return (both for an exchange), which copy of it, or the report of a shift."""

_LONGEST_TROUBLE = 200
_LONGEST_PRINTER = 300


class Papers:
    """The till's print queue. It is in the shop's file, so that no power cut loses a receipt."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._orders = OrderReader(books.database)
        self._returns = ReturnStatements(books.database)

    @command(Permission.SELL)
    def ask(
        self,
        *,
        order_id: int | None = None,
        return_id: int | None = None,
        copy: str = "original",
        by: Clerk,
        till: str | None = None,
    ) -> PrintJobRow:
        """Ask for a sale's receipt on paper at a till ("T1"), a return's, or with both the ticket
        of an exchange. copy is "original", "duplicate" or "gift"; a second original of the same
        document is a duplicate.

        Raises UnknownOrder, UnknownReturn, UnknownTill, BadValue, NotAllowed.
        """
        self._check_documents(order_id, return_id)
        job_id = queue_paper(
            self._books,
            till_id=till_id_of(self._books, till),
            by=by,
            order_id=order_id,
            return_id=return_id,
            copy=copy,
        )
        job = self._rows(PrintJob.id == job_id)[0]
        if job.copy == "duplicate":
            record_reprint(self._books, job)
        return job

    @query
    def waiting(self, till: str | None = None) -> tuple[PrintJobRow, ...]:
        """What a till's printers have not taken yet, in the order it was asked for. Raises
        UnknownTill."""
        till_id = till_id_of(self._books, till)
        return self._rows((PrintJob.state == "waiting") & (PrintJob.till == till_id))

    @query
    def prints_of(self, order_id: int) -> tuple[PrintJobRow, ...]:
        """Every paper that was asked for of an order, in any state, the first one first."""
        return self._rows(PrintJob.order == order_id)

    @query
    def was_printed(self, *, order_id: int | None = None, return_id: int | None = None) -> bool:
        """Whether the receipt of an order, or of a return, has come out of a printer: whatever
        tells it again is a duplicate. A gift receipt is none of them."""
        which = PrintJob.order == order_id if return_id is None else PrintJob.return_ == return_id
        asked = PrintJob.select(PrintJob.id).where(
            which, PrintJob.state == "printed", PrintJob.copy != "gift"
        )
        return bool(asked.exists(self._books.database.peewee))

    @query
    def document(self, job_id: int) -> Document:
        """What a job is to print. Raises UnknownPaper."""
        found = self._rows(PrintJob.id == job_id)
        if not found:
            raise UnknownPaper(job_id)
        job = found[0]
        order = None if job.order_id is None else self._orders.detail(job.order_id)
        given_back = (
            None
            if job.return_id is None
            else return_detail(self._books, self._returns, job.return_id)
        )
        report = None if job.report_id is None else kept_report(self._books, job.report_id)
        return order, given_back, job.copy, report

    # --- what became of it: told by the till itself, also while nobody is signed in ------------

    def printed(self, job_id: int, printer: str) -> None:
        """A printer, named by its address, took all of it."""
        self._settle(job_id, "printed", printer=printer[:_LONGEST_PRINTER], trouble="")

    def failed(self, job_id: int, trouble: str) -> None:
        """A printer did not take it, and why: a kind of PrinterTrouble. It goes on waiting.

        "interrupted" stays whatever comes later: some of the paper may be in somebody's hands.
        """
        note = check_text("trouble", trouble, longest=_LONGEST_TROUBLE)
        with self._books.database.transaction():
            broken = PrintJob.trouble == "interrupted"
            kept = Case(None, [(broken, PrintJob.trouble)], note)
            PrintJob.update(tries=PrintJob.tries + 1, trouble=kept).where(
                PrintJob.id == job_id, PrintJob.state == "waiting"
            ).execute(self._books.database.peewee)

    @command(Permission.SELL)
    def give_up(self, job_id: int, *, by: Clerk) -> None:
        """Nobody wants this paper any more; the sale stays as it is, and can be printed again."""
        self._update(job_id, "given_up")
        self._books.changed("papers", job_id)

    # --- below -------------------------------------------------------------------------------

    def _settle(self, job_id: int, state: str, **columns: str) -> None:
        books = self._books
        books.forget_changes()
        with books.database.transaction():
            self._update(job_id, state, **columns)
        books.changed("papers", job_id)
        books.announce()

    def _update(self, job_id: int, state: str, **columns: str) -> None:
        PrintJob.update(state=state, done_at=self._books.now(), **columns).where(
            PrintJob.id == job_id, PrintJob.state == "waiting"
        ).execute(self._books.database.peewee)

    def _check_documents(self, order_id: int | None, return_id: int | None) -> None:
        peewee = self._books.database.peewee
        if order_id is not None and not Order.select().where(Order.id == order_id).exists(peewee):
            raise UnknownOrder(order_id)
        if return_id is not None and not Return.select().where(Return.id == return_id).exists(
            peewee
        ):
            raise UnknownReturn(return_id)

    def _rows(self, which: object) -> tuple[PrintJobRow, ...]:
        jobs = (
            PrintJob.select(
                PrintJob.id,
                Till.code,
                PrintJob.copy,
                PrintJob.order,
                PrintJob.return_,
                PrintJob.report,
                *REPORT,
                *NUMBERS,
                PrintJob.state,
                PrintJob.printer,
                PrintJob.tries,
                PrintJob.trouble,
                User.name,
                PrintJob.created_at,
                PrintJob.done_at,
            )
            .join(Till, on=(PrintJob.till == Till.id))
            .join(User, on=(PrintJob.user == User.id))
        )
        found = (
            with_report(with_numbers(jobs, PrintJob)).where(which).order_by(PrintJob.id).tuples()
        )
        return tuple(_row(*row) for row in found.execute(self._books.database.peewee))


def _row(
    job_id: int, till: str, copy: str, order_id: int | None, return_id: int | None, *rest: Any
) -> PrintJobRow:
    report_id, *named = rest[:8]
    number = number_of_report(*named[:3]) or number_of(*named[3:])
    values = [job_id, till, copy, order_id, return_id, number, *rest[8:], report_id]
    return PrintJobRow(*values)
