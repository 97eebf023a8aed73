"""The cart: every change is a new cart, and what it holds is what was put in."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount, Discount
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
    assert (cart.lines[0].list_total, cart.lines[0].agreed_total) == (300, 200)


def test_the_tax_class_and_the_category_come_with_the_product() -> None:
    cart = Cart().add(replace(MILK, tax_class_id=7, category_id=3))
    assert (cart.lines[0].tax_class_id, cart.lines[0].category_id) == (7, 3)
    assert len(cart.add(MILK).lines) == 2


def test_a_share_off_merges_and_an_amount_off_is_given_once() -> None:
    share, amount = Discount(rate_ppm=100_000), Discount(amount=50)
    cart = Cart().add(MILK).set_discount(0, share)
    assert [int(ln.quantity) for ln in cart.add_line(cart.lines[0]).lines] == [2]
    assert len(cart.add(MILK).lines) == 2
    cart = cart.set_discount(0, amount)
    assert [ln.discount for ln in cart.add_line(cart.lines[0]).lines] == [amount, amount]
    assert cart.set_discount(0, None).lines[0].discount is None


def test_each_gift_card_is_a_line_without_a_discount() -> None:
    card = CartLine(9, "G", "Gift card", 5000, Decimal(1), gift_card="CARD-7")
    cart = Cart().add_line(card).add_line(card)
    assert len(cart.lines) == 2
    with pytest.raises(BadValue) as refusal:
        cart.set_discount(0, Discount(amount=1))
    assert (refusal.value.field, refusal.value.reason) == ("discount", "no_discount")


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
    cart = Cart().add(MILK).for_customer(7, "Maria").with_discount(Discount(rate_ppm=100_000))
    cart = cart.at_price(MILK.id, 139).with_code(CodeDiscount("SPRING", amount=5))
    assert (cart.customer_id, cart.customer_name, cart.lines[0].price) == (7, "Maria", 139)
    assert cart.discount is not None
    assert cart.discount.rate_ppm == 100_000
    assert cart.code is not None
    assert cart.code.code == "SPRING"
    bare = cart.with_code(None).with_discount(None).for_customer(None)
    assert (bare.code, bare.discount, bare.customer_id, bare.customer_name) == (
        None,
        None,
        None,
        "",
    )


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
        ("agreed_list", 10**15 + 1, "too_large"),
        ("gift_card", "\udc80", "control_character"),
        ("gift_card", 7, "unknown_choice"),
        ("note", "\ud800", "control_character"),
    ],
)
def test_a_line_is_never_made_of_what_the_books_refuse(field: str, value: Any, reason: str) -> None:
    (line,) = Cart().add(MILK).lines
    with pytest.raises(BadValue) as refusal:
        replace(line, **{field: value})
    assert refusal.value.field in field
    assert refusal.value.reason == reason


def test_a_cart_has_a_uuid_of_its_own_whoever_made_it() -> None:
    for bad in ("", None, 7, "\udc80"):
        with pytest.raises(BadValue):
            Cart(uuid=bad)  # type: ignore[arg-type]
