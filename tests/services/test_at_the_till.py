"""Prices asked at the till, labels from the scale, ages, and checking a price without a sale."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.code_rules import CodeRule
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import (
    AgeUnchecked,
    BadValue,
    Duplicate,
    NeedsPrice,
    NotAllowed,
    PosError,
    PriceChanged,
    ProductMoved,
    UnknownCustomer,
    UnknownProduct,
)
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rows import Clerk, OffRow, OrderDetail, ProductRow, ScanHit
from pos_app.shop import Shop

AddProduct = Callable[..., ProductRow]


@pytest.fixture
def cleo(shop: Shop, owner: Clerk) -> Clerk:
    """A clerk: may sell and give discounts, and may not change prices."""
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    return shop.staff.sign_in("cleo", pin="135790")


@pytest.fixture
def ham(add_product: AddProduct) -> ProductRow:
    """Ham at 19.90 a kilogram; the scale knows it as 42."""
    return add_product("Ham", 1990, 9, unit="kg", scale_number=42)


def sell(shop: Shop, cart: Cart, by: Clerk) -> OrderDetail:
    total = shop.checkout.price(cart).total
    payments = [Payment("card", total)] if total else []
    return shop.orders.get(shop.checkout.sell(cart, payments, by=by).order_id)


def kept(shop: Shop, order: OrderDetail) -> list[tuple[int, int | None, str]]:
    """Price, shelf price and label of the lines of an order, as they are in the file."""
    rows = shop._books.database.rows(
        "SELECT price, shelf_price, label FROM order_items WHERE order_id = ? ORDER BY id",
        (order.id,),
    )
    return [(price, shelf, label) for price, shelf, label in rows]


# --- prices --------------------------------------------------------------------------------------


def test_a_changed_price_needs_a_right_and_is_kept_beside_the_shelfs(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk, 2).set_price(0, 99)
    with pytest.raises(NotAllowed) as refusal:
        sell(shop, cart, cleo)
    assert refusal.value.permission == "price_override"
    order = sell(shop, cart, owner)
    assert (order.total, order.items[0].price, order.items[0].list_total) == (198, 99, 198)
    assert kept(shop, order) == [(99, 129, "")]
    assert kept(shop, sell(shop, Cart().add(milk), cleo)) == [(129, None, "")]
    assert shop.check(by=owner) == ()


def test_even_the_shelfs_own_price_by_hand_needs_the_right(
    shop: Shop, cleo: Clerk, milk: ProductRow
) -> None:
    with pytest.raises(NotAllowed):
        sell(shop, Cart().add(milk, own_price=129), cleo)


def test_the_shelf_price_behind_an_own_one_is_looked_at_too(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk, own_price=99)
    shop.catalog.update_product(milk.id, price=150, by=owner)
    with pytest.raises(PriceChanged) as refusal:
        sell(shop, cart, owner)
    assert (refusal.value.was, refusal.value.now) == (129, 150)
    assert kept(shop, sell(shop, cart.at_price(milk.id, 150), owner)) == [(99, 150, "")]


def test_an_open_price_is_named_by_whoever_sells_but_given_away_by_right_only(
    shop: Shop, owner: Clerk, cleo: Clerk, add_product: AddProduct
) -> None:
    flowers = add_product("Flowers", 0, 50, open_price=True)
    assert shop.catalog.get(flowers.id).open_price
    with pytest.raises(NeedsPrice) as refusal:
        sell(shop, Cart().add(flowers), owner)
    assert (refusal.value.product, refusal.value.product_id) == ("Flowers", flowers.id)
    order = sell(shop, Cart().add(flowers, own_price=1250), cleo)
    assert (order.total, kept(shop, order)) == (1250, [(1250, 0, "")])
    with pytest.raises(NotAllowed):
        sell(shop, Cart().add(flowers, own_price=0), cleo)
    assert sell(shop, Cart().add(flowers, own_price=0), owner).total == 0
    assert shop.check(by=owner) == ()


def test_an_own_price_is_met_by_no_promotion_but_by_the_discounts_of_a_person(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.promotions.add(Promotion(0, "Half", "percent", Goods(), rate_ppm=500_000), by=owner)
    cart = Cart().add(milk, 10, own_price=100).with_discount(Discount(amount=50, reason="Regular"))
    order = sell(shop, cart, owner)
    assert [(off.kind, off.amount) for off in order.offs] == [("order", 50)]
    assert order.total == 950


# --- labels --------------------------------------------------------------------------------------


def label(ham: ProductRow, total: int) -> str:
    return CodeRule("Price", "price", "22IIIIIVVVVVC", 2).spell(str(ham.scale_number), total)


def scanned(shop: Shop, code: str) -> Cart:
    hit = shop.codes.read(code)
    assert isinstance(hit, ScanHit)
    assert hit.total is not None
    return Cart().add_label(hit.product, hit.quantity, hit.total, hit.code)


def test_a_price_label_is_sold_by_anybody_for_what_it_says(
    shop: Shop, cleo: Clerk, ham: ProductRow
) -> None:
    code = label(ham, 450)
    order = sell(shop, scanned(shop, code), cleo)
    assert (order.total, order.items[0].quantity) == (450, Decimal("0.226"))
    assert kept(shop, order) == [(1990, None, code)]
    assert shop.catalog.get(ham.id).on_hand == Decimal("8.774")
    assert shop.check(by=shop.staff.terminal()) == ()


def test_a_line_that_says_other_than_its_label_needs_the_right(
    shop: Shop, owner: Clerk, cleo: Clerk, ham: ProductRow, add_product: AddProduct
) -> None:
    code = label(ham, 450)
    weight = Decimal("0.226")
    truffles = add_product("Truffles", ham.price, 9, unit="kg")
    tampered = {
        "total": Cart().add_label(ham, weight, 449, code),
        "quantity": Cart().add_label(ham, Decimal("2.26"), 450, code),
        "product": Cart().add_label(truffles, weight, 450, code),
        "check digit": Cart().add_label(ham, weight, 450, code[:-1] + str(9 - int(code[-1]))),
        "no code": Cart().add_label(ham, weight, 450, "450"),
        "nothing": Cart().add_label(ham, weight, 450, ""),
        "a weight": Cart().add_label(ham, weight, 450, f"21{code[2:]}"),
    }
    for name, cart in tampered.items():
        with pytest.raises(NotAllowed):
            sell(shop, cart, cleo)
        assert sell(shop, cart, owner).status == "delivered", name
    assert shop.check(by=owner) == ()


def test_a_label_with_a_discount_agreed_elsewhere_needs_the_right(
    shop: Shop, cleo: Clerk, ham: ProductRow
) -> None:
    whole = scanned(shop, label(ham, 450)).lines[0]
    cheap = CartLine(
        product_id=ham.id,
        sku=ham.sku,
        name=ham.name,
        price=ham.price,
        quantity=whole.quantity,
        unit="kg",
        tax_class_id=ham.tax_class_id,
        category_id=ham.category_id,
        agreed_list=450,
        agreed_total=1,
        label=whole.label,
    )
    with pytest.raises(NotAllowed):
        sell(shop, Cart().add_line(cheap), cleo)


def test_a_label_follows_the_shelf_and_the_rules_of_now(
    shop: Shop, owner: Clerk, cleo: Clerk, ham: ProductRow
) -> None:
    cart = scanned(shop, label(ham, 450))
    shop.catalog.update_product(ham.id, price=2000, by=owner)
    with pytest.raises(PriceChanged):
        sell(shop, cart, cleo)
    cart = cart.at_price(ham.id, 2000)
    deli = shop.catalog.update_product(ham.id, category="Deli", by=owner)
    assert [moved.category_id for moved in shop.checkout.moved(cart)] == [deli.category_id]
    with pytest.raises(ProductMoved):
        sell(shop, cart, cleo)
    cart = cart.moved(ham.id, deli.tax_class_id, deli.category_id, "kg")
    (rule,) = [rule for rule in shop.codes.rules() if rule.kind == "price"]
    shop.codes.remove_rule(rule.id, by=owner)
    with pytest.raises(NotAllowed):  # no scale of the shop prints such labels any more
        sell(shop, cart, cleo)
    shop.codes.save_rule(CodeRule("Price", "price", "22IIIIIVVVVVC", 2), by=owner)
    assert sell(shop, cart, cleo).total == 450


# --- ages ----------------------------------------------------------------------------------------


def test_an_age_is_looked_at_once_a_sale_and_kept_with_it(
    shop: Shop, owner: Clerk, add_product: AddProduct, milk: ProductRow
) -> None:
    beer, gin = add_product("Beer", 199, min_age=16), add_product("Gin", 1999, min_age=18)
    cart = Cart().add(milk).add(beer).add(gin)
    with pytest.raises(AgeUnchecked) as refusal:
        sell(shop, cart, owner)
    assert (refusal.value.product, refusal.value.age) == ("Beer", 16)
    with pytest.raises(AgeUnchecked) as refusal:
        sell(shop, cart.checked_age(17), owner)
    assert (refusal.value.age, refusal.value.product_id) == (18, gin.id)
    order = sell(shop, cart.checked_age(18), owner)
    row = shop._books.database.row("SELECT age_checked FROM orders WHERE id = ?", (order.id,))
    assert row == (18,)


def test_a_discount_is_given_before_the_age_is_asked_for(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    beer = add_product("Beer", 199, min_age=16)
    cart = Cart().add(beer).with_discount(Discount(amount=10, reason="Regular"))
    shop.checkout.check_discounts(cart, by=owner)
    with pytest.raises(AgeUnchecked):
        sell(shop, cart, owner)


def test_no_age_is_asked_for_what_was_agreed_elsewhere(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    beer = add_product("Beer", 199, min_age=16)
    line = CartLine(beer.id, beer.sku, "Beer", 199, Decimal(1), agreed_list=199, agreed_total=199)
    at = datetime(2026, 1, 5, 12, tzinfo=UTC)
    receipt = shop.checkout.sell(Cart().add_line(line), [Payment("card", 199)], by=owner, at=at)
    assert receipt.total == 199


# --- the product itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("min_age", -1, "range"),
        ("min_age", 100, "range"),
        ("min_age", "18", "not_a_number"),
        ("min_age", True, "not_a_number"),
        ("scale_number", 0, "range"),
        ("scale_number", 10**8, "range"),
        ("open_price", 1, "unknown_choice"),
    ],
)
def test_what_can_not_be_is_refused(
    shop: Shop, owner: Clerk, milk: ProductRow, field: str, value: object, reason: str
) -> None:
    with pytest.raises(BadValue) as refusal:
        shop.catalog.update_product(milk.id, by=owner, **{field: value})  # type: ignore[arg-type]
    assert (refusal.value.field, refusal.value.reason) == (field, reason)
    assert shop.catalog.get(milk.id) == milk


def test_a_scale_knows_each_number_once(
    shop: Shop, owner: Clerk, ham: ProductRow, milk: ProductRow, add_product: AddProduct
) -> None:
    for write in (
        lambda: shop.catalog.update_product(milk.id, scale_number=42, by=owner),
        lambda: add_product("Salami", scale_number=42),
    ):
        with pytest.raises(Duplicate) as refusal:
            write()
        assert (refusal.value.field, refusal.value.value) == ("scale_number", "42")
    assert shop.catalog.update_product(ham.id, scale_number=None, by=owner).scale_number is None
    assert shop.catalog.update_product(milk.id, scale_number=42, by=owner).scale_number == 42


# --- price check ---------------------------------------------------------------------------------


def test_a_price_is_checked_without_a_sale(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    half = Promotion(0, "Half", "percent", Goods(frozenset({milk.id})), rate_ppm=500_000)
    trade = shop.groups.add("Trade", by=owner)
    shop.groups.set_price(trade.id, milk.id, 100, by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.customers.set_terms(bea.id, group_id=trade.id, tax_exempt="", credit_limit=0, by=owner)
    seen = shop.catalog.price_check(milk.id)
    assert (seen.product, seen.quantity, seen.shelf, seen.price, seen.offs) == (
        shop.catalog.get(milk.id),
        1,
        129,
        129,
        (),
    )
    assert seen.tax == 6  # 5 % of 1.29 are in it: 0.0614
    assert shop.catalog.price_check(milk.id, customer_id=bea.id).price == 100
    shop.promotions.add(half, by=owner)
    three = shop.catalog.price_check(milk.id, quantity=3)
    assert (three.shelf, three.price) == (387, 193)
    assert three.offs == (OffRow("promotion", "Half", 194),)
    assert shop.catalog.get(milk.id).on_hand == 40


def test_nothing_unknown_is_checked(shop: Shop, milk: ProductRow) -> None:
    checks: tuple[tuple[Callable[[], object], type[PosError]], ...] = (
        (lambda: shop.catalog.price_check(999), UnknownProduct),
        (lambda: shop.catalog.price_check(milk.id, customer_id=999), UnknownCustomer),
        (lambda: shop.catalog.price_check(milk.id, quantity=0), BadValue),
    )
    for check, refusal in checks:
        with pytest.raises(refusal):
            check()
