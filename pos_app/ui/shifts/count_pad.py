"""The pad of large keys beside the count, for thumbs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton

_ROWS = (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"))
_SIGNS = {"+": "One more", "-": "One less"}


class CountPad(QWidget):
    """pressed(text) carries what is to be typed ("+" and "-" step), erased one step back, stepped
    asks for the next row."""

    pressed = Signal(str)
    erased = Signal()
    stepped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * theme.GRID)
        for down, digits in enumerate(_ROWS):
            for across, digit in enumerate(digits):
                grid.addWidget(self._typing(digit), down, across)
        erase = self._key("", icon="delete", says="Erase")
        following = self._key("Next", says="Next row")
        grid.addWidget(erase, 0, 3)
        grid.addWidget(self._typing("+"), 1, 3)
        grid.addWidget(self._typing("-"), 2, 3)
        grid.addWidget(self._typing("0"), 3, 0)
        grid.addWidget(self._typing("00"), 3, 1)
        grid.addWidget(following, 3, 2, 1, 2)
        for across in range(4):
            grid.setColumnStretch(across, 1)

        erase.clicked.connect(self.erased)
        following.clicked.connect(self.stepped)

    def _typing(self, text: str) -> KeyButton:
        shown = "\N{MINUS SIGN}" if text == "-" else text
        key = self._key(shown, says=_SIGNS.get(text, text))
        key.setAutoRepeat(text in _SIGNS)
        key.clicked.connect(lambda: self.pressed.emit(text))
        return key

    def _key(self, text: str, *, says: str, icon: str = "") -> KeyButton:
        key = KeyButton(text, icon=icon)
        key.setProperty("figure", True)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the row keeps the focus
        key.setAccessibleName(says)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return key
