"""The question before a customer is forgotten: what goes, what stays, and where they still are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from pos_app.domain.rows import CustomerRow, Erased
from pos_app.ui import theme
from pos_app.ui.approving import Allowed
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 560
_GOES = """\
Name, e-mail, phone, customer card, user name and password; addresses nobody else has; notes on \
their orders, their saved cart, and every reason that names them."""
_STAYS = """\
Their orders, returns and payments, with numbers and totals, as those of an “Erased customer”: the \
law asks the shop to keep its books."""
_ELSEWHERE = """\
Old backups, exported lists, receipts on paper and a training copy: delete what you don't have to \
keep. The journal too, where somebody typed a name as the reason of a return or a discount."""
_WORDS = (("Goes", _GOES), ("Stays", _STAYS), ("Still names them", _ELSEWHERE))


class EraseSheet(Sheet):
    """erased(Erased) comes when it is done. Their name has to be typed: there is no way back."""

    erased = Signal(object)

    def __init__(
        self, desk: Desk, parent: QWidget, customer: CustomerRow, allowed: Allowed
    ) -> None:
        super().__init__(f"Erase {customer.name}?", parent, _WIDTH)
        self._desk = desk
        self._customer = customer
        self._allowed = allowed
        self.refusal = RefusalLine()
        self.name = QLineEdit()
        self._form = Form()
        self.no = KeyButton("Keep", key="Esc", listens=False)
        self.yes = KeyButton("Erase for good", kind="danger")

        self.body.addWidget(self.refusal)
        for head, words in _WORDS:
            self.body.addWidget(_label(head, "label"))
            self.body.addWidget(_label(words, "muted"))
        self._form.row("Type their name to erase them", self.name, f"“{customer.name}”")
        self.body.addWidget(self._form)
        self.footer.addWidget(self.no)
        self.footer.addWidget(self.yes)
        self.setAccessibleDescription(" ".join(f"{head}: {words}" for head, words in _WORDS))
        self._look()
        self.name.setFocus()

        self.name.textChanged.connect(self._look)
        self.name.returnPressed.connect(self._erase)
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self._erase)

    def _look(self) -> None:
        typed, wanted = self.name.text().split(), self._customer.name.split()
        same = [word.casefold() for word in typed] == [word.casefold() for word in wanted]
        self.yes.setEnabled(same)

    def _erase(self) -> None:
        if not self.yes.isEnabled():
            return
        self._set_busy(True)
        customers, customer_id = self._desk.shop.customers, self._customer.id
        acting, allowed = self._desk.session.acting, self._allowed
        # In the office: the file is looked through for what is left of them.
        self._desk.tasks.office.run(
            lambda: customers.erase(customer_id, by=allowed.clerk(acting())),
            self._done,
            self._fail,
            owner=self,
        )

    def _set_busy(self, busy: bool) -> None:
        self.yes.setEnabled(not busy)
        self.yes.setText("Erasing…" if busy else "Erase for good")
        self.name.setEnabled(not busy)
        self.no.setEnabled(not busy)
        self.set_closable(not busy)

    def _done(self, erased: Erased) -> None:
        self.erased.emit(erased)
        self.accept()

    def _fail(self, error: Exception) -> None:
        self._set_busy(False)
        self._look()
        self.refusal.show_refusal(error, self._form, {})
        self.resize_to_content()


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumWidth(40 * theme.GRID)
    return label
