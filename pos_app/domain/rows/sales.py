"""Selling: orders, their lines and payments, carts, codes, ledgers."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pos_app.domain.discounts import CodeDiscount, CodeRules
from pos_app.domain.rows.shifts import TenderCorrectionRow
from pos_app.domain.tax import TaxPart


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One line of the order history. number is "T1-10482"; items counts lines. returned says how
    much of its goods came back: "", "part" or "whole"."""

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
    returned: str = ""


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
    gift card, balance what was left on it (None where it holds none). It stays as it was typed;
    corrections say by what it really came in."""

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
    corrections: tuple[TenderCorrectionRow, ...] = ()

    @property
    def came_by(self) -> dict[str, int]:
        """What really came in by each way to pay, in minor units."""
        parts = {self.method: self.amount}
        for each in self.corrections:
            parts[each.from_method] = parts.get(each.from_method, 0) - each.amount
            parts[each.to_method] = parts.get(each.to_method, 0) + each.amount
        return {method: amount for method, amount in parts.items() if amount}


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
    """What a finished sale answers with; repeated is True when it was in the books already,
    opens_drawer when it was asked for and cash is taken or given.

    Of an exchange: the return that was booked with it, exchanged for what the goods that came back
    paid of it, and given_back for what was paid out; minor units.
    """

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
    return_id: int = 0
    return_number: str = ""
    given_back: int = 0
    exchanged: int = 0
    opens_drawer: bool = False


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

    @property
    def discount(self) -> CodeDiscount:
        """What it takes off, for its categories alone: see `CodeDiscount.widened`."""
        return CodeDiscount(
            self.code,
            self.rate_ppm,
            self.amount,
            self.minimum,
            frozenset(self.category_ids),
            needs_customer=self.max_uses_per_customer is not None,
        )

    @property
    def rules(self) -> CodeRules:
        """When and how often it may be used."""
        return CodeRules(
            self.valid_from, self.valid_until, self.max_uses, self.max_uses_per_customer
        )


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
