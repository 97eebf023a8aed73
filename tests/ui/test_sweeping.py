"""Widgets that nothing refers to any more are collected in the Qt thread only."""

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from pos_app.ui.sweeping import Sweeper


class Ring(QObject):
    """An object that refers to itself: only the collector can take it."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


@pytest.fixture
def sweeper(qtbot: QtBot) -> Sweeper:
    return Sweeper()


def test_another_thread_collects_nothing_and_the_sweeper_does(sweeper: Sweeper) -> None:
    ring = weakref.ref(Ring())
    thread = threading.Thread(target=lambda: [[] for _ in range(50_000)])
    thread.start()
    thread.join()
    assert not gc.isenabled()
    assert ring() is not None
    kept: list[list[int]] = []
    for _ in range(500):
        kept.extend([] for _ in range(1000))
        sweeper.sweep()
    assert ring() is None
    sweeper.stop()


def test_stopping_gives_the_work_back(sweeper: Sweeper) -> None:
    sweeper.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
