"""Taxes, discounts and takings of a period, and what returns do to every figure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import BadValue
from pos_app.domain.payment import Payment
from pos_app.domain.rows import (
    Clerk,
    CustomerRow,
    DailySales,
    DiscountSummaryRow,
    OrderDetail,
    ProductRow,
    ReturnLine,
    TakingsRow,
    TaxSummaryRow,
    TopCustomer,
)
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN

AddProduct = Callable[..., ProductRow]
NOON = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # in New York
DAY = date(2026, 11, 20)
NEXT = NOON + timedelta(days=1)


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer whose account may be owed 100.00."""
    added = shop.customers.add(first_name="Bea", by=owner)
    return shop.customers.set_terms(
        added.id, group_id=None, tax_exempt="", credit_limit=10_000, by=owner
    )


def sell(
    shop: Shop, owner: Clerk, cart: Cart, *payments: Payment, at: datetime = NOON
) -> OrderDetail:
    return shop.orders.get(shop.checkout.sell(cart, list(payments), by=owner, at=at).order_id)


# --- returns in the figures that were there before -----------------------------------------------


def test_a_day_is_what_was_sold_less_what_came_back_on_it(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    order = sell(shop, owner, Cart().add(milk, 3), Payment("cash", 387))
    item = order.items[0].id
    shop.returns.give_back(order.id, [ReturnLine(item, 1)], by=owner, at=NOON)
    shop.returns.give_back(order.id, [ReturnLine(item, 1)], by=owner, at=NEXT)
    assert shop.reports.daily_sales() == (
        DailySales(date(2026, 11, 21), 0, -129, 129),
        DailySales(DAY, 1, 258, 129),
    )
    assert shop.reports.daily_sales(date_to=DAY) == (DailySales(DAY, 1, 258, 129),)


def test_a_customers_revenue_is_what_they_kept(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    cid = shop.customers.add(first_name="Cid", by=owner)
    order = sell(shop, owner, Cart().add(milk, 3).for_customer(bea.id), Payment("card", 387))
    sell(shop, owner, Cart().add(milk, 2).for_customer(cid.id), Payment("card", 258))
    walk_in = sell(shop, owner, Cart().add(milk), Payment("card", 129))
    for sold, quantity in ((order, 2), (walk_in, 1)):
        lines = [ReturnLine(sold.items[0].id, quantity)]
        shop.returns.give_back(sold.id, lines, by=owner, at=NEXT)
    assert shop.reports.top_customers() == (
        TopCustomer(cid.id, "Cid", 1, 258, 0),
        TopCustomer(bea.id, "Bea", 1, 129, 258),
    )
    assert shop.reports.top_customers(date_from=date(2026, 11, 21)) == (
        TopCustomer(bea.id, "Bea", 0, -258, 258),
    )
    assert shop.customers.summary(bea.id).revenue == 129
    assert shop.customers.summary(1).revenue == 0


# --- taxes ---------------------------------------------------------------------------------------


def test_taxes_stand_by_rate_and_add_up_to_the_revenue(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    reduced = shop.taxes.add_class("Reduced", [TaxRate("Reduced", 20_000)], by=owner)
    bread = add_product("Bread", 510, tax_class_id=reduced.id)
    card = shop.ledgers.gift_card_line("GIFT", 1000, by=owner)
    cart = Cart().add(milk, 3).add(bread).add_line(card)
    order = sell(shop, owner, cart, Payment("cash", 1897))
    assert shop.reports.taxes() == (
        TaxSummaryRow("Reduced", 20_000, 0, 500, 10, 510),
        TaxSummaryRow("Tax", 50_000, 0, 369, 18, 387),
        TaxSummaryRow("", 0, 0, 1000, 0, 1000),
    )
    assert sum(row.gross for row in shop.reports.taxes()) == order.total
    lines = [ReturnLine(order.items[0].id, 1), ReturnLine(order.items[2].id, 1)]
    back = shop.returns.give_back(order.id, lines, by=owner, at=NEXT)
    assert shop.reports.taxes(date(2026, 11, 21)) == (
        TaxSummaryRow("Tax", 50_000, 0, -back.taxes[0].base, -6, -129),
        TaxSummaryRow("", 0, 0, -1000, 0, -1000),
    )
    assert sum(row.gross for row in shop.reports.taxes()) == order.total - back.total
    assert shop.reports.taxes(date_to=date(2026, 11, 19)) == ()


def test_what_bears_no_percentage_stands_under_no_name(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct, bea: CustomerRow
) -> None:
    deposit = shop.taxes.add_class("Deposit", [TaxRate("Bottle", amount=25)], by=owner)
    two = shop.taxes.add_class("Two", [TaxRate("GST", 50_000), TaxRate("PST", 70_000)], by=owner)
    water = add_product("Water", 100, tax_class_id=deposit.id)
    pen = add_product("Pen", 1120, tax_class_id=two.id)
    order = sell(shop, owner, Cart().add(water, 2).add(pen), Payment("card", 1320))
    assert shop.reports.taxes() == (
        TaxSummaryRow("Bottle", 0, 25, 0, 50, 50),
        TaxSummaryRow("GST", 50_000, 0, 1000, 50, 1050),
        TaxSummaryRow("PST", 70_000, 0, 1000, 70, 1070),
        TaxSummaryRow("", 0, 0, 150, 0, 150),
    )
    assert sum(row.tax for row in shop.reports.taxes()) == order.tax
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="NGO", credit_limit=0, by=owner)
    exempt = Cart().add(milk).for_customer(bea.id)
    sold = sell(shop, owner, exempt, Payment("card", 123), at=NEXT)
    assert (sold.tax, sold.total) == (0, 123)
    assert shop.reports.taxes(date(2026, 11, 21)) == (TaxSummaryRow("", 0, 0, 123, 0, 123),)


# --- discounts -----------------------------------------------------------------------------------


def test_discounts_stand_by_reason_and_person_the_most_first(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.staff.add_user(username="cid", name="Cid", pin=OWNER_PIN, by=owner)
    cid = shop.staff.sign_in("cid", pin=OWNER_PIN)
    damaged = Discount(amount=10, reason="Damaged")
    cart = Cart().add(milk, 2).set_discount(0, damaged)
    sell(shop, owner, cart, Payment("cash", 300))
    sell(shop, owner, Cart().add(milk).set_discount(0, damaged), Payment("cash", 200), at=NEXT)
    sell(shop, cid, Cart().add(milk).set_discount(0, damaged), Payment("cash", 200))
    goodwill = Cart().add(milk, 2).with_discount(Discount(rate_ppm=200_000, reason="Goodwill"))
    order = sell(shop, owner, goodwill, Payment("cash", 300))
    cancelled = shop.orders.place(
        Cart().add(milk, 9).set_discount(0, damaged), customer_id=1, at=NOON, by=owner
    )
    shop.orders.cancel(cancelled.id, by=owner)
    shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 2)], by=owner, at=NOON)
    assert shop.reports.discounts() == (
        DiscountSummaryRow("order", "Goodwill", "Terminal", 1, 52),
        DiscountSummaryRow("line", "Damaged", "Terminal", 2, 20),
        DiscountSummaryRow("line", "Damaged", "Cid", 1, 10),
    )
    assert shop.reports.discounts(date(2026, 11, 21)) == (
        DiscountSummaryRow("line", "Damaged", "Terminal", 1, 10),
    )


