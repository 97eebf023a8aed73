"""Customers' cards, badges of the staff, and where the list of unknown codes is found."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.rows import BadgeHit, Clerk, CustomerHit, ProductRow
from pos_app.shop import Shop
from pos_app.ui.customers.editor import CustomerEditor
from pos_app.ui.desk import Desk
from pos_app.ui.products.toolbar import Toolbar
from pos_app.ui.scanning import WANTS_SCANS
from pos_app.ui.staff import StaffSheet
from pos_app.ui.staff.badge_sheet import BadgeSheet


@pytest.fixture
def rest(desk: Desk, window: QWidget, qtbot: QtBot) -> Callable[[], None]:
    with qtbot.waitActive(window):
        window.show()

    def rest() -> None:
        tasks = desk.tasks
        qtbot.waitUntil(lambda: not (tasks.counter.busy or tasks.office.busy), timeout=10_000)

    return rest


def test_a_badge_is_given_and_taken_away(
    desk: Desk, window: QWidget, shop: Shop, owner: Clerk, qtbot: QtBot, rest: Callable[[], None]
) -> None:
    shop.staff.add_user(username="bob", name="Bob", pin="135791", role="clerk", by=owner)
    staff = StaffSheet(desk, window)
    staff.open()
    rest()
    qtbot.keyClick(staff.table, Qt.Key.Key_Down)
    assert staff.chosen is not None
    assert staff.chosen.name == "Bob"
    qtbot.keyClick(staff.table, Qt.Key.Key_F7)
    (sheet,) = window.findChildren(BadgeSheet)
    assert sheet.code.property(WANTS_SCANS)
    assert not sheet.take_away.isVisible()
    qtbot.keyClick(sheet.code, Qt.Key.Key_Return)
    assert sheet.form._rows["badge"]._line.text() == "Badge is missing."
    qtbot.keyClicks(sheet.code, "B-7781")
    qtbot.keyClick(sheet.code, Qt.Key.Key_Return)
    rest()
    found = shop.codes.read("B-7781")
    assert isinstance(found, BadgeHit)
    assert found.name == "Bob"
    (bob,) = (user for user in shop.staff.users(by=owner) if user.username == "bob")
    again = BadgeSheet(desk, window, bob)
    again.open()
    assert again.take_away.isVisible()
    qtbot.keyClick(again.code, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    rest()
    assert not any(user.has_badge for user in shop.staff.users(by=owner))


def test_two_people_have_two_badges(
    desk: Desk, window: QWidget, shop: Shop, owner: Clerk, qtbot: QtBot, rest: Callable[[], None]
) -> None:
    ann, bob = (
        shop.staff.add_user(username=name, name=name, pin="135791", by=owner)
        for name in ("anna", "bob")
    )
    shop.staff.set_badge(ann.id, "B-7781", by=owner)
    sheet = BadgeSheet(desk, window, bob)
    sheet.open()
    qtbot.keyClicks(sheet.code, "B-7781")
    sheet.save.click()
    rest()
    assert sheet.isVisible()
    assert sheet.form._rows["badge"]._line.text() == "Badge “B-7781” is taken already."


def test_a_card_is_given_with_the_customer_and_changed_later(
    desk: Desk,
    window: QWidget,
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    qtbot: QtBot,
    rest: Callable[[], None],
) -> None:
    shop.catalog.update_product(milk.id, barcodes=["96385074"], by=owner)
    editor = CustomerEditor(desk, window, name="Rosa Lee")
    editor.open()
    editor.card.setText("96385074")
    editor.save_button.click()
    rest()
    assert editor.isVisible()  # a product's code would always be found first
    editor.card.setText("K-0042")
    editor.save_button.click()
    rest()
    found = shop.codes.read("K-0042")
    assert isinstance(found, CustomerHit)
    assert found.customer.name == "Rosa Lee"
    editor = CustomerEditor(desk, window, found.customer)
    editor.open()
    rest()
    assert editor.card.text() == "K-0042"
    editor.card.setText("")
    assert editor.changed
    editor.save_button.click()
    rest()
    assert shop.customers.get(found.customer.id).card == ""


@pytest.mark.parametrize(("width", "shown"), [(420, False), (900, True), (1400, True)])
def test_the_toolbar_tells_of_unknown_codes(
    window: QWidget, qtbot: QtBot, width: int, shown: bool
) -> None:
    window.resize(1600, 200)
    toolbar = Toolbar(window)
    toolbar.setGeometry(0, 0, width, toolbar.sizeHint().height())
    window.show()
    toolbar.show_counts(40, 3, 0)
    assert not toolbar.unknown.isVisible()
    toolbar.show_counts(40, 3, 12)
    assert toolbar.unknown.isVisible() is shown
    assert "12" in toolbar._codes.text()
    with qtbot.waitSignal(toolbar.unknown_wanted):
        toolbar._codes.trigger()
