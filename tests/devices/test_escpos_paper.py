"""The printer on the screen: it prints what it is sent, and refuses what it doesn't know."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from pos_app.devices.escpos_commands import UnknownCommand, commands
from pos_app.devices.escpos_paper import EscposPaper, Style


def paper_of(sent: bytes, width: int = 384) -> EscposPaper:
    paper = EscposPaper(width)
    paper.send(sent)
    return paper


def ink(paper: EscposPaper, box: tuple[int, int, int, int] | None = None) -> int:
    picture = paper.picture().crop(box) if box else paper.picture()
    return sum(picture.histogram()[:128])


def test_letters_wait_for_the_end_of_their_row() -> None:
    paper = paper_of(b"Milk")
    assert (paper.pending, paper.rows) == ("Milk", [])
    paper.send(b"\n")
    assert (paper.pending, paper.rows) == ("", ["Milk"])
    assert paper.picture().size == (384, 30)
    assert ink(paper, (0, 0, 48, 30)) == ink(paper) > 50


def test_a_row_longer_than_the_paper_goes_on_below() -> None:
    paper = paper_of(b"x" * 40 + b"\n")
    assert paper.wrapped == 1
    assert paper.rows == ["x" * 32, "x" * 8]


def test_tables_sizes_and_sides() -> None:
    paper = paper_of(b"\x1bt\x13\xd5\x1bt\x11\x8f\n")
    assert paper.rows == ["€П"]
    large = paper_of(b"\x1d!\x11AB\n")
    assert large.picture().height == 54
    assert ink(large) == 4 * ink(paper_of(b"AB\n"))
    assert ink(paper_of(b"\x1bE\x01A\n")) > ink(paper_of(b"A\n"))
    assert ink(paper_of(b"\x1ba\x01A\n"), (180, 0, 204, 30)) > 0
    assert ink(paper_of(b"\x1ba\x02A\n"), (372, 0, 384, 30)) > 0
    assert ink(paper_of(b"\x1dB\x01A\n")) > 12 * 24 / 2


def test_a_reset_forgets_style_and_letters() -> None:
    paper = paper_of(b"\x1bE\x01\x1d!\x11\x1ba\x01abc\x1b@")
    assert (paper.style, paper.pending) == (Style(), "")


def test_bars_are_read_by_a_scanner() -> None:
    paper = paper_of(b"\x1dh\x40\x1dw\x02\x1dH\x02\x1dkI\x08{B{{1-2A\n")
    (found,) = zxingcpp.read_barcodes(paper.picture())
    assert found.text == paper.codes[0] == "{1-2A"
    assert paper.rows == [""]


def test_bars_too_wide_for_the_paper_are_left_out() -> None:
    paper = paper_of(b"\x1dw\x06\x1dkI\x0e{B123456789012\n")
    assert zxingcpp.read_barcodes(paper.picture()) == []


def test_pictures_come_out_dot_by_dot() -> None:
    paper = paper_of(b"\x1dv0\x00\x01\x00\x02\x00\xf0\x0f")
    picture = paper.picture()
    assert [picture.getpixel((x, 0)) for x in (0, 3, 4, 7)] == [0, 0, 255, 255]
    assert [picture.getpixel((x, 1)) for x in (0, 3, 4, 7)] == [255, 255, 0, 0]


def test_the_knife_and_the_drawer() -> None:
    paper = paper_of(b"\x1bp\x01\x32\xfa\x1bd\x03\x1dV\x00\x1dVB\x00")
    assert (paper.cuts, paper.kicks, paper.picture().height) == (2, [1], 90)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x1b",
        b"\x1bZ",
        b"\x1d",
        b"\x1d?",
        b"\x1bE",
        b"\x10\x04\x01",
        b"\x1c.",
        b"\x00",
        b"\x7f",
        b"\x07",
        b"\x1dkA\x02{B",
        b"\x1dkI\x05{B1",
        b"\x1dkI\x02{A",
        b"\x1dkI\x05{B1{A",
        b"\x1dv0\x01\x01\x00\x01\x00\x00",
        b"\x1dv0\x00\xff\x00\xff\x00\x00",
        b"\x1d(k\x03\x002A2",
        b"\x1d(k\x03\x001Z2",
        b"\x1bt\xc8",
    ],
)
def test_what_no_receipt_sends_is_refused(sent: bytes) -> None:
    with pytest.raises(UnknownCommand):
        paper_of(sent)


@given(st.binary(max_size=60))
def test_any_bytes_are_printed_or_refused(sent: bytes) -> None:
    try:
        read = list(commands(sent))
    except UnknownCommand:
        return
    assert all(command.name for command in read)
