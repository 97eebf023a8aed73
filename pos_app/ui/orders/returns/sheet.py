"""The sheet that gives goods of an order back: what, why, and how the money goes back."""

import contextlib
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.domain.cart import Exchange
from pos_app.domain.errors import (
    BadQuantity,
    Cancelled,
    NotOnReceipt,
    PosError,
    ReturnedAlready,
)
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    OrderDetail,
    ReturnableLine,
    ReturnDetail,
    ReturnLine,
    ScanHit,
)
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.orders.returns.booking_sheet import BookingSheet
from pos_app.ui.orders.returns.goods import ReturnGoods
from pos_app.ui.orders.returns.preview import Preview, work_out
from pos_app.ui.orders.returns.side import ReturnSide
from pos_app.ui.widgets.confirm import confirm

_WIDTH = 1040
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

_Asked = tuple[list[ReturnLine], str]
"""What is to come back, and the other way to give its money back, "" for none."""


class ReturnSheet(BookingSheet):
    """exchanged(Exchange) comes where the goods are to pay for others: nothing is booked then."""

    exchanged = Signal(Exchange)

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget) -> None:
        super().__init__(desk, f"Return goods of {order.number}", parent, _WIDTH)
        self._order_id = order.id
        self._number = order.number
        self._asked: _Asked | None = None
        self._refused: _Asked | None = None
        self._ready = False
        self._worth = ""
        self._pause = QTimer(self, singleShot=True, interval=0)
        self._goods = goods = ReturnGoods(desk.shop.money)
        self._busy, self._error, self._refusal = goods.busy, goods.error, goods.refusal
        self._lines, self._reason = goods.lines, goods.reason
        self._side = ReturnSide(customer=order.customer_id != WALK_IN_CUSTOMER_ID)
        self._ways, self._sums, self._go = self._side.ways, self._side.sums, self._side.go
        whole = QHBoxLayout()
        whole.setSpacing(6 * theme.GRID)
        whole.addWidget(goods, 1)
        whole.addWidget(self._side)
        self.body.addLayout(whole)

        self._pause.timeout.connect(self._ask)
        self._error.acted.connect(self._read)
        self._lines.changed.connect(self._follow)
        self._side.changed.connect(self._follow)
        self._side.exchange_wanted.connect(self._offer_exchange)
        self._side.go_wanted.connect(self._confirm)
        self._read()

    def reject(self) -> None:
        """Close; asks first when something is to come back."""
        if self._asked is None:
            super().reject()
            return
        confirm(
            self,
            "Discard this return?",
            "Nothing of it is booked yet.",
            yes="Discard",
            no="Go on",
            then=super().reject,
        )

    def take_scan(self, hit: object) -> bool:
        """A product that is scanned comes back, a case of it whole. Raises NotOnReceipt."""
        if not isinstance(hit, ScanHit) or self._booking:
            return False
        self._refusal.hide()
        if not self._lines.take_more(hit.product.id, hit.quantity):
            raise NotOnReceipt(hit.product.name)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter behind a code that was scanned into a quantity looks for its line."""
        row = self._lines.focused() if event.key() in _ENTER else None
        code = row.take_scanned() if row is not None else ""
        if code:
            work = partial(self._desk.shop.catalog.scan, code)
            self._desk.tasks.counter.run(work, self._typed, self._refuse, owner=self)
            event.accept()
        else:
            super().keyPressEvent(event)

    # --- reading -----------------------------------------------------------------------------

    def _read(self) -> None:
        self._busy.set_busy(True)
        work = partial(self._desk.shop.returns.returnable, self._order_id)
        self._desk.tasks.counter.run(work, self._fill, self._not_read, latest="lines")

    def _fill(self, lines: tuple[ReturnableLine, ...]) -> None:
        self._busy.set_busy(False)
        self._error.hide()
        self._lines.show()
        self._lines.show_lines(lines)

    def _not_read(self, error: Exception) -> None:
        self._busy.set_busy(False)
        message = messages.words(error)
        self._error.say(message.title, message.hint)
        self._lines.hide()
        self._error.show()

    def _typed(self, hit: ScanHit) -> None:
        try:
            self.take_scan(hit)
        except NotOnReceipt as refusal:
            said = messages.words(refusal)
            self._say(said.title, said.hint)

    def _say(self, title: str, hint: str) -> None:
        """It stays until something else is asked for."""
        with contextlib.suppress(BadQuantity):
            self._refused = self._lines.wanted(), self._ways.instead()
        self._refusal.say(title, hint)

    # --- following what is typed -------------------------------------------------------------

    def _follow(self) -> None:
        self._ready = False
        self._side.allow(False)
        self._pause.start()

    def _ask(self) -> None:
        try:
            lines = self._lines.wanted()
        except BadQuantity:
            self._asked = [], ""
            self._sums.ask("Change the quantity that is marked.")
            return
        self._asked = (lines, self._ways.instead()) if lines else None
        if self._asked is None:
            self._sums.ask()
            return
        work = partial(work_out, self._desk.shop, self._order_id, *self._asked)
        self._desk.tasks.counter.run(
            work, partial(self._show, self._asked), self._refuse, latest="preview", owner=self
        )

    def _show(self, asked: _Asked, preview: Preview) -> None:
        if asked is not self._asked or self._pause.isActive():
            return
        if asked != self._refused:
            self._refusal.hide()
        self._sums.show_slip(preview.slip, preview.paid_out, preview.taxes, drawn=preview.drawn)
        self._ready, self._worth = True, preview.slip.total
        self._side.allow(not self._booking)

    # --- booking -----------------------------------------------------------------------------

    def _offer_exchange(self) -> None:
        if self._ready and not self._booking and self._asked is not None:
            lines, reason = tuple(self._asked[0]), self._reason.reason()
            self._asked = None
            self.accept()
            self.exchanged.emit(Exchange(self._order_id, self._number, lines, reason))

    def _confirm(self) -> None:
        if not self._ready or self._booking or self._asked is None:
            return
        lines, instead = self._asked
        give_back, reason = self._desk.shop.returns.give_back, self._reason.reason()
        self._book(give_back, self._order_id, lines, reason=reason, instead=instead)

    def _about(self) -> str:
        return f"Give back {self._worth} for {self._number}"

    def _take(self, detail: ReturnDetail) -> None:
        self._asked = None
        super()._take(detail)

    def _refuse(self, error: Exception) -> None:
        super()._refuse(error)
        if isinstance(error, PosError) and not isinstance(error, Cancelled):
            message = messages.words(error)
            self._say(message.title, message.hint)
            self._sums.ask("Nothing was booked.")
        if isinstance(error, ReturnedAlready):
            self._read()

    def _set_booking(self, booking: bool) -> None:
        super()._set_booking(booking)
        self._busy.set_busy(booking)
        self._side.set_booking(booking)
        self._side.allow(self._ready and not booking)
        for part in (self._lines, self._reason, self._goods.everything):
            part.setEnabled(not booking)
