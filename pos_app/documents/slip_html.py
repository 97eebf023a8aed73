"""A slip as one page of HTML that needs nothing beside it: to mail, to keep, to print."""

from collections.abc import Iterable
from html import escape

from pos_app.documents.slip_form import TAX_HEADS, Entry, Slip, SlipLine, TaxRow

_WIDEST_FIGURES = 22
"""Characters of net, tax and gross that leave room for a rate beside them on 80 mm."""

_LETTER = 9
"""Pixels for a letter of a mark."""

_STYLE = """
@page { margin: 6mm }
* { box-sizing: border-box }
body { margin: 0; padding: 24px 16px; background: #f4f5f7; color: #15181d;
  font: 14px/20px Inter, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums;
  -webkit-text-size-adjust: 100% }
main { width: 80mm; max-width: 100%; margin: 0 auto; padding: 24px 20px; background: #fff }
header, footer { text-align: center; overflow-wrap: anywhere }
h1 { margin: 0 0 4px; font-size: 18px; line-height: 24px; font-weight: 700 }
p { margin: 0; color: #626c7c }
.stamp { margin: 12px auto 0; padding: 4px 12px; border: 2px solid #c0362c; color: #c0362c;
  display: inline-block; font-weight: 700; letter-spacing: .08em; text-transform: uppercase }
section { margin-top: 12px; padding-top: 12px; border-top: 1px dashed #98a1ae }
table { width: 100%; border-collapse: collapse }
tr { break-inside: avoid }
th, td { padding: 2px 0; vertical-align: top; text-align: left; overflow-wrap: anywhere }
td + td, th + th { padding-left: 12px; text-align: right }
.facts td:first-child, .lines td + td, .sums td + td, .payments td + td, .taxes td + td {
  white-space: nowrap }
.lines .first td { padding-top: 8px }
.lines tr:first-child td { padding-top: 2px }
.lines .name { font-weight: 500 }
.detail td, .taxes td, .taxes th { font-size: 12px; line-height: 16px; color: #626c7c }
.taxes td + td, .taxes th + th { padding-left: 8px }
.taxes th { font-weight: 500 }
.detail td:first-child { padding-left: 12px }
tr.saving td + td { color: #0b7a53 }
.strong td { font-weight: 700 }
.total td { padding: 8px 0 4px; font-size: 18px; line-height: 28px; font-weight: 700 }
.total td + td { font-size: 22px }
.marked table { width: calc(100% + 13px) }
tr td + td.mark { width: var(--mark); padding-left: 4px; color: #626c7c; font-size: 12px;
  text-align: left }
.remarks { margin-top: 4px; font-size: 12px; line-height: 16px; overflow-wrap: anywhere }
footer { margin-top: 20px }
@media print {
  body { padding: 0; background: none; color: #000 }
  main { padding: 0 14px }
  p, .detail td, .taxes td, .taxes th, tr td + td.mark, tr.saving td + td { color: #000 }
}
"""


def slip_html(slip: Slip) -> str:
    """The slip as a page, for a phone's screen and for paper alike."""
    marked = slip.longest_mark > 0
    stamp = f'<div class="stamp">{escape(slip.stamp)}</div>' if slip.stamp else ""
    address = "".join(f"<p>{escape(line)}</p>" for line in slip.address)
    total = _row(Entry(slip.total_words, slip.total, "total"), marked)
    sums = _rows(slip.sums, marked) + total + _rows(slip.settling, marked)
    lines = "".join(_line(sold, marked) for sold in slip.lines)
    facts = _rows((Entry(slip.number, slip.moment), *slip.facts), marked)
    # Letters hang in the paper's margin, so that one alone leaves the figures at its edge.
    width = f' class="marked" style="--mark: {4 + _LETTER * slip.longest_mark}px"' if marked else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(slip.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(slip.shop)} {escape(slip.number)}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main{width}>\n"
        f"<header><h1>{escape(slip.shop)}</h1>{address}{stamp}</header>\n"
        + _section("facts", facts)
        + _section("lines", lines)
        + _section("sums", sums)
        + _taxes(slip, marked)
        + _section("payments", _rows(slip.payments, marked))
        + _section("later", _rows(slip.later, marked))
        + f"<footer><p>{escape(slip.closing)}</p></footer>\n</main>\n</body>\n</html>\n"
    )


def _section(kind: str, rows: str, below: str = "") -> str:
    table = f'<table class="{kind}">{rows}</table>' if rows else ""
    return f"<section>{table}{below}</section>\n" if table or below else ""


def _line(sold: SlipLine, marked: bool) -> str:
    mark = _cell(sold.mark, "mark") if marked else ""
    name, figure = _cell(sold.name, "name"), _cell(sold.figure)
    details = (Entry(each.label, each.figure, f"detail {each.kind}") for each in sold.details)
    return f'<tr class="first">{name}{figure}{mark}</tr>' + _rows(details, marked)


def _rows(entries: Iterable[Entry], marked: bool) -> str:
    return "".join(_row(entry, marked) for entry in entries)


def _row(entry: Entry, marked: bool) -> str:
    kind = entry.kind.strip()
    opening = f'<tr class="{kind}">' if kind else "<tr>"
    mark = _cell("", "mark") if marked else ""
    return f"{opening}{_cell(entry.label)}{_cell(entry.figure)}{mark}</tr>"


def _cell(text: str, kind: str = "") -> str:
    opening = f'<td class="{kind}">' if kind else "<td>"
    return f"{opening}{escape(text)}</td>"


def _taxes(slip: Slip, marked: bool) -> str:
    remarks = "".join(f"<p>{escape(remark)}</p>" for remark in slip.remarks)
    below = f'<div class="remarks">{remarks}</div>' if remarks else ""
    return _section("taxes", _tax_table(slip.taxes, marked), below)


def _tax_table(taxes: tuple[TaxRow, ...], marked: bool) -> str:
    if not taxes:
        return ""
    widest = [max(map(len, column)) for column in zip(*(t.figures for t in taxes), strict=True)]
    if sum(widest) > _WIDEST_FIGURES:
        return "".join(_rows(tax.entries(), marked) for tax in taxes)
    mark = _cell("", "mark") if marked else ""
    heads = "".join(f"<th>{head}</th>" for head in TAX_HEADS) + ("<th></th>" if marked else "")
    rows = "".join(
        f"<tr>{''.join(map(_cell, (tax.words, *tax.figures)))}{mark}</tr>" for tax in taxes
    )
    return f"<tr>{heads}</tr>{rows}"
