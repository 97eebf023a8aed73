"""Reports: their figures are those of the orders that stand, on the shop's own days."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import BadValue
from pos_app.domain.payment import Payment
from pos_app.domain.rows import (
    DEFAULT_REORDER_LEVEL,
    Clerk,
    DailySales,
    LowStock,
    OrderDetail,
    ProductRow,
    TopCustomer,
)
from pos_app.shop import Shop

AddProduct = Callable[..., ProductRow]
NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # in New York


@pytest.fixture
def place(shop: Shop, owner: Clerk, milk: ProductRow) -> Callable[..., OrderDetail]:
    """Places an order of so many milks, for a customer, so many days after the 20th."""

    def order(quantity: int, customer_id: int, days: float = 0) -> OrderDetail:
        return shop.orders.place(
            Cart().add(milk, quantity),
            customer_id=customer_id,
            at=NOON + timedelta(days=days),
            by=owner,
        )

    return order


def test_an_empty_shop_has_empty_reports(shop: Shop) -> None:
    assert shop.reports.daily_sales(by=shop.staff.terminal()) == ()
    assert shop.reports.top_customers(by=shop.staff.terminal()) == ()
    assert shop.reports.low_stock() == ()
    assert shop.reports.pending_orders() == ()


def test_days_are_the_shops_own_newest_first(
    shop: Shop, owner: Clerk, milk: ProductRow, place: Callable[..., OrderDetail]
) -> None:
    late = datetime(2026, 11, 21, 4, 59, tzinfo=UTC)  # 23:59 on the 20th in New York
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], at=late, by=owner)
    next_day = late + timedelta(minutes=1)
    shop.checkout.sell(Cart().add(milk, 2), [Payment("cash", 258)], at=next_day, by=owner)
    place(3, 1)
    place(1, 1, days=3)
    assert shop.reports.daily_sales(by=owner) == (
        DailySales(date(2026, 11, 23), 1, 129),
        DailySales(date(2026, 11, 21), 1, 258),
        DailySales(date(2026, 11, 20), 2, 516),
    )


def test_both_ends_of_a_span_are_in_it(shop: Shop, place: Callable[..., OrderDetail]) -> None:
    for days in range(5):
        place(1, 1, days)

    def dates(**span: date) -> list[int]:
        return [row.date.day for row in shop.reports.daily_sales(**span, by=shop.staff.terminal())]

    assert dates(date_from=date(2026, 11, 22)) == [24, 23, 22]
    assert dates(date_to=date(2026, 11, 21)) == [21, 20]
    assert dates(date_from=date(2026, 11, 21), date_to=date(2026, 11, 22)) == [22, 21]
    assert dates(date_from=date(2026, 11, 22), date_to=date(2026, 11, 21)) == []


def test_a_cancelled_order_counts_nowhere(
    shop: Shop, owner: Clerk, place: Callable[..., OrderDetail]
) -> None:
    ann = shop.customers.add(first_name="Ann", by=owner)
    place(1, ann.id)
    cancelled = [place(2, ann.id), place(4, ann.id, days=1)]
    for order in cancelled:
        shop.orders.cancel(order.id, by=owner)
    assert shop.reports.daily_sales(by=owner) == (DailySales(date(2026, 11, 20), 1, 129),)
    assert shop.reports.top_customers(by=owner) == (TopCustomer(ann.id, "Ann", 1, 129),)
    assert [row.number for row in shop.reports.pending_orders()] == ["T1-1"]


def test_customers_who_bought_most_stand_first(
    shop: Shop, owner: Clerk, place: Callable[..., OrderDetail]
) -> None:
    ann, bob, cid, dee = (
        shop.customers.add(first_name=name, by=owner).id for name in ("Ann", "Bob", "Cid", "Dee")
    )
    for quantity, customer_id, days in (
        (9, 1, 0),  # the walk-in customer is nobody
        (2, ann, 0),
        (2, bob, 0),
        (1, cid, 0),
        (1, cid, 1),
        (7, dee, 2),
    ):
        place(quantity, customer_id, days)
    everyone = shop.reports.top_customers(by=owner)
    assert [(row.customer, row.orders, row.revenue) for row in everyone] == [
        ("Dee", 1, 903),
        ("Cid", 2, 258),  # as much as the next two, in more orders
        ("Ann", 1, 258),
        ("Bob", 1, 258),
    ]
    assert shop.reports.top_customers(limit=2, by=owner) == everyone[:2]
    assert shop.reports.top_customers(limit=None, by=owner) == everyone
    first_day = date(2026, 11, 20)
    of_that_day = shop.reports.top_customers(date_from=first_day, date_to=first_day, by=owner)
    assert [row.customer for row in of_that_day] == ["Ann", "Bob", "Cid"]


def test_low_stock_is_what_is_below_its_level(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    low = {
        add_product("Nine", stock=9).id: (Decimal(9), DEFAULT_REORDER_LEVEL),
        add_product("Out", stock=0).id: (Decimal(0), DEFAULT_REORDER_LEVEL),
        add_product("Own level", stock=40, reorder_level=41).id: (Decimal(40), Decimal(41)),
        add_product("Ham", stock=Decimal("2.125"), unit="kg").id: (
            Decimal("2.125"),
            DEFAULT_REORDER_LEVEL,
        ),
    }
    add_product("Ten", stock=10)
    add_product("Low but enough", stock=3, reorder_level=3)
    add_product("Never low", stock=0, reorder_level=0)
    gone = add_product("Gone", stock=1)
    shop.catalog.archive_product(gone.id, by=owner)
    found = shop.reports.low_stock()
    assert {row.product_id: (row.on_hand, row.reorder_level) for row in found} == low
    assert [row.name for row in found] == ["Out", "Ham", "Nine", "Own level"]
    assert shop.reports.low_stock(limit=1) == found[:1] == shop.stock.low(limit=1)
    assert isinstance(found[0], LowStock)


def test_orders_that_wait_stand_newest_first(
    shop: Shop, owner: Clerk, place: Callable[..., OrderDetail]
) -> None:
    waiting = [place(1, 1, days) for days in (0, 3, 1, 2)]
    shop.orders.set_status(waiting[0].id, "processing", by=owner)
    shop.orders.set_status(waiting[3].id, "processing", by=owner)
    shipped = place(1, 1, days=4)
    for status in ("processing", "shipped"):
        shop.orders.set_status(shipped.id, status, by=owner)
    found = shop.reports.pending_orders()
    assert [(row.number, row.status) for row in found] == [
        ("T1-2", "pending"),
        ("T1-4", "processing"),
        ("T1-3", "pending"),
        ("T1-1", "processing"),
    ]
    assert shop.reports.pending_orders(limit=2) == found[:2]


def test_figures_agree_with_the_orders_they_are_made_of(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    chance = random.Random(20)
    product = add_product("Tea", 317, 10_000)
    people = [1, *(shop.customers.add(first_name=f"C{n}", by=owner).id for n in range(5))]
    for _ in range(60):
        order = shop.orders.place(
            Cart().add(product, chance.randint(1, 9)),
            customer_id=chance.choice(people),
            at=NOON + timedelta(hours=chance.randint(0, 240)),
            by=owner,
        )
        if chance.random() < 0.3:
            shop.orders.cancel(order.id, by=owner)
    standing = [row for row in shop.orders.page(limit=1000) if row.status != "cancelled"]
    assert 0 < len(standing) < 60
    daily = shop.reports.daily_sales(by=owner)
    assert {row.date: (row.orders, row.revenue) for row in daily} == {
        day: (
            sum(row.business_date == day for row in standing),
            sum(row.total for row in standing if row.business_date == day),
        )
        for day in {row.business_date for row in standing}
    }
    for row in shop.reports.top_customers(by=owner):
        summary = shop.customers.summary(row.customer_id)
        assert (row.orders, row.revenue) == (summary.orders, summary.revenue)


@pytest.mark.parametrize("field", ["date_from", "date_to"])
def test_a_date_is_a_date(shop: Shop, field: str) -> None:
    with pytest.raises(BadValue) as refused:
        shop.reports.daily_sales(**{field: NOON}, by=shop.staff.terminal())
    assert refused.value.field == field
    with pytest.raises(BadValue):
        shop.reports.top_customers(
            **{field: "2026-11-22"},  # type: ignore[arg-type]
            by=shop.staff.terminal(),
        )
