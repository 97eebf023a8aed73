"""What nobody expected: logged without a word of what was typed, shown in full, ending nothing."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from pos_app.ui.faults import Faults, places_of
from pos_app.ui.tasks import Tasks

SECRET = "Maria Hansen, PIN 480213"


@pytest.fixture
def faults(
    qtbot: QtBot, dressed: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Faults]:
    """The hooks, taken down again after the test."""
    faults = Faults(tmp_path / "countertop.log")
    monkeypatch.setattr(sys, "excepthook", faults.caught)
    monkeypatch.setattr(threading, "excepthook", faults._caught_in_thread)
    monkeypatch.setattr(sys, "unraisablehook", faults._unraisable)
    yield faults
    dialog = faults.dialog()
    if dialog is not None:
        dialog.close()


def failing() -> None:
    raise RuntimeError(SECRET)


def failing_again() -> None:
    try:
        failing()
    except RuntimeError as error:
        raise KeyError(SECRET) from error


def raised() -> RuntimeError:
    try:
        failing()
    except RuntimeError as error:
        return error
    raise AssertionError


def words(faults: Faults) -> str:
    """What the dialog of the faults says."""
    dialog = faults.dialog()
    assert dialog is not None
    return dialog.text()


def logged(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(record.getMessage() for record in caplog.records)


def test_the_log_has_the_place_and_never_the_message(
    faults: Faults, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        faults.caught(RuntimeError, raised(), None)
    assert "in failing" in logged(caplog)
    assert "RuntimeError" in logged(caplog)
    assert SECRET not in logged(caplog)
    qtbot.waitUntil(lambda: faults.dialog() is not None)


def test_what_an_error_was_caused_by_is_logged_too() -> None:
    with pytest.raises(KeyError) as caught:
        failing_again()
    places = places_of(caught.value)
    assert "KeyError" in places
    assert "while handling" in places
    assert "in failing" in places
    assert SECRET not in places


def test_the_person_sees_all_of_it_and_can_copy_it(faults: Faults, qtbot: QtBot) -> None:
    error = raised()
    faults.caught(RuntimeError, error, error.__traceback__)
    qtbot.waitUntil(lambda: faults.dialog() is not None)
    dialog = faults.dialog()
    assert dialog is not None
    assert SECRET in dialog.text()
    [copy] = [b for b in dialog.findChildren(QPushButton) if "Copy" in b.text()]
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.text()


def test_a_second_fault_joins_the_first(faults: Faults, qtbot: QtBot) -> None:
    for _ in range(2):
        faults.caught(RuntimeError, raised(), None)
    qtbot.waitUntil(lambda: faults.dialog() is not None)
    dialog = faults.dialog()
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.text().count(SECRET) == 2)
    dialog.close()
    qtbot.waitUntil(lambda: faults.dialog() is None)


def test_a_fault_in_a_lane_is_shown_and_the_lane_goes_on(
    faults: Faults, tasks: Tasks, qtbot: QtBot
) -> None:
    answers: list[int] = []
    tasks.counter.run(failing)
    tasks.counter.run(lambda: 1, answers.append)
    qtbot.waitUntil(lambda: faults.dialog() is not None and answers != [])
    assert answers == [1]


def test_a_fault_in_another_thread_is_shown(faults: Faults, qtbot: QtBot) -> None:
    thread = threading.Thread(target=failing)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: faults.dialog() is not None)
    assert SECRET in words(faults)


@pytest.mark.qt_no_exception_capture
def test_a_fault_in_a_slot_is_shown(faults: Faults, qtbot: QtBot) -> None:
    QTimer.singleShot(0, failing)
    qtbot.waitUntil(lambda: faults.dialog() is not None)
    assert SECRET in words(faults)
