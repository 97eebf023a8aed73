"""A shift by keys and scans alone: opened by counting, sold in, with a manager's approvals on the
clerk's screen, a switch of clerks, a till that locks, and a count that was wrong; then screen,
paper, books and journal say what was added up by hand."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.config import Config
from pos_app.shop import Shop
from pos_app.ui.cart.discount_sheet import DiscountSheet
from pos_app.ui.cart.receipt_find_sheet import ReceiptFindSheet
from pos_app.ui.orders.returns.sheet import ReturnSheet
from pos_app.ui.orders.returns.slip_sheet import ReturnSlipSheet
from pos_app.ui.orders.returns.void_sheet import VoidSheet
from pos_app.ui.shifts.cash_sheet import CashSheet
from pos_app.ui.shifts.count_sheet import CloseCountSheet, OpenShiftSheet
from pos_app.ui.shifts.difference_sheet import DifferenceSheet
from pos_app.ui.shifts.float_sheet import FloatSheet
from pos_app.ui.shifts.report_sheet import ReportSheet
from pos_app.ui.shifts.shift_sheet import ShiftSheet
from pos_app.ui.sign_in import SignIn
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.confirm import ConfirmSheet
from pos_app.ui.widgets.sheet import top_sheet
from tests.ui.day_ledger import Line, Sale, Tender, piece_of
from tests.ui.day_shop import CODES, GOODS, TOM_PIN, fill
from tests.ui.open_till import PRINTER
from tests.ui.shift_day_till import IDA_BADGE, TOM_BADGE, ShiftTill, hire, rows_of

VERIFIER = Path(__file__).resolve().parents[2] / "tools" / "verify_journal.py"

EXPECTED = 6_710
"""100.00 at first, 5.30 + 6.30 + 2.20 + 3.40 + 2.10 taken in cash, 2.20 given back for the void,
50.00 brought to the safe."""


@pytest.fixture
def till(qtbot: QtBot, dressed: QApplication, home: Path, shop_path: Path) -> Iterator[ShiftTill]:
    shop = Shop.open(shop_path)
    fill(shop, shop.staff.terminal())
    hire(shop)
    shop.close()
    till = ShiftTill(qtbot, home, shop_path, GOODS, CODES)
    till._settings = Config(
        printer=PRINTER, pole_display=till._settings.pole_display, backup_folder=str(home / "safe")
    )
    till.open()
    yield till
    till.main.close()


def test_a_shift_through_the_window(till: ShiftTill, shop_path: Path, home: Path) -> None:
    till.come("t", TOM_PIN)
    open_the_shift(till)
    sold = sell(till)
    more_off_than_a_clerk_may(till)
    void_the_last_sale(till)
    goods_come_back(till, sold)
    drawer_and_safe(till)
    switch_by_badge(till)
    locked_in_between(till)
    blind_report(till)
    count_wrong(till)
    close_with_an_approval(till)
    paper = z_on_screen_and_paper(till, home)
    next_shift(till)
    till.close()
    shop = Shop.open(shop_path)
    compare_books(shop, till, paper)
    compare_journal(shop, shop_path, home, paper)
    assert shop.check(by=shop.staff.terminal()) == ()
    shop.close()


# --- the shift -----------------------------------------------------------------------------------


def open_the_shift(till: ShiftTill) -> None:
    """Nothing can be paid before the drawer is counted; the cart waits meanwhile."""
    till.take("milk", "bread")
    till.press("F12")
    till.sheet(ConfirmSheet)
    till.press("F12")
    till.sheet(OpenShiftSheet)
    till.count("", "1", "", "5")
    till.press("F12")
    till.until(lambda: till.floor.header.shift.text() == "Shift 1")
    till.press("Esc")  # the sheet to pay, which is what was wanted
    till.no_sheet()
    assert len(till.tab.sale.cart.lines) == 2


def sell(till: ShiftTill) -> Sale:
    """In cash, and by card."""
    assert till.pay("cash 10.00").change == 470
    till.take("2*rice")
    return till.pay("card")


def more_off_than_a_clerk_may(till: ShiftTill) -> None:
    """20 % off a tea, where a clerk may give 10."""
    till.take("tea", "jam")
    till.press("Up", "F6")
    sheet = till.sheet(DiscountSheet)
    till.write("20")
    till.press("F1", "Enter")
    assert "20 % off Green tea" in till.approve()
    till.closed(sheet)
    till.take_off("tea", 70)
    till.pay("cash 10.00")


def void_the_last_sale(till: ShiftTill) -> None:
    """Esc first: nobody approved it, and nothing happened. Then Sue types her PIN."""
    till.take("juice")
    wrong = till.pay("cash")
    till.press("Ctrl+F10")
    void = till.sheet(VoidSheet)
    till.write("Wrong goods")
    till.ready(void)
    till.press("Enter")
    till.asked()
    till.press("Esc")
    till.until(lambda: top_sheet(till.main) is void)
    till.ready(void)
    till.press("Enter")
    assert f"Void {wrong.number}" in till.approve()
    booked(till, wrong.number, list(wrong.lines), Tender("cash", 220))


def goods_come_back(till: ShiftTill, sale: Sale) -> None:
    """One of two bags of rice; Sue's badge is scanned."""
    till.press("F10")
    till.sheet(ReceiptFindSheet)
    till.scan(sale.number)
    sheet = till.sheet(ReturnSheet)
    till.until(lambda: len(sheet._lines.rows) == 1)
    till.write("1")
    till.ready(sheet)
    till.press("Enter")
    till.approve(badge=True)
    booked(till, sale.number, [piece_of(sale.lines[0], 1)], Tender("card", 210))


