"""kill -9 while a training copy is made: what is left is never taken for a real shop."""

import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import NotAShop, ShopDamaged
from pos_app.domain.payment import Payment
from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop
from pos_app.storage import copying, training
from tests.faults.killing import Count, killed_at

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")

SOURCES = (copying.__file__, training.__file__)
PAGES = 17
"""Each step is tried, and one in so many of those that read or write a page."""


def steps_of(count: Count) -> Callable[[FrameType, str, Any], None]:
    """Call count with each function of the copying that begins."""

    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code.co_filename in SOURCES:
            count(frame.f_code.co_name)

    return profile


def make_copy(shop: Path, count: Count) -> None:
    opened = Shop.open(shop)
    sys.setprofile(steps_of(count))
    opened.training_copy(by=opened.staff.terminal())
    sys.setprofile(None)
    opened.close()


def steps(shop: Path) -> list[int]:
    """The steps to be killed at: each but those that read or write a page, and some of those."""
    names: list[str] = []
    make_copy(shop, names.append)
    in_pages = {"xRead", "xWrite", "_with_id"}
    return [at for at, name in enumerate(names) if name not in in_pages or at % PAGES == 0]


def test_no_kill_leaves_a_copy_that_opens_as_a_real_shop(
    shop: Shop, milk: ProductRow, tmp_path: Path
) -> None:
    by = shop.staff.terminal()
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=by)
    books = len(shop.orders.page())
    shop.close()
    real = Path(shop.path)
    old = Shop.practise(real)
    old.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=old.staff.terminal())
    kept = tmp_path / "kept"
    kept.mkdir()
    for path in tmp_path.glob("corner.training.db*"):
        shutil.copyfile(path, kept / path.name)
    old.close()
    assert {path.suffix for path in kept.iterdir()} == {".db", ".db-wal", ".db-shm"}
    before = real.read_bytes()
    points, kills, ended = steps(real), 0, set()
    for at in points:
        # Each copy is in the shop's journal, and one more entry is another page to copy.
        for log in ("-wal", "-shm"):
            Path(f"{real}{log}").unlink(missing_ok=True)
        real.write_bytes(before)
        for path in tmp_path.glob("corner.training.db*"):
            path.unlink()
        for path in kept.iterdir():
            shutil.copyfile(path, tmp_path / path.name)
        kills += killed_at(at, partial(make_copy, real))
        ended.add(what_is_left(tmp_path))
        again = Shop.practise(real, fresh=True)
        assert again.info.training
        assert len(again.orders.page()) == books
        again.close()
    assert kills > 20
    assert ended == {"old", "new", "none"}
    opened = Shop.open(real)
    assert (opened.info.training, opened.check(by=opened.staff.terminal())) == (False, ())
    opened.close()


def what_is_left(folder: Path) -> str:
    """Which training copy stands there after a kill; nothing beside it may open as a shop."""
    found = "none"
    for path in sorted(folder.glob("corner.training.db*")):
        if path.name.endswith(("-wal", "-shm", "-journal")):
            continue
        try:
            shop = Shop.open(path)
        except (NotAShop, ShopDamaged):
            assert path.name != "corner.training.db"
            continue
        assert shop.info.training, path.name
        if path.name == "corner.training.db":
            assert shop.check(by=shop.staff.terminal()) == ()
            found = "old" if len(shop.orders.page()) == 2 else "new"
        shop.close()
    return found
