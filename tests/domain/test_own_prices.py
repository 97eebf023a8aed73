"""Prices that are not the shelf's: given at the till, or printed on the goods by a scale."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import (
    OLDEST_AGE,
    Cart,
    CartLine,
    needs_price,
    needs_quantity,
)
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.errors import BadAmount, BadQuantity, BadValue
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import Terms, price
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.quantity import UNITS, bought_for, from_thousandths
from pos_app.domain.rows import ProductRow
from pos_app.domain.tax import TaxRate, TaxRule
from tests.domain.examples import half_up

MILK = ProductRow(1, "M1", "Milk", 129, Decimal(40), 1, "Dairy", tax_class_id=0)
HAM = ProductRow(3, "H", "Ham", 1990, Decimal(9), 1, "Deli", unit="kg", tax_class_id=0)
LABEL = "2200042004509"
TENTH_OFF = Offers([Promotion(1, "Tenth", "percent", Goods(), rate_ppm=100_000)])


# --- the cart ------------------------------------------------------------------------------------


def test_a_price_of_its_own_takes_the_place_of_the_shelfs() -> None:
    cart = Cart().add(MILK, 3).set_price(0, 99)
    line = cart.lines[0]
    assert (line.price, line.own_price, line.list_total) == (129, 99, 297)
    assert cart.set_price(0, 0).lines[0].list_total == 0
    back = cart.set_price(0, None)
    assert (back.lines[0].own_price, back.lines[0].list_total) == (None, 387)
    assert cart.lines[0].list_total == 297  # the old cart is as it was


def test_a_price_that_nobody_can_pay_is_refused() -> None:
    cart = Cart().add(MILK)
    for wrong in (-1, 10**16):
        with pytest.raises(BadAmount):
            cart.set_price(0, wrong)
    with pytest.raises(BadQuantity):
        cart.set_quantity(0, 10**5).set_price(0, 10**14)
    with pytest.raises(IndexError):
        cart.set_price(1, 5)


def test_a_gift_card_costs_what_is_put_on_it() -> None:
    card = CartLine(9, "G", "Gift card", 5000, Decimal(1), gift_card="CARD-7")
    with pytest.raises(BadValue) as refusal:
        Cart().add_line(card).set_price(0, 100)
    assert (refusal.value.field, refusal.value.reason) == ("own_price", "price_agreed")


@pytest.mark.parametrize("agreed", ["agreed_list", "agreed_total"])
def test_no_line_has_two_prices_that_were_agreed_on(agreed: str) -> None:
    line = Cart().add(MILK, own_price=100).lines[0]
    with pytest.raises(BadValue) as refusal:
        replace(line, **{agreed: 100})  # type: ignore[arg-type]
    assert refusal.value.reason == "price_agreed"


def test_lines_merge_only_where_the_price_is_the_same_too() -> None:
    cart = Cart().add(MILK, own_price=100).add(MILK, 2, own_price=100).add(MILK)
    assert [(line.own_price, int(line.quantity)) for line in cart.lines] == [(100, 3), (None, 1)]
    # 1.29 by hand is no shelf price: it stays when that one changes.
    assert len(cart.add(MILK, own_price=129).lines) == 3


def test_a_label_is_a_line_of_its_own() -> None:
    cart = Cart()
    for _ in range(2):
        cart = cart.add_label(HAM, Decimal("0.226"), 450, LABEL)
    assert [(ln.list_total, ln.label, ln.price) for ln in cart.lines] == [(450, LABEL, 1990)] * 2
    cart = cart.set_price(0, 1500)  # in place of the label's
    assert (cart.lines[0].list_total, cart.lines[0].label) == (339, "")


def test_a_new_shelf_price_weighs_a_price_label_anew() -> None:
    cart = Cart().add_label(HAM, Decimal("0.226"), 450, LABEL).add(HAM).set_price(1, 1500)
    line, own = cart.at_price(HAM.id, 2000).lines
    assert (line.price, line.quantity, line.list_total) == (2000, Decimal("0.225"), 450)
    assert (own.price, own.own_price) == (2000, 1500)
    # A label that tells the weight too, and pieces, stay as they are.
    weighed = Cart().add_label(HAM, Decimal("0.300"), 450, LABEL)
    assert weighed.at_price(HAM.id, 2000).lines[0].quantity == Decimal("0.3")
    piece = Cart().add_label(MILK, 1, 129, LABEL)
    assert piece.at_price(MILK.id, 43).lines[0].quantity == 1


def test_the_age_that_was_seen_counts_for_the_rest_of_the_sale() -> None:
    cart = Cart().checked_age(18).add(MILK)
    assert cart.age_checked == 18
    assert cart.checked_age(16).age_checked == 18
    assert cart.checked_age(21).age_checked == 21
    for wrong in (-1, OLDEST_AGE + 1):
        with pytest.raises(BadValue) as refusal:
            Cart(age_checked=wrong)
        assert refusal.value.field == "age_checked"


def test_what_a_product_needs_before_it_can_stand_in_a_cart() -> None:
    assert (needs_price(MILK), needs_price(replace(MILK, open_price=True))) == (False, True)
    asked = {unit for unit in UNITS if needs_quantity(replace(MILK, unit=unit))}
    assert asked == {*UNITS} - {"piece"}


@given(st.integers(1, 10**7), st.integers(1, 10**6))
def test_so_much_money_buys_so_much(total: int, unit_price: int) -> None:
    bought = bought_for(total, unit_price)
    assert bought == max(1, half_up(Fraction(total * 1000, unit_price)))


def test_goods_without_a_price_are_bought_by_the_unit() -> None:
    assert (bought_for(450, 0), bought_for(1, 10**6)) == (1000, 1)


# --- what it comes to ----------------------------------------------------------------------------


def test_no_promotion_and_no_list_price_touches_a_price_of_its_own() -> None:
    cart = Cart().add(MILK, own_price=100).add(MILK)
    terms = Terms(offers=TENTH_OFF, group_prices={MILK.id: 50})
    own, by_list = price(cart, terms).lines
    assert (own.price, own.total, own.shelf_price, own.offs) == (100, 100, 129, ())
    assert (by_list.price, by_list.total, by_list.shelf_price) == (50, 45, None)


def test_discounts_by_hand_and_codes_are_taken_off_a_price_of_its_own() -> None:
    cart = Cart().add(MILK, 10, own_price=100).with_code(CodeDiscount("TEN", rate_ppm=100_000))
    cart = cart.set_discount(0, Discount(amount=200)).with_discount(Discount(amount=20))
    (line,) = price(cart, Terms(offers=TENTH_OFF)).lines
    assert [(off.kind, off.amount) for off in line.offs] == [
        ("line", 200),
        ("code", 80),
        ("order", 20),
    ]


def test_promotions_are_taken_off_what_a_label_says() -> None:
    # It is the shelf price that the scale worked out: the offer for such goods is for it as well.
    cart = Cart().add_label(HAM, Decimal("0.226"), 450, LABEL)
    (line,) = price(cart, Terms(offers=TENTH_OFF, group_prices={HAM.id: 1})).lines
    assert (line.list_total, line.total, line.price) == (450, 405, 1990)


def test_the_shelfs_price_is_stated_as_the_sale_states_its_own() -> None:
    vat = {1: TaxRule((TaxRate("VAT", 200_000),))}
    cart = Cart().add(replace(MILK, tax_class_id=1, price=240), own_price=120)
    terms = Terms(tax_included=False, taxes=vat)
    (line,) = price(cart, terms).lines
    assert (line.price, line.shelf_price, line.total, line.gross) == (100, 200, 100, 120)


own_prices = st.integers(0, 5000)
quantities = st.integers(1, 9000)


@given(st.lists(st.tuples(own_prices, quantities), min_size=1, max_size=6), st.integers(0, 900))
def test_own_prices_add_up_like_any_others(rows: list[tuple[int, int]], off: int) -> None:
    lines = tuple(
        CartLine(3, "H", "Ham", 1990, from_thousandths(amount), "kg", own_price=own)
        for own, amount in rows
    )
    priced = price(Cart(lines, discount=Discount(amount=off)), Terms(offers=TENTH_OFF))
    listed = [half_up(Fraction(own * amount, 1000)) for own, amount in rows]
    assert [line.list_total for line in priced.lines] == listed
    assert priced.total == sum(line.gross for line in priced.lines) == max(0, sum(listed) - off)


@given(
    st.lists(st.tuples(st.sampled_from([None, 0, 100, 129]), st.integers(1, 3)), max_size=8),
    st.randoms(use_true_random=False),
)
def test_merging_loses_no_piece_and_no_price(scans: list[tuple[int | None, int]], chance) -> None:
    cart = Cart()
    for own, count in scans:
        cart = cart.add(MILK, count, own_price=own)
    prices = [line.own_price for line in cart.lines]
    assert len(prices) == len(set(prices))
    for own in prices:
        pieces = sum(int(line.quantity) for line in cart.lines if line.own_price == own)
        assert pieces == sum(count for given_price, count in scans if given_price == own)
    mixed = Cart()
    for own, count in chance.sample(scans, len(scans)):
        mixed = mixed.add(MILK, count, own_price=own)
    assert price(mixed, Terms()).total == price(cart, Terms()).total
