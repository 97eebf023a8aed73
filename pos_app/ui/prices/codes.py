"""Discount codes: the list with how each stands, and the editor of one."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pos_app.domain.rows import Clerk, DiscountCodeRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.code_editor import CodeEditor
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.row_list import Words
from pos_app.ui.prices.section import Section
from pos_app.ui.prices.sentence import code_state, code_takes, code_uses
from pos_app.ui.widgets.paged_table import Column

_WORDS = Words(
    name="Discount codes",
    icon="ticket-percent",
    search="Search codes",
    new="New code",
    none="No discount codes",
    hint="A customer names a code, and something is taken off (F7 in the Cart tab).",
    remove="Withdraw",
)

_HIDDEN = (
    "Discount codes are for who manages prices",
    "A code that a customer names can be typed in the Cart tab with F7.",
)


class CodesSection(Section):
    """Codes are never forgotten: one is withdrawn, and may be put back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WORDS, _columns(desk), CodeEditor(desk), key=lambda row: row.id)

    def rows(self, ground: Ground) -> Sequence[DiscountCodeRow]:
        """All codes."""
        return ground.codes or ()

    def hidden(self, ground: Ground) -> tuple[str, str]:
        """Codes are for who manages prices."""
        return _HIDDEN if ground.codes is None else ("", "")

    def row_words(self, row: DiscountCodeRow) -> str:
        """The code and how it stands."""
        return f"{row.code} {self.state(row)[0]}"

    def title(self, row: DiscountCodeRow) -> str:
        """The code."""
        return row.code

    def state(self, row: DiscountCodeRow) -> tuple[str, str]:
        """Whether it can be used now."""
        return code_state(row, datetime.now(UTC))

    def show_draft(self) -> None:
        """What was withdrawn can be put back with the same key."""
        withdrawn = self.row is not None and not self.row.active
        self.panel.remove.setText("Put back" if withdrawn else _WORDS.remove)
        self.panel.remove.set_kind("secondary" if withdrawn else "danger")

    def work(self, row: Any, draft: dict[str, Any], clerk: Clerk) -> Callable[[], Any]:
        """Add the code, or change it."""
        discounts = self._desk.shop.discounts
        if row is None:
            return partial(discounts.add_code, **draft, by=clerk)
        return partial(discounts.update_code, row.id, **draft, by=clerk)

    def removal(self, row: DiscountCodeRow, clerk: Clerk) -> Callable[[], Any]:
        """Withdraw it, or put it back."""
        discounts = self._desk.shop.discounts
        change = discounts.withdraw_code if row.active else discounts.restore_code
        return partial(change, row.code, by=clerk)

    def removal_words(self, row: DiscountCodeRow) -> tuple[str, str, str]:
        """A code on an open cart counts no more either."""
        if not row.active:
            return f"Put {row.code} back?", "It counts again at once.", "Put back"
        return (
            f"Withdraw {row.code}?",
            "It counts no more, on open carts neither. It can be put back later.",
            "Withdraw",
        )

    def _removed(self, row: DiscountCodeRow) -> None:
        words = f"{row.code} withdrawn" if row.active else f"{row.code} counts again"
        self._opened_with = None
        self._wanted = row.id
        self._desk.notices.say(words)


def _columns(desk: Desk) -> tuple[Column[DiscountCodeRow], ...]:
    def state(row: DiscountCodeRow) -> tuple[str, str]:
        return code_state(row, datetime.now(UTC))

    return (
        Column("Code", lambda row: row.code, weight=theme.MEDIUM),
        Column(
            "Takes off",
            lambda row: code_takes(row, desk.shop.money),
            width=92,
            align="right",
            weight=theme.SEMIBOLD,
        ),
        Column("Uses", code_uses, width=104, align="right", ink="muted", hide_below=420),
        Column(
            "State",
            lambda row: state(row)[0],
            width=108,
            ink="muted",
            tone=lambda row: state(row)[1],
        ),
    )
