"""What a finger does on a list beside tapping: it flicks to scroll, holds, and swipes."""

import time

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScroller

HOLD_MS = 500
"""So long a finger rests until it counts as held."""
SWIPE = 96
"""Pixels sideways from which on letting go counts as a swipe."""
_STARTS = 24
_FLAT = 2
"""A swipe goes so many times further sideways than up or down."""


class Finger(QObject):
    """Watches one area, which scrolls by a finger, and by a mouse only as it did before. A mouse
    may hold and swipe, too: resistive screens are one to the system.

    held(place) comes while the finger still rests; swiping(place, dx) while it moves sideways, 0
    once it has let go; swiped(place, direction) where it went far enough, -1 is to the left. place
    is where it came down, in the viewport. took is True from any of these until the next press:
    what is under the finger was not tapped.
    """

    held = Signal(QPoint)
    swiping = Signal(QPoint, int)
    swiped = Signal(QPoint, int)

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._viewport = area.viewport()
        # Fed by hand: grabbed as a gesture it would swallow swipes, and let a flick end as a tap.
        self._scroller = QScroller.scroller(self._viewport)
        self._down: QPoint | None = None
        self._sideways = self._scrolling = False
        self.took = False
        self._hold = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._viewport.installEventFilter(self)
        self._hold.timeout.connect(self._held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow press, move and release; moves of a swipe or a flick are nobody else's."""
        if watched is not self._viewport or not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._press(event)
        elif kind == QEvent.Type.MouseMove and self._down is not None:
            return self._move(event, self._down)
        elif kind == QEvent.Type.MouseButtonRelease and self._down is not None:
            self._release(event, self._down)
        return False

    def _press(self, event: QMouseEvent) -> None:
        self._hold.stop()
        self._down, self._sideways, self._scrolling = None, False, False
        if event.button() != Qt.MouseButton.LeftButton:
            return
        # A finger that stops what still scrolls has tapped nothing.
        self.took = self._scroller.state() == QScroller.State.Scrolling
        self._down = event.position().toPoint()
        self._feed(QScroller.Input.InputPress, event)
        if not self.took:
            self._hold.start()

    def _move(self, event: QMouseEvent, down: QPoint) -> bool:
        way = event.position().toPoint() - down
        far = way.manhattanLength() >= QApplication.startDragDistance()
        if far:
            self._hold.stop()
        flat = abs(way.x()) >= _FLAT * abs(way.y())
        if not self.took and flat and abs(way.x()) >= _STARTS:
            self._sideways = self.took = True
            self._scroller.stop()
        elif far and not flat and not self._sideways and _by_finger(event):
            self._scrolling = self.took = True
        if self._sideways:
            self.swiping.emit(down, way.x())
        else:
            self._feed(QScroller.Input.InputMove, event)
        return self._sideways or self._scrolling

    def _release(self, event: QMouseEvent, down: QPoint) -> None:
        self._hold.stop()
        self._down = None
        if not self._sideways:
            self._feed(QScroller.Input.InputRelease, event)
            return
        self._sideways = False
        self.swiping.emit(down, 0)
        way = event.position().toPoint() - down
        if abs(way.x()) >= SWIPE:
            self.swiped.emit(down, 1 if way.x() > 0 else -1)

    def _feed(self, what: QScroller.Input, event: QMouseEvent) -> None:
        if _by_finger(event):
            self._scroller.handleInput(what, event.position(), int(time.monotonic() * 1000))

    def _held(self) -> None:
        if self._down is not None:
            self.took = True
            self.held.emit(self._down)


def _by_finger(event: QMouseEvent) -> bool:
    """True for a mouse event that was made of a touch."""
    return event.source() != Qt.MouseEventSource.MouseEventNotSynthesized
