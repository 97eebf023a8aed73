"""What comes back with the open sale: looked up once, so that its balance never waits."""

from PySide6.QtCore import QObject, Signal

from pos_app.domain.cart import Exchange
from pos_app.domain.errors import PosError
from pos_app.domain.rows import ReturnDetail
from pos_app.ui import messages
from pos_app.ui.cart.sale import Sale
from pos_app.ui.desk import Desk


class Exchanging(QObject):
    """given_back is the return as it would be booked, None where nothing comes back or while it is
    being worked out; changed comes with each other one."""

    changed = Signal()

    def __init__(self, desk: Desk, sale: Sale, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sale = sale
        self._asked: Exchange | None = None
        self.given_back: ReturnDetail | None = None

        sale.changed.connect(self._follow)

    @property
    def worth(self) -> int:
        """What the goods that come back are worth, in minor units."""
        return 0 if self.given_back is None else self.given_back.total

    @property
    def ready(self) -> bool:
        """False while it is being worked out what comes back."""
        return self._sale.cart.exchange is None or self.given_back is not None

    @property
    def balance(self) -> int:
        """What is to be paid for the open sale, less what comes back; below zero where money goes
        back. In minor units, before any rounding to coins."""
        return self._sale.priced.total - self.worth

    def again(self) -> None:
        """Work it out anew: what the books hold has changed."""
        self._asked = None
        self._follow()

    def _follow(self) -> None:
        exchange = self._sale.cart.exchange
        if exchange == self._asked:
            return
        self._asked = exchange
        self.given_back = None
        self.changed.emit()
        if exchange is None:
            return
        returns = self._desk.shop.returns
        self._desk.tasks.counter.run(
            lambda: returns.preview(exchange.order_id, exchange.lines),
            lambda detail: self._take(exchange, detail),
            lambda error: self._refuse(exchange, error),
            owner=self,
        )

    def _take(self, exchange: Exchange, detail: ReturnDetail) -> None:
        if exchange == self._asked:
            self.given_back = detail
            self.changed.emit()

    def _refuse(self, exchange: Exchange, error: Exception) -> None:
        """It came back elsewhere meanwhile: it is no part of this sale any more."""
        if isinstance(error, PosError):
            messages.show(error)
        if exchange == self._sale.cart.exchange:
            self._sale.exchange(None)
