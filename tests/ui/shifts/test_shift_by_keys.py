"""A whole shift by keys alone: opened, sold in, counted wrong, counted again, closed."""

from pathlib import Path

from pos_app.ui.cart.pay_sheet import PaySheet
from pos_app.ui.shifts.cash_sheet import CashSheet
from pos_app.ui.shifts.count_sheet import CloseCountSheet, OpenShiftSheet
from pos_app.ui.shifts.difference_sheet import DifferenceSheet
from pos_app.ui.shifts.float_sheet import FloatSheet
from pos_app.ui.shifts.report_sheet import ReportSheet
from pos_app.ui.shifts.shift_sheet import ShiftSheet
from pos_app.ui.widgets.confirm import ConfirmSheet
from tests.ui.shifts.conftest import Till


def test_a_shift_from_the_first_count_to_the_z_report(till: Till) -> None:
    open_by_the_cart(till)
    drop_and_take_out(till)
    look_at_x(till)
    count_wrong_and_again(till)
    close_with_the_difference(till)
    after_it(till)
    assert [row.number for row in till.shop.shifts.page(by=till.shop.staff.terminal())] == [1]


def open_by_the_cart(till: Till) -> None:
    """F12 finds no shift; the same key opens one, the cart stays and is paid for."""
    till.scan()
    assert till.floor.header.shift.text().startswith("No shift")
    cart = till.tab.sale.cart
    till.press("F12")
    till.sheet(ConfirmSheet)
    till.press("F12")
    counting = till.sheet(OpenShiftSheet)
    till.count("", "1", "", "5")  # 100, 50, 20, 10
    assert counting.counting.grid.total == 10_000
    till.press("F12")
    till.sheet(PaySheet)
    assert till.tab.sale.cart == cart
    till.write("20")
    till.press("Return")
    till.until(lambda: till.tab.panel.shows_done)
    shift = till.shop.shifts.current()
    assert shift is not None
    assert shift.opening_float == 10_000
    assert till.floor.header.shift.text() == "Shift 1"


def drop_and_take_out(till: Till) -> None:
    """Cash to the safe with an own reason, cash out with none at first; the drawer springs open."""
    pulses = till.printer.pulses
    till.press("Ctrl+D", "F3")
    till.sheet(CashSheet)
    till.write("50")
    till.press("F3")
    till.write("Too much")
    till.press("Return")
    till.bare()
    assert till.printer.pulses == pulses + 1
    till.press("Ctrl+D", "F2")
    sheet = till.sheet(CashSheet)
    till.write("12.50")
    till.press("Return")
    assert sheet.refusal.text == "Say why."
    till.write("Flowers")
    till.press("Return")
    till.bare()


def look_at_x(till: Till) -> None:
    """On the screen, and on paper from there."""
    till.press("Ctrl+D")
    till.sheet(ShiftSheet)
    till.press("F5")
    sheet = till.sheet(ReportSheet)
    assert "1.29" in sheet._slip.accessibleDescription()
    papers = len(till.printer.papers)
    till.press("Ctrl+P")
    till.until(lambda: len(till.printer.papers) == papers + 1)
    till.press("Return")
    till.bare()


def count_wrong_and_again(till: Till) -> None:
    """100 + 1.29 - 50 - 12.50 = 38.79 should be there; nobody says so before the count is in."""
    till.scan()
    till.press("Ctrl+D", "F12")
    sheet = till.sheet(CloseCountSheet)
    assert "The open sale has 1 line" in till.seen(sheet)
    till.press("F6")
    till.until(lambda: "A sale is parked" in till.seen(sheet))
    assert "38.79" not in till.seen(sheet)
    till.count("", "", "1", "1", "1", "1")
    till.press("F12")
    asked = till.sheet(FloatSheet)
    assert "38.79" not in till.seen(asked)
    assert asked._amount.text() == "36.00"  # less than the float was: all of it
    till.press("Return")
    told = till.sheet(DifferenceSheet)
    assert "38.79" in till.seen(told)
    assert "2.79 is missing" in till.seen(told)
    till.press("F6")
    again = till.sheet(CloseCountSheet)
    assert again.counting.grid.total == 3_600  # what was counted stands there still


def close_with_the_difference(till: Till) -> None:
    """Three dollars more were found: 0.21 too much, for which a reason is enough."""
    till.count("", "", "", "", "", "4")
    till.press("F12")
    till.sheet(FloatSheet)
    till.write("20")
    till.press("Return")
    told = till.sheet(DifferenceSheet)
    assert "0.21 too much" in till.seen(told)
    till.press("Return")
    assert isinstance(till.sheet(DifferenceSheet), DifferenceSheet)  # a reason is needed
    till.press("F3")
    till.write("Wrong change given")
    till.press("Return")
    till.sheet(ReportSheet)


def after_it(till: Till) -> None:
    """Z on the screen and on paper, the backup, the parked sale, the screen to sign in."""
    sheet = till.sheet(ReportSheet)
    till.until(lambda: "backed up" in till.seen(sheet))
    said = sheet._slip.accessibleDescription()
    assert "Wrong change given" in said
    assert "39.00" in said
    papers = till.printer.papers
    till.until(lambda: any(b"T1-Z1" in paper for paper in papers))
    shop = till.shop
    assert len(list((Path(shop.path).parent / "backups").rglob("*.db"))) == 1
    till.press("Return")
    till.until(lambda: till.desk.session.clerk is None)
    assert len(shop.carts.parked()) == 1
    terminal = shop.staff.terminal()
    assert shop.shifts.current() is None
    closed = shop.shifts.page(by=terminal)[0]
    assert (closed.expected, closed.counted, closed.difference) == (3_879, 3_900, 21)
    assert closed.next_float == 2_000
    assert shop.check(by=terminal) == ()
