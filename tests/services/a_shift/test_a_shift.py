"""A shift whole: its Z says to the cent what a book by hand says and what the orders come to, and
its journal has every entry with both names."""

import json
import shutil
from collections import Counter
from pathlib import Path

from pos_app.shop import Shop
from tests.services.a_shift.kept import paper_of
from tests.services.shift_day import CARD, COUNTED, HIGH, LOW, NONE, OPENED_WITH, STAYS, ShiftDay

# --- what the Z says ------------------------------------------------------------------------------


def test_the_z_is_the_book_to_the_cent(day: ShiftDay) -> None:
    z, book = day.z, day.book
    for kind in ("sales", "refunds", "voids", "exchanges", "cancelled"):
        tally = getattr(z, kind)
        assert (tally.count, tally.amount) == (book.count[kind], book.amount[kind]), kind
    assert z.revenue == 33_676 - 2_070 - 1_200 - 4_990 - 1_200 == 24_216
    assert (z.rounding, z.gift_cards, z.paid_in, z.unpaid) == (4, 5_000, 2_000, 1_200)
    assert [(row.kind, row.count, row.amount) for row in z.discounts] == [("line", 1, 1_497)]
    assert (z.corrections.count, z.corrections.amount) == (1, 435)
    taxes = {row.rate_ppm: (row.net, row.tax, row.gross) for row in z.taxes}
    assert taxes == {
        rate: (book.net[rate], book.tax[rate], book.net[rate] + book.tax[rate])
        for rate in (LOW, HIGH)
    }
    assert taxes == {
        LOW: (3_444, 89, 3_533),
        HIGH: (14_507, 1_176, 15_683),
    }
    assert z.gift_cards is not None
    # What is put on a gift card bears no tax and is no turnover yet.
    assert (book.net[NONE], book.tax[NONE]) == (z.gift_cards, 0)
    assert sum(row.gross for row in z.taxes) == z.revenue - z.gift_cards
    tenders = {row.method: (row.received, row.given_back) for row in z.tenders}
    assert tenders == {
        method: (amount, book.went[method]) for method, amount in book.came.items() if amount
    }


def test_the_drawer_is_the_book_to_the_cent(day: ShiftDay) -> None:
    z, book = day.z, day.book
    cash = z.cash
    assert cash is not None
    came = (cash.opening_float, cash.sales, cash.paid_in, cash.cash_in)
    went = (cash.refunds, cash.cancelled, cash.cash_out, cash.drops)
    assert came == (OPENED_WITH, 6_995, 2_000, 5_000)
    assert went == (2_070, 0, 1_250, 16_000)
    assert cash.expected == sum(came) - sum(went) == book.cash == 13_875
    assert (cash.counted, cash.difference) == (13_575, -300)
    assert (cash.next_float, cash.banked) == (STAYS, 3_575)
    assert dict(z.counts) == COUNTED
    moves = [(move.kind, move.amount, move.by, move.approver) for move in z.cash_moves]
    assert moves == [
        ("in", 5_000, "Tom", ""),
        ("out", 1_250, "Tom", "Sue"),
        ("drop", 10_000, "Tom", ""),
        ("drop", 6_000, "Tom", ""),
    ]
    assert (z.by, z.approver, z.reason, z.opened_by) == ("Tom", "Sue", "Wrong change", "Tom")


def test_what_never_became_a_sale_is_on_the_z(day: ShiftDay) -> None:
    z, book = day.z, day.book
    assert (z.lines_removed.count, z.lines_removed.amount) == (1, book.amount["removed"])
    assert (z.carts_cleared.count, z.carts_cleared.amount) == (1, book.amount["cleared"])
    assert (z.drawer_with_sale, z.drawer_without_sale) == (book.count["with"], 3)
    assert z.reprints == book.count["reprints"]
    assert (z.first_order, z.last_order) == ("T1-1", "T1-14")
    assert (z.first_return, z.last_return) == ("T1-R1", "T1-R5")
    assert z.perpetual == {
        "sales": 14,
        "sold": 33_676,
        "refunds": 5,
        "refunded": 2_070 + 1_200 + 4_990,
        "cancellations": 1,
        "cancelled": 1_200,
    }
    assert [cart.name for cart in day.shop.carts.parked()] == ["Blue coat"]


