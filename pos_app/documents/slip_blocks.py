"""A slip laid out in blocks of words, rules and codes, for a PDF and for a picture alike.

Lengths are points; y runs down from the top of a block. A page may break between two blocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pos_app.documents.typesetting import width, wrapped

LINE = 1.36
"""Height of a row for a size: room for the marks of Thai and Devanagari."""
RISE = 1.02
"""From the top of a row down to its baseline."""


@dataclass(frozen=True, slots=True)
class Words:
    """A row of words: x is its left end, y its baseline. ink is "text", "muted", "good", "bad" or
    "paper" (on a band)."""

    text: str
    x: float
    y: float
    size: float
    weight: str = "regular"
    ink: str = "text"


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""

    y: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A box around a stamp, or filled behind words of ink "paper"."""

    x: float
    y: float
    width: float
    height: float
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A Code 128 in the middle of the paper; module is the width of its narrowest bar."""

    text: str
    y: float
    height: float
    module: float


@dataclass(frozen=True, slots=True)
class Squares:
    """A QR code in the middle of the paper; module is the side of its squares."""

    text: str
    y: float
    module: float


@dataclass(frozen=True, slots=True)
class Logo:
    """The shop's logo in the middle of the paper, at most so large."""

    y: float
    width: float
    height: float


Item = Words | Rule | Frame | Bars | Squares | Logo


@dataclass(frozen=True, slots=True)
class Block:
    """Things that stay together on a page."""

    height: float
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set: a size in points, a weight, an ink."""

    size: float
    weight: str = "regular"
    ink: str = "text"

    def rows(self, text: str, room: float) -> list[str]:
        """The text in rows that fit."""
        return wrapped(text, self.weight, self.size, room)

    def width(self, text: str) -> float:
        """The width of a row."""
        return width(text, self.weight, self.size)

    def words(self, text: str, x: float, top: float) -> Words:
        """A row at its place; top is the upper edge of the row."""
        return Words(text, x, top + RISE * self.size, self.size, self.weight, self.ink)

    @property
    def line(self) -> float:
        """The height of a row."""
        return LINE * self.size


def centred(text: str, kind: Type, left: float, room: float) -> list[Block]:
    """Rows in the middle, a block each."""
    return [
        Block(kind.line, (kind.words(row, left + (room - kind.width(row)) / 2, 0),) if row else ())
        for row in kind.rows(text, room)
    ]


def pair(
    label: str, figure: str, kinds: tuple[Type, Type], left: float, room: float, gap: float
) -> Block:
    """Label left, figure right on its first row; a figure too wide for both goes below."""
    kind, right = kinds
    taken = right.width(figure) + gap if figure else 0.0
    below = room - taken < room / 4
    rows = kind.rows(label, room if below else room - taken)
    top = 0.0
    if not below and figure:  # a figure larger than its words: both stand on one line
        top = max(0.0, RISE * (right.size - kind.size))
    items = [kind.words(row, left, top + place * kind.line) for place, row in enumerate(rows)]
    height = top + len(rows) * kind.line
    if figure and not below:
        items.append(right.words(figure, left + room - right.width(figure), 0))
        height = max(height, right.line)
    elif figure:
        for row in right.rows(figure, room):
            items.append(right.words(row, left + room - right.width(row), height))
            height += right.line
    return Block(height, tuple(item for item in items if item.text))


def joined(blocks: Iterable[Block]) -> Block:
    """Blocks that stay together as one."""
    items: list[Item] = []
    height = 0.0
    for block in blocks:
        items += (moved(item, height) for item in block.items)
        height += block.height
    return Block(height, tuple(items))


def moved(item: Item, down: float) -> Item:
    """The same thing further down."""
    match item:
        case Words(text, x, y, size, weight, ink):
            return Words(text, x, y + down, size, weight, ink)
        case Rule(y):
            return Rule(y + down)
        case Frame(x, y, wide, tall, filled):
            return Frame(x, y + down, wide, tall, filled)
        case Bars(text, y, tall, module):
            return Bars(text, y + down, tall, module)
        case Squares(text, y, module):
            return Squares(text, y + down, module)
        case Logo(y, wide, tall):
            return Logo(y + down, wide, tall)


def stamp(text: str, kind: Type, left: float, room: float) -> Block:
    """Words in a frame, in the middle."""
    pad, gap = kind.size / 3, kind.size
    words = joined(centred(text, kind, left, room - 2 * gap))
    wide = max(kind.width(row) for row in kind.rows(text, room - 2 * gap)) + 2 * gap
    rows = tuple(moved(_shifted(item, gap), gap + pad) for item in words.items)
    frame = Frame(left + (room - wide) / 2, gap, wide, words.height + 2 * pad)
    return Block(words.height + gap + 2 * pad, (frame, *rows))


def band(text: str, kind: Type, paper: float) -> Block:
    """Words on a bar from edge to edge, which can't be overlooked."""
    pad = kind.size / 2
    words = joined(centred(text, kind, 0, paper))
    rows = tuple(moved(item, pad) for item in words.items)
    height = words.height + 2 * pad
    return Block(height + pad, (Frame(0, 0, paper, height, filled=True), *rows))


def _shifted(item: Item, right: float) -> Item:
    if isinstance(item, Words):
        return Words(item.text, item.x + right, item.y, item.size, item.weight, item.ink)
    return item
