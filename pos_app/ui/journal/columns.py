"""The columns of the list of entries, what narrows it, and the pages of rows behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import Clerk, JournalRow, ShopInfo
from pos_app.ui import theme
from pos_app.ui.periods import Span
from pos_app.ui.widgets.paged_model import Column
from pos_app.words.journal import kind_words

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

# What somebody who watches a till looks at first.
_STRIKING = frozenset(
    "void line_removed cart_cleared sign_in_failed clock_set_back restore key erase drawer".split()
)
_ANY_TIME = Span()


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which entries to show; "" leaves nothing out. user is a user name, document the number of a
    receipt, return or report."""

    till: str = ""
    kind: str = ""
    user: str = ""
    document: str = ""
    days: Span = _ANY_TIME

    @property
    def open(self) -> bool:
        """True when it leaves nothing out."""
        return self == JournalFilter()


def row_id(row: JournalRow) -> int:
    """What an entry is known by in a list: its till and its sequence."""
    return hash((row.till, row.sequence))


def journal_columns(
    shop: Callable[[], ShopInfo], money: Callable[[], MoneyFormat]
) -> tuple[Column[JournalRow], ...]:
    """When, what, about which paper, for how much, by whom, and where in the chain."""

    def when(row: JournalRow) -> str:
        return wording.near_moment(row.at, shop(), datetime.now(UTC))

    def amount(row: JournalRow) -> str:
        return "" if row.amount is None else money().plain(row.amount)

    return (
        Column("Time", when, width=152, ink="muted"),
        Column("What", lambda row: kind_words(row.kind), weight=theme.MEDIUM, ink=_ink),
        Column("Number", lambda row: row.document, width=92, hide_below=560),
        Column("Amount", amount, width=92, align="right", weight=theme.SEMIBOLD),
        Column("By", lambda row: row.user, width=112, hint=_approved, share=18, hide_below=480),
        Column(
            "Entry",
            lambda row: f"{row.till} {row.sequence:,}",
            width=96,
            align="right",
            ink="muted",
            hide_below=640,
        ),
    )


def _ink(row: JournalRow) -> str:
    return "warn" if row.kind in _STRIKING else "text"


def _approved(row: JournalRow) -> str:
    return f"with {row.approver}" if row.approver else ""


def load_entries(
    shop: "Shop",
    who: Callable[[], Clerk],
    wanted: JournalFilter,
    after: JournalRow | None,
    limit: int,
    *_order: object,
) -> Sequence[JournalRow]:
    """One page, the newest first; runs in a lane. Raises NotAllowed."""
    # The locale is read from disk once: better here than while the first row is painted.
    wording.near_moment(datetime.now(UTC), shop.info, datetime.now(UTC))
    return shop.journal.page(
        by=who(),
        till=wanted.till or None,
        kind=wanted.kind,
        user=wanted.user,
        document=wanted.document,
        day_from=wanted.days.first,
        day_to=wanted.days.last,
        before=after,
        limit=limit,
    )
