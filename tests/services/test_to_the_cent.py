"""The proof on a real file: whatever is sold, taxed, discounted, paid and given back, in whatever
pieces, every sum is the sum of its parts, and what came back whole leaves nothing behind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from pos_app.domain.cart import Cart, CartLine, Exchange
from pos_app.domain.code_rules import CodeRule
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import LEDGER_METHODS, CashRounding, Payment, cash_due
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.quantity import bought_for, from_thousandths
from pos_app.domain.rows import (
    Clerk,
    LooseLine,
    OrderDetail,
    ProductRow,
    ReturnDetail,
    ReturnLine,
    TaxSummaryRow,
)
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop, ShopSetup

Draw = Callable[[st.SearchStrategy[Any]], Any]

FIRST_DAY = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
CARD = "K7XF-M3RD-9TPW"
PRICE_LABEL = CodeRule("Price", "price", "22IIIIIVVVVVC", 2)


@pytest.fixture(params=[True, False], ids=["included", "added"])
def swiss(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """A shop in Zurich that rounds cash to five centimes, once with taxes in its prices and once
    without."""
    path = tmp_path / "zurich.db"
    setup = ShopSetup(
        "Ecke",
        currency="CHF",
        country="CH",
        tax_included=request.param,
        tax_rate_ppm=81_000,
        timezone="Europe/Zurich",
    )
    shop = Shop.create(path, setup)
    yield shop
    shop.close()


# --- one sale, worked out by hand ----------------------------------------------------------------


@dataclass(frozen=True)
class Goodies:
    """The goods of the sale that is worked out by hand."""

    bread: ProductRow
    cheese: ProductRow
    knife: ProductRow


def stock_up(shop: Shop, by: Clerk) -> Goodies:
    reduced = shop.taxes.add_class("Reduced", [TaxRate("MWST", 26_000)], by=by)
    standard = shop.taxes.add_class("Normal", [TaxRate("MWST", 81_000)], by=by)
    add = shop.catalog.add_product
    goods = Goodies(
        add(name="Brot", price=435, stock=50, tax_class_id=reduced.id, by=by),
        add(name="Greyerzer", price=2390, stock=9, unit="kg", tax_class_id=reduced.id, by=by),
        add(name="Messer", price=4990, stock=5, tax_class_id=standard.id, by=by),
    )
    three_for_two = Promotion(
        0,
        "3 for 2",
        "buy_get",
        Goods(frozenset({goods.bread.id})),
        rate_ppm=1_000_000,
        buy=2,
        get=1,
    )
    shop.promotions.add(three_for_two, by=by)
    shop.discounts.add_code("ZEHN", rate_ppm=100_000, max_uses=1, by=by)
    return goods


@pytest.mark.parametrize("swiss", [True], indirect=True, ids=["included"])
def test_one_sale_and_its_return_in_two_pieces(swiss: Shop) -> None:
    shop, by = swiss, swiss.staff.terminal()
    goods = stock_up(shop, by)
    filled = shop.ledgers.gift_card_line(CARD, 2000, by=by)
    before = FIRST_DAY - timedelta(days=1)
    shop.checkout.sell(Cart().add_line(filled), [Payment("card", 2000)], by=by, at=before)

    cart = (
        Cart()
        .add(goods.bread, 3)  # 13.05, one of three free: 8.70
        .add(goods.cheese, Decimal("0.750"))  # 17.93
        .add(goods.knife)  # 49.90
        .set_discount(1, Discount(rate_ppm=100_000, reason="Damaged"))  # - 1.79: 16.14
        .with_code(shop.carts.discount("ZEHN"))  # - 7.47: 0.87, 1.61 and 4.99
        .with_discount(Discount(amount=500, reason="Goodwill"))  # 0.58, 1.08 and 3.34
    )
    paid = [Payment("gift_card", 2000, code=CARD), Payment("cash", 5000)]
    receipt = shop.checkout.sell(cart, paid, by=by, at=FIRST_DAY, shown=6227)
    order = shop.orders.get(receipt.order_id)
    assert [item.gross for item in order.items] == [725, 1345, 4157]
    assert [item.tax for item in order.items] == [18, 34, 311]
    assert [(part.rate_ppm, part.base, part.tax) for part in order.taxes] == [
        (26_000, 2018, 52),
        (81_000, 3846, 311),
    ]
    assert (order.subtotal, order.discount, order.total) == (8088, 1861, 6227)
    assert (order.net, order.tax, order.rounding, receipt.change_due) == (5864, 363, -2, 775)
    assert [(off.kind, off.label, off.amount) for off in order.offs] == [
        ("promotion", "3 for 2", 435),
        ("line", "Damaged", 179),
        ("code", "ZEHN", 747),
        ("order", "Goodwill", 500),
    ]
    assert shop.check(by=shop.staff.terminal()) == ()

    bread, cheese, knife = (item.id for item in order.items)
    first = shop.returns.give_back(
        order.id,
        [ReturnLine(bread, 1), ReturnLine(cheese, Decimal("0.250"), damaged=True)],
        reason="Stale",
        by=by,
        at=FIRST_DAY,
    )
    assert [(item.gross, item.tax) for item in first.items] == [(242, 6), (448, 11)]
    assert (first.total, first.rounding) == (690, 0)
    assert [(row.method, row.amount) for row in first.repayments] == [("gift_card", 690)]
    assert shop.check(by=shop.staff.terminal()) == ()
    rest = [ReturnLine(bread, 2), ReturnLine(cheese, Decimal("0.500")), ReturnLine(knife, 1)]
    second = shop.returns.give_back(order.id, rest, by=by, at=FIRST_DAY)
    assert [(item.gross, item.tax) for item in second.items] == [(483, 12), (897, 23), (4157, 311)]
    assert (second.total, second.rounding) == (5537, -2)
    assert [(row.method, row.amount) for row in second.repayments] == [
        ("gift_card", 1310),
        ("cash", 4225),
    ]

    check_nothing_is_left(shop, order, [first, second])
    assert shop.reports.taxes(FIRST_DAY.date(), FIRST_DAY.date(), by=shop.staff.terminal()) == (
        TaxSummaryRow("MWST", 26_000, 0, 0, 0, 0),
        TaxSummaryRow("MWST", 81_000, 0, 0, 0, 0),
    )
    assert shop.ledgers.gift_card(CARD).balance == 2000
    assert shop.catalog.get(goods.bread.id).on_hand == 50
    assert shop.catalog.get(goods.cheese.id).on_hand == Decimal("8.75")
    assert shop.check(by=shop.staff.terminal()) == ()


# --- what must hold of any -----------------------------------------------------------------------


def check_order(order: OrderDetail) -> None:
    """Every sum of an order is that of its parts."""
    assert order.subtotal == sum(item.list_total for item in order.items)
    assert order.discount == sum(item.discount for item in order.items)
    assert order.discount == sum(off.amount for off in order.offs)
    assert order.tax == sum(item.tax for item in order.items)
    assert order.tax == sum(part.tax for part in order.taxes)
    assert order.net + order.tax == order.total == sum(item.gross for item in order.items)
    assert sum(row.amount for row in order.payments) == order.total + order.rounding
    for item in order.items:
        assert item.list_total - item.discount == item.total
        assert item.discount == sum(off.amount for off in item.offs)
        assert item.tax == sum(part.tax for part in item.parts)


def check_return(back: ReturnDetail) -> None:
    """Every sum of a return is that of its parts, and none is less than nothing."""
    assert back.subtotal == sum(item.list_total for item in back.items)
    assert back.discount == sum(item.discount for item in back.items)
    assert back.tax == sum(item.tax for item in back.items) == sum(p.tax for p in back.taxes)
    assert back.net + back.tax == back.total == sum(item.gross for item in back.items)
    assert sum(row.amount for row in back.repayments) == back.total + back.rounding
    assert all(row.amount > 0 for row in back.repayments)
    assert all(min(item.gross, item.net, item.tax) >= 0 for item in back.items)


def check_nothing_is_left(shop: Shop, order: OrderDetail, backs: list[ReturnDetail]) -> None:
    """An order that came back whole on its own day, with no other on that day."""
    day = order.business_date
    for back in backs:
        check_return(back)
        assert back.business_date == day
    for name in ("subtotal", "discount", "net", "tax", "total"):
        assert sum(getattr(back, name) for back in backs) == getattr(order, name)
    for part in order.taxes:
        same = [
            each
            for back in backs
            for each in back.taxes
            if (each.name, each.rate_ppm, each.amount) == (part.name, part.rate_ppm, part.amount)
        ]
        assert sum(each.base for each in same) == part.base
        assert sum(each.tax for each in same) == part.tax
    assert all(row.left == 0 for row in shop.returns.returnable(order.id))
    assert shop.orders.get(order.id).returned == order.total

    (sales,) = shop.reports.daily_sales(date_from=day, date_to=day, by=shop.staff.terminal())
    assert (sales.orders, sales.revenue, sales.returned) == (1, 0, order.total)
    for row in shop.reports.taxes(day, day, by=shop.staff.terminal()):
        assert (row.net, row.tax, row.gross) == (0, 0, 0)
    given: dict[tuple[str, str], int] = {}
    for off in order.offs:
        given[off.kind, off.label] = given.get((off.kind, off.label), 0) + off.amount
    found = shop.reports.discounts(day, day, by=shop.staff.terminal())
    assert {(row.kind, row.label): row.amount for row in found} == given
    assert [row.amount for row in found] == sorted(given.values(), reverse=True)
    takings = shop.reports.takings(day, day, by=shop.staff.terminal())
    ways = [row for row in takings if row.method != "rounding"]
    rounding = sum(row.received - row.given_back for row in takings if row.method == "rounding")
    assert sum(row.received - row.given_back for row in ways) == rounding


# --- any sale ------------------------------------------------------------------------------------


@dataclass
class World:
    """A shop with all kinds of goods, taxes, offers and customers; each sale has its own day."""

    shop: Shop
    by: Clerk
    products: list[ProductRow]
    customers: list[int | None]
    days: int = 0

    def next_day(self) -> datetime:
        self.days += 1
        return FIRST_DAY + timedelta(days=self.days)


@pytest.fixture
def world(swiss: Shop) -> World:
    shop, by = swiss, swiss.staff.terminal()
    classes = {
        name: shop.taxes.add_class(name, rates, by=by).id
        for name, rates in {
            "Normal": [TaxRate("MWST", 81_000)],
            "Reduced": [TaxRate("MWST", 26_000)],
            "Nothing": [TaxRate("MWST", 0)],
            "Two": [TaxRate("GST", 50_000), TaxRate("QST", 99_750)],
            "On a tax": [TaxRate("GST", 50_000), TaxRate("PST", 70_000, compound=True)],
            "Deposit": [TaxRate("MWST", 26_000), TaxRate("Pfand", amount=25, on_top=True)],
            "Excise": [TaxRate("MWST", 81_000), TaxRate("Alcohol", amount=31, taxed=True)],
        }.items()
    }
    products = [
        shop.catalog.add_product(
            name=f"{name} {unit} {price}",
            price=price,
            stock=900_000,
            unit=unit,
            tax_class_id=class_id,
            open_price=price == 1995 and name in ("Normal", "Deposit"),
            min_age=18 if name == "Excise" else 0,
            scale_number=class_id if unit == "kg" else None,
            by=by,
        )
        for name, class_id in classes.items()
        for unit, price in (("piece", 129), ("piece", 1995), ("kg", 2387))
    ]
    products += [
        shop.catalog.add_product(
            name=f"Hamper {name}",
            price=2999,
            tax_class_id=classes[name],
            parts=[(products[place].id, 2), (products[2].id, Decimal("0.135"))],
            by=by,
        )
        for place, name in ((0, "Normal"), (18, "Deposit"))
    ]
    few = frozenset(product.id for product in products[::4])
    some = frozenset(product.id for product in products[1::4])
    for promotion in (
        Promotion(0, "A third", "percent", Goods(few), rate_ppm=333_333, stacks=True),
        Promotion(0, "3 for 2", "buy_get", Goods(few), rate_ppm=1_000_000, buy=2, get=1),
        Promotion(0, "Two together", "bundle", Goods(some), amount=333, buy=2),
    ):
        shop.promotions.add(promotion, by=by)
    shop.discounts.add_code("SEVENTH", rate_ppm=142_857, by=by)
    shop.discounts.add_code("FIVER", amount=500, minimum=1000, by=by)
    trade = shop.groups.add("Trade", tax_included=not shop.info.tax_included, by=by)
    customers: list[int | None] = [None]
    for name, group_id, exempt in (("Ann", None, ""), ("Bea", trade.id, ""), ("NGO", None, "NGO")):
        customer = shop.customers.add(first_name=name, by=by)
        shop.customers.set_terms(
            customer.id, group_id=group_id, tax_exempt=exempt, credit_limit=10**9, by=by
        )
        customers.append(customer.id)
    card = shop.ledgers.gift_card_line(CARD, 10**7, by=by)
    shop.checkout.sell(Cart().add_line(card), [Payment("card", 10**7)], by=by, at=FIRST_DAY)
    return World(shop, by, products, customers)


DISCOUNTS = (
    st.none()
    | st.builds(
        Discount,
        rate_ppm=st.sampled_from([0, 33_333, 100_000, 500_000, 1_000_000]),
        reason=st.sampled_from(["Damaged", "Staff"]),
    )
    | st.builds(Discount, amount=st.integers(1, 900), reason=st.just("Goodwill"))
)


def draw_line(draw: Draw, product: ProductRow) -> CartLine:
    if product.unit == "piece":
        quantity = Decimal(draw(st.integers(1, 7)))
    else:
        quantity = from_thousandths(draw(st.integers(1, 3000)))
    more: dict[str, Any] = {}
    kind = draw(st.integers(0, 5))
    if product.open_price or kind == 0:
        more = {"own_price": draw(st.integers(0, 3000))}
    elif product.scale_number is not None and kind == 1:
        total = draw(st.integers(1, 99_999))
        quantity = from_thousandths(bought_for(total, product.price))
        label = PRICE_LABEL.spell(str(product.scale_number), total)
        more = {"agreed_list": total, "label": label}
    return CartLine(
        product_id=product.id,
        sku=product.sku,
        name=product.name,
        price=product.price,
        quantity=quantity,
        unit=product.unit,
        tax_class_id=product.tax_class_id,
        category_id=product.category_id,
        discount=draw(DISCOUNTS),
        **more,
    )


def draw_cart(draw: Draw, world: World) -> Cart:
    products = draw(st.lists(st.sampled_from(world.products), min_size=1, max_size=5))
    cart = Cart(
        tuple(draw_line(draw, product) for product in products),
        customer_id=draw(st.sampled_from(world.customers)),
        discount=draw(DISCOUNTS),
        age_checked=18,
    )
    code = draw(st.sampled_from([None, "SEVENTH", "FIVER"]))
    return cart if code is None else cart.with_code(world.shop.carts.discount(code))


def draw_payments(draw: Draw, cart: Cart, total: int, rounding: CashRounding) -> list[Payment]:
    """Tenders that settle a total: any number of ways, and cash for what they leave."""
    ways = ["card", "card", "transfer", "gift_card", "coupon"]
    if cart.customer_id is not None:
        ways.append("account")
    payments, left = [], total
    for way in draw(st.lists(st.sampled_from(ways), max_size=3)):
        amount = draw(st.integers(0, left) | st.just(left))
        if amount:
            code = CARD if way == "gift_card" else ""
            payments.append(Payment(way, amount, code=code))
            left -= amount
    if left:
        due = cash_due(total, total - left, rounding)  # of a centime or two nothing is left
        more = draw(st.sampled_from([0, 5, 100, 5000]))
        payments.insert(draw(st.integers(0, len(payments))), Payment("cash", due + more))
    return payments


def draw_piece(draw: Draw, shop: Shop, order: OrderDetail) -> list[ReturnLine]:
    lines = []
    for row in shop.returns.returnable(order.id):
        step = 1000 if row.unit == "piece" else 1
        most = int(row.left * 1000) // step
        quantity = from_thousandths(step * draw(st.integers(0, most)))
        if quantity:
            lines.append(ReturnLine(row.item_id, quantity, damaged=draw(st.booleans())))
    return lines


def draw_instead(draw: Draw, order: OrderDetail) -> str:
    ways = ["", "", "", "card", "cash", "transfer"]
    ways = ways if order.customer_id == 1 else [*ways, "store_credit"]
    return str(draw(st.sampled_from(ways)))


@pytest.mark.parametrize("tax_rounding", ["line", "document"])
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_sale_comes_back_whole(world: World, tax_rounding: str, data: st.DataObject) -> None:
    shop, by, draw = world.shop, world.by, data.draw
    if shop.info.tax_rounding != tax_rounding:
        shop.settings.update(tax_rounding=tax_rounding, by=by)
    at = world.next_day()
    cart = draw_cart(draw, world)
    priced = shop.checkout.price(cart, at=at)
    if priced.code_short:  # such a code is refused
        cart = cart.with_code(None)
    total = priced.total
    payments = draw_payments(draw, cart, total, CashRounding(5))
    receipt = shop.checkout.sell(cart, payments, by=by, at=at, shown=total)
    order = shop.orders.get(receipt.order_id)
    check_order(order)

    backs, ways = [], []
    for _ in range(draw(st.integers(0, 3))):
        lines = draw_piece(draw, shop, order)
        if lines:
            ways.append(draw_instead(draw, order))
            backs.append(give_back(shop, by, order, lines, ways[-1], at))
    rest = [
        ReturnLine(row.item_id, row.left) for row in shop.returns.returnable(order.id) if row.left
    ]
    if rest:
        ways.append(draw_instead(draw, order))
        backs.append(give_back(shop, by, order, rest, ways[-1], at))
    event(f"{len(backs)} pieces")
    check_nothing_is_left(shop, order, backs)
    paid, repaid = order.total + order.rounding, sum(b.total + b.rounding for b in backs)
    in_cash = "cash" in ways or any(payment.method == "cash" for payment in payments)
    for method in (*LEDGER_METHODS, "coupon"):
        drawn = sum(payment.amount for payment in payments if payment.method == method)
        back_by = [row.amount for b in backs for row in b.repayments if row.method == method]
        assert method == "store_credit" or sum(back_by) == drawn
    if in_cash and any(ways):  # another tender's centimes, in coins: rounded, but not up to more
        assert -5 < repaid - paid <= 2
    else:
        assert repaid == paid
    if not any(ways):
        takings = shop.reports.takings(
            order.business_date, order.business_date, by=shop.staff.terminal()
        )
        assert all(row.received == row.given_back for row in takings)
    assert shop.check(by=shop.staff.terminal()) == ()


def give_back(
    shop: Shop, by: Clerk, order: OrderDetail, lines: list[ReturnLine], instead: str, at: datetime
) -> ReturnDetail:
    seen = shop.returns.preview(order.id, lines, instead=instead)
    back = shop.returns.give_back(order.id, lines, instead=instead, by=by, at=at)
    assert (seen.total, seen.taxes, seen.rounding) == (back.total, back.taxes, back.rounding)
    assert seen.repayments == back.repayments
    for row in back.repayments:
        assert row.method != "cash" or row.amount % 5 == 0
    return back


# --- any day at the counter ----------------------------------------------------------------------


def buy(draw: Draw, world: World, at: datetime) -> OrderDetail:
    """Any sale."""
    shop = world.shop
    cart = draw_cart(draw, world)
    priced = shop.checkout.price(cart, at=at)
    if priced.code_short:
        cart = cart.with_code(None)
    payments = draw_payments(draw, cart, priced.total, CashRounding(5))
    receipt = shop.checkout.sell(cart, payments, by=world.by, at=at, shown=priced.total)
    return shop.orders.get(receipt.order_id)


def exchange(
    draw: Draw, world: World, order: OrderDetail, lines: list[ReturnLine], at: datetime
) -> tuple[OrderDetail, ReturnDetail]:
    """Goods of an order for any others."""
    shop = world.shop
    cart = draw_cart(draw, world).with_exchange(Exchange(order.id, order.number, tuple(lines)))
    priced = shop.checkout.price(cart, at=at)
    if priced.code_short:
        cart = cart.with_code(None)
    back = shop.returns.preview(order.id, lines).total
    exchanged = min(priced.total, back)
    payments = draw_payments(draw, cart, priced.total - exchanged, CashRounding(5))
    instead = draw_instead(draw, order)
    receipt = shop.checkout.sell(
        cart,
        payments,
        by=world.by,
        at=at,
        shown=priced.total,
        shown_back=back,
        instead=instead,
    )
    bought, given = shop.orders.get(receipt.order_id), shop.returns.get(receipt.return_id)
    assert receipt.exchanged == exchanged
    assert receipt.given_back == given.total + given.rounding - exchanged
    assert receipt.tendered - receipt.change_due == bought.paid - exchanged
    over = sum(row.amount for row in bought.payments if row.method == "exchange")
    assert over == sum(row.amount for row in given.repayments if row.method == "exchange")
    assert over <= exchanged
    cash = sum(row.amount for row in given.repayments if row.method == "cash")
    assert cash % 5 == 0
    check_order(bought)
    check_return(given)
    return bought, given


def draw_loose(draw: Draw, world: World, at: datetime) -> ReturnDetail:
    """Any goods without a receipt."""
    shop = world.shop
    customer_id = draw(st.sampled_from(world.customers))
    lines = []
    for product in draw(st.lists(st.sampled_from(world.products), min_size=1, max_size=3)):
        quantity = Decimal(draw(st.integers(1, 5)))
        line = LooseLine(product.id, quantity, damaged=draw(st.booleans()))
        if product.open_price:
            lines.append(replace(line, price=draw(st.integers(0, 5000))))
            continue
        (row,) = shop.returns.preview_without_receipt(
            [line], instead="card", customer_id=customer_id
        ).items
        lines.append(replace(line, price=draw(st.none() | st.integers(0, row.price))))
    ways = ["cash", "card"] if customer_id is None else ["cash", "card", "store_credit"]
    back = shop.returns.without_receipt(
        lines,
        reason="No receipt",
        instead=draw(st.sampled_from(ways)),
        customer_id=customer_id,
        by=world.by,
        at=at,
    )
    check_return(back)
    for item in back.items:
        assert item.tax == sum(part.tax for part in item.parts)
    return back


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_day_of_exchanges_and_returns_leaves_nothing(world: World, data: st.DataObject) -> None:
    shop, by, draw = world.shop, world.by, data.draw
    at = world.next_day()
    card = shop.ledgers.gift_card(CARD).balance
    orders, backs = [buy(draw, world, at)], []
    for _ in range(draw(st.integers(1, 4))):
        order = draw(st.sampled_from(orders))
        for_others = draw(st.booleans())
        lines = draw_piece(draw, shop, order)
        if lines and for_others:
            bought, given_back = exchange(draw, world, order, lines, at)
            orders.append(bought)
            backs.append(given_back)
        elif lines:
            backs.append(give_back(shop, by, order, lines, draw_instead(draw, order), at))
    event(f"{len(orders) - 1} exchanges")
    loose = draw_loose(draw, world, at) if draw(st.booleans()) else None
    lost, untaxed = (loose.total, loose.tax) if loose else (0, 0)
    for order in orders:
        left = shop.returns.returnable(order.id)
        rest = [ReturnLine(row.item_id, row.left) for row in left if row.left]
        if rest:
            back = shop.returns.give_back(order.id, rest, by=by, at=at)
            assert sum(r.amount for r in back.repayments if r.method == "cash") % 5 == 0
            backs.append(back)
        assert shop.orders.get(order.id).returned == order.total

    day = orders[0].business_date
    (sales,) = shop.reports.daily_sales(date_from=day, date_to=day, by=shop.staff.terminal())
    assert (sales.orders, sales.revenue) == (len(orders), -lost)
    assert (
        sum(row.tax for row in shop.reports.taxes(day, day, by=shop.staff.terminal())) == -untaxed
    )
    assert loose or all(
        row.gross == 0 for row in shop.reports.taxes(day, day, by=shop.staff.terminal())
    )
    takings = shop.reports.takings(day, day, by=shop.staff.terminal())
    assert "exchange" not in {row.method for row in takings}
    net = {row.method: row.received - row.given_back for row in takings}
    rounding = net.pop("rounding", 0)
    assert sum(net.values()) == rounding - lost
    # Coins were rounded here and there, and nothing else was lost or won.
    assert abs(rounding) < 5 * (len(orders) + len(backs) + 1)
    assert net.get("gift_card", 0) == net.get("account", 0) == net.get("coupon", 0) == 0
    assert shop.ledgers.gift_card(CARD).balance == card
    assert shop.check(by=shop.staff.terminal()) == ()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_sale_is_made_void_as_if_it_had_not_been(world: World, data: st.DataObject) -> None:
    shop, by, draw = world.shop, world.by, data.draw
    cart = draw_cart(draw, world)
    priced = shop.checkout.price(cart)
    if priced.code_short:
        cart = cart.with_code(None)
    payments = draw_payments(draw, cart, priced.total, CashRounding(5))
    on_hand = {line.product_id: shop.catalog.get(line.product_id).on_hand for line in cart.lines}
    receipt = shop.checkout.sell(cart, payments, by=by)
    order = shop.orders.get(receipt.order_id)
    void = shop.returns.void(order.id, reason="Mistake", by=by)
    check_return(void)
    assert (void.total, void.rounding, void.taxes) == (order.total, order.rounding, order.taxes)
    for product_id, before in on_hand.items():
        assert shop.catalog.get(product_id).on_hand == before
    day = order.business_date
    (sales,) = shop.reports.daily_sales(date_from=day, date_to=day, by=shop.staff.terminal())
    assert sales.revenue == 0
    assert all(row.gross == 0 for row in shop.reports.taxes(day, day, by=shop.staff.terminal()))
    assert all(
        row.received == row.given_back
        for row in shop.reports.takings(day, day, by=shop.staff.terminal())
    )
    assert shop.check(by=shop.staff.terminal()) == ()
