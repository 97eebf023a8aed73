"""Taxes against exact fractions: every rate on its own, on the line and on the document."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import BadValue
from pos_app.domain.tax import (
    MOST_RATES,
    NO_TAX,
    LineTax,
    TaxClass,
    TaxPart,
    TaxPeriod,
    TaxRate,
    TaxRule,
    check_rate,
    check_rounding,
    split_lines,
    sum_parts,
)
from tests.domain.examples import (
    PPM,
    ExactLine,
    amounts,
    beyond_floats,
    exact_line,
    half_up,
    largest_remainder,
    quantities,
    shares_of_net,
    tax_rules,
    thorough,
)

Row = tuple[TaxRule, int, int]


def refused(refusal: BadValue) -> tuple[str, object, str]:
    """What a refusal says of itself."""
    return refusal.field, refusal.value, refusal.reason


def taxes_of(line: LineTax, rule: TaxRule) -> dict[TaxRate, TaxPart]:
    by_name = {part.name: part for part in line.parts}
    assert len(by_name) == len(line.parts) == len(rule.rates)
    return {rate: by_name[rate.name] for rate in rule.rates}


def check_adds_up(line: LineTax) -> None:
    assert line.net + line.tax == line.gross
    assert sum(part.tax for part in line.parts) == line.tax
    assert min(line.net, line.tax, line.gross) >= 0
    assert all(part.base >= 0 and part.tax >= 0 for part in line.parts)


def check_fixed(line: LineTax, row: Row, exact: ExactLine, included: bool) -> None:
    """Fixed amounts are what they are; with their own taxes inside, only what is theirs."""
    rule, total, _ = row
    parts = taxes_of(line, rule)
    percents = sum(parts[rate].tax for rate in exact.percents)
    left = exact.taxable - percents
    whole = 1 + sum(shares_of_net(rule.rates).values(), Fraction(0))
    for rate, amount in exact.fixed.items():
        if included and rate.taxed:
            amount = min(half_up(amount / whole), left)
            left -= amount
        assert parts[rate] == TaxPart(rate.name, 0, rate.amount, 0, amount)
    assert line.gross == (exact.payable if included else total + line.tax)
    if not included:
        assert line.net == total


def check_bases(line: LineTax, row: Row, exact: ExactLine, included: bool) -> None:
    """Each percentage's base is what it was charged on: the net, or with the taxes before it."""
    rule = row[0]
    parts = taxes_of(line, rule)
    base = exact.taxable
    if included:
        base -= sum(parts[rate].tax for rate in exact.percents)
    for rate in exact.percents:
        before = [parts[other].tax for other in exact.percents]
        before = before[: list(exact.percents).index(rate)] if rate.compound else []
        assert parts[rate].base == base + sum(before)


@thorough
@given(tax_rules(), amounts | beyond_floats, quantities, st.booleans())
def test_each_rate_on_a_line_is_its_exact_tax_rounded_once(
    rule: TaxRule, total: int, quantity: int, included: bool
) -> None:
    row = rule, total, quantity
    exact = exact_line(rule.rates, total, quantity, included=included)
    (line,) = split_lines([row], included=included, rounding="line")
    parts = taxes_of(line, rule)
    for rate, tax in exact.percents.items():
        assert parts[rate].tax == half_up(tax)
        assert parts[rate].rate_ppm == rate.rate_ppm
    check_adds_up(line)
    check_fixed(line, row, exact, included)
    check_bases(line, row, exact, included)


# Lines that can bear every rounding: two minor units for each rate.
rich = st.just(0) | st.integers(6, 10_000) | beyond_floats
two_rules = st.tuples(tax_rules(), tax_rules())


