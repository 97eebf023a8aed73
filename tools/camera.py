"""One window, worked by keys, and the pictures of it; for screenshots.py."""

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.ui.floor import Floor
from pos_app.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent

PATIENCE = 30.0
"""Seconds for a view to come to rest."""

CALM = 0.3
"""Seconds without work after which a view is at rest: longer than a search waits for more keys."""


class Camera:
    """One window, worked by keys, and the pictures of it."""

    def __init__(self, window: MainWindow, out: Path, tone: str, only: list[str]) -> None:
        self.window = window
        self._out = out
        self._tone = tone
        self._only = only
        self.floor: Floor = window.furnish()

    def rest(self) -> None:
        """Wait until nothing is under way and all of it is painted."""
        start = quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < CALM:
            QTest.qWait(20)
            if self.floor.tasks.counter.busy or self.floor.tasks.office.busy:
                quiet_since = time.monotonic()
            if time.monotonic() - start > PATIENCE:
                raise TimeoutError("the window does not come to rest")

    def until(self, done: Callable[[], bool]) -> None:
        """Wait for something, then for rest."""
        start = time.monotonic()
        while not done():
            QTest.qWait(20)
            if time.monotonic() - start > PATIENCE:
                raise TimeoutError("what was waited for did not come")
        self.rest()

    def press(self, *keys: str) -> None:
        """Press keys, each by its name ("Ctrl+2", "F12"), where the focus is."""
        for key in keys:
            QTest.keySequence(self._focus(), QKeySequence(key))
            self.rest()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self._focus(), text)

    def snap(self, name: str) -> None:
        """Save a picture of the window as it stands."""
        if self._only and name not in self._only:
            return
        self.rest()
        self._save(name, self.window.grab().toImage())

    def keep(self, name: str, picture: QImage) -> None:
        """Save a picture that was made beside the window."""
        if not self._only or name in self._only:
            self._save(name, picture)

    def _save(self, name: str, picture: QImage) -> None:
        path = self._out / f"{name}-{self._tone}.png"
        if not _few_colours(picture).save(str(path), quality=0):
            raise OSError(f"{path} could not be written")
        print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path, flush=True)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window


def _few_colours(picture: QImage) -> QImage:
    """The same picture in 256 of its colours: a third of the bytes, and no difference seen."""
    true = picture.convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(true.constBits()).cast("I"))
    plain = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    return true.convertToFormat(QImage.Format.Format_Indexed8, _chosen(counted), plain)


def _chosen(counted: Counter[int]) -> list[int]:
    """256 colours, one after another the one that is missed most, by how far and how often."""
    missed = dict.fromkeys(counted, 3 * 255**2)
    table: list[int] = []
    while missed and len(table) < 256:
        colour = max(missed, key=lambda c: missed[c] * counted[c] ** 0.5)
        table.append(colour)
        del missed[colour]
        for other, gap in missed.items():
            missed[other] = min(gap, _distance(colour, other))
    return table


def _distance(one: int, other: int) -> int:
    return sum(((one >> by & 255) - (other >> by & 255)) ** 2 for by in (0, 8, 16))
