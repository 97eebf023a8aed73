"""What a scanned code stands for, and the codes that stand for nothing yet."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pos_app.domain.discounts import CodeDiscount
from pos_app.domain.rows.catalog import ProductRow
from pos_app.domain.rows.people import CustomerRow
from pos_app.domain.rows.sales import LedgerRow


@dataclass(frozen=True, slots=True)
class ScanHit:
    """A product and how much of it (a case of 12, the weight on a label). code is what was
    scanned. total is the price on the label, in minor units, None where it has none; lot and
    expires are what the code says of the goods. measured is True where the code itself says how
    much it is: a weight of exactly 1.000 is then no guess."""

    product: ProductRow
    quantity: Decimal
    code: str
    total: int | None = None
    lot: str = ""
    expires: date | None = None
    measured: bool = False


@dataclass(frozen=True, slots=True)
class CustomerHit:
    """A customer's card."""

    customer: CustomerRow


@dataclass(frozen=True, slots=True)
class ReceiptHit:
    """The number on a receipt ("T1-12", of a return "T1-R3"). A return without a receipt has no
    order: then order_id is None; return_id is None for a sale's receipt."""

    order_id: int | None
    return_id: int | None
    number: str


@dataclass(frozen=True, slots=True)
class CouponHit:
    """A discount code, as a sale takes it; whether it may be used now is asked with the sale."""

    code: CodeDiscount


@dataclass(frozen=True, slots=True)
class BadgeHit:
    """The badge of somebody who works here: it chooses them. One that is long_enough not to be
    found by trying also signs its wearer in, or approves, where the shop lets it do so
    (`ShopInfo.badge_signs_in`). id is the person's."""

    id: int
    name: str
    long_enough: bool = False


@dataclass(frozen=True, slots=True)
class GiftCardHit:
    """A gift card with what it holds."""

    ledger: LedgerRow


Scanned = ScanHit | CustomerHit | ReceiptHit | CouponHit | BadgeHit | GiftCardHit
"""Everything that a code may stand for."""


@dataclass(frozen=True, slots=True)
class UnknownCodeRow:
    """A code that was scanned and belongs to nothing: how often, when first and last, by whom and
    at which till last. scale_number is the number in the scale, where it is such a label."""

    code: str
    times: int
    first_at: datetime
    last_at: datetime
    by: str
    till: str
    scale_number: int | None = None
