"""A file that is moved, removed or replaced while it is open: nothing is sold into nowhere."""

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import DiskTrouble, ShopMoved
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop, ShopSetup
from pos_app.storage.connection import refusals

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move an open file")


def remove(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    shutil.copyfile(path, path.with_name("other.db"))
    path.with_name("other.db").replace(path)


def move_its_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


def remove_its_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


@pytest.fixture
def counter(tmp_path: Path, template: Path) -> Path:
    """A shop in a folder of its own."""
    path = tmp_path / "counter" / "corner.db"
    path.parent.mkdir()
    shutil.copyfile(template, path)
    return path


@pytest.mark.parametrize("happens", [remove, replace, move_its_folder, remove_its_log])
def test_nothing_is_sold_into_a_file_that_is_gone(
    counter: Path, happens: Callable[[Path], None]
) -> None:
    shop = Shop.open(counter)
    by = shop.staff.terminal()
    milk = shop.catalog.add_product(name="Milk", price=129, stock=5, by=by)
    happens(counter)
    for _ in range(2):
        with pytest.raises(ShopMoved):
            shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=by)
    assert shop.catalog.get(milk.id).on_hand == 5
    shop.close()


def test_a_shop_that_is_put_back_goes_on(
    shop: Shop, shop_path: Path, owner: Clerk, milk: ProductRow
) -> None:
    shop_path.rename(shop_path.with_name("away.db"))
    with pytest.raises(ShopMoved):
        shop.stock.receive(milk.id, 1, by=owner)
    shop_path.with_name("away.db").rename(shop_path)
    assert shop.stock.receive(milk.id, 1, by=owner).on_hand == 41


def in_another_thread(ask: Callable[[], object]) -> object:
    answers: list[object] = []

    def run() -> None:
        try:
            answers.append(ask())
        except ShopMoved as refusal:
            answers.append(type(refusal))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return answers[0]


def test_no_thread_opens_the_file_that_came_instead(
    shop: Shop, shop_path: Path, milk: ProductRow
) -> None:
    replace(shop_path)
    assert in_another_thread(shop.catalog.count) is ShopMoved


def test_every_thread_opens_the_same_file_wherever_the_process_stands(
    shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    Shop.create(elsewhere / shop_path.name, ShopSetup("Another", timezone="UTC")).close()
    monkeypatch.chdir(tmp_path)
    shop = Shop.open(shop_path.name)
    shop.catalog.add_product(name="Milk", price=129, by=shop.staff.terminal())
    monkeypatch.chdir(elsewhere)
    assert in_another_thread(shop.catalog.count) == 1
    shop.close()


def test_a_disk_that_fails_is_named() -> None:
    with pytest.raises(DiskTrouble), refusals("corner.db"):
        raise apsw.IOError("disk I/O error")
