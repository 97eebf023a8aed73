"""Who works here, as tiles to choose from: by touch, by arrows, or by typing a name."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.rows import SignInName
from pos_app.ui import theme
from pos_app.ui.person_button import PersonButton
from pos_app.ui.widgets.search_box import SearchBox

_ONE_COLUMN = 5
"""So many people stand below each other; more of them in two columns."""
_SEARCHED = 10
"""From so many people on there is a field to find one."""
_LETTERS_MS = 1500
"""Letters that follow each other within this time are one name."""


class PeopleList(QWidget):
    """chosen(SignInName | None) comes with each other choice; the first one is chosen at once.

    The focus stays where a PIN is typed: who has it hands its keys to take_key.
    """

    chosen = Signal(object)
    left = Signal()
    """Enter in the search: on to the PIN."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[SignInName, ...] = ()
        self._letters = ""
        self._title = QLabel(title)
        self.search = SearchBox("Type a name to find it")
        self._none = QLabel("Nobody has such a name.")
        self._grid = QGridLayout()
        self._group = QButtonGroup(self)
        self._area = QScrollArea()
        self._pause = QTimer(self, singleShot=True, interval=_LETTERS_MS)
        self._title.setProperty("kind", "label")
        if not title:  # shown without a parent it would flash up as a window and take the focus
            self._title.hide()
        self._none.setProperty("kind", "muted")
        self.search.setVisible(False)
        self._none.setVisible(False)
        self._lay_out()

        self._group.buttonClicked.connect(lambda _button: self._tell())
        self._pause.timeout.connect(self._forget_letters)
        self.search.textChanged.connect(self._narrow)
        self.search.submitted.connect(lambda _text: self.left.emit())

    def show_people(self, people: Sequence[SignInName]) -> None:
        """Show these; who was chosen stays so where they are among them."""
        before = self.current()
        self._people = tuple(people)
        self.search.setVisible(len(people) >= _SEARCHED)
        self.search.set_quietly("")
        self._fill(self._people, before.id if before is not None else 0)

    def current(self) -> SignInName | None:
        """Who is chosen."""
        button = self._group.checkedButton()
        return button.user if isinstance(button, PersonButton) else None

    def choose(self, user_id: int) -> bool:
        """Choose somebody; False where they are not here."""
        if all(button.user.id != user_id for button in self._buttons()):
            self.search.set_quietly("")
            self._fill(self._people, user_id)
        for button in self._buttons():
            if button.user.id == user_id:
                self._take(button)
                return True
        return False

    def take_key(self, event: QEvent, field: QLineEdit) -> bool:
        """Take a key that was pressed in the field where a PIN is typed; False leaves it there.

        Up and down choose, left and right too while the field is empty. Letters, which are no PIN,
        find a name.
        """
        if not isinstance(event, QKeyEvent):
            return False
        key, columns = event.key(), self._columns
        steps = {Qt.Key.Key_Down: columns, Qt.Key.Key_Up: -columns}
        if not field.text() and columns > 1:
            steps |= {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(key), 0)
        if step:
            self._step(step)
            return True
        digits_only = field.validator() is not None
        if digits_only and len(event.text()) == 1 and event.text().isalpha():
            self._type(event.text())
            return True
        typed = self.search.text()
        if typed and not field.text() and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Escape):
            self.search.setText(typed[:-1] if key == Qt.Key.Key_Backspace else "")
            return True
        return False

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "plain")
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, 2 * theme.GRID, 0)
        outer.addLayout(self._grid)
        outer.addStretch(1)
        self._grid.setSpacing(2 * theme.GRID)
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self._title)
        column.addWidget(self.search)
        column.addWidget(self._none)
        column.addWidget(self._area, 1)

    @property
    def _columns(self) -> int:
        return 1 if len(self._people) <= _ONE_COLUMN else 2

    def _buttons(self) -> list[PersonButton]:
        return [each for each in self._group.buttons() if isinstance(each, PersonButton)]

    def _fill(self, people: Sequence[SignInName], wanted: int) -> None:
        before = self.current()
        for button in self._buttons():
            self._group.removeButton(button)
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        for number, user in enumerate(people):
            button = PersonButton(user)
            self._group.addButton(button, number)
            self._grid.addWidget(button, number // self._columns, number % self._columns)
            if number == 0 or user.id == wanted:
                button.setChecked(True)
        self._none.setVisible(bool(self._people) and not people)
        if self.current() != before:
            self._tell()

    def _tell(self) -> None:
        self.chosen.emit(self.current())

    def _take(self, button: PersonButton) -> None:
        button.setChecked(True)
        # Tiles that were made just now have no place yet.
        QTimer.singleShot(0, button, lambda: self._area.ensureWidgetVisible(button))
        self._tell()

    def _step(self, step: int) -> None:
        buttons = self._buttons()
        if not buttons:
            return
        at = self._group.checkedId() + step
        if not 0 <= at < len(buttons):
            at = len(buttons) - 1 if step < 0 else 0
        self._take(buttons[at])

    # --- finding -----------------------------------------------------------------------------

    def _type(self, letter: str) -> None:
        if len(self._people) >= _SEARCHED:
            self.search.setText(self.search.text() + letter)
            return
        self._pause.start()
        # A letter that leads nowhere begins another name: else the PIN that comes next would be
        # tried as that of who was chosen before.
        for letters in (self._letters + letter.casefold(), letter.casefold()):
            self._letters = letters
            for button in self._buttons():
                if _fits(button.user, letters):
                    self._take(button)
                    return

    def _forget_letters(self) -> None:
        self._letters = ""

    def _narrow(self, text: str) -> None:
        now = self.current()
        found = [user for user in self._people if _fits(user, text.strip().casefold())]
        self._fill(found, now.id if now is not None and now in found else 0)


def _fits(user: SignInName, typed: str) -> bool:
    """Whether a name, one of its words or the user name begins so."""
    name = user.name.casefold()
    names = (name, *name.split(), user.username.casefold())
    return any(each.startswith(typed) for each in names)
