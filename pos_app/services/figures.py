"""The sums behind the reports: revenue, taxes by rate, discounts by reason, takings by way to pay.

Over days a cancelled order counts in none of them: what was paid for it is given back by hand. What
was given back counts on its own day. A gift card that is sold is no revenue but money that is owed;
what is bought with it is revenue. The document leads in each query, along its index of days, and
what belongs to it is looked up: so a day's figures cost what that day has.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from peewee import JOIN, SQL, fn

from pos_app.domain.exchanging import EXCHANGE
from pos_app.domain.payment import METHODS
from pos_app.domain.rows import DiscountSummaryRow, TakingsRow, TaxReport, TaxSummaryRow
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
    ReturnItemTax,
    ReturnTax,
    TenderCorrection,
    User,
)

ROUNDING = "rounding"
"""Where the takings say what rounding to cash added."""

GIFT_CARDS_SOLD, PAID_IN = "gift_cards_sold", "paid_in"
"""Where the takings take off again what came in and is no revenue, or was counted before."""

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

    def corrected(self) -> list[Any]:
        """More conditions for corrected tenders: none, there are few."""
        return []


class Span(Protocol):
    """What figures are summed over: some days, or a shift."""

    def standing(self) -> list[Any]:
        """The conditions for its orders."""

    def given_back(self) -> list[Any]:
        """The conditions for its returns."""

    def corrected(self) -> list[Any]:
        """What finds the corrected tenders of its orders sooner."""


def _rows(books: Books, chosen: Any) -> Iterable[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = chosen.tuples().execute(books.database.peewee)
    return rows


def put_on_cards(days: Span, *key: Any) -> Any:
    """The query of key and what was put on gift cards that were sold, by the moves that put it
    there: cards are few, and lines are many."""
    return (
        Order.select(*key, fn.SUM(LedgerMove.amount))
        .join(LedgerMove, JOIN.CROSS)
        .where(LedgerMove.order == Order.id, LedgerMove.reason == SQL("'issued'"), *days.standing())
        .group_by(*key)
    )


def taken_off_cards(days: Span, *key: Any) -> Any:
    """The query of key and what came off gift cards again because the cards were brought back."""
    return (
        Return.select(*key, fn.SUM(ReturnItem.gross))
        .join(ReturnItem, JOIN.CROSS)
        .join(OrderItem, JOIN.CROSS)
        .join(Order, JOIN.CROSS)
        .where(
            ReturnItem.return_ == Return.id,
            OrderItem.id == ReturnItem.item,
            OrderItem.gift_card != "",
            Order.id == Return.order,
            *days.given_back(),
        )
        .group_by(*key)
    )


def _sum(books: Books, chosen: Any) -> int:
    return int(chosen.scalar(books.database.peewee) or 0)


def tax_report(books: Books, days: Days) -> TaxReport:
    """See Reports.tax_report."""
    rows = tax_sums(books, days)
    net, tax = sum(row.net for row in rows), sum(row.tax for row in rows)
    sold = _sum(books, Order.select(fn.SUM(Order.total)).where(*days.standing()))
    back = _sum(books, Return.select(fn.SUM(Return.total)).where(*days.given_back()))
    cards = _sum(books, put_on_cards(days)) - _sum(books, taken_off_cards(days))
    return TaxReport(rows, net, tax, net + tax, adds_up=net + tax == sold - back - cards)


def tax_sums(books: Books, days: Span) -> tuple[TaxSummaryRow, ...]:
    """Taxes by rate of the orders less those of the returns; see Reports.tax_report."""
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


def _untaxed(books: Books, days: Span) -> int:
    """The net that no percentage is charged on, less what was given back of it; no gift cards."""

    def bare(item: Any) -> Any:
        charged = OrderItemTax.select(SQL("1")).where(
            (OrderItemTax.item == item) & (OrderItemTax.amount == SQL("0"))
        )
        return ~fn.EXISTS(charged)

    sold = (
        Order.select(fn.SUM(OrderItem.gross - OrderItem.tax))
        .join(OrderItem, JOIN.CROSS)
        .where(
            (OrderItem.order == Order.id) & (OrderItem.gift_card == "") & bare(OrderItem.id),
            *days.standing(),
        )
    )
    back = (
        Return.select(fn.SUM(ReturnItem.net))
        .join(ReturnItem, JOIN.CROSS)
        .join(OrderItem, JOIN.CROSS)
        .where(
            (ReturnItem.return_ == Return.id) & (OrderItem.id == ReturnItem.item),
            (OrderItem.gift_card == "") & bare(ReturnItem.item),
            *days.given_back(),
        )
    )
    charged = ReturnItemTax.select(SQL("1")).where(
        (ReturnItemTax.item == ReturnItem.id) & (ReturnItemTax.amount == SQL("0"))
    )
    loose = (
        Return.select(fn.SUM(ReturnItem.net))
        .join(ReturnItem, JOIN.CROSS)
        .where(
            (ReturnItem.return_ == Return.id) & ReturnItem.item.is_null() & ~fn.EXISTS(charged),
            *days.given_back(),
        )
    )
    return _sum(books, sold) - _sum(books, back) - _sum(books, loose)


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
    received, given_back = payment_sums(books, days), repayment_sums(books, days)
    paid_in = list(_rows(books, _paid_in(books, days)))
    for reason, method, amount in paid_in:
        if reason == PAID_IN:
            received[method] = received.get(method, 0) + amount
    received[GIFT_CARDS_SOLD] = _sum(books, taken_off_cards(days))
    given_back[GIFT_CARDS_SOLD] = _sum(books, put_on_cards(days))
    received[PAID_IN], given_back[PAID_IN] = 0, sum(amount for *_, amount in paid_in)
    received[ROUNDING] = _sum(books, Order.select(fn.SUM(Order.rounding)).where(*days.standing()))
    # What coins left of a debt was taken off it and did not come in.
    received[ROUNDING] -= sum(amount for reason, _, amount in paid_in if reason == ROUNDING)
    given_back[ROUNDING] = _sum(
        books, Return.select(fn.SUM(Return.rounding)).where(*days.given_back())
    )
    # What was exchanged is on both sides of the same day, and never was in the till.
    return tuple(
        TakingsRow(method, amount, given_back.get(method, 0))
        for method, amount in received.items()
        if method != EXCHANGE and (amount or given_back.get(method))
    )


def payment_sums(books: Books, days: Span) -> dict[str, int]:
    """What came in by each way to pay for the orders, as it was corrected since."""
    sums = dict.fromkeys(METHODS, 0)
    for method, amount in _rows(books, _payments(days)):
        sums[method] = sums.get(method, 0) + amount
    for typed, really, amount in _rows(books, _corrections(days)):
        sums[typed] -= amount
        sums[really] += amount
    return sums


def repayment_sums(books: Books, days: Span) -> dict[str, int]:
    """What was given back by each way to pay for the returns."""
    sums = dict.fromkeys(METHODS, 0)
    for method, amount in _rows(books, _repayments(days)):
        sums[method] = sums.get(method, 0) + amount
    return sums


def _corrections(days: Span) -> Any:
    # Corrections are few: they lead.
    conditions = [*days.standing(), *days.corrected()]
    return (
        TenderCorrection.select(
            TenderCorrection.from_method,
            TenderCorrection.to_method,
            fn.SUM(TenderCorrection.amount),
        )
        .join(Payment, JOIN.CROSS)
        .join(Order, JOIN.CROSS)
        .where(Payment.id == TenderCorrection.payment, Order.id == Payment.order, *conditions)
        .group_by(TenderCorrection.from_method, TenderCorrection.to_method)
    )


def _payments(days: Span) -> Any:
    return (
        Order.select(Payment.method, fn.SUM(Payment.amount))
        .join(Payment, JOIN.CROSS)
        .where(Payment.order == Order.id, *days.standing())
        .group_by(Payment.method)
    )


def _repayments(days: Span) -> Any:
    return (
        Return.select(Repayment.method, fn.SUM(Repayment.amount))
        .join(Repayment, JOIN.CROSS)
        .where(Repayment.return_ == Return.id, *days.given_back())
        .group_by(Repayment.method)
    )


def _paid_in(books: Books, days: Days) -> Any:
    """Money that came in without an order, and what rounding it took off accounts; it has a
    moment, so the shop's days are cut out of time."""
    conditions = [LedgerMove.reason.in_([PAID_IN, ROUNDING])]
    if days.first is not None:
        conditions.append(LedgerMove.created_at >= books.begin_of(days.first))
    if days.last is not None:
        conditions.append(LedgerMove.created_at < books.begin_of(days.last + timedelta(days=1)))
    return (
        LedgerMove.select(LedgerMove.reason, LedgerMove.method, fn.SUM(LedgerMove.amount))
        .where(*conditions)
        .group_by(LedgerMove.reason, LedgerMove.method)
    )
