"""The field for how many coins or notes of a value lie in the drawer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.domain.errors import BadAmount
from pos_app.domain.money import MoneyFormat

MOST = 99_999
"""Pieces of one value; more is a slip of the finger."""

_LONGEST = 12
_STEPS = {"+": 1, "-": -1, "\N{MINUS SIGN}": -1}
_AMOUNT = "="


class CountField(QLineEdit):
    """Pieces, or what they come to: "12", "45.00" or "=45" of fives are nine; value is minor
    units. moved(+1 or -1) asks for another field, stepped for one more or less."""

    arrived = Signal()
    stepped = Signal(int)
    moved = Signal(int)
    undo_wanted = Signal()

    def __init__(self, value: int, money: MoneyFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        self._money = money
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("0")
        self.setMaxLength(_LONGEST)

    def pieces(self) -> int:
        """How many; nothing typed is none. Raises BadAmount: "not_a_number", "too_large", or
        "not_divisible" for an amount that no whole number of them comes to."""
        text = self.text().strip()
        if not text:
            return 0
        if text.isascii() and text.isdigit():
            pieces = int(text)
        else:
            pieces, rest = divmod(self._money.parse(text.removeprefix(_AMOUNT)), self._value)
            if rest:
                raise BadAmount("amount", text, "not_divisible")
        if not 0 <= pieces <= MOST:
            raise BadAmount("amount", text, "too_large" if pieces > 0 else "not_a_number")
        return pieces

    def focusInEvent(self, event: QFocusEvent) -> None:
        """All is chosen on arrival, so that typing replaces it."""
        super().focusInEvent(event)
        self.selectAll()
        self.arrived.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down go on, Up goes back, + and - step, Ctrl+Z is the grid's."""
        typed = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.moved.emit(1)
        elif event.key() == Qt.Key.Key_Up:
            self.moved.emit(-1)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        elif typed in _STEPS:
            self.stepped.emit(_STEPS[typed])
        elif typed.isprintable() and typed and not self._takes(typed):
            event.accept()  # a letter counts nothing
        else:
            super().keyPressEvent(event)

    def _takes(self, typed: str) -> bool:
        marks = f"{self._money.decimal_mark if self._money.decimals else ''}.,{_AMOUNT}"
        return typed.isdigit() or typed in marks
