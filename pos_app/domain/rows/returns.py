"""Giving back: what may be, what is to be, and what was."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pos_app.domain.rows.sales import OffRow
from pos_app.domain.tax import TaxPart


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """What is to be given back of a sold line: quantity in its unit; damaged goods don't go back
    on the shelf."""

    item_id: int
    quantity: Decimal | int
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class LooseLine:
    """What is to be given back without a receipt: quantity in the product's unit, price of one
    unit in minor units as a sale to this customer would state it, at most today's; None is
    today's. Damaged goods don't go back on the shelf."""

    product_id: int
    quantity: Decimal | int
    price: int | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class ReturnableLine:
    """A sold line and what is left of it to be given back."""

    item_id: int
    product_id: int
    sku: str
    name: str
    unit: str
    sold: Decimal
    left: Decimal
    gross: int


@dataclass(frozen=True, slots=True)
class ReturnItemRow:
    """A line of a return; amounts in minor units, zero or above. price is that of one unit as it
    was sold, parts are its taxes by rate, offs its share of what took the discount off; gift_card
    is the code of the card that was sold with it. item_id is 0 where there was no receipt."""

    id: int
    item_id: int
    product_id: int
    sku: str
    name: str
    unit: str
    quantity: Decimal
    list_total: int
    discount: int
    net: int
    tax: int
    gross: int
    damaged: bool
    price: int = 0
    gift_card: str = ""
    parts: tuple[TaxPart, ...] = ()
    offs: tuple[OffRow, ...] = ()

    @property
    def total(self) -> int:
        """The list price less the discount."""
        return self.list_total - self.discount


@dataclass(frozen=True, slots=True)
class RepaymentRow:
    """Money given back, in minor units."""

    method: str
    amount: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class ReturnDetail:
    """A return whole. net + tax = total, and total + rounding is what was given back. kind is
    "return", "void" (the whole sale was a mistake) or "exchange", whose other half is the order
    exchange_order_id; order_id is 0 and order_number "" where there was no receipt."""

    id: int
    uuid: str
    number: str
    till: str
    at: datetime
    business_date: date
    order_id: int
    order_number: str
    customer_id: int
    customer: str
    clerk: str
    subtotal: int
    discount: int
    net: int
    tax: int
    total: int
    rounding: int
    reason: str
    items: tuple[ReturnItemRow, ...]
    taxes: tuple[TaxPart, ...]
    repayments: tuple[RepaymentRow, ...]
    tax_included: bool = True
    repeated: bool = False
    kind: str = "return"
    exchange_order_id: int = 0
