"""Promotions: the list of offers, the editor of one, and a basket to try it in."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pos_app.documents import wording
from pos_app.domain.rows import Clerk, PromotionRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.promotion_editor import PromotionEditor
from pos_app.ui.prices.row_list import Words
from pos_app.ui.prices.section import Section
from pos_app.ui.prices.sentence import promotion_sentence, promotion_state
from pos_app.ui.prices.trial import Draft
from pos_app.ui.prices.trial_panel import TrialPanel
from pos_app.ui.widgets.paged_table import Column

_WORDS = Words(
    name="Promotions",
    icon="tags",
    search="Search promotions",
    new="New promotion",
    none="No promotions",
    hint="What customers get without asking: 3 for 2, happy hours, prices by quantity.",
)
_OFF = "It is switched off; here it counts all the same."


class PromotionsSection(Section):
    """Every promotion, the first one made first."""

    def __init__(self, desk: Desk) -> None:
        editor = PromotionEditor(desk)
        self._editor = editor
        self.trial = TrialPanel(desk)
        super().__init__(desk, _WORDS, _columns(desk), editor, key=_key, beside=self.trial)

    def rows(self, ground: Ground) -> Sequence[PromotionRow]:
        """All promotions."""
        return ground.promotions

    def row_words(self, row: PromotionRow) -> str:
        """Its name and what it does."""
        assert self.ground is not None
        return f"{row.promotion.name} {promotion_sentence(row.promotion, self.ground)}"

    def title(self, row: PromotionRow) -> str:
        """The promotion's name."""
        return row.promotion.name

    def state(self, row: PromotionRow) -> tuple[str, str]:
        """Whether it runs."""
        return promotion_state(row, wording.shop_time(datetime.now(UTC), self._desk.shop.info))

    def show_ground(self, ground: Ground) -> None:
        """The rules as they are now."""
        super().show_ground(ground)
        self.trial.show_ground(ground)

    def show_draft(self) -> None:
        """Try the basket with what is typed."""
        row = self._editor.draft() if self._opened_with is not None else None
        note = _OFF if row is not None and not row.active else ""
        self.trial.show_draft(Draft(promotion=row.promotion if row else None), note)

    def work(self, row: Any, draft: PromotionRow, clerk: Clerk) -> Callable[[], Any]:
        """Add it, or put it in its place."""
        change = self._desk.shop.promotions
        save = change.add if row is None else change.update
        return partial(save, draft.promotion, active=draft.active, by=clerk)

    def removal(self, row: PromotionRow, clerk: Clerk) -> Callable[[], Any]:
        """Forget it."""
        return partial(self._desk.shop.promotions.remove, row.promotion.id, by=clerk)

    def removal_words(self, row: PromotionRow) -> tuple[str, str, str]:
        """What was sold keeps what was taken off."""
        return (
            f"Delete {row.promotion.name}?",
            "What was sold keeps what it took off. To stop it for a while, untick “Active”.",
            "Delete",
        )


def _key(row: PromotionRow) -> int:
    return row.promotion.id


def _columns(desk: Desk) -> tuple[Column[PromotionRow], ...]:
    def state(row: PromotionRow) -> tuple[str, str]:
        return promotion_state(row, wording.shop_time(datetime.now(UTC), desk.shop.info))

    return (
        Column("Name", lambda row: row.promotion.name, weight=theme.MEDIUM),
        Column(
            "State",
            lambda row: state(row)[0],
            width=82,
            ink="muted",
            tone=lambda row: state(row)[1],
        ),
    )
