"""Taxes, discounts and takings of a period, and what returns and gift cards do to every figure."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import BadValue, NeedsMoney, NotEnoughCredit
from pos_app.domain.payment import CashRounding, Payment
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
    assert shop.reports.daily_sales(by=owner) == (
        DailySales(date(2026, 11, 21), 0, -129, 129),
        DailySales(DAY, 1, 258, 129),
    )
    assert shop.reports.daily_sales(date_to=DAY, by=owner) == (DailySales(DAY, 1, 258, 129),)


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
    assert shop.reports.top_customers(by=owner) == (
        TopCustomer(cid.id, "Cid", 1, 258, 0),
        TopCustomer(bea.id, "Bea", 1, 129, 258),
    )
    assert shop.reports.top_customers(date_from=date(2026, 11, 21), by=owner) == (
        TopCustomer(bea.id, "Bea", 0, -258, 258),
    )
    assert shop.customers.summary(bea.id).revenue == 129
    assert shop.customers.summary(1).revenue == 0


# --- gift cards ----------------------------------------------------------------------------------


def test_a_gift_card_is_no_revenue_but_what_is_bought_with_it_is(
    shop: Shop, owner: Clerk, add_product: AddProduct, bea: CustomerRow
) -> None:
    milk = add_product(price=5000)
    line = shop.ledgers.gift_card_line("GIFT", 5000, by=owner)
    sell(shop, owner, Cart().add_line(line).for_customer(bea.id), Payment("cash", 5000))
    assert shop.reports.daily_sales(by=owner) == (DailySales(DAY, 1, 0),)
    paid = Payment("gift_card", 5000, code="GIFT")
    sell(shop, owner, Cart().add(milk).for_customer(bea.id), paid)
    assert shop.reports.daily_sales(by=owner) == (DailySales(DAY, 2, 5000),)
    assert shop.reports.top_customers(by=owner) == (TopCustomer(bea.id, "Bea", 2, 5000),)
    assert shop.customers.summary(bea.id).revenue == 5000
    report = shop.reports.tax_report(by=owner)
    assert (report.net, report.tax, report.gross, report.adds_up) == (4762, 238, 5000, True)
    assert shop.reports.takings(by=owner) == (
        TakingsRow("cash", 5000, 0),
        TakingsRow("gift_card", 5000, 0),
        TakingsRow("gift_cards_sold", 0, 5000),
    )


def test_a_gift_card_that_comes_back_takes_no_revenue_away(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    line = shop.ledgers.gift_card_line("GIFT", 5000, by=owner)
    cart = Cart().add(milk).add_line(line).for_customer(bea.id)
    order = sell(shop, owner, cart, Payment("card", 5129))
    lines = [ReturnLine(item.id, 1) for item in order.items]
    shop.returns.give_back(order.id, lines, by=owner, at=NEXT)
    assert shop.reports.daily_sales(by=owner) == (
        DailySales(DAY + timedelta(days=1), 0, -129, 129),
        DailySales(DAY, 1, 129),
    )
    assert shop.reports.top_customers(by=owner) == (TopCustomer(bea.id, "Bea", 1, 0, 129),)
    assert shop.customers.summary(bea.id).revenue == 0
    assert shop.reports.takings(DAY + timedelta(days=1), by=owner) == (
        TakingsRow("card", 0, 5129),
        TakingsRow("gift_cards_sold", 5000, 0),
    )
    assert shop.reports.tax_report(by=owner).gross == 0


def test_a_cancelled_order_puts_nothing_on_cards(
    shop: Shop, owner: Clerk, bea: CustomerRow
) -> None:
    cart = Cart().add_line(shop.ledgers.gift_card_line("GIFT", 700, by=owner))
    placed = shop.orders.place(
        cart, customer_id=bea.id, payments=[Payment("card", 700)], at=NOON, by=owner
    )
    shop.orders.cancel(placed.id, by=owner)
    assert shop.reports.daily_sales(by=owner) == shop.reports.takings(by=owner) == ()
    assert shop.customers.summary(bea.id).revenue == 0


# --- taxes ---------------------------------------------------------------------------------------


def test_taxes_stand_by_rate_and_add_up_to_the_revenue(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    reduced = shop.taxes.add_class("Reduced", [TaxRate("Reduced", 20_000)], by=owner)
    bread = add_product("Bread", 510, tax_class_id=reduced.id)
    card = shop.ledgers.gift_card_line("GIFT", 1000, by=owner)
    cart = Cart().add(milk, 3).add(bread).add_line(card)
    order = sell(shop, owner, cart, Payment("cash", 1897))
    assert shop.reports.taxes(by=owner) == (
        TaxSummaryRow("Reduced", 20_000, 0, 500, 10, 510),
        TaxSummaryRow("Tax", 50_000, 0, 369, 18, 387),
    )
    assert sum(row.gross for row in shop.reports.taxes(by=owner)) == order.total - 1000
    lines = [ReturnLine(order.items[0].id, 1), ReturnLine(order.items[2].id, 1)]
    back = shop.returns.give_back(order.id, lines, by=owner, at=NEXT)
    assert shop.reports.taxes(date(2026, 11, 21), by=owner) == (
        TaxSummaryRow("Tax", 50_000, 0, -back.taxes[0].base, -6, -129),
    )
    report = shop.reports.tax_report(by=owner)
    assert report.gross == order.total - back.total == 768
    assert (report.net + report.tax, report.adds_up) == (report.gross, True)
    assert report.gross == sum(row.revenue for row in shop.reports.daily_sales(by=owner))
    assert shop.reports.taxes(date_to=date(2026, 11, 19), by=owner) == ()


def test_what_bears_no_percentage_stands_under_no_name(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct, bea: CustomerRow
) -> None:
    deposit = shop.taxes.add_class("Deposit", [TaxRate("Bottle", amount=25)], by=owner)
    two = shop.taxes.add_class("Two", [TaxRate("GST", 50_000), TaxRate("PST", 70_000)], by=owner)
    water = add_product("Water", 100, tax_class_id=deposit.id)
    pen = add_product("Pen", 1120, tax_class_id=two.id)
    order = sell(shop, owner, Cart().add(water, 2).add(pen), Payment("card", 1320))
    assert shop.reports.taxes(by=owner) == (
        TaxSummaryRow("Bottle", 0, 25, 0, 50, 50),
        TaxSummaryRow("GST", 50_000, 0, 1000, 50, 1050),
        TaxSummaryRow("PST", 70_000, 0, 1000, 70, 1070),
        TaxSummaryRow("", 0, 0, 150, 0, 150),
    )
    report = shop.reports.tax_report(by=owner)
    assert (report.tax, report.adds_up) == (order.tax, False)  # the pen stands under both rates
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="NGO", credit_limit=0, by=owner)
    exempt = Cart().add(milk).for_customer(bea.id)
    sold = sell(shop, owner, exempt, Payment("card", 123), at=NEXT)
    assert (sold.tax, sold.total) == (0, 123)
    report = shop.reports.tax_report(date(2026, 11, 21), by=owner)
    assert report.rows == (TaxSummaryRow("", 0, 0, 123, 0, 123),)
    assert (report.gross, report.adds_up) == (123, True)


def test_a_fixed_amount_beside_a_rate_adds_up_unless_the_rate_is_charged_on_it(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    for day, taxed in ((NOON, False), (NEXT, True)):
        rates = [TaxRate("Tax", 50_000), TaxRate("Bottle", amount=25, taxed=taxed)]
        with_fee = shop.taxes.add_class(f"Fee {taxed}", rates, by=owner)
        water = add_product("Water", 130, tax_class_id=with_fee.id)
        order = sell(shop, owner, Cart().add(water), Payment("card", 130), at=day)
        report = shop.reports.tax_report(order.business_date, order.business_date, by=owner)
        assert report.adds_up == (not taxed)
        assert (report.gross == order.total) == (not taxed)


# --- discounts -----------------------------------------------------------------------------------


def test_discounts_stand_by_reason_and_person_the_most_first(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.staff.add_user(username="cid", name="Cid", pin=OWNER_PIN, role="manager", by=owner)
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
    assert shop.reports.discounts(by=owner) == (
        DiscountSummaryRow("order", "Goodwill", "Terminal", 1, 52),
        DiscountSummaryRow("line", "Damaged", "Terminal", 2, 20),
        DiscountSummaryRow("line", "Damaged", "Cid", 1, 10),
    )
    assert shop.reports.discounts(date(2026, 11, 21), by=owner) == (
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
    first = shop.reports.takings(DAY, DAY, by=owner)
    assert first == (
        TakingsRow("cash", 285, 60),
        TakingsRow("card", 200, 0),
        TakingsRow("gift_card", 200, 200),
        TakingsRow("account", 129, 0),
        TakingsRow("gift_cards_sold", 0, 200),
        TakingsRow("paid_in", 0, 100),
        TakingsRow("rounding", -2, 2),
    )
    assert shop.reports.takings(DAY + timedelta(days=1), by=owner) == (
        TakingsRow("transfer", 29, 0),
        TakingsRow("account", 0, 129),
        TakingsRow("paid_in", 0, 29),
    )
    for days in ((DAY, DAY), (None, None)):
        check_equation(shop, *days, unpaid=129)
    assert shop.check(by=owner) == ()


def check_equation(shop: Shop, first: date | None, last: date | None, *, unpaid: int) -> None:
    """The one that Reports.takings states."""
    left = {
        row.method: row.received - row.given_back
        for row in shop.reports.takings(first, last, by=shop.staff.terminal())
    }
    rounding = left.pop("rounding", 0)
    sales = shop.reports.daily_sales(date_from=first, date_to=last, by=shop.staff.terminal())
    assert sum(left.values()) == sum(row.revenue for row in sales) + rounding - unpaid


@dataclass
class Week:
    """A week of sales as chance has it: cards sold, filled up, spent and brought back, accounts
    paid in, orders placed and cancelled."""

    shop: Shop
    by: Clerk
    goods: list[ProductRow]
    customers: list[CustomerRow]
    chance: random.Random
    orders: list[OrderDetail] = field(default_factory=list)
    unpaid: dict[date, int] = field(default_factory=dict)

    def cart(self, customer_id: int) -> Cart:
        cart = Cart().for_customer(customer_id)
        for product in self.chance.sample(self.goods, self.chance.randint(0, 2)):
            cart = cart.add(product, self.chance.randint(1, 3))
        if not cart.lines or self.chance.random() < 0.3:
            code, amount = f"CARD{self.chance.randint(1, 4)}", 5 * self.chance.randint(1, 600)
            cart = cart.add_line(self.shop.ledgers.gift_card_line(code, amount, by=self.by))
        return cart

    def payments(self, cart: Cart, total: int) -> list[Payment]:
        money_only = any(line.gift_card for line in cart.lines)
        ways = ["cash", "card"] if money_only else ["cash", "card", "account", "gift_card"]
        way, cards = self.chance.choice(ways), []
        if way == "gift_card":
            code = f"CARD{self.chance.randint(1, 4)}"
            held = self.shop.ledgers.gift_card(code).balance
            if held:
                cards = [Payment("gift_card", min(held, total), code=code)]
            total -= sum(card.amount for card in cards)
            way = "cash"
        if way == "cash" and total:
            total = -(-total // 5) * 5
        return [*cards, Payment(way, total)] if total else cards

    def sale(self, at: datetime) -> None:
        cart = self.cart(self.chance.choice(self.customers).id)
        total = self.shop.checkout.price(cart, at=at).total
        self.orders.append(sell(self.shop, self.by, cart, *self.payments(cart, total), at=at))

    def placed(self, at: datetime) -> None:
        customer_id, paid = self.chance.choice(self.customers).id, self.chance.random() < 0.5
        cart = self.cart(customer_id) if paid else Cart().add(self.chance.choice(self.goods))
        total = self.shop.checkout.price(cart, at=at).total
        payments = [Payment("transfer", total)] if paid else []
        order = self.shop.orders.place(
            cart, customer_id=customer_id, payments=payments, at=at, by=self.by
        )
        if self.chance.random() < 0.3:
            self.shop.orders.cancel(order.id, by=self.by)
        elif not paid:
            day = order.business_date
            self.unpaid[day] = self.unpaid.get(day, 0) + order.total

    def back(self, at: datetime) -> None:
        order = self.chance.choice(self.orders)
        left = [row for row in self.shop.returns.returnable(order.id) if row.left]
        lines = [ReturnLine(row.item_id, 1) for row in left if self.chance.random() < 0.7]
        if lines:
            ways = ["", "", "cash", "store_credit" if order.customer_id != 1 else "card"]
            instead = self.chance.choice(ways)
            at = max(at, self.shop.orders.get(order.id).at)
            self.shop.returns.give_back(order.id, lines, instead=instead, by=self.by, at=at)

    def pay_in(self, at: datetime) -> None:
        customer = self.chance.choice(self.customers)
        owed = -self.shop.ledgers.of_customer(customer.id)[1].balance
        if owed > 0:
            amount, way = self.chance.randint(1, owed), self.chance.choice(["card", "cash"])
            if way == "cash":  # all of it, or a part, in coins
                amount = self.chance.choice([CashRounding(5).apply(owed), amount // 5 * 5])
            if amount or CashRounding(5).apply(owed) == 0:
                self.shop.ledgers.pay_in(customer.id, amount, way, by=self.by, at=at)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_takings_and_taxes_tie_to_the_revenue(
    shop: Shop, owner: Clerk, add_product: AddProduct, seed: int
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    reduced = shop.taxes.add_class("Reduced", [TaxRate("Reduced", 26_000)], by=owner)
    goods = [
        add_product("Tea", 317, 9000),
        add_product("Bread", 473, 9000, tax_class_id=reduced.id),
    ]
    people = [shop.customers.add(first_name=name, by=owner) for name in ("Ann", "Bob")]
    for person in people:
        shop.customers.set_terms(
            person.id, group_id=None, tax_exempt="", credit_limit=10**8, by=owner
        )
    week = Week(shop, owner, goods, people, random.Random(seed))
    for number in range(1, 5):
        card = shop.ledgers.gift_card_line(f"CARD{number}", 1000, by=owner)
        week.orders.append(sell(shop, owner, Cart().add_line(card), Payment("cash", 1000)))
    steps = [week.sale, week.sale, week.placed, week.back, week.pay_in]
    for _ in range(120):
        try:
            week.chance.choice(steps)(NOON + timedelta(days=week.chance.randint(0, 4)))
        except (NotEnoughCredit, NeedsMoney):
            continue  # a spent card can't be brought back, and a card buys no card
    assert shop.check(by=owner) == ()
    methods = {row.method for row in shop.reports.takings(by=owner)}
    assert {"gift_card", "gift_cards_sold", "paid_in", "account", "rounding"} <= methods
    assert week.unpaid
    spans = [(DAY + timedelta(days=d), DAY + timedelta(days=d)) for d in range(5)]
    for first, last in [*spans, (DAY, DAY + timedelta(days=2)), (None, None)]:
        unpaid = sum(
            total
            for day, total in week.unpaid.items()
            if (first is None or first <= day) and (last is None or day <= last)
        )
        check_equation(shop, first, last, unpaid=unpaid)
        report = shop.reports.tax_report(first, last, by=owner)
        sales = shop.reports.daily_sales(date_from=first, date_to=last, by=owner)
        assert report.adds_up
        assert report.gross == sum(row.revenue for row in sales)
    for row in shop.reports.top_customers(by=owner):
        assert row.revenue == shop.customers.summary(row.customer_id).revenue
    bought = sum(row.revenue for row in shop.reports.top_customers(by=owner))
    assert bought == sum(row.revenue for row in shop.reports.daily_sales(by=owner))


def test_money_paid_in_counts_on_the_shops_own_day(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    sell(shop, owner, Cart().add(milk).for_customer(bea.id), Payment("account", 129))
    late = datetime(2026, 11, 23, 4, 59, 59, tzinfo=UTC)  # 23:59:59 on the 22nd in New York
    shop.ledgers.pay_in(bea.id, 10, "cash", by=owner, at=late)
    shop.ledgers.pay_in(bea.id, 20, "cash", by=owner, at=late + timedelta(seconds=1))
    for day, received in ((21, 0), (22, 10), (23, 20), (24, 0)):
        rows = shop.reports.takings(date(2026, 11, day), date(2026, 11, day), by=owner)
        assert sum(row.received for row in rows) == received


@pytest.mark.parametrize("report", ["taxes", "discounts", "takings"])
def test_a_date_is_a_date(shop: Shop, owner: Clerk, report: str) -> None:
    assert getattr(shop.reports, report)(date.min, date.max, by=owner) == ()
    for wrong in ((NOON, None), (None, "2026-11-22")):
        with pytest.raises(BadValue):
            getattr(shop.reports, report)(*wrong, by=owner)
