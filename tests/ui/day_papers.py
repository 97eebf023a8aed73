"""Reads what came out of the printer back, and holds it against the ledger of the day."""

import re
from collections import defaultdict
from itertools import pairwise

import zxingcpp

from pos_app.devices.escpos_paper import EscposPaper
from tests.ui.day_ledger import GIFT_CARD, Back, Line, Paper, Sale, Tender, plain

_FIGURE = re.compile(r"(.*\S)\s+(-?)\$?(-?[\d,]+\.\d\d)")
_QUANTITY = re.compile(r"  ([\d.]+) (?:kg|×)")
_WORDS = {
    "cash": "Cash",
    "card": "Card",
    "gift_card": "Gift card",
    "store_credit": "Store credit",
}
_STAMPS = {"duplicate": "DUPLICATE", "gift": "GIFT RECEIPT"}
_KINDS = {"return": "RETURN", "void": "VOID", "exchange": "EXCHANGE"}
_TAXES = {5: "Tax 5 %", 10: "Drinks 10 %"}

Pairs = list[tuple[str, str]]


def compare_paper(sent: bytes, wanted: Paper, clerk: str, kind: str = "return") -> None:
    """A paper says what it must, and nothing besides; its barcode can be read by a scanner."""
    paper = EscposPaper()
    paper.send(sent)
    about = "\n".join(paper.rows)
    (code,) = zxingcpp.read_barcodes(paper.picture())
    assert code.text == wanted.number, about
    assert (paper.cuts, paper.wrapped, paper.kicks) == (1, 0, []), about
    sections = _sections(paper.rows)
    stamps = [row.strip("* ") for row in sections[0] if row.startswith("***")]
    assert stamps == _stamps(wanted, kind), about
    assert sections[0][:2] == ["Corner Shop", "1 Main Street"], about
    assert sections[1][0].split()[0] == wanted.number, about
    assert f"Served by {clerk}" in [" ".join(row.split()) for row in sections[1]], about
    if wanted.copy == "gift":
        assert wanted.sale is not None
        assert not any(_pairs(section) for section in sections), about
        names = [row for row in sections[2] if row and not row.startswith(" ")]
        assert names[: len(wanted.sale.lines)] == [line.name for line in wanted.sale.lines], about
    elif wanted.sale is not None and wanted.back is not None:
        _compare_exchange(sections, wanted.sale, wanted.back, about)
    elif wanted.sale is not None:
        _compare_sale(sections, wanted.sale, about)
    else:
        assert wanted.back is not None
        _compare_back(sections, wanted.back, kind, about)


def _stamps(wanted: Paper, kind: str) -> list[str]:
    stamps = [_STAMPS[wanted.copy]] if wanted.copy in _STAMPS else []
    if wanted.back is not None:
        stamps.append(_KINDS["exchange" if wanted.sale is not None else kind])
    return stamps


def _sections(rows: list[str]) -> list[list[str]]:
    """What stands between the rules, without empty rows."""
    rules = [-1, *(place for place, row in enumerate(rows) if set(row) == {"-"}), len(rows)]
    return [
        [row for row in rows[above + 1 : below] if row.strip()] for above, below in pairwise(rules)
    ]


def _pairs(section: list[str]) -> Pairs:
    """The rows of a section that end in an amount, as words and amount."""
    found = (_FIGURE.fullmatch(re.sub(r" [A-Z]+$", "", row)) for row in section)
    return [(each[1], each[2] + each[3].replace(",", "")) for each in found if each]


def _compare_sale(sections: list[list[str]], sale: Sale, about: str) -> None:
    _, _, lines, sums, *rest = sections
    _compare_lines(lines, sale.lines, about)
    off = sum(line.off for line in sale.lines)
    above = [pair for pair in _pairs(sums) if pair[0] not in ("TOTAL", "Rounding", "To pay")]
    if off:
        listed = sum(line.listed for line in sale.lines)
        assert above[0] == ("Subtotal", plain(listed)), about
        assert sum(_amount(figure) for _, figure in above[1:]) == -off, about
    else:
        assert above == [], about
    assert _pairs(sums)[len(above) :] == [
        ("TOTAL", plain(sale.total)),
        *_settling("To pay", sale.total, sale.rounding),
    ], about
    taxed = [line for line in sale.lines if line.name != GIFT_CARD]
    if taxed:
        _compare_taxes(rest.pop(0), taxed, about)
    paid = [row for row in rest[0] if not row.startswith(" ")]
    assert _pairs(paid) == _tenders(sale.tenders, sale.change), about


