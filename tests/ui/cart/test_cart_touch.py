"""The counter by finger: tap, hold, swipe and flick, and the same with a mouse without harm."""

from collections.abc import Callable, Iterator

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from pos_app.domain.rows import ProductRow
from pos_app.ui.cart.line_menu import LineMenu
from pos_app.ui.cart.price_check_sheet import PriceCheckSheet
from pos_app.ui.cart.price_sheet import PriceSheet
from pos_app.ui.cart.quantity_sheet import QuantitySheet
from pos_app.ui.cart.tile_board import TileBoard, TileView
from pos_app.ui.widgets.finger import HOLD_MS
from pos_app.ui.widgets.sheet import Sheet
from tests.ui.cart.conftest import Till, button

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def screen() -> QPointingDevice:
    """A touch screen."""
    return QTest.createTouchDevice()


@pytest.fixture
def filled(till: Till, codes: dict[str, str]) -> Till:
    """A till with milk, coffee and beans in the cart; beans are selected."""
    for name in ("milk", "coffee", "beans"):
        till.scan(codes[name])
    till.wait_lines(3)
    till.rest()
    return till


def line_at(till: Till, row: int) -> QPoint:
    """A place on a line's name, in the list's viewport."""
    lines = till.tab.panel.lines
    rect = lines.visualRect(lines.model().index(row, 0))
    return QPoint(rect.center().x(), rect.top() + 20)


def drag(widget: QWidget, start: QPoint, by: QPoint, *, steps: int = 6) -> None:
    """Press, draw and let go."""
    QTest.mousePress(widget, LEFT, pos=start)
    for step in range(1, steps + 1):
        QTest.mouseMove(widget, start + by * step / steps)
    QTest.mouseRelease(widget, LEFT, pos=start + by)


def touch_drag(screen: QPointingDevice, widget: QWidget, start: QPoint, by: QPoint) -> None:
    """The same by a finger on a touch screen."""
    QTest.touchEvent(widget, screen).press(1, start, widget)
    for step in range(1, 7):
        QTest.qWait(10)
        QTest.touchEvent(widget, screen).move(1, start + by * step / 6, widget)
    QTest.touchEvent(widget, screen).release(1, start + by, widget)


def hold(till: Till, widget: QWidget, place: QPoint) -> None:
    """Rest on a place until it counts, and let go."""
    QTest.mousePress(widget, LEFT, pos=place)
    till.bot.wait(HOLD_MS + 60)
    QTest.mouseRelease(widget, LEFT, pos=place)


@pytest.fixture
def menus() -> Iterator[Callable[[], list[QMenu]]]:
    """The menus that are open; they are closed with the test."""

    def open_ones() -> list[QMenu]:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, LineMenu)]
        return [each for each in found if each.isVisible()]

    yield open_ones
    for menu in open_ones():
        menu.close()


class TestSwipe:
    def test_to_the_left_takes_the_line_out_and_offers_it_back(self, filled: Till) -> None:
        viewport = filled.tab.panel.lines.viewport()
        drag(viewport, line_at(filled, 0), QPoint(-140, 6))
        assert filled.names == ["Ground coffee 34 oz", "Baked beans 15.75 oz"]
        assert filled.notices == ["Whole milk 1 gal was taken out."]
        filled.desk.notices.notices[-1].act()
        assert filled.names[0] == "Whole milk 1 gal"

    def test_by_a_finger_on_a_touch_screen_too(
        self,
        set_up_till: Callable[..., Till],
        goods: dict[str, ProductRow],
        codes: dict[str, str],
        screen: QPointingDevice,
    ) -> None:
        till = set_up_till((1024, 644))  # the screen of the tests is 800 wide
        for name in ("milk", "coffee", "beans"):
            till.scan(codes[name])
        till.wait_lines(3)
        till.rest()
        start = QPoint(160, line_at(till, 1).y())
        touch_drag(screen, till.tab.panel.lines.viewport(), start, QPoint(-150, 0))
        till.bot.waitUntil(lambda: len(till.names) == 2)
        assert till.names == ["Whole milk 1 gal", "Baked beans 15.75 oz"]

    @pytest.mark.parametrize("by", [QPoint(-60, 0), QPoint(140, 0), QPoint(-110, 90)])
    def test_too_short_to_the_right_or_aslant_changes_nothing(
        self, filled: Till, by: QPoint
    ) -> None:
        drag(filled.tab.panel.lines.viewport(), line_at(filled, 0), by)
        assert len(filled.names) == 3
        assert filled.notices == []
        assert filled.tab.panel.lines._delegate.swiped[1] == 0

    def test_the_line_follows_the_finger(self, filled: Till) -> None:
        lines = filled.tab.panel.lines
        start = line_at(filled, 2)
        QTest.mousePress(lines.viewport(), LEFT, pos=start)
        QTest.mouseMove(lines.viewport(), start - QPoint(70, 0))
        assert lines._delegate.swiped == (2, -70)
        assert not lines.editor.isVisible()
        QTest.mouseRelease(lines.viewport(), LEFT, pos=start - QPoint(70, 0))
        assert lines.editor.isVisible()


