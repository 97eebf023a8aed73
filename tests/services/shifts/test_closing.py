"""The reports of a shift, X and Z, and the count that closes it: nothing is told before it."""

import json
from collections.abc import Callable

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    ApprovalRefused,
    BadAmount,
    DifferenceNeedsApproval,
    DifferenceNeedsReason,
    NotAllowed,
    PosError,
    UnknownShift,
)
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from tests.services.shifts.till import entries, sell

# --- X --------------------------------------------------------------------------------------------


def told(value: object) -> set[int]:
    """Every number in a report, however deep."""
    if isinstance(value, dict):
        return set().union(*map(told, value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*map(told, value)) if value else set()
    return {value} if isinstance(value, int) and not isinstance(value, bool) else set()


def test_a_blind_report_tells_nothing_of_the_cash(
    shop: Shop, owner: Clerk, milk: ProductRow, cleo: Clerk, open_shift: None
) -> None:
    sell(shop, milk, cleo, quantity=7)  # 9.03 in cash
    sell(shop, milk, cleo, "card")
    blind = shop.shifts.x_report(by=cleo, paper=True)
    assert blind.blind
    assert (blind.sales.count, blind.sales.amount, blind.cash, blind.taxes) == (2, None, None, ())
    assert [row.method for row in blind.tenders] == ["card"]
    kept = shop._database.row("SELECT document FROM shift_reports")
    assert kept is not None
    cash = {903, 903 + 129, 9000 + 903}
    assert not told(json.loads(kept[0])) & cash
    full = shop.shifts.x_report(by=owner)
    assert not full.blind
    assert full.cash is not None
    assert (full.cash.sales, full.cash.expected) == (903, 9903)
    assert full.sales.amount == 903 + 129


def test_each_x_is_in_the_journal_and_a_printed_one_is_kept(
    shop: Shop, owner: Clerk, open_shift: None
) -> None:
    shop.shifts.x_report(by=owner)
    printed = shop.shifts.x_report(by=owner, paper=True)
    assert [document for _, document, _ in entries(shop, "x_report")] == ["T1-X1", "T1-X1"]
    (job,) = shop.papers.waiting()
    assert (job.number, job.report_id, job.copy) == ("T1-X1", printed.id, "original")
    assert shop.papers.document(job.id)[3] == printed


# --- closing --------------------------------------------------------------------------------------


def test_a_count_that_fits_closes_the_shift(
    shop: Shop, milk: ProductRow, cleo: Clerk, open_shift: None
) -> None:
    parked = shop.carts.park(Cart().add(milk), name="Bea", by=cleo)
    sell(shop, milk, cleo)
    report = shop.shifts.close({2000: 3, 500: 4, 25: 40, 100: 1, 1: 29}, next_float=5000, by=cleo)
    assert (report.kind, report.number, report.by, report.approver) == ("z", "T1-Z1", "Cleo", "")
    assert report.cash is not None
    assert (report.cash.expected, report.cash.counted, report.cash.difference) == (9129, 9129, 0)
    assert (report.cash.next_float, report.cash.banked) == (5000, 4129)
    assert report.counts == ((2000, 3), (500, 4), (100, 1), (25, 40), (1, 29))
    assert shop.shifts.current() is None
    assert shop.shifts.default_float() == 5000
    assert parked.id in [cart.id for cart in shop.carts.parked()]
    (row,) = shop.shifts.page(by=cleo)
    assert (row.closed_by, row.expected, row.counted, row.difference) == ("Cleo", 9129, 9129, 0)
    assert shop.shifts.open({}, by=cleo).number == 2


def test_a_report_is_anchored_in_the_journal(shop: Shop, owner: Clerk, open_shift: None) -> None:
    report = shop.shifts.close({1: 9000}, next_float=0, by=owner)
    row = shop._database.row(
        "SELECT j.sequence, h.hash, j.kind, j.document, j.entry FROM journal j "
        "JOIN journal_heads h ON h.till_id = 1 AND h.sequence = j.sequence"
    )
    assert row is not None
    assert row[:4] == (report.sequence, report.hash, "shift_close", "T1-Z1")
    entry = json.loads(row[4])
    assert entry["perpetual"] == report.perpetual
    assert entry["facts"]["cash"]["counted"] == 9000
    assert "hash" not in entry["facts"]


def refusal(shop: Shop, by: Clerk, counted: int, reason: str = "", stays: int = 0) -> PosError:
    with pytest.raises(PosError) as refused:
        shop.shifts.close({1: counted}, next_float=stays, reason=reason, by=by)
    return refused.value


def difference_approved(shop: Shop, clerk: Clerk) -> Clerk:
    """The clerk with an approval of what they counted last."""
    return clerk.approved(
        shop.staff.approve(Permission.APPROVE_DIFFERENCE, by=clerk, username="ann", pin="480213")
    )


def test_a_difference_needs_a_reason_and_then_an_approval(
    shop: Shop, owner: Clerk, cleo: Clerk, open_shift: None
) -> None:
    first = refusal(shop, cleo, 9001)
    assert isinstance(first, DifferenceNeedsReason)
    assert (first.expected, first.counted) == (9000, 9001)
    assert isinstance(refusal(shop, cleo, 8000), DifferenceNeedsReason)
    second = refusal(shop, cleo, 8000, "Stolen")
    assert isinstance(second, DifferenceNeedsApproval)
    assert (second.expected, second.counted, second.limit) == (9000, 8000, 500)
    approval = shop.staff.approve(
        Permission.APPROVE_DIFFERENCE, by=cleo, username="ann", pin="480213"
    )
    report = shop.shifts.close({1: 8000}, next_float=0, reason="Stolen", by=cleo.approved(approval))
    assert (report.by, report.approver, report.reason) == ("Cleo", "Ann", "Stolen")
    (row,) = shop.shifts.page(by=cleo)
    assert (row.closed_by, row.approver, row.difference) == ("Cleo", "Ann", -1000)
    facts = [facts for *_, facts in entries(shop, "shift_count")]
    told = "counted expected difference closes".split()
    assert [tuple(each[name] for name in told) for each in facts] == [
        (9001, 9000, 1, False),
        (8000, 9000, -1000, False),
        (8000, 9000, -1000, False),
        (8000, 9000, -1000, True),
    ]
    approvers = "SELECT json_extract(entry, '$.approver.name') FROM journal WHERE kind = ?"
    assert shop._database.rows(approvers, ("shift_count",)) == [(None,)] * 3 + [("Ann",)]


def test_a_small_difference_needs_a_reason_alone(shop: Shop, cleo: Clerk, open_shift: None) -> None:
    report = shop.shifts.close({1: 8500}, next_float=0, reason="Miscounted", by=cleo)
    assert report.approver == ""


def test_who_may_approve_needs_nobody(shop: Shop, owner: Clerk, open_shift: None) -> None:
    report = shop.shifts.close({1: 1}, next_float=0, reason="Robbed", by=owner)
    assert (report.approver, report.reason) == ("", "Robbed")


def test_an_approval_that_did_not_help_is_good_again(
    shop: Shop, owner: Clerk, cleo: Clerk, open_shift: None
) -> None:
    assert isinstance(refusal(shop, cleo, 8000), DifferenceNeedsReason)
    approved = difference_approved(shop, cleo)
    assert isinstance(refusal(shop, approved, 8000), DifferenceNeedsReason)
    shop.shifts.close({1: 8000}, next_float=0, reason="Stolen", by=approved)
    shop.shifts.open({}, by=cleo)
    again = refusal(shop, approved, 8000, "Again")
    assert isinstance(again, ApprovalRefused)
    assert len(entries(shop, "shift_count")) == 4  # what was counted stays, whoever refused


def test_an_approval_is_for_the_count_that_was_in(
    shop: Shop, owner: Clerk, milk: ProductRow, cleo: Clerk, open_shift: None
) -> None:
    early = difference_approved(shop, cleo)  # nobody knows yet what it would be for
    assert isinstance(refusal(shop, early, 8000, "Stolen"), DifferenceNeedsApproval)
    approved = difference_approved(shop, cleo)
    assert isinstance(refusal(shop, approved, 4000, "Stolen"), DifferenceNeedsApproval)
    sell(shop, milk, cleo)  # what should be there is another sum now
    assert isinstance(refusal(shop, approved, 8000, "Stolen"), DifferenceNeedsApproval)
    shop.shifts.close({1: 8000}, next_float=0, reason="Stolen", by=difference_approved(shop, cleo))
    facts = [facts for *_, facts in entries(shop, "approval")]
    assert [(each.get("counted"), each.get("expected")) for each in facts] == [
        (None, None),
        (8000, 9000),
        (8000, 9129),
    ]
    assert facts[-1]["shift"] == "T1-Z1"


def test_who_may_not_run_shifts_closes_by_an_approval_of_the_count(
    shop: Shop, owner: Clerk, cleo: Clerk, open_shift: None
) -> None:
    shop.roles.set_permissions("clerk", {Permission.SELL}, by=owner)
    run = shop.staff.approve(Permission.RUN_SHIFT, by=cleo, username="ann", pin="480213")
    assert isinstance(refusal(shop, cleo.approved(run), 8000, "Stolen"), DifferenceNeedsApproval)
    by = difference_approved(shop, cleo)
    report = shop.shifts.close({1: 8000}, next_float=0, reason="Stolen", by=by)
    assert (report.by, report.approver) == ("Cleo", "Ann")


def test_what_stays_is_no_more_than_was_counted(shop: Shop, owner: Clerk, open_shift: None) -> None:
    assert isinstance(refusal(shop, owner, 9000, stays=9001), BadAmount)
    assert isinstance(refusal(shop, owner, 9000, stays=-1), BadAmount)
    assert entries(shop, "shift_count") == []
    assert shop.shifts.current() is not None


def test_a_report_is_printed_again_as_a_duplicate(
    shop: Shop, owner: Clerk, milk: ProductRow, open_shift: None
) -> None:
    sell(shop, milk, owner)
    report = shop.shifts.close({1: 9129}, next_float=0, by=owner, paper=True)
    shop.shifts.print_report(report.shift_id, by=owner)
    copies = [(job.number, job.copy) for job in shop.papers.waiting()]
    assert copies == [("T1-Z1", "original"), ("T1-Z1", "duplicate")]
    assert [document for _, document, _ in entries(shop, "reprint")] == ["T1-Z1"]


def test_own_reports_are_seen_by_everybody_others_by_right(
    shop: Shop, owner: Clerk, cleo: Clerk, open_shift: None
) -> None:
    own = shop.shifts.close({1: 9000}, next_float=0, by=cleo)
    shop.shifts.open({}, by=owner)
    other = shop.shifts.close({}, next_float=0, by=owner)
    assert shop.shifts.report(own.shift_id, by=cleo) == own
    assert [row.id for row in shop.shifts.page(by=cleo)] == [own.shift_id]
    assert [row.id for row in shop.shifts.page(by=owner)] == [other.shift_id, own.shift_id]
    assert [row.id for row in shop.shifts.page(by=owner, before=other.shift_id)] == [own.shift_id]
    for ask in (shop.shifts.report, shop.shifts.print_report):
        with pytest.raises(NotAllowed):
            ask(other.shift_id, by=cleo)
        with pytest.raises(UnknownShift):
            ask(99, by=owner)


def test_a_shift_that_runs_has_no_report_yet(shop: Shop, owner: Clerk, open_shift: None) -> None:
    with pytest.raises(UnknownShift):
        shop.shifts.report(1, by=owner)


def test_lines_that_were_removed_are_on_the_report_of_their_shift(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: Callable[..., ProductRow]
) -> None:
    def change_their_mind() -> None:
        cart = Cart().add(milk, 3).add(tea)
        for each in (cart, cart.step(0, -1), Cart()):
            shop.carts.keep_current(each, by=owner)

    tea = add_product("Tea", 350)
    change_their_mind()
    shop.shifts.open({}, by=owner)
    change_their_mind()
    report = shop.shifts.close({}, next_float=0, by=owner)
    assert (report.lines_removed.count, report.lines_removed.amount) == (1, 129)
    assert (report.carts_cleared.count, report.carts_cleared.amount) == (1, 2 * 129 + 350)


def test_reprints_are_of_their_shift(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    def reprint() -> None:
        shop.papers.ask(order_id=order, by=owner)

    order = sell(shop, milk, owner)
    for _ in range(3):
        reprint()
    shop.shifts.open({}, by=owner)
    reprint()
    report = shop.shifts.close({}, next_float=0, by=owner)
    assert report.reprints == 1
    shop.shifts.open({}, by=owner)
    assert shop.shifts.x_report(by=owner).reprints == 0
