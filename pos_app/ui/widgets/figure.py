"""A word and, large below it, a figure, in a raised field."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.ui import theme

_SIDE = 10
_SIZES = (theme.LARGE, theme.BODY, theme.SMALL)


class Figure(QFrame):
    """One of the few numbers that a panel is opened for; a long one is set smaller to fit."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self._label = QLabel(word)
        self._figure = QLabel()
        self.setProperty("kind", "raised")
        self._label.setProperty("kind", "small")
        self._figure.setTextFormat(Qt.TextFormat.PlainText)
        self._figure.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._figure.setFixedHeight(QFontMetrics(theme.font(theme.LARGE, theme.BOLD)).height())

        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 2 * theme.GRID, _SIDE, 2 * theme.GRID)
        column.setSpacing(0)
        column.addWidget(self._label)
        column.addWidget(self._figure)

    def show_figure(self, text: str, tip: str = "") -> None:
        """Show it; tip says what it means or gives it in full."""
        self._figure.setText(text)
        self._figure.setAccessibleName(f"{self._word} {text}")
        self.setToolTip(tip)
        self._fit()

    @property
    def text(self) -> str:
        """What is shown."""
        return self._figure.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * (_SIDE + 1)
        for size in _SIZES:
            metrics = QFontMetrics(theme.font(size, theme.BOLD))
            if metrics.horizontalAdvance(self._figure.text()) <= room or size == _SIZES[-1]:
                self._figure.setStyleSheet(f"font-size: {size}px; font-weight: {theme.BOLD.value}")
                return
