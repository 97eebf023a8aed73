"""Reports: what was sold day by day, who bought most, what runs low, what waits to be sent.

A cancelled order counts in none of them. Dates are business dates, both ends inclusive.
"""

from datetime import date
from typing import Any

from peewee import SQL, fn

from pos_app.domain.order_status import OPEN
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    DailySales,
    LowStock,
    OrderRow,
    TopCustomer,
)
from pos_app.services.books import Books
from pos_app.services.command import query
from pos_app.services.customer_rows import display_name
from pos_app.services.low_stock import low_stock
from pos_app.services.order_pages import OrderPages, check_day
from pos_app.storage.models import Customer, Order


class Reports:
    """Figures over the books, as of now."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._orders = OrderPages(books.database)

    @query
    def daily_sales(
        self, *, date_from: date | None = None, date_to: date | None = None
    ) -> tuple[DailySales, ...]:
        """Orders and revenue (minor units) of each business date that had any, newest first.

        Raises BadValue.
        """
        rows = (
            Order.select(Order.business_date, fn.COUNT(SQL("1")), fn.SUM(Order.total))
            .where(_standing(date_from, date_to))
            .group_by(Order.business_date)
            .order_by(Order.business_date.desc())
            .tuples()
            .execute(self._books.database.peewee)
        )
        return tuple(DailySales(*row) for row in rows)

    @query
    def top_customers(
        self,
        *,
        date_from: date | None = None,
        date_to: date | None = None,
        limit: int | None = 20,
    ) -> tuple[TopCustomer, ...]:
        """The customers who bought most, by revenue (minor units); sales to nobody in
        particular are left out. limit None names all of them. Raises BadValue."""
        bought = (
            Order.select(
                Order.customer.alias("customer_id"),
                fn.COUNT(SQL("1")).alias("orders"),
                fn.SUM(Order.total).alias("revenue"),
            )
            .where(_standing(date_from, date_to) & (Order.customer != WALK_IN_CUSTOMER_ID))
            .group_by(Order.customer)
            .order_by(SQL("revenue DESC"), SQL("orders DESC"), Order.customer)
            .limit(limit)
        )
        rows = (
            Customer.select(Customer.id, display_name(), bought.c.orders, bought.c.revenue)
            .join(bought, on=(bought.c.customer_id == Customer.id))
            .order_by(bought.c.revenue.desc(), bought.c.orders.desc(), Customer.id)
            .tuples()
            .execute(self._books.database.peewee)
        )
        return tuple(TopCustomer(*row) for row in rows)

    @query
    def low_stock(self, *, limit: int | None = None) -> tuple[LowStock, ...]:
        """Products in sale below their reorder level, emptiest first; limit None names all."""
        return low_stock(self._books.database, None, limit)

    @query
    def pending_orders(self, *, limit: int | None = None) -> tuple[OrderRow, ...]:
        """Orders that wait to be packed (pending or processing), newest first."""
        return self._orders.newest_of(OPEN, -1 if limit is None else limit)


def _standing(date_from: date | None, date_to: date | None) -> Any:
    """The condition for orders that were not cancelled, between two business dates."""
    condition = Order.status != "cancelled"
    first, last = check_day("date_from", date_from), check_day("date_to", date_to)
    if first is not None:
        condition &= Order.business_date >= first
    if last is not None:
        condition &= Order.business_date <= last
    return condition
