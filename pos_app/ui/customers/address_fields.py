"""The fields of an address, for every sheet that asks for one."""

from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.domain.people import MAX_CITY, MAX_LINE, MAX_STATE, MAX_ZIP, AddressDraft
from pos_app.ui.customers.contact_fields import CountryBox, PhoneEdit
from pos_app.ui.widgets.form import Form


class AddressFields(Form):
    """A Form of an address in two columns; its phone field may be somewhere else (phone=...)."""

    def __init__(
        self, country: str, parent: QWidget | None = None, *, phone: PhoneEdit | None = None
    ) -> None:
        super().__init__(parent, columns=2)
        self._home = country
        self.line1 = QLineEdit()
        self.line2 = QLineEdit()
        self.city = QLineEdit()
        self.state = QLineEdit()
        self.zip = QLineEdit()
        self.country = CountryBox()
        self.phone = phone or PhoneEdit(country)
        lengths = (
            (self.line1, MAX_LINE),
            (self.line2, MAX_LINE),
            (self.city, MAX_CITY),
            (self.state, MAX_STATE),
            (self.zip, MAX_ZIP),
        )
        for field, longest in lengths:
            field.setMaxLength(longest)
        self.country.set_code(country)
        self.line2.setPlaceholderText("Flat, floor, company")

        self.row("Address line 1", self.line1, field="line1")
        self.row("Address line 2", self.line2, field="line2")
        self.row("City", self.city)
        self.row("State or region", self.state, field="state")
        self.row("ZIP or postal code", self.zip, field="zip")
        self.row("Country", self.country)
        if phone is None:
            self.row("Phone", self.phone)

        self.country.currentTextChanged.connect(
            lambda _: self.phone.set_country(self.country.code())
        )

    @property
    def filled(self) -> bool:
        """True when anything of an address stands there, the country and the phone aside."""
        fields = (self.line1, self.line2, self.city, self.state, self.zip)
        return any(field.text().strip() for field in fields)

    def draft(self) -> AddressDraft:
        """What stands there, not yet checked."""
        return AddressDraft(
            line1=self.line1.text(),
            line2=self.line2.text(),
            city=self.city.text(),
            state=self.state.text(),
            zip=self.zip.text(),
            country=self.country.code(),
            phone=self.phone.number(),
        )

    def show_draft(self, draft: AddressDraft) -> None:
        """Fill the fields with an address."""
        self.line1.setText(draft.line1)
        self.line2.setText(draft.line2)
        self.city.setText(draft.city)
        self.state.setText(draft.state)
        self.zip.setText(draft.zip)
        self.country.set_code(draft.country or self._home)
        self.phone.set_country(self.country.code())
        self.phone.set_number(draft.phone)
