"""A till that locks itself or is locked: what lies open stays, for the same person or the next."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pos_app.app import build_window
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop, ShopSetup
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.first_user import FirstUser
from pos_app.ui.idle import IdleWatch
from pos_app.ui.session import LOCK, SWITCH_CLERK
from pos_app.ui.sign_in import SignIn
from pos_app.ui.tabs import PRODUCTS
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.sheet import top_sheet
from tests.ui.people.conftest import BEN_BADGE, BEN_PIN, MILK, SUE_BADGE, SUE_PIN, Place

Open = Callable[..., Place]


def lock(place: Place) -> SignIn:
    place.press(LOCK)
    place.until(lambda: place.who == "")
    place.rest()
    return place.screen


class TestLocking:
    def test_the_same_person_is_asked_first_and_finds_all_as_it_was(self, place: Place) -> None:
        place.floor.show_tab(PRODUCTS)
        screen = lock(place)
        assert "Locked: Ben" in place.seen(screen)
        assert [button.user.username for button in screen.people._buttons()] == ["ben"]
        assert place.entries("lock") == [("Ben", "")]
        place.write(BEN_PIN)
        place.press("Return")
        place.until(lambda: place.who == "ben")
        assert place.front is place.floor.tab(PRODUCTS)
        assert len(place.tab.sale.cart.lines) == 1
        place.press("Ctrl+1")
        assert place.front is place.tab

    def test_someone_else_takes_the_cart_over(self, place: Place) -> None:
        screen = lock(place)
        place.touch("Someone else")
        assert [button.user.username for button in screen.people._buttons()] == [
            *("ann", "ben", "mia", "sue"),
        ]
        place.touch("Sue, sue")
        place.write(SUE_PIN)
        place.press("Return")
        place.until(lambda: place.who == "sue")
        assert place.front is place.tab
        assert len(place.tab.sale.cart.lines) == 1

    def test_by_keys_too(self, place: Place) -> None:
        lock(place)
        place.press("F2")
        place.write("sue")
        place.write(SUE_PIN)
        place.press("Return")
        place.until(lambda: place.who == "sue")
        assert place.front is place.tab

    def test_what_was_half_typed_in_a_sheet_is_there_again(self, place: Place) -> None:
        place.press("F8")
        sheet = place.sheet(AskSheet)
        place.press("Ctrl+A")
        place.write("Regular, back at six")
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        lock(place)
        assert not sheet.isVisible()
        assert top_sheet(place.floor) is None
        place.write(BEN_PIN)
        place.press("Return")
        place.until(lambda: place.who == "ben")
        assert top_sheet(place.floor) is sheet
        assert field.text() == "Regular, back at six"
        place.until(field.hasFocus)
        place.press("Return")
        place.until(lambda: not place.tab.sale.cart)
        assert [row.name for row in place.shop.carts.parked()] == ["Regular, back at six"]

    def test_the_next_person_does_not_see_it(self, place: Place) -> None:
        place.press("F8")
        place.sheet(AskSheet)
        lock(place)
        place.scan(SUE_BADGE)
        place.until(lambda: place.who == "sue")
        assert top_sheet(place.floor) is None
        place.until(lambda: not place.main.findChildren(AskSheet))
        place.press("F12")  # the keys of the tab work again
        place.sheet(PaySheet)

    def test_a_payment_under_way_goes_on_for_whoever_comes(self, place: Place) -> None:
        place.press("F12")
        sheet = place.sheet(PaySheet)
        place.write("5.00")
        lock(place)
        assert not sheet.isVisible()
        place.scan(SUE_BADGE)
        place.until(lambda: place.who == "sue")
        assert top_sheet(place.floor) is sheet
        place.press("Return")
        place.until(lambda: place.tab.panel.shows_done)
        assert place.entries("sale")[0] == ("Sue", "")

    def test_a_badge_opens_it_too(self, place: Place) -> None:
        lock(place)
        place.scan(BEN_BADGE)
        place.until(lambda: place.who == "ben")
        assert place.front is place.tab

    def test_menus_and_dialogs_for_files_close(self, place: Place) -> None:
        place.floor.ask_for_shop()
        dialog = next(iter(place.main.findChildren(QFileDialog)))
        place.until(dialog.isVisible)
        place.floor.lock()
        place.until(lambda: place.who == "")
        assert not isValid(dialog) or not dialog.isVisible()

    def test_the_customer_is_shown_nothing_of_it(self, place: Place) -> None:
        side = place.station.customer_side
        assert side is not None
        assert side._shown.lines
        lock(place)
        assert not side._shown.lines
        assert side._shown.figure == ""
        place.scan(BEN_BADGE)
        place.until(lambda: place.who == "ben")
        assert side._shown.lines

    def test_goods_are_not_sold_meanwhile(self, place: Place) -> None:
        lock(place)
        place.scan(MILK)
        assert place.notices[-1] == "Milk was not taken."
        assert place.tab.sale.cart.lines[0].quantity == 1

    def test_nobody_is_locked_out_of_a_shop_without_people(
        self, qtbot: QtBot, dressed: QApplication, home: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "bare.db"
        Shop.create(path, ShopSetup("Bare")).close()
        window = build_window(str(home / "shop.db"))
        window.show()
        floor = window.furnish()
        with qtbot.waitSignal(floor.ready, timeout=20_000):
            floor.begin(str(path))
        page = floor._stack.currentWidget()
        assert isinstance(page, FirstUser)
        page._later.click()
        assert floor.desk is not None
        session = floor.desk.session
        qtbot.waitUntil(lambda: session.clerk is not None)
        floor.lock()
        qtbot.waitUntil(lambda: len(floor.notices.notices) == 1)
        assert floor.notices.notices[0].text == "The till is not locked."
        assert session.clerk is not None
        window.close()

    def test_long_work_goes_on_in_the_name_of_who_left(self, place: Place) -> None:
        gate, clerk = threading.Event(), place.desk.session.acting()
        place.desk.tasks.office.run_long(lambda _progress: gate.wait(), lambda _done: None)
        place.floor.lock()
        place.until(lambda: place.who == "")
        place.shop.roles.mine(by=clerk)  # the session stands as long as the import
        assert place.entries("lock") == []
        gate.set()
        place.until(lambda: place.entries("lock") == [("Ben", "")])


class TestSwitching:
    def test_a_badge_switches_at_once_and_the_cart_stays(self, place: Place) -> None:
        place.scan(SUE_BADGE)
        place.until(lambda: place.who == "sue")
        assert place.front is place.tab
        assert len(place.tab.sale.cart.lines) == 1
        assert place.entries("sign_out") == [("Ben", "")]
        assert place.floor.header.clerk.accessibleName() == "Menu: Sue is signed in"

    def test_by_its_key_everybody_may_come(self, place: Place) -> None:
        place.press(SWITCH_CLERK)
        place.until(lambda: place.who == "")
        assert "Who is at the till?" in place.seen(place.screen)
        place.come("sue", SUE_PIN)
        assert place.front is place.tab

    def test_who_is_switched_off_is_asked_to_sign_in(self, place: Place) -> None:
        by = place.shop.staff.terminal()
        ben = next(user for user in place.shop.staff.users(by=by) if user.username == "ben")
        place.shop.staff.update_user(ben.id, active=False, by=by)
        place.until(lambda: place.who == "")
        assert "Who is at the till?" in place.seen(place.screen)
        place.until(lambda: all(each.username != "ben" for each in place.screen._people))


class TestIdle:
    def test_it_locks_after_the_minutes_of_the_shop(self, place: Place) -> None:
        watch = place.floor._watch
        assert watch is not None
        watch.look()
        place.rest()
        assert place.who == "ben"
        watch._last -= 600
        watch.look()
        place.until(lambda: place.who == "")
        assert "Locked: Ben" in place.seen(place.screen)

    def test_a_key_a_click_and_a_scan_are_somebody(self, window: QWidget, qtbot: QtBot) -> None:
        now = [0.0]
        with qtbot.waitActive(window):
            window.show()
        watch = IdleWatch(lambda: 10, window, clock=lambda: now[0])
        told: list[float] = []
        watch.idle.connect(lambda: told.append(now[0]))
        handle = window.windowHandle()
        assert handle is not None
        for does in (
            lambda: QTest.keyClick(handle, Qt.Key.Key_A),
            lambda: QTest.mouseClick(handle, Qt.MouseButton.LeftButton),
            watch.touched,
        ):
            now[0] += 599
            does()
            now[0] += 599
            watch.look()
            assert told == []
        QTest.mouseMove(handle)  # a cat, a truck that drives by
        now[0] += 1
        watch.look()
        assert told == [now[0]]
        watch.stop()

    def test_a_shop_may_never_lock(self, window: QWidget) -> None:
        now, minutes = [0.0], [0]
        watch = IdleWatch(lambda: minutes[0], window, clock=lambda: now[0])
        told: list[float] = []
        watch.idle.connect(lambda: told.append(now[0]))
        now[0] = 1e6
        watch.look()
        assert told == []
        minutes[0] = 240
        watch.look()
        assert told == [1e6]
        watch.stop()

    def test_setting_it_counts_at_once(self, open_place: Open) -> None:
        def never(shop: Shop, owner: Clerk) -> None:
            shop.settings.update(lock_minutes=0, by=owner)

        place = open_place(never)
        place.come("ben", BEN_PIN)
        watch = place.floor._watch
        assert watch is not None
        watch._last -= 100_000
        watch.look()
        place.rest()
        assert place.who == "ben"
