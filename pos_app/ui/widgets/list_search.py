"""The search field above a list: Enter and Down lead into the rows."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from pos_app.ui.widgets.search_box import SearchBox

_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)


class ListSearch(SearchBox):
    """left comes with Down or Page Down; the rest is SearchBox's."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the rows."""
        if event.key() in _DOWN:
            self.left.emit()
        else:
            super().keyPressEvent(event)
