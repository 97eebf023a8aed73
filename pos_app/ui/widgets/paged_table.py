"""The table of every list: calm rows of one height, read a page at a time while it is scrolled."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from pos_app.domain.errors import NotAllowed
from pos_app.ui import messages, theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_model import Column, PagedModel
from pos_app.ui.widgets.row_painter import PADDING, RowPainter, TableHead
from pos_app.ui.widgets.states import BusyBar, EmptyState, ErrorState

__all__ = ["Column", "PagedModel", "PagedTable"]

_PREFETCH = 60
"""The next page is asked for when fewer rows than this are left below the window."""

_DEEP = 2000
"""Where more rows than this lie above the place, only what is in sight is read again."""

_REST_MS = 120
"""So long scrolling must rest before rows are read again that may be out of date."""

_AnyIndex = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PagedTable(QTableView):
    """Shows a PagedModel; one row is chosen at a time and stays chosen, by its id, on refresh.

    Arrows, Page and Home/End move (End reads on to the real end), Enter activates, a click on a
    head that can sort sorts. What to say when nothing is there comes from `set_empty`.
    padding is what lies left and right of a cell's text; with choosing False it is a list to read.
    """

    row_changed = Signal(object)
    """The chosen row, new or newer; None when there is none."""
    row_activated = Signal(object)
    """Enter or a double click on a row."""
    empty_acted = Signal()
    """The action of the empty state was pressed."""

    def __init__(
        self,
        model: PagedModel[Any],
        parent: QWidget | None = None,
        *,
        name: str,
        row_height: int = theme.ROW,
        padding: int = PADDING,
        head: bool = True,
        choosing: bool = True,
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._choosing = choosing
        self._shown: Any = None
        self._chosen_id: int | None = None
        self._chosen_place = 0
        self._scrolled = 0
        self._to_end = False
        self._outdated = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._painter = RowPainter(model, row_height, padding, self)
        self._head = TableHead(model, self)
        self._busy_bar = BusyBar(self)
        self._empty = EmptyState("", "", "")
        self._error: EmptyState | ErrorState = ErrorState("", "", "")
        self._ask_approval: Callable[[NotAllowed], object] | None = None
        self._read_on = KeyButton("Reading stopped. Try again", kind="danger", parent=self)

        self._prepare(name, row_height, head)
        self._fit_columns()
        self._put_over(self._empty)
        self._put_over(self._error)
        self._read_on.hide()

        self._head.sectionClicked.connect(self._sort_by)
        model.busy_changed.connect(self._busy_bar.set_busy)
        model.failed.connect(self._show_error)
        model.filled.connect(self._show_answer)
        model.modelAboutToBeReset.connect(self._remember)
        model.dataChanged.connect(self._tell_newer)
        self.verticalScrollBar().valueChanged.connect(self._prefetch)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.viewportEntered.connect(lambda: self._hover(-1))
        self.doubleClicked.connect(self._activate)
        self._rest.timeout.connect(self._refresh_in_sight)
        self._read_on.clicked.connect(self._rows.read_on)
        theme.notifier().changed.connect(self._restyle)

    def _prepare(self, name: str, row_height: int, head: bool) -> None:
        self.setAccessibleName(name)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setHorizontalHeader(self._head)
        self._head.setVisible(head)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if self._choosing else mode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(row_height)
        side = self.verticalHeader()
        side.setVisible(False)
        side.setMinimumSectionSize(row_height)
        side.setDefaultSectionSize(row_height)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for place, column in enumerate(self._rows.columns):
            fixed = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            self._head.setSectionResizeMode(place, fixed)
            if column.width:
                self._head.resizeSection(place, column.width)

    # --- what others ask ---------------------------------------------------------------------

    def set_empty(self, icon: str, title: str, hint: str, action: str = "") -> None:
        """What stands there when the answer has no rows: what it means and what to do next."""
        showing = not self._empty.isHidden()
        self._empty.hide()
        self._empty.deleteLater()
        self._empty = EmptyState(icon, title, hint, action)
        self._put_over(self._empty)
        self._empty.acted.connect(self.empty_acted)
        self._empty.setVisible(showing)

    def let_approve(self, ask: Callable[[NotAllowed], object]) -> None:
        """Where the rows are not for who asks for them, offer to have it approved: by ask(error),
        which asks for the rows again."""
        self._ask_approval = ask

    def current_row(self) -> Any:
        """The chosen row, or None."""
        return self._shown

    def choose(self, row_id: int) -> bool:
        """Choose the row with this id and scroll to it; False when it isn't among those read."""
        place = self._rows.place_of(row_id)
        if place >= 0:
            self._to_end = False
            self._choose_place(place)
        return place >= 0

    def refresh(self, *, until: int | None = None) -> None:
        """Read again down to the last row in sight (and the chosen one), keeping the place.

        With until, reading goes on to the row with this id.
        """
        bottom = self.rowAt(self.viewport().height() - 1)
        if bottom < 0:
            bottom = self._rows.rowCount() - 1 if self.verticalScrollBar().value() else 0
        depth = max(bottom, self.currentIndex().row()) + 1
        self._outdated = depth > _DEEP and until is None
        if self._outdated:
            self._refresh_in_sight()
        else:
            self._rows.refresh(depth, until=until)

    def _refresh_in_sight(self) -> None:
        top = self.rowAt(0)
        if self._outdated and top >= 0 and not self._rows.busy:
            shown = self.viewport().height() // self.rowHeight(top) + 2
            self._rows.refresh_part(max(top, 1), 2 * shown)

    # --- choosing ----------------------------------------------------------------------------

    def _choose_place(self, place: int) -> None:
        index = self._rows.index(place, self._first_column())
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _first_column(self) -> int:
        columns = range(len(self._rows.columns))
        return next((place for place in columns if not self.isColumnHidden(place)), 0)

    def currentChanged(self, current: _AnyIndex, previous: _AnyIndex) -> None:
        """Tell the chosen row when it is another one."""
        super().currentChanged(current, previous)
        if self._choosing and current.row() != previous.row():
            self._tell(current.row())

    def _tell(self, place: int) -> None:
        self._shown = self._rows.row(place) if place >= 0 else None
        self._chosen_id = self._rows.id_at(place) if place >= 0 else None
        self.row_changed.emit(self._shown)

    def _tell_newer(self, first: QModelIndex, last: QModelIndex) -> None:
        place = self.currentIndex().row()
        if self._shown is not None and first.row() <= place <= last.row():
            self._tell(place)

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_activated.emit(self._rows.row(index.row()))

    # --- answers -----------------------------------------------------------------------------

    def _remember(self) -> None:
        self._scrolled = self.verticalScrollBar().value()
        self._chosen_place = max(self.currentIndex().row(), 0)

    def _show_answer(self, new_question: bool) -> None:
        self._error.hide()
        self._read_on.hide()
        count = self._rows.rowCount()
        self._empty.setVisible(count == 0)
        if self._choosing:
            self._keep_chosen(count)
        if new_question:
            self._to_end = self._outdated = False
            self.scrollToTop()
        elif self._to_end and count:
            self._go(count - 1)
            self._to_end = not self._rows.complete
        self._head.viewport().update()

    def _keep_chosen(self, count: int) -> None:
        """After a reset the view has no current row: choose the same one, or its neighbour."""
        if self.currentIndex().isValid():
            return
        place = self._rows.place_of(self._chosen_id) if self._chosen_id is not None else -1
        if place < 0 and count:
            place = min(self._chosen_place, count - 1) if self._shown is not None else 0
        if place < 0:
            if self._shown is not None:
                self._tell(-1)
            return
        self._choose_place(place)
        self.verticalScrollBar().setValue(self._scrolled)

    def _show_error(self, error: Exception, whole: bool) -> None:
        if not whole:
            self._read_on.show()
            return
        message = messages.words(error, None)
        self._error.deleteLater()
        ask = self._ask_approval
        if ask is not None and isinstance(error, NotAllowed):
            self._error = EmptyState("lock", message.title, message.hint, "Ask for approval")
            self._error.acted.connect(lambda: ask(error))
        else:
            self._error = ErrorState(message.title, message.hint, "Try again")
            self._error.acted.connect(self._rows.ask)
        self._put_over(self._error)
        self._empty.hide()
        self._error.show()

    def _restyle(self) -> None:
        self._painter.restyle()
        self.viewport().update()
        self._head.viewport().update()

    # --- moving ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last row, Enter activates."""
        count = self._rows.rowCount()
        self._to_end = event.key() == Qt.Key.Key_End and not self._rows.complete
        if event.key() in _ENTER and self._choosing:
            self._activate(self.currentIndex())
        elif event.key() == Qt.Key.Key_Home and count:
            self._go(0)
        elif event.key() == Qt.Key.Key_End and count:
            self._go(count - 1)
        else:
            super().keyPressEvent(event)

    def _go(self, place: int) -> None:
        if self._choosing:
            self._choose_place(place)
        else:
            self.executeDelayedItemsLayout()  # else the scroll bar doesn't know of new rows yet
            self.scrollTo(self._rows.index(place, self._first_column()))
        self._prefetch()

    def keyboardSearch(self, search: str) -> None:
        """Nothing: Qt would walk through every row; searching is the search field's work."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click ends the way to the end."""
        self._to_end = False
        super().mousePressEvent(event)

    def _prefetch(self) -> None:
        if self._outdated:
            self._rest.start()
        bar = self.verticalScrollBar()
        left = bar.maximum() - bar.value()
        if left < _PREFETCH * bar.singleStep() and self._rows.canFetchMore():
            self._rows.fetchMore()

    def _sort_by(self, section: int) -> None:
        key = self._rows.columns[section].sort_key
        if key:
            again = key == self._rows.sort_key
            self._rows.ask(sort=key, descending=again and not self._rows.descending)
            self._head.viewport().update()

    def _hover(self, place: int) -> None:
        if self._choosing and place != self._painter.hovered:
            old, self._painter.hovered = self._painter.hovered, place
            for row in (old, place):
                if row >= 0:
                    top = self.rowViewportPosition(row)
                    self.viewport().update(0, top, self.viewport().width(), self.rowHeight(row))

    def leaveEvent(self, event: QEvent) -> None:
        """No row is under the pointer any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the mark of the keyboard."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(event)
        self.viewport().update()

    # --- room --------------------------------------------------------------------------------

    def _put_over(self, state: QWidget) -> None:
        state.setParent(self)
        state.setBackgroundRole(QPalette.ColorRole.Base)
        state.setAutoFillBackground(True)
        state.hide()
        state.setGeometry(self._below_head())

    def _below_head(self) -> QRect:
        """All but the head: the scroll bar belongs to rows that a state covers."""
        return self.rect().adjusted(0, self.viewport().y(), 0, 0)

    def _fit_columns(self) -> None:
        room = self.viewport().width()
        for place, column in enumerate(self._rows.columns):
            self.setColumnHidden(place, 0 < room < column.hide_below)
            if column.share:
                self._head.resizeSection(place, max(column.width, room * column.share // 100))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns that the width has no room for; spread what lies over the rows."""
        self._fit_columns()
        super().resizeEvent(event)
        for state in (self._empty, self._error):
            state.setGeometry(self._below_head())
        area = self.viewport().geometry()
        self._read_on.adjustSize()
        self._read_on.move(
            area.center().x() - self._read_on.width() // 2,
            area.bottom() - self._read_on.height() - theme.MARGIN,
        )
        self._busy_bar.setGeometry(area.left(), area.top(), area.width(), self._busy_bar.height())
        self._prefetch()
