"""What a receipt says, in order and in words, before anything decides how it is drawn."""

from collections import defaultdict
from dataclasses import dataclass

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat, times
from pos_app.domain.quantity import to_thousandths
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, OrderDetail, OrderItemRow, ShopInfo

METHOD_WORDS = {"cash": "Cash", "card": "Card", "transfer": "Transfer", "coupon": "Coupon"}
"""Ways to pay as they are written; one that is not here is written as it is kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Words on the left and a figure, or words, on the right; either may be ""."""

    label: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A sold line: its name and list total, and what explains them (quantity, discount, note)."""

    name: str
    figure: str
    details: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt from top to bottom. The figures of lines, and of sums, add up to the total.

    stamp is "" or what changes the paper's worth: "Cancelled", "Not paid", "Partly paid".
    """

    shop: str
    address: tuple[str, ...]
    number: str
    moment: str
    facts: tuple[Entry, ...]
    lines: tuple[SlipLine, ...]
    sums: tuple[Entry, ...]
    total: str
    taxes: tuple[Entry, ...]
    payments: tuple[Entry, ...]
    stamp: str
    closing: str


def compose(order: OrderDetail, shop: ShopInfo, money: MoneyFormat) -> Slip:
    """The slip of an order, with its time on the shop's clock and its money in the shop's form."""
    return Slip(
        shop=shop.name,
        address=_address(shop),
        number=order.number,
        moment=wording.moment(order.at, shop),
        facts=_facts(order),
        lines=tuple(_line(item, money) for item in order.items),
        sums=_sums(order, money),
        total=money.format(order.total),
        taxes=_taxes(order, money) if order.tax_included else (),
        payments=_payments(order, money),
        stamp=_stamp(order),
        closing="Thank you for your visit",
    )


def _address(shop: ShopInfo) -> tuple[str, ...]:
    place = wording.place_words(shop.city, "", shop.zip, shop.country)
    lines = (shop.line1, place, wording.phone(shop.phone, shop.country))
    return tuple(line for line in lines if line)


def _stamp(order: OrderDetail) -> str:
    if order.status == "cancelled":
        return "Cancelled"
    if order.paid >= order.total:
        return ""
    return "Partly paid" if order.paid else "Not paid"


def _facts(order: OrderDetail) -> tuple[Entry, ...]:
    facts = []
    if order.clerk:
        facts.append(Entry("Served by", order.clerk))
    if order.customer_id != WALK_IN_CUSTOMER_ID and order.customer:
        facts.append(Entry("Customer", order.customer))
    if order.note:
        facts.append(Entry("Note", order.note))
    return tuple(facts)


def _line(item: OrderItemRow, money: MoneyFormat) -> SlipLine:
    details = []
    if item.quantity != 1 or item.unit != "piece":
        words = wording.quantity(item.quantity, item.unit, money)
        # A line agreed elsewhere (3 for 10.00) has no price that multiplies: none is shown.
        if times(item.price, to_thousandths(item.quantity)) == item.list_total:
            words += f" × {money.plain(item.price)}"
        details.append(Entry(words))
    if item.discount:
        details.append(Entry("Discount", money.plain(-item.discount)))
    if item.note:
        details.append(Entry(item.note))
    return SlipLine(item.name, money.plain(item.list_total), tuple(details))


def _sums(order: OrderDetail, money: MoneyFormat) -> tuple[Entry, ...]:
    added_taxes = () if order.tax_included else _taxes(order, money)
    if not order.discount and not added_taxes:
        return ()
    sums = [Entry("Subtotal", money.plain(order.subtotal))]
    if order.discount:
        words = f"Discount {order.discount_code}".strip()
        sums.append(Entry(words, money.plain(-order.discount)))
    return (*sums, *added_taxes)


def _taxes(order: OrderDetail, money: MoneyFormat) -> tuple[Entry, ...]:
    by_rate: dict[int, int] = defaultdict(int)
    for item in order.items:
        by_rate[item.tax_rate_ppm] += item.tax
    words = "Tax included" if order.tax_included else "Tax"
    return tuple(
        Entry(f"{words} {wording.rate(rate_ppm, money)}", money.plain(tax))
        for rate_ppm, tax in sorted(by_rate.items())
        if tax
    )


def _payments(order: OrderDetail, money: MoneyFormat) -> tuple[Entry, ...]:
    entries = []
    change = 0
    for payment in order.payments:
        words = METHOD_WORDS.get(payment.method, payment.method)
        if payment.reference:
            words += f" · {payment.reference}"
        entries.append(Entry(words, money.plain(payment.tendered)))
        change += payment.change
    if change:
        entries.append(Entry("Change", money.plain(change)))
    if order.paid < order.total and order.status != "cancelled":
        entries.append(Entry("Still to pay", money.plain(order.total - order.paid)))
    return tuple(entries)
