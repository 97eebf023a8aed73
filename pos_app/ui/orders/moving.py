"""Moving an order on, or cancelling it: asked first where it can't be taken back."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import Clerk, OrderDetail
from pos_app.ui import approving, messages
from pos_app.ui.desk import Desk
from pos_app.ui.orders.names import status_words
from pos_app.ui.widgets.confirm import confirm


class Moving(QObject):
    """Asks over a panel; ended() comes when the order was moved, or was not allowed to be."""

    ended = Signal()

    def __init__(self, desk: Desk, panel: QWidget) -> None:
        super().__init__(panel)
        self._desk = desk
        self._panel = panel

    def move(self, order_id: int, order: OrderDetail | None, status: str) -> None:
        """Move an order to a status; one that was not read yet (None) is never cancelled."""
        number = order.number if order is not None else ""
        run = partial(self._run, order_id, number, status)
        if status != "cancelled":
            run()
        elif order is not None:
            self._ask_cancel(order, run)

    def _ask_cancel(self, order: OrderDetail, cancel: partial[None]) -> None:
        count = len(order.items)
        lines = "its one line goes" if count == 1 else f"all {count} lines go"
        text = f"The stock returns: {lines} back on the shelf. This can't be taken back."
        if order.paid:
            paid = self._desk.shop.money.format(order.paid)
            text += f"\n\n{paid} has been paid: hand it back to the customer."
        confirm(
            self._panel,
            f"Cancel order {order.number}?",
            text,
            yes="Cancel order",
            no="Keep order",
            then=cancel,
        )

    def _run(self, order_id: int, number: str, status: str) -> None:
        orders = self._desk.shop.orders

        def move(by: Clerk) -> OrderDetail:
            if status == "cancelled":
                return orders.cancel(order_id, by=by)
            return orders.set_status(order_id, status, by=by)

        about = f"Cancel order {number}" if status == "cancelled" else f"Move order {number} on"
        approving.ask(
            self._desk, move, self._moved, self._refused, about=about.strip(), parent=self._panel
        )

    def _moved(self, order: OrderDetail) -> None:
        hint = "The stock is back on the shelf." if order.status == "cancelled" else ""
        word = status_words(order.status).lower()
        self._desk.notices.say(f"Order {order.number} is {word}", hint)
        self.ended.emit()

    def _refused(self, error: Exception) -> None:
        messages.show(error)
        self.ended.emit()
