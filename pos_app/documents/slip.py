"""What a receipt says, in order and in words, before anything decides how it is drawn."""

from collections.abc import Iterable
from dataclasses import replace

from pos_app.documents import slip_lines, slip_words
from pos_app.documents.slip_form import Entry, Slip, SlipLine, SlipPart, TaxRow
from pos_app.documents.slip_head import blank, copy_stamps, people
from pos_app.documents.slip_words import METHOD_WORDS
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import (
    COPIES,
    OffRow,
    OrderDetail,
    PaymentRow,
    Picture,
    RepaymentRow,
    ReturnDetail,
    ShopInfo,
)

__all__ = [
    "METHOD_WORDS",
    "Entry",
    "Slip",
    "SlipLine",
    "SlipPart",
    "TaxRow",
    "compose",
    "compose_exchange",
    "compose_return",
]

_RETURN_STAMPS = {"return": "Return", "void": "Void", "exchange": "Exchange"}


def compose(
    order: OrderDetail,
    shop: ShopInfo,
    money: MoneyFormat,
    *,
    copy: str = "original",
    logo: Picture | None = None,
) -> Slip:
    """The slip of an order, with its time on the shop's clock and its money in the shop's form.

    copy is one of COPIES, anything else a ValueError. A gift receipt tells no prices.
    """
    stamps = [*copy_stamps(copy, COPIES), _stamp(order)]
    paper = blank(shop, order.number, order.at, stamps, logo)
    if copy == "gift":
        # Who it was bought for need not know who paid, nor what was said of it at the till.
        return replace(
            paper, facts=people(order, named=False), lines=slip_lines.gift_lines(order, money)
        )
    marks = slip_lines.rate_marks(order)
    returned = Entry("Returned so far", money.plain(order.returned))
    return replace(
        paper,
        facts=_facts(*people(order), Entry("Note", order.note)),
        lines=slip_lines.lines(order, shop, money, marks),
        sums=_order_sums(order, money),
        total=money.format(order.total),
        settling=_settling(order.total, order.rounding, "To pay", money),
        taxes=slip_lines.tax_rows(order.taxes, marks, money),
        remarks=_remarks(order, order.tax_exempt),
        payments=_payments(order.payments, _left(order), money),
        later=(returned,) if order.returned else (),
    )


def compose_return(
    detail: ReturnDetail,
    shop: ShopInfo,
    money: MoneyFormat,
    *,
    copy: str = "original",
    logo: Picture | None = None,
) -> Slip:
    """The slip of goods given back: amounts as they stood on the receipt, without a minus.

    copy is "original" or "duplicate"; goods that came back are no gift, which is a ValueError.
    """
    stamps = [*copy_stamps(copy, COPIES[:2]), _RETURN_STAMPS.get(detail.kind, detail.kind)]
    marks = slip_lines.rate_marks(detail)
    return replace(
        blank(shop, detail.number, detail.at, stamps, logo),
        facts=_facts(
            Entry("Order", detail.order_number), *people(detail), Entry("Reason", detail.reason)
        ),
        lines=slip_lines.lines(detail, shop, money, marks),
        sums=_return_sums(detail, money),
        total=money.format(detail.total),
        total_words="Total voided" if detail.kind == "void" else "Total returned",
        settling=_settling(detail.total, detail.rounding, "To pay back", money),
        taxes=slip_lines.tax_rows(detail.taxes, marks, money),
        remarks=_remarks(detail),
        payments=_repayments(detail.repayments, money),
    )


def compose_exchange(
    order: OrderDetail,
    detail: ReturnDetail,
    shop: ShopInfo,
    money: MoneyFormat,
    *,
    copy: str = "original",
    logo: Picture | None = None,
) -> Slip:
    """What was sold and what came back for it on one paper, with one balance.

    Both halves pay each other by the method "exchange": the balance is what is left of them.
    copy is "original" or "duplicate", anything else a ValueError.
    """
    marks = slip_lines.rate_marks(order, detail)
    difference = order.total - detail.total
    rounding = order.rounding - detail.rounding
    way = -1 if difference + rounding < 0 else 1
    words = "To pay" if way > 0 else "To pay back"
    settling = _settling(way * difference, way * rounding, words, money)
    sold = Entry("Total sold", money.plain(order.total), "strong")
    returned = Entry("Total returned", money.plain(-detail.total), "strong")
    left = _left(order)
    paid = [each for each in order.payments if each.method != "exchange"]
    repaid = [each for each in detail.repayments if each.method != "exchange"]
    return replace(
        blank(
            shop,
            order.number,
            order.at,
            [*copy_stamps(copy, COPIES[:2]), _RETURN_STAMPS["exchange"], _stamp(order)],
            logo,
        ),
        facts=_facts(
            Entry("Return", detail.number),
            Entry("Original order", detail.order_number),
            *people(order),
            Entry("Note", order.note),
            Entry("Reason", detail.reason),
        ),
        lines=slip_lines.lines(order, shop, money, marks),
        sums=(*_order_sums(order, money), sold),
        back=SlipPart(
            "Returned",
            slip_lines.lines(detail, shop, money, marks),
            (*_return_sums(detail, money), returned),
            slip_lines.tax_rows(detail.taxes, marks, money),
        ),
        total=money.format(way * difference),
        total_words="Difference" if settling else words,
        settling=settling,
        taxes=slip_lines.tax_rows(order.taxes, marks, money),
        remarks=tuple(dict.fromkeys((*_remarks(order, order.tax_exempt), *_remarks(detail)))),
        payments=(*_payments(paid, left, money), *_repayments(repaid, money, "Paid back: ")),
    )


