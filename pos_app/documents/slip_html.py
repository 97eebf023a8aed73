"""A slip as one page of HTML that needs nothing beside it: to mail, to keep, to print."""

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from pos_app.documents.code_svg import bars_svg, qr_svg
from pos_app.documents.slip_form import (
    RETURNED_TAXES,
    TAX_HEADS,
    TRAINING_WORDS,
    Entry,
    Slip,
    SlipLine,
    TaxRow,
)

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
.logo { display: block; margin: 0 auto 12px; max-width: 60%; max-height: 96px }
.stamp { margin: 12px auto 0; padding: 4px 12px; border: 2px solid #c0362c; color: #c0362c;
  display: inline-block; font-weight: 700; letter-spacing: .08em; text-transform: uppercase }
.training { margin: 0 0 16px; padding: 8px; background: #b4530a; color: #fff; font-weight: 700;
  text-align: center; letter-spacing: .04em; text-transform: uppercase }
footer + .training { margin: 16px 0 0 }
h2 { margin: 12px 0 4px; font-size: 14px; line-height: 20px; font-weight: 700 }
.codes { margin-top: 20px; text-align: center; font-size: 12px; line-height: 16px }
.codes svg { display: block; margin: 0 auto; background: #fff }
.bars { width: 100%; max-width: 62mm; height: 14mm }
.qr { width: 30mm; height: 30mm }
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
  .training { border: 2px solid #000; background: none; color: #000 }
  p, .detail td, .taxes td, .taxes th, tr td + td.mark, tr.saving td + td { color: #000 }
}
"""


def slip_html(slip: Slip) -> str:
    """The slip as a page, for a phone's screen and for paper alike."""
    marked = slip.longest_mark > 0
    lines = "".join(_line(sold, marked) for sold in slip.lines)
    facts = _rows((Entry(slip.number, slip.moment), *slip.facts), marked)
    # Letters hang in the paper's margin, so that one alone leaves the figures at its edge.
    width = f' class="marked" style="--mark: {4 + _LETTER * slip.longest_mark}px"' if marked else ""
    training = f'<div class="training">{TRAINING_WORDS}</div>' if slip.training else ""
    closing = "".join(f"<p>{escape(line)}</p>" for line in slip.closing)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(slip.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(slip.shop)} {escape(slip.number)}</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main{width}>\n{training}{_header(slip)}\n"
        + _section("facts", facts)
        + _section("lines", lines)
        + _sums(slip, marked)
        + _taxes(slip, marked)
        + _section("payments", _rows(slip.payments, marked))
        + _section("later", _rows(slip.later, marked))
        + _codes(slip)
        + f"<footer>{closing}</footer>\n{training}</main>\n</body>\n</html>\n"
    )


def _header(slip: Slip) -> str:
    logo = ""
    if slip.logo is not None:
        data = b64encode(slip.logo.data).decode("ascii")
        logo = f'<img class="logo" alt="" src="data:{escape(slip.logo.media_type)};base64,{data}">'
    lines = "".join(f"<p>{escape(line)}</p>" for line in (*slip.address, *slip.header))
    stamps = "".join(
        f'<div><div class="stamp">{escape(stamp)}</div></div>' for stamp in slip.other_stamps
    )
    return f"<header>{logo}<h1>{escape(slip.shop)}</h1>{lines}{stamps}</header>"


def _sums(slip: Slip, marked: bool) -> str:
    if not slip.total:
        return ""
    total = _row(Entry(slip.total_words, slip.total, "total"), marked)
    total += _rows(slip.settling, marked)
    if slip.back is None:
        return _section("sums", _rows(slip.sums, marked) + total)
    given = "".join(_line(line, marked) for line in slip.back.lines)
    return (
        _section("sums", _rows(slip.sums, marked))
        + f'<section><h2>{escape(slip.back.heading)}</h2><table class="lines">{given}</table>'
        + f"</section>\n{_section('sums', _rows(slip.back.sums, marked))}"
        + _section("sums", total)
    )


def _codes(slip: Slip) -> str:
    codes = f"{bars_svg(slip.code)}{escape(slip.code)}" if slip.code else ""
    codes += qr_svg(slip.qr) if slip.qr else ""
    return f'<div class="codes">{codes}</div>\n' if codes else ""


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
    tables = _tax_table(slip.taxes, marked, TAX_HEADS[0])
    if slip.back is not None:
        tables += _tax_table(slip.back.taxes, marked, RETURNED_TAXES)
    return _section("taxes", tables, below)


def _tax_table(taxes: tuple[TaxRow, ...], marked: bool, heading: str) -> str:
    if not taxes:
        return ""
    widest = [max(map(len, column)) for column in zip(*(t.figures for t in taxes), strict=True)]
    if sum(widest) > _WIDEST_FIGURES:
        title = "" if heading == TAX_HEADS[0] else _row(Entry(heading), marked)
        return title + "".join(_rows(tax.entries(), marked) for tax in taxes)
    mark = _cell("", "mark") if marked else ""
    heads = "".join(f"<th>{head}</th>" for head in (heading, *TAX_HEADS[1:]))
    heads += "<th></th>" if marked else ""
    rows = "".join(
        f"<tr>{''.join(map(_cell, (tax.words, *tax.figures)))}{mark}</tr>" for tax in taxes
    )
    return f"<tr>{heads}</tr>{rows}"
