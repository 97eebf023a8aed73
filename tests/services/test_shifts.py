"""Shifts: opened and closed by a count, cash moved in between, nothing told before the count."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.errors import (
    ApprovalRefused,
    BadAmount,
    BadValue,
    DifferenceNeedsApproval,
    DifferenceNeedsReason,
    NoOpenShift,
    NotAllowed,
    NotCorrectable,
    NotEnoughCash,
    PosError,
    SaleChanged,
    ShiftOpen,
    UnknownOrder,
    UnknownShift,
    UnknownTill,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine, ShiftReport
from pos_app.shop import Shop

FLOAT = {2000: 3, 500: 4, 25: 40}  # 90.00


@pytest.fixture
def cleo(shop: Shop, owner: Clerk) -> Clerk:
    """A clerk: runs shifts, and works blind."""
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    return shop.staff.sign_in("cleo", pin="135790")


@pytest.fixture
def open_shift(shop: Shop, cleo: Clerk) -> None:
    """Cleo's shift, with 90.00 in the drawer."""
    shop.shifts.open(FLOAT, by=cleo)


def entries(shop: Shop, *kinds: str) -> list[tuple[str, str, dict[str, object]]]:
    """Kind, document and facts of the journal's entries of these kinds, in their order."""
    rows = shop._database.rows("SELECT kind, document, entry FROM journal ORDER BY id")
    return [
        (kind, document, json.loads(entry)["facts"])
        for kind, document, entry in rows
        if kind in kinds
    ]


def sell(shop: Shop, milk: ProductRow, by: Clerk, method: str = "cash", quantity: int = 1) -> int:
    total = milk.price * quantity
    cart = Cart().add(milk, quantity)
    return shop.checkout.sell(cart, [Payment(method, total)], by=by).order_id


# --- opening -------------------------------------------------------------------------------------


def test_a_shift_opens_with_what_was_counted(shop: Shop, cleo: Clerk) -> None:
    assert shop.shifts.current() is None
    assert shop.shifts.default_float() == 0
    row = shop.shifts.open(FLOAT, by=cleo)
    assert (row.number, row.report, row.till, row.opened_by) == (1, "T1-Z1", "T1", "Cleo")
    assert (row.opening_float, row.closed_at, row.expected) == (9000, None, None)
    assert shop.shifts.current() == row
    counts = shop._database.rows("SELECT kind, value, pieces FROM shift_counts ORDER BY value")
    assert counts == [("opening", 25, 40), ("opening", 500, 4), ("opening", 2000, 3)]
    (opened,) = entries(shop, "shift_open")
    assert opened[1] == "T1-Z1"
    assert opened[2] == {
        "counts": [[2000, 3], [500, 4], [25, 40]],
        "left_before": 0,
        "opening": 9000,
    }


def test_a_drawer_may_be_opened_empty(shop: Shop, cleo: Clerk) -> None:
    assert shop.shifts.open({}, by=cleo).opening_float == 0


def test_a_till_has_one_open_shift(shop: Shop, cleo: Clerk, open_shift: None) -> None:
    with pytest.raises(ShiftOpen) as refused:
        shop.shifts.open({}, by=cleo)
    assert (refused.value.till, refused.value.number) == ("T1", 1)
    assert len(shop.shifts.page(by=cleo)) == 1


@pytest.mark.parametrize(
    "counts", [{0: 1}, {-5: 1}, {5: -1}, {5: 1.5}, {"5": 1}, {5: True}, {5: 10**7}]
)
def test_a_count_is_pieces_by_value(shop: Shop, cleo: Clerk, counts: dict[int, int]) -> None:
    with pytest.raises(BadValue):
        shop.shifts.open(counts, by=cleo)
    assert shop.shifts.current() is None


def test_an_unknown_till_has_no_shift(shop: Shop, cleo: Clerk) -> None:
    for ask in (
        lambda: shop.shifts.current(till="T9"),
        lambda: shop.shifts.open({}, by=cleo, till="T9"),
        lambda: shop.shifts.default_float(till="T9"),
    ):
        with pytest.raises(UnknownTill):
            ask()


