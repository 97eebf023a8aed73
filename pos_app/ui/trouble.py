"""What the window shows when a shop can't be opened: what happened, and every way to go on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pos_app.domain.errors import NewerShop, WindowOpen
from pos_app.ui import messages, theme
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.key_button import KeyButton

_WIDTH = 560
_PICTURE = 40


class Trouble(QWidget):
    """retry, another (open another file), restore (from a backup) and fresh (set up a shop).

    With back there is a button of that name in the place of the last three, and the signal back.
    """

    retry = Signal()
    another = Signal()
    restore = Signal()
    fresh = Signal()
    back = Signal()

    def __init__(self, parent: QWidget | None = None, *, back: str = "") -> None:
        super().__init__(parent)
        self._card = Card(margin=6 * theme.GRID)
        self._picture = QLabel()
        self._title = QLabel()
        self._hint = QLabel()
        self._retry = KeyButton("Try again", key="F5", kind="primary", icon="refresh-cw")
        self._another = KeyButton("Open another shop…", key="Ctrl+O", icon="folder-open")
        self._restore = KeyButton("Restore a backup here…", icon="history")
        self._fresh = KeyButton("Set up a new shop…", icon="store")
        self._back = KeyButton(back, key="Esc" if back else "", icon="store")
        self._has_back = bool(back)
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._card.setFixedWidth(_WIDTH)
        self._title.setProperty("kind", "title")
        self._hint.setProperty("kind", "muted")
        for words in (self._title, self._hint):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        self._card.body.addWidget(self._picture)
        self._card.body.addWidget(self._title)
        self._card.body.addWidget(self._hint)
        self._card.body.addSpacing(3 * theme.GRID)
        for button in (self._retry, self._another, self._restore, self._fresh, self._back):
            self._card.body.addWidget(button)
        self._back.setVisible(self._has_back)
        for button in (self._another, self._restore, self._fresh):
            button.setVisible(not self._has_back)
        page = QVBoxLayout(self)
        page.addStretch(1)
        page.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(2)

        self._retry.clicked.connect(self.retry)
        self._another.clicked.connect(self.another)
        self._restore.clicked.connect(self.restore)
        self._fresh.clicked.connect(self.fresh)
        self._back.clicked.connect(self.back)
        theme.notifier().changed.connect(self._repaint_picture)
        self._repaint_picture()

    def tell(self, error: Exception) -> None:
        """Put the failure into words and offer what can help."""
        message = messages.words(error)
        self._title.setText(message.title)
        self._hint.setText(message.hint)
        # Restoring would put another shop in the place of one that is in good order elsewhere.
        restorable = not isinstance(error, WindowOpen | NewerShop)
        self._restore.setVisible(restorable and not self._has_back)
        self._retry.setVisible(self._has_back or not isinstance(error, NewerShop))
        self._retry.setFocus()

    def _repaint_picture(self) -> None:
        self._picture.setPixmap(theme.pixmap("triangle-alert", "warn", _PICTURE))
