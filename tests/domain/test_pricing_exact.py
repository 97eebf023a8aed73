"""Every step from the list price to the taxes, each against exact fractions."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.errors import BadAmount
from pos_app.domain.money import MAX_AMOUNT
from pos_app.domain.offers import OfferLine
from pos_app.domain.pricing import Off, PricedCart, price
from pos_app.domain.tax import TaxRate, TaxRule
from tests.domain.carts import Sale, codes, discounts, line_of, terms
from tests.domain.examples import (
    PPM,
    ExactLine,
    exact_line,
    half_up,
    largest_remainder,
    shares_of_net,
    thorough,
)
from tests.domain.naive import CATEGORY, Naive

some_products = st.lists(st.sampled_from(sorted(CATEGORY)), min_size=1, unique=True).map(sorted)
any_prices = st.integers(0, 30) | st.integers(0, 5000) | st.integers(10**13, 3 * 10**14)
few = st.integers(1, 3)


@st.composite
def plain_sales(draw: st.DrawFn) -> Sale:
    """One line for each product, in the order of their ids: no tie is left to how lines stand."""
    lines = [
        line_of(product, draw(any_prices), draw(few), discount=draw(st.none() | discounts))
        for product in draw(some_products)
    ]
    cart = Cart(tuple(lines), discount=draw(st.none() | discounts), code=draw(st.none() | codes))
    return Sale(cart, draw(terms()))


def off_of(discount: Discount | CodeDiscount, basis: int) -> int:
    return min(basis, discount.amount or half_up(basis * Fraction(discount.rate_ppm, PPM)))


def thousandths(line: CartLine) -> int:
    return int(line.quantity * 1000)


class Oracle:
    """A cart worked out by hand, in the shop's own terms."""

    def __init__(self, sale: Sale) -> None:
        self.lines, self.terms = sale.cart.lines, sale.terms
        lists = sale.terms.group_prices
        prices = [
            line.price if line.gift_card else lists.get(line.product_id, line.price)
            for line in self.lines
        ]
        self.listed = [
            half_up(unit * Fraction(line.quantity))
            for unit, line in zip(prices, self.lines, strict=True)
        ]
        self.left = list(self.listed)
        self.offs: list[list[Off]] = [[] for _ in self.lines]
        self.give_offers()
        for place, line in enumerate(self.lines):
            if line.discount is not None:
                self.take(
                    place, "line", line.discount.reason, off_of(line.discount, self.left[place])
                )
        code, order = sale.cart.code, sale.cart.discount
        self.short = max(0, code.minimum - sum(self.left)) if code else 0
        if code and not self.short:
            wanted = code.category_ids
            where = [i for i, ln in enumerate(self.lines) if not wanted or ln.category_id in wanted]
            self.share("code", code.code, code, where)
        if order:
            self.share("order", order.reason, order, range(len(self.lines)))

    def take(self, place: int, kind: str, label: str, amount: int, promotion_id: int = 0) -> None:
        if amount:
            self.offs[place].append(Off(kind, label, amount, promotion_id))
            self.left[place] -= amount

    def give_offers(self) -> None:
        seen = [
            OfferLine(
                line.product_id,
                line.category_id,
                total,
                thousandths(line),
                int(line.quantity) if line.unit == "piece" else 0,
            )
            for line, total in zip(self.lines, self.listed, strict=True)
        ]
        known = {each.id: each for each in self.terms.offers.promotions}
        best = Naive(seen, self.terms.offers.promotions).best()
        for key in sorted(best, key=lambda key: (-known[key].priority, key)):
            for place, off in best[key].items():
                self.take(place, "promotion", known[key].name, off, key)

    def share(
        self, kind: str, label: str, discount: Discount | CodeDiscount, where: Sequence[int]
    ) -> None:
        basis = sum(self.left[place] for place in where)
        if basis:
            off = off_of(discount, basis)
            exact = [Fraction(off * self.left[place], basis) for place in where]
            for place, part in zip(where, largest_remainder(exact), strict=True):
                self.take(place, kind, label, part)


