"""What each kind of promotion takes off, against pieces counted out one by one."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import BadValue
from pos_app.domain.promotions import (
    ALWAYS,
    DAY,
    MOST_BREAKS,
    MOST_PIECES,
    Break,
    Goods,
    Hours,
    Part,
    Promotion,
    taken_off,
)
from tests.domain.examples import PPM, beyond_floats, thorough
from tests.domain.naive import offs_of, promotions

GIFTS = Goods(frozenset({9}))


@st.composite
def parts_of_lines(draw: st.DrawFn) -> list[Part]:
    """Lines as a promotion sees them; every fourth is weighed."""
    totals = st.integers(0, 60) | st.integers(0, 3000) | beyond_floats
    rows = draw(
        st.lists(st.tuples(totals, st.integers(1, 9), st.integers(0, 3), st.booleans()), max_size=6)
    )
    return [
        Part(place, left, count * 1000 + (not kind) * 137, count if kind else 0, rewarded)
        for place, (left, count, kind, rewarded) in enumerate(rows)
    ]


@thorough
@given(promotions(), parts_of_lines())
def test_each_kind_takes_off_what_counting_pieces_gives(
    promotion: Promotion, parts: list[Part]
) -> None:
    if promotion.reward is None:
        for part in parts:
            part.rewarded = False
    offs = taken_off(promotion, parts)
    assert dict(offs) == offs_of(promotion, parts)
    assert len(dict(offs)) == len(offs)
    left = {part.place: part.left for part in parts}
    assert all(0 < off <= left[place] for place, off in offs)


def milk(*rows: tuple[int, int]) -> list[Part]:
    """Lines of (what they come to, pieces)."""
    return [Part(place, left, pieces * 1000, pieces) for place, (left, pieces) in enumerate(rows)]


def test_the_cheapest_pieces_of_each_group_are_given() -> None:
    offer = Promotion(1, "3 for 2", "buy_get", buy=2, get=1, rate_ppm=PPM)
    # 9, 9, 5 | 5, 5, 2: one of 5 and one of 2, and not twice the 2.
    assert taken_off(offer, milk((18, 2), (15, 3), (2, 1))) == [(1, 5), (2, 2)]
    assert taken_off(offer, milk((18, 2))) == []
    # The third piece of a group of four is given only with the fourth.
    offer = Promotion(1, "2 + 2", "buy_get", buy=2, get=2, rate_ppm=PPM)
    assert taken_off(offer, milk((18, 3))) == []
    assert taken_off(offer, milk((30, 3), (10, 1))) == [(0, 10), (1, 10)]


def test_the_cheaper_piece_is_found_however_large_both_are() -> None:
    offer = Promotion(1, "1 + 1", "buy_get", buy=1, get=1, rate_ppm=PPM)
    assert taken_off(offer, milk((2**80, 1), (2**80 + 1, 1))) == [(0, 2**80)]


def test_rewards_are_the_dearest_of_the_other_goods() -> None:
    offer = Promotion(1, "Razor", "buy_get", reward=GIFTS, buy=1, get=1, rate_ppm=500_000)
    bought, cheap, dear = milk((100, 1), (10, 1), (50, 1))
    cheap.rewarded = dear.rewarded = True
    assert taken_off(offer, [bought, cheap, dear]) == [(2, 25)]
    two = Promotion(1, "Razor", "buy_get", reward=GIFTS, buy=1, get=2, rate_ppm=500_000)
    assert taken_off(two, [bought, cheap, dear]) == [(2, 25), (1, 5)]


def test_a_bundle_is_made_only_while_it_saves() -> None:
    offer = Promotion(1, "2 for 9", "bundle", buy=2, amount=9)
    # 8 + 7 saves 6; 4 + 4 would cost one more.
    assert taken_off(offer, milk((8, 1), (7, 1), (8, 2))) == [(0, 3), (1, 3)]
    # Nor is one made that comes to the same: these lines would share what others saved.
    assert taken_off(offer, milk((8, 1), (7, 1), (5, 1), (4, 1))) == [(0, 3), (1, 3)]
    assert taken_off(offer, milk((8, 1), (7, 1), (9, 2))) == [(0, 3), (1, 3)]
    # The smallest that can be saved.
    assert taken_off(offer, milk((5, 1), (5, 1))) == [(0, 1)]


def test_a_bundle_that_comes_to_its_price_in_thirds_saves_nothing() -> None:
    # Four of the first for 3 save 97. One for 1 and three for 2 come to 3, two thirds a piece.
    offer = Promotion(1, "4 for 3", "bundle", buy=4, amount=3)
    assert taken_off(offer, milk((100, 4), (2, 3), (1, 1))) == [(0, 97)]


def test_a_break_counts_all_goods_and_never_makes_dearer() -> None:
    offer = Promotion(1, "From 3", "breaks", breaks=(Break(3000, 5), Break(10_000, None, 500_000)))
    assert taken_off(offer, milk((20, 2), (4, 1))) == [(0, 10)]
    assert taken_off(offer, milk((20, 2))) == []
    assert taken_off(offer, milk((80, 8), (9, 2))) == [(0, 40), (1, 5)]


def test_pieces_without_number_cost_no_time() -> None:
    many = [Part(place, 10**15 - place, 10**10, 10**7) for place in range(100)]
    for offer in (
        Promotion(1, "3 for 2", "buy_get", buy=2, get=1, rate_ppm=PPM),
        Promotion(1, "3 for 2", "bundle", buy=3, amount=1),
    ):
        offs = dict(taken_off(offer, many))
        assert sum(offs.values()) > 10**16


# --- when ------------------------------------------------------------------------------------

days = st.dates(date(2024, 2, 20), date(2024, 3, 10))
minutes = st.integers(0, DAY - 1)


@thorough
@given(
    st.none() | days,
    st.integers(0, 9) | st.none(),
    st.frozensets(st.integers(0, 6)),
    minutes,
    st.integers(1, DAY),
    days,
    minutes,
)
def test_hours_run_as_a_list_of_minutes_does(
    first: date | None,
    length: int | None,
    weekdays: frozenset[int],
    since: int,
    until: int,
    day: date,
    minute: int,
) -> None:
    if since == until:
        return
    last = None if length is None else (first or day) + timedelta(days=length)
    hours = Hours(first, last, weekdays, since, until)
    length_of_run = until - since if since < until else until - since + DAY
    moment = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
    expected = False
    for begun in (day - timedelta(days=1), day):
        begin = datetime.combine(begun, datetime.min.time()) + timedelta(minutes=since)
        on = not weekdays or begun.weekday() in weekdays
        on = on and (first is None or begun >= first) and (last is None or begun <= last)
        expected |= on and begin <= moment < begin + timedelta(minutes=length_of_run)
    assert hours.run_at(moment + timedelta(seconds=59)) == expected


def test_a_night_belongs_to_the_day_it_began_on() -> None:
    friday = Hours(weekdays=frozenset({4}), since=22 * 60, until=2 * 60)
    for text, runs in (
        ("2024-03-01 22:00", True),  # a Friday
        ("2024-03-02 01:59", True),
        ("2024-03-02 02:00", False),
        ("2024-03-01 01:00", False),  # the night of Thursday
        ("2024-03-02 22:00", False),
    ):
        assert friday.run_at(datetime.fromisoformat(text)) == runs


def test_who_and_when() -> None:
    offer = Promotion(1, "Offer", "percent", rate_ppm=1, group_ids=frozenset({3}))
    assert offer.hours == ALWAYS
    assert [offer.runs(None, group) for group in (3, 4, None)] == [True, False, False]
    happy = Promotion(1, "Offer", "percent", rate_ppm=1, hours=Hours(since=60, until=120))
    moment = datetime.fromisoformat("2024-03-01 01:30")
    assert happy.runs(moment, None)
    assert not happy.runs(moment + timedelta(hours=1), None)
    # Who does not know the time gives nothing that has one.
    assert not happy.runs(None, None)


def refused(refusal: BadValue) -> tuple[str, object, str]:
    """What a refusal says of itself."""
    return refusal.field, refusal.value, refusal.reason


@pytest.mark.parametrize(
    ("wrong", "field", "value"),
    [
        ({"weekdays": frozenset({7, 0})}, "weekdays", [0, 7]),
        ({"since": -1}, "hours", (-1, DAY)),
        ({"since": DAY}, "hours", (DAY, DAY)),
        ({"since": DAY, "until": 60}, "hours", (DAY, 60)),
        ({"until": DAY + 1}, "hours", (0, DAY + 1)),
        ({"until": 0}, "hours", (0, 0)),
        ({"since": 60, "until": 0}, "hours", (60, 0)),
        ({"since": 60, "until": 60}, "hours", (60, 60)),
        (
            {"first_day": date(2024, 3, 2), "last_day": date(2024, 3, 1)},
            "last_day",
            date(2024, 3, 1),
        ),
    ],
)
def test_hours_that_never_come_are_refused(
    wrong: dict[str, Any], field: str, value: object
) -> None:
    with pytest.raises(BadValue) as refusal:
        Hours(**wrong)
    assert refused(refusal.value) == (field, value, "range")


def test_the_shortest_hours_are_a_minute_of_one_day() -> None:
    day = date(2024, 3, 1)
    for since, text in ((0, "2024-03-01 00:00"), (DAY - 1, "2024-03-01 23:59")):
        hours = Hours(first_day=day, last_day=day, since=since, until=since + 1)
        moment = datetime.fromisoformat(text)
        minute = timedelta(minutes=1)
        assert [hours.run_at(moment + each * minute) for each in (-1, 0, 1)] == [False, True, False]


# --- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": ""}, ("name", "", "empty")),
        ({"name": "x" * 81}, ("name", "x" * 81, "too_long")),
        ({"kind": "free"}, ("kind", "free", "unknown_choice")),
        ({"rate_ppm": 0}, ("rate_ppm", 0, "zero")),
        ({"rate_ppm": PPM + 1}, ("rate_ppm", PPM + 1, "not_a_rate")),
        ({"priority": 1001}, ("priority", 1001, "range")),
        ({"priority": -1001}, ("priority", -1001, "range")),
        ({"amount": -1}, ("amount", -1, "negative")),
        ({"kind": "amount"}, ("amount", 0, "zero")),
        ({"kind": "buy_get", "rate_ppm": 0, "buy": 1, "get": 1}, ("rate_ppm", 0, "zero")),
        ({"kind": "buy_get", "get": 1}, ("buy", 0, "zero")),
        ({"kind": "buy_get", "buy": 1}, ("get", 0, "zero")),
        (
            {"kind": "buy_get", "buy": MOST_PIECES + 1, "get": 1},
            ("buy", MOST_PIECES + 1, "range"),
        ),
        (
            {"kind": "buy_get", "buy": 1, "get": MOST_PIECES + 1},
            ("get", MOST_PIECES + 1, "range"),
        ),
        ({"kind": "buy_get", "buy": 1, "get": -1}, ("get", -1, "range")),
        ({"kind": "buy_get", "buy": 1, "get": 1, "reward": Goods()}, ("reward", "", "empty")),
        ({"reward": GIFTS}, ("reward", "percent", "unknown_choice")),
        ({"kind": "bundle"}, ("buy", 0, "zero")),
        ({"kind": "bundle", "buy": 1}, ("buy", 1, "too_few")),
        ({"breaks": (Break(1, 1),)}, ("breaks", "percent", "unknown_choice")),
        ({"kind": "breaks"}, ("breaks", "", "empty")),
        (
            {"kind": "breaks", "breaks": (Break(2, 1), Break(1, 2))},
            ("breaks", [2, 1], "not_ascending"),
        ),
        (
            {"kind": "breaks", "breaks": (Break(1, 1), Break(1, 2))},
            ("breaks", [1, 1], "not_ascending"),
        ),
        (
            {"kind": "breaks", "breaks": tuple(Break(n + 1, 1) for n in range(MOST_BREAKS + 1))},
            ("breaks", MOST_BREAKS + 1, "too_many"),
        ),
    ],
)
def test_an_offer_that_means_nothing_is_refused(
    wrong: dict[str, Any], refusal: tuple[str, object, str]
) -> None:
    with pytest.raises(BadValue) as found:
        Promotion(**{"id": 1, "name": "Offer", "kind": "percent", "rate_ppm": 1, **wrong})
    assert refused(found.value) == refusal


@pytest.mark.parametrize(
    "most",
    [
        {"name": "x" * 80},
        {"priority": 1000},
        {"priority": -1000},
        {"rate_ppm": PPM},
        {"kind": "amount", "amount": 10**15},
        {"kind": "buy_get", "buy": MOST_PIECES, "get": MOST_PIECES},
        {"kind": "buy_get", "buy": 1, "get": 1, "reward": GIFTS},
        {"kind": "bundle", "buy": 2},
        {"kind": "bundle", "buy": MOST_PIECES},
        {"kind": "breaks", "breaks": tuple(Break(n + 1, 1) for n in range(MOST_BREAKS))},
    ],
    ids=repr,
)
def test_an_offer_at_the_edge_is_taken(most: dict[str, Any]) -> None:
    made = Promotion(**{"id": 1, "name": "Offer", "kind": "percent", "rate_ppm": 1, **most})
    assert {name: getattr(made, name) for name in most} == most


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ((0, 5), ("quantity", 0, "range")),
        ((10**10 + 1, 5), ("quantity", 10**10 + 1, "range")),
        ((1,), ("price", None, "rate_or_amount")),
        ((1, 5, 6), ("price", 5, "rate_or_amount")),
        ((1, None, PPM + 1), ("rate_ppm", PPM + 1, "not_a_rate")),
        ((1, -1), ("price", -1, "negative")),
    ],
)
def test_a_break_that_means_nothing_is_refused(
    wrong: tuple[Any, ...], refusal: tuple[str, object, str]
) -> None:
    with pytest.raises(BadValue) as found:
        Break(*wrong)
    assert refused(found.value) == refusal


def test_a_break_at_the_edge_is_taken() -> None:
    assert Break(10**10, 0).price == 0  # for nothing
    assert Break(1, None, PPM).rate_ppm == PPM


def test_goods() -> None:
    assert Goods().everything
    assert Goods().has(1, 1)
    some = Goods(frozenset({1}), frozenset({7}))
    assert [some.has(1, 0), some.has(2, 7), some.has(2, 6)] == [True, True, False]


def test_what_is_no_whole_number_is_refused_in_words() -> None:
    wrong: Any = "4"
    for make in (
        lambda: Hours(since=wrong),
        lambda: Hours(until=wrong),
        lambda: Break(wrong, 5),
        lambda: Promotion(1, "X", "amount", amount=5, priority=wrong),
        lambda: Promotion(1, "X", "bundle", amount=5, buy=wrong),
        lambda: Promotion(1, "X", "bundle", amount=5, buy=2, get=True),
    ):
        with pytest.raises(BadValue) as refusal:
            make()
        assert refusal.value.reason == "not_a_number"


def test_a_name_must_have_something_to_see() -> None:
    with pytest.raises(BadValue) as refusal:
        Promotion(1, "\u200b \u200f", "amount", amount=5)
    assert (refusal.value.field, refusal.value.reason) == ("name", "empty")
