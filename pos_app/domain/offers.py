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
    free = [index for index in sorted(rivals) if not rivals[index]]
    rivalling = [index for index in sorted(rivals) if rivals[index]]
    if len(rivalling) > EXACT:
        chosen: list[int] = []
        for index in sorted(rivalling, key=lambda index: (-basket.alone[index], index)):
            if rivals[index].isdisjoint(chosen):
                chosen.append(index)
        return _apply(basket, [*free, *chosen])
    best: list[Given] = []
    best_saving = -1
    for combination in _allowed(rivalling, rivals):
        given = _apply(basket, [*free, *combination])
        saving = sum(off for each in given for _, off in each.offs)
        if saving > best_saving:
            best, best_saving = given, saving
    return best


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


def _apply(basket: _Basket, chosen: list[int]) -> list[Given]:
    """Apply promotions one after another, each to what the ones before left."""
    left = [line.total for line in basket.lines]
    given = []
    for index in sorted(chosen, key=lambda index: _order(basket.promotions[index])):
        promotion = basket.promotions[index]
        offs = taken_off(promotion, _parts(basket.lines, basket.reach[index], left))
        for place, off in offs:
            left[place] -= off
        if offs:
            given.append(Given(promotion, tuple(offs)))
    return given
