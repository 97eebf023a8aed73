"""A receipt says the whole sale, its columns hold, and its figures add up."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.documents.receipt import NARROWEST, columns, receipt_html, receipt_text, wrap
from pos_app.documents.slip import compose
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import OrderDetail, OrderItemRow, PaymentRow, ShopInfo

DOLLARS = MoneyFormat("USD", 2, prefix="$")
EUROS = MoneyFormat("EUR", 2, ",", ".", suffix=" €")
AT = datetime(2025, 11, 22, 18, 42, tzinfo=UTC)

SHOP = ShopInfo(
    name="Corner Shop",
    currency="USD",
    decimals=2,
    country="US",
    locale="en_US",
    timezone="America/New_York",
    tax_included=True,
    line1="1 Main Street",
    city="Springfield",
    zip="62701",
    phone="+12125550100",
    is_sample=False,
)


def item(name: str, list_total: int, **changes: object) -> OrderItemRow:
    """One sold piece of something; its own discount and tax are given by name."""
    row = OrderItemRow(
        id=1,
        product_id=1,
        sku="818981",
        name=name,
        unit="piece",
        quantity=Decimal(1),
        price=list_total,
        list_total=list_total,
        discount=0,
        total=list_total,
        tax=0,
        tax_rate_ppm=0,
        note="",
    )
    changed = replace(row, **changes)  # type: ignore[arg-type]
    return replace(changed, total=changed.list_total - changed.discount)


def cash(tendered: int, change: int) -> PaymentRow:
    return PaymentRow(1, "cash", tendered, change, tendered - change, "", AT)


def order(*items: OrderItemRow, **changes: object) -> OrderDetail:
    """A delivered, paid order of these items."""
    total = sum(sold.total for sold in items)
    tax = sum(sold.tax for sold in items)
    row = OrderDetail(
        id=7,
        uuid="0b6c",
        number="T1-10482",
        till="T1",
        at=AT,
        business_date=date(2025, 11, 22),
        customer_id=1,
        customer="Walk-in customer",
        clerk="Ann",
        status="delivered",
        subtotal=sum(sold.list_total for sold in items),
        discount=sum(sold.discount for sold in items),
        discount_code="",
        net=total - tax,
        tax=tax,
        tax_included=True,
        total=total,
        paid=total,
        note="",
        items=items,
        payments=(cash(total, 0),),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


BASKET = order(
    item("Ground coffee 34 oz", 749, tax=36, tax_rate_ppm=50_000),
    item("Whole milk 1 gal", 558, quantity=Decimal(2), price=279),
    item("Bananas", 73, quantity=Decimal("1.24"), price=59, unit="lb"),
    item("Baked beans 15.75 oz", 267, quantity=Decimal(3), price=89, discount=67),
    payments=(cash(2000, 420),),
)


class TestText:
    def test_the_whole_slip(self) -> None:
        assert receipt_text(BASKET, SHOP, DOLLARS).splitlines() == [
            "               Corner Shop",
            "              1 Main Street",
            "            Springfield 62701",
            "              (212) 555-0100",
            "------------------------------------------",
            "T1-10482              Nov 22, 2025 1:42 PM",
            "Served by                              Ann",
            "------------------------------------------",
            "Ground coffee 34 oz                   7.49",
            "Whole milk 1 gal                      5.58",
            "  2 × 2.79",
            "Bananas                               0.73",
            "  1.24 lb × 0.59",
            "Baked beans 15.75 oz                  2.67",
            "  3 × 0.89",
            "  Discount                           −0.67",
            "------------------------------------------",
            "Subtotal                             16.47",
            "Discount                             −0.67",
            "TOTAL                               $15.80",
            "Tax included 5 %                      0.36",
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
        rows = receipt_text(order(item(long, 899)), SHOP, DOLLARS, 32).splitlines()
        start = rows.index("Organic stone ground whole  8.99")
        assert rows[start + 1 : start + 4] == [
            "wheat bread flour,",
            "unbleached, five pound",
            "paper bag",
        ]

    def test_wide_characters_take_two_cells(self) -> None:
        rows = receipt_text(order(item("有機緑茶 一番摘み", 128000)), SHOP, DOLLARS).splitlines()
        (row,) = [row for row in rows if row.startswith("有機緑茶")]
        assert columns(row) == 42
        assert row.endswith(" 1,280.00")

    def test_a_word_longer_than_the_paper_is_broken(self) -> None:
        text = receipt_text(order(item("W" * 100, 100)), SHOP, DOLLARS, 32)
        assert text.count("W") == 100
        assert max(columns(row) for row in text.splitlines()) == 32

    @pytest.mark.parametrize("width", [NARROWEST, 32, 42, 48, 64])
    def test_no_row_is_wider_than_the_paper(self, width: int) -> None:
        shop = replace(SHOP, name="The " + "Very " * 20 + "Long Name", line1="株式会社" * 12)
        sold = order(
            item("ผลไม้รวม" * 9, 10**12, quantity=Decimal("1234.567"), unit="kg", price=810000),
            item("a b " * 40, 1, note="note " * 30),
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

    def test_tax_on_top_stands_before_the_total(self) -> None:
        sold = order(
            item("Soap", 1000, tax=80, tax_rate_ppm=80_000),
            item("Pen", 200, tax=18, tax_rate_ppm=88_750),
            tax_included=False,
            net=1200,
            total=1298,
            paid=1298,
        )
        rows = receipt_text(sold, SHOP, DOLLARS).splitlines()
        start = rows.index("Subtotal                             12.00")
        assert rows[start + 1 : start + 4] == [
            "Tax 8 %                               0.80",
            "Tax 8.875 %                           0.18",
            "TOTAL                               $12.98",
        ]

    def test_an_agreed_line_shows_no_price_that_does_not_multiply(self) -> None:
        text = receipt_text(
            order(item("Apples", 1000, quantity=Decimal(3), price=333)), SHOP, DOLLARS
        )
        assert "\n  3\n" in text
        assert "3.33" not in text

    def test_several_payments_and_the_change_of_the_cash(self) -> None:
        card = PaymentRow(2, "card", 500, 0, 500, "A-9912", AT)
        text = receipt_text(replace(BASKET, payments=(card, cash(1100, 20))), SHOP, DOLLARS)
        assert "Card · A-9912                         5.00" in text
        assert "Cash                                 11.00" in text
        assert "Change                                0.20" in text

    def test_what_is_still_to_pay(self) -> None:
        unpaid = receipt_text(replace(BASKET, paid=0, payments=(), status="pending"), SHOP, DOLLARS)
        assert "*** NOT PAID ***" in unpaid
        assert "Still to pay                         15.80" in unpaid
        partly = replace(BASKET, paid=1000, payments=(cash(1000, 0),), status="pending")
        assert "*** PARTLY PAID ***" in receipt_text(partly, SHOP, DOLLARS)

    def test_a_cancelled_order_is_stamped(self) -> None:
        text = receipt_text(replace(BASKET, status="cancelled", paid=0), SHOP, DOLLARS)
        assert "*** CANCELLED ***" in text
        assert "Still to pay" not in text

    def test_a_free_sale_has_no_payments(self) -> None:
        free = order(item("Sample", 0), payments=())
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


class TestSlip:
    @given(
        st.lists(
            st.tuples(st.integers(0, 10**6), st.integers(0, 100), st.integers(0, 10**4)),
            min_size=1,
            max_size=20,
        ),
        st.booleans(),
    )
    def test_its_figures_add_up(
        self, lines: list[tuple[int, int, int]], tax_included: bool
    ) -> None:
        items = tuple(
            item("Thing", full, discount=full * share // 100, tax=tax, tax_rate_ppm=50_000)
            for full, share, tax in lines
        )
        off = sum(sold.total for sold in items)
        tax = sum(sold.tax for sold in items)
        sold = order(*items, tax_included=tax_included, total=off if tax_included else off + tax)
        slip = compose(sold, SHOP, DOLLARS)
        figures = [line.figure for line in slip.lines]
        figures += [d.figure for line in slip.lines for d in line.details if d.figure]
        assert sum(map(DOLLARS.parse, figures)) == off
        if slip.sums:
            sums = sum(DOLLARS.parse(entry.figure) for entry in slip.sums)
            assert sums == DOLLARS.parse(slip.total)


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
        page = receipt_html(order(item("<script>alert(1)</script> & Co", 100)), SHOP, DOLLARS)
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in page

    def test_it_needs_nothing_from_elsewhere(self) -> None:
        page = receipt_html(BASKET, SHOP, DOLLARS)
        assert "http" not in page
        assert "src=" not in page
        assert '<html lang="en-US">' in page
