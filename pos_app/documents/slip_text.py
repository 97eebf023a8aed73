"""A slip as rows of text for paper of a fixed-width font."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pos_app.documents.slip_form import (
    RETURNED_TAXES,
    TAX_HEADS,
    TRAINING_WORDS,
    Entry,
    Slip,
    SlipLine,
    TaxRow,
)

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


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the paper. kind is how a printer sets it off: "shop", "stamp", "training", "total",
    "strong", or ""; middle rows stand in the middle of the paper. In the place of the row "codes"
    it prints the bar code and the QR code."""

    text: str
    kind: str = ""
    middle: bool = False


def slip_text(slip: Slip, width: int = 42) -> str:
    """The slip in rows of at most width cells, each ended by a newline.

    42 columns is 80 mm paper in the printers' usual font, 32 is 58 mm. Long names wrap beside
    their figure, which never wraps where it fits on a row. Raises ValueError below NARROWEST
    columns.
    """
    rows = slip_rows(slip, width, width)
    return "".join(f"{_set_out(row, width)}\n" for row in rows if row.kind != "codes")


def _set_out(row: Row, width: int) -> str:
    inset = " " * ((width - columns(row.text)) // 2) if row.middle else ""
    return f"{inset}{row.text}".rstrip()


def slip_rows(slip: Slip, width: int, title_width: int) -> Iterator[Row]:
    """The slip in rows of at most width cells, the shop's name in rows of title_width.

    Raises ValueError below NARROWEST columns.
    """
    if width < NARROWEST:
        raise ValueError(f"a receipt needs {NARROWEST} columns, not {width}")
    rule = Row("-" * width)
    # The letters that name a line's rates hang behind the figures, which stay in one column.
    room = width - (slip.longest_mark + 1 if slip.longest_mark else 0)
    yield from _head(slip, width, title_width)
    yield rule
    yield from _plain(_pair(Entry(slip.number, slip.moment), room))
    yield from _pairs(slip.facts, room)
    yield rule
    yield from _plain(row for sold in slip.lines for row in _line(sold, room))
    if slip.total:
        yield rule
        yield from _sums(slip, width, room)
        yield from _taxes_and_remarks(slip, width, room)
    for entries in (slip.payments, slip.later):
        if entries:
            yield rule
            yield from _pairs(entries, room)
    yield Row("")
    yield Row("", "codes")
    for line in slip.closing:
        yield from _middle(line, width)
    if slip.training:
        yield from _training(width)


def _head(slip: Slip, width: int, title_width: int) -> Iterator[Row]:
    if slip.training:
        yield from _training(width)
        yield Row("")
    yield from _middle(slip.shop, title_width, "shop")
    for line in (*slip.address, *slip.header):
        yield from _middle(line, width)
    if slip.other_stamps:
        yield Row("")
    for stamp in slip.other_stamps:
        yield from _middle(f"*** {stamp.upper()} ***", width, "stamp")


def _training(width: int) -> Iterator[Row]:
    yield from _middle(f"*** {TRAINING_WORDS.upper()} ***", width, "training")


def _sums(slip: Slip, width: int, room: int) -> Iterator[Row]:
    yield from _pairs(slip.sums, room)
    if slip.back is not None:
        yield Row("")
        yield from _middle(slip.back.heading.upper(), width, "strong")
        yield from _plain(row for given in slip.back.lines for row in _line(given, room))
        yield Row("-" * width)
        yield from _pairs(slip.back.sums, room)
        yield Row("")
    for row in _pair(Entry(slip.total_words.upper(), slip.total), room):
        yield Row(row, "total")
    yield from _pairs(slip.settling, room)


def _taxes_and_remarks(slip: Slip, width: int, room: int) -> Iterator[Row]:
    given_back = slip.back.taxes if slip.back is not None else ()
    if not (slip.taxes or given_back or slip.remarks):
        return
    yield Row("-" * width)
    yield from _plain(_taxes(slip.taxes, room, TAX_HEADS[0]))
    yield from _plain(_taxes(given_back, room, RETURNED_TAXES))
    for remark in slip.remarks:
        yield from _plain(wrap(remark, width))


def _plain(rows: Iterable[str]) -> Iterator[Row]:
    for row in rows:
        yield Row(row)


def _middle(text: str, width: int, kind: str = "") -> Iterator[Row]:
    for row in wrap(text, width):
        yield Row(row, kind, middle=True)


def _line(sold: SlipLine, room: int) -> Iterator[str]:
    rows = list(_pair(Entry(sold.name, sold.figure), room))
    # The mark stands where the figure does: beside the name, or below it.
    below = room - columns(sold.figure) - 1 < _LEAST_LABEL
    place = len(rows) - 1 if below else 0
    rows[place] += f" {sold.mark}" if sold.mark else ""
    yield from rows
    for detail in sold.details:
        yield from _pair(detail, room, _DETAIL)


def _pairs(entries: Iterable[Entry], width: int) -> Iterator[Row]:
    for entry in entries:
        kind = "strong" if entry.kind == "strong" else ""
        for row in _pair(entry, width, _DETAIL if entry.kind == "detail" else 0):
            yield Row(row, kind)


def _pair(entry: Entry, width: int, indent: int = 0) -> Iterator[str]:
    """Label and figure on one row; the label wraps in what the figure leaves of the width."""
    figure, inset = entry.figure, " " * indent
    room = width - indent - (columns(figure) + 1 if figure else 0)
    if room < _LEAST_LABEL:  # a customer's long name, not an amount: it goes below, on the right
        yield from (inset + row for row in wrap(entry.label, width - indent))
        for row in wrap(figure, width - indent):
            yield " " * (width - columns(row)) + row
        return
    first, *others = map(_isolated, wrap(entry.label, room))
    yield inset + first + " " * (width - indent - columns(first) - columns(figure)) + figure
    yield from (inset + row for row in others)


def _isolated(row: str) -> str:
    """A row of words that run from the right, kept from turning the figure beside them around."""
    turned = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in row)
    return f"\u2068{row}\u2069" if turned else row


def _taxes(taxes: tuple[TaxRow, ...], width: int, heading: str) -> Iterator[str]:
    """The table of taxes in columns; rate by rate where they don't fit beside each other."""
    if not taxes:
        return
    head = TaxRow(heading, *TAX_HEADS[1:])
    widest = [
        max(map(columns, column))
        for column in zip(*(t.figures for t in (head, *taxes)), strict=True)
    ]
    longest = max(columns(tax.words) for tax in taxes)
    gap = 2 if longest + sum(widest) + 2 * len(widest) <= width else 1
    label = width - sum(widest) - gap * len(widest)
    if label < _LEAST_LABEL:
        if heading != TAX_HEADS[0]:
            yield heading
        for tax in taxes:
            yield from (row.text for row in _pairs(tax.entries(), width))
        return
    for tax in (head, *taxes):
        figures = "".join(
            " " * (room + gap - columns(figure)) + figure
            for room, figure in zip(widest, tax.figures, strict=True)
        )
        first, *others = wrap(tax.words, label)
        yield first + " " * (label - columns(first)) + figures
        yield from others