@thorough
@given(
    two_rules,
    st.lists(st.tuples(st.integers(0, 1), rich, quantities), min_size=1, max_size=6),
    st.booleans(),
)
def test_each_rate_of_a_document_is_rounded_once_and_shared_by_largest_remainder(
    rules: tuple[TaxRule, TaxRule], given_rows: list[tuple[int, int, int]], included: bool
) -> None:
    rows = [(rules[which], total, quantity) for which, total, quantity in given_rows]
    lines = split_lines(rows, included=included, rounding="document")
    exact = [exact_line(rule.rates, *rest, included=included) for rule, *rest in rows]
    if any(0 < each.taxable < 6 for each in exact):
        return  # what is left beside fees is too little; the poorest lines have a test below
    for rate in {rate for each in exact for rate in each.percents}:
        where = [number for number, each in enumerate(exact) if rate in each.percents]
        expected = largest_remainder([exact[number].percents[rate] for number in where])
        found = [taxes_of(lines[number], rows[number][0])[rate].tax for number in where]
        assert found == expected
        assert sum(found) == half_up(
            sum((exact[number].percents[rate] for number in where), Fraction(0))
        )
    for line, row, each in zip(lines, rows, exact, strict=True):
        check_adds_up(line)
        check_fixed(line, row, each, included)
        check_bases(line, row, each, included)


@thorough
@given(
    st.lists(tax_rules(MOST_RATES), min_size=1, max_size=2),
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 9), st.sampled_from([1, 1000, 7000])),
        min_size=1,
        max_size=12,
    ),
    st.booleans(),
)
def test_the_poorest_lines_add_up_under_eight_rates(
    rules: list[TaxRule], given_rows: list[tuple[int, int, int]], included: bool
) -> None:
    rows = [(rules[which % len(rules)], total, qty) for which, total, qty in given_rows]
    for rounding in ("line", "document"):
        for line, (rule, *rest) in zip(
            split_lines(rows, included=included, rounding=rounding), rows, strict=True
        ):
            check_adds_up(line)
            exact = exact_line(rule.rates, *rest, included=included)
            for rate, tax in exact.percents.items():
                assert floor(tax) <= taxes_of(line, rule)[rate].tax <= ceil(tax)
            assert line.gross == (exact.payable if included else rest[0] + line.tax)


def test_no_line_owes_more_tax_than_it_comes_to_on_a_document() -> None:
    # Seven small rates are all rounded up on the same lines, before the large one has its share.
    small = [TaxRate(name, 47_619) for name in "abcdefg"]
    rule = TaxRule((*small, TaxRate("z", 666_667)))
    lines = split_lines([(rule, 3, 1000)] * 11, included=True, rounding="document")
    assert min(line.net for line in lines) >= 0
    sums = {part.name: part.tax for part in sum_parts(lines)}
    assert sums == {**dict.fromkeys("abcdefg", 1), "z": 11}


@thorough
@given(tax_rules(), amounts, st.integers(0, 50), quantities, st.booleans())
def test_stating_a_price_the_other_way_never_turns_two_prices_around(
    rule: TaxRule, total: int, more: int, quantity: int, included: bool
) -> None:
    low = rule.restate(total, quantity, included=included)
    high = rule.restate(total + more, quantity, included=included)
    assert 0 <= low <= high


@thorough
@given(tax_rules(), amounts, quantities)
def test_a_price_stated_the_other_way_is_the_exact_one_rounded(
    rule: TaxRule, total: int, quantity: int
) -> None:
    exact = exact_line(rule.rates, total, quantity, included=True)
    whole = 1 + sum(shares_of_net(rule.rates).values(), Fraction(0))
    net = half_up(exact.taxable / whole)
    net -= sum(half_up(a / whole) for rate, a in exact.fixed.items() if rate.taxed)
    inside = sum(amount for rate, amount in exact.fixed.items() if not rate.on_top)
    expected = 0 if inside == total else max(0, net)
    assert rule.restate(total, quantity, included=False) == expected
    added = exact_line(rule.rates, total, quantity, included=False)
    gross = total + sum(map(half_up, added.percents.values())) + sum(added.fixed.values())
    assert rule.restate(total, quantity, included=True) == gross


def test_a_price_that_is_all_fees_is_nothing_without_them() -> None:
    # Five bags at 7 take all of 16, and of 11. Without a tax of 5 % 11 and the crates' 125 are
    # 129.5, rounded 130, but 10.5 and 119.0 on their own are 10 and 119: no price of 1 is left.
    bag = TaxRate("Bag", amount=7, taxed=True)
    crate = TaxRate("Crate", amount=25, taxed=True, on_top=True)
    rule = TaxRule((bag, TaxRate("VAT", 50_000), crate))
    assert [rule.restate(total, 5000, included=False) for total in (0, 11, 16, 35)] == [0] * 4
    # 36 and 125 are 153.3 without it, of which 33 and 119 are fees.
    assert rule.restate(36, 5000, included=False) == 1
    # 4 with a tax of 100 % are 2, and three fees of 1 half a unit each, rounded 3: not less than 0.
    fees = tuple(TaxRate(name, amount=1, taxed=True) for name in ("A", "B", "C"))
    rule = TaxRule((TaxRate("VAT", PPM), *fees))
    assert [rule.restate(total, 1000, included=False) for total in (3, 4, 8)] == [0, 0, 1]


