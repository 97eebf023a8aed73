"""How rows, badges and heads of a table are drawn: by hand, with everything costly kept ready."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from pos_app.ui import theme
from pos_app.ui.widgets.paged_model import Column, PagedModel

PADDING = 3 * theme.GRID
BADGE_HEIGHT = 5 * theme.GRID
BADGE_PADDING = 2 * theme.GRID
MARK = 3
"""Width of the bar that marks the row the keyboard is on."""

_KEPT = 8192
_LEAST_HINT = 8 * theme.GRID
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)
_ELIDE = Qt.TextElideMode.ElideRight


class _Letters:
    """A font with its measures; remembers how wide texts are and how they were cut."""

    def __init__(self, size: int, weight: QFont.Weight) -> None:
        self.font = theme.font(size, weight)
        self._metrics = QFontMetrics(self.font)
        self._widths: dict[str, int] = {}
        self._cuts: dict[tuple[str, int], str] = {}

    def width(self, text: str) -> int:
        """How wide the text is, in pixels."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) > _KEPT:
                self._widths.clear()
            known = self._widths[text] = self._metrics.horizontalAdvance(text)
        return known

    def cut(self, text: str, width: int) -> str:
        """The text, with an ellipsis where it is wider than width."""
        if self.width(text) <= width:
            return text
        known = self._cuts.get((text, width))
        if known is None:
            if len(self._cuts) > _KEPT:
                self._cuts.clear()
            known = self._cuts[text, width] = self._metrics.elidedText(text, _ELIDE, width)
        return known


class RowPainter(QStyledItemDelegate):
    """Paints the cells of a PagedModel; `hovered` is the row under the pointer, -1 for none."""

    def __init__(
        self, model: PagedModel[Any], height: int, padding: int, parent: QAbstractItemView
    ) -> None:
        super().__init__(parent)
        self.hovered = -1
        self._view = parent
        self._model = model
        self._height = height
        self._padding = padding
        self._fonts: dict[tuple[QFont.Weight, int], _Letters] = {}
        self._colours: dict[str, QColor] = {}
        self._line = QPen()
        self.restyle()

    def restyle(self) -> None:
        """Take colours and fonts from the theme anew."""
        palette = theme.current()
        names = "surface raised line text muted faint accent accent_soft"
        names += " good good_soft warn warn_soft bad bad_soft"
        self._colours = {name: QColor(getattr(palette, name)) for name in names.split()}
        self._line = QPen(self._colours["line"])
        self._fonts = {}
        self._badge = _Letters(theme.SMALL, theme.SEMIBOLD)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, line and content of one cell."""
        place, rect = index.row(), option.rect
        colours = self._colours
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, colours["accent_soft"])
        elif place == self.hovered:
            painter.fillRect(rect, colours["raised"])
        painter.setPen(self._line)
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if selected and rect.left() <= 0 and self._view.hasFocus():
            painter.fillRect(0, rect.top(), MARK, rect.height(), colours["accent"])

        row, column = self._model.row(place), self._model.columns[index.column()]
        text = column.text(row)
        tone = column.tone(row) if column.tone else ""
        area = rect.adjusted(self._padding, 0, -self._padding, -1)
        if tone:
            hint = column.hint(row) if column.hint else ""
            self._paint_badge(painter, area, text, hint, tone, column.align == "right")
        else:
            painter.setPen(colours[column.ink if isinstance(column.ink, str) else column.ink(row)])
            if column.align == "right":
                self._paint_figure(painter, area, text, column.weight)
            else:
                self._paint_words(
                    painter, area, text, column.hint(row) if column.hint else "", column.weight
                )

    def _letters(self, weight: QFont.Weight, size: int = theme.BODY) -> _Letters:
        known = self._fonts.get((weight, size))
        if known is None:
            known = self._fonts[weight, size] = _Letters(size, weight)
        return known

    def _paint_figure(
        self, painter: QPainter, area: QRect, text: str, weight: QFont.Weight
    ) -> None:
        letters = self._letters(weight)
        if letters.width(text) > area.width():
            # A figure that is cut off is a wrong figure: a long one is written smaller, wider.
            letters = self._letters(weight, theme.SMALL)
            area = area.adjusted(1 - self._padding, 0, 0, 0)
        painter.setFont(letters.font)
        painter.drawText(area, _RIGHT, letters.cut(text, area.width()))

    def _paint_words(
        self, painter: QPainter, area: QRect, text: str, hint: str, weight: QFont.Weight
    ) -> None:
        letters = self._letters(weight)
        shown = letters.cut(text, area.width())
        painter.setFont(letters.font)
        painter.drawText(area, _LEFT, shown)
        rest = area.adjusted(letters.width(shown), 0, 0, 0) if hint else area
        if hint and rest.width() > _LEAST_HINT:
            quiet = self._letters(theme.REGULAR)
            painter.setFont(quiet.font)
            painter.setPen(self._colours["muted"])
            painter.drawText(rest, _LEFT, quiet.cut(f" · {hint}" if text else hint, rest.width()))

    def _paint_badge(
        self, painter: QPainter, area: QRect, text: str, hint: str, tone: str, right: bool
    ) -> None:
        """The text in its badge and a hint beside it; where only one of both has room, the hint
        takes the badge: it says more."""
        if hint:
            quiet = self._letters(theme.REGULAR, theme.SMALL)
            taken = self._badge.width(text) + 2 * BADGE_PADDING + BADGE_PADDING
            if taken + quiet.width(hint) <= area.width():
                painter.setFont(quiet.font)
                painter.setPen(self._colours["muted"])
                painter.drawText(area.adjusted(taken, 0, 0, 0), _LEFT, hint)
            else:
                text = hint.capitalize()
        width = min(self._badge.width(text) + 2 * BADGE_PADDING, area.width())
        left = area.right() + 1 - width if right else area.left()
        top = area.top() + (area.height() - BADGE_HEIGHT) // 2
        box = QRect(left, top, width, BADGE_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours[f"{tone}_soft"])
        painter.drawRoundedRect(box, theme.SMALL_RADIUS - 1, theme.SMALL_RADIUS - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._badge.font)
        painter.setPen(self._colours[tone])
        painter.drawText(box, _CENTRE, self._badge.cut(text, width - BADGE_PADDING))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The row's own height, never measured from a text."""
        return QSize(0, self._height)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The whole text as a tooltip, only where it doesn't fit its cell."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        column: Column[Any] = self._model.columns[index.column()]
        words = column.spoken(self._model.row(index.row()))
        letters = self._badge if column.tone else self._letters(column.weight)
        room = view.visualRect(index).width() - 2 * self._padding
        QToolTip.showText(event.globalPos(), words if letters.width(words) > room else "", view)
        return True


