"""What each role may do, as a grid: rights down, roles across; saved together."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.errors import BadValue, PosError
from pos_app.domain.rights import UNTAKABLE, Permission, Role
from pos_app.domain.rows import Clerk, RoleRow
from pos_app.ui import approving, messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.staff.roles import ROLE_WORDS, role_words
from pos_app.ui.widgets.card import separator
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.words.rights import GROUPS, MORE, right_words

_COLUMN = 104


class RolesPage(QWidget):
    """A tick for each right and role. What an owner can't be without stays ticked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept: dict[str, frozenset[Permission]] = {}
        self.ticks: dict[tuple[str, Permission], QCheckBox] = {}
        self._heads = {role: QLabel(words) for role, words in ROLE_WORDS.items()}
        self._grid = QGridLayout()
        self._area = QScrollArea()
        self.refusal = RefusalLine()
        self.note = QLabel("How far discounts go by role: Prices and taxes (Ctrl+6), Discounts.")
        self.discard = KeyButton("Discard", dense=True)
        self.save = KeyButton("Save", key="Ctrl+S", kind="primary", dense=True)
        self.note.setProperty("kind", "muted")
        self._lay_out()

        self.discard.clicked.connect(self._show_kept)
        self.save.clicked.connect(self._save)
        for tick in self.ticks.values():
            tick.toggled.connect(self._follow)
        self._follow()

    @property
    def changed(self) -> bool:
        """True when something is ticked that the shop doesn't know."""
        return bool(self._changes())

    def focus_start(self) -> None:
        """Put the focus on the first tick."""
        next(iter(self.ticks.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def read(self) -> None:
        """Ask for the rights of all roles; what is ticked and not saved stays."""
        roles, who = self._desk.shop.roles, self._desk.session.acting
        self._desk.tasks.office.run(
            lambda: roles.all(by=who(Permission.SEE_STAFF)), self._know, self._not_read, owner=self
        )

    # --- making ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setProperty("kind", "plain")
        self._grid.setContentsMargins(0, 0, 3 * theme.GRID, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(theme.GRID)
        self._grid.setColumnStretch(0, 1)
        inner.setLayout(self._grid)
        for group, rights in GROUPS:
            self._add_group(group, rights)
        self._area.setWidget(inner)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        heads = QHBoxLayout()
        heads.setContentsMargins(
            0, 0, 3 * theme.GRID + self._area.verticalScrollBar().sizeHint().width(), 0
        )
        heads.setSpacing(0)
        heads.addStretch(1)
        for head in self._heads.values():
            head.setProperty("kind", "label")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            head.setFixedWidth(_COLUMN)
            heads.addWidget(head)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        buttons.addWidget(self.note, 1)
        buttons.addWidget(self.discard)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self.refusal)
        column.addLayout(heads)
        column.addWidget(separator())
        column.addWidget(self._area, 1)
        column.addLayout(buttons)

    def _add_group(self, group: str, rights: Sequence[Permission]) -> None:
        row = self._grid.rowCount()
        title = QLabel(group)
        title.setProperty("kind", "heading")
        self._grid.addWidget(title, row, 0)
        for right in rights:
            row += 1
            self._grid.addWidget(_told(right), row, 0)
            for column, role in enumerate(ROLE_WORDS, start=1):
                self._grid.addWidget(self._tick(role, right), row, column)
        self._grid.setRowMinimumHeight(row, theme.CONTROL)

    def _tick(self, role: Role, right: Permission) -> QWidget:
        tick = self.ticks[role.value, right] = QCheckBox()
        tick.setAccessibleName(f"{role_words(role)}: {right_words(right)}")
        if right in UNTAKABLE.get(role, frozenset()):
            tick.setEnabled(False)
            tick.setToolTip("Somebody must be able to give rights back.")
        cell = QWidget()
        cell.setFixedWidth(_COLUMN)
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(tick, 0, Qt.AlignmentFlag.AlignCenter)
        return cell

    # --- showing -----------------------------------------------------------------------------

    def _know(self, rows: tuple[RoleRow, ...]) -> None:
        changed = self.changed
        self._kept = {row.role: row.permissions for row in rows}
        for row in rows:
            people = "1 person" if row.people == 1 else f"{row.people} people"
            head = self._heads[Role(row.role)]
            head.setText(role_words(row.role))
            head.setToolTip(people)
            head.setAccessibleName(f"{role_words(row.role)}, {people}")
        if not changed:
            self._show_kept()
        self._follow()

    def _not_read(self, error: Exception) -> None:
        if isinstance(error, PosError):
            message = messages.words(error)
            self.refusal.say(message.title, message.hint)

    def _show_kept(self) -> None:
        self.refusal.hide()
        for (role, right), tick in self.ticks.items():
            tick.setChecked(right in self._kept.get(role, frozenset()))

    def _follow(self) -> None:
        changed = self.changed
        self.save.setEnabled(changed)
        self.discard.setEnabled(changed)

    def _wanted(self, role: str) -> frozenset[Permission]:
        return frozenset(
            right for (of, right), tick in self.ticks.items() if of == role and tick.isChecked()
        )

    def _changes(self) -> dict[str, frozenset[Permission]]:
        wanted = {role: self._wanted(role) for role in self._kept}
        return {role: rights for role, rights in wanted.items() if rights != self._kept[role]}

    # --- saving ------------------------------------------------------------------------------

    def _save(self) -> None:
        self.refusal.hide()
        changes, roles = self._changes(), self._desk.shop.roles

        def job(role: str, rights: frozenset[Permission], by: Clerk) -> RoleRow:
            return roles.set_permissions(role, rights, by=by)

        self._set_saving(True)
        approving.ask_each(
            self._desk,
            [lambda by, r=role, w=rights: job(r, w, by) for role, rights in changes.items()],  # type: ignore[misc]
            self._saved,
            self._refuse,
            about="Change what roles may do: " + ", ".join(role_words(role) for role in changes),
            parent=self,
        )

    def _saved(self, rows: Sequence[RoleRow]) -> None:
        self._kept |= {row.role: row.permissions for row in rows}
        self._set_saving(False)
        self._desk.notices.say("The roles are saved.", "They count at once, at every till.")

    def _refuse(self, error: Exception) -> None:
        self._set_saving(False)
        if isinstance(error, PosError) and not isinstance(error, BadValue):
            self.refusal.show_refusal(error, Form(), {})
        self.read()

    def _set_saving(self, saving: bool) -> None:
        self._area.setEnabled(not saving)
        self._follow()
        if saving:
            self.save.setEnabled(False)
            self.discard.setEnabled(False)


def _told(right: Permission) -> QWidget:
    """The right, and a sentence more on it."""
    cell = QWidget()
    name, more = QLabel(right_words(right)), QLabel(MORE[right])
    more.setProperty("kind", "small")
    more.setWordWrap(True)
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, theme.GRID, 0, theme.GRID)
    column.setSpacing(0)
    column.addWidget(name)
    column.addWidget(more)
    return cell
