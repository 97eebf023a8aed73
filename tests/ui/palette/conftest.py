"""The whole window on a shop with a few goods, somebody signed in, every tab built."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.app import build_window
from pos_app.config import Config
from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop
from pos_app.ui.floor import Floor
from pos_app.ui.sign_in import SignIn
from pos_app.ui.tabs import CART
from tests.conftest import OWNER_PIN


@pytest.fixture
def floor(
    shop: Shop,
    add_product: Callable[..., ProductRow],
    dressed: QApplication,
    home: Path,
    qtbot: QtBot,
) -> Iterator[Floor]:
    add_product("Whole milk", 129, barcodes=("29000000017",))
    path = shop.path
    window = build_window(str(home / "other.db"), settings=Config())
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.begin(path)
    floor = window.furnish()
    qtbot.waitUntil(lambda: isinstance(floor._stack.currentWidget(), SignIn), timeout=20_000)
    page = floor._stack.currentWidget()
    assert isinstance(page, SignIn)
    qtbot.keyClicks(page.pad.field, OWNER_PIN)
    qtbot.keyClick(page.pad.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: floor._tabs is not None and floor._tabs.current() == CART)
    yield floor
    window.close()
