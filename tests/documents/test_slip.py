"""What a slip says: reasons, taxes, payments, and figures that add up whatever the order."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.documents import slip_words
from pos_app.documents.slip import METHOD_WORDS, Entry, Slip, compose
from pos_app.domain.money import MoneyFormat
from pos_app.domain.payment import METHODS
from pos_app.domain.rows import OffRow, OrderDetail
from pos_app.domain.tax import TaxRate
from tests.documents.orders import (
    BASKET,
    DEPOSIT,
    DINARS,
    DOLLARS,
    EUROS,
    FEE,
    GST,
    QST,
    REDUCED,
    SHOP,
    VAT,
    YEN,
    Sold,
    cash,
    order,
    orders,
    paid_by,
)


def slip_of(sold: OrderDetail, money: MoneyFormat = DOLLARS) -> Slip:
    return compose(sold, SHOP, money)


def pairs(entries: tuple[Entry, ...]) -> list[tuple[str, str]]:
    return [(entry.label, entry.figure) for entry in entries]


def added(entries: tuple[Entry, ...], money: MoneyFormat) -> int:
    return sum(money.parse(entry.figure) for entry in entries if entry.figure)


class TestFiguresAddUp:
    @given(orders(), st.sampled_from((DOLLARS, EUROS, YEN, DINARS)))
    def test_lines_to_the_subtotal_and_sums_to_the_total(
        self, sold: OrderDetail, money: MoneyFormat
    ) -> None:
        slip = slip_of(sold, money)
        lines = sum(money.parse(line.figure) for line in slip.lines)
        taken = sum(added(line.details, money) for line in slip.lines)
        assert lines + taken == sold.subtotal - sold.discount
        total = money.parse(slip.total)
        assert total == sold.total
        if slip.sums:
            assert money.parse(slip.sums[0].figure) == lines
            assert added(slip.sums, money) == total
        else:
            assert lines == total

    @given(orders(), st.sampled_from((DOLLARS, YEN)))
    def test_payments_less_change_are_what_is_to_pay(
        self, sold: OrderDetail, money: MoneyFormat
    ) -> None:
        slip = slip_of(sold, money)
        tendered = sum(
            money.parse(entry.figure) * (-1 if entry.label == "Change" else 1)
            for entry in slip.payments
            if entry.figure
        )
        assert tendered == sold.total + sold.rounding
        if sold.rounding:
            rounding, to_pay = slip.settling
            assert money.parse(slip.total) + money.parse(rounding.figure) == tendered
            assert money.parse(to_pay.figure) == tendered
        assert slip.stamps == ()

    @given(orders())
    def test_the_table_holds_every_tax(self, sold: OrderDetail) -> None:
        rows = slip_of(sold).taxes
        assert sum(DOLLARS.parse(row.tax) for row in rows) == sold.tax
        for row in rows:
            if row.net:
                assert DOLLARS.parse(row.net) + DOLLARS.parse(row.tax) == DOLLARS.parse(row.gross)

    @given(orders())
    def test_a_mark_leads_to_rates_of_the_table(self, sold: OrderDetail) -> None:
        slip = slip_of(sold)
        known = {row.mark: row.label for row in slip.taxes if row.mark}
        for line, item in zip(slip.lines, sold.items, strict=True):
            wanted = {
                slip_words.rate(part, DOLLARS)
                for part in item.parts
                if not part.amount and (part.base or part.tax)
            }
            if line.mark:
                assert wanted <= {known.get(mark, "") for mark in line.mark}
            elif known:
                assert not wanted


class TestLines:
    def test_each_reason_has_its_name_and_amount(self) -> None:
        offs = (
            OffRow("agreed", "", 5),
            OffRow("promotion", "3 for 2", 100),
            OffRow("line", "Damaged", 40),
            OffRow("code", "WELCOME10", 30),
            OffRow("order", "", 20),
        )
        slip = slip_of(order(Sold("Beans", 1000, offs=offs)))
        named = [
            ("3 for 2", "−1.00"),
            ("Discount: Damaged", "−0.40"),
            ("Code WELCOME10", "−0.30"),
        ]
        assert pairs(slip.lines[0].details) == [("Discount", "−0.25"), *named]
        assert pairs(slip.sums) == [("Subtotal", "10.00"), ("Discount", "−0.25"), *named]
        assert all(entry.kind == "saving" for entry in slip.lines[0].details)

    def test_a_price_agreed_above_the_list_is_no_saving(self) -> None:
        slip = slip_of(order(Sold("Beans", 1000, offs=(OffRow("agreed", "", -50),))))
        assert slip.lines[0].details == (Entry("Agreed price", "0.50"),)
        assert slip.total == "$10.50"

    def test_a_discount_without_reasons_is_told_all_the_same(self) -> None:
        sold = order(Sold("Beans", 1000, offs=(OffRow("line", "", 100),)))
        bare = replace(sold, offs=(), discount_code="TEN", items=(replace(sold.items[0], offs=()),))
        slip = slip_of(bare)
        assert pairs(slip.lines[0].details) == [("Discount", "−1.00")]
        assert pairs(slip.sums)[1] == ("Code TEN", "−1.00")

    def test_a_line_restated_without_tax_shows_its_price_though_it_was_rounded(self) -> None:
        """Three at 3.35 with 19 % are 8.45 without tax, one of them 2.82."""
        trade = order(Sold("Apples", 845, quantity=Decimal(3), price=282), included=False)
        assert pairs(slip_of(trade).lines[0].details) == [("3 × 2.82", "")]
        agreed = order(Sold("Apples", 840, quantity=Decimal(3), price=282), included=False)
        assert pairs(slip_of(agreed).lines[0].details) == [("3", "")]

    def test_an_agreed_line_shows_no_price_that_does_not_multiply(self) -> None:
        slip = slip_of(order(Sold("Apples", 1000, quantity=Decimal(3), price=333)))
        assert pairs(slip.lines[0].details) == [("3", "")]

    def test_a_gift_card_shows_four_characters_of_its_code(self) -> None:
        sold = order(Sold("Gift card", 2500, gift_card="GC7K-93MX-4F7Q"))
        slip = slip_of(sold)
        assert pairs(slip.lines[0].details) == [("Gift card ···· 4F7Q", "")]
        assert "93MX" not in repr(slip)

    @given(st.text(min_size=1, max_size=30))
    def test_no_code_can_be_read_whole(self, code: str) -> None:
        readable = slip_words.masked(code).removeprefix(slip_words.HIDDEN).strip()
        assert len(readable) <= min(4, len(code.strip()) // 2)
        assert code.strip().endswith(readable)


class TestTaxes:
    def test_deposits_on_top_of_prices_with_tax(self) -> None:
        water = Sold("Water", 297, (VAT, DEPOSIT), Decimal(3), 99)
        slip = slip_of(order(water, Sold("Lamp", 500, (VAT, FEE))))
        assert ("plus Deposit 3 × 0.25", "") in pairs(slip.lines[0].details)
        assert pairs(slip.lines[1].details) == [("incl. Recycling 0.10", "")]
        assert pairs(slip.sums) == [("Subtotal", "7.97"), ("Deposit", "0.75")]
        assert slip.total == "$8.72"
        table = [(row.label, row.net, row.tax, row.gross) for row in slip.taxes]
        assert ("Deposit 0.25", "", "0.75", "") in table
        assert table[0][0] == "VAT 19 %"

    def test_a_fee_above_what_the_line_costs_is_told_as_it_was(self) -> None:
        off = (OffRow("line", "", 493),)
        slip = slip_of(order(Sold("Lamp", 500, (FEE,), offs=off)))
        assert pairs(slip.lines[0].details)[1:] == [("incl. Recycling 0.07", "")]

    def test_amounts_that_cannot_be_told_apart_still_add_up(self) -> None:
        twin = replace(FEE, name="Levy", amount=25)
        slip = slip_of(order(Sold("Water", 500, (DEPOSIT, twin))))
        assert pairs(slip.sums) == [("Subtotal", "5.00"), ("Deposits and fees", "0.25")]

    def test_taxes_on_top_stand_one_by_one(self) -> None:
        sold = order(Sold("Soap", 1000, (GST, QST)), included=False)
        slip = slip_of(sold)
        assert pairs(slip.sums) == [
            ("Subtotal", "10.00"),
            ("GST 5 %", "0.50"),
            ("QST 9.975 %", "1.00"),
        ]
        assert slip.remarks == ("Prices without tax",)
        assert slip_of(replace(sold, taxes=())).sums[1] == Entry("Taxes", "1.50")

    def test_several_rates_are_marked_and_one_is_not(self) -> None:
        mixed = slip_of(
            order(Sold("Soap", 100, (VAT,)), Sold("Milk", 100, (REDUCED,)), Sold("Card", 100))
        )
        assert [line.mark for line in mixed.lines] == ["B", "A", ""]
        assert [row.words for row in mixed.taxes] == ["A Reduced VAT 7 %", "B VAT 19 %"]
        alone = slip_of(order(Sold("Soap", 100, (VAT,)), Sold("Pen", 100, (VAT,))))
        assert [line.mark for line in alone.lines] == ["", ""]
        assert alone.longest_mark == 0
        beside = slip_of(order(Sold("Soap", 100, (VAT,)), Sold("Card", 100)))
        assert [line.mark for line in beside.lines] == ["A", ""]
        both = slip_of(order(Sold("Soap", 1000, (GST, QST)), included=False))
        assert both.lines[0].mark == "AB"

    def test_more_rates_than_letters_beside_a_figure(self) -> None:
        many = tuple(TaxRate(f"Tax {place}", 10_000 + place) for place in range(5))
        line = slip_of(order(Sold("Soap", 1000, many))).lines[0]
        assert line.mark == ""
        assert pairs(line.details) == [("Tax ABCDE", "")]
        marks = [slip_words.mark(place) for place in range(60)]
        assert len(set(marks)) == 60
        assert marks[25:27] == ["Z", "A2"]

    def test_a_rate_that_names_its_per_cent_does_not_say_it_twice(self) -> None:
        named = order(Sold("Soap", 100, (TaxRate("VAT 20%", 200_000),)))
        assert slip_of(named).taxes[0].label == "VAT 20%"

    def test_why_no_tax_was_charged(self) -> None:
        sold = order(Sold("Soap", 100), included=False, tax_exempt="Diplomat, card 77")
        assert slip_of(sold).remarks == ("Prices without tax", "Tax exempt: Diplomat, card 77")

    def test_prices_with_tax_are_said_to_be(self) -> None:
        assert slip_of(BASKET).remarks == ("Prices include tax",)
        assert slip_of(order(Sold("Card", 100))).remarks == ()


class TestPayments:
    def test_every_method_has_words(self) -> None:
        # An exchange is no way to pay: the halves of one pay each other.
        assert set(METHOD_WORDS) == {*METHODS, "exchange"}
        assert METHOD_WORDS["account"] == "Customer account"

    def test_what_was_handed_over_and_how(self) -> None:
        payments = (
            paid_by("card", 500, reference="A-9912", last4="1234"),
            paid_by("gift_card", 300, code="ABCD-EFGH-9Z8Y", balance=1250),
            paid_by("store_credit", 80, balance=0),
            paid_by("account", 200, balance=-200),
            paid_by("transfer", 100, reference="7781"),
            cash(500, 100),
        )
        slip = slip_of(replace(BASKET, payments=payments))
        assert pairs(slip.payments) == [
            ("Card ···· 1234", "5.00"),
            ("Approval code A-9912", ""),
            ("Gift card ···· 9Z8Y", "3.00"),
            ("Balance left $12.50", ""),
            ("Store credit", "0.80"),
            ("Balance left $0.00", ""),
            ("Customer account", "2.00"),
            ("To be paid later", ""),
            ("Transfer", "1.00"),
            ("Reference 7781", ""),
            ("Cash", "5.00"),
            ("Change", "1.00"),
        ]

    @pytest.mark.parametrize(
        ("paid", "rounding", "stamp", "left"),
        [
            (1580, 0, "", ""),
            (1578, -2, "", ""),
            (1578, 0, "Partly paid", "0.02"),
            (1580, 2, "Partly paid", "0.02"),
            (0, 0, "Not paid", "15.80"),
        ],
    )
    def test_rounding_counts_for_what_is_settled(
        self, paid: int, rounding: int, stamp: str, left: str
    ) -> None:
        payments = (cash(paid),) if paid else ()
        slip = slip_of(replace(BASKET, paid=paid, rounding=rounding, payments=payments))
        assert slip.stamps == ((stamp,) if stamp else ())
        assert dict(pairs(slip.payments)).get("Still to pay", "") == left

    def test_rounding_leads_from_the_total_to_what_is_paid(self) -> None:
        slip = slip_of(replace(BASKET, rounding=-2))
        assert pairs(slip.settling) == [("Rounding", "−0.02"), ("To pay", "15.78")]
        assert slip_of(BASKET).settling == ()

    def test_what_was_returned_changes_nothing_else(self) -> None:
        later = slip_of(replace(BASKET, returned=558))
        assert pairs(later.later) == [("Returned so far", "5.58")]
        assert replace(later, later=()) == slip_of(BASKET)
