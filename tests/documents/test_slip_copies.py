"""Copies, gifts, exchanges, training: what a slip says of itself, and what it keeps quiet."""

from dataclasses import replace
from decimal import Decimal

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.devices.escpos_paper import EscposPaper
from pos_app.documents.slip import Slip, compose, compose_exchange, compose_return
from pos_app.documents.slip_escpos import DOTS_PER_COLUMN, escpos_bytes
from pos_app.documents.slip_form import Entry
from pos_app.documents.slip_html import slip_html
from pos_app.documents.slip_pdf import slip_pdf
from pos_app.documents.slip_text import slip_text
from pos_app.domain.rows import OrderDetail, RepaymentRow, ReturnDetail
from tests.documents.orders import (
    BASKET,
    DOLLARS,
    REDUCED,
    SHOP,
    VAT,
    Sold,
    cash,
    order,
    orders,
    paid_by,
)
from tests.documents.papers import FULL, FULL_SHOP, LOGO
from tests.documents.test_return_slip import BACK


def said(slip: Slip) -> str:
    """All that the renderings tell, in one text."""
    return slip_text(slip, 42) + slip_html(slip)


class TestCopies:
    def test_a_reprint_says_duplicate_and_is_the_same_otherwise(self) -> None:
        first = compose(BASKET, SHOP, DOLLARS)
        again = compose(BASKET, SHOP, DOLLARS, copy="duplicate")
        assert (first.stamps, again.stamps) == ((), ("Duplicate",))
        assert replace(again, stamps=()) == first
        assert "*** DUPLICATE ***" in slip_text(again)

    def test_several_stamps_stand_together(self) -> None:
        unpaid = replace(BASKET, paid=0, payments=())
        slip = compose(unpaid, replace(SHOP, training=True), DOLLARS, copy="duplicate")
        assert slip.stamps == ("Training", "Duplicate", "Not paid")
        rows = slip_text(slip).splitlines()
        assert rows.index("            *** DUPLICATE ***") + 1 == rows.index(
            "             *** NOT PAID ***"
        )

    @pytest.mark.parametrize("copy", ["copy", "", "Gift"])
    def test_no_other_copies(self, copy: str) -> None:
        with pytest.raises(ValueError, match="no copy"):
            compose(BASKET, SHOP, DOLLARS, copy=copy)

    def test_what_came_back_is_no_gift(self) -> None:
        with pytest.raises(ValueError, match="gift"):
            compose_return(BACK, SHOP, DOLLARS, copy="gift")
        with pytest.raises(ValueError, match="gift"):
            compose_exchange(BASKET, BACK, SHOP, DOLLARS, copy="gift")


class TestGifts:
    @given(orders())
    def test_a_gift_receipt_has_no_amount_on_it(self, sold: OrderDetail) -> None:
        items = tuple(
            replace(each, name="Thing", note="", unit="piece", quantity=Decimal(2))
            for each in sold.items
        )
        priced = replace(sold, items=items, number="T1-7")
        text = slip_text(compose(priced, SHOP, DOLLARS, copy="gift"))
        below = text[text.index("T1-7") :]
        assert "." not in below.replace("Nov 22, 2025 1:42 PM", "")
        assert "$" not in text
        for words in ("Total", "TOTAL", "Cash", "Subtotal", "Rate", "tax"):
            assert words not in below

    def test_it_has_things_and_quantities_and_finds_the_order_again(self) -> None:
        card = Sold("Gift card", 2500, gift_card="GC7K-93MX-4F7Q")
        wine = Sold("Wine", 900, quantity=Decimal(2), note="Red ribbon")
        sold = order(card, wine, customer_id=5, customer="Maria Hansen", note="Hide it")
        slip = compose(sold, SHOP, DOLLARS, copy="gift")
        assert [line.name for line in slip.lines] == ["Gift card", "Wine"]
        assert slip.lines[1].details == (Entry("× 2"), Entry("Red ribbon"))
        assert slip.stamps == ("Gift receipt",)
        assert (slip.code, slip.number) == ("T1-10482", "T1-10482")
        for secret in ("4F7Q", "Maria", "Hide it"):
            assert secret not in said(slip)


class TestTraining:
    def test_it_is_said_above_and_below(self) -> None:
        rows = [row.strip() for row in slip_text(FULL).splitlines() if row.strip()]
        assert rows[0] == rows[-1] == "*** TRAINING: NOT A RECEIPT ***"
        page = slip_html(FULL)
        assert page.count('<div class="training">Training: not a receipt</div>') == 2
        assert page.index('"training"') < page.index("<header>")

    def test_a_real_shop_says_nothing_of_it(self) -> None:
        slip = compose(BASKET, FULL_SHOP, DOLLARS)
        assert "TRAINING" not in slip_text(slip)
        assert '<div class="training">' not in slip_html(slip)


