"""Two thousand scans at twenty a second through the real window, whatever it is busy with: each
becomes a line or a notice, in order."""

import itertools
import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from pos_app.devices.sound import Sound
from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop
from pos_app.ui.cart import CartTab
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.floor import Floor
from pos_app.ui.tabs import CART, CUSTOMERS, ORDERS, PRODUCTS, REPORTS
from pos_app.ui.widgets.sheet import Sheet, top_sheet
from tests.ui.scanning.conftest import Place

SCANS = 2000
PER_SECOND = 20
GOODS = 24
GAP_MS = 3

Key = Qt.Key


class Log:
    """What became of the scans, in the order it happened."""

    def __init__(self, floor: Floor, tab: CartTab) -> None:
        self.became: list[str] = []
        self._names: dict[int, str] = {}
        self._floor = floor
        self._before: dict[int, Decimal] = {}
        self._sale = tab.sale
        tab.sale.changed.connect(self._see_lines)
        say = floor.notices.say

        def heard(text: str, *rest: object, **more: object) -> object:
            if more.get("sticky"):
                self.became.append(text)
            return say(text, *rest, **more)  # type: ignore[arg-type]

        floor.notices.say = heard  # type: ignore[method-assign, assignment]

    def _see_lines(self) -> None:
        now: dict[int, Decimal] = {}
        for line in self._sale.cart.lines:
            now[line.product_id] = now.get(line.product_id, Decimal(0)) + line.quantity
            self._names[line.product_id] = line.name
        for product_id, quantity in now.items():
            grown = quantity - self._before.get(product_id, Decimal(0))
            self.became += [self._names[product_id]] * int(max(grown, Decimal(0)))
        self._before = now


class Counter:
    """The window, a scanner that never rests, and what became of its scans."""

    def __init__(self, place: Place) -> None:
        self.floor = place.floor
        self.desk = place.desk
        self.bot = place.bot
        self.sounds = place.sounds
        self.tab = place.tab
        self.keyboard = place.keyboard
        self.rest = place.rest
        self.sign_in = place.sign_in
        self.log = Log(place.floor, place.tab)
        self.expected: list[str] = []
        self.nobodys: list[str] = []
        """Unknown codes that were scanned while nobody was signed in: they are told, not noted."""

    def scan(self, code: str, becomes: str) -> None:
        """One scan of a twentieth of a second; the window gets no rest after it."""
        start = self.keyboard.now
        for sign in code:
            self.keyboard.press(sign, GAP_MS, releases=False)
        self.keyboard.enter(GAP_MS)
        self.keyboard.now = start + 1000 // PER_SECOND
        self.expected.append(becomes)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)

    def key(self, key: Key) -> None:
        """A key that a clerk presses, at once."""
        self.bot.keyClick(QApplication.focusWidget() or self.tab.field, key)

    def pay_sheet(self) -> PaySheet:
        """The pay sheet, open."""
        self.key(Key.Key_F12)
        self.bot.waitUntil(lambda: isinstance(top_sheet(self.floor), PaySheet))
        sheet = top_sheet(self.floor)
        assert isinstance(sheet, PaySheet)
        return sheet


@pytest.fixture
def goods() -> list[ProductRow]:
    """What the shop sells; filled by counter."""
    return []


@pytest.fixture
def counter(
    open_place: Callable[[Callable[[Shop], None]], Place], goods: list[ProductRow]
) -> Counter:
    def fill(shop: Shop) -> None:
        by = shop.staff.terminal()
        for number in range(GOODS):
            codes = [f"29{number:010}7X"]
            goods.append(
                shop.catalog.add_product(
                    name=f"Thing {number}", price=100 + number, stock=100_000, barcodes=codes, by=by
                )
            )

    return Counter(open_place(fill))


