"""Sheets that find one product or one category."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import CategoryRow, ProductRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.products.question import Question
from pos_app.ui.products.question import load_page as load_products
from pos_app.ui.widgets.paged_model import Column, Loader
from pos_app.ui.widgets.picker import Picker


class ProductPicker(Picker):
    """Finds a product by name, SKU, code or brand."""

    def __init__(self, desk: Desk, parent: QWidget, title: str = "Choose a product") -> None:
        money = desk.shop.money
        super().__init__(
            desk.tasks.counter,
            parent,
            title,
            "Name, SKU or barcode",
            (
                Column("Name", _name, weight=theme.MEDIUM, hint=lambda row: row.sku),
                Column(
                    "Price",
                    lambda row: money.plain(row.price),
                    width=100,
                    align="right",
                    weight=theme.SEMIBOLD,
                ),
            ),
        )
        self._shop = desk.shop

    def loader(self, text: str) -> Loader[ProductRow]:
        """The shop's own search; all by name without a text."""
        load: Loader[ProductRow] = partial(load_products, self._shop, Question(text))
        return load


class CategoryPicker(Picker):
    """Finds a category by any part of its path."""

    def __init__(
        self, desk: Desk, parent: QWidget, categories: Sequence[CategoryRow], title: str
    ) -> None:
        super().__init__(
            desk.tasks.counter,
            parent,
            title,
            "A part of the category's name",
            (
                Column("Category", lambda row: row.path, weight=theme.MEDIUM),
                Column(
                    "Products",
                    lambda row: f"{row.products:,}",
                    width=90,
                    align="right",
                    ink="muted",
                ),
            ),
        )
        self._categories = tuple(categories)

    def loader(self, text: str) -> Loader[CategoryRow]:
        """All whose path holds every word."""
        return Rows(rows=[row for row in self._categories if fits(text, row.path)])


class Rows:
    """Rows that have been read already, in pages for `PagedModel`; told apart by their key."""

    def __init__(self, key: Callable[[Any], int] = attrgetter("id"), rows: Sequence[Any] = ()):
        self._key = key
        self._rows = tuple(rows)

    def show(self, rows: Sequence[Any]) -> None:
        """Have other rows from now on."""
        self._rows = tuple(rows)

    def __call__(
        self, after: Any, limit: int, _sort: str = "", _descending: bool = False
    ) -> Sequence[Any]:
        """The next page."""
        rows, start = self._rows, 0
        if after is not None:
            last = self._key(after)
            places = (place for place, row in enumerate(rows, 1) if self._key(row) == last)
            start = next(places, len(rows))
        return rows[start : start + limit]


def fits(text: str, words: str) -> bool:
    """True when each word of the text is a part of the words, in whatever capitals."""
    whole = words.casefold()
    return all(part in whole for part in text.casefold().split())


def _name(row: ProductRow) -> str:
    return row.name