def _compare_back(sections: list[list[str]], back: Back, kind: str, about: str) -> None:
    _, facts, lines, sums, taxes, paid = sections
    order = [row.split()[1] for row in facts if row.startswith("Order ")]
    assert order == ([back.of] if back.of else []), about
    _compare_lines(lines, back.lines, about)
    words = {"return": "TOTAL RETURNED", "void": "TOTAL VOIDED"}[kind]
    assert _pairs(sums) == [
        (words, plain(back.total)),
        *_settling("To pay back", back.total, back.rounding),
    ], about
    _compare_taxes(taxes, back.lines, about)
    assert _pairs(paid) == _tenders(back.tenders, 0), about


def _compare_exchange(sections: list[list[str]], sale: Sale, back: Back, about: str) -> None:
    _, facts, bought, above, returned, taxes, paid = sections
    assert {row.split()[-1] for row in facts if row.startswith(("Return ", "Original "))} == {
        back.number,
        back.of,
    }, about
    _compare_lines(bought, sale.lines, about)
    assert _pairs(above)[0] == ("Total sold", plain(sale.total)), about
    _compare_lines(above[2:], back.lines, about)
    way = -1 if back.total > sale.total else 1
    balance, rounding = way * (sale.total - back.total), way * (sale.rounding - back.rounding)
    words = "To pay back" if way < 0 else "To pay"
    assert _pairs(returned) == [
        ("Total returned", plain(-back.total)),
        ("DIFFERENCE" if rounding else words.upper(), plain(balance)),
        *_settling(words, balance, rounding),
    ], about
    rows = _pairs(taxes)
    assert [row for row in rows if row[0].startswith("Rate")] == [], about
    assert _taxes(sale.lines) + _taxes(back.lines) == _tax_rows(taxes), about
    given_back = [(f"Paid back: {words}", figure) for words, figure in _tenders(back.tenders, 0)]
    assert _pairs(paid) == [*_tenders(sale.tenders, sale.change), *given_back], about


def _compare_lines(section: list[str], lines: tuple[Line, ...], about: str) -> None:
    """Each line with its figure, and below it, indented, what was taken off."""
    offs: list[int] = []
    heads: Pairs = []
    for words, figure in _pairs([row for row in section if not row.strip().startswith("×")]):
        if not words.startswith(" "):
            heads.append((words, figure))
            offs.append(0)
        elif figure.startswith("-"):
            offs[-1] -= _amount(figure)
    assert heads == [(line.name, plain(line.listed)) for line in lines], about
    assert offs == [line.off for line in lines], about
    quantities = [line.quantity for line in lines if line.quantity != 1]
    told = [found[1] for row in section if (found := _QUANTITY.match(row))]
    wanted = [f"{quantity.normalize():f}" for quantity in quantities]
    assert told == wanted, about


def _compare_taxes(section: list[str], lines: tuple[Line, ...] | list[Line], about: str) -> None:
    assert _tax_rows(section) == _taxes(lines), about


def _tax_rows(section: list[str]) -> list[tuple[str, ...]]:
    """The rows of the table: mark and name, net, tax, gross."""
    found = (re.fullmatch(r"(?:[A-Z] )?(.*%)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)", row)
             for row in section)  # fmt: skip
    return [each.groups() for each in found if each]


def _taxes(lines: tuple[Line, ...] | list[Line]) -> list[tuple[str, ...]]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in lines:
        for place, figure in enumerate((line.paid - line.tax, line.tax, line.paid)):
            sums[line.percent][place] += figure
    ordered = sorted(sums.items(), reverse=True)  # the highest rate first
    return [(_TAXES[percent], *map(plain, figures)) for percent, figures in ordered]


def _settling(words: str, total: int, rounding: int) -> Pairs:
    if not rounding:
        return []
    return [("Rounding", plain(rounding)), (words, plain(total + rounding))]


def _tenders(tenders: tuple[Tender, ...], change: int) -> Pairs:
    rows = [
        (f"{_WORDS[tender.method]} {tender.card}".strip(), plain(tender.given))
        for tender in tenders
    ]
    return [*rows, ("Change", plain(change))] if change else rows


def _amount(figure: str) -> int:
    return round(float(figure) * 100)
