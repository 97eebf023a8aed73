"""Money: exact against fractions, strict in what it reads."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import BadAmount, BadValue
from pos_app.domain.money import (
    MAX_AMOUNT,
    MoneyFormat,
    check_amount,
    decimals_of,
    divide_half_up,
    parse_decimal_amount,
    round_half_up,
    share_out,
    times,
)
from tests.domain.examples import thorough

USD = MoneyFormat("USD", 2, prefix="$")
EUR = MoneyFormat("EUR", 2, decimal_mark=",", group_mark=".", suffix="\u00a0€")
JPY = MoneyFormat("JPY", 0, prefix="¥")
KWD = MoneyFormat("KWD", 3, prefix="KWD\u00a0")
CHF = MoneyFormat("CHF", 2, group_mark="\u2019", prefix="CHF\u00a0")
SEK = MoneyFormat("SEK", 2, decimal_mark=",", group_mark="\u00a0", suffix="\u00a0kr")
INR = MoneyFormat("INR", 2, prefix="₹", further_group_size=2)
PLN = MoneyFormat("PLN", 2, ",", "\u00a0", suffix="\u00a0zł", min_grouping=2)
FRISIAN = MoneyFormat("EUR", 2, ",", ".", "€\u00a0", negative_prefix="€\u00a0", negative_suffix="-")
UNGROUPED = MoneyFormat("USD", 2, group_size=0, further_group_size=0)
STYLES = [USD, EUR, JPY, KWD, SEK, CHF, INR, PLN, FRISIAN, UNGROUPED]
BIG = 2**60


def half_up(value: Fraction) -> int:
    """The oracle: round the absolute value at .5 and give the sign back."""
    whole = floor(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


@thorough
@given(st.fractions())
def test_a_half_goes_away_from_zero(value: Fraction) -> None:
    assert round_half_up(value) == half_up(value)


@thorough
@given(st.integers(-BIG, BIG), st.integers(1, BIG))
def test_quotients_are_rounded_like_fractions(numerator: int, denominator: int) -> None:
    assert divide_half_up(numerator, denominator) == half_up(Fraction(numerator, denominator))


def test_known_halves() -> None:
    assert [round_half_up(Decimal(text)) for text in ("2.5", "-2.5", "2.4999", "0.5", "-0.5")] == [
        3,
        -3,
        2,
        1,
        -1,
    ]


@thorough
@given(st.integers(-BIG, BIG), st.integers(-(10**10), 10**10))
def test_price_times_quantity_is_exact_beyond_floats(price: int, thousandths: int) -> None:
    assert times(price, thousandths) == half_up(Fraction(price * thousandths, 1000))


@thorough
@given(st.integers(-BIG, BIG), st.lists(st.integers(0, BIG), min_size=1, max_size=30))
def test_shares_add_up_and_are_fair(amount: int, weights: list[int]) -> None:
    parts = share_out(amount, weights)
    assert sum(parts) == amount
    if sum(weights):
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(amount * weight, sum(weights))) < 1


def test_shares_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        share_out(5, [])
    with pytest.raises(ValueError, match="negative"):
        share_out(5, [1, -1])


def test_ties_go_to_the_earlier_part() -> None:
    assert share_out(100, [1, 1, 1]) == [34, 33, 33]
    assert share_out(-100, [1, 1, 1]) == [-34, -33, -33]
    assert share_out(2, [0, 0]) == [1, 1]


@pytest.mark.parametrize(
    ("currency", "places"),
    [
        ("USD", 2),
        ("EUR", 2),
        ("JPY", 0),
        ("KWD", 3),
        ("CLP", 0),
        ("IQD", 3),
        ("LAK", 2),
        ("MGA", 2),
    ],
)
def test_decimals_by_iso_4217(currency: str, places: int) -> None:
    assert decimals_of(currency) == places


@pytest.mark.parametrize("text", ["usd", "US", "USDX", "", "12A"])
def test_a_currency_is_three_capitals(text: str) -> None:
    with pytest.raises(BadValue) as refusal:
        decimals_of(text)
    assert refusal.value.reason == "not_a_currency"


@pytest.mark.parametrize("currency", ["CLF", "UYW", "XAU", "XXX", "XTS"])
def test_what_has_no_minor_unit_is_no_money(currency: str) -> None:
    with pytest.raises(BadValue) as refusal:
        decimals_of(currency)
    assert refusal.value.reason == "no_minor_unit"


@pytest.mark.parametrize(
    ("style", "amount", "text"),
    [
        (USD, 123456789, "$1,234,567.89"),
        (USD, 5, "$0.05"),
        (USD, -1580, "\u2212$15.80"),
        (EUR, 123456, "1.234,56\u00a0€"),
        (JPY, 1234, "¥1,234"),
        (KWD, 1500, "KWD\u00a01.500"),
        (INR, 123456789, "₹12,34,567.89"),
        (INR, 2**60, "₹11,52,92,15,04,60,68,469.76"),
        (PLN, 123456, "1234,56\u00a0zł"),
        (PLN, 1234567, "12\u00a0345,67\u00a0zł"),
        (FRISIAN, -123456, "€\u00a01.234,56-"),
        (UNGROUPED, 123456789, "1234567.89"),
    ],
)
def test_written_as_people_write_it(style: MoneyFormat, amount: int, text: str) -> None:
    assert style.format(amount) == text


@thorough
@given(st.integers(-MAX_AMOUNT, MAX_AMOUNT), st.sampled_from(STYLES))
def test_what_is_written_reads_back(amount: int, style: MoneyFormat) -> None:
    assert style.parse(style.format(amount)) == amount
    assert style.parse(style.plain(amount)) == amount


@pytest.mark.parametrize(
    ("style", "text", "amount"),
    [
        (USD, "12", 1200),
        (USD, "12.3", 1230),
        (USD, ".5", 50),
        (USD, "1,234.50", 123450),
        (USD, " $ 7 ", 700),
        (USD, "7 USD", 700),
        (EUR, "1,23", 123),
        (EUR, "1.23", 123),
        (EUR, "1.234", 123400),
        (EUR, "1.234,5", 123450),
        (JPY, "1,234", 1234),
        (CHF, "1'234.5", 123450),
        (CHF, "1\u2019234.5", 123450),
        (SEK, "1 234,5", 123450),
        (SEK, "1\u202f234,5 kr", 123450),
        (INR, "12,34,567", 123456700),
        (FRISIAN, "1,50-", -150),
    ],
)
def test_typed_amounts(style: MoneyFormat, text: str, amount: int) -> None:
    assert style.parse(text) == amount


@pytest.mark.parametrize(
    ("style", "text", "reason"),
    [
        (USD, "1,23", "not_a_number"),
        (USD, "12,34.5", "not_a_number"),
        (USD, "1.234", "too_many_decimals"),
        (USD, "", "empty"),
        (USD, "$", "empty"),
        (USD, "abc", "not_a_number"),
        (USD, "1e3", "not_a_number"),
        (USD, "--5", "not_a_number"),
        (USD, ".", "not_a_number"),
        (USD, "٣", "not_a_number"),
        (USD, "9" * 20, "too_large"),
        (JPY, "1.5", "too_many_decimals"),
        (EUR, "1.2345,6", "not_a_number"),
        (EUR, "1,234", "too_many_decimals"),
        (USD, "9" * 5000, "too_large"),
        (USD, "0,123", "not_a_number"),
        (INR, "1,234,567", "not_a_number"),
        (UNGROUPED, "1,234", "not_a_number"),
    ],
)
def test_doubtful_amounts_are_refused(style: MoneyFormat, text: str, reason: str) -> None:
    with pytest.raises(BadAmount) as refusal:
        style.parse(text, "price")
    assert (refusal.value.reason, refusal.value.field) == (reason, "price")


@thorough
@given(st.text(max_size=20), st.sampled_from(STYLES))
def test_any_text_is_read_or_refused(text: str, style: MoneyFormat) -> None:
    try:
        amount = style.parse(text)
    except BadAmount:
        amount = 0
    assert abs(amount) <= MAX_AMOUNT


@pytest.mark.parametrize(
    ("text", "amount"), [("7.38", 738), ("0.5", 50), ("12", 1200), ("-1.10", -110), ("3.100", 310)]
)
def test_amounts_in_files(text: str, amount: int) -> None:
    assert parse_decimal_amount("price", text, 2) == amount


@pytest.mark.parametrize("text", ["1.005", "1,5", "", "1.", "1e2", "NaN", "9" * 30, "9" * 5000])
def test_bad_amounts_in_files(text: str) -> None:
    with pytest.raises(BadAmount):
        parse_decimal_amount("price", text, 2)


@pytest.mark.parametrize("value", [1.5, "5", None, True, -1, MAX_AMOUNT + 1])
def test_only_whole_minor_units_are_amounts(value: object) -> None:
    with pytest.raises(BadAmount):
        check_amount("price", value)


def test_a_good_amount_is_itself() -> None:
    assert check_amount("price", MAX_AMOUNT) == MAX_AMOUNT
