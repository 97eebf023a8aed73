"""Taking in products: what is added, what is brought up to date, and what refuses the file."""

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BundleRefused,
    Cancelled,
    FileRefused,
    ImportStopped,
    NotAllowed,
    NotSignedIn,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ImportResult, ProductRow
from pos_app.domain.tax import TaxRate
from pos_app.services.imports import products as module
from pos_app.services.imports.pace import BatchSize
from pos_app.services.imports.product_batches import Writer
from pos_app.shop import Shop

HEADING = "sku,barcode,name,category,brand,price,stock\n"
MILK = "A1,4006381333931,Milk 1 l,Dairy > Milk,Own,1.29,40\n"
TEA = "B2,,Green Tea,Drinks > Tea,National,3.50,0\n"

Import = Callable[..., ImportResult]


@pytest.fixture
def take_in(shop: Shop, owner: Clerk, tmp_path: Path) -> Import:
    def take_in(text: str, **options: object) -> ImportResult:
        file = tmp_path / "products.csv"
        file.write_text(text, encoding="utf-8")
        return shop.imports.products(str(file), by=owner, **options)  # type: ignore[arg-type]

    return take_in


def faults_of(take_in: Import, text: str) -> list[tuple[int, str, str, str]]:
    with pytest.raises(FileRefused) as refused:
        take_in(text)
    return [(f.line, f.column, f.value, f.reason) for f in refused.value.faults]


def content(shop: Shop) -> list[tuple[object, ...]]:
    """Every row of the tables that an import may write to."""
    tables = "products barcodes price_history stock stock_moves categories product_ranks".split()
    database = shop._database
    return [(t, *row) for t in tables for row in database.rows(f"SELECT * FROM {t} ORDER BY 1, 2")]


def test_a_new_product_has_everything_the_file_says(shop: Shop, take_in: Import) -> None:
    assert take_in(HEADING + MILK + TEA) == ImportResult(2, 0, 0, 0)
    milk = shop.catalog.by_sku("A1")
    assert (milk.name, milk.category, milk.brand, milk.price) == (
        "Milk 1 l",
        "Dairy > Milk",
        "Own",
        129,
    )
    assert milk.on_hand == 40
    assert [
        (move.quantity, move.reason) for move in shop.stock.moves(milk.id, by=shop.staff.terminal())
    ] == [(40, "opening")]
    assert [(change.old, change.new) for change in shop.catalog.price_history(milk.id)] == [
        (None, 129)
    ]
    assert shop.catalog.scan("4006381333931").product.id == milk.id
    assert [row.sku for row in shop.catalog.search("green")] == ["B2"]
    assert shop.check(by=shop.staff.terminal()) == ()


def test_the_same_again_changes_nothing(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + MILK + TEA)
    before = content(shop)
    assert take_in(HEADING + MILK + TEA) == ImportResult(0, 0, 2, 0)
    assert content(shop) == before


def test_a_known_product_is_brought_up_to_date(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + MILK)
    changed = "a1,5000000000012,Whole Milk 1 l,Dairy,Farm,1.39,99\n"
    assert take_in(HEADING + changed) == ImportResult(0, 1, 0, 0)
    milk = shop.catalog.by_sku("A1")
    assert (milk.name, milk.category, milk.brand, milk.price) == (
        "Whole Milk 1 l",
        "Dairy",
        "Farm",
        139,
    )
    assert [change.new for change in shop.catalog.price_history(milk.id)] == [139, 129]
    assert [row.code for row in shop.catalog.barcodes(milk.id)] == [
        "5000000000012",
        "4006381333931",
    ]
    assert [row.id for row in shop.catalog.search("whole farm")] == [milk.id]
    assert shop.check(by=shop.staff.terminal()) == ()


def test_the_stock_of_a_known_product_stays(shop: Shop, owner: Clerk, take_in: Import) -> None:
    take_in(HEADING + MILK)
    milk = shop.catalog.by_sku("A1")
    shop.checkout.sell(Cart().add(milk, 3), [Payment("cash", 500)], by=owner)
    assert take_in(HEADING + MILK) == ImportResult(0, 0, 1, 0)
    assert shop.catalog.by_sku("A1").on_hand == 37


