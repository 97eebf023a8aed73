"""Orders: placed ones, their way to the customer, and the history of all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from peewee import SQL

from pos_app.domain.cart import Cart
from pos_app.domain.errors import BadStatusMove, SaleChanged, UnknownOrder
from pos_app.domain.order_status import allowed_moves
from pos_app.domain.payment import Payment, Settlement, settle
from pos_app.domain.pricing import price
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, OrderDetail, OrderItemRow, OrderRow, PaymentRow
from pos_app.services.booking import FIRST_TILL, book_order, check_moment, check_same_goods
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.customer_rows import display_name
from pos_app.services.order_pages import OrderPages
from pos_app.storage import models
from pos_app.storage.database import Row
from pos_app.storage.fields import from_micros, to_micros

_VALUE = SQL("?")


class Orders:
    """Every order that was sold or placed."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._pages = OrderPages(books.database)

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

        Without payments it is paid later, else they must settle it. at is an aware datetime
        (now). Placing the same cart again, by its uuid, gives the first order and changes
        nothing.

        Raises EmptyCart, UnknownProduct, PriceChanged, OutOfStock, UnknownCustomer, Underpaid,
        Overpaid, BadValue, BadAmount, BadQuantity, and SaleChanged when the uuid's order is
        another customer's, holds other goods or was sold at the counter; the cart stays as it was.
        """
        books = self._books
        check_moment(at)
        priced = price(cart, tax_included=books.info.tax_included)
        booked = self._booked(cart.uuid)
        if booked is not None:
            self._check_placed(cart.uuid, booked, customer_id)
            check_same_goods(books, booked, cart, priced)
            return self._detail(booked)
        cart = replace(cart, customer_id=customer_id)
        paid = settle(priced.total, payments) if payments else Settlement(priced.total, 0, 0)
        receipt = book_order(
            books,
            cart,
            priced,
            payments,
            paid,
            status="pending",
            source="placed",
            by=by,
            at=at or books.now(),
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
        self._move(order_id, status)
        return self._detail(order_id)

    @command(Permission.CANCEL_ORDER)
    def cancel(self, order_id: int, *, by: Clerk) -> OrderDetail:
        """Cancel a pending or processing order: its stock returns, its number stays.

        What was paid stays in the books: `paid` of the answer is what must be given back.
        Raises UnknownOrder, BadStatusMove.
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
    ) -> tuple[OrderRow, ...]:
        """Orders by time, newest first, one page behind `after`.

        Filters narrow one another: a status, a customer, business dates (both inclusive), and a
        number: "T1-104" is that one order, "104" that number of any till. Raises BadValue.
        """
        return self._pages.page(
            after=after,
            limit=limit,
            status=status,
            customer_id=customer_id,
            date_from=date_from,
            date_to=date_to,
            number=number,
        )

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

    def _move(self, order_id: int, status: str) -> None:
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

    def _cancel(self, order_id: int, by: Clerk) -> OrderDetail:
        self._move(order_id, "cancelled")
        self._return_stock(order_id, by)
        return self._detail(order_id)

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
        database = self._books.database
        head = database.row(self._head_sql, (order_id,))
        if head is None:
            raise UnknownOrder(order_id)
        items = tuple(_item_row(row) for row in database.rows(self._items_sql, (order_id,)))
        payments = tuple(
            _payment_row(row) for row in database.rows(self._payments_sql, (order_id,))
        )
        return OrderDetail(
            id=head[0],
            uuid=head[1],
            till=head[2],
            number=f"{head[2]}-{head[3]}",
            at=from_micros(head[4]),
            business_date=date.fromisoformat(head[5]),
            customer_id=head[6],
            customer=head[7],
            clerk=head[8],
            status=head[9],
            subtotal=head[10],
            discount=head[11],
            discount_code=head[12],
            net=head[13],
            tax=head[14],
            tax_included=bool(head[15]),
            total=head[16],
            note=head[17],
            paid=sum(payment.amount for payment in payments),
            items=items,
            payments=payments,
        )

    @cached_property
    def _head_sql(self) -> str:
        order, till, customer = models.Order, models.Till, models.Customer
        return self._books.database.compile(
            order.select(
                order.id,
                order.uuid,
                till.code,
                order.number,
                order.created_at,
                order.business_date,
                order.customer,
                display_name(),
                models.User.name,
                order.status,
                order.subtotal,
                order.discount,
                order.discount_code,
                order.net,
                order.tax,
                order.tax_included,
                order.total,
                order.note,
            )
            .join(till)
            .switch(order)
            .join(customer)
            .switch(order)
            .join(models.User)
            .where(order.id == _VALUE)
        )

    @cached_property
    def _items_sql(self) -> str:
        item = models.OrderItem
        return self._books.database.compile(
            item.select(
                item.id,
                item.product,
                item.sku,
                item.name,
                item.unit,
                item.quantity,
                item.price,
                item.list_total,
                item.discount,
                item.total,
                item.tax,
                item.tax_rate_ppm,
                item.note,
            )
            .where(item.order == _VALUE)
            .order_by(item.id)
        )

    @cached_property
    def _payments_sql(self) -> str:
        payment = models.Payment
        return self._books.database.compile(
            payment.select(
                payment.id,
                payment.method,
                payment.tendered,
                payment.change,
                payment.amount,
                payment.reference,
                payment.created_at,
            )
            .where(payment.order == _VALUE)
            .order_by(payment.id)
        )


def _item_row(row: Row) -> OrderItemRow:
    values = list(row)
    values[5] = from_thousandths(row[5])
    return OrderItemRow(*values)


def _payment_row(row: Row) -> PaymentRow:
    values = list(row)
    values[6] = from_micros(row[6])
    return PaymentRow(*values)
