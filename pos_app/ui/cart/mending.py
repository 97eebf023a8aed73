"""What a sale was refused for, and the way on: another price, another total, a code that doesn't
count."""

from collections.abc import Callable

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
from pos_app.domain.pricing import PricedCart, Terms
from pos_app.ui import messages
from pos_app.ui.cart.asking import Asking, Then
from pos_app.ui.cart.counter import Counter
from pos_app.ui.cart.price_changes import changes_words
from pos_app.ui.cart.sale import Sale
from pos_app.ui.desk import Desk
from pos_app.ui.refused_codes import said_on_the_clock
from pos_app.ui.widgets.sheet import Sheet
from pos_app.words import clipped

_LONGEST_CODE = 16
_OF_THE_CART = (OutOfStock, PriceChanged, UnknownProduct, DiscountTooHigh, BelowFloor)
_OF_THE_TERMS = (TotalChanged, ProductMoved, CodeRefused, UnknownDiscountCode)


class Mending(Asking):
    """Brings the cart to where it can be paid; pay() opens the payment anew, for what it comes to
    then."""

    def __init__(
        self,
        desk: Desk,
        sale: Sale,
        counter: Counter,
        open_sheet: Callable[[Sheet], None],
        ask_customer: Callable[[Then], None],
        tab: QWidget,
        pay: Then,
    ) -> None:
        super().__init__(desk, sale, counter, open_sheet, ask_customer, tab)
        self._pay = pay
        self._shown = sale.priced

    @staticmethod
    def can(error: Exception) -> bool:
        """True for a refusal that is mended in the cart, not in the payment."""
        return isinstance(error, _OF_THE_CART + _OF_THE_TERMS) or _lacks_reason(error)

    def mend(self, error: PosError, shown: PricedCart) -> None:
        """Say what is wrong, and offer what can be done; shown is what the clerk saw."""
        self._shown = shown
        if isinstance(error, TotalChanged):
            self._price_again()
        elif isinstance(error, ProductMoved):
            self._price_again(error)
        elif isinstance(error, CodeRefused | UnknownDiscountCode):
            shop = self._desk.shop
            said = messages.words(said_on_the_clock(error, shop.info), shop.money)
            self.offer_without_code(f"{said.title} {said.hint}".strip())
        else:
            self._mend_line(error)

    def _mend_line(self, error: PosError) -> None:
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

    def _offer_price(self, refusal: PriceChanged) -> None:
        money = self._desk.shop.money
        message = messages.words(refusal, money)

        def take() -> None:
            self._sale.at_price(refusal.product_id, refusal.now)
            self._pay()

        yes = f"Take {money.format(refusal.now)} and pay"
        text = f"{message.title} {message.hint}"
        self.question("Another price now", text, yes, take, key="F12")

    def offer_without_code(self, why: str) -> None:
        """The code doesn't count, for this reason: pay without it, or look at the cart."""
        code = self._sale.cart.code
        if code is None:
            return

        def take_off() -> None:
            self._sale.with_code(None)
            self._pay()

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
            self.mend(error, self._shown)
        elif isinstance(error, PosError):
            messages.show(error)

    def _offer_total(self, before: PricedCart) -> None:
        money, now = self._desk.shop.money, self._sale.priced
        if now.total == before.total:
            self._pay()
            return
        what = changes_words(self._sale.cart, before, now, money)
        text = f"It was {money.format(before.total)}. {what}".strip()
        total = money.format(now.total)
        self.question(f"The total is {total} now", text, f"Pay {total}", self._pay, key="F12")


def _lacks_reason(error: Exception) -> bool:
    """True for a discount by hand that was kept while none was asked for."""
    return isinstance(error, BadValue) and (error.field, error.reason) == ("reason", "empty")
