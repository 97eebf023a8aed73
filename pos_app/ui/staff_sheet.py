"""Who works here, adding somebody, and their badges."""

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue, Duplicate, PosError
from pos_app.domain.rights import Role
from pos_app.domain.rows import UserRow
from pos_app.ui import messages, theme
from pos_app.ui.badge_sheet import BadgeSheet
from pos_app.ui.desk import Desk
from pos_app.ui.header import paint_avatar
from pos_app.ui.setup_form import pin_field, username_of
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 640
_AVATAR = 32

_ROLES = (
    (Role.CLERK, "Clerk: sells, serves customers"),
    (Role.SUPERVISOR, "Supervisor: also cancels, receives goods"),
    (Role.MANAGER, "Manager: also products, stock, settings"),
    (Role.OWNER, "Owner: everything"),
)


class _Person(QWidget):
    """One line: initials, name, what they are, and a button for their badge."""

    def __init__(self, user: UserRow) -> None:
        super().__init__()
        self._user = user
        self.badge = KeyButton("New badge…" if user.has_badge else "Badge…", dense=True)
        self.badge.setAccessibleName(f"Badge of {user.name}")
        self.setFixedHeight(theme.CONTROL)
        self.setAccessibleName(f"{user.name}, {user.role}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 3 * theme.GRID, 0)
        row.addStretch(1)
        row.addWidget(self.badge)

    def sizeHint(self) -> QSize:
        """One control high."""
        return QSize(200, theme.CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Initials, name and user name, role before the button."""
        painter = QPainter(self)
        palette = theme.current()
        paint_avatar(
            painter, QRect(0, (self.height() - _AVATAR) // 2, _AVATAR, _AVATAR), self._user.name
        )
        words = self.rect().adjusted(_AVATAR + 3 * theme.GRID, 0, 0, 0)
        words.setRight(self.badge.x() - 4 * theme.GRID)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.BODY, theme.MEDIUM))
        painter.setPen(QColor(palette.text))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, self._user.name)
        words.setLeft(words.left() + painter.fontMetrics().horizontalAdvance(self._user.name) + 8)
        painter.setFont(theme.font())
        painter.setPen(QColor(palette.muted))
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, self._user.username)
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, self._user.role.capitalize())


class StaffSheet(Sheet):
    """The list above, a form to add one below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Staff", parent, _WIDTH)
        self._desk = desk
        self._people = QVBoxLayout()
        self._form = Form(columns=2)
        self._name = QLineEdit(maxLength=80)
        self._username = QLineEdit(maxLength=40)
        self._pin = pin_field()
        self._role = Choice()
        self._add = KeyButton("Add", key="Enter", kind="primary", icon="user-plus")
        self._leave = KeyButton("Close", key="Esc", listens=False)
        for role, words in _ROLES:
            self._role.addItem(words, role)

        inner = QWidget()
        inner.setProperty("kind", "plain")
        inner.setLayout(self._people)
        self._people.setContentsMargins(0, 0, 0, 0)
        self._people.setSpacing(0)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(4 * theme.CONTROL)
        heading = QLabel("Add somebody")
        heading.setProperty("kind", "heading")
        self._form.row("Name", self._name)
        self._form.row("User name", self._username, field="username")
        self._form.row("PIN", self._pin, "Six digits or more.")
        self._form.row("May", self._role, field="role")
        self.body.addWidget(area)
        self.body.addWidget(heading)
        self.body.addWidget(self._form)
        self.footer.addWidget(self._leave)
        self.footer.addWidget(self._add)
        self._name.setFocus()

        self._name.textEdited.connect(lambda name: self._username.setText(username_of(name)))
        self._add.clicked.connect(self._ask)
        self._leave.clicked.connect(self.reject)
        self._load()

    def _load(self) -> None:
        clerk = self._desk.session.clerk
        if clerk is None:
            self.reject()
            return
        people = partial(self._desk.shop.staff.users, by=clerk)
        self._desk.tasks.counter.run(people, self._show, self._refused, owner=self)

    def _show(self, users: tuple[UserRow, ...]) -> None:
        while (item := self._people.takeAt(0)) is not None:
            line = item.widget()
            if line is not None:
                line.deleteLater()
        for user in users:
            if user.active:
                line = _Person(user)
                line.badge.clicked.connect(partial(self._open_badge, user))
                self._people.addWidget(line)
        self._people.addStretch(1)

    def _open_badge(self, user: UserRow) -> None:
        sheet = BadgeSheet(self._desk, self, user)
        sheet.saved.connect(self._load)
        sheet.open()

    def _ask(self) -> None:
        clerk = self._desk.session.clerk
        if clerk is None:
            self.reject()
            return
        self._form.clear_faults()
        self._add.setEnabled(False)
        staff = self._desk.shop.staff
        username, name, pin = self._username.text(), self._name.text(), self._pin.text()
        role = self._role.currentData()
        self._desk.tasks.counter.run(
            lambda: staff.add_user(username=username, name=name, pin=pin, role=role, by=clerk),
            self._added,
            self._refused,
            owner=self,
        )

    def _added(self, user: UserRow) -> None:
        self._add.setEnabled(True)
        for edit in (self._name, self._username, self._pin):
            edit.clear()
        self._name.setFocus()
        self._desk.notices.say(f"{user.name} can sign in now.")
        self._load()

    def _refused(self, error: Exception) -> None:
        self._add.setEnabled(True)
        if isinstance(error, BadValue | Duplicate) and self._form.has(error.field):
            self._form.fail(error.field, messages.words(error).title)
        elif isinstance(error, PosError):
            messages.show(error)
