"""The real window with somebody at the till and a scanner that types."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.app import build_window
from pos_app.devices.sound import HeardSounds
from pos_app.shop import Shop
from pos_app.ui.cart import CartTab
from pos_app.ui.desk import Desk
from pos_app.ui.floor import Floor
from pos_app.ui.tabs import CART
from tests.conftest import OWNER_PIN
from tests.ui.scanning.keyboard import Keyboard


@dataclass
class Place:
    """A till in its window."""

    floor: Floor
    desk: Desk
    bot: QtBot
    sounds: HeardSounds
    keyboard: Keyboard = field(default_factory=Keyboard)

    @property
    def tab(self) -> CartTab:
        tab = self.floor.tab(CART)
        assert isinstance(tab, CartTab)
        return tab

    @property
    def screen(self) -> QWidget:
        """What stands in the window."""
        page = self.floor._stack.currentWidget()
        assert page is not None
        return page

    @property
    def notices(self) -> list[str]:
        return [notice.text for notice in self.floor.notices.notices]

    def focus(self) -> None:
        """The window has the focus, whatever windows of other tests went meanwhile."""
        window = self.floor.window()
        window.activateWindow()
        self.bot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())

    def rest(self) -> None:
        """Wait until every scan was answered and every lane is empty."""
        lanes = (self.desk.tasks.counter, self.desk.tasks.office)
        self.bot.waitUntil(
            lambda: self.tab.scans.idle and not any(lane.busy for lane in lanes), timeout=30_000
        )

    def sign_in(self, username: str = "ann", pin: str = OWNER_PIN) -> None:
        """Somebody comes to the till."""
        self.desk.session.sign_in(username, pin)
        self.bot.waitUntil(lambda: self.desk.session.clerk is not None)
        self.rest()

    def scan(self, code: str) -> None:
        """The scanner types a code; wait for what becomes of it."""
        self.keyboard.scan(code)
        self.rest()


@pytest.fixture
def open_place(
    qtbot: QtBot, dressed: QApplication, home: Path, shop_path: Path
) -> Iterator[Callable[[Callable[[Shop], None]], Place]]:
    """Fills a shop and opens the window on it; somebody is signed in."""
    windows = []

    def make(fill: Callable[[Shop], None]) -> Place:
        shop = Shop.open(shop_path)
        fill(shop)
        shop.close()
        sounds = HeardSounds()
        window = build_window(str(home / "shop.db"), sounds=sounds)
        windows.append(window)
        window.show()
        window.activateWindow()
        floor = window.furnish()
        with qtbot.waitSignal(floor.ready, timeout=20_000):
            floor.begin(str(shop_path))
        assert floor.desk is not None
        place = Place(floor, floor.desk, qtbot, sounds)
        place.sign_in()
        place.focus()
        return place

    yield make
    for window in windows:
        window.close()
