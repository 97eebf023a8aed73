"""Which promotions a cart gets together: the best combination that is allowed.

Two promotions conflict when they are for the same line and do not both stack. An allowed
combination holds no conflict and leaves out none that would fit in. Where up to EXACT promotions
that conflict have lines in common, directly or through others, every allowed combination is
tried; with more of them the ones that save most alone are taken first. Ties go to the lower id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from pos_app.domain.promotions import Off, Part, Promotion, taken_off

EXACT = 8
"""So many promotions that conflict are combined in every allowed way."""


class Offers:
    """The promotions of a shop, found by the goods they are for. Never changed once made."""

    def __init__(self, promotions: Sequence[Promotion] = ()) -> None:
        self.promotions = tuple(sorted(promotions, key=attrgetter("id")))
        self._by_product: dict[int, list[tuple[int, bool]]] = {}
        self._by_category: dict[int, list[tuple[int, bool]]] = {}
        self._of_all: list[tuple[int, bool]] = []
        for index, promotion in enumerate(self.promotions):
            for goods, rewarded in ((promotion.goods, False), (promotion.reward, True)):
                if goods is None:
                    continue
                for product_id in goods.product_ids:
                    self._by_product.setdefault(product_id, []).append((index, rewarded))
                for category_id in goods.category_ids:
                    self._by_category.setdefault(category_id, []).append((index, rewarded))
                if goods.everything:
                    self._of_all.append((index, rewarded))

    def running(self, moment: datetime | None, group_id: int | None) -> frozenset[int]:
        """Places in `promotions` of those that run for a customer group at a moment."""
        return frozenset(
            index
            for index, promotion in enumerate(self.promotions)
            if promotion.runs(moment, group_id)
        )

    def for_product(
        self, product_id: int, category_id: int, running: frozenset[int]
    ) -> dict[int, bool]:
        """The running promotions a product is in, each with whether it is only given there:
        what is bought for a promotion is not its own reward."""
        found: dict[int, bool] = {}
        for entries in (
            self._of_all,
            self._by_product.get(product_id, ()),
            self._by_category.get(category_id, ()),
        ):
            for index, rewarded in entries:
                if index in running:
                    found[index] = rewarded and found.get(index, True)
        return found


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A line as offers see it, in minor units and thousandths; pieces 0 for weighed goods."""

    product_id: int
    category_id: int
    total: int
    quantity: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Given:
    """A promotion that was given, and what it takes off each line (by its place)."""

    promotion: Promotion
    offs: tuple[Off, ...]


def best_offers(
    offers: Offers, lines: Sequence[OfferLine], moment: datetime | None, group_id: int | None
) -> list[Given]:
    """The promotions these lines get, in the order they are applied.

    lines stand in an order of their own, not in that of scanning. moment is on the shop's clock.
    """
    if not offers.promotions:
        return []
    running = offers.running(moment, group_id)
    if not running:
        return []
    reach = _reach(offers, lines, running)
    totals = {place: line.total for place, line in enumerate(lines)}
    alone: dict[int, int] = {}
    for index, places in reach.items():
        offs = taken_off(offers.promotions[index], _parts(lines, places, totals))
        saving = sum(off for _, off in offs)
        if saving:
            alone[index] = saving
    given: list[Given] = []
    for cluster in _clusters({index: reach[index] for index in alone}):
        given += _best_of(offers.promotions, cluster, reach, lines, alone)
    given.sort(key=lambda each: _order(each.promotion))
    return given


def _order(promotion: Promotion) -> tuple[int, int]:
    return -promotion.priority, promotion.id


def _reach(
    offers: Offers, lines: Sequence[OfferLine], running: frozenset[int]
) -> dict[int, dict[int, bool]]:
    """For each promotion the places of its lines, each with whether it is only given there."""
    reach: dict[int, dict[int, bool]] = {}
    known: dict[tuple[int, int], dict[int, bool]] = {}
    for place, line in enumerate(lines):
        key = line.product_id, line.category_id
        found = known.get(key)
        if found is None:
            found = known[key] = offers.for_product(*key, running)
        for index, rewarded in found.items():
            reach.setdefault(index, {})[place] = rewarded
    return reach


