"""One order at the side of the history: its receipt, where it stands, and what may happen next."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.domain.order_status import allowed_moves
from pos_app.domain.rows import OrderDetail, OrderRow
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.orders.move_bar import MoveBar
from pos_app.ui.orders.names import status_words
from pos_app.ui.orders.panel_head import PanelHead
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.confirm import confirm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.receipt_file import Paper, ask_file, paper_of, write
from pos_app.ui.widgets.slip_view import SlipView
from pos_app.ui.widgets.states import BusyBar, EmptyState, ErrorState

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

PAUSE_MS = 60
"""So long the choice must rest before it is read: an arrow key held down reads nothing."""

_PAD = 5 * theme.GRID


def _load(shop: "Shop", order_id: int) -> Paper:
    return paper_of(shop.orders.get(order_id), shop.info, shop.money)


class OrderPanel(Card):
    """Shows the order it is given; customer_wanted(id) asks to see who bought."""

    customer_wanted = Signal(int)

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
        self._copy = KeyButton("Copy", key="Ctrl+C", icon="copy", dense=True)
        self._save = KeyButton("Save", key="Ctrl+S", icon="download", dense=True)

        self._lay_out()

        self._pause.timeout.connect(self._read)
        self._error.acted.connect(self.refresh)
        self._head.customer_wanted.connect(self.customer_wanted)
        self._moves.move_wanted.connect(self._move)
        self._copy.clicked.connect(self._copy_text)
        self._save.clicked.connect(self._ask_file)
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
        for button in (self._copy, self._save):
            button.setEnabled(self._paper is not None)
        self._head.show_order(row, self._desk.shop.info)
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
        files = QHBoxLayout()
        files.setSpacing(2 * theme.GRID)
        files.addWidget(self._copy, 1)
        files.addWidget(self._save, 1)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(_PAD, 4 * theme.GRID, _PAD, _PAD)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self._head)
        column.addWidget(self._busy)
        column.addWidget(self._well, 1)
        column.addSpacing(theme.GRID)
        column.addWidget(self._moves)
        column.addLayout(files)
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

    def _fill(self, paper: Paper) -> None:
        self._rest()
        order = paper.order
        if order.id != self._order_id:
            return
        self._error.hide()
        self._shown.show()
        if self._paper is None:
            self._well.verticalScrollBar().setValue(0)
        self._paper = paper
        self._head.show_status(order.status)
        self._slip.show_slip(paper.slip)
        self._show_moves(allowed_moves(order.status))
        for button in (self._copy, self._save):
            button.setEnabled(True)

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
            self._copy.setFocus()

    def _move(self, status: str) -> None:
        if status == "cancelled":
            self._ask_cancel()
        else:
            self._run_move(status)

    def _ask_cancel(self) -> None:
        if self._paper is None:
            return
        order = self._paper.order
        count = len(order.items)
        lines = "its one line goes" if count == 1 else f"all {count} lines go"
        text = f"The stock returns: {lines} back on the shelf. This can't be taken back."
        if order.paid:
            paid = self._desk.shop.money.format(order.paid)
            text += f"\n\n{paid} has been paid: hand it back to the customer."
        confirm(
            self,
            f"Cancel order {order.number}?",
            text,
            yes="Cancel order",
            no="Keep order",
            then=partial(self._run_move, "cancelled"),
        )

    def _run_move(self, status: str) -> None:
        clerk, order_id, shop = self._desk.session.clerk, self._order_id, self._desk.shop
        if clerk is None or order_id is None:
            return

        def move() -> OrderDetail:
            if status == "cancelled":
                return shop.orders.cancel(order_id, by=clerk)
            return shop.orders.set_status(order_id, status, by=clerk)

        self._desk.tasks.counter.run(move, self._moved, self._not_moved)

    def _moved(self, order: OrderDetail) -> None:
        hint = "The stock is back on the shelf." if order.status == "cancelled" else ""
        word = status_words(order.status).lower()
        self._desk.notices.say(f"Order {order.number} is {word}", hint)
        self.refresh()

    def _not_moved(self, error: Exception) -> None:
        messages.show(error)
        self.refresh()

    # --- handing out -------------------------------------------------------------------------

    def _copy_text(self) -> None:
        if self._paper is not None:
            QGuiApplication.clipboard().setText(self._paper.text)
            self._desk.notices.say(f"Receipt {self._paper.order.number} copied")

    def _ask_file(self) -> None:
        if self._paper is not None:
            ask_file(self, self._paper.order.number, partial(self.save_to, self._paper))

    def save_to(self, paper: Paper, path: Path) -> None:
        """Write the receipt into this file; its ending says of which kind."""
        content = paper.content(path.suffix.lower())
        self._desk.tasks.office.run(
            partial(write, path, content), partial(self._say_saved, path), owner=self
        )

    def _say_saved(self, path: Path, trouble: OSError | None) -> None:
        say = self._desk.notices.say
        if trouble is None:
            say(f"Saved {path.name}", str(path.parent))
        else:
            reason = trouble.strerror or type(trouble).__name__
            hint = f"{reason}: {path.parent}. Choose another folder."
            say(f"{path.name} could not be saved", hint, "bad", sticky=True)
