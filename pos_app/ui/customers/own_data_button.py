"""The button of the panel that opens what concerns a customer's own data."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton


class OwnDataButton(KeyButton):
    """export_wanted and erase_wanted come from its menu."""

    export_wanted = Signal()
    erase_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(icon="ellipsis", key="F9", dense=True, parent=parent)
        self._menu = QMenu(self)
        self._menu.addAction("Export their data…", self.export_wanted.emit)
        self._menu.addAction("Erase this customer…", self.erase_wanted.emit)
        self.setAccessibleName("Export or erase their data")
        self.setToolTip("Export or erase their data")
        self.clicked.connect(self._open_menu)

    def _open_menu(self) -> None:
        # Above the button: it stands at the lower edge of the window.
        above = QPoint(0, self._menu.sizeHint().height() + theme.GRID)
        self._menu.popup(self.mapToGlobal(self.rect().topLeft()) - above)
