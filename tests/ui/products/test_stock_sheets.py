"""Goods in and the shelf set right: what is typed, what the shop says, what is seen."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from pos_app.ui.products.stock_sheets import AdjustSheet, ReceiveSheet
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, refuse
from tests.ui.products.conftest import Manager, faults

Open = Callable[[], Manager]


def receive(manager: Manager, product: ProductRow) -> ReceiveSheet:
    manager.choose(product)
    manager.key(Qt.Key.Key_F6)
    sheet = manager.sheet(ReceiveSheet)
    assert isinstance(sheet, ReceiveSheet)
    return sheet


def adjust(manager: Manager, product: ProductRow) -> AdjustSheet:
    manager.choose(product)
    manager.key(Qt.Key.Key_F7)
    sheet = manager.sheet(AdjustSheet)
    assert isinstance(sheet, AdjustSheet)
    return sheet


def send(manager: Manager) -> None:
    manager.key(Qt.Key.Key_Return)
    manager.rest()


def test_goods_are_received(open_tab: Open, milk: ProductRow, shop: Shop) -> None:
    manager = open_tab()
    sheet = receive(manager, milk)
    assert sheet.result.text() == "40 on hand"
    manager.key("24")
    assert sheet.result.text() == "40 + 24 = 64 on hand"
    sheet.unit_cost.setText("0.85")
    sheet.note.setText("Delivery 4471")
    send(manager)
    assert manager.open_sheets() == 0
    assert manager.said == ["Milk 1 l: 64 on hand"]
    assert manager.chosen.on_hand == 64
    move = shop.stock.moves(milk.id, by=shop.staff.terminal())[0]
    assert (move.quantity, move.reason, move.note) == (Decimal(24), "received", "Delivery 4471")
    moves = manager.tab._panel._lists.moves
    assert moves.data(moves.index(0, 0)) == "Received"
    assert moves.data(moves.index(0, 1)) == "+24"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "Quantity is missing."),
        ("1.5", "Quantity must be whole: this is sold by the piece."),
        ("x", "Quantity is not a number."),
        ("0", "Quantity must be above zero."),
        ("-3", "Quantity must not be below zero."),
    ],
)
def test_a_wrong_quantity_is_said_under_its_field(
    open_tab: Open, milk: ProductRow, shop: Shop, typed: str, fault: str
) -> None:
    manager = open_tab()
    sheet = receive(manager, milk)
    manager.key(typed)
    sheet.note.setText("Keep me")
    send(manager)
    assert faults(sheet) == [fault]
    assert sheet.note.text() == "Keep me"
    assert shop.catalog.get(milk.id).on_hand == 40


def test_a_weight_is_received_in_its_unit(
    open_tab: Open, add_product: Callable[..., ProductRow], shop: Shop
) -> None:
    cheese = add_product(name="Cheese", unit="kg", stock=Decimal("1.2"))
    manager = open_tab()
    sheet = receive(manager, cheese)
    manager.key("0.55")
    assert sheet.result.text() == "1.2 kg + 0.55 kg = 1.75 kg on hand"
    send(manager)
    assert shop.catalog.get(cheese.id).on_hand == Decimal("1.75")


def choose(sheet: AdjustSheet, reason: str) -> None:
    """Press the chip of a reason."""
    [chip] = [each for each in sheet.reasons.buttons() if each.text() == reason.title()]
    chip.click()


def test_a_count_sets_what_is_on_hand(open_tab: Open, milk: ProductRow, shop: Shop) -> None:
    manager = open_tab()
    sheet = adjust(manager, milk)
    manager.key("37")
    assert sheet.result.text() == "40 − 3 = 37 on hand"
    sheet.note.setText("Inventory")
    send(manager)
    assert manager.chosen.on_hand == 37
    move = shop.stock.moves(milk.id, by=shop.staff.terminal())[0]
    assert (move.quantity, move.reason, move.note) == (Decimal(-3), "count", "Inventory")


@pytest.mark.parametrize(
    ("reason", "typed", "left"),
    [("damaged", "2", 38), ("lost", "1", 39), ("found", "5", 45), ("correction", "-4", 36)],
)
def test_each_reason_moves_the_stock_its_way(
    open_tab: Open, milk: ProductRow, shop: Shop, reason: str, typed: str, left: int
) -> None:
    manager = open_tab()
    sheet = adjust(manager, milk)
    choose(sheet, reason)
    assert sheet.quantity.hasFocus()
    manager.key(typed)
    send(manager)
    assert shop.catalog.get(milk.id).on_hand == left
    assert shop.stock.moves(milk.id, by=shop.staff.terminal())[0].reason == reason


def test_more_than_there_is_can_t_be_lost(open_tab: Open, milk: ProductRow, shop: Shop) -> None:
    manager = open_tab()
    sheet = adjust(manager, milk)
    choose(sheet, "lost")
    manager.key("41")
    send(manager)
    assert faults(sheet) == ["Only 40 on hand."]
    assert sheet.quantity.text() == "41"
    assert sheet.save_button.isEnabled()
    assert shop.catalog.get(milk.id).on_hand == 40


def test_a_minus_is_for_corrections_only(open_tab: Open, milk: ProductRow, shop: Shop) -> None:
    manager = open_tab()
    sheet = adjust(manager, milk)
    choose(sheet, "damaged")
    manager.key("-2")
    send(manager)
    assert len(faults(sheet)) == 1
    assert shop.catalog.get(milk.id).on_hand == 40


def test_a_count_that_is_right_already_changes_nothing(
    open_tab: Open, milk: ProductRow, shop: Shop
) -> None:
    manager = open_tab()
    adjust(manager, milk)
    manager.key("40")
    send(manager)
    assert manager.open_sheets() == 0
    assert len(shop.stock.moves(milk.id, by=shop.staff.terminal())) == 1


def test_who_may_not_adjust_has_it_approved(
    open_tab: Open, milk: ProductRow, shop: Shop, owner: Clerk
) -> None:
    shop.staff.add_user(username="bob", name="Bob", pin="135791", role="clerk", by=owner)
    manager = open_tab()
    manager.desk.session.clerk = shop.staff.sign_in("bob", pin="135791")
    sheet = adjust(manager, milk)
    manager.key("12")
    send(manager)
    said = refuse(manager.window, manager.bot)
    assert "Adjust: Milk 1 l" in said
    assert "12 on hand" in said
    assert sheet.quantity.text() == "12"
    assert shop.catalog.get(milk.id).on_hand == 40
    manager.key(Qt.Key.Key_Return)
    approve(manager.window, manager.bot, OWNER_PIN)
    manager.bot.waitUntil(lambda: shop.catalog.get(milk.id).on_hand == 12)


def test_a_sale_while_the_sheet_is_open_is_not_lost(
    open_tab: Open, milk: ProductRow, shop: Shop, owner: Clerk
) -> None:
    """A count is compared with what is on hand when it is sent, not when the sheet was opened."""
    manager = open_tab()
    adjust(manager, milk)
    manager.key("37")
    shop.stock.receive(milk.id, 10, by=owner)
    send(manager)
    assert shop.catalog.get(milk.id).on_hand == 37
    assert shop.stock.moves(milk.id, by=owner)[0].quantity == Decimal(-13)
