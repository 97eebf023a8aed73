"""The one field of the counter: scans, codes and words go in, and keys for the selected line."""

from decimal import Decimal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pos_app.ui.cart.typed import take_apart
from pos_app.ui.widgets.search_box import SearchBox

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScanField(SearchBox):
    """A search box that is emptied by Enter, so that the next scan finds it empty.

    While it is empty some keys speak to the cart instead: + and - step the selected line, * lets
    its quantity be typed, Del removes it. Up, Down, Page Up and Page Down never move a cursor
    here; they are offered to whoever listens.
    """

    entered = Signal(str)
    """Enter, with what stood there as it was typed (maybe nothing)."""
    moved = Signal(int)
    paged = Signal(int)
    stepped = Signal(int)
    quantity_asked = Signal()
    remove_asked = Signal()
    escaped = Signal()
    """Esc while nothing stood there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Scan, or type a name, code or 3*", "F2", parent, large=True)
        self.setAccessibleName("Scan field")

    def type_on(self, text: str) -> None:
        """Take the focus and these characters, typed while something else had it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.deselect()
        self.end(False)
        self.insert(text)
        self.textEdited.emit(self.text())

    def take_times(self) -> Decimal | None:
        """Take the "3*" out that stands here for the next scan; None where something else does."""
        typed = take_apart(self.text())
        if typed.quantity is None or typed.text:
            return None
        self.set_quietly("")
        return typed.quantity

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the cart's own keys; the rest is a text field's."""
        if not self.answer_key(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """While nothing stands here, Ctrl and a key is the cart's: Ctrl+Z undoes there."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and not self.text()
        ):
            event.ignore()
            return False
        return super().event(event)

    def answer_key(self, event: QKeyEvent) -> bool:
        """Answer Enter and the cart's own keys, also those pressed elsewhere; False for others."""
        key = event.key()
        if key in _ENTER:
            text = self.text()
            self.set_quietly("")
            self.entered.emit(text)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.paged.emit(-1 if key == Qt.Key.Key_PageUp else 1)
        elif not self.text():
            return self._answered_empty(event)
        else:
            return False
        return True

    def _answered_empty(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        if text in ("+", "-"):
            self.stepped.emit(1 if text == "+" else -1)
        elif text == "*":
            self.quantity_asked.emit()
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            return False
        return True