def test_the_z_adds_up_against_the_orders(day: ShiftDay) -> None:
    """Read one by one through the shop, and summed here."""
    shop, z, book = day.shop, day.z, day.book
    rows = [row for row in shop.orders.page(limit=100) if row.number != "T1-15"]
    orders = [shop.orders.get(row.id) for row in rows]
    assert {order.number: (order.total, order.rounding) for order in orders} == book.orders
    returns = [shop.returns.get(place) for place in range(1, 6)]
    assert {back.number: (back.total, back.rounding) for back in returns} == book.returns
    gone = [order for order in orders if order.status == "cancelled"]
    assert z.sales.amount == sum(order.total for order in orders)
    revenue = sum(order.total for order in orders if order not in gone)
    assert z.revenue == revenue - sum(back.total for back in returns)
    taxes: Counter[int] = Counter()
    for sign, documents in ((1, orders), (-1, gone), (-1, returns)):
        for document in documents:
            for part in document.taxes:
                taxes[part.rate_ppm] += sign * part.tax
    assert {row.rate_ppm: row.tax for row in z.taxes if row.tax} == {
        rate: tax for rate, tax in taxes.items() if tax
    }
    came: Counter[str] = Counter()
    for order in orders:
        for payment in order.payments:
            came.update(payment.came_by)
    assert z.cash is not None
    assert z.cash.sales == came["cash"]
    assert came["cash"] + z.cash.paid_in == {row.method: row.received for row in z.tenders}["cash"]
    received = sum(row.received for row in z.tenders)
    back = sum(row.given_back for row in z.tenders)
    assert z.revenue is not None
    assert received - back == z.revenue + 4 + 2_000 - 1_200  # rounding, paid in, unpaid


def test_x_was_blind_and_z_stays_what_it_was(day: ShiftDay) -> None:
    assert day.x.blind
    assert (day.x.sales.count, day.x.sales.amount, day.x.cash, day.x.revenue) == (
        14,
        None,
        None,
        None,
    )
    assert "cash" not in {row.method for row in day.x.tenders}
    assert day.shop.shifts.report(day.z.shift_id, by=day.sue) == day.z


def test_the_z_waits_for_the_printer_with_these_figures(day: ShiftDay) -> None:
    paper = paper_of(day)
    for line in (
        "Sales: 14 336.76",
        "Returns: 3 −20.70",
        "Voids: 1 −12.00",
        "Exchanged: 1 −49.90",
        "Cancelled orders: 1 −12.00",
        "Opening float 192.00",
        "Cash sales 69.95",
        "To the safe −160.00",
        "Should be there 138.75",
        "Counted 135.75",
        "Difference −3.00",
        "Stays in the drawer 100.00",
        "Approved by Sue",
        "Lines removed 1 (12.00)",
        "Printed again 1",
        f"Journal entry {day.z.sequence}",
    ):
        assert line in paper, "\n".join(paper)


# --- what the journal says ------------------------------------------------------------------------


def test_the_journal_has_every_entry_in_order_with_both_names(day: ShiftDay) -> None:
    rows = day.shop.journal.page(by=day.sue, limit=1000)
    new = [row for row in reversed(rows) if row.sequence > day.before]
    assert [row.sequence for row in new] == [day.before + place for place in range(1, len(new) + 1)]
    told = [(row.kind, row.user, row.approver, row.document) for row in new]
    assert told == day.book.entries
    closed = next(row for row in new if row.kind == "shift_close")
    assert closed.sequence == day.z.sequence
    assert day.shop.journal.entry("T1", closed.sequence, by=day.sue).hash == day.z.hash


def test_nobody_who_bought_is_named_and_no_card_in_full(day: ShiftDay) -> None:
    lines = day.archive.read_text(encoding="utf-8").splitlines()
    text = "".join(json.dumps(json.loads(line)["entry"], ensure_ascii=False) for line in lines)
    # Digits alone may stand in a hash by chance: as a value they would have their quotes.
    told = ("Quimby", "Bea", CARD, '"4242"', "Blue coat")
    assert [word for word in told if word in text] == []


def test_the_books_are_clean_and_so_is_the_copy(day: ShiftDay, tmp_path: Path) -> None:
    assert day.shop.check(by=day.sue) == ()
    report = day.shop.journal.verify(by=day.sue)
    assert (report.faults, report.entries) == ((), day.before + len(day.book.entries))
    copy = Shop.open(shutil.copyfile(day.kept, tmp_path / "kept.db"))
    try:
        assert copy.shifts.report(day.z.shift_id, by=copy.staff.terminal()) == day.z
        assert copy.check(by=copy.staff.terminal()) == ()
    finally:
        copy.close()
