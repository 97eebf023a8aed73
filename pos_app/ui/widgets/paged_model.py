"""Rows of any kind for a table, read a page at a time by key in a background lane."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont

from pos_app.ui.tasks import Lane

Row = TypeVar("Row")

Loader = Callable[[Any, int, str, bool], Sequence[Row]]
"""load(after, limit, sort, descending): the next rows behind `after` (None: from the first).

It runs in the lane's thread, so it may read the shop but never a widget: give it what it needs
with `functools.partial`. Fewer rows than `limit` means that there are no more.
"""

FIRST_PAGE = 100
LARGEST_PAGE = 400
"""Pages double from the first to this: a page must not keep a scan in the lane waiting."""

LONGEST_WAY = 20_000
"""So many rows are read at most to find one that was asked for."""

_ROOT = QModelIndex()
_AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column, and how a row fills it.

    width is in pixels, 0 takes what the others leave; with a share it is at least so many per
    cent of the table. ink is a colour of the palette ("text",
    "muted", "good" ...) or finds one for a row. hint is said after the text in quieter letters.
    With a tone ("good", "warn", "bad", "" for none) the text stands in a badge. sort_key is handed
    to the loader when the head is clicked. A table narrower than hide_below leaves the column out.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 0
    share: int = 0
    align: str = "left"
    ink: str | Callable[[Row], str] = "text"
    weight: QFont.Weight = QFont.Weight.Normal
    hint: Callable[[Row], str] | None = None
    tone: Callable[[Row], str] | None = None
    sort_key: str = ""
    hide_below: int = 0

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Left or right as Qt wants it, in the middle of the row's height."""
        side = Qt.AlignmentFlag.AlignRight if self.align == "right" else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def spoken(self, row: Row) -> str:
        """The whole cell in words, for a tooltip and for a screen reader."""
        text, hint = self.text(row), self.hint(row) if self.hint else ""
        return f"{text} · {hint}" if text and hint else text or hint


