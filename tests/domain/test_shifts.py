"""The report of a shift as plain data: kept and read back, and what a blind one leaves out."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from pos_app.domain.errors import BadAmount, BadValue
from pos_app.domain.rows import (
    CashMoveRow,
    CashSums,
    DiscountTally,
    ShiftReport,
    TakingsRow,
    Tally,
    TaxSummaryRow,
)
from pos_app.domain.shifts import (
    blinded,
    checked_counts,
    expected_cash,
    facts_of,
    read_report,
    report_number,
    spelled,
)

AT = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)
CASH = CashSums(1000, 700, 50, 130, 20, 500, 70, 900, 1130, 1120, -10, 400, 720)
REPORT = ShiftReport(
    kind="z",
    number="T1-Z5",
    shift_id=5,
    shop="Ecke",
    currency="EUR",
    till="T1",
    shift=5,
    business_date=date(2026, 11, 26),
    at=AT,
    by="Åsa",
    opened_at=AT,
    opened_by="Ben",
    sales=Tally(9, 1234),
    refunds=Tally(1, 100),
    voids=Tally(1, 30),
    exchanges=Tally(),
    cancelled=Tally(1, 20),
    revenue=1084,
    rounding=3,
    gift_cards=500,
    paid_in=50,
    unpaid=0,
    discounts=(DiscountTally("line", 2, 77),),
    taxes=(TaxSummaryRow("VAT", 190_000, 0, 100, 19, 119),),
    tenders=(TakingsRow("cash", 750, 150), TakingsRow("card", 484, 0)),
    corrections=Tally(1, 40),
    cash=CASH,
    cash_moves=(CashMoveRow(1, "u", "T1-Z5", "drop", 900, "Safe", "Ben", "Ann", AT),),
    lines_removed=Tally(3, 250),
    carts_cleared=Tally(1, 99),
    drawer_with_sale=7,
    drawer_without_sale=2,
    reprints=1,
    first_order="T1-5",
    last_order="T1-13",
    first_return="T1-R2",
    last_return="T1-R3",
    perpetual={"sales": 13, "sold": 9999},
    sequence=42,
    hash="ab" * 32,
    key="cd" * 8,
    approver="Ann",
    reason="Miscounted",
    counts=((100, 11), (20, 1)),
    id=8,
)


def test_a_report_is_read_back_as_it_was_made() -> None:
    assert read_report(spelled(REPORT), 8) == REPORT
    assert read_report(spelled(blinded(REPORT)), 8) == blinded(REPORT)
    assert "Åsa" in spelled(REPORT)
    assert spelled(REPORT) == spelled(read_report(spelled(REPORT), 9))


def test_its_entry_has_all_but_its_own_place() -> None:
    facts = facts_of(REPORT)
    names = {each.name for each in fields(ShiftReport)}
    assert set(facts) == names - {"id", "sequence", "hash", "key", "perpetual"}
    assert facts["cash"]["expected"] == 1130
    assert facts["counts"] == [[100, 11], [20, 1]]


def test_what_should_be_there() -> None:
    assert expected_cash(CASH) == 1000 + 700 + 50 + 500 - 130 - 20 - 70 - 900


def test_a_blind_report_has_counts_and_other_ways_to_pay() -> None:
    blind = blinded(REPORT)
    assert blind.blind
    assert (blind.sales, blind.refunds) == (Tally(9, None), Tally(1, None))
    assert blind.tenders == (TakingsRow("card", 484, 0),)
    sums = (blind.revenue, blind.rounding, blind.gift_cards, blind.paid_in, blind.unpaid)
    assert sums == (None,) * 5
    assert (blind.cash, blind.taxes, blind.perpetual) == (None, (), {})
    assert blind.discounts == (DiscountTally("line", 2, None),)
    assert blind.cash_moves == REPORT.cash_moves  # who moved it knows


def test_a_blind_report_says_the_same_whatever_was_paid_in_cash() -> None:
    other = replace(
        REPORT,
        sales=Tally(9, 999_999),
        revenue=999_999,
        discounts=(DiscountTally("line", 2, 99_999),),
        tenders=(TakingsRow("cash", 999_999, 0), TakingsRow("card", 484, 0)),
        cash=replace(CASH, sales=999_999, expected=999_999),
        taxes=(),
        perpetual={"sales": 13, "sold": 999_999},
    )
    assert blinded(other) == blinded(REPORT)


def test_a_number_as_people_read_it() -> None:
    assert report_number("T1", "z", 5) == "T1-Z5"
    assert report_number("T2", "x", 12) == "T2-X12"


def test_a_count_is_kept_from_the_largest_down() -> None:
    assert list(checked_counts({1: 2, 500: 1, 20: 0}).items()) == [(500, 1), (1, 2)]
    for wrong in ({0: 1}, {-1: 1}, {1: -1}, {True: 1}, {1: 2.0}):
        with pytest.raises(BadValue):
            checked_counts(wrong)  # type: ignore[arg-type]
    with pytest.raises(BadAmount):
        checked_counts({10**12: 10**6})
