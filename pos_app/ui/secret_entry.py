"""Where somebody proves who they are: a PIN on large keys, or a password; with its waiting."""

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from pos_app.domain.errors import PosError, SignInRefused
from pos_app.domain.rows import SignInName
from pos_app.ui import messages, theme
from pos_app.ui.pin_pad import PinPad
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.states import BusyBar

SHORTEST_PIN = 6
LONGEST_PASSWORD = 128
PASSWORD = "password"  # noqa: S105 - what it is, not one
WAITED = "That was not right. You can try again now."
"""Said when a wait is over: the shortest has passed before anybody has read of it."""


class SecretEntry(QWidget):
    """entered(str) comes on Enter or from the button; then it is busy until start() or refuse().

    Who typed wrong too often waits: the time left is counted down here, for each person alone, and
    meanwhile nothing of theirs is sent. The shop looks all the same. Badges that nobody has make
    only badges wait.
    """

    entered = Signal(str)

    def __init__(self, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person: SignInName | None = None
        self._until: dict[str, float] = {}
        self._waiting = False
        self._busy = False
        self.pad = PinPad()
        self.password = QLineEdit(maxLength=LONGEST_PASSWORD)
        self._passworded = QWidget()
        self._pages = QStackedWidget()
        self._label = QLabel("PIN")
        self.fault = QLabel()
        self.button = KeyButton(action, key="Enter", kind="primary", listens=False)
        self._bar = BusyBar()
        self._second = QTimer(self, interval=1000)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("Password")
        self.password.setAccessibleName("Password")
        self.password.setProperty("large", True)
        self.fault.setProperty("kind", "fault")
        self.fault.setWordWrap(True)
        self.fault.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setProperty("kind", "label")
        self._label.setBuddy(self.pad.field)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setProperty("touch", True)
        self._lay_out()
        self._show_ready()

        self.pad.entered.connect(self._enter)
        self.password.returnPressed.connect(self._enter)
        self.button.clicked.connect(self._enter)
        self.pad.changed.connect(self._typed)
        self.password.textChanged.connect(self._typed)
        self._second.timeout.connect(self._count_down)

    @property
    def field(self) -> QLineEdit:
        """The field in front: of the PIN, or of the password."""
        return self.password if self._of_password else self.pad.field

    @property
    def waits(self) -> bool:
        """True while the person has to wait."""
        return self._waiting

    @property
    def busy(self) -> bool:
        """True while what was typed is looked at."""
        return self._busy

    def ask(self, person: SignInName | None) -> None:
        """Ask this person; what was typed for another is gone."""
        other = self._person is None or person is None or person.id != self._person.id
        self._person = person
        self._label.setText("Password" if self._of_password else "PIN")
        self._label.setBuddy(self.field)
        self._pages.setCurrentIndex(1 if self._of_password else 0)
        if other:
            self.start()

    def start(self) -> None:
        """Forget what was typed and said; the field waits for the first key."""
        self.fault.clear()
        self._set_busy(False)
        self._empty()
        self._count_down()

    def work(self) -> None:
        """Something is being looked at: a badge, too."""
        self._set_busy(True)

    def refuse(self, error: Exception) -> None:
        """Say why not, and let the person try again, now or after the wait."""
        self._set_busy(False)
        self._empty()
        if isinstance(error, SignInRefused) and error.wait_seconds and error.username:
            self._until[error.username] = time.monotonic() + error.wait_seconds
            self._count_down()
        elif isinstance(error, PosError):
            self.say(error)

    def say(self, error: PosError) -> None:
        """Say this below what is typed."""
        message = messages.words(error)
        self.fault.setText(f"{message.title} {message.hint}")

    # --- inside ------------------------------------------------------------------------------

    @property
    def _of_password(self) -> bool:
        return self._person is not None and self._person.secret == PASSWORD

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._passworded)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.password)
        inner.addStretch(1)
        self._pages.addWidget(self.pad)
        self._pages.addWidget(self._passworded)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(self._label)
        column.addWidget(self._pages)
        column.addWidget(self.fault)
        column.addStretch(1)
        column.addWidget(self.button)
        column.addWidget(self._bar)
        # So that nothing jumps when it says something.
        self.fault.setMinimumHeight(2 * self.fault.fontMetrics().lineSpacing())

    def _empty(self) -> None:
        for field in (self.pad.field, self.password):
            field.clear()
        self.field.setFocus()

    def _enter(self) -> None:
        if self._ready:
            self._set_busy(True)
            self.entered.emit(self.field.text())

    def _typed(self) -> None:
        if self.field.text() and not self._waiting:
            self.fault.clear()
        self._show_ready()

    @property
    def _ready(self) -> bool:
        typed = len(self.field.text())
        enough = typed >= (1 if self._of_password else SHORTEST_PIN)
        return enough and not self._busy and not self._waiting and self._person is not None

    def _show_ready(self) -> None:
        self.button.setEnabled(self._ready)

    def _set_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self._bar.set_busy(busy)
            self.pad.setEnabled(not busy)
            self.password.setEnabled(not busy)
        self._show_ready()

    def _count_down(self) -> None:
        person = self._person
        until = self._until.get(person.username, 0.0) if person is not None else 0.0
        seconds = -int(-(until - time.monotonic()) // 1) if until else 0
        if seconds > 0 and person is not None:
            self._waiting = True
            self.say(SignInRefused(person.username, seconds))
            self._second.start()
        elif self._waiting:
            self._waiting = False
            self._second.stop()
            self.fault.setText(WAITED if until and not self.field.text() else "")
        self._show_ready()
