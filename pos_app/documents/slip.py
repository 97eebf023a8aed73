"""What a receipt says, in order and in words, before anything decides how it is drawn."""

from pos_app.documents import slip_lines, slip_words, wording
from pos_app.documents.slip_form import Entry, Slip, SlipLine, TaxRow
from pos_app.documents.slip_words import METHOD_WORDS
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    OffRow,
    OrderDetail,
    PaymentRow,
    ReturnDetail,
    ShopInfo,
)

__all__ = ["METHOD_WORDS", "Entry", "Slip", "SlipLine", "TaxRow", "compose", "compose_return"]


def compose(order: OrderDetail, shop: ShopInfo, money: MoneyFormat) -> Slip:
    """The slip of an order, with its time on the shop's clock and its money in the shop's form."""
    facts = [*_people(order), Entry("Note", order.note)]
    returned = Entry("Returned so far", money.plain(order.returned))
    return Slip(
        shop=shop.name,
        address=_address(shop),
        number=order.number,
        moment=wording.moment(order.at, shop),
        facts=tuple(fact for fact in facts if fact.figure),
        lines=slip_lines.lines(order, shop, money),
        sums=slip_lines.sums(
            order.subtotal,
            slip_lines.offs(_order_offs(order), order.discount),
            slip_lines.added_to_order(order, money),
            money,
        ),
        total=money.format(order.total),
        settling=_settling(order.total, order.rounding, "To pay", money),
        taxes=slip_lines.tax_rows(order.taxes, slip_lines.rate_marks(order), money),
        remarks=_remarks(order, order.tax_exempt),
        payments=_payments(order, money),
        later=(returned,) if order.returned else (),
        stamp=_stamp(order),
        closing="Thank you for your visit",
        language=_language(shop),
    )


def compose_return(detail: ReturnDetail, shop: ShopInfo, money: MoneyFormat) -> Slip:
    """The slip of goods given back: amounts as they stood on the receipt, without a minus."""
    facts = [Entry("Order", detail.order_number), *_people(detail), Entry("Reason", detail.reason)]
    return Slip(
        shop=shop.name,
        address=_address(shop),
        number=detail.number,
        moment=wording.moment(detail.at, shop),
        facts=tuple(fact for fact in facts if fact.figure),
        lines=slip_lines.lines(detail, shop, money),
        sums=slip_lines.sums(
            detail.subtotal,
            slip_lines.offs([off for item in detail.items for off in item.offs], detail.discount),
            slip_lines.added_to_return(detail, money),
            money,
        ),
        total=money.format(detail.total),
        total_words="Total returned",
        settling=_settling(detail.total, detail.rounding, "To pay back", money),
        taxes=slip_lines.tax_rows(detail.taxes, slip_lines.rate_marks(detail), money),
        remarks=_remarks(detail),
        payments=tuple(
            Entry(_tender(each.method, "", each.code), money.plain(each.amount))
            for each in detail.repayments
        ),
        stamp="Return",
        closing="Thank you for your visit",
        language=_language(shop),
    )


def _language(shop: ShopInfo) -> str:
    return shop.locale.replace("_", "-") or "en"


def _address(shop: ShopInfo) -> tuple[str, ...]:
    place = wording.place_words(shop.city, "", shop.zip, shop.country)
    lines = (shop.line1, place, wording.phone(shop.phone, shop.country))
    return tuple(line for line in lines if line)


def _people(document: OrderDetail | ReturnDetail) -> tuple[Entry, Entry]:
    named = document.customer_id != WALK_IN_CUSTOMER_ID
    return (
        Entry("Served by", document.clerk),
        Entry("Customer", document.customer if named else ""),
    )


def _stamp(order: OrderDetail) -> str:
    if order.status == "cancelled":
        return "Cancelled"
    if order.paid >= order.total + order.rounding:
        return ""
    return "Partly paid" if order.paid else "Not paid"


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


def _payments(order: OrderDetail, money: MoneyFormat) -> tuple[Entry, ...]:
    entries = []
    change = 0
    for payment in order.payments:
        words = _tender(payment.method, payment.last4, payment.code)
        entries.append(Entry(words, money.plain(payment.tendered)))
        entries += (Entry(detail, kind="detail") for detail in _payment_details(payment, money))
        change += payment.change
    if change:
        entries.append(Entry("Change", money.plain(change)))
    left = order.total + order.rounding - order.paid
    if left > 0 and order.status != "cancelled":
        entries.append(Entry("Still to pay", money.plain(left), "strong"))
    return tuple(entries)


def _tender(method: str, last4: str, code: str) -> str:
    words = slip_words.method(method)
    if last4:
        return f"{words} {slip_words.HIDDEN} {last4}"
    return f"{words} {slip_words.masked(code)}" if code else words


def _payment_details(payment: PaymentRow, money: MoneyFormat) -> list[str]:
    details = []
    if payment.reference:
        kind = "Approval code" if payment.method == "card" else "Reference"
        details.append(f"{kind} {payment.reference}")
    if payment.method == "account":
        details.append("To be paid later")
    elif payment.balance is not None:
        # What a customer's account is owed in all is between the shop and the customer.
        details.append(f"Balance left {money.format(payment.balance)}")
    return details
