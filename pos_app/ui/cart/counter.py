"""What the counter asks of the shop: look a code up, sell, who buys; always on its own lane."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from pos_app.devices.sound import Sound
from pos_app.domain.cart import GIFT_CARD_SKU
from pos_app.domain.errors import (
    BadValue,
    PosError,
    UnknownCode,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import (
    Clerk,
    CustomerRow,
    LedgerRow,
    ProductRow,
    Receipt,
    ScanHit,
    Scanned,
)
from pos_app.ui import messages
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.terms import TermsKeeper
from pos_app.ui.cart.typed import take_apart
from pos_app.ui.desk import Desk

T = TypeVar("T")

_FOUND_LIMIT = 20
_MOST_LABELS = 99


@dataclass(frozen=True, slots=True)
class Found:
    """Several products that fit what was entered as words."""

    raw: str
    products: tuple[ProductRow, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product that is to go into the cart, and what is known of it: quantity is None where
    nobody said how much; total is the price on its label, in minor units, and label the code it
    was read from; note is kept on the line; own_price is what one unit costs where that was
    asked."""

    product: ProductRow
    quantity: Decimal | None = None
    total: int | None = None
    label: str = ""
    note: str = ""
    own_price: int | None = None


class Counter(QObject):
    """Turns entries, tenders and names into work on the counter lane, in the order they come.

    A refusal leaves the cart as it is and is said in words; one during payment goes to the pay
    sheet through sale_refused.
    """

    several_found = Signal(Found)
    sold = Signal(Receipt)
    sale_refused = Signal(object)
    customer_found = Signal(CustomerRow)
    card_left = Signal(LedgerRow)
    """What is left on a gift card that the sale just finished was paid with."""
    gift_card_asked = Signal()
    """What gift cards are sold as was scanned or touched: amount and code are still to be asked."""
    asked = Signal(Wanted)
    """Goods of which something has to be asked first: answered with add()."""
    other_found = Signal(object)
    """A code was typed that stands for no product: a hit of `domain.rows.scans`."""
    not_found = Signal(str, object)
    """(what was typed, error) of an entry that became nothing."""
    working = Signal(bool)
    """True when something was asked that the clerk waits for, False when it was answered."""

    def __init__(self, desk: Desk, sale: Sale, terms: TermsKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sale = sale
        self._terms = terms
        self._selling = False
        self._till = desk.config.till or None
        self._asking = 0
        self.asks_first: Callable[[Wanted], bool] = lambda _wanted: False
        """Whether something has to be asked before these goods may stand in the cart."""
        self.when_settled: Callable[[Callable[[], None]], None] = lambda then: then()
        """Does something once all that was scanned, typed and touched before is in the cart."""

    @property
    def selling(self) -> bool:
        """True while a sale is being written into the books."""
        return self._selling

    @property
    def asking(self) -> bool:
        """True while something that was typed, touched or asked for has no answer yet."""
        return self._asking > 0

    def clerk(self) -> Clerk | None:
        """Who is signed in; says so where nobody is."""
        clerk = self._desk.session.clerk
        if clerk is None:
            self._desk.notices.say("Nobody is signed in.", "Sign in to sell.", "warn")
        return clerk

    def ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        owner: QObject | None = None,
    ) -> None:
        """Do work on the counter lane, and tell that the clerk waits for it. When the owner (a
        sheet) is gone by then, nobody is answered."""

        def answered(answer: T) -> None:
            self._asking -= 1
            self.working.emit(False)
            if owner is None or isValid(owner):
                then(answer)

        def refused(error: Exception) -> None:
            self._asking -= 1
            self.working.emit(False)
            if owner is None or isValid(owner):
                failed(error)

        self._asking += 1
        self.working.emit(True)
        self._desk.tasks.counter.run(work, answered, refused, owner=self)

    @staticmethod
    def _say(error: Exception) -> None:
        if isinstance(error, PosError):
            messages.show(error)

    # --- into the cart -----------------------------------------------------------------------

    def read(self, code: str) -> Scanned:
        """What a code stands for; for the lane. Raises UnknownCode, ExpiredGoods, LabelRefused."""
        return self._desk.shop.codes.read(code)

    def enter(self, raw: str) -> None:
        """Look up what was typed: as a code first, then (not for digits) as words."""
        typed = take_apart(raw)
        catalog = self._desk.shop.catalog

        def look_up() -> Scanned | Found:
            try:
                return self.read(typed.text)
            except UnknownCode:
                if typed.is_code:
                    raise
                return Found(raw, catalog.search(typed.text, limit=_FOUND_LIMIT))

        self.ask(
            look_up,
            lambda answer: self._take(answer, typed.quantity),
            lambda error: self.not_found.emit(raw, error),
        )

    def touch(self, product: ProductRow, quantity: Decimal | None = None) -> None:
        """Add a product that was touched or chosen, after the scans that came before it."""

        def add(wanted: Wanted) -> None:
            self._asking -= 1
            self.add(wanted)

        self._asking += 1
        self._desk.tasks.counter.run(lambda: Wanted(product, quantity), add, owner=self)

    def take_hit(self, hit: ScanHit, times: Decimal | None = None) -> bool:
        """Add what a code stood for, so many times; each label with a price is a line. True where
        all of it stands in the cart now."""
        self._desk.sounds.play(Sound.FOUND)
        wanted = wanted_of(hit, times)
        labels = 1 if wanted.total is None or times is None else int(times)
        count = min(max(labels, 1), _MOST_LABELS)
        return sum(self.add(wanted) for _ in range(count)) == count

    def add(self, wanted: Wanted) -> bool:
        """Put it into the cart, or ask for what is missing; a refusal is said. True where it
        stands in the cart now."""
        if _is_gift_card(wanted.product):
            self.gift_card_asked.emit()
        elif self.asks_first(wanted):
            self.asked.emit(wanted)
        else:
            return self._put(wanted)
        return False

    def _put(self, wanted: Wanted, *, again: bool = True) -> bool:
        try:
            self._sale.add(
                wanted.product,
                1 if wanted.quantity is None else wanted.quantity,
                total=wanted.total,
                label=wanted.label,
                note=wanted.note,
                own_price=wanted.own_price,
            )
        except BadValue as refusal:
            if again and refusal.field == "tax_class_id":  # it is newer than the terms
                self._terms.renew(lambda: self._put_again(wanted))
                return False
            self._desk.sounds.play(Sound.BLOCKED)
            messages.show(refusal)
            return False
        return True

    def _put_again(self, wanted: Wanted) -> None:
        self._put(wanted, again=False)

    def _take(self, answer: Scanned | Found, quantity: Decimal | None) -> None:
        if isinstance(answer, ScanHit):
            self.take_hit(answer, quantity)
        elif not isinstance(answer, Found):
            self.other_found.emit(answer)
        elif len(answer.products) == 1:
            self.add(Wanted(answer.products[0], quantity))
        elif answer.products:
            self.several_found.emit(answer)
        else:
            self.not_found.emit(answer.raw, UnknownCode(take_apart(answer.raw).text))

    # --- the sale ----------------------------------------------------------------------------

    def sell(
        self,
        payments: Sequence[Payment],
        shown: int,
        *,
        instead: str = "",
        shown_back: int | None = None,
        by: Clerk | None = None,
    ) -> None:
        """Write the open sale into the books for the total that was shown (minor units); of an
        exchange also for what comes back, and how what is left of it is given back. by has an
        approval with them. The answer is sold or sale_refused. Never twice."""
        clerk = by or self.clerk()
        if clerk is None or self._selling:
            return
        self._selling = True
        cart, till = self._sale.cart, self._till
        checkout, printing = self._desk.shop.checkout, self._desk.printing
        self.ask(
            lambda: checkout.sell(
                cart,
                payments,
                by=clerk,
                till=till,
                shown=shown,
                paper=printing is not None and printing.prints_sales,
                drawer=printing is not None and printing.has_drawer,
                instead=instead,
                shown_back=shown_back,
            ),
            self._has_sold,
            self._not_sold,
        )

    def _has_sold(self, receipt: Receipt) -> None:
        self._selling = False
        if receipt.opens_drawer and self._desk.printing is not None:
            self._desk.printing.pulse()
        self._sale.start()
        self.sold.emit(receipt)

    def _not_sold(self, error: Exception) -> None:
        self._selling = False
        self.sale_refused.emit(error)

    def look_up_cards(self, payments: Sequence[Payment]) -> None:
        """Ask what is left on the gift cards among these; card_left answers for each."""
        ledgers = self._desk.shop.ledgers
        codes = dict.fromkeys(payment.code for payment in payments if payment.code)
        for code in codes:
            self._desk.tasks.office.run(
                lambda code=code: ledgers.gift_card(code),  # type: ignore[misc]
                self.card_left.emit,
                self._say,
                owner=self,
            )

    # --- customer ----------------------------------------------------------------------------

    def look_up_customer(self, customer_id: int) -> None:
        """Ask for the customer of the open sale; customer_found answers."""
        customers = self._desk.shop.customers
        self._desk.tasks.counter.run(
            lambda: customers.get(customer_id),
            self.customer_found.emit,
            latest="customer",
            owner=self,
        )


def wanted_of(hit: ScanHit, times: Decimal | None = None) -> Wanted:
    """What a code stood for, so many times, as the cart takes it.

    A plain code of goods sold by measure says nothing of how much: it is asked for then. A label
    that says 1.000 does.
    """
    note = f"Lot {hit.lot}" if hit.lot else ""
    if hit.total is not None:
        return Wanted(hit.product, hit.quantity, hit.total, hit.code, note)
    guessed = hit.quantity == 1 and not hit.measured
    if times is None and guessed and hit.product.unit != "piece":
        return Wanted(hit.product, note=note)
    return Wanted(hit.product, hit.quantity * (1 if times is None else times), note=note)


def _is_gift_card(product: ProductRow) -> bool:
    return product.sku == GIFT_CARD_SKU
