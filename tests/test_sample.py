"""The sample shop: whole or not there at all."""

import csv
from pathlib import Path

import pytest

from pos_app import paths, sample
from pos_app.domain.errors import Cancelled, ShopExists
from pos_app.shop import Shop


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    told: list[tuple[int, int]] = []
    sample.create_sample(path, lambda done, total: told.append((done, total))).close()
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    return path


def test_it_holds_every_basket_of_its_lists(made: Path) -> None:
    shop = Shop.open(made)
    with (paths.resources() / "sample_shop" / "baskets.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    revenue = sum(round(float(row["sales_value"]) * 100) for row in rows)
    days = shop.reports.daily_sales()
    assert sum(day.orders for day in days) == len({row["basket_id"] for row in rows})
    assert sum(day.revenue for day in days) == revenue
    assert shop.info.is_sample
    assert shop.check() == ()
    assert all(row.name != row.username for row in shop.customers.page())
    shop.close()


def test_its_owner_signs_in(made: Path) -> None:
    shop = Shop.open(made)
    assert shop.staff.sign_in(sample.USERNAME, pin=sample.PIN).name == "Ann"
    shop.close()


def test_it_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_text("mine")
    with pytest.raises(ShopExists):
        sample.create_sample(path)
    assert path.read_text() == "mine"


def test_nothing_half_made_is_left(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done > 50:
            raise Cancelled

    with pytest.raises(Cancelled):
        sample.create_sample(tmp_path / "sample.db", stop)
    assert list(tmp_path.iterdir()) == []
