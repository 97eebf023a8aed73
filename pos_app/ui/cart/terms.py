"""The terms that the open sale is priced by: held in memory, and asked anew when they may differ.

A scan never waits for them: the counter lane reads them after a change of the shop's prices, of
the customer, and of the day.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer

from pos_app.documents.wording import shop_time
from pos_app.domain.cart import Cart
from pos_app.domain.errors import PosError, ProductMoved
from pos_app.domain.pricing import Terms
from pos_app.domain.promotions import ALWAYS
from pos_app.domain.rows import ShopInfo
from pos_app.domain.tax import NO_TAX, TaxRule
from pos_app.domain.terms import terms_of
from pos_app.ui import messages
from pos_app.ui.cart.sale import Sale
from pos_app.ui.desk import Desk

MINUTE_MS = 60_000


class _NotKnownYet(Mapping[int, TaxRule]):
    """A rule for every tax class while none was read: no tax."""

    def __getitem__(self, key: int) -> TaxRule:
        return NO_TAX

    def __iter__(self) -> Iterator[int]:
        return iter(())

    def __len__(self) -> int:
        return 0


def plain_terms(info: ShopInfo) -> Terms:
    """What the shop's own facts say about prices; no taxes, promotions or customers' prices."""
    return terms_of(info, _NotKnownYet())


class TermsKeeper(QObject):
    """Keeps a sale's terms those of its customer and of now."""

    def __init__(self, desk: Desk, sale: Sale, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sale = sale
        self._asked_for: int | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._minute = QTimer(self, interval=MINUTE_MS)

        changes = desk.tasks.changes
        # One commit elsewhere tells every topic: they are asked for once.
        for topic in (changes.settings, changes.prices, changes.products):
            topic.connect(self._soon.start)
        changes.customers.connect(self._follow_customers)
        sale.changed.connect(self._follow_sale)
        self._soon.timeout.connect(self.ask)
        self._minute.timeout.connect(self.look_at_the_clock)
        self._minute.start()

    def ask(self) -> None:
        """Ask for the terms of the sale's customer, and which products have another unit, tax
        class or category by now; they are taken when they come."""
        cart = self._sale.cart
        customer_id = self._asked_for = cart.customer_id
        checkout = self._desk.shop.checkout

        def taken(found: tuple[Terms, tuple[ProductMoved, ...]]) -> None:
            self._take(customer_id, found[0])
            for moved in found[1]:
                self._sale.follow(moved)

        self._desk.tasks.counter.run(
            lambda: (checkout.terms(customer_id), checkout.moved(cart)),
            taken,
            self._not_read,
            latest="terms",
            owner=self,
        )

    def read(self, customer_id: int | None) -> Terms | None:
        """A customer's terms, for work on a lane that brings a cart; None where they can't be
        read: the cart must not be lost for it."""
        try:
            return self._desk.shop.checkout.terms(customer_id)
        except PosError:
            return None

    def renew(self, then: Callable[[], None]) -> None:
        """Ask, and call then() once the sale is priced by the new terms."""
        customer_id = self._asked_for = self._sale.cart.customer_id
        checkout = self._desk.shop.checkout

        def taken(terms: Terms) -> None:
            self._take(customer_id, terms)
            then()

        self._desk.tasks.counter.run(
            lambda: checkout.terms(customer_id), taken, self._not_read, owner=self
        )

    def start(self, cart: Cart, terms: Terms | None) -> None:
        """Begin another sale by the terms that came with its cart; None where none could be
        read: they are asked for then."""
        if terms is not None:
            self._asked_for = cart.customer_id
        self._sale.start(cart, terms)

    def look_at_the_clock(self) -> None:
        """What a minute may change: promotions begin and end, and with the day so do taxes."""
        terms = self._sale.terms
        now = shop_time(datetime.now(UTC), self._desk.shop.info)
        if terms.at is not None and terms.at.date() != now.date():
            self.ask()
        elif any(promotion.hours != ALWAYS for promotion in terms.offers.promotions):
            self._sale.reprice()

    def _take(self, customer_id: int | None, terms: Terms) -> None:
        if customer_id == self._sale.cart.customer_id:
            self._sale.set_terms(terms)

    def _not_read(self, error: Exception) -> None:
        if isinstance(error, PosError):
            messages.show(error)

    def _follow_sale(self) -> None:
        if self._sale.cart.customer_id != self._asked_for:
            self.ask()

    def _follow_customers(self, ids: tuple[int, ...]) -> None:
        if self._sale.cart.customer_id is not None and (
            not ids or self._sale.cart.customer_id in ids
        ):
            self._soon.start()
