"""Opens the sheets of the counter and brings their answers into the open sale."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pos_app.documents.wording import clock
from pos_app.domain.rows import CustomerRow, ProductRow
from pos_app.ui.cart.asking import Then
from pos_app.ui.cart.counter import Counter
from pos_app.ui.cart.customer_sheet import CustomerSheet
from pos_app.ui.cart.discounting import Discounting
from pos_app.ui.cart.exchanging import Exchanging
from pos_app.ui.cart.new_customer_sheet import NewCustomerSheet
from pos_app.ui.cart.own_price import OwnPrice
from pos_app.ui.cart.parking import Parking
from pos_app.ui.cart.paying import Paying
from pos_app.ui.cart.price_check_sheet import PriceCheckSheet
from pos_app.ui.cart.quantity_sheet import QuantitySheet
from pos_app.ui.cart.questions import GoodsQuestions
from pos_app.ui.cart.recall_sheet import RecallSheet
from pos_app.ui.cart.returning import Returning
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.sums_sheet import SumsSheet
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.sheet import Sheet, sheet_open


class Sheets(QObject):
    """One method per question; each opens a sheet over the window and returns at once."""

    closed = Signal()
    """A sheet was closed; another one may open next."""

    def __init__(
        self,
        desk: Desk,
        sale: Sale,
        counter: Counter,
        parking: Parking,
        exchanging: Exchanging,
        tab: QWidget,
    ) -> None:
        super().__init__(tab)
        self._desk = desk
        self._sale = sale
        self._counter = counter
        self._parking = parking
        self._tab = tab
        ways = (self._open, self._ask_customer)
        self.questions = GoodsQuestions(desk, sale, counter, self._open, tab)
        self.own_price = OwnPrice(desk, sale, counter, *ways, tab)
        self.paying = Paying(
            desk, sale, counter, exchanging, self.questions, self.own_price, *ways, tab
        )
        self.discounting = Discounting(desk, sale, counter, *ways, tab)
        self.returning = Returning(desk, sale, counter, *ways, tab)

    def _open(self, sheet: Sheet) -> None:
        """Open a sheet; when it closes, the scan field has the focus again."""
        sheet.finished.connect(lambda _: self.closed.emit())
        sheet.open()

    # --- customer ----------------------------------------------------------------------------

    def ask_customer(self) -> None:
        """Choose who buys."""
        self._ask_customer(None)

    def _ask_customer(self, then: Then | None) -> None:
        """then() comes once the sale is a customer's."""

        def take(customer: CustomerRow | None) -> None:
            self.choose_customer(customer)
            if customer is not None and then is not None:
                then()

        sheet = CustomerSheet(self._desk, self._sale.cart.customer_id is not None, self._tab)
        sheet.chosen.connect(take)
        sheet.new_asked.connect(lambda name: self._ask_new_customer(name, take))
        self._open(sheet)

    def choose_customer(self, customer: CustomerRow | None) -> None:
        """Make the open sale this customer's; None makes it a walk-in sale."""
        if customer is None:
            self._sale.for_customer(None)
        else:
            self._sale.for_customer(customer.id, customer.name)

    def _ask_new_customer(self, name: str, take: Callable[[CustomerRow], None]) -> None:
        if self._counter.clerk() is not None:
            sheet = NewCustomerSheet(self._desk, name, self._tab)
            sheet.added.connect(take)
            self._open(sheet)

    # --- figures -----------------------------------------------------------------------------

    def ask_quantity(self) -> None:
        """Another quantity for the selected line."""
        sale, place = self._sale, self._sale.selected
        if place < 0 or sale.cart.lines[place].gift_card:
            return
        line, uuid = sale.cart.lines[place], sale.cart.uuid

        def take(quantity: Decimal) -> None:
            if sale.holds(place, line, uuid):
                sale.select(place)
                sale.set_quantity(quantity)

        price = sale.priced.lines[place].price
        self._open(QuantitySheet(line, price, self._desk.shop.money, take, self._tab))

    # --- words -------------------------------------------------------------------------------

    def ask_line_note(self) -> None:
        """A note on the selected line."""
        sale, place = self._sale, self._sale.selected
        if place < 0:
            return
        line, uuid = sale.cart.lines[place], sale.cart.uuid

        def take(note: str) -> None:
            if sale.holds(place, line, uuid):
                sale.select(place)
                sale.set_note(note)

        sheet = AskSheet("Note", line.name, "Keep", self._tab, text=line.note, required=False)
        sheet.answered.connect(take)
        self._open(sheet)

    def ask_sale_note(self) -> None:
        """A note on the whole sale."""
        cart = self._sale.cart
        sheet = AskSheet(
            "Note on the sale", "Kept with the order", "Keep", self._tab,
            text=cart.note, required=False,
        )  # fmt: skip
        sheet.answered.connect(lambda note: self._sale.replace(replace(self._sale.cart, note=note)))
        self._open(sheet)

    def show_sums(self) -> None:
        """Show what the sums of the open sale are made of."""
        self._open(SumsSheet(self._sale.priced, self._desk.shop.money, self._tab))

    def check_price(self, product: ProductRow | None = None) -> None:
        """Show what things cost without selling them, beginning with a product."""
        customer_id = self._sale.cart.customer_id
        sheet = PriceCheckSheet(self._desk, customer_id, self._sale.offers_for, self._tab)
        sheet.wanted.connect(self._counter.add)
        if product is not None:
            sheet.show_product(product)
        self._open(sheet)

    # --- the end of the sale, or a pause in it -----------------------------------------------

    def _with_all_of_it(self, then: Callable[[], None]) -> None:
        """Do this to the open sale once all that was scanned, typed or touched stands in it;
        not where it is being paid by then, or was sold or parked."""
        uuid = self._sale.cart.uuid

        def go_on() -> None:
            if self._sale.cart.uuid == uuid and not self.paying.is_open:
                then()

        self._counter.when_settled(go_on)

    def ask_pay(self) -> None:
        """Take the money, or give some back; what was opened meanwhile comes first."""
        self._with_all_of_it(lambda: None if sheet_open(self._tab) else self.paying.ask())

    def ask_park(self) -> None:
        """Lay the open sale aside."""
        if not self._sale.cart.empty:
            sheet = AskSheet("Park this sale", "Name to find it by", "Park", self._tab,
                             text=self._park_name())  # fmt: skip
            sheet.answered.connect(
                lambda name: self._with_all_of_it(lambda: self._parking.park(name))
            )
            self._open(sheet)

    def park_now(self) -> None:
        """Lay the open sale aside under the name that would be proposed."""
        if not self._sale.cart.empty:
            self._with_all_of_it(lambda: self._parking.park(self._park_name()))

    def ask_recall(self) -> None:
        """Bring a parked sale back."""
        sheet = RecallSheet(self._desk, self._tab)
        sheet.recalled.connect(
            lambda saved_id, _name: self._with_all_of_it(
                lambda: self._parking.recall(saved_id, self._park_name())
            )
        )
        self._open(sheet)

    def _park_name(self) -> str:
        cart = self._sale.cart
        return cart.customer_name or f"Sale of {clock(datetime.now(UTC), self._desk.shop.info)}"

    # --- receipt -----------------------------------------------------------------------------

    def show_receipt(self) -> None:
        """Show the receipt of the sale just finished."""
        # Loaded late: the slip comes with the orders' rooms, which no sale needs.
        from pos_app.ui.cart.receipt_sheet import ReceiptSheet

        sold = self.paying.sold
        if sold is not None:
            self._open(ReceiptSheet(self._desk, sold, self._tab))

    def print_receipt(self, copy: str) -> None:
        """Put the receipt of the sale just finished on paper, as this copy."""
        sold, printing = self.paying.sold, self._desk.printing
        if sold is not None and printing is not None:
            return_id = sold.return_id or None if copy != "gift" else None
            printing.ask(order_id=sold.order_id, return_id=return_id, copy=copy)
