"""The Orders tab as a clerk uses it: look through the history, narrow it, open, move, hand out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QDateEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow, OrderDetail, ProductRow, Receipt
from pos_app.shop import Shop
from pos_app.ui.customers.picker import CustomerPicker
from pos_app.ui.desk import Desk
from pos_app.ui.orders.tab import OrdersTab
from pos_app.ui.periods import CUSTOM, Span
from pos_app.ui.widgets.confirm import ConfirmSheet
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, refuse

NOON = datetime.now(UTC).replace(hour=17, minute=0, second=0, microsecond=0) - timedelta(days=1)
"""Yesterday or the day before, by the clock of the shop in New York."""


@pytest.fixture
def maria(shop: Shop, owner: Clerk) -> CustomerRow:
    return shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)


@pytest.fixture
def sell(shop: Shop, owner: Clerk, milk: ProductRow) -> Callable[..., Receipt]:
    """Sells milk, by default one at noon."""

    def sell(count: int = 1, *, at: datetime = NOON, customer: int | None = None) -> Receipt:
        cart = Cart().add(milk, count)
        return shop.checkout.sell(
            cart, [Payment("cash", 129 * count)], by=owner, at=at, customer=customer
        )

    return sell


@pytest.fixture
def order(shop: Shop, owner: Clerk, milk: ProductRow, maria: CustomerRow) -> OrderDetail:
    """A pending order of three milks that Maria has paid by card."""
    cart = Cart().add(milk, 3)
    paid = [Payment("card", 387, "A-4471")]
    return shop.orders.place(cart, customer_id=maria.id, by=owner, payments=paid)


@pytest.fixture
def open_tab(desk: Desk, window: QWidget, qtbot: QtBot) -> Callable[[], OrdersTab]:
    """Shows the tab in a window and waits until its list is there."""

    def open_tab() -> OrdersTab:
        tab = OrdersTab(desk)
        QVBoxLayout(window).addWidget(tab)
        with qtbot.waitActive(window), qtbot.waitSignal(tab._model.filled):
            window.show()
            tab.refresh()
        return tab

    return open_tab


def shown(tab: OrdersTab) -> list[str]:
    """The numbers in the list, from the top."""
    model = tab._model
    return [model.row(place).number for place in range(model.rowCount())]


def moves(tab: OrdersTab) -> list[str]:
    """What the buttons offer that move the order on."""
    return [button.text() for button in tab._panel._moves.buttons]


def press(tab: OrdersTab, words: str) -> None:
    """Press the button of the panel that says this."""
    found = [b for b in tab._panel.findChildren(QPushButton) if b.isVisible()]
    (button,) = [button for button in found if button.text() == words]
    button.click()


def wait_for_receipt(tab: OrdersTab, qtbot: QtBot, number: str) -> None:
    qtbot.waitUntil(lambda: tab._panel._slip.accessibleName() == f"Receipt {number}")


class TestHistory:
    def test_newest_first_with_its_receipt(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        first, second = sell(), sell(2, at=NOON + timedelta(minutes=1))
        tab = open_tab()
        QAbstractItemModelTester(
            tab._model, QAbstractItemModelTester.FailureReportingMode.Fatal, tab
        )
        assert shown(tab) == [second.number, first.number]
        wait_for_receipt(tab, qtbot, second.number)
        assert "2 × 1.29" in tab._panel._slip.accessibleDescription()
        assert tab._panel._head.badge.text() == "Delivered"
        assert moves(tab) == []

    def test_texts_of_a_row(
        self, sell: Callable[..., Receipt], maria: CustomerRow, open_tab: Callable[[], OrdersTab]
    ) -> None:
        sell(3, customer=maria.id)
        sell(1, at=NOON - timedelta(days=400))
        tab = open_tab()
        row = [tab._model.index(0, column).data() for column in range(6)]
        assert row[0] == "T1-1"
        assert row[1].endswith((" 12:00 PM", " 1:00 PM"))
        assert row[2:] == ["Maria Hansen", "1", "3.87", "Delivered"]
        assert tab._model.index(1, 2).data() == "Walk-in"

    def test_arrow_keys_walk_through_receipts(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        receipts = [sell(at=NOON + timedelta(minutes=minute)) for minute in range(3)]
        tab = open_tab()
        tab.focus_start()
        qtbot.keyClick(tab._bar._number, Qt.Key.Key_Down)
        assert tab._table.hasFocus()
        qtbot.keyClick(tab._table, Qt.Key.Key_Down)
        wait_for_receipt(tab, qtbot, receipts[1].number)

    def test_a_long_history_comes_page_by_page(
        self,
        sell: Callable[..., Receipt],
        open_tab: Callable[[], OrdersTab],
        qtbot: QtBot,
        shop: Shop,
        milk: ProductRow,
        owner: Clerk,
    ) -> None:
        shop.stock.receive(milk.id, 100, by=owner)
        for minute in range(130):
            sell(at=NOON - timedelta(minutes=minute))
        tab = open_tab()
        qtbot.keyClick(tab._table, Qt.Key.Key_End)
        qtbot.waitUntil(lambda: tab._table.current_row().number == "T1-130")
        assert shown(tab) == [f"T1-{number}" for number in range(1, 131)]

    def test_empty_says_what_to_do(self, open_tab: Callable[[], OrdersTab]) -> None:
        tab = open_tab()
        assert tab._table._empty.isVisible()
        assert tab._table._empty._title.text() == "No orders yet"
        assert tab._panel._nothing.isVisible()


class TestTrouble:
    def test_an_order_that_can_not_be_read_says_so_and_can_be_asked_again(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        receipt = sell()
        tab = open_tab()
        wait_for_receipt(tab, qtbot, receipt.number)
        row = tab._model.row(0)
        tab._panel.show_order(replace(row, id=999))
        qtbot.waitUntil(tab._panel._error.isVisible)
        assert tab._panel._error._title.text() == "There is no order “999”."
        assert not tab._panel._shown.isVisible()
        tab._panel.show_order(row)
        qtbot.waitUntil(
            lambda: tab._panel._shown.isVisible() and tab._panel._files.copy.isEnabled()
        )
        assert not tab._panel._error.isVisible()


class TestFilters:
    def test_by_number(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        sell(), sell(), sell()
        tab = open_tab()
        tab.focus_start()
        qtbot.keyClicks(tab._bar._number, "t1-2")
        qtbot.keyClick(tab._bar._number, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: len(shown(tab)) == 1)
        assert shown(tab) == ["T1-2"]

    def test_by_status(
        self,
        sell: Callable[..., Receipt],
        order: OrderDetail,
        open_tab: Callable[[], OrdersTab],
        qtbot: QtBot,
    ) -> None:
        sell()
        tab = open_tab()
        status = tab._bar.findChild(QComboBox)
        qtbot.keyClicks(status, "Pend")
        qtbot.keyClick(status, Qt.Key.Key_Return)
        status.activated.emit(status.currentIndex())  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: len(shown(tab)) == 1)
        assert shown(tab) == [order.number]

    def test_by_days(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        old = sell(at=datetime(2024, 2, 29, 23, 30, tzinfo=UTC))
        sell(at=datetime(2024, 3, 1, 23, 30, tzinfo=UTC))
        tab = open_tab()
        press_chip(tab, "Dates…")
        qtbot.waitUntil(lambda: shown(tab) == [])
        first, last = tab._bar.findChildren(QDateEdit)
        first.setDate(QDate(2024, 2, 29))
        last.setDate(QDate(2024, 2, 29))
        qtbot.waitUntil(lambda: shown(tab) != [])
        assert shown(tab) == [old.number]

    def test_days_in_the_wrong_order_are_put_right(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab]
    ) -> None:
        tab = open_tab()
        press_chip(tab, "Dates…")
        first, last = tab._bar.findChildren(QDateEdit)
        first.setDate(QDate(2024, 3, 2))
        last.setDate(QDate(2024, 2, 1))
        assert tab._bar.filter.preset == CUSTOM
        assert tab._bar.filter.custom == Span(date(2024, 2, 1), date(2024, 3, 2))

    def test_today_is_the_shops_today(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        now = sell(at=datetime.now(UTC))
        sell(at=datetime.now(UTC) - timedelta(days=2))
        tab = open_tab()
        press_chip(tab, "Today")
        qtbot.waitUntil(lambda: shown(tab) == [now.number])
        press_chip(tab, "7 days")
        qtbot.waitUntil(lambda: len(shown(tab)) == 2)
        assert now.number in shown(tab)

    def test_by_customer_and_back(
        self,
        sell: Callable[..., Receipt],
        maria: CustomerRow,
        open_tab: Callable[[], OrdersTab],
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        hers = sell(customer=maria.id)
        sell()
        tab = open_tab()
        press_chip(tab, "Customer")
        picker = window.findChild(CustomerPicker)
        assert picker is not None
        qtbot.waitUntil(lambda: picker.model.rowCount() == 1)
        qtbot.keyClicks(picker.search, "hans")
        qtbot.keyClick(picker.search, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: shown(tab) == [hers.number])
        assert tab._bar._customer.text() == "Maria Hansen"
        tab._bar._no_customer.click()
        qtbot.waitUntil(lambda: len(shown(tab)) == 2)

    def test_nothing_fits_and_the_way_back(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        sell()
        tab = open_tab()
        qtbot.keyClicks(tab._bar._number, "999")
        qtbot.waitUntil(lambda: shown(tab) == [])
        assert tab._table._empty._title.text() == "No order fits"
        tab._table._empty.button.click()
        qtbot.waitUntil(lambda: len(shown(tab)) == 1)
        assert tab._bar._number.text() == ""

    def test_shown_from_elsewhere(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        first, _ = sell(), sell()
        tab = open_tab()
        tab.show_order(first.order_id, first.number)
        wait_for_receipt(tab, qtbot, first.number)
        assert shown(tab) == [first.number]


def press_chip(tab: OrdersTab, words: str) -> None:
    for button in tab._bar.findChildren(QPushButton):
        if button.text() == words:
            button.click()
            return
    raise AssertionError(f"nothing says {words}")


class TestMoves:
    def test_only_the_allowed_ones_are_offered(
        self, order: OrderDetail, open_tab: Callable[[], OrdersTab], shop: Shop, qtbot: QtBot
    ) -> None:
        tab = open_tab()
        wait_for_receipt(tab, qtbot, order.number)
        assert moves(tab) == ["Start processing", "Cancel order"]
        press(tab, "Start processing")
        qtbot.waitUntil(lambda: moves(tab) == ["Mark shipped", "Cancel order"])
        tab._panel._moves.buttons[0].setFocus()
        press(tab, "Mark shipped")
        qtbot.waitUntil(lambda: moves(tab) == ["Mark delivered"])
        assert tab._panel._moves.buttons[0].hasFocus()
        press(tab, "Mark delivered")
        qtbot.waitUntil(lambda: moves(tab) == [])
        assert shop.orders.get(order.id).status == "delivered"
        qtbot.waitUntil(lambda: tab._model.row(0).status == "delivered")

    def test_cancelling_asks_first_and_says_what_returns(
        self,
        order: OrderDetail,
        milk: ProductRow,
        open_tab: Callable[[], OrdersTab],
        shop: Shop,
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        wait_for_receipt(tab, qtbot, order.number)
        press(tab, "Cancel order")
        sheet = window.findChild(ConfirmSheet)
        assert sheet is not None
        assert "stock returns" in sheet.accessibleDescription()
        assert "$3.87 has been paid" in sheet.accessibleDescription()
        assert sheet.no.hasFocus()
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
        assert shop.orders.get(order.id).status == "pending"
        press(tab, "Cancel order")
        window.findChildren(ConfirmSheet)[-1].yes.click()
        qtbot.waitUntil(lambda: tab._panel._head.badge.text() == "Cancelled")
        qtbot.waitUntil(lambda: "Cancelled" in tab._panel._slip.accessibleDescription())
        assert shop.catalog.get(milk.id).on_hand == 40
        assert moves(tab) == []

    def test_a_move_that_is_no_longer_allowed_is_refused_in_words(
        self, order: OrderDetail, open_tab: Callable[[], OrdersTab], desk: Desk, qtbot: QtBot
    ) -> None:
        tab = open_tab()
        wait_for_receipt(tab, qtbot, order.number)
        tab._panel._move("delivered")
        qtbot.waitUntil(lambda: len(desk.notices.notices) == 1)
        assert "pending order can't become delivered" in desk.notices.notices[0].text
        assert moves(tab) == ["Start processing", "Cancel order"]

    def test_who_may_not_cancel_asks_somebody_who_may(
        self,
        order: OrderDetail,
        open_tab: Callable[[], OrdersTab],
        shop: Shop,
        owner: Clerk,
        desk: Desk,
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        shop.staff.add_user(username="ben", name="Ben", pin="135790", role="clerk", by=owner)
        desk.session.clerk = shop.staff.sign_in("ben", pin="135790")
        tab = open_tab()
        wait_for_receipt(tab, qtbot, order.number)
        press(tab, "Cancel order")
        window.findChildren(ConfirmSheet)[-1].yes.click()
        said = refuse(window, qtbot)
        assert f"Cancel order {order.number}" in said
        assert shop.orders.get(order.id).status == "pending"
        press(tab, "Cancel order")
        window.findChildren(ConfirmSheet)[-1].yes.click()
        approve(window, qtbot, OWNER_PIN)
        qtbot.waitUntil(lambda: shop.orders.get(order.id).status == "cancelled")

    def test_what_another_till_does_is_seen(
        self,
        order: OrderDetail,
        open_tab: Callable[[], OrdersTab],
        shop: Shop,
        owner: Clerk,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        wait_for_receipt(tab, qtbot, order.number)
        shop.orders.set_status(order.id, "processing", by=owner)
        qtbot.waitUntil(lambda: moves(tab) == ["Mark shipped", "Cancel order"])
        assert tab._model.row(0).status == "processing"

    def test_a_new_sale_appears_and_the_chosen_order_stays(
        self, sell: Callable[..., Receipt], open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        first = sell()
        tab = open_tab()
        wait_for_receipt(tab, qtbot, first.number)
        second = sell(at=NOON + timedelta(hours=1))
        qtbot.waitUntil(lambda: shown(tab) == [second.number, first.number])
        assert tab._table.current_row().id == first.order_id


class TestHandingOut:
    def test_copy(
        self, order: OrderDetail, open_tab: Callable[[], OrdersTab], qtbot: QtBot
    ) -> None:
        tab = open_tab()
        wait_for_receipt(tab, qtbot, order.number)
        tab._table.setFocus()
        qtbot.keyClick(tab._table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        text = QGuiApplication.clipboard().text()
        assert "Corner Shop" in text
        assert f"{order.number} " in text
        assert "TOTAL                                $3.87" in text

    @pytest.mark.parametrize(
        ("name", "start"),
        [("r.pdf", b"%PDF-"), ("r.html", b"<!DOCTYPE html>"), ("r.txt", b"               Corner")],
    )
    def test_save(
        self,
        order: OrderDetail,
        open_tab: Callable[[], OrdersTab],
        desk: Desk,
        tmp_path: Path,
        qtbot: QtBot,
        name: str,
        start: bytes,
    ) -> None:
        tab = open_tab()
        wait_for_receipt(tab, qtbot, order.number)
        assert tab._panel._paper is not None
        tab._panel._files.save_to(tab._panel._paper, tmp_path / name)
        qtbot.waitUntil(lambda: len(desk.notices.notices) == 1)
        assert (tmp_path / name).read_bytes().startswith(start)
        assert desk.notices.notices[0].text == f"Saved {name}"

    def test_a_folder_that_is_not_there_is_told(
        self,
        order: OrderDetail,
        open_tab: Callable[[], OrdersTab],
        desk: Desk,
        tmp_path: Path,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        wait_for_receipt(tab, qtbot, order.number)
        assert tab._panel._paper is not None
        tab._panel._files.save_to(tab._panel._paper, tmp_path / "gone" / "r.txt")
        qtbot.waitUntil(lambda: len(desk.notices.notices) == 1)
        assert "could not be saved" in desk.notices.notices[0].text
        assert desk.notices.notices[0].sticky

    def test_to_the_customer(
        self,
        order: OrderDetail,
        open_tab: Callable[[], OrdersTab],
        maria: CustomerRow,
        qtbot: QtBot,
    ) -> None:
        tab = open_tab()
        wait_for_receipt(tab, qtbot, order.number)
        with qtbot.waitSignal(tab.customer_wanted) as wanted:
            tab._panel._head.customer.click()
        assert wanted.args == [maria.id]
