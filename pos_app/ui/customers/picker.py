"""A sheet that finds one customer."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.domain.rows import CustomerRow
from pos_app.ui import theme
from pos_app.ui.customers.columns import load_page, picker_columns
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable
from pos_app.ui.widgets.search_box import SearchBox
from pos_app.ui.widgets.sheet import Sheet

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CustomerPicker(Sheet):
    """Type a part of the name, e-mail, phone or city; arrows choose, Enter takes: chosen(row)."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, title: str = "Choose a customer") -> None:
        super().__init__(title, parent, 640)
        self._shop = desk.shop
        self._asked = ""
        self._awaited = False
        self._search = SearchBox("Name, e-mail, phone or city")
        self._model: PagedModel[CustomerRow] = PagedModel(
            picker_columns(desk.shop.info.country),
            partial(load_page, desk.shop, ""),
            desk.tasks.counter,
            parent=self,
        )
        self._table = PagedTable(self._model, name="Customers", head=False)
        self._take = KeyButton("Choose", key="Enter", kind="primary")
        self._table.set_empty("users", "Nobody fits", "Try a part of the name, or the phone.")
        self._table.setMinimumHeight(9 * theme.ROW)

        self.body.addWidget(self._search)
        self.body.addWidget(self._table, 1)
        self.footer.addWidget(self._take)

        self._search.searched.connect(self._ask)
        self._search.installEventFilter(self)
        self._table.row_activated.connect(self._choose)
        self._take.clicked.connect(self._choose_current)
        self._model.filled.connect(self._choose_awaited)
        self._model.ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while one types."""
        if (
            watched is self._search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _MOVES
        ):
            QApplication.sendEvent(self._table, event)
            return True
        return super().eventFilter(watched, event)

    def _ask(self, text: str) -> None:
        self._asked = text.strip()
        self._model.ask(partial(load_page, self._shop, self._asked))

    def _choose_current(self) -> None:
        """Take the chosen row; typed text that isn't answered yet is waited for first."""
        if self._search.text().strip() != self._asked:
            self._awaited = True
            self._ask(self._search.text())
        elif self._model.busy:
            self._awaited = True
        else:
            self._choose(self._table.current_row())

    def _choose_awaited(self) -> None:
        awaited, self._awaited = self._awaited, False
        if awaited and self._model.rowCount() == 1:
            self._choose(self._table.current_row())

    def _choose(self, customer: CustomerRow | None) -> None:
        if customer is not None:
            self.chosen.emit(customer)
            self.accept()
