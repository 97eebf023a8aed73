"""Opens the sheets of the counter and brings their answers into the open sale."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pos_app.documents.wording import clock
from pos_app.domain.errors import OutOfStock, PosError, PriceChanged
from pos_app.domain.payment import Payment
from pos_app.domain.rows import CustomerRow, Receipt
from pos_app.ui import messages
from pos_app.ui.cart.ask_sheet import AskSheet
from pos_app.ui.cart.counter import Counter
from pos_app.ui.cart.customer_sheet import CustomerSheet
from pos_app.ui.cart.new_customer_sheet import NewCustomerSheet
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.recall_sheet import RecallSheet
from pos_app.ui.cart.sale import Sale
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.sheet import Sheet


class Sheets(QObject):
    """One method per question; each opens a sheet over the window and returns at once."""

    closed = Signal()
    """A sheet was closed; another one may open next."""

    def __init__(self, desk: Desk, sale: Sale, counter: Counter, tab: QWidget) -> None:
        super().__init__(tab)
        self._desk = desk
        self._sale = sale
        self._counter = counter
        self._tab = tab
        self._pay: PaySheet | None = None
        self._sold: Receipt | None = None
        self.last_payments: tuple[Payment, ...] = ()

        counter.sold.connect(self._finish_payment)
        counter.sale_refused.connect(self._refuse_payment)

    def _open(self, sheet: Sheet) -> None:
        """Open a sheet; when it closes, the scan field has the focus again."""
        sheet.finished.connect(lambda _: self.closed.emit())
        sheet.open()

    # --- payment -----------------------------------------------------------------------------

    def ask_payment(self) -> None:
        """Take the money for the open sale."""
        if not self._sale.cart or self._pay is not None or self._counter.clerk() is None:
            return
        sheet = PaySheet(self._sale.priced.total, self._desk.shop.money, self._tab)
        sheet.paid.connect(self._sell)
        sheet.finished.connect(lambda _: self._forget_pay_sheet())
        self._pay = sheet
        self._open(sheet)

    def _sell(self, payments: Sequence[Payment]) -> None:
        self.last_payments = tuple(payments)
        self._counter.sell(payments)

    def _finish_payment(self, receipt: Receipt) -> None:
        self._sold = receipt
        if self._pay is not None:
            self._pay.accept()

    def _refuse_payment(self, error: Exception) -> None:
        """What the clerk must mend in the cart closes the sheet; the rest is said in it."""
        sheet = self._pay
        if isinstance(error, OutOfStock | PriceChanged):
            if sheet is not None:
                sheet.reject()
            self._select_product(error.product_id)
            if isinstance(error, PriceChanged):
                self._offer_price(error)
            else:
                messages.show(error)
        elif sheet is not None:
            sheet.refuse(error)
        elif isinstance(error, PosError):
            messages.show(error)

    def _offer_price(self, refusal: PriceChanged) -> None:
        """The shelf price is another one now: take it and go on paying, or look at the cart."""
        money = self._desk.shop.money
        message = messages.words(refusal, money)
        yes = f"Take {money.format(refusal.now)} and pay"
        sheet = ConfirmSheet(
            "Another price now",
            f"{message.title} {message.hint}",
            self._tab,
            yes=yes,
            no="Back to the cart",
            kind="primary",
        )
        sheet.yes.set_key("F12")
        sheet.accepted.connect(lambda: self._take_price(refusal))
        self._open(sheet)

    def _take_price(self, refusal: PriceChanged) -> None:
        self._sale.at_price(refusal.product_id, refusal.now)
        self.ask_payment()

    def _forget_pay_sheet(self) -> None:
        self._pay = None

    def _select_product(self, product_id: int) -> None:
        place = self._sale.cart.index_of(product_id)
        if place >= 0:
            self._sale.select(place)

    # --- customer ----------------------------------------------------------------------------

    def ask_customer(self) -> None:
        """Choose who buys."""
        sheet = CustomerSheet(self._desk, self._sale.cart.customer_id is not None, self._tab)
        sheet.chosen.connect(self.choose_customer)
        sheet.new_asked.connect(self._ask_new_customer)
        self._open(sheet)

    def choose_customer(self, customer: CustomerRow | None) -> None:
        """Make the open sale this customer's; None makes it a walk-in sale."""
        if customer is None:
            self._sale.for_customer(None)
        else:
            self._sale.for_customer(customer.id, customer.name)

    def _ask_new_customer(self, name: str) -> None:
        clerk = self._counter.clerk()
        if clerk is not None:
            sheet = NewCustomerSheet(self._desk, clerk, name, self._tab)
            sheet.added.connect(self.choose_customer)
            self._open(sheet)

    # --- words -------------------------------------------------------------------------------

    def ask_line_note(self) -> None:
        """A note on the selected line."""
        place = self._sale.selected
        if place < 0:
            return
        line = self._sale.cart.lines[place]
        sheet = AskSheet("Note", line.name, "Keep", self._tab, text=line.note, required=False)
        sheet.answered.connect(self._sale.set_note)
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

    def ask_code(self) -> None:
        """A discount code for the whole sale."""
        code = self._sale.cart.code
        sheet = AskSheet(
            "Discount code", "Code", "Take the code", self._tab,
            text=code.code if code else "",
            extra="Take it off" if code else "",
        )  # fmt: skip
        sheet.answered.connect(self._counter.take_code)
        sheet.extra_asked.connect(lambda: self._sale.with_code(None))
        self._open(sheet)

    # --- parked sales ------------------------------------------------------------------------

    def ask_park(self) -> None:
        """Lay the open sale aside."""
        if self._sale.cart:
            sheet = AskSheet("Park this sale", "Name to find it by", "Park", self._tab,
                             text=self._park_name())  # fmt: skip
            sheet.answered.connect(self._counter.park)
            self._open(sheet)

    def ask_recall(self) -> None:
        """Bring a parked sale back."""
        sheet = RecallSheet(self._desk, self._tab)
        sheet.recalled.connect(
            lambda saved_id, _name: self._counter.recall(saved_id, self._park_name())
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

        if self._sold is not None:
            self._open(ReceiptSheet(self._desk, self._sold.order_id, self._tab))
