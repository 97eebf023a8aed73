"""Papers: every receipt that was asked for on paper waits here until a printer took it."""

from typing import Any

from peewee import JOIN, Case, fn

from pos_app.domain.errors import UnknownOrder, UnknownPaper, UnknownReturn
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, OrderDetail, PrintJobRow, ReturnDetail
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.order_details import OrderReader
from pos_app.services.paper_queue import queue_paper
from pos_app.services.return_details import return_detail, return_number
from pos_app.services.return_statements import ReturnStatements
from pos_app.storage.models import Order, PrintJob, Return, Till, User

Document = tuple[OrderDetail | None, ReturnDetail | None, str]
"""The sale, the return (both for an exchange) and which copy of it."""

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
        return self._rows(PrintJob.id == job_id)[0]

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
        return order, given_back, job.copy

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
        sold_at, back_at = Till.alias(), Till.alias()
        jobs = (
            PrintJob.select(
                PrintJob.id,
                Till.code,
                PrintJob.copy,
                PrintJob.order,
                PrintJob.return_,
                fn.COALESCE(sold_at.code, ""),
                Order.number,
                fn.COALESCE(back_at.code, ""),
                Return.number,
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
            .join(Order, JOIN.LEFT_OUTER, on=(PrintJob.order == Order.id))
            .join(sold_at, JOIN.LEFT_OUTER, on=(Order.till == sold_at.id))
            .join(Return, JOIN.LEFT_OUTER, on=(PrintJob.return_ == Return.id))
            .join(back_at, JOIN.LEFT_OUTER, on=(Return.till == back_at.id))
            .where(which)
            .order_by(PrintJob.id)
            .tuples()
        )
        return tuple(_row(*row) for row in jobs.execute(self._books.database.peewee))


def _row(
    job_id: int,
    till: str,
    copy: str,
    order_id: int | None,
    return_id: int | None,
    sold_at: str,
    order: int,
    back_at: str,
    returned: int,
    *rest: Any,
) -> PrintJobRow:
    sold = order_id is not None
    number = f"{sold_at}-{order}" if sold else return_number(back_at, returned)
    return PrintJobRow(job_id, till, copy, order_id, return_id, number, *rest)
