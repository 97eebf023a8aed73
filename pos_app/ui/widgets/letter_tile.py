"""Two letters in a soft square, where a picture would stand."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.ui import theme

_SIDE = 18 * theme.GRID


class LetterTile(QWidget):
    """Stands at the head of a panel; says nothing to a screen reader, the name beside it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = ""
        self.setFixedSize(QSize(_SIDE, _SIDE))
        theme.notifier().changed.connect(self.update)

    def show_letters(self, letters: str) -> None:
        """Show these, two at most."""
        self._letters = letters
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The square and its letters."""
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent_soft))
        painter.drawRoundedRect(self.rect(), theme.RADIUS, theme.RADIUS)
        painter.setFont(theme.font(theme.HUGE, theme.BOLD))
        painter.setPen(QColor(palette.accent))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)
