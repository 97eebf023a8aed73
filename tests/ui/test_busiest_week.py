"""The busiest week of a real store, rung up in the real window: every code scanned, every basket
paid by keys, and the books say what the store's own file says."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.app import build_window
from pos_app.devices.sound import HeardSounds, Sound
from pos_app.domain.code_rules import CodeRule
from pos_app.domain.rows import OrderDetail
from pos_app.shop import Shop
from pos_app.ui import opening
from pos_app.ui.cart import CartTab
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.desk import Desk
from pos_app.ui.tabs import CART
from pos_app.ui.widgets.sheet import top_sheet
from tests.conftest import OWNER_PIN
from tests.ui.scanning.keyboard import Keyboard

JOURNEY = Path(__file__).parent.parent / "data" / "journey"
ZONE = ZoneInfo("America/New_York")
BY_HAND = 4
"""From so many pieces on, a clerk types "4*" and scans once."""

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Basket:
    """One customer's way through the store, as the file has it."""

    id: str
    at: datetime
    lines: Rows

    @property
    def pieces(self) -> Counter[str]:
        """How many of each SKU."""
        counted: Counter[str] = Counter()
        for line in self.lines:
            counted[line["sku"]] += int(line["quantity"])
        return counted


class Clock:
    """The shop's clock, set to when the basket was really sold."""

    now = datetime(2017, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def unpacked(name: str) -> Rows:
    text = gzip.decompress((JOURNEY / f"{name}.csv.gz").read_bytes()).decode()
    return list(csv.DictReader(text.splitlines()))


def cents(price: str) -> int:
    return int(Decimal(price) * 100)


@pytest.fixture(scope="module")
def products() -> dict[str, dict[str, str]]:
    """The store's list, by SKU."""
    return {row["sku"]: row for row in unpacked("products")}


@pytest.fixture(scope="module")
def week() -> list[Basket]:
    """The week (Monday to Sunday) with the most baskets, of two alike the one with more lines;
    its baskets in their order."""
    lines: dict[str, Rows] = {}
    for row in unpacked("baskets"):
        lines.setdefault(row["basket_id"], []).append(row)
    weeks: dict[tuple[int, int], list[Basket]] = {}
    for basket_id, rows in lines.items():
        at = datetime.fromisoformat(rows[0]["sold_at"]).replace(tzinfo=ZONE)
        weeks.setdefault(at.isocalendar()[:2], []).append(Basket(basket_id, at, rows))
    busiest = max(weeks.values(), key=lambda each: (len(each), sum(len(b.lines) for b in each)))
    return sorted(busiest, key=lambda basket: (basket.at, basket.id))


class Till:
    """The window with somebody at the counter, a scanner and the keys."""

    def __init__(self, desk: Desk, tab: CartTab, bot: QtBot, sounds: HeardSounds) -> None:
        self.desk = desk
        self.tab = tab
        self.bot = bot
        self.sounds = sounds
        self.scanned = 0
        self._keyboard = Keyboard()

    def ring_up(self, basket: Basket, codes: dict[str, str]) -> None:
        """Scan every line of the file; many of one thing by typing how many."""
        for line in basket.lines:
            code, quantity = codes[line["sku"]], int(line["quantity"])
            if quantity >= BY_HAND:
                self._keyboard.type(f"{quantity}*")
            for _ in range(1 if quantity >= BY_HAND else quantity):
                self._keyboard.scan(code)
                self.scanned += 1
        self.bot.waitUntil(lambda: self.tab.scans.idle, timeout=20_000)

    def pay(self, way: int, due: int) -> int:
        """Pay to the cent in cash, by card, or with more cash than is due; how much was given."""
        self._press(Qt.Key.Key_F12)
        self.bot.waitUntil(lambda: isinstance(top_sheet(self.tab), PaySheet))
        given = due
        if way == 1:
            self._press(Qt.Key.Key_F2)
        elif way == 2:
            given = (due // 1000 + 1) * 1000
            self.bot.keyClicks(QApplication.focusWidget(), f"{given // 100}")
        self._press(Qt.Key.Key_Return)
        self.bot.waitUntil(lambda: self.tab.panel.shows_done, timeout=20_000)
        return given

    def _press(self, key: Qt.Key) -> None:
        self.bot.keyClick(QApplication.focusWidget() or self.tab.field, key)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shop_path(
    shop_path: Path, tmp_path: Path, products: dict[str, dict[str, str]], week: list[Basket]
) -> Path:
    """The store with all its products, and the worst rule for labels that it could have: codes
    that begin with 29 are weights, and the numbers in them are those of other goods."""
    listed = tmp_path / "products.csv"
    listed.write_bytes(gzip.decompress((JOURNEY / "products.csv.gz").read_bytes()))
    shop = Shop.open(shop_path)
    by = shop.staff.terminal()
    shop.imports.products(str(listed), by=by)
    shop.codes.save_rule(CodeRule("Weight", "weight", "29IIIIIVVVVVC", 3), by=by)
    sold = {line["sku"] for basket in week for line in basket.lines}
    numbers = {int(products[sku]["barcode"][2:7]) for sku in sold}
    unsold = (row for row in products.values() if row["sku"] not in sold)
    for number, other in zip(sorted(numbers - {0}), unsold, strict=False):
        found = shop.catalog.scan(other["barcode"]).product
        shop.catalog.update_product(found.id, scale_number=number, by=by)
    shop.close()
    return shop_path


@pytest.fixture
def till(
    qtbot: QtBot,
    dressed: QApplication,
    home: Path,
    shop_path: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Till]:
    """The window on the store, Ann at the till."""

    class Store(Shop):
        @classmethod
        def open(cls, location, **_kwargs):
            return Shop.open(location, clock=clock)

    monkeypatch.setattr(opening, "_shop_class", lambda: Store)
    sounds = HeardSounds()
    window = build_window(str(home / "shop.db"), sounds=sounds)
    window.show()
    window.activateWindow()
    floor = window.furnish()
    with qtbot.waitSignal(floor.ready, timeout=20_000):
        floor.begin(str(shop_path))
    assert floor.desk is not None
    floor.desk.session.sign_in("ann", OWNER_PIN)
    qtbot.waitUntil(lambda: floor.desk is not None and floor.desk.session.clerk is not None)
    tab = floor.tab(CART)
    assert isinstance(tab, CartTab)
    qtbot.waitUntil(lambda: tab.keeper.idle)
    yield Till(floor.desk, tab, qtbot, sounds)
    window.close()


def test_the_busiest_week_is_rung_up(
    till: Till, clock: Clock, week: list[Basket], products: dict[str, dict[str, str]]
) -> None:
    prices = {sku: cents(row["price"]) for sku, row in products.items()}
    codes = {sku: row["barcode"] for sku, row in products.items()}
    assert (len(week), sum(len(basket.lines) for basket in week)) == (91, 1_052)
    assert {code[:2] for code in codes.values()} == {"29"}
    given: list[int] = []
    for number, basket in enumerate(week):
        clock.now = basket.at.astimezone(UTC)
        due = sum(prices[sku] * count for sku, count in basket.pieces.items())
        till.ring_up(basket, codes)
        in_cart: Counter[str] = Counter()
        for line in till.tab.sale.cart.lines:
            in_cart[line.sku] += int(line.quantity)
        assert in_cart == basket.pieces, f"basket {basket.id}"
        given.append(till.pay(number % 3, due))
    assert till.desk.notices.notices == ()
    assert till.sounds.played.count(Sound.FOUND) == till.scanned
    assert set(till.sounds.played) <= {Sound.FOUND}
    till.bot.waitUntil(lambda: till.tab.keeper.idle)

    shop = till.desk.shop
    orders = list(reversed(shop.orders.page(limit=len(week) + 1)))
    assert len(orders) == len(week)
    for number, (basket, order) in enumerate(zip(week, orders, strict=True)):
        _compare(shop.orders.get(order.id), basket, prices, given[number])
        assert order.number == f"T1-{number + 1}"
    _compare_days(shop, week, prices)
    _compare_stock(shop, week, products)
    assert shop.check(by=shop.staff.terminal()) == ()


def _compare(order: OrderDetail, basket: Basket, prices: dict[str, int], given: int) -> None:
    """A receipt says what the file says, at the prices of the store's list."""
    bought = {sku: (count, prices[sku] * count) for sku, count in basket.pieces.items()}
    assert {item.sku: (item.quantity, item.gross) for item in order.items} == bought
    assert order.total == sum(total for _, total in bought.values())
    assert order.at == basket.at
    [payment] = order.payments
    assert (payment.tendered, payment.change) == (given, given - order.total)
    assert payment.method in ("cash", "card")


def _compare_days(shop: Shop, week: list[Basket], prices: dict[str, int]) -> None:
    baskets: Counter[date] = Counter()
    revenue: Counter[date] = Counter()
    for basket in week:
        baskets[basket.at.date()] += 1
        revenue[basket.at.date()] += sum(prices[sku] * n for sku, n in basket.pieces.items())
    days = {
        row.date: (row.orders, row.revenue)
        for row in shop.reports.daily_sales(by=shop.staff.terminal())
    }
    assert days == {day: (baskets[day], revenue[day]) for day in baskets}
    assert len(days) == 7
    taken = sum(
        row.received - row.given_back for row in shop.reports.takings(by=shop.staff.terminal())
    )
    assert taken == sum(revenue.values())


def _compare_stock(shop: Shop, week: list[Basket], products: dict[str, dict[str, str]]) -> None:
    sold: Counter[str] = Counter()
    for basket in week:
        sold += basket.pieces
    left = {sku: int(row["stock"]) - sold[sku] for sku, row in products.items()}
    on_hand = shop._database.rows(
        "SELECT p.sku, s.on_hand FROM products p JOIN stock s ON s.product_id = p.id"
    )
    assert {sku: count // 1000 for sku, count in on_hand} == left
    assert len(left) == 13_190
