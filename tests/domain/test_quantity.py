"""Quantities: exact to three places, whole for pieces."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import BadQuantity
from pos_app.domain.quantity import (
    MAX_THOUSANDTHS,
    format_quantity,
    from_thousandths,
    parse_quantity,
    to_sold_thousandths,
    to_thousandths,
)


@given(st.integers(-MAX_THOUSANDTHS, MAX_THOUSANDTHS))
def test_stored_and_back(scaled: int) -> None:
    quantity = from_thousandths(scaled)
    assert to_thousandths(quantity, signed=True) == scaled
    assert quantity * 1000 == scaled
    assert parse_quantity(format_quantity(quantity)) == quantity


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.5, "not_a_number"),
        ("1", "not_a_number"),
        (True, "not_a_number"),
        (Decimal("NaN"), "not_a_number"),
        (Decimal("Infinity"), "not_a_number"),
        (Decimal("0.0001"), "too_many_decimals"),
        (Decimal("1.0010000000000000000000000000001"), "too_many_decimals"),
        (Decimal("1E+30"), "too_large"),
        (10**9, "too_large"),
        (-1, "negative"),
    ],
)
def test_no_quantity(value: object, reason: str) -> None:
    with pytest.raises(BadQuantity) as refusal:
        to_thousandths(value)  # type: ignore[arg-type]
    assert refusal.value.reason == reason


def test_sold_quantities_are_above_zero_and_pieces_whole() -> None:
    assert to_sold_thousandths(Decimal("1.24"), "lb") == 1240
    assert to_sold_thousandths(3, "piece") == 3000
    with pytest.raises(BadQuantity) as refusal:
        to_sold_thousandths(Decimal("0.5"), "piece")
    assert refusal.value.reason == "whole_pieces"
    with pytest.raises(BadQuantity) as refusal:
        to_sold_thousandths(0, "kg")
    assert refusal.value.reason == "zero"


@pytest.mark.parametrize(
    ("text", "quantity"), [("2", "2"), ("1,5", "1.5"), (".25", "0.25"), ("-3", "-3"), ("2.", "2")]
)
def test_typed_quantities(text: str, quantity: str) -> None:
    assert parse_quantity(text) == Decimal(quantity)


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "1e3", "1.2345", "٣", "1 2"])
def test_bad_typed_quantities(text: str) -> None:
    with pytest.raises(BadQuantity):
        parse_quantity(text)


@pytest.mark.parametrize(
    ("scaled", "text"), [(1000, "1"), (1240, "1.24"), (10_000_000, "10000"), (-500, "-0.5")]
)
def test_written_without_exponent(scaled: int, text: str) -> None:
    assert format_quantity(from_thousandths(scaled)) == text
