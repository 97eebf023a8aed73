"""The columns of lists of customers, and the pages of rows behind them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import CustomerRow, OrderRow, ShopInfo
from pos_app.ui import theme
from pos_app.ui.widgets.paged_model import Column

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

MOST_FOUND = 200
"""A search shows so many: who needs more types another letter."""


def kind_word(customer: CustomerRow) -> str:
    """Whether a customer signed up or was noted down by a clerk."""
    return "Registered" if customer.registered else "Counter"


def kind_tone(customer: CustomerRow) -> str:
    """The colour of `kind_word`; "" for one who is only noted down."""
    return "good" if customer.registered else ""


def contact(customer: CustomerRow, country: str) -> str:
    """E-mail and phone, as far as they are known; country is the shop's own."""
    return " · ".join(p for p in (customer.email, wording.phone(customer.phone, country)) if p)


def customer_columns(country: str) -> tuple[Column[CustomerRow], ...]:
    """The list of customers; country is the shop's, whose numbers are shown as dialled there."""
    return (
        Column("Name", _name, weight=theme.MEDIUM),
        Column("E-mail", lambda row: row.email, ink="muted", hide_below=480),
        Column(
            "Phone",
            lambda row: wording.phone(row.phone, country),
            width=148,
            ink="muted",
            hide_below=720,
        ),
        Column("City", lambda row: row.city, width=136, ink="muted"),
        Column("Kind", kind_word, width=112, ink="muted", tone=kind_tone, hide_below=640),
    )


def picker_columns(country: str) -> tuple[Column[CustomerRow], ...]:
    """The shorter list of a picker."""
    return (
        Column("Name", _name, weight=theme.MEDIUM, hint=lambda row: contact(row, country)),
        Column("City", lambda row: row.city, width=140, ink="muted"),
    )


def _name(row: CustomerRow) -> str:
    return row.name


def history_columns(
    shop: Callable[[], ShopInfo], money: MoneyFormat
) -> tuple[Column[OrderRow], ...]:
    """A customer's orders in the panel; shop is asked for each text, its time zone may change."""

    def hint(row: OrderRow) -> str:
        today = wording.shop_time(datetime.now(UTC), shop()).date()
        when = wording.near_day(wording.shop_time(row.at, shop()).date(), shop(), today)
        return when if row.status == "delivered" else f"{when} · {row.status.capitalize()}"

    def ink(row: OrderRow) -> str:
        return "faint" if row.status == "cancelled" else "text"

    return (
        Column("Order", lambda row: row.number, hint=hint, ink=ink),
        Column(
            "Total",
            lambda row: money.plain(row.total),
            width=88,
            align="right",
            ink=ink,
            weight=theme.SEMIBOLD,
        ),
    )


def load_page(
    shop: "Shop", text: str, after: CustomerRow | None, limit: int, *_order: object
) -> Sequence[CustomerRow]:
    """All customers page by page, or what a search finds; for `PagedModel`, runs in a lane."""
    if not text:
        return shop.customers.page(after=after, limit=limit)
    return () if after else shop.customers.search(text, limit=MOST_FOUND)
