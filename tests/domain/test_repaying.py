"""Paying refunds out: all pieces together are what was paid, in coins that there are, and nobody is
paid for what somebody else gave, or for what they owe."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.payment import LEDGER_METHODS, ROUNDING_MODES, CashRounding
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
    ways = st.sampled_from(["card", "gift_card", "store_credit", "account", "coupon"])
    for way in draw(st.lists(ways, max_size=4)):
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


def paid_by(sale: Sale, *methods: str) -> int:
    return sum(amount for method, amount in sale.paid if method in methods)


def check_pieces(sale: Sale) -> list[Repayment]:
    """What holds of every way to give back; all repayments."""
    everything: list[Repayment] = []
    before = 0
    own = sale.total - paid_by(sale, "coupon")
    drawn = paid_by(sale, *LEDGER_METHODS)
    for worth, rounding, instead, repayments in pay_back(sale):
        before += worth
        assert sum(each.amount for each in repayments) == worth + rounding
        for each in repayments:
            assert each.amount > 0
            assert each.method != "cash" or each.amount % sale.rounding.step == 0
            assert each.method != "coupon" or before > own
            if each.payment_id:
                assert each.method == sale.paid[each.payment_id - 1][0]
                assert not instead or each.method in (*LEDGER_METHODS, "coupon")
            else:  # another way, once what was drawn on ledgers is there again
                assert each.method == instead
                assert before > drawn
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


@thorough
@given(sales(instead=True))
def test_what_was_no_money_goes_back_as_it_came_whatever_stands_instead(sale: Sale) -> None:
    given_back = check_pieces(sale)
    for place, (method, amount) in enumerate(sale.paid, start=1):
        if method in (*LEDGER_METHODS, "coupon"):
            mine = sum(each.amount for each in given_back if each.payment_id == place)
            assert mine == amount


def settle(paid: list[Paid], total: int, instead: str) -> tuple[Repayment, ...]:
    return settle_return(
        paid,
        order_total=sum(each.amount for each in paid),
        refunded_before=0,
        total=total,
        rounding=CashRounding(5),
        instead=instead,
    ).repayments


def test_neither_a_debt_nor_a_gift_card_is_paid_out_in_cash() -> None:
    paid = [Paid(1, "card", 300), Paid(2, "account", 500), Paid(3, "gift_card", 200)]
    for instead in INSTEAD:
        assert settle(paid, 600, instead) == (
            Repayment("account", 500, 2),
            Repayment("gift_card", 100, 3),
        )
        assert settle(paid, 1000, instead) == (
            Repayment("account", 500, 2),
            Repayment("gift_card", 200, 3),
            Repayment(instead, 300),
        )


def test_store_credit_goes_back_to_the_credit_it_was_drawn_on() -> None:
    paid = [Paid(1, "store_credit", 400), Paid(2, "cash", 100)]
    assert settle(paid, 450, "store_credit") == (
        Repayment("store_credit", 400, 1),
        Repayment("store_credit", 50),
    )
