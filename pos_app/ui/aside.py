"""What lies over the window while nobody is signed in: laid aside, and brought back or closed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from shiboken6 import isValid

from pos_app.ui.widgets.sheet import Sheet

OF_THE_SALE = "of_the_sale"
"""Property of a sheet that belongs to the open sale, as its cart does: it stays for whoever signs
in next."""


class Aside:
    """The open sheets of a window while it is locked. They are hidden, not closed: what was typed
    or counted in them is there again for the same person."""

    def __init__(self, window: QWidget, at_work: Callable[[], bool]) -> None:
        self._window = window
        self._at_work = at_work
        self._sheets: list[Sheet] = []
        self._focus: QWidget | None = None

    def lay(self) -> None:
        """Hide every sheet and close menus and dialogs for files."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QFileDialog) and dialog.isVisible():
                dialog.reject()
        found = [c for c in self._window.children() if isinstance(c, Sheet) and c.isVisible()]
        if found:
            self._focus = self._window.focusWidget()
        self._sheets += found
        for sheet in found:
            sheet.hide()

    def bring_back(self) -> None:
        """The same person is there again."""
        self._show(self._take())

    def hand_over(self) -> None:
        """Somebody else is there: what belongs to the sale stays, and sheets that show how far
        work has come; the rest is closed without a result."""
        at_work = self._at_work()
        kept: list[Sheet] = []
        gone: list[Sheet] = []
        for sheet in self._take():
            (kept if at_work or sheet.property(OF_THE_SALE) else gone).append(sheet)
        for sheet in reversed(gone):
            Sheet.reject(sheet)  # without the question before typing is thrown away
        self._show(kept)

    def _take(self) -> list[Sheet]:
        sheets, self._sheets = self._sheets, []
        return [sheet for sheet in sheets if isValid(sheet)]

    def _show(self, sheets: list[Sheet]) -> None:
        for sheet in sheets:
            sheet.show()
            sheet.raise_()
        focus, self._focus = self._focus, None
        if sheets and focus is not None and isValid(focus) and sheets[-1].isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        elif sheets:
            sheets[-1].focusNextPrevChild(True)
