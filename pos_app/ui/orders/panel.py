"""One order at the side of the history: its receipt, where it stands, and what may happen next."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pos_app.domain.order_status import RETURNABLE, allowed_moves
from pos_app.domain.rows import OrderDetail, OrderRow, ReturnDetail
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.orders.move_bar import MoveBar
from pos_app.ui.orders.moving import Moving
from pos_app.ui.orders.panel_head import PanelHead
from pos_app.ui.orders.paper_buttons import PaperButtons
from pos_app.ui.orders.returns.list import ReturnList
from pos_app.ui.orders.returns.sheet import ReturnSheet
from pos_app.ui.orders.returns.slip_sheet import ReturnSlipSheet
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.receipt_file import Paper, paper_of
from pos_app.ui.widgets.slip_view import SlipView
from pos_app.ui.widgets.states import BusyBar, EmptyState, ErrorState

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

PAUSE_MS = 60
"""So long the choice must rest before it is read: an arrow key held down reads nothing."""

_PAD = 5 * theme.GRID


@dataclass(frozen=True, slots=True)
class _Whole:
    """An order with its slip, of an exchange the whole ticket, and what came back of it since."""

    paper: Paper
    returns: tuple[ReturnDetail, ...]


def _load(shop: "Shop", order_id: int) -> _Whole:
    order, back = shop.orders.get(order_id), shop.returns.of_exchange(order_id)
    copy = "duplicate" if shop.papers.was_printed(order_id=order_id) else "original"
    paper = paper_of(order, shop.info, shop.money, shop.settings.logo(), back, copy=copy)
    return _Whole(paper, shop.returns.of_order(order_id) if order.returned else ())


class OrderPanel(Card):
    """Shows the order it is given; customer_wanted(id) asks to see who bought,
    exchange_wanted(Exchange) for its goods to be put into the open sale."""

    customer_wanted = Signal(int)
    exchange_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._desk = desk
        self._order_id: int | None = None
        self._paper: Paper | None = None
        self._reading = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._nothing = EmptyState(
            "receipt-text", "No order chosen", "Choose one in the list to see its receipt."
        )
        self._error = ErrorState("", "")
        self._shown = QWidget()
        self._head = PanelHead()
        self._busy = BusyBar()
        self._slip = SlipView()
        self._well = QScrollArea()
        self._moves = MoveBar()
        self._moving = Moving(desk, self)
        self._returns = ReturnList()
        self._give_back = KeyButton("Return goods", key="F6", icon="undo-2", dense=True)
        self._correct = KeyButton("Correct the tender", key="F7", icon="pencil", dense=True)
        self._files = PaperButtons(desk)

        self._lay_out()

        self._pause.timeout.connect(self._read)
        self._error.acted.connect(self.refresh)
        self._head.customer_wanted.connect(self.customer_wanted)
        self._moves.move_wanted.connect(self._move)
        self._moving.ended.connect(self.refresh)
        self._returns.opened.connect(partial(self._show_return, again=True))
        self._give_back.clicked.connect(self._start_return)
        self._correct.clicked.connect(self._start_correction)
        self.show_order(None)

    def show_order(self, row: OrderRow | None) -> None:
        """Show this order, or that none is chosen."""
        self._error.hide()
        self._nothing.setVisible(row is None)
        self._shown.setVisible(row is not None)
        if row is None:
            self._order_id = self._paper = None
            self._pause.stop()
            return
        if row.id != self._order_id:
            # The slip before stays until the new one is read: a flash of nothing would disturb.
            self._order_id, self._paper = row.id, None
            self._returns.hide()
        self._files.show_paper(self._paper)
        self._head.show_order(row, self._desk.shop.info)
        self._give_back.setVisible(row.status in RETURNABLE and row.returned != "whole")
        self._give_back.setEnabled(self._paper is not None)
        shifts = self._desk.shifts
        self._correct.setVisible(shifts is not None and shifts.can_correct(row.at, row.status))
        self._correct.setEnabled(self._paper is not None)
        self._show_moves(allowed_moves(row.status))
        self._pause.start()

    def refresh(self) -> None:
        """Read the order again, because something has changed."""
        if self._order_id is not None:
            self._pause.start()

    # --- laying out --------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._slip.setProperty("kind", "plain")
        self._well.setWidget(self._slip)
        self._well.setWidgetResizable(True)
        self._well.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._well.setAccessibleName("Receipt")
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(_PAD, 4 * theme.GRID, _PAD, _PAD)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self._head)
        column.addWidget(self._busy)
        column.addWidget(self._well, 1)
        column.addSpacing(theme.GRID)
        column.addWidget(self._returns)
        column.addWidget(self._moves)
        column.addWidget(self._give_back)
        column.addWidget(self._correct)
        column.addWidget(self._files)
        for part in (self._nothing, self._error, self._shown):
            self.body.addWidget(part)

    # --- reading -----------------------------------------------------------------------------

    def _read(self) -> None:
        if self._order_id is None:
            return
        if not self._reading:
            self._reading = True
            self._busy.set_busy(True)
        self._desk.tasks.counter.run(
            partial(_load, self._desk.shop, self._order_id), self._fill, self._fail, latest="order"
        )

    def _fill(self, whole: _Whole) -> None:
        self._rest()
        paper, order = whole.paper, whole.paper.order
        if order.id != self._order_id:
            return
        self._error.hide()
        self._shown.show()
        if self._paper is None:
            self._well.verticalScrollBar().setValue(0)
        self._paper = paper
        self._head.show_status(order.status)
        self._returns.show_returns(whole.returns, self._desk.shop.info, self._desk.shop.money)
        self._slip.show_slip(paper.slip)
        self._show_moves(allowed_moves(order.status))
        self._files.show_paper(paper)
        self._give_back.setEnabled(True)
        self._correct.setEnabled(bool(order.payments))

    def _fail(self, error: Exception) -> None:
        self._rest()
        message = messages.words(error)
        self._error.say(message.title, message.hint)
        self._shown.hide()
        self._error.show()

    def _rest(self) -> None:
        if self._reading:
            self._reading = False
            self._busy.set_busy(False)

    # --- moving the order --------------------------------------------------------------------

    def _show_moves(self, moves: tuple[str, ...]) -> None:
        if self._moves.offer(moves):
            self._files.copy.setFocus()

    def _move(self, status: str) -> None:
        if self._order_id is not None:
            order = self._paper.order if self._paper is not None else None
            self._moving.move(self._order_id, order, status)

    # --- giving back -------------------------------------------------------------------------

    def _start_return(self) -> None:
        if self._paper is not None and self._desk.session.clerk is not None:
            self._open_return(self._paper.order)

    def _open_return(self, order: OrderDetail) -> None:
        sheet = ReturnSheet(self._desk, order, self)
        sheet.booked.connect(lambda back: self._show_return(back.id, back.number))
        sheet.exchanged.connect(self.exchange_wanted)
        sheet.open()

    def _start_correction(self) -> None:
        if self._paper is not None and self._desk.shifts is not None:
            self._desk.shifts.correct_tender(self._paper.order.id, self.refresh)

    def _show_return(self, return_id: int, number: str, *, again: bool = False) -> None:
        ReturnSlipSheet(self._desk, return_id, number, self, again=again).open()
