"""Paying: what customers hand over, what is due, what comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cash import plausible_limit, quick_amounts
from pos_app.domain.errors import BadAmount, Overpaid
from pos_app.domain.payment import settle
from pos_app.ui.cart.tender import Tender
from tests.domain.examples import thorough

CURRENCIES = ["USD", "EUR", "GBP", "JPY", "SEK", "KWD", "VND", "XAU"]


@pytest.mark.parametrize(
    ("due", "currency", "offered"),
    [
        (1580, "USD", (1600, 2000, 5000)),
        (1080, "USD", (1100, 2000, 5000)),
        (320, "USD", (400, 500, 1000)),
        (2000, "USD", (5000, 10000)),
        (8710, "USD", (8800, 9000, 10000)),
        (38740, "USD", (38800, 39000, 40000)),
        (1234, "JPY", (1300, 2000, 5000)),
        (4530, "SEK", (5000, 10000, 20000)),
        (0, "USD", ()),
    ],
)
def test_likely_cash(due: int, currency: str, offered: tuple[int, ...]) -> None:
    assert quick_amounts(due, currency) == offered


@thorough
@given(st.integers(1, 10**9), st.sampled_from(CURRENCIES))
def test_offers_are_above_the_sum_ascending_and_believable(due: int, currency: str) -> None:
    offered = quick_amounts(due, currency)
    assert len(offered) <= 3
    assert list(offered) == sorted(set(offered))
    assert all(due < amount <= plausible_limit(due, currency) for amount in offered)


def test_cash_gives_change_and_an_empty_amount_is_exact() -> None:
    tender = Tender(1580, "USD")
    assert tender.change(2000) == 420
    assert tender.rest(1000) == 580
    assert tender.change(1580) == tender.rest(1580) == 0
    assert [p.amount for p in tender.take(tender.due).taken] == [1580]


def test_a_sale_is_split_over_several_tenders() -> None:
    tender = Tender(1580, "USD").take(500).by("card").take(1080)
    assert [(p.method, p.amount) for p in tender.taken] == [("cash", 500), ("card", 1080)]
    assert tender.due == 0
    assert settle(1580, tender.taken).change_due == 0
    assert tender.take_back().due == 1080


def test_a_card_gives_no_change() -> None:
    with pytest.raises(Overpaid):
        Tender(1580, "USD", method="card").take(2000)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_tender(amount: int) -> None:
    with pytest.raises(BadAmount):
        Tender(1580, "USD").take(amount)


def test_a_barcode_is_no_amount() -> None:
    tender = Tender(1580, "USD")
    assert not tender.is_plausible(400638133393100)
    with pytest.raises(BadAmount, match="too_large"):
        tender.take(400638133393100)


def test_a_sale_for_nothing_needs_no_tender() -> None:
    nothing = Tender(0, "USD").take(0)
    assert nothing.taken == ()
    assert nothing.settled


@thorough
@given(
    st.integers(0, 10**7),
    st.lists(st.tuples(st.sampled_from(["cash", "card"]), st.integers(1, 10**5)), max_size=5),
)
def test_what_is_taken_settles_the_sale(total: int, handed: list[tuple[str, int]]) -> None:
    tender = Tender(total, "USD")
    for method, amount in handed:
        if tender.due > 0:
            tender = tender.by(method)
            tender = tender.take(min(amount, tender.due) if method == "card" else amount)
    if tender.due > 0:
        tender = tender.by("card").take(tender.by("card").due)
    assert tender.settled
    settlement = settle(total, tender.taken)
    assert settlement.change_due == max(0, sum(p.amount for p in tender.taken) - total)