def rounded_taxes(exact: Sequence[ExactLine], rounding: str) -> list[dict[TaxRate, int]]:
    """Each line's percentages: rounded there, or once for all lines and shared."""
    if rounding == "line":
        return [{rate: half_up(tax) for rate, tax in each.percents.items()} for each in exact]
    found: list[dict[TaxRate, int]] = [{} for _ in exact]
    for rate in {rate for each in exact for rate in each.percents}:
        where = [number for number, each in enumerate(exact) if rate in each.percents]
        parts = largest_remainder([exact[number].percents[rate] for number in where])
        for number, part in zip(where, parts, strict=True):
            found[number][rate] = part
    return found


def check_taxes(priced: PricedCart, exact: Sequence[ExactLine], rounding: str) -> None:
    if any(0 < each.taxable < 6 for each in exact):
        return  # too little for every rate to be rounded up there: tried with the taxes
    for line, taxes in zip(priced.lines, rounded_taxes(exact, rounding), strict=True):
        found = {part.name: part.tax for part in line.parts if not part.amount}
        assert found == {rate.name: tax for rate, tax in taxes.items()}


@thorough
@given(plain_sales(), st.booleans())
def test_each_step_is_the_exact_one_in_the_shops_own_terms(sale: Sale, included: bool) -> None:
    own = replace(sale.terms, prices_include_tax=included, tax_included=included, exempt="")
    sale = Sale(sale.cart, own)
    oracle = Oracle(sale)
    exact = [
        exact_line(own.rule(ln.tax_class_id).rates, left, thousandths(ln), included=included)
        for ln, left in zip(sale.cart.lines, oracle.left, strict=True)
    ]
    total = sum(each.payable for each in exact)
    if not included:
        total += sum(sum(each.values()) for each in rounded_taxes(exact, own.tax_rounding))
        total += sum(sum(each.fixed.values()) for each in exact)
    if max(sum(oracle.listed), total) > MAX_AMOUNT:
        with pytest.raises(BadAmount) as refusal:
            price(sale.cart, own)
        assert (refusal.value.field, refusal.value.reason) == ("total", "too_large")
        return
    priced = price(sale.cart, own)
    assert [line.offs for line in priced.lines] == [tuple(offs) for offs in oracle.offs]
    assert [line.total for line in priced.lines] == oracle.left
    assert (priced.code_short, priced.total) == (oracle.short, total)
    check_taxes(priced, exact, own.tax_rounding)


def without_fixed(rule: TaxRule) -> TaxRule:
    return TaxRule(rule.percents)


@thorough
@given(plain_sales(), st.booleans(), st.booleans())
def test_who_is_quoted_the_other_way_pays_the_exact_price_of_that(
    sale: Sale, shop_included: bool, exempt: bool
) -> None:
    rules = {key: without_fixed(rule) for key, rule in sale.terms.taxes.items()}
    trade = replace(
        sale.terms,
        taxes=rules,
        prices_include_tax=shop_included or exempt,
        tax_included=not shop_included,
        exempt="embassy" if exempt else "",
    )
    oracle = Oracle(Sale(sale.cart, trade))
    if max(sum(oracle.listed), 2 * sum(oracle.left)) > MAX_AMOUNT // 2:
        return

    def restated(amount: int, rule: TaxRule) -> int:
        shares = shares_of_net(rule.rates).values()
        if trade.prices_include_tax:
            return half_up(amount / (1 + sum(shares, Fraction(0))))
        return amount + sum(half_up(amount * share) for share in shares)

    priced = price(sale.cart, trade)
    expected, exact = [], []
    for place, line in enumerate(sale.cart.lines):
        rule = trade.rule(line.tax_class_id)
        expected.append((restated(oracle.listed[place], rule), restated(oracle.left[place], rule)))
        rates = () if exempt else rule.rates
        included = trade.tax_included and not exempt
        exact.append(exact_line(rates, expected[-1][1], thousandths(line), included=included))
    assert [(line.list_total, line.total) for line in priced.lines] == expected
    assert priced.tax_included == (trade.tax_included and not exempt)
    assert all(line.tax == 0 for line in priced.lines) or not exempt
    check_taxes(priced, exact, trade.tax_rounding)
