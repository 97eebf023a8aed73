"""Customer groups and customers' terms: price lists, prices without tax, no tax at all."""

from collections.abc import Callable
from typing import Any

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadAmount,
    BadValue,
    Duplicate,
    NotAllowed,
    StillReferenced,
    UnknownCustomer,
    UnknownGroup,
    UnknownProduct,
)
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Promotion
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    Clerk,
    CustomerGroupRow,
    CustomerRow,
    GroupPriceRow,
    ProductRow,
)
from pos_app.domain.tax import TaxPart, TaxRate
from pos_app.shop import Shop

AddProduct = Callable[..., ProductRow]


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer."""
    return shop.customers.add(first_name="Bea", last_name="Lee", by=owner)


def put(
    shop: Shop, owner: Clerk, customer: CustomerRow, group_id: int | None, **more: object
) -> None:
    """Puts a customer into a group."""
    terms = {"tax_exempt": "", "credit_limit": 0, **more}
    shop.customers.set_terms(customer.id, group_id=group_id, by=owner, **terms)  # type: ignore[arg-type]


# --- groups --------------------------------------------------------------------------------------


def test_groups_come_back_by_name(shop: Shop, owner: Clerk, bea: CustomerRow) -> None:
    trade = shop.groups.add("  Trade  customers", tax_included=False, by=owner)
    staff = shop.groups.add("Staff", by=owner)
    assert trade == CustomerGroupRow(trade.id, "Trade customers", False)
    assert shop.groups.all() == (staff, trade)
    changed = shop.groups.update(trade.id, name="A-trade", tax_included=True, by=owner)
    put(shop, owner, bea, trade.id)
    assert shop.groups.all() == (
        CustomerGroupRow(changed.id, "A-trade", True, customers=1),
        CustomerGroupRow(staff.id, "Staff", None),
    )


def test_what_is_no_group(shop: Shop, owner: Clerk) -> None:
    staff = shop.groups.add("Staff", by=owner)
    other = shop.groups.add("Other", by=owner)
    for name, included in (("", None), ("x" * 81, None), ("Odd", "yes")):
        with pytest.raises(BadValue):
            shop.groups.add(name, tax_included=included, by=owner)  # type: ignore[arg-type]
        with pytest.raises(BadValue):
            shop.groups.update(other.id, name=name, tax_included=included, by=owner)  # type: ignore[arg-type]
    with pytest.raises(Duplicate) as refusal:
        shop.groups.add("staff", by=owner)
    assert (refusal.value.field, refusal.value.value) == ("name", "staff")
    with pytest.raises(Duplicate):
        shop.groups.update(other.id, name="STAFF", tax_included=None, by=owner)
    assert shop.groups.all() == (other, staff)


def test_a_group_that_is_needed_stays(
    shop: Shop, owner: Clerk, bea: CustomerRow, milk: ProductRow
) -> None:
    staff = shop.groups.add("Staff", by=owner)
    shop.groups.set_price(staff.id, milk.id, 100, by=owner)
    put(shop, owner, bea, staff.id)
    with pytest.raises(StillReferenced) as refusal:
        shop.groups.remove(staff.id, by=owner)
    assert (refusal.value.what, refusal.value.key) == ("customer group", "Staff")
    put(shop, owner, bea, None)
    offer = Promotion(0, "x", "percent", rate_ppm=1, group_ids=frozenset({staff.id}))
    promotion_id = shop.promotions.add(offer, by=owner).promotion.id
    with pytest.raises(StillReferenced):  # without its group it would be for everybody
        shop.groups.remove(staff.id, by=owner)
    shop.promotions.remove(promotion_id, by=owner)
    shop.groups.remove(staff.id, by=owner)
    assert shop.groups.all() == ()
    assert shop._database.rows("SELECT * FROM group_prices") == []


def test_what_is_not_there(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    for ask in (
        lambda: shop.groups.update(9, name="x", tax_included=None, by=owner),
        lambda: shop.groups.remove(9, by=owner),
        lambda: shop.groups.prices(9),
        lambda: shop.groups.set_price(9, milk.id, 1, by=owner),
    ):
        with pytest.raises(UnknownGroup):
            ask()
    staff = shop.groups.add("Staff", by=owner)
    with pytest.raises(UnknownProduct):
        shop.groups.set_price(staff.id, 99, 1, by=owner)


def test_rights_and_news(shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow) -> None:
    heard: list[str] = []
    shop.on_change(lambda topic, _ids: heard.append(topic))
    staff = shop.groups.add("Staff", by=owner)
    shop.groups.update(staff.id, name="x", tax_included=None, by=owner)
    shop.groups.set_price(staff.id, milk.id, 1, by=owner)
    shop.groups.set_price(staff.id, milk.id, None, by=owner)
    assert heard == ["prices"] * 4
    put(shop, owner, bea, staff.id)
    assert heard[4:] == ["customers", "prices"]
    shop.staff.add_user(username="sue", name="Sue", pin="713905", role="supervisor", by=owner)
    sue = shop.staff.sign_in("sue", pin="713905")
    for ask in (
        lambda: shop.groups.add("x", by=sue),
        lambda: shop.groups.update(staff.id, name="y", tax_included=None, by=sue),
        lambda: shop.groups.remove(staff.id, by=sue),
        lambda: shop.groups.set_price(staff.id, milk.id, 1, by=sue),
        lambda: put(shop, sue, bea, None),
    ):
        with pytest.raises(NotAllowed) as refusal:
            ask()
        assert refusal.value.permission == "manage_catalog"


# --- price lists ---------------------------------------------------------------------------------


def test_a_price_list_is_read_in_pages(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    staff, other = (shop.groups.add(name, by=owner) for name in ("Staff", "Other"))
    names = ["milk", "Apple", "Milk", "bread", "Milk"]
    products = [add_product(name, 200 + place) for place, name in enumerate(names)]
    for product in products:
        assert shop.groups.set_price(staff.id, product.id, 100, by=owner) == GroupPriceRow(
            product.id, product.sku, product.name, 100, product.price
        )
    shop.groups.set_price(other.id, products[0].id, 1, by=owner)
    pages: list[GroupPriceRow] = []
    while page := shop.groups.prices(staff.id, after=pages[-1] if pages else None, limit=2):
        assert len(page) <= 2
        pages += page
    assert [(row.name, row.product_id) for row in pages] == [
        ("Apple", 2),
        ("bread", 4),
        ("milk", 1),
        ("Milk", 3),
        ("Milk", 5),
    ]
    assert shop.groups.all()[1].prices == 5
    assert shop.groups.set_price(staff.id, 3, None, by=owner) is None
    assert shop.groups.set_price(staff.id, 1, 90, by=owner) == GroupPriceRow(
        1, products[0].sku, "milk", 90, 200
    )
    assert [row.price for row in shop.groups.prices(staff.id)] == [100, 100, 90, 100]


def test_prices_that_can_not_be(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    staff = shop.groups.add("Staff", by=owner)
    for price in (-1, 1.5, True, 10**16):
        with pytest.raises(BadAmount):
            shop.groups.set_price(staff.id, milk.id, price, by=owner)  # type: ignore[arg-type]
    card = shop.ledgers.gift_card_line("CARD-1", 500, by=owner)
    with pytest.raises(BadValue) as refusal:
        shop.groups.set_price(staff.id, card.product_id, 1, by=owner)
    assert (refusal.value.field, refusal.value.reason) == ("price", "no_discount")
    assert shop.groups.prices(staff.id) == ()


def test_a_group_pays_by_its_list(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow, add_product: AddProduct
) -> None:
    tea = add_product("Tea", 350)
    staff = shop.groups.add("Staff", by=owner)
    shop.groups.set_price(staff.id, milk.id, 100, by=owner)
    put(shop, owner, bea, staff.id)
    cart = Cart().add(milk, 2).add(tea)
    assert shop.checkout.price(cart).total == 608
    receipt = shop.checkout.sell(cart, [Payment("cash", 550)], by=owner, customer=bea.id)
    assert receipt.total == 550
    order = shop.orders.get(receipt.order_id)
    assert [(item.price, item.list_total, item.discount) for item in order.items] == [
        (100, 200, 0),
        (350, 350, 0),
    ]
    assert shop.check(by=owner) == ()


# --- customers' terms ----------------------------------------------------------------------------


def test_terms_come_back_as_they_were_given(shop: Shop, owner: Clerk, bea: CustomerRow) -> None:
    staff = shop.groups.add("Staff", by=owner)
    row = shop.customers.set_terms(
        bea.id, group_id=staff.id, tax_exempt=" Reseller  12-345 ", credit_limit=50_000, by=owner
    )
    assert (row.group_id, row.tax_exempt, row.credit_limit) == (staff.id, "Reseller 12-345", 50_000)
    assert shop.customers.get(bea.id) == row
    assert shop.customers.search("Bea") == (row,)
    put(shop, owner, bea, None)
    assert shop.customers.get(bea.id) == bea


def test_terms_that_can_not_be(shop: Shop, owner: Clerk, bea: CustomerRow) -> None:
    for customer_id, given, refusal in (
        (99, {}, UnknownCustomer),
        (WALK_IN_CUSTOMER_ID, {}, BadValue),
        (bea.id, {"group_id": 99}, UnknownGroup),
        (bea.id, {"tax_exempt": "x" * 81}, BadValue),
        (bea.id, {"tax_exempt": None}, BadValue),
        (bea.id, {"credit_limit": -1}, BadAmount),
    ):
        terms: dict[str, Any] = {"group_id": None, "tax_exempt": "", "credit_limit": 0}
        with pytest.raises(refusal):
            shop.customers.set_terms(customer_id, by=owner, **{**terms, **given})
    assert shop.customers.get(bea.id) == bea
    assert shop.customers.set_terms(
        bea.id, group_id=None, tax_exempt="x" * 80, credit_limit=0, by=owner
    ).tax_exempt


def test_trade_customers_see_prices_without_tax(
    shop: Shop, owner: Clerk, bea: CustomerRow, add_product: AddProduct
) -> None:
    pan = add_product("Pan", 2100, 9)  # 20.00 without the 5 %
    trade = shop.groups.add("Trade", tax_included=False, by=owner)
    put(shop, owner, bea, trade.id)
    cart = Cart().add(pan, 3).for_customer(bea.id)
    receipt = shop.checkout.sell(cart, [Payment("cash", 6300)], by=owner)
    order = shop.orders.get(receipt.order_id)
    assert (order.tax_included, order.subtotal, order.net, order.tax, order.total) == (
        False,
        6000,
        6000,
        300,
        6300,
    )
    (item,) = order.items
    assert (item.price, item.list_total, item.total, item.gross) == (2000, 6000, 6000, 6300)
    assert shop.checkout.price(cart.for_customer(None)).tax_included
    assert shop.check(by=owner) == ()


def test_prices_of_a_list_are_stated_as_the_shop_states_its_own(
    shop: Shop, owner: Clerk, bea: CustomerRow, add_product: AddProduct
) -> None:
    pan = add_product("Pan", 2100, 9)
    trade = shop.groups.add("Trade", tax_included=False, by=owner)
    shop.groups.set_price(trade.id, pan.id, 1050, by=owner)
    put(shop, owner, bea, trade.id)
    priced = shop.checkout.price(Cart().add(pan).for_customer(bea.id))
    assert (priced.subtotal, priced.tax, priced.total) == (1000, 50, 1050)


def test_an_exempt_customer_pays_no_tax_but_the_deposit(
    shop: Shop, owner: Clerk, bea: CustomerRow, add_product: AddProduct
) -> None:
    bottled = shop.taxes.add_class(
        "Bottled", [TaxRate("VAT", 50_000), TaxRate("Deposit", amount=25, on_top=True)], by=owner
    )
    juice = add_product("Juice", 210, 9, tax_class_id=bottled.id)
    put(shop, owner, bea, None, tax_exempt="Embassy")
    cart = Cart().add(juice, 2)
    assert shop.checkout.price(cart).total == 470
    receipt = shop.checkout.sell(cart, [Payment("cash", 450)], by=owner, customer=bea.id)
    order = shop.orders.get(receipt.order_id)
    assert (order.tax_exempt, order.net, order.tax, order.total) == ("Embassy", 400, 50, 450)
    assert order.taxes == (TaxPart("Deposit", 0, 25, 0, 50),)
    put(shop, owner, bea, None)
    assert shop.orders.get(receipt.order_id) == order
    assert shop.check(by=owner) == ()
