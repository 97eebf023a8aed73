"""The screen to sign in, and of a till that is locked: who works here at the left, the PIN at the
right."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.rows import ShopInfo, SignInName
from pos_app.sample import PIN, USERNAME
from pos_app.ui import theme
from pos_app.ui.people_list import PeopleList
from pos_app.ui.pin_pad import PinPad
from pos_app.ui.secret_entry import SecretEntry
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import STAYS

_WIDTH = 860
_HEIGHT = 560


@dataclass(frozen=True, slots=True)
class SampleAccess:
    """The way into a sample shop, told on the screen."""

    username: str
    pin: str


class SignIn(QWidget):
    """wanted(username, secret) asks to sign in; the owner answers with refused() or moves on."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[SignInName, ...] = ()
        self._locked: SignInName | None = None
        self._asked: object = None
        self._card = Card(margin=6 * theme.GRID)
        self._title = QLabel()
        self._hint = QLabel()
        self._badges = QLabel()
        self._sample = QLabel()
        self.people = PeopleList("")
        self.entry = SecretEntry("Sign in")
        self.others = KeyButton("Someone else", key="F2", icon="users")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title.setProperty("kind", "title")
        self._hint.setProperty("kind", "muted")
        self._badges.setProperty("kind", "muted")
        self._sample.setProperty("kind", "tip")
        for label in (self._title, self._badges, self._sample):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._sample.setVisible(False)
        self.others.setVisible(False)
        self.others.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.others.setProperty("touch", True)
        self._lay_out()

        for shortcut in self.findChildren(QShortcut):  # sheets may lie aside meanwhile
            shortcut.setProperty(STAYS, True)
        for field in (self.pad.field, self.entry.password):
            field.installEventFilter(self)
        self.people.chosen.connect(self.entry.ask)
        self.people.left.connect(self._to_secret)
        self.entry.entered.connect(self._ask)
        self.others.clicked.connect(self._show_everyone)

    @property
    def pad(self) -> PinPad:
        """Where a PIN is typed."""
        return self.entry.pad

    @property
    def fault(self) -> str:
        """What is said below the PIN."""
        return self.entry.fault.text()

    def set_people(
        self,
        people: Sequence[SignInName],
        info: ShopInfo,
        *,
        sample: SampleAccess | None = None,
        locked: int = 0,
    ) -> None:
        """Show who may sign in; the first one is chosen. locked is the id of who the till waits
        for: they are asked first, and alone."""
        asked = tuple(people), info, sample, locked
        if asked == self._asked:
            return  # news from another till must not take away what is being typed
        self._asked = asked
        self._people = tuple(people)
        self._locked = next((each for each in people if each.id == locked), None)
        badges = any(each.has_badge for each in people)
        signs = "Scanning a badge signs in." if info.badge_signs_in else "A badge can be scanned."
        self._badges.setText(signs)
        self._badges.setVisible(badges)
        names = {each.username: each.name for each in people}
        known = sample is not None and sample.username in names
        if sample is not None and known:
            who = names[sample.username]
            self._sample.setText(f"Sample shop: {who}'s PIN is {sample.pin}")
        self._sample.setVisible(known)
        if self._locked is not None:
            self._show([self._locked], f"Locked: {self._locked.name}", "The sale is kept.")
        else:
            self._show_everyone()

    def forget(self) -> None:
        """It is shown anew: nothing of what was asked before counts."""
        self._asked = None

    def chosen(self) -> SignInName | None:
        """Who is about to sign in."""
        return self.people.current()

    def choose(self, user_id: int) -> None:
        """Choose a person by their badge; the PIN is still to be typed."""
        if not self.people.choose(user_id):
            self._show_everyone()
            self.people.choose(user_id)
        self.start()

    def start(self) -> None:
        """Forget what was typed; the PIN waits for its first digit."""
        self.entry.start()

    def work(self) -> None:
        """A badge is looked at."""
        self.entry.work()

    def refused(self, error: Exception) -> None:
        """Say why not, and let the person try again."""
        self.entry.refuse(error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and letters choose the person while digits go to the field."""
        if event.type() == QEvent.Type.KeyPress and self.people.take_key(event, self.entry.field):
            return True
        return super().eventFilter(watched, event)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._card.setFixedWidth(_WIDTH)
        self._card.setMaximumHeight(_HEIGHT)
        left = QVBoxLayout()
        left.setSpacing(theme.GRID)
        left.addWidget(self._title)
        left.addWidget(self._hint)
        left.addSpacing(3 * theme.GRID)
        left.addWidget(self.people, 1)
        left.addWidget(self.others, 0, Qt.AlignmentFlag.AlignLeft)
        left.addSpacing(theme.GRID)
        left.addWidget(self._badges)
        left.addWidget(self._sample)
        columns = QHBoxLayout()
        columns.setSpacing(6 * theme.GRID)
        columns.addLayout(left, 5)
        columns.addWidget(self.entry, 4)
        self._card.body.addLayout(columns)
        page = QVBoxLayout(self)
        page.addStretch(1)
        page.addWidget(self._card, 100, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(1)

    def _show(self, people: Sequence[SignInName], title: str, hint: str) -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        self.others.setVisible(len(people) < len(self._people))
        self.people.show_people(people)
        self.entry.ask(self.people.current())
        self.start()

    def _show_everyone(self) -> None:
        words = "Choose your name, type your PIN."
        self._show(self._people, "Who is at the till?", words)

    def _to_secret(self) -> None:
        self.entry.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, secret: str) -> None:
        person = self.chosen()
        if person is not None:
            self.wanted.emit(person.username, secret)


def sample_access(info: ShopInfo) -> SampleAccess | None:
    """How to get into a sample shop; None for any other."""
    return SampleAccess(USERNAME, PIN) if info.is_sample else None