class TestHead:
    def test_the_shops_own_lines(self) -> None:
        rows = slip_text(compose(BASKET, FULL_SHOP, DOLLARS)).splitlines()
        assert [row.strip() for row in rows[:7]] == [
            "Corner Shop",
            "1 Main Street",
            "Springfield 62701",
            "(212) 555-0100",
            "Tax ID 12-3456789",
            "Open daily 8 to 20",
            "www.corner.example",
        ]
        assert [row.strip() for row in rows[-2:]] == [
            "Keep this paper for returns",
            "within 30 days",
        ]

    @pytest.mark.parametrize(
        ("country", "typed", "told"),
        [
            ("DE", "DE123456789", "VAT ID DE123456789"),
            ("US", "12-3456789", "Tax ID 12-3456789"),
            ("FR", "SIRET: 732 829 320 00074", "SIRET: 732 829 320 00074"),
            ("DE", "DE123456789\n12/345/67890", "Tax number 12/345/67890"),
            ("DE", "DE123456789\nSteuernummer: 12/345/67890", "Steuernummer: 12/345/67890"),
        ],
    )
    def test_the_tax_number_is_called_what_it_is(self, country: str, typed: str, told: str) -> None:
        shop = replace(SHOP, country=country, tax_number=typed)
        assert told in compose(BASKET, shop, DOLLARS).address

    def test_each_tax_number_has_a_line_of_its_own_in_every_kind(self) -> None:
        shop = replace(SHOP, country="DE", tax_number="DE123456789\n\n12/345/67890\nEORI: DE1")
        told = ["VAT ID DE123456789", "Tax number 12/345/67890", "EORI: DE1"]
        slip = compose(BASKET, shop, DOLLARS)
        assert list(slip.address[-3:]) == told
        paper = EscposPaper(48 * DOTS_PER_COLUMN)
        paper.send(escpos_bytes(slip, columns=48))
        pages = pypdfium2.PdfDocument(slip_pdf(slip))
        on_page = pages[0].get_textpage().get_text_range()
        for text in (slip_text(slip), "\n".join(paper.rows), on_page):
            rows = [row.strip() for row in text.splitlines()]
            assert rows[rows.index(told[0]) :][:3] == told
        assert "".join(f"<p>{line}</p>" for line in told) in slip_html(slip)

    def test_a_shop_without_more_lines_has_none(self) -> None:
        bare = compose(BASKET, replace(SHOP, receipt_footer=""), DOLLARS)
        assert (bare.header, bare.closing, bare.logo, bare.qr) == ((), (), None, "")
        assert bare.address == ("1 Main Street", "Springfield 62701", "(212) 555-0100")

    def test_a_number_that_bars_can_not_spell_has_none(self) -> None:
        slip = compose(replace(BASKET, number="Kasse-Süd-7"), FULL_SHOP, DOLLARS)
        assert (slip.code, slip.qr) == ("", "Kasse-Süd-7")
        assert slip_html(slip).count("<svg") == 1

    def test_the_page_carries_logo_and_codes_in_itself(self) -> None:
        page = slip_html(compose(BASKET, FULL_SHOP, DOLLARS, logo=LOGO))
        assert page.count("<svg") == 2
        assert 'src="data:image/png;base64,' in page
        assert "http" not in page


class TestReturns:
    def test_a_void_says_so(self) -> None:
        slip = compose_return(replace(BACK, kind="void"), SHOP, DOLLARS)
        assert (slip.stamps, slip.total_words) == (("Void",), "Total voided")

    def test_a_return_without_a_receipt_names_no_order(self) -> None:
        slip = compose_return(replace(BACK, order_id=0, order_number=""), SHOP, DOLLARS)
        assert [fact.label for fact in slip.facts if fact.label == "Order"] == []

    def test_its_own_number_is_in_the_bars(self) -> None:
        assert compose_return(BACK, SHOP, DOLLARS).code == "T1-R12"


