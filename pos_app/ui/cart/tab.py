"""The Cart tab: where a clerk spends the day. It puts the rooms together and connects them."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.documents.wording import shop_time
from pos_app.domain.cart import Exchange
from pos_app.domain.rows import CustomerRow, ProductRow, Receipt
from pos_app.ui import theme
from pos_app.ui.cart.bundle_parts import PartsKeeper
from pos_app.ui.cart.counter import Counter
from pos_app.ui.cart.customer_sheet import second_words
from pos_app.ui.cart.exchanging import Exchanging
from pos_app.ui.cart.finder import Finder
from pos_app.ui.cart.keeper import CartKeeper
from pos_app.ui.cart.panel import CartPanel
from pos_app.ui.cart.parking import Parking
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.scan_field import ScanField
from pos_app.ui.cart.scans import CounterScans
from pos_app.ui.cart.sheets import Sheets
from pos_app.ui.cart.terms import TermsKeeper, plain_terms
from pos_app.ui.cart.tile_board import TileBoard
from pos_app.ui.cart.typed import take_apart
from pos_app.ui.cart.wires import connect_panel
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.sheet import sheet_open
from pos_app.ui.widgets.states import BusyBar

GUTTER = theme.MARGIN
_PANEL_SHARE = 0.344
_PANEL_LEAST = 424
_PANEL_MOST = 620


class CartTab(QWidget):
    """Scan field and tiles at the left, the open sale at the right.

    sold(Receipt) comes after each finished sale. Whatever is typed anywhere in the tab goes to
    the scan field.
    """

    sold = Signal(Receipt)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        info, money = desk.shop.info, desk.shop.money
        self._desk = desk
        self.sale = Sale(
            plain_terms(info),
            clock=lambda: shop_time(datetime.now(UTC), desk.shop.info),
            parent=self,
        )
        self._terms = TermsKeeper(desk, self.sale, self)
        self.keeper = CartKeeper(desk, self.sale, self._terms, self)
        self._counter = Counter(desk, self.sale, self._terms, self)
        self._parking = Parking(desk, self.sale, self._terms, self.keeper, self._counter, self)
        self.field = ScanField()
        self._busy = BusyBar()
        self._board = TileBoard(desk, money)
        self.exchanging = Exchanging(desk, self.sale, self)
        self._parts = PartsKeeper(desk, self.sale, self)
        self.panel = CartPanel(self.sale, self.exchanging, money, info)
        self._finder = Finder(desk, money, self.field, self)
        self._sheets = Sheets(desk, self.sale, self._counter, self._parking, self.exchanging, self)
        self.scans = CounterScans(desk, self._counter, self._sheets, self._finder.take_times, self)
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

        left = QVBoxLayout()
        left.setSpacing(theme.GRID)
        field_row = QHBoxLayout()
        field_row.setContentsMargins(0, 0, GUTTER, 0)
        field_row.addWidget(self.field)
        busy_row = QHBoxLayout()
        busy_row.setContentsMargins(theme.RADIUS, 0, GUTTER + theme.RADIUS, 0)
        busy_row.addWidget(self._busy)
        left.addLayout(field_row)
        left.addLayout(busy_row)
        left.addWidget(self._board, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[GUTTER] * 4)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

        self._connect_field()
        connect_panel(self.panel, self._sheets)
        self._connect_panel()
        self._board.picked.connect(self._touch)
        self._board.held.connect(self._sheets.check_price)
        self._finder.picked.connect(self._counter.touch)
        self._counter.working.connect(self._busy.set_busy)
        self._counter.several_found.connect(self._finder.show_several)
        self._counter.sold.connect(self._show_sold)
        self._counter.customer_found.connect(self._show_customer)
        self._counter.card_left.connect(self.panel.done.show_card)
        self._parking.counted.connect(self.panel.totals.show_parked)
        self.sale.changed.connect(self._leave_done)
        desk.session.changed.connect(self.keeper.restore)

    def refresh(self) -> None:
        """Read what the tab shows; called when it is shown first."""
        self._terms.ask()
        self.keeper.restore()
        self._board.refresh()
        self._parking.count()

    def focus_start(self) -> None:
        """Put the focus where typing starts; an open sheet keeps it."""
        if not sheet_open(self):
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_customer(self, customer: CustomerRow) -> None:
        """Make the open sale this customer's."""
        self.panel.show_done(False)
        self._sheets.choose_customer(customer)
        self.focus_start()

    def open_return(self, order_id: int, refused: Callable[[], None] | None = None) -> None:
        """Show what can be given back of this order; refused() instead to who may not."""
        self._sheets.returning.open_return(order_id, refused)

    def ask_loose_return(self) -> None:
        """Take goods back that nobody can show a receipt for."""
        self._sheets.returning.ask_loose()

    def park_open(self) -> None:
        """Lay the open sale aside without a question: a shift is being closed."""
        self._sheets.park_now()

    def exchange(self, exchange: Exchange) -> None:
        """These goods pay for what is in the cart."""
        self.panel.show_done(False)
        self._sheets.returning.exchange(exchange)

    # --- Qt ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no child wanted: letters go to the scan field, its own keys work everywhere."""
        text = event.text()
        held = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if self.field.hasFocus() or held:
            event.ignore()
        elif self.field.answer_key(event):
            event.accept()
        elif text and text.isprintable():
            self.field.type_on(text)
            event.accept()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel takes its share of the width, within what reads well."""
        super().resizeEvent(event)
        share = round(self.width() * _PANEL_SHARE)
        self.panel.setFixedWidth(max(_PANEL_LEAST, min(share, _PANEL_MOST)))

    # --- the scan field ----------------------------------------------------------------------

    def _connect_field(self) -> None:
        field = self.field
        field.entered.connect(self._enter)
        field.moved.connect(self._move)
        field.paged.connect(self._board.step_category)
        field.stepped.connect(self._step)
        field.quantity_asked.connect(self.panel.lines.editor.type_quantity)
        field.remove_asked.connect(self.sale.remove)
        field.escaped.connect(self._escape)

    def _enter(self, raw: str) -> None:
        """Enter: the chosen row of the list, else a code or words; nothing typed ends the sale."""
        typed = take_apart(raw)
        if not typed.text:
            if typed.quantity is not None:
                self.field.set_quietly(raw)  # "3*" waits for what it is three of
            elif self.panel.shows_done:
                self.panel.show_done(False)
            return
        if not self._finder.pick_for(raw):
            self._finder.close_list()
            self._counter.enter(raw)

    def _touch(self, product: ProductRow) -> None:
        self._counter.touch(product, self._finder.take_times())

    def _move(self, by: int) -> None:
        if self._finder.is_open:
            self._finder.step(by)
        elif self.sale.cart:
            self.sale.select(self.sale.selected + by)

    def _step(self, by: int) -> None:
        if self.sale.cart:
            self.panel.lines.editor.step(by)

    def _escape(self) -> None:
        self._finder.close_list()
        self.panel.show_done(False)

    # --- the panel and the sale --------------------------------------------------------------

    def _connect_panel(self) -> None:
        panel = self.panel
        panel.details_asked.connect(self._counter.look_up_customer)
        panel.lines.editing_finished.connect(self.focus_start)
        panel.lines.editor.scanned.connect(self._counter.enter)
        panel.lines.swept.connect(self._say_swept)
        self._counter.gift_card_asked.connect(self._sheets.discounting.sell_gift_card)
        self._sheets.closed.connect(self.focus_start)

    def _show_sold(self, receipt: Receipt) -> None:
        self.panel.done.show_receipt(receipt, self._sheets.paying.payments)
        self._counter.look_up_cards(self._sheets.paying.payments)
        printing = self._desk.printing
        self.panel.done.offer_paper(printing.offer if printing is not None else "")
        self.panel.show_done(True)
        self.focus_start()
        self.sold.emit(receipt)

    def _say_swept(self, name: str) -> None:
        """A line was taken out by a finger: it may have been a slip."""
        self._desk.notices.say(
            f"{name} was taken out.", "Ctrl+Z too brings it back.", "warn",
            action="Undo", on_action=self.sale.undo,
        )  # fmt: skip
        self.focus_start()

    def _leave_done(self) -> None:
        """A scan, a touch or a customer's card begins the next sale at once."""
        cart = self.sale.cart
        begun = not cart.empty or cart.customer_id is not None
        if self.panel.shows_done and begun:
            self.panel.show_done(False)

    def _show_customer(self, customer: CustomerRow) -> None:
        if customer.id == self.sale.cart.customer_id:
            self.panel.head.show_customer(
                customer.name, second_words(customer, self._desk.shop.info.country)
            )
