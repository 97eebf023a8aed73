"""The sample shop's files fit together, and they are what the tool cuts from the full data."""

import csv
import gzip
import runpy
from collections import Counter
from pathlib import Path

import phonenumbers
import pytest

from pos_app import paths

SAMPLE = paths.resources() / "sample_shop"
JOURNEY = Path(__file__).parent / "data" / "journey"


def sample(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def full(name: str) -> list[dict[str, str]]:
    with gzip.open(JOURNEY / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tool_cuts_the_same_files_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tool = runpy.run_path(str(Path(__file__).parent.parent / "tools" / "make_sample.py"))
    tool["main"].__globals__["SAMPLE"] = tmp_path
    tool["main"]()
    for name in ("products.csv", "baskets.csv", "customers.csv"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_every_basket_is_whole_and_can_be_sold() -> None:
    lines = sample("baskets.csv")
    ids = {line["basket_id"] for line in lines}
    assert 200 <= len(ids) <= 500
    assert [line for line in full("baskets.csv.gz") if line["basket_id"] in ids] == lines
    wanted: Counter[str] = Counter()
    for line in lines:
        wanted[line["sku"]] += int(line["quantity"])
    stock = {product["sku"]: int(product["stock"]) for product in sample("products.csv")}
    assert wanted.keys() == stock.keys()
    assert all(stock[sku] >= count for sku, count in wanted.items())


def test_the_shelf_has_full_low_and_empty_places() -> None:
    left = Counter({product["sku"]: int(product["stock"]) for product in sample("products.csv")})
    for line in sample("baskets.csv"):
        left[line["sku"]] -= int(line["quantity"])
    assert 1 <= sum(count == 0 for count in left.values()) <= 5
    assert 10 <= sum(0 < count < 10 for count in left.values()) <= 40
    assert len(left) >= 300


def test_every_customer_of_a_basket_has_a_name_and_an_address_of_no_one() -> None:
    people = sample("customers.csv")
    buyers = {line["customer"] for line in sample("baskets.csv")}
    assert {person["customer"] for person in people} == buyers
    assert len({person["email"] for person in people}) == len(people)
    assert len({person["phone"] for person in people}) == len(people)
    for person in people:
        assert person["email"].isascii()
        assert person["email"].endswith("@example.com")
        assert phonenumbers.is_valid_number(phonenumbers.parse(person["phone"]))
        assert person["phone"].startswith("+120255501")
        assert all(person[field] for field in ("first_name", "last_name", "line1", "city", "zip"))
