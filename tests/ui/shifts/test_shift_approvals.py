"""A clerk's shift: what they may not do is approved on their screen, and both names are kept."""

from PySide6.QtCore import Qt

from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui.approving.sheet import ApprovalSheet
from pos_app.ui.shifts.cash_sheet import CashSheet
from pos_app.ui.shifts.count_sheet import CloseCountSheet, OpenShiftSheet
from pos_app.ui.shifts.difference_sheet import DifferenceSheet
from pos_app.ui.shifts.float_sheet import FloatSheet
from pos_app.ui.shifts.report_sheet import ReportSheet
from tests.conftest import OWNER_PIN
from tests.ui.shifts.conftest import CLERK_PIN, Till


def _ben_opens(till: Till) -> None:
    till.sign_in("ben", CLERK_PIN)
    till.press("Ctrl+D", "F12")
    till.sheet(OpenShiftSheet)
    till.count("1")
    till.press("F12")
    till.bare()


def _approve(till: Till, pin: str = OWNER_PIN) -> None:
    sheet = till.sheet(ApprovalSheet)
    till.until(sheet.people.current)
    till.until(lambda: till.main.focusWidget() is sheet.entry.field)
    till.write(pin)
    till.bot.keyClick(till._focus(), Qt.Key.Key_Return)


def test_cash_out_by_a_clerk_is_approved_in_place(till: Till, staffed: Shop) -> None:
    _ben_opens(till)
    till.press("Ctrl+D", "F2")
    till.sheet(CashSheet)
    till.write("20")
    till.press("F3")
    till.write("Postage")
    till.bot.keyClick(till._focus(), Qt.Key.Key_Return)
    _approve(till)
    till.bare()
    assert till.desk.session.clerk is not None
    assert till.desk.session.clerk.username == "ben"
    terminal = staffed.staff.terminal()
    move = staffed.shifts.x_report(by=terminal).cash_moves[0]
    assert (move.kind, move.amount, move.by, move.approver) == ("out", 2_000, "Ben", "Ann")


def test_an_approval_that_nobody_gave_leaves_all_as_it_was(till: Till, staffed: Shop) -> None:
    _ben_opens(till)
    till.press("Ctrl+D", "F2")
    sheet = till.sheet(CashSheet)
    till.write("20")
    till.press("F3")
    till.write("Postage")
    till.bot.keyClick(till._focus(), Qt.Key.Key_Return)
    till.sheet(ApprovalSheet)
    till.press("Esc")
    till.sheet(CashSheet)
    assert sheet.refusal.text == "Nobody approved it."
    assert sheet._amount.text() == "20"
    assert staffed.shifts.x_report(by=staffed.staff.terminal()).cash_moves == ()


def test_a_clerk_never_sees_what_should_be_there_before_the_count(till: Till) -> None:
    _ben_opens(till)
    till.sell()
    till.press("Return", "Ctrl+D", "F5")
    sheet = till.sheet(ReportSheet)
    said = sheet._slip.accessibleDescription()
    assert "101.29" not in said
    assert "1.29" not in said
    till.press("Return", "Ctrl+D", "F12")
    count = till.sheet(CloseCountSheet)
    assert "101.29" not in till.seen(count)


def test_a_large_difference_is_approved_and_both_names_stand_on_the_z(
    till: Till, staffed: Shop, owner: Clerk
) -> None:
    _ben_opens(till)
    till.sell()
    till.press("Return", "Ctrl+D", "F12")
    till.sheet(CloseCountSheet)
    till.count("", "1", "1")
    till.press("F12")
    till.sheet(FloatSheet)
    till.press("Return")
    told = till.sheet(DifferenceSheet)
    assert "31.29 is missing" in till.seen(told)
    till.press("F3")
    till.write("Can't be found")
    till.bot.keyClick(till._focus(), Qt.Key.Key_Return)
    till.sheet(ApprovalSheet)
    till.press("Esc")
    till.sheet(DifferenceSheet)
    assert told.refusal.text == "Nobody approved it."
    assert staffed.shifts.current() is not None
    till.bot.keyClick(till._focus(), Qt.Key.Key_Return)
    _approve(till)
    sheet = till.sheet(ReportSheet)
    said = sheet._slip.accessibleDescription()
    assert "Closed by Ben" in said
    assert "Approved by Ann" in said
    till.until(lambda: "backed up" in till.seen(sheet))
    till.press("Return")
    till.until(lambda: till.desk.session.clerk is None)
    closed = staffed.shifts.page(by=owner)[0]
    assert (closed.closed_by, closed.approver, closed.difference) == ("Ben", "Ann", -3_129)
