"""The lines of orders and of returns as exports write them, one row for each.

Amounts are plain decimals, times the shop's own. The rounding belongs to a document and not to a
line of it, and stands on the first one alone: so a column of amounts can be added up.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, SQL, fn

from pos_app.domain.money import format_decimal_amount
from pos_app.domain.payment import readable_end
from pos_app.domain.quantity import format_quantity, from_thousandths
from pos_app.services.books import Books
from pos_app.services.cells import guarded
from pos_app.services.return_details import return_number
from pos_app.storage.fields import from_micros
from pos_app.storage.models import Customer, Order, OrderItem, Return, ReturnItem, Till, User

ORDER_COLUMNS = (
    *"order sold_at business_date till status clerk customer customer_name sku name".split(),
    *"quantity unit price list_total discount total tax gross uuid".split(),
    *"rounding tax_included tax_exempt discount_code gift_card".split(),
)
RETURN_COLUMNS = (
    *"return order returned_at business_date till clerk sku name quantity unit".split(),
    *"list_total discount net tax gross damaged reason rounding gift_card kind uuid".split(),
)


def chosen_orders() -> Any:
    """The query of every line of every order, oldest first."""
    return (
        Order.select(
            Order.id,
            Till.code,
            Order.number,
            Order.created_at,
            Order.business_date,
            Order.status,
            User.name,
            Customer.username,
            Customer.first_name,
            Customer.last_name,
            OrderItem.sku,
            OrderItem.name,
            OrderItem.quantity,
            OrderItem.unit,
            OrderItem.price,
            OrderItem.list_total,
            OrderItem.discount,
            OrderItem.total,
            OrderItem.tax,
            OrderItem.gross,
            Order.uuid,
            Order.rounding,
            Order.tax_included,
            Order.tax_exempt,
            Order.discount_code,
            OrderItem.gift_card,
        )
        .join(Till)
        .switch(Order)
        .join(User)
        .switch(Order)
        .join(Customer)
        .switch(Order)
        .join(OrderItem, on=(OrderItem.order == Order.id))
        .order_by(Order.created_at, Order.id, OrderItem.id)
    )


def order_rows(books: Books, lines: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, ...]]:
    """The rows of what chosen_orders finds, in the order of ORDER_COLUMNS."""
    write = _Writer(books)
    for row in lines:
        yield (
            f"{row[1]}-{row[2]}",
            write.time(row[3]),
            row[4],
            row[1],
            row[5],
            guarded(row[6]),
            guarded(row[7]),
            guarded(f"{row[8]} {row[9]}".strip()),
            guarded(row[10]),
            guarded(row[11]),
            format_quantity(from_thousandths(row[12])),
            row[13],
            *map(write.amount, row[14:20]),
            row[20],
            write.once(row[0], row[21]),
            _yes_or_no(row[22]),
            guarded(row[23]),
            guarded(row[24]),
            guarded(readable_end(row[25])),
        )


def chosen_returns() -> Any:
    """The query of every line of every return, oldest first."""
    sold_at = Till.alias()
    return (
        Return.select(
            Return.id,
            Till.code,
            Return.number,
            sold_at.code,
            Order.number,
            Return.created_at,
            Return.business_date,
            User.name,
            ReturnItem.sku,
            ReturnItem.name,
            ReturnItem.quantity,
            ReturnItem.unit,
            ReturnItem.list_total,
            ReturnItem.discount,
            ReturnItem.net,
            ReturnItem.tax,
            ReturnItem.gross,
            ReturnItem.damaged,
            Return.reason,
            Return.rounding,
            fn.COALESCE(OrderItem.gift_card, SQL("''")),
            Return.kind,
            Return.uuid,
        )
        .join(Till)
        .switch(Return)
        .join(User)
        .switch(Return)
        .join(Order, JOIN.LEFT_OUTER, on=(Order.id == Return.order))
        .join(sold_at, JOIN.LEFT_OUTER, on=(sold_at.id == Order.till))
        .switch(Return)
        .join(ReturnItem, on=(ReturnItem.return_ == Return.id))
        .join(OrderItem, JOIN.LEFT_OUTER, on=(OrderItem.id == ReturnItem.item))
        .order_by(Return.created_at, Return.id, ReturnItem.id)
    )


def return_rows(books: Books, lines: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, ...]]:
    """The rows of what chosen_returns finds, in the order of RETURN_COLUMNS."""
    write = _Writer(books)
    for row in lines:
        yield (
            return_number(row[1], row[2]),
            "" if row[3] is None else f"{row[3]}-{row[4]}",
            write.time(row[5]),
            row[6],
            row[1],
            guarded(row[7]),
            guarded(row[8]),
            guarded(row[9]),
            format_quantity(from_thousandths(row[10])),
            row[11],
            *map(write.amount, row[12:17]),
            _yes_or_no(row[17]),
            guarded(row[18]),
            write.once(row[0], row[19]),
            guarded(readable_end(row[20])),
            row[21],
            row[22],
        )


class _Writer:
    """Writes the cells of documents that come line by line."""

    def __init__(self, books: Books) -> None:
        self._decimals = books.money.decimals
        self._zone = ZoneInfo(books.info.timezone)
        self._document = 0

    def amount(self, minor: int) -> str:
        return format_decimal_amount(minor, self._decimals)

    def once(self, document: int, minor: int) -> str:
        """A document's own amount on its first line, and 0 on the others."""
        first = document != self._document
        self._document = document
        return self.amount(minor if first else 0)

    def time(self, micros: int) -> str:
        return f"{from_micros(micros).astimezone(self._zone):%Y-%m-%d %H:%M:%S}"


def _yes_or_no(flag: int) -> str:
    return "yes" if flag else "no"
