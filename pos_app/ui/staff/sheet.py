"""The sheet of the staff: people and what is done with them, and the roles."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.domain.rights import Permission
from pos_app.domain.rows import UserRow
from pos_app.ui import approving, theme
from pos_app.ui.desk import Desk
from pos_app.ui.staff.badge_sheet import BadgeSheet
from pos_app.ui.staff.columns import load_people, people_columns
from pos_app.ui.staff.person_sheet import PersonSheet
from pos_app.ui.staff.role_grid import RolesPage
from pos_app.ui.staff.secret_sheet import SecretSheet
from pos_app.ui.widgets.confirm import confirm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 1000
_ROWS = 11
_PAGES = ("People", "Roles")


class StaffSheet(Sheet):
    """People and roles, by F1 and F2; what is done with who is chosen, at the right."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Staff", parent, _WIDTH)
        self._desk = desk
        self._chips = QButtonGroup(self)
        self._pages = QStackedWidget()
        self.model: PagedModel[UserRow] = PagedModel(
            people_columns(),
            partial(load_people, desk.shop, desk.session.acting),
            desk.tasks.office,
            parent=self,
        )
        self.table = PagedTable(self.model, name="Who works here")
        self.roles = RolesPage(desk)
        self.add = KeyButton("Add somebody", key="Ctrl+N", kind="primary", icon="user-plus")
        self.edit = KeyButton("Edit", key="F4", icon="pencil")
        self.secret = KeyButton("New PIN", key="F6", icon="key-round")
        self.badge = KeyButton("Badge", key="F7", icon="scan-barcode")
        self.active = KeyButton("Switch off", key="Ctrl+Del")
        self._leave = KeyButton("Close", key="Esc", listens=False)
        self._lay_out()

        self._chips.idClicked.connect(self._show_page)
        self.table.row_changed.connect(self._show_buttons)
        self.table.row_activated.connect(lambda _row: self._edit())
        self.add.clicked.connect(self._add)
        self.edit.clicked.connect(self._edit)
        self.secret.clicked.connect(self._new_secret)
        self.badge.clicked.connect(self._give_badge)
        self.active.clicked.connect(self._ask_active)
        self._leave.clicked.connect(self.reject)
        desk.tasks.changes.staff.connect(self._refresh)
        self._show_buttons(None)
        self.table.setFocus()
        self.model.ask()
        self.roles.read()

    def reject(self) -> None:
        """Close; asks first where roles were changed and not saved."""
        if not self.roles.changed:
            super().reject()
            return
        confirm(
            self,
            "Discard the changes of the roles?",
            "They are not saved yet.",
            yes="Discard",
            no="Keep editing",
            then=super().reject,
        )

    @property
    def chosen(self) -> UserRow | None:
        """Who is chosen in the list."""
        row = self.table.current_row()
        return row if isinstance(row, UserRow) else None

    # --- making ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(2 * theme.GRID)
        for place, words in enumerate(_PAGES):
            chip = KeyButton(words, key=f"F{place + 1}", kind="chip", dense=True)
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self._chips.addButton(chip, place)
            chips.addWidget(chip)
        chips.addStretch(1)
        buttons = QVBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        for button in (self.add, self.edit, self.secret, self.badge, self.active):
            buttons.addWidget(button)
        buttons.addStretch(1)
        people = QWidget()
        row = QHBoxLayout(people)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6 * theme.GRID)
        row.addWidget(self.table, 1)
        row.addLayout(buttons)
        self.table.setMinimumHeight(_ROWS * theme.ROW)
        self.table.set_empty("users", "Nobody can sign in yet", "Ctrl+N adds somebody.")
        self._pages.addWidget(people)
        self._pages.addWidget(self.roles)
        self.body.addLayout(chips)
        self.body.addWidget(self._pages, 1)
        self.footer.addWidget(self._leave)

    def _show_page(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        if place:
            self.roles.focus_start()
        else:
            self.table.setFocus()

    def _refresh(self) -> None:
        self.table.refresh()
        self.roles.read()

    def _show_buttons(self, row: UserRow | None) -> None:
        for button in (self.edit, self.secret, self.badge, self.active):
            button.setEnabled(row is not None)
        if row is not None:
            password = row.secret == "password"  # noqa: S105 - its kind
            self.secret.setText("New password" if password else "New PIN")
            self.active.setText("Switch off" if row.active else "Switch on")

    # --- people ------------------------------------------------------------------------------

    def _with_right(self, about: str, then: Callable[[approving.Allowed], None]) -> None:
        approving.before(self._desk, Permission.MANAGE_STAFF, then, about=about, parent=self)

    def _add(self) -> None:
        def open_sheet(allowed: approving.Allowed) -> None:
            sheet = PersonSheet(self._desk, self, None, allowed)
            sheet.saved.connect(self._added)
            sheet.open()

        self._with_right("Add somebody to the staff", open_sheet)

    def _added(self, row: UserRow) -> None:
        self._desk.notices.say(f"{row.name} can sign in now.")

    def _edit(self) -> None:
        row = self.chosen
        if row is not None:
            self._with_right(
                f"Change {row.name}",
                lambda allowed: PersonSheet(self._desk, self, row, allowed).open(),
            )

    def _new_secret(self) -> None:
        row = self.chosen
        if row is not None:
            self._with_right(
                f"Give {row.name} a new PIN or password",
                lambda allowed: SecretSheet(self._desk, self, row, allowed).open(),
            )

    def _give_badge(self) -> None:
        row = self.chosen
        if row is not None:
            self._with_right(
                f"Give {row.name} a badge",
                lambda allowed: BadgeSheet(self._desk, self, row, allowed).open(),
            )

    def _ask_active(self) -> None:
        row = self.chosen
        if row is None:
            return
        if not row.active:
            self._set_active(row, True)
            return
        confirm(
            self,
            f"Switch {row.name} off?",
            "They can't sign in any more. What they did stays in the books, and they can be "
            "switched on again.",
            yes="Switch off",
            no="Keep",
            then=lambda: self._set_active(row, False),
        )

    def _set_active(self, row: UserRow, active: bool) -> None:
        update, words = self._desk.shop.staff.update_user, "on" if active else "off"
        approving.ask(
            self._desk,
            lambda by: update(row.id, active=active, by=by),
            lambda _row: self._desk.notices.say(f"{row.name} is switched {words}."),
            about=f"Switch {row.name} {words}",
            parent=self,
        )
