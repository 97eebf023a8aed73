"""From a scanner's last key to the painted cart line, in the real tab over 100,000 products."""

import gc
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from benchmarks.conftest import Copies
from benchmarks.making import PRODUCTS, barcode_of
from benchmarks.measuring import Times, Verdicts
from pos_app.config import Config
from pos_app.devices.sound import HeardSounds
from pos_app.devices.wedge import WedgeRules
from pos_app.shop import Shop
from pos_app.ui import messages, theme
from pos_app.ui.cart import CartTab
from pos_app.ui.desk import Desk
from pos_app.ui.scanning.keys import WedgeKeys
from pos_app.ui.session import Session
from pos_app.ui.tasks import Tasks
from pos_app.ui.widgets.notice import NoticeStack

SCANS = 600
LINES = 40
LIMIT_MS = 16
WEDGE_LIMIT_MS = 50
KEY_MS = 4
PATIENCE_MS = 5000


class Painted(QObject):
    """Ends the waiting when the list of lines has been painted with the cart of now."""

    def __init__(self, tab: CartTab) -> None:
        super().__init__()
        self._tab = tab
        self._loop = QEventLoop()
        self._changed = False
        self._ended = 0
        tab.sale.changed.connect(self._change)
        tab.panel.lines.viewport().installEventFilter(self)

    def wait(self) -> int:
        """Let the window run until then; the nanosecond it was painted."""
        self._ended = 0
        guard = QTimer(singleShot=True, interval=PATIENCE_MS)
        guard.timeout.connect(self._loop.quit)
        guard.start()
        self._loop.exec()
        assert self._ended, "a scan never became a line"
        return self._ended

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and self._changed:
            self._changed = False
            QTimer.singleShot(0, self, self._end)  # after the paint that begins now
        return False

    def _change(self) -> None:
        self._changed = True

    def _end(self) -> None:
        self._ended = time.perf_counter_ns()
        self._loop.quit()


@pytest.fixture
def tab(stocked: Path, copies: Copies, qtbot: QtBot, qapp) -> Iterator[CartTab]:
    sys.setswitchinterval(0.0005)  # as the program does
    theme.apply(qapp, theme.LIGHT_MODE)
    shop = Shop.open(copies.of(stocked, "window"))
    window = QWidget()
    qtbot.addWidget(window)
    tasks = Tasks()
    session = Session(shop, tasks, window)
    session.clerk = shop.staff.terminal()
    notices = NoticeStack(window)
    messages.say_through(notices, shop.money)
    made = CartTab(Desk(shop, tasks, session, notices, Config(), HeardSounds()))
    QVBoxLayout(window).addWidget(made)
    window.resize(1366, 768)
    window.show()
    tasks.watch(shop)
    made.refresh()
    made.focus_start()
    qtbot.waitUntil(lambda: not tasks.counter.busy and not tasks.office.busy, timeout=30_000)
    yield made
    messages.say_through(None, None)
    tasks.close()
    shop.close()


def test_barcode_to_painted_line(tab: CartTab, qtbot: QtBot, verdicts: Verdicts) -> None:
    chance = random.Random(11)
    painted, times = Painted(tab), Times()
    gc.collect()
    for number in range(SCANS):
        if number % LINES == 0:
            tab.sale.start()
        QTest.keyClicks(tab.field, barcode_of(chance.randrange(PRODUCTS)))
        start = time.perf_counter_ns()
        QTest.keyClick(tab.field, Qt.Key.Key_Return)
        times.append(painted.wait() - start)
        # Between two scans the cart is written down; the fastest scanner leaves 50 ms for it.
        qtbot.waitUntil(lambda: tab.keeper.idle)
    assert tab.sale.cart
    verdicts.within("barcode to painted cart line", times, 0.99, LIMIT_MS)


class Wedge:
    """A keyboard-wedge scanner before the window: its keys carry their own times."""

    def __init__(self, tab: CartTab) -> None:
        self._now = 1_000
        self._keys = WedgeKeys(WedgeRules(), tab)
        self._keys.scanned.connect(lambda scan: tab.scans.put(scan.text))

    def type(self, code: str) -> None:
        """The characters of a code."""
        self._now += 1_000
        for sign in code:
            self._press(Qt.Key(ord(sign)), sign)

    def end(self) -> None:
        """The last key: Enter."""
        self._press(Qt.Key.Key_Return, "\r")

    def stop(self) -> None:
        self._keys.stop()

    def _press(self, key: Qt.Key, text: str) -> None:
        self._now += KEY_MS
        window = QGuiApplication.focusWindow()
        assert window is not None
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._now)
            QCoreApplication.sendEvent(window, event)


def test_last_key_of_a_scan_to_painted_line(tab: CartTab, qtbot: QtBot, verdicts: Verdicts) -> None:
    """The path of every scan: told from typing, queued, looked up, put into the cart, painted."""
    chance = random.Random(12)
    tab.window().activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
    painted, times, wedge = Painted(tab), Times(), Wedge(tab)
    gc.collect()
    for number in range(SCANS):
        if number % LINES == 0:
            tab.sale.start()
        wedge.type(barcode_of(chance.randrange(PRODUCTS)))
        start = time.perf_counter_ns()
        wedge.end()
        times.append(painted.wait() - start)
        qtbot.waitUntil(lambda: tab.keeper.idle and tab.scans.idle)
    wedge.stop()
    assert tab.field.text() == ""
    verdicts.within("scanner's last key to painted cart line", times, 0.99, WEDGE_LIMIT_MS)
