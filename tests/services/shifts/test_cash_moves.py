"""Cash put into a drawer, taken out of it, or brought to the safe."""

import pytest

from pos_app.domain.errors import (
    ApprovalRefused,
    BadAmount,
    BadValue,
    NotAllowed,
    NotEnoughCash,
    SaleChanged,
)
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from tests.services.shifts.till import entries


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