def test_an_empty_cell_leaves_what_is_kept(shop: Shop, owner: Clerk, take_in: Import) -> None:
    take_in(
        "sku,name,category,price,stock,brand,description,unit,cost,reorder_level,barcode\n"
        "A1,Apples,Fruit,2.99,12.5,Own,Crisp,kg,1.10,4.5,111 | 222*6\n"
    )
    first = shop.catalog.by_sku("A1", by=owner)
    assert (first.unit, first.cost, first.reorder_level) == ("kg", 110, Decimal("4.5"))
    assert [(r.code, r.pack_quantity) for r in shop.catalog.barcodes(first.id)] == [
        ("111", 1),
        ("222", 6),
    ]
    bare = "sku,name,category,price,stock,brand\nA1,Apples,,2.99,0,\n"
    assert take_in(bare) == ImportResult(0, 0, 1, 0)
    assert shop.catalog.by_sku("A1", by=owner) == first


AT_TILL = "sku,name,category,price,stock,open_price,min_age,scale_number\n"


def test_what_a_product_needs_at_the_till_is_taken_in(shop: Shop, take_in: Import) -> None:
    take_in(AT_TILL + "A1,Ham,Deli,19.90,0,no,0,42\nB2,Rum,Drinks,0,0,YES,18,\nC3,Salt,,1,0,,,\n")

    def needs(sku: str) -> tuple[bool, int, int | None]:
        product = shop.catalog.by_sku(sku)
        return product.open_price, product.min_age, product.scale_number

    assert [needs(sku) for sku in ("A1", "B2", "C3")] == [
        (False, 0, 42),
        (True, 18, None),
        (False, 0, None),
    ]
    # An empty cell says nothing, another number is a new one.
    result = take_in(AT_TILL + "A1,Ham,Deli,19.90,0,,16,43\nB2,Rum,Drinks,0,0,false,,\n")
    assert (result.changed, needs("A1"), needs("B2")) == (2, (False, 16, 43), (False, 18, None))
    assert take_in(AT_TILL + "A1,Ham,Deli,19.90,0,0,16,43\n").unchanged == 1
    assert shop.check(by=shop.staff.terminal()) == ()


def test_a_number_of_the_scale_is_one_products(
    shop: Shop, take_in: Import, add_product: Callable[..., ProductRow]
) -> None:
    add_product("Ham", sku="H0", scale_number=42)
    text = AT_TILL + "A1,A,,1,0,,,42\nB2,B,,1,0,,,7\nC3,C,,1,0,,,7\nH0,Ham,,1,0,,,42\n"
    assert faults_of(take_in, text) == [
        (2, "scale_number", "42", "duplicate_scale_number"),
        (4, "scale_number", "7", "duplicate_scale_number"),
        (5, "scale_number", "42", "duplicate_scale_number"),
    ]
    assert faults_of(take_in, AT_TILL + "A1,A,,1,0,,,42\n") == [
        (2, "scale_number", "42", "duplicate_scale_number")
    ]
    assert take_in(AT_TILL + "h0,Ham,,1,0,,,42\n").changed == 1


