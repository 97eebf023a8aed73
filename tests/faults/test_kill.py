"""kill -9 in the middle of imports: the books stay sound, and a repeat finishes the work once."""

import csv
import gzip
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app import paths
from pos_app.domain.rows import ImportResult
from pos_app.services.imports.baskets import _uuid
from pos_app.shop import Shop

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = paths.resources() / "sample_shop"
JOURNEY = ROOT / "tests" / "data" / "journey"

START_SECONDS = 0.8
"""About what a process needs before it books its first basket."""


@pytest.fixture
def moments(request: pytest.FixtureRequest) -> random.Random:
    """Moments to kill at; the seed is shown when a test fails."""
    seed = int(os.environ.get("FAULTS_SEED", time.time_ns() % 10**9))
    print(f"FAULTS_SEED={seed}")  # noqa: T201
    return random.Random(seed)


@pytest.fixture
def stocked(shop_path: Path) -> Callable[[Path], Path]:
    """A shop with the products of a list, and nothing sold."""

    def stocked(products: Path) -> Path:
        shop = Shop.open(shop_path)
        shop.imports.products(str(products), by=shop.staff.terminal())
        shop.close()
        return shop_path

    return stocked


def start(kind: str, file: Path, shop: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pos_app", "import", kind, str(file), "--shop", str(shop)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def killed(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Let the process run for so long and kill it; False when it was done before."""
    with process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return True
        assert process.stderr is not None
        assert process.returncode == 0, process.stderr.read().decode()
        return False


def wait_for_more_orders(shop: Shop, process: subprocess.Popen[bytes]) -> None:
    """Until the process books its first basket, or has nothing left to book."""
    version = shop.data_version()
    orders = last_number(shop)
    while process.poll() is None:
        if shop.data_version() != version:
            version = shop.data_version()
            if last_number(shop) != orders:
                return


def last_number(shop: Shop) -> int:
    return int(shop._database.rows("SELECT last_number FROM tills")[0][0])


def assert_every_basket_once(path: Path, baskets: Path) -> None:
    with baskets.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    paid: dict[str, int] = {}
    for row in rows:
        uuid = _uuid(row["basket_id"])
        paid[uuid] = paid.get(uuid, 0) + round(float(row["sales_value"]) * 100)
    shop = Shop.open(path)
    booked = shop._database.rows("SELECT uuid, total FROM orders")
    assert sorted(booked) == sorted(paid.items())
    assert last_number(shop) == len(paid)
    assert shop.check(by=shop.staff.terminal()) == ()
    shop.close()


def kill_often(path: Path, baskets: Path, moments: random.Random, kills: int) -> int:
    """Kill the import so many times, most often while it books, and check after each; then let it
    finish. Returns how many of the kills found it booking."""
    untouched = path.with_name("untouched.db")
    shutil.copyfile(path, untouched)
    left, while_booking = kills, 0
    while left:
        process = start("baskets", baskets, path)
        shop = Shop.open(path)
        before = last_number(shop)
        if moments.random() < 0.2:
            cut = killed(process, moments.uniform(0, START_SECONDS))
        else:
            wait_for_more_orders(shop, process)
            cut = killed(process, moments.uniform(0, 0.05))
        assert shop.check(by=shop.staff.terminal()) == ()
        left -= cut
        while_booking += cut and last_number(shop) > before
        shop.close()
        if left and not cut:
            assert_every_basket_once(path, baskets)
            for ending in ("-wal", "-shm"):
                Path(f"{path}{ending}").unlink(missing_ok=True)
            shutil.copyfile(untouched, path)
    assert not killed(start("baskets", baskets, path), 300)
    assert_every_basket_once(path, baskets)
    return while_booking


def test_baskets_survive_kills(stocked: Callable[[Path], Path], moments: random.Random) -> None:
    path = stocked(SAMPLE / "products.csv")
    assert kill_often(path, SAMPLE / "baskets.csv", moments, 8) > 0


@pytest.mark.slow
def test_baskets_of_a_year_survive_300_kills(
    stocked: Callable[[Path], Path], moments: random.Random, tmp_path: Path
) -> None:
    for name in ("products.csv", "baskets.csv"):
        packed = JOURNEY / f"{name}.gz"
        (tmp_path / name).write_bytes(gzip.decompress(packed.read_bytes()))
    path = stocked(tmp_path / "products.csv")
    assert kill_often(path, tmp_path / "baskets.csv", moments, 300) > 150


def test_products_survive_kills(shop_path: Path, tmp_path: Path, moments: random.Random) -> None:
    products = tmp_path / "products.csv"
    products.write_bytes(gzip.decompress((JOURNEY / "products.csv.gz").read_bytes()))
    kept = 0
    for _ in range(3):
        process = start("products", products, shop_path)
        shop = Shop.open(shop_path)
        version = shop.data_version()
        while process.poll() is None and shop.data_version() == version:
            pass
        killed(process, moments.uniform(0, 0.3))
        assert shop.check(by=shop.staff.terminal()) == ()
        assert shop.catalog.count() >= kept
        kept = shop.catalog.count()
        shop.close()
    shop = Shop.open(shop_path)
    result = shop.imports.products(str(products), by=shop.staff.terminal())
    assert result == ImportResult(13_190 - kept, 0, kept, 0)
    assert shop.check(by=shop.staff.terminal()) == ()
    shop.close()
