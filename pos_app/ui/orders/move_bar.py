"""The buttons that move an order on, or cancel it: only those that are allowed."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.orders.names import move_words
from pos_app.ui.widgets.key_button import KeyButton


class MoveBar(QWidget):
    """move_wanted(status) says where the order shall go; hidden while there is nowhere."""

    move_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[str, ...] = ()
        self.buttons: list[KeyButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2 * theme.GRID)
        self.hide()

    def offer(self, moves: tuple[str, ...]) -> bool:
        """Offer these statuses, cancelling last.

        True when a button had the focus that is gone now and none is left to take it: whoever
        moves an order on by keyboard goes on from its next step.
        """
        if moves == self._offered:
            return False
        self._offered = moves
        had_focus = any(button.hasFocus() for button in self.buttons)
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for status in sorted(moves, key=lambda status: status == "cancelled"):
            cancels = status == "cancelled"
            kind = "danger" if cancels else "primary"
            button = KeyButton(move_words(status), kind=kind, dense=True)
            button.clicked.connect(partial(self._ask, status))
            self._row.addWidget(button, 0 if cancels else 1)
            button.show()
            self.buttons.append(button)
        self.setVisible(bool(moves))
        if had_focus and self.buttons:
            self.buttons[0].setFocus()
        return had_focus and not self.buttons

    def _ask(self, status: str, *_checked: bool) -> None:
        self.move_wanted.emit(status)
