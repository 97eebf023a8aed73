"""How long is the writer's lock held for a sale, and how long does the whole of it take?"""

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.conftest import Copies, clerk_of
from benchmarks.making import PRODUCTS, RATE_PPM
from benchmarks.measuring import TimedTransactions, Times, Verdicts, interleaved, now
from benchmarks.twin import Twin, TwinSale
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop

ROUNDS = 1200


def carts(goods: list[ProductRow], lines: int, seed: int) -> Iterator[tuple[Cart, Payment]]:
    """Carts of so many lines, each with the cash for it."""
    chance = random.Random(seed)
    while True:
        cart = Cart()
        for product in chance.sample(goods, lines):
            cart = cart.add(product, chance.choice((1, 1, 1, 2, 3)))
        total = sum(line.list_total for line in cart.lines)
        yield cart, Payment("cash", total + chance.randrange(1, 2000))


class Side:
    """A hand-written twin with its own file and its times."""

    def __init__(self, path: Path, *, lean: bool, driver: str = "apsw") -> None:
        self.twin = Twin(path, clerk_of(path), driver, RATE_PPM)
        self._write = self.twin.sell_lean if lean else self.twin.sell
        self.transaction = Times()
        self.whole = Times()

    def sell(self, sale: tuple[Cart, Payment]) -> None:
        """Price and sell, timed."""
        plain = TwinSale.of(*sale)
        start = now()
        priced = self.twin.price(plain)
        began = now()
        self._write(plain, priced)
        ended = now()
        self.transaction.span(began, ended)
        self.whole.span(start, ended)

    def idle(self) -> None:
        """Fold the log back, untimed."""
        self.twin.run("PRAGMA wal_checkpoint(PASSIVE)")


@pytest.mark.parametrize("lines", [1, 5, 20])
def test_sale(
    benchmark: BenchmarkFixture, stocked: Path, copies: Copies, verdicts: Verdicts, lines: int
) -> None:
    path = copies.of(stocked, "ours")
    clerk = clerk_of(path)
    shop = Shop.open(path)
    hand = Side(copies.of(stocked, "hand"), lean=False)
    lean = Side(copies.of(stocked, "lean"), lean=True)
    goods = [
        shop.catalog.get(key) for key in random.Random(lines).sample(range(1, PRODUCTS + 1), 3000)
    ]
    supply = carts(goods, lines, seed=lines)
    transactions = TimedTransactions(shop._database).times

    def sell(sale: tuple[Cart, Payment]) -> None:
        cart, payment = sale
        shop.checkout.sell(cart, [payment], by=clerk)

    def idle() -> None:
        # The till folds the log back when it is idle, so no sale pays for it.
        shop.checkpoint()
        hand.idle()
        lean.idle()

    for sale in islice(supply, 50):
        sell(sale)
        hand.sell(sale)
        lean.sell(sale)
    for times in (transactions, hand.transaction, hand.whole, lean.transaction, lean.whole):
        times.clear()
    whole = interleaved(benchmark, sell, (hand.sell, lean.sell), supply, ROUNDS, idle)
    shop.close()

    assert len(whole) == len(transactions) == len(hand.transaction) == ROUNDS
    name = "a sale of 1 line" if lines == 1 else f"a sale of {lines} lines"
    question = f"{name}, BEGIN to COMMIT"
    verdicts.ratio(question, transactions, hand.transaction, bound=1.3, aim=1.15)
    verdicts.ratio(f"{name}, the whole sell", whole, hand.whole, bound=2)
    verdicts.compare(
        f"{name}, against a twin that looks nothing up",
        transactions,
        lean.transaction,
        ("ours", "twin"),
    )
    benchmark.extra_info["ratio"] = round(transactions.median / hand.transaction.median, 3)
