"""What the list of products is asked for, and how the shop answers it a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from pos_app.domain.rows import CategoryRow, ProductRow

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

BY_NAME = "name"
BEST_MATCH = ""
"""The order of a search: what fits and sells best comes first."""

MOST_FOUND = 200
"""A search shows so many: who needs more types another letter."""


@dataclass(frozen=True, slots=True)
class Question:
    """A search and its filters; text "" browses.

    category stands for its whole subtree; level is None, "low" (that which is out is low too) or
    "out".
    """

    text: str = ""
    category: CategoryRow | None = None
    level: str | None = None
    archived: bool = False

    @property
    def filters(self) -> int:
        """How many filters narrow the list, the search and the low-stock button not counted."""
        return (self.category is not None) + (self.level == "out") + self.archived

    @property
    def narrowed(self) -> bool:
        """True when it asks for less than all products."""
        return bool(self.text) or self.level is not None or self.filters > 0

    def without(self, filter_name: str) -> "Question":
        """The same question with this filter ("category", "level", "archived") taken away."""
        return Question(
            self.text,
            None if filter_name == "category" else self.category,
            None if filter_name == "level" else self.level,
            self.archived and filter_name != "archived",
        )

    def takes(self, product: ProductRow) -> bool:
        """True when the filters let this product through; the text is the search's own affair."""
        if product.archived != self.archived:
            return False
        if self.level == "out" and product.level != "out":
            return False
        if self.level == "low" and product.level == "ok":
            return False
        if self.category is None:
            return True
        path = self.category.path
        return product.category == path or product.category.startswith(f"{path} > ")


def load_page(
    shop: "Shop",
    question: Question,
    after: ProductRow | None,
    limit: int,
    sort: str,
    descending: bool,
) -> Sequence[ProductRow]:
    """One page of the answer, for `PagedModel`; runs in a lane."""
    if question.text:
        return () if after else _search(shop, question, sort, descending)
    return shop.catalog.page(
        after=after,
        limit=limit,
        sort=sort or BY_NAME,
        descending=descending,
        category_id=question.category.id if question.category else None,
        level=question.level,
        archived=question.archived,
    )


def _search(shop: "Shop", question: Question, sort: str, descending: bool) -> Sequence[ProductRow]:
    found: Sequence[ProductRow]
    if question.archived:
        found = _search_archived(shop, question.text)
    else:
        found = shop.catalog.search(question.text, limit=MOST_FOUND)
    rows = [row for row in found if question.takes(row)]
    if sort:
        rows.sort(key=attrgetter(sort, "id"), reverse=descending)
    return rows


def _search_archived(shop: "Shop", text: str) -> list[ProductRow]:
    """The shop's search leaves archived products out; there are few, so they are read through."""
    words = text.casefold().split()
    found: list[ProductRow] = []
    after: ProductRow | None = None
    while len(found) < MOST_FOUND:
        page = shop.catalog.page(after=after, limit=500, archived=True)
        found.extend(row for row in page if _has_words(row, words))
        if len(page) < 500:
            break
        after = page[-1]
    return found


def _has_words(row: ProductRow, words: list[str]) -> bool:
    all_of_it = f"{row.name} {row.sku} {row.barcode} {row.brand} {row.category}".casefold()
    return all(word in all_of_it for word in words)