def test_a_number_taken_meanwhile_stops_at_its_row(
    shop: Shop, owner: Clerk, take_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made_too_late(*arguments: Any) -> Writer:
        shop.catalog.add_product(name="Late", price=1, scale_number=42, by=owner)
        return Writer(*arguments)

    monkeypatch.setattr(module, "Writer", made_too_late)
    with pytest.raises(ImportStopped) as stopped:
        take_in(AT_TILL + "A1,A,,1,0,,,\nB2,B,,1,0,,,42\n")
    assert (stopped.value.line, stopped.value.done) == (3, 0)
    assert [row.name for row in shop.catalog.page()] == ["Late"]


def test_a_bundle_stays_what_is_sold_by_the_piece(
    shop: Shop, owner: Clerk, take_in: Import, add_product: Callable[..., ProductRow]
) -> None:
    rum = add_product("Rum", sku="R1")
    add_product("Hamper", sku="H1", price=900, stock=0, parts=[(rum.id, 1)])
    with pytest.raises(ImportStopped) as stopped:
        take_in("sku,name,category,price,stock,unit\nH1,Hamper,,9,0,kg\n")
    assert isinstance(stopped.value.cause, BundleRefused)
    take_in(AT_TILL + "R1,Rum,,1.29,0,,18,\n")
    assert shop.catalog.by_sku("H1").min_age == 18
    assert shop.check(by=owner) == ()


def test_a_product_without_a_category_gets_the_first_one(shop: Shop, take_in: Import) -> None:
    take_in("sku,name,category,price,stock\nA1,Apple,,0.50,1\n")
    assert shop.catalog.by_sku("A1").category == "General"


def test_a_tax_class_is_named(shop: Shop, owner: Clerk, take_in: Import) -> None:
    food = shop.taxes.add_class("Food", [TaxRate("Tax", 70_000)], by=owner)
    heading = "sku,name,category,price,stock,tax_class\n"
    take_in(heading + "A1,Apple,,0.50,1,food\nB1,Bag,,0.10,1,\n")
    assert shop.catalog.by_sku("A1").tax_class_id == food.id
    assert shop.catalog.by_sku("B1").tax_class_id == 1
    faults = faults_of(take_in, heading + "C1,Cat,,1,1,Luxury\n")
    assert faults == [(2, "tax_class", "Luxury", "unknown_choice")]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("A1,,Milk,Dairy,,-1.29,1", ("price", "-1.29", "negative")),
        ("A1,,Milk,Dairy,,1.299,1", ("price", "1.299", "too_many_decimals")),
        ("A1,,Milk,Dairy,,free,1", ("price", "free", "not_a_number")),
        ("A1,,Milk,Dairy,,,1", ("price", "", "empty")),
        ("A1,,Milk,Dairy,,99999999999999.00,1", ("price", "99999999999999.00", "too_large")),
        ("A1,,Milk,Dairy,,1.29,-1", ("stock", "-1", "negative")),
        ("A1,,Milk,Dairy,,1.29,1.5", ("stock", "1.5", "whole_pieces")),
        ("A1,,Milk,Dairy,,1.29,99999999999", ("stock", "99999999999", "too_large")),
        ("A1,,Milk,Dairy,,1.29,", ("stock", "", "empty")),
        (",,Milk,Dairy,,1.29,1", ("sku", "", "empty")),
        ("A1,,,Dairy,,1.29,1", ("name", "", "empty")),
        (f"A1,,{'x' * 201},Dairy,,1.29,1", ("name", "x" * 200, "too_long")),
        ("A1,,Mi\x07lk,Dairy,,1.29,1", ("name", "Mi\x07lk", "control_character")),
        ("A1,,Milk,Dairy > ,,1.29,1", ("category", "Dairy >", "empty")),
        ("A1,2.9E+12,Milk,Dairy,,1.29,1", ("barcode", "2.9E+12", "rounded")),
        (f"A1,{'1' * 49},Milk,Dairy,,1.29,1", ("barcode", "1" * 49, "too_long")),
    ],
)
def test_each_fault_is_named_and_nothing_is_taken_in(
    shop: Shop, take_in: Import, row: str, fault: tuple[str, str, str]
) -> None:
    assert faults_of(take_in, HEADING + TEA + row + "\n") == [(3, *fault)]
    assert shop.catalog.count() == 0


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ("maybe,0,1", ("open_price", "maybe", "yes_or_no")),
        ("no,100,1", ("min_age", "100", "range")),
        ("no,-1,1", ("min_age", "-1", "not_a_number")),
        ("no,18.5,1", ("min_age", "18.5", "not_a_number")),
        ("no,18,0", ("scale_number", "0", "range")),
        ("no,18,123456789", ("scale_number", "123456789", "range")),
        ("no,18,12a", ("scale_number", "12a", "not_a_number")),
    ],
)
def test_each_fault_of_what_is_needed_at_the_till_is_named(
    shop: Shop, take_in: Import, cells: str, fault: tuple[str, str, str]
) -> None:
    assert faults_of(take_in, f"{AT_TILL}A1,Ham,,1,0,{cells}\n") == [(2, *fault)]
    assert shop.catalog.count() == 0


def test_every_fault_of_a_row_is_named(take_in: Import) -> None:
    faults = faults_of(take_in, HEADING + ",,,Dairy,,x,-1\n")
    assert [fault[1] for fault in faults] == ["stock", "sku", "name", "price"]


def test_a_sku_or_a_barcode_stands_once_in_a_file(take_in: Import) -> None:
    # 036000291452 is a UPC, 0036000291452 the same code as an EAN.
    text = HEADING + (
        "A1,036000291452,Milk,Dairy,,1,1\na1,,Tea,Drinks,,1,1\nC3,0036000291452,Jam,Spreads,,1,1\n"
    )
    assert faults_of(take_in, text) == [
        (3, "sku", "a1", "duplicate_sku"),
        (4, "barcode", "0036000291452", "duplicate_barcode"),
    ]


