"""Buttons that show their shortcut and answer to it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton, key_sequences

Put = Callable[[KeyButton], None]


@pytest.fixture
def put(window: QWidget, qtbot: QtBot) -> Put:
    """Puts a button into a window that has the focus itself."""
    row = QHBoxLayout(window)
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    window.setFocus()

    def put(button: KeyButton) -> None:
        row.addWidget(button)
        qtbot.waitUntil(button.isVisible)

    return put


def test_its_key_presses_it_from_anywhere_in_the_window(
    put: Put, window: QWidget, qtbot: QtBot
) -> None:
    pay = KeyButton("Pay", key="F12")
    put(pay)
    pressed: list[bool] = []
    pay.clicked.connect(lambda: pressed.append(True))
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert len(pressed) == 1


def test_enter_is_both_enter_keys(put: Put, window: QWidget, qtbot: QtBot) -> None:
    finish = KeyButton("Finish sale", key="Enter")
    put(finish)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(finish.clicked):
            qtbot.keyClick(window, key)
    assert len(key_sequences("Ctrl+Enter")) == 2


def test_a_button_that_rests_does_not_answer(put: Put, window: QWidget, qtbot: QtBot) -> None:
    pay = KeyButton("Pay", key="F12")
    put(pay)
    pressed: list[bool] = []
    pay.clicked.connect(lambda: pressed.append(True))
    pay.setEnabled(False)
    qtbot.keyClick(window, Qt.Key.Key_F12)
    pay.setEnabled(True)
    pay.hide()
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert pressed == []
    pay.show()
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert len(pressed) == 1


def test_another_key_takes_the_place_of_the_first(put: Put, window: QWidget, qtbot: QtBot) -> None:
    button = KeyButton("Park", key="F8")
    put(button)
    button.set_key("F9")
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(window, Qt.Key.Key_F8)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(window, Qt.Key.Key_F9)


def test_a_cap_may_tell_of_a_key_that_something_else_answers(
    put: Put, window: QWidget, qtbot: QtBot
) -> None:
    button = KeyButton("Close", key="F7", listens=False)
    put(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert pressed == []
    button.click()
    assert len(pressed) == 1


def test_its_word_is_its_accessible_name(qtbot: QtBot, window: QWidget) -> None:
    button = KeyButton("Pay", key="F12", parent=window)
    assert (button.accessibleName(), button.accessibleDescription()) == ("Pay", "F12")
    button.setText("Pay $15.80")
    assert button.accessibleName() == "Pay $15.80"


@pytest.mark.parametrize("kind", ["primary", "secondary", "danger", "ghost", "chip"])
def test_at_the_counter_every_kind_is_high_enough_for_a_thumb(kind: str, window: QWidget) -> None:
    assert KeyButton("Go", kind=kind, parent=window).sizeHint().height() == theme.CONTROL


def test_pay_is_higher_and_a_managers_button_lower(window: QWidget) -> None:
    assert KeyButton("Pay", kind="pay", parent=window).sizeHint().height() == theme.PAY
    assert KeyButton("Edit", dense=True, parent=window).sizeHint().height() == theme.DENSE


def test_there_is_room_for_word_key_and_icon(window: QWidget) -> None:
    bare = KeyButton("Import", parent=window).sizeHint().width()
    keyed = KeyButton("Import", key="Ctrl+I", parent=window).sizeHint().width()
    whole = KeyButton("Import", key="Ctrl+I", icon="upload", parent=window).sizeHint().width()
    assert bare < keyed < whole
    assert whole - keyed >= theme.ICON


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus_and_no_other(
    put: Put, qtbot: QtBot, key: Qt.Key
) -> None:
    cancel, save = KeyButton("Cancel"), KeyButton("Save", key="Enter", kind="primary")
    put(cancel)
    put(save)
    pressed: list[str] = []
    for button in (cancel, save):
        button.clicked.connect(lambda _on=False, button=button: pressed.append(button.text()))
    cancel.setFocus()
    qtbot.keyClick(cancel, key)
    save.setFocus()
    qtbot.keyClick(save, key)
    assert pressed == ["Cancel", "Save"]


def test_ctrl_enter_is_not_the_focused_buttons(put: Put, window: QWidget, qtbot: QtBot) -> None:
    button, other = KeyButton("Here"), KeyButton("There", key="Ctrl+Return")
    put(button)
    put(other)
    button.setFocus()
    with qtbot.assertNotEmitted(button.clicked), qtbot.waitSignal(other.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
