"""Which promotions are given together, against every combination that is allowed."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.offers import EXACT, Given, OfferLine, Offers, best_offers
from pos_app.domain.promotions import Goods, Hours, Promotion
from tests.domain.examples import PPM, thorough
from tests.domain.naive import Naive, Offs, offer_lines, promotions

some_promotions = st.integers(0, 5).flatmap(
    lambda count: st.tuples(*(promotions(number) for number in range(1, count + 1)))
)


def given_to(found: list[Given]) -> dict[int, Offs]:
    return {each.promotion.id: dict(each.offs) for each in found}


def saved(offs: dict[int, Offs]) -> int:
    return sum(sum(each.values()) for each in offs.values())


@thorough
@given(offer_lines(), some_promotions)
def test_the_best_combination_of_all_that_are_allowed(
    lines: list[OfferLine], offers: tuple[Promotion, ...]
) -> None:
    found = best_offers(Offers(offers[::-1]), lines, None, None)
    naive = Naive(lines, offers)
    assert given_to(found) == naive.best()
    assert saved(given_to(found)) >= saved(naive.greedy())
    order = [(-each.promotion.priority, each.promotion.id) for each in found]
    assert order == sorted(order)


def simple(number: int, goods: Goods, rate: int, stacks: bool, priority: int = 0) -> Promotion:
    return Promotion(
        number,
        f"Offer {number}",
        "percent",
        goods=goods,
        rate_ppm=rate,
        stacks=stacks,
        priority=priority,
    )


# Each for its line, so that a combination is many promotions and not one; every other is wide.
narrow_or_wide = st.sampled_from(
    [
        *(Goods(frozenset({number})) for number in range(1, 6)),
        Goods(frozenset({1, 2})),
        Goods(frozenset({2, 3, 4})),
        Goods(frozenset({4, 5})),
    ]
)
simple_rows = st.tuples(
    narrow_or_wide, st.sampled_from([100_000, 100_000, 150_000, 200_000, 500_000]), st.booleans()
)
five_lines = st.lists(st.integers(1, 400), min_size=5, max_size=5).map(
    lambda totals: [OfferLine(n, 1, total, 1000, 1) for n, total in enumerate(totals, start=1)]
)


@thorough
@given(five_lines, st.lists(simple_rows, min_size=EXACT, max_size=EXACT))
def test_eight_that_conflict_are_tried_in_every_way(
    lines: list[OfferLine], rows: list[tuple[Goods, int, bool]]
) -> None:
    offers = [simple(number, *row) for number, row in enumerate(rows, start=1)]
    naive = Naive(lines, offers)
    assert given_to(best_offers(Offers(offers), lines, None, None)) == naive.best()


@thorough
@given(five_lines, st.lists(simple_rows, min_size=EXACT + 1, max_size=EXACT + 2))
def test_of_more_than_eight_those_that_save_most_come_first(
    lines: list[OfferLine], rows: list[tuple[Goods, int, bool]]
) -> None:
    # One for all goods ties them together; it stands alone, so that all the others conflict.
    offers = [simple(number, *row) for number, row in enumerate(rows, start=2)]
    offers.append(simple(1, Goods(), 1, stacks=False))
    lines = [*lines, OfferLine(9, 1, 10**6, 1000, 1)]
    naive = Naive(lines, offers)
    rivals = [
        each
        for each in naive.useful()
        if any(naive.conflict(each, other) for other in naive.useful() if other != each)
    ]
    found = given_to(best_offers(Offers(offers), lines, None, None))
    if len(rivals) > EXACT:
        assert found == naive.greedy()
    else:
        useful = naive.useful()
        spared = [each for each in useful if each not in rivals] if len(useful) > EXACT else []
        assert found == naive.best(spared)


def test_a_promotion_that_stacks_is_left_out_where_it_costs_more_than_it_saves() -> None:
    # 5.00 off each first, and there is nothing dear left for "buy one, get one" to give.
    lines = [
        OfferLine(1, 1, 2100, 3000, 3),
        OfferLine(2, 1, 3000, 3000, 3),
        OfferLine(3, 1, 2000, 2000, 2),
    ]
    coupons = Promotion(
        1, "5 off", "amount", goods=Goods(frozenset({2})), amount=500, stacks=True, priority=1
    )
    pairs = Promotion(2, "1 + 1", "buy_get", rate_ppm=PPM, buy=1, get=1, stacks=True)
    clear = simple(3, Goods(frozenset({2})), 900_000, stacks=True)
    found = best_offers(Offers([coupons, pairs, clear]), lines, None, None)
    # Given: pieces 2, 4, 6 and 8 of 10 10 10 10 10 7 7 7, and 90 % of what is left of product 2.
    assert saved(given_to(found)) == 5200
    assert set(given_to(found)) == {2, 3}
    # With nine of them, those that conflict with none are given without another look.
    small = [
        replace(coupons, id=number, goods=Goods(frozenset({3})), amount=1, priority=-1)
        for number in range(4, 10)
    ]
    for count, left_out in ((5, {1}), (6, set())):
        offers = [coupons, pairs, clear, *small[:count]]
        found = best_offers(Offers(offers), lines, None, None)
        assert {each.id for each in offers} - set(given_to(found)) == left_out


def test_eight_are_exact_and_nine_are_greedy() -> None:
    lines = [OfferLine(number, 1, 100, 1000, 1) for number in (1, 2, 3)]
    # The wide one saves most alone, 60, but less than the 70 of two beside each other.
    wide = simple(1, Goods(frozenset({1, 2})), 300_000, stacks=False)
    left = simple(2, Goods(frozenset({1})), 500_000, stacks=False)
    right = simple(3, Goods(frozenset({2})), 200_000, stacks=False)
    others = [simple(n, Goods(frozenset({1, 3})), 20_000, stacks=False) for n in range(4, 10)]
    for count, expected in ((5, {2, 3}), (6, {1})):
        offers = Offers([wide, left, right, *others[:count]])
        assert set(given_to(best_offers(offers, lines, None, None))) == expected


def test_of_many_that_stack_only_those_that_conflict_are_chosen_from() -> None:
    lines = [OfferLine(number, 1, 100, 1000, 1) for number in (1, 2, 3)]
    # The wide one saves most alone, 60, but less than the 70 of two beside each other.
    rivals = [
        simple(1, Goods(frozenset({1, 2})), 300_000, stacks=False),
        simple(2, Goods(frozenset({1})), 500_000, stacks=False),
        simple(3, Goods(frozenset({2})), 200_000, stacks=False),
        simple(4, Goods(frozenset({2, 3})), 10_000, stacks=True),
        *(simple(n, Goods(frozenset({1})), 20_000, stacks=False) for n in range(5, 10)),
    ]
    # On what the fourth is for too: 20 off, half of the other 80.
    free = [
        simple(20, Goods(frozenset({3})), 500_000, stacks=True),
        simple(21, Goods(frozenset({3})), 200_000, stacks=True, priority=1),
    ]
    for count, best in ((8, {2, 3}), (9, {1})):
        found = best_offers(Offers([*rivals[:count], *free]), lines, None, None)
        offs = given_to(found)
        assert set(offs) == best | {20, 21}
        assert (offs[21], offs[20]) == ({2: 20}, {2: 40})


def test_promotions_that_share_no_line_are_no_rivals() -> None:
    # Nine that conflict, but three and three and three: each three are tried in every way.
    lines, offers = [], []
    for first in (1, 4, 7):
        lines += [OfferLine(first + more, 1, 100, 1000, 1) for more in (0, 1)]
        both = Goods(frozenset({first, first + 1}))
        offers += [
            simple(first, both, 300_000, stacks=False),
            simple(first + 1, Goods(frozenset({first})), 500_000, stacks=False),
            simple(first + 2, Goods(frozenset({first + 1})), 200_000, stacks=False),
        ]
    found = given_to(best_offers(Offers(offers), lines, None, None))
    assert set(found) == {2, 3, 5, 6, 8, 9}


def test_equal_savings_go_to_the_lower_id() -> None:
    lines = [OfferLine(1, 1, 1000, 1000, 1)]
    offers = [simple(number, Goods(), 100_000, stacks=False) for number in (7, 3, 5)]
    assert set(given_to(best_offers(Offers(offers), lines, None, None))) == {3}
    offers[0] = replace(offers[0], priority=1)  # which is about what is applied first
    assert set(given_to(best_offers(Offers(offers), lines, None, None))) == {3}
    many = [simple(number, Goods(), 100_000, stacks=False) for number in range(40, 20, -1)]
    assert set(given_to(best_offers(Offers(many), lines, None, None))) == {21}


def test_those_that_stack_follow_their_priority() -> None:
    lines = [OfferLine(1, 1, 1000, 1000, 1)]
    half = simple(1, Goods(), 500_000, stacks=True)
    fixed = Promotion(2, "Two off", "amount", amount=200, stacks=True)
    found = best_offers(Offers([half, fixed]), lines, None, None)
    assert [(each.promotion.id, each.offs) for each in found] == [
        (1, ((0, 500),)),
        (2, ((0, 200),)),
    ]
    first = Promotion(2, "Two off", "amount", amount=200, stacks=True, priority=1)
    found = best_offers(Offers([half, first]), lines, None, None)
    assert [(each.promotion.id, each.offs) for each in found] == [
        (2, ((0, 200),)),
        (1, ((0, 400),)),
    ]


def test_goods_that_are_bought_are_not_their_own_reward() -> None:
    offer = Promotion(
        1,
        "Razor",
        "buy_get",
        goods=Goods(frozenset({1})),
        reward=Goods(category_ids=frozenset({4})),
        buy=1,
        get=1,
        rate_ppm=PPM,
    )
    bought, reward = OfferLine(1, 4, 500, 1000, 1), OfferLine(2, 4, 90, 1000, 1)
    assert given_to(best_offers(Offers([offer]), [bought], None, None)) == {}
    assert given_to(best_offers(Offers([offer]), [bought, reward], None, None)) == {1: {1: 90}}
    assert given_to(best_offers(Offers([offer]), [reward, reward], None, None)) == {}


def test_only_what_runs_for_this_group_now() -> None:
    lines = [OfferLine(1, 1, 1000, 1000, 1)]
    happy = Promotion(1, "Happy", "percent", rate_ppm=500_000, hours=Hours(since=60, until=120))
    club = Promotion(2, "Club", "percent", rate_ppm=100_000, group_ids=frozenset({7}))
    offers = Offers([happy, club])
    inside = datetime.fromisoformat("2024-03-01 01:30")
    outside = datetime.fromisoformat("2024-03-01 02:00")
    for moment, group, expected in (
        (inside, None, {1}),
        (inside, 7, {1}),
        (outside, 7, {2}),
        (outside, 8, set()),
        (None, 7, {2}),
    ):
        assert set(given_to(best_offers(offers, lines, moment, group))) == expected
    assert best_offers(Offers(), lines, inside, 7) == []
    assert best_offers(offers, [], inside, 7) == []
