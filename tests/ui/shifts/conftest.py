"""A whole window with a printer and a drawer in memory, and two people: an owner and a clerk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app import config
from pos_app.app import build_window
from pos_app.config import Config
from pos_app.devices.memory import MemoryDevices
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui.main_window import MainWindow
from pos_app.ui.sign_in import SignIn
from pos_app.ui.widgets.sheet import top_sheet
from tests.conftest import OWNER_PIN
from tests.ui.open_till import PRINTER, OpenTill

CLERK_PIN = "135790"
MILK = "29000000017"


@dataclass
class Till(OpenTill):
    """The window of an open shop, worked by keys or by touch."""

    main: MainWindow
    devices: MemoryDevices
    bot: QtBot

    def press(self, *keys: str) -> None:
        """Keys by their names, where the focus is."""
        for name in keys:
            stroke = QKeySequence(name)[0]  # type: ignore[index]
            self.bot.keyClick(self._focus(), stroke.key(), stroke.keyboardModifiers())
            self.rest()

    def write(self, text: str) -> None:
        """Type where the focus is."""
        for sign in text:
            self.bot.keyClick(self._focus(), sign)

    def count(self, *pieces: str) -> None:
        """Pieces row by row, Enter after each; "" for a row of none."""
        for each in pieces:
            self.write(each)
            self.bot.keyClick(self._focus(), Qt.Key.Key_Return)

    def touch(self, *names: str) -> None:
        """Buttons of the sheet on top by their words."""
        for name in names:
            top = top_sheet(self.floor) or self.floor
            found = [
                button
                for button in top.findChildren(QAbstractButton)
                if button.isVisible() and name in (button.text(), button.accessibleName())
            ]
            assert found, f"no button {name!r} in {type(top).__name__}"
            assert found[0].height() >= 36
            self.bot.mouseClick(found[0], Qt.MouseButton.LeftButton)
            self.rest()

    def rest(self) -> None:
        lanes = (self.desk.tasks.counter, self.desk.tasks.office)
        self.until(lambda: not any(lane.busy for lane in lanes) and self.tab.keeper.idle)

    def bare(self) -> None:
        """Wait until no sheet is open."""
        self.until(lambda: top_sheet(self.floor) is None)

    def sign_in(self, username: str, pin: str) -> None:
        """Somebody else comes to the till."""
        self.desk.session.sign_in(username, pin)
        self.until(lambda: self.desk.session.clerk and self.desk.session.clerk.username == username)
        self.until(lambda: self.floor._stack.currentWidget() is self.floor.tab(0))
        self.rest()

    def scan(self, code: str = MILK) -> None:
        """Put something into the cart."""
        before = self.tab.sale.cart
        self.tab.focus_start()
        self.write(code)
        self.bot.keyClick(self._focus(), Qt.Key.Key_Return)
        self.until(lambda: self.tab.sale.cart is not before)
        self.rest()

    def sell(self, tendered: str = "") -> None:
        """One milk, in cash."""
        self.scan()
        self.press("F12")
        self.write(tendered)
        self.press("Return")
        self.until(lambda: self.tab.panel.shows_done)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.main


Open = Callable[..., Till]


@pytest.fixture
def staffed(shop: Shop, owner: Clerk) -> Shop:
    """Milk at 1.29, Ben who is a clerk; nothing is sold without a shift."""
    shop.catalog.add_product(name="Milk 1 l", price=129, stock=400, barcodes=[MILK], by=owner)
    shop.staff.add_user(username="ben", name="Ben", pin=CLERK_PIN, role="clerk", by=owner)
    shop.settings.update(shift_needed=True, difference_limit=500, by=owner)
    return shop


@pytest.fixture
def open_till(qtbot: QtBot, dressed: QApplication, home: Path, staffed: Shop) -> Iterator[Open]:
    """Opens the shop in a window with these settings of the till; Ann, the owner, is signed in."""
    made: list[MainWindow] = []

    def make(**settings: object) -> Till:
        wanted = Config(**({"printer": PRINTER} | settings))  # type: ignore[arg-type]
        config.save(wanted)
        devices = MemoryDevices()
        main = build_window(str(home / "shop.db"), settings=wanted, devices=devices)
        made.append(main)
        main.show()
        main.activateWindow()
        till = Till(main, devices, qtbot)
        with qtbot.waitSignal(till.floor.ready, timeout=20_000):
            till.floor.begin(staffed.path)
        till.until(lambda: isinstance(till.floor._stack.currentWidget(), SignIn))
        till.sign_in("ann", OWNER_PIN)
        return till

    yield make
    for main in made:
        main.close()


@pytest.fixture
def till(open_till: Open) -> Till:
    """One with a printer, at which the drawer hangs."""
    return open_till()
