"""Words and figures beside a product: what is left, how long it lasts, what it earns."""

from decimal import Decimal

import pytest

from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ImportResult, ProductRow, StockMove
from pos_app.ui.products.import_sheet import result_words
from pos_app.ui.products.wording import (
    days_left,
    leaf,
    level_tone,
    level_word,
    margin,
    move_words,
    signed,
    stock_sentence,
    tile_letters,
)

DOLLARS = MoneyFormat("USD", 2, prefix="$")
EUROS = MoneyFormat("EUR", 2, decimal_mark=",", group_mark=".", suffix=" €")


def product(on_hand: str = "26", **more: object) -> ProductRow:
    values: dict[str, object] = {
        "id": 1,
        "sku": "818981",
        "name": "All family cereal 10.4 oz",
        "price": 369,
        "on_hand": Decimal(on_hand),
        "category_id": 2,
        "category": "Grocery > Cold Cereal",
        **more,
    }
    return ProductRow(**values)  # type: ignore[arg-type]


def weeks(*sold: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(n) for n in sold)


@pytest.mark.parametrize(
    ("shown", "word", "tone"),
    [
        (product("26"), "In stock", "good"),
        (product("9"), "Low", "warn"),
        (product("10"), "In stock", "good"),
        (product("0"), "Out", "bad"),
        (product("26", reorder_level=Decimal(30)), "Low", "warn"),
        (product("26", archived=True), "Archived", "warn"),
        (product("3", bundle=True), "In stock", "good"),
        (product("0", bundle=True), "Out", "bad"),
    ],
)
def test_the_level_has_a_word_and_a_tone(shown: ProductRow, word: str, tone: str) -> None:
    assert (level_word(shown), level_tone(shown)) == (word, tone)


@pytest.mark.parametrize(
    ("shown", "sold", "sentence"),
    [
        (product("9"), weeks(*[0] * 8, 14, 16, 17, 16), "Low: 9 left, about 4 days"),
        (product("9"), weeks(0, 0, 0, 0), "Low: 9 left"),
        (product("9"), (), "Low: 9 left"),
        (product("26"), weeks(7, 7, 7, 7), "26 left, about 26 days"),
        (product("1"), weeks(7, 7, 7, 7), "Low: 1 left, about 1 day"),
        (product("1"), weeks(70, 70, 70, 70), "Low: 1 left, less than a day"),
        (product("500"), weeks(0, 0, 1, 0), "In stock: 500"),
        (product("0"), weeks(7, 7, 7, 7), "Out of stock"),
        (product("1.5", unit="kg"), (), "Low: 1.5 kg left"),
        (product("26", archived=True), weeks(7, 7), "Archived: not sold any more"),
        (product("3", bundle=True), weeks(7, 7), "Bundle: there are parts for 3"),
        (product("0", bundle=True), (), "Bundle: a part has run out"),
    ],
)
def test_what_is_left_and_for_how_long(
    shown: ProductRow, sold: tuple[Decimal, ...], sentence: str
) -> None:
    assert stock_sentence(shown, sold, DOLLARS) == sentence


def test_days_come_from_the_last_four_weeks_only() -> None:
    assert days_left(Decimal(28), weeks(1000, 7, 7, 7, 7)) == 28
    assert days_left(Decimal(28), weeks(1000, 0, 0, 0, 0)) is None


@pytest.mark.parametrize(
    ("price", "cost", "rate_ppm", "included", "money", "shown"),
    [
        (369, 241, 0, True, DOLLARS, "34.7 %"),  # (3.69 - 2.41) / 3.69 = 0.34688
        (105, 50, 50_000, True, DOLLARS, "50.0 %"),  # 1.05 holds 0.05 tax
        (100, 50, 50_000, False, DOLLARS, "50.0 %"),
        (369, 241, 0, True, EUROS, "34,7 %"),
        (100, 150, 0, True, DOLLARS, "−50.0 %"),
        (100, None, 0, True, DOLLARS, "–"),
        (0, 10, 0, True, DOLLARS, "–"),
    ],
)
def test_the_margin_is_of_the_price_without_tax(
    price: int, cost: int | None, rate_ppm: int, included: bool, money: MoneyFormat, shown: str
) -> None:
    assert margin(price, cost, rate_ppm, included, money) == shown


def test_a_move_says_why_and_by_how_much() -> None:
    sale = StockMove(1, None, Decimal(-3), "sale", "", 7, "T1-10482", "Ann")  # type: ignore[arg-type]
    assert move_words(sale) == "Sale T1-10482"
    assert signed(sale.quantity, DOLLARS) == "−3"
    assert signed(Decimal("1.24"), EUROS) == "+1,24"
    assert signed(Decimal(0), DOLLARS) == "0"


@pytest.mark.parametrize(
    ("category", "name", "letters"),
    [
        ("Grocery > Cold Cereal", "Flakes", "Co"),
        ("Other", "7 up", "Ot"),
        ("24/7", "7 up", "7 "),
    ],
)
def test_the_tile_shows_two_letters(category: str, name: str, letters: str) -> None:
    assert tile_letters(product(category=category, name=name)) == letters


def test_the_leaf_is_the_last_step() -> None:
    assert leaf("Grocery > Breakfast > Cereal") == "Cereal"
    assert leaf("Grocery") == "Grocery"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (ImportResult(1200, 0, 0, 0), ("1,200 products added", "")),
        (
            ImportResult(1, 40, 3, 12),
            ("1 product added, 40 changed", "3 products stood there already. 12 rows left out."),
        ),
        (ImportResult(0, 2, 0, 1), ("2 products changed", "1 row left out.")),
        (
            ImportResult(0, 0, 13190, 0),
            ("Nothing new in this file", "13,190 products stood there already."),
        ),
    ],
)
def test_an_import_says_what_it_did(result: ImportResult, words: tuple[str, str]) -> None:
    assert result_words(result) == words
