"""Rules for codes of the shop's own: labels of its scales, cards, coupons and badges."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pos_app.domain.code_rules import CodeRule
from pos_app.domain.rows import Clerk
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.label_editor import RuleEditor
from pos_app.ui.prices.label_words import KIND_WORDS, spaced
from pos_app.ui.prices.row_list import Words
from pos_app.ui.prices.section import Section
from pos_app.ui.widgets.paged_table import Column

_WORDS = Words(
    name="Rules for labels and cards",
    icon="scan-barcode",
    search="Search rules",
    new="New rule",
    none="No rules",
    hint="A rule reads what a scale in the shop prints, or a card that the shop gives out.",
)


class LabelsSection(Section):
    """Every rule, in the order they are tried in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WORDS, _COLUMNS, RuleEditor(desk), key=lambda row: row.id)

    def rows(self, ground: Ground) -> Sequence[CodeRule]:
        """All rules."""
        return ground.code_rules

    def row_words(self, row: CodeRule) -> str:
        """Name, kind and pattern."""
        return f"{row.name} {KIND_WORDS[row.kind]} {row.pattern}"

    def title(self, row: CodeRule) -> str:
        """The name."""
        return row.name

    def state(self, row: CodeRule) -> tuple[str, str]:
        """Whether codes are read by it."""
        return _state(row)

    def work(self, row: Any, draft: CodeRule, clerk: Clerk) -> Callable[[], Any]:
        """Keep it as it is typed."""
        rule = replace(draft, id=0 if row is None else row.id)
        return partial(self._desk.shop.codes.save_rule, rule, by=clerk)

    def removal(self, row: CodeRule, clerk: Clerk) -> Callable[[], Any]:
        """Take it away."""
        return partial(self._desk.shop.codes.remove_rule, row.id, by=clerk)

    def removal_words(self, row: CodeRule) -> tuple[str, str, str]:
        """What was sold by such labels stays sold."""
        return (
            f"Delete “{row.name}”?",
            f"Codes like {row.pattern} are unknown then, on every till.",
            "Delete",
        )


def _state(row: CodeRule) -> tuple[str, str]:
    return ("On", "good") if row.active else ("Off", "")


_COLUMNS: tuple[Column[CodeRule], ...] = (
    Column("Name", lambda row: row.name, weight=theme.MEDIUM),
    Column("Pattern", lambda row: spaced(row.pattern), width=156),
    Column("Stands for", lambda row: KIND_WORDS[row.kind], width=148, ink="muted", hide_below=520),
    Column(
        "State", lambda row: _state(row)[0], width=84, ink="muted", tone=lambda row: _state(row)[1]
    ),
)