def test_two_equal_rates_never_make_a_dearer_price_cheaper_without_them() -> None:
    # India: CGST and SGST of 9 % each both go up between 6 and 7.
    rule = TaxRule((TaxRate("CGST", 90_000), TaxRate("SGST", 90_000)))
    nets = [rule.restate(total, 1000, included=False) for total in range(200)]
    assert nets == sorted(nets)
    assert nets[118] == 100


def test_a_rule_stated_the_other_way_keeps_what_it_charges() -> None:
    vat, deposit = TaxRate("VAT", 250_000), TaxRate("Deposit", amount=15, on_top=True)
    bag, tray = TaxRate("Bag", amount=7), TaxRate("Tray", amount=50, taxed=True)
    top = TaxRate("Crate", amount=30, taxed=True, on_top=True)
    # Without a VAT of 25 % the taxed 50 and 30 are 40 and 24; what bears no VAT stays.
    rule = TaxRule((deposit, vat, bag, tray, top))
    assert rule.restated(included=False).rates == (
        vat,
        replace(deposit, on_top=False),
        bag,
        replace(tray, amount=40),
        TaxRate("Crate", amount=24, taxed=True),
    )
    # With it, 50 and 30 that were stated without are 62.5, rounded up, and 37.5.
    assert rule.restated(included=True).rates == (
        vat,
        replace(deposit, on_top=False),
        bag,
        replace(tray, amount=63),
        TaxRate("Crate", amount=38, taxed=True),
    )


@thorough
@given(tax_rules(), st.booleans())
def test_fixed_amounts_that_bear_taxes_are_stated_anew_exactly(
    rule: TaxRule, included: bool
) -> None:
    whole = 1 + sum(shares_of_net(rule.rates).values(), Fraction(0))
    anew = {rate.name: rate for rate in rule.restated(included=included).rates}
    for rate in rule.rates:
        expected = rate.amount
        if rate.taxed:
            expected = half_up(rate.amount * whole if included else rate.amount / whole)
        assert anew.pop(rate.name) == replace(rate, amount=expected, on_top=False)
    assert anew == {}


@thorough
@given(tax_rules(), amounts, quantities)
def test_with_all_inside_nothing_comes_on_top_of_a_price_with_taxes(
    rule: TaxRule, total: int, quantity: int
) -> None:
    inside = rule.all_inside()
    assert inside.rates == tuple(replace(rate, on_top=False) for rate in rule.rates)
    for rounding in ("line", "document"):
        (line,) = split_lines([(inside, total, quantity)], included=True, rounding=rounding)
        assert line.gross == total
    if not any(rate.on_top for rate in rule.rates):
        assert inside is rule


@thorough
@given(tax_rules())
def test_a_rule_knows_its_exact_shares(rule: TaxRule) -> None:
    shares = shares_of_net(rule.rates)
    assert [Fraction(weight, rule.scale) for weight in rule.weights] == list(shares.values())
    assert rule.rate_ppm == half_up(sum(shares.values(), Fraction(0)) * PPM)
    assert rule.without_percents().rates == tuple(rate for rate in rule.rates if rate.amount)


def test_known_compound_rates() -> None:
    # Quebec until 2012: QST of 9.5 % on the price with GST of 5 %.
    rule = TaxRule((TaxRate("GST", 50_000), TaxRate("QST", 95_000, compound=True)))
    (line,) = split_lines([(rule, 100_00, 1000)], included=False, rounding="line")
    assert [(part.base, part.tax) for part in line.parts] == [(10_000, 500), (10_500, 998)]
    assert rule.rate_ppm == 149_750


