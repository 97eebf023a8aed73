"""Discounts given by hand and by code: what they take off, and how far a role may go."""

from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.categories import Below, widened
from pos_app.domain.errors import BadValue, BelowFloor, CodeRefused, DiscountTooHigh
from pos_app.domain.money import check_amount, divide_half_up
from pos_app.domain.people import check_text
from pos_app.domain.tax import PPM, check_rate

LONGEST_REASON = 80
LONGEST_CODE = 40


def _check_rate_or_amount(rate_ppm: int, amount: int) -> None:
    check_rate(rate_ppm)
    check_amount("discount", amount)
    if rate_ppm and amount:
        raise BadValue("discount", amount, "rate_or_amount")


def _take(rate_ppm: int, amount: int, basis: int) -> int:
    wanted = amount or divide_half_up(basis * rate_ppm, PPM)
    return max(0, min(wanted, basis))


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount given by hand, on a line or on the order: rate_ppm (100 % is 1,000,000) or
    amount in minor units, and why. Making one raises BadValue, BadAmount."""

    rate_ppm: int = 0
    amount: int = 0
    reason: str = ""

    def __post_init__(self) -> None:
        _check_rate_or_amount(self.rate_ppm, self.amount)
        reason = check_text("reason", self.reason, longest=LONGEST_REASON)
        object.__setattr__(self, "reason", reason)

    def off(self, basis: int) -> int:
        """What it takes off a basis in minor units; never more than the basis."""
        return _take(self.rate_ppm, self.amount, basis)


@dataclass(frozen=True, slots=True)
class CodeDiscount:
    """What a discount code takes off a cart: rate_ppm or amount in minor units.

    minimum is what the basket must come to before the code, category_ids the categories it is
    for with all below them (empty: everything). needs_customer: its uses are counted by customer,
    so that a sale to nobody can't have it. Making one raises BadValue, BadAmount.
    """

    code: str
    rate_ppm: int = 0
    amount: int = 0
    minimum: int = 0
    category_ids: frozenset[int] = frozenset()
    needs_customer: bool = False

    def __post_init__(self) -> None:
        _check_rate_or_amount(self.rate_ppm, self.amount)
        check_amount("minimum", self.minimum)
        check_text("code", self.code, longest=LONGEST_CODE, needed=True)

    def off(self, basis: int) -> int:
        """What it takes off a basis in minor units; never more than the basis."""
        return _take(self.rate_ppm, self.amount, basis)

    def widened(self, below: Below) -> "CodeDiscount":
        """The same with all that lies below its categories, as carts are priced by it."""
        return replace(self, category_ids=widened(self.category_ids, below))

    def fits(self, category_id: int) -> bool:
        """True where a product of this category is among those it is for."""
        return not self.category_ids or category_id in self.category_ids


@dataclass(frozen=True, slots=True)
class CodeRules:
    """When and how often a code may be used; None leaves an end or a count open, both ends of the
    time are included."""

    valid_from: datetime | None = None
    valid_until: datetime | None = None
    max_uses: int | None = None
    max_uses_per_customer: int | None = None

    def check(self, code: str, at: datetime, used: int) -> None:
        """Raises CodeRefused unless a code used so often may be used at a moment (aware)."""
        if self.valid_from is not None and at < self.valid_from:
            raise CodeRefused(code, "not_yet", self.valid_from)
        if self.valid_until is not None and at > self.valid_until:
            raise CodeRefused(code, "expired", self.valid_until)
        if self.max_uses is not None and used >= self.max_uses:
            raise CodeRefused(code, "used_up", self.max_uses)


@dataclass(frozen=True, slots=True)
class DiscountLimit:
    """How far a role may go by hand: most_ppm of a line's price, and not below floor_ppm of what
    the goods cost (100 % never sells below cost; 0 is no floor)."""

    role: str
    most_ppm: int = PPM
    floor_ppm: int = 0

    def __post_init__(self) -> None:
        check_rate(self.most_ppm)
        check_rate(self.floor_ppm)

    def check_share(self, product: str, basis: int, off: int) -> None:
        """Raises DiscountTooHigh unless the role may take off so much of a basis by hand, both in
        minor units."""
        # A share that was rounded up to the cent is still the share.
        if off > divide_half_up(basis * self.most_ppm, PPM):
            share = divide_half_up(off * PPM, basis) if basis else PPM
            raise DiscountTooHigh(product, share, self.most_ppm)

    def check_floor(self, product: str, net: int, cost: int) -> None:
        """Raises BelowFloor unless the role may sell goods that cost so much for net, which is
        without tax; minor units."""
        floor = divide_half_up(cost * self.floor_ppm, PPM)
        if net < floor:
            raise BelowFloor(product, net)
