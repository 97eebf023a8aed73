"""Promotions: offers as data, for which goods and when, and what each takes off those goods.

Which of them are given together is decided in `offers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from operator import attrgetter

from pos_app.domain.categories import Below, widened
from pos_app.domain.errors import BadValue
from pos_app.domain.money import check_amount, divide_half_up, share_out, times
from pos_app.domain.people import check_text
from pos_app.domain.quantity import MAX_THOUSANDTHS
from pos_app.domain.tax import PPM, check_rate

KINDS = ("percent", "amount", "buy_get", "bundle", "breaks")
"""A share off, an amount off each unit, buy X get Y, N for a price, prices by quantity."""

DAY = 24 * 60
MOST_PIECES = 10_000
MOST_BREAKS = 20
MOST_PRIORITY = 1000

# Compares values per piece as whole numbers: finer than any amount that could matter.
_FINE = 10**12


def check_whole(field: str, value: object) -> int:
    """The value itself when it is an int; raises BadValue."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue(field, value, "not_a_number")
    return value


@dataclass(frozen=True, slots=True)
class Goods:
    """Which goods are meant: products and categories (each with all below it); both empty mean
    everything."""

    product_ids: frozenset[int] = frozenset()
    category_ids: frozenset[int] = frozenset()

    @property
    def everything(self) -> bool:
        """True where no product and no category is named."""
        return not self.product_ids and not self.category_ids

    def has(self, product_id: int, category_id: int) -> bool:
        """True where the product is among them."""
        return product_id in self.product_ids or category_id in self.category_ids or self.everything

    def widened(self, below: Below) -> "Goods":
        """The same goods with every category's own below it named, as lines are told by theirs."""
        return Goods(self.product_ids, widened(self.category_ids, below))


@dataclass(frozen=True, slots=True)
class Hours:
    """When a promotion runs, on the shop's clock: days, weekdays (0 is Monday; none means all)
    and minutes of the day. until is not counted in; one before since goes on past midnight, and
    belongs to the day it began on. Making one raises BadValue."""

    first_day: date | None = None
    last_day: date | None = None
    weekdays: frozenset[int] = frozenset()
    since: int = 0
    until: int = DAY

    def __post_init__(self) -> None:
        for minute in (self.since, self.until):
            check_whole("hours", minute)
        if not self.weekdays <= frozenset(range(7)):
            raise BadValue("weekdays", sorted(self.weekdays), "range")
        if not (0 <= self.since < DAY and 0 < self.until <= DAY) or self.since == self.until:
            raise BadValue("hours", (self.since, self.until), "range")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise BadValue("last_day", self.last_day, "range")

    def run_at(self, moment: datetime) -> bool:
        """True while it runs; moment is on the shop's own clock."""
        minute, day = moment.hour * 60 + moment.minute, moment.date()
        if self.until < self.since and minute < self.until:
            day -= timedelta(days=1)
        elif not self.since <= minute < (self.until if self.since < self.until else DAY):
            return False
        return (
            (self.first_day is None or self.first_day <= day)
            and (self.last_day is None or day <= self.last_day)
            and (not self.weekdays or day.weekday() in self.weekdays)
        )


ALWAYS = Hours()


@dataclass(frozen=True, slots=True)
class Break:
    """From so many units on (thousandths), each costs price minor units, or rate_ppm less."""

    quantity: int
    price: int | None = None
    rate_ppm: int = 0

    def __post_init__(self) -> None:
        if not 0 < check_whole("quantity", self.quantity) <= MAX_THOUSANDTHS:
            raise BadValue("quantity", self.quantity, "range")
        check_rate(self.rate_ppm)
        if self.price is not None:
            check_amount("price", self.price)
        if (self.price is None) == (not self.rate_ppm):
            raise BadValue("price", self.price, "rate_or_amount")


