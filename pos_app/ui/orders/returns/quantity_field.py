"""The field for how much of a sold line comes back, with keys that no quantity has."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from pos_app.ui.widgets.quantity_edit import QuantityEdit

_STEPS = {"+": 1, "-": -1, "\N{MINUS SIGN}": -1}


class ReturnQuantity(QuantityEdit):
    """A quantity; keys that no quantity has step, take all, tick, or go to another line."""

    arrived = Signal()
    stepped = Signal(int)
    moved = Signal(int)
    all_wanted = Signal()
    damaged_wanted = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What stands there now was not typed by a scanner."""
        super().focusInEvent(event)
        self.arrived.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to another line, + and - step, A takes all, D is damaged."""
        typed = event.text().lower()
        bare = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif bare and typed in _STEPS:
            self.stepped.emit(_STEPS[typed])
        elif bare and typed == "a":
            self.all_wanted.emit()
        elif bare and typed == "d":
            self.damaged_wanted.emit()
        else:
            super().keyPressEvent(event)
