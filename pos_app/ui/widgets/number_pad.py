"""The pad of large keys beside an amount, for thumbs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton


class NumberPad(QWidget):
    """Digits, the decimal mark (00 where the currency has no decimals) and backspace.

    pressed(text) carries what is to be typed; erased one step back.
    """

    pressed = Signal(str)
    erased = Signal()

    def __init__(self, decimal_mark: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = ("789", "456", "123")
        corner = decimal_mark or "00"
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * theme.GRID)
        for row, digits in enumerate(rows):
            for column, digit in enumerate(digits):
                grid.addWidget(self._key(digit), row, column)
        erase = self._key("", icon="delete")
        erase.setAccessibleName("Erase")
        mark = self._key(corner)
        mark.setAccessibleName("Decimal mark" if decimal_mark else "Double zero")
        grid.addWidget(erase, 0, 3)
        grid.addWidget(mark, 1, 3)
        grid.addWidget(self._key("0"), 2, 3)
        for column in range(4):
            grid.setColumnStretch(column, 1)

        erase.clicked.connect(self.erased)

    def _key(self, text: str, *, icon: str = "") -> KeyButton:
        key = KeyButton(text, icon=icon)
        key.setProperty("touch", True)
        key.setProperty("figure", True)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the amount keeps the focus
        if text:
            key.clicked.connect(lambda: self.pressed.emit(text))
        return key
