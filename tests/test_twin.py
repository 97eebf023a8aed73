"""The hand-written sale that speed is measured against writes the very rows that ours writes."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
import pytest

from benchmarks.twin import Sums, Twin, TwinSale
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop

RATE_PPM = 50_000  # as the template's
AT = datetime(2026, 3, 2, 3, 30, 15, 123456, tzinfo=UTC)

Sell = Callable[[Twin, TwinSale, Sums], int]


def everything(path: str | Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, the bytes of the search index too."""
    connection = apsw.Connection(str(path))
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
    ).fetchall()
    rows: dict[str, list[tuple[Any, ...]]] = {
        str(name): [*connection.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2')]
        for (name,) in tables
    }
    connection.close()
    return rows


@pytest.fixture
def goods(shop: Shop, add_product: Callable[..., ProductRow]) -> list[ProductRow]:
    shop._books.now = lambda: AT  # the chain begins on the day it goes on
    return [
        add_product("Milk 1 l", 129, 40),
        add_product("Crème brûlée", 489, 12),
        add_product("Bananas", 59, 41, unit="lb"),
    ]


@pytest.mark.parametrize("driver", ["apsw", "sqlite3"])
@pytest.mark.parametrize("sell", [Twin.sell, Twin.sell_lean])
def test_the_twin_writes_what_we_write(
    shop: Shop, owner: Clerk, goods: list[ProductRow], tmp_path: Path, driver: str, sell: Sell
) -> None:
    cart = Cart().add(goods[0], 3).add(goods[1]).add(goods[2], 2)
    cart = cart.add_line(cart.lines[0]).set_note(0, "")
    again = Cart().add(goods[0])
    sales = [(cart, Payment("cash", 2000)), (again, Payment("cash", 129))]
    copy = tmp_path / "twin.db"
    shop.checkpoint()
    shutil.copyfile(shop.path, copy)
    before = everything(copy)

    twin = Twin(copy, owner, driver, RATE_PPM)
    twin.now = lambda: AT
    for sold, payment in sales:
        plain = TwinSale.of(sold, payment)
        sell(twin, plain, twin.price(plain))
    twin.close()

    for sold, payment in sales:
        shop.checkout.sell(sold, [payment], by=owner, at=AT)

    ours, theirs = everything(shop.path), everything(copy)
    assert ours == theirs
    changed = {name for name in ours if ours[name] != before[name]}
    assert changed >= {"orders", "order_items", "payments", "stock", "stock_moves", "tills"}
    assert changed >= {"order_taxes", "order_item_taxes", "journal"}
    assert shop.check(by=owner) == ()


def test_the_twin_keeps_the_same_rules(
    shop: Shop, owner: Clerk, goods: list[ProductRow], tmp_path: Path
) -> None:
    copy = tmp_path / "twin.db"
    shop.checkpoint()
    shutil.copyfile(shop.path, copy)
    twin = Twin(copy, owner, rate_ppm=RATE_PPM)

    def sell(cart: Cart, paid: int, by: Clerk = owner) -> int:
        plain = TwinSale.of(cart, Payment("cash", paid))
        return twin.sell(plain, twin.price(plain))

    cart = Cart().add(goods[0])
    assert (sell(cart, 200), sell(cart, 200)) == (1, 1)
    before = everything(copy)
    for refused, paid in (
        (Cart().add(goods[0], 40), 9999),
        (Cart().add(goods[0]), 100),
        (Cart().add(goods[0]).at_price(goods[0].id, 1), 100),
    ):
        with pytest.raises(ValueError):
            sell(refused, paid)
    twin._clerk = Clerk(owner.id, owner.session_id, "forged", owner.username, owner.name)
    with pytest.raises(PermissionError):
        sell(Cart().add(goods[0]), 200)
    twin.close()
    assert everything(copy) == before
