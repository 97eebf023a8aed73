"""A clerk at the counter: scanning, searching, changing the cart."""

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from pos_app.devices.sound import Sound
from pos_app.domain.discounts import Discount
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop
from pos_app.ui.cart.category_chips import CategoryChips
from pos_app.ui.cart.finder import Finder
from pos_app.ui.cart.gift_card_sheet import GiftCardSheet
from pos_app.ui.cart.tile_board import TileView
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.pick_list import PickList
from pos_app.ui.widgets.sheet import top_sheet
from pos_app.ui.widgets.states import BusyBar
from tests.ui.cart.conftest import Till

Key = Qt.Key


def test_scans_become_lines_in_their_order_and_none_is_lost(till: Till, codes) -> None:
    order = ["milk", "coffee", "milk", "beans", "bananas"] * 8
    for name in order:
        till.scan(("1*" if name == "bananas" else "") + codes[name])
    till.bot.waitUntil(lambda: sum(line.quantity for line in till.sale.cart.lines) == 40)
    assert till.names == [
        "Whole milk 1 gal", "Ground coffee 34 oz", "Baked beans 15.75 oz", "Bananas",
    ]  # fmt: skip
    assert till.sale.cart.lines[0].quantity == 16
    assert till.tab.field.text() == ""
    assert till.sounds.played == [Sound.FOUND] * 40


def test_a_prefix_multiplies_a_scan_and_a_case_counts_its_pieces(till: Till, codes) -> None:
    till.scan("3*" + codes["milk"])
    till.scan("2*29000000093")  # two cases of twelve
    till.wait_lines(2)
    assert [line.quantity for line in till.sale.cart.lines] == [3, 24]


def test_a_prefix_waits_for_the_next_scan(till: Till, codes) -> None:
    till.key("3*", Key.Key_Return)
    assert till.tab.field.text() == "3*"
    till.scan(codes["milk"])
    till.wait_lines(1)
    assert till.sale.cart.lines[0].quantity == 3


def test_an_unknown_code_is_heard_and_stays_until_it_is_closed(till: Till, codes) -> None:
    till.scan("4006381333931")
    till.bot.waitUntil(lambda: len(till.notices) == 1)
    assert "4006381333931" in till.notices[0]
    assert till.sounds.played == [Sound.NOT_FOUND]
    till.key(Key.Key_Return, Key.Key_Return)
    till.scan(codes["milk"])
    till.wait_lines(1)
    assert len(till.notices) == 1
    till.key(Key.Key_Escape, held=Qt.KeyboardModifier.ShiftModifier)
    assert till.notices == []


def test_half_a_piece_is_refused_and_said(till: Till, codes) -> None:
    till.scan("1.5*" + codes["milk"])
    till.bot.waitUntil(lambda: till.notices != [])
    assert till.sounds.played[-1] == Sound.BLOCKED
    assert not till.sale.cart
    till.scan("1.5*" + codes["bananas"])
    till.wait_lines(1)
    assert till.sale.cart.lines[0].quantity == Decimal("1.5")


def test_words_open_a_list_and_enter_adds_the_first(till: Till) -> None:
    finder = till.part(Finder)
    till.key("2*mil")
    till.bot.waitUntil(lambda: finder.is_open)
    till.key(Key.Key_Return)
    till.wait_lines(1)
    assert till.sale.cart.lines[0].quantity == 2
    assert not finder.is_open
    assert till.tab.field.text() == ""


def test_arrows_choose_in_the_list_and_esc_closes_it(till: Till) -> None:
    finder = till.part(Finder)
    till.key("o")  # coffee and nothing else begins with it: take what several share
    till.key(Key.Key_Backspace, "1*b")
    till.bot.waitUntil(lambda: finder.is_open)
    listed = finder.findChild(PickList)
    assert isinstance(listed, PickList)
    names = [listed.model().index(n, 0).data() for n in range(listed.model().rowCount())]
    assert len(names) > 1
    till.key(Key.Key_Down, Key.Key_Return)
    till.wait_lines(1)
    assert till.names == [names[1]]
    till.key("b")
    till.bot.waitUntil(lambda: finder.is_open)
    till.key(Key.Key_Escape)
    assert not finder.is_open


def test_words_typed_faster_than_the_list_are_searched_on_enter(till: Till) -> None:
    till.scan("coffee")
    till.wait_lines(1)
    assert till.names == ["Ground coffee 34 oz"]


def test_words_that_fit_several_open_the_list(till: Till) -> None:
    till.scan("b")
    till.bot.waitUntil(lambda: till.part(Finder).is_open)
    assert till.tab.field.text() == "b"
    assert not till.sale.cart


