"""A button with a number beside its word: how many are low, how many filters are set."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from pos_app.ui import theme

_GAP = 2 * theme.GRID
_HEIGHT = 5 * theme.GRID
_PAD = 2 * theme.GRID
_SIDE = 14


class CountButton(QPushButton):
    """Shows the number in a badge of this tone ("warn", "accent"); None hides the badge."""

    def __init__(self, text: str, tone: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self._count: int | None = None
        self._badge_font = theme.font(theme.SMALL, theme.SEMIBOLD)
        self.setToolTip(tip)
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def count(self) -> int | None:
        """The number that is shown."""
        return self._count

    def set_count(self, count: int | None) -> None:
        """Show this number, or none."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count}")
            self.updateGeometry()
            self.update()

    def _badge_width(self) -> int:
        if self._count is None:
            return 0
        return QFontMetrics(self._badge_font).horizontalAdvance(f"{self._count:,}") + 2 * _PAD

    def _inner_width(self) -> int:
        badge = self._badge_width()
        return self.fontMetrics().horizontalAdvance(self.text()) + (badge + _GAP if badge else 0)

    def sizeHint(self) -> QSize:
        """Room for word and number."""
        return QSize(self._inner_width() + 2 * _SIDE + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The same: neither is cut off."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style draws the button; word and number come on top."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        palette = theme.current()
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        x = (self.width() - self._inner_width()) // 2
        word = self.fontMetrics().horizontalAdvance(self.text())
        painter.setPen(QColor(palette.accent if self.isChecked() else palette.text))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(x, 0, word + 2, self.height()), middle, self.text())
        if self._count is None:
            return
        top = (self.height() - _HEIGHT) // 2
        badge = QRect(x + word + _GAP, top, self._badge_width(), _HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(palette, f"{self._tone}_soft")))
        painter.drawRoundedRect(badge, theme.SMALL_RADIUS - 1, theme.SMALL_RADIUS - 1)
        painter.setFont(self._badge_font)
        painter.setPen(QColor(getattr(palette, self._tone)))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, f"{self._count:,}")