def drawer_and_safe(till: ShiftTill) -> None:
    """Change is needed, and there is too much in the drawer."""
    till.press("Ctrl+O")
    till.sheet(AskSheet)
    till.write("Change")
    till.press("Enter")
    till.approve(badge=True)
    till.no_sheet()
    till.press("Ctrl+D")
    till.sheet(ShiftSheet)
    till.press("F3")
    till.sheet(CashSheet)
    till.write("50")
    till.press("F3")
    till.write("Too much")
    till.press("Enter")
    till.no_sheet()
    till.rest()


def switch_by_badge(till: ShiftTill) -> None:
    """Ida goes on with what Tom began, and Tom with what she did."""
    till.take("milk", "rice")
    till.badge(IDA_BADGE, "Ida")
    till.pay("cash")
    till.take("cola")
    till.badge(TOM_BADGE, "Tom")
    till.pay("card")


def locked_in_between(till: ShiftTill) -> None:
    """Nobody is there for a minute: the cart is kept, and Tom comes back to it."""
    till.take("rice", "jam")
    till.press("Del")  # the jam
    till.cart.pop()
    till.rest()
    kept = till.tab.sale.cart
    till.nobody_comes()
    page = till.page
    assert isinstance(page, SignIn)
    till.until(lambda: "Locked: Tom" in till.seen(page))
    assert till.who == ""
    till.come("", TOM_PIN)
    assert (till.who, till.tab.sale.cart) == ("Tom", kept)
    till.pay("cash")


def blind_report(till: ShiftTill) -> None:
    """X says how many, and nothing that the cash could be worked out from."""
    till.press("Ctrl+D")
    till.sheet(ShiftSheet)
    till.press("F5")
    sheet = till.sheet(ReportSheet)
    said = sheet._slip.accessibleDescription()
    assert "Sales: 7" in said
    assert "Card" in said
    for figure in ("Should be there", "67.10", "Cash sales", "Opening float", "Sales less"):
        assert figure not in said
    till.say_yes(ReportSheet, "Enter")


def count_wrong(till: ShiftTill) -> None:
    """Ten dollars were overlooked; nothing is told before the count is in."""
    till.press("Ctrl+D")
    till.sheet(ShiftSheet)
    till.press("F12")
    sheet = till.sheet(CloseCountSheet)
    assert "67.10" not in till.seen(sheet)
    till.count("", "1", "", "", "1", "2", "", "1")  # 50, 5, 2 x 1, 0.10
    assert sheet.counting.grid.total == 5_710
    till.press("F12")
    till.sheet(FloatSheet)
    till.press("Enter")
    told = till.sheet(DifferenceSheet)
    assert "67.10" in till.seen(told)
    assert "10.00 is missing" in till.seen(told)
    till.press("F6")
    till.closed(told)


