"""A receipt as a PDF: its pages, its letters, and codes that a scanner reads."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings

from pos_app.documents.slip import Slip, compose
from pos_app.documents.slip_pdf import PAPERS, slip_pdf
from tests.documents.orders import BASKET, EUROS, SHOP, VAT, Sold, order
from tests.documents.papers import FULL, SCRIPTS, SLIPS

MM = 72 / 25.4


def opened(slip: Slip, paper: str = "80mm") -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(slip_pdf(slip, paper))


def text_of(document: pypdfium2.PdfDocument) -> str:
    return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize(("paper", "width"), [("80mm", 80), ("58mm", 58), ("A4", 210)])
def test_one_page_of_its_paper(paper: str, width: float) -> None:
    document = opened(FULL, paper)
    assert len(document) == 1
    across, down = document[0].get_size()
    assert across == pytest.approx(width * MM, abs=0.5)
    assert down > 300
    found = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    assert sorted(code.text for code in found) == ["T1-10482", "T1-10482"]


def test_it_can_be_read_and_searched() -> None:
    text = text_of(opened(FULL))
    for words in ("Corner Shop", "DUPLICATE", "TRAINING: NOT A RECEIPT", "Bananas", "15,80 €"):
        assert words in text
    assert text.index("Bananas") < text.index("15,80 €") < text.index("Change")


def test_every_script_has_its_font_and_shape() -> None:
    """Arabic letters join: what is drawn is not the letters one by one."""
    data = slip_pdf(compose(SCRIPTS, SHOP, EUROS))
    for font in (b"NotoSansArabic", b"NotoSansHebrew", b"NotoSansDevanagari", b"NotoSansThai"):
        assert font in data
    text = text_of(pypdfium2.PdfDocument(data))
    for words in ("شاي", "بالنعناع", "חלב", "हिन्दी", "Łódź"):
        assert words in text
    assert b"NotoSans" not in slip_pdf(FULL)


def test_nine_hundred_lines_go_on_over_pages() -> None:
    long = compose(order(*(Sold(f"Thing {n}", 100, (VAT,)) for n in range(900))), SHOP, EUROS)
    for paper, pages in (("80mm", 2), ("A4", 15)):
        document = opened(long, paper)
        assert len(document) >= pages
        assert all(page.get_size()[1] <= 14_400 for page in document)
        text = "".join(text_of(document).split())
        assert [n for n in range(900) if f"Thing{n}1,00" not in text] == []
        assert f"T1-104822/{len(document)}" in text


def test_a_name_is_no_count_of_pages() -> None:
    assert "{nb} **b** __u__" in text_of(
        opened(compose(order(Sold("{nb} **b** __u__", 100)), SHOP, EUROS))
    )


def test_a_letter_without_a_font_is_a_question_mark() -> None:
    odd = compose(order(Sold("Egypt \U00013000 \U0001f389 end", 100)), SHOP, EUROS)
    assert "Egypt ? ? end" in text_of(opened(odd))


def test_other_papers_are_refused() -> None:
    with pytest.raises(ValueError, match="no paper"):
        slip_pdf(FULL, "A5")
    assert set(PAPERS) == {"80mm", "58mm", "A4"}


def test_a_gift_receipt_has_no_amount() -> None:
    text = text_of(opened(compose(BASKET, SHOP, EUROS, copy="gift")))
    assert "GIFT RECEIPT" in text
    assert "Bananas" in text
    assert "€" not in text
    assert "Total" not in text


def test_the_logo_keeps_its_colours() -> None:
    picture = opened(FULL)[0].render(scale=2).to_pil().convert("RGB")
    colours = {colour for _, colour in picture.getcolors(10**6) or ()}
    assert any(blue > 180 and red < 60 for red, _, blue in colours)
    plain = opened(replace(FULL, logo=None))[0].render(scale=2).to_pil().convert("RGB")
    assert not any(b > 180 and r < 60 for _, (r, _, b) in plain.getcolors(10**6) or ())


@given(SLIPS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_slip_becomes_a_file(slip: Slip) -> None:
    assert len(opened(slip)) >= 1
