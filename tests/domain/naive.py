"""Promotions as somebody with paper would work them out: piece by piece, and every combination."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from pos_app.domain.offers import OfferLine
from pos_app.domain.promotions import Break, Goods, Part, Promotion
from tests.domain.examples import PPM, half_up, largest_remainder

Offs = dict[int, int]
"""What is taken off, by the line's place."""


def in_pieces(parts: Iterable[Part]) -> list[tuple[Fraction, int]]:
    """Every piece with what it comes to and its line's place, the dearest first."""
    pieces = [
        (Fraction(part.left, part.pieces), part.place) for part in parts for _ in range(part.pieces)
    ]
    return sorted(pieces, key=lambda piece: -piece[0])


def rounded(exact: dict[int, Fraction]) -> Offs:
    return {place: half_up(off) for place, off in exact.items() if half_up(off)}


def buy_get(promotion: Promotion, parts: Sequence[Part]) -> Offs:
    bought = in_pieces(part for part in parts if not part.rewarded)
    if promotion.reward is None:
        group = promotion.buy + promotion.get
        whole = len(bought) // group * group
        free = [bought[i] for i in range(whole) if i % group >= promotion.buy]
    else:
        rewards = in_pieces(part for part in parts if part.rewarded)
        free = rewards[: len(bought) // promotion.buy * promotion.get]
    exact: dict[int, Fraction] = {}
    for value, place in free:
        exact[place] = exact.get(place, Fraction(0)) + value * promotion.rate_ppm / PPM
    return rounded(exact)


def bundle(promotion: Promotion, parts: Sequence[Part]) -> Offs:
    queue = in_pieces(parts)
    size, price, bundles = promotion.buy, promotion.amount, 0
    exact: dict[int, Fraction] = {}
    while len(queue) >= size and sum(value for value, _ in queue[:size]) > price:
        for value, place in queue[:size]:
            exact[place] = exact.get(place, Fraction(0)) + value
        queue, bundles = queue[size:], bundles + 1
    values = {place: half_up(value) for place, value in sorted(exact.items())}
    saving = sum(values.values()) - bundles * price
    if saving <= 0:
        return {}
    shares = largest_remainder(
        [Fraction(saving * value, sum(values.values())) for value in values.values()]
    )
    return {place: share for place, share in zip(values, shares, strict=True) if share}


def breaks(promotion: Promotion, parts: Sequence[Part]) -> Offs:
    units = sum(part.quantity for part in parts)
    reached = [each for each in promotion.breaks if each.quantity <= units]
    if not reached:
        return {}
    price, rate = reached[-1].price, Fraction(reached[-1].rate_ppm, PPM)
    if price is None:
        return rounded({part.place: part.left * rate for part in parts})
    offs = {
        part.place: part.left - half_up(Fraction(price * part.quantity, 1000)) for part in parts
    }
    return {place: off for place, off in offs.items() if off > 0}


def offs_of(promotion: Promotion, parts: Sequence[Part]) -> Offs:
    """What a promotion takes off these lines."""
    if promotion.kind == "percent":
        rate = Fraction(promotion.rate_ppm, PPM)
        return rounded({part.place: part.left * rate for part in parts})
    if promotion.kind == "amount":
        each = Fraction(promotion.amount, 1000)
        offs = {part.place: min(part.left, half_up(each * part.quantity)) for part in parts}
        return {place: off for place, off in offs.items() if off}
    return {"buy_get": buy_get, "bundle": bundle, "breaks": breaks}[promotion.kind](
        promotion, parts
    )


def means(goods: Goods | None, line: OfferLine) -> bool:
    """True where goods has the line's product."""
    if goods is None:
        return False
    everything = not goods.product_ids and not goods.category_ids
    return (
        everything or line.product_id in goods.product_ids or line.category_id in goods.category_ids
    )


@dataclass
class Naive:
    """Lines and promotions that run, combined by trying all there is."""

    lines: Sequence[OfferLine]
    promotions: Sequence[Promotion]

    def places(self, promotion: Promotion) -> set[int]:
        return {
            place
            for place, line in enumerate(self.lines)
            if means(promotion.goods, line) or means(promotion.reward, line)
        }

    def apply(self, chosen: Iterable[Promotion]) -> dict[int, Offs]:
        """What each takes off, the higher priority and then the lower id first."""
        left = {place: line.total for place, line in enumerate(self.lines)}
        given = {}
        for promotion in sorted(chosen, key=lambda each: (-each.priority, each.id)):
            parts = [
                Part(
                    place,
                    left[place],
                    self.lines[place].quantity,
                    self.lines[place].pieces,
                    not means(promotion.goods, self.lines[place]),
                )
                for place in sorted(self.places(promotion))
            ]
            offs = offs_of(promotion, parts)
            for place, off in offs.items():
                left[place] -= off
            if offs:
                given[promotion.id] = offs
        return given

    def saving(self, chosen: Iterable[Promotion]) -> int:
        return sum(sum(offs.values()) for offs in self.apply(chosen).values())

    def conflict(self, one: Promotion, other: Promotion) -> bool:
        shared = self.places(one) & self.places(other)
        return bool(shared) and not (one.stacks and other.stacks)

    def useful(self) -> list[Promotion]:
        """Those that take something off at all, by id."""
        found = [promotion for promotion in self.promotions if self.saving([promotion])]
        return sorted(found, key=lambda each: each.id)

    def allowed(self, forced: Sequence[Promotion] = ()) -> list[tuple[Promotion, ...]]:
        """Every set without a conflict that holds the forced ones."""
        useful = self.useful()
        at_odds = {
            (one.id, other.id) for one in useful for other in useful if self.conflict(one, other)
        }
        found = []
        for size in range(len(useful) + 1):
            for chosen in combinations(useful, size):
                if any((a.id, b.id) in at_odds for a, b in combinations(chosen, 2)):
                    continue
                if all(each in chosen for each in forced):
                    found.append(chosen)
        return found

    def best(self, forced: Sequence[Promotion] = ()) -> dict[int, Offs]:
        """The allowed set that saves most; of equal ones that with the lower ids."""
        useful = self.useful()
        ranked = sorted(
            self.allowed(forced),
            key=lambda chosen: (-self.saving(chosen), [each not in chosen for each in useful]),
        )
        return self.apply(ranked[0])

    def greedy(self) -> dict[int, Offs]:
        """Those that save most alone first, each that fits."""
        chosen: list[Promotion] = []
        for each in sorted(self.useful(), key=lambda each: (-self.saving([each]), each.id)):
            if not any(self.conflict(each, other) for other in chosen):
                chosen.append(each)
        return self.apply(chosen)


# --- strategies ------------------------------------------------------------------------------

CATEGORY = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3}
"""The category of each product; 5 is weighed."""