# --- what belongs to it --------------------------------------------------------------------------


def shift_of(shop: Shop, table: str) -> list[int | None]:
    return [row[0] for row in shop._database.rows(f"SELECT shift_id FROM {table} ORDER BY id")]


def test_whatever_moves_money_belongs_to_the_open_shift(
    shop: Shop, owner: Clerk, milk: ProductRow, cleo: Clerk
) -> None:
    sell(shop, milk, cleo)
    shop.shifts.open({}, by=cleo)
    sold = shop.checkout.sell(Cart().add(milk), [Payment("cash", 200)], by=cleo, drawer=True)
    item = shop.orders.get(sold.order_id).items[0]
    shop.returns.give_back(sold.order_id, [ReturnLine(item.id, 1)], by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=900, by=owner)
    cart = Cart().add(milk).for_customer(bea.id)
    shop.checkout.sell(cart, [Payment("account", 129)], by=cleo)
    shop.ledgers.pay_in(bea.id, 100, "cash", by=cleo)
    assert shift_of(shop, "orders") == [None, 1, 1]
    assert shift_of(shop, "returns") == [1]
    assert shift_of(shop, "drawer_openings") == [1]
    assert [shift for shift in shift_of(shop, "ledger_moves") if shift] == [1]


def test_another_day_is_history(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.settings.update(shift_needed=True, by=owner)
    shop.shifts.open({}, by=owner)
    before = datetime.now(UTC) - timedelta(days=2)
    sold = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner, at=before)
    item = shop.orders.get(sold.order_id).items[0]
    later = before + timedelta(hours=1)
    shop.returns.give_back(sold.order_id, [ReturnLine(item.id, 1)], by=owner, at=later)
    assert shift_of(shop, "orders") + shift_of(shop, "returns") == [None, None]
    cash = shop.shifts.x_report(by=owner).cash
    assert cash is not None
    assert cash.expected == 0


def test_baskets_that_come_in_need_no_shift(
    shop: Shop, owner: Clerk, milk: ProductRow, tmp_path: Path
) -> None:
    shop.settings.update(shift_needed=True, by=owner)
    file = tmp_path / "baskets.csv"
    file.write_text(
        "basket_id,sold_at,customer,sku,quantity,sales_value,retail_disc,coupon_disc,"
        f"coupon_match_disc\n1,2017-01-01 18:24:46,,{milk.sku},1,1.29,0.00,0.00,0.00\n",
        encoding="utf-8",
    )
    shop.imports.baskets(str(file), by=owner)
    assert shift_of(shop, "orders") == [None]


def refused_without_shift(shop: Shop, owner: Clerk, milk: ProductRow) -> list[Callable[[], object]]:
    """What a shop that needs shifts refuses; its drawer is in nobody's hands."""
    order = shop.orders.get(sell(shop, milk, owner))
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=900, by=owner)
    cart = Cart().add(milk).for_customer(bea.id)
    shop.checkout.sell(cart, [Payment("account", 129)], by=owner)
    placed = shop.orders.place(
        Cart().add(milk), customer_id=bea.id, payments=[Payment("cash", 129)], by=owner
    )
    back = (ReturnLine(order.items[0].id, 1),)
    exchange = Cart().add(milk, 2).with_exchange(Exchange(order.id, order.number, back))
    last = sell(shop, milk, owner)
    shop.settings.update(shift_needed=True, by=owner)
    return [
        lambda: sell(shop, milk, owner),
        lambda: shop.checkout.sell(exchange, [Payment("cash", 129)], by=owner),
        lambda: shop.returns.give_back(order.id, back, by=owner),
        lambda: shop.returns.void(last, reason="Mistake", by=owner),
        lambda: shop.ledgers.pay_in(bea.id, 100, "cash", by=owner),
        lambda: shop.orders.cancel(placed.id, by=owner),
        lambda: shop.orders.place(
            Cart().add(milk), customer_id=bea.id, payments=[Payment("cash", 129)], by=owner
        ),
        lambda: shop.shifts.cash_in(100, reason="Coins", by=owner),
        lambda: shop.shifts.x_report(by=owner),
        lambda: shop.shifts.close({}, next_float=0, by=owner),
    ]


