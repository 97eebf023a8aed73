"""Returns: goods given back in any pieces, each a document of its own beside the order, which
stays as it was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from pos_app.domain.errors import BadValue, SaleChanged, UnknownOrder, UnknownTill
from pos_app.domain.payment import LEDGER_METHODS
from pos_app.domain.people import check_note, check_text
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.refunds import Repayment
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    Clerk,
    RepaymentRow,
    ReturnableLine,
    ReturnDetail,
    ReturnItemRow,
    ReturnLine,
)
from pos_app.services.booked_lines import tax_rows
from pos_app.services.booked_payments import customer_ledger, gift_card_ledger, move
from pos_app.services.booking import check_moment_of, till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.customer_rows import name_of
from pos_app.services.return_details import return_detail
from pos_app.services.return_statements import ReturnStatements
from pos_app.services.returned_lines import told
from pos_app.services.returning import Refund, SoldOrder, sold_order, wanted_of, work_out
from pos_app.storage.fields import to_micros
from pos_app.storage.hot import MAIN_LOCATION
from pos_app.storage.models import Order


class Returns:
    """What was brought back, and the money that was given back for it."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._statements = ReturnStatements(books.database)

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
        self, order_id: int, lines: Sequence[ReturnLine], *, instead: str = ""
    ) -> ReturnDetail:
        """What `give_back` would give for these lines, and how: a return without id, uuid, number
        and clerk. Raises what `give_back` does of the goods and the money."""
        books = self._books
        refund = work_out(books, self._sold(order_id), lines, instead)
        return self._previewed(refund)

    @command(Permission.REFUND)
    def give_back(
        self,
        order_id: int,
        lines: Sequence[ReturnLine],
        *,
        reason: str = "",
        instead: str = "",
        uuid: str = "",
        by: Clerk,
        at: datetime | None = None,
        till: str | None = None,
    ) -> ReturnDetail:
        """Take goods of an order back at the price really paid for them: return, taxes, stock and
        money in one transaction.

        What was drawn on a gift card, a store credit or an account is there again first, whatever
        stands instead. Money goes back by the order's own tenders, cash last, or all of it by
        `instead`: "store_credit", "cash", "card" or "transfer". A coupon was paid by somebody
        else: it comes last of all and never as money, see `domain.repaying`. Cash is rounded as
        the shop rounds it. A gift card that was sold is taken back only while it holds what was
        paid for it.

        Goods go back on the shelf, damaged ones into the books and out again. Lines that name the
        same item are summed. at is an aware datetime (now), till a code ("T1"). The same uuid
        again gives the first return with repeated set and changes nothing.

        Raises UnknownOrder, NotReturnable, UnknownItem, ReturnedAlready, BadQuantity, BadValue,
        NotEnoughCredit, NeedsCustomer, UnknownTill, SaleChanged when the uuid was used for
        something else, NotAllowed. Another moment than now needs a right of its own, and no return
        comes before its sale (BadValue "at").
        """
        books = self._books
        check_moment_of(books, at, by)
        check_note("uuid", uuid)
        note = check_text("reason", reason, longest=200)
        if uuid:
            booked = self._booked(uuid, order_id, lines)
            if booked is not None:
                return replace(self._detail(booked), repeated=True)
        refund = work_out(books, self._sold(order_id), lines, instead)
        moment = at or books.now()
        if at is not None and moment < self._sold_at(order_id):
            raise BadValue("at", at, "range")
        return_id = self._write(
            refund, uuid or str(uuid4()), till_id_of(books, till), note, by, moment
        )
        return self._detail(return_id)

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

    # --- below -------------------------------------------------------------------------------

    def _detail(self, return_id: int) -> ReturnDetail:
        return return_detail(self._books, self._statements, return_id)

    def _sold(self, order_id: int) -> SoldOrder:
        return sold_order(self._books, self._statements, order_id)

    def _booked(self, uuid: str, order_id: int, lines: Sequence[ReturnLine]) -> int | None:
        """The id of the return of this uuid. Raises SaleChanged when it gave back other goods."""
        database = self._books.database
        row = database.row(self._statements.by_uuid, (uuid,))
        if row is None:
            return None
        return_id, of_order = row
        booked = {
            (row[1], bool(row[12])): row[6]
            for row in database.rows(self._statements.return_items, (return_id,))
        }
        if of_order != order_id or wanted_of(self._sold(order_id), lines) != booked:
            raise SaleChanged(uuid, of_order)
        return int(return_id)

    def _sold_at(self, order_id: int) -> datetime:
        sold = Order.select(Order.created_at).where(Order.id == order_id)
        moment: datetime = sold.scalar(self._books.database.peewee)
        return moment

    def _write(
        self, refund: Refund, uuid: str, till_id: int, reason: str, by: Clerk, moment: datetime
    ) -> int:
        """Write a return that was worked out; its id."""
        books, connection = self._books, self._books.database.connection
        at = to_micros(moment)
        numbered = books.database.row(self._statements.next_number, (till_id,))
        if numbered is None:
            raise UnknownTill(till_id)
        connection.execute(
            self._statements.add_return,
            (
                uuid,
                till_id,
                numbered[0],
                "return",
                refund.order.id,
                None,
                refund.order.customer_id,
                by.id,
                books.business_date(moment).isoformat(),
                refund.subtotal,
                refund.discount,
                refund.net,
                refund.tax,
                int(refund.order.tax_included),
                refund.total,
                refund.settlement.rounding,
                books.info.cash_step,
                reason,
                to_micros(books.now()),
                at,
            ),
        )
        return_id = connection.last_insert_rowid()
        self._write_lines(refund, return_id, by, at)
        for repayment in refund.settlement.repayments:
            self._pay_out(refund.order, repayment, return_id, by, at)
        books.changed("returns", return_id)
        books.changed("orders", refund.order.id)
        return return_id

    def _write_lines(self, refund: Refund, return_id: int, by: Clerk, at: int) -> None:
        books, connection = self._books, self._books.database.connection
        items, moves = [], []
        for piece in refund.pieces:
            item, back = piece.item, piece.refunded
            items.append(
                (
                    return_id,
                    item.id,
                    item.product_id,
                    item.sku,
                    item.name,
                    item.unit,
                    item.price,
                    back.quantity,
                    back.list_total,
                    back.discount,
                    back.tax.net,
                    back.tax.tax,
                    back.tax.gross,
                    int(piece.damaged),
                    at,
                )
            )
            if item.gift_card:
                ledger_id = gift_card_ledger(books, item.gift_card)
                taken = -back.tax.gross
                move(books, ledger_id, taken, "returned", by=by, at=at, return_id=return_id)
                continue
            moves.append((item.product_id, back.quantity, "return", return_id, by.id, at))
            if piece.damaged:
                moves.append((item.product_id, -back.quantity, "damaged", return_id, by.id, at))
            else:
                key = (item.product_id, MAIN_LOCATION)
                connection.execute(books.hot.put_stock, (back.quantity, *key)).fetchall()
            books.changed("stock", item.product_id)
        connection.executemany(self._statements.add_item, items)
        if refund.taxes:
            connection.executemany(self._statements.add_tax, tax_rows(refund.taxes, return_id, at))
        if moves:
            connection.executemany(self._statements.add_move, moves)

    def _pay_out(
        self, order: SoldOrder, repayment: Repayment, return_id: int, by: Clerk, at: int
    ) -> None:
        """Write a repayment; what goes back to a ledger is there from now on."""
        books = self._books
        ledger_id = None
        if repayment.method in LEDGER_METHODS:
            if repayment.payment_id:
                ledger_id = order.ledgers[repayment.payment_id][0]
            else:
                ledger_id = customer_ledger(books, repayment.method, order.customer_id, at)
            amount = repayment.amount
            move(books, ledger_id, amount, "returned", by=by, at=at, return_id=return_id)
        books.database.connection.execute(
            self._statements.add_repayment,
            (
                return_id,
                repayment.payment_id or None,
                repayment.method,
                repayment.amount,
                ledger_id,
                by.id,
                at,
            ),
        )

    def _previewed(self, refund: Refund) -> ReturnDetail:
        books, order = self._books, refund.order
        now = books.now()
        items = tuple(
            ReturnItemRow(
                id=0,
                item_id=piece.item.id,
                product_id=piece.item.product_id,
                sku=piece.item.sku,
                name=piece.item.name,
                unit=piece.item.unit,
                quantity=from_thousandths(piece.refunded.quantity),
                list_total=piece.refunded.list_total,
                discount=piece.refunded.discount,
                net=piece.refunded.tax.net,
                tax=piece.refunded.tax.tax,
                gross=piece.refunded.tax.gross,
                damaged=piece.damaged,
            )
            for piece in refund.pieces
        )
        return ReturnDetail(
            id=0,
            uuid="",
            number="",
            till="",
            at=now,
            business_date=books.business_date(now),
            order_id=order.id,
            order_number=order.number,
            customer_id=order.customer_id,
            customer=name_of(books, order.customer_id),
            clerk="",
            subtotal=refund.subtotal,
            discount=refund.discount,
            net=refund.net,
            tax=refund.tax,
            total=refund.total,
            rounding=refund.settlement.rounding,
            reason="",
            items=told(books, self._statements, order.id, items),
            taxes=refund.taxes,
            repayments=tuple(
                RepaymentRow(
                    each.method, each.amount, order.ledgers.get(each.payment_id, (0, ""))[1]
                )
                for each in refund.settlement.repayments
            ),
            tax_included=order.tax_included,
        )
