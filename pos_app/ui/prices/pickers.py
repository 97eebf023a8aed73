"""Sheets that find one product or one category."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.domain.rows import CategoryRow, ProductRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.products.question import Question
from pos_app.ui.products.question import load_page as load_products
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_model import Loader
from pos_app.ui.widgets.paged_table import Column, PagedModel, PagedTable
from pos_app.ui.widgets.search_box import SearchBox
from pos_app.ui.widgets.sheet import Sheet

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_WIDTH = 640


class Picker(Sheet):
    """Type a part of the name; arrows choose, Enter takes: chosen(row)."""

    chosen = Signal(object)

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        placeholder: str,
        columns: Sequence[Column[Any]],
    ) -> None:
        super().__init__(title, parent, _WIDTH)
        self._desk = desk
        self._asked = ""
        self._awaited = False
        self.search = SearchBox(placeholder)
        self.model: PagedModel[Any] = PagedModel(
            columns, lambda *_: (), desk.tasks.counter, parent=self
        )
        self._table = PagedTable(self.model, name=title, head=False)
        self._take = KeyButton("Choose", key="Enter", kind="primary")
        self._table.set_empty("search", "Nothing fits", "Try a part of the name.")
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


class ProductPicker(Picker):
    """Finds a product by name, SKU, code or brand."""

    def __init__(self, desk: Desk, parent: QWidget, title: str = "Choose a product") -> None:
        money = desk.shop.money
        super().__init__(
            desk,
            parent,
            title,
            "Name, SKU or barcode",
            (
                Column("Name", _name, weight=theme.MEDIUM, hint=lambda row: row.sku),
                Column(
                    "Price",
                    lambda row: money.plain(row.price),
                    width=100,
                    align="right",
                    weight=theme.SEMIBOLD,
                ),
            ),
        )

    def loader(self, text: str) -> Loader[ProductRow]:
        """The shop's own search; all by name without a text."""
        load: Loader[ProductRow] = partial(load_products, self._desk.shop, Question(text))
        return load


class CategoryPicker(Picker):
    """Finds a category by any part of its path."""

    def __init__(
        self, desk: Desk, parent: QWidget, categories: Sequence[CategoryRow], title: str
    ) -> None:
        super().__init__(
            desk,
            parent,
            title,
            "A part of the category's name",
            (
                Column("Category", lambda row: row.path, weight=theme.MEDIUM),
                Column(
                    "Products",
                    lambda row: f"{row.products:,}",
                    width=90,
                    align="right",
                    ink="muted",
                ),
            ),
        )
        self._categories = tuple(categories)

    def loader(self, text: str) -> Loader[CategoryRow]:
        """All whose path holds every word."""
        return Rows(rows=[row for row in self._categories if fits(text, row.path)])


class Rows:
    """Rows that have been read already, in pages for `PagedModel`; told apart by their key."""

    def __init__(self, key: Callable[[Any], int] = attrgetter("id"), rows: Sequence[Any] = ()):
        self._key = key
        self._rows = tuple(rows)

    def show(self, rows: Sequence[Any]) -> None:
        """Have other rows from now on."""
        self._rows = tuple(rows)

    def __call__(
        self, after: Any, limit: int, _sort: str = "", _descending: bool = False
    ) -> Sequence[Any]:
        """The next page."""
        rows, start = self._rows, 0
        if after is not None:
            last = self._key(after)
            places = (place for place, row in enumerate(rows, 1) if self._key(row) == last)
            start = next(places, len(rows))
        return rows[start : start + limit]


def fits(text: str, words: str) -> bool:
    """True when each word of the text is a part of the words, in whatever capitals."""
    whole = words.casefold()
    return all(part in whole for part in text.casefold().split())


def _name(row: ProductRow) -> str:
    return row.name