class TableHead(QHeaderView):
    """The table's head, raised, with a small arrow beside the title that the rows are sorted by."""

    HEIGHT = theme.DENSE

    def __init__(self, model: PagedModel[Any], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self._font = theme.font(theme.SMALL, theme.SEMIBOLD)
        self._metrics = QFontMetrics(self._font)
        self.setFixedHeight(self.HEIGHT)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        self.setMinimumSectionSize(2 * PADDING)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """One title; a row below keeps its own line, the head has its own."""
        palette, column = theme.current(), self._rows.columns[logical_index]
        chosen = bool(column.sort_key) and column.sort_key == self._rows.sort_key
        painter.fillRect(rect, QColor(palette.raised))
        painter.setPen(QColor(palette.line))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.setFont(self._font)
        painter.setPen(QColor(palette.text if chosen else palette.muted))
        area = rect.adjusted(PADDING, 0, -PADDING, -1)
        title = self._metrics.elidedText(column.title, _ELIDE, area.width())
        right = column.align == "right"
        painter.drawText(area, _RIGHT if right else _LEFT, title)
        if chosen:
            width = self._metrics.horizontalAdvance(title)
            x = area.right() - width - 2 * theme.GRID if right else area.left() + width + theme.GRID
            self._paint_arrow(painter, QPoint(x, area.center().y()))

    def _paint_arrow(self, painter: QPainter, middle: QPoint) -> None:
        turn = -1 if self._rows.descending else 1
        points = [QPoint(0, 2 * turn), QPoint(3, -turn), QPoint(6, 2 * turn)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        pen = QPen(QColor(theme.current().text), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygon([point + middle for point in points]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def mouseMoveEvent(self, event: Any) -> None:
        """A hand over titles that sort."""
        section = self.logicalIndexAt(event.position().toPoint())
        sorts = section >= 0 and bool(self._rows.columns[section].sort_key)
        shape = Qt.CursorShape.PointingHandCursor if sorts else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)
