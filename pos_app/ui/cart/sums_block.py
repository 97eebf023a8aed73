"""The sums below the cart, painted row by row; a click on them shows what they are made of."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos_app.ui import theme
from pos_app.ui.cart.line_paint import Letters
from pos_app.ui.cart.sums import Sum

_ROW = 23
_PICTURE = 14
_GAP = 2 * theme.GRID
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SumsBlock(QAbstractButton):
    """Rows of words and figures; pressed by a click or Space where something can be explained."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sums: list[Sum] = []
        self._letters = Letters(theme.font(theme.BODY))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def sums(self) -> list[Sum]:
        """What it shows."""
        return self._sums

    def show_sums(self, sums: list[Sum], explanation: str) -> None:
        """Show these; explanation, if there is one, is said in a tip and to who can't see it."""
        if len(sums) != len(self._sums):
            self.updateGeometry()
        self._sums = sums
        explained = bool(explanation)
        self.setEnabled(explained)
        policy = Qt.FocusPolicy.TabFocus if explained else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        shape = Qt.CursorShape.PointingHandCursor if explained else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.setToolTip(explanation)
        self.setAccessibleName(", ".join(f"{each.words} {each.figure}".strip() for each in sums))
        self.setAccessibleDescription(explanation)
        self.update()

    def sizeHint(self) -> QSize:
        """A row for each sum."""
        return QSize(200, _ROW * len(self._sums))

    def minimumSizeHint(self) -> QSize:
        """Words are cut where there is no room."""
        return QSize(120, _ROW * len(self._sums))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows from top to bottom."""
        painter = QPainter(self)
        painter.setFont(self._letters.font)
        for place, each in enumerate(self._sums):
            self._paint_sum(painter, QRect(0, place * _ROW, self.width(), _ROW), each)
        if self.hasFocus():
            painter.setPen(QColor(theme.current().accent))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)

    def _paint_sum(self, painter: QPainter, area: QRect, each: Sum) -> None:
        palette = theme.current()
        figure, taken = self._letters.cut(each.figure, area.width())
        painter.setPen(QColor(getattr(palette, each.tone)))
        painter.drawText(area, _RIGHT, figure)
        room = area.width() - taken - (_GAP if taken else 0)
        room -= _PICTURE + _GAP if each.explained else 0
        words, width = self._letters.cut(each.words, room)
        painter.setPen(QColor(palette.muted if each.figure else getattr(palette, each.tone)))
        painter.drawText(area, _LEFT, words)
        if each.explained:
            tone = "accent" if self.underMouse() else "faint"
            top = area.center().y() - _PICTURE // 2 + 1
            painter.drawPixmap(width + _GAP - 2, top, theme.pixmap("info", tone, _PICTURE))
