"""Pricing, taxes and payments against exact fractions and the known answers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import Cart, CartDiscount, CartLine
from pos_app.domain.errors import BadAmount, BadValue, Overpaid, Underpaid
from pos_app.domain.payment import Payment, settle
from pos_app.domain.pricing import price
from pos_app.domain.tax import added, check_rate, included


def half_up(value: Fraction) -> int:
    whole = floor(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def cart_of(*lines: tuple[int, int, int]) -> Cart:
    """A cart of (quantity, price, rate in ppm) lines."""
    cart = Cart()
    for number, (quantity, unit_price, rate) in enumerate(lines, start=1):
        cart = cart.add_line(
            CartLine(number, str(number), "Thing", unit_price, Decimal(quantity), tax_rate_ppm=rate)
        )
    return cart


lines = st.lists(
    st.tuples(
        st.integers(1, 99),
        st.integers(0, 10**8),
        st.sampled_from([0, 50_000, 88_750, 190_000, 220_000, 1_000_000]),
    ),
    min_size=1,
    max_size=12,
)
discounts = (
    st.none()
    | st.builds(CartDiscount, rate_ppm=st.integers(1, 1_000_000))
    | st.builds(CartDiscount, amount=st.integers(1, 10**9))
)


@given(lines, discounts, st.booleans())
def test_parts_add_up_at_every_level(
    given_lines: list[tuple[int, int, int]], discount: CartDiscount | None, inclusive: bool
) -> None:
    priced = price(cart_of(*given_lines).with_discount(discount), tax_included=inclusive)
    assert priced.net + priced.tax == priced.total
    assert sum(line.list_total for line in priced.lines) == priced.subtotal
    assert sum(line.discount for line in priced.lines) == priced.discount
    assert sum(line.tax for line in priced.lines) == priced.tax
    charged = sum(line.total for line in priced.lines)
    assert priced.total == (charged if inclusive else charged + priced.tax)
    assert priced.subtotal - priced.discount == charged
    assert min(line.total for line in priced.lines) >= 0
    assert all(line.list_total - line.discount == line.total for line in priced.lines)


@given(st.integers(0, 2**60), st.integers(0, 1_000_000))
def test_taxes_are_the_exact_share_rounded_once(amount: int, rate: int) -> None:
    assert included(amount, rate) == half_up(Fraction(amount) * rate / (1_000_000 + rate))
    assert added(amount, rate) == half_up(Fraction(amount) * rate / 1_000_000)


def test_excluded_tax_rounded_per_line() -> None:
    # odoo/odoo #6224: 4 x 1.48, 1.52, 1.54, 0.39 at 21 % come to 11.33 when rounded by line.
    priced = price(
        cart_of((4, 148, 210_000), (1, 152, 210_000), (1, 154, 210_000), (1, 39, 210_000)),
        tax_included=False,
    )
    assert (priced.net, priced.tax, priced.total) == (937, 196, 1133)


def test_included_tax_never_moves_the_shelf_price() -> None:
    priced = price(cart_of((1, 2890, 220_000), (1, 125, 100_000)), tax_included=True)
    assert [line.tax for line in priced.lines] == [521, 11]
    assert priced.total == 3015


def test_a_discount_is_shared_by_largest_remainder() -> None:
    cart = cart_of((1, 100, 0), (1, 100, 0), (1, 100, 0)).with_discount(CartDiscount(amount=100))
    priced = price(cart, tax_included=True)
    assert [line.discount for line in priced.lines] == [34, 33, 33]


def test_a_discount_never_passes_the_total() -> None:
    priced = price(cart_of((1, 500, 0)).with_discount(CartDiscount(amount=900)), tax_included=True)
    assert (priced.total, priced.discount) == (0, 500)


def test_too_large_a_total_is_refused() -> None:
    dear = cart_of(*[(1, 10**15, 0)] * 2)
    with pytest.raises(BadAmount):
        price(dear, tax_included=True)
    free = Cart(tuple(replace(line, agreed_total=0) for line in dear.lines))
    with pytest.raises(BadAmount):
        price(free, tax_included=True)


@pytest.mark.parametrize("rate", [-1, 1_000_001, 0.5, True, "5"])
def test_rates_lie_between_nothing_and_all(rate: object) -> None:
    with pytest.raises(BadValue):
        check_rate(rate)


def test_change_is_given_for_cash() -> None:
    settled = settle(1580, [Payment("card", 500), Payment("cash", 2000)])
    assert (settled.tendered, settled.change_due) == (2500, 920)


def test_nothing_is_due_for_nothing() -> None:
    assert settle(0, []).change_due == 0


def test_underpaid_says_by_how_much() -> None:
    with pytest.raises(Underpaid) as refusal:
        settle(1580, [Payment("cash", 1000)])
    assert (refusal.value.due, refusal.value.tendered) == (1580, 1000)


def test_a_card_gives_no_change() -> None:
    with pytest.raises(Overpaid) as refusal:
        settle(1580, [Payment("card", 2000)])
    assert refusal.value.method == "card"


@pytest.mark.parametrize(
    "payment",
    [Payment("cash", 0), Payment("cash", -5), Payment("cash", 10**16), Payment("shells", 5)],
)
def test_impossible_tenders(payment: Payment) -> None:
    with pytest.raises(BadValue):
        settle(5, [payment])


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**9), max_size=4))
def test_settled_means_paid_exactly(total: int, cash: list[int]) -> None:
    payments = [Payment("cash", amount) for amount in cash]
    if sum(cash) < total:
        with pytest.raises(Underpaid):
            settle(total, payments)
    else:
        settled = settle(total, payments)
        assert settled.tendered - settled.change_due == total
