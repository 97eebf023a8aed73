"""A manager at the Products tab: the real shop behind it, driven by keys and clicks."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.products import ProductsTab
from pos_app.ui.widgets.sheet import Sheet


@dataclass
class Manager:
    """The tab in its window, and the ways a manager has to use it."""

    tab: ProductsTab
    window: QWidget
    desk: Desk
    shop: Shop
    bot: QtBot

    @property
    def names(self) -> list[str]:
        """The names in the list, from the top."""
        model = self.tab._model
        return [model.row(place).name for place in range(model.rowCount())]

    @property
    def chosen(self) -> ProductRow:
        """The product in the panel."""
        product = self.tab._panel.product
        assert product is not None
        return product

    @property
    def said(self) -> list[str]:
        """The notices that are there."""
        return [notice.text for notice in self.desk.notices.notices]

    def key(self, *keys: Qt.Key | str, held: Qt.KeyboardModifier | None = None) -> None:
        """Press keys one after another where the focus is; a text is typed."""
        for key in keys:
            target = QApplication.focusWidget() or self.tab
            if isinstance(key, str):
                self.bot.keyClicks(target, key)
            else:
                self.bot.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)

    def control(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.key(key, held=Qt.KeyboardModifier.ControlModifier)

    def filter(self) -> None:
        """Open the filter by its key."""
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        self.key(Qt.Key.Key_F, held=both)

    def click(self, button: QWidget) -> None:
        """Press a button."""
        assert button.isVisible()
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, product: ProductRow) -> None:
        """Choose a product in the list, with the focus there."""
        self.tab._table.setFocus()
        assert self.tab._table.choose(product.id)
        self.rest()

    def search(self, text: str) -> None:
        """Type into the search and wait for the answer."""
        self.tab.focus_start()
        self.key(text)
        self.rest()

    def sheet(self, kind: type[Sheet]) -> Sheet:
        """The open sheet of this kind, once everything it asked for is there."""
        self.bot.waitUntil(lambda: any(s.isVisible() for s in self.window.findChildren(kind)))
        self.rest()
        return next(s for s in self.window.findChildren(kind) if s.isVisible())

    def open_sheets(self) -> int:
        """How many sheets cover the window."""
        return sum(sheet.isVisible() for sheet in self.window.findChildren(Sheet))

    def rest(self) -> None:
        """Wait until nothing is asked, gathered or paused any more."""
        tab, tasks = self.tab, self.desk.tasks
        timers = (tab._gather, tab._panel._pause, tab._toolbar.search._pause)
        self.bot.waitUntil(
            lambda: (
                not any(lane.busy for lane in (tasks.counter, tasks.office))
                and not any(timer.isActive() for timer in timers)
            ),
            timeout=10_000,
        )


def faults(sheet: QWidget) -> list[str]:
    """What stands in red under the fields of a sheet."""
    labels = sheet.findChildren(QLabel)
    return [x.text() for x in labels if x.property("kind") == "fault" and x.isVisible()]


@pytest.fixture
def open_tab(desk: Desk, window: QWidget, shop: Shop, qtbot: QtBot) -> Callable[[], Manager]:
    """Shows the tab in a window and waits until its list is there."""

    def open_tab() -> Manager:
        tab = ProductsTab(desk)
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(tab)
        window.resize(1366, 712)
        window.show()
        qtbot.waitExposed(window)
        manager = Manager(tab, window, desk, shop, qtbot)
        tab.refresh()
        tab.focus_start()
        manager.rest()
        return manager

    return open_tab