def test_a_deposit_comes_on_top_and_a_fee_lies_inside() -> None:
    vat = TaxRate("VAT", 190_000)
    deposit, fee = TaxRate("Deposit", amount=25, on_top=True), TaxRate("Fee", amount=25)
    (line,) = split_lines([(TaxRule((vat, deposit)), 119, 2000)], included=True, rounding="line")
    assert (line.net, line.tax, line.gross) == (100, 19 + 50, 169)
    (line,) = split_lines([(TaxRule((vat, fee)), 169, 2000)], included=True, rounding="line")
    assert (line.net, line.tax, line.gross) == (100, 19 + 50, 169)
    (line,) = split_lines([(TaxRule((vat, fee)), 30, 2000)], included=True, rounding="line")
    assert (line.net, line.tax, line.gross) == (0, 30, 30)


def test_several_fees_inside_a_small_price_take_what_is_left_of_it() -> None:
    # Of 30 the first fee takes its 20 and the second the 10 that are left; nothing bears VAT.
    fees = TaxRate("Bag", amount=20), TaxRate("Bottle", amount=20)
    rule = TaxRule((TaxRate("VAT", 250_000), *fees))
    (line,) = split_lines([(rule, 30, 1000)], included=True, rounding="line")
    assert [part.tax for part in line.parts] == [0, 20, 10]
    assert (line.net, line.gross) == (0, 30)


def test_what_is_left_of_taxed_fees_without_their_tax_is_never_more_than_the_net() -> None:
    # 3 with a tax of 100 % are 1.5 and 1.5, rounded 2 and 1. Each fee of 1 is half a unit without
    # its tax, rounded 1: the first takes the whole net.
    fees = tuple(TaxRate(name, amount=1, taxed=True) for name in ("A", "B", "C"))
    rule = TaxRule((TaxRate("VAT", PPM), *fees))
    (line,) = split_lines([(rule, 3, 1000)], included=True, rounding="line")
    assert [part.tax for part in line.parts] == [2, 1, 0, 0]
    assert (line.net, line.gross) == (0, 3)


def test_one_rate_of_two_classes_is_one_tax_of_the_document() -> None:
    vat, city = TaxRate("VAT", 100_000), TaxRate("City", 50_000)
    one, both = TaxRule((vat,)), TaxRule((vat, city))
    # VAT: 1005 x 10/110 is 91 and 4/11, 1017 x 10/115 is 88 and 10/23. Together nearly 180, so
    # one more than each rounded down, for the line with the larger rest. City: 44 and 5/23.
    rows = [(one, 1005, 1000), (both, 1017, 1000)]
    lines = split_lines(rows, included=True, rounding="document")
    assert [[part.tax for part in line.parts] for line in lines] == [[91], [89, 44]]
    assert sum_parts(lines) == (
        TaxPart("City", 50_000, 0, 1017 - 89 - 44, 44),
        TaxPart("VAT", 100_000, 0, 1005 - 91 + 1017 - 89 - 44, 180),
    )
    lines = split_lines(rows, included=True, rounding="line")
    assert [[part.tax for part in line.parts] for line in lines] == [[91], [88, 44]]


@thorough
@given(
    st.tuples(st.integers(1, 300_000), st.integers(1, 300_000), st.integers(1, 300_000)),
    st.lists(st.tuples(st.integers(0, 1), rich), min_size=2, max_size=6),
    st.booleans(),
)
def test_a_rate_that_classes_share_is_rounded_once_over_all_their_lines(
    rates: tuple[int, int, int], given_rows: list[tuple[int, int]], included: bool
) -> None:
    shared, first, second = (TaxRate(name, rate) for name, rate in zip("SAB", rates, strict=True))
    rules = TaxRule((shared, first)), TaxRule((second, shared))
    rows = [(rules[which], total, 1000) for which, total in given_rows]
    lines = split_lines(rows, included=included, rounding="document")
    exact = [
        exact_line(rule.rates, total, quantity, included=included).percents[shared]
        for rule, total, quantity in rows
    ]
    found = [taxes_of(line, row[0])[shared].tax for line, row in zip(lines, rows, strict=True)]
    assert found == largest_remainder(exact)


