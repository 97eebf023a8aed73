"""Bars and squares on receipts are read back by a scanner's own decoder."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from pos_app.documents import code128, qr_code
from pos_app.documents.code_svg import bars_svg, qr_svg


def bars_picture(text: str, dots: int = 2) -> Image.Image:
    picture = Image.new("L", (code128.modules(text) * dots, 80), 255)
    pen = ImageDraw.Draw(picture)
    left = code128.QUIET * dots
    for place, width in enumerate(code128.bars(text)):
        if place % 2 == 0:
            pen.rectangle((left, 8, left + width * dots - 1, 72), fill=0)
        left += width * dots
    return picture


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24))
def test_a_scanner_reads_the_bars(text: str) -> None:
    (found,) = zxingcpp.read_barcodes(bars_picture(text))
    assert (found.format.name, found.text) == ("Code128", text)


@pytest.mark.parametrize("text", ["", "é", "a\n", "\x7f"])
def test_what_set_b_lacks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Code 128"):
        code128.bars(text)


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30))
def test_a_phone_reads_the_squares(text: str) -> None:
    rows = qr_code.squares(text)
    side, edge = 4, qr_code.QUIET * 4
    picture = Image.new("L", (len(rows) * side + 2 * edge,) * 2, 255)
    pen = ImageDraw.Draw(picture)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                x, y = edge + across * side, edge + down * side
                pen.rectangle((x, y, x + side - 1, y + side - 1), fill=0)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == text


def test_the_svg_is_as_wide_as_its_bars_and_white() -> None:
    svg = bars_svg("T1-1&<")
    assert f'viewBox="0 0 {code128.modules("T1-1&<")} 40"' in svg
    assert 'aria-label="T1-1&amp;&lt;"' in svg
    assert svg.count("M") == (len(code128.bars("T1-1&<")) + 1) // 2
    dark = sum(map(sum, qr_code.squares("T1-1")))
    assert qr_svg("T1-1").count("M") == dark
