"""How long does one page of history take, at any depth of a million orders, with any filter?"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.making import CUSTOMERS, ORDERS
from benchmarks.measuring import Times, Verdicts, interleaved
from pos_app.domain.order_status import STATUSES
from pos_app.domain.rows import OrderRow
from pos_app.shop import Shop
from pos_app.storage.fields import to_micros

ROUNDS = 400
PAGE = 100
FIRST_DAY = date(2024, 1, 1)
DAYS = 910

Filters = dict[str, Any]

_BY_HAND = (
    "SELECT o.id, t.code, o.number, o.created_at, o.business_date, o.customer_id, "
    "c.first_name || ' ' || c.last_name, o.status, o.items, o.total, u.name "
    "FROM orders AS o INDEXED BY orders_time JOIN tills AS t ON t.id = o.till_id "
    "JOIN customers AS c ON c.id = o.customer_id JOIN users AS u ON u.id = o.user_id "
    "WHERE (o.created_at, o.id) < (?, ?) ORDER BY o.created_at DESC, o.id DESC LIMIT 100"
)


def some_days(chance: random.Random, length: int) -> Filters:
    """A span of business dates."""
    first = FIRST_DAY + timedelta(days=chance.randrange(DAYS - length))
    return {"date_from": first, "date_to": first + timedelta(days=length - 1)}


def order_on(day: date) -> int:
    """The number of an order of about this day: one every 79 seconds."""
    return min(max(1, (day - FIRST_DAY).days * 86_400 // 79), ORDERS)


FILTERS: dict[str, Callable[[random.Random], Filters]] = {
    "no filter": lambda chance: {},
    "a status": lambda chance: {"status": chance.choice(STATUSES)},
    "walk-in, a third of all": lambda chance: {"customer_id": 1},
    "a customer of many orders": lambda chance: {"customer_id": 2},
    "a customer": lambda chance: {"customer_id": chance.randrange(3, CUSTOMERS)},
    "a customer and a status": lambda chance: {
        "customer_id": chance.choice((1, 2, 77)),
        "status": chance.choice(STATUSES),
    },
    "a day": lambda chance: some_days(chance, 1),
    "a quarter": lambda chance: some_days(chance, 91),
    "a quarter and a rare status": lambda chance: {**some_days(chance, 91), "status": "processing"},
    "a week of a customer": lambda chance: {**some_days(chance, 7), "customer_id": 2},
    "since a day": lambda chance: {"date_from": some_days(chance, 1)["date_from"]},
    "until a day": lambda chance: {"date_to": some_days(chance, 1)["date_to"]},
    "a number": lambda chance: {"number": f"T1-{chance.randrange(1, ORDERS)}"},
    "a number no order has": lambda chance: {"number": "7654321", "status": "pending"},
}


@pytest.fixture(scope="module")
def books(history: Path) -> Iterator[Shop]:
    history.read_bytes()  # a file in use lies in memory; a first look from the disk does not
    opened = Shop.open(history)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", list(FILTERS))
def test_page_of_history(
    benchmark: BenchmarkFixture, books: Shop, history: Path, verdicts: Verdicts, name: str
) -> None:
    chance = random.Random(name)
    hand = apsw.Connection(str(history))
    twin = Times()

    def supply() -> Iterator[tuple[OrderRow, Filters]]:
        while True:
            filters = FILTERS[name](chance)
            # Any order of the span: a page is asked for behind one that was shown.
            first = order_on(filters.get("date_from", FIRST_DAY))
            last = order_on(filters.get("date_to", FIRST_DAY + timedelta(days=DAYS)))
            (after,) = books.orders.page(number=f"T1-{chance.randint(first, last)}")
            yield after, filters

    def page(wanted: tuple[OrderRow, Filters]) -> None:
        after, filters = wanted
        books.orders.page(after=None if "number" in filters else after, limit=PAGE, **filters)

    def by_hand(wanted: tuple[OrderRow, Filters]) -> None:
        key = (to_micros(wanted[0].at), wanted[0].id)
        twin.take(lambda: hand.execute(_BY_HAND, key).fetchall())

    twins = (by_hand,) if name == "no filter" else ()
    ours = interleaved(benchmark, page, twins, supply(), ROUNDS)
    verdicts.within(f"a page of history, {name}", ours, 0.99, 5)
    if twins:
        verdicts.note("the same page by hand, as plain tuples", str(twin))
    hand.close()
