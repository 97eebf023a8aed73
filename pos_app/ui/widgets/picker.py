"""A sheet that finds one row of many by what is typed."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.ui import theme
from pos_app.ui.tasks import Lane
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_model import Column, Loader
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable
from pos_app.ui.widgets.search_box import SearchBox
from pos_app.ui.widgets.sheet import Sheet

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_WIDTH = 640


class Picker(Sheet):
    """Type a part of the name; arrows choose, Enter takes: chosen(row). The lane reads the rows;
    empty is the icon and the words for none."""

    chosen = Signal(object)

    def __init__(
        self,
        lane: Lane,
        parent: QWidget,
        title: str,
        placeholder: str,
        columns: Sequence[Column[Any]],
        *,
        empty: tuple[str, str, str] = ("search", "Nothing fits", "Try a part of the name."),
    ) -> None:
        super().__init__(title, parent, _WIDTH)
        self._asked = ""
        self._awaited = False
        self.search = SearchBox(placeholder)
        self.model: PagedModel[Any] = PagedModel(columns, lambda *_: (), lane, parent=self)
        self._table = PagedTable(self.model, name=title, head=False)
        self._take = KeyButton("Choose", key="Enter", kind="primary")
        self._table.set_empty(*empty)
        self._table.setMinimumHeight(9 * theme.ROW)

        self.body.addWidget(self.search)
        self.body.addWidget(self._table, 1)
        self.footer.addWidget(self._take)

        self.search.searched.connect(self._ask)
        self.search.installEventFilter(self)
        self._table.row_activated.connect(self._choose)
        self._take.clicked.connect(self._choose_current)
        self.model.filled.connect(self._choose_awaited)

    def loader(self, text: str) -> Loader[Any]:
        """How a search for this text is answered."""
        raise NotImplementedError

    def open(self) -> None:
        """Show what there is, and open."""
        self.model.ask(self.loader(""))
        super().open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while one types."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _MOVES
        ):
            QApplication.sendEvent(self._table, event)
            return True
        return super().eventFilter(watched, event)

    def _ask(self, text: str) -> None:
        self._asked = text.strip()
        self.model.ask(self.loader(self._asked))

    def _choose_current(self) -> None:
        """Take the chosen row; typed text that isn't answered yet is waited for first."""
        if self.search.text().strip() != self._asked:
            self._awaited = True
            self._ask(self.search.text())
        elif self.model.busy:
            self._awaited = True
        else:
            self._choose(self._table.current_row())

    def _choose_awaited(self) -> None:
        awaited, self._awaited = self._awaited, False
        if awaited and self.model.rowCount() == 1:
            self._choose(self._table.current_row())

    def _choose(self, row: object) -> None:
        if row is not None:
            self.accept()
            self.chosen.emit(row)