class TestHold:
    def test_a_line_opens_its_menu(self, filled: Till, menus: Callable[[], list[QMenu]]) -> None:
        hold(filled, filled.tab.panel.lines.viewport(), line_at(filled, 0))
        [menu] = menus()
        assert filled.sale.selected == 0
        words = [action.text() for action in menu.actions()]
        assert words == [
            "Quantity …\t*", "Price …\tF5", "Discount …\tF6", "Note …\tF3", "Remove\tDel",
        ]  # fmt: skip
        rows = [menu.actionGeometry(action).height() for action in menu.actions()]
        assert min(rows) >= 44
        menu.actions()[-1].trigger()
        filled.bot.waitUntil(lambda: len(filled.names) == 2)

    def test_a_right_click_does_the_same(
        self, filled: Till, menus: Callable[[], list[QMenu]]
    ) -> None:
        lines, place = filled.tab.panel.lines, line_at(filled, 1)
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, place, lines.viewport().mapToGlobal(place)
        )
        QApplication.sendEvent(lines.viewport(), event)
        assert len(menus()) == 1
        assert filled.sale.selected == 1

    def test_a_tile_tells_its_price_and_sells_nothing(self, till: Till) -> None:
        till.rest()
        tiles = till.part(TileView)
        till.bot.waitUntil(lambda: tiles.model().rowCount() > 0)
        place = tiles.visualRect(tiles.model().index(0, 0)).center()
        hold(till, tiles.viewport(), place)
        sheet = till.sheet(PriceCheckSheet)
        name = tiles.model().index(0, 0).data()
        till.bot.waitUntil(lambda: sheet._facts._name.text() == name)
        till.key(Key.Key_Escape)
        till.rest()
        assert not till.sale.cart

    def test_a_tap_still_sells(self, till: Till, screen: QPointingDevice) -> None:
        till.rest()
        tiles = till.part(TileView)
        till.bot.waitUntil(lambda: tiles.model().rowCount() > 0)
        place = tiles.visualRect(tiles.model().index(0, 0)).center()
        name = tiles.model().index(0, 0).data()
        QTest.mouseClick(tiles.viewport(), LEFT, pos=place)
        till.wait_lines(1)
        viewport = tiles.viewport()
        QTest.touchEvent(viewport, screen).press(1, place, viewport)
        QTest.touchEvent(viewport, screen).release(1, place, viewport)
        till.bot.waitUntil(lambda: till.sale.cart.lines[0].quantity == 2)
        assert till.names == [name]


class TestFlick:
    def test_a_finger_scrolls_the_tiles_and_sells_nothing(
        self, set_up_till: Callable[..., Till], add_product: Callable[..., ProductRow],
        screen: QPointingDevice,
    ) -> None:  # fmt: skip
        for number in range(40):
            add_product(f"Goods {number:02}", 100 + number)
        till = set_up_till()
        till.rest()
        tiles = till.part(TileView)
        till.bot.waitUntil(lambda: tiles.model().rowCount() == 40)
        touch_drag(screen, tiles.viewport(), QPoint(200, 420), QPoint(0, -300))
        till.bot.waitUntil(lambda: tiles.verticalScrollBar().value() > 100)
        till.rest()
        assert not till.sale.cart

    def test_a_mouse_drags_nothing_along(
        self, set_up_till: Callable[..., Till], add_product: Callable[..., ProductRow]
    ) -> None:
        for number in range(40):
            add_product(f"Goods {number:02}", 100 + number)
        till = set_up_till()
        till.rest()
        tiles = till.part(TileView)
        till.bot.waitUntil(lambda: tiles.model().rowCount() == 40)
        drag(tiles.viewport(), QPoint(200, 420), QPoint(0, -300))
        assert tiles.verticalScrollBar().value() == 0


