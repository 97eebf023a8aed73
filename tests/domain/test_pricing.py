"""Prices: parts add up at every level, the shelf's sum is what is paid, and the order of scanning
decides nothing; every step against exact fractions."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.errors import BadAmount, BadValue
from pos_app.domain.money import MAX_AMOUNT
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import OFF_KINDS, Off, PricedCart, PricedLine, Terms, price
from pos_app.domain.promotions import Promotion
from pos_app.domain.tax import TaxRate, TaxRule
from tests.domain.carts import Sale, discounts, line_of, sales, terms
from tests.domain.examples import (
    half_up,
    thorough,
)
from tests.domain.naive import CATEGORY

VAT = {1: TaxRule((TaxRate("VAT", 220_000),)), 2: TaxRule((TaxRate("VAT low", 100_000),))}


def refused(refusal: BadValue) -> tuple[str, object, str]:
    """What a refusal says of itself."""
    return refusal.field, refusal.value, refusal.reason


def check_line(line: PricedLine) -> None:
    assert line.list_total - line.discount == line.total
    assert sum(off.amount for off in line.offs) == line.discount
    assert line.net + line.tax == line.gross
    assert sum(part.tax for part in line.parts) == line.tax
    assert min(line.price, line.list_total, line.total, line.net, line.tax, line.gross) >= 0
    assert all(part.base >= 0 and part.tax >= 0 for part in line.parts)
    # Only what was agreed elsewhere can be dearer than listed.
    assert all(off.amount > 0 or off.kind == "agreed" for off in line.offs)
    assert [OFF_KINDS.index(off.kind) for off in line.offs] == sorted(
        OFF_KINDS.index(off.kind) for off in line.offs
    )


@thorough
@given(sales())
def test_parts_add_up_at_every_level_and_nothing_is_negative(sale: Sale) -> None:
    priced = price(sale.cart, sale.terms)
    for line in priced.lines:
        check_line(line)
    for name in ("net", "tax", "discount"):
        assert sum(getattr(line, name) for line in priced.lines) == getattr(priced, name)
    assert sum(line.list_total for line in priced.lines) == priced.subtotal
    assert sum(line.gross for line in priced.lines) == priced.total
    assert priced.net + priced.tax == priced.total
    assert sum(off.amount for off in priced.offs) == priced.discount
    assert sum(part.tax for part in priced.taxes) == priced.tax
    by_rate: Counter[tuple[str, int, int]] = Counter()
    for line in priced.lines:
        for part in line.parts:
            by_rate[part.name, part.rate_ppm, part.amount] += part.tax
    assert {(p.name, p.rate_ppm, p.amount): p.tax for p in priced.taxes} == by_rate
    charged = sum(line.total for line in priced.lines)
    assert priced.subtotal - priced.discount == charged
    if not priced.tax_included:
        assert charged == priced.net
    assert min(priced.subtotal, priced.net, priced.tax, priced.total, priced.code_short) >= 0


@thorough
@given(sales())
def test_splitting_never_moves_what_the_shelf_says(sale: Sale) -> None:
    shop = replace(sale.terms, prices_include_tax=True, tax_included=True, exempt="")
    by_line = price(sale.cart, replace(shop, tax_rounding="line"))
    by_document = price(sale.cart, replace(shop, tax_rounding="document"))
    untaxed = price(sale.cart, replace(shop, taxes={1: TaxRule(()), 2: TaxRule(())}))
    on_top = 0
    for line, bare in zip(sale.cart.lines, untaxed.lines, strict=True):
        rates = shop.rule(line.tax_class_id).rates
        on_top += sum(
            half_up(rate.amount * Fraction(line.quantity)) for rate in rates if rate.on_top
        )
        group = shop.group_prices.get(line.product_id, line.price)
        group = line.price if line.gift_card else group
        group = group if line.own_price is None else line.own_price
        listed = half_up(group * Fraction(line.quantity))
        assert bare.list_total == (listed if line.agreed_list is None else line.agreed_list)
    for priced in (by_line, by_document):
        assert [line.offs for line in priced.lines] == [line.offs for line in untaxed.lines]
        assert priced.total == untaxed.subtotal - untaxed.discount + on_top


def answers(cart: Cart, priced: PricedCart) -> Counter[tuple[object, PricedLine]]:
    """Every line with what it came to; equal lines may share unequally, but only those."""
    return Counter(
        (repr(line), result) for line, result in zip(cart.lines, priced.lines, strict=True)
    )


@thorough
@given(sales(), st.randoms(use_true_random=False))
def test_the_order_of_scanning_decides_nothing(sale: Sale, chance) -> None:
    cart = sale.cart
    mixed = replace(cart, lines=tuple(chance.sample(cart.lines, len(cart.lines))))
    one, other = price(cart, sale.terms), price(mixed, sale.terms)
    assert replace(one, lines=()) == replace(other, lines=())
    assert answers(cart, one) == answers(mixed, other)


# Lines that differ in one thing: whatever the sorting forgets, a shared cent tells.
notes = st.sampled_from(["", "ripe"])
twins = st.builds(
    line_of,
    st.sampled_from([1, 3]),
    st.sampled_from([10, 20]),
    st.sampled_from([1, 2]),
    note=notes,
    discount=st.none() | st.builds(Discount, amount=st.sampled_from([0, 3])),
    agreed_list=st.none() | st.just(20),
)
own_twins = st.builds(
    lambda line, own: replace(line, agreed_list=None, own_price=own),
    twins,
    st.sampled_from([None, 10, 20]),
)
one_class = st.builds(
    Terms,
    tax_rounding=st.sampled_from(["line", "document"]),
    taxes=st.just({1: TaxRule((TaxRate("VAT", 190_000),))}),
    offers=st.builds(
        lambda price: Offers([Promotion(1, "3 for", "bundle", buy=3, amount=price)]),
        st.integers(1, 40),
    ),
)


@thorough
@given(
    st.lists(twins | own_twins, min_size=2, max_size=5),
    one_class,
    st.integers(1, 30),
    st.randoms(use_true_random=False),
)
def test_lines_that_differ_in_one_thing_are_told_apart(
    given_lines: list[CartLine], given_terms: Terms, amount: int, chance
) -> None:
    cart = Cart(tuple(given_lines), discount=Discount(amount=amount))
    mixed = replace(cart, lines=tuple(chance.sample(given_lines, len(given_lines))))
    one, other = price(cart, given_terms), price(mixed, given_terms)
    assert replace(one, lines=()) == replace(other, lines=())
    assert answers(cart, one) == answers(mixed, other)


PLAIN = CartLine(1, "1", "Thing", 11, Decimal(1), tax_class_id=1, category_id=1)
OLD = Discount(reason="old")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"product_id": 1}, {"product_id": 2}),
        ({"price": 11}, {"price": 13}),
        ({"quantity": Decimal(1)}, {"quantity": Decimal(3)}),
        ({}, {"agreed_list": 11}),
        ({"price": 1}, {"price": 1, "agreed_list": 1}),
        ({"agreed_list": 11}, {"agreed_list": 13}),
        ({}, {"agreed_total": 11}),
        ({"price": 1}, {"price": 1, "agreed_total": 1}),
        ({"agreed_total": 3}, {"agreed_total": 5}),
        ({}, {"own_price": 11}),
        ({"own_price": 11}, {"own_price": 13}),
        ({"agreed_list": 11}, {"agreed_list": 11, "label": "2200042000119"}),
        ({}, {"discount": OLD}),
        ({}, {"discount": Discount(rate_ppm=1)}),  # takes nothing off
        ({"discount": OLD}, {"discount": replace(OLD, reason="bent")}),
        ({"discount": Discount(amount=2)}, {"discount": Discount(rate_ppm=200_000)}),
        ({"discount": Discount(amount=2)}, {"discount": Discount(amount=4)}),
        ({"discount": Discount(rate_ppm=180_000)}, {"discount": Discount(rate_ppm=200_000)}),
        ({"tax_class_id": 1}, {"tax_class_id": 2}),
        ({"category_id": 1}, {"category_id": 2}),
        ({}, {"gift_card": "CARD-7"}),
        ({"gift_card": "CARD-7"}, {"gift_card": "CARD-8"}),
        ({}, {"note": "ripe"}),
        ({"note": "green"}, {"note": "ripe"}),
        ({"unit": "piece"}, {"unit": "kg"}),
    ],
    ids=repr,
)
def test_of_two_lines_the_same_one_gets_the_cent_whichever_is_scanned_first(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    # Each comes to an odd amount and a tax of half of that: one tax is rounded up, one down.
    half = TaxRule((TaxRate("Half", 500_000),))
    terms = Terms(False, False, "document", {1: half, 2: half})
    lines = replace(PLAIN, **one), replace(PLAIN, **other)
    there = price(Cart(lines), terms).lines
    back = price(Cart(lines[::-1]), terms).lines
    assert there == back[::-1]
    assert [line.net % 2 for line in there] == [1, 1]
    assert sum(line.tax for line in there) == sum(line.net for line in there) // 2


scans = st.lists(
    st.tuples(st.sampled_from(sorted(CATEGORY)), st.integers(1, 3)), min_size=1, max_size=8
)


@thorough
@given(scans, terms(), st.none() | discounts, st.randoms(use_true_random=False))
def test_the_same_goods_scanned_in_another_order_cost_the_same(
    given_scans: list[tuple[int, int]], given_terms: Terms, discount: Discount | None, chance
) -> None:
    carts = []
    for order in (given_scans, chance.sample(given_scans, len(given_scans))):
        cart = Cart(discount=discount)
        for product, count in order:
            cart = cart.add_line(line_of(product, 97 * product + 2, count))
        carts.append(cart)
    one, other = (price(cart, given_terms) for cart in carts)
    assert replace(one, lines=()) == replace(other, lines=())
    assert answers(carts[0], one) == answers(carts[1], other)


# --- known sums ----------------------------------------------------------------------------------


def cart_of(*rows: tuple[int, int, int]) -> Cart:
    """A cart of (quantity, price, tax class) lines."""
    return Cart(
        tuple(
            CartLine(number, str(number), "Thing", unit, Decimal(quantity), tax_class_id=tax)
            for number, (quantity, unit, tax) in enumerate(rows, start=1)
        )
    )


def test_included_tax_never_moves_the_shelf_price() -> None:
    priced = price(cart_of((1, 2890, 1), (1, 125, 2)), Terms(taxes=VAT))
    assert [line.tax for line in priced.lines] == [521, 11]
    assert [line.tax_rate_ppm for line in priced.lines] == [220_000, 100_000]
    assert priced.total == 3015


def test_a_discount_is_shared_by_largest_remainder() -> None:
    cart = cart_of((1, 100, 0), (1, 100, 0), (1, 100, 0))
    priced = price(cart.with_discount(Discount(amount=100)), Terms())
    assert [line.discount for line in priced.lines] == [34, 33, 33]


def test_a_discount_never_passes_the_total() -> None:
    priced = price(cart_of((1, 500, 0)).with_discount(Discount(amount=900)), Terms())
    assert (priced.total, priced.discount) == (0, 500)


def test_the_largest_total_passes_and_one_more_is_refused() -> None:
    most = cart_of((1, MAX_AMOUNT - 1, 0), (1, 1, 0))
    assert price(most, Terms()).total == MAX_AMOUNT
    dear = cart_of((1, MAX_AMOUNT, 0), (1, 1, 0))
    free = Cart(tuple(replace(line, agreed_total=0) for line in dear.lines))
    for cart in (dear, free):
        with pytest.raises(BadAmount) as refusal:
            price(cart, Terms())
        assert refused(refusal.value) == ("total", MAX_AMOUNT + 1, "too_large")
    # By the tax alone, too: a quarter on top of four fifths.
    on_top = Terms(False, False, taxes={1: TaxRule((TaxRate("VAT", 250_000),))})
    assert price(cart_of((1, 8 * 10**14, 1)), on_top).total == MAX_AMOUNT
    with pytest.raises(BadAmount) as refusal:
        price(cart_of((1, 8 * 10**14 + 1, 1)), on_top)
    assert refused(refusal.value) == ("total", MAX_AMOUNT + 1, "too_large")


def test_a_tax_class_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadValue) as refusal:
        price(cart_of((1, 100, 9)), Terms(taxes=VAT))
    assert refused(refusal.value) == ("tax_class_id", 9, "unknown_choice")


def test_what_was_agreed_elsewhere_stays_as_it_was() -> None:
    agreed = CartLine(1, "1", "Thing", 100, Decimal(3), agreed_list=400, agreed_total=250)
    offer = Promotion(1, "Half", "percent", rate_ppm=500_000)
    own = Terms(offers=Offers([offer]), group_prices={1: 1})
    cart = Cart((agreed,), code=CodeDiscount("SPRING", rate_ppm=500_000))
    (line,) = price(cart, own).lines
    assert (line.list_total, line.offs, line.total) == (400, (Off("agreed", "", 150),), 250)
    dearer = Cart((replace(agreed, agreed_total=500),))
    (line,) = price(dearer, own).lines
    assert (line.discount, line.total) == (-100, 500)


def test_gift_cards_are_money_and_nothing_is_taken_off_them() -> None:
    card = CartLine(1, "1", "Gift card", 5000, Decimal(1), gift_card="CARD-7")
    milk = CartLine(2, "2", "Milk", 100, Decimal(1), tax_class_id=2)
    half = Promotion(1, "Half", "percent", rate_ppm=500_000)
    code = CodeDiscount("SPRING", rate_ppm=500_000, minimum=50)
    cart = Cart((card, milk), discount=Discount(rate_ppm=500_000), code=code)
    priced = price(cart, Terms(taxes=VAT, offers=Offers([half])))
    assert [line.total for line in priced.lines] == [5000, 12]
    assert [(off.kind, off.amount) for off in priced.offs] == [
        ("promotion", 50),
        ("code", 25),
        ("order", 13),
    ]
    # Nor do they help to reach what a code asks for.
    short = price(replace(cart, code=replace(code, minimum=60)), Terms(taxes=VAT))
    assert short.code_short == 0
    short = price(replace(cart, code=replace(code, minimum=160)), Terms(taxes=VAT))
    assert short.code_short == 60
    # And no price list sells a card for less than is put on it.
    listed = price(Cart((card,)), Terms(group_id=1, group_prices={1: 10}))
    assert (listed.total, listed.lines[0].price) == (5000, 5000)


def test_an_exempt_customer_pays_deposits_and_no_tax() -> None:
    deposit = TaxRule((TaxRate("VAT", 190_000), TaxRate("Deposit", amount=25, on_top=True)))
    priced = price(cart_of((2, 119, 1)), Terms(taxes={1: deposit}, exempt="embassy"))
    assert (priced.net, priced.tax, priced.total) == (200, 50, 250)
    assert not priced.tax_included
    assert priced.lines[0].tax_rate_ppm == 0


def test_a_discount_is_never_turned_around_by_stating_it_without_tax() -> None:
    # One cent off a line of 7 that is 5 without two taxes of 9 %, where 6 would be 6.
    gst = TaxRule((TaxRate("CGST", 90_000), TaxRate("SGST", 90_000)))
    cart = cart_of((1, 7, 1)).with_discount(Discount(amount=1))
    (line,) = price(cart, Terms(tax_included=False, taxes={1: gst})).lines
    assert (line.list_total, line.discount, line.total) == (6, 1, 5)
