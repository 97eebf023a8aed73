"""The menu under the clerk's name: who is at the till, the look, the shop's own affairs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from pos_app.ui import theme
from pos_app.ui.actions import LOOKS, Action, menu_actions

if TYPE_CHECKING:
    from pos_app.ui.floor import Floor


class Menu(QMenu):
    """Made anew each time it opens, so that it always shows how things are."""

    def __init__(self, floor: "Floor") -> None:
        super().__init__(floor)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setToolTipsVisible(True)
        offered = menu_actions(floor)
        self._fill_with_themes([each for each in offered if each.part == LOOKS])
        part = LOOKS
        for each in offered:
            if each.part == LOOKS:
                continue
            if each.part != part:
                self.addSeparator()
                part = each.part
            self._add(each)

    def _fill_with_themes(self, looks: list[Action]) -> None:
        themes = QMenu("Theme", self)
        themes.setIcon(theme.icon("sun-moon", "muted"))
        group = QActionGroup(themes)
        for each in looks:
            action = QAction(each.words, group, checkable=True)
            action.setChecked(each.ticked)
            if each.ticked:
                action.setIcon(theme.icon("check", "accent"))
            action.triggered.connect(lambda _checked=False, run=each.run: run())
            themes.addAction(action)
        self.addMenu(themes)

    def _add(self, each: Action) -> None:
        words = f"{each.words}\t{each.key}" if each.key else each.words
        action = self.addAction(theme.icon(each.icon, "muted"), words)
        # The menu is closed and gone by the time a sheet wants the focus.
        action.triggered.connect(
            lambda _checked=False, run=each.run: run(), Qt.ConnectionType.QueuedConnection
        )
