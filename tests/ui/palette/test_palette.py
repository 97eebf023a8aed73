"""Ctrl+K finds what the program can do, and F1 lists every key there is."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui import theme
from pos_app.ui.actions import (
    EVERYWHERE,
    PLACES,
    all_actions,
    key_lines,
    menu_actions,
)
from pos_app.ui.floor import Floor
from pos_app.ui.ledgers import LedgersSheet
from pos_app.ui.menu import Menu
from pos_app.ui.palette.keys_sheet import KeysSheet
from pos_app.ui.palette.sheet import PaletteSheet
from pos_app.ui.tabs import CART, ORDERS, PRICES, PRODUCTS, REPORTS
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def press(
    qtbot: QtBot,
    floor: Floor,
    key: Qt.Key | str,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.keyClick(QApplication.focusWidget() or floor, key, held)


def palette(qtbot: QtBot, floor: Floor, text: str = "") -> PaletteSheet:
    press(qtbot, floor, Key.Key_K, CTRL)
    found = [each for each in floor.window().findChildren(PaletteSheet) if each.isVisible()]
    assert len(found) == 1
    qtbot.keyClicks(QApplication.focusWidget(), text)
    return found[0]


def tab_of(floor: Floor, index: int) -> Any:
    """A tab that has been built."""
    tab = floor.tab(index)
    assert tab is not None
    return tab


def front(floor: Floor) -> int:
    """The tab in front."""
    assert floor._tabs is not None
    return floor._tabs.current()


def sheets(floor: Floor) -> list[Sheet]:
    return [each for each in floor.window().findChildren(Sheet) if each.isVisible()]


def test_a_name_brings_to_another_tab_and_does_there_what_its_key_does(
    floor: Floor, qtbot: QtBot
) -> None:
    shown = palette(qtbot, floor, "new prod")
    assert shown.shown()[0] == "New product"
    press(qtbot, floor, Key.Key_Return)
    qtbot.waitUntil(lambda: front(floor) == PRODUCTS)
    qtbot.waitUntil(lambda: bool(sheets(floor)))
    assert "product" in sheets(floor)[0].accessibleName().lower()


def test_other_words_find_it_too(floor: Floor, qtbot: QtBot) -> None:
    assert palette(qtbot, floor, "refund").shown()[0] == "Return or exchange"


def test_reports_pages_and_settings_are_found(floor: Floor, qtbot: QtBot) -> None:
    palette(qtbot, floor, "tax report")
    press(qtbot, floor, Key.Key_Return)
    qtbot.waitUntil(lambda: front(floor) == REPORTS)
    tab = tab_of(floor, REPORTS)
    assert tab.view.report.key == "taxes"
    palette(qtbot, floor, "promotions")
    press(qtbot, floor, Key.Key_Return)
    qtbot.waitUntil(lambda: front(floor) == PRICES)
    palette(qtbot, floor, "gift cards and")
    press(qtbot, floor, Key.Key_Return)
    qtbot.waitUntil(lambda: [type(each) for each in sheets(floor)] == [LedgersSheet])


def test_what_cannot_be_done_says_what_must_be_done_first(floor: Floor, qtbot: QtBot) -> None:
    actions = {each.words: each for each in all_actions(floor)}
    assert actions["Park the sale"].why_not == "Put something into the cart first."
    assert actions["Recall a parked sale"].why_not == ""
    shown = palette(qtbot, floor, "park the")
    row = shown._list.model().index(0, 0)
    assert "Put something into the cart first." in row.data(Qt.ItemDataRole.AccessibleTextRole)
    press(qtbot, floor, Key.Key_Return)
    assert shown.isVisible()
    press(qtbot, floor, Key.Key_Escape)  # the text goes
    press(qtbot, floor, Key.Key_Escape)
    assert not shown.isVisible()

    cart = tab_of(floor, CART)
    qtbot.keyClicks(cart.field, "29000000017")
    qtbot.keyClick(cart.field, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(cart.sale.cart))
    assert {each.words: each for each in all_actions(floor)}["Park the sale"].why_not == ""


def test_what_was_done_last_comes_first(floor: Floor, qtbot: QtBot) -> None:
    first = palette(qtbot, floor).shown()
    assert first[0] == "Cart"
    press(qtbot, floor, Key.Key_Escape)
    palette(qtbot, floor, "dark")
    press(qtbot, floor, Key.Key_Return)
    qtbot.waitUntil(lambda: theme.current().dark)
    assert palette(qtbot, floor).shown()[:2] == ["Dark", "Cart"]


def test_arrows_choose_and_nothing_is_said_so(floor: Floor, qtbot: QtBot) -> None:
    shown = palette(qtbot, floor, "orders")
    rows = shown.shown()
    press(qtbot, floor, Key.Key_Down)
    assert shown._list.chosen == 1
    assert len(rows) > 1
    qtbot.keyClicks(QApplication.focusWidget(), "qqq")
    assert shown.shown() == []
    assert shown._pages.currentWidget() is shown._empty


def test_the_menu_offers_what_the_registry_has(floor: Floor, qtbot: QtBot) -> None:
    menu = Menu(floor)
    shown = [each.text().split("\t")[0] for each in menu.actions() if each.text()]
    assert shown == [
        "Theme", *[each.words for each in menu_actions(floor) if each.place != "Theme"],
    ]  # fmt: skip
    menu.close()


def test_every_name_is_there_once(floor: Floor) -> None:
    names = [each.name for each in all_actions(floor)]
    assert len(names) == len(set(names))
    assert all(each.words for each in all_actions(floor))


def known_keys(place: str) -> set[str]:
    """Every key that the registry lists for a place, one by one."""
    found = set()
    for line in key_lines():
        if line.place not in (place, EVERYWHERE):
            continue
        head = line.key.rsplit("+", 1)[0] if "+" in line.key else ""
        for part in line.key.replace(";", ",").split(", "):
            part = part.strip().removesuffix(" on a row").removeprefix("then ")
            found.add(part if "+" in part or not head or len(part) > 1 else f"{head}+{part}")
    return {QKeySequence(each).toString() for each in found}


def keys_of(widget: QWidget) -> set[str]:
    """Every key that something in a widget answers to, or tells of on a button."""
    found: set[str] = set()
    for each in widget.findChildren(QShortcut):
        found |= {key.toString() for key in list(each.keys())}
    for action in widget.findChildren(QAction):
        found |= {key.toString() for key in action.shortcuts()}
    found |= {QKeySequence(b.key).toString() for b in widget.findChildren(KeyButton) if b.key}
    return found - {"", "Return", "Enter", "Esc"}  # each button says what they do


@pytest.mark.parametrize("tab", range(len(PLACES)))
def test_the_registry_knows_every_key_of_the_window(floor: Floor, qtbot: QtBot, tab: int) -> None:
    floor.show_tab(tab)
    shown = tab_of(floor, tab)
    lanes = (floor.tasks.counter, floor.tasks.office)
    qtbot.waitUntil(lambda: not any(lane.busy for lane in lanes))
    assert keys_of(shown) - known_keys(PLACES[tab]) == {"Ctrl+Shift+Z"} - (
        set() if tab == CART else {"Ctrl+Shift+Z"}  # a second key for redoing
    )
    outside = keys_of(floor) - set().union(
        *(keys_of(tab_of(floor, n)) for n in range(len(PLACES)) if floor.tab(n) is not None)
    )
    assert outside - known_keys(EVERYWHERE) == set()


def test_f1_lists_the_keys_of_the_tab_in_front_first(floor: Floor, qtbot: QtBot) -> None:
    floor.show_tab(ORDERS)
    press(qtbot, floor, Key.Key_F1)
    [sheet] = sheets(floor)
    assert isinstance(sheet, KeysSheet)
    press(qtbot, floor, Key.Key_Down)
    press(qtbot, floor, Key.Key_F1)
    assert sheets(floor) == []
