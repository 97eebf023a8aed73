"""The cart: every change is a new cart, and what it holds is what was put in."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import Cart, CartDiscount, CartLine
from pos_app.domain.errors import BadAmount, BadQuantity, BadValue
from pos_app.domain.rows import ProductRow

MILK = ProductRow(1, "M1", "Milk", 129, Decimal(40), 1, "Dairy")
EGGS = ProductRow(2, "E12", "Eggs", 189, Decimal(9), 1, "Dairy")
BANANAS = ProductRow(3, "B", "Bananas", 59, Decimal(41), 1, "Produce", unit="lb")
GOODS = (MILK, EGGS, BANANAS)


def test_an_empty_cart_is_false_and_has_its_own_uuid() -> None:
    assert not Cart()
    assert Cart().uuid != Cart().uuid


def test_the_same_product_stands_on_one_line() -> None:
    cart = Cart().add(MILK).add(EGGS).add(MILK, 2)
    assert [(line.name, int(line.quantity)) for line in cart.lines] == [("Milk", 3), ("Eggs", 1)]


def test_a_change_leaves_the_old_cart_alone() -> None:
    before = Cart().add(MILK)
    after = before.set_quantity(0, 5)
    assert (int(before.lines[0].quantity), int(after.lines[0].quantity)) == (1, 5)
    assert before.uuid == after.uuid


def test_another_price_or_note_is_another_line() -> None:
    cart = Cart().add(MILK).add(replace(MILK, price=99))
    cart = cart.add(EGGS).set_note(2, "free range").add(EGGS)
    assert len(cart.lines) == 4


def test_agreed_totals_never_merge() -> None:
    line = CartLine(1, "M1", "Milk", 100, Decimal(3), agreed_list=300, agreed_total=200)
    cart = Cart().add_line(line).add_line(line)
    assert len(cart.lines) == 2
    assert cart.lines[0].total == 200


def test_stepping_below_one_removes_the_line() -> None:
    cart = Cart().add(MILK).add(EGGS)
    assert [line.name for line in cart.step(0, -1).lines] == ["Eggs"]
    assert cart.step(1, 3).lines[1].quantity == 4


def test_weights_and_pieces() -> None:
    assert Cart().add(BANANAS, Decimal("1.24")).lines[0].list_total == 73  # 0.59 x 1.24 = 0.7316
    with pytest.raises(BadQuantity):
        Cart().add(MILK, Decimal("0.5"))
    with pytest.raises(BadQuantity):
        Cart().add(MILK, 0)
    with pytest.raises(BadQuantity):
        Cart().add(MILK).set_quantity(0, -1)


def test_a_line_that_can_not_be_sold_is_never_made() -> None:
    for quantity, reason in ((Decimal("0.5"), "whole_pieces"), (Decimal(0), "zero")):
        with pytest.raises(BadQuantity) as refusal:
            CartLine(1, "M1", "Milk", 129, quantity)
        assert refusal.value.reason == reason
    line = CartLine(3, "B", "Bananas", 59, Decimal("1.240"), "lb")
    assert replace(line, quantity=Decimal(2)).quantity_thousandths == 2000


def test_no_line_grows_past_the_largest_amount() -> None:
    dear = replace(MILK, price=10**14)
    with pytest.raises(BadQuantity) as refusal:
        Cart().add(dear, 11)
    assert refusal.value.reason == "too_large"
    with pytest.raises(BadAmount):
        Cart().add_line(CartLine(1, "M1", "Milk", 100, Decimal(1), agreed_total=-1))


def test_lines_that_are_not_there() -> None:
    with pytest.raises(IndexError):
        Cart().remove(0)
    with pytest.raises(IndexError):
        Cart().set_quantity(0, 1)
    assert Cart().index_of(1) == -1


def test_customer_discount_and_price() -> None:
    cart = Cart().add(MILK).for_customer(7, "Maria").with_discount(CartDiscount(rate_ppm=100_000))
    cart = cart.at_price(MILK.id, 139)
    assert (cart.customer_id, cart.customer_name, cart.lines[0].price) == (7, "Maria", 139)
    assert cart.discount is not None
    assert cart.discount.rate_ppm == 100_000


@given(st.lists(st.tuples(st.sampled_from(GOODS), st.integers(1, 50)), max_size=30))
def test_the_cart_holds_what_was_put_in(puts: list[tuple[ProductRow, int]]) -> None:
    cart = Cart()
    for product, quantity in puts:
        cart = cart.add(product, quantity)
    for product in GOODS:
        held = sum(line.quantity for line in cart.lines if line.product_id == product.id)
        assert held == sum(quantity for put, quantity in puts if put is product)
    assert len(cart.lines) == len({product.id for product, _ in puts})


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("price", -1, "negative"),
        ("price", 129.0, "not_a_number"),
        ("agreed_total", -129, "negative"),
        ("agreed_list", True, "not_a_number"),
        ("tax_rate_ppm", 0.05, "not_a_number"),
        ("tax_rate_ppm", 1_000_001, "not_a_rate"),
        ("note", "\ud800", "control_character"),
    ],
)
def test_a_line_is_never_made_of_what_the_books_refuse(field: str, value: Any, reason: str) -> None:
    (line,) = Cart().add(MILK).lines
    with pytest.raises(BadValue) as refusal:
        replace(line, **{field: value})
    assert refusal.value.field in field
    assert refusal.value.reason == reason


def test_a_discount_is_whole_minor_units_or_parts_of_a_million() -> None:
    for bad in ({"rate_ppm": 0.1}, {"rate_ppm": -1}, {"amount": -5}, {"amount": 2.5}):
        with pytest.raises(BadValue):
            CartDiscount(**bad)


def test_a_cart_has_a_uuid_of_its_own_whoever_made_it() -> None:
    for bad in ("", None, 7, "\udc80"):
        with pytest.raises(BadValue):
            Cart(uuid=bad)  # type: ignore[arg-type]
