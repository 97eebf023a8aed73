"""The reports there are, in the order they are offered."""

from typing import TYPE_CHECKING

from pos_app.documents import slip_words, wording
from pos_app.domain.rows import Clerk
from pos_app.domain.tax import PPM
from pos_app.ui.orders.periods import Span
from pos_app.ui.reports.report import (
    NOTHING,
    Answer,
    Cell,
    Head,
    Report,
    amount,
    count,
    numbered,
    quantity,
    words,
)

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

OFF_KINDS = {
    "agreed": "Agreed elsewhere",
    "promotion": "Promotion",
    "line": "On a line, by hand",
    "code": "Code",
    "order": "On the sale, by hand",
}

_MOST_CUSTOMERS = 500
_MONEY = 124
_TOTAL = words("Total")


def _daily(shop: "Shop", by: Clerk, span: Span) -> Answer:
    rows = shop.reports.daily_sales(date_from=span.first, date_to=span.last, by=by)
    cells = [
        (
            Cell(wording.day(row.date, shop.info), row.date.isoformat()),
            count(row.orders),
            amount(shop, row.revenue + row.returned),
            amount(shop, -row.returned),
            amount(shop, row.revenue),
        )
        for row in rows
    ]
    revenue, returned = sum(row.revenue for row in rows), sum(row.returned for row in rows)
    totals = (
        _TOTAL,
        count(sum(row.orders for row in rows)),
        amount(shop, revenue + returned),
        amount(shop, -returned),
        amount(shop, revenue),
    )
    return Answer(numbered(cells), totals)


def _taxes(shop: "Shop", by: Clerk, span: Span) -> Answer:
    report = shop.reports.tax_report(span.first, span.last, by=by)

    def rate(rate_ppm: int, fixed: int) -> Cell:
        if fixed:
            each = amount(shop, fixed)
            return Cell(f"{each.shown} each", each.plain)
        percent = wording.rate(rate_ppm, shop.money)
        return Cell(percent, f"{100 * rate_ppm / PPM:g}")

    cells = [
        (
            words(row.name or "No tax"),
            rate(row.rate_ppm, row.amount) if row.name else NOTHING,
            amount(shop, row.net),
            amount(shop, row.tax),
            amount(shop, row.gross),
        )
        for row in report.rows
    ]
    net, gross = NOTHING, NOTHING
    if report.adds_up:
        net, gross = amount(shop, report.net), amount(shop, report.gross)
    return Answer(numbered(cells), (_TOTAL, NOTHING, net, amount(shop, report.tax), gross))


def _discounts(shop: "Shop", by: Clerk, span: Span) -> Answer:
    rows = shop.reports.discounts(span.first, span.last, by=by)
    cells = [
        (
            words(row.label or "Without a reason"),
            words(OFF_KINDS.get(row.kind, row.kind)),
            words(row.by),
            count(row.orders),
            amount(shop, row.amount),
        )
        for row in rows
    ]
    total = amount(shop, sum(row.amount for row in rows))
    return Answer(numbered(cells), (_TOTAL, NOTHING, NOTHING, NOTHING, total))


def _takings(shop: "Shop", by: Clerk, span: Span) -> Answer:
    rows = shop.reports.takings(span.first, span.last, by=by)
    cells = [
        (
            words(slip_words.taking(row.method)),
            amount(shop, row.received),
            amount(shop, -row.given_back),
            amount(shop, row.received - row.given_back),
        )
        for row in rows
    ]
    # Rounding is in what came in by cash already.
    ways = [row for row in rows if row.method != "rounding"]
    received, back = sum(row.received for row in ways), sum(row.given_back for row in ways)
    totals = (_TOTAL, amount(shop, received), amount(shop, -back), amount(shop, received - back))
    return Answer(numbered(cells), totals)


