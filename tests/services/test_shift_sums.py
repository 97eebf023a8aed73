"""Whatever happens in a shift, its Z says to the cent what a ledger by hand says, the reports of
the day agree, and nothing in the books is broken."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import Payment
from pos_app.domain.rows import ProductRow, ReturnLine, ShiftReport
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop, ShopSetup
from tests.services.shift_oracle import Line, NaiveShift, Sale

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
RATES = (Fraction(1, 20), Fraction(81, 1000))
CARD = "K7XF-M3RD-9TPW"

# currency, country, cash step, taxes in the price
SHOPS = {
    "dollars": ("USD", "US", 1, False),
    "francs": ("CHF", "CH", 5, True),
    "yen": ("JPY", "JP", 1, True),
    "dinars": ("KWD", "KW", 5, True),
}


class Clock:
    """A second goes by each time that somebody looks."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Known:
    """A sale in the books and its twin by hand."""

    order_id: int
    twin: Sale
    open_to_returns: bool = True
    placed: bool = False


class Day:
    """One till on one day: does things by chance, in the shop and by hand."""

    def __init__(self, shop: Shop, chance: random.Random) -> None:
        self.shop, self.chance = shop, chance
        self.by = shop.staff.terminal()
        info = shop.info
        self.step, self.included = info.cash_step, info.tax_included
        self.goods = [self._product(place) for place in range(4)]
        self.bea = shop.customers.add(first_name="Bea", by=self.by)
        shop.customers.set_terms(
            self.bea.id, group_id=None, tax_exempt="", credit_limit=10**8, by=self.by
        )
        self.sales: list[Known] = []
        self.owed = 0
        self.card = 0
        self.last: Known | None = None
        self.twin = NaiveShift(0, self.step, self.included)

    def _product(self, place: int) -> tuple[ProductRow, Fraction]:
        rate = RATES[place % 2]
        taxes = self.shop.taxes.add_class(
            f"Class {place}", [TaxRate(f"VAT {place % 2}", int(rate * 10**6))], by=self.by
        )
        price = self.chance.randint(20, 4000)
        product = self.shop.catalog.add_product(
            name=f"Thing {place}", price=price, stock=5000, tax_class_id=taxes.id, by=self.by
        )
        return product, rate

    # --- shifts ---

    def open(self) -> None:
        coins = {100 * self.step: self.chance.randint(0, 40), self.step: 3}
        opening = sum(value * pieces for value, pieces in coins.items())
        self.shop.shifts.open(coins, by=self.by)
        self.twin = NaiveShift(opening, self.step, self.included)

    def close(self) -> ShiftReport:
        off = self.chance.choice((0, 0, -7, 12))
        counted = max(self.twin.cash + off, 0)
        stays = self.chance.randint(0, counted)
        reason = "Miscounted" if counted != self.twin.cash else ""
        return self.shop.shifts.close({1: counted}, next_float=stays, reason=reason, by=self.by)

    # --- things that happen ---

    def cart(self, most: int = 3) -> tuple[Cart, list[Line]]:
        cart, lines = Cart(), []
        for place, (product, rate) in enumerate(
            self.chance.sample(self.goods, self.chance.randint(1, most))
        ):
            quantity, off = self.chance.randint(1, 5), 0
            cart = cart.add(product, quantity)
            if self.chance.random() < 0.3:
                off = self.chance.randint(1, product.price)
                cart = cart.set_discount(place, Discount(amount=off, reason="Damaged"))
            lines.append(self.twin.line(product.price, quantity, rate, off))
        return cart, lines

    def sell(self) -> None:
        cart, lines = self.cart()
        total = sum(line.gross for line in lines)
        way = self.chance.choice(("cash", "cash", "card", "transfer", "coupon", "mixed", "account"))
        if way == "mixed":
            part = self.chance.randint(0, total // 2)
            paid = {"card": part, "cash": self.twin.coins(total - part)} if part else {}
        else:
            paid = {way: self.twin.coins(total) if way == "cash" else total}
        if not paid or not all(paid.values()):
            paid = {"card": total}
        tenders = [Payment(method, amount) for method, amount in paid.items()]
        if way == "cash":
            more = 100 * self.step
            tenders = [Payment("cash", -(-paid["cash"] // more) * more)]  # with change
        if way == "account":
            cart = cart.for_customer(self.bea.id)
            self.owed += total
        receipt = self.shop.checkout.sell(cart, tenders, by=self.by, shown=total)
        self.last = Known(receipt.order_id, self.twin.sell(lines, paid), len(paid) == 1)
        self.sales.append(self.last)

    def sell_card(self) -> None:
        amount = 100 * self.step * self.chance.randint(1, 30)
        line = self.shop.ledgers.gift_card_line(CARD, amount, by=self.by)
        way = self.chance.choice(("cash", "card"))
        self.shop.checkout.sell(Cart().add_line(line), [Payment(way, amount)], by=self.by)
        self.twin.sell([], {way: amount}, cards=amount)
        self.card += amount
        self.last = None

    def spend_card(self) -> None:
        cart, lines = self.cart(1)
        total = sum(line.gross for line in lines)
        if 0 < total <= self.card:
            paid = [Payment("gift_card", total, code=CARD)]
            receipt = self.shop.checkout.sell(cart, paid, by=self.by)
            self.card -= total
            self.last = Known(receipt.order_id, self.twin.sell(lines, {"gift_card": total}))
            self.sales.append(self.last)

    def give_back(self) -> None:
        known = self._some(lambda each: each.open_to_returns and each.twin.method != "coupon")
        if known is None:
            return
        items = self.shop.orders.get(known.order_id).items
        place = self.chance.randrange(len(items))
        line = known.twin.lines[place]
        if line.back == line.quantity:
            return
        pieces = self.chance.randint(1, line.quantity - line.back)
        before = known.twin.repaid
        wanted = [ReturnLine(items[place].id, pieces)]
        self.shop.returns.give_back(known.order_id, wanted, by=self.by)
        self.twin.give_back(known.twin, line, pieces)
        self._back_on_ledgers(known.twin.method, known.twin.repaid - before)
        if known is self.last:
            self.last = None

    def _back_on_ledgers(self, method: str, amount: int) -> None:
        if method == "gift_card":
            self.card += amount
        elif method == "account":
            self.owed -= amount

    def void(self) -> None:
        if self.last is None or not self.last.twin.total:
            return
        known, self.last = self.last, None
        self.shop.returns.void(known.order_id, reason="Mistake", by=self.by)
        self.twin.void(known.twin)
        for method, amount in known.twin.paid.items():
            self._back_on_ledgers(method, amount)
        known.open_to_returns = False

    def exchange(self) -> None:
        known = self._some(
            lambda each: (
                each.open_to_returns
                and not each.twin.returned
                and len(each.twin.lines) == 1
                and each.twin.method in ("cash", "card")
            )
        )
        if known is None:
            return
        order = self.shop.orders.get(known.order_id)
        line = known.twin.lines[0]
        cart, lines = self.cart(1)
        back = ReturnLine(order.items[0].id, line.quantity)
        cart = cart.with_exchange(Exchange(order.id, order.number, (back,)))
        due = sum(each.gross for each in lines) - line.gross
        paid = [Payment("cash", self.twin.coins(due))] if due > 0 else []
        self.shop.checkout.sell(cart, paid, by=self.by)
        self.twin.exchange(known.twin, line, lines)
        known.open_to_returns = False
        self.last = None

    def place(self) -> None:
        cart, lines = self.cart()
        total = sum(line.gross for line in lines)
        way = self.chance.choice(("", "cash", "card"))
        paid = {way: self.twin.coins(total) if way == "cash" else total} if way else {}
        tenders = [Payment(method, amount) for method, amount in paid.items()]
        order = self.shop.orders.place(cart, customer_id=self.bea.id, payments=tenders, by=self.by)
        known = Known(order.id, self.twin.sell(lines, paid), False, placed=True)
        self.sales.append(known)

    def cancel(self) -> None:
        known = self._some(lambda each: each.placed)
        if known is not None:
            self.shop.orders.cancel(known.order_id, by=self.by)
            self.twin.cancel(known.twin)
            known.placed = False

    def correct(self) -> None:
        shift = self.shop.shifts.current()
        assert shift is not None
        known = self._some(
            lambda each: (
                each.open_to_returns
                and not each.twin.returned
                and each.twin.method in ("cash", "card")
                and self._is_of(each, shift.id)
            )
        )
        if known is None:
            return
        really = "card" if known.twin.method == "cash" else "cash"
        payment = self.shop.orders.get(known.order_id).payments[0]
        self.shop.shifts.correct_tender(
            known.order_id, payment_id=payment.id, to_method=really, reason="Typed", by=self.by
        )
        self.twin.correct(known.twin, really)
        known.open_to_returns = False  # how its cash is rounded back is another test's
        if known is self.last:
            self.last = None

    def _is_of(self, known: Known, shift_id: int) -> bool:
        row = self.shop._database.row("SELECT shift_id FROM orders WHERE id = ?", (known.order_id,))
        return row == (shift_id,)

    def pay_in(self) -> None:
        if self.owed <= 100 * self.step:
            return
        way = self.chance.choice(("cash", "card"))
        amount = settled = self.owed
        if way == "cash":
            amount = self.twin.coins(self.owed)
        if self.chance.random() < 0.5:
            amount = settled = self.chance.randint(1, self.owed // self.step - 1) * self.step
        self.shop.ledgers.pay_in(self.bea.id, amount, way, by=self.by)
        self.owed -= settled
        self.twin.pay_in(amount, way, settled)

    def move(self) -> None:
        kind = self.chance.choice(("in", "out", "drop"))
        most = 5000 if kind == "in" else self.twin.cash
        if most > 0:
            amount = self.chance.randint(1, most)
            act = {
                "in": self.shop.shifts.cash_in,
                "out": self.shop.shifts.cash_out,
                "drop": self.shop.shifts.drop,
            }[kind]
            act(amount, reason="Coins", by=self.by)
            self.twin.move(kind, amount)

    def history(self) -> None:
        """What was sold on another day is in no drawer of today."""
        cart, lines = self.cart(1)
        total = sum(line.gross for line in lines)
        paid = [Payment("cash", self.twin.coins(total))]
        self.shop.checkout.sell(cart, paid, by=self.by, at=NOON - timedelta(days=3))
        self.last = None

    def _some(self, fits: Callable[[Known], bool]) -> Known | None:
        found = [each for each in self.sales if len(each.twin.paid) < 2 and fits(each)]
        return self.chance.choice(found) if found else None

    def live(self, steps: int) -> None:
        ways = [self.sell] * 6 + [self.give_back] * 3 + [self.move] * 2
        ways += [self.sell_card, self.spend_card, self.void, self.exchange, self.place]
        ways += [self.cancel, self.correct, self.pay_in, self.history]
        for _ in range(steps):
            self.chance.choice(ways)()


@pytest.fixture(params=SHOPS)
def shop_of_day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """A shop of some currency."""
    currency, country, step, included = SHOPS[request.param]
    setup = ShopSetup("Corner", currency, country, included, timezone="UTC")
    shop = Shop.create(tmp_path / "corner.db", setup, clock=Clock())
    by = shop.staff.terminal()
    shop.settings.update(cash_step=step, by=by)
    yield shop
    shop.close()


def check(report: ShiftReport, twin: NaiveShift) -> None:
    """Compare a report with the ledger by hand."""
    for kind in ("sales", "refunds", "voids", "exchanges", "cancelled"):
        tally = getattr(report, kind)
        assert (kind, tally.count, tally.amount) == (kind, twin.counts[kind], twin.sold[kind])
    assert report.revenue == twin.revenue
    assert report.rounding == twin.rounding
    assert report.gift_cards == twin.cards
    assert report.paid_in == twin.paid_in
    assert report.unpaid == twin.unpaid
    assert sum(each.amount or 0 for each in report.discounts) == twin.discount
    taxes = Counter[tuple[Fraction, str]]()
    for row in report.taxes:
        taxes[Fraction(row.rate_ppm, 10**6), "net"] += row.net
        taxes[Fraction(row.rate_ppm, 10**6), "tax"] += row.tax
    assert {**taxes} == {
        key: amount for key, amount in twin.taxes.items() if amount or key in taxes
    }
    nets = {row.method: row.received - row.given_back for row in report.tenders}
    methods = {*nets, *twin.came, *twin.went}
    assert {each: nets.get(each, 0) for each in methods} == {
        each: twin.came[each] - twin.went[each] for each in methods
    }
    assert sum(nets.values()) == (report.revenue + report.rounding + report.paid_in - report.unpaid)
    assert report.cash is not None
    assert report.cash.expected == twin.cash
    moved = (report.cash.cash_in, report.cash.cash_out, report.cash.drops)
    assert moved == (twin.moved["in"], twin.moved["out"], twin.moved["drop"])


@pytest.mark.parametrize("seed", range(6))
def test_a_report_is_what_was_done_to_the_cent(shop_of_day: Shop, seed: int) -> None:
    shop = shop_of_day
    day = Day(shop, random.Random(seed))
    reports = []
    for _ in range(3):
        day.open()
        day.live(25)
        check(shop.shifts.x_report(by=day.by), day.twin)
        day.live(10)
        report = day.close()
        check(report, day.twin)
        assert shop.shifts.report(report.shift_id, by=day.by) == report
        reports.append(report)
    assert shop.check(by=day.by) == ()
    check_day(shop, day, reports)


def check_day(shop: Shop, day: Day, reports: list[ShiftReport]) -> None:
    """All shifts of a day together are what the reports say of it."""
    today = NOON.date()
    takings = Counter[str]()
    for row in shop.reports.takings(today, today, by=day.by):
        takings[row.method] += row.received - row.given_back
    own = Counter[str]()
    for report in reports:
        for row in report.tenders:
            own[row.method] += row.received - row.given_back
        own["rounding"] += report.rounding or 0
        own["gift_cards_sold"] -= report.gift_cards or 0
        own["paid_in"] -= report.paid_in or 0
    assert {k: v for k, v in takings.items() if v} == {k: v for k, v in own.items() if v}
    taxes = Counter[tuple[str, int, str]]()
    for report in reports:
        for tax in report.taxes:
            taxes[tax.name, tax.rate_ppm, "net"] += tax.net
            taxes[tax.name, tax.rate_ppm, "tax"] += tax.tax
    told = shop.reports.tax_report(today, today, by=day.by)
    assert {k: v for k, v in taxes.items() if v} == {
        key: amount
        for row in told.rows
        for key, amount in (
            ((row.name, row.rate_ppm, "net"), row.net),
            ((row.name, row.rate_ppm, "tax"), row.tax),
        )
        if amount
    }
    revenue = sum(report.revenue or 0 for report in reports)
    cards = sum(report.gift_cards or 0 for report in reports)
    (sold,) = shop.reports.daily_sales(date_from=today, date_to=today, by=day.by)
    assert sold.revenue == revenue - cards
