"""Coins and notes, as a drawer is counted by them."""

import pytest

from pos_app.domain.cash import default_rounding
from pos_app.domain.denominations import Denomination, counted, denominations
from pos_app.domain.errors import BadValue
from pos_app.domain.money import decimals_of

LISTED = (
    "USD CAD AUD NZD EUR GBP CHF DKK NOK SEK PLN CZK HUF INR CNY MXN BRL ZAR SGD MYR HKD JPY KRW "
    "KWD BHD TND"
).split()


def of_kind(currency: str, kind: str) -> list[int]:
    return [each.value for each in denominations(currency) if each.kind == kind]


def test_dollars() -> None:
    # Federal Reserve and US Mint: what is in circulation.
    assert of_kind("USD", "note") == [10000, 5000, 2000, 1000, 500, 100]
    assert of_kind("USD", "coin") == [25, 10, 5, 1]  # the dollar coin counts with the note
    assert denominations("USD")[0] == Denomination(10000, "100", "note")
    rolls = [each for each in denominations("USD") if each.kind == "roll"]
    assert rolls[1] == Denomination(25, "40 x 0.25", "roll", 40)
    assert [each.value * each.pieces for each in rolls] == [2500, 1000, 500, 200, 50]


def test_euros() -> None:
    # European Central Bank: 500 is no longer issued.
    assert of_kind("EUR", "note") == [20000, 10000, 5000, 2000, 1000, 500]
    assert of_kind("EUR", "coin") == [200, 100, 50, 20, 10, 5, 2, 1]


def test_currencies_without_and_with_three_places() -> None:
    # Bank of Japan; Central Bank of Kuwait.
    assert of_kind("JPY", "coin") == [500, 100, 50, 10, 5, 1]
    assert [each.name for each in denominations("JPY")][:2] == ["10000", "5000"]
    assert of_kind("KWD", "note") == [20000, 10000, 5000, 1000, 500, 250]
    assert [each.name for each in denominations("KWD") if each.kind == "coin"] == [
        "0.100",
        "0.050",
        "0.020",
        "0.010",
        "0.005",
    ]


@pytest.mark.parametrize("currency", LISTED)
def test_what_is_listed_makes_sense(currency: str) -> None:
    found = denominations(currency)
    plain = [each for each in found if each.kind != "roll"]
    assert len({each.value for each in plain}) == len(plain)
    assert min(of_kind(currency, "note")) > 0
    # Sums in cash are rounded to what the smallest coin is.
    smallest = min(of_kind(currency, "coin"))
    step = default_rounding(currency).step
    assert step % smallest == 0 or smallest % step == 0
    for each in found:
        assert each.pieces >= 1
        if each.kind == "roll":
            assert each.value in of_kind(currency, "coin") + of_kind(currency, "note")


def test_a_currency_that_is_not_listed_is_counted_by_ones_twos_and_fives() -> None:
    assert decimals_of("THB") == 2
    assert of_kind("THB", "coin") == [200, 100, 50, 20, 10, 5, 2, 1]
    assert of_kind("THB", "note")[-3:] == [2000, 1000, 500]
    assert of_kind("THB", "roll") == []


def test_no_currency() -> None:
    with pytest.raises(BadValue):
        denominations("Dollars")


def test_what_a_count_comes_to() -> None:
    assert counted({2000: 3, 25: 40, 1: 0}) == 7000
    assert counted({}) == 0
