"""Frames of the product table over 100,000 rows: down through all of them, then anywhere."""

import gc
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from benchmarks.conftest import Copies
from benchmarks.making import PRODUCTS
from benchmarks.measuring import Times, Verdicts, now
from pos_app.config import Config
from pos_app.devices.sound import HeardSounds
from pos_app.shop import Shop
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.products import ProductsTab
from pos_app.ui.session import Session
from pos_app.ui.sweeping import Sweeper
from pos_app.ui.tasks import Tasks
from pos_app.ui.widgets.notice import NoticeStack

LIMIT_MS = 50
JUMPS = 500


class Paints(QObject):
    """Counts how often a widget was painted: a frame that paints nothing is no frame."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def tab(stocked: Path, copies: Copies, qtbot: QtBot, qapp) -> Iterator[ProductsTab]:
    sys.setswitchinterval(0.0005)  # as the program does
    theme.apply(qapp, theme.LIGHT_MODE)
    shop = Shop.open(copies.of(stocked, "table"))
    window = QWidget()
    qtbot.addWidget(window)
    tasks = Tasks()
    session = Session(shop, tasks, window)
    session.clerk = shop.staff.terminal()
    notices = NoticeStack(window)
    messages.say_through(notices, shop.money)
    made = ProductsTab(Desk(shop, tasks, session, notices, Config(), HeardSounds()))
    QVBoxLayout(window).addWidget(made)
    window.resize(1366, 768)
    window.show()
    sweeper = Sweeper(window)  # as the program does: no lane collects garbage
    made.refresh()
    qtbot.waitUntil(lambda: not tasks.counter.busy and not tasks.office.busy, timeout=30_000)
    yield made
    sweeper.stop()
    messages.say_through(None, None)
    tasks.close()
    shop.close()


def test_scrolling_through_every_row(tab: ProductsTab, verdicts: Verdicts) -> None:
    table = tab.table
    model, bar, viewport = table.model(), table.verticalScrollBar(), table.viewport()
    paints, down, jumps = Paints(viewport), Times(), Times()

    def frame(value: int) -> None:
        bar.setValue(value)
        QApplication.processEvents()  # takes in a page that has come, and paints

    gc.collect()
    while model.rowCount() < PRODUCTS or bar.value() < bar.maximum():
        before, start = paints.count, now()
        frame(bar.value() + viewport.height())
        if paints.count > before:  # else it only waited for the next page
            down.span(start, now())
    assert len(down) > PRODUCTS * table.rowHeight(0) // viewport.height() // 2

    chance = random.Random(7)
    for _ in range(JUMPS):
        jumps.take(lambda: frame(chance.randrange(bar.maximum())))
    assert paints.count >= len(down) + JUMPS
    verdicts.within(f"A frame while {PRODUCTS:,} rows page in", down, 1.0, LIMIT_MS)
    verdicts.within(f"A frame anywhere among {PRODUCTS:,} rows", jumps, 1.0, LIMIT_MS)