def test_a_barcode_of_another_product_is_a_fault(
    shop: Shop, take_in: Import, add_product: Callable[..., ProductRow]
) -> None:
    add_product("Coffee", sku="C0", barcodes=["4006381333931"])
    assert faults_of(take_in, HEADING + MILK) == [
        (2, "barcode", "4006381333931", "duplicate_barcode")
    ]
    assert take_in(HEADING + MILK.replace("A1", "c0")).changed == 1


def test_bad_rows_may_be_left_out(shop: Shop, take_in: Import) -> None:
    bad = "X1,,Bad,Dairy,,-1,1\nX2,,Short,Dairy,,1\n"
    result = take_in(HEADING + MILK + bad + TEA, skip_bad_rows=True)
    assert (result.added, result.skipped) == (2, 2)
    assert [(fault.line, fault.reason) for fault in result.faults] == [
        (3, "negative"),
        (4, "wrong_field_count"),
    ]
    assert {row.sku for row in shop.catalog.page()} == {"A1", "B2"}


def test_it_needs_the_right(shop: Shop, owner: Clerk, tmp_path: Path) -> None:
    shop.staff.add_user(username="joe", name="Joe", pin="135790", by=owner)
    joe = shop.staff.sign_in("joe", pin="135790")
    with pytest.raises(NotAllowed):
        shop.imports.products(str(tmp_path / "none.csv"), by=joe)
    shop.staff.sign_out(by=joe)
    with pytest.raises(NotSignedIn):
        shop.imports.products(str(tmp_path / "none.csv"), by=joe)


def many(rows: int) -> str:
    return HEADING + "".join(
        f"S{n:05},,Thing {n},Group {n % 30},,1.{n % 100:02},5\n" for n in range(rows)
    )


def test_what_was_finished_stays_and_a_repeat_goes_on(shop: Shop, take_in: Import) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done > 100:
            raise Cancelled

    with pytest.raises(Cancelled):
        take_in(many(1000), progress=stop)
    kept = shop.catalog.count()
    assert told[0] == (0, 1000)
    assert told[-1] == (kept, 1000)
    assert 100 < kept < 1000
    assert shop.check(by=shop.staff.terminal()) == ()
    assert take_in(many(1000)) == ImportResult(1000 - kept, 0, kept, 0)
    assert shop.check(by=shop.staff.terminal()) == ()


def test_listeners_hear_of_it_after_the_commit(shop: Shop, take_in: Import) -> None:
    heard: list[tuple[str, int]] = []
    shop.on_change(lambda topic, ids: heard.append((topic, shop.catalog.count())))
    take_in(many(300))
    assert set(heard[-2:]) == {("products", 300), ("stock", 300)}


def test_a_code_taken_meanwhile_stops_at_its_row(
    shop: Shop, owner: Clerk, take_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made_too_late(*arguments: Any) -> Writer:
        shop.catalog.add_product(name="Late", price=1, barcodes=["4006381333931"], by=owner)
        return Writer(*arguments)

    monkeypatch.setattr(module, "Writer", made_too_late)
    with pytest.raises(ImportStopped) as stopped:
        take_in(HEADING + TEA + MILK)
    assert (stopped.value.line, stopped.value.done) == (3, 0)
    assert [row.name for row in shop.catalog.page()] == ["Late"]


def test_a_unit_that_can_not_hold_what_is_there_stops(shop: Shop, take_in: Import) -> None:
    heading = "sku,name,category,price,stock,unit\n"
    take_in(heading + "A1,Apples,Fruit,2.99,12.5,kg\n")
    with pytest.raises(ImportStopped) as stopped:
        take_in(heading + "B1,Bag,,1,1,\nA1,Apples,Fruit,2.99,12,piece\n")
    assert stopped.value.line == 3
    assert shop.catalog.count() == 1


def test_batches_grow_while_they_are_quick_and_shrink_at_once() -> None:
    size = BatchSize()
    sizes = []
    for _ in range(10):
        size.learn(size.rows, size.rows * 0.0001)
        sizes.append(size.rows)
    assert sizes[-1] == 150  # 15 ms at 0.1 ms a row
    size.learn(size.rows, 1.0)
    assert size.rows == 2


def test_a_sale_goes_through_in_the_middle(
    shop: Shop, owner: Clerk, take_in: Import, milk: ProductRow
) -> None:
    waited: list[float] = []

    def sell(done: int, total: int) -> None:
        began = time.perf_counter()
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 200)], by=owner)
        waited.append(time.perf_counter() - began)

    take_in(many(400), progress=sell)
    assert len(waited) > 3
    assert shop.catalog.get(milk.id).on_hand == 40 - len(waited)
    assert shop.check(by=owner) == ()