def close_with_an_approval(till: ShiftTill) -> None:
    """Four dollars more were found; for the other six Sue comes."""
    again = till.sheet(CloseCountSheet)
    assert again.counting.grid.total == 5_710
    till.count("", "", "", "", "", "6")
    till.press("F12")
    till.sheet(FloatSheet)
    till.write("50")
    till.press("Enter")
    told = till.sheet(DifferenceSheet)
    assert "6.00 is missing" in till.seen(told)
    till.press("F3")
    till.write("Wrong change")
    till.press("Enter")
    assert "Wrong change" in till.approve()
    till.closed(told)


def z_on_screen_and_paper(till: ShiftTill, home: Path) -> list[str]:
    """The same figures on both; the copy lies in the folder of choice."""
    sheet = till.sheet(ReportSheet)
    till.until(lambda: "backed up" in till.seen(sheet))
    till.until(lambda: any(b"T1-Z1" in paper for paper in till.printer.papers))
    (sent,) = [paper for paper in till.printer.papers if b"T1-Z1" in paper]
    paper = rows_of(sent)
    for row in (
        "*** Z REPORT ***",
        "Opened by Tom",
        "Closed by Tom",
        "Approved by Sue",
        "Reason Wrong change",
        "Receipts T1-1 to T1-7",
        "Returns T1-R1 to T1-R2",
        "Sales: 7 24.97",
        "Discounts on lines: 1 -0.70",
        "Returns: 1 -2.10",
        "Voids: 1 -2.20",
        "Cash 17.10",
        "Received 19.30",
        "Given back -2.20",
        "Card 3.60",
        "Received 5.70",
        "Given back -2.10",
        "Tax 5 % 18.26 0.91 19.17",
        "Drinks 10 % 1.36 0.14 1.50",
        "Rounding to cash 0.03",
        "Opening float 100.00",
        "Cash sales 19.30",
        "To the safe -50.00",
        "Should be there 67.10",
        "Counted 61.10",
        "Difference -6.00",
        "Stays in the drawer 50.00",
        "To the safe or bank 11.10",
        "Lines removed 1 (3.50)",
    ):
        assert row in paper, "\n".join(paper)
    said = sheet._slip.accessibleDescription()
    for words in ("Should be there 67.10", "Difference", "6.00", "Approved by Sue"):
        assert words in said
    assert [file.suffix for file in sorted((home / "safe").rglob("*.*")) if file.is_file()] == [
        ".db",
        ".json",
        ".pub",
    ]
    till.say_yes(ReportSheet, "Enter")
    till.until(lambda: till.who == "" and isinstance(till.page, SignIn))
    return paper


def next_shift(till: ShiftTill) -> None:
    """It begins with what was left."""
    till.come("t", TOM_PIN)
    till.press("Ctrl+D")
    till.sheet(ShiftSheet)
    till.press("F12")
    sheet = till.sheet(OpenShiftSheet)
    assert "The last shift left $50.00." in till.seen(sheet)
    till.count("", "1")
    assert "So it is." in till.seen(sheet)
    till.press("F12")
    till.no_sheet()
    till.until(lambda: till.floor.header.shift.text() == "Shift 2")
    till.take("milk")
    till.pay("card")


def booked(till: ShiftTill, of: str, lines: list[Line], tender: Tender) -> None:
    """The slip of a return that was approved, read and put away."""
    slip = till.sheet(ReturnSlipSheet)
    back = till.ledger.give_back(of, lines, [tender])
    till.until(lambda: slip.accessibleName() == f"Return {back.number}")
    till.say_yes(ReturnSlipSheet, "Enter")
    till.rest()


# --- what is left of it --------------------------------------------------------------------------


