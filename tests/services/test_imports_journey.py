"""A year of a real store comes in as it is: every product, every basket, every cent."""

import csv
import gzip
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pos_app.domain.rows import ImportResult
from pos_app.shop import Shop

JOURNEY = Path(__file__).parent.parent / "data" / "journey"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The two lists, unpacked."""
    folder = tmp_path_factory.mktemp("journey")
    for name in ("products.csv", "baskets.csv"):
        (folder / name).write_bytes(gzip.decompress((JOURNEY / f"{name}.gz").read_bytes()))
    return {path.stem: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def year(files: dict[str, Path], template: Path, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop into which both came, twice."""
    path = tmp_path_factory.mktemp("year") / "shop.db"
    path.write_bytes(template.read_bytes())
    shop = Shop.open(path)
    by = shop.staff.terminal()
    products, baskets = str(files["products"]), str(files["baskets"])
    assert shop.imports.products(products, by=by) == ImportResult(13_190, 0, 0, 0)
    assert shop.imports.baskets(baskets, by=by) == ImportResult(3_476, 0, 0, 0)
    assert shop.imports.products(products, by=by) == ImportResult(0, 0, 13_190, 0)
    assert shop.imports.baskets(baskets, by=by) == ImportResult(0, 0, 3_476, 0)
    return shop


@pytest.fixture(scope="module")
def lines(files: dict[str, Path]) -> list[dict[str, str]]:
    with files["baskets"].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_books_hold(year: Shop) -> None:
    assert year.check(by=year.staff.terminal()) == ()


def test_each_days_revenue_is_what_the_file_says(year: Shop, lines: list[dict[str, str]]) -> None:
    revenue: Counter[str] = Counter()
    baskets: dict[str, set[str]] = {}
    for line in lines:
        day = line["sold_at"][:10]
        revenue[day] += int(Decimal(line["sales_value"]) * 100)
        baskets.setdefault(day, set()).add(line["basket_id"])
    days = year.reports.daily_sales(by=year.staff.terminal())
    assert {d.date.isoformat(): d.revenue for d in days} == dict(revenue)
    assert {d.date.isoformat(): d.orders for d in days} == {
        day: len(ids) for day, ids in baskets.items()
    }
    assert [d.date for d in days] == sorted((d.date for d in days), reverse=True)


def test_each_customer_bought_what_the_file_says(year: Shop, lines: list[dict[str, str]]) -> None:
    spent: Counter[str] = Counter()
    for line in lines:
        spent[line["customer"]] += int(Decimal(line["sales_value"]) * 100)
    rows = year.reports.top_customers(limit=None, by=year.staff.terminal())
    assert {row.customer: row.revenue for row in rows} == dict(spent)
    assert len(rows) == 189


def test_stock_went_down_by_what_was_sold(
    year: Shop, files: dict[str, Path], lines: list[dict[str, str]]
) -> None:
    sold: Counter[str] = Counter()
    for line in lines:
        sold[line["sku"]] += int(line["quantity"])
    with files["products"].open(encoding="utf-8", newline="") as file:
        left = {row["sku"]: int(row["stock"]) - sold[row["sku"]] for row in csv.DictReader(file)}
    rows = year._database.rows(
        "SELECT p.sku, s.on_hand FROM products p JOIN stock s ON s.product_id = p.id"
    )
    assert {sku: on_hand // 1000 for sku, on_hand in rows} == left


def test_coupons_of_others_are_payments(year: Shop, lines: list[dict[str, str]]) -> None:
    coupons = sum(int(Decimal(line["coupon_disc"]) * 100) for line in lines)
    (paid,) = year._database.rows("SELECT sum(amount) FROM payments WHERE method = 'coupon'")
    assert paid == (coupons,)
    nothing = year._database.rows(
        "SELECT count(*) FROM orders o LEFT JOIN payments p ON p.order_id = o.id "
        "WHERE o.total = 0 AND p.id IS NULL"
    )
    assert nothing == [(1,)]
