"""The columns of the list of unknown codes, and the rows behind them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pos_app.documents import wording
from pos_app.domain.rows import ShopInfo, UnknownCodeRow
from pos_app.ui import theme
from pos_app.ui.widgets.paged_model import Column

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

MOST = 1000
"""More codes than this nobody looks through; those scanned last are shown."""


def code_words(row: UnknownCodeRow) -> str:
    """The code, or what a scale's label calls the article."""
    if row.scale_number is None:
        return row.code
    return f"Article {row.scale_number} on a scale"


def unknown_columns(shop: Callable[[], ShopInfo]) -> tuple[Column[UnknownCodeRow], ...]:
    """The code, how often it was scanned, and when and where last."""

    def when(row: UnknownCodeRow) -> str:
        return wording.near_moment(row.last_at, shop(), datetime.now(UTC))

    def label(row: UnknownCodeRow) -> str:
        return "" if row.scale_number is None else f"Label {row.code}"

    return (
        Column("Code", code_words, weight=theme.MEDIUM, hint=label),
        Column("Times", lambda row: f"{row.times:,}", width=72, align="right"),
        Column("Last scanned", when, width=148, ink="muted"),
        Column("By", lambda row: f"{row.by}, {row.till}", width=148, ink="muted", hide_below=560),
    )


def load_unknown(shop: "Shop") -> Sequence[UnknownCodeRow]:
    """All of them, the last one first; runs in a lane."""
    # The locale is read from disk once: better here than while the first row is painted.
    wording.near_moment(datetime.now(UTC), shop.info, datetime.now(UTC))
    return shop.codes.unknown_codes(limit=MOST)