def test_a_shop_that_needs_shifts_moves_no_money_without_one(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    for act in refused_without_shift(shop, owner, milk):
        before = shop._database.rows("SELECT count(*), max(id) FROM journal")
        numbers = shop._database.rows("SELECT last_number, last_return FROM tills")
        with pytest.raises(NoOpenShift) as refused:
            act()
        assert refused.value.till == "T1"
        assert shop._database.rows("SELECT count(*), max(id) FROM journal") == before
        assert shop._database.rows("SELECT last_number, last_return FROM tills") == numbers
    shop.shifts.open({}, by=owner)
    assert sell(shop, milk, owner)


def test_an_order_that_is_paid_later_needs_no_shift(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.settings.update(shift_needed=True, by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner)
    order = shop.orders.place(Cart().add(milk), customer_id=bea.id, by=owner)
    assert shop.orders.cancel(order.id, by=owner).status == "cancelled"


def test_a_cancelled_order_gives_its_money_back_in_the_shift_of_today(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.shifts.open({100: 5}, by=owner)
    order = shop.orders.place(
        Cart().add(milk), customer_id=bea.id, payments=[Payment("cash", 129)], by=owner
    )
    first = shop.shifts.close({1: 629}, next_float=629, by=owner)
    shop.shifts.open({1: 629}, by=owner)
    shop.orders.cancel(order.id, by=owner)
    second = shop.shifts.close({1: 500}, next_float=0, by=owner)
    assert first.cash is not None
    assert second.cash is not None
    assert (first.revenue, first.cash.expected) == (129, 629)
    assert (second.revenue, second.cash.cancelled, second.cash.expected) == (-129, 129, 500)
    assert shop.shifts.report(first.shift_id, by=owner) == first  # it stays what it was


# --- cash in and out -----------------------------------------------------------------------------


def test_cash_is_moved_once(shop: Shop, cleo: Clerk, open_shift: None) -> None:
    first = shop.shifts.cash_in(500, reason=" Change ", by=cleo, uuid="move-1")
    again = shop.shifts.cash_in(500, reason="Change", by=cleo, uuid="move-1")
    assert (first.amount, first.reason, first.by, first.repeated) == (500, "Change", "Cleo", False)
    assert (again.id, again.repeated) == (first.id, True)
    for other in (
        lambda: shop.shifts.cash_in(501, reason="Change", by=cleo, uuid="move-1"),
        lambda: shop.shifts.drop(500, reason="Change", by=cleo, uuid="move-1"),
    ):
        with pytest.raises(SaleChanged):
            other()
    assert [facts for *_, facts in entries(shop, "cash_in", "cash_drop")] == [
        {"amount": 500, "reason": "Change", "shift": "T1-Z1", "uuid": "move-1"}
    ]


def test_a_move_has_an_amount_and_a_reason(shop: Shop, cleo: Clerk, open_shift: None) -> None:
    for amount in (0, -5, 1.5, True):
        with pytest.raises(BadAmount):
            shop.shifts.cash_in(amount, reason="Change", by=cleo)  # type: ignore[arg-type]
    with pytest.raises(BadValue):
        shop.shifts.cash_in(100, reason=" ", by=cleo)


def test_no_more_goes_out_than_lies_in_the_drawer(
    shop: Shop, owner: Clerk, cleo: Clerk, open_shift: None
) -> None:
    with pytest.raises(NotEnoughCash) as blind:
        shop.shifts.drop(9001, reason="Safe", by=cleo)
    assert (blind.value.wanted, blind.value.left) == (9001, None)
    with pytest.raises(NotEnoughCash) as told:
        shop.shifts.cash_out(9001, reason="Stamps", by=owner)
    assert told.value.left == 9000
    assert shop.shifts.drop(9000, reason="Safe", by=cleo).amount == 9000
    with pytest.raises(NotEnoughCash):
        shop.shifts.drop(1, reason="Safe", by=cleo)


def test_who_asks_for_more_than_there_is_leaves_a_trace(
    shop: Shop, owner: Clerk, cleo: Clerk, open_shift: None
) -> None:
    with pytest.raises(NotEnoughCash):
        shop.shifts.drop(9001, reason="Safe", by=cleo)
    with pytest.raises(NotEnoughCash):
        shop.shifts.cash_out(12_000, reason="Stamps", by=owner)
    assert entries(shop, "cash_refused") == [
        (
            "cash_refused",
            "T1-Z1",
            {"amount": amount, "kind": kind, "reason": reason, "shift": "T1-Z1"},
        )
        for amount, kind, reason in ((9001, "drop", "Safe"), (12_000, "out", "Stamps"))
    ]
    (row, _) = shop.journal.page(by=owner, kind="cash_refused")
    assert (row.user, row.amount) == (owner.name, 12_000)
    assert shop.check(by=owner) == ()


def test_how_much_there_is_can_not_be_found_out_by_trying(
    shop: Shop, owner: Clerk, cleo: Clerk, open_shift: None
) -> None:
    for amount in (20_000, 15_000, 12_000):
        with pytest.raises(NotEnoughCash):
            shop.shifts.drop(amount, reason="Safe", by=cleo)
    for amount in (10_000, 100):  # whether there is so much or not, the answer is the same
        with pytest.raises(NotAllowed) as asked:
            shop.shifts.drop(amount, reason="Safe", by=cleo)
        assert asked.value.permission == Permission.APPROVE_DIFFERENCE
    assert len(entries(shop, "cash_refused")) == 3

    def approved() -> Clerk:
        return cleo.approved(
            shop.staff.approve(Permission.APPROVE_DIFFERENCE, by=cleo, username="ann", pin="480213")
        )

    once = approved()
    with pytest.raises(NotEnoughCash):
        shop.shifts.drop(9001, reason="Safe", by=once)
    with pytest.raises(ApprovalRefused):  # good for one try
        shop.shifts.drop(9000, reason="Safe", by=once)
    row = shop.shifts.drop(9000, reason="Safe", by=approved())
    assert (row.by, row.approver) == ("Cleo", "Ann")
    assert shop.shifts.cash_in(9000, reason="Back", by=cleo).amount == 9000
    assert shop.shifts.cash_out(1, reason="Stamps", by=owner).amount == 1
    shop.shifts.close({1: 8999}, next_float=8999, by=cleo)
    shop.shifts.open({1: 8999}, by=cleo)
    assert shop.shifts.drop(100, reason="Safe", by=cleo).amount == 100


def test_who_may_not_take_cash_out_needs_one_approval_for_both(
    shop: Shop, owner: Clerk, cleo: Clerk, open_shift: None
) -> None:
    """After too many refusals a supervisor's is not enough, and a manager's does for all."""
    shop.staff.add_user(username="sue", name="Sue", pin="480213", role="supervisor", by=owner)
    for amount in (20_000, 15_000, 12_000):
        with pytest.raises(NotEnoughCash):
            shop.shifts.drop(amount, reason="Safe", by=cleo)

    def approved(permission: Permission, username: str) -> Clerk:
        return cleo.approved(
            shop.staff.approve(permission, by=cleo, username=username, pin="480213")
        )

    with pytest.raises(NotAllowed) as asked:
        shop.shifts.cash_out(100, reason="Stamps", by=approved(Permission.CASH_OUT, "sue"))
    assert asked.value.permission == Permission.APPROVE_DIFFERENCE
    by = approved(Permission.APPROVE_DIFFERENCE, "ann")
    row = shop.shifts.cash_out(100, reason="Stamps", by=by)
    assert (row.by, row.approver) == ("Cleo", "Ann")
    other = approved(Permission.APPROVE_DIFFERENCE, "ann")
    with pytest.raises(ApprovalRefused):  # it serves nothing else
        shop.drawer.open(reason="Coins", by=other)


def test_cash_out_is_approved_and_both_names_stay(
    shop: Shop, owner: Clerk, cleo: Clerk, open_shift: None
) -> None:
    with pytest.raises(NotAllowed):
        shop.shifts.cash_out(100, reason="Stamps", by=cleo)
    approval = shop.staff.approve(Permission.CASH_OUT, by=cleo, username="ann", pin="480213")
    row = shop.shifts.cash_out(100, reason="Stamps", by=cleo.approved(approval))
    assert (row.by, row.approver) == ("Cleo", "Ann")


def test_the_drawer_that_opens_for_it_is_noted(shop: Shop, cleo: Clerk, open_shift: None) -> None:
    shop.shifts.drop(100, reason="Safe", by=cleo, drawer=True)
    shop.shifts.open_to_count(by=cleo)
    rows = shop._database.rows("SELECT reason, shift_id FROM drawer_openings ORDER BY id")
    assert rows == [("Cash drop: Safe", 1), ("Counting the drawer", 1)]
    assert shop.shifts.x_report(by=cleo).drawer_without_sale == 2


# --- X -------------------------------------------------------------------------------------------


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


# --- closing -------------------------------------------------------------------------------------


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
    assert [(each["counted"], each["expected"], each["difference"]) for each in facts] == [
        (9001, 9000, 1),
        (8000, 9000, -1000),
        (8000, 9000, -1000),
        (8000, 9000, -1000),
    ]


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


# --- corrected tenders ---------------------------------------------------------------------------


def correct(shop: Shop, order_id: int, to: str, by: Clerk, amount: int | None = None) -> None:
    payment = shop.orders.get(order_id).payments[0]
    shop.shifts.correct_tender(
        order_id, payment_id=payment.id, to_method=to, amount=amount, reason="Typed wrong", by=by
    )


def test_a_corrected_tender_stands_beside_its_payment(
    shop: Shop, owner: Clerk, milk: ProductRow, open_shift: None
) -> None:
    order_id = sell(shop, milk, owner, quantity=2)
    correct(shop, order_id, "card", owner, 100)
    (payment,) = shop.orders.get(order_id).payments
    assert (payment.method, payment.amount) == ("cash", 258)
    assert payment.came_by == {"cash": 158, "card": 100}
    today = shop.orders.get(order_id).business_date
    takings = {row.method: row.received for row in shop.reports.takings(today, today, by=owner)}
    assert takings == {"cash": 158, "card": 100}
    report = shop.shifts.x_report(by=owner)
    assert report.cash is not None
    assert (report.cash.sales, report.corrections.count, report.corrections.amount) == (158, 1, 100)
    correct(shop, order_id, "cash", owner)  # back again: all of what went to the card
    assert shop.orders.get(order_id).payments[0].came_by == {"cash": 258}
    facts = [facts for *_, facts in entries(shop, "tender_correction")]
    assert [(each["from"], each["to"], each["amount"]) for each in facts] == [
        ("cash", "card", 100),
        ("card", "cash", 100),
    ]


def test_a_corrected_payment_goes_back_as_it_came(
    shop: Shop, owner: Clerk, milk: ProductRow, open_shift: None
) -> None:
    order_id = sell(shop, milk, owner)
    correct(shop, order_id, "card", owner)
    item = shop.orders.get(order_id).items[0]
    back = shop.returns.give_back(order_id, [ReturnLine(item.id, 1)], by=owner)
    assert [(each.method, each.amount) for each in back.repayments] == [("card", 129)]
    assert shop.check(by=owner) == ()


def test_what_can_not_be_corrected(shop: Shop, owner: Clerk, milk: ProductRow, cleo: Clerk) -> None:
    def reason_of(order_id: int, to: str = "card", amount: int | None = None) -> str:
        with pytest.raises(NotCorrectable) as refused:
            correct(shop, order_id, to, owner, amount)
        return refused.value.reason

    early = sell(shop, milk, owner)
    assert reason_of(early) == "no_shift"
    shop.shifts.open({}, by=owner)
    card = shop.ledgers.gift_card_line("K7XF-M3RD-9TPW", 1000, by=owner)
    filled = shop.checkout.sell(Cart().add_line(card), [Payment("cash", 1000)], by=owner).order_id
    spent = shop.checkout.sell(
        Cart().add(milk), [Payment("gift_card", 129, code="K7XF-M3RD-9TPW")], by=owner
    ).order_id
    back, paid = sell(shop, milk, owner), sell(shop, milk, owner)
    item = shop.orders.get(back).items[0]
    shop.returns.give_back(back, [ReturnLine(item.id, 1)], by=owner)
    assert reason_of(spent) == "method"
    assert reason_of(filled, "coupon") == "method"
    assert reason_of(back) == "returned"
    assert reason_of(paid, "cash") == "method"
    assert reason_of(paid, "card", 130) == "amount"
    with pytest.raises(BadValue):
        correct(shop, paid, "gift_card", owner)
    with pytest.raises(UnknownOrder):
        shop.shifts.correct_tender(paid, payment_id=1, to_method="card", reason="x", by=owner)
    with pytest.raises(NotAllowed):
        correct(shop, paid, "card", cleo)
    shop.shifts.close({1: 1129 + 0}, next_float=0, reason="x", by=owner)
    assert reason_of(paid) == "closed"
    assert entries(shop, "tender_correction") == []


def test_a_correction_is_made_once(
    shop: Shop, owner: Clerk, milk: ProductRow, open_shift: None
) -> None:
    order_id = sell(shop, milk, owner)
    payment_id = shop.orders.get(order_id).payments[0].id
    rows = [
        shop.shifts.correct_tender(
            order_id,
            payment_id=payment_id,
            to_method="card",
            amount=60,
            reason="x",
            by=owner,
            uuid="fix-1",
        )
        for _ in range(2)
    ]
    assert rows[0] == rows[1]
    assert shop.orders.get(order_id).payments[0].came_by == {"cash": 69, "card": 60}
    with pytest.raises(SaleChanged):
        shop.shifts.correct_tender(
            order_id,
            payment_id=payment_id,
            to_method="transfer",
            reason="x",
            by=owner,
            uuid="fix-1",
        )


# --- two tills -----------------------------------------------------------------------------------


@pytest.fixture
def two_tills(shop: Shop) -> Shop:
    """A shop with a second till."""
    shop._database.rows("INSERT INTO tills (id, code, name, created_at) VALUES (2, 'T2', 'Two', 0)")
    return shop


def test_each_till_has_shifts_of_its_own(two_tills: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop = two_tills

    def sell_at(till: str) -> None:
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner, till=till)

    shop.shifts.open({}, by=owner)
    other = shop.shifts.open({500: 1}, by=owner, till="T2")
    assert (other.number, other.report) == (1, "T2-Z1")
    sell_at("T1")
    sell_at("T2")
    sell_at("T2")
    reports: list[ShiftReport] = [
        shop.shifts.close({1: counted}, next_float=0, by=owner, till=till)
        for till, counted in (("T2", 758), ("T1", 129))
    ]
    assert [report.number for report in reports] == ["T2-Z1", "T1-Z1"]
    assert [report.sales.amount for report in reports] == [258, 129]
    assert [(report.first_order, report.last_order) for report in reports] == [
        ("T2-1", "T2-2"),
        ("T1-1", "T1-1"),
    ]
    assert shop.check(by=owner) == ()
