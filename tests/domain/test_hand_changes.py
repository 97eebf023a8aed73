"""What an approval of a cart covers: those values, on no more of each product."""

from dataclasses import replace
from decimal import Decimal

import pytest

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import Discount
from pos_app.domain.hand_changes import covers, discount_changes, price_changes, summed

TEA = CartLine(1, "TEA", "Tea", 400, Decimal(2), own_price=350)
HALF = replace(TEA, own_price=None, discount=Discount(rate_ppm=500_000, reason="Old"))
ONE_OFF = replace(TEA, own_price=None, discount=Discount(amount=100))


@pytest.mark.parametrize(
    ("later", "covered"),
    [
        ((TEA,), True),
        ((), True),
        ((replace(TEA, quantity=Decimal(1)),), True),
        ((replace(TEA, quantity=Decimal(1)),) * 2, True),
        ((replace(TEA, quantity=Decimal(3)),), False),
        ((TEA, TEA), False),
        ((replace(TEA, own_price=351),), False),
        ((replace(TEA, own_price=349),), False),
        ((replace(TEA, product_id=2),), False),
        ((replace(TEA, note="cold"),), True),
        ((replace(TEA, own_price=None, agreed_total=700),), False),
    ],
)
def test_a_price_stands_for_its_product_and_no_more_of_it(
    later: tuple[CartLine, ...], covered: bool
) -> None:
    assert covers(price_changes([TEA]), price_changes(later)) is covered


@pytest.mark.parametrize(
    ("cart", "covered"),
    [
        (Cart(), True),
        (Cart((HALF,)), True),
        (Cart((HALF, replace(ONE_OFF, product_id=2)), discount=Discount(rate_ppm=1)), True),
        (Cart((replace(HALF, discount=Discount(rate_ppm=500_001)),)), False),
        (Cart((replace(HALF, discount=Discount(rate_ppm=500_000, reason="New")),)), True),
        (Cart((replace(HALF, quantity=Decimal(1)),) * 2), True),
        (Cart((HALF, HALF)), False),
        (Cart((replace(HALF, product_id=2),)), False),
        (Cart((replace(ONE_OFF, product_id=2, quantity=Decimal(1)),) * 2), False),
        (Cart(discount=Discount(rate_ppm=2)), False),
        (Cart(discount=Discount(amount=1)), False),
    ],
)
def test_a_discount_stands_for_its_line_or_the_whole_cart(cart: Cart, covered: bool) -> None:
    approved = Cart((HALF, replace(ONE_OFF, product_id=2)), discount=Discount(rate_ppm=1))
    assert covers(discount_changes(approved), discount_changes(cart)) is covered


def test_an_agreed_total_stands_for_one_line() -> None:
    label = replace(TEA, own_price=None, agreed_list=800, agreed_total=700, quantity=Decimal(2))
    split = (replace(label, quantity=Decimal(1)),) * 2  # twice the total for as much
    assert covers(price_changes([label]), price_changes([label]))
    assert not covers(price_changes([label]), price_changes(split))


def test_equal_changes_are_told_once() -> None:
    (change,) = summed(price_changes([TEA, TEA]))
    assert (change.quantity, change.lines, change.name) == (4_000, 2, "Tea")
