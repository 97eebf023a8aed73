"""Approvals on the clerk's screen: by PIN and by badge, with both names in the journal."""

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui import approving
from pos_app.ui.actions import menu_actions
from pos_app.ui.approving.sheet import ApprovalSheet
from pos_app.ui.orders.returns.void_sheet import VoidSheet
from pos_app.ui.products.editor import ProductEditor
from pos_app.ui.session import LOCK
from pos_app.ui.settings_sheet import SettingsSheet
from pos_app.ui.tabs import PRODUCTS
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.sheet import top_sheet
from tests.conftest import OWNER_PIN
from tests.ui.approvals import approve, asked, refuse, told
from tests.ui.people.conftest import BEN_PIN, MILK, SHORT_BADGE, SUE_BADGE, SUE_PIN, Place

Open = Callable[..., Place]


def ask_void(place: Place) -> VoidSheet:
    """Ben asks for a void of the last sale, with a reason."""
    place.press("Ctrl+F10")
    sheet = place.sheet(VoidSheet)
    place.write("Rung up twice")
    place.press("Return")
    return sheet


class TestVoid:
    def test_by_pin(self, place: Place) -> None:
        ask_void(place)
        sheet = asked(place.main, place.bot)
        assert "Void T1-1: $1.29 (Rung up twice)" in told(sheet)
        assert "Ben may not make a sale void alone." in told(sheet)
        assert [button.user.username for button in sheet.people._buttons()] == ["ann", "mia", "sue"]
        place.write("sue")
        place.write(SUE_PIN)
        place.press("Return")
        place.until(lambda: place.entries("void") == [("Ben", "Sue")])
        assert place.entries("approval") == [("Ben", "Sue")]
        assert place.who == "ben"
        assert "Approved by Sue" in place.notices

    def test_by_badge(self, place: Place) -> None:
        ask_void(place)
        asked(place.main, place.bot)
        place.scan(SUE_BADGE)
        place.until(lambda: place.entries("void") == [("Ben", "Sue")])
        assert place.who == "ben"
        assert len(place.tab.sale.cart.lines) == 1

    def test_by_touch(self, place: Place) -> None:
        ask_void(place)
        asked(place.main, place.bot)
        place.touch("Sue, sue")
        for digit in SUE_PIN:
            place.touch(digit)
        place.touch("Approve")
        place.until(lambda: place.entries("void") == [("Ben", "Sue")])
        assert place.entries("approval") == [("Ben", "Sue")]
        assert place.who == "ben"

    def test_escape_and_nothing_happened(self, place: Place) -> None:
        sheet = ask_void(place)
        asked(place.main, place.bot)
        place.press("Esc")
        place.until(lambda: top_sheet(place.floor) is sheet)
        assert place.entries("void") == []
        assert place.entries("approval") == []
        assert place.notices == []
        place.press("Return")  # the reason is still there, and may be approved now
        approve(place.main, place.bot, OWNER_PIN)
        place.until(lambda: place.entries("void") == [("Ben", "Ann")])

    def test_a_wrong_pin_says_so_and_counts(self, place: Place) -> None:
        ask_void(place)
        sheet = asked(place.main, place.bot)
        for _ in range(5):
            place.write("999999")
            place.press("Return")
        assert sheet.entry.fault.text() == "Too many wrong tries. Try again in 1 second."
        assert len(place.entries("sign_in_failed")) == 5
        assert place.entries("void") == []
        place.until(lambda: not sheet.entry.waits)
        place.write(OWNER_PIN)
        place.press("Return")
        place.until(lambda: place.entries("void") == [("Ben", "Ann")])

    def test_the_badge_of_one_who_may_not_either(self, place: Place) -> None:
        ask_void(place)
        sheet = asked(place.main, place.bot)
        place.scan("BADGE-OF-BEN-12")
        assert "Nobody can approve what they may not do" in sheet.entry.fault.text()
        assert top_sheet(place.floor) is sheet

    def test_a_short_badge_chooses_and_the_pin_is_asked_for(self, open_place: Open) -> None:
        def shorten(shop: Shop, owner: Clerk) -> None:
            sue = next(user for user in shop.staff.users(by=owner) if user.username == "sue")
            shop.staff.set_badge(sue.id, SHORT_BADGE, by=owner)

        place = open_place(shorten)
        place.come("ben", BEN_PIN)
        ask_void(place)
        sheet = asked(place.main, place.bot)
        place.scan(SHORT_BADGE)
        place.until(lambda: sheet.people.current().username == "sue")  # type: ignore[union-attr]
        assert place.entries("void") == []
        place.write(SUE_PIN)
        place.press("Return")
        place.until(lambda: place.entries("void") == [("Ben", "Sue")])
        assert place.who == "ben"

    def test_goods_scanned_meanwhile_are_not_sold(self, place: Place) -> None:
        ask_void(place)
        sheet = asked(place.main, place.bot)
        place.scan(MILK)
        assert top_sheet(place.floor) is sheet
        assert place.tab.sale.cart.lines[0].quantity == 1
        place.press("Esc", "Esc")
        place.scan(MILK)
        assert place.tab.sale.cart.lines[0].quantity == 2

    def test_the_window_goes_on_while_a_pin_is_looked_at(self, place: Place) -> None:
        ask_void(place)
        sheet, gate = asked(place.main, place.bot), threading.Event()
        place.desk.tasks.counter.run(gate.wait)
        place.write(OWNER_PIN)
        place.bot.keyClick(sheet.entry.field, Qt.Key.Key_Return)
        assert sheet.entry.busy
        place.until(lambda: sheet.entry._bar.running)
        gate.set()
        place.until(lambda: place.entries("void") == [("Ben", "Ann")])

    def test_locked_meanwhile_it_is_there_again(self, place: Place) -> None:
        ask_void(place)
        sheet = asked(place.main, place.bot)
        place.press(LOCK)
        place.until(lambda: place.who == "")
        assert not sheet.isVisible()
        place.rest()
        place.write(BEN_PIN)
        place.press("Return")
        place.until(lambda: place.who == "ben")
        assert top_sheet(place.floor) is sheet
        place.scan(SUE_BADGE)
        place.until(lambda: place.entries("void") == [("Ben", "Sue")])


