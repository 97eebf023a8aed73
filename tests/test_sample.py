"""The sample shop: whole or not there at all."""

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pos_app import paths, sample
from pos_app.domain.cart import Cart
from pos_app.domain.errors import Cancelled, ShopExists
from pos_app.services.journal_verifying import verify_file
from pos_app.shop import Shop

TODAY = date(2026, 3, 11)
"""A Wednesday; the newest basket of the lists was sold on a Sunday."""

BROUGHT_BACK = 399
"""One of two glasses that were sold for 7.98 together."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    told: list[tuple[int, int]] = []
    sample.create_sample(path, lambda done, total: told.append((done, total)), TODAY).close()
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    return path


def test_it_holds_every_basket_of_its_lists(made: Path) -> None:
    shop = Shop.open(made)
    with (paths.resources() / "sample_shop" / "baskets.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    revenue = sum(round(float(row["sales_value"]) * 100) for row in rows)
    days = shop.reports.daily_sales(by=shop.staff.terminal())
    assert sum(day.orders for day in days) == len({row["basket_id"] for row in rows}) + 1
    assert sum(day.revenue for day in days) == revenue - BROUGHT_BACK
    assert shop.info.is_sample
    assert shop.check(by=shop.staff.terminal()) == ()
    assert all(row.name != row.username for row in shop.customers.page())
    shop.close()


def test_its_baskets_were_sold_in_the_last_half_year(made: Path) -> None:
    shop = Shop.open(made)
    with (paths.resources() / "sample_shop" / "baskets.csv").open(newline="") as file:
        read = {
            row["basket_id"]: datetime.fromisoformat(row["sold_at"]) for row in csv.DictReader(file)
        }
    moved = date(2026, 3, 8) - max(read.values()).date()
    assert moved.days % 7 == 0
    wanted = Counter(at.date() + moved for at in read.values())
    wanted[date(2026, 3, 8)] += 1  # the gift card
    assert {
        day.date: day.orders for day in shop.reports.daily_sales(by=shop.staff.terminal())
    } == wanted
    card, newest = shop.orders.page(limit=2)
    assert card.total == sample.GIFT_CARD_AMOUNT
    on_the_wall = newest.at.astimezone(ZoneInfo(shop.info.timezone))
    assert on_the_wall.replace(tzinfo=None) == max(read.values()) + moved
    shop.close()


@pytest.mark.parametrize("later", range(8))
def test_the_newest_basket_is_of_the_week_before_today(tmp_path: Path, later: int) -> None:
    today = TODAY + timedelta(days=later)
    target = tmp_path / "moved.csv"
    source = paths.resources() / "sample_shop" / "baskets.csv"
    first, newest = sample._move(source, str(target), today)
    with target.open(newline="") as file:
        times = [datetime.fromisoformat(row["sold_at"]) for row in csv.DictReader(file)]
    assert 1 <= (today - max(times).date()).days <= 7
    assert max(times).weekday() == 6
    for moved, at in ((first, min(times)), (newest, max(times))):
        assert moved.astimezone(ZoneInfo("America/New_York")).replace(tzinfo=None) == at


def test_the_shelves_were_filled_before_the_first_basket(made: Path) -> None:
    shop = Shop.open(made)
    first = min(day.date for day in shop.reports.daily_sales(by=shop.staff.terminal()))
    product = shop.catalog.search("milk")[0]
    opening = shop.stock.moves(product.id, by=shop.staff.terminal())[-1]
    assert opening.reason == "opening"
    assert opening.at.date() < first
    shop.close()


def test_its_prices_include_a_tax(made: Path) -> None:
    shop = Shop.open(made)
    assert shop.info.tax_included
    order = shop.orders.get(shop.orders.page(limit=2)[1].id)
    assert order.tax == round(order.total * 5 / 105)
    untaxed, taxed = shop.reports.taxes(by=shop.staff.terminal())
    assert (untaxed.rate_ppm, taxed.rate_ppm) == (0, 50_000)
    assert untaxed.net > 0
    shop.close()


def test_it_has_some_of_all_that_makes_a_price(made: Path) -> None:
    shop = Shop.open(made)
    assert {row.promotion.kind for row in shop.promotions.all()} == {"bundle", "buy_get", "percent"}
    assert [row.code for row in shop.discounts.codes(by=shop.staff.terminal())] == [sample.CODE]
    (trade,) = shop.groups.all()
    assert (trade.name, trade.tax_included, trade.customers, trade.prices) == ("Trade", False, 1, 3)
    assert shop.ledgers.gift_card(sample.GIFT_CARD).balance == sample.GIFT_CARD_AMOUNT
    assert (
        sum(day.returned for day in shop.reports.daily_sales(by=shop.staff.terminal()))
        == BROUGHT_BACK
    )
    shop.close()


def test_three_loaves_cost_less_and_trade_pays_its_own_price(made: Path) -> None:
    shop = Shop.open(made)
    loaves = Cart().add(shop.catalog.by_sku(sample.BREAD), 3)
    assert shop.checkout.price(loaves).total == 700
    trade = next(row for row in shop.customers.page() if row.group_id is not None)
    # 3 at 2.33 are 6.99, less than the bundle; 5 % are inside: 6.66 without, 0.33 of tax.
    priced = shop.checkout.price(loaves.for_customer(trade.id))
    assert (priced.net, priced.tax, priced.total) == (666, 33, 699)
    shop.close()


def test_there_is_nothing_to_say_of_its_journal(made: Path) -> None:
    report = verify_file(made)
    assert report.faults == ()
    assert [note.kind for note in report.notes] == ["no_key"]


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
