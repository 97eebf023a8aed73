"""Paying refunds out: all pieces together are what was paid, in coins that there are, and nobody is
paid for what somebody else gave."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.payment import ROUNDING_MODES, CashRounding
from pos_app.domain.refunds import Paid, Repayment
from pos_app.domain.repaying import INSTEAD, settle_return
from tests.domain.examples import thorough


@dataclass(frozen=True)
class Sale:
    """An order's worth, what was paid for it, and the pieces in which it comes back."""

    total: int
    paid: tuple[tuple[str, int], ...]
    pieces: tuple[tuple[int, str], ...]
    rounding: CashRounding


@st.composite
def sales(draw: st.DrawFn, *, instead: bool) -> Sale:
    total = draw(st.integers(1, 60) | st.integers(1, 20_000))
    step = draw(st.sampled_from([1, 5, 10, 100]))
    rounding = CashRounding(step, draw(st.sampled_from(ROUNDING_MODES)))
    left, paid = total, []
    ways = st.sampled_from(["card", "gift_card", "account", "coupon"])
    for way in draw(st.lists(ways, max_size=3)):
        amount = draw(st.integers(0, left))
        paid.append((way, amount))
        left -= amount
    if draw(st.booleans()):
        cash = rounding.apply(left)
        first = cash // step // 2 * step
        paid += [("cash", first), ("cash", cash - first)]
    else:
        paid.append(("transfer", left))
    ends = [0, *sorted(draw(st.lists(st.integers(0, total), max_size=5))), total]
    ways_back = st.sampled_from(["", *INSTEAD]) if instead else st.just("")
    pieces = tuple((end - begin, draw(ways_back)) for begin, end in pairwise(ends))
    return Sale(total, tuple(each for each in paid if each[1]), pieces, rounding)


def pay_back(sale: Sale) -> list[tuple[int, int, str, tuple[Repayment, ...]]]:
    """Each piece: its worth, rounding and way, and what was given back for it."""
    returned = [0] * len(sale.paid)
    elsewhere: list[tuple[str, int]] = []
    before, given_back = 0, []
    for worth, instead in sale.pieces:
        settled = settle_return(
            [Paid(n + 1, *each, returned[n]) for n, each in enumerate(sale.paid)],
            order_total=sale.total,
            refunded_before=before,
            total=worth,
            rounding=sale.rounding,
            elsewhere=elsewhere,
            instead=instead,
        )
        for each in settled.repayments:
            if each.payment_id:
                returned[each.payment_id - 1] += each.amount
            else:
                elsewhere.append((each.method, each.amount))
        before += worth
        given_back.append((worth, settled.rounding, instead, settled.repayments))
    for (_, amount), gone in zip(sale.paid, returned, strict=True):
        assert gone <= amount
    return given_back


def check_pieces(sale: Sale) -> list[Repayment]:
    """What holds of every way to give back; all repayments."""
    everything: list[Repayment] = []
    before = 0
    own = sale.total - sum(amount for method, amount in sale.paid if method == "coupon")
    for worth, rounding, instead, repayments in pay_back(sale):
        before += worth
        assert sum(each.amount for each in repayments) == worth + rounding
        for each in repayments:
            assert each.amount > 0
            assert each.method != "cash" or each.amount % sale.rounding.step == 0
            assert each.method != "coupon" or before > own
            assert (each.payment_id == 0) == bool(instead and each.method != "coupon")
        everything += repayments
    return everything


@thorough
@given(sales(instead=False))
def test_all_pieces_give_back_what_was_paid_tender_by_tender(sale: Sale) -> None:
    given_back = check_pieces(sale)
    for place, (_, amount) in enumerate(sale.paid, start=1):
        mine = sum(each.amount for each in given_back if each.payment_id == place)
        assert mine == amount


@thorough
@given(sales(instead=True))
def test_another_way_gives_back_as_much_but_for_a_coin(sale: Sale) -> None:
    given_back = check_pieces(sale)
    paid = sum(amount for _, amount in sale.paid)
    difference = sum(each.amount for each in given_back) - paid
    in_cash = "cash" in {method for method, _ in sale.paid} | {way for _, way in sale.pieces}
    if in_cash and any(way for _, way in sale.pieces):
        assert abs(difference) < sale.rounding.step
    else:
        assert difference == 0
    coupons = sum(amount for method, amount in sale.paid if method == "coupon")
    assert sum(each.amount for each in given_back if each.method == "coupon") == coupons
