"""The sheet that gives a customer a new address or changes one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import BadValue
from pos_app.domain.rows import AddressRow, CustomerRow
from pos_app.ui.customers.address_fields import AddressFields
from pos_app.ui.customers.details import draft_of
from pos_app.ui.customers.form_sheet import FormSheet
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.form import Form


class AddressSheet(FormSheet):
    """Without an address it adds one to the customer."""

    def __init__(
        self, desk: Desk, parent: QWidget, customer: CustomerRow, address: AddressRow | None = None
    ) -> None:
        title = f"New address of {customer.name}" if address is None else "Edit address"
        super().__init__(title, desk, parent)
        self._shop = desk.shop
        self._customer = customer
        self._address = address
        self.fields = AddressFields(desk.shop.info.country)
        self.body.addWidget(self.fields)
        if address is not None:
            self.fields.show_draft(draft_of(address))
        self.remember()

    def forms(self) -> tuple[Form, ...]:
        """The one form."""
        return (self.fields,)

    def raw(self) -> object:
        """Every field as it stands."""
        return self.fields.draft()

    def faults(self) -> list[BadValue]:
        """What is missing or misspelled; one who is registered can be called."""
        draft = self.fields.draft()
        found = list(draft.faults())
        if self._customer.registered and not draft.phone:
            found.append(BadValue("phone", "", "empty"))
        return found

    def work(self) -> Callable[..., AddressRow]:
        """Add the address, or change it for everybody who has it."""
        draft, customers = self.fields.draft(), self._shop.customers
        if self._address is None:
            return partial(customers.add_address, self._customer.id, draft)
        return partial(customers.update_address, self._address.id, draft)
