"""From a scanner's Enter to the painted cart line, in the real tab over 100,000 products."""

import gc
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from benchmarks.conftest import Copies
from benchmarks.making import PRODUCTS, barcode_of
from benchmarks.measuring import Times, Verdicts
from pos_app.config import Config
from pos_app.devices.sound import HeardSounds
from pos_app.shop import Shop
from pos_app.ui import messages, theme
from pos_app.ui.cart import CartTab
from pos_app.ui.desk import Desk
from pos_app.ui.session import Session
from pos_app.ui.tasks import Tasks
from pos_app.ui.widgets.notice import NoticeStack

SCANS = 600
LINES = 40
LIMIT_MS = 16
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
