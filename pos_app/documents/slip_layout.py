"""A slip from top to bottom in blocks, for paper of any width."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pos_app.documents import code128, logo, qr_code
from pos_app.documents.receipt_fonts import drawable
from pos_app.documents.slip_blocks import (
    Bars,
    Block,
    Logo,
    Rule,
    Squares,
    Type,
    Words,
    band,
    centred,
    joined,
    pair,
    stamp,
)
from pos_app.documents.slip_form import (
    RETURNED_TAXES,
    TAX_HEADS,
    TRAINING_WORDS,
    Entry,
    Slip,
    SlipLine,
    TaxRow,
    spelled,
)

_BAR_HEIGHT = 34.0
_BAR_MODULE = 1.06
"""Points of the narrowest bar: three dots of a receipt printer (203 to the inch)."""
_SQUARE = 1.8
_LOGO_HEIGHT = 64.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """The type sizes of a paper, in points."""

    small: float = 7.5
    body: float = 9.0
    large: float = 12.5
    huge: float = 17.0


def laid_out(slip: Slip, paper: float, margin: float, sizes: Sizes | None = None) -> list[Block]:
    """The slip in blocks for paper so wide, with its margins."""
    return list(_Layout(spelled(slip, drawable), paper, margin, sizes or Sizes()).blocks())


class _Layout:
    """One slip on its way to blocks."""

    def __init__(self, slip: Slip, paper: float, margin: float, sizes: Sizes) -> None:
        self._slip = slip
        self._paper = paper
        self._left = margin
        self._room = paper - 2 * margin
        self._sizes = sizes
        self._gap = sizes.body
        self._small = Type(sizes.small, ink="muted")
        self._body = Type(sizes.body)
        self._muted = Type(sizes.body, ink="muted")
        self._strong = Type(sizes.body, "bold")
        self._mark = Type(sizes.small, ink="muted")
        # Letters hang in the paper's margin as far as it goes; then the figures make room.
        lines = (*slip.lines, *(slip.back.lines if slip.back else ()))
        widest = max((self._mark.width(line.mark) for line in lines), default=0.0)
        self._mark_gap = sizes.body / 4 if widest else 0.0
        self._span = self._room - max(0.0, widest + self._mark_gap - margin * 0.8)

    def blocks(self) -> Iterator[Block]:
        """All of it, from top to bottom."""
        slip = self._slip
        yield from self._head()
        yield self._rule()
        heading = (Type(self._sizes.body, "bold"), Type(self._sizes.small))
        yield self._pair(Entry(slip.number, slip.moment), heading)
        yield from self._pairs(slip.facts, self._small, Type(self._sizes.small))
        yield self._rule()
        yield from self._lines(slip.lines)
        if slip.total:
            yield self._rule()
            yield from self._sums()
            yield from self._taxes_and_remarks()
        for entries in (slip.payments, slip.later):
            if entries:
                yield self._rule()
                yield from self._pairs(entries, self._body, self._body)
        yield from self._foot()

    def _head(self) -> Iterator[Block]:
        slip, sizes = self._slip, self._sizes
        if slip.training:
            yield self._band()
        if slip.logo is not None and logo.is_readable(slip.logo):
            wide, tall = logo.fitted(slip.logo, self._room * 0.62, _LOGO_HEIGHT)
            yield Block(tall + sizes.body / 2, (Logo(0, wide, tall),))
        yield from self._centred(slip.shop, Type(sizes.large, "bold"))
        yield Block(sizes.body / 4)
        for line in (*slip.address, *slip.header):
            yield from self._centred(line, self._small)
        kind = Type(sizes.body, "bold", "bad")
        for words in slip.other_stamps:
            yield stamp(words.upper(), kind, self._left, self._room)

    def _foot(self) -> Iterator[Block]:
        slip, half = self._slip, self._sizes.body / 2
        yield Block(self._sizes.body)
        modules = code128.modules(slip.code) if slip.code else 0
        if modules:
            module = min(_BAR_MODULE, self._paper / modules)
            bars = Block(_BAR_HEIGHT + half / 2, (Bars(slip.code, 0, _BAR_HEIGHT, module),))
            yield joined([bars, *self._centred(slip.code, self._small), Block(half)])
        if slip.qr:
            side = (len(qr_code.squares(slip.qr)) + 2 * qr_code.QUIET) * _SQUARE
            yield Block(side + half, (Squares(slip.qr, 0, _SQUARE),))
        for line in slip.closing:
            yield from self._centred(line, self._small)
        if slip.training:
            yield Block(half)
            yield self._band()

    def _band(self) -> Block:
        kind = Type(self._sizes.body, "bold", "paper")
        return band(TRAINING_WORDS.upper(), kind, self._paper)

    def _rule(self) -> Block:
        height = self._sizes.body * 1.4
        return Block(height, (Rule(height / 2),))

    def _centred(self, text: str, kind: Type) -> list[Block]:
        return centred(text, kind, self._left, self._room)

    def _pair(self, entry: Entry, kinds: tuple[Type, Type], inset: float = 0) -> Block:
        left, room = self._left + inset, self._span - inset
        return pair(entry.label, entry.figure, kinds, left, room, self._gap)

    def _pairs(self, entries: Iterable[Entry], left: Type, right: Type) -> Iterator[Block]:
        for entry in entries:
            kinds, inset = (left, right), 0.0
            if entry.kind == "detail":
                kinds, inset = (self._small, self._small), self._gap
            elif entry.kind == "strong":
                kinds = (self._strong, self._strong)
            elif entry.kind == "saving":
                kinds = (left, Type(right.size, right.weight, "good"))
            yield self._pair(entry, kinds, inset)

    def _lines(self, lines: Iterable[SlipLine]) -> Iterator[Block]:
        for place, sold in enumerate(lines):
            yield Block(self._sizes.body / 3 if place else 0)
            yield joined(self._line(sold))

    def _line(self, sold: SlipLine) -> Iterator[Block]:
        name = (Type(self._sizes.body, "medium"), self._body)
        block = self._pair(Entry(sold.name, sold.figure), name)
        if sold.mark:
            figures = [item for item in block.items if isinstance(item, Words)]
            beside = self._left + self._span + self._mark_gap
            mark = Words(sold.mark, beside, figures[-1].y, self._mark.size, ink="muted")
            block = Block(block.height, (*block.items, mark))
        yield block
        yield from self._pairs(sold.details, self._small, self._small)

    def _sums(self) -> Iterator[Block]:
        slip = self._slip
        yield from self._pairs(slip.sums, self._muted, self._muted)
        if slip.back is not None:
            yield self._rule()
            yield self._pair(Entry(slip.back.heading), (self._strong, self._strong))
            yield from self._lines(slip.back.lines)
            yield Block(self._sizes.body / 2)
            yield from self._pairs(slip.back.sums, self._muted, self._muted)
            yield self._rule()
        yield Block(self._sizes.body / 3)
        kinds = (Type(self._sizes.large, "bold"), Type(self._sizes.huge, "bold"))
        yield self._pair(Entry(slip.total_words, slip.total), kinds)
        yield from self._pairs(slip.settling, self._muted, self._muted)

    def _taxes_and_remarks(self) -> Iterator[Block]:
        slip = self._slip
        given_back = slip.back.taxes if slip.back is not None else ()
        if not (slip.taxes or given_back or slip.remarks):
            return
        yield self._rule()
        yield from self._taxes(slip.taxes, TAX_HEADS[0])
        yield from self._taxes(given_back, RETURNED_TAXES)
        for remark in slip.remarks:
            for row in self._small.rows(remark, self._room):
                yield Block(self._small.line, (self._small.words(row, self._left, 0),))

    def _taxes(self, taxes: tuple[TaxRow, ...], heading: str) -> Iterator[Block]:
        """The table of taxes; rate by rate where its columns find no room."""
        if not taxes:
            return
        kind = self._small
        rows = (TaxRow(heading, *TAX_HEADS[1:]), *taxes)
        columns = zip(*(row.figures for row in rows), strict=True)
        widths = [max(map(kind.width, figures)) + self._gap for figures in columns]
        room = self._span - sum(widths)
        if room < self._room / 4:
            if heading != TAX_HEADS[0]:
                yield self._pair(Entry(heading), (kind, kind))
            for tax in taxes:
                yield joined(self._pairs(tax.entries(), kind, kind))
            return
        for row in rows:
            words = kind.rows(row.words, room)
            items = [
                kind.words(each, self._left, place * kind.line) for place, each in enumerate(words)
            ]
            right = self._left + room
            for figure, column in zip(row.figures, widths, strict=True):
                right += column
                if figure:
                    items.append(kind.words(figure, right - kind.width(figure), 0))
            yield Block(len(words) * kind.line, tuple(items))
