"""The sheet that gives a customer an address which somebody else has: a household, a company."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.rows import AddressRow, CustomerRow
from pos_app.ui import approving, theme
from pos_app.ui.customers.details import own_addresses
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 560
_MARK = 80
"""What of the width goes to the sheet's margins and the mark of a choice."""


class ShareSheet(Sheet):
    """Offers the addresses of `other`; saved(AddressRow) comes when one is linked."""

    saved = Signal(object)

    def __init__(
        self, desk: Desk, parent: QWidget, customer: CustomerRow, other: CustomerRow
    ) -> None:
        super().__init__("Which address?", parent, _WIDTH)
        self._desk = desk
        self._customer = customer
        self._other = other
        self._offered: tuple[AddressRow, ...] = ()
        self._choices = QButtonGroup(self)
        self._rows = QVBoxLayout()
        self._words = QLabel("Looking…")
        self._refusal = RefusalLine()
        self.save_button = KeyButton(f"Give it to {customer.name}", key="Enter", kind="primary")
        self.save_button.setEnabled(False)
        self._words.setProperty("kind", "muted")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._rows.setSpacing(theme.GRID)

        self.body.addWidget(self._refusal)
        self.body.addWidget(self._words)
        self.body.addLayout(self._rows)
        self.footer.addWidget(self.save_button)

        self.save_button.clicked.connect(self._link)
        desk.tasks.office.run(
            partial(own_addresses, desk.shop, other.id), self._offer, self._refuse, owner=self
        )

    def _offer(self, addresses: tuple[AddressRow, ...]) -> None:
        shop = self._desk.shop.info
        self._offered = tuple(address for address in addresses if address.line1)
        if not self._offered:
            self._words.setText(f"No street is known of {self._other.name}.")
            return
        self._words.setText(
            f"Addresses of {self._other.name}. "
            "A change to a shared one holds for everybody who has it."
        )
        for place, address in enumerate(self._offered):
            whole = ", ".join(part for part in wording.address_lines(address, shop) if part)
            choice = QRadioButton()
            cut = Qt.TextElideMode.ElideRight
            choice.setText(choice.fontMetrics().elidedText(whole, cut, _WIDTH - _MARK))
            choice.setToolTip(whole)
            choice.setAccessibleName(whole)
            choice.setChecked(place == 0)
            self._choices.addButton(choice, place)
            self._rows.addWidget(choice)
        self._choices.button(0).setFocus()
        self.save_button.setEnabled(True)
        self.resize_to_content()

    def _link(self) -> None:
        link, customer = self._desk.shop.customers.link_address, self._customer
        chosen = self._offered[self._choices.checkedId()]
        self.save_button.setEnabled(False)
        approving.ask(
            self._desk,
            lambda by: link(customer.id, chosen.id, by=by),
            self._saved,
            self._refuse,
            about=f"Add an address of {customer.name}",
            parent=self,
        )

    def _saved(self, address: AddressRow) -> None:
        self.saved.emit(address)
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.save_button.setEnabled(bool(self._offered))
        self._words.setText("")
        self._refusal.show_refusal(error, Form(), {})
        self.resize_to_content()
