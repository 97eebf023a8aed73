"""The Orders tab: the history with its filters on the left, one order on the right."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.domain.rows import CustomerRow, OrderRow
from pos_app.ui.customers.picker import CustomerPicker
from pos_app.ui.desk import Desk
from pos_app.ui.orders.columns import load_page, order_columns
from pos_app.ui.orders.filter_bar import FilterBar
from pos_app.ui.orders.order_filter import OrderFilter
from pos_app.ui.orders.panel import OrderPanel
from pos_app.ui.widgets.list_and_panel import ListAndPanel
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable

GATHER_MS = 150
"""Changes that come so close together (an import) are answered by one look at the shop."""


class OrdersTab(QWidget):
    """Shows what was sold and ordered; customer_wanted(id) asks for the Customers tab,
    exchange_wanted(Exchange) for goods to be put into the open sale."""

    customer_wanted = Signal(int)
    exchange_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stale = False
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._wanted_id: int | None = None
        self._bar = FilterBar(desk.shop.info.locale)
        self._model: PagedModel[OrderRow] = PagedModel(
            order_columns(lambda: desk.shop.info, desk.shop.money),
            partial(load_page, desk.shop, OrderFilter()),
            desk.tasks.office,
        )
        self._table = PagedTable(self._model, name="Orders")
        self._panel = OrderPanel(desk)
        self._say_empty()

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ListAndPanel(self._bar, self._table, self._panel))

        changes = desk.tasks.changes
        self._gather.timeout.connect(self._catch_up)
        self._bar.changed.connect(self._ask)
        self._bar.entered.connect(self._enter_rows)
        self._bar.customer_wanted.connect(self._pick_customer)
        self._table.row_changed.connect(self._panel.show_order)
        self._table.empty_acted.connect(self._bar.clear)
        self._model.filled.connect(self._choose_wanted)
        self._panel.customer_wanted.connect(self.customer_wanted)
        self._panel.exchange_wanted.connect(self.exchange_wanted)
        for topic in (changes.orders, changes.customers, changes.settings, changes.papers):
            topic.connect(self._note_change)

    def refresh(self) -> None:
        """Read what is shown anew; the window calls it when the tab is shown first."""
        self._stale = False
        self._table.refresh()
        self._panel.refresh()

    def focus_start(self) -> None:
        """Put the focus into the search for a number."""
        self._bar.start()

    def show_order(self, order_id: int, number: str) -> None:
        """Show this order of this number alone, whatever was filtered before."""
        self._wanted_id = order_id
        self._bar.show_only(OrderFilter(number=number))

    def show_customer(self, customer_id: int, name: str) -> None:
        """Show every order of this customer."""
        self._bar.show_only(OrderFilter(customer_id=customer_id, customer=name))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another tab was shown."""
        super().showEvent(event)
        self._catch_up()

    # --- asking ------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._stale = False
        self._say_empty()
        self._model.ask(partial(load_page, self._desk.shop, self._bar.filter))

    def _say_empty(self) -> None:
        if self._bar.filter.open:
            self._table.set_empty(
                "receipt-text",
                "No orders yet",
                "What you sell in the Cart tab is kept here, with its receipt.",
            )
        else:
            self._table.set_empty(
                "search",
                "No order fits",
                "Choose other days, another status or another customer.",
                "Show all orders",
            )

    def _choose_wanted(self) -> None:
        if self._wanted_id is not None and self._table.choose(self._wanted_id):
            self._wanted_id = None

    def _enter_rows(self) -> None:
        if self._model.rowCount():
            self._table.setFocus(Qt.FocusReason.TabFocusReason)

    def _note_change(self) -> None:
        self._stale = True
        if self.isVisible() and not self._gather.isActive():
            self._gather.start()

    def _catch_up(self) -> None:
        if self._stale:
            self.refresh()

    def _pick_customer(self) -> None:
        picker = CustomerPicker(self._desk, self, "Orders of a customer")
        picker.chosen.connect(self._take_customer)
        picker.open()

    def _take_customer(self, customer: CustomerRow) -> None:
        self._bar.set_customer(customer.id, customer.name)
