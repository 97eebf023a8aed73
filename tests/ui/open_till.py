"""What every test of a whole window reaches for: its rooms, and waiting for it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.devices.memory import MemoryDevices
from pos_app.devices.printer import MemoryPrinter
from pos_app.shop import Shop
from pos_app.ui.cart import CartTab
from pos_app.ui.desk import Desk
from pos_app.ui.floor import Floor
from pos_app.ui.main_window import MainWindow
from pos_app.ui.station import Station
from pos_app.ui.widgets.sheet import Sheet, top_sheet

S = TypeVar("S", bound=Sheet)

PRINTER = "tcp://printer:9100"


class OpenTill:
    """A window with devices in memory."""

    main: MainWindow
    devices: MemoryDevices
    bot: QtBot
    patience_ms = 10_000

    @property
    def floor(self) -> Floor:
        return self.main.furnish()

    @property
    def desk(self) -> Desk:
        assert self.floor.desk is not None
        return self.floor.desk

    @property
    def shop(self) -> Shop:
        return self.desk.shop

    @property
    def station(self) -> Station:
        assert self.floor.station is not None
        return self.floor.station

    @property
    def tab(self) -> CartTab:
        tab = self.floor.tab(0)
        assert isinstance(tab, CartTab)
        return tab

    @property
    def printer(self) -> MemoryPrinter:
        return self.devices.printer(PRINTER)

    @property
    def notices(self) -> list[str]:
        return [notice.text for notice in self.desk.notices.notices]

    def until(self, done: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(done()), timeout=self.patience_ms)

    def sheet(self, kind: type[S]) -> S:
        """Wait for a sheet of this kind on top."""
        self.until(lambda: isinstance(top_sheet(self.floor), kind))
        sheet = top_sheet(self.floor)
        assert isinstance(sheet, kind)
        return sheet

    def seen(self, widget: QWidget) -> str:
        """All words that stand in it."""
        return " | ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())
