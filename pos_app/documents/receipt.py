"""A receipt as text for narrow paper and as a page of HTML; both say what `slip` composed."""

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape

from pos_app.documents.slip import Entry, Slip, compose
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import OrderDetail, ShopInfo

NARROWEST = 24
"""Columns below which name and figure no longer fit beside each other (58 mm paper has 32)."""


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


def receipt_text(order: OrderDetail, shop: ShopInfo, money: MoneyFormat, width: int = 42) -> str:
    """The receipt in rows of at most width cells, each ended by a newline.

    42 columns is 80 mm paper in the printers' usual font, 32 is 58 mm. Long names wrap beside
    their figure, which never wraps. Raises ValueError below NARROWEST columns.
    """
    if width < NARROWEST:
        raise ValueError(f"a receipt needs {NARROWEST} columns, not {width}")
    return "".join(f"{row.rstrip()}\n" for row in _rows(compose(order, shop, money), width))


def _rows(slip: Slip, width: int) -> Iterator[str]:
    rule = "-" * width
    for line in (slip.shop, *slip.address):
        yield from _centred(line, width)
    if slip.stamp:
        yield ""
        yield from _centred(f"*** {slip.stamp.upper()} ***", width)
    yield rule
    yield from _pair(Entry(slip.number, slip.moment), width)
    yield from _pairs(slip.facts, width)
    yield rule
    for sold in slip.lines:
        yield from _pair(Entry(sold.name, sold.figure), width)
        for detail in sold.details:
            yield from _pair(detail, width, indent=2)
    yield rule
    yield from _pairs(slip.sums, width)
    yield from _pair(Entry("TOTAL", slip.total), width)
    yield from _pairs(slip.taxes, width)
    if slip.payments:
        yield rule
        yield from _pairs(slip.payments, width)
    yield ""
    yield from _centred(slip.closing, width)


def _centred(text: str, width: int) -> Iterator[str]:
    for row in wrap(text, width):
        yield " " * ((width - columns(row)) // 2) + row


def _pairs(entries: Iterable[Entry], width: int) -> Iterator[str]:
    for entry in entries:
        yield from _pair(entry, width)


def _pair(entry: Entry, width: int, indent: int = 0) -> Iterator[str]:
    """Label and figure on one row; the label wraps in what the figure leaves of the width."""
    figure, inset = entry.figure, " " * indent
    room = width - indent - (columns(figure) + 1 if figure else 0)
    if room < 8:  # a customer's long name, not an amount: it goes below, on the right
        yield from (inset + row for row in wrap(entry.label, width - indent))
        for row in wrap(figure, width - indent):
            yield " " * (width - columns(row)) + row
        return
    first, *others = wrap(entry.label, room)
    yield inset + first + " " * (width - indent - columns(first) - columns(figure)) + figure
    yield from (inset + row for row in others)


_STYLE = """
@page { margin: 6mm }
* { box-sizing: border-box }
body { margin: 0; padding: 24px 16px; background: #f4f5f7; color: #15181d;
  font: 14px/20px Inter, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums }
main { width: 80mm; max-width: 100%; margin: 0 auto; padding: 24px 20px; background: #fff }
header, footer { text-align: center; overflow-wrap: anywhere }
h1 { margin: 0 0 4px; font-size: 18px; line-height: 24px; font-weight: 700 }
p { margin: 0; color: #667080 }
.stamp { margin: 12px auto 0; padding: 4px 12px; border: 2px solid #c0362c; color: #c0362c;
  display: inline-block; font-weight: 700; letter-spacing: .08em; text-transform: uppercase }
table { width: 100%; border-collapse: collapse; margin-top: 12px; padding-top: 12px;
  border-top: 1px dashed #98a1ae; border-spacing: 0 }
td { padding: 2px 0; vertical-align: top; overflow-wrap: anywhere }
tr:first-child td { padding-top: 12px }
td + td { padding-left: 12px; text-align: right }
.lines td + td, .sums td + td, .payments td + td { white-space: nowrap }
.detail td { color: #667080; font-size: 12px; line-height: 16px }
.detail td:first-child { padding-left: 12px }
.total td { padding: 8px 0 4px; font-size: 22px; line-height: 28px; font-weight: 700 }
footer { margin-top: 20px }
@media print { body { padding: 0; background: none } main { padding: 0; width: auto } }
"""


def receipt_html(order: OrderDetail, shop: ShopInfo, money: MoneyFormat) -> str:
    """The receipt as one HTML page that needs nothing beside it: to mail, to keep, to print."""
    slip = compose(order, shop, money)
    language = escape(shop.locale.replace("_", "-") or "en")
    stamp = f'<div class="stamp">{escape(slip.stamp)}</div>' if slip.stamp else ""
    address = "".join(f"<p>{escape(line)}</p>" for line in slip.address)
    lines = "".join(
        _html_row(Entry(sold.name, sold.figure))
        + "".join(_html_row(detail, "detail") for detail in sold.details)
        for sold in slip.lines
    )
    sums = "".join(_html_row(entry) for entry in slip.sums)
    sums += _html_row(Entry("Total", slip.total), "total")
    sums += "".join(_html_row(entry, "detail") for entry in slip.taxes)
    facts = "".join(_html_row(entry) for entry in (Entry(slip.number, slip.moment), *slip.facts))
    payments = "".join(_html_row(entry) for entry in slip.payments)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(slip.shop)} {escape(slip.number)}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<header><h1>{escape(slip.shop)}</h1>{address}{stamp}</header>\n"
        f'<table class="facts">{facts}</table>\n<table class="lines">{lines}</table>\n'
        f'<table class="sums">{sums}</table>\n'
        + (f'<table class="payments">{payments}</table>\n' if payments else "")
        + f"<footer><p>{escape(slip.closing)}</p></footer>\n</main>\n</body>\n</html>\n"
    )


def _html_row(entry: Entry, kind: str = "") -> str:
    opening = f'<tr class="{kind}">' if kind else "<tr>"
    return f"{opening}<td>{escape(entry.label)}</td><td>{escape(entry.figure)}</td></tr>"