def _customers(shop: "Shop", by: Clerk, span: Span) -> Answer:
    rows = shop.reports.top_customers(
        date_from=span.first, date_to=span.last, limit=_MOST_CUSTOMERS, by=by
    )
    cells = [
        (
            words(row.customer),
            count(row.orders),
            amount(shop, -row.returned),
            amount(shop, row.revenue),
        )
        for row in rows
    ]
    totals = (
        _TOTAL,
        count(sum(row.orders for row in rows)),
        amount(shop, -sum(row.returned for row in rows)),
        amount(shop, sum(row.revenue for row in rows)),
    )
    return Answer(numbered(cells), totals)


def _low(shop: "Shop", _by: Clerk, _span: Span) -> Answer:
    rows = shop.reports.low_stock()
    cells = [
        (
            words(row.sku),
            words(row.name),
            quantity(shop, row.on_hand),
            quantity(shop, row.reorder_level),
        )
        for row in rows
    ]
    return Answer(numbered(cells))


REPORTS = (
    Report(
        "daily-sales",
        "Daily sales",
        "chart-column",
        "Orders that stand, with tax. What was given back is taken off on the day it came back. "
        "Gift cards are left out: what is bought with them counts.",
        (
            Head("Day"),
            Head("Orders", 96, figure=True, muted=True),
            Head("Sold", _MONEY, figure=True),
            Head("Given back", _MONEY, figure=True, muted=True),
            Head("Revenue", _MONEY, figure=True, strong=True),
        ),
        _daily,
        "Nothing was sold on these days.",
    ),
    Report(
        "taxes",
        "Taxes",
        "percent",
        "By rate; what was given back is taken off on its own day, and gift cards are left out. "
        "The total of gross is the revenue of Daily sales. Where goods bear two rates they stand "
        "under both, and only the tax is added up.",
        (
            Head("Tax"),
            Head("Rate", 112, figure=True, muted=True),
            Head("Net", _MONEY, figure=True),
            Head("Tax", _MONEY, figure=True, strong=True),
            Head("Gross", _MONEY, figure=True),
        ),
        _taxes,
        "Nothing was taxed on these days.",
    ),
    Report(
        "discounts",
        "Discounts",
        "ticket-percent",
        "What was taken off, by reason and by who sold it; also where goods came back later.",
        (
            Head("Reason"),
            Head("Kind", 168, muted=True, hide_below=620),
            Head("By", 140, muted=True),
            Head("Orders", 84, figure=True, muted=True),
            Head("Taken off", 112, figure=True, strong=True),
        ),
        _discounts,
        "Nothing was taken off on these days.",
    ),
    Report(
        "takings",
        "Takings",
        "banknote",
        "What came in and was given back by each way to pay. What is no revenue is taken off "
        "again: gift cards sold, and what was paid in on accounts. So the total is the revenue of "
        "Daily sales, as cash was rounded, less what is not paid yet. Rounding to cash is in the "
        "cash already and not added up again.",
        (
            Head("Way to pay"),
            Head("Received", _MONEY, figure=True),
            Head("Given back", _MONEY, figure=True, muted=True),
            Head("Left", _MONEY, figure=True, strong=True),
        ),
        _takings,
        "Nothing was taken in on these days.",
    ),
    Report(
        "top-customers",
        "Top customers",
        "users",
        "Who bought most, less what they gave back. Walk-in sales and gift cards are left out.",
        (
            Head("Customer"),
            Head("Orders", 96, figure=True, muted=True),
            Head("Given back", _MONEY, figure=True, muted=True),
            Head("Revenue", _MONEY, figure=True, strong=True),
        ),
        _customers,
        "No customer with a name bought anything on these days.",
    ),
    Report(
        "low-stock",
        "Low stock",
        "package-minus",
        "Products below the level they are ordered at, as of now, the emptiest first.",
        (
            Head("SKU", 132, muted=True),
            Head("Product"),
            Head("On hand", 104, figure=True, strong=True),
            Head("Low below", 104, figure=True, muted=True),
        ),
        _low,
        "Every shelf is filled as it should be.",
        dated=False,
    ),
)
