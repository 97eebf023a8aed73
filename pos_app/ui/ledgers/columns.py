"""The columns of the list of ledgers, and the pages of rows behind them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pos_app.documents import slip_words, wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import Clerk, LedgerRow, ShopInfo
from pos_app.ui import theme
from pos_app.ui.widgets.paged_model import Column

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

KINDS = (
    ("gift_card", "Gift cards"),
    ("store_credit", "Store credit"),
    ("account", "Accounts"),
)
"""Kinds of ledgers and what they are called."""


def ledger_words(row: LedgerRow) -> str:
    """Whose it is. Of a card only the end of its code: who reads it here must not pay with it."""
    return slip_words.masked(row.code) if row.kind == "gift_card" else row.customer


def ledger_columns(
    shop: Callable[[], ShopInfo], money: Callable[[], MoneyFormat]
) -> tuple[Column[LedgerRow], ...]:
    """Whose it is, since when, and what it holds."""

    def since(row: LedgerRow) -> str:
        return wording.day(wording.shop_time(row.created_at, shop()).date(), shop())

    def balance(row: LedgerRow) -> str:
        if row.balance < 0:
            return f"{money().plain(-row.balance)} owed"
        return money().plain(row.balance)

    return (
        Column("Whose", ledger_words, weight=theme.MEDIUM),
        Column("Since", since, width=128, ink="muted", hide_below=380),
        Column(
            "Balance",
            balance,
            width=136,
            align="right",
            weight=theme.SEMIBOLD,
            ink=lambda row: "warn" if row.balance < 0 else "text",
        ),
    )


def load_ledgers(
    shop: "Shop",
    who: Callable[[], Clerk],
    kind: str,
    with_balance: bool,
    after: LedgerRow | None,
    limit: int,
    *_order: object,
) -> Sequence[LedgerRow]:
    """One page, the newest first; runs in a lane."""
    # The locale is read from disk once: better here than while the first row is painted.
    wording.near_moment(datetime.now(UTC), shop.info, datetime.now(UTC))
    return shop.ledgers.page(kind, after=after, limit=limit, with_balance=with_balance, by=who())
