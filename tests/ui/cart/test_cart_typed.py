"""What the scan field understands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.ui.cart.names import initials, split_size
from pos_app.ui.cart.typed import take_apart


@pytest.mark.parametrize(
    ("raw", "quantity", "text"),
    [
        ("4006381333931", None, "4006381333931"),
        ("3*4006381333931", Decimal(3), "4006381333931"),
        ("3*", Decimal(3), ""),
        (" 2 * milk ", Decimal(2), "milk"),
        ("1,5*bananas", Decimal("1.5"), "bananas"),
        (".75*cheese", Decimal("0.75"), "cheese"),
        ("12×eggs", Decimal(12), "eggs"),
        ("milk 3*", None, "milk 3*"),
        ("*", None, "*"),
        ("", None, ""),
    ],
)
def test_a_prefix_is_a_quantity(raw: str, quantity: Decimal | None, text: str) -> None:
    typed = take_apart(raw)
    assert (typed.quantity, typed.text) == (quantity, text)


@pytest.mark.parametrize("raw", ["0*milk", "99999999999999*milk"])
def test_a_prefix_that_is_no_quantity_stays_in_the_text(raw: str) -> None:
    assert take_apart(raw).quantity is None
    assert take_apart(raw).text == raw


def test_only_digits_are_a_code() -> None:
    assert take_apart("2*29000000017").is_code
    assert not take_apart("milk").is_code
    assert not take_apart("A-29").is_code
    assert not take_apart("٣٤").is_code  # digits, but none that a scanner sends
    assert not take_apart("3*").is_code


@given(st.text(max_size=60))
def test_nothing_typed_raises_and_nothing_is_lost(raw: str) -> None:
    typed = take_apart(raw)
    assert raw.rstrip().endswith(typed.text)
    assert typed.quantity is None or typed.quantity > 0


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Baked beans 15.75 oz", ("Baked beans", "15.75 oz")),
        ("Soft Drinks Can Car 12 PK/12 OZ", ("Soft Drinks Can Car", "12 PK/12 OZ")),
        ("Refrigerated Pudding 6-3.5 OZ", ("Refrigerated Pudding", "6-3.5 OZ")),
        ("Popular 750Ml Wines 750 ML", ("Popular 750Ml Wines", "750 ML")),
        ("Bananas, per lb", ("Bananas", "per lb")),
        ("Cottage Cheese .5 OZ", ("Cottage Cheese", ".5 OZ")),
        ("Whole milk", ("Whole milk", "")),
        ("7 Up", ("7 Up", "")),
        ("12 oz", ("12 oz", "")),
    ],
)
def test_a_size_at_the_end_of_a_name_stands_apart(name: str, parts: tuple[str, str]) -> None:
    assert split_size(name) == parts


@given(st.text(max_size=40))
def test_every_name_can_be_shown(name: str) -> None:
    first, size = split_size(name)
    assert first or size or not name
    assert len(initials(name)) <= 4  # some letters become two in capitals
