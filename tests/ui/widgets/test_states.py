"""What a view shows instead of its content."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.widgets.badge import Badge
from pos_app.ui.widgets.states import BusyBar, EmptyState, ErrorState


def test_an_empty_state_says_what_to_do_next(window: QWidget, qtbot: QtBot) -> None:
    empty = EmptyState("package", "No products yet", "Add the first one.", "New", parent=window)
    window.show()
    with qtbot.waitSignal(empty.acted):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    empty.say("Nothing found", "Try another word.", "")
    assert not empty.button.isVisible()


def test_an_error_state_lets_one_try_again(window: QWidget, qtbot: QtBot) -> None:
    error = ErrorState("The list could not be read", "The file is busy.", parent=window)
    window.show()
    assert error.button.text() == "Try again"
    with qtbot.waitSignal(error.acted):
        qtbot.mouseClick(error.button, Qt.MouseButton.LeftButton)


def test_the_bar_runs_only_when_it_takes_long(window: QWidget, qtbot: QtBot) -> None:
    bar = BusyBar(window)
    bar.set_busy(True)
    assert not bar.running
    bar.set_busy(False)
    assert not bar._patience.isActive()
    bar.set_busy(True)
    qtbot.waitUntil(lambda: bar.running)


def test_two_jobs_need_two_ends(window: QWidget, qtbot: QtBot) -> None:
    bar = BusyBar(window)
    bar.set_busy(True)
    bar.set_busy(True)
    qtbot.waitUntil(lambda: bar.running)
    bar.set_busy(False)
    assert bar.running
    bar.set_busy(False)
    assert not bar.running


def test_a_badge_changes_its_word_and_its_tone(window: QWidget) -> None:
    badge = Badge("In stock", "good", window)
    badge.set("Low", "warn")
    assert (badge.text(), badge.property("tone")) == ("Low", "warn")
