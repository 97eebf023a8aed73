"""Payments: what settles a total, what is rounded where it is paid in cash, what is refused."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cash import plausible_limit
from pos_app.domain.errors import BadAmount, BadValue, ImplausibleTender, Overpaid, Underpaid
from pos_app.domain.payment import (
    METHODS,
    ROUNDING_MODES,
    CashRounding,
    Payment,
    cash_due,
    holds_card_number,
    readable_end,
    settle,
)
from tests.domain.examples import beyond_floats, half_up, thorough

steps = st.sampled_from([1, 5, 10, 20, 50, 100, 1000])
roundings = st.builds(CashRounding, steps, st.sampled_from(ROUNDING_MODES))
CASHLESS = tuple(method for method in METHODS if method != "cash")


def rounded(amount: int, rounding: CashRounding) -> int:
    """The oracle: steps in an exact fraction."""
    if amount < 0:
        return -rounded(-amount, rounding)
    exact = Fraction(amount, rounding.step)
    whole = {
        "half_up": half_up(exact),
        "down": exact.numerator // exact.denominator,
        "up": -(-exact.numerator // exact.denominator),
    }
    return whole[rounding.mode] * rounding.step


def refused(refusal: BadValue) -> tuple[str, object, str]:
    """What a refusal says of itself."""
    return refusal.field, refusal.value, refusal.reason


def tender(method: str, amount: int) -> Payment:
    return Payment(method, amount, code="CARD-7" if method == "gift_card" else "")


@thorough
@given(beyond_floats | st.integers(-300, 300), roundings)
def test_cash_is_rounded_exactly_and_back_as_it_was_paid(
    amount: int, rounding: CashRounding
) -> None:
    assert rounding.apply(amount) == rounded(amount, rounding)
    assert rounding.apply(-amount) == -rounding.apply(amount)
    assert abs(rounding.apply(amount) - amount) < rounding.step
    assert rounding.apply(rounding.apply(amount)) == rounding.apply(amount)


def test_known_roundings() -> None:
    nickel = {mode: CashRounding(5, mode) for mode in ROUNDING_MODES}
    for amount, nearest, down, up in ((2, 0, 0, 5), (3, 5, 0, 5), (5, 5, 5, 5), (7, 5, 5, 10)):
        assert nickel["half_up"].apply(amount) == nearest
        assert nickel["down"].apply(amount) == down
        assert nickel["up"].apply(amount) == up
    assert CashRounding(10).apply(5) == 10
    assert CashRounding(10).apply(-5) == -10


totals = st.integers(0, 300) | st.integers(10**13, 10**14)
shares = st.lists(st.tuples(st.sampled_from(CASHLESS), st.integers(1, 10)), max_size=3)


@thorough
@given(totals, shares, roundings, st.integers(0, 3000) | st.integers(0, 10**13))
def test_only_the_cash_part_is_rounded(
    total: int, given_shares: list[tuple[str, int]], rounding: CashRounding, more: int
) -> None:
    payments = [tender(m, total * s // 30) for m, s in given_shares if total * s // 30]
    cashless = sum(payment.amount for payment in payments)
    due = rounded(total - cashless, rounding)
    assert cash_due(total, cashless, rounding) == due
    half = (due + more) // 2
    payments += [Payment("cash", part) for part in (half, due + more - half)]
    settled = settle(total, payments[::-1], rounding)
    assert settled.tendered == cashless + due + more
    assert settled.change_due == more
    assert settled.tendered - settled.change_due == settled.total + settled.rounding
    assert settled.rounding == due - (total - cashless)
    assert settled.total == total


@thorough
@given(st.integers(1, 10**14), roundings, st.integers(1, 10**6), st.integers(0, 10))
def test_too_little_and_too_much(
    total: int, rounding: CashRounding, by: int, card_share: int
) -> None:
    card = total * card_share // 20
    payments = [Payment("card", card)] if card else []
    due = rounded(total - card, rounding)
    if due > by:
        with pytest.raises(Underpaid) as refusal:
            settle(total, [*payments, Payment("cash", due - by)], rounding)
        assert (refusal.value.due, refusal.value.tendered) == (due + card, due + card - by)
    for method in CASHLESS:
        with pytest.raises(Overpaid) as over:
            settle(total, [*payments, tender(method, total - card + by)], rounding)
        assert (over.value.method, over.value.due, over.value.tendered) == (
            method,
            total,
            total + by,
        )


def test_change_is_given_for_cash() -> None:
    settled = settle(1580, [Payment("card", 500), Payment("cash", 2000)])
    assert (settled.tendered, settled.change_due) == (2500, 920)


def test_nothing_is_due_for_nothing() -> None:
    assert settle(0, []).change_due == 0


def test_the_smallest_sum_is_paid_by_anything() -> None:
    for method in METHODS:
        assert settle(1, [tender(method, 1)]).tendered == 1


def test_a_card_pays_to_the_cent_where_cash_is_rounded() -> None:
    nickel = CashRounding(5)
    settled = settle(492, [Payment("card", 492)], nickel)
    assert (settled.rounding, settled.change_due) == (0, 0)
    settled = settle(492, [Payment("card", 192), Payment("cash", 300)], nickel)
    assert (settled.rounding, settled.change_due) == (0, 0)
    settled = settle(499, [Payment("card", 100), Payment("cash", 400)], nickel)
    assert (settled.rounding, settled.change_due) == (1, 0)


@pytest.mark.parametrize("currency", ["USD", "EUR", "JPY", "KRW", "KWD", "XOF"])
def test_a_code_scanned_as_an_amount_is_no_tender(currency: str) -> None:
    for due in (1, 158, 99_999, 10**7):
        most = plausible_limit(due, currency)
        assert most > due
        with pytest.raises(ImplausibleTender) as refusal:
            settle(due, [Payment("cash", 10**12)], most_cash=most)
        assert (refusal.value.method, refusal.value.tendered) == ("cash", 10**12)
        with pytest.raises(ImplausibleTender):
            settle(due, [Payment("cash", most), Payment("cash", 1)], most_cash=most)
        assert settle(due, [Payment("cash", most)], most_cash=most).change_due == most - due


def test_what_is_implausible_is_measured_by_what_is_left_to_pay_in_cash() -> None:
    with pytest.raises(ImplausibleTender) as refusal:
        settle(500, [Payment("card", 200), Payment("cash", 301)], most_cash=300)
    found = refusal.value
    assert (found.method, found.due, found.tendered) == ("cash", 300, 301)


def test_the_limit_is_for_cash_alone() -> None:
    # A card can't be more than the total; its size says nothing about a slip of the scanner.
    assert settle(10**12, [Payment("card", 10**12)], most_cash=5).change_due == 0
    with pytest.raises(Overpaid):
        settle(158, [Payment("card", 10**12)], most_cash=plausible_limit(158, "USD"))


@pytest.mark.parametrize(
    ("payment", "refusal"),
    [
        (Payment("card", 0), ("payment", 0, "range")),
        (Payment("cash", -5), ("payment", -5, "negative")),
        (Payment("cash", 10**16), ("payment", 10**16, "too_large")),
        (Payment("cash", 5.0), ("payment", 5.0, "not_a_number")),  # type: ignore[arg-type]
        (Payment("shells", 5), ("method", "shells", "unknown_choice")),
        (Payment("card", 5, reference="\ud800"), ("reference", "\ud800", "control_character")),
        # What may be a card's number goes into no log: the refusal doesn't repeat it.
        (Payment("card", 5, reference="4111 1111 1111 1111"), ("reference", "", "card_number")),
        (Payment("card", 5, last4="411"), ("last4", "", "not_last4")),
        (Payment("card", 5, last4="41111"), ("last4", "", "not_last4")),
        (Payment("card", 5, last4="41l1"), ("last4", "", "not_last4")),
        (Payment("card", 5, last4="1234\n"), ("last4", "", "not_last4")),
        (Payment("cash", 5, last4="1234"), ("last4", "", "not_last4")),
        (Payment("gift_card", 5), ("code", "", "empty")),
        (Payment("gift_card", 5, code="  "), ("code", "  ", "unknown_choice")),
        (Payment("card", 5, code="CARD-7"), ("code", "CARD-7", "unknown_choice")),
        (Payment("gift_card", 5, code="\ud800"), ("code", "\ud800", "control_character")),
    ],
)
def test_tenders_that_are_refused(payment: Payment, refusal: tuple[str, object, str]) -> None:
    with pytest.raises(BadValue) as found:
        settle(5, [payment])
    assert refused(found.value) == refusal


def test_the_books_hold_so_much_and_no_more() -> None:
    most = 10**15
    for method in ("cash", "card"):
        settled = settle(most, [tender(method, most - 1), Payment("cash", 1)])
        assert (settled.tendered, settled.change_due) == (most, 0)
        with pytest.raises(BadAmount) as refusal:
            settle(most, [tender(method, most), Payment("cash", 1)])
        assert refused(refusal.value) == ("payment", most + 1, "too_large")
    with pytest.raises(BadAmount) as refusal:
        settle(most, [Payment("cash", most), Payment("card", 1)])
    assert refused(refusal.value) == ("payment", most + 1, "too_large")


def test_ways_to_round_that_are_refused() -> None:
    for step, mode, refusal in (
        (0, "half_up", ("cash_step", 0, "range")),
        (5, "nearest", ("cash_mode", "nearest", "unknown_choice")),
    ):
        with pytest.raises(BadValue) as found:
            CashRounding(step, mode)
        assert refused(found.value) == refusal


# --- card numbers ------------------------------------------------------------------------------


def check_digit(digits: list[int]) -> int:
    """The oracle: the digit that ISO/IEC 7812-1 puts behind these, by adding them up by hand."""
    total = 0
    for number, digit in enumerate(reversed(digits)):
        doubled = digit * 2 if number % 2 == 0 else digit
        total += sum(map(int, str(doubled)))
    return -total % 10


@thorough
@given(
    st.integers(2, 6),
    st.lists(st.integers(0, 9), min_size=11, max_size=17),
    st.sampled_from(["", " ", "-", ".", "  "]),
    st.integers(1, 4),
    st.sampled_from(["", "card ", "No.", "99", "A-7 "]),
    st.sampled_from(["", " ok", "/1", "00"]),
)
def test_a_card_number_is_found_in_any_dress(
    first: int, rest: list[int], mark: str, group: int, before: str, behind: str
) -> None:
    digits = [first, *rest]
    number = [*digits, check_digit(digits)]
    if len(number) not in (15, 16):  # the rarer lengths stand alone
        before = behind = ""
    text = "".join(map(str, number))
    dressed = mark.join(text[i : i + group] for i in range(0, len(text), group))
    assert holds_card_number(f"{before}{dressed}{behind}")
    with pytest.raises(BadValue) as refusal:
        Payment("card", 5, reference=f"{before}{dressed}{behind}").check()
    assert refusal.value.reason == "card_number"


@thorough
@given(st.lists(st.integers(0, 9), min_size=11, max_size=11), st.integers(1, 9))
def test_a_number_that_fails_its_check_is_none(digits: list[int], wrong: int) -> None:
    last = (check_digit(digits) + wrong) % 10
    assert not holds_card_number("".join(map(str, [*digits, last])))


@pytest.mark.parametrize(
    "text", ["", "OK 7781", "approval 12345678901", "2024-03-01 17:22", "A1B2"]
)
def test_what_terminals_write_is_kept(text: str) -> None:
    assert not holds_card_number(text)
    assert Payment("card", 5, reference=text, last4="1111").check().reference == text


def test_the_shortest_and_the_longest() -> None:
    # No shorter piece of these passes the check by chance.
    for number in ("4222222222222", "6348506950699205755"):
        assert holds_card_number(number)
        assert not holds_card_number(number[:-1])
    # As long as a number that a terminal gives its payment, and as one that no card has.
    assert not holds_card_number("291417776312")
    assert not holds_card_number(f"{'7' * 19}{check_digit([7] * 19)}")


def test_what_no_card_that_is_paid_with_begins_with() -> None:
    for first, is_card in ((1, False), (2, True), (6, True), (7, False), (9, False)):
        digits = [first, *[0] * 14]
        number = "".join(map(str, [*digits, check_digit(digits)]))
        assert holds_card_number(number) == is_card


def test_the_rarer_lengths_are_found_only_where_they_stand_alone() -> None:
    digits = [3, 6, *[0] * 11]
    number = "".join(map(str, [*digits, check_digit(digits)]))
    assert len(number) == 14
    assert holds_card_number(number)
    assert not holds_card_number(f"9{number}")


def test_what_rounds_to_nothing_is_said_to_be_cash() -> None:
    fives = CashRounding(5)
    with pytest.raises(Underpaid) as refusal:
        settle(492, [Payment("card", 490)], fives)
    assert (refusal.value.due, refusal.value.tendered) == (492, 490)
    settled = settle(492, [Payment("card", 490), Payment("cash", 0)], fives)
    assert (settled.rounding, settled.tendered, settled.change_due) == (-2, 490, 0)
    with pytest.raises(Underpaid):
        settle(493, [Payment("card", 490), Payment("cash", 0)], fives)
    with pytest.raises(Underpaid):
        settle(2, [], fives)
    with pytest.raises(BadAmount):
        settle(492, [Payment("card", 0), Payment("cash", 500)], fives)


def test_published_test_numbers() -> None:
    numbers = ("4111111111111111", "5500005555555559", "340000000000009", "6304000000000000")
    for number, other in pairwise(numbers):
        assert holds_card_number(number)
        assert holds_card_number(f"{other[:4]} {other[4:10]} {other[10:]}")


@pytest.mark.parametrize(
    "text",
    [
        "4111_1111_1111_1111",
        "4111/1111/1111/1111",
        "4111, 1111, 1111, 1111",
        "4111\u20111111\u20131111\u200b1111",
        "\uff14\uff11\uff11\uff11 1111 1111 1111",
        "\u0664\u0661\u0661\u0661111111111111",
    ],
)
def test_a_card_number_in_disguise_is_one(text: str) -> None:
    assert holds_card_number(text)


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "a\u202eb", "x" * 201])
def test_a_reference_is_one_line_that_can_be_printed(text: str) -> None:
    with pytest.raises(BadValue) as refusal:
        Payment("card", 5, reference=text).check()
    assert refusal.value.field == "reference"


@pytest.mark.parametrize(
    ("code", "end"),
    [("K7XF-M3RD-9TPW", "9TPW"), (" GIFT01 ", "T01"), ("GIFT", "FT"), ("X", ""), ("", "")],
)
def test_no_more_than_half_of_a_card_is_told(code: str, end: str) -> None:
    assert readable_end(code) == end
