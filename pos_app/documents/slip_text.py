"""A slip as rows of text for paper of a fixed-width font."""

import unicodedata
from collections.abc import Iterable, Iterator

from pos_app.documents.slip_form import TAX_HEADS, Entry, Slip, SlipLine, TaxRow

NARROWEST = 24
"""Columns below which name and figure no longer fit beside each other (58 mm paper has 32)."""

_DETAIL = 2
"""Blanks in front of what explains the row above it."""
_LEAST_LABEL = 8
"""Cells without which a label moves to rows of its own."""


def columns(text: str) -> int:
    """Cells a text takes in a fixed-width font: wide characters two, marks and joiners none.

    By Unicode's East Asian Width (UAX 11).
    """
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """The text in rows of at most width cells, broken at blanks, or inside a word over a row long.

    A mark stays with the character that carries it. Gives [""] for an empty text.
    """
    rows: list[str] = []
    row = ""
    for word in text.split():
        if row and columns(row) + 1 + columns(word) <= width:
            row = f"{row} {word}"
            continue
        if row:
            rows.append(row)
        *full, row = _pieces(word, width)
        rows.extend(full)
    return [*rows, row] if row or not rows else rows


def _pieces(word: str, width: int) -> Iterator[str]:
    piece, used = "", 0
    for character in word:
        cells = _cells(character)
        if used + cells > width and piece:
            yield piece
            piece, used = "", 0
        piece += character
        used += cells
    yield piece


def slip_text(slip: Slip, width: int = 42) -> str:
    """The slip in rows of at most width cells, each ended by a newline.

    42 columns is 80 mm paper in the printers' usual font, 32 is 58 mm. Long names wrap beside
    their figure, which never wraps where it fits on a row. Raises ValueError below NARROWEST
    columns.
    """
    if width < NARROWEST:
        raise ValueError(f"a receipt needs {NARROWEST} columns, not {width}")
    return "".join(f"{row.rstrip()}\n" for row in _rows(slip, width))


def _rows(slip: Slip, width: int) -> Iterator[str]:
    rule = "-" * width
    # The letters that name a line's rates hang behind the figures, which stay in one column.
    room = width - (slip.longest_mark + 1 if slip.longest_mark else 0)
    for line in (slip.shop, *slip.address):
        yield from _centred(line, width)
    if slip.stamp:
        yield ""
        yield from _centred(f"*** {slip.stamp.upper()} ***", width)
    yield rule
    yield from _pair(Entry(slip.number, slip.moment), room)
    yield from _pairs(slip.facts, room)
    yield rule
    for sold in slip.lines:
        yield from _line(sold, room)
    yield rule
    yield from _pairs(slip.sums, room)
    yield from _pair(Entry(slip.total_words.upper(), slip.total), room)
    yield from _pairs(slip.settling, room)
    if slip.taxes or slip.remarks:
        yield rule
        yield from _taxes(slip.taxes, room)
        for remark in slip.remarks:
            yield from wrap(remark, width)
    for entries in (slip.payments, slip.later):
        if entries:
            yield rule
            yield from _pairs(entries, room)
    yield ""
    yield from _centred(slip.closing, width)


def _centred(text: str, width: int) -> Iterator[str]:
    for row in wrap(text, width):
        yield " " * ((width - columns(row)) // 2) + row


def _line(sold: SlipLine, room: int) -> Iterator[str]:
    rows = list(_pair(Entry(sold.name, sold.figure), room))
    # The mark stands where the figure does: beside the name, or below it.
    below = room - columns(sold.figure) - 1 < _LEAST_LABEL
    place = len(rows) - 1 if below else 0
    rows[place] += f" {sold.mark}"
    yield from rows
    for detail in sold.details:
        yield from _pair(detail, room, _DETAIL)


def _pairs(entries: Iterable[Entry], width: int) -> Iterator[str]:
    for entry in entries:
        yield from _pair(entry, width, _DETAIL if entry.kind == "detail" else 0)


def _pair(entry: Entry, width: int, indent: int = 0) -> Iterator[str]:
    """Label and figure on one row; the label wraps in what the figure leaves of the width."""
    figure, inset = entry.figure, " " * indent
    room = width - indent - (columns(figure) + 1 if figure else 0)
    if room < _LEAST_LABEL:  # a customer's long name, not an amount: it goes below, on the right
        yield from (inset + row for row in wrap(entry.label, width - indent))
        for row in wrap(figure, width - indent):
            yield " " * (width - columns(row)) + row
        return
    first, *others = wrap(entry.label, room)
    yield inset + first + " " * (width - indent - columns(first) - columns(figure)) + figure
    yield from (inset + row for row in others)


def _taxes(taxes: tuple[TaxRow, ...], width: int) -> Iterator[str]:
    """The table of taxes in columns; rate by rate where they don't fit beside each other."""
    if not taxes:
        return
    head = TaxRow(TAX_HEADS[0], *TAX_HEADS[1:])
    widest = [
        max(map(columns, column))
        for column in zip(*(t.figures for t in (head, *taxes)), strict=True)
    ]
    longest = max(columns(tax.words) for tax in taxes)
    gap = 2 if longest + sum(widest) + 2 * len(widest) <= width else 1
    label = width - sum(widest) - gap * len(widest)
    if label < _LEAST_LABEL:
        for tax in taxes:
            yield from _pairs(tax.entries(), width)
        return
    for tax in (head, *taxes):
        figures = "".join(
            " " * (room + gap - columns(figure)) + figure
            for room, figure in zip(widest, tax.figures, strict=True)
        )
        first, *others = wrap(tax.words, label)
        yield first + " " * (label - columns(first)) + figures
        yield from others
