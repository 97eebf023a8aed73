"""Which driver: the same hand-written work on apsw and on the standard library's sqlite3?"""

import random
import sqlite3
from itertools import islice
from pathlib import Path

import apsw
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.conftest import Copies
from benchmarks.making import PRODUCTS, barcode_of
from benchmarks.measuring import Times, Verdicts, interleaved
from benchmarks.test_sale import Side, carts
from benchmarks.twin import Twin
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.shop import Shop

_READS = {
    "one product by barcode": (
        "SELECT p.id, p.sku, p.name, p.price FROM barcodes AS b "
        "JOIN products AS p ON p.id = b.product_id WHERE b.code = ?"
    ),
    "a page of 100 products": (
        "SELECT p.id, p.sku, p.name, p.price, s.on_hand FROM products AS p "
        "CROSS JOIN stock AS s ON s.product_id = p.id AND s.location_id = 1 "
        "WHERE p.name >= ? ORDER BY p.name, p.id LIMIT 100"
    ),
}


def versions() -> str:
    """What is compared."""
    ours = f"apsw (SQLite {apsw.sqlite_lib_version()})"
    return f"{ours} against sqlite3 (SQLite {sqlite3.sqlite_version})"


@pytest.mark.parametrize("lines", [1, 5, 20])
def test_sale(
    benchmark: BenchmarkFixture, stocked: Path, copies: Copies, verdicts: Verdicts, lines: int
) -> None:
    with_apsw = Side(copies.of(stocked, "apsw"), lean=False)
    standard = Side(copies.of(stocked, "sqlite3"), lean=False, driver="sqlite3")
    shop = Shop.open(stocked)
    keys = random.Random(lines).sample(range(1, PRODUCTS + 1), 3000)
    supply = carts([shop.catalog.get(key) for key in keys], lines, seed=lines)
    shop.close()

    def idle() -> None:
        with_apsw.idle()
        standard.idle()

    def sell(sale: tuple[Cart, Payment]) -> None:
        with_apsw.sell(sale)

    for sale in islice(supply, 50):
        sell(sale)
        standard.sell(sale)
    for times in (with_apsw.transaction, standard.transaction):
        times.clear()
    interleaved(benchmark, sell, (standard.sell,), supply, 800, idle)
    name = "1 line" if lines == 1 else f"{lines} lines"
    verdicts.compare(
        f"{versions()}, a sale of {name}",
        with_apsw.transaction,
        standard.transaction,
        ("apsw", "sqlite3"),
    )
    with_apsw.twin.close()
    standard.twin.close()


@pytest.mark.parametrize("what", list(_READS))
def test_read(
    benchmark: BenchmarkFixture, stocked: Path, shop: Shop, verdicts: Verdicts, what: str
) -> None:
    clerk = shop.staff.terminal()
    ours, standard = Twin(stocked, clerk, "apsw"), Twin(stocked, clerk, "sqlite3")
    chance = random.Random(what)
    values = {
        "one product by barcode": lambda: barcode_of(chance.randrange(1, PRODUCTS + 1)),
        "a page of 100 products": lambda: (
            chance.choice("ABCDEFGHIKLMNOPRSTW") + chance.choice("aeiou")
        ),
    }[what]
    twin = Times()
    sql = _READS[what]
    times = interleaved(
        benchmark,
        lambda value: ours.run(sql, (value,)),
        (lambda value: twin.take(lambda: standard.run(sql, (value,))),),
        iter(values, None),
        2000,
    )
    verdicts.compare(f"{versions()}, {what}", times, twin, ("apsw", "sqlite3"))
    ours.close()
    standard.close()
