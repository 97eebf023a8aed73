"""By what terms a customer buys: their group, why they pay no tax, how far they may owe."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QLineEdit

from pos_app.domain.money import MoneyFormat
from pos_app.domain.people import check_text
from pos_app.domain.rows import CustomerGroupRow, CustomerRow
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.money_edit import MoneyEdit

_LONGEST_REASON = 80

Terms = tuple[int | None, str, int]
"""The group's id, why no tax is charged, and the credit limit in minor units."""


class TermsFields(Form):
    """The groups are offered once they are read; until then the customer's own stands alone."""

    def __init__(self, money: MoneyFormat, customer: CustomerRow) -> None:
        super().__init__(columns=2)
        self._customer = customer
        self.group = Choice()
        self.limit = MoneyEdit(money, field="credit_limit")
        self.exempt = QLineEdit(customer.tax_exempt, maxLength=_LONGEST_REASON)
        self.group.setEnabled(False)
        self.group.addItem("…" if customer.group_id is not None else "None", customer.group_id)
        self.limit.set_amount(customer.credit_limit or None)
        self.row("Customer group", self.group, "Their prices and promotions.", field="group_id")
        self.row("Credit limit", self.limit, "How far their account may be owed.")
        self.row(
            "No tax, because",
            self.exempt,
            "A reason or a certificate's number; empty: they pay tax.",
            field="tax_exempt",
            span=2,
        )

    def offer(self, groups: Sequence[CustomerGroupRow]) -> None:
        """Offer these groups."""
        chosen = self.group.currentData()
        self.group.clear()
        self.group.addItem("None", None)
        for group in groups:
            self.group.addItem(group.name, group.id)
        self.group.setCurrentIndex(max(0, self.group.findData(chosen)))
        self.group.setEnabled(True)

    def raw(self) -> object:
        """Everything that stands in the fields."""
        texts = (self.limit.text().strip(), self.exempt.text().strip())
        return (self.group.currentData(), *texts)

    def checks(self) -> tuple[Callable[[], object], ...]:
        """What can be said to be wrong without asking the shop."""
        return (
            self.limit.amount,
            lambda: check_text("tax_exempt", self.exempt.text(), longest=_LONGEST_REASON),
        )

    def terms(self) -> Terms | None:
        """What is typed, None where it is as it was; raises BadAmount."""
        limit = self.limit.amount() or 0
        now = (self.group.currentData(), self.exempt.text().strip(), limit)
        kept = self._customer
        same = now == (kept.group_id, kept.tax_exempt, kept.credit_limit)
        return None if same else now
