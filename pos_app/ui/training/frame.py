"""The striped frame around a window in which somebody practises: seen on every tab and sheet."""

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygon, QRegion, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from pos_app.domain.training import NOTHING_SOLD
from pos_app.ui import theme

BAND = 8 * theme.GRID
"""The height of the band above, where the words stand."""

_EDGE = 3 * theme.GRID
_STRIPE = 4 * theme.GRID
_PLATE = 6 * theme.GRID
MARGINS = QMargins(_EDGE, BAND, _EDGE, _EDGE)


class TrainingFrame(QWidget):
    """Stripes in the colour of a warning all round, and in words what they mean.

    The window keeps clear of it by its margins, sheets included, so nothing ever covers it and
    it covers nothing; clicks pass through. way_back is told at the right of the band.
    """

    def __init__(self, window: QMainWindow, way_back: str) -> None:
        super().__init__(window)
        self._way_back = way_back
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{NOTHING_SOLD}. {way_back}")
        window.setContentsMargins(MARGINS)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()

        theme.notifier().changed.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go round the window at any size, and stay above what is opened in it."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        elif event.type() == QEvent.Type.ChildAdded:
            self.raise_()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Only the edges are this widget's."""
        super().resizeEvent(event)
        self.setMask(QRegion(self.rect()) - QRegion(self.rect().marginsRemoved(MARGINS)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The stripes, and on a plate in the band the words."""
        palette = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(palette.warn_soft))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.warn))
        height = self.height()
        for left in range(-height, self.width(), 2 * _STRIPE):
            foot, head = left, left + height
            corners = ((foot, height), (foot + _STRIPE, height), (head + _STRIPE, 0), (head, 0))
            painter.drawPolygon(QPolygon([QPoint(*corner) for corner in corners]))
        self._write(painter)

    def _write(self, painter: QPainter) -> None:
        palette = theme.current()
        band = QRect(0, 0, self.width(), BAND)
        painter.setFont(theme.font(theme.BODY, theme.BOLD))
        width = painter.fontMetrics().horizontalAdvance(NOTHING_SOLD) + 2 * _PLATE
        plate = QRect((self.width() - width) // 2, 0, width, BAND)
        painter.fillRect(plate, QColor(palette.warn))
        painter.setPen(QColor(palette.on_accent))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, NOTHING_SOLD)
        painter.setFont(theme.font(theme.SMALL, theme.SEMIBOLD))
        width = painter.fontMetrics().horizontalAdvance(self._way_back) + _PLATE
        if band.right() - width > plate.right() + _PLATE:
            note = QRect(band.right() - width - _EDGE, 0, width, BAND)
            painter.fillRect(note, QColor(palette.warn))
            painter.drawText(note, Qt.AlignmentFlag.AlignCenter, self._way_back)
