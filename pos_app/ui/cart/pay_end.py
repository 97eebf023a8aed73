"""The foot of the pay sheet: why a tender is not taken, and the button that takes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton


class PayEnd(QWidget):
    """wanted() comes with the button, and with Enter."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fault = QLabel()
        self._finish = KeyButton("", key="Enter", kind="pay")
        self._fault.setProperty("kind", "fault")
        self._fault.setWordWrap(True)
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        self._finish.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(self._fault)
        column.addWidget(self._finish)

        self._finish.clicked.connect(self.wanted)

    def say(self, words: str) -> None:
        """Why nothing was taken; "" takes it away."""
        self._fault.setText(words)

    def name(self, words: str) -> None:
        """What the button does now."""
        self._finish.setText(words)
