"""How SQLite goes about the lists that are scrolled: along an index, never by sorting it all."""

from collections.abc import Callable
from typing import Any

import pytest

from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop


def plans_of(shop: Shop, work: Callable[[], object]) -> list[str]:
    """The steps of every SELECT that work runs."""
    connection = shop._database.connection
    seen: list[tuple[str, Any]] = []

    def keep(_cursor: object, sql: str, values: Any) -> bool:
        seen.append((sql, values))
        return True

    connection.exec_trace = keep
    work()
    connection.exec_trace = None
    return [
        str(step[3])
        for sql, values in seen
        if sql.startswith("SELECT")
        for step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
    ]


@pytest.mark.parametrize("sort", ["name", "sku", "price", "on_hand"])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("behind", [False, True])
def test_a_page_of_products_follows_an_index(
    shop: Shop, milk: ProductRow, sort: str, descending: bool, behind: bool
) -> None:
    steps = plans_of(
        shop,
        lambda: shop.catalog.page(sort=sort, descending=descending, after=milk if behind else None),
    )
    leading = "stock_on_hand" if sort == "on_hand" else f"products_{sort}"
    assert any(leading in step or "sqlite_autoindex_products" in step for step in steps)
    assert not [step for step in steps if "FOR ORDER BY" in step and "LAST TERM" not in step]


def test_nothing_at_the_counter_is_sorted(shop: Shop, milk: ProductRow) -> None:
    for work in (
        shop.catalog.favourites,
        lambda: shop.catalog.scan(milk.sku),
        lambda: shop.catalog.search("milk"),
        shop.orders.page,
    ):
        steps = plans_of(shop, work)
        assert steps
        assert not [step for step in steps if "FOR ORDER BY" in step]
