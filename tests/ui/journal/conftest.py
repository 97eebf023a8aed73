"""The journal of a small shop, and its sheet."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.journal import JournalSheet


@pytest.fixture
def sold(shop: Shop, owner: Clerk, milk: ProductRow) -> list[str]:
    """Numbers of three sales, the first first; then the price of milk is changed."""
    numbers = [
        shop.checkout.sell(Cart().add(milk, n), [Payment("cash", 1000)], by=owner).number
        for n in (1, 2, 3)
    ]
    shop.catalog.update_product(milk.id, price=139, by=owner)
    return numbers


@pytest.fixture
def open_sheet(
    desk: Desk, window: QWidget, qtbot: QtBot, sold: list[str]
) -> Callable[[], JournalSheet]:
    """Opens the sheet and waits until its list is there."""

    def open_sheet() -> JournalSheet:
        with qtbot.waitActive(window):
            window.show()
        sheet = JournalSheet(desk, window)
        with qtbot.waitSignal(sheet.model.filled):
            sheet.open()
        return sheet

    return open_sheet
