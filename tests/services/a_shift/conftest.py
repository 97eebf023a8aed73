"""One whole shift that every test here only looks at."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services.shift_day import ShiftDay


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShiftDay]:
    """The shift, done once; every test only looks at it."""
    folder = tmp_path_factory.mktemp("shift")
    day = ShiftDay(folder)
    day.open()
    day.each_tender()
    day.too_much_off()
    day.wrong_tender()
    day.orders_for_later()
    day.goods_come_back()
    day.cash_moves()
    day.never_sold()
    day.close()
    day.after_it(folder)
    yield day
    day.shop.close()


@pytest.fixture(scope="session")
def copies(day: ShiftDay) -> Callable[[Path], Path]:
    """Makes a copy of the shop's file in a folder; the key and the manifest are left outside."""

    def copy(folder: Path) -> Path:
        return Path(shutil.copyfile(day.shop.path, folder / "copy.db"))

    return copy
