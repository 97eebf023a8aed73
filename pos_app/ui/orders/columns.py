"""The columns of the order history, and the page of rows behind them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, OrderRow, ShopInfo
from pos_app.ui import theme
from pos_app.ui.orders.names import returned_words, status_tone, status_words
from pos_app.ui.orders.order_filter import OrderFilter
from pos_app.ui.widgets.paged_model import Column

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

WALK_IN = "Walk-in"


def customer_words(order: OrderRow) -> str:
    """Who bought, short where nobody gave a name."""
    return WALK_IN if order.customer_id == WALK_IN_CUSTOMER_ID else order.customer


def order_columns(shop: Callable[[], ShopInfo], money: MoneyFormat) -> tuple[Column[OrderRow], ...]:
    """The history; shop is asked for each text, since its time zone may be set meanwhile."""

    def when(row: OrderRow) -> str:
        return wording.near_moment(row.at, shop(), datetime.now(UTC))

    def who_ink(row: OrderRow) -> str:
        return "muted" if row.customer_id == WALK_IN_CUSTOMER_ID else "text"

    return (
        Column("Number", lambda row: row.number, width=104, weight=theme.MEDIUM),
        Column("Date", when, width=164, ink="muted"),
        Column("Customer", customer_words, ink=who_ink),
        Column(
            "Items",
            lambda row: str(row.items),
            width=76,
            align="right",
            ink="muted",
            hide_below=700,
        ),
        Column(
            "Total",
            lambda row: money.plain(row.total),
            width=96,
            align="right",
            weight=theme.SEMIBOLD,
        ),
        Column(
            "Status",
            lambda row: status_words(row.status),
            width=116,
            share=20,
            tone=_tone,
            hint=lambda row: returned_words(row.returned),
        ),
    )


def _tone(row: OrderRow) -> str:
    return status_tone(row.status)


def load_page(
    shop: "Shop", wanted: OrderFilter, after: OrderRow | None, limit: int, *_order: object
) -> Sequence[OrderRow]:
    """One page of the history, newest first, for `PagedModel`; runs in a lane."""
    today = wording.shop_time(datetime.now(UTC), shop.info).date()
    # Its locale is read from disk once: better here than while the first row is painted.
    wording.near_moment(datetime.now(UTC), shop.info, datetime.now(UTC))
    span = wanted.span(today)
    return shop.orders.page(
        after=after,
        limit=limit,
        status=wanted.status or None,
        customer_id=wanted.customer_id,
        date_from=span.first,
        date_to=span.last,
        number=wanted.number,
    )