@dataclass(frozen=True, slots=True)
class Promotion:
    """One offer. Amounts are stated as the shop states its prices, in minor units.

    percent: rate_ppm off. amount: amount off each unit. buy_get: of every buy + get pieces the
    get cheapest get rate_ppm off, or, where reward names other goods, for every buy pieces the
    get dearest of those. bundle: every buy pieces cost amount together. breaks: see Break; the
    units of all its goods are counted together. priority: the higher is applied first where
    promotions stack. stacks: it may be given on a line together with others that stack.
    group_ids: customer groups it is for (none: everybody). Making one raises BadValue, BadAmount.
    """

    id: int
    name: str
    kind: str
    goods: Goods = Goods()
    reward: Goods | None = None
    rate_ppm: int = 0
    amount: int = 0
    buy: int = 0
    get: int = 0
    breaks: tuple[Break, ...] = ()
    hours: Hours = ALWAYS
    group_ids: frozenset[int] = frozenset()
    priority: int = 0
    stacks: bool = False

    def __post_init__(self) -> None:
        check_text("name", self.name, longest=80, needed=True)
        if self.kind not in KINDS:
            raise BadValue("kind", self.kind, "unknown_choice")
        if not -MOST_PRIORITY <= check_whole("priority", self.priority) <= MOST_PRIORITY:
            raise BadValue("priority", self.priority, "range")
        check_rate(self.rate_ppm)
        check_amount("amount", self.amount)
        for name, pieces in (("buy", self.buy), ("get", self.get)):
            if not 0 <= check_whole(name, pieces) <= MOST_PIECES:
                raise BadValue(name, pieces, "range")
        self._check_kind()

    def _check_kind(self) -> None:
        if self.kind in ("percent", "buy_get") and not self.rate_ppm:
            raise BadValue("rate_ppm", self.rate_ppm, "zero")
        if self.kind == "amount" and not self.amount:
            raise BadValue("amount", self.amount, "zero")
        if self.kind in ("buy_get", "bundle") and not self.buy:
            raise BadValue("buy", self.buy, "zero")
        if self.kind == "bundle" and self.buy < 2:
            raise BadValue("buy", self.buy, "too_few")
        if self.kind == "buy_get" and not self.get:
            raise BadValue("get", self.get, "zero")
        if self.reward is not None and self.kind != "buy_get":
            raise BadValue("reward", self.kind, "unknown_choice")
        if self.reward is not None and self.reward.everything:
            raise BadValue("reward", "", "empty")
        self._check_breaks()

    def _check_breaks(self) -> None:
        if self.kind != "breaks":
            if self.breaks:
                raise BadValue("breaks", self.kind, "unknown_choice")
            return
        quantities = [each.quantity for each in self.breaks]
        if not quantities:
            raise BadValue("breaks", "", "empty")
        if len(quantities) > MOST_BREAKS:
            raise BadValue("breaks", len(quantities), "too_many")
        if quantities != sorted(set(quantities)):
            raise BadValue("breaks", quantities, "not_ascending")

    def widened(self, below: Below) -> "Promotion":
        """The promotion as carts are priced by it: with all that lies below its categories."""
        reward = None if self.reward is None else self.reward.widened(below)
        return replace(self, goods=self.goods.widened(below), reward=reward)

    def runs(self, moment: datetime | None, group_id: int | None) -> bool:
        """True for this customer group at this moment of the shop's clock; without a moment only
        a promotion that always runs does."""
        if self.group_ids and group_id not in self.group_ids:
            return False
        if self.hours == ALWAYS:
            return True
        return moment is not None and self.hours.run_at(moment)


@dataclass(slots=True)
class Part:
    """A line as a promotion sees it: its place, what it comes to now, its quantity in
    thousandths; pieces is 0 for goods that are weighed; rewarded ones are only given, not
    bought."""

    place: int
    left: int
    quantity: int
    pieces: int
    rewarded: bool = False
    worth: int = field(init=False)
    """What a piece comes to, in fine units, rounded down."""

    def __post_init__(self) -> None:
        self.worth = self.left * _FINE // self.pieces if self.pieces else 0


Off = tuple[int, int]
"""A line's place and what is taken off it, in minor units."""


def taken_off(promotion: Promotion, parts: Sequence[Part]) -> list[Off]:
    """What the promotion takes off each of its lines; lines it takes nothing off are left out.

    Nothing is taken off below zero. parts stand in an order that does not depend on scanning.
    """
    kind = promotion.kind
    if kind == "percent":
        offs = _share_of_each(promotion.rate_ppm, parts)
    elif kind == "amount":
        amount = promotion.amount
        offs = [(part.place, min(part.left, times(amount, part.quantity))) for part in parts]
    elif kind == "breaks":
        offs = _by_quantity(promotion.breaks, parts)
    elif kind == "buy_get":
        offs = _given(promotion, parts)
    else:
        offs = _bundled(promotion, parts)
    return [off for off in offs if off[1] > 0]


