"""A counter for tests: the real shop behind the real tab, driven by keys and clicks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.config import Config
from pos_app.devices.sound import HeardSounds
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from pos_app.ui import messages, theme
from pos_app.ui.cart import CartTab
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.sale import Sale
from pos_app.ui.desk import Desk
from pos_app.ui.session import Session
from pos_app.ui.tasks import Tasks
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.notice import NoticeStack
from pos_app.ui.widgets.sheet import Sheet

W = TypeVar("W", bound=QWidget)
S = TypeVar("S", bound=Sheet)


@dataclass
class Till:
    """The window with the tab in it, and the ways a clerk has to use it."""

    window: QWidget
    tab: CartTab
    desk: Desk
    sounds: HeardSounds
    bot: QtBot

    @property
    def sale(self) -> Sale:
        return self.tab.sale

    @property
    def names(self) -> list[str]:
        """The names in the cart, from top to bottom."""
        return [line.name for line in self.sale.cart.lines]

    def key(self, *keys: Qt.Key | str, held: Qt.KeyboardModifier | None = None) -> None:
        """Press keys one after another where the focus is; a text is typed."""
        for key in keys:
            for one in key if isinstance(key, str) else [key]:  # the focus may move in between
                target = QApplication.focusWidget() or self.tab.field
                self.bot.keyClick(target, one, held or Qt.KeyboardModifier.NoModifier)

    def scan(self, code: str) -> None:
        """What a keyboard-wedge scanner does: the digits, then Enter."""
        self.key(code, Qt.Key.Key_Return)

    def rest(self) -> None:
        """Wait until the lanes have answered everything and the cart is on disk."""
        lanes = (self.desk.tasks.counter, self.desk.tasks.office)
        self.bot.waitUntil(lambda: not any(lane.busy for lane in lanes) and self.tab.keeper.idle)

    def wait_lines(self, count: int) -> None:
        """Wait until the cart has this many lines."""
        self.bot.waitUntil(lambda: len(self.sale.cart.lines) == count)

    def part(self, kind: type[W]) -> W:
        """The tab's own widget of this kind."""
        found = self.tab.findChild(kind)
        assert isinstance(found, kind)
        return found

    def sheet(self, kind: type[S]) -> S:
        """Wait for an open sheet of this kind."""

        def open_one() -> S | None:
            found = [sheet for sheet in self.window.findChildren(kind) if sheet.isVisible()]
            return found[-1] if found else None

        self.bot.waitUntil(lambda: open_one() is not None)
        sheet = open_one()
        assert isinstance(sheet, kind)
        return sheet

    def pay(self) -> PaySheet:
        """Open the pay sheet."""
        self.key(Qt.Key.Key_F12)
        return self.sheet(PaySheet)

    def wait_sold(self) -> None:
        """Wait until the sale just finished is shown."""
        self.bot.waitUntil(lambda: self.tab.panel.shows_done)

    def sums(self) -> dict[str, str]:
        """What stands between the lines and the total, words and figures."""
        return {each.words: each.figure for each in self.tab.panel.totals.sums.sums}

    def spoken(self, row: int = 0) -> str:
        """What is read out of a line in the cart."""
        model = self.tab.panel.lines.model()
        return str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))

    @property
    def notices(self) -> list[str]:
        """What the notices say, oldest first."""
        return [notice.text for notice in self.desk.notices.notices]


def words(widget: QWidget) -> str:
    """Every word that can be read in a widget."""
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def button(widget: QWidget, text: str) -> KeyButton:
    """The button with this word."""
    return next(each for each in widget.findChildren(KeyButton) if each.text() == text)


@pytest.fixture
def set_up_till(
    shop: Shop, owner: Clerk, qtbot: QtBot, qapp: QApplication
) -> Iterator[Callable[..., Till]]:
    """Makes a till on the shop; the lanes end with the test."""
    made: list[Tasks] = []
    theme.apply(qapp, theme.LIGHT_MODE)

    def make(size: tuple[int, int] = (1366, 712), clerk: Clerk | None = owner) -> Till:
        tasks, sounds = Tasks(), HeardSounds()
        made.append(tasks)
        window = QWidget()
        qtbot.addWidget(window)
        session = Session(shop, tasks, window)
        session.clerk = clerk
        notices = NoticeStack(window)
        messages.say_through(notices, shop.money)
        tasks.refused.connect(messages.show)
        desk = Desk(shop, tasks, session, notices, Config(), sounds)
        tab = CartTab(desk)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(tab)
        window.resize(*size)
        window.show()
        tasks.watch(shop)
        tab.refresh()
        window.activateWindow()
        tab.focus_start()
        till = Till(window, tab, desk, sounds, qtbot)
        if clerk is not None:
            till.rest()
        return till

    yield make
    messages.say_through(None, None)
    for tasks in made:
        tasks.close()


@pytest.fixture
def till(set_up_till: Callable[..., Till], goods: dict[str, ProductRow]) -> Till:
    """A till whose shop has a few goods."""
    return set_up_till()


@pytest.fixture
def goods(add_product: Callable[..., ProductRow]) -> dict[str, ProductRow]:
    """Milk, coffee, beans and bananas with codes; ice is out."""
    stocked = (
        ("milk", "Whole milk 1 gal", 279, 38, "Dairy > Milk", "piece", ["29000000017"]),
        ("coffee", "Ground coffee 34 oz", 749, 31, "Grocery > Coffee", "piece",
         ["29000000024", ("29000000093", 12)]),
        ("beans", "Baked beans 15.75 oz", 89, 11, "Grocery > Beans", "piece", ["29000000031"]),
        ("bananas", "Bananas", 59, 41, "Produce", "lb", ["29000000048"]),
        ("ice", "Ice, crushed 22 lb", 299, 0, "Grocery > Ice", "piece", ["29000000055"]),
    )  # fmt: skip
    return {
        key: add_product(name, price, stock, category=category, unit=unit, barcodes=barcodes)
        for key, name, price, stock, category, unit, barcodes in stocked
    }


@pytest.fixture
def codes(goods: dict[str, ProductRow]) -> dict[str, str]:
    """The barcode of each."""
    return {name: row.barcode for name, row in goods.items()}
