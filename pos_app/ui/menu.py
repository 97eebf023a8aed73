"""The menu under the clerk's name: who is at the till, the look, the shop's own affairs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from pos_app import config as settings_file
from pos_app.ui import theme
from pos_app.ui.about_sheet import AboutSheet
from pos_app.ui.backup_sheet import ask_for_backup
from pos_app.ui.check_sheet import CheckSheet
from pos_app.ui.ledgers import LedgersSheet
from pos_app.ui.session import SWITCH_CLERK
from pos_app.ui.settings_sheet import SettingsSheet
from pos_app.ui.staff_sheet import StaffSheet
from pos_app.ui.tabs import PRICES

if TYPE_CHECKING:
    from pos_app.ui.floor import Floor

_THEMES = (("Same as the system", "system"), ("Light", "light"), ("Dark", "dark"))


class Menu(QMenu):
    """Made anew each time it opens, so that it always shows how things are."""

    def __init__(self, floor: "Floor") -> None:
        super().__init__(floor)
        self._floor = floor
        self._desk = desk = floor.desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setToolTipsVisible(True)
        self._fill_with_themes()
        if desk is not None and desk.session.clerk is not None:
            self.addSeparator()
            self._add("Prices and taxes\tCtrl+6", "percent", lambda: floor.show_tab(PRICES))
            self._add("Gift cards and credit…", "wallet", lambda: LedgersSheet(desk, floor).open())
            self._add("Shop settings…", "settings", lambda: SettingsSheet(desk, floor).open())
            self._add("Staff…", "users", lambda: StaffSheet(desk, floor).open())
            self._add("Back up…", "save", lambda: ask_for_backup(desk, floor))
            self._add("Check the books…", "badge-check", lambda: CheckSheet(desk, floor).open())
        self.addSeparator()
        self._add("Open another shop…", "folder-open", floor.ask_for_shop)
        if desk is not None:
            self._add("Set up a new shop…", "store", lambda: floor.other_shop.emit(""))
        self._add("About Countertop", "info", lambda: AboutSheet(desk, floor).open())
        if desk is not None and desk.session.clerk is not None:
            self.addSeparator()
            self._add(f"Switch clerk\t{SWITCH_CLERK}", "log-out", desk.session.sign_out)

    def _fill_with_themes(self) -> None:
        themes = QMenu("Theme", self)
        themes.setIcon(theme.icon("sun-moon", "muted"))
        group = QActionGroup(themes)
        for words, mode in _THEMES:
            action = QAction(words, group, checkable=True)
            action.setChecked(theme.mode() == mode)
            if theme.mode() == mode:
                action.setIcon(theme.icon("check", "accent"))
            action.triggered.connect(lambda _checked=False, mode=mode: self._dress(mode))
            themes.addAction(action)
        self.addMenu(themes)

    def _add(self, words: str, icon: str, act: object) -> None:
        action = self.addAction(theme.icon(icon, "muted"), words)
        # The menu is closed and gone by the time a sheet wants the focus.
        action.triggered.connect(act, Qt.ConnectionType.QueuedConnection)

    def _dress(self, mode: str) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, mode)
        self._floor.tasks.office.run(lambda: settings_file.update(theme=mode))
