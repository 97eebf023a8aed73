"""From a customer to their orders and back, and to the cart: the ways between the tabs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.config import Config
from pos_app.devices.sound import HeardSounds
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow, ProductRow
from pos_app.shop import Shop
from pos_app.ui.cart import CartTab
from pos_app.ui.customers import CustomersTab
from pos_app.ui.floor import Floor
from pos_app.ui.orders import OrdersTab
from pos_app.ui.window_lock import WindowLock

CART, CUSTOMERS, ORDERS = 0, 2, 3


@pytest.fixture
def maria(shop: Shop, owner: Clerk) -> CustomerRow:
    return shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)


@pytest.fixture
def number(shop: Shop, owner: Clerk, milk: ProductRow, maria: CustomerRow) -> str:
    """The number of the one order Maria has, among others of nobody."""
    numbers = []
    for customer in (None, maria.id, None):
        cart, cash = Cart().add(milk), [Payment("cash", 129)]
        numbers.append(shop.checkout.sell(cart, cash, by=owner, customer=customer).number)
    return numbers[1]


@pytest.fixture
def floor(
    shop: Shop, number: str, shop_path: Path, window: QWidget, home: Path, qtbot: QtBot
) -> Iterator[Floor]:
    """The whole floor on this shop, with the terminal's user at work."""
    shop.close()
    made = Floor(Config(), HeardSounds(), str(home / "none.db"), WindowLock(), window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    with qtbot.waitActive(window):
        window.show()
    with qtbot.waitSignal(made.ready):
        made.begin(str(shop_path))
    assert made.desk is not None
    made.desk.session.take(made.desk.shop.staff.terminal())
    yield made
    made.close_down()


def customers(floor: Floor) -> CustomersTab:
    tab = floor.tab(CUSTOMERS)
    assert isinstance(tab, CustomersTab)
    return tab


def orders(floor: Floor) -> OrdersTab:
    tab = floor.tab(ORDERS)
    assert isinstance(tab, OrdersTab)
    return tab


def wait_for_list(floor: Floor, qtbot: QtBot, numbers: Callable[[], list[str]]) -> None:
    def right() -> bool:
        model = orders(floor)._model
        return [model.row(place).number for place in range(model.rowCount())] == numbers()

    qtbot.waitUntil(right)


def test_from_a_customer_to_all_their_orders_and_back(
    floor: Floor, maria: CustomerRow, number: str, qtbot: QtBot
) -> None:
    floor.show_tab(CUSTOMERS)
    qtbot.waitUntil(lambda: customers(floor)._panel._filled_id == maria.id)
    customers(floor)._panel._all_orders.click()
    wait_for_list(floor, qtbot, lambda: [number])
    assert orders(floor).isVisible()
    assert orders(floor)._bar._customer.text() == "Maria Hansen"
    customers(floor)._search.set_quietly("somebody else")
    qtbot.waitUntil(orders(floor)._panel._files.copy.isEnabled)
    orders(floor)._panel._head.customer.click()
    qtbot.waitUntil(lambda: customers(floor).isVisible())
    qtbot.waitUntil(lambda: customers(floor)._search.text() == "Maria Hansen")


def test_from_a_customer_to_one_order(
    floor: Floor, maria: CustomerRow, number: str, qtbot: QtBot
) -> None:
    floor.show_tab(CUSTOMERS)
    panel = customers(floor)._panel
    qtbot.waitUntil(lambda: panel._model.rowCount() == 1)
    panel._open_order(panel._model.index(0, 0))
    wait_for_list(floor, qtbot, lambda: [number])
    slip = orders(floor)._panel._slip
    qtbot.waitUntil(lambda: slip.accessibleName() == f"Receipt {number}")
    assert orders(floor).isVisible()


def test_selling_to_a_customer_leads_to_the_cart(
    floor: Floor, maria: CustomerRow, qtbot: QtBot
) -> None:
    floor.show_tab(CUSTOMERS)
    qtbot.waitUntil(lambda: customers(floor)._panel._filled_id == maria.id)
    customers(floor)._panel._sell.click()
    cart = floor.tab(CART)
    assert isinstance(cart, CartTab)
    qtbot.waitUntil(cart.isVisible)
    qtbot.waitUntil(lambda: cart.sale.cart.customer_id == maria.id)
