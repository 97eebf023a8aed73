"""How a line of the cart is painted: quantity, name and total, and below them what explains it."""

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.cart.lines import STRUCK, Index, LinesModel, Phrase
from pos_app.ui.cart.sale import Sale

LINE_HEIGHT = 14 * theme.GRID - 1
"""Height of a line that is not selected, in pixels."""
ROW_HEIGHT = 4 * theme.GRID + 2
"""What each further row of words adds: a second saving, a note."""
EDITOR_HEIGHT = theme.CONTROL + 4 * theme.GRID
"""What a selected line is higher by: its stepper and buttons."""
SIDE = 4 * theme.GRID
_EMPTY_FOOT = 2 * theme.GRID
"""Of a line of which no more than this is in sight only the rule would show: a second one, close
under the head's."""
_QUANTITY_WIDTH = 15 * theme.GRID
_KEPT = 2048
_BETWEEN = " · "
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Letters:
    """A font that remembers how texts were cut and how wide they came out: lines are painted
    with every scan."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self._cuts: dict[tuple[str, int], tuple[str, int]] = {}

    def cut(self, text: str, room: int) -> tuple[str, int]:
        """The text, with an ellipsis where it is wider than room, and its width in pixels."""
        known = self._cuts.get((text, room))
        if known is None:
            if len(self._cuts) > _KEPT:
                self._cuts.clear()
            shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            known = shown, self._metrics.horizontalAdvance(shown)
            self._cuts[text, room] = known
        return known

    def width(self, text: str) -> int:
        """How wide a text is, in pixels."""
        return self.cut(text, 1 << 20)[1]


class LineDelegate(QStyledItemDelegate):
    """Paints the lines; the selected one leaves room for its editor. width is the list's own,
    swiped a line that a finger draws aside, and by how many pixels."""

    def __init__(self, model: LinesModel, money: MoneyFormat, sale: Sale, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._money = money
        self._sale = sale
        self.width = 0
        self.swiped = (-1, 0)
        self._quantity = Letters(theme.font(theme.BODY + 2, theme.SEMIBOLD))
        self._name = Letters(theme.font(theme.BODY, theme.SEMIBOLD))
        self._small = Letters(theme.font(theme.SMALL))
        self._total = Letters(theme.font(theme.BODY + 2, theme.BOLD))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.row()
        height = LINE_HEIGHT
        if not self._model.plain(row):
            room = self.width - 2 * SIDE - self._indent(row)
            height += ROW_HEIGHT * (len(self._arranged(row, room)) - 1)
        if self._model.line(row).note:
            height += ROW_HEIGHT
        if row == self._sale.selected:
            height += EDITOR_HEIGHT
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, rect, p = index.row(), option.rect, theme.current()
        line = self._model.line(row)
        painter.save()
        if row == self.swiped[0] and self.swiped[1]:
            rect = self._paint_removal(painter, rect, self.swiped[1])
        if row == self._sale.selected:
            painter.fillRect(rect, QColor(p.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(p.accent))
        painter.setPen(QColor(p.line))
        if rect.bottom() > _EMPTY_FOOT:
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        upper = QRect(rect.left() + SIDE, rect.top() + 9, rect.width() - 2 * SIDE, 21)
        self._write(painter, upper, self._figure(row), "muted", self._quantity)
        total = self._money.plain(self._model.total(row))
        taken = self._write(painter, upper, total, "text", self._total, right=True)
        indent = self._indent(row)
        name = upper.adjusted(indent, 0, -(taken + 12), 0)
        self._write(painter, name, line.name, "text", self._name)
        below = QRect(name.left(), upper.bottom() + 1, upper.width() - indent, 16)
        for phrases in self._arranged(row, below.width()):
            self._write_row(painter, below, phrases)
            below.translate(0, ROW_HEIGHT)
        if line.note:
            self._write(painter, below, f"“{line.note}”", "text", self._small)
        painter.restore()

    def _paint_removal(self, painter: QPainter, rect: QRect, dx: int) -> QRect:
        """What lies under a line that a finger draws aside; where the line itself is then."""
        p = theme.current()
        painter.setClipRect(rect)
        painter.fillRect(rect, QColor(p.bad_soft))
        top = rect.center().y() - theme.ICON // 2 + 1
        painter.drawPixmap(rect.right() - SIDE - theme.ICON, top, theme.pixmap("trash-2", "bad"))
        moved = rect.translated(dx, 0)
        painter.fillRect(moved, QColor(p.surface))
        return moved

    def _figure(self, row: int) -> str:
        return wording.quantity(self._model.line(row).quantity, "piece", self._money)

    def _indent(self, row: int) -> int:
        return max(_QUANTITY_WIDTH, self._quantity.width(self._figure(row)) + 12)

    def _arranged(self, row: int, room: int) -> list[list[Phrase]]:
        """A line's words in rows: each next to the ones before where it fits, else below."""
        rows: list[list[Phrase]] = []
        taken = 0
        gap = self._small.width(_BETWEEN)
        for phrase in self._model.phrases(row):
            wide = self._small.width(phrase.text) + self._small.width(phrase.tail)
            if rows and taken + gap + wide <= room:
                rows[-1].append(phrase)
                taken += gap + wide
            else:
                rows.append([phrase])
                taken = wide
        return rows

    def _write_row(self, painter: QPainter, area: QRect, phrases: list[Phrase]) -> None:
        left = QRect(area)
        for place, phrase in enumerate(phrases):
            if place:
                left.setLeft(left.left() + self._write(painter, left, _BETWEEN, "muted"))
            tone = "muted" if phrase.tone == STRUCK else phrase.tone
            tail = self._small.width(phrase.tail)
            taken = self._write(painter, left.adjusted(0, 0, -tail, 0), phrase.text, tone)
            if phrase.tone == STRUCK:
                middle = left.center().y() + 1
                painter.drawLine(left.left(), middle, left.left() + taken - 1, middle)
            left.setLeft(left.left() + taken)
            if phrase.tail:
                left.setLeft(left.left() + self._write(painter, left, phrase.tail, tone))

    def _write(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        tone: str,
        letters: Letters | None = None,
        *,
        right: bool = False,
    ) -> int:
        """Draw words in a colour, cut where they must be; how much width they took."""
        letters = letters or self._small
        shown, width = letters.cut(text, area.width())
        painter.setFont(letters.font)
        painter.setPen(QColor(getattr(theme.current(), tone)))
        painter.drawText(area, _RIGHT if right else _LEFT, shown)
        return width
