"""Stock: every change is a move, and on hand is their sum."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.errors import BadQuantity, BadValue, OutOfStock, UnknownProduct
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop


def test_received_goods_are_on_the_shelf(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    level = shop.stock.receive(milk.id, 24, unit_cost=80, note="Invoice 7", by=owner)
    move = shop.stock.moves(milk.id, by=owner)[0]
    assert level.on_hand == 64
    assert (move.reason, move.quantity, move.note, move.by) == (
        "received",
        24,
        "Invoice 7",
        "Terminal",
    )


def test_adjusting_needs_a_reason_and_enough(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    assert shop.stock.adjust(milk.id, -2, reason="damaged", by=owner).on_hand == 38
    with pytest.raises(BadValue):
        shop.stock.adjust(milk.id, -2, reason="because", by=owner)
    with pytest.raises(OutOfStock) as refusal:
        shop.stock.adjust(milk.id, -39, reason="lost", by=owner)
    assert (refusal.value.wanted, refusal.value.left) == (39, 38)
    assert len(shop.stock.moves(milk.id, by=owner)) == 2


def test_a_count_writes_the_difference(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    assert shop.stock.set_on_hand(milk.id, 35, by=owner).on_hand == 35
    shop.stock.set_on_hand(milk.id, 35, by=owner)
    assert [move.quantity for move in shop.stock.moves(milk.id, by=owner)] == [-5, 40]
    with pytest.raises(BadValue):
        shop.stock.set_on_hand(milk.id, 1, reason="x", by=owner)


@pytest.mark.parametrize("quantity", [0, -1, Decimal("0.5"), Decimal("NaN"), 1.5, 10**9])
def test_impossible_deliveries(
    shop: Shop, owner: Clerk, milk: ProductRow, quantity: Decimal
) -> None:
    with pytest.raises(BadQuantity):
        shop.stock.receive(milk.id, quantity, by=owner)
    assert shop.catalog.get(milk.id).on_hand == 40


def test_unknown_products(shop: Shop, owner: Clerk) -> None:
    with pytest.raises(UnknownProduct):
        shop.stock.receive(99, 1, by=owner)
    with pytest.raises(UnknownProduct):
        shop.stock.adjust(99, 1, reason="found", by=owner)


def test_moves_come_a_page_at_a_time(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    for _ in range(6):
        shop.stock.receive(milk.id, 1, by=owner)
    first = shop.stock.moves(milk.id, limit=4, by=owner)
    rest = shop.stock.moves(milk.id, after=first[-1], limit=4, by=owner)
    ids = [move.id for move in (*first, *rest)]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 7


def test_low_stock_comes_a_page_at_a_time(
    shop: Shop, add_product: Callable[..., ProductRow]
) -> None:
    for number in range(7):
        add_product(f"Thing {number}", stock=number % 3)
    first = shop.stock.low(limit=3)
    rest = shop.stock.low(after=first[-1], limit=10)
    together = [(row.on_hand, row.product_id) for row in (*first, *rest)]
    assert together == sorted(together)
    assert len(together) == 7


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(st.integers(-30, 30).filter(bool), max_size=8))
def test_on_hand_is_the_sum_of_its_moves(
    shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow], changes: list[int]
) -> None:
    product = add_product("Thing", stock=20)
    expected = 20
    for change in changes:
        if expected + change < 0:
            with pytest.raises(OutOfStock):
                shop.stock.adjust(product.id, change, reason="correction", by=owner)
        else:
            shop.stock.adjust(product.id, change, reason="correction", by=owner)
            expected += change
    assert shop.catalog.get(product.id).on_hand == expected
    assert sum(move.quantity for move in shop.stock.moves(product.id, by=owner)) == expected
