"""A list to pick one thing from: two lines of words at the left, a figure at the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from pos_app.ui import theme
from pos_app.ui.widgets.finger import Finger
from pos_app.ui.widgets.overlay_bar import OverlayBar

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

ROW = 14 * theme.GRID
"""Height of a row in pixels: a finger's worth, with room for two lines."""
_GAP = 4 * theme.GRID

PICK = Qt.ItemDataRole.UserRole + 1
"""The role that hands out the `Pick` behind an index."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One row. what is the thing itself; tone ("muted", "warn", "bad") colours figure_hint."""

    what: object
    title: str
    hint: str = ""
    figure: str = ""
    figure_hint: str = ""
    tone: str = "muted"


class PickModel(QAbstractListModel):
    """The rows of a PickList, replaced as a whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picks: tuple[Pick, ...] = ()

    def show(self, picks: Sequence[Pick]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._picks = tuple(picks)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._picks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        pick = self._picks[index.row()]
        if role == PICK:
            return pick
        if role == Qt.ItemDataRole.DisplayRole:
            return pick.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return pick.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = (pick.title, pick.hint, pick.figure, pick.figure_hint)
            return ", ".join(word for word in words if word)
        return None


class PickDelegate(QStyledItemDelegate):
    """Paints one row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._title = theme.font(theme.BODY, theme.SEMIBOLD)
        self._hint = theme.font(theme.SMALL)
        self._figure = theme.font(theme.BODY, theme.BOLD)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        pick = index.data(PICK)
        if not isinstance(pick, Pick):
            return
        p = theme.current()
        rect = option.rect
        painter.save()
        paint_ground(painter, option)
        painter.setPen(QColor(p.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(_GAP, 2 * theme.GRID, -_GAP, -2 * theme.GRID)
        upper = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        lower = upper.translated(0, upper.height())
        taken = self._write(painter, upper, pick.figure, self._figure, p.text, _RIGHT)
        self._write(painter, _left_of(upper, taken), pick.title, self._title, p.text, _LEFT)
        tone = getattr(p, pick.tone)
        taken = self._write(painter, lower, pick.figure_hint, self._hint, tone, _RIGHT)
        self._write(painter, _left_of(lower, taken), pick.hint, self._hint, p.muted, _LEFT)
        painter.restore()

    @staticmethod
    def _write(
        painter: QPainter,
        area: QRect,
        text: str,
        font: QFont,
        colour: str,
        side: Qt.AlignmentFlag,
    ) -> int:
        """Draw the text, elided where it must; how much width it took."""
        if not text:
            return 0
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(area, side, shown)
        return metrics.horizontalAdvance(shown)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """The ground of a row that can be picked: chosen, under the pointer, or bare."""
    p, rect = theme.current(), option.rect
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, QColor(p.accent_soft))
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(p.accent))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(p.raised))


def _left_of(area: QRect, taken: int) -> QRect:
    return area.adjusted(0, 0, -(taken + _GAP) if taken else 0, 0)


class PickList(QListView):
    """The rows; `picked` carries a Pick's `what` on Enter, click or touch."""

    picked = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = PickModel(self)
        self._bar = OverlayBar(self)
        self.setModel(self._rows)
        self.setItemDelegate(PickDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self._finger = Finger(self)
        self.clicked.connect(self._tap)

    def show_picks(self, picks: Sequence[Pick], choose: int = -1) -> None:
        """Show these rows with one of them chosen; -1 for none."""
        self._rows.show(picks)
        self.choose(choose)

    def count(self) -> int:
        """How many rows there are."""
        return self._rows.rowCount()

    @property
    def chosen(self) -> int:
        """The chosen row, -1 for none."""
        return self.currentIndex().row()

    def choose(self, row: int) -> None:
        """Choose a row; outside the list means none."""
        index = self._rows.index(row) if 0 <= row < self.count() else QModelIndex()
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        else:
            self.clearSelection()

    def step(self, by: int) -> None:
        """Choose the row so many places on, from the first or last where none is chosen."""
        if not self.count():
            return
        if self.chosen < 0:
            self.choose(0 if by > 0 else self.count() - 1)
        else:
            self.choose(max(0, min(self.chosen + by, self.count() - 1)))

    def pick_chosen(self) -> bool:
        """Pick the chosen row; False where none is."""
        if self.chosen < 0:
            return False
        self._pick(self.currentIndex())
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The scroll bar stands at the right edge."""
        super().resizeEvent(event)
        self._bar.place(self.width(), 0, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter picks; letters go on to whoever stands behind (no search by typing here)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.pick_chosen():
            event.accept()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _tap(self, index: QModelIndex) -> None:
        if not self._finger.took:
            self._pick(index)

    def _pick(self, index: QModelIndex) -> None:
        pick = index.data(PICK)
        if isinstance(pick, Pick):
            self.picked.emit(pick.what)
