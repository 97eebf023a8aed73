"""From the open sale to the books: the sheet that takes the money, or gives it back, and what a
sale is refused for."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import (
    AgeUnchecked,
    CodeRefused,
    NeedsPrice,
    NoOpenShift,
    NotReturnable,
    PosError,
    ReturnedAlready,
    TotalChanged,
)
from pos_app.domain.exchanging import ExchangePreview
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, LedgerRow, Receipt
from pos_app.ui import messages
from pos_app.ui.aside import OF_THE_SALE
from pos_app.ui.cart.approved import approve_sale
from pos_app.ui.cart.asking import Asking, Then
from pos_app.ui.cart.counter import Counter
from pos_app.ui.cart.exchanging import Exchanging
from pos_app.ui.cart.mending import Mending
from pos_app.ui.cart.own_price import OwnPrice
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.questions import GoodsQuestions
from pos_app.ui.cart.sale import Sale
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    # Only for annotations: it comes with the orders' rooms, which few sales need.
    from pos_app.ui.cart.give_back_sheet import GiveBackSheet


class Paying(Asking):
    """Opens the sheet that ends a sale, and brings its answer into the books."""

    def __init__(
        self,
        desk: Desk,
        sale: Sale,
        counter: Counter,
        exchanging: Exchanging,
        questions: GoodsQuestions,
        own_price: OwnPrice,
        open_sheet: Callable[[Sheet], None],
        ask_customer: Callable[[Then], None],
        tab: QWidget,
    ) -> None:
        super().__init__(desk, sale, counter, open_sheet, ask_customer, tab)
        self._exchanging = exchanging
        self._questions = questions
        self._own_price = own_price
        self._mending = Mending(desk, sale, counter, open_sheet, ask_customer, tab, self.ask)
        self._sheet: PaySheet | GiveBackSheet | None = None
        self._shown = sale.priced
        self._uuid = ""
        self._selling = False
        self._instead = ""
        self.sold: Receipt | None = None
        """The sale just finished, and what it was paid with."""
        self.payments: tuple[Payment, ...] = ()

        counter.sold.connect(self._finish)
        counter.sale_refused.connect(self._not_sold)
        sale.changed.connect(self._close_with_its_sale)

    @property
    def is_open(self) -> bool:
        """True while the pay sheet is open: what is being paid must not change."""
        return self._sheet is not None

    def ask(self) -> None:
        """Take the money for the open sale, or give back what an exchange leaves."""
        cart = self._sale.cart
        if not cart or self._sheet is not None or self._counter.clerk() is None:
            return
        shifts = self._desk.shifts
        if shifts is not None and shifts.missing:
            shifts.ask_to_open(self.ask)
            return
        if not self._exchanging.ready:
            self._desk.notices.say("Still looking up what comes back.", "Try again.", "warn")
            return
        if cart.code is not None and self.lacks_customer:
            self._refuse(CodeRefused(cart.code.code, "needs_customer"))
            return
        if cart.code is not None and self._sale.priced.code_short > 0:
            short = self._desk.shop.money.format(self._sale.priced.code_short)
            self._mending.offer_without_code(f"{cart.code.code} needs {short} more to count.")
            return
        self._shown, self._uuid = self._sale.priced, cart.uuid
        balance = self._exchanging.balance
        even = cart.exchange is not None and balance <= 0
        sheet = self._give_back(-balance) if even else self._take_money(balance)
        sheet.setProperty(OF_THE_SALE, True)
        sheet.finished.connect(lambda _: self._forget_sheet())
        self._sheet = sheet
        self._open(sheet)

    def _take_money(self, due: int) -> PaySheet:
        customer_id = self._sale.cart.customer_id
        sheet = PaySheet(
            due,
            self._desk.shop.money,
            self._tab,
            rounding=self._sale.terms.cash_rounding,
            of_customer=customer_id is not None,
            of_exchange=self._sale.cart.exchange is not None,
        )
        sheet.paid.connect(self._sell)
        sheet.card_asked.connect(lambda code: self._look_up_card(sheet, code))
        if customer_id is not None:
            self._look_up_ledgers(sheet, customer_id)
        return sheet

    def _give_back(self, amount: int) -> "GiveBackSheet":
        # Loaded late: it comes with the orders' rooms, which few sales need.
        from pos_app.ui.cart.give_back_sheet import GiveBackSheet

        cart, shop = self._sale.cart, self._desk.shop
        assert cart.exchange is not None
        of_customer = cart.customer_id is not None
        sheet = GiveBackSheet(
            amount, cart.exchange.number, shop.money, self._tab, of_customer=of_customer
        )

        def work_out(instead: str) -> None:
            def answer(preview: ExchangePreview) -> None:
                sheet.show_amount(preview.to_give_back)

            self._counter.ask(
                lambda: shop.checkout.exchange_preview(cart, instead=instead),
                answer,
                sheet.refuse,
                owner=sheet,
            )

        sheet.way_changed.connect(work_out)
        sheet.finished_by.connect(lambda instead: self._sell((), instead))
        if amount:
            work_out("")
        return sheet

    # --- ledgers -----------------------------------------------------------------------------

    def _look_up_ledgers(self, sheet: PaySheet, customer_id: int) -> None:
        ledgers = self._desk.shop.ledgers

        def read() -> tuple[LedgerRow, ...]:
            return ledgers.of_customer(customer_id)

        # A refusal is shown by the lane; what is asked of a ledger is looked at again in the books.
        self._desk.tasks.counter.run(read, sheet.show_ledgers, owner=sheet)

    def _look_up_card(self, sheet: PaySheet, code: str) -> None:
        ledgers = self._desk.shop.ledgers
        self._counter.ask(
            lambda: ledgers.gift_card(code), sheet.show_card, sheet.refuse_card, owner=sheet
        )

    # --- into the books ----------------------------------------------------------------------

    def _sell(
        self, payments: Sequence[Payment], instead: str = "", by: Clerk | None = None
    ) -> None:
        if self._counter.clerk() is None:  # signed out meanwhile; it says so
            self._close()
            return
        self.payments, self._instead = tuple(payments), instead
        self._selling = True
        exchange = self._sale.cart.exchange is not None
        self._counter.sell(
            payments,
            self._shown.total,
            instead=instead,
            shown_back=self._exchanging.worth if exchange else None,
            by=by,
        )

    def _finish(self, receipt: Receipt) -> None:
        self._selling = False
        self.sold = receipt
        if self._sheet is not None:
            self._sheet.accept()

    def _close_with_its_sale(self) -> None:
        """Another sale took the place of the one to be paid: the last run's came from disk."""
        if self._sheet is not None and not self._selling and self._sale.cart.uuid != self._uuid:
            self._close()

    def _forget_sheet(self) -> None:
        self._sheet = None

    def _close(self) -> None:
        if self._sheet is not None:
            self._sheet.set_closable(True)
            self._sheet.reject()

    def _not_sold(self, error: Exception) -> None:
        """What somebody else may approve is asked of them first, once more for each change."""
        total = self._desk.shop.money.format(self._shown.total)
        approve_sale(
            self._desk,
            self._sale.cart,
            error,
            lambda clerk: self._sell(self.payments, self._instead, clerk),
            self._refuse,
            about=f"Sell this for {total}",
            parent=self._tab,
        )

    def _refuse(self, error: Exception) -> None:
        """What the clerk must mend in the cart closes the sheet; the rest is said in it."""
        self._selling = False
        if isinstance(error, PosError) and self._mended(error):
            return
        if self._sheet is not None:
            self._sheet.refuse(error)
        elif isinstance(error, PosError):
            messages.show(error)

    def _mended(self, error: PosError) -> bool:
        """True where the way on is in the cart: it has been shown."""
        if isinstance(error, AgeUnchecked):
            self._close()
            self._questions.ask_age(error, self.ask)
        elif isinstance(error, NeedsPrice):
            self._close()
            self._sale.select(self._sale.cart.index_of(error.product_id))
            self._own_price.ask_line()
        elif isinstance(error, NoOpenShift) and self._desk.shifts is not None:
            self._close()
            self._desk.shifts.ask_to_open(self.ask)
        elif isinstance(error, ReturnedAlready | NotReturnable):
            self._close()
            self._exchanging.again()
        elif self._mending.can(error):
            self._close()
            if isinstance(error, TotalChanged):
                self._exchanging.again()
            self._mending.mend(error, self._shown)
        else:
            return False
        return True