def compare_books(shop: Shop, till: ShiftTill, paper: list[str]) -> None:
    """The Z against the ledger by hand, and against the orders of the shop."""
    by = shop.staff.terminal()
    assert shop.check(by=by) == ()
    closed = next(row for row in shop.shifts.page(by=by) if row.closed_at is not None)
    z = shop.shifts.report(closed.id, by=by)
    sales, backs = till.ledger.sales[:-1], till.ledger.backs
    assert (z.sales.count, z.sales.amount) == (7, sum(sale.total for sale in sales)) == (7, 2_497)
    returned = sum(back.total for back in backs)
    assert z.revenue == 2_497 - returned == 2_497 - 430
    assert (z.voids.amount, z.refunds.amount) == (220, 210)
    orders = [shop.orders.get(row.id) for row in shop.orders.page() if row.number != "T1-8"]
    assert z.sales.amount == sum(order.total for order in orders)
    assert z.revenue == sum(order.total - order.returned for order in orders)
    till.ledger.sales = sales
    assert {row.rate_ppm // 10_000: (row.net, row.tax, row.gross) for row in z.taxes} == (
        till.ledger.taxes()
    )
    takings = till.ledger.takings()
    rounding = takings.pop("rounding")
    assert z.rounding == rounding[0] - rounding[1]
    assert {row.method: (row.received, row.given_back) for row in z.tenders} == {
        method: amounts for method, amounts in takings.items() if any(amounts)
    }
    cash = z.cash
    assert cash is not None
    assert cash.expected == 10_000 + takings["cash"][0] - takings["cash"][1] - 5_000 == EXPECTED
    assert (cash.counted, cash.difference, cash.next_float) == (6_110, -600, 5_000)
    assert (z.by, z.approver, z.reason) == ("Tom", "Sue", "Wrong change")
    assert f"Journal entry {z.sequence}" in paper
    current = shop.shifts.current()
    assert current is not None
    assert (current.number, current.opening_float) == (2, 5_000)
    clerks = {row.number: row.clerk for row in shop.orders.page()}
    assert [number for number, clerk in clerks.items() if clerk == "Ida"] == ["T1-5"]


def compare_journal(shop: Shop, shop_path: Path, home: Path, paper: list[str]) -> None:
    """Every entry with both names; the service and the script alone say that all is well."""
    by = shop.staff.terminal()
    rows = [row for row in reversed(shop.journal.page(by=by, limit=1000)) if row.user != "Terminal"]
    both = [(row.kind, row.user, row.approver, row.document) for row in rows if row.approver]
    assert [each for each in both if each[0] != "approval"] == [
        ("sale", "Tom", "Sue", "T1-3"),
        ("void", "Tom", "Sue", "T1-R1"),
        ("refund", "Tom", "Sue", "T1-R2"),
        ("drawer", "Tom", "Sue", ""),
        ("shift_count", "Tom", "Sue", "T1-Z1"),
        ("shift_close", "Tom", "Sue", "T1-Z1"),
    ]
    approvals = [row for row in rows if row.kind == "approval"]
    ways = [shop.journal.entry("T1", row.sequence, by=by).facts["by"] for row in approvals]
    assert ways == ["pin", "pin", "badge", "badge", "pin"]
    kinds = [row.kind for row in rows if row.kind in ("sign_in", "sign_out", "lock")]
    assert kinds.count("lock") == 1
    comers = [row.user for row in rows if row.kind == "sign_in"]
    assert comers == ["Tom", "Ida", "Tom", "Tom", "Tom"]
    counts = [row for row in rows if row.kind == "shift_count"]
    assert len(counts) == 4  # the wrong one, then with a reason, refused, and approved
    report = shop.journal.verify(by=by)
    assert report.faults == ()
    shop.checkpoint()
    (kept,) = (home / "safe").rglob("*.db")
    key = kept.with_suffix(".pub")
    at = next(place for place, row in enumerate(paper) if row.startswith("Journal entry "))
    anchor = f"T1:{paper[at].split()[-1]}:{paper[at + 1]}{paper[at + 2]}"
    told = ("--key", key, "--anchor", anchor, "--manifest", kept.with_suffix(".json"))
    for file in (shop_path, kept):
        verified = subprocess.run(
            [sys.executable, "-I", str(VERIFIER), str(file), *map(str, told)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert verified.returncode == 0, verified.stdout + verified.stderr
