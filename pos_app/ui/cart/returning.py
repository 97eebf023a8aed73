"""Goods that come back at the counter: with a receipt, without one, or a whole sale by mistake."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from pos_app.domain.cart import Exchange
from pos_app.domain.errors import PosError
from pos_app.domain.rights import Permission
from pos_app.domain.rows import OrderDetail, ReturnDetail
from pos_app.ui import messages
from pos_app.ui.cart.asking import Asking

# The sheets are loaded late on purpose, each where it is opened: they come with the orders' rooms,
# which the first paint and most sales do not need.


class Returning(Asking):
    """One method per way back. What a clerk may not book alone somebody else approves once it is
    known what it comes to. booked comes with each return that is in the books."""

    booked = Signal()

    def ask(self) -> None:
        """Find the receipt of what comes back."""
        if self._counter.clerk() is not None:
            self._find()

    def open_return(self, order_id: int, refused: Callable[[], None] | None = None) -> None:
        """Give goods of this order back, or exchange them; refused() in its place, where there is
        one, for a clerk who may not do it alone."""
        if self._counter.clerk() is None:
            return
        if refused is not None and not self._desk.session.may(Permission.REFUND):
            refused()
            return
        orders = self._desk.shop.orders
        self._counter.ask(lambda: orders.get(order_id), self._open_order, _say)

    def ask_loose(self) -> None:
        """Take goods back that nobody can show a receipt for."""
        if self._counter.clerk() is not None:
            self._open_loose()

    def ask_void(self) -> None:
        """Take the last sale of this till back whole."""
        returns, till = self._desk.shop.returns, self._desk.config.till or None
        if self._counter.clerk() is not None:
            self._counter.ask(lambda: returns.last_sale(till=till), self._open_void, _say)

    # --- inside ------------------------------------------------------------------------------

    def _find(self) -> None:
        from pos_app.ui.cart.receipt_find_sheet import ReceiptFindSheet

        sheet = ReceiptFindSheet(self._desk, self._tab)
        sheet.chosen.connect(self.open_return)
        sheet.loose_wanted.connect(self.ask_loose)
        self._open(sheet)

    def _open_order(self, order: OrderDetail) -> None:
        from pos_app.ui.orders.returns.sheet import ReturnSheet

        sheet = ReturnSheet(self._desk, order, self._tab)
        sheet.booked.connect(self._show_slip)
        sheet.exchanged.connect(self.exchange)
        self._open(sheet)

    def _open_loose(self) -> None:
        from pos_app.ui.orders.returns.loose_sheet import LooseReturnSheet

        sheet = LooseReturnSheet(self._desk, self._tab)
        sheet.booked.connect(self._show_slip)
        self._open(sheet)

    def _open_void(self, order: OrderDetail | None) -> None:
        from pos_app.ui.orders.returns.void_sheet import VoidSheet

        if order is None:
            self._desk.notices.say("Nothing was sold at this till yet.")
            return
        sheet = VoidSheet(self._desk, order, self._tab)
        sheet.booked.connect(self._show_slip)
        self._open(sheet)

    def exchange(self, exchange: Exchange) -> None:
        """These goods pay for what is in the cart, as far as they reach."""
        before = self._sale.cart.exchange
        self._sale.exchange(exchange)
        if before is not None and before.order_id != exchange.order_id:
            self._desk.notices.say(
                f"{exchange.number} took the place of {before.number}.",
                "One receipt comes back with one sale. Ctrl+Z brings it back.",
                "warn",
            )

    def _show_slip(self, detail: ReturnDetail) -> None:
        from pos_app.ui.orders.returns.slip_sheet import ReturnSlipSheet

        self.booked.emit()
        self._open(ReturnSlipSheet(self._desk, detail.id, detail.number, self._tab))


def _say(error: Exception) -> None:
    if isinstance(error, PosError):
        messages.show(error)
