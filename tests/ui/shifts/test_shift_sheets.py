"""The sheets of the shift one by one: by touch, refused, and with nothing to show."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app import config
from pos_app.domain.rows import Clerk
from pos_app.paths import closing_backups
from pos_app.shop import Shop
from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.devices import DevicesSheet
from pos_app.ui.orders import OrdersTab
from pos_app.ui.settings_sheet import SettingsSheet
from pos_app.ui.shifts.after_closing import AfterClosing
from pos_app.ui.shifts.backup_line import BackupLine
from pos_app.ui.shifts.cash_sheet import CashSheet
from pos_app.ui.shifts.count_sheet import CloseCountSheet, OpenShiftSheet
from pos_app.ui.shifts.float_sheet import FloatSheet
from pos_app.ui.shifts.left_over import LeftOver, left_over_words
from pos_app.ui.shifts.past_sheet import PastShiftsSheet
from pos_app.ui.shifts.report_sheet import ReportSheet
from pos_app.ui.shifts.shift_sheet import ShiftSheet
from pos_app.ui.shifts.tender_sheet import TenderSheet
from pos_app.ui.tabs import ORDERS
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.key_button import KeyButton
from tests.ui.shifts.conftest import Open, Till


def _open(till: Till, *pieces: str) -> None:
    till.press("Ctrl+D", "F12")
    till.sheet(OpenShiftSheet)
    till.count(*(pieces or ("1",)))
    till.press("F12")
    till.bare()


def _close(till: Till, *pieces: str) -> ReportSheet:
    till.press("Ctrl+D", "F12")
    till.sheet(CloseCountSheet)
    till.count(*pieces)
    till.press("F12")
    till.sheet(FloatSheet)
    till.press("Return")
    return till.sheet(ReportSheet)


def _buttons(tab: QWidget | None) -> list[KeyButton]:
    return [] if tab is None else tab.findChildren(KeyButton)


def test_a_shift_by_touch_alone(till: Till) -> None:
    till.bot.mouseClick(till.floor.header.shift, Qt.MouseButton.LeftButton)
    till.sheet(ShiftSheet)
    till.touch("Open a shift")
    till.sheet(OpenShiftSheet)
    till.touch("1", "Next row", "2", "One more", "One less", "Open the shift")
    till.bare()
    till.bot.mouseClick(till.floor.header.shift, Qt.MouseButton.LeftButton)
    till.sheet(ShiftSheet)
    till.touch("Cash to the safe")
    till.sheet(CashSheet)
    till.touch("5", "0", "Too much in the drawer", "To the safe")
    till.bare()
    till.bot.mouseClick(till.floor.header.shift, Qt.MouseButton.LeftButton)
    till.touch("Close the shift")
    till.sheet(CloseCountSheet)
    till.touch("1", "Next row", "1", "Counted")
    asked = till.sheet(FloatSheet)
    assert "1 × 100.00" in till.seen(asked)
    till.touch("Close the shift")
    sheet = till.sheet(ReportSheet)
    till.until(lambda: "backed up" in till.seen(sheet))
    till.touch("Close")
    till.until(lambda: till.desk.session.clerk is None)
    assert not till.floor.header.shift.isVisible()


def test_the_last_float_is_there_to_compare_and_the_count_decides(till: Till) -> None:
    _open(till, "1", "1")
    _close(till, "1", "1")
    till.press("Return")
    till.until(lambda: till.desk.session.clerk is None)
    till.sign_in("ann", "480213")
    till.press("Ctrl+D", "F12")
    sheet = till.sheet(OpenShiftSheet)
    assert "The last shift left $150.00." in till.seen(sheet)
    till.count("1")
    assert "This is 50.00 less." in till.seen(sheet)
    till.count("1")
    assert "So it is." in till.seen(sheet)
    till.press("F12")
    till.bare()
    shift = till.shop.shifts.current()
    assert shift is not None
    assert (shift.number, shift.opening_float) == (2, 15_000)


def test_an_empty_drawer_is_asked_about_once(till: Till) -> None:
    till.press("Ctrl+D", "F12")
    till.sheet(OpenShiftSheet)
    till.press("F12")
    sure = till.sheet(ConfirmSheet)
    assert "Is the drawer empty?" in till.seen(sure)
    till.press("Return")  # goes on counting
    till.sheet(OpenShiftSheet)
    till.press("F12")
    till.sheet(ConfirmSheet)
    till.touch("It is empty")
    till.bare()
    shift = till.shop.shifts.current()
    assert shift is not None
    assert shift.opening_float == 0


def test_the_drawer_springs_open_to_be_counted_and_that_is_kept(till: Till, owner: Clerk) -> None:
    till.press("Ctrl+D", "F12")
    sheet = till.sheet(OpenShiftSheet)
    till.count("3")
    till.press("F8")
    till.until(lambda: till.printer.pulses == 1)
    assert sheet.counting.grid.total == 30_000
    assert till.shop.drawer.openings(by=owner)[0].reason == "Counting the drawer"


def test_more_than_lies_in_the_drawer_is_refused_and_nothing_typed_is_lost(till: Till) -> None:
    _open(till)
    till.press("Ctrl+D", "F2")
    sheet = till.sheet(CashSheet)
    till.write("500")
    till.press("F3")
    till.write("A big delivery")
    till.press("Return")
    till.until(lambda: sheet.refusal.text)
    assert "more than should lie in the drawer" in sheet.refusal.text
    assert sheet._amount.text() == "500"
    assert sheet._reason.reason() == "A big delivery"
    sheet._amount.setText("50")
    till.press("Return")
    till.bare()


def test_a_shift_that_another_window_closed_is_told_at_the_pay_sheet(
    till: Till, staffed: Shop, owner: Clerk
) -> None:
    _open(till)
    till.scan()
    cart = till.tab.sale.cart
    till.press("F12")
    till.sheet(PaySheet)
    staffed.shifts.close({10_000: 1}, next_float=10_000, by=owner)
    till.press("Return")
    till.sheet(ConfirmSheet)
    assert till.tab.sale.cart == cart
    till.press("F12")
    till.sheet(OpenShiftSheet)


def test_two_shifts_are_never_opened_at_once(till: Till, staffed: Shop, owner: Clerk) -> None:
    till.press("Ctrl+D", "F12")
    sheet = till.sheet(OpenShiftSheet)
    staffed.shifts.open({100: 5}, by=owner)
    till.count("1")
    till.press("F12")
    till.until(lambda: sheet.refusal.text)
    assert "open" in sheet.refusal.text
    assert sheet.counting.grid.total == 10_000


def test_what_stays_says_which_pieces_and_what_can_not_be(till: Till) -> None:
    _open(till, "2", "1", "2")
    till.press("Ctrl+D", "F12")
    till.sheet(CloseCountSheet)
    till.count("2", "1", "2")
    till.press("F12")
    asked = till.sheet(FloatSheet)
    asked._amount.setText("90")
    assert asked._stays.text() == "1 × 50.00\n2 × 20.00"
    assert asked._goes.text() == "2 × 100.00"
    assert "200.00" in asked._goes_head.text()
    asked._amount.setText("75")
    assert "exactly" in asked._stays.text()
    assert asked._goes.text() == "Nearest: leave 90.00"
    assert asked._go.isEnabled()
    asked._amount.setText("1000")
    assert not asked._go.isEnabled()


def test_a_backup_that_fails_undoes_nothing_and_can_go_elsewhere(
    open_till: Open, tmp_path: Path
) -> None:
    nowhere = tmp_path / "a-file"
    nowhere.write_text("no folder")
    till = open_till(backup_folder=str(nowhere))
    _open(till)
    sheet = _close(till, "1")
    till.until(lambda: "backup was not made" in till.seen(sheet))
    assert till.shop.shifts.current() is None
    assert "The shift is closed" in till.seen(sheet)
    line = sheet.findChild(BackupLine)
    assert line is not None
    till.press("F5")
    till.until(lambda: "backup was not made" in till.seen(sheet))
    stick = tmp_path / "stick"
    stick.mkdir()
    line._begin(stick)
    till.until(lambda: "backed up" in till.seen(sheet))
    assert len(list(stick.rglob("*.db"))) == 1
    till.touch("Close")
    till.until(lambda: till.desk.session.clerk is None)


def test_who_closes_the_report_without_a_backup_stays_and_is_told(
    open_till: Open, tmp_path: Path
) -> None:
    nowhere = tmp_path / "a-file"
    nowhere.write_text("no folder")
    till = open_till(backup_folder=str(nowhere))
    _open(till)
    sheet = _close(till, "1")
    till.until(lambda: "backup was not made" in till.seen(sheet))
    till.touch("Close")
    till.bare()
    assert any("backup of the closing was not made" in said for said in till.notices)
    assert till.desk.session.clerk is not None
    till.until(lambda: not till.floor.findChildren(AfterClosing))


def test_past_shifts_show_their_z_as_it_was_and_print_a_duplicate(till: Till) -> None:
    _open(till)
    _close(till, "1")
    till.press("Return")
    till.until(lambda: till.desk.session.clerk is None)
    till.sign_in("ann", "480213")
    till.until(lambda: len(till.printer.papers) == 1)
    till.press("Ctrl+D", "F9")
    sheet = till.sheet(PastShiftsSheet)
    till.until(sheet.list.count)
    assert sheet._rows[0].report == "T1-Z1"
    till.press("Return")
    shown = till.sheet(ReportSheet)
    assert "Duplicate" in shown._slip.accessibleDescription()
    till.press("Ctrl+P")
    till.until(lambda: len(till.printer.papers) == 2)
    assert b"uplicate" in till.printer.papers[1] or b"DUPLICATE" in till.printer.papers[1]
    assert b"uplicate" not in till.printer.papers[0]
    till.press("Return")
    till.sheet(PastShiftsSheet)


def test_before_the_first_closing_the_list_says_what_will_be_there(till: Till) -> None:
    till.press("Ctrl+D", "F9")
    sheet = till.sheet(PastShiftsSheet)
    till.until(lambda: "No shift was closed yet" in till.seen(sheet))
    assert sheet.list.count() == 0


def test_the_wrong_tender_of_a_sale_is_corrected_from_its_panel(till: Till, staffed: Shop) -> None:
    _open(till)
    till.sell("5")
    till.press("Return", "Ctrl+4")
    tab = till.floor.tab(ORDERS)
    assert isinstance(tab, OrdersTab)
    till.press("Down")
    till.rest()
    till.until(
        lambda: any(b.key == "F7" and b.isVisible() and b.isEnabled() for b in _buttons(tab))
    )
    till.press("F7")
    sheet = till.sheet(TenderSheet)
    till.press("F2")
    assert sheet._effect.text() == "Before: Cash 1.29. After: Card 1.29."
    sheet._amount.setText("1")
    assert sheet._effect.text() == "Before: Cash 1.29. After: Cash 0.29 and Card 1.00."
    sheet._amount.setText("2")
    assert sheet._effect.text() == "Not more than 1.29 came in by cash."
    sheet._amount.clear()
    till.press("F3")
    till.write("Wrong key")
    till.press("Return")
    till.bare()
    order = staffed.orders.get(staffed.orders.page(limit=1)[0].id)
    assert order.payments[0].came_by == {"card": 129}
    till.rest()
    till.press("F7")
    sheet = till.sheet(TenderSheet)
    till.press("F1")
    assert sheet._effect.text() == "Before: Card 1.29. After: Cash 1.29."


def test_a_sale_of_a_closed_shift_offers_no_correction(
    till: Till, staffed: Shop, owner: Clerk
) -> None:
    staffed.shifts.open({}, by=owner)
    till.until(lambda: till.station.shifts.current is not None)
    till.sell()
    staffed.shifts.close({100: 1, 25: 1, 1: 4}, next_float=0, by=owner)
    staffed.shifts.open({}, by=owner)
    till.until(lambda: till.station.shifts.current is not None)
    till.until(lambda: till.station.shifts.current and till.station.shifts.current.number == 2)
    till.press("Return", "Ctrl+4", "Down")
    till.rest()
    tab = till.floor.tab(ORDERS)
    assert not any(b.key == "F7" and b.isVisible() for b in _buttons(tab))


def test_parked_and_open_sales_are_named() -> None:
    assert left_over_words(LeftOver()) == ""
    assert left_over_words(LeftOver(("Ann",))) == (
        "A sale is parked: “Ann”. It stays for the next shift."
    )
    assert left_over_words(LeftOver(("A", "B", "C", "D", "E"), 2)) == (
        "5 sales are parked: “A”, “B”, “C” and 2 more. They stay for the next shift. "
        "The open sale has 2 lines: it stays in the cart."
    )


def test_backups_go_beside_the_shop_unless_the_till_has_a_folder() -> None:
    assert closing_backups("/srv/corner.db", "") == Path("/srv/backups")
    assert closing_backups("/srv/corner.db", "/mnt/stick") == Path("/mnt/stick")


def test_the_rules_of_shifts_are_set_with_the_shop(till: Till) -> None:
    sheet = SettingsSheet(till.desk, till.floor)
    sheet.open()
    assert sheet._shifts.isChecked()
    assert sheet._limit.text() == "5.00"
    sheet._shifts.setChecked(False)
    sheet._limit.setText("2.50")
    sheet._lock.setValue(3)
    sheet._badge.setChecked(False)
    sheet._save.click()
    till.bare()
    info = till.shop.info
    assert (info.shift_needed, info.difference_limit) == (False, 250)
    assert (info.lock_minutes, info.badge_signs_in) == (3, False)
    till.until(lambda: not till.floor.header.shift.isVisible())


def test_the_folder_of_backups_is_the_tills_own(till: Till, tmp_path: Path) -> None:
    till.station.show_devices()
    sheet = till.sheet(DevicesSheet)
    till.press("Alt+5")
    sheet.backup.folder.setText("stick")
    till.press("Ctrl+S")
    assert "can't be taken here" in till.seen(sheet.backup)
    sheet.backup.folder.setText(str(tmp_path / "stick"))
    till.press("Ctrl+S")
    till.bare()
    assert config.load().backup_folder == str(tmp_path / "stick")
    assert till.station.config.backup_folder == str(tmp_path / "stick")


def test_without_the_rule_a_sale_needs_no_shift_and_no_pill_is_shown(
    open_till: Open, staffed: Shop, owner: Clerk
) -> None:
    staffed.settings.update(shift_needed=False, by=owner)
    till = open_till()
    till.rest()
    assert not till.floor.header.shift.isVisible()
    till.sell()
    till.press("Return")
    _open(till)
    assert till.floor.header.shift.isVisible()


def test_the_smallest_window_has_room_for_every_tab_beside_the_pill(
    till: Till, staffed: Shop, owner: Clerk
) -> None:
    staffed.settings.update(name="Laden", by=owner)
    till.main.resize(1024, 700)
    till.until(lambda: till.floor.header.width() == 1024)
    till.until(till.floor.header.shift.isVisible)
    till.rest()
    header = till.floor.header
    row = [*header._tabs, header.shift, header.clerk]
    till.until(lambda: all(each.width() >= each.sizeHint().width() for each in row))
    for before, after in pairwise(row):
        assert before.geometry().right() < after.geometry().left()
    place = header._place
    whole = place.fontMetrics().horizontalAdvance(place.text())
    assert not place.isVisible() or place.contentsRect().width() >= whole
