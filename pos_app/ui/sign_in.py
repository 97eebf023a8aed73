"""The screen to sign in: who works here at the left, the PIN at the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.errors import PosError
from pos_app.domain.rows import ShopInfo, SignInName
from pos_app.ui import messages, theme
from pos_app.ui.header import paint_avatar
from pos_app.ui.pin_pad import PinPad
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.states import BusyBar

_WIDTH = 720
_AVATAR = 40
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class SampleAccess:
    """The way into a sample shop, told on the screen."""

    username: str
    pin: str


class PersonButton(QPushButton):
    """One member of staff: initials, name, user name."""

    def __init__(self, user: SignInName, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.user = user
        self.setProperty("kind", "person")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(theme.TOUCH)
        self.setAccessibleName(f"{user.name}, {user.username}")

    def sizeHint(self) -> QSize:
        """As high as a thumb."""
        return QSize(200, theme.TOUCH + theme.GRID)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button's ground, then the person."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        palette = theme.current()
        left, top = 3 * theme.GRID, (self.height() - _AVATAR) // 2
        tone = "accent" if self.isChecked() else "muted"
        paint_avatar(painter, QRect(left, top, _AVATAR, _AVATAR), self.user.name, tone)
        words = self.rect().adjusted(left + _AVATAR + 3 * theme.GRID, 12, -2 * theme.GRID, -12)
        painter.setFont(theme.font(theme.BODY, theme.SEMIBOLD))
        painter.setPen(QColor(palette.text))
        name = painter.fontMetrics().elidedText(
            self.user.name, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(palette.muted))
        painter.drawText(words, Qt.AlignmentFlag.AlignBottom, self.user.username)


class SignIn(QWidget):
    """wanted(username, pin) asks to sign in; the owner answers with refused() or moves on."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card = Card(margin=6 * theme.GRID)
        self._title = QLabel("Who is at the till?")
        self._hint = QLabel("Choose your name, type your PIN.")
        self._people = QVBoxLayout()
        self._group = QButtonGroup(self)
        self._area = QScrollArea()
        self.pad = PinPad()
        self._fault = QLabel()
        self._sample = QLabel()
        self._button = KeyButton("Sign in", key="Enter", kind="primary", listens=False)
        self._busy = BusyBar()
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title.setProperty("kind", "title")
        self._hint.setProperty("kind", "muted")
        self._fault.setProperty("kind", "fault")
        self._fault.setWordWrap(True)
        self._fault.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sample.setProperty("kind", "tip")
        self._sample.setWordWrap(True)
        self._sample.setVisible(False)
        self._button.setEnabled(False)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setProperty("touch", True)
        self.pad.field.installEventFilter(self)

        self._lay_out()

        self.pad.entered.connect(self._ask)
        self.pad.changed.connect(self._tidy)
        self._button.clicked.connect(lambda: self._ask(self.pad.field.text()))
        self._group.buttonClicked.connect(lambda _button: self.pad.clear())

    def set_people(self, users: Sequence[SignInName], sample: SampleAccess | None = None) -> None:
        """Show who may sign in; the first one is chosen."""
        chosen = self.chosen()
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._people.removeWidget(button)
            button.deleteLater()
        for number, user in enumerate(users):
            button = PersonButton(user)
            self._group.addButton(button, number)
            self._people.insertWidget(number, button)
            if number == 0 or (chosen is not None and user.id == chosen.id):
                button.setChecked(True)
        names = {user.username: user.name for user in users}
        known = sample is not None and sample.username in names
        if sample is not None and known:
            who = names[sample.username]
            self._sample.setText(f"Sample shop: {who}'s PIN is {sample.pin}")
        self._sample.setVisible(known)
        self.start()

    def chosen(self) -> SignInName | None:
        """Who is about to sign in."""
        button = self._group.checkedButton()
        return button.user if isinstance(button, PersonButton) else None

    def choose(self, user_id: int) -> None:
        """Choose a person by their badge; the PIN is still to be typed."""
        for button in self._group.buttons():
            if isinstance(button, PersonButton) and button.user.id == user_id:
                button.setChecked(True)
                self._area.ensureWidgetVisible(button)
                self.start()

    def start(self) -> None:
        """Forget what was typed; the PIN waits for its first digit."""
        self._fault.clear()
        self._set_busy(False)
        self.pad.clear()

    def refused(self, error: Exception) -> None:
        """Say why not, and let the person try again."""
        self._set_busy(False)
        self.pad.clear()
        if isinstance(error, PosError):
            message = messages.words(error)
            self._fault.setText(f"{message.title} {message.hint}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down choose the person while digits go to the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self._group.buttons():
                count = len(self._group.buttons())
                button = self._group.button((self._group.checkedId() + step) % count)
                button.setChecked(True)
                self._area.ensureWidgetVisible(button)
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._card.setFixedWidth(_WIDTH)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        inner.setLayout(self._people)
        self._people.setContentsMargins(0, 0, 2 * theme.GRID, 0)
        self._people.setSpacing(2 * theme.GRID)
        self._people.addStretch(1)
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        left = QVBoxLayout()
        left.setSpacing(theme.GRID)
        left.addWidget(self._title)
        left.addWidget(self._hint)
        left.addSpacing(3 * theme.GRID)
        left.addWidget(self._area, 1)
        left.addWidget(self._sample)
        label = QLabel("PIN")
        label.setProperty("kind", "label")
        label.setBuddy(self.pad.field)
        right = QVBoxLayout()
        right.setSpacing(3 * theme.GRID)
        right.addWidget(label)
        right.addWidget(self.pad)
        right.addWidget(self._fault)
        right.addStretch(1)
        right.addWidget(self._button)
        right.addWidget(self._busy)
        columns = QHBoxLayout()
        columns.setSpacing(6 * theme.GRID)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        self._card.body.addLayout(columns)
        page = QVBoxLayout(self)
        page.addStretch(1)
        page.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(1)

    def _ask(self, pin: str) -> None:
        user = self.chosen()
        if user is not None and len(pin) >= _SHORTEST and self.pad.field.isEnabled():
            self._set_busy(True)
            self.wanted.emit(user.username, pin)

    def _tidy(self, pin: str) -> None:
        self._button.setEnabled(len(pin) >= _SHORTEST)
        if pin:
            self._fault.clear()

    def _set_busy(self, busy: bool) -> None:
        if self.pad.field.isEnabled() == busy:
            self._busy.set_busy(busy)
        self.pad.field.setEnabled(not busy)
        self._button.setEnabled(not busy and len(self.pad.field.text()) >= _SHORTEST)


def sample_access(info: ShopInfo) -> SampleAccess | None:
    """How to get into a sample shop; None for any other."""
    return SampleAccess("ann", "246810") if info.is_sample else None
