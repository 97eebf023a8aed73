"""The columns of the three lists of the Products tab: products, stock moves, prices."""

from collections.abc import Callable
from datetime import UTC, datetime

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import PriceChange, ProductRow, ShopInfo, StockMove
from pos_app.ui import theme
from pos_app.ui.products.wording import leaf, level_tone, level_word, move_words, signed
from pos_app.ui.widgets.paged_model import Column


def product_columns(money: Callable[[], MoneyFormat]) -> tuple[Column[ProductRow], ...]:
    """The list of products; the head sorts where the shop keeps an order for it.

    Here and below the shop and its money are asked for each text: both may be set meanwhile.
    """

    def on_hand(row: ProductRow) -> str:
        return wording.quantity(row.on_hand, row.unit, money())

    return (
        Column("SKU", lambda row: row.sku, width=108, ink="muted", sort_key="sku", hide_below=560),
        Column("Name", lambda row: row.name, weight=theme.MEDIUM, sort_key="name"),
        Column(
            "Category",
            lambda row: leaf(row.category),
            width=164,
            share=19,
            ink="muted",
            hide_below=720,
        ),
        Column(
            "Price",
            lambda row: money().plain(row.price),
            width=92,
            align="right",
            weight=theme.SEMIBOLD,
            sort_key="price",
        ),
        Column("On hand", on_hand, width=96, align="right", sort_key="on_hand"),
        Column("Stock", level_word, width=100, tone=level_tone),
    )


def move_columns(
    shop: Callable[[], ShopInfo], money: Callable[[], MoneyFormat]
) -> tuple[Column[StockMove], ...]:
    """Why the stock moved and when, and by how much (in the product's unit)."""

    def when(row: StockMove) -> str:
        at = wording.near_moment(row.at, shop(), datetime.now(UTC))
        return " · ".join(part for part in (at, row.note) if part)

    def ink(row: StockMove) -> str:
        return "good" if row.quantity > 0 else "text"

    return (
        Column("Move", move_words, hint=when),
        Column(
            "Change",
            lambda row: signed(row.quantity, money()),
            width=72,
            align="right",
            ink=ink,
            weight=theme.SEMIBOLD,
        ),
    )


def price_columns(
    shop: Callable[[], ShopInfo], money: Callable[[], MoneyFormat]
) -> tuple[Column[PriceChange], ...]:
    """When a price began and who set it, and from what it came."""

    def when(row: PriceChange) -> str:
        return wording.near_moment(row.at, shop(), datetime.now(UTC))

    def new(row: PriceChange) -> str:
        return money().plain(row.new)

    def change(row: PriceChange) -> str:
        if row.old is None:
            return "First price"
        return f"{'Up' if row.new > row.old else 'Down'} from {money().plain(row.old)}"

    return (
        Column("Price", change, hint=lambda row: f"{when(row)} · {row.by}"),
        Column("New", new, width=72, align="right", weight=theme.SEMIBOLD),
    )
