"""The sheet of one member of staff: a new one, or another name and role."""

from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.domain.rights import Role
from pos_app.domain.rows import Clerk, UserRow
from pos_app.ui import approving
from pos_app.ui.desk import Desk
from pos_app.ui.setup_form import username_of
from pos_app.ui.staff.roles import ROLE_WORDS, WITH_PASSWORD
from pos_app.ui.staff.secret_fields import SecretFields
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.edit_sheet import EditSheet
from pos_app.ui.widgets.form import Form

_WIDTH = 620
_MAY = {
    Role.CLERK: "sells and serves customers",
    Role.SUPERVISOR: "also refunds, opens the drawer, receives goods",
    Role.MANAGER: "also products, stock, reports, settings",
    Role.OWNER: "everything",
}


class PersonSheet(EditSheet):
    """saved(UserRow) comes when the shop has taken it. user is None for somebody new."""

    def __init__(
        self, desk: Desk, parent: QWidget, user: UserRow | None, allowed: approving.Allowed
    ) -> None:
        title = "Add somebody" if user is None else user.name
        super().__init__(title, parent, lambda: self._raw() != self._opened_with, _WIDTH)
        self._desk = desk
        self._user = user
        self._allowed = allowed
        self.form = Form(columns=2)
        self.name = QLineEdit(maxLength=80)
        self.username = QLineEdit(maxLength=40)
        self.role = Choice()
        self.secret = SecretFields()
        for role, words in ROLE_WORDS.items():
            self.role.addItem(f"{words}: {_MAY[role]}", role)
        self.form.row("Name", self.name, field="name")
        if user is None:
            self.form.row("User name", self.username, "Stays as it is.", field="username")
        self.form.row(
            "Role", self.role, "What each may do stands under Roles.", field="role", span=2
        )
        self.body.addWidget(self.form)
        self.body.addWidget(self.secret)
        self.secret.setVisible(user is None)
        if user is not None:
            self.name.setText(user.name)
            self.role.setCurrentIndex(self.role.findData(user.role))
        self._follow_role()
        self._opened_with = self._raw()
        self.name.setFocus()

        self.name.textEdited.connect(lambda name: self.username.setText(username_of(name)))
        self.role.currentIndexChanged.connect(self._follow_role)
        self.wanted.connect(self._save)

    def _raw(self) -> object:
        typed = self.secret.pin.text(), self.secret.password.text()
        return self.name.text(), self.username.text(), self.role.currentData(), typed

    def _follow_role(self) -> None:
        self.secret.offer_password(self.role.currentData() in WITH_PASSWORD)
        self.resize_to_content()

    def _save(self) -> None:
        self.refusal.hide()
        for form in (self.form, self.secret.form):
            form.clear_faults()
        user, staff = self._user, self._desk.shop.staff
        name, username, role = self.name.text(), self.username.text(), self.role.currentData()
        chosen = self.secret.read() if user is None else {}
        if chosen is None:
            self.resize_to_content()
            return

        def work(by: Clerk) -> UserRow:
            if user is None:
                return staff.add_user(name=name, username=username, role=role, by=by, **chosen)
            return staff.update_user(
                user.id,
                name=name if name != user.name else None,
                role=role if role != user.role else None,
                by=by,
            )

        self._set_saving(True)
        about = f"Add {name} to the staff" if user is None else f"Change {user.name}"
        approving.ask(
            self._desk,
            work,
            self.take,
            self._refuse,
            about=about,
            parent=self,
            allowed=self._allowed,
        )

    def _refuse(self, error: Exception) -> None:
        self._set_saving(False)
        form = self.secret.form if self.secret.holds(error) else self.form
        self.refusal.show_refusal(error, form, {})
        self.resize_to_content()

    def _set_saving(self, saving: bool) -> None:
        self.save_button.setEnabled(not saving)
        self.form.setEnabled(not saving)
        self.secret.setEnabled(not saving)
        self.set_closable(not saving)
