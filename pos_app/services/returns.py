"""Returns: goods given back in any pieces, each a document of its own beside the order, which
stays as it was; sales that are made void, and goods that come without a receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from pos_app.domain.errors import NotVoidable, SaleChanged, UnknownOrder
from pos_app.domain.people import check_note, check_text
from pos_app.domain.quantity import from_thousandths, to_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    Clerk,
    LooseLine,
    OrderDetail,
    ReturnableLine,
    ReturnDetail,
    ReturnItemRow,
    ReturnLine,
)
from pos_app.services.booking import check_moment_of, is_history, till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.exchanging import booked_lines, moment_of_return
from pos_app.services.loose_returns import work_out_loose
from pos_app.services.order_details import OrderReader
from pos_app.services.paper_queue import note_drawer, queue_paper
from pos_app.services.return_booking import Papers, shelve, write_return
from pos_app.services.return_details import previewed, return_detail
from pos_app.services.return_statements import ReturnStatements
from pos_app.services.returning import Refund, SoldOrder, sold_order, wanted_of, work_out

_LONGEST_REASON = 200


class Returns:
    """What was brought back, and the money that was given back for it."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._statements = ReturnStatements(books.database)
        self._orders = OrderReader(books.database)

    @query
    def returnable(self, order_id: int) -> tuple[ReturnableLine, ...]:
        """The lines of an order, and what is left of each to be given back.

        Raises UnknownOrder, and NotReturnable for an order that was cancelled, is not on its way
        yet, or was never paid.
        """
        return tuple(
            ReturnableLine(
                item_id=item.id,
                product_id=item.product_id,
                sku=item.sku,
                name=item.name,
                unit=item.unit,
                sold=from_thousandths(item.line.quantity),
                left=from_thousandths(max(item.left, 0)),
                gross=item.line.tax.gross,
            )
            for item in self._sold(order_id).items.values()
        )

    @query
    def preview(
        self,
        order_id: int,
        lines: Sequence[ReturnLine],
        *,
        instead: str = "",
        customer_id: int | None = None,
    ) -> ReturnDetail:
        """What `give_back` would give for these lines, and how: a return without id, uuid, number
        and clerk. Raises what `give_back` does of the goods and the money."""
        refund = work_out(self._books, self._sold(order_id), lines, instead, credit_to=customer_id)
        return previewed(self._books, self._statements, refund)

    @command(Permission.REFUND)
    def give_back(
        self,
        order_id: int,
        lines: Sequence[ReturnLine],
        *,
        reason: str = "",
        instead: str = "",
        customer_id: int | None = None,
        uuid: str = "",
        by: Clerk,
        at: datetime | None = None,
        till: str | None = None,
        paper: bool = False,
        drawer: bool = False,
    ) -> ReturnDetail:
        """Take goods of an order back at the price really paid for them: return, taxes, stock and
        money in one transaction.

        What was drawn on a gift card, a store credit or an account is there again first, whatever
        stands instead. Money goes back by the order's own tenders, cash last, or all of it by
        `instead`: "store_credit" (of the order's customer, or of customer_id, who need not be the
        one who bought), "cash", "card" or "transfer". What an exchange brought from an
        earlier order goes back as it was paid there. A coupon was paid by somebody else: it comes
        last of all and never as money, see `domain.repaying`. Cash is rounded as the shop rounds
        it. A gift card that was sold is taken back only while it holds what was paid for it.

        Goods go back on the shelf, of a bundle its parts; damaged ones into the books and out
        again. Lines that name the same item in the same state are summed. at is an aware datetime
        (now), till a code ("T1"); with paper the slip is put into the till's print queue, with
        drawer it is noted that the drawer opens for cash. The same uuid again gives the first
        return with repeated set and changes nothing.

        Raises UnknownOrder, NotReturnable, UnknownItem, ReturnedAlready, BadQuantity, BadValue,
        NotEnoughCredit, NeedsCustomer, UnknownCustomer, UnknownTill, SaleChanged when the uuid was
        used for something else, NoOpenShift, NotAllowed. Another moment than now needs a right of
        its own, and no return comes before its sale (BadValue "at").
        """
        books = self._books
        check_moment_of(books, at, by)
        note = check_text("reason", reason, longest=_LONGEST_REASON)
        booked = self._booked(uuid, "return", order_id)
        if booked is not None:
            wanted = wanted_of(self._sold(order_id), lines)
            if wanted != booked_lines(books, self._statements, booked):
                raise SaleChanged(uuid, order_id)
            return replace(self._detail(booked), repeated=True)
        refund = work_out(books, self._sold(order_id), lines, instead, credit_to=customer_id)
        moment = moment_of_return(books, self._statements, order_id, at)
        papers = Papers(
            uuid or str(uuid4()),
            till_id_of(books, till),
            note,
            moment,
            drawer=drawer,
            history=is_history(books, at),
        )
        return self._write(refund, papers, by, paper=paper)

    # --- void --------------------------------------------------------------------------------

    @query
    def last_sale(self, *, till: str | None = None) -> OrderDetail | None:
        """The last sale at the counter of a till (its code; the first one), whether it can still
        be made void or not; None before the first one. Raises UnknownTill."""
        row = self._books.database.row(self._statements.last_sale, (till_id_of(self._books, till),))
        return None if row is None else self._orders.detail(row[0])

    @command(Permission.VOID)
    def void(
        self,
        order_id: int,
        *,
        reason: str,
        uuid: str = "",
        by: Clerk,
        till: str | None = None,
        paper: bool = False,
        drawer: bool = False,
    ) -> ReturnDetail:
        """Take the last sale of a till back whole, because it was a mistake: its goods are on the
        shelf again, its money goes back by the same tenders, and its discount code is as good as
        not used. The sale stays in the books, and the void beside it with a number of its own.

        reason says why and is needed. The same uuid again gives the first void with repeated set.

        Raises UnknownOrder, UnknownTill, BadValue ("reason"), NotEnoughCredit for a gift card that
        was sold and spent, SaleChanged when the uuid was used for something else, NotAllowed, and
        NotVoidable for a sale that is not the till's last or not of today, that was part of an
        exchange, or of which something came back; NoOpenShift where the shop needs a shift.
        """
        books = self._books
        note = check_text("reason", reason, longest=_LONGEST_REASON, needed=True)
        booked = self._booked(uuid, "void", order_id)
        if booked is not None:
            return replace(self._detail(booked), repeated=True)
        sold, till_id = self._sold(order_id), till_id_of(books, till)
        moment = moment_of_return(books, self._statements, order_id, None)
        self._check_voidable(sold, till_id, moment)
        lines = [
            ReturnLine(item.id, from_thousandths(item.line.quantity))
            for item in sold.items.values()
        ]
        refund = work_out(books, sold, lines, "")
        papers = Papers(uuid or str(uuid4()), till_id, note, moment, "void", drawer=drawer)
        return self._write(refund, papers, by, paper=paper)

    # --- without a receipt -------------------------------------------------------------------

    @query
    def preview_without_receipt(
        self, lines: Sequence[LooseLine], *, instead: str, customer_id: int | None = None
    ) -> ReturnDetail:
        """What `without_receipt` would give for these lines: a return without id, uuid, number and
        clerk. Raises what `without_receipt` does of the goods and the money."""
        refund = work_out_loose(self._books, lines, instead, customer_id)
        return previewed(self._books, self._statements, refund)

    @command(Permission.REFUND_WITHOUT_RECEIPT)
    def without_receipt(
        self,
        lines: Sequence[LooseLine],
        *,
        reason: str,
        instead: str,
        customer_id: int | None = None,
        uuid: str = "",
        by: Clerk,
        at: datetime | None = None,
        till: str | None = None,
        paper: bool = False,
        drawer: bool = False,
    ) -> ReturnDetail:
        """Take goods back that nobody can show a receipt for, at today's price for this customer
        (None: nobody in particular) without promotions, or at a lower one, with today's taxes.

        reason says why and is needed; instead is how the money is given: "cash" (rounded as the
        shop rounds it), "card", "transfer" or, to a known customer, "store_credit". Goods go back
        as with a receipt. The same uuid again gives the first return with repeated set.

        Raises BadValue, BadQuantity, BadAmount, UnknownProduct (also of one that is no longer
        sold), UnknownCustomer, UnknownTill, AboveShelfPrice, NeedsPrice for goods whose price is
        asked at the till, NeedsCustomer, SaleChanged when the uuid was used for something else,
        NoOpenShift, NotAllowed. Gift cards don't come back so (BadValue "gift_card").
        """
        books = self._books
        check_moment_of(books, at, by)
        note = check_text("reason", reason, longest=_LONGEST_REASON, needed=True)
        booked = self._booked(uuid, "return", None)
        if booked is not None:
            detail = self._detail(booked)
            if _goods(detail.items) != _goods(lines):
                raise SaleChanged(uuid, 0)
            return replace(detail, repeated=True)
        refund = work_out_loose(books, lines, instead, customer_id)
        till_id, moment = till_id_of(books, till), at or books.now()
        papers = Papers(
            uuid or str(uuid4()),
            till_id,
            note,
            moment,
            drawer=drawer,
            history=is_history(books, at),
        )
        return self._write(refund, papers, by, paper=paper)

    # --- reading -----------------------------------------------------------------------------

    @query
    def get(self, return_id: int) -> ReturnDetail:
        """A return with its lines and what was given back. Raises UnknownReturn."""
        return self._detail(return_id)

    @query
    def of_order(self, order_id: int) -> tuple[ReturnDetail, ...]:
        """Every return of an order, the first one first. Raises UnknownOrder."""
        database = self._books.database
        if database.row(self._statements.order, (order_id,)) is None:
            raise UnknownOrder(order_id)
        found = database.rows(self._statements.of_order, (order_id,))
        return tuple(self._detail(return_id) for (return_id,) in found)

    @query
    def of_exchange(self, order_id: int) -> ReturnDetail | None:
        """The return that was booked on one ticket with an order; None for any other order."""
        row = self._books.database.row(self._statements.by_exchange, (order_id,))
        return None if row is None else self._detail(row[0])

    # --- below -------------------------------------------------------------------------------

    def _detail(self, return_id: int) -> ReturnDetail:
        return return_detail(self._books, self._statements, return_id)

    def _sold(self, order_id: int) -> SoldOrder:
        return sold_order(self._books, self._statements, order_id)

    def _booked(self, uuid: str, kind: str, order_id: int | None) -> int | None:
        """The id of the return of this uuid. Raises SaleChanged when it is of another kind or
        order."""
        if not check_note("uuid", uuid):
            return None
        row = self._books.database.row(self._statements.by_uuid, (uuid,))
        if row is None:
            return None
        if row[1:] != (order_id, kind):
            raise SaleChanged(uuid, row[1] or 0)
        return int(row[0])

    def _check_voidable(self, sold: SoldOrder, till_id: int, moment: datetime) -> None:
        """Raises NotVoidable."""
        database, statements = self._books.database, self._statements
        head = database.row(statements.sold_at, (sold.id,))
        last = database.row(statements.last_sale, (till_id,))
        kinds = {row[0] for row in database.rows(statements.kinds_of_order, (sold.id,))}
        if "void" in kinds:
            reason = "voided"
        elif kinds:
            reason = "returned"
        elif database.row(statements.by_exchange, (sold.id,)) is not None:
            reason = "exchange"
        elif last is None or last[0] != sold.id:
            reason = "not_last"
        elif head is None or head[1] != self._books.business_date(moment).isoformat():
            reason = "other_day"
        else:
            return
        raise NotVoidable(sold.number, reason)

    def _write(self, refund: Refund, papers: Papers, by: Clerk, *, paper: bool) -> ReturnDetail:
        books = self._books
        shelve(books, refund)
        return_id, _ = write_return(books, self._statements, refund, papers, by)
        if paper:
            queue_paper(books, till_id=papers.till_id, by=by, return_id=return_id)
        if papers.drawer and any(each.method == "cash" for each in refund.settlement.repayments):
            note_drawer(books, till_id=papers.till_id, by=by, return_id=return_id)
        return self._detail(return_id)


def _goods(lines: Iterable[LooseLine | ReturnItemRow]) -> dict[tuple[int, bool], int]:
    """Thousandths by product and whether they are damaged. Raises BadQuantity."""
    goods: dict[tuple[int, bool], int] = {}
    for line in lines:
        key = line.product_id, bool(line.damaged)
        goods[key] = goods.get(key, 0) + to_thousandths(line.quantity)
    return goods