def _share_of_each(rate_ppm: int, parts: Sequence[Part]) -> list[Off]:
    # Rounded as `divide_half_up` does, written out: this is half the work of a cart with offers.
    twice = 2 * rate_ppm
    return [(part.place, (part.left * twice + PPM) // (2 * PPM)) for part in parts]


def _by_quantity(breaks: Sequence[Break], parts: Sequence[Part]) -> list[Off]:
    units = sum(part.quantity for part in parts)
    reached = [each for each in breaks if each.quantity <= units]
    if not reached:
        return []
    chosen = reached[-1]
    if chosen.price is None:
        return _share_of_each(chosen.rate_ppm, parts)
    price = chosen.price
    return [(part.place, part.left - times(price, part.quantity)) for part in parts]


def _dearest_first(parts: Sequence[Part]) -> list[Part]:
    return sorted([part for part in parts if part.pieces], key=attrgetter("worth"), reverse=True)


def _given(promotion: Promotion, parts: Sequence[Part]) -> list[Off]:
    """Buy X get Y. In every group of X + Y pieces, the dearest first, the last Y are given: what
    a customer who pays group by group would get, so that nobody has to."""
    buy, get, rate = promotion.buy, promotion.get, promotion.rate_ppm
    bought = [part for part in parts if not part.rewarded]
    pieces = sum(part.pieces for part in bought)
    if promotion.reward is None:
        group = buy + get
        counted = pieces // group * group
        queue, begin = _dearest_first(bought), buy
    else:
        group = get
        counted = pieces // buy * get
        queue, begin = _dearest_first([part for part in parts if part.rewarded]), 0

    def given_before(place: int) -> int:
        return place // group * (group - begin) + max(0, place % group - begin)

    offs = []
    place = before = 0
    for part in queue:
        place += part.pieces
        so_far = given_before(min(place, counted))
        if so_far > before:
            share = (so_far - before) * rate
            offs.append((part.place, divide_half_up(part.left * share, part.pieces * PPM)))
            before = so_far
        if place >= counted:
            break
    return offs


def _bundled(promotion: Promotion, parts: Sequence[Part]) -> list[Off]:
    """N for a price: the dearest pieces go into bundles for as long as a bundle saves."""
    size, price = promotion.buy, promotion.amount
    queue = _dearest_first(parts)
    covered = _covered(queue, size, price)
    bundles = sum(covered) // size
    by_place = sorted(
        (part.place, divide_half_up(part.left * pieces, part.pieces))
        for part, pieces in zip(queue, covered, strict=True)
        if pieces
    )
    values = [value for _, value in by_place]
    saving = sum(values) - bundles * price
    if saving <= 0:
        return []
    shares = share_out(saving, values)
    return [(place, share) for (place, _), share in zip(by_place, shares, strict=True)]


def _covered(queue: Sequence[Part], size: int, price: int) -> list[int]:
    """How many pieces of each line lie in bundles that save."""
    covered = [0] * len(queue)
    fine_price = price * _FINE
    index, used = 0, 0
    while index < len(queue):
        part = queue[index]
        free = part.pieces - used
        if free >= size:
            if part.left * size <= price * part.pieces:
                break
            whole = free // size * size
            covered[index] += whole
            used += whole
            continue
        # A bundle across lines: what is left of this one and the beginning of those behind it.
        taken, need, low = [], size, 0
        place, begin = index, used
        while need and place < len(queue):
            other = queue[place]
            count = other.pieces - begin
            if count > need:
                count = need
            taken.append((place, count))
            low += other.worth * count
            need -= count
            place, begin, used = place + 1, 0, begin + count
        if need or low + size <= fine_price:
            break
        # As good as equal: only then is it worth the fractions.
        if low <= fine_price and _exactly(queue, taken) <= price:
            break
        for where, count in taken:
            covered[where] += count
        index = place - 1
        if used == queue[index].pieces:
            index, used = index + 1, 0
    return covered


def _exactly(queue: Sequence[Part], taken: Sequence[tuple[int, int]]) -> Fraction:
    """What pieces come to, counted by their line's place in the queue."""
    exact = (Fraction(queue[place].left * count, queue[place].pieces) for place, count in taken)
    return sum(exact, Fraction(0))
