"""How long do the files of a real store take: 13,190 products, 40,180 lines of 3,476 baskets?"""

from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.making import unpacked
from benchmarks.measuring import Times, Verdicts
from pos_app.shop import Shop, ShopSetup

SECOND = 1000
ROUNDS = 3


def new_shop(folder: Path) -> Shop:
    """An empty shop in a new file."""
    path = folder / "imports.db"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    return Shop.create(path, ShopSetup(name="Imports", timezone="America/New_York"))


def test_import_of_products(benchmark: BenchmarkFixture, folder: Path, verdicts: Verdicts) -> None:
    file = unpacked("products.csv", folder)
    times = Times()

    def fresh() -> tuple[tuple[Shop], dict[str, object]]:
        return (new_shop(folder),), {}

    def work(shop: Shop) -> None:
        clerk = shop.staff.terminal()
        result = times.take(lambda: shop.imports.products(str(file), by=clerk))
        assert result.added == 13_190
        shop.close()

    benchmark.pedantic(work, setup=fresh, rounds=ROUNDS)
    verdicts.within("import of 13,190 products", times, 1.0, 5 * SECOND)


def test_import_of_baskets(benchmark: BenchmarkFixture, folder: Path, verdicts: Verdicts) -> None:
    products, baskets = unpacked("products.csv", folder), unpacked("baskets.csv", folder)
    times = Times()

    def fresh() -> tuple[tuple[Shop], dict[str, object]]:
        shop = new_shop(folder)
        shop.imports.products(str(products), by=shop.staff.terminal())
        return (shop,), {}

    def work(shop: Shop) -> None:
        clerk = shop.staff.terminal()
        result = times.take(lambda: shop.imports.baskets(str(baskets), by=clerk))
        assert result.added == 3476
        shop.close()

    benchmark.pedantic(work, setup=fresh, rounds=ROUNDS)
    verdicts.within("import of 40,180 lines in 3,476 baskets", times, 1.0, 20 * SECOND)
