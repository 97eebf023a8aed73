"""A whole window with devices in memory, worked by keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app import config
from pos_app.app import build_window
from pos_app.config import Config
from pos_app.devices.memory import MemoryDevices
from pos_app.devices.printer import MemoryPrinter
from pos_app.shop import Shop
from pos_app.ui.cart import CartTab
from pos_app.ui.main_window import MainWindow
from pos_app.ui.sign_in import SignIn
from pos_app.ui.widgets.sheet import Sheet
from tests.conftest import OWNER_PIN
from tests.ui.open_till import PRINTER, OpenTill

S = TypeVar("S", bound=Sheet)

SPARE = "usb://04b8:0202"


@dataclass
class Window(OpenTill):
    """The open shop's window, and what hangs at its till."""

    main: MainWindow
    devices: MemoryDevices
    bot: QtBot

    @property
    def cart(self) -> CartTab:
        return self.tab

    @property
    def spare(self) -> MemoryPrinter:
        return self.devices.printer(SPARE)

    def key(
        self, *keys: Qt.Key | str, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press keys where the focus is; a text is typed."""
        for key in keys:
            for one in key if isinstance(key, str) else [key]:
                self.bot.keyClick(QApplication.focusWidget() or self.main, one, held)

    def ctrl(self, key: Qt.Key) -> None:
        self.key(key, held=Qt.KeyboardModifier.ControlModifier)

    def rest(self) -> None:
        lanes = (self.desk.tasks.counter, self.desk.tasks.office)
        self.until(lambda: not any(lane.busy for lane in lanes) and self.cart.keeper.idle)

    def sheet(self, kind: type[S]) -> S:
        def found() -> list[S]:
            return [sheet for sheet in self.main.findChildren(kind) if sheet.isVisible()]

        self.until(found)
        return found()[-1]

    def sell(self, *, cash: bool = True) -> str:
        """Sell a milk; the number of the receipt."""
        self.cart.focus_start()
        self.key("29000000017", Qt.Key.Key_Return)
        self.until(lambda: self.cart.sale.cart)
        self.key(Qt.Key.Key_F12)
        self.until(lambda: self.cart._sheets.paying.is_open)
        if not cash:
            self.key(Qt.Key.Key_F2)
        self.key(Qt.Key.Key_Return)
        self.until(lambda: self.cart.panel.shows_done and not self.cart._sheets.paying.is_open)
        assert self.cart._sheets.paying.sold is not None
        return self.cart._sheets.paying.sold.number


@pytest.fixture
def open_window(
    qtbot: QtBot, dressed: QApplication, home: Path, shop_path: Path
) -> Iterator[Callable[..., Window]]:
    """Opens the shop in a window with these settings; somebody is signed in."""
    made: list[MainWindow] = []

    def make(devices: MemoryDevices | None = None, **settings: object) -> Window:
        wanted = Config(**({"printer": PRINTER} | settings))  # type: ignore[arg-type]
        config.save(wanted)
        devices = devices or MemoryDevices()
        main = build_window(str(home / "shop.db"), settings=wanted, devices=devices)
        made.append(main)
        main.show()
        main.activateWindow()
        window = Window(main, devices, qtbot)
        window.floor.begin(str(shop_path))
        page = window.floor._stack
        qtbot.waitUntil(lambda: isinstance(page.currentWidget(), SignIn), timeout=20_000)
        sign_in = page.currentWidget()
        assert isinstance(sign_in, SignIn)
        qtbot.keyClicks(sign_in.pad.field, OWNER_PIN)
        qtbot.keyClick(sign_in.pad.field, Qt.Key.Key_Return)
        window.until(lambda: page.currentWidget() is window.floor.tab(0))
        window.rest()
        return window

    yield make
    for main in made:
        main.close()


@pytest.fixture(autouse=True)
def _milk(shop: Shop, home: QWidget) -> None:
    shop.catalog.add_product(
        name="Milk 1 l",
        price=129,
        stock=400,
        barcodes=["29000000017"],
        by=shop.staff.terminal(),
    )


@pytest.fixture
def window(open_window: Callable[..., Window]) -> Window:
    """One with a printer and a spare one."""
    return open_window(spare_printer=SPARE)