def test_two_thousand_scans_through_everything(counter: Counter, goods: list[ProductRow]) -> None:
    chance = random.Random(7)
    unknown = itertools.count()
    blocked = "{} was not added."

    def scans(count: int, becomes: str = "{}") -> None:
        for _ in range(count):
            if chance.random() < 0.1:
                code = f"44{next(unknown):010}Z"
                counter.scan(code, f"“{code}” belongs to no product.")
            else:
                row = chance.choice(goods)
                counter.scan(row.barcode, becomes.format(row.name))

    rounds = 0
    while len(counter.expected) < SCANS:
        rounds += 1
        counter.floor.show_tab(CART)
        scans(60)  # nothing lies over the sale
        for tab in (PRODUCTS, CUSTOMERS, ORDERS, REPORTS):  # another tab, built meanwhile
            counter.floor.show_tab(tab)
            scans(15)
        counter.floor.show_tab(CART)
        _under_sheets(counter, scans)
        _under_windows(counter, scans)
        counter.desk.tasks.counter.run(_long_query)  # the lane is busy, and so is the window
        scans(10)
        sheet = counter.pay_sheet()
        counter.rest()
        scans(20, blocked)
        counter.rest()
        sheet._take()  # into the books: what is scanned now waits for the next sale
        assert counter.tab._counter.selling
        scans(25)
        counter.bot.waitUntil(lambda: not counter.tab._counter.selling)
        _while_signed_out(counter, scans, blocked)
    counter.rest()
    assert rounds > 3
    assert len(counter.expected) >= SCANS
    _compare(counter)


def _compare(counter: Counter) -> None:
    became, expected = counter.log.became, counter.expected
    for place, (was, wanted) in enumerate(zip(became, expected, strict=False)):
        assert was == wanted, f"scan {place} became {was}"
    assert len(became) == len(expected)
    lost = [text for text in expected if "belongs to no" in text]
    heard = counter.sounds.played
    assert heard.count(Sound.NOT_FOUND) == len(lost)
    assert heard.count(Sound.BLOCKED) == sum("was not" in text for text in expected)
    assert heard.count(Sound.FOUND) == len(expected) - len(lost) - heard.count(Sound.BLOCKED)
    assert counter.tab.field.text() == ""
    noted = counter.desk.shop.codes.unknown_codes(limit=1000)
    assert {row.code for row in noted} == {_code_in(text) for text in lost} - {*counter.nobodys}


def _code_in(notice: str) -> str:
    return notice.split("”", maxsplit=1)[0][1:]


def _under_sheets(counter: Counter, scans) -> None:
    for key in (Key.Key_F4, Key.Key_F8, Key.Key_F6):  # customer, park, discount
        counter.rest()
        counter.key(key)
        counter.bot.waitUntil(lambda: top_sheet(counter.floor) is not None)
        scans(15)
        counter.rest()
        sheet = top_sheet(counter.floor)
        assert isinstance(sheet, Sheet)
        sheet.reject()


def _under_windows(counter: Counter, scans) -> None:
    menu = QMenu(counter.floor)
    menu.addAction("Nothing")
    menu.popup(counter.floor.mapToGlobal(QPoint(40, 40)))
    scans(15)
    menu.close()
    _focus(counter.floor.window(), counter)
    dialog = QFileDialog(counter.floor, "Open a shop")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    _focus(dialog, counter)
    scans(15)
    assert dialog.isVisible()
    dialog.close()
    _focus(counter.floor.window(), counter)


def _focus(window: QWidget, counter: Counter) -> None:
    """Give a window the focus: a window manager's work, and there is none offscreen."""
    window.activateWindow()
    counter.bot.waitUntil(window.isActiveWindow)


def _while_signed_out(counter: Counter, scans, blocked: str) -> None:
    counter.rest()
    counter.desk.session.sign_out()
    counter.rest()
    start = len(counter.expected)
    scans(15, blocked)
    for place in range(start, len(counter.expected)):
        if "belongs to no" in counter.expected[place]:
            counter.nobodys.append(_code_in(counter.expected[place]))
        counter.expected[place] = counter.expected[place].replace("not added", "not taken")
    counter.rest()
    counter.sign_in()


def _long_query() -> None:
    sum(number * number for number in range(300_000))
