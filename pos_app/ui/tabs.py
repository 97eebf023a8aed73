"""The tabs and the page of prices: each built when it is shown first, and the ways between them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.domain.rows import ReceiptHit
from pos_app.ui.desk import Desk
from pos_app.ui.header import Header

CART, PRODUCTS, CUSTOMERS, ORDERS, REPORTS, PRICES = range(6)

PALETTE_KEY, KEYS_KEY, MENU_KEY = "Ctrl+K", "F1", "Ctrl+M"
"""The keys that find everything else, on every tab."""


class Tabs(QObject):
    """Puts tabs into the stack as they are asked for."""

    def __init__(self, desk: Desk, header: Header, stack: QStackedWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._header = header
        self._stack = stack
        self._built: dict[int, Any] = {}

    def built(self, index: int) -> QWidget | None:
        """The tab, or None while nobody has asked for it."""
        return self._built.get(index)

    def widgets(self) -> list[QWidget]:
        """All that have been built."""
        return list(self._built.values())

    def current(self) -> int:
        """The tab that is in front; -1 while another screen is."""
        front = self._stack.currentWidget()
        return next((index for index, tab in self._built.items() if tab is front), -1)

    def build(self, index: int) -> Any:
        """The tab, made and filled if this is the first time."""
        if index not in self._built:
            tab = _KINDS[index]()(self._desk)
            self._built[index] = tab
            self._stack.addWidget(tab)
            if index == CART:
                tab.scans.receipt_scanned.connect(self._show_scanned)
                tab.scans.product_wanted.connect(self._make_product)
            if index == PRODUCTS:
                tab.unknown_wanted.connect(self._show_unknown)
            if index == CUSTOMERS:
                tab.sell_to.connect(self._sell_to)
                tab.order_wanted.connect(self._show_order)
                tab.orders_wanted.connect(self._show_orders_of)
            if index == ORDERS:
                tab.customer_wanted.connect(self._show_customer)
                tab.exchange_wanted.connect(self._exchange)
            tab.refresh()
        return self._built[index]

    def load_others(self) -> None:
        """Load the modules of the tabs that nobody has looked at, where nobody waits for it: the
        first look is a third as long then."""
        for load in _KINDS:
            self._desk.tasks.office.run(load)

    def show(self, index: int) -> Any:
        """Bring a tab to the front, with the focus where typing starts."""
        tab = self.build(index)
        self._header.mark(index)
        self._stack.setCurrentWidget(tab)
        tab.focus_start()
        return tab

    def open_return(self, order_id: int, number: str) -> None:
        """What can be given back of this order, at the counter; who may not give back is shown
        the order."""
        self.show(CART).open_return(order_id, lambda: self._show_order(order_id, number))

    def _exchange(self, exchange: object) -> None:
        self.show(CART).exchange(exchange)

    def _sell_to(self, customer: object) -> None:
        self.show(CART).set_customer(customer)

    def _show_order(self, order_id: int, number: str) -> None:
        self.show(ORDERS).show_order(order_id, number)

    def _show_scanned(self, hit: ReceiptHit) -> None:
        if hit.order_id is None:
            self._desk.notices.say(
                f"Return {hit.number} has no sale behind it.", "It was made without a receipt."
            )
        else:
            self.open_return(hit.order_id, hit.number)

    def _make_product(self, code: str) -> None:
        # The editor and its forms are loaded where a manager wants one, not with the cart.
        from pos_app.ui.codes import make_product

        make_product(self._desk, self._stack, code)

    def _show_unknown(self) -> None:
        # As above: behind the sheet lie the pages of products and prices.
        from pos_app.ui.codes import UnknownCodesSheet

        UnknownCodesSheet(self._desk, self._stack).open()

    def _show_orders_of(self, customer_id: int, name: str) -> None:
        self.show(ORDERS).show_customer(customer_id, name)

    def _show_customer(self, customer_id: int) -> None:
        self.show(CUSTOMERS).show_customer(customer_id)


def load_cart() -> type[QWidget]:
    """The cart's modules: what is needed first, and can be loaded while the shop is opened."""
    from pos_app.ui.cart import CartTab

    return CartTab


# The others are loaded late on purpose, when nobody waits or somebody asks for them.


def _load_products() -> type[QWidget]:
    from pos_app.ui.products import ProductsTab

    return ProductsTab


def _load_customers() -> type[QWidget]:
    from pos_app.ui.customers import CustomersTab

    return CustomersTab


def _load_orders() -> type[QWidget]:
    from pos_app.ui.orders import OrdersTab

    return OrdersTab


def _load_reports() -> type[QWidget]:
    from pos_app.ui.reports import ReportsTab

    return ReportsTab


def _load_prices() -> type[QWidget]:
    from pos_app.ui.prices import PricesPage

    return PricesPage


_KINDS: tuple[Callable[[], Any], ...] = (
    load_cart,
    _load_products,
    _load_customers,
    _load_orders,
    _load_reports,
    _load_prices,
)
