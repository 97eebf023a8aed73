"""A manager at the page of prices and taxes: the real shop behind it, driven by keys."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.prices import PricesPage
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.sheet import Sheet


@dataclass
class Manager:
    """The page in its window, and the ways a manager has to use it."""

    page: PricesPage
    window: QWidget
    desk: Desk
    shop: Shop
    bot: QtBot

    def go(self, place: int) -> Any:
        """Show a section and wait until its list is there."""
        section = self.page.show_section(place)
        self.rest()
        return section

    def key(self, *keys: Qt.Key | str, held: Qt.KeyboardModifier | None = None) -> None:
        """Press keys one after another where the focus is; a text is typed."""
        for key in keys:
            target = QApplication.focusWidget() or self.page
            if isinstance(key, str):
                self.bot.keyClicks(target, key)
            else:
                self.bot.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)

    def control(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.key(key, held=Qt.KeyboardModifier.ControlModifier)

    def save(self) -> None:
        """Ctrl+S, and wait for the answer."""
        QApplication.processEvents()  # what is typed is looked at before the button wakes
        self.control(Qt.Key.Key_S)
        self.rest()

    @property
    def said(self) -> list[str]:
        """The notices that are there."""
        return [notice.text for notice in self.desk.notices.notices]

    def sheet(self, kind: type[Sheet]) -> Any:
        """The open sheet of this kind, once everything it asked for is there."""
        self.bot.waitUntil(lambda: any(s.isVisible() for s in self.window.findChildren(kind)))
        self.rest()
        return next(s for s in self.window.findChildren(kind) if s.isVisible())

    def closed(self) -> None:
        """Wait until no sheet is open, and for what its answer asks."""
        sheets = self.window.findChildren(Sheet)
        self.bot.waitUntil(lambda: not any(isValid(s) and s.isVisible() for s in sheets))
        self.rest()

    def answer(self, yes: bool) -> None:
        """Answer the question that is open."""
        sheet = self.sheet(ConfirmSheet)
        (sheet.yes if yes else sheet.no).click()
        self.rest()

    def names(self, section: Any) -> list[str]:
        """The first column of a section's list, from the top."""
        model = section.model
        return [model.columns[0].text(model.row(place)) for place in range(model.rowCount())]

    def rest(self) -> None:
        """Wait until nothing is asked, gathered or paused any more."""
        tasks = self.desk.tasks

        def calm() -> bool:
            built = [s for s in self.page._built.values() if hasattr(s, "search")]
            timers = [self.page._gather, *(s.search._pause for s in built)]
            timers += [s._look for s in built]
            busy = any(lane.busy for lane in (tasks.counter, tasks.office))
            return not busy and not any(timer.isActive() for timer in timers)

        self.bot.waitUntil(calm, timeout=10_000)


@pytest.fixture
def open_page(desk: Desk, window: QWidget, shop: Shop, qtbot: QtBot) -> Callable[[], Manager]:
    """Shows the page in a window and waits until the rules are there."""

    def open_page() -> Manager:
        page = PricesPage(desk)
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        window.resize(1366, 712)
        with qtbot.waitActive(window):
            window.show()
        manager = Manager(page, window, desk, shop, qtbot)
        page.refresh()
        manager.rest()
        return manager

    return open_page
