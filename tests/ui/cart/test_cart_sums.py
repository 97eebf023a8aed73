"""The sums below the cart, what changed between two prices, and the rows of a line's words."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QStyleOptionViewItem

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.money import MoneyFormat
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import Terms, price
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.tax import NO_TAX, TaxRate, TaxRule
from pos_app.ui.cart.line_paint import LINE_HEIGHT, ROW_HEIGHT, LineDelegate
from pos_app.ui.cart.lines import LinesModel
from pos_app.ui.cart.price_changes import changes_words
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.sums import explanation, sums_of

DOLLARS = MoneyFormat("USD", 2, prefix="$")
MINUS = "\N{MINUS SIGN}"
GST, QST = TaxRate("GST", 50_000), TaxRate("QST", 99_750)
TAXES = {
    1: TaxRule((GST, QST)),
    2: TaxRule((TaxRate("Levy", 10_000), TaxRate("City", 20_000))),
    3: TaxRule((GST, TaxRate("Deposit", amount=25, on_top=True))),
}


def line(price_: int = 1000, tax_class_id: int = 1, **more: object) -> CartLine:
    known = {"product_id": tax_class_id, "sku": "1", "name": "Tea", "quantity": Decimal(1)}
    return CartLine(price=price_, tax_class_id=tax_class_id, **(known | more))  # type: ignore[arg-type]


def sale_of(*lines: CartLine, **terms: object) -> Sale:
    sale = Sale(Terms(taxes=TAXES, **terms))  # type: ignore[arg-type]
    sale.replace(Cart(lines=lines))
    return sale


def shown(sale: Sale) -> list[tuple[str, str]]:
    return [(each.words, each.figure) for each in sums_of(sale, DOLLARS)]


def test_a_row_for_each_rate(qapp) -> None:
    sale = sale_of(line(), tax_included=False, prices_include_tax=False)
    assert shown(sale) == [
        ("1 item · 1 line", "10.00"), ("GST 5 %", "0.50"), ("QST 9.975 %", "1.00"),
    ]  # fmt: skip
    assert "QST 9.975 %: 1.00" in explanation(sale, DOLLARS)


def test_taxes_inside_the_price_say_so(qapp) -> None:
    assert ("GST included 5 %", "0.43") in shown(sale_of(line()))


def test_more_than_three_rates_are_summed_and_explained(qapp) -> None:
    sale = sale_of(line(), line(tax_class_id=2))
    assert [words for words, _ in shown(sale)][1:] == ["Taxes included"]
    assert shown(sale)[1][1] == DOLLARS.plain(sale.priced.tax)
    assert all(name in explanation(sale, DOLLARS) for name in ("GST", "QST", "Levy", "City"))


def test_a_deposit_on_top_is_a_sum_of_its_own_and_all_of_it_adds_up(qapp) -> None:
    sale = sale_of(line(tax_class_id=3))
    assert sale.priced.total == 1025
    assert shown(sale) == [
        ("1 item · 1 line", "10.00"), ("GST included 5 %", "0.48"), ("Deposit", "0.25"),
    ]  # fmt: skip


def test_an_empty_cart_has_one_sum(qapp) -> None:
    sale = sale_of(exempt="School")
    assert shown(sale) == [("No items", "0.00")]
    assert explanation(sale, DOLLARS) == ""


def test_a_code_that_takes_nothing_says_why(qapp) -> None:
    sale = sale_of(line())
    sale.with_code(CodeDiscount("SAVE", rate_ppm=100_000, minimum=1420))
    assert ("SAVE needs 4.20 more", "") in shown(sale)
    sale.with_code(CodeDiscount("SAVE", rate_ppm=100_000, category_ids=frozenset({77})))
    assert ("SAVE takes nothing off these goods", "") in shown(sale)
    sale.with_code(CodeDiscount("SAVE", rate_ppm=100_000))
    assert ("Savings · SAVE", f"{MINUS}1.00") in shown(sale)


# --- what changed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (500_000, 0, "“Offer” no longer counts ($5.00)."),
        (0, 500_000, "“Offer” counts now and saves $5.00."),
        (500_000, 250_000, "“Offer” now saves $2.50, not $5.00."),
    ],
)
def test_promotions_that_came_went_or_changed(before: int, after: int, words: str) -> None:
    def terms(rate: int) -> Terms:
        offers = Offers([Promotion(1, "Offer", "percent", rate_ppm=rate)] if rate else [])
        return Terms(taxes=TAXES, offers=offers)

    cart = Cart(lines=(line(),))
    told = changes_words(cart, price(cart, terms(before)), price(cart, terms(after)), DOLLARS)
    assert told == words


def test_prices_and_taxes_that_changed() -> None:
    cart = Cart(lines=(line(),))
    terms = Terms(taxes=TAXES)
    group = replace(terms, group_prices={1: 900})
    told = changes_words(cart, price(cart, terms), price(cart, group), DOLLARS)
    assert told == "Tea costs $9.00 now, not $10.00."
    less = replace(terms, taxes={1: NO_TAX})
    told = changes_words(cart, price(cart, terms), price(cart, less), DOLLARS)
    assert told == "Taxes come to $0.00 now, not $1.30."


def test_many_changes_stay_short() -> None:
    lines = tuple(line(product_id=number, name=f"Tea {number}") for number in range(1, 9))
    cart, terms = Cart(lines=lines), Terms(taxes=TAXES)
    group = replace(terms, group_prices=dict.fromkeys(range(1, 9), 900))
    told = changes_words(cart, price(cart, terms), price(cart, group), DOLLARS)
    assert told.endswith("Tea 3 costs $9.00 now, not $10.00. More prices have changed.")


# --- rows of words ---------------------------------------------------------------------------


def heights(sale: Sale, width: int) -> list[int]:
    model = LinesModel(sale, DOLLARS)
    delegate = LineDelegate(model, DOLLARS, sale, model)
    delegate.width = width
    option = QStyleOptionViewItem()
    return [delegate.sizeHint(option, model.index(row)).height() for row in range(model.rowCount())]


def test_savings_that_do_not_fit_go_to_rows_of_their_own(qapp) -> None:
    offers = [
        Promotion(
            number, f"A promotion with quite a long name, number {number}", "percent",
            Goods(frozenset({1})), rate_ppm=100_000, stacks=True,
        )
        for number in (1, 2)
    ]  # fmt: skip
    sale = sale_of(line(), line(tax_class_id=2), offers=Offers(offers))
    sale.select(1)
    assert heights(sale, 400)[0] == LINE_HEIGHT + 2 * ROW_HEIGHT
    assert heights(sale, 2000)[0] == LINE_HEIGHT
    sale.set_discount(0, Discount(rate_ppm=50_000, reason="Damaged"))
    sale.select(1)
    assert heights(sale, 400)[0] == LINE_HEIGHT + 3 * ROW_HEIGHT


def test_a_discount_that_finds_nothing_left_is_said(qapp) -> None:
    sale = sale_of(line(), offers=Offers([Promotion(1, "Free", "percent", rate_ppm=1_000_000)]))
    sale.set_discount(0, Discount(rate_ppm=50_000, reason="Damaged"))
    phrases = LinesModel(sale, DOLLARS).phrases(0)
    assert [each.text + each.tail for each in phrases] == [
        "10.00 each", "Free saves 10.00", "Damaged saves nothing",
    ]  # fmt: skip
