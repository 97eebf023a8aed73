"""Percentages as people type them, in the marks of their shop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import BadValue
from pos_app.domain.money import MoneyFormat
from pos_app.domain.percent import parse_percent

US = MoneyFormat("USD", 2, prefix="$")
DE = MoneyFormat("EUR", 2, decimal_mark=",", group_mark=".", suffix=" €")
FR = MoneyFormat("EUR", 2, decimal_mark=",", group_mark="\u202f", suffix=" €")
KW = MoneyFormat("KWD", 3, prefix="KWD ")
JP = MoneyFormat("JPY", 0, prefix="¥")
UNGROUPED = MoneyFormat("EUR", 2, decimal_mark=",", group_mark=".", group_size=0)
INDIA_WITH_COMMAS = MoneyFormat(
    "EUR", 2, decimal_mark=",", group_mark=".", group_size=3, further_group_size=2
)


@pytest.mark.parametrize(
    ("typed", "money", "ppm"),
    [
        ("0", US, 0),
        ("8.875", US, 88_750),
        ("8.8750 %", US, 88_750),
        (" 12.5% ", US, 125_000),
        ("100", US, 1_000_000),
        ("0100.0000", US, 1_000_000),
        (".5", US, 5_000),
        ("5.", US, 50_000),
        ("0.0001", US, 1),
        ("8,875", DE, 88_750),
        ("12.5", DE, 125_000),
        ("0.875", DE, 8_750),
        ("8.8750", DE, 88_750),
        ("8.875", FR, 88_750),
        ("8.875", UNGROUPED, 88_750),
        ("100.000", INDIA_WITH_COMMAS, 1_000_000),
        ("5.000", KW, 50_000),
        ("5.5", JP, 55_000),
        ("8.875", None, 88_750),
        ("\u200e7\u00a0%\u200f", US, 70_000),
    ],
)
def test_a_share_is_read_exactly(typed: str, money: MoneyFormat | None, ppm: int) -> None:
    assert parse_percent(typed, money) == ppm


@pytest.mark.parametrize(
    ("typed", "money", "reason"),
    [
        ("", US, "empty"),
        ("  ", US, "empty"),
        ("%", US, "not_a_number"),
        (".", US, "not_a_number"),
        ("1,000", US, "not_a_number"),
        ("1,23", US, "not_a_number"),
        ("8,875", None, "not_a_number"),
        ("1.000", DE, "two_readings"),
        ("12.345 %", DE, "two_readings"),
        ("100.000", DE, "two_readings"),
        ("10.000", INDIA_WITH_COMMAS, "two_readings"),
        ("1.000.000", DE, "not_a_number"),
        ("1.000,5", DE, "not_a_number"),
        ("1,2,3", DE, "not_a_number"),
        ("1_9", US, "not_a_number"),
        ("1e1", US, "not_a_number"),
        ("nan", US, "not_a_number"),
        ("\u0661\u0660", US, "not_a_number"),
        ("\uff11\uff10", US, "not_a_number"),
        ("1 0", US, "not_a_number"),
        ("10 %%", US, "not_a_number"),
        ("--1", US, "not_a_number"),
        ("+5", US, "not_a_number"),
        ("1.23456", US, "too_many_decimals"),
        ("1.00000", US, "too_many_decimals"),
        ("-1", US, "not_a_rate"),
        ("\N{MINUS SIGN}1", US, "not_a_rate"),
        ("100.0001", US, "not_a_rate"),
        ("1000", US, "not_a_rate"),
        ("9" * 5000, US, "not_a_rate"),
    ],
)
def test_what_is_no_share_is_refused(typed: str, money: MoneyFormat | None, reason: str) -> None:
    with pytest.raises(BadValue) as refusal:
        parse_percent(typed, money, "discount")
    assert (refusal.value.field, refusal.value.reason) == ("discount", reason)
    assert refusal.value.value == typed


@given(
    st.integers(0, 1_000_000),
    st.sampled_from([US, DE, FR, KW, JP, None]),
    st.sampled_from(["", "%", " %"]),
)
def test_every_rate_can_be_typed(ppm: int, money: MoneyFormat | None, sign: str) -> None:
    mark = "." if money is None else money.decimal_mark
    assert parse_percent(f"{ppm // 10_000}{mark}{ppm % 10_000:04}{sign}", money) == ppm
