"""One customer at the side of the list: how to reach them, what they bought, where they live."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from pos_app.domain.rows import CustomerRow, CustomerSummary, OrderRow
from pos_app.ui import messages, theme
from pos_app.ui.customers.address_list import AddressList
from pos_app.ui.customers.balances import Balances, Ledgers
from pos_app.ui.customers.columns import history_columns
from pos_app.ui.customers.details import Details, load_details, load_orders
from pos_app.ui.customers.own_data_button import OwnDataButton
from pos_app.ui.customers.panel_head import PanelHead
from pos_app.ui.customers.summary import SummaryFigures
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable
from pos_app.ui.widgets.states import PATIENCE_MS, EmptyState, ErrorState

PAUSE_MS = 60
"""So long the choice must rest before more is read: an arrow key held down reads nothing."""

_LINK_PAD = theme.GRID + 1
"""What a link keeps free around its word; with it the word ends where the panel does."""

_SELL_REST = 360
"""Pixels of the panel's width that the button which sells can't use for a name."""


class CustomerPanel(Card):
    """Shows the row it is given and reads the rest itself; says what the person wants done."""

    sell_wanted = Signal(object)
    edit_wanted = Signal(object)
    order_wanted = Signal(object)
    orders_wanted = Signal(object)
    address_wanted = Signal(object)
    sharing_wanted = Signal(object)
    address_edit_wanted = Signal(object, object)
    address_remove_wanted = Signal(object, object)
    pay_in_wanted = Signal(object, object)
    moves_wanted = Signal(object, object)
    credit_wanted = Signal(object, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=0)
        self._desk = desk
        self._customer: CustomerRow | None = None
        self._read_id: int | None = None
        self._filled_id: int | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._late = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._nothing = EmptyState("users", "No customer chosen", "Choose one in the list.")
        self._error = ErrorState("", "")
        self._shown = QWidget()
        self._head = PanelHead()
        self._summary = SummaryFigures()
        self._add = KeyButton("Add", kind="link")
        self._add_menu = QMenu(self)
        self._addresses = AddressList()
        self._balances = Balances()
        self._ledgers: Ledgers | None = None
        self._all_orders = KeyButton("Open in Orders", kind="link")
        self._model: PagedModel[OrderRow] = PagedModel(
            history_columns(lambda: desk.shop.info, desk.shop.money),
            lambda *_: (),
            desk.tasks.office,
            parent=self,
        )
        self._orders = PagedTable(
            self._model,
            name="Orders of this customer",
            row_height=8 * theme.GRID + 2,
            padding=0,
            head=False,
            choosing=False,
        )
        self._sell = KeyButton("Sell", key="F6", kind="primary", dense=True)
        self._edit = KeyButton("Edit", key="Enter", dense=True)
        self.own_data = OwnDataButton()

        self._prepare()
        self._lay_out()

        self._pause.timeout.connect(self._read)
        self._late.timeout.connect(self._empty)
        self._error.acted.connect(self.refresh)
        self._sell.clicked.connect(lambda: self.sell_wanted.emit(self._customer))
        self._edit.clicked.connect(lambda: self.edit_wanted.emit(self._customer))
        self._add.clicked.connect(self._open_add_menu)
        self._all_orders.clicked.connect(lambda: self.orders_wanted.emit(self._customer))
        self._addresses.edit_wanted.connect(
            lambda address: self.address_edit_wanted.emit(self._customer, address)
        )
        self._addresses.remove_wanted.connect(
            lambda address: self.address_remove_wanted.emit(self._customer, address)
        )
        balances, tell = self._balances, self._tell_ledgers
        balances.pay_in_wanted.connect(partial(tell, self.pay_in_wanted))
        balances.moves_wanted.connect(partial(tell, self.moves_wanted))
        balances.credit_wanted.connect(partial(tell, self.credit_wanted))
        self._orders.clicked.connect(self._open_order)
        self.show_customer(None)

    @property
    def customer(self) -> CustomerRow | None:
        """The customer who is shown."""
        return self._customer

    def show_customer(self, customer: CustomerRow | None) -> None:
        """Show this customer, or a newer version of the one who is shown."""
        self._customer = customer
        self._error.hide()
        self._shown.setVisible(customer is not None)
        self._nothing.setVisible(customer is None)
        if customer is None:
            self._read_id = self._filled_id = None
            self._pause.stop()
            self._late.stop()
            return
        self._show_head(customer)
        if customer.id != self._filled_id and not self._late.isActive():
            self._late.start()  # what stood there before stays for a moment: no flash of dashes
        self._pause.start()

    def refresh(self) -> None:
        """Read again what the panel reads itself, because something has changed."""
        if self._customer is not None:
            self._pause.start()

    # --- building ----------------------------------------------------------------------------

    def _prepare(self) -> None:
        self._add.setAccessibleName("Add an address")
        self._add_menu.addAction("New address…", lambda: self.address_wanted.emit(self._customer))
        self._add_menu.addAction(
            "One that somebody else has…", lambda: self.sharing_wanted.emit(self._customer)
        )
        self._orders.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self._orders.set_empty("", "No orders yet", "What they buy stands here.")
        # Enter belongs to the list; on the button it works while the button has the focus.
        for shortcut in self._edit.findChildren(QShortcut):
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        buttons.addWidget(self._sell, 1)
        buttons.addWidget(self._edit)
        buttons.addWidget(self.own_data)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(*[5 * theme.GRID] * 4)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addSpacing(4 * theme.GRID)
        column.addWidget(self._summary)
        column.addSpacing(3 * theme.GRID)
        column.addLayout(_section("Addresses", self._add))
        column.addWidget(self._addresses)
        column.addSpacing(3 * theme.GRID)
        column.addWidget(self._balances)
        column.addLayout(_section("Orders", self._all_orders))
        column.addWidget(self._orders, 1)
        column.addSpacing(3 * theme.GRID)
        column.addLayout(buttons)
        for whole in (self._nothing, self._error, self._shown):
            self.body.addWidget(whole)

    # --- filling -----------------------------------------------------------------------------

    def _show_head(self, customer: CustomerRow) -> None:
        self._head.show_customer(customer, self._desk.shop.info.country)
        self._name_sell(customer)

    def _name_sell(self, customer: CustomerRow) -> None:
        first = customer.first_name or customer.name
        fits = self._sell.fontMetrics().horizontalAdvance(first) <= self.width() - _SELL_REST
        self._sell.setText(f"Sell to {first}" if fits else "Sell")
        self._sell.setAccessibleName(f"Sell to {customer.name}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A name that doesn't fit is left out of the button."""
        super().resizeEvent(event)
        if self._customer is not None:
            self._name_sell(self._customer)

    def _show_summary(self, summary: CustomerSummary | None) -> None:
        self._summary.show_summary(summary, self._desk.shop.info, self._desk.shop.money)

    def _read(self) -> None:
        customer, shop = self._customer, self._desk.shop
        if customer is None:
            return
        self._desk.tasks.office.run(
            partial(load_details, shop, customer.id), self._fill, self._fail, latest="details"
        )
        if self._read_id == customer.id:
            self._model.refresh()
        else:
            self._read_id = customer.id
            self._model.ask(partial(load_orders, shop, customer.id))

    def _fill(self, details: Details) -> None:
        if self._customer is None or details.customer.id != self._customer.id:
            return
        self._late.stop()
        self._filled_id = details.customer.id
        self._error.hide()
        self._shown.show()
        self._customer = details.customer
        self._show_head(details.customer)
        self._show_summary(details.summary)
        self._addresses.show_addresses(details.addresses, self._desk.shop.info)
        self._addresses.show()
        self._ledgers = details.ledgers
        self._head.show_terms(details.group, details.customer.tax_exempt)
        self._balances.show_ledgers(details.ledgers, self._desk.shop.money)

    def _empty(self) -> None:
        self._show_summary(None)
        self._addresses.hide()
        self._balances.hide()

    def _fail(self, error: Exception) -> None:
        message = messages.words(error)
        self._error.say(message.title, message.hint)
        self._shown.hide()
        self._error.show()

    # --- acting ------------------------------------------------------------------------------

    def _open_add_menu(self) -> None:
        self._add_menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _tell_ledgers(self, signal: SignalInstance) -> None:
        if self._ledgers is not None:
            signal.emit(self._customer, self._ledgers)

    def _open_order(self, index: QModelIndex) -> None:
        self.order_wanted.emit(self._model.row(index.row()))


def _section(title: str, link: QWidget) -> QHBoxLayout:
    label = QLabel(title)
    label.setProperty("kind", "label")
    row = QHBoxLayout()
    row.addWidget(label)
    row.addStretch(1)
    row.addWidget(link)
    row.addSpacing(-_LINK_PAD)
    return row
