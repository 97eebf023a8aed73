"""Goods are given back at the counter: by keyboard, in pieces, once, and only by those who may."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow, OrderDetail, ProductRow, ReturnLine
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.orders.returns.sheet import ReturnSheet
from pos_app.ui.orders.returns.slip_sheet import ReturnSlipSheet
from pos_app.ui.orders.tab import OrdersTab
from pos_app.ui.widgets.confirm import ConfirmSheet
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, refuse

Open = Callable[[OrderDetail], OrdersTab]
OpenSheet = Callable[[OrderDetail], ReturnSheet]
Key = Qt.Key


@pytest.fixture
def tea(add_product: Callable[..., ProductRow]) -> ProductRow:
    return add_product("Tea", 350, barcodes=("4006381333931",))


@pytest.fixture
def order(shop: Shop, owner: Clerk, milk: ProductRow, tea: ProductRow) -> OrderDetail:
    """Three milks and a tea, 7.37: 5.00 of it by card, the rest in cash."""
    cart = Cart().add(milk, 3).add(tea)
    paid = [Payment("card", 500), Payment("cash", 240)]
    return shop.orders.get(shop.checkout.sell(cart, paid, by=owner).order_id)


@pytest.fixture
def open_order(desk: Desk, window: QWidget, qtbot: QtBot) -> Open:
    """Shows the tab in a window with this order chosen, its receipt read."""

    def open_order(order: OrderDetail) -> OrdersTab:
        tab = OrdersTab(desk)
        QVBoxLayout(window).addWidget(tab)
        with qtbot.waitActive(window), qtbot.waitSignal(tab._model.filled):
            window.show()
            tab.refresh()
        assert tab._table.choose(order.id)
        tab._table.setFocus()
        qtbot.waitUntil(lambda: tab._panel._slip.accessibleName() == f"Receipt {order.number}")
        return tab

    return open_order


@pytest.fixture
def open_sheet(open_order: Open, window: QWidget, qtbot: QtBot) -> OpenSheet:
    """Opens the sheet by its key, and waits for the lines."""

    def open_sheet(order: OrderDetail) -> ReturnSheet:
        tab = open_order(order)
        qtbot.keyClick(tab._table, Key.Key_F6)
        return sheet_of(window, qtbot)

    return open_sheet


def sheet_of(window: QWidget, qtbot: QtBot) -> ReturnSheet:
    qtbot.waitUntil(lambda: bool(window.findChildren(ReturnSheet)))
    sheet = window.findChildren(ReturnSheet)[-1]
    qtbot.waitUntil(lambda: bool(sheet._lines.rows))
    return sheet


def slip_of(window: QWidget, qtbot: QtBot) -> ReturnSlipSheet:
    qtbot.waitUntil(lambda: bool(window.findChildren(ReturnSlipSheet)))
    shown = window.findChildren(ReturnSlipSheet)[-1]
    qtbot.waitUntil(lambda: shown._slip.accessibleName() != "")
    return shown


def type_into(sheet: ReturnSheet, qtbot: QtBot, place: int, text: str) -> None:
    qtbot.keyClicks(sheet._lines.rows[place].field, text)


def wait_for_sums(sheet: ReturnSheet, qtbot: QtBot, *words: str) -> None:
    qtbot.waitUntil(lambda: all(each in sheet._sums.told for each in words))


def press_enter(sheet: ReturnSheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(sheet._go.isEnabled)
    qtbot.keyClick(sheet.focusWidget(), Key.Key_Return)


class TestByKeyboard:
    def test_two_of_three_then_the_rest(
        self,
        order: OrderDetail,
        open_sheet: OpenSheet,
        window: QWidget,
        shop: Shop,
        milk: ProductRow,
        tea: ProductRow,
        qtbot: QtBot,
    ) -> None:
        sheet = open_sheet(order)
        field = sheet._lines.rows[0].field
        assert field.hasFocus()
        assert not sheet._go.isEnabled()
        qtbot.keyClicks(field, "2")
        wait_for_sums(sheet, qtbot, "$2.58", "By card", "incl. Tax 5 % 0.12")
        press_enter(sheet, qtbot)
        slip = slip_of(window, qtbot)
        assert slip.accessibleName() == "Return T1-R1"
        assert "2 × 1.29" in slip._slip.accessibleDescription()
        assert "Card 2.58" in slip._slip.accessibleDescription()
        assert shop.catalog.get(milk.id).on_hand == 39
        qtbot.keyClick(slip.focusWidget(), Key.Key_Return)

        tab = window.findChildren(OrdersTab)[0]
        qtbot.waitUntil(lambda: tab._model.row(0).returned == "part")
        qtbot.waitUntil(lambda: [b.text() for b in tab._panel._returns.buttons] == ["T1-R1"])
        assert tab._panel._head.returned.text() == "Part returned"
        assert tab._table.hasFocus()
        qtbot.keyClick(tab._table, Key.Key_F6)
        sheet = sheet_of(window, qtbot)
        assert "1 of 3 left" in sheet._lines.rows[0]._hint.text()
        qtbot.keyClick(sheet._lines.rows[0].field, Key.Key_F7)
        wait_for_sums(sheet, qtbot, "$4.79", "Card 2.42", "Cash 2.37")
        press_enter(sheet, qtbot)
        assert "Total returned $4.79" in slip_of(window, qtbot)._slip.accessibleDescription()
        qtbot.waitUntil(lambda: tab._model.row(0).returned == "whole")
        qtbot.waitUntil(lambda: not tab._panel._give_back.isVisible())
        returns = shop.returns.of_order(order.id)
        assert [each.total for each in returns] == [258, 479]
        assert [shop.catalog.get(each.id).on_hand for each in (milk, tea)] == [40, 40]
        assert shop.check(by=shop.staff.terminal()) == ()

    def test_damaged_goods_do_not_go_back_on_the_shelf(
        self,
        order: OrderDetail,
        open_sheet: OpenSheet,
        window: QWidget,
        shop: Shop,
        milk: ProductRow,
        qtbot: QtBot,
    ) -> None:
        sheet = open_sheet(order)
        assert not sheet._lines.rows[0].damaged.isEnabled()
        type_into(sheet, qtbot, 0, "ad")
        assert sheet._lines.wanted() == [
            ReturnLine(order.items[0].id, Decimal(3), damaged=True),
        ]
        press_enter(sheet, qtbot)
        assert "Damaged" in slip_of(window, qtbot)._slip.accessibleDescription()
        assert shop.catalog.get(milk.id).on_hand == 37

    def test_keys_step_and_walk(
        self, order: OrderDetail, open_sheet: OpenSheet, qtbot: QtBot
    ) -> None:
        sheet = open_sheet(order)
        first, second = (row.field for row in sheet._lines.rows)
        qtbot.keyClicks(first, "++++-")
        assert first.text() == "2"
        qtbot.keyClick(first, Key.Key_Down)
        assert second.hasFocus()
        qtbot.keyClicks(second, "+")
        qtbot.keyClick(second, Key.Key_Up)
        assert first.hasFocus()
        qtbot.keyClicks(first, "--")
        assert first.text() == ""
        wait_for_sums(sheet, qtbot, "$3.50")

    def test_another_way_and_a_reason(
        self,
        order: OrderDetail,
        open_sheet: OpenSheet,
        window: QWidget,
        shop: Shop,
        qtbot: QtBot,
    ) -> None:
        sheet = open_sheet(order)
        type_into(sheet, qtbot, 0, "a")
        qtbot.keyClick(sheet.focusWidget(), Key.Key_F1)
        wait_for_sums(sheet, qtbot, "By cash")
        sheet._reason.buttons[2].click()
        assert sheet._reason.line.text() == "Faulty"
        sheet._reason.line.setFocus()
        qtbot.keyClicks(sheet._reason.line, ": sour")
        press_enter(sheet, qtbot)
        assert "Reason Faulty: sour" in slip_of(window, qtbot)._slip.accessibleDescription()
        (back,) = shop.returns.of_order(order.id)
        assert [(each.method, each.amount) for each in back.repayments] == [("cash", 387)]

    def test_a_scan_adds_one_of_its_line(
        self, order: OrderDetail, open_sheet: OpenSheet, qtbot: QtBot
    ) -> None:
        sheet = open_sheet(order)
        first, second = (row.field for row in sheet._lines.rows)
        for expected in ("1", "1"):
            qtbot.keyClicks(sheet.focusWidget(), "4006381333931")
            qtbot.keyClick(sheet.focusWidget(), Key.Key_Return)
            qtbot.waitUntil(lambda: second.text() == expected)  # noqa: B023 - asked at once
            second.selectAll()
        qtbot.waitUntil(lambda: sheet._refusal.text == "No Tea is left to give back.")
        assert first.text() == ""


class TestMoney:
    def test_store_credit_is_for_customers(
        self,
        shop: Shop,
        owner: Clerk,
        milk: ProductRow,
        open_sheet: OpenSheet,
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        maria: CustomerRow = shop.customers.add(first_name="Maria", last_name="H", by=owner)
        sold = shop.checkout.sell(
            Cart().add(milk, 2), [Payment("cash", 258)], by=owner, customer=maria.id
        )
        sheet = open_sheet(shop.orders.get(sold.order_id))
        type_into(sheet, qtbot, 0, "1")
        qtbot.keyClick(sheet.focusWidget(), Key.Key_F5)
        wait_for_sums(sheet, qtbot, "By store credit")
        press_enter(sheet, qtbot)
        slip_of(window, qtbot)
        assert shop.ledgers.of_customer(maria.id)[0].balance == 129

    def test_what_a_gift_card_paid_goes_back_there_and_is_explained(
        self, shop: Shop, owner: Clerk, milk: ProductRow, open_sheet: OpenSheet, qtbot: QtBot
    ) -> None:
        card = Cart().add_line(shop.ledgers.gift_card_line("K7XF-M3RD-4471", 200, by=owner))
        shop.checkout.sell(card, [Payment("cash", 200)], by=owner)
        paid = [Payment("gift_card", 200, code="K7XF-M3RD-4471"), Payment("card", 58)]
        sold = shop.checkout.sell(Cart().add(milk, 2), paid, by=owner)
        sheet = open_sheet(shop.orders.get(sold.order_id))
        type_into(sheet, qtbot, 0, "a")
        wait_for_sums(sheet, qtbot, "$2.58")
        assert "goes back where it came from" not in sheet._sums.told
        qtbot.keyClick(sheet.focusWidget(), Key.Key_F1)
        wait_for_sums(sheet, qtbot, "goes back where it came from", "Cash 0.58")
        assert "Gift card ···· 4471 2.00" in sheet._sums.told

    def test_a_walk_in_has_none(self, order: OrderDetail, open_sheet: OpenSheet) -> None:
        assert not open_sheet(order)._ways.buttons["store_credit"].isEnabled()


class TestRefusals:
    def test_who_may_not_has_it_approved_when_it_is_known_what_it_comes_to(
        self,
        order: OrderDetail,
        open_sheet: OpenSheet,
        shop: Shop,
        owner: Clerk,
        desk: Desk,
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        sheet = open_sheet(order)
        shop.staff.add_user(username="ben", name="Ben", pin="135790", role="clerk", by=owner)
        desk.session.clerk = shop.staff.sign_in("ben", pin="135790")
        type_into(sheet, qtbot, 0, "1")
        press_enter(sheet, qtbot)
        said = refuse(window, qtbot)
        assert f"for {order.number} | Ben may not give money back alone." in said
        assert sheet._refusal.text == ""
        assert sheet._go.isEnabled()
        assert sheet.isVisible()
        assert shop.returns.of_order(order.id) == ()
        press_enter(sheet, qtbot)
        approve(window, qtbot, OWNER_PIN)
        qtbot.waitUntil(lambda: len(shop.returns.of_order(order.id)) == 1)

    def test_more_than_is_left_can_not_be_booked(
        self, order: OrderDetail, open_sheet: OpenSheet, qtbot: QtBot
    ) -> None:
        sheet = open_sheet(order)
        type_into(sheet, qtbot, 0, "4")
        assert sheet._lines.rows[0]._hint.text() == "Only 3 left"
        wait_for_sums(sheet, qtbot, "Change the quantity that is marked.")
        assert not sheet._go.isEnabled()

    def test_what_another_till_gave_back_meanwhile_is_seen(
        self,
        order: OrderDetail,
        open_sheet: OpenSheet,
        shop: Shop,
        owner: Clerk,
        qtbot: QtBot,
    ) -> None:
        sheet = open_sheet(order)
        type_into(sheet, qtbot, 0, "3")
        qtbot.waitUntil(sheet._go.isEnabled)
        shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 2)], by=owner)
        qtbot.keyClick(sheet.focusWidget(), Key.Key_Return)
        qtbot.waitUntil(lambda: "Only 1 of Milk" in sheet._refusal.text)
        qtbot.waitUntil(lambda: sheet._lines.rows[0]._hint.text() == "Only 1 left")
        assert len(shop.returns.of_order(order.id)) == 1

    def test_an_order_that_was_never_paid_says_so(
        self,
        shop: Shop,
        owner: Clerk,
        milk: ProductRow,
        open_order: Open,
        window: QWidget,
        qtbot: QtBot,
    ) -> None:
        maria = shop.customers.add(first_name="Maria", last_name="H", by=owner)
        placed = shop.orders.place(Cart().add(milk), customer_id=maria.id, by=owner)
        tab = open_order(placed)
        assert not tab._panel._give_back.isVisible()
        for status in ("processing", "shipped"):
            shop.orders.set_status(placed.id, status, by=owner)
        qtbot.waitUntil(tab._panel._give_back.isVisible)
        qtbot.waitUntil(tab._panel._give_back.isEnabled)
        qtbot.keyClick(tab._table, Key.Key_F6)
        qtbot.waitUntil(lambda: bool(window.findChildren(ReturnSheet)))
        sheet = window.findChildren(ReturnSheet)[-1]
        qtbot.waitUntil(sheet._error.isVisible)
        assert "was never paid" in sheet._error._title.text()


class TestTheSheet:
    def test_pressed_twice_it_is_booked_once(
        self, order: OrderDetail, open_sheet: OpenSheet, window: QWidget, shop: Shop, qtbot: QtBot
    ) -> None:
        sheet = open_sheet(order)
        type_into(sheet, qtbot, 0, "1")
        qtbot.waitUntil(sheet._go.isEnabled)
        sheet._confirm()
        assert sheet._go.text() == "Booking …"
        sheet._confirm()
        qtbot.keyClick(sheet, Key.Key_Escape)
        assert sheet.isVisible()
        slip_of(window, qtbot)
        assert len(shop.returns.of_order(order.id)) == 1

    def test_an_answer_that_was_lost_is_the_same_return(
        self, order: OrderDetail, open_sheet: OpenSheet, window: QWidget, shop: Shop, qtbot: QtBot
    ) -> None:
        """The books have it, the window was told of an error: again is not twice."""
        sheet = open_sheet(order)
        type_into(sheet, qtbot, 0, "1")
        qtbot.waitUntil(sheet._go.isEnabled)
        clerk = sheet._desk.session.clerk
        assert clerk is not None
        assert sheet._asked is not None
        first = shop.returns.give_back(order.id, sheet._asked[0], uuid=sheet._uuid, by=clerk)
        sheet._confirm()
        assert slip_of(window, qtbot).accessibleName() == f"Return {first.number}"
        assert len(shop.returns.of_order(order.id)) == 1

    def test_esc_asks_before_what_was_chosen_is_lost(
        self, order: OrderDetail, open_sheet: OpenSheet, window: QWidget, qtbot: QtBot
    ) -> None:
        sheet = open_sheet(order)
        type_into(sheet, qtbot, 0, "1")
        qtbot.waitUntil(sheet._go.isEnabled)
        qtbot.keyClick(sheet, Key.Key_Escape)
        assert window.findChildren(ConfirmSheet)
        window.findChildren(ConfirmSheet)[-1].yes.click()
        assert not sheet.isVisible()

    def test_nothing_chosen_closes_at_once(
        self, order: OrderDetail, open_sheet: OpenSheet, window: QWidget, qtbot: QtBot
    ) -> None:
        sheet = open_sheet(order)
        qtbot.keyClick(sheet, Key.Key_Escape)
        assert not sheet.isVisible()
        assert not window.findChildren(ConfirmSheet)

    def test_sixty_lines_are_all_there(
        self,
        shop: Shop,
        owner: Clerk,
        add_product: Callable[..., ProductRow],
        open_sheet: OpenSheet,
        qtbot: QtBot,
    ) -> None:
        cart = Cart()
        for number in range(60):
            cart = cart.add(add_product(f"Article {number}", 100), 2)
        sold = shop.checkout.sell(cart, [Payment("card", 12000)], by=owner)
        sheet = open_sheet(shop.orders.get(sold.order_id))
        qtbot.waitUntil(lambda: len(sheet._lines.rows) == 60)
        field = sheet._lines.rows[0].field
        for _ in range(59):
            qtbot.keyClick(sheet.focusWidget(), Key.Key_Down)
        assert sheet._lines.rows[59].field.hasFocus()
        assert not sheet._lines.visibleRegion().isEmpty()
        qtbot.keyClick(field, Key.Key_F7)
        wait_for_sums(sheet, qtbot, "$120.00")


class TestSlips:
    def test_an_earlier_return_is_opened_and_copied(
        self,
        order: OrderDetail,
        open_order: Open,
        shop: Shop,
        owner: Clerk,
        window: QWidget,
        qtbot: QtBot,
        tmp_path: Path,
    ) -> None:
        for _ in range(2):
            shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 1)], by=owner)
        tab = open_order(order)
        buttons = tab._panel._returns.buttons
        assert [button.text() for button in buttons] == ["T1-R2", "T1-R1"]
        buttons[1].setFocus()
        qtbot.keyClick(buttons[1], Key.Key_Return)
        slip = slip_of(window, qtbot)
        qtbot.keyClick(slip.focusWidget(), Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        text = QGuiApplication.clipboard().text()
        assert "*** RETURN ***" in text
        assert "T1-R1 " in text
        paper = slip._files._paper
        assert paper is not None
        slip._files.save_to(paper, tmp_path / "r.txt")
        qtbot.waitUntil((tmp_path / "r.txt").exists)

    def test_its_number_finds_the_order(
        self,
        order: OrderDetail,
        open_order: Open,
        shop: Shop,
        owner: Clerk,
        milk: ProductRow,
        qtbot: QtBot,
    ) -> None:
        shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 1)], by=owner)
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
        tab = open_order(order)
        tab.focus_start()
        qtbot.keyClicks(tab._bar._number, "t1-r1")
        qtbot.keyClick(tab._bar._number, Key.Key_Return)
        qtbot.waitUntil(lambda: tab._model.rowCount() == 1)
        assert tab._model.row(0).number == order.number
        assert tab._model.index(0, 5).data() == "Delivered"
        assert tab._model.columns[5].spoken(tab._model.row(0)) == "Delivered · part returned"
