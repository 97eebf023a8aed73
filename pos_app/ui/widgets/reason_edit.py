"""A reason: typed, or one of the usual ones."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.key_cap import KeyCap

_LONGEST = 200


class ReasonEdit(QWidget):
    """A line to type the reason (F3 goes there), and the usual ones to press, in one row."""

    changed = Signal()

    def __init__(self, reasons: Sequence[str], hint: str = "Optional, on the slip") -> None:
        super().__init__()
        self.line = QLineEdit(maxLength=_LONGEST)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName("Reason")
        self.line.setAccessibleDescription("F3")
        self.buttons = [KeyButton(words, kind="chip") for words in reasons]
        self._key = QShortcut(QKeySequence("F3"), self)
        label = QLabel("Reason")
        label.setProperty("kind", "label")
        label.setBuddy(self.line)
        head = QHBoxLayout()
        head.setSpacing(2 * theme.GRID)
        head.addWidget(label)
        head.addWidget(KeyCap("F3"))
        head.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self.line, 1)
        for button in self.buttons:
            button.setCheckable(True)
            button.setProperty("snug", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._take, button.text()))
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.GRID)
        whole.addLayout(head)
        whole.addLayout(row)

        self._key.activated.connect(self._start)
        self.line.textChanged.connect(self._follow)
        self.line.textChanged.connect(lambda _text: self.changed.emit())

    def reason(self) -> str:
        """What was typed or pressed."""
        return self.line.text().strip()

    def _start(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _take(self, words: str, *_checked: bool) -> None:
        self.line.setText("" if self.line.text() == words else words)

    def _follow(self, text: str) -> None:
        for button in self.buttons:
            button.setChecked(button.text() == text)
