"""Goods of which something has to be asked first wait here, one after another: whether the buyer
is old enough, how much it is, what it costs."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pos_app.documents.wording import shop_time
from pos_app.domain.cart import Cart, needs_price, needs_quantity
from pos_app.domain.errors import AgeUnchecked
from pos_app.ui.cart.age_sheet import AgeSheet
from pos_app.ui.cart.counter import Counter, Wanted
from pos_app.ui.cart.price_sheet import PriceSheet
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.weigh_sheet import WeighSheet
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.sheet import Sheet


class GoodsQuestions(QObject):
    """Asks for each in turn; other goods go into the cart meanwhile. What is not answered is not
    added, and that is said."""

    def __init__(
        self,
        desk: Desk,
        sale: Sale,
        counter: Counter,
        open_sheet: Callable[[Sheet], None],
        tab: QWidget,
    ) -> None:
        super().__init__(tab)
        self._desk = desk
        self._sale = sale
        self._counter = counter
        self._open = open_sheet
        self._tab = tab
        self._waiting: deque[Wanted] = deque()
        self._asking = False

        counter.asks_first = self._holds
        counter.asked.connect(self._ask)

    def ask_age(self, refusal: AgeUnchecked, then: Callable[[], None]) -> None:
        """Nobody looked how old the buyer of the open sale is: then() where they are old enough,
        else the goods go out of the cart."""

        def answer(old_enough: bool) -> None:
            if old_enough:
                self._sale.see_age(refusal.age)
                then()
            else:
                self._sale.take_out(refusal.product_id)
                self._desk.notices.say(f"{refusal.product} was taken out.", "", "warn")

        self._open_age(refusal.product, refusal.age, answer)

    # --- one after another -------------------------------------------------------------------

    def _holds(self, wanted: Wanted) -> bool:
        return bool(_missing(wanted, self._sale.cart))

    def _ask(self, wanted: Wanted) -> None:
        self._waiting.append(wanted)
        self._next()

    def _next(self) -> None:
        if self._asking or not self._waiting:
            return
        wanted = self._waiting.popleft()
        missing = _missing(wanted, self._sale.cart)
        if not missing:  # answered by what was asked for other goods meanwhile
            self._counter.add(wanted)
            self._next()
            return
        self._asking = True
        {"age": self._ask_age, "measure": self._measure, "price": self._ask_price}[missing](wanted)

    def _answered(self, wanted: Wanted | None, name: str) -> None:
        """What is known by now; None where it is not to be sold."""
        self._asking = False
        if wanted is None:
            self._desk.notices.say(f"{name} was not added.", "", "warn")
        else:
            self._waiting.appendleft(wanted)
        self._next()

    def _ask_age(self, wanted: Wanted) -> None:
        product = wanted.product

        def answer(old_enough: bool) -> None:
            if old_enough:
                self._sale.see_age(product.min_age)
            self._answered(wanted if old_enough else None, product.name)

        self._open_age(product.name, product.min_age, answer)

    def _open_age(self, name: str, age: int, answer: Callable[[bool], None]) -> None:
        info = self._desk.shop.info
        today = shop_time(datetime.now(UTC), info).date()
        sheet = AgeSheet(name, age, today, info, self._tab)
        sheet.answered.connect(answer)
        self._open(sheet)

    def _measure(self, wanted: Wanted) -> None:
        plate = self._desk.scans.plate if self._desk.scans is not None else None
        sheet = WeighSheet(wanted.product, self._desk.shop.money, plate, self._tab)

        def take(quantity: Decimal) -> None:
            self._answered(replace(wanted, quantity=quantity), "")

        sheet.answered.connect(take)
        sheet.rejected.connect(lambda: self._answered(None, wanted.product.name))
        self._open(sheet)

    def _ask_price(self, wanted: Wanted) -> None:
        product = wanted.product
        sheet = PriceSheet(product.name, product.unit, self._desk.shop.money, self._tab)

        def take(price: int) -> None:
            self._answered(replace(wanted, own_price=price), "")

        sheet.priced.connect(take)
        sheet.rejected.connect(lambda: self._answered(None, product.name))
        self._open(sheet)


def _missing(wanted: Wanted, cart: Cart) -> str:
    """What has to be asked before it can stand in this cart: "age", "measure", "price" or ""."""
    product = wanted.product
    if product.min_age > cart.age_checked:
        return "age"
    if wanted.quantity is None and needs_quantity(product):
        return "measure"
    if needs_price(product) and wanted.total is None and wanted.own_price is None:
        return "price"
    return ""
