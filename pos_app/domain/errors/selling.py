"""Selling is refused: stock, prices, payments, discounts, returns."""

from dataclasses import dataclass
from decimal import Decimal

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)  # not frozen: a traceback is set on it
class OutOfStock(PosError):
    """Fewer on the shelf than the cart asks for."""

    product: str
    wanted: Decimal
    left: Decimal
    product_id: int = 0


@dataclass(eq=False)
class NeedsPrice(PosError):
    """The product's price is asked at the till, and its line has none."""

    product: str
    product_id: int = 0


@dataclass(eq=False)
class AgeUnchecked(PosError):
    """The product is for people of this many years or more, and nobody looked."""

    product: str
    age: int
    product_id: int = 0


@dataclass(eq=False)
class NoOwnStock(PosError):
    """A bundle has no stock of its own: only that of its parts can be moved."""

    product: str
    product_id: int = 0


@dataclass(eq=False)
class BundleRefused(PosError):
    """A product can't be made of these parts. reason is "has_stock" (it has stock of its own),
    "not_pieces", "itself", "is_part" (it is a part of another bundle), "part_is_bundle" or
    "gift_card"; product is the one that it is about."""

    product: str
    reason: str


class EmptyCart(PosError):
    """A sale needs at least one line."""


@dataclass(eq=False)
class PriceChanged(PosError):
    """The shelf price is no longer the one in the cart (minor units)."""

    product: str
    product_id: int
    was: int
    now: int


@dataclass(eq=False)
class ProductMoved(PosError):
    """The product has another tax class, category or unit by now than in the cart; those of now."""

    product: str
    product_id: int
    tax_class_id: int
    category_id: int
    unit: str


@dataclass(eq=False)
class Underpaid(PosError):
    """The payments do not reach the total (minor units)."""

    due: int
    tendered: int


@dataclass(eq=False)
class Overpaid(PosError):
    """More than the total was given by something that gives no change (minor units)."""

    method: str
    due: int
    tendered: int


@dataclass(eq=False)
class ImplausibleTender(PosError):
    """More cash than anybody hands over for this (minor units): a code scanned as an amount."""

    method: str
    due: int
    tendered: int


@dataclass(eq=False)
class TotalChanged(PosError):
    """The cart no longer comes to what was shown (minor units): a promotion began or ended, or a
    price or a tax was changed."""

    was: int
    now: int


@dataclass(eq=False)
class DiscountTooHigh(PosError):
    """More is taken off by hand than the role may; rates in ppm."""

    product: str
    rate_ppm: int
    most_ppm: int


@dataclass(eq=False)
class BelowFloor(PosError):
    """A discount by hand leaves so much of the goods' price (minor units without tax), which is
    below the lowest one. That is not told: who may give discounts need not know what goods cost.
    """

    product: str
    price: int


@dataclass(eq=False)
class CodeRefused(PosError):
    """A discount code can't be used now. reason is "not_yet", "expired", "used_up",
    "used_by_customer", "needs_customer" or "below_minimum"; limit is the moment, the number of
    uses or the amount in minor units that it is about."""

    code: str
    reason: str
    limit: object = None


@dataclass(eq=False)
class NeedsCustomer(PosError):
    """This way to pay needs a customer on the sale."""

    method: str


@dataclass(eq=False)
class NeedsMoney(PosError):
    """Gift cards are bought with money, and more of the sale was paid otherwise than its other
    goods come to (minor units). method is the way to pay that can't buy them, due what they come
    to, tendered how much of it was paid in money."""

    method: str
    due: int
    tendered: int


@dataclass(eq=False)
class NotEnoughCredit(PosError):
    """A gift card, a store credit or a customer's account holds less than is asked of it (minor
    units). method is the way to pay, name the card's code or the customer."""

    method: str
    name: str
    wanted: int
    left: int


@dataclass(eq=False)
class ReturnedAlready(PosError):
    """More is to be given back of a line than is left of it."""

    product: str
    wanted: Decimal
    left: Decimal


@dataclass(eq=False)
class NotOnReceipt(PosError):
    """Goods come back that this receipt does not have, or no more of them."""

    product: str


@dataclass(eq=False)
class NotReturnable(PosError):
    """Nothing of this order can be given back. reason is "cancelled", "not_delivered" (it is not
    on its way yet, and can be cancelled) or "unpaid"."""

    number: str
    reason: str


@dataclass(eq=False)
class NotVoidable(PosError):
    """A sale can't be made void. reason is "not_last" (the till has sold since), "other_day",
    "returned" (something of it came back), "exchange" (it is part of one) or "voided"."""

    number: str
    reason: str


@dataclass(eq=False)
class AboveShelfPrice(PosError):
    """More is to be given for goods without a receipt than they cost today (minor units)."""

    product: str
    price: int
    most: int


@dataclass(eq=False)
class MoreThanOwed(PosError):
    """More is to be paid in than the customer owes (minor units)."""

    name: str
    paid: int
    owed: int


@dataclass(eq=False)
class SaleChanged(PosError):
    """A sale with this uuid is in the books already, with other content."""

    uuid: str
    order_id: int


@dataclass(eq=False)
class BadStatusMove(PosError):
    """An order can't go from its status to the wanted one; allowed names those it can go to."""

    order_id: int
    status: str
    wanted: str
    allowed: tuple[str, ...]


@dataclass(eq=False)
class StillReferenced(PosError):
    """Something can't be removed while other records need it. what names the thing."""

    what: str
    key: object


@dataclass(eq=False)
class LastAddress(PosError):
    """A customer keeps at least one address, and an address at least one customer."""

    customer_id: int
    address_id: int
