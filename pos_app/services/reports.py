"""Reports: what was sold day by day, who bought most, what runs low, what waits to be sent, and the
taxes, discounts and takings of a period.

A cancelled order counts in none of them, and what was given back counts on its own day. A gift
card that is sold is no revenue; what is bought with it is. Dates are business dates, both ends
inclusive.
"""

from datetime import date
from typing import Any

from peewee import SQL, fn

from pos_app.domain.order_status import OPEN
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    Clerk,
    DailySales,
    DiscountSummaryRow,
    LowStock,
    OrderRow,
    TakingsRow,
    TaxReport,
    TaxSummaryRow,
    TopCustomer,
)
from pos_app.services.books import Books
from pos_app.services.command import query, reading
from pos_app.services.customer_rows import display_name
from pos_app.services.figures import (
    Days,
    discount_sums,
    put_on_cards,
    taken_off_cards,
    takings_sums,
    tax_report,
)
from pos_app.services.low_stock import low_stock
from pos_app.services.order_pages import OrderPages
from pos_app.storage.models import Customer, LedgerMove, Order, Return, ReturnItem


class Reports:
    """Figures over the books, as of now. What runs low and what waits is for everybody to see."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._orders = OrderPages(books.database)

    @reading(Permission.REPORTS)
    def daily_sales(
        self, *, date_from: date | None = None, date_to: date | None = None, by: Clerk
    ) -> tuple[DailySales, ...]:
        """Orders, revenue and what was given back (minor units) of each business date that had
        any, newest first. revenue is what was sold less what was given back on that day; gift
        cards are in neither, though a sale of nothing else is an order. Raises BadValue.
        """
        days, peewee = Days.checked(date_from, date_to), self._books.database.peewee
        sold = (
            Order.select(Order.business_date, fn.COUNT(SQL("1")), fn.SUM(Order.total))
            .where(*days.standing())
            .group_by(Order.business_date)
        )
        back = (
            Return.select(Return.business_date, fn.SUM(Return.total))
            .where(*days.given_back())
            .group_by(Return.business_date)
        )
        orders = {day: (count, total) for day, count, total in sold.tuples().execute(peewee)}
        returned = dict(back.tuples().execute(peewee))
        cards = dict(put_on_cards(days, Order.business_date).tuples().execute(peewee))
        emptied = dict(taken_off_cards(days, Return.business_date).tuples().execute(peewee))
        rows = []
        for day in sorted(orders.keys() | returned.keys(), reverse=True):
            count, total = orders.get(day, (0, 0))
            gone = returned.get(day, 0) - emptied.get(day, 0)
            rows.append(DailySales(day, count, total - cards.get(day, 0) - gone, gone))
        return tuple(rows)

    @reading(Permission.REPORTS)
    def top_customers(
        self,
        *,
        date_from: date | None = None,
        date_to: date | None = None,
        limit: int | None = 20,
        by: Clerk,
    ) -> tuple[TopCustomer, ...]:
        """The customers who bought most, by revenue (minor units) less what they gave back in
        those days; gift cards and sales to nobody in particular are left out. limit None names all
        of them. Raises BadValue."""
        days = Days.checked(date_from, date_to)
        bought = _bought(days, limit)
        rows = (
            Customer.select(
                Customer.id,
                display_name(),
                bought.c.orders,
                bought.c.revenue,
                bought.c.returned,
            )
            .join(bought, on=(bought.c.customer_id == Customer.id))
            .order_by(bought.c.revenue.desc(), bought.c.orders.desc(), Customer.id)
            .tuples()
            .execute(self._books.database.peewee)
        )
        return tuple(TopCustomer(*row) for row in rows)

    @reading(Permission.REPORTS)
    def taxes(
        self, date_from: date | None = None, date_to: date | None = None, *, by: Clerk
    ) -> tuple[TaxSummaryRow, ...]:
        """The rows of tax_report. Raises BadValue."""
        return tax_report(self._books, Days.checked(date_from, date_to)).rows

    @reading(Permission.REPORTS)
    def tax_report(
        self, date_from: date | None = None, date_to: date | None = None, *, by: Clerk
    ) -> TaxReport:
        """Taxes of the orders that stand, less those of what was given back, by name and rate
        (minor units); last, under no name, the net that no percentage is charged on: untaxed and
        exempt sales. Gift cards are left out, as they are of the revenue.

        A net is what a rate is charged on: where a line has one rate, the gross column adds up to
        the revenue of daily_sales, and adds_up says so; where it has several, its net stands with
        each of them, and with a fixed amount that bears taxes it holds that amount too. Raises
        BadValue.
        """
        return tax_report(self._books, Days.checked(date_from, date_to))

    @reading(Permission.REPORTS)
    def discounts(
        self, date_from: date | None = None, date_to: date | None = None, *, by: Clerk
    ) -> tuple[DiscountSummaryRow, ...]:
        """What was taken off by kind, reason and the person who sold it, the most first (minor
        units); as it was given, whether or not the goods came back. Raises BadValue."""
        return discount_sums(self._books, Days.checked(date_from, date_to))

    @reading(Permission.REPORTS)
    def takings(
        self, date_from: date | None = None, date_to: date | None = None, *, by: Clerk
    ) -> tuple[TakingsRow, ...]:
        """What came in and was given back by each way to pay (minor units); then two rows that
        take off again what is no revenue of these days, and "rounding".

        "gift_cards_sold": given_back is what was put on gift cards, received what came off them
        because they were brought back. "paid_in": given_back is what customers paid in to their
        accounts, and what coins made of it left (it came in by its own way to pay, and the sale
        stood under "account"). "rounding": what rounding to cash added to payments, accounts paid
        in too, and to what was given back.

        Over all rows but "rounding", the sum of received - given_back is the revenue of
        daily_sales, plus received - given_back of "rounding", less the orders that are not paid
        yet. All of an order counts on its day. Raises BadValue.
        """
        return takings_sums(self._books, Days.checked(date_from, date_to))

    @query
    def low_stock(self, *, limit: int | None = None) -> tuple[LowStock, ...]:
        """Products in sale below their reorder level, emptiest first; limit None names all."""
        return low_stock(self._books.database, None, limit)

    @query
    def pending_orders(self, *, limit: int | None = None) -> tuple[OrderRow, ...]:
        """Orders that wait to be packed (pending or processing), newest first."""
        return self._orders.newest_of(OPEN, -1 if limit is None else limit)


def _bought(days: Days, limit: int | None) -> Any:
    """The query of (customer_id, orders, revenue, returned) of those who bought most."""
    nothing, a_person = SQL("0"), Order.customer != WALK_IN_CUSTOMER_ID
    sold = (
        Order.select(
            Order.customer.alias("customer_id"),
            fn.COUNT(SQL("1")).alias("orders"),
            fn.SUM(Order.total).alias("sold"),
            nothing.alias("returned"),
        )
        .where(*days.standing(), a_person)
        .group_by(Order.customer)
    )
    back = (
        Return.select(Return.customer, nothing, nothing, fn.SUM(Return.total))
        .where(*days.given_back(), Return.customer != WALK_IN_CUSTOMER_ID)
        .group_by(Return.customer)
    )
    # What was put on gift cards was not bought, and what came off them was not given back.
    filled, emptied = (
        chosen.select(Order.customer, nothing, nothing - put, nothing - off).where(a_person)
        for chosen, put, off in (
            (put_on_cards(days), LedgerMove.amount, nothing),
            (taken_off_cards(days), nothing, ReturnItem.gross),
        )
    )
    every = sold.union_all(back).union_all(filled).union_all(emptied)
    returned = fn.SUM(every.c.returned)
    return (
        every.select_from(
            every.c.customer_id,
            fn.SUM(every.c.orders).alias("orders"),
            (fn.SUM(every.c.sold) - returned).alias("revenue"),
            returned.alias("returned"),
        )
        .group_by(every.c.customer_id)
        .order_by(SQL("revenue DESC"), SQL("orders DESC"), every.c.customer_id)
        .limit(limit)
    )