goods_of = st.sampled_from(
    [
        Goods(),
        *(Goods(frozenset({product})) for product in (1, 2, 3, 5)),
        Goods(frozenset({1, 3})),
        Goods(frozenset({2, 4, 5})),
        Goods(category_ids=frozenset({1})),
        Goods(frozenset({1}), frozenset({2, 3})),
    ]
)
rates = st.sampled_from([1, 100_000, 333_333, 500_000, 1_000_000])
prices = st.sampled_from([0, 1, 9, 50, 99, 1000])


@st.composite
def promotions(draw: st.DrawFn, number: int = 1) -> Promotion:
    """One promotion of any kind that always runs."""
    kind = draw(st.sampled_from(["percent", "amount", "buy_get", "bundle", "breaks"]))
    given: dict[str, object] = {}
    if kind in ("percent", "buy_get"):
        given["rate_ppm"] = draw(rates)
    if kind == "amount":
        given["amount"] = draw(st.sampled_from([1, 9, 50, 10**15]))
    if kind == "buy_get":
        given |= {"buy": draw(st.integers(1, 3)), "get": draw(st.integers(1, 2))}
        if draw(st.booleans()):
            given["reward"] = draw(goods_of.filter(lambda goods: not goods.everything))
    if kind == "bundle":
        given |= {"buy": draw(st.integers(2, 4)), "amount": draw(prices)}
    if kind == "breaks":
        steps = draw(st.lists(st.tuples(st.sampled_from([1, 3000, 7500]), prices | st.none())))
        steps = sorted(dict([(2000, 9), *steps]).items())
        given["breaks"] = tuple(
            Break(quantity, price, 250_000 if price is None else 0) for quantity, price in steps
        )
    return Promotion(
        number,
        f"Offer {number}",
        kind,
        goods=draw(goods_of),
        priority=draw(st.integers(-1, 1)),
        stacks=draw(st.booleans()),
        **given,  # type: ignore[arg-type]
    )


@st.composite
def offer_lines(draw: st.DrawFn, most: int = 5) -> list[OfferLine]:
    """Lines of five products, one of them weighed."""
    totals = st.integers(0, 60) | st.integers(0, 3000) | st.integers(10**14, 10**15)
    rows = st.tuples(st.sampled_from(sorted(CATEGORY)), totals, st.integers(1, 7))
    return [
        OfferLine(
            product,
            CATEGORY[product],
            total,
            count * 1000 + (137 if product == 5 else 0),
            0 if product == 5 else count,
        )
        for product, total, count in draw(st.lists(rows, min_size=1, max_size=most))
    ]
