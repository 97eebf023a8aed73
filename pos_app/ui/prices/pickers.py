"""The sheet that finds one category, and pages of rows that were read already."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import CategoryRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.paged_model import Column, Loader
from pos_app.ui.widgets.picker import Picker


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
