"""The frozen rows that services hand out; amounts are minor units, times aware UTC datetimes."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pos_app.domain.errors import RowFault
from pos_app.domain.promotions import Promotion
from pos_app.domain.tax import TaxPart, TaxPeriod

DEFAULT_REORDER_LEVEL = Decimal(10)
"""Stock below this is low where a product sets no level of its own."""

DISCOUNT_REASONS = ("Damaged", "Price match", "Regular customer", "Staff", "Goodwill")
"""Why discounts are given, for a new shop to begin with."""

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
    """The shop's own facts. country is ISO 3166-1 alpha-2, currency ISO 4217, timezone IANA.

    tax_included says whether shelf prices include the taxes, tax_rounding is one of
    `domain.tax.ROUNDINGS`; sums paid in cash are rounded to cash_step minor units by cash_mode,
    see `domain.payment.CashRounding`. discount_reasons are offered when a discount is given.
    """

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
    tax_rounding: str = "line"
    cash_step: int = 1
    cash_mode: str = "half_up"
    discount_reasons: tuple[str, ...] = DISCOUNT_REASONS


@dataclass(frozen=True, slots=True)
class TaxClassRow:
    """A tax class: rate_ppm is what its percentages come to today on a net price, in parts per
    million (5 % is 50,000); periods are its rates through time, the earliest first."""

    id: int
    name: str
    rate_ppm: int
    periods: tuple[TaxPeriod, ...] = ()


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
    """A customer; email is "" only for one who is not registered. group_id is their customer
    group, tax_exempt why no tax is charged ("" for most), credit_limit how far their account may
    be owed, in minor units."""

    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    registered: bool
    phone: str
    city: str
    created_at: datetime
    group_id: int | None = None
    tax_exempt: str = ""
    credit_limit: int = 0

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
    """One sold line with its own copy of name, sku and tax; list - discount = total, and gross is
    what was paid for it, with all taxes. parts are its taxes by rate, offs what took the discount
    off; gift_card is the code of the card that it filled."""

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
    gross: int = 0
    gift_card: str = ""
    parts: tuple[TaxPart, ...] = ()
    offs: tuple["OffRow", ...] = ()


@dataclass(frozen=True, slots=True)
class OffRow:
    """What one reason took off a line or an order, in minor units; kind is one of
    `domain.pricing.OFF_KINDS`, label the promotion, code or reason."""

    kind: str
    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment: tendered - change = amount. last4 are a card's last digits, code that of a
    gift card, balance what was left on it (None where it holds none)."""

    id: int
    method: str
    tendered: int
    change: int
    amount: int
    reference: str
    at: datetime
    last4: str = ""
    code: str = ""
    balance: int | None = None


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """An order whole: its head, lines and payments. net + tax = total, and total + rounding is
    what is paid. taxes are by rate, offs by reason; tax_exempt is why none was charged."""

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
    rounding: int = 0
    tax_exempt: str = ""
    taxes: tuple[TaxPart, ...] = ()
    offs: tuple[OffRow, ...] = ()
    returned: int = 0


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
    rounding: int = 0


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
    """A discount code: rate_ppm or amount; valid_from and valid_until may be open (None), and so
    may the numbers of uses. minimum is what the basket must come to, category_ids what it is for
    (none: everything), used how many orders that stand have used it."""

    id: int
    code: str
    rate_ppm: int
    amount: int
    valid_from: datetime | None
    valid_until: datetime | None
    active: bool
    minimum: int = 0
    max_uses: int | None = None
    max_uses_per_customer: int | None = None
    category_ids: tuple[int, ...] = ()
    used: int = 0


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A promotion as it is kept: categories are named as they were chosen (without those below
    them); a promotion that is not active never runs."""

    promotion: Promotion
    active: bool


@dataclass(frozen=True, slots=True)
class CustomerGroupRow:
    """A customer group; tax_included is how its sales state their prices, None as the shop does.
    customers and prices count who is in it and what is on its price list."""

    id: int
    name: str
    tax_included: bool | None
    customers: int = 0
    prices: int = 0


@dataclass(frozen=True, slots=True)
class GroupPriceRow:
    """One line of a price list: what a group pays for a unit, stated as the shop's prices are;
    shelf is what everybody else pays."""

    product_id: int
    sku: str
    name: str
    price: int
    shelf: int


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A gift card (its code), a store credit or a customer's account, with its balance in minor
    units: below zero for an account is owed to the shop. left is what may be spent."""

    id: int
    kind: str
    code: str
    customer_id: int | None
    customer: str
    balance: int
    left: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerMoveRow:
    """One change of a ledger's balance; number is that of the order or return behind it."""

    id: int
    at: datetime
    amount: int
    reason: str
    number: str
    method: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """What is to be given back of a sold line: quantity in its unit; damaged goods don't go back
    on the shelf."""

    item_id: int
    quantity: Decimal | int
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
    """A line of a return; amounts in minor units, zero or above."""

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


@dataclass(frozen=True, slots=True)
class RepaymentRow:
    """Money given back, in minor units."""

    method: str
    amount: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class ReturnDetail:
    """A return whole. net + tax = total, and total + rounding is what was given back."""

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


@dataclass(frozen=True, slots=True)
class TaxSummaryRow:
    """One tax rate over a period, in minor units: net + tax = gross; returns are taken off. amount
    is a fixed tax per unit. name is "" for what bears no tax."""

    name: str
    rate_ppm: int
    amount: int
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class TakingsRow:
    """What came in and was given back by one way to pay in a period, in minor units; method is
    "rounding" for what rounding to cash added (below zero: took away)."""

    method: str
    received: int
    given_back: int


@dataclass(frozen=True, slots=True)
class DiscountSummaryRow:
    """What one reason took off in a period, by person: kind is one of `domain.pricing.OFF_KINDS`,
    orders how many had it, amount in minor units."""

    kind: str
    label: str
    by: str
    orders: int
    amount: int


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
