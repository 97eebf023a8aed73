"""What a view shows instead of its content: nothing there yet, still busy, or gone wrong."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton

PATIENCE_MS = 200
"""Work that is done sooner shows no busy state: a flash would only disturb."""

_PICTURE = 40


class _State(QWidget):
    """A picture, a sentence, a hint and perhaps a button, in the middle of the space."""

    acted = Signal()

    def __init__(
        self, icon: str, tone: str, title: str, hint: str, action: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tone = tone
        self._picture = QLabel(self)
        self._title = QLabel(title, self)
        self._hint = QLabel(hint, self)
        self.button = KeyButton(action, kind="secondary", parent=self)
        self._title.setProperty("kind", "heading")
        self._hint.setProperty("kind", "muted")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        for words in (self._picture, self._title, self._hint):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setWordWrap(words is not self._picture)
        self.button.setVisible(bool(action))

        column = QVBoxLayout(self)
        column.setSpacing(2 * theme.GRID)
        column.setContentsMargins(*[6 * theme.GRID] * 4)
        column.addStretch(2)
        column.addWidget(self._picture)
        column.addSpacing(theme.GRID)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addSpacing(2 * theme.GRID)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

        self.button.clicked.connect(self.acted)
        theme.notifier().changed.connect(self._repaint_picture)
        self._repaint_picture()

    def say(self, title: str, hint: str, action: str | None = None) -> None:
        """Say something else; action None leaves the button as it is."""
        self._title.setText(title)
        self._hint.setText(hint)
        if action is not None:
            self.button.setText(action)
            self.button.setVisible(bool(action))

    def _repaint_picture(self) -> None:
        self._picture.setVisible(bool(self._icon))
        if self._icon:
            self._picture.setPixmap(theme.pixmap(self._icon, self._tone, _PICTURE))


class EmptyState(_State):
    """Nothing is there yet; the hint says what to do next. acted comes from its button."""

    def __init__(
        self, icon: str, title: str, hint: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(icon, "faint", title, hint, action, parent)


class ErrorState(_State):
    """It could not be shown; the hint says how to go on. acted comes from its button."""

    def __init__(
        self, title: str, hint: str, action: str = "Try again", parent: QWidget | None = None
    ) -> None:
        super().__init__("triangle-alert", "bad", title, hint, action, parent)


class BusyBar(QWidget):
    """A thin bar that runs while something takes longer than PATIENCE_MS.

    set_busy() counts: two jobs need two ends. Its height is kept free, so nothing jumps.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = 0
        self._at = 0
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._frame = QTimer(self, interval=32)
        self.setFixedHeight(3)
        self.setAccessibleName("Working")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

        self._patience.timeout.connect(self._frame.start)
        self._frame.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        """True while the bar can be seen."""
        return self._frame.isActive()

    def set_busy(self, busy: bool) -> None:
        """One more job began (True) or ended (False)."""
        self._jobs = max(0, self._jobs + (1 if busy else -1))
        if self._jobs and not self._frame.isActive():
            self._patience.start()
        elif not self._jobs:
            self._patience.stop()
            self._frame.stop()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A piece of accent that wanders."""
        if not self.running:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.current().accent_soft))
        piece = max(60, self.width() // 4)
        start = self._at * (self.width() + piece) // 100 - piece
        painter.fillRect(start, 0, piece, self.height(), QColor(theme.current().accent))

    def _step(self) -> None:
        self._at = (self._at + 2) % 100
        self.update()
