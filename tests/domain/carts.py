"""Carts and terms to try prices with: as they are, and as nobody would ring them up."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import Terms
from pos_app.domain.tax import TaxRule
from tests.domain.examples import PPM, tax_rules
from tests.domain.naive import CATEGORY, promotions

TAX_CLASS = {1: 1, 2: 2, 3: 1, 4: 0, 5: 2}
"""The tax class of each product; 4 bears no tax."""

discounts = st.builds(
    Discount, rate_ppm=st.sampled_from([1, 100_000, 333_333, PPM]), reason=st.just("old")
) | st.builds(Discount, amount=st.sampled_from([1, 7, 100, 10**9]), reason=st.just("bent"))
codes = st.builds(
    CodeDiscount,
    code=st.just("SPRING"),
    rate_ppm=st.sampled_from([1, 50_000, 500_000, PPM]),
    minimum=st.sampled_from([0, 0, 500]),
    category_ids=st.sampled_from([frozenset[int](), frozenset({1}), frozenset({2, 3})]),
) | st.builds(CodeDiscount, code=st.just("SPRING"), amount=st.sampled_from([5, 50, 10**9]))
shelf_prices = st.integers(0, 30) | st.integers(0, 5000) | st.integers(10**8, 10**9)
counts = st.sampled_from([1, 1, 2, 3, 5, 12])


def line_of(product: int, price: int, count: int, **more: object) -> CartLine:
    """A line of one of the products; the weighed one weighs 5 g more."""
    weighed = product == 5
    return CartLine(
        product,
        f"P{product}",
        "Thing",
        price,
        Decimal(count) + Decimal("0.005") * weighed,
        "kg" if weighed else "piece",
        TAX_CLASS[product],
        CATEGORY[product],
        **more,  # type: ignore[arg-type]
    )


@st.composite
def lines(draw: st.DrawFn) -> CartLine:
    """A line of any kind: plain ones mostly."""
    kind = draw(st.integers(0, 9))
    more: dict[str, object] = {}
    if kind == 0:
        more = {"agreed_list": draw(st.integers(0, 500)), "agreed_total": draw(st.integers(0, 500))}
    elif kind == 1:
        more = {"gift_card": "CARD-7"}
    elif kind in (2, 3):
        more = {"discount": draw(discounts)}
    elif kind == 4:
        more = {"note": "ripe"}
    elif kind == 5:
        more = {"own_price": draw(shelf_prices), "discount": draw(st.none() | discounts)}
    elif kind == 6:
        more = {"agreed_list": draw(st.integers(0, 500)), "label": "2200042004509"}
    product = draw(st.sampled_from(sorted(CATEGORY)))
    return line_of(product, draw(shelf_prices), draw(counts), **more)


@dataclass
class Sale:
    """A cart, and the terms that it is priced by."""

    cart: Cart
    terms: Terms


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Terms of every mode, with two tax classes and up to three promotions."""
    rules: tuple[TaxRule, TaxRule] = draw(st.tuples(tax_rules(), tax_rules()))
    count = draw(st.integers(0, 3))
    offers = [draw(promotions(number)) for number in range(1, count + 1)]
    return Terms(
        prices_include_tax=draw(st.booleans()),
        tax_included=draw(st.booleans()),
        tax_rounding=draw(st.sampled_from(["line", "document"])),
        taxes={1: rules[0], 2: rules[1]},
        exempt=draw(st.sampled_from(["", "", "embassy"])),
        group_prices=draw(st.sampled_from([{}, {1: 3, 3: 10**6}])),
        offers=Offers(offers),
    )


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    """Sales of every kind."""
    cart = Cart(
        tuple(draw(st.lists(lines(), min_size=1, max_size=5))),
        discount=draw(st.none() | discounts),
        code=draw(st.none() | codes),
    )
    return Sale(cart, draw(terms()))
