"""The Customers tab as a clerk uses it: find somebody, see them whole, go on from there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.people import AddressDraft
from pos_app.domain.rows import Clerk, CustomerRow, ProductRow
from pos_app.shop import Shop
from pos_app.ui.customers.address_list import _Entry
from pos_app.ui.customers.address_sheet import AddressSheet
from pos_app.ui.customers.editor import CustomerEditor
from pos_app.ui.customers.picker import CustomerPicker
from pos_app.ui.customers.share_sheet import ShareSheet
from pos_app.ui.customers.tab import CustomersTab
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.confirm import ConfirmSheet

OAK = AddressDraft("12 Oak Avenue", "Salem", "US", state="OR", zip="97301", phone="+15035550100")
ELM = AddressDraft("7 Elm Street", "Portland", "US", state="OR", zip="97201", phone="+15035550199")


@pytest.fixture
def maria(shop: Shop, owner: Clerk) -> CustomerRow:
    return shop.customers.add(
        first_name="Maria", last_name="Hansen", email="maria@example.com", address=OAK, by=owner
    )


@pytest.fixture
def jens(shop: Shop, owner: Clerk) -> CustomerRow:
    return shop.customers.add(first_name="Jens", last_name="Zimmer", by=owner)


@pytest.fixture
def sell(shop: Shop, owner: Clerk, milk: ProductRow) -> Callable[..., str]:
    """Sells so many milks to somebody; answers with the order's number."""

    def sell(customer: CustomerRow, count: int = 1, *, days_ago: int = 0) -> str:
        receipt = shop.checkout.sell(
            Cart().add(milk, count),
            [Payment("cash", 129 * count)],
            by=owner,
            customer=customer.id,
            at=datetime.now(UTC) - timedelta(days=days_ago),
        )
        return receipt.number

    return sell


@pytest.fixture
def open_tab(desk: Desk, window: QWidget, qtbot: QtBot) -> Callable[[], CustomersTab]:
    """Shows the tab in a window and waits until its list is there."""

    def open_tab() -> CustomersTab:
        tab = CustomersTab(desk)
        QVBoxLayout(window).addWidget(tab)
        with qtbot.waitActive(window), qtbot.waitSignal(tab._model.filled):
            window.show()
            tab.refresh()
        return tab

    return open_tab


def names(tab: CustomersTab) -> list[str]:
    return [tab._model.row(place).name for place in range(tab._model.rowCount())]


def wait_for(tab: CustomersTab, qtbot: QtBot, customer: CustomerRow) -> None:
    """Wait until the panel has read everything of this customer."""
    qtbot.waitUntil(lambda: tab._panel._filled_id == customer.id)


def entries(tab: CustomersTab) -> list[_Entry]:
    return tab._panel._addresses.findChildren(_Entry)


