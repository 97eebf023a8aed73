"""From the open sale to the books: the pay sheet, what a sale is refused for, and the way on."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from pos_app.domain.discounts import CodeDiscount
from pos_app.domain.errors import (
    BadValue,
    BelowFloor,
    CodeRefused,
    DiscountTooHigh,
    OutOfStock,
    PosError,
    PriceChanged,
    ProductMoved,
    TotalChanged,
    UnknownDiscountCode,
    UnknownProduct,
)
from pos_app.domain.payment import Payment
from pos_app.domain.pricing import PricedCart, Terms
from pos_app.domain.rows import LedgerRow, Receipt
from pos_app.ui import messages
from pos_app.ui.cart.asking import Asking, Then
from pos_app.ui.cart.counter import Counter
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.cart.price_changes import changes_words
from pos_app.ui.cart.sale import Sale
from pos_app.ui.desk import Desk
from pos_app.ui.refused_codes import said_on_the_clock
from pos_app.ui.widgets.sheet import Sheet
from pos_app.words import clipped

_LONGEST_CODE = 16
_OF_THE_CART = (OutOfStock, PriceChanged, UnknownProduct, DiscountTooHigh, BelowFloor)


class Paying(Asking):
    """Opens the pay sheet, and brings its answer into the books."""

    def __init__(
        self,
        desk: Desk,
        sale: Sale,
        counter: Counter,
        open_sheet: Callable[[Sheet], None],
        ask_customer: Callable[[Then], None],
        tab: QWidget,
    ) -> None:
        super().__init__(desk, sale, counter, open_sheet, ask_customer, tab)
        self._sheet: PaySheet | None = None
        self._shown = sale.priced
        self._uuid = ""
        self._selling = False
        self.sold: Receipt | None = None
        """The sale just finished, and what it was paid with."""
        self.payments: tuple[Payment, ...] = ()

        counter.sold.connect(self._finish)
        counter.sale_refused.connect(self._refuse)
        sale.changed.connect(self._close_with_its_sale)

    @property
    def is_open(self) -> bool:
        """True while the pay sheet is open: what is being paid must not change."""
        return self._sheet is not None

    def ask(self) -> None:
        """Take the money for the open sale."""
        cart = self._sale.cart
        if not cart or self._sheet is not None or self._counter.clerk() is None:
            return
        if cart.code is not None and self.lacks_customer:
            self._refuse(CodeRefused(cart.code.code, "needs_customer"))
            return
        if cart.code is not None and self._sale.priced.code_short > 0:
            short = self._desk.shop.money.format(self._sale.priced.code_short)
            self._offer_without_code(f"{cart.code.code} needs {short} more to count.")
            return
        self._shown, self._uuid = self._sale.priced, cart.uuid
        sheet = PaySheet(
            self._shown.total,
            self._desk.shop.money,
            self._tab,
            rounding=self._sale.terms.cash_rounding,
            of_customer=cart.customer_id is not None,
        )
        sheet.paid.connect(self._sell)
        sheet.card_asked.connect(self._look_up_card)
        sheet.finished.connect(lambda _: self._forget_sheet())
        self._sheet = sheet
        if cart.customer_id is not None:
            self._look_up_ledgers(sheet, cart.customer_id)
        self._open(sheet)

    # --- ledgers -----------------------------------------------------------------------------

    def _look_up_ledgers(self, sheet: PaySheet, customer_id: int) -> None:
        ledgers = self._desk.shop.ledgers

        def read() -> tuple[LedgerRow, ...]:
            return ledgers.of_customer(customer_id)

        # A refusal is shown by the lane; what is asked of a ledger is looked at again in the books.
        self._desk.tasks.counter.run(read, sheet.show_ledgers, owner=sheet)

    def _look_up_card(self, code: str) -> None:
        sheet, ledgers = self._sheet, self._desk.shop.ledgers
        if sheet is not None:
            self._counter.ask(
                lambda: ledgers.gift_card(code), sheet.show_card, sheet.refuse_card, owner=sheet
            )

    # --- into the books ----------------------------------------------------------------------

    def _sell(self, payments: Sequence[Payment]) -> None:
        if self._counter.clerk() is None:  # signed out meanwhile; it says so
            self._close(self._sheet)
            return
        self.payments = tuple(payments)
        self._selling = True
        self._counter.sell(payments, self._shown.total)

    def _finish(self, receipt: Receipt) -> None:
        self._selling = False
        self.sold = receipt
        if self._sheet is not None:
            self._sheet.accept()

    def _close_with_its_sale(self) -> None:
        """Another sale took the place of the one to be paid: it was being parked."""
        if self._sheet is not None and not self._selling and self._sale.cart.uuid != self._uuid:
            self._close(self._sheet)

    def _forget_sheet(self) -> None:
        self._sheet = None

    def _refuse(self, error: Exception) -> None:
        """What the clerk must mend in the cart closes the sheet; the rest is said in it."""
        sheet = self._sheet
        self._selling = False
        if isinstance(error, TotalChanged):
            self._close(sheet)
            self._price_again()
        elif isinstance(error, ProductMoved):
            self._close(sheet)
            self._price_again(error)
        elif isinstance(error, CodeRefused | UnknownDiscountCode):
            self._close(sheet)
            shop = self._desk.shop
            said = messages.words(said_on_the_clock(error, shop.info), shop.money)
            self._offer_without_code(f"{said.title} {said.hint}".strip())
        elif isinstance(error, PosError) and _is_of_the_cart(error):
            self._close(sheet)
            self._mend(error)
        elif sheet is not None:
            sheet.refuse(error)
        elif isinstance(error, PosError):
            messages.show(error)

    @staticmethod
    def _close(sheet: PaySheet | None) -> None:
        if sheet is not None:
            sheet.set_closable(True)
            sheet.reject()

    def _mend(self, error: PosError) -> None:
        product_id = getattr(error, "product_id", 0)
        place = self._sale.cart.index_of(product_id) if product_id else -1
        if place >= 0:
            self._sale.select(place)
        if isinstance(error, PriceChanged):
            self._offer_price(error)
        elif _lacks_reason(error):
            hint = "F6 on the line, or Shift+F6 for the sale, shows the discount; say why there."
            self._desk.notices.say("A discount in this sale has no reason.", hint, "warn")
        else:
            messages.show(error)

    # --- the way on --------------------------------------------------------------------------

    def _offer_price(self, refusal: PriceChanged) -> None:
        money = self._desk.shop.money
        message = messages.words(refusal, money)

        def take() -> None:
            self._sale.at_price(refusal.product_id, refusal.now)
            self.ask()

        yes = f"Take {money.format(refusal.now)} and pay"
        text = f"{message.title} {message.hint}"
        self.question("Another price now", text, yes, take, key="F12")

    def _offer_without_code(self, why: str) -> None:
        code = self._sale.cart.code
        if code is None:
            return

        def take_off() -> None:
            self._sale.with_code(None)
            self.ask()

        total = self._sale.trial(self._sale.cart.with_code(None)).total
        text = f"{why} Without it the sale comes to {self._desk.shop.money.format(total)}."
        self.question(
            "This code doesn't count",
            text,
            f"Pay without {clipped(code.code, _LONGEST_CODE)}",
            take_off,
            key="F12",
            with_customer=self._pay_as_customer if self.lacks_customer else None,
        )

    def _pay_as_customer(self) -> None:
        """Somebody buys now, who may pay other prices, or have used the code already."""
        self._shown = self._sale.priced
        self._price_again()

    def _price_again(self, moved: ProductMoved | None = None) -> None:
        """The books came to another total, or a product has another tax class or category: price
        by the terms of now, and say what changed."""
        cart, before, shop = self._sale.cart, self._shown, self._desk.shop

        def read() -> tuple[Terms, CodeDiscount | None]:
            code = cart.code
            if code is not None:
                code = shop.carts.discount(code.code, customer_id=cart.customer_id)
            return shop.checkout.terms(cart.customer_id), code

        def priced(found: tuple[Terms, CodeDiscount | None]) -> None:
            terms, code = found
            self._sale.set_terms(terms)
            if moved is not None:
                self._sale.follow(moved)
            self._sale.with_code(code)
            self._offer_total(before)

        self._counter.ask(read, priced, self._not_priced)

    def _not_priced(self, error: Exception) -> None:
        if isinstance(error, CodeRefused | UnknownDiscountCode):
            self._refuse(error)
        elif isinstance(error, PosError):
            messages.show(error)

    def _offer_total(self, before: PricedCart) -> None:
        money, now = self._desk.shop.money, self._sale.priced
        if now.total == before.total:
            self.ask()
            return
        what = changes_words(self._sale.cart, before, now, money)
        text = f"It was {money.format(before.total)}. {what}".strip()
        total = money.format(now.total)
        self.question(f"The total is {total} now", text, f"Pay {total}", self.ask, key="F12")


def _is_of_the_cart(error: PosError) -> bool:
    """True for what is mended in the cart, so that it closes the pay sheet."""
    return isinstance(error, _OF_THE_CART) or _lacks_reason(error)


def _lacks_reason(error: Exception) -> bool:
    """True for a discount by hand that was kept while none was asked for."""
    return isinstance(error, BadValue) and (error.field, error.reason) == ("reason", "empty")
