"""Keeps the open cart on disk: every change in order, and only the newest of a burst."""

from PySide6.QtCore import QObject, QTimer

from pos_app.domain.cart import Cart
from pos_app.domain.cart_changes import TakenOut, noted, taken_out
from pos_app.domain.errors import PosError
from pos_app.domain.pricing import Terms
from pos_app.domain.rows import Clerk
from pos_app.ui import messages
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.terms import TermsKeeper
from pos_app.ui.desk import Desk


class CartKeeper(QObject):
    """Brings the cart of the last run back, and writes it down again after each change.

    One write is under way at a time; a change meanwhile waits for it, and only the last one is
    written. A write that failed is tried again with the next change. What was taken out of the
    cart is told with the next write, also what came and went again before it: the journal has it.
    """

    def __init__(self, desk: Desk, sale: Sale, terms: TermsKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sale = sale
        self._terms = terms
        self._kept: Cart | None = None
        self._seen = sale.cart
        self._clearing = False
        self._taken: list[TakenOut] = []
        self._asked = False
        self._restored = False
        self._writing = False
        self._warned = False
        self._held = False
        self._till = desk.config.till or None
        self._soon = QTimer(self, singleShot=True, interval=0)

        # After the paint: written at once, the lane's thread would slow the line down that the
        # clerk waits to see.
        sale.changed.connect(self._soon.start)
        sale.changed.connect(self._note)
        sale.clearing.connect(self._note_clearing)
        self._soon.timeout.connect(self._keep)
        desk.tasks.closing.connect(self._keep_last)

    @property
    def idle(self) -> bool:
        """True when what is on the screen is what is on disk."""
        told = self._kept is self._sale.cart and not self._taken
        return self._restored and not self._writing and told

    def restore(self) -> None:
        """Show the cart that was open when the program ended; asks once, when someone is there."""
        clerk = self._desk.session.clerk
        if clerk is None:
            return
        if self._asked:  # somebody else has signed in
            self._keep()
            return
        self._asked = True
        carts = self._desk.shop.carts

        def read() -> tuple[Cart, Terms | None]:
            cart = carts.current(by=clerk, till=self._till)
            return cart, self._terms.read(cart.customer_id)

        self._desk.tasks.counter.run(read, self._show, self._not_read)

    def hold(self) -> None:
        """Write nothing until release(): the cart is on its way to another place on disk. What
        was not written yet is, before anything else that the lane is asked for now."""
        clerk = self._desk.session.clerk
        if self._restored and clerk is not None and (self._writing or self._untold):
            self._write(clerk)
        self._held = True

    def release(self) -> None:
        """Write again what is open."""
        self._held = False
        self._keep()

    def _show(self, found: tuple[Cart, Terms | None]) -> None:
        kept, terms = found
        self._restored = True
        self._kept = kept
        for line in self._sale.cart.lines:  # touched while the file was read
            kept = kept.add_line(line)
        if kept or not self._sale.cart:
            self._terms.start(kept, terms)

    def _not_read(self, error: Exception) -> None:
        self._restored = True
        if isinstance(error, PosError):
            messages.show(error)
        self._keep()

    def _note_clearing(self) -> None:
        self._clearing = True

    def _note(self) -> None:
        """Remember what was taken out just now, and who was there."""
        before, after = self._seen, self._sale.cart
        cleared, self._clearing, self._seen = self._clearing, False, after
        if before is after or before.uuid != after.uuid:
            return
        lines = taken_out(before, after)
        if lines:
            clerk = self._desk.session.clerk
            who = (clerk.username, clerk.name) if clerk is not None else ("", "")
            cleared = cleared or (not after.lines and len(lines) > 1)
            self._taken = noted(self._taken, TakenOut(after.uuid, lines, cleared, *who))

    @property
    def _untold(self) -> bool:
        return self._sale.cart is not self._kept or bool(self._taken)

    def _keep(self) -> None:
        clerk = self._desk.session.clerk
        ready = self._restored and not self._writing and not self._held
        if ready and clerk is not None and self._untold:
            self._write(clerk)

    def _write(self, clerk: Clerk) -> None:
        cart, taken = self._sale.cart, tuple(self._taken)
        carts, till = self._desk.shop.carts, self._till
        self._writing, self._taken = True, []
        self._desk.tasks.counter.run(
            lambda: carts.keep_current(cart, removed=taken, by=clerk, till=till),
            lambda _: self._written(cart),
            lambda error: self._failed(error, taken),
            owner=self,
        )

    def _keep_last(self) -> None:
        """The lanes are closing: what waits for the write under way must not wait any more."""
        self._writing = False
        self._keep()

    def _written(self, cart: Cart) -> None:
        self._writing = self._warned = False
        self._kept = cart
        self._keep()

    def _failed(self, error: Exception, taken: tuple[TakenOut, ...]) -> None:
        self._writing = False
        self._taken = [*taken, *self._taken]
        if not self._warned and isinstance(error, PosError):
            self._warned = True
            messages.show(error)
