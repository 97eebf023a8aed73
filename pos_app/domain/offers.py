"""Which promotions a cart gets together: the best combination that is allowed.

Two promotions conflict when they are for the same line and do not both stack; an allowed
combination holds no conflict. Where up to EXACT promotions have lines in common, directly or
through others, every allowed combination is tried, also those that leave out one that stacks: a
promotion that is applied early may save less than it costs a later one. Where there are more,
those that conflict with none are always given; of the others, up to EXACT are tried in every way,
and of more the ones that save most alone are taken first. Ties go to the lower id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from pos_app.domain.promotions import Goods, Off, Part, Promotion, taken_off

EXACT = 8
"""So many promotions that conflict are combined in every allowed way."""


class Offers:
    """The promotions of a shop, found by the goods they are for. Never changed once made."""

    def __init__(self, promotions: Sequence[Promotion] = ()) -> None:
        self.promotions = tuple(sorted(promotions, key=attrgetter("id")))
        # Those for the same goods are looked up, and found to conflict, as one.
        groups: dict[tuple[Goods, Goods | None], int] = {}
        self._group_of = [
            groups.setdefault((each.goods, each.reward), len(groups)) for each in self.promotions
        ]
        self._by_product: dict[int, list[tuple[int, bool]]] = {}
        self._by_category: dict[int, list[tuple[int, bool]]] = {}
        self._of_all: list[tuple[int, bool]] = []
        for (goods, reward), group in groups.items():
            for wanted, rewarded in ((goods, False), (reward, True)):
                if wanted is None:
                    continue
                for product_id in wanted.product_ids:
                    self._by_product.setdefault(product_id, []).append((group, rewarded))
                for category_id in wanted.category_ids:
                    self._by_category.setdefault(category_id, []).append((group, rewarded))
                if wanted.everything:
                    self._of_all.append((group, rewarded))

    def running(self, moment: datetime | None, group_id: int | None) -> dict[int, list[int]]:
        """Places in `promotions` of those that run for a customer group at a moment, by the group
        of promotions for the same goods that they are in."""
        found: dict[int, list[int]] = {}
        for index, promotion in enumerate(self.promotions):
            if promotion.runs(moment, group_id):
                found.setdefault(self._group_of[index], []).append(index)
        return found

    def reach(
        self, lines: Sequence["OfferLine"], running: Mapping[int, object]
    ) -> dict[int, dict[int, bool]]:
        """For each group of promotions the places of its lines, each with whether it is only given
        there: what is bought for a promotion is not its own reward."""
        reach: dict[int, dict[int, bool]] = {}
        for place, line in enumerate(lines):
            for entries in (
                self._of_all,
                self._by_product.get(line.product_id, ()),
                self._by_category.get(line.category_id, ()),
            ):
                for group, rewarded in entries:
                    if group in running:
                        places = reach.setdefault(group, {})
                        places[place] = rewarded and places.get(place, True)
        return reach


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
    reach = offers.reach(lines, running)
    totals = [line.total for line in lines]
    at_first = {group: _parts(lines, places, totals) for group, places in reach.items()}
    basket = _Basket(offers.promotions, lines, {}, {})
    alone: dict[int, dict[int, int]] = {}
    for group, parts in at_first.items():
        for index in running[group]:
            saving = sum([off for _, off in taken_off(offers.promotions[index], parts)])
            if saving:
                alone.setdefault(group, {})[index] = saving
                basket.reach[index] = reach[group]
                basket.alone[index] = saving
    given: list[Given] = []
    for cluster in _clusters({group: reach[group] for group in alone}):
        members = {group: list(alone[group]) for group in cluster}
        given += _best_of(basket, _rivals(offers.promotions, members, reach))
    given.sort(key=lambda each: _order(each.promotion))
    return given


@dataclass(slots=True)
class _Basket:
    """What is to be combined: for each promotion that saves something its lines, as `Offers.reach`
    has them, and what it saves alone."""

    promotions: Sequence[Promotion]
    lines: Sequence[OfferLine]
    reach: dict[int, dict[int, bool]]
    alone: dict[int, int]


def _order(promotion: Promotion) -> tuple[int, int]:
    return -promotion.priority, promotion.id


def _parts(lines: Sequence[OfferLine], places: dict[int, bool], left: Sequence[int]) -> list[Part]:
    return [
        Part(place, left[place], lines[place].quantity, lines[place].pieces, rewarded)
        for place, rewarded in places.items()
    ]


def _clusters(reach: dict[int, dict[int, bool]]) -> Iterator[list[int]]:
    """The groups that share lines, directly or through others, together."""
    first_on: dict[int, int] = {}
    parent = {group: group for group in reach}

    def root(group: int) -> int:
        while parent[group] != group:
            parent[group] = parent[parent[group]]
            group = parent[group]
        return group

    for group, places in reach.items():
        for place in places:
            other = first_on.setdefault(place, group)
            if other != group:
                parent[root(group)] = root(other)
    clusters: dict[int, list[int]] = {}
    for group in reach:
        clusters.setdefault(root(group), []).append(group)
    yield from clusters.values()


def _best_of(basket: _Basket, rivals: dict[int, set[int]]) -> list[Given]:
    """The best allowed combination of these promotions, each with those it conflicts with."""
    members = sorted(rivals)
    if len(members) <= EXACT:
        return _Search(basket, rivals, frozenset(members)).best()
    rivalling = [index for index in members if rivals[index]]
    if len(rivalling) <= EXACT:
        return _Search(basket, rivals, frozenset(rivalling)).best()
    chosen: list[int] = []
    for index in sorted(rivalling, key=lambda index: (-basket.alone[index], index)):
        if rivals[index].isdisjoint(chosen):
            chosen.append(index)
    return _apply(basket, [index for index in members if not rivals[index] or index in chosen])


def _rivals(
    promotions: Sequence[Promotion],
    members: dict[int, list[int]],
    reach: dict[int, dict[int, bool]],
) -> dict[int, set[int]]:
    """For each promotion those it conflicts with; members are those of each group."""
    on_line: dict[int, list[int]] = {}
    for group in members:
        for place in reach[group]:
            on_line.setdefault(place, []).append(group)
    meeting: dict[int, set[int]] = {group: {group} for group in members}
    for together in set(map(tuple, on_line.values())):
        for group in together:
            meeting[group].update(together)
    rivals: dict[int, set[int]] = {}
    for group, others in meeting.items():
        everyone = {index for other in others for index in members[other]}
        alone = {index for index in everyone if not promotions[index].stacks}
        for index in members[group]:
            rivals[index] = (alone if promotions[index].stacks else everyone) - {index}
    return rivals


class _Search:
    """Tries every combination without a conflict, in the order promotions are applied; those that
    are not optional are always in it."""

    def __init__(
        self, basket: _Basket, rivals: dict[int, set[int]], optional: frozenset[int]
    ) -> None:
        self._basket = basket
        self._rivals = rivals
        self._optional = optional
        self._ids = sorted(rivals)
        self._queue = sorted(rivals, key=lambda index: _order(basket.promotions[index]))
        # What those from a place on can save at most: behind others none saves more than alone, but
        # for what rounding moves on each of its lines.
        self._at_most = [0]
        for index in reversed(self._queue):
            most = basket.alone[index] + len(basket.reach[index])
            self._at_most.append(self._at_most[-1] + most)
        self._at_most.reverse()
        self._best_saving = -1
        self._best_key: list[bool] = []
        self._best: list[Given] = []

    def best(self) -> list[Given]:
        """The one that saves most; of equal ones the one with the lower ids."""
        self._extend(0, [line.total for line in self._basket.lines], [], set(), 0)
        return self._best

    def _extend(
        self, place: int, left: list[int], given: list[Given], chosen: set[int], saving: int
    ) -> None:
        if saving + self._at_most[place] < self._best_saving:
            return
        if place == len(self._queue):
            key = [index not in chosen for index in self._ids]
            if (-saving, key) < (-self._best_saving, self._best_key):
                self._best_saving, self._best_key, self._best = saving, key, given
            return
        index = self._queue[place]
        if self._rivals[index].isdisjoint(chosen):
            found, behind = _take(self._basket, index, left)
            more = [*given, found] if found.offs else given
            saved = saving + sum(off for _, off in found.offs)
            self._extend(place + 1, behind, more, chosen | {index}, saved)
        if index in self._optional:
            self._extend(place + 1, left, given, chosen, saving)


def _take(basket: _Basket, index: int, left: list[int]) -> tuple[Given, list[int]]:
    """What a promotion takes off what is left of each line, and what is left behind it."""
    promotion = basket.promotions[index]
    offs = taken_off(promotion, _parts(basket.lines, basket.reach[index], left))
    behind = left.copy()
    for place, off in offs:
        behind[place] -= off
    return Given(promotion, tuple(offs)), behind


def _apply(basket: _Basket, chosen: list[int]) -> list[Given]:
    """Apply promotions one after another, each to what the ones before left."""
    left = [line.total for line in basket.lines]
    given = []
    for index in sorted(chosen, key=lambda index: _order(basket.promotions[index])):
        found, left = _take(basket, index, left)
        if found.offs:
            given.append(found)
    return given
