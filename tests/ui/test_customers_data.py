"""A customer's own data in the window: written for them, or gone for good."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.rows import Clerk, CustomerRow, Erased, ProductRow
from pos_app.shop import Shop
from pos_app.ui.customers.erase_sheet import EraseSheet
from pos_app.ui.customers.tab import CustomersTab
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.confirm import ConfirmSheet


@pytest.fixture
def maria(shop: Shop, owner: Clerk) -> CustomerRow:
    return shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)


@pytest.fixture
def open_tab(
    desk: Desk, window: QWidget, qtbot: QtBot, maria: CustomerRow
) -> Callable[[], CustomersTab]:
    """Shows the tab with Maria chosen and read."""

    def open_tab() -> CustomersTab:
        tab = CustomersTab(desk)
        QVBoxLayout(window).addWidget(tab)
        with qtbot.waitActive(window), qtbot.waitSignal(tab._model.filled):
            window.show()
            tab.refresh()
        qtbot.waitUntil(lambda: tab._panel._filled_id == maria.id)
        return tab

    return open_tab


def choose(tab: CustomersTab, words: str, qtbot: QtBot) -> None:
    """Open the menu by its key and take an entry."""
    qtbot.keyClick(tab, Qt.Key.Key_F9)
    menu = tab._panel.own_data.findChild(QMenu)
    assert menu is not None
    qtbot.waitUntil(menu.isVisible)
    (action,) = [action for action in menu.actions() if action.text() == words]
    menu.close()
    action.trigger()


def opened(window: QWidget, qtbot: QtBot) -> EraseSheet:
    qtbot.waitUntil(lambda: bool(window.findChildren(EraseSheet)))
    (sheet,) = window.findChildren(EraseSheet)
    return sheet


@pytest.mark.parametrize(("chosen", "written"), [("a.json", "a.json"), ("a", "a.html")])
def test_their_data_goes_into_a_file(
    open_tab: Callable[[], CustomersTab],
    window: QWidget,
    qtbot: QtBot,
    tmp_path: Path,
    chosen: str,
    written: str,
) -> None:
    tab = open_tab()
    choose(tab, "Export their data…", qtbot)
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / chosen))
    dialog.close()
    target = tmp_path / written
    qtbot.waitUntil(target.exists)
    text = target.read_text("utf-8")
    assert "Hansen" in text
    assert text.startswith("<!DOCTYPE") if written.endswith("html") else json.loads(text)


def test_they_are_erased_once_their_name_is_typed(
    open_tab: Callable[[], CustomersTab],
    shop: Shop,
    maria: CustomerRow,
    window: QWidget,
    qtbot: QtBot,
) -> None:
    tab = open_tab()
    choose(tab, "Erase this customer…", qtbot)
    sheet = opened(window, qtbot)
    assert sheet.name.hasFocus()
    for telling in ("Old backups", "orders, returns and payments", "customer card"):
        assert telling in sheet.accessibleDescription()
    qtbot.keyClicks(sheet.name, "Maria")
    qtbot.keyClick(sheet.name, Qt.Key.Key_Return)
    assert not sheet.yes.isEnabled()
    qtbot.keyClicks(sheet.name, " hansen")
    with qtbot.waitSignal(sheet.erased):
        qtbot.keyClick(sheet.name, Qt.Key.Key_Return)
    assert shop.customers.get(maria.id).erased
    qtbot.waitUntil(lambda: tab._model.rowCount() == 0)
    qtbot.waitUntil(lambda: tab._panel.customer is None)


def test_esc_keeps_them(
    open_tab: Callable[[], CustomersTab],
    shop: Shop,
    maria: CustomerRow,
    window: QWidget,
    qtbot: QtBot,
) -> None:
    choose(open_tab(), "Erase this customer…", qtbot)
    sheet = opened(window, qtbot)
    with qtbot.waitSignal(sheet.rejected):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not shop.customers.get(maria.id).erased


def test_what_is_open_is_said_in_the_sheet(
    open_tab: Callable[[], CustomersTab],
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    maria: CustomerRow,
    window: QWidget,
    qtbot: QtBot,
) -> None:
    cart = Cart().for_customer(maria.id, maria.name).add(milk)
    shop.orders.place(cart, customer_id=maria.id, by=owner)
    choose(open_tab(), "Erase this customer…", qtbot)
    sheet = opened(window, qtbot)
    qtbot.keyClicks(sheet.name, "Maria Hansen")
    qtbot.keyClick(sheet.name, Qt.Key.Key_Return)
    qtbot.waitUntil(sheet.refusal.isVisible)
    assert sheet.yes.isEnabled()
    assert sheet.yes.text() == "Erase for good"
    assert not shop.customers.get(maria.id).erased


def test_a_large_file_is_written_anew_when_the_person_says_so(
    open_tab: Callable[[], CustomersTab],
    shop: Shop,
    maria: CustomerRow,
    window: QWidget,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rewritten: list[Clerk] = []

    def rewrite(*, by: Clerk) -> bool:
        rewritten.append(by)
        return True

    monkeypatch.setattr(shop.customers, "rewrite_file", rewrite)
    tab = open_tab()
    tab._own_data._say_erased(Erased(maria.id, "erased.2", traces=True))
    (sheet,) = window.findChildren(ConfirmSheet)
    assert sheet.no.hasFocus()
    qtbot.mouseClick(sheet.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rewritten) == 1)
