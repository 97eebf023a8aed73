"""The short form for a customer met at the counter: a name and perhaps a way to reach them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.domain.errors import BadValue, Cancelled, Duplicate, PosError
from pos_app.domain.rows import CustomerRow
from pos_app.ui import approving, messages
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 460


class NewCustomerSheet(Sheet):
    """added(CustomerRow) comes when the customer is kept; a refusal stands beside its field."""

    added = Signal(CustomerRow)

    def __init__(self, desk: Desk, name: str, parent: QWidget) -> None:
        super().__init__("New customer", parent, _WIDTH)
        self._desk = desk
        first, _, last = name.partition(" ")
        self._fields = {
            "first_name": QLineEdit(first),
            "last_name": QLineEdit(last),
            "phone": QLineEdit(),
            "email": QLineEdit(),
        }
        self._form = Form()
        self._fault = QLabel()
        self._go = KeyButton("Add and choose", key="Enter", kind="primary")
        self._fault.setProperty("kind", "fault")
        self._fault.setWordWrap(True)

        labels = ("First name", "Last name", "Phone", "E-mail")
        for label, (field, edit) in zip(labels, self._fields.items(), strict=True):
            self._form.row(label, edit, field=field)
        self.body.addWidget(self._form)
        self.body.addWidget(self._fault)
        self.footer.addWidget(self._go)

        self._go.clicked.connect(self._add)
        self._fields["first_name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        self._form.clear_faults()
        self._fault.clear()
        self._go.setEnabled(False)
        typed = {field: edit.text().strip() for field, edit in self._fields.items()}
        customers = self._desk.shop.customers
        approving.ask(
            self._desk,
            lambda by: customers.add(
                first_name=typed["first_name"],
                last_name=typed["last_name"],
                phone=typed["phone"],
                email=typed["email"],
                by=by,
            ),
            self._added,
            self._refused,
            about="Add a customer",
            parent=self,
        )

    def _added(self, customer: CustomerRow) -> None:
        self.accept()
        self.added.emit(customer)

    def _refused(self, error: Exception) -> None:
        self._go.setEnabled(True)
        if not isinstance(error, PosError) or isinstance(error, Cancelled):
            return
        message = messages.words(error)
        if isinstance(error, BadValue | Duplicate) and error.field in self._fields:
            self._form.fail(error.field, message.title)
        else:
            self._fault.setText(f"{message.title} {message.hint}".strip())
