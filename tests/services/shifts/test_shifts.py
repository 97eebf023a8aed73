"""Shifts: opened by a count, one at a time in each till, and what belongs to them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.errors import BadValue, NoOpenShift, ShiftOpen, UnknownTill
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine, ShiftReport
from pos_app.shop import Shop
from tests.services.shifts.till import FLOAT, entries, sell

# --- opening --------------------------------------------------------------------------------------


def test_a_shift_opens_with_what_was_counted(shop: Shop, cleo: Clerk) -> None:
    assert shop.shifts.current() is None
    assert shop.shifts.default_float() == 0
    row = shop.shifts.open(FLOAT, by=cleo)
    assert (row.number, row.report, row.till, row.opened_by) == (1, "T1-Z1", "T1", "Cleo")
    assert (row.opening_float, row.closed_at, row.expected) == (9000, None, None)
    assert shop.shifts.current() == row
    counts = shop._database.rows("SELECT kind, value, pieces FROM shift_counts ORDER BY value")
    assert counts == [("opening", 25, 40), ("opening", 500, 4), ("opening", 2000, 3)]
    (opened,) = entries(shop, "shift_open")
    assert opened[1] == "T1-Z1"
    assert opened[2] == {
        "counts": [[2000, 3], [500, 4], [25, 40]],
        "left_before": 0,
        "opening": 9000,
    }


def test_a_drawer_may_be_opened_empty(shop: Shop, cleo: Clerk) -> None:
    assert shop.shifts.open({}, by=cleo).opening_float == 0


def test_a_till_has_one_open_shift(shop: Shop, cleo: Clerk, open_shift: None) -> None:
    with pytest.raises(ShiftOpen) as refused:
        shop.shifts.open({}, by=cleo)
    assert (refused.value.till, refused.value.number) == ("T1", 1)
    assert len(shop.shifts.page(by=cleo)) == 1


@pytest.mark.parametrize(
    "counts", [{0: 1}, {-5: 1}, {5: -1}, {5: 1.5}, {"5": 1}, {5: True}, {5: 10**7}]
)
def test_a_count_is_pieces_by_value(shop: Shop, cleo: Clerk, counts: dict[int, int]) -> None:
    with pytest.raises(BadValue):
        shop.shifts.open(counts, by=cleo)
    assert shop.shifts.current() is None


def test_an_unknown_till_has_no_shift(shop: Shop, cleo: Clerk) -> None:
    for ask in (
        lambda: shop.shifts.current(till="T9"),
        lambda: shop.shifts.open({}, by=cleo, till="T9"),
        lambda: shop.shifts.default_float(till="T9"),
    ):
        with pytest.raises(UnknownTill):
            ask()


# --- what belongs to it ---------------------------------------------------------------------------


def shift_of(shop: Shop, table: str) -> list[int | None]:
    return [row[0] for row in shop._database.rows(f"SELECT shift_id FROM {table} ORDER BY id")]


def test_whatever_moves_money_belongs_to_the_open_shift(
    shop: Shop, owner: Clerk, milk: ProductRow, cleo: Clerk
) -> None:
    sell(shop, milk, cleo)
    shop.shifts.open({}, by=cleo)
    sold = shop.checkout.sell(Cart().add(milk), [Payment("cash", 200)], by=cleo, drawer=True)
    item = shop.orders.get(sold.order_id).items[0]
    shop.returns.give_back(sold.order_id, [ReturnLine(item.id, 1)], by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=900, by=owner)
    cart = Cart().add(milk).for_customer(bea.id)
    shop.checkout.sell(cart, [Payment("account", 129)], by=cleo)
    shop.ledgers.pay_in(bea.id, 100, "cash", by=cleo)
    assert shift_of(shop, "orders") == [None, 1, 1]
    assert shift_of(shop, "returns") == [1]
    assert shift_of(shop, "drawer_openings") == [1]
    assert [shift for shift in shift_of(shop, "ledger_moves") if shift] == [1]


def test_another_day_is_history(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.settings.update(shift_needed=True, by=owner)
    shop.shifts.open({}, by=owner)
    before = datetime.now(UTC) - timedelta(days=2)
    sold = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner, at=before)
    item = shop.orders.get(sold.order_id).items[0]
    later = before + timedelta(hours=1)
    shop.returns.give_back(sold.order_id, [ReturnLine(item.id, 1)], by=owner, at=later)
    assert shift_of(shop, "orders") + shift_of(shop, "returns") == [None, None]
    cash = shop.shifts.x_report(by=owner).cash
    assert cash is not None
    assert cash.expected == 0


def test_baskets_that_come_in_need_no_shift(
    shop: Shop, owner: Clerk, milk: ProductRow, tmp_path: Path
) -> None:
    shop.settings.update(shift_needed=True, by=owner)
    file = tmp_path / "baskets.csv"
    file.write_text(
        "basket_id,sold_at,customer,sku,quantity,sales_value,retail_disc,coupon_disc,"
        f"coupon_match_disc\n1,2017-01-01 18:24:46,,{milk.sku},1,1.29,0.00,0.00,0.00\n",
        encoding="utf-8",
    )
    shop.imports.baskets(str(file), by=owner)
    assert shift_of(shop, "orders") == [None]


def refused_without_shift(shop: Shop, owner: Clerk, milk: ProductRow) -> list[Callable[[], object]]:
    """What a shop that needs shifts refuses; its drawer is in nobody's hands."""
    order = shop.orders.get(sell(shop, milk, owner))
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=900, by=owner)
    cart = Cart().add(milk).for_customer(bea.id)
    shop.checkout.sell(cart, [Payment("account", 129)], by=owner)
    placed = shop.orders.place(
        Cart().add(milk), customer_id=bea.id, payments=[Payment("cash", 129)], by=owner
    )
    back = (ReturnLine(order.items[0].id, 1),)
    exchange = Cart().add(milk, 2).with_exchange(Exchange(order.id, order.number, back))
    last = sell(shop, milk, owner)
    shop.settings.update(shift_needed=True, by=owner)
    return [
        lambda: sell(shop, milk, owner),
        lambda: shop.checkout.sell(exchange, [Payment("cash", 129)], by=owner),
        lambda: shop.returns.give_back(order.id, back, by=owner),
        lambda: shop.returns.void(last, reason="Mistake", by=owner),
        lambda: shop.ledgers.pay_in(bea.id, 100, "cash", by=owner),
        lambda: shop.orders.cancel(placed.id, by=owner),
        lambda: shop.orders.place(
            Cart().add(milk), customer_id=bea.id, payments=[Payment("cash", 129)], by=owner
        ),
        lambda: shop.shifts.cash_in(100, reason="Coins", by=owner),
        lambda: shop.shifts.x_report(by=owner),
        lambda: shop.shifts.close({}, next_float=0, by=owner),
    ]


