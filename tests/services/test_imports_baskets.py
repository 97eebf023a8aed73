"""Booking baskets that were sold elsewhere: each once, on its own day, for what was paid."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pos_app.domain.errors import (
    Cancelled,
    FileRefused,
    ImportStopped,
    NotAllowed,
    OutOfStock,
    SaleChanged,
    UnknownProduct,
)
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk, ImportResult, OrderDetail, ProductRow
from pos_app.domain.tax import TaxRate
from pos_app.services.imports import baskets as module
from pos_app.shop import Shop

HEADING = (
    "basket_id,sold_at,customer,sku,quantity,sales_value,"
    "retail_disc,coupon_disc,coupon_match_disc\n"
)
ONE = (
    "100,2017-01-01 18:24:46,883,MILK,2,2.38,0.20,0.00,0.00\n"
    "100,2017-01-01 18:24:46,883,TEA,3,10.00,0.00,1.00,0.50\n"
)
TWO = "101,2017-01-02 09:00:00,7,MILK,1,1.29,0.00,0.00,0.00\n"
THREE = "102,2017-01-02 09:05:00,883,TEA,1,0.00,3.50,0.00,0.00\n"

Import = Callable[..., ImportResult]


@pytest.fixture
def milk(add_product: Callable[..., ProductRow]) -> ProductRow:
    return add_product("Milk", sku="MILK", price=129, stock=40)


@pytest.fixture
def tea(add_product: Callable[..., ProductRow]) -> ProductRow:
    return add_product("Tea", sku="TEA", price=350, stock=5)


@pytest.fixture
def take_in(shop: Shop, owner: Clerk, tmp_path: Path, milk: ProductRow, tea: ProductRow) -> Import:
    def take_in(text: str, **options: object) -> ImportResult:
        file = tmp_path / "baskets.csv"
        file.write_text(text, encoding="utf-8")
        return shop.imports.baskets(str(file), by=owner, **options)  # type: ignore[arg-type]

    return take_in


def faults_of(take_in: Import, text: str) -> list[tuple[int, str, str, str]]:
    with pytest.raises(FileRefused) as refused:
        take_in(text)
    return [(f.line, f.column, f.value, f.reason) for f in refused.value.faults]


def orders(shop: Shop) -> list[OrderDetail]:
    """Every order, oldest first."""
    return [shop.orders.get(row.id) for row in reversed(shop.orders.page())]


def content(shop: Shop) -> list[tuple[object, ...]]:
    database = shop._database
    tables = "orders order_items payments stock stock_moves customers tills".split()
    return [(t, *row) for t in tables for row in database.rows(f"SELECT * FROM {t} ORDER BY 1, 2")]


def test_a_basket_is_a_sale_of_its_own_time_and_sums(shop: Shop, take_in: Import) -> None:
    assert take_in(HEADING + ONE) == ImportResult(1, 0, 0, 0)
    (order,) = orders(shop)
    assert order.at == datetime(2017, 1, 1, 23, 24, 46, tzinfo=UTC)  # New York is five hours back
    assert order.business_date == date(2017, 1, 1)
    assert (order.status, order.number, order.customer) == ("delivered", "T1-1", "883")
    assert [(i.sku, i.quantity, i.list_total, i.discount, i.total) for i in order.items] == [
        ("MILK", 2, 258, 20, 238),
        ("TEA", 3, 1050, 50, 1000),
    ]
    assert [item.price for item in order.items] == [129, 350]
    assert (order.subtotal, order.discount, order.total, order.paid) == (1308, 70, 1238, 1238)
    assert order.tax == sum(item.tax for item in order.items) > 0
    assert {(p.method, p.amount, p.change) for p in order.payments} == {
        ("coupon", 100, 0),
        ("cash", 1138, 0),
    }
    assert shop.catalog.by_sku("TEA").on_hand == 2
    assert shop.check(by=shop.staff.terminal()) == ()


def test_a_customer_is_made_on_first_sight(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + ONE + TWO + THREE)
    assert shop.customers.count() == 2
    customer = shop.customers.by_username("883")
    assert not customer.registered
    assert [row.line1 for row in shop.customers.addresses(customer.id)] == ["1 Main Street"]
    assert shop.customers.summary(customer.id).orders == 2
    assert [row.id for row in shop.customers.search("883")] == [customer.id]


def test_without_a_customer_it_is_a_walk_in_sale(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + TWO.replace(",7,", ",,"))
    assert [order.customer_id for order in orders(shop)] == [WALK_IN_CUSTOMER_ID]


def test_a_basket_that_comes_to_nothing_needs_no_payment(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + THREE)
    (order,) = orders(shop)
    assert (order.total, order.subtotal, order.payments) == (0, 350, ())


def test_a_basket_that_coupons_paid_needs_no_cash(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + TWO.replace("0.00,0.00,0.00", "0.00,1.29,0.00"))
    assert [(p.method, p.amount) for p in orders(shop)[0].payments] == [("coupon", 129)]


def test_the_same_again_changes_nothing(shop: Shop, take_in: Import) -> None:
    take_in(HEADING + ONE + TWO + THREE)
    before = content(shop)
    assert take_in(HEADING + ONE + TWO + THREE) == ImportResult(0, 0, 3, 0)
    assert content(shop) == before


def test_a_basket_stays_known_when_its_products_and_customer_change(
    shop: Shop, owner: Clerk, take_in: Import, milk: ProductRow, tea: ProductRow
) -> None:
    take_in(HEADING + ONE)
    shop.catalog.update_product(tea.id, sku="TEA-2", name="Green tea", price=1, by=owner)
    shop.catalog.archive_product(milk.id, by=owner)
    customer = shop.customers.by_username("883")
    shop.customers.update(customer.id, username="jean", first_name="Jean", by=owner)
    assert take_in(HEADING + ONE) == ImportResult(0, 0, 1, 0)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (",883,MILK,2,", ",883,MILK,3,"),
        ("2.38,0.20", "2.39,0.19"),
        ("2.38,0.20", "2.38,0.30"),
        (",883,", ",7,"),
        ("18:24:46", "18:24:47"),
        ("0.00,1.00,0.50", "0.00,1.50,0.50"),
        ("100,2017-01-01 18:24:46,883,TEA,3,10.00,0.00,1.00,0.50\n", ""),
    ],
    ids=["quantity", "paid", "discount", "customer", "time", "coupon", "lines"],
)
def test_the_same_id_with_other_content_is_a_fault(
    shop: Shop, take_in: Import, was: str, now: str
) -> None:
    take_in(HEADING + ONE + TWO)
    before = content(shop)
    changed = ONE.replace(was, now)
    assert changed != ONE
    assert faults_of(take_in, HEADING + changed + THREE) == [
        (2, "basket_id", "100", "basket_changed")
    ]
    assert content(shop) == before


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("MILK", "SILK", (2, "sku", "SILK", "unknown_sku")),
        ("2017-01-02 09", "2017-02-30 09", (2, "sold_at", "2017-02-30 09:00:00", "not_a_date")),
        ("2017-01-02 09:00:00", "2017-01-02", (2, "sold_at", "2017-01-02", "not_a_date")),
        (
            "2017-01-02 09:00:00",
            "2017-01-02 09:00:00+01:00",
            (2, "sold_at", "2017-01-02 09:00:00+01:00", "not_a_date"),
        ),
        ("2017-01", "1917-01", (2, "sold_at", "1917-01-02 09:00:00", "range")),
        ("2017-01", "9017-01", (2, "sold_at", "9017-01-02 09:00:00", "future")),
        (",1,1.29", ",0,1.29", (2, "quantity", "0", "zero")),
        (",1,1.29", ",-1,1.29", (2, "quantity", "-1", "negative")),
        (",1,1.29", ",0.5,1.29", (2, "quantity", "0.5", "whole_pieces")),
        (",1,1.29", ",x,1.29", (2, "quantity", "x", "not_a_number")),
        ("1.29", "-1.29", (2, "sales_value", "-1.29", "negative")),
        ("1.29", "1.299", (2, "sales_value", "1.299", "too_many_decimals")),
        ("1.29,0.00", "1.29,", (2, "retail_disc", "", "empty")),
        (",7,", ",7 7,", (2, "customer", "7 7", "unknown_choice")),
        ("101,", ",", (2, "basket_id", "", "empty")),
        ("0.00,0.00,0.00", "0.00,1.30,0.00", (2, "coupon_disc", "101", "coupon_over_total")),
    ],
)
def test_each_fault_is_named_and_nothing_is_booked(
    shop: Shop, take_in: Import, was: str, now: str, fault: tuple[int, str, str, str]
) -> None:
    before = content(shop)
    assert faults_of(take_in, HEADING + TWO.replace(was, now) + THREE) == [fault]
    assert content(shop) == before


def test_an_archived_product_is_no_product_to_sell(
    shop: Shop, owner: Clerk, take_in: Import, tea: ProductRow
) -> None:
    shop.catalog.archive_product(tea.id, by=owner)
    assert faults_of(take_in, HEADING + ONE) == [(3, "sku", "TEA", "unknown_sku")]


def test_the_rows_of_a_basket_agree(take_in: Import) -> None:
    other_time = ONE[:55] + ONE[55:].replace("18:24:46", "18:25:00")
    assert faults_of(take_in, HEADING + other_time) == [
        (3, "sold_at", "2017-01-01 18:25:00", "basket_mixed")
    ]
    first, second = ONE.splitlines(keepends=True)
    assert faults_of(take_in, HEADING + first + second.replace(",883,", ",,")) == [
        (3, "customer", "", "basket_mixed")
    ]


def test_the_rows_of_a_basket_stand_together(take_in: Import) -> None:
    first, second = ONE.splitlines(keepends=True)
    assert faults_of(take_in, HEADING + first + TWO + second) == [
        (4, "basket_id", "100", "basket_split")
    ]


def test_a_basket_with_a_bad_row_is_left_out_whole(shop: Shop, take_in: Import) -> None:
    text = HEADING + ONE.replace("TEA", "PEA") + TWO + THREE.replace("0.00,3.50", "0.00,x")
    result = take_in(text, skip_bad_rows=True)
    assert (result.added, result.skipped) == (1, 3)
    assert [(fault.line, fault.reason) for fault in result.faults] == [
        (2, "basket_faulty"),
        (3, "unknown_sku"),
        (5, "not_a_number"),
    ]
    assert [order.total for order in orders(shop)] == [129]
    # Mended, the rest comes in.
    assert take_in(HEADING + ONE + TWO + THREE) == ImportResult(2, 0, 1, 0)


def test_a_row_of_nobody_leaves_the_baskets_around_it_out(shop: Shop, take_in: Import) -> None:
    first, second = ONE.splitlines(keepends=True)
    result = take_in(HEADING + TWO + first + '"a"b\n' + THREE, skip_bad_rows=True)
    assert (result.added, result.skipped) == (1, 3)
    assert [order.business_date.day for order in orders(shop)] == [2]
    assert second not in first


def test_a_bad_row_that_names_its_basket_costs_that_one_only(shop: Shop, take_in: Import) -> None:
    result = take_in(HEADING + TWO + ONE + "100,broken\n" + THREE, skip_bad_rows=True)
    assert (result.added, result.skipped) == (2, 3)


def test_an_empty_shelf_stops_there_and_a_repeat_goes_on(
    shop: Shop, owner: Clerk, take_in: Import, tea: ProductRow
) -> None:
    more = ONE.replace("100,", "103,").replace("TEA,3", "TEA,6")
    with pytest.raises(ImportStopped) as stopped:
        take_in(HEADING + TWO + more + THREE)
    cause = stopped.value.cause
    assert isinstance(cause, OutOfStock)
    assert (cause.product, cause.wanted, cause.left) == ("Tea", 6, 5)
    assert (stopped.value.line, stopped.value.done) == (4, 1)
    assert [order.total for order in orders(shop)] == [129]
    assert shop.catalog.by_sku("MILK").on_hand == 39
    assert shop.check(by=owner) == ()
    shop.stock.receive(tea.id, 10, by=owner)
    assert take_in(HEADING + TWO + more + THREE) == ImportResult(2, 0, 1, 0)
    assert {order.number for order in orders(shop)} == {"T1-1", "T1-2", "T1-3"}


def test_a_product_archived_meanwhile_stops_at_its_row(
    shop: Shop, owner: Clerk, take_in: Import, tea: ProductRow
) -> None:
    def archive(done: int, total: int) -> None:
        if done == 1:
            shop.catalog.archive_product(tea.id, by=owner)

    with pytest.raises(ImportStopped) as stopped:
        take_in(HEADING + TWO + ONE, progress=archive)
    assert isinstance(stopped.value.cause, UnknownProduct)
    assert stopped.value.line == 4


def test_what_was_finished_stays_when_it_is_stopped(shop: Shop, take_in: Import) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        take_in(HEADING + ONE + TWO + THREE, progress=stop)
    assert len(orders(shop)) == 2
    assert shop.check(by=shop.staff.terminal()) == ()
    assert take_in(HEADING + ONE + TWO + THREE) == ImportResult(1, 0, 2, 0)


def test_a_basket_booked_by_somebody_meanwhile_is_not_booked_twice(
    shop: Shop, take_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(HEADING + ONE)
    # As if the look at the books had come before the other process booked it.
    monkeypatch.setattr(module, "_booked", lambda *_: set())
    assert take_in(HEADING + ONE + TWO) == ImportResult(1, 0, 1, 0)
    with pytest.raises(ImportStopped) as stopped:
        take_in(HEADING + ONE.replace("TEA,3", "TEA,1"))
    assert isinstance(stopped.value.cause, SaleChanged)
    assert len(orders(shop)) == 2


def test_times_that_the_clocks_skipped_or_repeated_keep_their_date(
    shop: Shop, take_in: Import
) -> None:
    # New York: 2017-03-12 02:00 became 03:00; 2017-11-05 02:00 became 01:00.
    text = HEADING + "".join(
        TWO.replace("101", str(number)).replace("2017-01-02 09:00:00", sold_at)
        for number, sold_at in enumerate(
            ["2017-03-12 02:30:00", "2017-11-05 01:30:00", "2017-11-05 00:00:00"]
        )
    )
    take_in(text)
    found = {order.uuid: order for order in orders(shop)}
    skipped, repeated, midnight = (found[module._uuid(str(number))] for number in range(3))
    assert skipped.at == datetime(2017, 3, 12, 7, 30, tzinfo=UTC)
    assert repeated.at == datetime(2017, 11, 5, 5, 30, tzinfo=UTC)
    assert midnight.at == datetime(2017, 11, 5, 4, 0, tzinfo=UTC)
    assert [o.business_date.isoformat() for o in (skipped, repeated, midnight)] == [
        "2017-03-12",
        "2017-11-05",
        "2017-11-05",
    ]
    assert take_in(text).unchanged == 3


def test_a_day_that_never_was_is_a_fault(shop: Shop, owner: Clerk, take_in: Import) -> None:
    shop.settings.update(timezone="Pacific/Apia", by=owner)  # went over 30 December 2011
    skipped = TWO.replace("2017-01-02", "2011-12-30")
    assert faults_of(take_in, HEADING + skipped) == [
        (2, "sold_at", "2011-12-30 09:00:00", "no_such_time")
    ]


def test_what_was_paid_stays_paid_where_tax_comes_on_top(
    shop: Shop, owner: Clerk, take_in: Import
) -> None:
    shop.settings.update(tax_included=False, by=owner)
    take_in(HEADING + ONE)
    (order,) = orders(shop)
    assert (order.total, order.tax) == (1238, 0)
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize("taxed", [False, True])
def test_a_deposit_on_top_is_inside_what_was_paid(
    shop: Shop, owner: Clerk, take_in: Import, add_product: Callable[..., ProductRow], taxed: bool
) -> None:
    deposit = TaxRate("Deposit", amount=15, taxed=taxed, on_top=True)
    bottles = shop.taxes.add_class("Bottles", [TaxRate("VAT", 100_000), deposit], by=owner)
    add_product("Cola", sku="COLA", price=125, stock=10, tax_class_id=bottles.id)
    take_in(HEADING + "100,2017-01-01 18:24:46,883,COLA,2,2.50,0.00,0.00,0.00\n")
    (order,) = orders(shop)
    # 2.50 with two deposits of 0.15: the VAT of 10 % is in 2.20, or in all of it.
    vat, without = (23, 27) if taxed else (20, 30)
    assert (order.total, order.payments[0].amount) == (250, 250)
    assert [(part.name, part.tax) for part in order.taxes] == [("Deposit", without), ("VAT", vat)]
    assert shop.check(by=owner) == ()
    assert take_in(HEADING + "100,2017-01-01 18:24:46,883,COLA,2,2.50,0.00,0.00,0.00\n").added == 0


def test_weights_are_sold_by_thousandths(
    shop: Shop, take_in: Import, add_product: Callable[..., ProductRow]
) -> None:
    add_product("Apples", sku="APPLE", unit="kg", price=299, stock=Decimal("10.5"))
    take_in(HEADING + TWO.replace("MILK,1,1.29", "APPLE,0.455,1.36"))
    (order,) = orders(shop)
    assert (order.items[0].quantity, order.items[0].price) == (Decimal("0.455"), 299)


def test_the_same_product_may_stand_on_two_rows(shop: Shop, take_in: Import) -> None:
    first = ONE.splitlines(keepends=True)[0]
    take_in(HEADING + first + first)
    assert len(orders(shop)[0].items) == 2
    assert shop.catalog.by_sku("MILK").on_hand == 36


def test_best_sellers_come_first_afterwards(
    shop: Shop, take_in: Import, add_product: Callable[..., ProductRow], milk: ProductRow
) -> None:
    rare = add_product("Oat Milk", sku="OAT", stock=50)
    baskets = "".join(TWO.replace("101", f"2{n:02}").replace("MILK", "OAT") for n in range(9))
    assert [row.id for row in shop.catalog.search("milk")] == [milk.id, rare.id]
    take_in(HEADING + baskets)
    assert [row.id for row in shop.catalog.search("milk")] == [rare.id, milk.id]


def test_it_needs_the_rights(shop: Shop, owner: Clerk, tmp_path: Path) -> None:
    shop.staff.add_user(username="joe", name="Joe", pin="135790", by=owner)
    joe = shop.staff.sign_in("joe", pin="135790")
    with pytest.raises(NotAllowed) as refused:
        shop.imports.baskets(str(tmp_path / "none.csv"), by=joe)
    assert refused.value.permission == "backdate"


def test_a_sale_announces_itself_after_the_commit(shop: Shop, take_in: Import) -> None:
    heard: list[tuple[str, int]] = []
    shop.on_change(lambda topic, ids: heard.append((topic, len(shop.orders.page()))))
    take_in(HEADING + ONE + TWO)
    assert heard[-3:] == [("orders", 2), ("stock", 2), ("customers", 2)]
