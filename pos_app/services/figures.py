"""The sums behind the reports: taxes by rate, discounts by reason, takings by way to pay.

A cancelled order counts in none of them: what was paid for it is given back by hand. What was
given back counts on its own day. The document leads in each query, along its index of days, and
what belongs to it is looked up: so a day's figures cost what that day has.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, SQL, fn

from pos_app.domain.payment import METHODS
from pos_app.domain.rows import DiscountSummaryRow, TakingsRow, TaxSummaryRow
from pos_app.services.books import Books
from pos_app.services.order_pages import check_day
from pos_app.storage.models import (
    LedgerMove,
    Order,
    OrderDiscount,
    OrderItem,
    OrderItemTax,
    OrderTax,
    Payment,
    Repayment,
    Return,
    ReturnItem,
    ReturnTax,
    User,
)

ROUNDING = "rounding"
"""Where the takings say what rounding to cash added."""

_Rate = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Days:
    """Business dates from one to another, both counted in; None is open."""

    first: date | None
    last: date | None

    @classmethod
    def checked(cls, date_from: date | None, date_to: date | None) -> "Days":
        """Raises BadValue for anything but dates."""
        return cls(check_day("date_from", date_from), check_day("date_to", date_to))

    def of(self, column: Any, *more: Any) -> list[Any]:
        """The conditions for a column of business dates to lie between them, and more."""
        conditions = list(more)
        if self.first is not None:
            conditions.append(column >= self.first)
        if self.last is not None:
            conditions.append(column <= self.last)
        return conditions

    def standing(self) -> list[Any]:
        """The conditions for orders of these days that were not cancelled."""
        return self.of(Order.business_date, Order.status != "cancelled")

    def given_back(self) -> list[Any]:
        """The conditions for returns of these days."""
        return self.of(Return.business_date, SQL("1"))


def _rows(books: Books, chosen: Any) -> Iterable[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = chosen.tuples().execute(books.database.peewee)
    return rows


def tax_sums(books: Books, days: Days) -> tuple[TaxSummaryRow, ...]:
    """See Reports.taxes."""
    sums: dict[_Rate, list[int]] = {}
    for document, tax, conditions, sign in (
        (Order, OrderTax, [OrderTax.order == Order.id, *days.standing()], 1),
        (Return, ReturnTax, [ReturnTax.return_ == Return.id, *days.given_back()], -1),
    ):
        chosen = (
            document.select(tax.name, tax.rate_ppm, tax.amount, fn.SUM(tax.net), fn.SUM(tax.tax))
            .join(tax, JOIN.CROSS)
            .where(*conditions)
            .group_by(tax.name, tax.rate_ppm, tax.amount)
        )
        for *key, net, amount in _rows(books, chosen):
            known = sums.setdefault((key[0], key[1], key[2]), [0, 0])
            known[0] += sign * net
            known[1] += sign * amount
    rows = [TaxSummaryRow(*key, net, tax, net + tax) for key, (net, tax) in sorted(sums.items())]
    untaxed = _untaxed(books, days)
    if untaxed:
        rows.append(TaxSummaryRow("", 0, 0, untaxed, 0, untaxed))
    return tuple(rows)


def _untaxed(books: Books, days: Days) -> int:
    """The net that no percentage is charged on, less what was given back of it."""

    def bare(item: Any) -> Any:
        charged = OrderItemTax.select(SQL("1")).where(
            (OrderItemTax.item == item) & (OrderItemTax.amount == SQL("0"))
        )
        return ~fn.EXISTS(charged)

    sold = (
        Order.select(fn.SUM(OrderItem.gross - OrderItem.tax))
        .join(OrderItem, JOIN.CROSS)
        .where((OrderItem.order == Order.id) & bare(OrderItem.id), *days.standing())
    )
    back = (
        Return.select(fn.SUM(ReturnItem.net))
        .join(ReturnItem, JOIN.CROSS)
        .where((ReturnItem.return_ == Return.id) & bare(ReturnItem.item), *days.given_back())
    )
    peewee = books.database.peewee
    return int(sold.scalar(peewee) or 0) - int(back.scalar(peewee) or 0)


def discount_sums(books: Books, days: Days) -> tuple[DiscountSummaryRow, ...]:
    """See Reports.discounts."""
    amount = fn.SUM(OrderDiscount.amount)
    chosen = (
        Order.select(
            OrderDiscount.kind,
            OrderDiscount.label,
            User.name,
            fn.COUNT(OrderDiscount.order.distinct()),
            amount,
        )
        .join(OrderDiscount, JOIN.CROSS)
        .join(User, JOIN.CROSS)
        .where(OrderDiscount.order == Order.id, User.id == OrderDiscount.user, *days.standing())
        .group_by(OrderDiscount.kind, OrderDiscount.label, User.id)
        .order_by(amount.desc(), OrderDiscount.kind, OrderDiscount.label, User.name, User.id)
    )
    return tuple(DiscountSummaryRow(*row) for row in _rows(books, chosen))


def takings_sums(books: Books, days: Days) -> tuple[TakingsRow, ...]:
    """See Reports.takings."""
    received, given_back = dict.fromkeys(METHODS, 0), dict.fromkeys(METHODS, 0)
    for into, chosen in (
        (received, _payments(days)),
        (received, _paid_in(books, days)),
        (given_back, _repayments(days)),
    ):
        for method, amount in _rows(books, chosen):
            into[method] = into.get(method, 0) + amount
    peewee = books.database.peewee
    received[ROUNDING] = int(
        Order.select(fn.SUM(Order.rounding)).where(*days.standing()).scalar(peewee) or 0
    )
    given_back[ROUNDING] = int(
        Return.select(fn.SUM(Return.rounding)).where(*days.given_back()).scalar(peewee) or 0
    )
    return tuple(
        TakingsRow(method, amount, given_back.get(method, 0))
        for method, amount in received.items()
        if amount or given_back.get(method)
    )


def _payments(days: Days) -> Any:
    return (
        Order.select(Payment.method, fn.SUM(Payment.amount))
        .join(Payment, JOIN.CROSS)
        .where(Payment.order == Order.id, *days.standing())
        .group_by(Payment.method)
    )


def _repayments(days: Days) -> Any:
    return (
        Return.select(Repayment.method, fn.SUM(Repayment.amount))
        .join(Repayment, JOIN.CROSS)
        .where(Repayment.return_ == Return.id, *days.given_back())
        .group_by(Repayment.method)
    )


def _paid_in(books: Books, days: Days) -> Any:
    """Money that came in without an order; it has a moment, so the shop's days are cut out of
    time."""
    conditions = [LedgerMove.reason == "paid_in"]
    if days.first is not None:
        conditions.append(LedgerMove.created_at >= books.begin_of(days.first))
    if days.last is not None:
        conditions.append(LedgerMove.created_at < books.begin_of(days.last + timedelta(days=1)))
    return (
        LedgerMove.select(LedgerMove.method, fn.SUM(LedgerMove.amount))
        .where(*conditions)
        .group_by(LedgerMove.method)
    )