class TestOthers:
    def test_the_drawer_opens_by_approval(self, place: Place) -> None:
        place.station.ask_drawer()
        place.sheet(AskSheet)
        place.write("Change for a bus")
        place.press("Return")
        assert "Open the drawer (Change for a bus)" in approve(place.main, place.bot, OWNER_PIN)
        place.until(lambda: place.entries("drawer") == [("Ben", "Ann")])

    def test_settings_are_asked_about_before_they_are_typed(self, place: Place) -> None:
        [settings] = [each for each in menu_actions(place.floor) if each.name == "shop.settings"]
        settings.run()
        refuse(place.main, place.bot)
        assert not place.main.findChildren(SettingsSheet)
        settings.run()
        approve(place.main, place.bot, OWNER_PIN)
        sheet = place.sheet(SettingsSheet)
        sheet._name.setText("Corner Market")
        place.press("Return")
        place.until(lambda: place.shop.info.name == "Corner Market")
        assert place.entries("settings")[0] == ("Ben", "Ann")

    def test_an_approval_that_is_too_old_is_asked_for_again(self, place: Place) -> None:
        place.floor.show_tab(PRODUCTS)
        tab = place.floor.tab(PRODUCTS)
        tab._actions.new()  # type: ignore[union-attr]
        approve(place.main, place.bot, OWNER_PIN)
        editor = place.sheet(ProductEditor)
        place.rest()
        editor.form.name.setText("Tea")
        editor.form.price.setText("2.50")
        # The five minutes are over: what was given is no good any more.
        place.shop._books.database.connection.cursor().execute(
            "UPDATE approvals SET created_at = created_at - 400000000"
        )
        editor.save_button.click()
        assert "Add Tea" in approve(place.main, place.bot, OWNER_PIN)
        place.until(lambda: not place.main.findChildren(ProductEditor))
        assert place.entries("approval") == [("Ben", "Ann")] * 2
        assert [row.name for row in place.shop.catalog.search("Tea")] == ["Tea"]

    def test_several_commands_are_approved_by_one_pin(self, place: Place, qtbot: QtBot) -> None:
        done: list[object] = []
        shop = place.shop
        approving.ask_each(
            place.desk,
            [
                lambda by: shop.settings.update(phone="+15135550199", by=by).phone,
                lambda by: shop.settings.update(city="Cincinnati", by=by).city,
            ],
            done.append,
            about="Move",
            parent=place.floor,
        )
        approve(place.main, qtbot, OWNER_PIN)
        place.until(lambda: done)
        assert done == [["+15135550199", "Cincinnati"]]
        assert place.entries("settings")[:2] == [("Ben", "Ann")] * 2

    def test_who_has_the_right_is_asked_nothing(self, place: Place) -> None:
        place.scan(SUE_BADGE)
        place.until(lambda: place.who == "sue")
        ask_void(place)
        place.until(lambda: place.entries("void") == [("Sue", "")])
        assert not place.main.findChildren(ApprovalSheet)

    def test_a_right_that_was_taken_meanwhile_is_known(self, place: Place) -> None:
        by = place.shop.staff.terminal()
        assert place.desk.session.may(Permission.RUN_SHIFT)
        place.shop.roles.set_permissions("clerk", {Permission.SELL}, by=by)
        place.until(lambda: not place.desk.session.may(Permission.RUN_SHIFT))

    def test_nobody_may(self, place: Place) -> None:
        by = place.shop.staff.terminal()
        for row in place.shop.roles.all(by=by):
            rights = row.permissions - {Permission.VOID}
            place.shop.roles.set_permissions(row.role, rights, by=by)
        ask_void(place)
        sheet = place.sheet(ApprovalSheet)
        place.until(lambda: "Nobody who works here may make a sale void." in told(sheet))
        place.press("Esc")
        assert place.entries("void") == []