def test_parts_of_a_document_are_one_per_rate_in_order() -> None:
    one, other = TaxRule((TaxRate("B", 1000),)), TaxRule((TaxRate("B", 1000), TaxRate("A", 9)))
    lines = split_lines([(one, 1000, 1), (other, 5000, 1)], included=False, rounding="line")
    assert sum_parts(lines) == (TaxPart("A", 9, 0, 5000, 0), TaxPart("B", 1000, 0, 6000, 6))
    assert sum_parts([]) == ()


def test_rates_of_a_day() -> None:
    old, new = (TaxRate("VAT", 190_000),), (TaxRate("VAT", 160_000),)
    day = date(2020, 7, 1)
    kept = TaxClass(1, "Standard", (TaxPeriod(None, old), TaxPeriod(day, new)))
    assert kept.rates_on(date(2020, 6, 30)) == old
    assert kept.rates_on(day) == new
    assert TaxClass(1, "New", (TaxPeriod(day, new),)).rates_on(date(2020, 6, 30)) == ()


@pytest.mark.parametrize(
    ("rate", "reason"),
    [
        (-1, "not_a_rate"),
        (1_000_001, "not_a_rate"),
        (0.5, "not_a_number"),
        (True, "not_a_number"),
        ("5", "not_a_number"),
    ],
)
def test_rates_lie_between_nothing_and_all(rate: object, reason: str) -> None:
    with pytest.raises(BadValue) as refusal:
        check_rate(rate)
    assert refused(refusal.value) == ("rate_ppm", rate, reason)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": " "}, ("tax_name", " ", "empty")),
        ({"name": "x" * 41}, ("tax_name", "x" * 41, "too_long")),
        ({"rate_ppm": 5, "amount": 7}, ("tax_amount", 7, "rate_or_amount")),
        ({"amount": 5, "compound": True}, ("compound", True, "rates_only")),
        ({"rate_ppm": 5, "taxed": True}, ("taxed", True, "amounts_only")),
        ({"on_top": True}, ("taxed", False, "amounts_only")),
        ({"rate_ppm": PPM + 1}, ("rate_ppm", PPM + 1, "not_a_rate")),
        ({"amount": -1}, ("tax_amount", -1, "negative")),
        ({"amount": 2.5}, ("tax_amount", 2.5, "not_a_number")),
        ({"amount": 10**15 + 1}, ("tax_amount", 10**15 + 1, "too_large")),
    ],
)
def test_a_rate_that_means_nothing_is_refused(
    wrong: dict[str, object], refusal: tuple[str, object, str]
) -> None:
    with pytest.raises(BadValue) as found:
        TaxRate(**{"name": "VAT", **wrong})  # type: ignore[arg-type]
    assert refused(found.value) == refusal


def test_rules_that_no_price_could_bear_are_refused() -> None:
    for rates, value, reason in (
        ([TaxRate(str(n), 1) for n in range(MOST_RATES + 1)], MOST_RATES + 1, "too_many"),
        ([TaxRate("VAT", 1), TaxRate("Other", 2), TaxRate("vat", 3)], "vat", "name_twice"),
        ([TaxRate("VAT", 1), TaxRate("vat", 2), TaxRate("Other", 3)], "vat", "name_twice"),
        ([TaxRate("A", 600_000), TaxRate("B", 400_001)], PPM + 1, "over_100"),
        # 50 % and 1.5 times 33.3335 % are 100.00025 %: whole parts of a million are told.
        ([TaxRate("A", 500_000), TaxRate("B", 333_335, compound=True)], PPM + 2, "over_100"),
    ):
        with pytest.raises(BadValue) as refusal:
            TaxRule(tuple(rates))
        assert refused(refusal.value) == ("rates", value, reason)
    assert TaxRule((TaxRate("A", PPM),)).rate_ppm == PPM
    assert len(TaxRule(tuple(TaxRate(str(n), 1) for n in range(MOST_RATES))).rates) == MOST_RATES
    assert NO_TAX.rate_ppm == 0


def test_the_ways_to_round_are_two() -> None:
    assert [check_rounding(each) for each in ("line", "document")] == ["line", "document"]
    for bad in ("Line", "", None, 1):
        with pytest.raises(BadValue) as refusal:
            check_rounding(bad)
        assert refused(refusal.value) == ("tax_rounding", bad, "unknown_choice")
