"""One entry as a page of text: what happened, the totals after it, and what proves it."""

from collections.abc import Iterable
from html import escape

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import JournalEntryDetail, ShopInfo
from pos_app.ui import theme
from pos_app.ui.journal.facts import Fact, FactTeller

_INDENT = 4 * theme.GRID
_GROUP = 8
"""Letters of a hash that stand together, so that two can be compared by eye."""


def entry_page(entry: JournalEntryDetail, shop: ShopInfo, money: MoneyFormat) -> str:
    """The page as HTML in the colours of now."""
    teller = FactTeller(shop, money)
    facts = teller.told(entry.facts) or (Fact("Nothing more to tell", ""),)
    parts = [
        _table(facts),
        _head("Totals after it"),
        _table((*_named("Day", teller.told(entry.period)),
                *_named("All", teller.told(entry.perpetual)))),
        _head("Proof"),
        _table(_proof(entry, shop)),
    ]  # fmt: skip
    return f'<div style="color:{theme.current().text}">{"".join(parts)}</div>'


def _named(title: str, facts: Iterable[Fact]) -> Iterable[Fact]:
    yield Fact(title, "")
    for fact in facts:
        yield Fact(fact.label, fact.value, fact.depth + 1)


def _proof(entry: JournalEntryDetail, shop: ShopInfo) -> Iterable[Fact]:
    local = wording.moment(entry.at, shop)
    hours, minutes = divmod(abs(entry.offset), 60)
    offset = f"UTC{'-' if entry.offset < 0 else '+'}{hours:02}:{minutes:02}"
    signed = "good" if entry.signature_good else "NOT GOOD"
    yield Fact("Entry", f"{entry.sequence:,} of till {entry.till}")
    yield Fact("Written", f"{local} ({offset}), business date {wording.day(entry.day, shop)}")
    yield Fact("Program", entry.program)
    yield Fact("Signature", f"{signed}, by key {entry.key}")
    yield Fact("SHA-256", _grouped(entry.hash))
    yield Fact("Entry before", _grouped(entry.previous))


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def _head(title: str) -> str:
    muted = theme.current().muted
    return f'<p style="color:{muted}; font-weight:600; margin:16px 0 4px 0">{title}</p>'


def _table(facts: Iterable[Fact]) -> str:
    rows = "".join(map(_row, facts))
    return f'<table cellspacing="0" cellpadding="0" width="100%">{rows}</table>'


def _row(fact: Fact) -> str:
    """A fact: details of the line above it take the whole width, in quieter letters."""
    palette, indent = theme.current(), fact.depth * _INDENT
    if not fact.label:
        style = f"color:{palette.muted}; padding:0 0 4px {indent}px; font-size:{theme.SMALL}px"
        return f'<tr><td colspan="2" style="{style}">{escape(fact.value)}</td></tr>'
    colour = palette.muted if fact.value and not fact.depth else palette.text
    return (
        f'<tr><td width="45%" style="color:{colour}; padding:2px 12px 2px {indent}px">'
        f'{escape(fact.label)}</td><td style="padding:2px 0">{escape(fact.value)}</td></tr>'
    )
