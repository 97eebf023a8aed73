"""The list of a section: a search above, the rows, a button that adds one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.pickers import Rows, fits
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.list_search import ListSearch
from pos_app.ui.widgets.paged_table import Column, PagedModel, PagedTable


@dataclass(frozen=True, slots=True)
class Words:
    """What a section calls its rows. new is the title of one that is not kept yet."""

    name: str
    icon: str
    search: str
    new: str
    none: str
    hint: str
    remove: str = "Delete"


class RowList(Card):
    """Holds all rows and shows those that the search lets through; asked comes with each search.

    With narrow the button stands below the rows: the search has the width for itself.
    """

    asked = Signal()

    def __init__(
        self,
        desk: Desk,
        words: Words,
        columns: Sequence[Column[Any]],
        key: Callable[[Any], int],
        row_words: Callable[[Any], str],
        *,
        narrow: bool,
        below: QWidget | None,
    ) -> None:
        super().__init__(margin=0)
        self._words = words
        self._none = words.none, words.hint, words.new
        self._row_words = row_words
        self._all: Sequence[Any] = ()
        self._text = ""
        self._rows = Rows(key)
        self.search = ListSearch(words.search, "Ctrl+F")
        self.new = KeyButton(words.new if narrow else "New", key="Ctrl+N")
        self.model: PagedModel[Any] = PagedModel(
            columns, self._rows, desk.tasks.office, row_id=key, parent=self
        )
        self.table = PagedTable(self.model, name=words.name)
        self._lay_out(narrow, below)
        self._say_empty()

        self.search.searched.connect(self._search)
        self.search.submitted.connect(lambda _text: self.enter())
        self.search.left.connect(self.enter)
        self.table.empty_acted.connect(self.new.click)

    def _lay_out(self, narrow: bool, below: QWidget | None) -> None:
        above, add = QHBoxLayout(), QHBoxLayout()
        for row in (above, add):
            row.setContentsMargins(*[3 * theme.GRID] * 4)
            row.setSpacing(2 * theme.GRID)
        above.addWidget(self.search, 1)
        (add if narrow else above).addWidget(self.new)
        body = self.body
        body.setContentsMargins(1, 1, 1, theme.RADIUS)
        body.setSpacing(0)
        body.addLayout(above)
        body.addWidget(self.table, 1)
        if narrow:
            body.addLayout(add)
        if below is not None:
            body.addWidget(below)

    def show_rows(self, rows: Sequence[Any], until: int | None = None) -> None:
        """Show these from now on, as far down as before or to the row with this id."""
        self._all = rows
        self._rows.show(self._fitting())
        self.table.refresh(until=until)

    def enter(self) -> None:
        """On to the rows, where there are any; else to the search."""
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.search.start()

    def choose_none(self) -> None:
        """No row is chosen."""
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(-1, -1))

    def _fitting(self) -> list[Any]:
        if not self._text:
            return list(self._all)
        return [row for row in self._all if fits(self._text, self._row_words(row))]

    def _search(self, text: str) -> None:
        self._text = text.strip()
        self._say_empty()
        self._rows.show(self._fitting())
        self.asked.emit()
        self.model.ask()

    def hide_rows(self, title: str = "", hint: str = "") -> None:
        """Say why there are none to see, and offer no new one; "" to show them again."""
        words = self._words
        self._none = (title, hint, "") if title else (words.none, words.hint, words.new)
        self.new.setVisible(not title)
        self._say_empty()

    def _say_empty(self) -> None:
        if self._text:
            self.table.set_empty("search", f"No “{self._text}”", "Try a part of the name.")
        else:
            self.table.set_empty(self._words.icon, *self._none)
