"""A window for tests: the real shop behind real lanes; files of the till's own in a folder."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.config import Config
from pos_app.devices.sound import HeardSounds
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.main_window import MainWindow
from pos_app.ui.session import Session
from pos_app.ui.tasks import Tasks
from pos_app.ui.widgets.notice import NoticeStack


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, log and default shop of this test's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("COUNTERTOP_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _garbage_in_this_thread() -> Iterator[None]:
    """As in the program: a lane must never collect widgets (pos_app/ui/sweeping.py)."""
    gc.disable()
    yield
    gc.enable()
    gc.collect(0)


@pytest.fixture(autouse=True)
def _no_window_stays() -> Iterator[None]:
    """What a test leaves open is gone for the next one: each new style goes through every widget
    there is, and closed windows hold each other alive."""
    yield
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow):
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in its light dress."""
    theme.apply(qapp, theme.LIGHT_MODE)
    return qapp


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication) -> QWidget:
    """A bare window of the usual size, not shown yet."""
    bare = QWidget()
    bare.setProperty("kind", "page")
    qtbot.addWidget(bare)
    bare.resize(1366, 768)
    return bare


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    """Lanes that end with the test."""
    lanes = Tasks()
    yield lanes
    lanes.close()


@pytest.fixture
def desk(shop: Shop, owner: Clerk, window: QWidget, tasks: Tasks) -> Iterator[Desk]:
    """What a tab is given; somebody with every right is signed in."""
    session = Session(shop, tasks, window)
    session.clerk = owner
    notices = NoticeStack(window)
    messages.say_through(notices, shop.money)
    tasks.refused.connect(messages.show)
    tasks.watch(shop)
    yield Desk(shop, tasks, session, notices, Config(), HeardSounds())
    messages.say_through(None, None)
    tasks.close()
