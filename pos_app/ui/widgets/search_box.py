"""The field for searching and scanning: it waits for a pause in typing, Enter goes at once."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import key_sequences
from pos_app.ui.widgets.key_cap import cap_width, paint_cap

PAUSE_MS = 120
"""So long nothing is typed before a search is asked: below it each key would ask one."""


class SearchBox(QLineEdit):
    """A line edit that searches while one types.

    searched(text) comes after a pause of PAUSE_MS, or at once on Enter; submitted(text) on Enter
    only. Esc clears the text; without any it goes on to whoever stands behind. key, when given,
    brings the focus here from anywhere in the window.
    """

    searched = Signal(str)
    submitted = Signal(str)

    def __init__(
        self,
        placeholder: str,
        key: str = "",
        parent: QWidget | None = None,
        *,
        large: bool = False,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._asked = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._shortcut = QShortcut(self) if key else None
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setAccessibleDescription(key)
        self.setProperty("large", large)
        self.setMaxLength(200)

        self.textEdited.connect(self._pause.start)
        self._pause.timeout.connect(self._ask)
        if self._shortcut is not None:
            self._shortcut.setKeys(key_sequences(key))
            self._shortcut.activated.connect(self.start)

    def start(self) -> None:
        """Take the focus, ready to be typed over."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def set_quietly(self, text: str) -> None:
        """Show this text without searching for it."""
        self._pause.stop()
        self._asked = text
        self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits, Esc clears."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text = self.text()
            self._ask()
            self.submitted.emit(text)
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._ask()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words clear of the key."""
        super().resizeEvent(event)
        room = cap_width(self._key) + 2 * theme.GRID if self._key else 0
        self.setTextMargins(0, 0, room, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and its key at the right."""
        super().paintEvent(event)
        if self._key:
            painter = QPainter(self)
            paint_cap(painter, self.width() - 4 * theme.GRID, self.height() // 2, self._key)

    def _ask(self) -> None:
        self._pause.stop()
        if self.text() != self._asked:
            self._asked = self.text()
            self.searched.emit(self._asked)
