"""A sheet gives the focus back to where it was, whoever had it inside."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.widgets.sheet import Sheet


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    field = QLineEdit()
    QVBoxLayout(made).addWidget(field)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    field.setFocus()
    return made


@pytest.mark.parametrize("chosen_first", [False, True])
def test_esc_gives_the_focus_back(qtbot: QtBot, window: QWidget, chosen_first: bool) -> None:
    outside = window.focusWidget()
    assert isinstance(outside, QLineEdit)
    sheet = Sheet("Edit", window)
    inside = QLineEdit()
    sheet.body.addWidget(inside)
    if chosen_first:
        inside.setFocus()
    sheet.open()
    qtbot.waitUntil(inside.hasFocus)
    qtbot.keyClick(inside, Qt.Key.Key_Escape)
    qtbot.waitUntil(outside.hasFocus)
