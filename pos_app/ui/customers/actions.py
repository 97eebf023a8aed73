"""What a person does to customers and their addresses: the sheets, and what is said afterwards."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import AddressRow, CustomerRow, LedgerRow
from pos_app.ui import approving
from pos_app.ui.customers.address_sheet import AddressSheet
from pos_app.ui.customers.balances import Ledgers, MovesSheet
from pos_app.ui.customers.credit_sheet import CreditSheet
from pos_app.ui.customers.editor import CustomerEditor
from pos_app.ui.customers.pay_in_sheet import PayInSheet
from pos_app.ui.customers.picker import CustomerPicker
from pos_app.ui.customers.share_sheet import ShareSheet
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.confirm import confirm


class CustomerActions(QObject):
    """Opens sheets over the window of `view`; added(CustomerRow) comes with a new customer."""

    added = Signal(object)

    def __init__(self, desk: Desk, view: QWidget) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view

    def new(self, name: str = "") -> None:
        """Add a customer; name is what was searched for in vain."""
        sheet = CustomerEditor(self._desk, self._view, name=name)
        sheet.saved.connect(self._say_added)
        sheet.open()

    def edit(self, customer: CustomerRow) -> None:
        """Change a customer."""
        sheet = CustomerEditor(self._desk, self._view, customer)
        sheet.saved.connect(self._say_saved)
        sheet.open()

    def add_address(self, customer: CustomerRow) -> None:
        """Give a customer a new address."""
        sheet = AddressSheet(self._desk, self._view, customer)
        sheet.saved.connect(lambda _: self._desk.notices.say(f"Address of {customer.name} added"))
        sheet.open()

    def edit_address(self, customer: CustomerRow, address: AddressRow) -> None:
        """Change an address, for everybody who has it."""
        sheet = AddressSheet(self._desk, self._view, customer, address)
        sheet.saved.connect(lambda _: self._desk.notices.say("Address saved"))
        sheet.open()

    def share_address(self, customer: CustomerRow) -> None:
        """Give a customer an address that somebody else has."""
        picker = CustomerPicker(self._desk, self._view, "Whose address?")
        picker.chosen.connect(partial(self._offer_addresses, customer))
        picker.open()

    def remove_address(self, customer: CustomerRow, address: AddressRow) -> None:
        """Take an address from a customer, after asking."""
        where = address.line1 or address.city or "This address"
        confirm(
            self._view,
            f"Remove {where}?",
            f"{customer.name} keeps the other addresses. Past orders stay as they are; "
            "who else has this address keeps it.",
            yes="Remove",
            no="Keep",
            then=partial(self._unlink, customer, address),
        )

    def pay_in(self, customer: CustomerRow, ledgers: Ledgers) -> None:
        """Take a customer's payment of their account."""
        sheet = PayInSheet(self._desk, self._view, customer, ledgers[1])
        sheet.saved.connect(lambda row: self._desk.notices.say(*sheet.paid_words(row)))
        sheet.open()

    def give_credit(self, customer: CustomerRow, ledgers: Ledgers) -> None:
        """Give a customer store credit out of goodwill."""
        sheet = CreditSheet(self._desk, self._view, customer, ledgers[0])
        sheet.saved.connect(partial(self._say_given, customer))
        sheet.open()

    def show_moves(self, customer: CustomerRow, ledgers: Ledgers) -> None:
        """What changed their store credit and account."""
        MovesSheet(self._desk, self._view, customer, ledgers).open()

    def _offer_addresses(self, customer: CustomerRow, other: CustomerRow) -> None:
        sheet = ShareSheet(self._desk, self._view, customer, other)
        sheet.saved.connect(lambda _: self._desk.notices.say(f"Address of {customer.name} added"))
        sheet.open()

    def _unlink(self, customer: CustomerRow, address: AddressRow) -> None:
        customers = self._desk.shop.customers
        approving.ask(
            self._desk,
            lambda by: customers.unlink_address(customer.id, address.id, by=by),
            lambda _none: self._say_removed(customer),
            about=f"Remove an address of {customer.name}",
            parent=self._view,
        )

    def _say_given(self, customer: CustomerRow, credit: LedgerRow) -> None:
        now = self._desk.shop.money.format(credit.balance)
        self._desk.notices.say(f"{customer.name} has {now} store credit")

    def _say_added(self, customer: CustomerRow) -> None:
        self._desk.notices.say(f"{customer.name} added")
        self.added.emit(customer)

    def _say_saved(self, customer: CustomerRow) -> None:
        self._desk.notices.say(f"{customer.name} saved")

    def _say_removed(self, customer: CustomerRow) -> None:
        self._desk.notices.say(f"Address of {customer.name} removed")
