"""The catalogue: products come in whole, are found as people type, and listed by key."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadQuantity,
    BadValue,
    Duplicate,
    NotAllowed,
    UnknownCategory,
    UnknownCode,
    UnknownProduct,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.domain.tax import TaxPart, TaxRate
from pos_app.shop import Shop

AddProduct = Callable[..., ProductRow]


def test_a_product_comes_back_as_it_was_given(shop: Shop, owner: Clerk) -> None:
    product = shop.catalog.add_product(
        name="  Bananas  ",
        price=59,
        category="Produce > Fruit",
        sku="B-1",
        stock=Decimal("41.25"),
        cost=31,
        barcodes=["4006381333931", ("036000291452", Decimal("18.5"))],
        description="Sweet\nand ripe",
        brand="Tropic",
        unit="lb",
        reorder_level=Decimal("12.5"),
        by=owner,
    )
    assert product == ProductRow(
        id=1,
        sku="B-1",
        name="Bananas",
        price=59,
        on_hand=Decimal("41.25"),
        category_id=3,
        category="Produce > Fruit",
        unit="lb",
        tax_class_id=1,
        description="Sweet\nand ripe",
        brand="Tropic",
        barcode="4006381333931",
        cost=31,
        reorder_level=Decimal("12.5"),
    )
    found = shop.catalog.get(product.id, by=owner)
    assert found == shop.catalog.by_sku("b-1", by=owner) == product
    assert [(row.code, row.pack_quantity) for row in shop.catalog.barcodes(product.id)] == [
        ("4006381333931", 1),
        ("0036000291452", Decimal("18.5")),
    ]
    assert shop.check(by=owner) == ()


def test_a_sku_is_made_where_none_is_given(add_product: AddProduct) -> None:
    add_product("Taken", sku="P00002")
    assert add_product("Second").sku == "P00003"


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"name": " "}, "name", "empty"),
        ({"name": "x" * 201}, "name", "too_long"),
        ({"name": "a\x00b"}, "name", "control_character"),
        ({"price": -1}, "price", "negative"),
        ({"price": 1.29}, "price", "not_a_number"),
        ({"cost": 10**16}, "cost", "too_large"),
        ({"unit": "bushel"}, "unit", "unknown_choice"),
        ({"stock": -1}, "stock", "negative"),
        ({"stock": Decimal("0.5")}, "stock", "whole_pieces"),
        ({"stock": Decimal("NaN")}, "stock", "not_a_number"),
        ({"reorder_level": -2}, "reorder_level", "negative"),
        ({"category": "A > > B"}, "category", "empty"),
        ({"tax_class_id": 99}, "tax_class_id", "unknown_choice"),
        ({"barcodes": ["  "]}, "code", "empty"),
        ({"barcodes": [("4006381333931", 0)]}, "pack_quantity", "zero"),
    ],
)
def test_what_no_product_can_be(
    shop: Shop, add_product: AddProduct, fields: dict[str, object], field: str, reason: str
) -> None:
    with pytest.raises(BadValue) as refusal:
        add_product(**{"name": "Thing", "price": 1, **fields})
    assert (refusal.value.field, refusal.value.reason) == (field, reason)
    assert shop.catalog.count() == 0


def test_skus_and_codes_are_taken_once(shop: Shop, add_product: AddProduct) -> None:
    add_product("First", sku="S1", barcodes=["036000291452"])
    with pytest.raises(Duplicate) as refusal:
        add_product("Second", sku="s1")
    assert (refusal.value.field, refusal.value.value) == ("sku", "s1")
    with pytest.raises(Duplicate) as refusal:
        add_product("Third", barcodes=["0036000291452"])
    assert refusal.value.field == "barcode"
    assert shop.catalog.count() == 1


def test_a_change_keeps_what_was_not_named(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    changed = shop.catalog.update_product(milk.id, price=139, category="Dairy", by=owner)
    assert (changed.price, changed.category, changed.name) == (139, "Dairy", milk.name)
    history = shop.catalog.price_history(milk.id)
    assert [(entry.old, entry.new) for entry in history] == [(129, 139), (None, 129)]
    shop.catalog.update_product(milk.id, name="Whole milk", by=owner)
    assert len(shop.catalog.price_history(milk.id)) == 2
    assert shop.check(by=owner) == ()


def test_a_refused_change_changes_nothing(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    add_product("Other", sku="TAKEN", barcodes=["111"])
    with pytest.raises(Duplicate):
        shop.catalog.update_product(milk.id, price=1, sku="TAKEN", by=owner)
    with pytest.raises(Duplicate):
        shop.catalog.update_product(milk.id, price=1, barcodes=["222", "111"], by=owner)
    with pytest.raises(BadValue):
        shop.catalog.update_product(milk.id, price=1, sku="", by=owner)
    assert shop.catalog.get(milk.id) == milk
    with pytest.raises(UnknownProduct):
        shop.catalog.update_product(99, price=1, by=owner)


def test_pieces_can_not_be_made_of_a_weight(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    ham = add_product("Ham", stock=Decimal("1.5"), unit="kg")
    with pytest.raises(BadQuantity):
        shop.catalog.update_product(ham.id, unit="piece", by=owner)


def test_a_scan_finds_codes_twins_packs_and_skus(shop: Shop, add_product: AddProduct) -> None:
    cola = add_product("Cola", sku="COLA", barcodes=["036000291452", ("4006381333931", 12)])
    for code, quantity in [
        ("036000291452", 1),
        ("0036000291452", 1),
        ("4006381333931", 12),
        ("cola", 1),
        (" 4006381333931\n", 12),
    ]:
        hit = shop.catalog.scan(code)
        assert (hit.product, hit.quantity) == (cola, quantity)


@pytest.mark.parametrize("code", ["", "123", "x" * 500, "\x00", "' OR 1=1 --", "😀"])
def test_unknown_codes_are_named(shop: Shop, milk: ProductRow, code: str) -> None:
    with pytest.raises(UnknownCode) as refusal:
        shop.catalog.scan(code)
    assert refusal.value.key == code


def test_search_takes_words_in_any_order_without_accents(
    add_product: AddProduct, shop: Shop
) -> None:
    coffee = add_product("Café crème 34 oz", sku="C34", brand="Müller", category="Drinks > Hot")
    add_product("Cold brew", category="Drinks > Cold")
    for text in ("cafe", "CRÈ caf", "muller 34", "hot", "c34", "cre"):
        assert shop.catalog.search(text) == (coffee,), text
    assert shop.catalog.search("drinks 34 nothing") == ()
    assert shop.catalog.search("") == shop.catalog.search("  -- ") == ()


@pytest.mark.parametrize("typed", ["mlik", "mil", "milkk", "nilk", "milk", "chocolat milk"])
def test_search_forgives_one_slip(add_product: AddProduct, shop: Shop, typed: str) -> None:
    chocolate = add_product("Chocolate milk")
    add_product("Bread")
    assert shop.catalog.search(typed) == (chocolate,)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=30))
def test_no_text_breaks_search(shop: Shop, text: str) -> None:
    assert isinstance(shop.catalog.search(text), tuple)


def test_better_sellers_come_first(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    slow, fast = add_product("Milk slow", stock=100), add_product("Milk fast", stock=100)
    assert [row.id for row in shop.catalog.search("milk")] == [slow.id, fast.id]
    shop.checkout.sell(Cart().add(fast, 9), [Payment("cash", 9999)], by=owner)
    shop.catalog.update_ranks()
    assert [row.id for row in shop.catalog.search("milk")] == [fast.id, slow.id]
    assert [row.id for row in shop.catalog.favourites()] == [fast.id, slow.id]
    assert [row.id for row in shop.catalog.tiles(fast.category_id)] == [fast.id, slow.id]
    assert shop.catalog.sold_per_week(fast.id, weeks=2, by=owner) == (0, 9)
    shop.catalog.update_ranks()
    assert shop.check(by=owner) == ()


def test_an_archived_product_is_out_of_sale_but_kept(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    milk = add_product("Milk", barcodes=["111"])
    shop.catalog.archive_product(milk.id, by=owner)
    assert shop.catalog.search("milk") == shop.catalog.page() == shop.catalog.favourites() == ()
    assert [row.id for row in shop.catalog.page(archived=True)] == [milk.id]
    with pytest.raises(UnknownCode):
        shop.catalog.scan("111")
    assert shop.catalog.get(milk.id).archived
    assert (shop.catalog.count(), shop.check(by=owner)) == (0, ())
    shop.catalog.restore_product(milk.id, by=owner)
    assert [row.id for row in shop.catalog.search("milk")] == [milk.id]
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize("sort", ["name", "sku", "price", "on_hand"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_meet_without_gap_or_overlap(
    shop: Shop, add_product: AddProduct, sort: str, descending: bool
) -> None:
    for number in range(23):
        add_product(f"Thing {number % 5}", price=number % 4, stock=number % 3, sku=f"S{number:02}")
    seen: list[ProductRow] = []
    page: tuple[ProductRow, ...] = ()
    while page := shop.catalog.page(
        after=page[-1] if page else None, limit=5, sort=sort, descending=descending
    ):
        seen.extend(page)
    keys = [(getattr(row, sort), row.id) for row in seen]
    assert len(seen) == len({row.id for row in seen}) == 23
    assert keys == sorted(keys, reverse=descending)


def test_filters(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    out = add_product("Out", stock=0, category="A > B")
    low = add_product("Low", stock=9, category="A > C")
    own = add_product("Own level", stock=20, reorder_level=21, category="D")
    fine = add_product("Fine", stock=10, category="A")
    zero = add_product("Level zero", stock=1, reorder_level=0, category="D")
    ids = {path.path: path.id for path in shop.catalog.categories()}
    assert {row.id for row in shop.catalog.page(level="low")} == {out.id, low.id, own.id}
    assert {row.id for row in shop.catalog.page(level="out")} == {out.id}
    assert {row.id for row in shop.catalog.page(category_id=ids["A"])} == {out.id, low.id, fine.id}
    assert shop.catalog.low_stock_count() == 3
    assert [row.level for row in (out, low, fine, zero)] == ["out", "low", "ok", "ok"]
    assert [row.product_id for row in shop.stock.low()] == [out.id, low.id, own.id]
    for bad in ({"level": "much"}, {"sort": "colour"}):
        with pytest.raises(BadValue):
            shop.catalog.page(**bad)  # type: ignore[arg-type]
    with pytest.raises(UnknownCategory):
        shop.catalog.page(category_id=99)


def test_the_category_tree_moves_with_all_below(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    milk = add_product("Milk", category="Food > Dairy > Fresh")
    ids = {row.path: row.id for row in shop.catalog.categories()}
    shop.catalog.rename_category(ids["Food"], "Groceries", by=owner)
    shop.catalog.move_category(ids["Food > Dairy"], None, by=owner)
    assert shop.catalog.get(milk.id).category == "Dairy > Fresh"
    assert [row.path for row in shop.catalog.categories()] == [
        "Dairy",
        "Dairy > Fresh",
        "General",
        "Groceries",
    ]
    assert shop.catalog.search("fresh") != ()
    assert shop.catalog.search("food") == ()
    with pytest.raises(BadValue):
        shop.catalog.move_category(ids["Food > Dairy"], ids["Food > Dairy > Fresh"], by=owner)
    with pytest.raises(Duplicate):
        shop.catalog.rename_category(ids["Food > Dairy"], "general", by=owner)
    with pytest.raises(UnknownCategory):
        shop.catalog.rename_category(99, "X", by=owner)
    assert shop.catalog.add_category("dairy > FRESH", by=owner).id == ids["Food > Dairy > Fresh"]
    assert shop.check(by=owner) == ()


def test_a_product_is_taxed_by_its_class(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    reduced = shop.taxes.add_class("Reduced", [TaxRate("Tax", 88_750)], by=owner)
    book = add_product("Book", 1000, tax_class_id=reduced.id)
    assert [(row.name, row.rate_ppm) for row in shop.catalog.tax_classes()] == [
        ("Standard", 50_000),
        ("Reduced", 88_750),
    ]
    priced = shop.checkout.price(Cart().add(book))
    assert (priced.total, priced.tax) == (1000, 82)  # 1000 - 1000 / 1.08875 = 81.52
    assert priced.taxes == (TaxPart("Tax", 88_750, 0, 918, 82),)


def test_a_clerk_may_not_change_the_catalogue(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    cleo = shop.staff.sign_in("cleo", pin="135790")
    with pytest.raises(NotAllowed) as refusal:
        shop.catalog.update_product(milk.id, price=1, by=cleo)
    assert (refusal.value.permission, refusal.value.name) == ("manage_catalog", "Cleo")
    with pytest.raises(NotAllowed):
        shop.catalog.add_product(name="X", price=1, by=cleo)


def test_a_code_is_found_while_it_is_typed(
    add_product: AddProduct, shop: Shop, owner: Clerk
) -> None:
    milk = add_product("Milk", sku="20000001")
    tea = add_product("Tea", barcodes=["2000000000015", "2000000000022"])
    gone = add_product("Gone", barcodes=["2000000000039"])
    shop.catalog.archive_product(gone.id, by=owner)
    for typed in ("2", "200000", "2000000"):
        assert {row.name for row in shop.catalog.search(typed)} == {"Milk", "Tea"}, typed
    assert shop.catalog.search("2000000") == (tea, milk)
    assert shop.catalog.search("20000001") == (milk,)
    assert shop.catalog.search("200000000002") == (tea,)
    assert shop.catalog.search("200000000003") == ()
    assert shop.catalog.search("2000000", limit=1) == (tea,)
