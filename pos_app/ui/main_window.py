"""The program's window: at first a painted outline, then the shop floor with all that is in it."""

import base64
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow

from pos_app import config as settings_file
from pos_app import paths
from pos_app.config import Config
from pos_app.ui import tokens
from pos_app.ui.outline import Outline

if TYPE_CHECKING:
    # Only for annotations: the floor brings every widget, and the first paint must not wait.
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from pos_app.ui.floor import Floor

log = logging.getLogger(__name__)

SMALLEST = (1024, 700)
FIRST_SIZE = (1366, 768)
_DARK_BELOW = 128


class MainWindow(QMainWindow):
    """painted comes once, after the first paint; other_shop(location) asks for a window on
    another shop ("" for the first start), practise(location, fresh) for one on its training copy,
    made anew with fresh. floor is None until furnish() or begin()."""

    painted = Signal()
    other_shop = Signal(str)
    practise = Signal(str, bool)

    def __init__(self, config: Config, make_floor: "Callable[[MainWindow], Floor]") -> None:
        super().__init__()
        self.config = config
        self.floor: Floor | None = None
        self._make_floor = make_floor
        self._painted = False
        self.setWindowTitle("Countertop")
        self.setMinimumSize(*SMALLEST)
        self.setCentralWidget(Outline(_first_palette(config.theme)))
        self._restore_place()

    def furnish(self) -> "Floor":
        """Put the real window in the place of the outline."""
        if self.floor is None:
            self.floor = self._make_floor(self)
            self.setWindowIcon(QIcon(str(paths.resources() / "countertop.svg")))
            self.setCentralWidget(self.floor)
        return self.floor

    def begin(self, location: str) -> None:
        """Furnish, and open this shop; "" shows the first start."""
        self.furnish().begin(location)

    def begin_practice(self, shop: str, fresh: bool) -> None:
        """Furnish, and open the training copy of the shop in this file, a new one with fresh."""
        self.furnish().begin_practice(shop, fresh)

    def paintEvent(self, event: "QPaintEvent") -> None:
        """The first paint is told once all of it is on the screen."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: "QCloseEvent") -> None:
        """End the lanes, then close the shop; what was typed into the cart is on disk already.

        Whoever closes the window is told of receipts that were not printed.
        """
        station = self.floor.station if self.floor is not None else None
        if event.spontaneous() and station is not None and not station.ask_to_leave(self.close):
            event.ignore()
            return
        self.hide()
        if self.floor is not None:
            self.floor.close_down()
        self._keep_place()
        super().closeEvent(event)

    def _restore_place(self) -> None:
        self.resize(*FIRST_SIZE)
        if self.config.geometry:
            try:
                self.restoreGeometry(QByteArray(base64.b64decode(self.config.geometry)))
            except ValueError:
                log.warning("the window's last place could not be read")

    def _keep_place(self) -> None:
        place = base64.b64encode(self.saveGeometry().data()).decode()
        try:
            settings_file.update(geometry=place)
        except OSError as error:
            log.warning("the till's settings could not be written: %s", type(error).__name__)


def _first_palette(mode: str) -> tokens.Palette:
    """The colours of the outline; "system" is told from the system's own window colour."""
    dark = mode == "dark"
    if mode == "system":
        dark = QApplication.palette().window().color().lightness() < _DARK_BELOW
    return tokens.DARK if dark else tokens.LIGHT
