"""kill -9 while the copy of a closing is made: it is there whole, or nothing is that could be taken
for it."""

import os
import shutil
import sys
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop
from pos_app.storage import closing_copy, copying
from tests.faults.killing import Count, killed_at

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")

SOURCES = (copying.__file__, closing_copy.__file__)
ENDINGS = (".db", ".json", ".pub")


def make_copy(shop: Path, folder: Path, count: Count) -> None:
    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        if event in ("call", "return") and frame.f_code.co_filename in SOURCES:
            count(frame.f_code.co_name)

    opened = Shop.open(shop)
    by = opened.staff.terminal()
    sys.setprofile(profile)
    opened.closing_backup(folder, by=by)
    sys.setprofile(None)
    opened.close()


def test_a_kill_leaves_a_whole_copy_or_none(
    shop: Shop, shop_path: Path, milk: ProductRow, tmp_path: Path
) -> None:
    by = shop.staff.terminal()
    shop.shifts.open({}, by=by)
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=by)
    shop.shifts.close({1: 129}, next_float=0, by=by)
    shop.close()
    folder = tmp_path / "backups"
    steps: list[str] = []
    make_copy(shop_path, folder, steps.append)
    whole = 0
    for last in range(len(steps)):
        shutil.rmtree(folder, ignore_errors=True)
        assert killed_at(last, partial(make_copy, shop_path, folder))
        if not folder.exists():
            continue
        for kept in folder.iterdir():
            if kept.name.startswith("."):  # half-made, and called so
                continue
            assert sorted(path.suffix for path in kept.iterdir()) == sorted(ENDINGS)
            copy = Shop.open(kept / f"{kept.name}.db")
            assert copy.check(by=copy.staff.terminal()) == ()
            copy.close()
            whole += 1
    assert 0 < whole < len(steps)