def _parts(
    lines: Sequence[OfferLine], places: dict[int, bool], left: Mapping[int, int]
) -> list[Part]:
    return [
        Part(place, left[place], lines[place].quantity, lines[place].pieces, rewarded)
        for place, rewarded in places.items()
    ]


def _clusters(reach: dict[int, dict[int, bool]]) -> Iterator[list[int]]:
    """The promotions that share lines, directly or through others, together."""
    first_on: dict[int, int] = {}
    parent = {index: index for index in reach}

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, places in reach.items():
        for place in places:
            other = first_on.setdefault(place, index)
            parent[root(index)] = root(other)
    clusters: dict[int, list[int]] = {}
    for index in sorted(reach):
        clusters.setdefault(root(index), []).append(index)
    yield from clusters.values()


def _best_of(
    promotions: Sequence[Promotion],
    cluster: list[int],
    reach: dict[int, dict[int, bool]],
    lines: Sequence[OfferLine],
    alone: dict[int, int],
) -> list[Given]:
    if len(cluster) == 1:
        return _apply(promotions, cluster, reach, lines)
    rivals = _rivals(promotions, cluster, reach)
    free = [index for index in cluster if not rivals[index]]
    rivalling = [index for index in cluster if rivals[index]]
    if len(rivalling) > EXACT:
        chosen: list[int] = []
        for index in sorted(rivalling, key=lambda index: (-alone[index], index)):
            if not rivals[index].intersection(chosen):
                chosen.append(index)
        return _apply(promotions, [*free, *chosen], reach, lines)
    best: list[Given] = []
    best_saving = -1
    for combination in _allowed(rivalling, rivals):
        given = _apply(promotions, [*free, *combination], reach, lines)
        saving = sum(off for each in given for _, off in each.offs)
        if saving > best_saving:
            best, best_saving = given, saving
    return best


def _rivals(
    promotions: Sequence[Promotion], cluster: list[int], reach: dict[int, dict[int, bool]]
) -> dict[int, set[int]]:
    """For each promotion those it conflicts with."""
    on_line: dict[int, tuple[set[int], set[int]]] = {}
    for index in cluster:
        for place in reach[index]:
            everyone, alone = on_line.setdefault(place, (set(), set()))
            everyone.add(index)
            if not promotions[index].stacks:
                alone.add(index)
    rivals: dict[int, set[int]] = {index: set() for index in cluster}
    seen: set[tuple[frozenset[int], frozenset[int]]] = set()
    for everyone, alone in on_line.values():
        key = frozenset(everyone), frozenset(alone)
        if key in seen:
            continue
        seen.add(key)
        for index in everyone:
            rivals[index] |= everyone if index in alone else alone
    for index in cluster:
        rivals[index].discard(index)
    return rivals


def _allowed(rivalling: list[int], rivals: dict[int, set[int]]) -> Iterator[list[int]]:
    """Every allowed combination, those with lower ids first."""

    def extend(place: int, chosen: list[int]) -> Iterator[list[int]]:
        if place == len(rivalling):
            taken = set(chosen)
            if all(index in taken or rivals[index] & taken for index in rivalling):
                yield chosen
            return
        index = rivalling[place]
        if not rivals[index].intersection(chosen):
            yield from extend(place + 1, [*chosen, index])
        yield from extend(place + 1, chosen)

    yield from extend(0, [])


def _apply(
    promotions: Sequence[Promotion],
    chosen: list[int],
    reach: dict[int, dict[int, bool]],
    lines: Sequence[OfferLine],
) -> list[Given]:
    """Apply promotions one after another, each to what the ones before left."""
    left = {place: lines[place].total for index in chosen for place in reach[index]}
    given = []
    for index in sorted(chosen, key=lambda index: _order(promotions[index])):
        promotion = promotions[index]
        offs = taken_off(promotion, _parts(lines, reach[index], left))
        for place, off in offs:
            left[place] -= off
        if offs:
            given.append(Given(promotion, tuple(offs)))
    return given
