"""Discounts by hand and by code: exact, never more than there is, and how far a role may go."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.discounts import CodeDiscount, Discount, DiscountLimit
from pos_app.domain.errors import BadValue, BelowFloor, DiscountTooHigh
from tests.domain.examples import PPM, beyond_floats, half_up, thorough


def refused(refusal: BadValue) -> tuple[str, object, str]:
    """What a refusal says of itself."""
    return refusal.field, refusal.value, refusal.reason


basis_amounts = st.integers(0, 200) | beyond_floats


@thorough
@given(st.integers(0, PPM), basis_amounts)
def test_a_share_is_exact_and_rounded_once(rate: int, basis: int) -> None:
    expected = half_up(Fraction(basis * rate, PPM))
    assert Discount(rate_ppm=rate).off(basis) == expected
    assert CodeDiscount("SPRING", rate_ppm=rate).off(basis) == expected
    assert 0 <= expected <= basis


@thorough
@given(st.integers(1, 10**15), basis_amounts)
def test_an_amount_is_never_more_than_there_is(amount: int, basis: int) -> None:
    assert Discount(amount=amount).off(basis) == min(amount, basis)
    assert CodeDiscount("SPRING", amount=amount).off(basis) == min(amount, basis)


def test_a_code_is_for_its_categories() -> None:
    assert CodeDiscount("SPRING", amount=1).fits(7)
    some = CodeDiscount("SPRING", amount=1, category_ids=frozenset({7, 8}))
    assert [some.fits(category) for category in (7, 8, 9)] == [True, True, False]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"rate_ppm": 0.1}, ("rate_ppm", 0.1, "not_a_number")),
        ({"rate_ppm": -1}, ("rate_ppm", -1, "not_a_rate")),
        ({"rate_ppm": PPM + 1}, ("rate_ppm", PPM + 1, "not_a_rate")),
        ({"amount": -5}, ("discount", -5, "negative")),
        ({"amount": 2.5}, ("discount", 2.5, "not_a_number")),
        ({"amount": 10**15 + 1}, ("discount", 10**15 + 1, "too_large")),
        ({"amount": 5, "rate_ppm": 6}, ("discount", 5, "rate_or_amount")),
    ],
)
def test_a_discount_is_whole_minor_units_or_parts_of_a_million(
    wrong: dict[str, Any], refusal: tuple[str, object, str]
) -> None:
    for make in (Discount, lambda **given: CodeDiscount("SPRING", **given)):
        with pytest.raises(BadValue) as found:
            make(**wrong)
        assert refused(found.value) == refusal


def test_reasons_codes_and_minimums_that_are_refused() -> None:
    for make, refusal in (
        (lambda: Discount(amount=1, reason="x" * 81), ("reason", "x" * 81, "too_long")),
        (lambda: CodeDiscount(" "), ("code", " ", "empty")),
        (lambda: CodeDiscount("x" * 41), ("code", "x" * 41, "too_long")),
        (lambda: CodeDiscount("SPRING", minimum=-1), ("minimum", -1, "negative")),
    ):
        with pytest.raises(BadValue) as found:
            make()
        assert refused(found.value) == refusal
    assert Discount(amount=1, reason="x" * 80).reason == "x" * 80
    assert CodeDiscount("x" * 40).code == "x" * 40


@thorough
@given(st.integers(0, PPM), st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_role_goes_as_far_as_its_share(most: int, basis: int, off: int) -> None:
    limit = DiscountLimit("cashier", most)
    off = min(off, basis)
    if off > half_up(Fraction(basis * most, PPM)):
        with pytest.raises(DiscountTooHigh) as refusal:
            limit.check_share("Milk", basis, off)
        assert refusal.value.rate_ppm == half_up(Fraction(off * PPM, basis))
        assert refusal.value.most_ppm == most
    else:
        limit.check_share("Milk", basis, off)


@thorough
@given(st.integers(0, PPM), st.integers(0, 10**15), st.integers(0, 10**15))
def test_no_role_goes_below_its_floor(floor: int, net: int, cost: int) -> None:
    limit = DiscountLimit("cashier", floor_ppm=floor)
    lowest = half_up(Fraction(cost * floor, PPM))
    if net < lowest:
        with pytest.raises(BelowFloor) as refusal:
            limit.check_floor("Milk", net, cost)
        found = refusal.value
        assert (found.product, found.price) == ("Milk", net)
    else:
        limit.check_floor("Milk", net, cost)


def test_a_share_that_was_rounded_up_is_still_the_share() -> None:
    limit = DiscountLimit("cashier", 100_000)
    limit.check_share("Milk", 1005, 101)  # of 100.5
    with pytest.raises(DiscountTooHigh):
        limit.check_share("Milk", 1000, 101)
    DiscountLimit("cashier", 0).check_share("Milk", 0, 0)
    # More than nothing off a price of nothing is all of it.
    with pytest.raises(DiscountTooHigh) as refusal:
        limit.check_share("Milk", 0, 1)
    found = refusal.value
    assert (found.product, found.rate_ppm, found.most_ppm) == ("Milk", PPM, 100_000)
    for wrong in ({"most_ppm": PPM + 1}, {"floor_ppm": -1}):
        with pytest.raises(BadValue):
            DiscountLimit("cashier", **wrong)
