"""Scans that lead elsewhere in the window: badges, receipts, unknown codes, the screen before."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.app import build_window
from pos_app.devices.sound import HeardSounds, Sound
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.shop import Shop
from pos_app.ui.sign_in import SignIn
from pos_app.ui.widgets.sheet import top_sheet
from tests.ui.scanning.conftest import Place
from tests.ui.scanning.keyboard import Keyboard

Open = Callable[[Callable[[Shop], None]], Place]


def fill(shop: Shop) -> None:
    by = shop.staff.terminal()
    milk = shop.catalog.add_product(
        name="Milk", price=129, stock=40, barcodes=["4006381333931"], by=by
    )
    kim = shop.staff.add_user(username="kim", name="Kim", pin="402817", role="clerk", by=by)
    shop.staff.set_badge(kim.id, "BADGE-KIM", by=by)
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=by)


def fill_asking_pins(shop: Shop) -> None:
    fill(shop)
    shop.settings.update(badge_signs_in=False, by=shop.staff.terminal())


def screen(place: Place) -> SignIn:
    page = place.screen
    assert isinstance(page, SignIn)
    return page


def test_a_badge_signs_in_at_once_and_the_sale_stays(open_place: Open) -> None:
    place = open_place(fill)
    place.scan("4006381333931")
    place.scan("BADGE-KIM")
    place.bot.waitUntil(lambda: getattr(place.desk.session.clerk, "username", "") == "kim")
    assert place.screen is place.tab
    assert len(place.tab.sale.cart.lines) == 1
    place.scan("BADGE-KIM")
    assert place.notices == ["Kim is signed in already."]


def test_where_the_shop_says_so_a_badge_chooses_and_the_pin_signs_in(open_place: Open) -> None:
    place = open_place(fill_asking_pins)
    place.scan("4006381333931")
    place.scan("BADGE-KIM")
    place.bot.waitUntil(lambda: isinstance(place.screen, SignIn))
    place.rest()
    chosen = screen(place).chosen()
    assert chosen is not None
    assert chosen.username == "kim"
    place.keyboard.type("402817")
    place.keyboard.enter()
    place.bot.waitUntil(lambda: place.desk.session.clerk is not None)
    assert getattr(place.desk.session.clerk, "username", "") == "kim"
    place.rest()
    assert len(place.tab.sale.cart.lines) == 1  # the sale waited for whoever comes
    place.scan("BADGE-KIM")
    assert place.notices == ["Kim is signed in already."]


def test_at_the_screen_to_sign_in_goods_are_blocked_and_the_pin_stays_empty(
    open_place: Open,
) -> None:
    place = open_place(fill)
    place.desk.session.sign_out()
    place.bot.waitUntil(lambda: isinstance(place.screen, SignIn))
    place.rest()
    place.scan("4006381333931")
    assert place.notices == ["Milk was not taken."]
    assert place.sounds.played == [Sound.BLOCKED]
    assert screen(place).pad.field.text() == ""
    place.scan("BADGE-NOBODY")
    assert "not right" in screen(place).fault
    place.scan("BADGE-KIM")
    place.bot.waitUntil(lambda: getattr(place.desk.session.clerk, "username", "") == "kim")


def test_a_receipt_opens_its_order(open_place: Open) -> None:
    place = open_place(fill)
    [order] = place.desk.shop.orders.page()
    place.scan(order.number)
    place.bot.waitUntil(lambda: _says(place, order.number))
    assert place.sounds.played == [Sound.FOUND]


def _says(place: Place, number: str) -> bool:
    """Whether an order's number can be read in the sheet that gives its goods back."""
    sheet = top_sheet(place.floor)
    shown = sheet.findChildren(QLabel) if sheet is not None else []
    return any(number in label.text() for label in shown)


def test_an_unknown_code_becomes_a_product(open_place: Open) -> None:
    place = open_place(fill)
    place.scan("5449000000996")
    place.focus()
    place.bot.keyClick(place.tab.field, Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    place.bot.waitUntil(lambda: top_sheet(place.floor) is not None)
    window = place.floor.window()
    place.bot.waitUntil(
        lambda: "5449000000996" in [field.text() for field in window.findChildren(QLineEdit)]
    )
    assert not place.tab.sale.cart


def test_before_the_shop_is_open_a_scan_is_told(qtbot: QtBot, dressed, home: Path) -> None:
    sounds = HeardSounds()
    window = build_window(str(home / "shop.db"), sounds=sounds)
    window.show()
    floor = window.furnish()
    floor.begin("")
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is window.windowHandle())
    Keyboard().scan("4006381333931")
    assert [notice.text for notice in floor.notices.notices] == ["“4006381333931” was not added."]
    assert sounds.played == [Sound.BLOCKED]
    window.close()