def exchanged(sold: OrderDetail, back: ReturnDetail) -> tuple[OrderDetail, ReturnDetail]:
    """The two halves as they are booked: by "exchange" for what meets, the rest in cash."""
    due, given = sold.total + sold.rounding, back.total + back.rounding
    met = min(due, given)
    paid = [paid_by("exchange", met), *((cash(due - met),) if due > met else ())]
    repaid = [RepaymentRow("exchange", met)]
    repaid += [RepaymentRow("cash", given - met)] if given > met else []
    return (
        replace(sold, payments=tuple(paid), paid=due),
        replace(back, repayments=tuple(repaid), kind="exchange"),
    )


class TestExchanges:
    def test_the_whole_ticket(self) -> None:
        sold = order(Sold("Shirt, size L", 1900, (VAT,)), Sold("Socks", 500, (REDUCED,)))
        slip = compose_exchange(*exchanged(sold, replace(BACK, rounding=0)), SHOP, DOLLARS)
        assert slip_text(slip).splitlines()[5:] == [
            "             *** EXCHANGE ***",
            "------------------------------------------",
            "T1-10482            Nov 22, 2025 1:42 PM",
            "Return                            T1-R12",
            "Original order                  T1-10482",
            "Till                                  T1",
            "Served by                            Ann",
            "Reason                        Wrong size",
            "------------------------------------------",
            "Shirt, size L                      19.00 B",
            "Socks                               5.00 A",
            "------------------------------------------",
            "Total sold                         24.00",
            "",
            "                 RETURNED",
            "Water                               2.97 B",
            "  3 × 0.99",
            "  plus Deposit 3 × 0.25",
            "Bananas                             1.49 A",
            "  0.748 kg × 1.99",
            "  Discount: Ripe                   −0.15",
            "  Code SAVE                        −0.05",
            "  Damaged",
            "------------------------------------------",
            "Subtotal                            4.46",
            "Discount: Ripe                     −0.15",
            "Code SAVE                          −0.05",
            "Deposit                             0.75",
            "Total returned                     −5.01",
            "",
            "TO PAY                            $18.99",
            "------------------------------------------",
            "Rate                    Net   Tax  Gross",
            "A Reduced VAT 7 %      4.67  0.33   5.00",
            "B VAT 19 %            15.97  3.03  19.00",
            "Rate, returned          Net   Tax  Gross",
            "A Reduced VAT 7 %      1.20  0.09   1.29",
            "B VAT 19 %             2.50  0.47   2.97",
            "Deposit 0.25                 0.75",
            "Prices include tax",
            "------------------------------------------",
            "Cash                               18.99",
            "",
            "         Thank you for your visit",
        ]

    @given(orders(), st.integers(0, 10**7), st.integers(-4, 4))
    def test_the_balance_is_what_changes_hands(
        self, sold: OrderDetail, worth: int, rounding: int
    ) -> None:
        back = replace(BACK, total=worth, rounding=rounding if worth > 4 else 0)
        slip = compose_exchange(*exchanged(sold, back), SHOP, DOLLARS)
        handed = sum(DOLLARS.parse(entry.figure) for entry in slip.payments)
        balance = DOLLARS.parse(slip.total)
        if slip.settling:
            assert slip.total_words == "Difference"
            balance += DOLLARS.parse(slip.settling[0].figure)
            assert DOLLARS.parse(slip.settling[1].figure) == balance
            words = slip.settling[1].label
        else:
            words = slip.total_words
        assert balance == handed
        assert (words == "To pay back") == any(
            entry.label == "Paid back: Cash" for entry in slip.payments
        )
        assert slip.back is not None
        signed = sold.total - worth
        assert (
            DOLLARS.parse(slip.sums[-1].figure) + DOLLARS.parse(slip.back.sums[-1].figure) == signed
        )

    def test_more_came_back_than_was_sold(self) -> None:
        sold = order(Sold("Socks", 200, (REDUCED,)))
        slip = compose_exchange(*exchanged(sold, replace(BACK, rounding=0)), SHOP, DOLLARS)
        assert (slip.total_words, slip.total) == ("To pay back", "$3.01")
        assert slip.payments == (Entry("Paid back: Cash", "3.01"),)
        assert "<h2>Returned</h2>" in slip_html(slip)

    def test_marks_mean_the_same_rate_in_both_halves(self) -> None:
        sold = order(Sold("Socks", 200, (REDUCED,)))
        slip = compose_exchange(*exchanged(sold, BACK), SHOP, DOLLARS)
        assert slip.back is not None
        rates = {row.mark: row.label for row in (*slip.taxes, *slip.back.taxes) if row.mark}
        assert rates == {"A": "Reduced VAT 7 %", "B": "VAT 19 %"}
        assert [line.mark for line in (*slip.lines, *slip.back.lines)] == ["A", "B", "A"]