class TestFinding:
    def test_the_list_is_by_last_name(
        self, maria: CustomerRow, jens: CustomerRow, open_tab: Callable[[], CustomersTab]
    ) -> None:
        tab = open_tab()
        QAbstractItemModelTester(
            tab._model, QAbstractItemModelTester.FailureReportingMode.Fatal, tab
        )
        assert names(tab) == ["Maria Hansen", "Jens Zimmer"]
        row = [tab._model.index(0, column).data() for column in range(5)]
        assert row == ["Maria Hansen", "maria@example.com", "(503) 555-0100", "Salem", "Counter"]

    @pytest.mark.parametrize("typed", ["mar", "HANS", "maria@ex", "0100", "salem", "oak"])
    def test_by_anything_a_clerk_knows(
        self,
        maria: CustomerRow,
        jens: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        qtbot: QtBot,
        typed: str,
    ) -> None:
        tab = open_tab()
        tab.focus_start()
        qtbot.keyClicks(tab._search, typed)
        qtbot.waitUntil(lambda: names(tab) == ["Maria Hansen"])
        assert tab._search.text() == typed

    def test_by_the_beginning_of_a_first_name(
        self,
        maria: CustomerRow,
        jens: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        shop: Shop,
        owner: Clerk,
        qtbot: QtBot,
    ) -> None:
        for first in ("Jennifer", "Jeanne", "Joan"):
            shop.customers.add(first_name=first, last_name="Miller", by=owner)
        tab = open_tab()
        qtbot.keyClicks(tab._search, "Je")
        qtbot.waitUntil(
            lambda: sorted(names(tab)) == ["Jeanne Miller", "Jennifer Miller", "Jens Zimmer"]
        )
        assert tab._search.text() == "Je"

    def test_nobody_found_offers_to_add_them(
        self,
        maria: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        qtbot.keyClicks(tab._search, "Ann Lee")
        qtbot.waitUntil(lambda: names(tab) == [])
        assert tab._table._empty._title.text() == "Nobody found for “Ann Lee”"
        tab._table._empty.button.click()
        sheet = window.findChild(CustomerEditor)
        assert sheet is not None
        assert (sheet.first_name.text(), sheet.last_name.text()) == ("Ann", "Lee")

    def test_an_empty_shop_says_what_to_do(self, open_tab: Callable[[], CustomersTab]) -> None:
        tab = open_tab()
        assert tab._table._empty._title.text() == "No customers yet"
        assert tab._panel._nothing.isVisible()

    def test_shown_from_elsewhere(
        self,
        maria: CustomerRow,
        jens: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        tab.show_customer(jens.id)
        wait_for(tab, qtbot, jens)
        assert names(tab) == ["Jens Zimmer"]
        assert tab._search.text() == "Jens Zimmer"

    def test_somebody_new_at_another_till_appears(
        self,
        maria: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        shop: Shop,
        owner: Clerk,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        shop.customers.add(first_name="Ann", last_name="Adams", by=owner)
        qtbot.waitUntil(lambda: names(tab) == ["Ann Adams", "Maria Hansen"])
        assert tab._table.current_row().id == maria.id


class TestPanel:
    def test_what_they_bought(
        self,
        maria: CustomerRow,
        sell: Callable[..., str],
        open_tab: Callable[[], CustomersTab],
        qtbot: QtBot,
    ) -> None:
        sell(maria, 2, days_ago=3)
        sell(maria, 1)
        tab = open_tab()
        wait_for(tab, qtbot, maria)
        panel = tab._panel
        assert (panel._summary.count.text, panel._summary.revenue.text) == ("2", "$3.87")
        assert panel._summary.last.text == "Today"
        qtbot.waitUntil(lambda: panel._model.rowCount() == 2)
        assert panel._model.index(0, 1).data() == "1.29"
        assert panel._head.badge.text() == "Counter"
        assert panel._head.email.text == "maria@example.com"

    def test_a_sale_is_seen_at_once(
        self,
        maria: CustomerRow,
        sell: Callable[..., str],
        open_tab: Callable[[], CustomersTab],
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        wait_for(tab, qtbot, maria)
        assert (tab._panel._summary.count.text, tab._panel._summary.last.text) == ("0", "–")
        sell(maria)
        qtbot.waitUntil(lambda: tab._panel._summary.count.text == "1")
        qtbot.waitUntil(lambda: tab._panel._model.rowCount() == 1)

    def test_an_order_is_opened_by_a_click(
        self,
        maria: CustomerRow,
        sell: Callable[..., str],
        open_tab: Callable[[], CustomersTab],
        qtbot: QtBot,
    ) -> None:
        number = sell(maria)
        tab = open_tab()
        qtbot.waitUntil(lambda: tab._panel._model.rowCount() == 1)
        with qtbot.waitSignal(tab.order_wanted) as wanted:
            qtbot.mouseClick(
                tab._panel._orders.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10)
            )
        assert wanted.args[1] == number
        with qtbot.waitSignal(tab.orders_wanted) as wanted:
            tab._panel._all_orders.click()
        assert wanted.args == [maria.id, "Maria Hansen"]

    def test_sell_to(
        self, maria: CustomerRow, open_tab: Callable[[], CustomersTab], qtbot: QtBot
    ) -> None:
        tab = open_tab()
        wait_for(tab, qtbot, maria)
        assert tab._panel._sell.text() == "Sell to Maria"
        with qtbot.waitSignal(tab.sell_to) as wanted:
            qtbot.keyClick(tab, Qt.Key.Key_F6)
        assert wanted.args[0].id == maria.id

    def test_a_name_too_long_for_the_button_is_left_out(
        self,
        open_tab: Callable[[], CustomersTab],
        shop: Shop,
        owner: Clerk,
        qtbot: QtBot,
    ) -> None:
        long = shop.customers.add(first_name="Wolfeschlegelsteinhausenbergerdorff", by=owner)
        tab = open_tab()
        wait_for(tab, qtbot, long)
        assert tab._panel._sell.text() == "Sell"
        assert tab._panel._sell.accessibleName() == f"Sell to {long.name}"

    def test_many_addresses_scroll(
        self,
        maria: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        shop: Shop,
        owner: Clerk,
        qtbot: QtBot,
    ) -> None:
        for number in range(5):
            draft = AddressDraft(f"{number} Elm Street", "Portland", "US")
            shop.customers.add_address(maria.id, draft, by=owner)
        tab = open_tab()
        qtbot.waitUntil(lambda: len(entries(tab)) == 6)
        bar = tab._panel._addresses.verticalScrollBar()
        qtbot.waitUntil(lambda: bar.maximum() > 0)
        assert tab._panel._orders.height() > 3 * 34

    def test_enter_on_a_row_edits(
        self,
        maria: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        tab.focus_start()
        qtbot.keyClick(tab._search, Qt.Key.Key_Return)
        qtbot.keyClick(tab._table, Qt.Key.Key_Return)
        sheet = window.findChild(CustomerEditor)
        assert sheet is not None
        assert sheet.email.text() == "maria@example.com"

    def test_one_who_can_not_be_read_is_told(
        self, maria: CustomerRow, open_tab: Callable[[], CustomersTab], qtbot: QtBot
    ) -> None:
        tab = open_tab()
        wait_for(tab, qtbot, maria)
        tab._panel.show_customer(replace(maria, id=999))
        qtbot.waitUntil(tab._panel._error.isVisible)
        assert tab._panel._error._title.text() == "There is no customer “999”."
        tab._panel.show_customer(maria)
        wait_for(tab, qtbot, maria)
        assert tab._panel._shown.isVisible()


class TestAddresses:
    def test_without_any_the_shops_stands_in(
        self, jens: CustomerRow, open_tab: Callable[[], CustomersTab], qtbot: QtBot
    ) -> None:
        tab = open_tab()
        wait_for(tab, qtbot, jens)
        qtbot.waitUntil(tab._panel._addresses.isVisible)
        assert entries(tab) == []

    def test_the_last_one_stays_and_says_so(
        self, maria: CustomerRow, open_tab: Callable[[], CustomersTab], qtbot: QtBot
    ) -> None:
        tab = open_tab()
        wait_for(tab, qtbot, maria)
        (entry,) = entries(tab)
        remove = entry.findChild(QMenu).actions()[1]  # type: ignore[union-attr]
        assert not remove.isEnabled()
        assert remove.text() == "Remove (a customer keeps the last address)"

    def test_add_one_and_remove_the_other(
        self,
        maria: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        shop: Shop,
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        wait_for(tab, qtbot, maria)
        tab._panel._add_menu.actions()[0].trigger()
        sheet = window.findChild(AddressSheet)
        assert sheet is not None
        qtbot.keyClicks(sheet.fields.line1, "7 Elm Street")
        qtbot.keyClicks(sheet.fields.city, "Portland")
        with qtbot.waitSignal(sheet.saved):
            qtbot.keyClick(sheet, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(entries(tab)) == 2)
        menu = entries(tab)[0].findChild(QMenu)
        assert menu is not None
        menu.actions()[1].trigger()
        asking = window.findChild(ConfirmSheet)
        assert asking is not None
        asking.yes.click()
        qtbot.waitUntil(lambda: len(entries(tab)) == 1)
        assert [row.line1 for row in shop.customers.addresses(maria.id)] == ["7 Elm Street"]

    def test_change_one(
        self,
        maria: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        shop: Shop,
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        wait_for(tab, qtbot, maria)
        entries(tab)[0].findChild(QMenu).actions()[0].trigger()  # type: ignore[union-attr]
        sheet = window.findChild(AddressSheet)
        assert sheet is not None
        assert sheet.fields.phone.text() == "(503) 555-0100"
        sheet.fields.city.setText("Bend")
        with qtbot.waitSignal(sheet.saved):
            sheet.save_button.click()
        (address,) = shop.customers.addresses(maria.id)
        assert (address.line1, address.city, address.phone) == (
            "12 Oak Avenue",
            "Bend",
            "+15035550100",
        )
        qtbot.waitUntil(lambda: tab._model.row(0).city == "Bend")

    def test_share_one_of_somebody_else(
        self,
        maria: CustomerRow,
        jens: CustomerRow,
        open_tab: Callable[[], CustomersTab],
        shop: Shop,
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        tab._table.choose(jens.id)
        wait_for(tab, qtbot, jens)
        tab._panel._add_menu.actions()[1].trigger()
        picker = window.findChild(CustomerPicker)
        assert picker is not None
        qtbot.keyClicks(picker.search, "hansen")
        with qtbot.waitSignal(picker.chosen):
            qtbot.keyClick(picker.search, Qt.Key.Key_Return)
        sheet = window.findChild(ShareSheet)
        assert sheet is not None
        qtbot.waitUntil(sheet.save_button.isEnabled)
        with qtbot.waitSignal(sheet.saved):
            sheet.save_button.click()
        (theirs,) = shop.customers.addresses(jens.id)
        assert theirs == shop.customers.addresses(maria.id)[0]

    def test_nothing_to_share_is_said(
        self, maria: CustomerRow, jens: CustomerRow, desk: Desk, window: QWidget, qtbot: QtBot
    ) -> None:
        sheet = ShareSheet(desk, window, maria, jens)
        sheet.open()
        qtbot.waitUntil(lambda: sheet._words.text() == "No street is known of Jens Zimmer.")
        assert not sheet.save_button.isEnabled()
