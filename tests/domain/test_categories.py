"""The tree of categories, and what a rule that names one means."""

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.categories import subtrees, widened
from pos_app.domain.discounts import CodeDiscount
from pos_app.domain.promotions import Goods, Promotion

PARENTS = {1: None, 2: 1, 3: 2, 4: 1, 5: None}
BELOW = subtrees(PARENTS)


def test_each_category_has_all_below_it() -> None:
    assert {
        1: frozenset({1, 2, 3, 4}),
        2: frozenset({2, 3}),
        3: frozenset({3}),
        4: frozenset({4}),
        5: frozenset({5}),
    } == BELOW


def test_a_category_above_that_is_not_there_ends_the_walk() -> None:
    assert subtrees({2: 1, 3: 2}) == {2: frozenset({2, 3}), 3: frozenset({3})}


@given(st.dictionaries(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 6))))
def test_even_a_ring_comes_to_an_end(parents: dict[int, int | None]) -> None:
    for key, below in subtrees(parents).items():
        assert key in below
        assert {each for each, above in parents.items() if above == key} <= below


def test_what_is_not_known_is_itself_alone() -> None:
    assert widened([2, 9], BELOW) == {2, 3, 9}
    assert widened([], BELOW) == frozenset()


def test_goods_promotions_and_codes_mean_what_lies_below() -> None:
    goods, reward = Goods(frozenset({7}), frozenset({2})), Goods(category_ids=frozenset({1}))
    offer = Promotion(1, "X", "buy_get", goods, reward, rate_ppm=1, buy=1, get=1).widened(BELOW)
    assert offer.goods == Goods(frozenset({7}), frozenset({2, 3}))
    assert offer.reward == Goods(category_ids=frozenset({1, 2, 3, 4}))
    assert Promotion(1, "X", "percent", rate_ppm=1).widened(BELOW).reward is None
    assert Goods().widened(BELOW).everything
    code = CodeDiscount("X", 1, minimum=5, category_ids=frozenset({1}), needs_customer=True)
    assert code.widened(BELOW) == CodeDiscount(
        "X", 1, minimum=5, category_ids=frozenset({1, 2, 3, 4}), needs_customer=True
    )
