"""The menu of a line in the cart: what its keys and buttons do, for a finger that rests on it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from pos_app.ui import theme


class LineMenu(QMenu):
    """entries are (words with their key behind a tab, icon, what they do)."""

    def __init__(
        self, entries: tuple[tuple[str, str, Callable[[], None]], ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("touch", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, icon, act in entries:
            action = self.addAction(theme.icon(icon, "muted"), words)
            # The menu is closed and gone by the time a sheet wants the focus.
            action.triggered.connect(
                lambda _checked=False, act=act: act(), Qt.ConnectionType.QueuedConnection
            )
