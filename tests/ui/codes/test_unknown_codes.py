"""Codes that nobody knew, as a manager deals with them: by keys, the real shop behind it."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.code_rules import CodeRule
from pos_app.domain.rows import Clerk, ProductRow, ScanHit
from pos_app.shop import Shop
from pos_app.ui.codes import UnknownCodesSheet, make_product
from pos_app.ui.codes.give_sheet import GiveCodeSheet
from pos_app.ui.desk import Desk
from pos_app.ui.products.editor import ProductEditor
from pos_app.ui.products.product_picker import ProductPicker
from pos_app.ui.widgets.sheet import Sheet
from tests.ui.approvals import refuse

WEIGHT = CodeRule("Weight", "weight", "21IIIIIVVVVVC", 3)
CODE = "4006381333931"

ENTER, ESC, DELETE, F4 = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Delete,
    Qt.Key.Key_F4,
)


class Manager:
    """The sheet in its window, and the ways a manager has to use it."""

    def __init__(self, desk: Desk, window: QWidget, bot: QtBot) -> None:
        self.desk, self.window, self.bot = desk, window, bot

    def open(self) -> UnknownCodesSheet:
        sheet = UnknownCodesSheet(self.desk, self.window)
        sheet.open()
        self.rest(sheet)
        return sheet

    def rest(self, sheet: UnknownCodesSheet | None = None) -> None:
        tasks = self.desk.tasks
        self.bot.waitUntil(
            lambda: (
                not (tasks.counter.busy or tasks.office.busy)
                and not (sheet is not None and sheet._gather.isActive())
            ),
            timeout=10_000,
        )

    def key(self, *keys: Qt.Key | str, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            target = QApplication.focusWidget() or self.window
            if isinstance(key, str):
                self.bot.keyClicks(target, key)
            else:
                self.bot.keyClick(target, key, held)

    def sheet(self, kind: type[Sheet]) -> Any:
        self.bot.waitUntil(lambda: any(s.isVisible() for s in self.window.findChildren(kind)))
        self.rest()
        return next(s for s in self.window.findChildren(kind) if s.isVisible())

    def words(self, sheet: UnknownCodesSheet) -> list[str]:
        model = sheet.model
        return [model.columns[0].text(model.row(place)) for place in range(model.rowCount())]

    @property
    def said(self) -> list[str]:
        return [notice.text for notice in self.desk.notices.notices]


@pytest.fixture
def manager(desk: Desk, window: QWidget, qtbot: QtBot) -> Manager:
    with qtbot.waitActive(window):
        window.show()
    return Manager(desk, window, qtbot)


@pytest.fixture
def noted(shop: Shop, owner: Clerk) -> None:
    """A code scanned twice, and after it a label of an article nobody knows."""
    for code in (CODE, CODE, WEIGHT.spell("12345", 500)):
        shop.codes.note_unknown(code, by=owner)


def test_says_when_every_code_is_known(manager: Manager) -> None:
    sheet = manager.open()
    assert manager.words(sheet) == []
    assert not any(button.isEnabled() for button in (sheet.make, sheet.give, sheet.forget))


@pytest.mark.usefixtures("noted")
def test_a_product_is_made_of_a_code(manager: Manager, shop: Shop) -> None:
    sheet = manager.open()
    assert manager.words(sheet) == ["Article 12345 on a scale", CODE]
    manager.key(Qt.Key.Key_Down, ENTER)
    editor = manager.sheet(ProductEditor)
    assert editor.form.barcodes.barcodes()[0][0] == CODE
    editor.form.name.setText("Pencil")
    editor.form.price.set_amount(99)
    manager.key(Qt.Key.Key_S, held=Qt.KeyboardModifier.ControlModifier)
    manager.bot.waitUntil(lambda: manager.words(sheet) == ["Article 12345 on a scale"])
    found = shop.codes.read(CODE)
    assert isinstance(found, ScanHit)
    assert found.product.name == "Pencil"
    assert "Added Pencil" in manager.said


@pytest.mark.usefixtures("noted")
def test_an_article_of_a_scale_is_made_with_its_number(manager: Manager, shop: Shop) -> None:
    sheet = manager.open()
    manager.key(ENTER)
    editor = manager.sheet(ProductEditor)
    assert editor.form.barcodes.barcodes() == ()
    editor.form.name.setText("Ham")
    editor.form.price.set_amount(1999)
    manager.key(Qt.Key.Key_S, held=Qt.KeyboardModifier.ControlModifier)
    manager.bot.waitUntil(lambda: manager.words(sheet) == [CODE])
    found = shop.codes.read(WEIGHT.spell("12345", 500))
    assert isinstance(found, ScanHit)
    assert (found.product.name, found.product.unit, str(found.quantity)) == ("Ham", "kg", "0.5")


@pytest.mark.usefixtures("noted")
def test_a_code_is_given_to_a_product_as_a_case(
    manager: Manager, shop: Shop, add_product: Callable[..., ProductRow]
) -> None:
    milk = add_product(barcodes=["96385074"])
    sheet = manager.open()
    manager.key(Qt.Key.Key_Down, F4)
    picker = manager.sheet(ProductPicker)
    picker.chosen.emit(milk)
    picker.accept()
    give = manager.sheet(GiveCodeSheet)
    give.pack.set_quantity(0)
    manager.key(ENTER)
    assert give.isVisible()
    give.pack.set_quantity(12)
    manager.key(ENTER)
    manager.bot.waitUntil(lambda: manager.words(sheet) == ["Article 12345 on a scale"])
    codes = [(row.code, row.pack_quantity) for row in shop.catalog.barcodes(milk.id)]
    assert codes == [("96385074", 1), (CODE, 12)]


@pytest.mark.usefixtures("noted")
def test_a_code_is_forgotten(manager: Manager, shop: Shop) -> None:
    sheet = manager.open()
    manager.key(DELETE)
    manager.bot.waitUntil(lambda: manager.words(sheet) == [CODE])
    assert [row.code for row in shop.codes.unknown_codes()] == [CODE]


@pytest.mark.usefixtures("noted")
def test_what_is_scanned_meanwhile_comes_in(manager: Manager, shop: Shop, owner: Clerk) -> None:
    sheet = manager.open()
    shop.codes.note_unknown("X-1", by=owner)
    manager.bot.waitUntil(lambda: manager.words(sheet)[:1] == ["X-1"])
    assert len(manager.words(sheet)) == 3


@pytest.mark.usefixtures("noted")
def test_a_clerk_may_look_and_change_nothing(
    manager: Manager, shop: Shop, owner: Clerk, desk: Desk
) -> None:
    shop.staff.add_user(username="bob", name="Bob", pin="135791", role="clerk", by=owner)
    desk.session.clerk = shop.staff.sign_in("bob", pin="135791")
    sheet = manager.open()
    manager.key(DELETE)
    assert "Forget an unknown code" in refuse(manager.window, manager.bot)
    manager.rest(sheet)
    assert len(manager.words(sheet)) == 2
    assert manager.said == []


def test_a_product_is_made_from_a_notice_with_what_was_scanned(
    manager: Manager, desk: Desk
) -> None:
    make_product(desk, manager.window, "]E0" + CODE)
    editor = manager.sheet(ProductEditor)
    assert editor.form.barcodes.barcodes()[0][0] == CODE
    manager.key(ESC)
