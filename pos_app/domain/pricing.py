"""From a cart to a priced cart: line totals, the order's discount shared out, taxes, the total."""

from dataclasses import dataclass

from pos_app.domain.cart import Cart, CartDiscount
from pos_app.domain.errors import BadAmount
from pos_app.domain.money import MAX_AMOUNT, divide_half_up, share_out
from pos_app.domain.tax import PPM, added, included


@dataclass(frozen=True, slots=True)
class PricedLine:
    """What one line comes to, in minor units: list - discount = total; total includes no tax
    that is added on top, tax says how much is inside it (or comes on top of it)."""

    list_total: int
    discount: int
    total: int
    tax: int
    tax_rate_ppm: int


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with all its sums, in minor units.

    subtotal is before any discount, discount all that is taken off, tax the sum over the lines;
    net + tax = total, which is what the customer pays. lines stand in the cart's order.
    """

    lines: tuple[PricedLine, ...]
    subtotal: int
    discount: int
    net: int
    tax: int
    total: int


def discount_amount(discount: CartDiscount | None, basis: int) -> int:
    """What a cart discount takes off a basis in minor units; never more than the basis."""
    if discount is None:
        return 0
    amount = discount.amount or divide_half_up(basis * discount.rate_ppm, PPM)
    return max(0, min(amount, basis))


def price(cart: Cart, *, tax_included: bool) -> PricedCart:
    """Price a cart: its own order, no rounding but half up to the minor unit per line.

    The order's discount is shared over the lines by largest remainder of their totals. Raises
    BadAmount ("too_large") when a total passes MAX_AMOUNT.
    """
    lists = [line.list_total for line in cart.lines]
    totals = [
        list_total if line.agreed_total is None else line.agreed_total
        for line, list_total in zip(cart.lines, lists, strict=True)
    ]
    off = discount_amount(cart.discount, sum(totals))
    shares = share_out(off, totals) if off else [0] * len(totals)
    lines = []
    subtotal = tax_sum = total_sum = 0
    for line, list_total, before, share in zip(cart.lines, lists, totals, shares, strict=True):
        total = before - share
        rate = line.tax_rate_ppm
        tax = (included(total, rate) if tax_included else added(total, rate)) if rate else 0
        lines.append(PricedLine(list_total, list_total - total, total, tax, rate))
        subtotal += list_total
        tax_sum += tax
        total_sum += total
    net = total_sum - tax_sum if tax_included else total_sum
    for amount in (subtotal, net + tax_sum):
        if amount > MAX_AMOUNT:
            raise BadAmount("total", amount, "too_large")
    return PricedCart(tuple(lines), subtotal, subtotal - total_sum, net, tax_sum, net + tax_sum)
