"""The window as a new user meets it: first start, setting up, signing in, the menu, trouble."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pos_app import config
from pos_app.app import build_window
from pos_app.config import Config
from pos_app.domain.errors import NewerShop, ShopDamaged
from pos_app.shop import Shop, ShopSetup
from pos_app.ui import theme
from pos_app.ui.check_sheet import CheckSheet
from pos_app.ui.first_start import FirstStart
from pos_app.ui.first_user import FirstUser
from pos_app.ui.floor import Floor
from pos_app.ui.main_window import MainWindow
from pos_app.ui.menu import Menu
from pos_app.ui.settings_sheet import SettingsSheet
from pos_app.ui.setup_form import SetupForm, username_of
from pos_app.ui.sign_in import SignIn
from pos_app.ui.staff import StaffSheet
from pos_app.ui.staff.person_sheet import PersonSheet
from pos_app.ui.trouble import Trouble
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.window_lock import WindowLock
from tests.conftest import OWNER_PIN


@pytest.fixture
def main_window(
    qtbot: QtBot, dressed: QApplication, home: Path
) -> Iterator[Callable[..., MainWindow]]:
    """Makes a furnished window; it is closed with the test."""
    made: list[MainWindow] = []

    def make(settings: Config | None = None) -> MainWindow:
        window = build_window(str(home / "shop.db"), settings=settings)
        made.append(window)
        window.show()
        window.furnish()
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def floor(main_window: Callable[..., MainWindow]) -> Floor:
    """The floor of a window that has nothing open."""
    return main_window().furnish()


def screen(floor: Floor) -> QWidget:
    page = floor._stack.currentWidget()
    assert page is not None
    return page


def wait_for(qtbot: QtBot, floor: Floor, kind: type[QWidget]) -> None:
    qtbot.waitUntil(lambda: isinstance(screen(floor), kind), timeout=20_000)


def press(qtbot: QtBot, parent: QWidget, words: str) -> None:
    """Click the button that says so."""
    found = [
        button
        for button in parent.findChildren(QPushButton)
        if button.isVisible() and words in (button.accessibleName() or button.text())
    ]
    assert len(found) == 1, f"{len(found)} buttons say {words}"
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def type_in(qtbot: QtBot, parent: QWidget, label: str, text: str) -> None:
    """Type into the field with this label."""
    [field] = [f for f in parent.findChildren(QLineEdit) if f.accessibleName() == label]
    field.clear()
    qtbot.keyClicks(field, text)


def sign_in(qtbot: QtBot, floor: Floor, pin: str = OWNER_PIN) -> None:
    wait_for(qtbot, floor, SignIn)
    page = screen(floor)
    assert isinstance(page, SignIn)
    qtbot.keyClicks(page.pad.field, pin)
    qtbot.keyClick(page.pad.field, Qt.Key.Key_Return)


def open_and_sign_in(qtbot: QtBot, floor: Floor, path: Path) -> None:
    floor.begin(str(path))
    sign_in(qtbot, floor)
    qtbot.waitUntil(lambda: floor.tab(0) is not None and screen(floor) is floor.tab(0))


class TestFirstStart:
    def test_from_nothing_to_an_open_shop(self, floor: Floor, qtbot: QtBot, home: Path) -> None:
        floor.begin("")
        assert isinstance(screen(floor), FirstStart)
        press(qtbot, screen(floor), "Set up my shop")
        page = screen(floor)
        assert isinstance(page, SetupForm)
        type_in(qtbot, page, "Name of the shop", "Corner Market")
        type_in(qtbot, page, "Street and number", "12 High Street")
        type_in(qtbot, page, "Standard tax rate, %", "8.875")
        type_in(qtbot, page, "Your name", "Ann Lee")
        type_in(qtbot, page, "PIN", OWNER_PIN)
        type_in(qtbot, page, "PIN once more", OWNER_PIN)
        press(qtbot, page, "Open my shop")
        # Who has just typed the PIN twice is not asked a third time.
        qtbot.waitUntil(lambda: floor.tab(0) is not None and screen(floor) is floor.tab(0))
        assert floor.desk is not None
        shop = floor.desk.shop
        assert (shop.info.name, shop.info.line1) == ("Corner Market", "12 High Street")
        assert [tax.rate_ppm for tax in shop.catalog.tax_classes()] == [88_750]
        assert floor.desk.session.clerk is not None
        assert floor.desk.session.clerk.username == "ann"
        qtbot.waitUntil(lambda: config.load().last_shop == str(home / "shop.db"))
        assert "Corner Market" in floor.window().windowTitle()

    def test_what_is_missing_is_shown_where_it_is_missing(self, floor: Floor, qtbot: QtBot) -> None:
        floor.show_setup()
        page = screen(floor)
        assert isinstance(page, SetupForm)
        press(qtbot, page, "Open my shop")
        assert page._name.property("fault") is True
        assert page._name.hasFocus()
        type_in(qtbot, page, "Name of the shop", "Corner Market")
        type_in(qtbot, page, "Your name", "Ann")
        type_in(qtbot, page, "PIN", "12345")
        type_in(qtbot, page, "PIN once more", "12345")
        press(qtbot, page, "Open my shop")
        qtbot.waitUntil(lambda: page._pin.property("fault") is True)
        assert page._name.property("fault") is False

    def test_two_pins_that_differ_make_no_shop(
        self, floor: Floor, qtbot: QtBot, home: Path
    ) -> None:
        floor.show_setup()
        page = screen(floor)
        assert isinstance(page, SetupForm)
        type_in(qtbot, page, "Name of the shop", "Corner Market")
        type_in(qtbot, page, "Your name", "Ann")
        type_in(qtbot, page, "PIN", "123456")
        type_in(qtbot, page, "PIN once more", "654321")
        press(qtbot, page, "Open my shop")
        assert page._again.property("fault") is True
        assert not (home / "shop.db").exists()

    def test_a_file_that_is_there_is_never_written_over(
        self, floor: Floor, qtbot: QtBot, home: Path
    ) -> None:
        floor.show_setup()
        page = screen(floor)
        assert isinstance(page, SetupForm)
        home.mkdir(exist_ok=True)
        (home / "shop.db").write_bytes(b"something of mine")
        type_in(qtbot, page, "Name of the shop", "Corner Market")
        type_in(qtbot, page, "Your name", "Ann")
        type_in(qtbot, page, "PIN", OWNER_PIN)
        type_in(qtbot, page, "PIN once more", OWNER_PIN)
        press(qtbot, page, "Open my shop")
        qtbot.waitUntil(lambda: "already" in page._fault.text())
        assert (home / "shop.db").read_bytes() == b"something of mine"

    def test_the_country_brings_its_currency_and_its_custom(self, floor: Floor) -> None:
        floor.show_setup()
        page = screen(floor)
        assert isinstance(page, SetupForm)
        page._country.setCurrentIndex(page._country.findData("JP"))
        assert page._currency.currentData() == "JPY"
        assert page._included.isChecked()
        page._country.setCurrentIndex(page._country.findData("US"))
        assert page._currency.currentData() == "USD"
        assert page._on_top.isChecked()

    def test_escape_goes_back(self, floor: Floor, qtbot: QtBot) -> None:
        floor.show_setup()
        qtbot.keyClick(screen(floor), Qt.Key.Key_Escape)
        assert isinstance(screen(floor), FirstStart)

    def test_a_user_name_is_made_from_the_name(self) -> None:
        assert username_of("Ann Lee") == "ann"
        assert username_of("Björn") == "bjrn"
        assert username_of("") == ""

    @pytest.mark.slow
    def test_the_sample_shop_tells_its_pin(self, floor: Floor, qtbot: QtBot) -> None:
        floor.begin("")
        press(qtbot, screen(floor), "Explore a sample shop")
        qtbot.waitUntil(lambda: isinstance(screen(floor), SignIn), timeout=60_000)
        page = screen(floor)
        assert isinstance(page, SignIn)
        assert "246810" in page._sample.text()
        assert page._sample.isVisible()
        sign_in(qtbot, floor, "246810")
        qtbot.waitUntil(lambda: floor.tab(0) is not None and screen(floor) is floor.tab(0))


class TestSigningIn:
    def test_a_wrong_pin_is_refused_and_the_field_waits_again(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        floor.begin(str(shop_path))
        sign_in(qtbot, floor, "000000")
        page = screen(floor)
        assert isinstance(page, SignIn)
        qtbot.waitUntil(lambda: "not right" in page.fault)
        assert page.pad.field.text() == ""
        assert page.pad.field.hasFocus()
        assert page.pad.field.echoMode() == QLineEdit.EchoMode.Password

    def test_thumbs_do_as_well_as_keys(self, floor: Floor, shop_path: Path, qtbot: QtBot) -> None:
        floor.begin(str(shop_path))
        wait_for(qtbot, floor, SignIn)
        page = screen(floor)
        assert isinstance(page, SignIn)
        for digit in "9" + OWNER_PIN:
            press(qtbot, page.pad, digit)
            if page.pad.field.text() == "9":
                press(qtbot, page.pad, "Delete the last digit")
        press(qtbot, page, "Sign in")
        qtbot.waitUntil(lambda: floor.desk is not None and floor.desk.session.clerk is not None)

    def test_tabs_rest_until_somebody_is_there(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        floor.begin(str(shop_path))
        wait_for(qtbot, floor, SignIn)
        qtbot.keyClick(floor, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        floor.show_tab(1)
        assert isinstance(screen(floor), SignIn)

    def test_a_shop_without_users_asks_for_the_first(
        self, floor: Floor, tmp_path: Path, qtbot: QtBot
    ) -> None:
        path = tmp_path / "bare.db"
        Shop.create(path, ShopSetup("Bare")).close()
        floor.begin(str(path))
        wait_for(qtbot, floor, FirstUser)
        page = screen(floor)
        type_in(qtbot, page, "Your name", "Kim")
        type_in(qtbot, page, "PIN", "402817")
        type_in(qtbot, page, "PIN once more", "402817")
        press(qtbot, page, "Add and sign in")
        qtbot.waitUntil(lambda: floor.tab(0) is not None and screen(floor) is floor.tab(0))
        assert floor.desk is not None
        clerk, staff = floor.desk.session.clerk, floor.desk.shop.staff
        assert clerk is not None
        assert [(user.username, user.role) for user in staff.users(by=clerk)] == [("kim", "owner")]

    def test_or_lets_the_terminal_act(self, floor: Floor, tmp_path: Path, qtbot: QtBot) -> None:
        path = tmp_path / "bare.db"
        Shop.create(path, ShopSetup("Bare")).close()
        floor.begin(str(path))
        wait_for(qtbot, floor, FirstUser)
        press(qtbot, screen(floor), "Not now")
        qtbot.waitUntil(lambda: floor.tab(0) is not None and screen(floor) is floor.tab(0))
        assert floor.desk is not None
        assert floor.desk.session.clerk is not None
        assert floor.desk.session.clerk.username == "terminal"

    def test_switching_clerks_keeps_the_tab_and_ends_the_session(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        cart = floor.tab(0)
        assert floor.desk is not None
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        qtbot.keyClick(floor, Qt.Key.Key_L, both)
        wait_for(qtbot, floor, SignIn)
        assert floor.desk.session.clerk is None
        sign_in(qtbot, floor)
        qtbot.waitUntil(lambda: screen(floor) is cart)


class TestTabs:
    def test_each_is_built_when_it_is_shown_first(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        assert [floor.tab(number) is not None for number in range(6)] == [True] + [False] * 5
        for number in (1, 2, 3, 4, 5, 0):
            qtbot.keyClick(
                floor, Qt.Key(Qt.Key.Key_1 + number), Qt.KeyboardModifier.ControlModifier
            )
            assert screen(floor) is floor.tab(number)
            # The page of prices has a key and no tab.
            assert floor.header._group.checkedId() == (-1 if number == 5 else number)


class TestMenu:
    def menu(self, floor: Floor) -> Menu:
        floor.open_menu()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, Menu)
        return menu

    def choose(self, qtbot: QtBot, floor: Floor, words: str) -> None:
        menu = self.menu(floor)
        [action] = [action for action in menu.actions() if action.text().startswith(words)]
        action.trigger()
        menu.close()

    def sheet(self, qtbot: QtBot, floor: Floor, kind: type[Sheet]) -> Sheet:
        qtbot.waitUntil(lambda: any(s.isVisible() for s in floor.window().findChildren(kind)))
        return next(s for s in floor.window().findChildren(kind) if s.isVisible())

    def test_the_look_changes_at_once_and_is_kept(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        themes = self.menu(floor).findChild(QMenu)
        assert themes is not None
        with qtbot.waitSignal(theme.notifier().changed):
            next(a for a in themes.actions() if a.text() == "Dark").trigger()
        assert theme.current().dark
        qtbot.waitUntil(lambda: config.load().theme == "dark")
        self.menu(floor).close()

    def test_settings_are_saved_and_named(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        self.choose(qtbot, floor, "Shop settings")
        sheet = self.sheet(qtbot, floor, SettingsSheet)
        type_in(qtbot, sheet, "Name of the shop", "Harbour Shop")
        press(qtbot, sheet, "Save")
        qtbot.waitUntil(lambda: "Harbour Shop" in floor.window().windowTitle())
        assert floor.desk is not None
        assert floor.desk.shop.info.name == "Harbour Shop"

    def test_a_setting_that_can_t_be_taken_stays_in_its_field(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        self.choose(qtbot, floor, "Shop settings")
        sheet = self.sheet(qtbot, floor, SettingsSheet)
        type_in(qtbot, sheet, "Name of the shop", " ")
        press(qtbot, sheet, "Save")
        [name] = [
            f for f in sheet.findChildren(QLineEdit) if f.accessibleName() == "Name of the shop"
        ]
        qtbot.waitUntil(lambda: name.property("fault") is True)
        assert sheet.isVisible()

    def test_cash_is_rounded_as_the_example_says(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        self.choose(qtbot, floor, "Shop settings")
        sheet = self.sheet(qtbot, floor, SettingsSheet)
        assert isinstance(sheet, SettingsSheet)
        assert sheet._example.text() == "Cash is not rounded."
        type_in(qtbot, sheet, "Cash is rounded to", "0.05")
        assert sheet._example.text().startswith("4.92 is paid as 4.90 in cash")
        sheet._mode.setCurrentIndex(sheet._mode.findData("up"))
        assert sheet._example.text().startswith("4.92 is paid as 4.95 in cash")
        press(qtbot, sheet, "Save")
        assert floor.desk is not None
        shop = floor.desk.shop
        qtbot.waitUntil(lambda: (shop.info.cash_step, shop.info.cash_mode) == (5, "up"))

    def test_a_step_that_is_no_amount_stays_in_its_field(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        self.choose(qtbot, floor, "Shop settings")
        sheet = self.sheet(qtbot, floor, SettingsSheet)
        assert isinstance(sheet, SettingsSheet)
        type_in(qtbot, sheet, "Cash is rounded to", "five")
        press(qtbot, sheet, "Save")
        assert sheet._step.property("fault") is True

    def test_prices_and_taxes_are_in_the_menu(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        self.choose(qtbot, floor, "Prices and taxes")
        qtbot.waitUntil(lambda: screen(floor) is floor.tab(5))
        assert screen(floor).isVisible()

    def test_staff_can_be_added(self, floor: Floor, shop_path: Path, qtbot: QtBot) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        self.choose(qtbot, floor, "Staff")
        sheet = self.sheet(qtbot, floor, StaffSheet)
        press(qtbot, sheet, "Add somebody")
        form = self.sheet(qtbot, floor, PersonSheet)
        type_in(qtbot, form, "Name", "Bo Nilsen")
        type_in(qtbot, form, "PIN", "690417")
        type_in(qtbot, form, "PIN once more", "690417")
        press(qtbot, form, "Save")
        assert floor.desk is not None
        shop = floor.desk.shop
        names = shop.staff.sign_in_names
        qtbot.waitUntil(lambda: [each.username for each in names()] == ["ann", "bo"])

    def test_the_books_can_be_checked(self, floor: Floor, shop_path: Path, qtbot: QtBot) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        self.choose(qtbot, floor, "Check the books")
        sheet = self.sheet(qtbot, floor, CheckSheet)
        assert isinstance(sheet, CheckSheet)
        qtbot.waitUntil(lambda: "in order" in sheet.words.text())


class TestTrouble:
    def test_a_shop_that_is_not_there(self, floor: Floor, tmp_path: Path, qtbot: QtBot) -> None:
        floor.begin(str(tmp_path / "gone.db"))
        wait_for(qtbot, floor, Trouble)
        page = screen(floor)
        assert isinstance(page, Trouble)
        assert "gone.db" in page._title.text()
        press(qtbot, page, "Set up a new shop")
        assert isinstance(screen(floor), FirstStart)

    def test_trying_again_after_it_was_mended(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        away = shop_path.rename(shop_path.with_suffix(".away"))
        floor.begin(str(shop_path))
        wait_for(qtbot, floor, Trouble)
        away.rename(shop_path)
        press(qtbot, screen(floor), "Try again")
        wait_for(qtbot, floor, SignIn)
        assert shop_path.is_file()

    def test_a_file_that_is_no_shop_is_left_as_it_is(
        self, floor: Floor, tmp_path: Path, qtbot: QtBot
    ) -> None:
        letter = tmp_path / "letter.txt"
        letter.write_text("Dear Ann,")
        floor.begin(str(letter))
        wait_for(qtbot, floor, Trouble)
        assert letter.read_text() == "Dear Ann,"

    def test_a_backup_takes_the_place_of_a_damaged_shop(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        backup = shop_path.with_name("backup.db")
        shutil.copyfile(shop_path, backup)
        shop_path.write_bytes(b"SQLite format 3\0" + b"x" * 4080)
        floor.begin(str(shop_path))
        wait_for(qtbot, floor, Trouble)
        floor._restore_from(str(backup))
        wait_for(qtbot, floor, SignIn)
        assert shop_path.stat().st_size > 4096

    def test_a_shop_of_a_newer_program_is_not_restored_over(
        self, floor: Floor, qtbot: QtBot
    ) -> None:
        floor._failed("/shop.db", NewerShop("/shop.db", 9, 1))
        page = screen(floor)
        assert isinstance(page, Trouble)
        assert not page._restore.isVisible()
        floor._failed("/shop.db", ShopDamaged("/shop.db", "malformed"))
        page = screen(floor)
        assert isinstance(page, Trouble)
        assert page._restore.isVisible()

    def test_a_shop_that_another_window_has(
        self, floor: Floor, shop_path: Path, qtbot: QtBot
    ) -> None:
        lock = WindowLock()
        assert lock.try_take(str(shop_path)) == 0
        floor.begin(str(shop_path))
        wait_for(qtbot, floor, Trouble)
        lock.release()
        press(qtbot, screen(floor), "Try again")
        wait_for(qtbot, floor, SignIn)


class TestTheme:
    @pytest.mark.parametrize("number", range(4), ids=["cart", "products", "customers", "orders"])
    def test_going_dark_and_back_leaves_no_trace(
        self, floor: Floor, shop_path: Path, number: int, qtbot: QtBot, dressed: QApplication
    ) -> None:
        open_and_sign_in(qtbot, floor, shop_path)
        floor.show_tab(number)
        qtbot.waitUntil(lambda: not (floor.tasks.counter.busy or floor.tasks.office.busy))
        dressed.setCursorFlashTime(0)

        def picture() -> QImage:
            dressed.processEvents()
            return floor.grab().toImage()

        light = picture()
        theme.apply(dressed, theme.DARK_MODE)
        dark = picture()
        theme.apply(dressed, theme.LIGHT_MODE)
        assert picture() == light
        ground = {dark.pixelColor(4, y).name() for y in range(80, dark.height(), 40)}
        assert ground == {theme.DARK.bg.lower()}


class TestWindow:
    def test_it_paints_before_it_is_furnished(
        self, qtbot: QtBot, dressed: QApplication, home: Path
    ) -> None:
        window = build_window(str(home / "shop.db"))
        with qtbot.waitSignal(window.painted):
            window.show()
        assert window.floor is None
        window.close()

    def test_it_comes_back_where_it_was(
        self, main_window: Callable[..., MainWindow], home: Path
    ) -> None:
        window = main_window()
        window.resize(1024, 740)
        window.close()
        again = main_window(config.load())
        assert (again.width(), again.height()) == (1024, 740)

    @pytest.mark.parametrize("size", [(1024, 700), (1366, 768), (3840, 2160)])
    def test_nothing_is_wider_than_the_window(
        self,
        size: tuple[int, int],
        main_window: Callable[..., MainWindow],
        shop_path: Path,
        qtbot: QtBot,
    ) -> None:
        window = main_window()
        window.resize(*size)
        floor = window.furnish()
        open_and_sign_in(qtbot, floor, shop_path)
        for number in range(4):
            floor.show_tab(number)
            qtbot.waitUntil(lambda: floor.minimumSizeHint().width() <= size[0])
            assert (window.width(), window.height()) == size, number
