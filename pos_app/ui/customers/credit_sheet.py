"""The shop gives a customer store credit out of goodwill, for a reason that stays with it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.domain.errors import BadAmount, BadValue
from pos_app.domain.rows import CustomerRow, LedgerRow
from pos_app.ui.customers.form_sheet import FormSheet, collect
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.money_edit import MoneyEdit


class CreditSheet(FormSheet):
    """saved(LedgerRow), the store credit as it is now, comes when it is given."""

    def __init__(
        self, desk: Desk, parent: QWidget, customer: CustomerRow, credit: LedgerRow
    ) -> None:
        super().__init__("Give store credit", desk, parent, 480)
        self._shop = desk.shop
        self._customer = customer
        money = desk.shop.money
        self.amount = MoneyEdit(money, field="amount")
        self.note = QLineEdit(maxLength=200)
        self.note.setPlaceholderText("What it is for")
        self._form = Form()
        has = f"{customer.name} has {money.format(credit.balance)} now."
        self._form.row("Amount", self.amount, has, field="amount")
        self._form.row("Reason", self.note, "It stands beside the move.", field="note")
        self.body.addWidget(self._form)
        self.save_button.setText("Give credit")
        self.amount.setFocus()
        self.remember()

    def forms(self) -> tuple[Form, ...]:
        """The one."""
        return (self._form,)

    def raw(self) -> object:
        """Both fields as they stand."""
        return self.amount.text(), self.note.text()

    def faults(self) -> list[BadValue]:
        """What is missing or misspelled."""
        return collect(self._amount, self._note)

    def work(self) -> Callable[..., LedgerRow]:
        """Book it."""
        return partial(
            self._shop.ledgers.give_credit,
            self._customer.id,
            self._amount(),
            self._note(),
        )

    def _amount(self) -> int:
        amount = self.amount.amount()
        if not amount or amount < 0:
            raise BadAmount("amount", self.amount.text(), "zero" if amount is not None else "empty")
        return amount

    def _note(self) -> str:
        note = self.note.text().strip()
        if not note:
            raise BadValue("note", "", "empty")
        return note
