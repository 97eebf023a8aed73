"""The calls of a classic platform class, and the example that shows them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.client import StoreClient
from pos_app.domain.errors import (
    BadStatusMove,
    CodeRefused,
    EmptyCart,
    NotSignedIn,
    OutOfStock,
    UnknownCategory,
    UnknownDiscountCode,
)
from pos_app.domain.payment import Payment
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import CustomerRow, ProductRow

ROOT = Path(__file__).resolve().parent.parent
HOME = AddressDraft("12 Oak Avenue", "Portland", "US", state="OR", phone="503-555-0123")


@pytest.fixture
def store(shop_path: Path) -> Iterator[StoreClient]:
    with StoreClient.open(shop_path) as opened:
        yield opened


@pytest.fixture
def jean(store: StoreClient) -> CustomerRow:
    return store.create_customer("jean", "Jean@Example.com", "a long password", "Jean", "Li", HOME)


@pytest.fixture
def beans(store: StoreClient) -> ProductRow:
    return store.add_product("Espresso", 1650, 12, category="Coffee > Beans", sku="ESP")


def test_a_customer_is_registered_and_found(store: StoreClient, jean: CustomerRow) -> None:
    assert store.get_customer(jean.id) == jean
    assert (jean.registered, jean.email, jean.phone) == (True, "jean@example.com", "+15035550123")


def test_products_by_category(store: StoreClient, beans: ProductRow) -> None:
    mug = store.add_product("Mug", 990, barcodes=["4006381333931"], description="Blue")
    assert [row.id for row in store.get_products()] == [beans.id, mug.id]
    assert [row.id for row in store.get_products("coffee")] == [beans.id]
    assert len(store.get_products(limit=1)) == 1
    with pytest.raises(UnknownCategory):
        store.get_products("Tea")


def test_stock_goes_up_and_down(store: StoreClient, beans: ProductRow) -> None:
    assert store.update_stock(beans.id, 5).on_hand == 17
    assert store.update_stock(beans.id, -2, reason="damaged").on_hand == 15
    with pytest.raises(OutOfStock):
        store.update_stock(beans.id, -16)


def test_a_cart_becomes_an_order(store: StoreClient, jean: CustomerRow, beans: ProductRow) -> None:
    store.add_to_cart(jean.id, beans.id)
    assert store.add_to_cart(jean.id, beans.id, 2).lines[0].quantity == 3
    assert store.get_cart(jean.id).lines[0].quantity == 3
    order = store.create_order(jean.id)
    assert (order.status, order.total, order.customer_id) == ("pending", 4950, jean.id)
    assert store.get_order(order.id) == order
    assert not store.get_cart(jean.id)
    assert store.get_products()[0].on_hand == 9
    assert [row.id for row in store.get_customer_orders(jean.id)] == [order.id]
    with pytest.raises(EmptyCart):
        store.create_order(jean.id)
    assert store.shop.check(by=store.by) == ()


def test_an_order_may_be_paid_at_once(
    store: StoreClient, jean: CustomerRow, beans: ProductRow
) -> None:
    store.add_to_cart(jean.id, beans.id)
    assert store.create_order(jean.id, [Payment("card", 1650)]).paid == 1650


def test_a_refused_order_leaves_the_cart(
    store: StoreClient, jean: CustomerRow, beans: ProductRow
) -> None:
    store.add_to_cart(jean.id, beans.id, 13)
    with pytest.raises(OutOfStock):
        store.create_order(jean.id)
    assert store.get_cart(jean.id).lines[0].quantity == 13
    store.clear_cart(jean.id)
    assert not store.get_cart(jean.id)


def test_an_order_that_was_placed_is_not_placed_again_after_a_crash(
    store: StoreClient, jean: CustomerRow, beans: ProductRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add_to_cart(jean.id, beans.id)
    monkeypatch.setattr(store, "clear_cart", lambda _customer_id: None)
    store.create_order(jean.id)
    with pytest.raises(EmptyCart):
        store.create_order(jean.id)
    assert len(store.get_customer_orders(jean.id)) == 1


def test_an_order_moves_on(store: StoreClient, jean: CustomerRow, beans: ProductRow) -> None:
    store.add_to_cart(jean.id, beans.id)
    order = store.create_order(jean.id)
    for status in ("processing", "shipped", "delivered"):
        assert store.update_order_status(order.id, status).status == status
    with pytest.raises(BadStatusMove):
        store.update_order_status(order.id, "pending")


def test_a_cancelled_order_brings_its_stock_back(
    store: StoreClient, jean: CustomerRow, beans: ProductRow
) -> None:
    store.add_to_cart(jean.id, beans.id, 12)
    order = store.create_order(jean.id)
    assert store.update_order_status(order.id, "cancelled").status == "cancelled"
    assert store.get_products()[0].on_hand == 12


def test_a_discount_code_is_put_on_the_cart(
    store: StoreClient, jean: CustomerRow, beans: ProductRow
) -> None:
    store.shop.discounts.add_code("SPRING", rate_ppm=100_000, by=store.by)
    store.add_to_cart(jean.id, beans.id, 2)
    store.apply_discount(jean.id, "spring")
    order = store.create_order(jean.id)
    assert (order.discount, order.total, order.discount_code) == (330, 2970, "SPRING")
    with pytest.raises(UnknownDiscountCode):
        store.apply_discount(jean.id, "WINTER")


def test_a_code_that_is_used_up_leaves_the_cart(
    store: StoreClient, jean: CustomerRow, beans: ProductRow
) -> None:
    store.shop.discounts.add_code("ONCE", amount=100, max_uses_per_customer=1, by=store.by)
    store.add_to_cart(jean.id, beans.id)
    store.apply_discount(jean.id, "once")
    assert store.create_order(jean.id).total == 1550
    store.add_to_cart(jean.id, beans.id)
    with pytest.raises(CodeRefused):
        store.apply_discount(jean.id, "once")
    assert store.get_cart(jean.id).code is None
    assert store.create_order(jean.id).total == 1650


def test_closing_ends_the_session(shop_path: Path) -> None:
    store = StoreClient.open(shop_path)
    store.close()
    with StoreClient.open(shop_path) as again, pytest.raises(NotSignedIn):
        again.shop.catalog.add_category("Tea", by=store.by)


def test_the_example_runs_and_tells_its_story(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "examples" / "classic_store.py", tmp_path / "store.db"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [
        "Coffee: Decaf Espresso 1 lb, House Espresso 1 lb",
        "Hello Jean Li",
        "Only 2 left of Blue Mug: more arrive",
        "2 lines in the cart, $56.43",
        "Order T1-1: $56.43 after $6.27 off",
        "delivered, 2 lines",
        "Orders of Jean: ['T1-1']",
    ]
    with StoreClient.open(tmp_path / "store.db") as store:
        assert store.shop.check(by=store.by) == ()
