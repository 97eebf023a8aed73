"""What is sent to a printer, read back by a printer's reading of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.devices.escpos_commands import commands
from pos_app.devices.escpos_paper import EscposPaper, Style
from pos_app.documents.printer_letters import PrinterLetters
from pos_app.documents.slip import Slip, compose
from pos_app.documents.slip_escpos import DOTS_PER_COLUMN, drawer_kick, escpos_bytes
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import OrderDetail, Picture
from tests.documents.orders import BASKET, DOLLARS, EUROS, SHOP, Sold, order, orders
from tests.documents.papers import FULL, LOGO, SCRIPTS, SLIPS


def printed(slip: Slip, columns: int = 48, **how: object) -> EscposPaper:
    """The paper of a slip as it comes out."""
    paper = EscposPaper(columns * DOTS_PER_COLUMN)
    paper.send(escpos_bytes(slip, columns=columns, **how))  # type: ignore[arg-type]
    return paper


def decoded(paper: EscposPaper) -> list[tuple[str, str]]:
    """What a scanner reads on the paper."""
    found = zxingcpp.read_barcodes(paper.picture())
    return sorted((code.format.name, code.text) for code in found)


def test_the_whole_slip() -> None:
    paper = printed(replace(FULL, logo=None), 42)
    assert [row.rstrip() for row in paper.rows] == [
        "     *** TRAINING: NOT A RECEIPT ***",
        "",
        "Corner Shop",
        "1 Main Street",
        "Springfield 62701",
        "(212) 555-0100",
        "Tax ID 12-3456789",
        "Open daily 8 to 20",
        "www.corner.example",
        "",
        "*** DUPLICATE ***",
        "-" * 42,
        "T1-10482              Nov 22, 2025 1:42 PM",
        "Till                                    T1",
        "Served by                              Ann",
        "-" * 42,
        "Ground coffee 34 oz                   7,49",
        "Whole milk 1 gal                      5,58",
        "  2 × 2,79",
        "Bananas                               0,73",
        "  1,24 lb × 0,59",
        "Baked beans 15.75 oz                  2,67",
        "  3 × 0,89",
        "  3 for 2                            -0,67",
        "-" * 42,
        "Subtotal                             16,47",
        "3 for 2                              -0,67",
        "TOTAL                              15,80 €",
        "-" * 42,
        "Rate                      Net   Tax  Gross",
        "GST 5 %                 15,04  0,76  15,80",
        "Prices include tax",
        "-" * 42,
        "Cash                                 20,00",
        "Change                                4,20",
        "",
        "",
        "",
        "Keep this paper for returns",
        "within 30 days",
        "     *** TRAINING: NOT A RECEIPT ***",
    ]
    assert paper.cuts == 1
    assert paper.kicks == []


@pytest.mark.parametrize("columns", [32, 42, 48])
def test_a_scanner_reads_the_number_off_the_paper(columns: int) -> None:
    paper = printed(FULL, columns)
    assert decoded(paper) == [("Code128", "T1-10482"), ("QRCode", "T1-10482")]
    assert paper.wrapped == 0


@pytest.mark.parametrize("width", [384, 504, 576])
def test_and_off_a_paper_that_was_drawn(width: int) -> None:
    paper = printed(replace(FULL, moment="有機"), width // DOTS_PER_COLUMN, drawn=True)
    assert decoded(paper) == [("Code128", "T1-10482"), ("QRCode", "T1-10482")]
    assert paper.rows == []
    assert paper.cuts == 1


def test_braces_in_a_number_change_nothing() -> None:
    paper = printed(replace(FULL, code="T{A}1", qr=""))
    assert decoded(paper) == [("Code128", "T{A}1")]


def test_a_code_wider_than_the_paper_is_left_out() -> None:
    assert printed(replace(FULL, code="T1-" + "9" * 60), 32).codes == ["T1-10482"]


def test_the_drawer_opens_before_the_paper() -> None:
    sent = escpos_bytes(FULL, kick=True)
    assert sent.startswith(drawer_kick() + b"\x1b@")
    assert printed(FULL, kick=True).kicks == [0]
    assert drawer_kick(1) == b"\x1bp\x01\x32\xfa"
    with pytest.raises(ValueError, match="pin"):
        drawer_kick(2)


def test_without_a_knife_the_paper_comes_out_far_enough_to_tear() -> None:
    paper = printed(FULL, cut=False)
    assert paper.cuts == 0
    below = paper.picture().crop((0, paper.picture().height - 50, 576, paper.picture().height))
    assert below.getextrema() == (255, 255)


def test_what_stands_out_does() -> None:
    styles = {}
    style = Style()
    paper = EscposPaper(576)
    for command in commands(escpos_bytes(replace(FULL, logo=None))):
        if command.name == "text":
            styles[command.values.decode("cp858").strip().split("  ")[0]] = paper.style
        paper._do(command)
    assert (styles["Corner Shop"].wide, styles["Corner Shop"].tall) == (2, 2)
    assert styles["TOTAL"] == replace(style, page=19, bold=True, tall=2)
    assert styles["*** TRAINING: NOT A RECEIPT ***"].inverted
    assert styles["Bananas"] == replace(style, page=19)


def test_the_logo_stands_above_the_name_and_is_no_wider_than_the_paper() -> None:
    with_logo, without = printed(FULL, 32), printed(replace(FULL, logo=None), 32)
    more = with_logo.picture().height - without.picture().height
    assert 40 < more <= 200
    strip = with_logo.picture().crop((0, 62, 384, 62 + more))
    dark = sum(strip.histogram()[:128])
    assert dark > 1000
    left, _, right, _ = strip.point(lambda ink: 255 - ink).getbbox() or (0, 0, 0, 0)
    assert abs(left - (384 - right)) < 24  # in the middle


def test_a_damaged_logo_costs_no_receipt() -> None:
    broken = Picture("image/png", LOGO.data[:200])
    assert printed(replace(FULL, logo=broken)).rows == printed(replace(FULL, logo=None)).rows
    assert decoded(printed(replace(FULL, logo=broken), drawn=True)) == [
        ("Code128", "T1-10482"),
        ("QRCode", "T1-10482"),
    ]


class TestScripts:
    def test_what_no_table_has_is_drawn(self) -> None:
        slip = compose(SCRIPTS, SHOP, EUROS)
        assert printed(slip).rows == []
        assert decoded(printed(slip)) == [("Code128", "T1-10482")]

    def test_what_only_has_another_spelling_is_written(self) -> None:
        slip = compose(order(Sold("Łódź 5 €", 100), Sold("Party 🎉", 200)), SHOP, EUROS)
        rows = printed(slip, code_pages=("cp437",)).rows
        assert any(row.startswith("Lódz 5 EUR ") for row in rows)

    def test_it_can_be_written_all_the_same(self) -> None:
        rows = printed(compose(SCRIPTS, SHOP, EUROS), code_pages=("cp852", "cp862"), drawn=False)
        assert any("(רטיל 1) 3% ירט בלח" in row and row.endswith("5,58 A") for row in rows.rows)
        assert any("Łódź świeże bułki - Ärger" in row for row in rows.rows)

    def test_columns_below_what_a_receipt_needs_are_refused(self) -> None:
        with pytest.raises(ValueError, match="24 columns"):
            escpos_bytes(FULL, columns=20)


def _figures(rows: list[str], money: MoneyFormat) -> Iterator[int]:
    """The amounts at the right end of rows."""
    for row in rows:
        words = row.replace("\u2212", "-").split()
        if words:
            yield money.parse(words[-1])


class TestAnySlip:
    @given(
        SLIPS,
        st.sampled_from((24, 32, 42, 48)),
        st.sampled_from((("cp437",), ("cp858", "cp866", "cp862"))),
    )
    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def test_only_letters_and_our_commands_get_to_the_printer(
        self, slip: Slip, columns: int, pages: tuple[str, ...]
    ) -> None:
        paper = printed(slip, columns, code_pages=pages, drawn=False)
        assert paper.wrapped == 0
        assert paper.pending == ""
        assert replace(paper.style, page=0) == Style()
        assert (paper.cuts, paper.kicks) == (1, [])
        letters = PrinterLetters(pages)
        wanted = sorted("".join(letters.spell(line.name).split()) for line in slip.lines)
        told = "".join("".join(row.split()) for row in paper.rows)
        for name in wanted:
            # Brackets turn in what runs from the right.
            assert set(name) - set("()[]{}<>«»") <= set(told)

    @given(SLIPS, st.sampled_from((384, 576)))
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def test_anything_can_be_drawn(self, slip: Slip, width: int) -> None:
        paper = printed(slip, width // DOTS_PER_COLUMN, drawn=True)
        assert (paper.cuts, paper.rows, paper.style) == (1, [], Style())

    @given(orders(), st.sampled_from((DOLLARS, EUROS)))
    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def test_the_sums_on_paper_are_the_orders(self, sold: OrderDetail, money: MoneyFormat) -> None:
        plain = replace(
            sold, items=tuple(replace(item, name="Thing", note="") for item in sold.items)
        )
        rows = printed(compose(plain, SHOP, money), 48, drawn=False).rows
        (total,) = [row for row in rows if row.startswith("TOTAL ")]
        written = total.removeprefix("TOTAL ").replace("\u2212", "-").strip()
        assert money.parse(written) == sold.total
        marked = max(len(line.mark) for line in compose(plain, SHOP, money).lines)
        lines = [row[: 48 - marked].rstrip() for row in rows if row.startswith("Thing ")]
        assert sum(_figures(lines, money)) == sold.subtotal

    def test_five_hundred_letters_and_bombs_of_marks(self) -> None:
        sold = order(
            Sold("x" * 500, 100), Sold("e" + "\u0301" * 500, 100), Sold("\u200b" * 99, 100)
        )
        paper = printed(compose(sold, SHOP, DOLLARS), 32)
        assert "".join(paper.rows).count("x") >= 500
        assert paper.wrapped == 0


def test_a_basket_is_small_enough_for_a_slow_line() -> None:
    """At 9600 baud a serial printer takes a thousand bytes a second."""
    assert len(escpos_bytes(compose(BASKET, SHOP, DOLLARS))) < 1500
