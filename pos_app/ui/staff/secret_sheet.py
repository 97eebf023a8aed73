"""The sheets of a new PIN or password: somebody's, or one's own."""

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.domain.errors import NotSignedIn, SignInRefused
from pos_app.domain.rows import SignInName, UserRow
from pos_app.ui import approving, messages
from pos_app.ui.desk import Desk
from pos_app.ui.secret_entry import LONGEST_PASSWORD
from pos_app.ui.staff.roles import WITH_PASSWORD
from pos_app.ui.staff.secret_fields import PASSWORD, SecretFields
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 560


class _Sheet(Sheet):
    """What both share: the fields, a button, refusals."""

    def __init__(self, desk: Desk, title: str, words: str, parent: QWidget) -> None:
        super().__init__(title, parent, _WIDTH)
        self.desk = desk
        self.refusal = RefusalLine()
        self.fields = SecretFields()
        self.cancel = KeyButton("Cancel", key="Esc", listens=False)
        self.save = KeyButton("Save", key="Enter", kind="primary")
        label = QLabel(words)
        label.setProperty("kind", "muted")
        label.setWordWrap(True)
        self.body.addWidget(label)
        self.body.addWidget(self.refusal)
        self.body.addWidget(self.fields)
        self.footer.addWidget(self.cancel)
        self.footer.addWidget(self.save)

        self.cancel.clicked.connect(self.reject)

    def typed(self) -> dict[str, str] | None:
        """What was typed, None where a fault is shown."""
        self.refusal.hide()
        self.fields.form.clear_faults()
        chosen = self.fields.read()
        self.resize_to_content()
        return chosen

    def busy(self, busy: bool) -> None:
        """While it is saved nothing can be typed."""
        self.fields.setEnabled(not busy)
        self.save.setEnabled(not busy)
        self.set_closable(not busy)

    def refuse(self, error: Exception) -> None:
        """Show what the shop says; what was typed stays."""
        self.busy(False)
        self.refusal.show_refusal(error, self.fields.form, {})
        self.resize_to_content()


class SecretSheet(_Sheet):
    """A new PIN or password for somebody who forgot theirs."""

    def __init__(
        self, desk: Desk, parent: QWidget, user: UserRow, allowed: approving.Allowed
    ) -> None:
        words = f"It ends what {user.name} is doing at other tills, and any waiting."
        super().__init__(desk, f"New PIN of {user.name}", words, parent)
        self._user = user
        self._allowed = allowed
        self.fields.offer_password(user.role in WITH_PASSWORD)
        self.fields.choose(user.secret)
        field = self.fields.password if user.secret == PASSWORD else self.fields.pin
        field.setFocus()

        self.save.clicked.connect(self._save)

    def _save(self) -> None:
        chosen, user = self.typed(), self._user
        if chosen is None:
            return
        set_secret = self.desk.shop.staff.set_secret
        self.busy(True)
        approving.ask(
            self.desk,
            lambda by: set_secret(user.id, by=by, **chosen),
            lambda _: self._saved(),
            self.refuse,
            about=f"Give {user.name} a new PIN or password",
            parent=self,
            allowed=self._allowed,
        )

    def _saved(self) -> None:
        self.desk.notices.say(f"{self._user.name} signs in with the new one from now on.")
        self.accept()


class OwnSecretSheet(_Sheet):
    """Everybody changes their own PIN or password; the one until now is asked for."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        words = "Nobody else has to know it."
        super().__init__(desk, "Change my PIN", words, parent)
        self.old = QLineEdit(maxLength=LONGEST_PASSWORD)
        self.old.setEchoMode(QLineEdit.EchoMode.Password)
        self._form = Form()
        self._form.row("PIN or password until now", self.old, field="old")
        self.body.insertWidget(self.body.indexOf(self.fields), self._form)
        self.fields.offer_password(False)
        self.old.setFocus()
        self._look_up()

        self.save.clicked.connect(self._save)

    def _look_up(self) -> None:
        """Whether they have a password, and may have one."""
        names = self.desk.shop.staff.sign_in_names
        self.desk.tasks.counter.run(names, self._know, owner=self)

    def _know(self, people: tuple[SignInName, ...]) -> None:
        clerk = self.desk.session.clerk
        me = next((each for each in people if clerk is not None and each.id == clerk.id), None)
        if me is not None and me.secret == PASSWORD:
            self.fields.offer_password(True)
            self.fields.choose(PASSWORD)
            self.set_title("Change my password")
            self.resize_to_content()

    def _save(self) -> None:
        clerk, old, chosen = self.desk.session.clerk, self.old.text(), self.typed()
        self._form.clear_faults()
        if chosen is None:
            return
        if clerk is None:
            self.refuse(NotSignedIn())
            return
        change = self.desk.shop.staff.change_own_secret
        self.busy(True)
        self.desk.tasks.counter.run(
            lambda: change(old=old, by=clerk, **chosen),
            lambda _: self._saved(),
            self.refuse,
            owner=self,
        )

    def refuse(self, error: Exception) -> None:
        """A wrong old one is said below it."""
        super().refuse(error)
        if isinstance(error, SignInRefused):
            message = messages.words(error)
            self.refusal.hide()
            self._form.fail("old", f"{message.title} {message.hint}")
            self.old.selectAll()
            self.resize_to_content()

    def _saved(self) -> None:
        self.desk.notices.say("The new one counts from now on.")
        self.accept()
