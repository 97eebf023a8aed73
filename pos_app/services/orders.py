"""Orders: placed ones, their way to the customer, and the history of all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from pos_app.domain.cart import Cart
from pos_app.domain.errors import BadStatusMove, BadValue, SaleChanged, Underpaid, UnknownOrder
from pos_app.domain.order_status import allowed_moves
from pos_app.domain.payment import LEDGER_METHODS, Payment, Settlement
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, OrderDetail, OrderRow
from pos_app.services.acting import FIRST_TILL
from pos_app.services.booked_payments import take_back_moves
from pos_app.services.booking import (
    book_order,
    check_moment_of,
    check_same_goods,
    is_history,
    settle_quote,
)
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.customer_pages import CustomerPages
from pos_app.services.order_details import OrderReader
from pos_app.services.order_pages import OrderPages
from pos_app.services.quoting import quote
from pos_app.services.recorded_orders import record_cancelled, record_status
from pos_app.services.shift_rows import shift_of_money
from pos_app.storage import models
from pos_app.storage.fields import to_micros

_FOUND_CUSTOMERS = 20
"""Of more people of one name the shop asks for more than the name."""


class Orders:
    """Every order that was sold or placed."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._pages = OrderPages(books.database)
        self._reader = OrderReader(books.database)
        self._customers = CustomerPages(books.database)

    # --- changing ----------------------------------------------------------------------------

    @command(Permission.SELL)
    def place(
        self,
        cart: Cart,
        *,
        customer_id: int,
        by: Clerk,
        at: datetime | None = None,
        payments: Sequence[Payment] = (),
    ) -> OrderDetail:
        """Place a cart as a pending order of a customer; its stock is taken now.

        Without payments it is paid later, else they must settle it; gift cards are filled only
        when they are paid (Underpaid). at is an aware datetime (now). Placing the same cart
        again, by its uuid, gives the first order and changes nothing.

        Raises what `Checkout.sell` does, and SaleChanged when the uuid's order is another
        customer's, holds other goods or was sold at the counter; the cart stays as it was.
        """
        books = self._books
        check_moment_of(books, at, by)
        history = is_history(books, at)
        if cart.exchange is not None:  # goods come back at a counter
            raise BadValue("exchange", cart.exchange.number, "unknown_choice")
        booked = self._booked(cart.uuid)
        if booked is not None:
            self._check_placed(cart.uuid, booked, customer_id)
            check_same_goods(books, booked, cart)
            return self._detail(booked)
        quoted = quote(books, replace(cart, customer_id=customer_id), at or books.now())
        quoted = replace(quoted, history=history)
        if not payments and any(line.gift_card for line in cart.lines):
            raise Underpaid(quoted.priced.total, 0)
        paid = (
            settle_quote(books, quoted, payments)
            if payments
            else Settlement(quoted.priced.total, 0, 0)
        )
        receipt = book_order(
            books,
            quoted,
            payments,
            paid,
            status="pending",
            source="placed",
            by=by,
            till_id=FIRST_TILL,
        )
        return self._detail(receipt.order_id)

    @command(Permission.MANAGE_ORDERS)
    def set_status(self, order_id: int, status: str, *, by: Clerk) -> OrderDetail:
        """Move an order on: pending, processing, shipped, delivered; or cancel it (see cancel).

        Raises UnknownOrder, BadStatusMove with the moves that are allowed, NotAllowed.
        """
        if status == "cancelled":
            self._books.authorise(by, Permission.CANCEL_ORDER)
            return self._cancel(order_id, by)
        before = self._move(order_id, status)
        record_status(self._books, order_id, before)
        return self._detail(order_id)

    @command(Permission.CANCEL_ORDER)
    def cancel(self, order_id: int, *, by: Clerk) -> OrderDetail:
        """Cancel a pending or processing order: its stock returns, its number stays.

        What was paid stays in the books: `paid` of the answer is what must be given back, and the
        open shift of the till where it is cancelled counts it as given back by the same ways. What
        came from gift cards, store credit or an account is back there at once. The use of a
        discount code is given back too, and gift cards that it filled are emptied.
        Raises UnknownOrder, BadStatusMove, NotEnoughCredit for such a card that was spent, and
        NoOpenShift for an order that was paid where the shop needs a shift.
        """
        return self._cancel(order_id, by)

    # --- reading -----------------------------------------------------------------------------

    @query
    def page(
        self,
        *,
        after: OrderRow | None = None,
        limit: int = 100,
        status: str | None = None,
        customer_id: int | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
        number: str = "",
        with_product: int | None = None,
    ) -> tuple[OrderRow, ...]:
        """Orders by time, newest first, one page behind `after`.

        Filters narrow one another: a status, a customer, business dates (both inclusive), a
        product that is in it (by its id; of its last 5,000 sales), and a number: "T1-104" is that
        one order, "104" that number of any till, "T1-R12" the order of that return; capitals don't
        matter. Raises BadValue.
        """
        return self._pages.page(
            after=after,
            limit=limit,
            status=status,
            customer_id=customer_id,
            date_from=date_from,
            date_to=date_to,
            number=number,
            with_product=with_product,
        )

    @query
    def find(
        self,
        text: str,
        *,
        limit: int = 50,
        date_from: date | None = None,
        date_to: date | None = None,
    ) -> tuple[OrderRow, ...]:
        """Orders by what a customer can tell, newest first: the number on the receipt, or that of
        a return, as it is typed or scanned; else the orders of those who are found by name, phone,
        e-mail or customer card. Nothing for no text. Business dates, both inclusive, narrow it.
        Raises BadValue."""
        page = partial(self._pages.page, limit=limit, date_from=date_from, date_to=date_to)
        if text.strip() and self._pages.page(number=text, limit=1):
            return page(number=text)
        found: dict[int, OrderRow] = {}
        for customer in self._customers.search(text, _FOUND_CUSTOMERS):
            for row in page(customer_id=customer.id):
                found[row.id] = row
        rows = sorted(found.values(), key=lambda row: (row.at, row.id), reverse=True)
        return tuple(rows[:limit])

    @query
    def get(self, order_id: int) -> OrderDetail:
        """An order with its lines and payments. Raises UnknownOrder."""
        return self._detail(order_id)

    @query
    def by_uuid(self, uuid: str) -> OrderDetail:
        """The order of the cart with this uuid. Raises UnknownOrder."""
        order_id = self._booked(uuid)
        if order_id is None:
            raise UnknownOrder(uuid)
        return self._detail(order_id)

    def allowed_moves(self, status: str) -> tuple[str, ...]:
        """The statuses an order can go to from this one. Reads nothing."""
        return allowed_moves(status)

    # --- below -------------------------------------------------------------------------------

    def _booked(self, uuid: str) -> int | None:
        row = self._books.database.row(self._books.hot.order_by_uuid, (uuid,))
        return None if row is None else int(row[0])

    def _check_placed(self, uuid: str, order_id: int, customer_id: int) -> None:
        row = self._books.database.row(
            "SELECT source, customer_id FROM orders WHERE id = ?", (order_id,)
        )
        if row != ("placed", customer_id):
            raise SaleChanged(uuid, order_id)

    def _move(self, order_id: int, status: str) -> str:
        """Move an order on; where it came from. Raises UnknownOrder, BadStatusMove."""
        row = self._books.database.row("SELECT status FROM orders WHERE id = ?", (order_id,))
        if row is None:
            raise UnknownOrder(order_id)
        allowed = allowed_moves(row[0])
        if status not in allowed:
            raise BadStatusMove(order_id, row[0], status, allowed)
        models.Order.update(status=status).where(models.Order.id == order_id).execute(
            self._books.database.peewee
        )
        self._books.changed("orders", order_id)
        return str(row[0])

    def _cancel(self, order_id: int, by: Clerk) -> OrderDetail:
        before = self._move(order_id, "cancelled")
        self._return_stock(order_id, by)
        take_back_moves(self._books, order_id, by, to_micros(self._books.now()))
        self._give_back(order_id)
        record_cancelled(self._books, order_id, before)
        return self._detail(order_id)

    def _give_back(self, order_id: int) -> None:
        """What was paid for a cancelled order comes out of the drawer of the till where it is
        cancelled: its shift counts it. Raises NoOpenShift."""
        books, payment = self._books, models.Payment
        paid = payment.select().where(
            payment.order == order_id, payment.method.not_in(LEDGER_METHODS)
        )
        needed = bool(paid.exists(books.database.peewee))
        shift_id = shift_of_money(books, books.acting.till_id, needed=needed)
        models.Order.update(cancelled_shift=shift_id).where(models.Order.id == order_id).execute(
            books.database.peewee
        )

    def _return_stock(self, order_id: int, by: Clerk) -> None:
        """Put back what the order took, by its own stock moves."""
        books, now = self._books, to_micros(self._books.now())
        connection = books.database.connection
        taken = books.database.rows(
            "SELECT product_id, location_id, -sum(quantity) FROM stock_moves "
            "WHERE order_id = ? GROUP BY product_id, location_id HAVING sum(quantity) <> 0",
            (order_id,),
        )
        for product_id, location_id, quantity in taken:
            connection.execute(books.hot.put_stock, (quantity, product_id, location_id))
            connection.execute(
                books.hot.add_move,
                (product_id, location_id, quantity, "cancel", "", order_id, None, by.id, now),
            )
            books.changed("stock", product_id)

    def _detail(self, order_id: int) -> OrderDetail:
        return self._reader.detail(order_id)
