"""Shifts: what is in a drawer, what was moved in and out of it, and the reports that tell of it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from pos_app.domain.rows.shop import TakingsRow, TaxSummaryRow


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A shift of a till: report is the number that its Z report has or will have ("T1-Z5").
    Amounts are minor units; expected, counted, difference (counted - expected) and next_float are
    None until it is closed, approver is "" where nobody had to approve."""

    id: int
    till: str
    number: int
    report: str
    business_date: date
    opened_at: datetime
    opened_by: str
    opening_float: int
    closed_at: datetime | None = None
    closed_by: str = ""
    approver: str = ""
    expected: int | None = None
    counted: int | None = None
    difference: int | None = None
    next_float: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CashMoveRow:
    """Cash that was put into a drawer ("in"), taken out ("out") or brought to the safe ("drop"),
    in minor units; repeated is True when it was in the books already."""

    id: int
    uuid: str
    shift: str
    kind: str
    amount: int
    reason: str
    by: str
    approver: str
    at: datetime
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class TenderCorrectionRow:
    """That so much (minor units) of a payment came in by another way than was typed; number is
    that of the sale."""

    id: int
    payment_id: int
    number: str
    from_method: str
    to_method: str
    amount: int
    reason: str
    by: str
    approver: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there were, and what they come to in minor units; None where that is not told."""

    count: int = 0
    amount: int | None = 0


@dataclass(frozen=True, slots=True)
class DiscountTally:
    """What was taken off by one kind of reason (`domain.pricing.OFF_KINDS`), in how many sales;
    amount is None where that is not told."""

    kind: str
    count: int
    amount: int | None


@dataclass(frozen=True, slots=True)
class CashSums:
    """The drawer of a shift in minor units: opening_float + sales + paid_in - refunds - cancelled
    + cash_in - cash_out - drops = expected. sales is what cash stayed of them, as corrected. Of an
    X report counted, difference, next_float and banked (what was counted less what stays) are
    None."""

    opening_float: int
    sales: int
    paid_in: int
    refunds: int
    cancelled: int
    cash_in: int
    cash_out: int
    drops: int
    expected: int
    counted: int | None = None
    difference: int | None = None
    next_float: int | None = None
    banked: int | None = None


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """An X report (of a shift that runs) or a Z report (of a closed one), as it was made.

    number is the shift's ("T1-Z5" on a Z, "T1-X5" on an X); id is that of the paper that is kept,
    0 for an X that nobody asked for on paper. Amounts are minor units.

    sales are all that were sold, placed orders too, refunds, voids and exchanges the goods that
    came back, cancelled the orders that were cancelled in the shift: revenue is the first less the
    others, and holds what was put on gift cards (gift_cards, no revenue in the reports). taxes and
    discounts are of sales less the others. tenders are what came in and what was given back by each
    way to pay, corrections counted; over all of them received - given_back = revenue + rounding +
    paid_in - unpaid. paid_in is what customers paid of their accounts, unpaid what placed orders
    owe. corrections are the tenders that were corrected.

    A blind one (for who may not see what should be in the drawer) has no cash, no takings in cash,
    no taxes, and None for every amount that would tell.

    sequence, hash and key are the head of the till's journal when it was made, perpetual the
    totals there (`domain.journal.Totals` by name).
    """

    kind: str
    number: str
    shift_id: int
    shop: str
    currency: str
    till: str
    shift: int
    business_date: date
    at: datetime
    by: str
    opened_at: datetime
    opened_by: str
    sales: Tally
    refunds: Tally
    voids: Tally
    exchanges: Tally
    cancelled: Tally
    revenue: int | None
    rounding: int | None
    gift_cards: int | None
    paid_in: int | None
    unpaid: int | None
    discounts: tuple[DiscountTally, ...]
    taxes: tuple[TaxSummaryRow, ...]
    tenders: tuple[TakingsRow, ...]
    corrections: Tally
    cash: CashSums | None
    cash_moves: tuple[CashMoveRow, ...]
    lines_removed: Tally
    carts_cleared: Tally
    drawer_with_sale: int
    drawer_without_sale: int
    reprints: int
    first_order: str
    last_order: str
    first_return: str
    last_return: str
    perpetual: dict[str, int]
    sequence: int
    hash: str
    key: str
    blind: bool = False
    approver: str = ""
    reason: str = ""
    training: bool = False
    counts: tuple[tuple[int, int], ...] = field(default=())
    id: int = 0
