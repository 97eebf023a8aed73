"""Whether anybody works at the till: it locks itself when nobody has for a while."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

_WORK = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_LOOK_S = 60.0
"""So often it is looked at the least: the shop may lock sooner from now on."""


class IdleWatch(QObject):
    """idle comes after minutes() (0: never) without a key, a click, a touch or touched().

    It stands before the windows, as scans are told from keys there: a program that only moves the
    pointer, or work that goes on by itself, is nobody at the till.
    """

    idle = Signal()

    def __init__(
        self,
        minutes: Callable[[], int],
        parent: QWidget,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._clock = clock
        self._last = clock()
        self._timer = QTimer(self, singleShot=True)
        app = QApplication.instance()
        assert isinstance(app, QApplication)

        self._timer.timeout.connect(self.look)
        app.focusWindowChanged.connect(self._watch)
        self._watch(parent.window().windowHandle())
        self._watch(QGuiApplication.focusWindow())
        self._wait()

    def touched(self) -> None:
        """Somebody is there: a scan came by a cable, somebody signed in."""
        self._last = self._clock()

    def look(self) -> None:
        """Tell if the time is up, and wait for the rest of it otherwise."""
        minutes = self._minutes()
        if minutes and self._clock() - self._last >= 60 * minutes:
            self._last = self._clock()
            self.idle.emit()
        self._wait()

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes what a person did, and takes nothing away."""
        if event.type() in _WORK:
            self._last = self._clock()
        return False

    def _wait(self) -> None:
        minutes = self._minutes()
        left = 60 * minutes - (self._clock() - self._last) if minutes else _LOOK_S
        self._timer.start(int(1000 * min(_LOOK_S, max(1.0, left))))

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)
