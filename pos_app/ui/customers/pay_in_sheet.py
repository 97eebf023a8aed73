"""A customer pays their account: to the cent, or in coins that settle it all."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.documents import slip_words
from pos_app.domain.errors import BadAmount, BadValue
from pos_app.domain.paying_in import PAID_IN_BY, in_full, rounded_off
from pos_app.domain.payment import CashRounding, Payment
from pos_app.domain.rows import CustomerRow, LedgerRow
from pos_app.ui.customers.form_sheet import FormSheet, collect
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.money_edit import MoneyEdit


class PayInSheet(FormSheet):
    """A customer pays their account; saved(LedgerRow) comes when it is booked."""

    def __init__(
        self, desk: Desk, parent: QWidget, customer: CustomerRow, account: LedgerRow
    ) -> None:
        super().__init__("Pay in", desk, parent, 480)
        self._shop = desk.shop
        self._customer = customer
        self._owed = max(0, -account.balance)
        self._rounding = CashRounding(desk.shop.info.cash_step, desk.shop.info.cash_mode)
        self._paid = 0
        self._uuid = str(uuid4())  # pressed twice, it comes in once
        self.amount = MoneyEdit(desk.shop.money, field="amount")
        self.method = Choice()
        self.reference = QLineEdit(maxLength=200)
        self._form = Form(columns=2)
        for method in PAID_IN_BY:
            self.method.addItem(slip_words.method(method), method)
        self._form.row("Amount", self.amount, field="amount")
        self._form.row("By", self.method, field="method")
        self._form.row("Reference", self.reference, field="reference", span=2)
        self.body.addWidget(self._form)
        self.save_button.setText(f"Pay in for {customer.first_name or customer.name}")
        self._whole = in_full(self._owed, self._by, self._rounding)
        self.amount.set_amount(self._whole if self._owed else None)
        self._say_owed()
        self.amount.setFocus()
        self.amount.selectAll()
        self.remember()
        self.method.currentIndexChanged.connect(self._follow_method)

    def forms(self) -> tuple[Form, ...]:
        """The one."""
        return (self._form,)

    def raw(self) -> object:
        """Every field as it stands."""
        return self.amount.text(), self.reference.text(), self._by

    def faults(self) -> list[BadValue]:
        """What is missing or misspelled."""
        return collect(self._checked)

    def work(self) -> Callable[..., LedgerRow]:
        """Book it."""
        self._paid = self._checked()
        return partial(
            self._shop.ledgers.pay_in,
            self._customer.id,
            self._paid,
            self._by,
            reference=self.reference.text().strip(),
            uuid=self._uuid,
        )

    def paid_words(self, account: LedgerRow) -> tuple[str, str]:
        """What was paid, and what is left of the account as it is now."""
        money = self._shop.money
        left = "Nothing is owed any more."
        if account.balance < 0:
            left = f"Still owed: {money.format(-account.balance)}"
        return f"{self._customer.name} paid in {money.format(self._paid)}", left

    # --- below -------------------------------------------------------------------------------

    @property
    def _by(self) -> str:
        return str(self.method.currentData())

    def _follow_method(self) -> None:
        """The whole stays the whole, as this way to pay has it; a part stays as it was typed."""
        before, self._whole = self._whole, in_full(self._owed, self._by, self._rounding)
        if self.amount.text() and self.amount.amount() == before:
            self.amount.set_amount(self._whole)
        self._form.clear_faults()
        self._say_owed()

    def _say_owed(self) -> None:
        money = self._shop.money
        words = f"Owed: {money.format(self._owed)}"
        if self._whole != self._owed:
            words += f", in cash {money.format(self._whole)}"
        self._form.set_hint("amount", words)

    def _checked(self) -> int:
        amount = self.amount.amount()
        if amount is None:
            raise BadAmount("amount", self.amount.text(), "empty")
        if amount < 0 or (amount == 0 and self._whole):
            raise BadAmount("amount", self.amount.text(), "zero")
        rounded_off(self._owed, amount, self._by, self._rounding)
        Payment(self._by, amount, self.reference.text()).check()
        return amount
