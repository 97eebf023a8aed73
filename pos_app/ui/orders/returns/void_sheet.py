"""The sheet that takes the last sale back whole, because it was a mistake."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.documents import slip_words
from pos_app.documents.wording import near_moment, quantity
from pos_app.domain.errors import Cancelled, PosError
from pos_app.domain.rows import OrderDetail
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.orders.returns.booking_sheet import BookingSheet
from pos_app.ui.orders.returns.ways import MISTAKES
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.reason_edit import ReasonEdit
from pos_app.ui.widgets.refusal_line import RefusalLine

_WIDTH = 680
_MOST = 6
"""Lines shown one by one; where there are more, the last row says how many."""


class VoidSheet(BookingSheet):
    """Shows the sale as it was; a reason is needed first."""

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget) -> None:
        super().__init__(desk, f"Void {order.number}", parent, _WIDTH)
        self._order_id = order.id
        self._told = f"Void {order.number}: {desk.shop.money.format(order.total)}"
        self._refusal = RefusalLine()
        self._reason = ReasonEdit(MISTAKES, "Needed, on the slip")
        self._keep = KeyButton("Keep the sale", key="Esc", listens=False)
        self._go = KeyButton(f"Void {order.number}", key="Enter", kind="danger")
        for button in (self._keep, self._go):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        words = QLabel(
            "The goods go back on the shelf and the money by the same tenders. The sale stays in "
            "the books, and the void beside it."
        )
        words.setProperty("kind", "muted")
        words.setWordWrap(True)
        self.body.addWidget(self._facts(order))
        self.body.addWidget(words)
        self.body.addWidget(self._refusal)
        self.body.addWidget(self._reason)
        self.footer.addWidget(self._keep)
        self.footer.addWidget(self._go)

        self._reason.changed.connect(self._follow)
        self._keep.clicked.connect(self.reject)
        self._go.clicked.connect(self._void)
        self._reason.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    def _facts(self, order: OrderDetail) -> QFrame:
        """The sale as it was: when, who, what, and how it was paid."""
        shop = self._desk.shop
        money = shop.money
        box = QFrame()
        box.setProperty("kind", "raised")
        column = QVBoxLayout(box)
        column.setContentsMargins(*[4 * theme.GRID] * 4)
        column.setSpacing(theme.GRID)
        moment = near_moment(order.at, shop.info, datetime.now(UTC))
        column.addLayout(_row(f"{moment} · {order.customer}", money.format(order.total), "heading"))
        shown = order.items if len(order.items) <= _MOST else order.items[: _MOST - 1]
        for item in shown:
            figure = quantity(item.quantity, item.unit, money)
            column.addLayout(_row(f"{figure} {item.name}", money.plain(item.gross), "muted"))
        if len(order.items) > len(shown):
            rest = order.items[len(shown) :]
            column.addLayout(
                _row(f"and {len(rest)} more", money.plain(sum(i.gross for i in rest)), "muted")
            )
        for payment in order.payments:
            column.addLayout(
                _row(slip_words.method(payment.method), money.plain(payment.amount), "small")
            )
        return box

    def _follow(self) -> None:
        self._go.setEnabled(bool(self._reason.reason()) and not self._booking)

    def _about(self) -> str:
        return f"{self._told} ({self._reason.reason()})"

    def _void(self) -> None:
        if not self._booking:
            reason = self._reason.reason()
            self._book(self._desk.shop.returns.void, self._order_id, reason=reason)

    def _refuse(self, error: Exception) -> None:
        super()._refuse(error)
        if isinstance(error, PosError) and not isinstance(error, Cancelled):
            message = messages.words(error, self._desk.shop.money)
            self._refusal.say(message.title, message.hint)
            self.resize_to_content()

    def _set_booking(self, booking: bool) -> None:
        super()._set_booking(booking)
        self._reason.setEnabled(not booking)
        self._follow()


def _row(words: str, figure: str, kind: str) -> QHBoxLayout:
    row = QHBoxLayout()
    for place, text in enumerate((words, figure)):
        label = QLabel(text)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(not place)
        row.addWidget(label, 0 if place else 1)
    return row
