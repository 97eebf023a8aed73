"""The Customers tab: search and list on the left, one customer on the right."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.domain.rows import CustomerRow, OrderRow
from pos_app.ui import theme
from pos_app.ui.customers.actions import CustomerActions
from pos_app.ui.customers.columns import customer_columns, load_page
from pos_app.ui.customers.own_data import OwnData
from pos_app.ui.customers.panel import CustomerPanel
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.list_and_panel import ListAndPanel
from pos_app.ui.widgets.list_search import ListSearch
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable

GATHER_MS = 150
"""Changes that come so close together (an import) are answered by one look at the shop."""


class CustomersTab(QWidget):
    """Who buys here.

    sell_to(CustomerRow) asks for the cart with that customer, order_wanted(id, number) and
    orders_wanted(id, name) for the Orders tab.
    """

    sell_to = Signal(object)
    order_wanted = Signal(int, str)
    orders_wanted = Signal(int, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self._stale = False
        self._wanted_id: int | None = None
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._bar = QWidget()
        self._search = ListSearch("Search customers", "Ctrl+F")
        self._new = KeyButton("New customer", key="Ctrl+N", kind="primary")
        self._model: PagedModel[CustomerRow] = PagedModel(
            customer_columns(desk.shop.info.country),
            partial(load_page, desk.shop, ""),
            desk.tasks.office,
        )
        self._table = PagedTable(self._model, name="Customers")
        self._panel = CustomerPanel(desk)
        self._actions = CustomerActions(desk, self)
        self._own_data = OwnData(desk, self)

        self._lay_out()
        self._say_empty()

        self._connect_parts()
        changes = desk.tasks.changes
        self._gather.timeout.connect(self._catch_up)
        for topic in (changes.customers, changes.orders, changes.settings, changes.ledgers):
            topic.connect(self._note_change)

    def _connect_parts(self) -> None:
        actions, panel, table = self._actions, self._panel, self._table
        self._search.searched.connect(self._ask)
        self._search.submitted.connect(lambda _text: self._enter_rows())
        self._search.left.connect(self._enter_rows)
        self._new.clicked.connect(self._add_new)
        self._model.filled.connect(self._choose_wanted)
        table.row_changed.connect(panel.show_customer)
        table.row_activated.connect(actions.edit)
        table.empty_acted.connect(self._act_on_empty)
        panel.sell_wanted.connect(self.sell_to)
        panel.edit_wanted.connect(actions.edit)
        panel.address_wanted.connect(actions.add_address)
        panel.sharing_wanted.connect(actions.share_address)
        panel.address_edit_wanted.connect(actions.edit_address)
        panel.address_remove_wanted.connect(actions.remove_address)
        panel.pay_in_wanted.connect(actions.pay_in)
        panel.moves_wanted.connect(actions.show_moves)
        panel.credit_wanted.connect(actions.give_credit)
        panel.own_data.export_wanted.connect(self._export)
        panel.own_data.erase_wanted.connect(self._erase)
        panel.order_wanted.connect(self._open_order)
        panel.orders_wanted.connect(self._open_orders)
        actions.added.connect(self._show_added)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(*[3 * theme.GRID] * 4)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(self._search, 1)
        row.addWidget(self._new)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ListAndPanel(self._bar, self._table, self._panel))

    # --- what the window asks ----------------------------------------------------------------

    def refresh(self) -> None:
        """Read what is shown anew; the window calls it when the tab is shown first."""
        self._stale = False
        self._table.refresh()
        self._panel.refresh()
        self._desk.tasks.office.run(
            self._desk.shop.customers.count, self._show_count, self._leave_it, latest="count"
        )

    def focus_start(self) -> None:
        """Put the focus where typing starts."""
        self._search.start()

    def show_customer(self, customer_id: int) -> None:
        """Find this customer and show them, whatever was searched before."""
        self._desk.tasks.office.run(
            partial(self._desk.shop.customers.get, customer_id), self._find, latest="find"
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another tab was shown."""
        super().showEvent(event)
        self._catch_up()

    # --- asking ------------------------------------------------------------------------------

    def _ask(self, text: str) -> None:
        self._text = text.strip()
        self._say_empty()
        self._model.ask(partial(load_page, self._desk.shop, self._text))

    def _find(self, customer: CustomerRow) -> None:
        self._wanted_id = customer.id
        self._search.set_quietly(customer.name)
        self._ask(customer.name)

    def _show_added(self, customer: CustomerRow) -> None:
        if self._text:
            self._find(customer)
        else:
            self._wanted_id = customer.id
            self._table.refresh(until=customer.id)

    def _choose_wanted(self) -> None:
        if self._wanted_id is not None and self._table.choose(self._wanted_id):
            self._wanted_id = None

    def _enter_rows(self) -> None:
        if self._model.rowCount():
            self._table.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_count(self, count: int) -> None:
        words = f"Search {count:,} customer{'' if count == 1 else 's'}" if count else ""
        self._search.setPlaceholderText(words or "Search customers")

    def _leave_it(self, error: Exception) -> None:
        """The list says what is wrong with the shop."""

    def _say_empty(self) -> None:
        if self._text:
            self._table.set_empty(
                "search",
                f"Nobody found for “{self._text}”",
                "Try a part of the name, the e-mail, the phone or the street.",
                "New customer",
            )
        else:
            self._table.set_empty(
                "users",
                "No customers yet",
                "Add one to sell in their name and to see what they buy.",
                "New customer",
            )

    def _add_new(self) -> None:
        self._actions.new()

    def _act_on_empty(self) -> None:
        self._actions.new(self._text)

    def _export(self) -> None:
        if self._panel.customer is not None:
            self._own_data.export(self._panel.customer)

    def _erase(self) -> None:
        if self._panel.customer is not None:
            self._own_data.erase(self._panel.customer)

    def _note_change(self) -> None:
        self._stale = True
        if self.isVisible() and not self._gather.isActive():
            self._gather.start()

    def _catch_up(self) -> None:
        if self._stale:
            self.refresh()

    # --- going elsewhere ---------------------------------------------------------------------

    def _open_order(self, order: OrderRow) -> None:
        self.order_wanted.emit(order.id, order.number)

    def _open_orders(self, customer: CustomerRow) -> None:
        self.orders_wanted.emit(customer.id, customer.name)
