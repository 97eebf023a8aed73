"""Words at the left, figures at the right, line under line, for what a basket comes to."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.ui import theme

_LINE = 6 * theme.GRID
_GAP = 2 * theme.GRID
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Sum:
    """One line; tone names a colour of the palette, strong makes it bold."""

    words: str
    figure: str
    tone: str = "text"
    strong: bool = False


class Sums(QWidget):
    """A figure is never cut: its words are shortened instead, and stand whole in the tooltip."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._sums: tuple[Sum, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

        theme.notifier().changed.connect(self.update)

    @property
    def sums(self) -> tuple[Sum, ...]:
        """What is shown."""
        return self._sums

    def show_sums(self, sums: Sequence[Sum]) -> None:
        """Show these lines."""
        self._sums = tuple(sums)
        spoken = "; ".join(f"{each.words} {each.figure}" for each in sums)
        self.setAccessibleName(f"{self._name}: {spoken}")
        self.setToolTip("\n".join(f"{each.words}  {each.figure}" for each in sums))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line each."""
        return QSize(0, _LINE * len(self._sums))

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line under line."""
        painter = QPainter(self)
        palette = theme.current()
        for place, each in enumerate(self._sums):
            line = QRect(0, place * _LINE, self.width(), _LINE)
            font = theme.font(theme.BODY, theme.SEMIBOLD if each.strong else theme.REGULAR)
            taken = _figure_width(font, each.figure)
            painter.setFont(font)
            painter.setPen(QColor(getattr(palette, each.tone)))
            painter.drawText(line, _RIGHT, each.figure)
            room = line.adjusted(0, 0, -(taken + _GAP), 0)
            words = QFontMetrics(font).elidedText(
                each.words, Qt.TextElideMode.ElideRight, room.width()
            )
            if each.tone == "text" and not each.strong:
                painter.setPen(QColor(palette.muted))
            painter.drawText(room, _LEFT, words)


def _figure_width(font: QFont, figure: str) -> int:
    return QFontMetrics(font).horizontalAdvance(figure)
