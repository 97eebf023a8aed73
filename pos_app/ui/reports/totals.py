"""The last line of a report, its figures under the columns they add up."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QWidget

from pos_app.ui import theme
from pos_app.ui.reports.report import Cell, Head
from pos_app.ui.widgets.row_painter import PADDING

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TotalsRow(QWidget):
    """Follows the columns of a table's head."""

    def __init__(self, heads: Sequence[Head], columns: QHeaderView) -> None:
        super().__init__()
        self._heads = heads
        self._columns = columns
        self._cells: tuple[Cell, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

        columns.sectionResized.connect(self.update)
        theme.notifier().changed.connect(self.update)

    def show_totals(self, cells: Sequence[Cell]) -> None:
        """Show these, or nothing."""
        self._cells = tuple(cells)
        pairs = zip(self._heads, self._cells, strict=True) if cells else ()
        spoken = (f"{head.title} {cell.shown}" for head, cell in pairs if cell.shown)
        self.setAccessibleName(", ".join(spoken))
        self.setVisible(bool(cells))
        self.update()

    @property
    def shown(self) -> list[str]:
        """What stands in it."""
        return [cell.shown for cell in self._cells]

    def sizeHint(self) -> QSize:
        """A row of the table."""
        return QSize(0, theme.ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Raised, with a line above."""
        palette = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(palette.raised))
        painter.setPen(QColor(palette.line))
        painter.drawLine(0, 0, self.width(), 0)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.setPen(QColor(palette.text))
        for place, (head, cell) in enumerate(zip(self._heads, self._cells, strict=False)):
            if self._columns.isSectionHidden(place) or not cell.shown:
                continue
            left = self._columns.sectionViewportPosition(place)
            area = QRect(left, 0, self._columns.sectionSize(place), self.height())
            area.adjust(PADDING, 0, -PADDING, 0)
            font = theme.font(theme.BODY, theme.BOLD)
            if QFontMetrics(font).horizontalAdvance(cell.shown) > area.width():
                # A figure that is cut off is a wrong figure.
                font = theme.font(theme.SMALL, theme.BOLD)
            painter.setFont(font)
            painter.drawText(area, _RIGHT if head.figure else _LEFT, cell.shown)
