"""The sheet that adds a customer or changes one."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

from pos_app.domain.barcode import MAX_CODE
from pos_app.domain.errors import BadValue
from pos_app.domain.people import (
    MAX_EMAIL,
    MAX_NAME,
    MAX_PASSWORD,
    MAX_USERNAME,
    check_email,
    check_name,
    check_password,
    check_phone,
    check_username,
)
from pos_app.domain.rows import Clerk, CustomerRow
from pos_app.ui.customers.address_fields import AddressFields
from pos_app.ui.customers.contact_fields import PhoneEdit
from pos_app.ui.customers.form_sheet import FormSheet, collect
from pos_app.ui.customers.terms_fields import Terms, TermsFields
from pos_app.ui.desk import Desk
from pos_app.ui.scanning import WANTS_SCANS
from pos_app.ui.widgets.card import separator
from pos_app.ui.widgets.form import Form

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_OPTIONAL = "Leave it empty where none is known."
_NEEDED = "One who is registered has an address, an e-mail and a phone."


def _change(
    shop: "Shop", customer_id: int, changes: dict[str, str], terms: Terms | None, *, by: Clerk
) -> CustomerRow:
    """The terms need another right than the name: they are set only where they were changed."""
    row: CustomerRow | None = None
    if terms is not None:
        group_id, exempt, limit = terms
        row = shop.customers.set_terms(
            customer_id, group_id=group_id, tax_exempt=exempt, credit_limit=limit, by=by
        )
    if changes or row is None:
        row = shop.customers.update(customer_id, **changes, by=by)
    return row


class CustomerEditor(FormSheet):
    """Without a customer it adds one: a name is enough, an address and a sign-in may follow."""

    def __init__(
        self, desk: Desk, parent: QWidget, customer: CustomerRow | None = None, *, name: str = ""
    ) -> None:
        super().__init__("New customer" if customer is None else "Edit customer", desk, parent)
        self._customer = customer
        self._shop = desk.shop
        country = desk.shop.info.country
        self.first_name = QLineEdit()
        self.last_name = QLineEdit()
        self.email = QLineEdit()
        self.phone = PhoneEdit(country)
        self.card = QLineEdit()
        self.username = QLineEdit()
        self.password = QLineEdit()
        self.registered = QCheckBox("Registered: signs in with a user name and a password")
        self._hint = QLabel(_OPTIONAL)
        self._person = Form(columns=2)
        self._address = AddressFields(country, phone=self.phone)
        self._sign_in = Form(columns=2)
        self._terms = None if customer is None else TermsFields(desk.shop.money, customer)

        self._prepare()
        self._lay_out()
        self._fill(name)
        self.remember()

        self.registered.toggled.connect(self._show_sign_in)
        if self._terms is not None:
            desk.tasks.office.run(desk.shop.groups.all, self._terms.offer, owner=self)

    # --- building ----------------------------------------------------------------------------

    def _prepare(self) -> None:
        for field in (self.first_name, self.last_name):
            field.setMaxLength(MAX_NAME)
        self.email.setMaxLength(MAX_EMAIL)
        self.card.setMaxLength(MAX_CODE)
        self.card.setPlaceholderText("Scan or type its code")
        self.card.setProperty(WANTS_SCANS, True)
        self.username.setMaxLength(MAX_USERNAME)
        self.password.setMaxLength(MAX_PASSWORD)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.save_button.setText("Add customer" if self._customer is None else "Save")

    def _lay_out(self) -> None:
        self._person.row("First name", self.first_name)
        self._person.row("Last name", self.last_name)
        self._person.row("E-mail", self.email, field="email")
        self._person.row("Phone", self.phone)
        self._person.row("Customer card", self.card, field="card")
        self.body.addWidget(self._person)
        if self._customer is None:
            head = QLabel("Address")
            head.setProperty("kind", "heading")
            self._hint.setProperty("kind", "small")
            self.body.addWidget(separator())
            self.body.addWidget(head)
            self.body.addWidget(self._hint)
            self.body.addWidget(self._address)
            self.body.addWidget(separator())
            self.body.addWidget(self.registered)
        self._sign_in.row("User name", self.username, field="username")
        if self._customer is None:
            self._sign_in.row("Password", self.password, "8 characters or more")
        self.body.addWidget(self._sign_in)
        if self._terms is not None:
            head = QLabel("Terms")
            head.setProperty("kind", "heading")
            self.body.addWidget(separator())
            self.body.addWidget(head)
            self.body.addWidget(self._terms)
        self._sign_in.setVisible(self._customer is not None and self._customer.registered)

    def _fill(self, name: str) -> None:
        if self._customer is None:
            first, _, last = name.strip().partition(" ")
            self.first_name.setText(first)
            self.last_name.setText(last.strip())
            return
        self.first_name.setText(self._customer.first_name)
        self.last_name.setText(self._customer.last_name)
        self.email.setText(self._customer.email)
        self.phone.set_number(self._customer.phone)
        self.card.setText(self._customer.card)
        self.username.setText(self._customer.username)

    def _show_sign_in(self, registered: bool) -> None:
        self._sign_in.setVisible(registered)
        self._hint.setText(_NEEDED if registered else _OPTIONAL)
        self.resize_to_content()
        if registered:
            self.username.setFocus()

    # --- what FormSheet asks -----------------------------------------------------------------

    def forms(self) -> tuple[Form, ...]:
        """The person, their address, their sign-in."""
        known = (self._person, self._address, self._sign_in)
        return known if self._terms is None else (*known, self._terms)

    def raw(self) -> object:
        """Every field as it stands."""
        fields = (self.first_name, self.last_name, self.email, self.card)
        secrets = (self.username, self.password)
        typed = (
            *(f.text() for f in (*fields, *secrets)),
            self._address.draft(),
            self.registered.isChecked(),
        )
        return typed if self._terms is None else (*typed, self._terms.raw())

    def faults(self) -> list[BadValue]:
        """What is missing or misspelled."""
        signs_in = self.registered.isChecked() or bool(self._customer and self._customer.registered)
        no_last = not self.last_name.text().strip()
        found = collect(
            partial(check_name, "first_name", self.first_name.text(), needed=no_last),
            partial(check_name, "last_name", self.last_name.text(), needed=False),
            partial(check_email, self.email.text(), needed=signs_in),
            partial(check_phone, self.phone.number(), needed=signs_in),
        )
        if self._customer is None and (self._address.filled or signs_in):
            faults = self._address.draft().faults()
            found += [fault for fault in faults if fault.field != "phone"]
        if signs_in:
            found += collect(partial(check_username, self.username.text()))
        if self._terms is not None:
            found += collect(*self._terms.checks())
        if self.registered.isChecked():
            found += collect(partial(check_password, self.password.text()))
        return found

    def work(self) -> Callable[..., CustomerRow]:
        """Register, add or update; only what was changed is updated."""
        customers = self._shop.customers
        first_name, last_name = self.first_name.text(), self.last_name.text()
        email, phone = self.email.text(), self.phone.number()
        if self._customer is not None:
            terms = self._terms.terms() if self._terms is not None else None
            return partial(_change, self._shop, self._customer.id, self._changes(), terms)
        if self.registered.isChecked():
            return partial(
                customers.register,
                first_name=first_name,
                last_name=last_name,
                username=self.username.text(),
                email=email,
                password=self.password.text(),
                address=self._address.draft(),
                card=self.card.text(),
            )
        return partial(
            customers.add,
            first_name=first_name,
            last_name=last_name,
            email=email,
            phone=phone,
            card=self.card.text(),
            address=self._address.draft() if self._address.filled else None,
        )

    def _changes(self) -> dict[str, str]:
        assert self._customer is not None
        now = {
            "first_name": self.first_name.text().strip(),
            "last_name": self.last_name.text().strip(),
            "email": self.email.text().strip(),
            "phone": self.phone.number(),
            "card": self.card.text().strip(),
            "username": self.username.text().strip(),
        }
        return {name: text for name, text in now.items() if text != getattr(self._customer, name)}
