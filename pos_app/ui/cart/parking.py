"""Parking sales: the open one is laid aside under a name, and one that was comes back."""

from PySide6.QtCore import QObject, Signal

from pos_app.domain.cart import Cart
from pos_app.domain.errors import PosError, UnknownCart
from pos_app.domain.pricing import Terms
from pos_app.domain.rows import SavedCart
from pos_app.ui import messages
from pos_app.ui.cart.counter import Counter
from pos_app.ui.cart.keeper import CartKeeper
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.terms import TermsKeeper
from pos_app.ui.desk import Desk


class Parking(QObject):
    """Moves whole sales; what is kept of the open one for a crash waits meanwhile."""

    counted = Signal(int)

    def __init__(
        self,
        desk: Desk,
        sale: Sale,
        terms: TermsKeeper,
        keeper: CartKeeper,
        counter: Counter,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sale = sale
        self._terms = terms
        self._keeper = keeper
        self._counter = counter
        self._till = desk.config.till or None

        desk.tasks.changes.carts.connect(self.count)

    def park(self, name: str) -> None:
        """Lay the open sale aside under a name and begin another."""
        clerk = self._counter.clerk()
        if clerk is None:
            return
        cart, carts = self._sale.cart, self._desk.shop.carts

        def parked(saved: SavedCart) -> None:
            self._desk.notices.say(f"Parked as “{saved.name}”.", "F9 brings it back.")
            self._begin(Cart(), None)

        self._keeper.hold()
        self._counter.ask(lambda: carts.park(cart, name=name, by=clerk), parked, self._not_moved)

    def recall(self, saved_cart_id: int, park_as: str) -> None:
        """Bring a parked sale back; one that is open is parked under park_as."""
        clerk = self._counter.clerk()
        if clerk is None:
            return
        open_cart, carts, till = self._sale.cart, self._desk.shop.carts, self._till

        def work() -> tuple[Cart, Terms | None]:
            aside = carts.park(open_cart, name=park_as, by=clerk) if not open_cart.empty else None
            try:
                if aside is not None and aside.id == saved_cart_id:  # the number was free again
                    raise UnknownCart(saved_cart_id)
                cart = carts.recall(saved_cart_id, by=clerk, till=till)
            except PosError:
                if aside is not None:
                    carts.recall(aside.id, by=clerk, till=till)
                raise
            return cart, self._terms.read(cart.customer_id)

        def recalled(found: tuple[Cart, Terms | None]) -> None:
            if not open_cart.empty:
                self._desk.notices.say(f"The open sale was parked as “{park_as}”.")
            self._begin(*found)

        self._keeper.hold()
        self._counter.ask(work, recalled, self._not_moved)

    def count(self) -> None:
        """Ask how many sales are parked; counted answers."""
        carts = self._desk.shop.carts
        self._desk.tasks.office.run(
            carts.parked,
            lambda parked: self.counted.emit(len(parked)),
            latest="parked",
            owner=self,
        )

    def _begin(self, cart: Cart, terms: Terms | None) -> None:
        self._terms.start(cart, terms)
        self._keeper.release()

    def _not_moved(self, error: Exception) -> None:
        self._keeper.release()
        if isinstance(error, PosError):
            messages.show(error)