class TestPad:
    def test_a_tap_on_the_quantity_opens_the_pad(self, filled: Till) -> None:
        field = filled.tab.panel.lines.editor._quantity
        QTest.mouseClick(field, LEFT)
        sheet = filled.sheet(QuantitySheet)
        for digit in ("1", "2"):
            filled.bot.mouseClick(button(sheet, digit), LEFT)
        assert "12 × 0.89 = $10.68" in sheet._effect.text()
        filled.bot.mouseClick(button(sheet, "Take it"), LEFT)
        assert filled.sale.cart.lines[2].quantity == 12
        filled.sale.undo()
        assert filled.sale.cart.lines[2].quantity == 1

    def test_none_of_it_takes_the_line_out_and_nonsense_is_said(self, filled: Till) -> None:
        QTest.mouseClick(filled.tab.panel.lines.editor._quantity, LEFT)
        sheet = filled.sheet(QuantitySheet)
        filled.key("1.5", Key.Key_Return)
        assert "whole" in sheet._fault.text().lower()
        filled.key("0", Key.Key_Return)
        assert filled.names == ["Whole milk 1 gal", "Ground coffee 34 oz"]

    def test_the_price_has_a_pad_too(self, filled: Till) -> None:
        filled.bot.mouseClick(filled.tab.panel.lines.editor._price, LEFT)
        sheet = filled.sheet(PriceSheet)
        for digit in ("0", ".", "5"):
            filled.bot.mouseClick(button(sheet, digit), LEFT)
        filled.bot.mouseClick(button(sheet, "Set the price"), LEFT)
        assert filled.sale.cart.lines[2].own_price == 50


def small_buttons(widget: QWidget) -> list[str]:
    """What can be seen of it and is smaller than a finger."""
    return [
        f"{each.accessibleName()} {each.width()}x{each.height()}"
        for each in widget.findChildren(QPushButton)
        if each.isVisible() and min(each.width(), each.height()) < 44
    ]


@pytest.mark.parametrize("size", [(1024, 644), (1366, 712), (3840, 2104)])
def test_every_button_of_the_counter_is_a_finger_wide(
    set_up_till: Callable[..., Till], goods: dict[str, ProductRow], codes: dict[str, str],
    size: tuple[int, int],
) -> None:  # fmt: skip
    till = set_up_till(size)
    for name in ("milk", "coffee"):
        till.scan(codes[name])
    till.wait_lines(2)
    till.rest()
    assert small_buttons(till.tab) == []
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    keys = [
        (Key.Key_F3, None), (Key.Key_F4, None), (Key.Key_F5, None), (Key.Key_F6, None),
        (Key.Key_F7, None), (Key.Key_F8, None), (Key.Key_F9, None), (Key.Key_F10, None),
        (Key.Key_F12, None), (Key.Key_F2, shift), (Key.Key_G, control), (Key.Key_B, control),
    ]  # fmt: skip
    for key, held in keys:
        till.key(key, held=held)
        sheet = till.sheet(Sheet)
        till.rest()
        assert small_buttons(sheet) == [], sheet.accessibleName()
        card = sheet._sheet_card
        assert sheet.rect().contains(card.geometry()), sheet.accessibleName()
        sheet.reject()
        till.bot.waitUntil(lambda: not till.window.findChildren(Sheet))


def test_what_changes_when_the_tiles_are_gone_harms_nobody(till: Till) -> None:
    """As when a shop closes while another program's changes still come in."""
    board = till.tab.findChild(TileBoard)
    assert board is not None
    changes = till.desk.tasks.changes
    shiboken6.delete(board)
    changes.products.emit(())
    changes.stock.emit(())
    till.bot.wait(10)
    assert not shiboken6.isValid(board)
