"""The sheet that takes goods back without a receipt: by a right of its own, and for a reason."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue, Cancelled, PosError
from pos_app.domain.rows import (
    CustomerHit,
    CustomerRow,
    LooseLine,
    ProductRow,
    ScanHit,
)
from pos_app.ui import messages, theme
from pos_app.ui.cart.goods_search import GoodsSearch
from pos_app.ui.customers.picker import CustomerPicker
from pos_app.ui.desk import Desk
from pos_app.ui.orders.returns.booking_sheet import BookingSheet
from pos_app.ui.orders.returns.loose_rows import LooseRows
from pos_app.ui.orders.returns.preview import Preview, work_out_loose
from pos_app.ui.orders.returns.side import ReturnSide
from pos_app.ui.orders.returns.ways import REASONS
from pos_app.ui.widgets.confirm import confirm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.reason_edit import ReasonEdit
from pos_app.ui.widgets.refusal_line import RefusalLine

_WIDTH = 1040
_SAY_WHY = "Say why first: F3."


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to come back, how its money is given, and to whom."""

    lines: tuple[LooseLine, ...]
    instead: str
    customer_id: int | None


class LooseReturnSheet(BookingSheet):
    """Goods at a price, a reason, and how the money goes back; a customer where it is credit."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, "Return without a receipt", parent, _WIDTH)
        self._customer: CustomerRow | None = None
        self._asked: _Asked | None = None
        self._ready = False
        self._worth = ""
        self._pause = QTimer(self, singleShot=True, interval=0)
        self._search = GoodsSearch(desk, "Scan the goods, or type their name")
        self._refusal = RefusalLine()
        self._goods = LooseRows(desk.shop.money)
        self._buyer = KeyButton("Customer", key="Ctrl+Shift+F", icon="user")
        self._reason = ReasonEdit(REASONS, "Needed, on the slip")
        self._side = ReturnSide(customer=False, as_paid=False)
        self._lay_out()

        self._pause.timeout.connect(self._ask)
        self._search.found.connect(self._add)
        self._search.refused.connect(self._refusal.say)
        self._search.opened.connect(lambda found: self._goods.setVisible(not found))
        self._search.left.connect(self._goods.start)
        self._goods.changed.connect(self._follow)
        self._goods.left.connect(self._start)
        self._buyer.clicked.connect(self._ask_customer)
        self._reason.changed.connect(self._follow)
        self._side.changed.connect(self._follow)
        self._side.go_wanted.connect(self._confirm)
        self._start()
        self._ask()

    def take_scan(self, hit: object) -> bool:
        """Goods come back, a customer's card says whose they are."""
        if self._booking:
            return False
        if isinstance(hit, ScanHit):
            self._add(hit.product, hit.quantity)
        elif isinstance(hit, CustomerHit):
            self._take_customer(hit.customer)
        return isinstance(hit, ScanHit | CustomerHit)

    def reject(self) -> None:
        """Close; asks first when something is to come back."""
        if not self._goods.rows:
            super().reject()
            return
        confirm(
            self, "Discard this return?", "Nothing of it is booked yet.", yes="Discard",
            no="Go on", then=super().reject,
        )  # fmt: skip

    def _lay_out(self) -> None:
        self._buyer.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        left = QVBoxLayout()
        left.setSpacing(2 * theme.GRID)
        left.addWidget(self._search)
        left.addWidget(self._refusal)
        left.addWidget(self._goods, 1)
        left.addWidget(self._reason)
        right = QVBoxLayout()
        right.setSpacing(4 * theme.GRID)
        right.addWidget(self._buyer)
        right.addWidget(self._side, 1)
        whole = QHBoxLayout()
        whole.setSpacing(6 * theme.GRID)
        whole.addLayout(left, 1)
        whole.addLayout(right)
        self.body.addLayout(whole)

    # --- what comes back ---------------------------------------------------------------------

    def _add(self, product: ProductRow, quantity: Decimal) -> None:
        self._refusal.hide()
        self._goods.add(product, quantity)

    def _start(self) -> None:
        self._search.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_customer(self) -> None:
        picker = CustomerPicker(self._desk, self, "Whose goods are they?")
        picker.chosen.connect(self._take_customer)
        picker.open()

    def _take_customer(self, customer: CustomerRow) -> None:
        self._customer = customer
        self._buyer.setText(customer.name)
        self._side.ways.set_customer(True)
        self._follow()

    # --- following what is typed -------------------------------------------------------------

    def _follow(self) -> None:
        self._ready = False
        self._side.allow(False)
        self._pause.start()

    def _ask(self) -> None:
        try:
            lines = self._goods.lines()
        except BadValue as refusal:
            self._asked = None
            self._side.sums.ask(messages.words(refusal, self._desk.shop.money).title)
            return
        if not lines:
            self._asked = None
            self._side.sums.ask("Scan what comes back.")
            return
        customer_id = None if self._customer is None else self._customer.id
        asked = self._asked = _Asked(lines, self._side.ways.instead(), customer_id)
        shop = self._desk.shop
        self._desk.tasks.counter.run(
            lambda: work_out_loose(shop, list(asked.lines), asked.instead, asked.customer_id),
            partial(self._show, asked),
            self._refuse,
            latest="preview",
            owner=self,
        )

    def _show(self, asked: _Asked, preview: Preview) -> None:
        if asked is not self._asked or self._pause.isActive():
            return
        self._refusal.hide()
        self._side.sums.show_slip(preview.slip, preview.paid_out, preview.taxes)
        self._ready, self._worth = bool(self._reason.reason()), preview.slip.total
        if not self._ready:
            self._side.sums.hint(_SAY_WHY)
        self._side.allow(self._ready and not self._booking)

    # --- booking -----------------------------------------------------------------------------

    def _confirm(self) -> None:
        asked = self._asked
        if not self._ready or self._booking or asked is None:
            return
        self._book(
            self._desk.shop.returns.without_receipt,
            asked.lines,
            reason=self._reason.reason(),
            instead=asked.instead,
            customer_id=asked.customer_id,
        )

    def _about(self) -> str:
        return f"Give back {self._worth} without a receipt ({self._reason.reason()})"

    def _refuse(self, error: Exception) -> None:
        super()._refuse(error)
        if isinstance(error, PosError) and not isinstance(error, Cancelled):
            message = messages.words(error, self._desk.shop.money)
            self._refusal.say(message.title, message.hint)
            self._side.sums.ask("Nothing was booked.")

    def _set_booking(self, booking: bool) -> None:
        super()._set_booking(booking)
        self._side.set_booking(booking)
        self._side.allow(self._ready and not booking)
        for part in (self._search, self._goods, self._reason, self._buyer):
            part.setEnabled(not booking)
