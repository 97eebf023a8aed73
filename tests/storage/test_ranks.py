"""Sales are counted into the order of search once, in steps of any size."""

from collections.abc import Callable

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.services.catalog_rows import count_sales
from pos_app.shop import Shop
from pos_app.storage.ranks import count, fold, uncounted


@pytest.mark.parametrize(("moves", "products"), [(1, 1), (3, 2), (7, 1), (1000, 1000)])
def test_every_sale_is_counted_once_whatever_the_steps(
    shop: Shop,
    owner: Clerk,
    add_product: Callable[..., ProductRow],
    moves: int,
    products: int,
) -> None:
    rows = [add_product(f"Tea {number}", price=100, stock=100) for number in range(5)]
    sold = [5, 3, 9, 0, 1]
    database = shop._database
    for _ in range(2):
        for row, pieces in zip(rows, sold, strict=True):
            for _ in range(pieces):
                shop.checkout.sell(Cart().add(row), [Payment("cash", 100)], by=owner)
        while window := uncounted(database, moves):
            with database.transaction():
                # One step of each window, as if the process was killed after it.
                count(database, window, 0, products)
    counted: dict[int, int] = dict(database.rows("SELECT product_id, sold FROM product_ranks"))
    assert counted == {row.id: 2000 * pieces for row, pieces in zip(rows, sold, strict=True)}
    names = [row.name for row in shop.catalog.search("tea")]
    assert names == ["Tea 2", "Tea 0", "Tea 1", "Tea 4", "Tea 3"]
    assert shop.check(by=owner) == ()


def test_a_shop_opens_in_the_midst_of_a_count(
    shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]
) -> None:
    for number in range(3):
        tea = add_product(f"Tea {number}", price=100, stock=100)
        shop.checkout.sell(Cart().add(tea), [Payment("cash", 100)], by=owner)
    database = shop._database
    window = uncounted(database)
    assert window is not None
    with database.transaction():
        assert count(database, window, 0, 1) is not None  # the process was killed here
    again = Shop.open(shop.path)
    assert again.info == shop.info
    again.close()


def test_two_who_count_at_once_count_once(
    shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]
) -> None:
    rows = [add_product(f"Tea {number}", price=100, stock=100) for number in range(3)]
    for row in rows:
        shop.checkout.sell(Cart().add(row), [Payment("cash", 100)], by=owner)
    database = shop._database
    first, second = uncounted(database), uncounted(database)
    assert first is not None
    assert second is not None
    with database.transaction():
        first = count(database, first, 0, 1)
    with database.transaction():
        assert count(database, second, 0) is None
    assert first is not None
    with database.transaction():
        assert count(database, first, 0) is None
    assert database.rows("SELECT sold FROM product_ranks") == [(1000,), (1000,), (1000,)]
    assert uncounted(database) is None


def test_the_index_is_folded_together_in_small_steps(
    shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]
) -> None:
    rows = [add_product(f"Tea {number}", price=100, stock=100) for number in range(10)]
    for pieces in (1, 1, 2, 4, 8):  # each time all of them reach another tier
        for row in rows:
            shop.checkout.sell(Cart().add(row, pieces), [Payment("cash", 800)], by=owner)
        count_sales(shop._books)
    database = shop._database

    def size() -> int:
        return int(database.rows("SELECT sum(length(block)) FROM product_search_data")[0][0])

    before, begin = size(), True
    going_on = True
    while going_on:
        with database.transaction():
            going_on = fold(database, begin=begin)
        begin = False
    assert size() < before
    assert len(shop.catalog.search("tea", limit=50)) == 10
    assert shop.check(by=owner) == ()
