"""What the rows of goods that come back have in common: name, hint, and how much, by steps."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.orders.returns.quantity_field import ReturnQuantity
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.two_lines import TwoLines


class GoodsRow(QWidget):
    """changed comes with each new figure or state; moved(+1 or -1) asks for another line."""

    changed = Signal()
    moved = Signal(int)

    def __init__(self, name: str, unit: str) -> None:
        super().__init__()
        self._name = TwoLines(theme.BODY, theme.MEDIUM, lines=1)
        self._hint = QLabel()
        self._less = KeyButton("\N{MINUS SIGN}")
        self.field = ReturnQuantity(unit)
        self._more = KeyButton("+")
        self._name.set_text(name)
        self._hint.setProperty("kind", "small")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.field.setProperty("stepper", True)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setFixedWidth(theme.CONTROL + 5 * theme.GRID)
        self.field.setAccessibleName(f"How much of {name} comes back")
        # The field has keys for them: Tab goes from line to line.
        for button, words in ((self._less, "One less"), (self._more, "One more")):
            button.setFixedWidth(theme.CONTROL)
            button.setAutoRepeat(True)
            button.setProperty("figure", True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(f"{words} of {name}")

        self.field.moved.connect(self.moved)

    def _begin_row(self, right: int = 0) -> QHBoxLayout:
        """Name and hint at the left; the rest of the row goes behind them, up to this margin."""
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._hint)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.GRID, right, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addLayout(words, 1)
        row.addSpacing(2 * theme.GRID)
        for part in (self._less, self.field, self._more):
            row.addWidget(part)
        self.setFixedHeight(theme.CONTROL + 4 * theme.GRID)
        return row
