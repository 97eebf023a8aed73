"""The frozen rows that services hand out; amounts are minor units, times aware UTC datetimes."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pos_app.domain.errors import RowFault

DEFAULT_REORDER_LEVEL = Decimal(10)
"""Stock below this is low where a product sets no level of its own."""

WALK_IN_CUSTOMER_ID = 1
"""The built-in customer of every sale without a name."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who acts: a person and their session. Rights are read from the database, never from here."""

    id: int
    session_id: int
    token: str
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class UserRow:
    """A member of staff. role is a `domain.rights.Role` value."""

    id: int
    username: str
    name: str
    role: str
    active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ShopInfo:
    """The shop's own facts. country is ISO 3166-1 alpha-2, currency ISO 4217, timezone IANA."""

    name: str
    currency: str
    decimals: int
    country: str
    locale: str
    timezone: str
    tax_included: bool
    line1: str
    city: str
    zip: str
    phone: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class TaxClassRow:
    """A tax class: rate_ppm is parts per million (5 % is 50,000)."""

    id: int
    name: str
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A node of the category tree; path is "Grocery > Cold Cereal", depth 0 at the top."""

    id: int
    name: str
    parent_id: int | None
    path: str
    depth: int
    products: int


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as it stands: price and cost in minor units per unit, on_hand in units."""

    id: int
    sku: str
    name: str
    price: int
    on_hand: Decimal
    category_id: int
    category: str
    unit: str = "piece"
    tax_class_id: int = 1
    tax_rate_ppm: int = 0
    description: str = ""
    brand: str = ""
    barcode: str = ""
    cost: int | None = None
    reorder_level: Decimal | None = None
    archived: bool = False

    @property
    def level(self) -> str:
        """ "out", "low" or "ok": on_hand against the reorder level."""
        if self.on_hand <= 0:
            return "out"
        level = DEFAULT_REORDER_LEVEL if self.reorder_level is None else self.reorder_level
        return "low" if self.on_hand < level else "ok"


@dataclass(frozen=True, slots=True)
class ScanHit:
    """What a scanned code stands for: the product and how much of it (a case of 12)."""

    product: ProductRow
    quantity: Decimal
    code: str


@dataclass(frozen=True, slots=True)
class BarcodeRow:
    """A code of a product with how much it stands for."""

    code: str
    pack_quantity: Decimal


@dataclass(frozen=True, slots=True)
class PriceChange:
    """One entry of a product's price history; old is None for the first price."""

    id: int
    at: datetime
    old: int | None
    new: int
    by: str


@dataclass(frozen=True, slots=True)
class StockMove:
    """One change of on_hand. reason: "opening", "received", "sale", "cancel", "count", "damaged",
    "lost", "found", "correction"; order_number is "" where no order caused it."""

    id: int
    at: datetime
    quantity: Decimal
    reason: str
    note: str
    order_id: int | None
    order_number: str
    by: str


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What is on hand after a change."""

    product_id: int
    on_hand: Decimal


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address. state is "" where a country has none; phone is E.164 or ""."""

    id: int
    line1: str
    line2: str
    city: str
    state: str
    country: str
    zip: str
    phone: str


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer; email is "" only for one who is not registered."""

    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    registered: bool
    phone: str
    city: str
    created_at: datetime

    @property
    def name(self) -> str:
        """First and last name, or the username where neither is known."""
        return f"{self.first_name} {self.last_name}".strip() or self.username


@dataclass(frozen=True, slots=True)
class CustomerSummary:
    """What a customer has bought: orders that stand (not cancelled), their sum, the last one."""

    orders: int
    revenue: int
    last_order_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of the order history. number is "T1-10482"; items counts lines."""

    id: int
    number: str
    at: datetime
    business_date: date
    customer_id: int
    customer: str
    status: str
    items: int
    total: int
    clerk: str


@dataclass(frozen=True, slots=True)
class OrderItemRow:
    """One sold line with its own copy of name, sku and tax; list - discount = total."""

    id: int
    product_id: int
    sku: str
    name: str
    unit: str
    quantity: Decimal
    price: int
    list_total: int
    discount: int
    total: int
    tax: int
    tax_rate_ppm: int
    note: str


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment: tendered - change = amount."""

    id: int
    method: str
    tendered: int
    change: int
    amount: int
    reference: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order whole: its head, lines and payments. net + tax = total."""

    id: int
    uuid: str
    number: str
    till: str
    at: datetime
    business_date: date
    customer_id: int
    customer: str
    clerk: str
    status: str
    subtotal: int
    discount: int
    discount_code: str
    net: int
    tax: int
    tax_included: bool
    total: int
    paid: int
    note: str
    items: tuple[OrderItemRow, ...]
    payments: tuple[PaymentRow, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a finished sale answers with; repeated is True when it was in the books already."""

    order_id: int
    uuid: str
    number: str
    at: datetime
    business_date: date
    total: int
    tendered: int
    change_due: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class SavedCart:
    """A cart kept on disk: parked under a name, or a customer's own. total is as it was shown."""

    id: int
    name: str
    customer_id: int | None
    customer: str
    lines: int
    total: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DiscountCodeRow:
    """A discount code: rate_ppm or amount; valid_from and valid_until may be open (None)."""

    id: int
    code: str
    rate_ppm: int
    amount: int
    valid_from: datetime | None
    valid_until: datetime | None
    active: bool


@dataclass(frozen=True, slots=True)
class DailySales:
    """One business date: orders that stand (not cancelled) and what they come to."""

    date: date
    orders: int
    revenue: int


@dataclass(frozen=True, slots=True)
class TopCustomer:
    """A customer by revenue."""

    customer_id: int
    customer: str
    orders: int
    revenue: int


@dataclass(frozen=True, slots=True)
class LowStock:
    """A product below its reorder level."""

    product_id: int
    sku: str
    name: str
    on_hand: Decimal
    reorder_level: Decimal


@dataclass(frozen=True, slots=True)
class Breach:
    """One invariant of the books that does not hold. rule is a short fixed key."""

    rule: str
    subject: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did with the products, customers or baskets of a file.

    skipped counts the file's rows that were left out, faults says what is wrong with them.
    """

    added: int
    changed: int
    unchanged: int
    skipped: int
    faults: tuple[RowFault, ...] = ()
