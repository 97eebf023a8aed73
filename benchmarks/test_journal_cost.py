"""What do the journal and the rights cost a sale?

The same sale by two shops, turn by turn: one as it is, and one without. There `Books.record` writes
nothing, `Books.authorise` only returns, and what an entry would tell is not even put together.
"""

import os
import random
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.conftest import Copies, clerk_of
from benchmarks.making import PRODUCTS
from benchmarks.measuring import TimedTransactions, Times, Verdicts, interleaved
from benchmarks.test_sale import carts
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.services import booking
from pos_app.services.recorded_sales import record_sale as tells
from pos_app.shop import Shop

ROUNDS = 1000
BOUNDS = {1: 1.25, 20: 1.15}

Nothing = Callable[..., None]


def nothing(*_: object, **__: object) -> None:
    """What is done in the place of the work that is left out."""


class Side:
    """A shop with its times."""

    def __init__(self, path: Path, *, bare: bool) -> None:
        self.clerk = clerk_of(path)
        self.shop = Shop.open(path)
        if bare:
            books = self.shop._books
            books.record = nothing  # type: ignore[assignment]
            books.authorise = lambda by, permission: "owner"  # type: ignore[method-assign]
        self._tells: Nothing = nothing if bare else tells
        self.whole = Times()
        self.transaction = TimedTransactions(self.shop._database).times

    def sell(self, sale: tuple[Cart, Payment]) -> None:
        """Sell, timed."""
        cart, payment = sale
        setattr(booking, "record_sale", self._tells)  # noqa: B010  it is imported there
        self.whole.take(lambda: self.shop.checkout.sell(cart, [payment], by=self.clerk))

    def clear(self) -> None:
        """Forget what was timed."""
        self.whole.clear()
        self.transaction.clear()


@pytest.mark.parametrize("lines", [1, 20])
def test_journal_and_rights(
    benchmark: BenchmarkFixture,
    stocked: Path,
    copies: Copies,
    verdicts: Verdicts,
    monkeypatch: pytest.MonkeyPatch,
    lines: int,
) -> None:
    monkeypatch.setenv("COUNTERTOP_KEY", os.fspath(stocked.parent / "key.pem"))
    monkeypatch.setattr(booking, "record_sale", tells)  # put back after the test
    ours = Side(copies.of(stocked, "ours"), bare=False)
    without = Side(copies.of(stocked, "without"), bare=True)
    sides = (ours, without)
    keys = random.Random(lines).sample(range(1, PRODUCTS + 1), 3000)
    supply = carts([ours.shop.catalog.get(key) for key in keys], lines, seed=lines)

    def idle() -> None:
        for side in sides:
            side.shop.checkpoint()

    for sale in islice(supply, 50):
        for side in sides:
            side.sell(sale)
    for side in sides:
        side.clear()
    interleaved(benchmark, ours.sell, [without.sell], supply, ROUNDS, idle)
    for side in sides:
        side.shop.close()

    assert [len(side.whole) for side in sides] == [ROUNDS] * 2
    assert [len(side.transaction) for side in sides] == [ROUNDS] * 2
    name = f"journal and rights, a sale of {lines} line{'s' if lines > 1 else ''}"
    verdicts.ratio(f"{name}, the whole sell", ours.whole, without.whole, bound=BOUNDS[lines])
    sides_named = ("ours", "without")
    verdicts.compare(f"{name}, BEGIN to COMMIT", ours.transaction, without.transaction, sides_named)
