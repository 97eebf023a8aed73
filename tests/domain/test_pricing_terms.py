"""What a price is made by: the hour, the customer's group, the code, and how the sale states its
prices; worked out by hand with a tax of 25 %, so that four fifths are without it."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import Off, PricedLine, Terms, price
from pos_app.domain.promotions import Goods, Hours, Promotion
from pos_app.domain.tax import TaxPart, TaxRate, TaxRule

VAT = TaxRate("VAT", 250_000)


def line_of(unit_price: int, quantity: int = 1, product: int = 1, **more: object) -> CartLine:
    """A line of tax class 1."""
    return CartLine(
        product,
        str(product),
        "Thing",
        unit_price,
        Decimal(quantity),
        tax_class_id=1,
        **more,  # type: ignore[arg-type]
    )


def terms_of(*rates: TaxRate, shop_with_tax: bool, sale_with_tax: bool, exempt: str = "") -> Terms:
    """A shop that states its prices one way, and a sale that may state them another."""
    return Terms(shop_with_tax, sale_with_tax, taxes={1: TaxRule(rates)}, exempt=exempt)


def sums(line: PricedLine) -> tuple[int, int, int]:
    """What is paid for a line."""
    return line.net, line.tax, line.gross


# --- when, for whom, by which code ---------------------------------------------------------------


def test_a_happy_hour_counts_by_the_time_of_the_terms() -> None:
    happy = Promotion(1, "Happy", "percent", rate_ppm=500_000, hours=Hours(since=60, until=120))
    cart = Cart((line_of(100),))
    for text, total in (("2024-03-01 01:59", 50), ("2024-03-01 02:00", 100)):
        terms = Terms(
            taxes={1: TaxRule(())}, offers=Offers([happy]), at=datetime.fromisoformat(text)
        )
        assert price(cart, terms).total == total


def test_an_offer_for_a_group_counts_by_the_group_of_the_terms() -> None:
    club = Promotion(1, "Club", "percent", rate_ppm=500_000, group_ids=frozenset({7}))
    cart = Cart((line_of(100),))
    for group, total in ((7, 50), (8, 100), (None, 100)):
        terms = Terms(taxes={1: TaxRule(())}, offers=Offers([club]), group_id=group)
        assert price(cart, terms).total == total


def test_a_code_asks_for_its_minimum_to_the_cent() -> None:
    cart = Cart((line_of(100),))
    for minimum, short, total in ((99, 0, 90), (100, 0, 90), (101, 1, 100), (102, 2, 100)):
        priced = price(
            cart.with_code(CodeDiscount("SPRING", amount=10, minimum=minimum)),
            Terms(taxes={1: TaxRule(())}),
        )
        assert (priced.code_short, priced.total) == (short, total)


def test_what_is_weighed_is_no_piece_of_three_for_two() -> None:
    offer = Promotion(1, "3 for 2", "buy_get", buy=2, get=1, rate_ppm=1_000_000)
    terms = Terms(taxes={1: TaxRule(())}, offers=Offers([offer]))
    for lines in ((line_of(100, 3),), tuple(line_of(100, product=number) for number in (1, 2, 3))):
        assert price(Cart(lines), terms).total == 200
        weighed = tuple(replace(line, unit="kg") for line in lines)
        assert price(Cart(weighed), terms).total == 300


def test_what_was_taken_off_a_cart_stands_by_reason_and_name() -> None:
    apples = Promotion(2, "Apples", "amount", goods=Goods(frozenset({1})), amount=30)
    pears = Promotion(1, "Pears", "amount", goods=Goods(frozenset({2})), amount=10)
    cart = Cart(
        (line_of(100, product=2), line_of(100, product=1), line_of(100, 2, product=1)),
        discount=Discount(amount=7, reason="bent"),
    )
    priced = price(cart, Terms(taxes={1: TaxRule(())}, offers=Offers([apples, pears])))
    assert priced.offs == (
        Off("promotion", "Apples", 90, 2),
        Off("promotion", "Pears", 10, 1),
        Off("order", "bent", 7),
    )


# --- stated another way than the shop does -------------------------------------------------------


@pytest.mark.parametrize("exempt", ["", "embassy"])
def test_every_step_is_stated_without_tax_and_keeps_its_name(exempt: str) -> None:
    # 1000 with tax, by 250 to 750, by 125 to 625, by 25 to 600; without it 800, 600, 500, 480.
    spring = Promotion(7, "Spring", "amount", amount=250)
    line = line_of(1000, discount=Discount(amount=125, reason="bent"))
    terms = Terms(
        tax_included=False, taxes={1: TaxRule((VAT,))}, exempt=exempt, offers=Offers([spring])
    )
    priced = price(Cart((line,), discount=Discount(amount=25, reason="old")), terms)
    offs = (Off("promotion", "Spring", 200, 7), Off("line", "bent", 100), Off("order", "old", 20))
    assert priced.offs == offs
    assert priced.lines[0].offs == offs
    assert (priced.lines[0].price, priced.subtotal, priced.discount) == (800, 800, 320)
    tax = 0 if exempt else 120
    assert (priced.net, priced.tax, priced.total) == (480, tax, 480 + tax)
    assert not priced.tax_included


def test_a_trade_customers_tax_is_rounded_where_the_shop_rounds() -> None:
    # 7 with tax is 5.6 without, rounded 6; a tax of 1.5 on each, 4.5 on all three.
    cart = Cart(tuple(line_of(7, product=number) for number in (1, 2, 3)))
    taxes = {1: TaxRule((VAT,))}
    for rounding, expected in (("line", [2, 2, 2]), ("document", [2, 2, 1])):
        priced = price(cart, Terms(tax_included=False, tax_rounding=rounding, taxes=taxes))
        assert [line.net for line in priced.lines] == [6, 6, 6]
        assert [line.tax for line in priced.lines] == expected


def test_a_taxed_fee_inside_the_price_comes_beside_it_without_tax() -> None:
    # 2500 with tax hold a fee of 1250: 2000 without, of which the fee is 1000.
    fee = TaxRate("Fee", amount=1250, taxed=True)
    cart = Cart((line_of(2500, 3),))
    (line,) = price(cart, terms_of(VAT, fee, shop_with_tax=True, sale_with_tax=False)).lines
    assert (line.price, line.list_total) == (1000, 3000)
    assert sums(line) == (3000, 1500 + 3000, 7500)
    assert line.parts == (
        TaxPart("VAT", 250_000, 0, 6000, 1500),
        TaxPart("Fee", 0, 1000, 0, 3000),
    )
    terms = terms_of(VAT, fee, shop_with_tax=True, sale_with_tax=False, exempt="embassy")
    (line,) = price(cart, terms).lines
    assert (line.price, line.list_total) == (1000, 3000)
    assert sums(line) == (3000, 3000, 6000)
    assert line.parts == (TaxPart("Fee", 0, 1000, 0, 3000),)


def test_a_taxed_fee_beside_the_price_lies_inside_one_with_tax() -> None:
    # 100 and a fee of 40 without tax are 175 with it, of which the fee is 50.
    fee = TaxRate("Fee", amount=40, taxed=True)
    terms = terms_of(VAT, fee, shop_with_tax=False, sale_with_tax=True)
    (line,) = price(Cart((line_of(100, 2),)), terms).lines
    assert (line.price, line.list_total) == (175, 350)
    assert sums(line) == (200, 70 + 80, 350)
    assert line.parts == (TaxPart("VAT", 250_000, 0, 280, 70), TaxPart("Fee", 0, 50, 0, 80))


def test_a_deposit_on_top_of_a_price_without_tax_lies_inside_one_with_tax() -> None:
    deposit = TaxRate("Deposit", amount=25, on_top=True)
    terms = terms_of(VAT, deposit, shop_with_tax=False, sale_with_tax=True)
    (line,) = price(Cart((line_of(100),)), terms).lines
    assert (line.price, line.list_total) == (150, 150)
    assert sums(line) == (100, 25 + 25, 150)


@pytest.mark.parametrize("sale_with_tax", [True, False])
def test_an_exempt_customer_pays_the_price_that_is_stated_without_tax(sale_with_tax: bool) -> None:
    deposit = TaxRate("Deposit", amount=15, on_top=True)
    terms = terms_of(
        VAT, deposit, shop_with_tax=False, sale_with_tax=sale_with_tax, exempt="embassy"
    )
    priced = price(Cart((line_of(100, 2),), discount=Discount(amount=50)), terms)
    (line,) = priced.lines
    assert (line.price, line.list_total, line.total) == (100, 200, 150)
    assert sums(line) == (150, 30, 180)
    assert (line.tax_rate_ppm, priced.tax_included) == (0, False)