def test_a_shop_that_needs_shifts_moves_no_money_without_one(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    for act in refused_without_shift(shop, owner, milk):
        before = shop._database.rows("SELECT count(*), max(id) FROM journal")
        numbers = shop._database.rows("SELECT last_number, last_return FROM tills")
        with pytest.raises(NoOpenShift) as refused:
            act()
        assert refused.value.till == "T1"
        assert shop._database.rows("SELECT count(*), max(id) FROM journal") == before
        assert shop._database.rows("SELECT last_number, last_return FROM tills") == numbers
    shop.shifts.open({}, by=owner)
    assert sell(shop, milk, owner)


def test_an_order_that_is_paid_later_needs_no_shift(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.settings.update(shift_needed=True, by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner)
    order = shop.orders.place(Cart().add(milk), customer_id=bea.id, by=owner)
    assert shop.orders.cancel(order.id, by=owner).status == "cancelled"


def test_a_cancelled_order_gives_its_money_back_in_the_shift_of_today(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.shifts.open({100: 5}, by=owner)
    order = shop.orders.place(
        Cart().add(milk), customer_id=bea.id, payments=[Payment("cash", 129)], by=owner
    )
    first = shop.shifts.close({1: 629}, next_float=629, by=owner)
    shop.shifts.open({1: 629}, by=owner)
    shop.orders.cancel(order.id, by=owner)
    second = shop.shifts.close({1: 500}, next_float=0, by=owner)
    assert first.cash is not None
    assert second.cash is not None
    assert (first.revenue, first.cash.expected) == (129, 629)
    assert (second.revenue, second.cash.cancelled, second.cash.expected) == (-129, 129, 500)
    assert shop.shifts.report(first.shift_id, by=owner) == first  # it stays what it was


# --- two tills ------------------------------------------------------------------------------------


@pytest.fixture
def two_tills(shop: Shop) -> Shop:
    """A shop with a second till."""
    shop._database.rows("INSERT INTO tills (id, code, name, created_at) VALUES (2, 'T2', 'Two', 0)")
    return shop


def test_each_till_has_shifts_of_its_own(two_tills: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop = two_tills

    def sell_at(till: str) -> None:
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner, till=till)

    shop.shifts.open({}, by=owner)
    other = shop.shifts.open({500: 1}, by=owner, till="T2")
    assert (other.number, other.report) == (1, "T2-Z1")
    sell_at("T1")
    sell_at("T2")
    sell_at("T2")
    reports: list[ShiftReport] = [
        shop.shifts.close({1: counted}, next_float=0, by=owner, till=till)
        for till, counted in (("T2", 758), ("T1", 129))
    ]
    assert [report.number for report in reports] == ["T2-Z1", "T1-Z1"]
    assert [report.sales.amount for report in reports] == [258, 129]
    assert [(report.first_order, report.last_order) for report in reports] == [
        ("T2-1", "T2-2"),
        ("T1-1", "T1-1"),
    ]
    assert shop.check(by=owner) == ()
