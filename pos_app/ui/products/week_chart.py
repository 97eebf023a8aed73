"""How much of a product was sold in each of the last weeks, as bars painted by hand."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme

WEEKS = 12

_HEIGHT = 24 * theme.GRID
_GAP = 2 * theme.GRID
_ROUND = 4
_LEAST = 3
"""A week in which something was sold is never invisible."""


class WeekChart(QWidget):
    """One bar a week, oldest first; the last one, the running week, in the accent."""

    def __init__(self, money: Callable[[], MoneyFormat], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._money = money
        self._unit = "piece"
        self._sold: tuple[Decimal, ...] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Sold per week")

        theme.notifier().changed.connect(self.update)

    def show_weeks(self, sold: Sequence[Decimal] | None, unit: str) -> None:
        """Show these weeks, oldest first; None while they aren't known yet."""
        self._sold = None if sold is None else tuple(sold)
        self._unit = unit
        self.setAccessibleDescription(", ".join(self.describe(n) for n in range(self._count)))
        self.update()

    def describe(self, week: int) -> str:
        """A bar in words: "9 sold this week", "12 sold 3 weeks ago"."""
        assert self._sold is not None
        ago = self._count - 1 - week
        when = ("this week", "last week")[ago] if ago < 2 else f"{ago} weeks ago"
        return f"{wording.quantity(self._sold[week], self._unit, self._money())} sold {when}"

    @property
    def _count(self) -> int:
        return len(self._sold or ())

    def sizeHint(self) -> QSize:
        """As high as a dozen bars need to be told apart."""
        return QSize(60 * theme.GRID, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Narrower bars will do."""
        return QSize(30 * theme.GRID, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bars, or a word where nothing was sold."""
        if self._sold is None:
            return
        painter = QPainter(self)
        palette = theme.current()
        top = max(self._sold, default=Decimal(0))
        if top <= 0:
            painter.setPen(QColor(palette.line))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(QColor(palette.muted))
            centre = Qt.AlignmentFlag.AlignCenter
            painter.drawText(self.rect(), centre, f"Nothing sold in {self._count} weeks")
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for week, sold in enumerate(self._sold):
            bar = self._bar(week, sold, top)
            last = week == self._count - 1
            painter.setBrush(QColor(palette.accent if last else palette.bar))
            if sold <= 0:
                painter.setBrush(QColor(palette.line))
            painter.drawRoundedRect(bar, min(_ROUND, bar.height() / 2), _ROUND)
        self._paint_top(painter, top)

    def _paint_top(self, painter: QPainter, top: Decimal) -> None:
        """The best week's figure above its bar, so that the bars have a measure."""
        assert self._sold is not None
        font = theme.font(theme.SMALL)
        text = wording.quantity(top, self._unit, self._money())
        width = QFontMetrics(font).horizontalAdvance(text)
        bar = self._bar(self._sold.index(top), top, top)
        left = max(0, min(bar.center().x() - width // 2, self.width() - width))
        painter.setFont(font)
        painter.setPen(QColor(theme.current().muted))
        painter.drawText(left, bar.top() - theme.GRID, text)

    def _bar(self, week: int, sold: Decimal, top: Decimal) -> QRect:
        left, right = self._slot(week)
        room = self.height() - 5 * theme.GRID
        height = int(room * sold / top) if sold > 0 else 2
        height = max(height, _LEAST) if sold > 0 else height
        return QRect(left, self.height() - height, right - left, height)

    def _slot(self, week: int) -> tuple[int, int]:
        step = (self.width() + _GAP) / self._count
        return round(week * step), round((week + 1) * step) - _GAP

    def event(self, event: QEvent) -> bool:
        """The bar under the pointer, in words."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._sold:
            week = event.pos().x() * self._count // max(self.width(), 1)
            QToolTip.showText(event.globalPos(), self.describe(min(week, self._count - 1)), self)
            return True
        return super().event(event)
