"""A shortcut drawn as a small key, painted inside a control or standing beside a word."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.ui import theme

_FONT = theme.CAP
_HEIGHT = 18
_PAD = 6


def cap_width(key: str) -> int:
    """How wide the key of this shortcut is drawn, in logical pixels; 0 for none."""
    if not key:
        return 0
    return max(QFontMetrics(theme.font(_FONT)).horizontalAdvance(key) + 2 * _PAD, _HEIGHT + 2)


def paint_cap(
    painter: QPainter, right: int, middle: int, key: str, colour: str = "", *, bare: bool = False
) -> None:
    """Draw the key with its right edge and its vertical middle at these points.

    colour is for keys on a coloured ground: line and word in one; else the palette's faint.
    With bare the word stands without its frame.
    """
    palette = theme.current()
    width = cap_width(key)
    box = QRect(right - width, middle - _HEIGHT // 2, width, _HEIGHT)
    line = QColor(colour or palette.line)
    if colour:
        line.setAlphaF(0.55)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if colour else QColor(palette.raised))
    if not bare:
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(theme.font(_FONT))
    painter.setPen(QColor(colour or palette.faint))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


class KeyCap(QWidget):
    """A key that only tells of a shortcut; what it does belongs to something else."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(key)

    def sizeHint(self) -> QSize:
        """As wide as its word needs."""
        return QSize(cap_width(self._key), _HEIGHT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key."""
        painter = QPainter(self)
        paint_cap(painter, self.width(), self.height() // 2, self._key)
