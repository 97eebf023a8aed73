"""The report of a shift as a slip: what was sold and taken, what should be in the drawer and what
was, and where the journal stood."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pos_app.documents import slip_words, wording
from pos_app.documents.slip_form import Entry, Slip, SlipLine, TaxRow
from pos_app.documents.slip_head import blank, copy_stamps
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import (
    COPIES,
    CashSums,
    DiscountTally,
    Picture,
    ShiftReport,
    ShopInfo,
    Tally,
    TaxSummaryRow,
)
from pos_app.domain.tax import TaxPart

REPORTS = {"x": "X report", "z": "Z report"}
"""What a report is called, by its kind."""

OFF_WORDS = {
    "promotion": "Promotions",
    "line": "Discounts on lines",
    "code": "Discount codes",
    "order": "Discounts on sales",
    "agreed": "Agreed prices",
}
"""What was taken off, by kind; one that is not here is written as it is kept."""

MOVE_WORDS = {"in": "Cash in", "out": "Cash out", "drop": "To the safe"}
"""What was done with cash, by kind."""


def compose_report(
    report: ShiftReport,
    shop: ShopInfo,
    money: MoneyFormat,
    *,
    copy: str = "original",
    logo: Picture | None = None,
) -> Slip:
    """The slip of a report; copy is "original" or "duplicate", anything else a ValueError.

    A blind one tells how many, and nothing of the cash.
    """
    stamps = (REPORTS[report.kind], *copy_stamps(copy, COPIES[:2]))
    return replace(
        blank(shop, report.number, report.at, stamps, logo),
        header=(),
        closing=(),
        code="",
        qr="",
        facts=tuple(entry for entry in _facts(report, shop) if entry.figure),
        lines=tuple(_sections(report, money)),
        total="" if report.revenue is None else money.format(report.revenue),
        total_words="Sales less returns",
        taxes=tuple(_tax_row(row, money) for row in report.taxes),
        payments=(*_takings(report, money), *_cash(report, money)),
        later=(*_counted(report, money), *_beside(report, money), *_chain(report, money)),
    )


def _facts(report: ShiftReport, shop: ShopInfo) -> Iterator[Entry]:
    closed = report.kind == "z"
    yield Entry("Till", report.till)
    yield Entry("Shift", str(report.shift))
    yield Entry("Opened", wording.moment(report.opened_at, shop))
    yield Entry("Opened by", report.opened_by)
    yield Entry("Closed" if closed else "Until", wording.moment(report.at, shop))
    yield Entry("Closed by" if closed else "Asked by", report.by)
    yield Entry("Approved by", report.approver)
    yield Entry("Reason", report.reason)
    yield Entry("Receipts", _span(report.first_order, report.last_order) or "none")
    yield Entry("Returns", _span(report.first_return, report.last_return))


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def _sections(report: ShiftReport, money: MoneyFormat) -> Iterator[SlipLine]:
    """What was sold, and what came back of it. That there was no discount, return or void is a
    figure too, which a report has to tell."""
    offs = tuple(
        Entry(f"{OFF_WORDS.get(each.kind, each.kind)}: {each.count}", _told(each, money, -1))
        for each in report.discounts
    ) or (Entry("Discounts: 0"),)
    yield SlipLine(f"Sales: {report.sales.count}", _told(report.sales, money), offs)
    for words, tally, always in (
        ("Returns", report.refunds, True),
        ("Voids", report.voids, True),
        ("Exchanged", report.exchanges, False),
        ("Cancelled orders", report.cancelled, False),
    ):
        if tally.count or always:
            yield SlipLine(f"{words}: {tally.count}", _told(tally, money, -1))


def _told(tally: Tally | DiscountTally, money: MoneyFormat, sign: int = 1) -> str:
    return "" if tally.amount is None else money.plain(sign * tally.amount)


def _tax_row(row: TaxSummaryRow, money: MoneyFormat) -> TaxRow:
    label = "No tax"
    if row.name:
        part = TaxPart(row.name, row.rate_ppm, row.amount, row.net, row.tax)
        label = slip_words.rate(part, money)
    if row.amount:
        return TaxRow(f"{label} {money.plain(row.amount)}", "", money.plain(row.tax), "")
    return TaxRow(label, *(money.plain(amount) for amount in (row.net, row.tax, row.gross)))


def _takings(report: ShiftReport, money: MoneyFormat) -> Iterator[Entry]:
    if report.tenders:
        yield Entry("Takings", "", "strong")
    for row in report.tenders:
        yield Entry(slip_words.taking(row.method), money.plain(row.received - row.given_back))
        if row.given_back:
            yield Entry("Received", money.plain(row.received), "detail")
            yield Entry("Given back", money.plain(-row.given_back), "detail")
    if report.rounding is not None:
        yield Entry("Rounding to cash", money.plain(report.rounding))
    for words, amount in (
        ("Gift cards sold", report.gift_cards),
        ("Paid in on accounts", report.paid_in),
        ("Not paid yet", report.unpaid),
    ):
        if amount:
            yield Entry(words, money.plain(amount))
    if report.corrections.count:
        words = f"Corrected tenders: {report.corrections.count}"
        yield Entry(words, _told(report.corrections, money))


def _cash(report: ShiftReport, money: MoneyFormat) -> Iterator[Entry]:
    cash = report.cash
    if cash is None:
        return
    yield Entry("Cash drawer", "", "strong")
    yield Entry("Opening float", money.plain(cash.opening_float))
    for words, amount in (
        ("Cash sales", cash.sales),
        ("Paid in on accounts", cash.paid_in),
        ("Given back", -cash.refunds),
        ("Cancelled orders", -cash.cancelled),
        ("Cash in", cash.cash_in),
        ("Cash out", -cash.cash_out),
        ("To the safe", -cash.drops),
    ):
        if amount:
            yield Entry(words, money.plain(amount))
    yield Entry("Should be there", money.plain(cash.expected), "strong")
    yield from _closed(cash, money)


def _closed(cash: CashSums, money: MoneyFormat) -> Iterable[Entry]:
    if cash.counted is None or cash.difference is None:
        return ()
    return (
        Entry("Counted", money.plain(cash.counted)),
        Entry("Difference", money.plain(cash.difference), "strong"),
        Entry("Stays in the drawer", money.plain(cash.next_float or 0)),
        Entry("To the safe or bank", money.plain(cash.banked or 0)),
    )


def _counted(report: ShiftReport, money: MoneyFormat) -> Iterator[Entry]:
    """What lay in the drawer, and each time that cash was moved."""
    if report.counts:
        yield Entry("Counted in the drawer", "", "strong")
    for value, pieces in report.counts:
        yield Entry(f"{pieces} × {money.plain(value)}", money.plain(pieces * value))
    if report.cash_moves:
        yield Entry("Cash moved", "", "strong")
    for move in report.cash_moves:
        sign = 1 if move.kind == "in" else -1
        yield Entry(MOVE_WORDS[move.kind], money.plain(sign * move.amount))
        approved = f", approved by {move.approver}" if move.approver else ""
        yield Entry(f"{move.reason} ({move.by}{approved})", kind="detail")


def _beside(report: ShiftReport, money: MoneyFormat) -> Iterator[Entry]:
    """What never became a sale, and what was done beside them."""
    yield Entry("Beside the sales", "", "strong")
    for words, tally in (
        ("Lines removed", report.lines_removed),
        ("Carts cleared", report.carts_cleared),
    ):
        amount = f" ({money.plain(tally.amount)})" if tally.amount else ""
        yield Entry(words, f"{tally.count}{amount}")
    yield Entry("Drawer opened for sales", str(report.drawer_with_sale))
    yield Entry("Drawer opened without", str(report.drawer_without_sale))
    yield Entry("Printed again", str(report.reprints))


def _chain(report: ShiftReport, money: MoneyFormat) -> Iterator[Entry]:
    """The totals that run on, and the entry of the journal that this report is anchored to."""
    ever = report.perpetual
    if ever:
        yield Entry("Since the journal began", "", "strong")
        yield Entry(f"Sales: {ever['sales']}", money.plain(ever["sold"]))
        yield Entry(f"Returns: {ever['refunds']}", money.plain(-ever["refunded"]))
        yield Entry(f"Cancelled: {ever['cancellations']}", money.plain(-ever["cancelled"]))
    yield Entry("Journal entry", str(report.sequence), "strong")
    half = len(report.hash) // 2
    yield Entry(report.hash[:half], kind="detail")
    yield Entry(report.hash[half:], kind="detail")
    yield Entry("Key", report.key, "detail")
