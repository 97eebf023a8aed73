"""A receipt on paper and as a page: its columns hold, and both say the same."""

from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.documents.slip import Slip, compose
from pos_app.documents.slip_form import TAX_HEADS
from pos_app.documents.slip_html import slip_html
from pos_app.documents.slip_text import NARROWEST, columns, slip_text, wrap
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import OrderDetail
from pos_app.domain.tax import TaxRate
from tests.documents.orders import (
    BASKET,
    DINARS,
    DOLLARS,
    EUROS,
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
from tests.documents.receipts import receipt_html, receipt_text


class TestText:
    def test_the_whole_slip(self) -> None:
        assert receipt_text(BASKET, SHOP, DOLLARS).splitlines() == [
            "               Corner Shop",
            "              1 Main Street",
            "            Springfield 62701",
            "              (212) 555-0100",
            "------------------------------------------",
            "T1-10482              Nov 22, 2025 1:42 PM",
            "Till                                    T1",
            "Served by                              Ann",
            "------------------------------------------",
            "Ground coffee 34 oz                   7.49",
            "Whole milk 1 gal                      5.58",
            "  2 × 2.79",
            "Bananas                               0.73",
            "  1.24 lb × 0.59",
            "Baked beans 15.75 oz                  2.67",
            "  3 × 0.89",
            "  3 for 2                            −0.67",
            "------------------------------------------",
            "Subtotal                             16.47",
            "3 for 2                              −0.67",
            "TOTAL                               $15.80",
            "------------------------------------------",
            "Rate                      Net   Tax  Gross",
            "GST 5 %                 15.04  0.76  15.80",
            "Prices include tax",
            "------------------------------------------",
            "Cash                                 20.00",
            "Change                                4.20",
            "",
            "         Thank you for your visit",
        ]

    def test_a_named_customer_stands_on_it_and_the_walk_in_does_not(self) -> None:
        named = replace(BASKET, customer_id=5, customer="Maria Hansen")
        assert "Customer                      Maria Hansen" in receipt_text(named, SHOP, DOLLARS)
        assert "Walk-in" not in receipt_text(BASKET, SHOP, DOLLARS)

    def test_long_names_wrap_beside_their_figure(self) -> None:
        long = "Organic stone ground whole wheat bread flour, unbleached, five pound paper bag"
        rows = receipt_text(order(Sold(long, 899)), SHOP, DOLLARS, 32).splitlines()
        start = rows.index("Organic stone ground whole  8.99")
        assert rows[start + 1 : start + 4] == [
            "wheat bread flour,",
            "unbleached, five pound",
            "paper bag",
        ]

    def test_wide_characters_take_two_cells(self) -> None:
        rows = receipt_text(order(Sold("有機緑茶 一番摘み", 128000)), SHOP, DOLLARS).splitlines()
        (row,) = [row for row in rows if row.startswith("有機緑茶")]
        assert columns(row) == 42
        assert row.endswith(" 1,280.00")

    def test_a_word_longer_than_the_paper_is_broken(self) -> None:
        text = receipt_text(order(Sold("W" * 100, 100)), SHOP, DOLLARS, 32)
        assert text.count("W") == 100
        assert max(columns(row) for row in text.splitlines()) == 32

    @pytest.mark.parametrize("width", [NARROWEST, 32, 42, 48, 64])
    def test_no_row_is_wider_than_the_paper(self, width: int) -> None:
        shop = replace(SHOP, name="The " + "Very " * 20 + "Long Name", line1="株式会社" * 12)
        sold = order(
            Sold("ผลไม้รวม" * 9, 10**12, (VAT,), Decimal("1234.567"), 810000, "kg"),
            Sold("a b " * 40, 1, (REDUCED,), note="note " * 30),
            customer_id=9,
            customer="Wolfeschlegelsteinhausenbergerdorff " * 2,
            note="leave it at the back door, please, " * 3,
        )
        for row in receipt_text(sold, shop, EUROS, width).splitlines():
            assert columns(row) <= width

    def test_paper_too_narrow_is_refused(self) -> None:
        with pytest.raises(ValueError, match="24 columns"):
            receipt_text(BASKET, SHOP, DOLLARS, NARROWEST - 1)

    def test_the_shops_own_form(self) -> None:
        berlin = replace(
            SHOP, country="DE", locale="de_DE", timezone="Europe/Berlin", phone="+493012345678"
        )
        text = receipt_text(BASKET, berlin, EUROS)
        assert "22. Nov. 2025 19:42" in text
        assert "62701 Springfield" in text
        assert "030 12345678" in text
        assert "1,24 lb × 0,59" in text
        assert "15,80 €" in text

    def test_marks_hang_behind_the_figures(self) -> None:
        sold = order(Sold("Soap", 1000, (VAT,)), Sold("Milk", 200, (REDUCED,), Decimal(2), 100))
        rows = receipt_text(sold, SHOP, DOLLARS, 32).splitlines()
        start = rows.index("Soap                     10.00 B")
        assert rows[start + 1 : start + 5] == [
            "Milk                      2.00 A",
            "  2 × 1.00",
            "-" * 32,
            "TOTAL                   $12.00",
        ]
        assert rows[start + 6 : start + 9] == [
            "Rate            Net  Tax Gross",
            "A Reduced VAT  1.87 0.13  2.00",
            "7 %",
        ]

    def test_rates_stand_below_each_other_where_columns_find_no_room(self) -> None:
        rows = receipt_text(order(Sold("Yacht", 10**10, (VAT,))), SHOP, DOLLARS, 32).splitlines()
        start = rows.index("VAT 19 %")
        assert rows[start + 1 : start + 4] == [
            "  Net              84,033,613.45",
            "  Tax              15,966,386.55",
            "  Gross           100,000,000.00",
        ]

    def test_payments_with_what_proves_them(self) -> None:
        payments = (paid_by("card", 500, reference="A-9912", last4="1234"), cash(1100, 20))
        text = receipt_text(replace(BASKET, payments=payments), SHOP, DOLLARS)
        assert (
            "Card ···· 1234                        5.00\n"
            "  Approval code A-9912\n"
            "Cash                                 11.00\n"
            "Change                                0.20\n"
        ) in text

    def test_rounding_and_what_was_returned(self) -> None:
        sold = replace(BASKET, rounding=-2, paid=1578, returned=200)
        text = receipt_text(sold, SHOP, EUROS)
        assert "TOTAL                              15,80 €" in text
        assert "Rounding                             −0,02" in text
        assert "To pay                               15,78" in text
        assert "Returned so far                       2,00" in text

    def test_what_is_still_to_pay(self) -> None:
        unpaid = receipt_text(replace(BASKET, paid=0, payments=(), status="pending"), SHOP, DOLLARS)
        assert "*** NOT PAID ***" in unpaid
        assert "Still to pay                         15.80" in unpaid
        partly = replace(BASKET, paid=1000, payments=(cash(1000),), status="pending")
        assert "*** PARTLY PAID ***" in receipt_text(partly, SHOP, DOLLARS)

    def test_a_cancelled_order_is_stamped(self) -> None:
        text = receipt_text(replace(BASKET, status="cancelled", paid=0), SHOP, DOLLARS)
        assert "*** CANCELLED ***" in text
        assert "Still to pay" not in text

    def test_a_free_sale_has_no_payments(self) -> None:
        free = order(Sold("Sample", 0), payments=())
        text = receipt_text(free, SHOP, DOLLARS)
        assert "TOTAL                                $0.00" in text
        assert "NOT PAID" not in text


class TestWrap:
    def test_blanks(self) -> None:
        assert wrap("  one two   three ", 7) == ["one two", "three"]
        assert wrap("", 7) == [""]

    def test_a_mark_stays_with_its_letter(self) -> None:
        word = "e\u0301" * 5
        assert wrap(word, 2) == ["e\u0301" * 2, "e\u0301" * 2, "e\u0301"]

    @given(st.text(), st.integers(2, 60))
    def test_nothing_is_lost_and_nothing_is_too_wide(self, text: str, width: int) -> None:
        rows = wrap(text, width)
        assert "".join(rows).replace(" ", "") == "".join(text.split())
        assert all(columns(row) <= width for row in rows)


class _Words(HTMLParser):
    """What a reader sees of a page, and whether every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1] != "style":
            self.words.append(data.strip())


class TestHtml:
    def test_it_says_what_the_text_says(self) -> None:
        page = _Words()
        page.feed(receipt_html(BASKET, SHOP, DOLLARS))
        assert page.open == []
        for words in ("Corner Shop", "T1-10482", "Bananas", "1.24 lb × 0.59", "$15.80", "Change"):
            assert words in page.words

    def test_names_are_not_markup(self) -> None:
        page = receipt_html(order(Sold("<script>alert(1)</script> & Co", 100)), SHOP, DOLLARS)
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in page

    def test_it_needs_nothing_from_elsewhere(self) -> None:
        page = receipt_html(BASKET, SHOP, DOLLARS)
        assert "http" not in page
        assert "src=" not in page
        assert '<html lang="en-US">' in page

    def test_a_mark_has_a_column_of_its_own(self) -> None:
        sold = order(Sold("Soap", 1000, (VAT,)), Sold("Milk", 200, (REDUCED,)))
        page = receipt_html(sold, SHOP, DOLLARS)
        assert '<td class="name">Soap</td><td>10.00</td><td class="mark">B</td>' in page
        assert "<td>B VAT 19 %</td><td>8.40</td><td>1.60</td><td>10.00</td>" in page
        assert 'class="mark"' not in receipt_html(BASKET, SHOP, DOLLARS)


def _told(slip: Slip) -> list[str]:
    """Every word and figure of a slip in order, without the blanks that wrapping moves."""
    said = [slip.shop, *slip.address, *slip.header, *slip.stamps, slip.number, slip.moment]
    entries = [*slip.facts]
    for line in slip.lines:
        said_line = [line.name, line.figure, line.mark]
        entries += [*line.details]
        said += said_line
    entries += [*slip.sums, *slip.settling, *slip.payments, *slip.later]
    said += [slip.total, *slip.remarks, *slip.closing]
    said += [word for entry in entries for word in (entry.label, entry.figure)]
    said += [word for row in slip.taxes for word in (row.words, *row.figures)]
    return ["".join(words.split()) for words in said if words.strip()]


class TestAnyOrder:
    @given(orders(), st.sampled_from((DOLLARS, EUROS, YEN, DINARS)), st.sampled_from((24, 32, 42)))
    def test_no_row_leaves_the_paper(
        self, sold: OrderDetail, money: MoneyFormat, width: int
    ) -> None:
        for row in receipt_text(sold, SHOP, money, width).splitlines():
            assert columns(row) <= width

    @given(orders(), st.sampled_from((DOLLARS, YEN, DINARS)))
    def test_text_and_page_say_all_of_the_slip(self, sold: OrderDetail, money: MoneyFormat) -> None:
        slip = compose(sold, SHOP, money)
        page = _Words()
        page.feed(slip_html(slip))
        assert page.open == []
        on_page = ["".join(words.split()) for words in page.words]
        for words in _told(slip):
            assert words in on_page
        # On paper a name wraps around its figure, so figures are looked for one by one.
        on_paper = slip_text(slip, 42).split()
        for line in slip.lines:
            assert line.figure in on_paper
        for row in slip.taxes:
            assert all(figure in on_paper for figure in row.figures if figure)
        entries = [*slip.sums, *slip.settling, *slip.payments]
        for entry in entries + [each for line in slip.lines for each in line.details]:
            assert not entry.figure or entry.figure in on_paper
        assert slip.total.split()[-1] in on_paper

    def test_many_rates_hold_on_narrow_paper(self) -> None:
        many = [
            Sold(f"Thing {place}", 10**7, (TaxRate(f"Levy of county {place}", 1000 * place + 125),))
            for place in range(40)
        ]
        text = receipt_text(order(*many), SHOP, DOLLARS, 32)
        assert max(map(columns, text.splitlines())) == 32
        assert "N2" in text
        assert all(head in text for head in TAX_HEADS[1:])