def _facts(*facts: Entry) -> tuple[Entry, ...]:
    return tuple(fact for fact in facts if fact.figure)


def _stamp(order: OrderDetail) -> str:
    if order.status == "cancelled":
        return "Cancelled"
    if order.paid >= order.total + order.rounding:
        return ""
    return "Partly paid" if order.paid else "Not paid"


def _left(order: OrderDetail) -> int:
    """What is still to be paid of an order, in minor units."""
    left = order.total + order.rounding - order.paid
    return 0 if order.status == "cancelled" else max(0, left)


def _order_sums(order: OrderDetail, money: MoneyFormat) -> tuple[Entry, ...]:
    return slip_lines.sums(
        order.subtotal,
        slip_lines.offs(_order_offs(order), order.discount),
        slip_lines.added_to_order(order, money),
        money,
    )


def _return_sums(detail: ReturnDetail, money: MoneyFormat) -> tuple[Entry, ...]:
    return slip_lines.sums(
        detail.subtotal,
        slip_lines.offs([off for item in detail.items for off in item.offs], detail.discount),
        slip_lines.added_to_return(detail, money),
        money,
    )


def _order_offs(order: OrderDetail) -> tuple[OffRow, ...]:
    """What was taken off; a code is told even where no reason was kept with the amount."""
    if order.offs or not (order.discount and order.discount_code):
        return order.offs
    return (OffRow("code", order.discount_code, order.discount),)


def _settling(total: int, rounding: int, words: str, money: MoneyFormat) -> tuple[Entry, ...]:
    """From the total to what is paid, where rounding to cash lies between them."""
    if not rounding:
        return ()
    return (
        Entry("Rounding", money.plain(rounding)),
        Entry(words, money.plain(total + rounding), "strong"),
    )


def _remarks(document: OrderDetail | ReturnDetail, tax_exempt: str = "") -> tuple[str, ...]:
    """How the prices above are meant."""
    remarks = []
    if not document.tax_included:
        remarks.append("Prices without tax")
    elif any(part.base or part.tax for part in document.taxes):
        remarks.append("Prices include tax")
    if tax_exempt:
        remarks.append(f"Tax exempt: {tax_exempt}")
    return tuple(remarks)


def _payments(payments: Iterable[PaymentRow], left: int, money: MoneyFormat) -> tuple[Entry, ...]:
    entries = []
    change = 0
    for payment in payments:
        words = _tender(payment.method, payment.last4, payment.code)
        entries.append(Entry(words, money.plain(payment.tendered)))
        entries += (Entry(detail, kind="detail") for detail in _payment_details(payment, money))
        change += payment.change
    if change:
        entries.append(Entry("Change", money.plain(change)))
    if left:
        entries.append(Entry("Still to pay", money.plain(left), "strong"))
    return tuple(entries)


def _repayments(
    repayments: Iterable[RepaymentRow], money: MoneyFormat, words: str = ""
) -> tuple[Entry, ...]:
    return tuple(
        Entry(words + _tender(each.method, "", each.code), money.plain(each.amount))
        for each in repayments
    )


def _tender(method: str, last4: str, code: str) -> str:
    words = slip_words.method(method)
    if last4:
        return f"{words} {slip_words.HIDDEN} {last4}"
    return f"{words} {slip_words.masked(code)}" if code else words


def _payment_details(payment: PaymentRow, money: MoneyFormat) -> list[str]:
    details = [
        f"Corrected: {money.plain(amount)} by {slip_words.method(method).lower()}"
        for method, amount in payment.came_by.items()
        if method != payment.method
    ]
    if payment.reference:
        kind = "Approval code" if payment.method == "card" else "Reference"
        details.append(f"{kind} {payment.reference}")
    if payment.method == "account":
        details.append("To be paid later")
    elif payment.balance is not None:
        # What a customer's account is owed in all is between the shop and the customer.
        details.append(f"Balance left {money.format(payment.balance)}")
    return details