# --- takings -------------------------------------------------------------------------------------


def test_takings_stand_by_way_to_pay(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    card = shop.ledgers.gift_card_line("GIFT", 200, by=owner)
    sell(shop, owner, Cart().add_line(card), Payment("card", 200))
    order = sell(
        shop,
        owner,
        Cart().add(milk, 3),
        Payment("gift_card", 200, code="GIFT"),
        Payment("cash", 500),
    )
    assert (order.total, order.rounding) == (387, -2)
    owed = sell(shop, owner, Cart().add(milk).for_customer(bea.id), Payment("account", 129))
    shop.ledgers.pay_in(bea.id, 100, "cash", by=owner, at=NOON)
    shop.ledgers.pay_in(bea.id, 29, "transfer", by=owner, at=NEXT)
    shop.orders.place(Cart().add(milk), customer_id=bea.id, at=NOON, by=owner)
    gone = shop.orders.place(
        Cart().add(milk), customer_id=bea.id, payments=[Payment("card", 129)], at=NOON, by=owner
    )
    shop.orders.cancel(gone.id, by=owner)
    shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 2)], by=owner, at=NOON)
    shop.returns.give_back(owed.id, [ReturnLine(owed.items[0].id, 1)], by=owner, at=NEXT)
    first = shop.reports.takings(DAY, DAY)
    assert first == (
        TakingsRow("cash", 285, 60),
        TakingsRow("card", 200, 0),
        TakingsRow("gift_card", 200, 200),
        TakingsRow("account", 129, 0),
        TakingsRow("rounding", -2, 2),
    )
    assert shop.reports.takings(DAY + timedelta(days=1)) == (
        TakingsRow("transfer", 29, 0),
        TakingsRow("account", 0, 129),
    )
    for days, paid_in, unpaid in (((DAY, DAY), 100, 129), ((None, None), 129, 129)):
        check_equation(shop, days, paid_in, unpaid)
    assert shop.check() == ()


def check_equation(
    shop: Shop, days: tuple[date | None, date | None], paid_in: int, unpaid: int
) -> None:
    """The one that Reports.takings states."""
    rows = shop.reports.takings(*days)
    by_ways = sum(row.received - row.given_back for row in rows if row.method != "rounding")
    rounding = sum(row.received - row.given_back for row in rows if row.method == "rounding")
    sales = shop.reports.daily_sales(date_from=days[0], date_to=days[1])
    assert by_ways == sum(row.revenue for row in sales) + rounding + paid_in - unpaid


def test_money_paid_in_counts_on_the_shops_own_day(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    sell(shop, owner, Cart().add(milk).for_customer(bea.id), Payment("account", 129))
    late = datetime(2026, 11, 23, 4, 59, 59, tzinfo=UTC)  # 23:59:59 on the 22nd in New York
    shop.ledgers.pay_in(bea.id, 10, "cash", by=owner, at=late)
    shop.ledgers.pay_in(bea.id, 20, "cash", by=owner, at=late + timedelta(seconds=1))
    for day, received in ((21, 0), (22, 10), (23, 20), (24, 0)):
        rows = shop.reports.takings(date(2026, 11, day), date(2026, 11, day))
        assert sum(row.received for row in rows) == received


@pytest.mark.parametrize("report", ["taxes", "discounts", "takings"])
def test_a_date_is_a_date(shop: Shop, report: str) -> None:
    assert getattr(shop.reports, report)(date.min, date.max) == ()
    for wrong in ((NOON, None), (None, "2026-11-22")):
        with pytest.raises(BadValue):
            getattr(shop.reports, report)(*wrong)
