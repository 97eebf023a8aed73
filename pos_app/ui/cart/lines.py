"""The cart's lines: the model over the open sale and the delegate that paints each line."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from pos_app.documents import wording
from pos_app.domain.cart import CartLine
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.cart.sale import Sale

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

LINE_HEIGHT = 14 * theme.GRID - 1
"""Height of a line that is not selected, in pixels."""
NOTE_HEIGHT = 4 * theme.GRID + 2
EDITOR_HEIGHT = theme.CONTROL + 4 * theme.GRID
"""What a selected line is higher by: its stepper and buttons."""
SIDE = 4 * theme.GRID
_EMPTY_FOOT = 2 * theme.GRID
"""Of a line of which no more than this is in sight only the rule would show: a second one, close
under the head's."""
_QUANTITY_WIDTH = 15 * theme.GRID
_KEPT = 2048
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Words = tuple[str, str]
"""A text and the name of its colour in the palette."""


class LinesModel(QAbstractListModel):
    """One row per cart line. Only what differs is told to the view, so that a scan costs a row."""

    def __init__(self, sale: Sale, money: MoneyFormat, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sale = sale
        self._money = money
        self._lines: tuple[CartLine, ...] = sale.cart.lines

    def line(self, row: int) -> CartLine:
        """The cart line in a row."""
        return self._lines[row]

    def second_words(self, row: int) -> list[Words]:
        """What stands below the name: the unit price, a saving, what the shelf lacks."""
        line = self._lines[row]
        price = self._money.plain(line.price)
        each = "each" if line.unit == "piece" else f"per {line.unit}"
        words: list[Words] = [(f"{price} {each}", "muted")]
        own_discount = line.list_total - line.total
        if own_discount > 0:
            words.append((f"saves {self._money.plain(own_discount)}", "good"))
        left = self._sale.short_by(row)
        if left is not None:
            shelf = wording.quantity(left, line.unit, self._money)
            short = f"only {shelf} on the shelf" if left > 0 else "none on the shelf"
            words.append((short, "warn"))
        return words

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.name}\n{line.sku}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            second = ", ".join(words for words, _ in self.second_words(index.row()))
            total = self._money.format(line.total)
            note = f", {line.note}" if line.note else ""
            quantity = wording.quantity(line.quantity, line.unit, self._money)
            return f"{quantity} {line.name}, {second}, {total}{note}"
        return None

    def follow(self) -> None:
        """Show the sale's cart of now; the view is told the least that differs."""
        before, after = self._lines, self._sale.cart.lines
        start = 0
        while start < min(len(before), len(after)) and before[start] == after[start]:
            start += 1
        tail = 0
        while (
            tail < min(len(before), len(after)) - start
            and before[len(before) - 1 - tail] == after[len(after) - 1 - tail]
        ):
            tail += 1
        gone, come = len(before) - start - tail, len(after) - start - tail
        same = min(gone, come)
        if gone > same:
            self.beginRemoveRows(_NOWHERE, start + same, start + gone - 1)
            self._lines = after if not come else (*before[: start + same], *before[start + gone :])
            self.endRemoveRows()
        elif come > same:
            self.beginInsertRows(_NOWHERE, start + same, start + come - 1)
            self._lines = after
            self.endInsertRows()
        self._lines = after
        if after:  # what the shelf lacks may change any line's words
            self.dataChanged.emit(self.index(0), self.index(len(after) - 1))


class _Letters:
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


class LineDelegate(QStyledItemDelegate):
    """Paints quantity, name, unit price and total; the selected line leaves room for its editor."""

    def __init__(self, model: LinesModel, money: MoneyFormat, sale: Sale, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._money = money
        self._sale = sale
        self._quantity = _Letters(theme.font(theme.BODY + 2, theme.SEMIBOLD))
        self._name = _Letters(theme.font(theme.BODY, theme.SEMIBOLD))
        self._small = _Letters(theme.font(theme.SMALL))
        self._total = _Letters(theme.font(theme.BODY + 2, theme.BOLD))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = LINE_HEIGHT
        if self._model.line(index.row()).note:
            height += NOTE_HEIGHT
        if index.row() == self._sale.selected:
            height += EDITOR_HEIGHT
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, rect, p = index.row(), option.rect, theme.current()
        line = self._model.line(row)
        selected = row == self._sale.selected
        painter.save()
        if selected:
            painter.fillRect(rect, QColor(p.accent_soft))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(p.accent))
        painter.setPen(QColor(p.line))
        if rect.bottom() > _EMPTY_FOOT:
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        upper = QRect(rect.left() + SIDE, rect.top() + 9, rect.width() - 2 * SIDE, 21)
        quantity = wording.quantity(line.quantity, "piece", self._money)
        self._write(painter, upper, [(quantity, "muted")], self._quantity)
        total = self._money.plain(line.total)
        taken = self._write(painter, upper, [(total, "text")], self._total, right=True)
        wide = max(_QUANTITY_WIDTH, self._quantity.cut(quantity, upper.width())[1] + 12)
        name = upper.adjusted(wide, 0, -(taken + 12), 0)
        self._write(painter, name, [(line.name, "text")], self._name)
        below = QRect(name.left(), upper.bottom() + 1, upper.right() - name.left(), 16)
        words: list[Words] = []
        for word in self._model.second_words(row):
            words += [(" · ", "muted"), word] if words else [word]
        self._write(painter, below, words, self._small)
        if line.note:
            third = below.translated(0, NOTE_HEIGHT)
            self._write(painter, third, [(f"“{line.note}”", "text")], self._small)
        painter.restore()

    @staticmethod
    def _write(
        painter: QPainter,
        area: QRect,
        words: list[Words],
        letters: _Letters,
        *,
        right: bool = False,
    ) -> int:
        """Draw words of several colours one after another; how much width they took."""
        palette = theme.current()
        painter.setFont(letters.font)
        taken = 0
        for text, tone in words:
            room = area.width() - taken
            if room < 2 * theme.GRID:
                break
            shown, width = letters.cut(text, room)
            painter.setPen(QColor(getattr(palette, tone)))
            box = area if right else area.adjusted(taken, 0, 0, 0)
            painter.drawText(box, _RIGHT if right else _LEFT, shown)
            taken += width
        return taken
