"""The shop itself: its facts, its reports, what is checked and imported."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pos_app.domain.errors import RowFault

DISCOUNT_REASONS = ("Damaged", "Price match", "Regular customer", "Staff", "Goodwill")
"""Why discounts are given, for a new shop to begin with."""


@dataclass(frozen=True, slots=True)
class ShopInfo:
    """The shop's own facts. country is ISO 3166-1 alpha-2, currency ISO 4217, timezone IANA.

    tax_included says whether shelf prices include the taxes, tax_rounding is one of
    `domain.tax.ROUNDINGS`; sums paid in cash are rounded to cash_step minor units by cash_mode,
    see `domain.payment.CashRounding`. discount_reasons are offered when a discount is given by
    hand, and with discount_reason_needed it must have one, of these or any other.

    receipt_header and receipt_footer are lines on every receipt, separated by newlines; with
    receipt_qr its number also stands as a QR code; tax_number is the shop's own:
    up to three lines, a VAT ID and a number of the tax office.
    training says that this is a copy to practise on: nothing in it was sold.

    With shift_needed nothing is sold at a till without an open shift; a count may differ from what
    should be there by difference_limit minor units before somebody has to approve it. The till
    locks itself after lock_minutes without a touch (0: never), and with badge_signs_in a badge
    alone signs its owner in.
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
    discount_reason_needed: bool = True
    receipt_header: str = ""
    receipt_footer: str = "Thank you for your visit"
    receipt_qr: bool = False
    tax_number: str = ""
    training: bool = False
    shift_needed: bool = False
    difference_limit: int = 500
    lock_minutes: int = 10
    badge_signs_in: bool = True


@dataclass(frozen=True, slots=True)
class TaxSummaryRow:
    """One tax rate over a period, in minor units: net + tax = gross; returns are taken off. amount
    is a fixed tax per unit. name is "" for what bears no tax; gift cards are in none."""

    name: str
    rate_ppm: int
    amount: int
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class TaxReport:
    """The taxes of a period by rate, and the sums of their columns in minor units. adds_up says
    that gross is the revenue: nothing stands under two rates. Where it does not, only tax is a sum
    that means something."""

    rows: tuple[TaxSummaryRow, ...]
    net: int
    tax: int
    gross: int
    adds_up: bool


@dataclass(frozen=True, slots=True)
class TakingsRow:
    """What came in and was given back by one way to pay in a period, in minor units; method is
    "rounding" for what rounding to cash added (below zero: took away), and "gift_cards_sold" or
    "paid_in" for what is taken off again because it is no revenue."""

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
    """One business date: orders that stand (not cancelled), and what they come to less what was
    given back on that day; returned is that. Gift cards are in neither amount."""

    date: date
    orders: int
    revenue: int
    returned: int = 0


@dataclass(frozen=True, slots=True)
class TopCustomer:
    """A customer by revenue: what they bought less what they gave back, which is returned; gift
    cards are in neither."""

    customer_id: int
    customer: str
    orders: int
    revenue: int
    returned: int = 0


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
