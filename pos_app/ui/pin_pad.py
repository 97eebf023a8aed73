"""A field for a PIN with large keys below it, for thumbs and for keyboards."""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton

LONGEST = 12
_KEYS = ("7", "8", "9", "4", "5", "6", "1", "2", "3", "", "0", "⌫")


class PinPad(QWidget):
    """entered(pin) comes on Enter; what is typed is never shown."""

    entered = Signal(str)
    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setProperty("figure", True)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setMaxLength(LONGEST)
        self.field.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d*"), self.field))
        self.field.setPlaceholderText("PIN")
        self.field.setAccessibleName("PIN")
        self.setFocusProxy(self.field)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(self.field)
        grid = QGridLayout()
        grid.setSpacing(2 * theme.GRID)
        column.addLayout(grid)
        for number, word in enumerate(_KEYS):
            if word:
                grid.addWidget(self._key(word), number // 3, number % 3)

        self.field.returnPressed.connect(self._enter)
        self.field.textChanged.connect(self.changed)

    def clear(self) -> None:
        """Empty the field and take the focus."""
        self.field.clear()
        self.field.setFocus()

    def _key(self, word: str) -> KeyButton:
        back = word == "⌫"
        key = KeyButton("" if back else word, icon="delete" if back else "", parent=self)
        key.setProperty("touch", True)
        key.setProperty("figure", True)
        # The field keeps the focus, so that typing and thumbs may take turns.
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if back:
            key.setAccessibleName("Delete the last digit")
            key.setAutoRepeat(True)
            key.clicked.connect(self.field.backspace)
        else:
            key.clicked.connect(lambda: self.field.insert(word))
        return key

    def _enter(self) -> None:
        if self.field.text():
            self.entered.emit(self.field.text())
