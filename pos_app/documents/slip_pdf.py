"""A slip as a PDF: one page of receipt paper as long as it needs, or pages of A4."""

import io
from collections.abc import Iterator

from fpdf import FPDF

from pos_app.documents import code128, logo, qr_code
from pos_app.documents.receipt_fonts import drawable
from pos_app.documents.slip_blocks import (
    Bars,
    Block,
    Frame,
    Item,
    Logo,
    Rule,
    Squares,
    Words,
    moved,
)
from pos_app.documents.slip_form import Slip
from pos_app.documents.slip_layout import Sizes, laid_out
from pos_app.documents.typesetting import FEATURES, set_words

_MM = 72 / 25.4
PAPERS = {"80mm": (80.0, 5.0), "58mm": (58.0, 3.0), "A4": (210.0, 25.0)}
"""Papers by name: their width and margins in millimetres."""

_A4_HEIGHT = 297 * _MM
_A4_SIZES = Sizes(small=8.5, body=10.5, large=16.0, huge=20.0)
_EDGE = 18.0
"""Points that stay free above and below."""
_LONGEST = 14_000.0
"""Points of the longest page: a PDF's may have 14,400 (ISO 32000-1, annex C)."""

_INKS = {
    "text": (21, 24, 29),
    "muted": (86, 95, 109),
    "good": (11, 122, 83),
    "bad": (192, 54, 44),
    "paper": (255, 255, 255),
    "rule": (152, 161, 174),
    "band": (156, 93, 0),
}


def slip_pdf(slip: Slip, paper: str = "80mm") -> bytes:
    """The slip as a PDF on one of PAPERS, with its letters embedded and readable as text.

    Raises ValueError for another paper.
    """
    if paper not in PAPERS:
        raise ValueError(f"no paper is called {paper!r}")
    width, margin = (length * _MM for length in PAPERS[paper])
    whole_pages = paper == "A4"
    blocks = laid_out(slip, width, margin, _A4_SIZES if whole_pages else None)
    longest = _A4_HEIGHT if whole_pages else _LONGEST
    pages = list(_pages(blocks, longest - 2 * _EDGE))
    document = _document(slip)
    for place, (items, height) in enumerate(pages, start=1):
        tall = longest if whole_pages else height + 2 * _EDGE
        # A page wider than long is taken for one that was turned.
        document.add_page("portrait", format=(width, max(tall, width)))
        for item in items:
            _draw(document, moved(item, _EDGE), slip, width)
        if len(pages) > 1:
            words = f"{drawable(slip.number)}  {place}/{len(pages)}"
            _draw_words(document, Words(words, margin, tall - 0.4 * _EDGE, 7.0, ink="muted"))
    return bytes(document.output())


def _pages(blocks: list[Block], longest: float) -> Iterator[tuple[list[Item], float]]:
    """What stands on each page, and how much of it is used."""
    items: list[Item] = []
    used = 0.0
    for block in blocks:
        if items and used + block.height > longest:
            yield items, used
            items, used = [], 0.0
        items += (moved(item, used) for item in block.items)
        used += block.height
    yield items, used


def _document(slip: Slip) -> FPDF:
    document = FPDF(unit="pt")
    document.set_auto_page_break(False)
    document.set_margin(0)
    document.c_margin = 0
    document.alias_nb_pages(None)  # type: ignore[arg-type]  # or a product named {nb} is counted
    document.set_title(f"{slip.shop} {slip.number}")
    document.set_creator("Countertop")
    document.set_lang(slip.language)
    return document


def _draw_words(document: FPDF, words: Words) -> None:
    """Each run at the place that `typesetting` found, so that both agree on what fits."""
    document.set_text_color(*_INKS[words.ink])
    for run in set_words(words.text, words.weight).runs:
        if run.face.name.lower() not in document.fonts:
            document.add_font(run.face.name, fname=run.face.path)
        document.set_font(run.face.name, size=words.size)
        direction = "rtl" if run.from_right else "ltr"
        document.set_text_shaping(True, features=FEATURES, direction=direction)
        # A cell without height stands three tenths of the size above its baseline.
        document.set_xy(words.x + run.x * words.size, words.y - 0.3 * words.size)
        document.cell(text=run.text, h=0)


def _draw(document: FPDF, item: Item, slip: Slip, paper: float) -> None:
    match item:
        case Words():
            _draw_words(document, item)
        case Rule(y):
            document.set_draw_color(*_INKS["rule"])
            document.set_line_width(0.6)
            document.set_dash_pattern(2.4, 2.4)
            document.line(_EDGE * 0.8, y, paper - _EDGE * 0.8, y)
            document.set_dash_pattern()
        case Frame(x, y, width, height, filled):
            document.set_draw_color(*_INKS["bad"])
            document.set_fill_color(*_INKS["band"])
            document.set_line_width(1.2)
            document.rect(x, y, width, height, style="F" if filled else "D")
        case Bars():
            _draw_bars(document, item, paper)
        case Squares():
            _draw_squares(document, item, paper)
        case Logo(y, width, height):
            assert slip.logo is not None
            picture = io.BytesIO()
            logo.opened(slip.logo).save(picture, "PNG")
            document.image(picture, (paper - width) / 2, y, width, height)


def _draw_bars(document: FPDF, bars: Bars, paper: float) -> None:
    document.set_fill_color(0)
    widths = code128.bars(bars.text)
    left = (paper - sum(widths) * bars.module) / 2
    for place, width in enumerate(widths):
        if place % 2 == 0:
            document.rect(left, bars.y, width * bars.module, bars.height, style="F")
        left += width * bars.module


def _draw_squares(document: FPDF, squares: Squares, paper: float) -> None:
    document.set_fill_color(0)
    rows = qr_code.squares(squares.text)
    side = squares.module
    left, top = (paper - len(rows) * side) / 2, squares.y + qr_code.QUIET * side
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                document.rect(left + across * side, top + down * side, side, side, style="F")
