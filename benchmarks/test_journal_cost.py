"""What do the journal and the rights cost a sale?

The same sale by three shops, turn by turn: one as it is; one whose books record nothing and let
everybody do anything (`Books.record` writes nothing, `Books.authorise` only returns); and one that
does not even put together what an entry would tell. The whole sale has to hold the bound against
both of them.
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
    """A shop with its times; tells is what puts an entry's facts together."""

    def __init__(self, path: Path, tells: Nothing, *, bare: bool) -> None:
        self.clerk = clerk_of(path)
        self.shop = Shop.open(path)
        if bare:
            books = self.shop._books
            books.record = nothing  # type: ignore[assignment]
            books.authorise = lambda by, permission: "owner"  # type: ignore[method-assign]
        self._tells = tells
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
    ours = Side(copies.of(stocked, "ours"), tells, bare=False)
    without = Side(copies.of(stocked, "without"), tells, bare=True)
    untold = Side(copies.of(stocked, "untold"), nothing, bare=True)
    sides = (ours, without, untold)
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
    interleaved(benchmark, ours.sell, (without.sell, untold.sell), supply, ROUNDS, idle)
    for side in sides:
        side.shop.close()

    assert [len(side.whole) for side in sides] == [ROUNDS] * 3
    assert [len(side.transaction) for side in sides] == [ROUNDS] * 3
    name = f"journal and rights, a sale of {lines} line{'s' if lines > 1 else ''}"
    bound = BOUNDS[lines]
    for what, each in (("the whole sell", "whole"), ("BEGIN to COMMIT", "transaction")):
        times, bare, silent = (getattr(side, each) for side in sides)
        verdicts.ratio(f"{name}, {what}", times, bare, bound=bound)
        nothing_told = f"{name}, {what}, nothing told"
        if each == "whole":
            verdicts.ratio(nothing_told, times, silent, bound=bound)
        else:
            verdicts.compare(nothing_told, times, silent, ("ours", "without"))
