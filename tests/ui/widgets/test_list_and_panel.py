"""List and panel share the width: the panel grows with the window and never holds it open."""

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.list_and_panel import ListAndPanel


@pytest.fixture
def view(window: QWidget, qtbot: QtBot) -> ListAndPanel:
    panel = Card()
    panel.body.addWidget(QLabel("Something as wide as a panel is at least"))
    made = ListAndPanel(QWidget(), QWidget(), panel)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    with qtbot.waitExposed(window):
        window.show()
    return made


@pytest.mark.parametrize(("window_width", "panel_width"), [(1024, 344), (1366, 400), (1920, 440)])
def test_the_panel_follows_the_window(
    view: ListAndPanel, window: QWidget, qtbot: QtBot, window_width: int, panel_width: int
) -> None:
    window.resize(window_width, 768)
    qtbot.waitUntil(lambda: view._panel.width() == panel_width)
    assert window.width() == window_width


def test_a_window_can_be_made_narrow_again(
    view: ListAndPanel, window: QWidget, qtbot: QtBot
) -> None:
    window.resize(1920, 768)
    qtbot.waitUntil(lambda: view._panel.width() == 440)
    window.resize(600, 768)
    qtbot.waitUntil(lambda: window.width() == 600)
    assert view._panel.width() == 344


def test_before_it_is_shown_it_asks_for_no_more_than_it_needs(window: QWidget) -> None:
    panel = Card()
    panel.body.addWidget(QLabel("x" * 60))
    bare = ListAndPanel(QWidget(window), QWidget(window), panel)
    bare.setParent(window)
    assert bare.minimumSizeHint().width() < 344 + 100
