"""The screen of a shop that nobody can sign in to yet: add the first user, or go on without."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue, PosError
from pos_app.domain.rights import Role
from pos_app.domain.rows import Clerk
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.setup_form import pin_field, username_of
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton

_WIDTH = 560


class FirstUser(QWidget):
    """Adds the owner and signs them in; "Not now" lets the terminal's own user act."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._form = Form(columns=2)
        self._name = QLineEdit(maxLength=80)
        self._username = QLineEdit(maxLength=40)
        self._pin = pin_field()
        self._again = pin_field()
        self._later = KeyButton("Not now", key="Esc")
        self._add = KeyButton("Add and sign in", key="Enter", kind="primary")
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

        title = QLabel("Who runs this shop?")
        hint = QLabel("Nobody can sign in here yet. The first user is the owner.")
        title.setProperty("kind", "title")
        hint.setProperty("kind", "muted")
        self._form.row("Your name", self._name, field="name")
        self._form.row("User name", self._username, field="username")
        self._form.row("PIN", self._pin, "Six digits or more.", field="pin")
        self._form.row("PIN once more", self._again, field="again")
        card = Card(margin=6 * theme.GRID)
        card.setFixedWidth(_WIDTH)
        card.body.addWidget(title)
        card.body.addWidget(hint)
        card.body.addSpacing(2 * theme.GRID)
        card.body.addWidget(self._form)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._later)
        buttons.addWidget(self._add)
        card.body.addLayout(buttons)
        page = QVBoxLayout(self)
        page.addStretch(1)
        page.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(2)

        self._name.textEdited.connect(lambda name: self._username.setText(username_of(name)))
        self._later.clicked.connect(self._as_terminal)
        self._add.clicked.connect(self._ask)

    def start(self) -> None:
        """The first field waits."""
        self._name.setFocus()

    def _as_terminal(self) -> None:
        self._desk.tasks.counter.run(self._desk.shop.staff.terminal, self._desk.session.take)

    def _ask(self) -> None:
        self._form.clear_faults()
        if self._pin.text() != self._again.text():
            self._form.fail("again", "The two PINs differ.")
            return
        staff = self._desk.shop.staff
        username, name, pin = self._username.text(), self._name.text(), self._pin.text()

        def add() -> Clerk:
            by = staff.terminal()
            staff.add_user(username=username, name=name, pin=pin, role=Role.OWNER, by=by)
            staff.sign_out(by=by)
            return staff.sign_in(username, pin=pin)

        self._add.setEnabled(False)
        self._desk.tasks.counter.run(add, self._desk.session.take, self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        self._add.setEnabled(True)
        if isinstance(error, BadValue) and self._form.has(error.field):
            self._form.fail(error.field, messages.words(error).title)
        elif isinstance(error, PosError):
            messages.show(error)
