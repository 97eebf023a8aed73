"""The fields of a new PIN or password, typed twice."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue
from pos_app.ui import theme
from pos_app.ui.secret_entry import LONGEST_PASSWORD
from pos_app.ui.setup_form import pin_field
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton

PIN, PASSWORD = "pin", "password"


class SecretFields(QWidget):
    """A PIN; where the role may have one, a password instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form(columns=2)
        self.pin, self.pin_again = pin_field(), pin_field()
        self.password, self.password_again = QLineEdit(), QLineEdit()
        self._kinds = QButtonGroup(self)
        self._chips = QWidget()
        for field in (self.password, self.password_again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setMaxLength(LONGEST_PASSWORD)
        self.form.row("PIN", self.pin, "Six to twelve digits.", field=PIN)
        self.form.row("PIN once more", self.pin_again, field="pin_again")
        self.form.row("Password", self.password, "Eight characters or more.", field=PASSWORD)
        self.form.row("Password once more", self.password_again, field="password_again")
        chips = QHBoxLayout(self._chips)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(2 * theme.GRID)
        for place, words in enumerate(("Signs in by PIN", "by password")):
            chip = KeyButton(words, kind="chip", dense=True)
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self._kinds.addButton(chip, place)
            chips.addWidget(chip)
        chips.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * theme.GRID)
        column.addWidget(self._chips)
        column.addWidget(self.form)

        self._kinds.idToggled.connect(lambda _place, _on: self._show())
        self._show()

    @property
    def kind(self) -> str:
        """PIN or PASSWORD."""
        return PASSWORD if self._kinds.checkedId() == 1 else PIN

    def choose(self, kind: str) -> None:
        """Begin with this kind."""
        self._kinds.button(1 if kind == PASSWORD else 0).setChecked(True)

    def offer_password(self, offered: bool) -> None:
        """Whether there is a choice."""
        self._chips.setVisible(offered)
        if not offered:
            self.choose(PIN)

    def read(self) -> dict[str, str] | None:
        """What was typed, as `Staff.add_user` takes it; None where a fault is shown."""
        first, again = (
            (self.password, self.password_again)
            if self.kind == PASSWORD
            else (self.pin, self.pin_again)
        )
        if first.text() != again.text():
            word = "passwords" if self.kind == PASSWORD else "PINs"
            self.form.fail(f"{self.kind}_again", f"The two {word} differ.")
            return None
        return {self.kind: first.text()}

    def holds(self, error: Exception) -> bool:
        """Whether a refusal is about one of these fields."""
        return isinstance(error, BadValue) and self.form.has(error.field)

    def _show(self) -> None:
        for field in (PIN, "pin_again"):
            self.form.show_row(field, self.kind == PIN)
        for field in (PASSWORD, "password_again"):
            self.form.show_row(field, self.kind == PASSWORD)
