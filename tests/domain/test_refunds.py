"""Giving back in any pieces: together it is what was paid, and no piece is less than nothing."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.payment import ROUNDING_MODES, CashRounding
from pos_app.domain.refunds import (
    Paid,
    RefundedLine,
    RefundSettlement,
    Repayment,
    SoldLine,
    refund_line,
    settle_refund,
)
from pos_app.domain.tax import LineTax, TaxPart, split_lines
from tests.domain.examples import amounts, beyond_floats, half_up, tax_rules, thorough

# --- lines -------------------------------------------------------------------------------------


@st.composite
def sold_lines(draw: st.DrawFn) -> SoldLine:
    """A line as a sale leaves it, whatever it was taxed by."""
    rule = draw(tax_rules(4))
    total = draw(amounts | beyond_floats)
    off = draw(amounts)
    quantity = draw(st.sampled_from([1, 7, 750, 1000, 3000, 8000, 12_345]))
    (tax,) = split_lines(
        [(rule, total, quantity)],
        included=draw(st.booleans()),
        rounding=draw(st.sampled_from(["line", "document"])),
    )
    return SoldLine(quantity, total + off, off, tax)


def cut(quantity: int, where: list[float]) -> list[int]:
    """A quantity in pieces, some of them nothing."""
    ends = [0, *sorted(int(quantity * share) for share in where), quantity]
    return [end - begin for begin, end in pairwise(ends)]


def give_back(line: SoldLine, pieces: list[int]) -> list[RefundedLine]:
    given, before = [], 0
    for piece in pieces:
        given.append(refund_line(line, before, piece))
        before += piece
    assert before == line.quantity
    return given


cuts = st.lists(st.floats(0, 1), max_size=7)


@thorough
@given(sold_lines(), cuts)
def test_all_pieces_of_a_line_together_are_the_line(line: SoldLine, where: list[float]) -> None:
    given_back = give_back(line, cut(line.quantity, where))
    assert sum(piece.quantity for piece in given_back) == line.quantity
    assert sum(piece.list_total for piece in given_back) == line.list_total
    assert sum(piece.discount for piece in given_back) == line.discount
    for name in ("net", "tax", "gross"):
        assert sum(getattr(piece.tax, name) for piece in given_back) == getattr(line.tax, name)
    for place, part in enumerate(line.tax.parts):
        shares = [piece.tax.parts[place] for piece in given_back]
        assert {replace(share, base=0, tax=0) for share in shares} == {replace(part, base=0, tax=0)}
        assert sum(share.tax for share in shares) == part.tax
        assert sum(share.base for share in shares) == part.base


@thorough
@given(sold_lines(), cuts)
def test_no_piece_of_a_line_is_less_than_nothing(line: SoldLine, where: list[float]) -> None:
    for piece in give_back(line, cut(line.quantity, where)):
        tax = piece.tax
        assert tax.net + tax.tax == tax.gross
        assert sum(part.tax for part in tax.parts) == tax.tax
        assert min(piece.list_total, piece.discount, tax.net, tax.tax, tax.gross) >= 0
        assert piece.list_total - piece.discount >= 0
        assert all(part.base >= 0 and part.tax >= 0 for part in tax.parts)
        if piece.quantity == 0:
            assert (piece.list_total, tax.gross) == (0, 0)


@thorough
@given(sold_lines(), st.floats(0, 1))
def test_a_piece_is_its_share_of_what_was_paid(line: SoldLine, share: float) -> None:
    quantity = int(line.quantity * share)
    piece = refund_line(line, 0, quantity)
    exact = Fraction(quantity, line.quantity)
    assert piece.tax.gross == half_up(line.tax.gross * exact)
    assert piece.list_total - piece.discount == half_up((line.list_total - line.discount) * exact)
    assert piece.discount == half_up(line.discount * exact)
    assert abs(piece.tax.tax - line.tax.tax * exact) <= 1
    for part, whole in zip(piece.tax.parts, line.tax.parts, strict=True):
        assert abs(part.tax - whole.tax * exact) <= 2


def line_of(parts: list[int], gross: int, quantity: int, off: int = 0) -> SoldLine:
    tax = LineTax(
        gross - sum(parts),
        sum(parts),
        gross,
        tuple(TaxPart(str(n), 1, 0, gross - sum(parts), each) for n, each in enumerate(parts)),
    )
    return SoldLine(quantity, gross + off, off, tax)


def test_equal_taxes_do_not_fall_while_goods_come_back() -> None:
    for parts in ([2, 2], [1, 1, 1], [3, 1, 2]):
        pieces = give_back(line_of(parts, 8, 8000), [1000] * 8)
        assert min(part.tax for piece in pieces for part in piece.tax.parts) == 0


def test_a_discount_does_not_fall_while_goods_come_back() -> None:
    pieces = give_back(line_of([], 1, 4000, off=1), [1000] * 4)
    assert [piece.discount for piece in pieces] == [0, 1, 0, 0]
    assert sum(piece.list_total for piece in pieces) == 2


def test_a_piece_with_one_rate_has_the_base_that_its_tax_is_of() -> None:
    line = SoldLine(3000, 1000, 0, LineTax(840, 160, 1000, (TaxPart("VAT", 190_000, 0, 840, 160),)))
    for piece in give_back(line, [1000] * 3):
        (part,) = piece.tax.parts
        assert (part.base, part.base + part.tax) == (piece.tax.net, piece.tax.gross)
    # An eighth of 12 is 2 and of its tax of 2 nothing: so its base is 2, not an eighth of 10.
    line = SoldLine(8000, 12, 0, LineTax(10, 2, 12, (TaxPart("VAT", 200_000, 0, 10, 2),)))
    assert refund_line(line, 0, 1000).tax == LineTax(2, 0, 2, (TaxPart("VAT", 200_000, 0, 2, 0),))


def test_a_line_that_was_agreed_to_cost_more_than_listed() -> None:
    line = replace(line_of([], 7, 5000), list_total=4, discount=-3)
    pieces = give_back(line, [1000] * 5)
    # Fifths of 4, rounded: 1, 2, 2, 3, 4. Fifths of 7: 1, 3, 4, 6, 7.
    assert [piece.list_total for piece in pieces] == [1, 1, 0, 1, 1]
    assert [piece.tax.gross for piece in pieces] == [1, 2, 1, 2, 1]
    assert sum(piece.discount for piece in pieces) == -3


# --- orders ------------------------------------------------------------------------------------

METHODS = ("cash", "card", "gift_card", "account", "cash")
roundings = st.builds(
    CashRounding, st.sampled_from([1, 5, 10, 50, 100]), st.sampled_from(ROUNDING_MODES)
)
piece_plans = st.lists(
    st.tuples(st.integers(0, 60), roundings, st.sampled_from(["", "", "", "store_credit"])),
    min_size=1,
    max_size=6,
)


@st.composite
def paid_orders(draw: st.DrawFn) -> tuple[int, list[Paid], CashRounding]:
    """What an order came to and how it was paid: only what is paid in cash was rounded."""
    total = draw(st.integers(0, 400) | st.integers(10**11, 10**12))
    rounding = draw(roundings)
    left = total
    paid: list[Paid] = []
    for method, share in draw(
        st.lists(st.tuples(st.sampled_from(METHODS[1:4]), st.integers(1, 60)), max_size=3)
    ):
        amount = min(left, total * share // 60)
        if amount:
            paid.append(Paid(len(paid) + 1, method, amount))
        left -= amount
    cash = rounding.apply(left)
    for amount in (cash // 3, cash - cash // 3) if draw(st.booleans()) else (cash,):
        if amount:
            paid.insert(draw(st.integers(0, len(paid))), Paid(90 + len(paid), "cash", amount))
    return total, paid, rounding


def check_piece(settled: RefundSettlement, paid: list[Paid], total: int) -> None:
    left = {each.payment_id: each.amount - each.returned for each in paid}
    method = {each.payment_id: each.method for each in paid}
    assert settled.total == total
    assert sum(each.amount for each in settled.repayments) == total + settled.rounding
    for each in settled.repayments:
        assert each.amount > 0
        if each.payment_id:
            assert each.amount <= left.pop(each.payment_id)  # and each tender once
            assert each.method == method[each.payment_id]


@thorough
@given(paid_orders(), piece_plans)
def test_all_pieces_of_an_order_give_back_what_was_paid(
    order: tuple[int, list[Paid], CashRounding],
    plan: list[tuple[int, CashRounding, str]],
) -> None:
    order_total, paid, _ = order
    before = otherwise = given = rounded = 0
    # Each a part of the goods, the last what is left of them.
    for number, (share, rounding, instead) in enumerate(plan):
        left = order_total - before
        total = left if number == len(plan) - 1 else min(left, order_total * share // 60)
        settled = settle_refund(
            paid,
            order_total=order_total,
            refunded_before=before,
            total=total,
            rounding=rounding,
            returned_otherwise=otherwise,
            instead=instead,
        )
        check_piece(settled, paid, total)
        back = {each.payment_id: each.amount for each in settled.repayments}
        otherwise += back.pop(0, 0)
        paid = [
            replace(each, returned=each.returned + back.get(each.payment_id, 0)) for each in paid
        ]
        before += total
        given += total + settled.rounding
        rounded += settled.rounding
    assert given == sum(each.amount for each in paid)
    assert rounded == sum(each.amount for each in paid) - order_total


@thorough
@given(paid_orders(), st.lists(st.integers(1, 60), max_size=6))
def test_under_one_rounding_no_piece_is_off_by_more_than_a_step(
    order: tuple[int, list[Paid], CashRounding], shares: list[int]
) -> None:
    order_total, paid, rounding = order
    before = cash_given = 0
    for share in shares:
        total = min(order_total - before, order_total * share // 60)
        settled = settle_refund(
            paid,
            order_total=order_total,
            refunded_before=before,
            total=total,
            rounding=rounding,
        )
        assert abs(settled.rounding) < rounding.step
        back = {each.payment_id: each.amount for each in settled.repayments}
        paid = [
            replace(each, returned=each.returned + back.get(each.payment_id, 0)) for each in paid
        ]
        before += total
        cash_given = sum(each.returned for each in paid if each.method == "cash")
        if before < order_total:
            # What was given back in cash so far is one sum, rounded once.
            assert cash_given % rounding.step == 0


def refund(paid: list[Paid], order_total: int, before: int, total: int, step: int = 1) -> list[int]:
    settled = settle_refund(
        paid,
        order_total=order_total,
        refunded_before=before,
        total=total,
        rounding=CashRounding(step),
    )
    return [each.amount for each in settled.repayments]


def test_cards_come_first_and_cash_last() -> None:
    paid = [Paid(1, "cash", 300), Paid(2, "card", 192)]
    settled = settle_refund(
        paid, order_total=492, refunded_before=0, total=200, rounding=CashRounding(5)
    )
    assert settled.repayments == (Repayment("card", 192, 2), Repayment("cash", 10, 1))
    assert settled.rounding == 2


def test_credit_given_instead_is_the_goods_worth_and_at_last_what_was_paid() -> None:
    # 493 in nickels were 495.
    paid = [Paid(1, "cash", 495)]
    for before, total, amount in ((0, 200, 200), (0, 493, 495)):
        settled = settle_refund(
            paid,
            order_total=493,
            refunded_before=before,
            total=total,
            rounding=CashRounding(5),
            instead="store_credit",
        )
        assert settled == RefundSettlement(
            total, amount - total, (Repayment("store_credit", amount),)
        )


def test_after_credit_that_was_given_instead_a_card_still_comes_before_cash() -> None:
    # Of 15 that were paid for 13, 6 went back as credit: 9 are left, and the card was for 10.
    settled = settle_refund(
        [Paid(1, "card", 10), Paid(2, "cash", 5)],
        order_total=13,
        refunded_before=6,
        total=7,
        rounding=CashRounding(5),
        returned_otherwise=6,
    )
    assert settled == RefundSettlement(7, 2, (Repayment("card", 9, 1),))


def test_what_was_given_instead_is_no_cash_that_is_rounded() -> None:
    # 52 of 100 went back as credit; 22 in nickels are 20.
    settled = settle_refund(
        [Paid(1, "cash", 100)],
        order_total=100,
        refunded_before=52,
        total=22,
        rounding=CashRounding(5),
        returned_otherwise=52,
    )
    assert settled == RefundSettlement(22, -2, (Repayment("cash", 20, 1),))


def test_two_cash_payments_are_one_drawer() -> None:
    # Of 200 that two gave in cash, 150 went back; of 20 more no more than 20 does.
    paid = [Paid(1, "cash", 100, 100), Paid(2, "cash", 100, 50)]
    assert refund(paid, 200, 150, 20) == [20]
    assert refund([Paid(1, "cash", 100), Paid(2, "cash", 100)], 200, 0, 150) == [100, 50]


def test_small_pieces_are_rounded_as_one_sum() -> None:
    # Ten pieces of 2 in nickels: 0, 5, 5, 10, 10, 10, 15 ... and not ten times nothing.
    paid, back = Paid(1, "cash", 20), []
    for number in range(10):
        amounts = refund([paid], 20, 2 * number, 2, step=5)
        back.append(sum(amounts))
        paid = replace(paid, returned=paid.returned + sum(amounts))
    assert back == [0, 5, 0, 5, 0, 0, 5, 0, 5, 0]


def test_nothing_paid_is_nothing_back() -> None:
    assert refund([], 0, 0, 0) == []
    assert refund([], 2, 0, 2, step=5) == []
