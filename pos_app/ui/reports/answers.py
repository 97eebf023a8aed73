"""What each report asks of the shop, and how its figures stand in rows and totals."""

from typing import TYPE_CHECKING

from pos_app.documents import slip_words, wording
from pos_app.domain.rows import Clerk
from pos_app.domain.tax import PPM
from pos_app.ui.periods import Span
from pos_app.ui.reports.report import (
    NOTHING,
    Answer,
    Cell,
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
_TOTAL = words("Total")


def daily(shop: "Shop", by: Clerk, span: Span) -> Answer:
    """Orders and revenue of each day."""
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


def taxes(shop: "Shop", by: Clerk, span: Span) -> Answer:
    """Net, tax and gross of each rate."""
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


def discounts(shop: "Shop", by: Clerk, span: Span) -> Answer:
    """What was taken off, by reason and person."""
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


def takings(shop: "Shop", by: Clerk, span: Span) -> Answer:
    """What came in and was given back, by way to pay."""
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


def customers(shop: "Shop", by: Clerk, span: Span) -> Answer:
    """Who bought most."""
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


def low(shop: "Shop", _by: Clerk, _span: Span) -> Answer:
    """What is to be ordered, as of now."""
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
