"""The outline of the cart tab, shown for the moment until the shop's file is open."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pos_app.ui import theme

_PANEL = 468
_TILE_WIDTH = 204
_TILE_HEIGHT = 116


class Skeleton(QWidget):
    """Paints where things will stand: no text, no pictures, nothing that takes time to load."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        self.setAccessibleName("The shop is being opened")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Field, chips, tiles, cart."""
        palette = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(palette.bg))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.surface))
        margin, gap = theme.MARGIN, 3 * theme.GRID
        panel = min(_PANEL, round(self.width() * 0.4))
        left = self.width() - panel - 3 * margin
        self._box(painter, margin, margin, left, theme.CONTROL + gap)
        top = margin + theme.CONTROL + 2 * gap
        for chip in range(min(6, left // 110)):
            self._box(painter, margin + chip * 110, top, 98, theme.CONTROL)
        top += theme.CONTROL + gap
        columns = max(2, (left + gap) // (_TILE_WIDTH + gap))
        width = (left - (columns - 1) * gap) / columns
        while top + _TILE_HEIGHT < self.height() - margin:
            for column in range(columns):
                self._box(painter, margin + column * (width + gap), top, width, _TILE_HEIGHT)
            top += _TILE_HEIGHT + gap
        self._box(painter, self.width() - panel - margin, margin, panel, self.height() - 2 * margin)

    def _box(self, painter: QPainter, left: float, top: float, width: float, height: float) -> None:
        painter.drawRoundedRect(
            QRectF(left + 0.5, top + 0.5, width - 1, height - 1), theme.RADIUS, theme.RADIUS
        )