class PagedModel(QAbstractTableModel, Generic[Row]):
    """A list of rows that grows while it is scrolled; knows its rows by their id.

    `ask` puts a question (search, filter, order) and shows its first page; a late answer to an
    older question is dropped. `refresh` reads again what is shown. `replace` puts changed rows in
    place, without a question.
    """

    busy_changed = Signal(bool)
    failed = Signal(object, bool)
    """The error, and True when it was the question itself that failed, False for a next page."""
    filled = Signal(bool)
    """An answer is shown: True for the first page of a question, False for more or newer rows."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        load: Loader[Row],
        lane: Lane,
        *,
        sort: str = "",
        descending: bool = False,
        row_id: Callable[[Row], int] = attrgetter("id"),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._load = load
        self._lane = lane
        self._row_id = row_id
        self._sort = sort
        self._descending = descending
        self._rows: list[Row] = []
        self._places: dict[int, int] = {}
        self._asking = False
        self._new_question = False
        self._complete = True

    # --- what is shown -----------------------------------------------------------------------

    @property
    def sort_key(self) -> str:
        """The order of the rows, as the loader knows it."""
        return self._sort

    @property
    def descending(self) -> bool:
        """True when the order is turned round."""
        return self._descending

    @property
    def complete(self) -> bool:
        """True when there is nothing more to read."""
        return self._complete

    @property
    def busy(self) -> bool:
        """True while an answer is awaited."""
        return self._asking

    def row(self, place: int) -> Row:
        """The row at a place from 0."""
        return self._rows[place]

    def id_at(self, place: int) -> int:
        """The id of the row at a place."""
        return self._row_id(self._rows[place])

    def place_of(self, row_id: int) -> int:
        """Where the row with this id stands, -1 when it isn't read (yet)."""
        return self._places.get(row_id, -1)

    def knows(self, row_id: int) -> bool:
        """True when the row with this id has been read."""
        return row_id in self._places

    # --- questions ---------------------------------------------------------------------------

    def ask(
        self,
        load: Loader[Row] | None = None,
        *,
        sort: str | None = None,
        descending: bool | None = None,
    ) -> None:
        """Put a new question; the rows of the old one stay until the answer is there."""
        self._load = load or self._load
        self._sort = self._sort if sort is None else sort
        self._descending = self._descending if descending is None else descending
        self._new_question = True
        self._gather([], FIRST_PAGE)

    def refresh(self, depth: int = 0, *, until: int | None = None) -> None:
        """Read the first `depth` rows again (a page at least), because something has changed.

        With until, reading goes on to the row with this id, as far as LONGEST_WAY.
        """
        self._gather([], FIRST_PAGE if self._new_question else max(depth, FIRST_PAGE), until)

    def refresh_part(self, first: int, count: int) -> None:
        """Read `count` rows from place `first` (at least 1) again.

        For a list that is too deep to read all of it: in this part rows that have gone vanish and
        new ones come in; elsewhere the rows keep the version they have.
        """
        after = self._rows[first - 1]
        self._read(after, count, lambda page: self._renew(first, count, page))

    def read_on(self) -> None:
        """Ask for the next page again after it could not be read."""
        self._complete = False
        self.fetchMore()

    def replace(self, rows: Iterable[Row]) -> None:
        """Show newer versions of rows, each where its id stands; unknown ones are left out."""
        last = len(self.columns) - 1
        for row in rows:
            place = self.place_of(self._row_id(row))
            if place >= 0 and self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, last))

    def _gather(self, read: list[Row], wanted: int, until: int | None = None) -> None:
        left = wanted - len(read)
        limit = min(left, LARGEST_PAGE) if left > 0 else LARGEST_PAGE

        def arrived(page: Sequence[Row]) -> None:
            read.extend(page)
            found = until is None or any(self._row_id(row) == until for row in page)
            far = len(read) >= (wanted if found else max(wanted, LONGEST_WAY))
            if len(page) == limit and not far:
                # Page by page, so that other work of the lane may go between.
                self._gather(read, wanted, None if found else until)
            else:
                self._show(read, complete=len(page) < limit)

        self._read(read[-1] if read else None, limit, arrived)

    def _read(
        self, after: Row | None, limit: int, arrived: Callable[[Sequence[Row]], None]
    ) -> None:
        load, sort, descending = self._load, self._sort, self._descending
        self._set_asking(True)
        self._lane.run(
            lambda: load(after, limit, sort, descending),
            arrived,
            self._failed,
            latest="rows",
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        # Nothing more is read until the next question: the view would ask again at once, for ever.
        self._complete = True
        self._set_asking(False)
        self.failed.emit(error, self._new_question or not self._rows)

    def _set_asking(self, asking: bool) -> None:
        if asking != self._asking:
            self._asking = asking
            self.busy_changed.emit(asking)

    def _show(self, rows: list[Row], *, complete: bool) -> None:
        single = {self._row_id(row): row for row in rows}
        places = {row_id: place for place, row_id in enumerate(single)}
        new_question, self._new_question = self._new_question, False
        self._complete = complete
        if not new_question and list(places) == list(self._places):
            self.replace(single.values())
        else:
            self.beginResetModel()
            self._rows, self._places = list(single.values()), places
            self.endResetModel()
        self._set_asking(False)
        self.filled.emit(new_question)

    def _renew(self, first: int, count: int, page: Sequence[Row]) -> None:
        here = [self._row_id(row) for row in self._rows[first : first + count]]
        read = [self._row_id(row) for row in page]
        both = set(here) & set(read)
        # Only between rows that are in both can be told what is new and what has gone.
        last_here = max((n for n, row_id in enumerate(here) if row_id in both), default=-1)
        last_read = max((n for n, row_id in enumerate(read) if row_id in both), default=-1)
        for place in range(last_here, -1, -1):
            if here[place] not in both:
                self.beginRemoveRows(_ROOT, first + place, first + place)
                del self._rows[first + place]
                self.endRemoveRows()
        self._number_places()
        for place, row in enumerate(page[: last_read + 1], first):
            if self._row_id(row) not in self._places and place <= len(self._rows):
                self.beginInsertRows(_ROOT, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()
        self._number_places()
        self.replace(page)
        self._set_asking(False)
        self.filled.emit(False)

    def _number_places(self) -> None:
        self._places = {self._row_id(row): place for place, row in enumerate(self._rows)}

    # --- Qt's questions ----------------------------------------------------------------------

    def canFetchMore(self, parent: _AnyIndex = _ROOT) -> bool:
        """True when another page may be read now."""
        return not (self._complete or self._asking or parent.isValid())

    def fetchMore(self, parent: _AnyIndex = _ROOT) -> None:
        """Read the next page; asked again before it is there (the view does), this does nothing."""
        if not self.canFetchMore(parent):
            return
        limit = min(max(FIRST_PAGE, len(self._rows)), LARGEST_PAGE)

        def arrived(page: Sequence[Row]) -> None:
            self._complete = len(page) < limit
            self._append(page)
            self._set_asking(False)
            self.filled.emit(False)

        self._read(self._rows[-1] if self._rows else None, limit, arrived)

    def _append(self, page: Sequence[Row]) -> None:
        # A row whose key has changed since may come a second time: it is shown once.
        fresh = [row for row in page if self._row_id(row) not in self._places]
        if not fresh:
            return
        first = len(self._rows)
        self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
        self._rows.extend(fresh)
        self._places.update((self._row_id(row), first + n) for n, row in enumerate(fresh))
        self.endInsertRows()

    def rowCount(self, parent: _AnyIndex = _ROOT) -> int:
        """How many rows have been read."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _AnyIndex = _ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, alignment and spoken words of a cell; the table itself paints from the row."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(self._rows[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title} {column.spoken(self._rows[index.row()])}".strip()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Title and alignment of a column."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        if role == Qt.ItemDataRole.AccessibleTextRole and self._sort == column.sort_key != "":
            return f"{column.title}, {'descending' if self._descending else 'ascending'}"
        return None
