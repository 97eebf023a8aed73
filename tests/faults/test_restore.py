"""Restoring and copying while others sell, onto what was left behind, and onto a full disk."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import DiskFull, PosError, ShopExists, ShopReadOnly
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop, ShopSetup, restore
from tests.faults import disks


def uuids(path: Path | str) -> set[str]:
    """The sales in a shop that was found sound."""
    shop = Shop.open(path)
    assert shop.check(by=shop.staff.terminal()) == ()
    booked = {uuid for (uuid,) in shop._database.rows("SELECT uuid FROM orders")}
    shop.close()
    return booked


def test_what_is_sold_during_a_restore_is_kept(shop: Shop, milk: ProductRow) -> None:
    """Every sale that a till was told of is in the shop or in a copy that was put aside."""
    backup = Path(shop.path).with_name("backup.db")
    shop.stock.receive(milk.id, 9_000, by=shop.staff.terminal())
    shop.backup(backup, by=shop.staff.terminal())
    sold: set[str] = set()
    begun, done = threading.Event(), threading.Event()

    def sell() -> None:
        by = None
        while not done.is_set():
            cart = Cart().add(milk)
            try:
                by = by or shop.staff.terminal()
                shop.checkout.sell(cart, [Payment("cash", 129)], by=by)
            except PosError:  # the session went with the shop that was replaced
                by = None
            else:
                sold.add(cart.uuid)
                begun.set()

    clerks = [threading.Thread(target=sell) for _ in range(2)]
    for clerk in clerks:
        clerk.start()
    assert begun.wait(30)
    copies = [restore(backup, shop.path) for _ in range(4)]
    done.set()
    for clerk in clerks:
        clerk.join()
    assert len(set(copies)) == 4
    kept = uuids(shop.path).union(*(uuids(copy) for copy in copies if copy))
    assert sold - kept == set()


@pytest.fixture
def left_behind(shop: Shop, owner: Clerk, milk: ProductRow) -> Path:
    """The place of a shop that was moved away without its log; a backup of it lies beside."""
    shop.checkpoint()
    shop.backup(Path(shop.path).with_name("backup.db"), by=owner)
    for number in range(40):
        shop.catalog.add_product(name=f"Product {number}", price=100, stock=1, by=owner)
    place = Path(shop.path).with_name("gone.db")
    shutil.copyfile(f"{shop.path}-wal", f"{place}-wal")
    return place


def test_a_log_without_its_shop_never_meets_another(shop: Shop, left_behind: Path) -> None:
    log = Path(f"{left_behind}-wal")
    before = log.read_bytes()
    with pytest.raises(ShopExists):
        Shop.create(left_behind, ShopSetup("New", timezone="UTC"))
    with pytest.raises(ShopExists):
        shop.backup(left_behind, by=shop.staff.terminal())
    assert not left_behind.exists()
    aside = restore(left_behind.with_name("backup.db"), left_behind)
    assert aside is not None
    assert Path(aside).read_bytes() == before
    assert uuids(left_behind) == set()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    with disks.small_disk(tmp_path / "disk", 3) as place:
        yield place


def test_a_damaged_shop_stays_where_it_is_when_the_disk_is_full(
    shop: Shop, small_disk: Path, tmp_path: Path
) -> None:
    shop.backup(tmp_path / "backup.db", by=shop.staff.terminal())
    damaged = small_disk / "corner.db"
    content = bytearray((tmp_path / "backup.db").read_bytes())
    content[100:8192] = os.urandom(8092)
    damaged.write_bytes(content)
    with (small_disk / "ballast").open("wb") as file:
        file.write(b"\0" * (shutil.disk_usage(small_disk).free - 8192))
    with pytest.raises(DiskFull):
        restore(tmp_path / "backup.db", damaged)
    assert damaged.read_bytes() == content
    assert sorted(path.name for path in small_disk.iterdir()) == ["ballast", "corner.db"]


def test_a_shop_that_may_not_be_written_is_not_restored(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.backup(tmp_path / "backup.db", by=shop.staff.terminal())
    locked = tmp_path / "locked.db"
    shutil.copyfile(tmp_path / "backup.db", locked)
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != locked)
    with pytest.raises(ShopReadOnly):
        restore(tmp_path / "backup.db", locked)
    assert list(tmp_path.glob("locked.db?*")) == []


def test_one_of_two_backups_to_one_place_is_refused(shop: Shop, tmp_path: Path) -> None:
    """However late the other one comes: nothing is written over what stands there."""
    target = tmp_path / "copy.db"

    def somebody_else(done: int, total: int) -> None:
        if done == total:
            target.write_text("mine")

    with pytest.raises(ShopExists):
        shop.backup(target, somebody_else, by=shop.staff.terminal())
    assert target.read_text() == "mine"
    assert list(tmp_path.glob("*.part-*")) == []