def test_words_that_fit_nothing_are_told_like_an_unknown_code(till: Till) -> None:
    till.scan("xylophone")
    till.bot.waitUntil(lambda: till.notices != [])
    assert "xylophone" in till.notices[0]


def test_a_list_that_comes_late_is_not_shown(till: Till, codes) -> None:
    till.key("mil")
    till.bot.waitUntil(lambda: till.part(Finder).is_open)
    till.key(Key.Key_Escape)
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.rest()
    assert not till.part(Finder).is_open


def test_keys_on_the_selected_line(till: Till, codes) -> None:
    for name in ("milk", "coffee", "beans"):
        till.scan(codes[name])
    till.wait_lines(3)
    till.key("+", "+", "-")
    assert till.sale.cart.lines[2].quantity == 2
    till.key(Key.Key_Up, Key.Key_Up, "+")
    assert till.sale.selected == 0
    assert till.sale.cart.lines[0].quantity == 2
    till.key(Key.Key_Down, Key.Key_Delete)
    assert till.names == ["Whole milk 1 gal", "Baked beans 15.75 oz"]
    till.key("*", "12", Key.Key_Return)
    assert till.sale.cart.lines[1].quantity == 12
    assert till.tab.field.hasFocus()


def test_a_typed_quantity_is_left_with_esc(till: Till, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key("*", "7", Key.Key_Escape)
    assert till.sale.cart.lines[0].quantity == 1
    assert till.tab.field.hasFocus()


def test_a_scan_into_the_quantity_is_a_scan(till: Till, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key("*")
    till.scan(codes["coffee"])
    till.wait_lines(2)
    assert [line.quantity for line in till.sale.cart.lines] == [1, 1]
    assert till.tab.field.hasFocus()


def test_a_note_on_the_whole_sale_is_seen(till: Till, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key(Key.Key_N, held=Qt.KeyboardModifier.ControlModifier)
    till.sheet(AskSheet)
    till.key("gift wrap", Key.Key_Return)
    assert till.sale.cart.note == "gift wrap"
    seen = [label.text() for label in till.tab.panel.totals.findChildren(QLabel)]
    assert "“gift wrap”" in seen


def test_waiting_is_shown_only_when_it_takes_long(till: Till, codes) -> None:
    bar = till.part(BusyBar)
    gate = threading.Event()
    till.desk.tasks.counter.run(gate.wait)
    till.scan(codes["milk"])
    till.scan("4006381333931")
    assert not bar.running
    till.bot.waitUntil(lambda: bar.running)
    gate.set()
    till.bot.waitUntil(lambda: not bar.running)
    assert len(till.sale.cart.lines) == 1


def test_undo_and_redo_by_keys(till: Till, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    control = Qt.KeyboardModifier.ControlModifier
    till.key(Key.Key_Delete)
    till.key(Key.Key_Z, held=control)
    assert till.names == ["Whole milk 1 gal"]
    till.key(Key.Key_Y, held=control)
    assert till.names == []


def test_the_stepper_is_for_fingers(till: Till, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    editor = till.tab.panel.lines.editor
    buttons = {button.accessibleName(): button for button in editor.findChildren(KeyButton)}
    for _ in range(2):
        till.bot.mouseClick(buttons["One more"], Qt.MouseButton.LeftButton)
    assert till.sale.cart.lines[0].quantity == 3
    till.bot.mouseClick(buttons["Remove"], Qt.MouseButton.LeftButton)
    assert not till.sale.cart
    assert till.tab.field.hasFocus()


def test_a_note_is_kept_on_the_line(till: Till, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key(Key.Key_F3)
    till.sheet(AskSheet)
    till.key("no bag", Key.Key_Return)
    assert till.sale.cart.lines[0].note == "no bag"
    assert till.tab.field.hasFocus()


def click_tile(till: Till, name: str) -> None:
    tiles = till.part(TileView)
    model = tiles.model()
    till.bot.waitUntil(lambda: model.rowCount() > 0)
    rows = {model.index(n, 0).data(): model.index(n, 0) for n in range(model.rowCount())}
    middle = tiles.visualRect(rows[name]).center() - QPoint(10, 10)
    till.bot.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def test_a_touched_tile_is_added_as_often_as_it_is_touched(till: Till) -> None:
    click_tile(till, "Whole milk 1 gal")
    click_tile(till, "Whole milk 1 gal")
    till.key("3*")
    click_tile(till, "Baked beans 15.75 oz")
    till.wait_lines(2)
    assert [line.quantity for line in till.sale.cart.lines] == [2, 3]
    assert till.tab.field.text() == ""
    assert till.tab.field.hasFocus()


def test_categories_are_changed_by_keys(till: Till) -> None:
    chips = till.part(CategoryChips)
    tiles = till.part(TileView)
    till.bot.waitUntil(lambda: tiles.model().rowCount() == 5)
    till.key(Key.Key_PageDown)
    till.bot.waitUntil(lambda: tiles.model().rowCount() == 3)  # Grocery holds three
    till.key(Key.Key_PageUp)
    till.bot.waitUntil(lambda: tiles.model().rowCount() == 5)
    assert chips.current == 0


def test_a_tile_follows_price_and_stock(till: Till, shop: Shop, owner: Clerk, goods) -> None:
    tiles = till.part(TileView)
    till.bot.waitUntil(lambda: tiles.model().rowCount() == 5)
    shop.catalog.update_product(goods["milk"].id, price=333, by=owner)
    role = Qt.ItemDataRole.AccessibleTextRole

    def spoken() -> list[str]:
        model = tiles.model()
        return [model.index(n, 0).data(role) for n in range(model.rowCount())]

    till.bot.waitUntil(lambda: any("$3.33" in words for words in spoken()))
    assert not any("$2.79" in words for words in spoken())


def test_typing_anywhere_goes_to_the_scan_field(till: Till, codes) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.tab.panel.lines.setFocus()
    till.scan(codes["coffee"])
    till.wait_lines(2)
    till.part(TileView).setFocus()
    till.scan(codes["beans"])
    till.wait_lines(3)
    pay = next(b for b in till.tab.findChildren(KeyButton) if b.text().startswith("Pay"))
    pay.setFocus()
    till.scan("1*" + codes["bananas"])
    till.wait_lines(4)
    assert till.names[1:] == ["Ground coffee 34 oz", "Baked beans 15.75 oz", "Bananas"]
    pay.setFocus()
    till.key(Key.Key_F2)
    assert till.tab.field.hasFocus()


def test_more_than_the_shelf_holds_is_said_on_the_line(till: Till, codes) -> None:
    till.scan("12*" + codes["beans"])
    till.wait_lines(1)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert "only 11 on the shelf" in till.tab.panel.lines.model().index(0, 0).data(role)


def test_nobody_signed_in_is_said(set_up_till: Callable[..., Till], goods, codes) -> None:
    till = set_up_till(clerk=None)
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key(Key.Key_F12)
    assert till.notices == ["Nobody is signed in."]


@pytest.mark.parametrize("size", [(1024, 712), (1366, 712), (1920, 1024)])
def test_targets_are_large_and_named(set_up_till: Callable[..., Till], goods, codes, size) -> None:
    till = set_up_till(size)
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.rest()
    inside = till.tab.rect()
    for button in till.tab.findChildren(QPushButton):
        if button.isVisible():
            assert min(button.width(), button.height()) >= 44, button.accessibleName()
            assert button.accessibleName(), button.text()
            place = button.rect().translated(button.mapTo(till.tab, QPoint(0, 0)))
            assert inside.contains(place), button.accessibleName()
            assert button.width() >= button.sizeHint().width() or not button.text()


def test_a_line_goes_while_the_list_still_measures_the_others(till: Till, codes) -> None:
    """Qt asks for heights in the middle of a removal: of lines that the cart has no more."""
    for name in ("beans", "coffee"):
        till.scan(codes[name])
    till.wait_lines(2)
    till.sale.set_discount(1, Discount(100_000, 0, "Damaged"))
    till.sale.select(0)
    till.key(Key.Key_Delete)
    assert till.names == ["Ground coffee 34 oz"]


@pytest.mark.parametrize("size", [(1024, 712), (1366, 712)])
def test_three_rates_a_code_and_savings_leave_room_for_the_line(
    set_up_till: Callable[..., Till], shop: Shop, owner: Clerk, goods, codes, size
) -> None:
    rates = (TaxRate("GST", 50_000), TaxRate("QST", 99_750))
    quebec = shop.taxes.add_class("Quebec", rates, by=owner)
    shop.catalog.update_product(goods["milk"].id, tax_class_id=quebec.id, by=owner)
    shop.discounts.add_code("SAVE10", rate_ppm=100_000, minimum=99_000, by=owner)
    till = set_up_till(size)
    till.scan(codes["milk"])
    till.scan(codes["coffee"])
    till.wait_lines(2)
    till.sale.set_discount(1, Discount(100_000, 0, "Damaged"))
    till.sale.with_code(shop.carts.discount("save10"))
    till.rest()
    assert list(till.sums())[1:] == [
        "Savings", "SAVE10 needs 980.47 more", "GST included 5 %", "QST included 9.975 %",
        "Tax included 5 %",
    ]  # fmt: skip
    lines, sums = till.tab.panel.lines, till.tab.panel.totals.sums
    assert sums.height() >= sums.sizeHint().height()
    assert lines.viewport().rect().contains(lines.visualRect(lines.currentIndex()))
    assert lines.viewport().rect().contains(lines.editor.geometry())
    pay = next(b for b in till.tab.findChildren(KeyButton) if b.text().startswith("Pay"))
    place = pay.rect().translated(pay.mapTo(till.tab, QPoint(0, 0)))
    assert till.tab.rect().contains(place)


def test_with_nothing_in_the_shop_the_board_says_what_to_do(
    set_up_till: Callable[..., Till],
) -> None:
    till = set_up_till()
    till.rest()
    words = [w.text() for w in till.tab.findChildren(QLabel)]
    assert any("No products yet" in word for word in words)
    assert any("Nothing in the cart yet" in word for word in words)


def test_many_categories_do_not_run_out_of_the_row(
    set_up_till: Callable[..., Till], add_product: Callable[..., ProductRow]
) -> None:
    for number in range(20):
        add_product(f"Thing {number}", category=f"Category number {number}")
    till = set_up_till((1024, 712))
    chips = till.part(CategoryChips)
    till.bot.waitUntil(lambda: any(b.text() == "More …" for b in chips.findChildren(KeyButton)))
    for _ in range(20):
        till.key(Key.Key_PageDown)
        shown = [b for b in chips.findChildren(KeyButton) if b.isVisible()]
        assert max(b.geometry().right() for b in shown) < chips.width()
        assert sum(b.isChecked() for b in shown) == 1
    assert chips.current != 0


def test_a_code_on_the_cart_is_asked_for_in_the_window_alone(
    till: Till, codes, shop: Shop, owner: Clerk, qapp: QApplication
) -> None:
    shop.discounts.add_code("SAVE10", rate_ppm=100_000, by=owner)
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.key(Key.Key_F7)
    till.sheet(AskSheet)
    till.key("save10", Key.Key_Return)
    till.bot.waitUntil(lambda: till.sale.cart.code is not None)
    windows = _WindowsShown()
    qapp.installEventFilter(windows)
    till.key(Key.Key_F7)
    sheet = till.sheet(AskSheet)
    qapp.removeEventFilter(windows)
    assert windows.shown == []
    focus = QApplication.focusWidget()
    assert focus is not None
    assert sheet.isAncestorOf(focus)
    (button,) = [b for b in sheet.findChildren(KeyButton) if b.text() == "Take it off"]
    button.click()
    till.bot.waitUntil(lambda: till.sale.cart.code is None)


@pytest.mark.parametrize("size", [(1024, 640), (1366, 712)])
@pytest.mark.parametrize("quantity", ["1.234", "12.345"])
def test_a_weight_is_read_whole(
    set_up_till: Callable[..., Till], goods, codes, size: tuple[int, int], quantity: str
) -> None:
    till = set_up_till(size)
    till.scan(f"{quantity}*{codes['bananas']}")
    till.wait_lines(1)
    till.rest()
    editor = till.tab.panel.lines.editor
    field = editor._quantity
    till.bot.waitUntil(field.isVisible)
    assert field.text() == quantity
    words = field.fontMetrics().horizontalAdvance(quantity)
    assert field.width() >= words + 4  # the frame, and two pixels at each side
    assert editor.rect().contains(editor._remove.geometry())


def test_a_line_that_comes_under_a_sheet_takes_no_key_from_it(
    set_up_till: Callable[..., Till], goods, codes
) -> None:
    till = set_up_till((1024, 640))
    till.key("g", held=Qt.KeyboardModifier.ControlModifier)
    sheet = till.sheet(GiftCardSheet)
    till.tab.scans.put(codes["milk"])
    till.bot.waitUntil(lambda: bool(till.names) and till.tab.panel.lines.editor.isVisible())
    till.key(Qt.Key.Key_F3)  # makes a code here, writes a note on the line below
    till.bot.waitUntil(lambda: bool(sheet._code.text()))
    assert top_sheet(till.tab) is sheet


class _WindowsShown(QObject):
    """Names every widget that shows itself as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shows = event.type() == QEvent.Type.Show
        if shows and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(repr(watched))
        return False
