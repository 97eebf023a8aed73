"""A slip as a picture in black and white, dot by dot as a receipt printer burns it.

For scripts that no code page of a printer has: HarfBuzz sets the words and draws their outlines,
so that a picture needs nothing of the machine it is made on.
"""

from dataclasses import dataclass

import uharfbuzz
from PIL import Image, ImageDraw

from pos_app.documents import code128, logo, qr_code
from pos_app.documents.receipt_fonts import Face
from pos_app.documents.slip_blocks import Bars, Frame, Item, Logo, Rule, Squares, Words, moved
from pos_app.documents.slip_form import Slip
from pos_app.documents.slip_layout import Sizes, laid_out
from pos_app.documents.typesetting import Glyph, set_words

_DOTS = 203 / 72
"""Dots of a receipt printer on a point."""
_MARGIN = 3.0
_SIZES = Sizes(small=8.0, body=9.5, large=13.0, huge=17.0)
_DARK = 120
"""How much ink a dot must have to be burnt, of 255: a little less than half keeps thin strokes."""
_FINE = 64
"""Steps to a dot in which HarfBuzz counts, so that glyphs keep their forms."""


def slip_image(slip: Slip, width: int) -> Image.Image:
    """The slip in the dots of a printer's head, mode "1"; width is 576 for 80 mm, 384 for 58."""
    blocks = laid_out(slip, width / _DOTS, _MARGIN, _SIZES)
    height = round(sum(block.height for block in blocks) * _DOTS) + 1
    page = _Page(Image.new("L", (width, height), 255), slip)
    top = 0.0
    for block in blocks:
        for item in block.items:
            page.draw(moved(item, top))
        top += block.height
    return page.picture.point(lambda ink: 255 if ink > 255 - _DARK else 0).convert("1")


@dataclass(frozen=True, slots=True)
class _Shape:
    """A glyph in dots: its ink, and its left and upper edge from the pen."""

    ink: Image.Image
    left: int
    top: int


class _Page:
    """The picture under way; lengths come in points and become dots."""

    def __init__(self, picture: Image.Image, slip: Slip) -> None:
        self.picture = picture
        self._slip = slip
        self._pen = ImageDraw.Draw(picture)
        self._shapes: dict[tuple[str, int, int], _Shape | None] = {}

    def draw(self, item: Item) -> None:
        """Put one thing where it belongs."""
        wide = self.picture.width
        match item:
            case Words():
                self._words(item)
            case Rule(y):
                down = round(y * _DOTS)
                for left in range(0, wide, 8):
                    self._pen.rectangle((left, down, left + 3, down + 1), fill=0)
            case Frame(x, y, width, height, filled):
                box = tuple(round(edge * _DOTS) for edge in (x, y, x + width, y + height))
                right = min(box[2], wide - 1)
                ink = 0 if filled else None
                self._pen.rectangle((box[0], box[1], right, box[3]), ink, 0, 3)
            case Bars():
                self._bars(item)
            case Squares():
                self._squares(item)
            case Logo(y, width, height):
                assert self._slip.logo is not None
                size = max(1, round(width * _DOTS)), max(1, round(height * _DOTS))
                burnt = logo.opened(self._slip.logo).convert("L").resize(size).convert("1")
                self.picture.paste(burnt, ((wide - size[0]) // 2, round(y * _DOTS)))

    def _words(self, words: Words) -> None:
        size = round(words.size * _DOTS)
        ink = 255 if words.ink == "paper" else 0
        for glyph in set_words(words.text, words.weight).glyphs:
            shape = self._shape(glyph, size)
            if shape is not None:
                left = round(words.x * _DOTS + glyph.x * size) + shape.left
                top = round(words.y * _DOTS - glyph.y * size) - shape.top
                self.picture.paste(ink, (left, top), shape.ink)

    def _shape(self, glyph: Glyph, size: int) -> _Shape | None:
        key = (glyph.face.name, glyph.number, size)
        if key not in self._shapes:
            self._shapes[key] = _drawn(glyph.face, glyph.number, size)
        return self._shapes[key]

    def _bars(self, bars: Bars) -> None:
        module = max(1, round(bars.module * _DOTS))
        while module > 1 and code128.modules(bars.text) * module > self.picture.width:
            module -= 1
        widths = code128.bars(bars.text)
        left = (self.picture.width - sum(widths) * module) // 2
        top = round(bars.y * _DOTS)
        bottom = top + round(bars.height * _DOTS) - 1
        for place, width in enumerate(widths):
            if place % 2 == 0:
                self._pen.rectangle((left, top, left + width * module - 1, bottom), fill=0)
            left += width * module

    def _squares(self, squares: Squares) -> None:
        rows = qr_code.squares(squares.text)
        side = max(1, round(squares.module * _DOTS))
        left = (self.picture.width - len(rows) * side) // 2
        top = round(squares.y * _DOTS) + qr_code.QUIET * side
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    x, y = left + across * side, top + down * side
                    self._pen.rectangle((x, y, x + side - 1, y + side - 1), fill=0)


def _drawn(face: Face, number: int, size: int) -> _Shape | None:
    """A glyph of a font in so many dots to the em; None for a blank."""
    font = uharfbuzz.Font(face.font.face)
    font.scale = (size * _FINE, size * _FINE)
    brush = uharfbuzz.RasterDraw()
    brush.scale_factor = (_FINE, _FINE)
    if not brush.draw_glyph_or_fail(font, number):
        return None
    image = brush.render()
    if image is None or not (image.extents.width and image.extents.height):
        return None
    edge = image.extents
    ink = Image.frombytes("L", (edge.width, edge.height), image.buffer, "raw", "L", edge.stride, -1)
    return _Shape(ink, edge.x_origin, edge.y_origin + edge.height)
