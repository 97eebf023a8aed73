"""How long does a cart take to price, with 200 promotions that run?"""

import math
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from statistics import fmean, median

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.measuring import Times, Verdict, Verdicts, interleaved, ms
from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import Discount
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import Terms, price
from pos_app.domain.promotions import Break, Goods, Hours, Promotion
from pos_app.domain.tax import PPM, TaxRate, TaxRule

_PRODUCTS, _CATEGORIES, _PROMOTIONS = 600, 40, 200
_SIZES = (25, 50, 100, 200)
_FRIDAY_NIGHT = datetime.fromisoformat("2026-11-27 18:30")
_TAXES = {
    1: TaxRule((TaxRate("VAT 19 %", 190_000),)),
    2: TaxRule((TaxRate("VAT 7 %", 70_000), TaxRate("Deposit", amount=25, on_top=True))),
}

_KINDS: tuple[Callable[[random.Random], dict[str, object]], ...] = (
    lambda chance: {"kind": "percent", "rate_ppm": chance.randrange(5, 50) * 10_000},
    lambda chance: {"kind": "amount", "amount": chance.randrange(10, 200)},
    lambda _: {"kind": "buy_get", "buy": 2, "get": 1, "rate_ppm": PPM},
    lambda chance: {"kind": "bundle", "buy": 3, "amount": chance.randrange(300, 2000)},
    lambda _: {
        "kind": "breaks",
        "breaks": (Break(3000, None, 50_000), Break(6000, None, 100_000)),
    },
)


def _products(chance: random.Random, most: int) -> frozenset[int]:
    return frozenset(chance.sample(range(1, _PRODUCTS + 1), chance.randint(1, most)))


def _mixed(*, for_all: int) -> list[Promotion]:
    """What a busy shop runs: most for a few products or a category, some in happy hours only,
    every fourth stacks, and for_all of those that do are for everything."""
    chance = random.Random(11)
    found = []
    for number in range(1, _PROMOTIONS + 1):
        goods = Goods(_products(chance, 8))
        if number % 4 == 1 and number < 4 * for_all:
            goods = Goods()
        elif number % 4 == 0:
            goods = Goods(category_ids=frozenset({chance.randrange(_CATEGORIES)}))
        given = _KINDS[number % len(_KINDS)](chance)
        if given["kind"] == "buy_get" and number % 3 == 0 and not goods.everything:
            given |= {"reward": Goods(_products(chance, 3)), "buy": 1}
        found.append(
            Promotion(
                number,
                f"Offer {number}",
                goods=goods,
                hours=Hours(weekdays=frozenset({4, 5}), since=17 * 60, until=60)
                if number % 10 == 0
                else Hours(),
                stacks=number % 4 == 1,
                priority=number % 3,
                **given,  # type: ignore[arg-type]
            )
        )
    return found


def _rivals() -> list[Promotion]:
    """All for everything, of every kind, and none stacks: each conflicts with each."""
    chance = random.Random(12)
    return [
        Promotion(number, f"Offer {number}", **_KINDS[number % len(_KINDS)](chance))  # type: ignore[arg-type]
        for number in range(1, _PROMOTIONS + 1)
    ]


def _terms(promotions: list[Promotion]) -> Terms:
    return Terms(taxes=_TAXES, offers=Offers(promotions), at=_FRIDAY_NIGHT)


def _carts(size: int) -> Iterator[Cart]:
    """Carts of so many different products, one to six of each, some with a discount by hand."""
    chance = random.Random(size)
    while True:
        lines = [
            CartLine(
                product,
                f"P{product}",
                "Thing",
                chance.randrange(50, 5000),
                Decimal(chance.randint(1, 6)),
                tax_class_id=1 + product % 2,
                category_id=product % _CATEGORIES,
                discount=Discount(rate_ppm=100_000) if chance.random() < 0.05 else None,
            )
            for product in chance.sample(range(1, _PRODUCTS + 1), size)
        ]
        yield Cart(tuple(lines), discount=Discount(rate_ppm=50_000))


def test_pricing(benchmark: BenchmarkFixture, verdicts: Verdicts) -> None:
    terms = _terms(_mixed(for_all=3))
    # Without one for everything, goods fall apart into clusters that are combined in every way.
    apart = _terms(_mixed(for_all=0))
    bare, clusters, rivals = Times(), Times(), Times()
    worst = _terms(_rivals())
    for some in (terms, apart):
        offs = price(next(_carts(100)), some).offs
        assert sum(off.kind == "promotion" for off in offs) > 10
    ours = interleaved(
        benchmark,
        lambda cart: price(cart, terms),
        (
            lambda cart: clusters.take(lambda: price(cart, apart)),
            lambda cart: rivals.take(lambda: price(cart, worst)),
            lambda cart: bare.take(lambda: price(cart, Terms(taxes=_TAXES))),
        ),
        _carts(100),
        rounds=400,
    )
    verdicts.within("100 lines, 200 promotions", ours, 0.99, 10)
    verdicts.within("the same, none of them for everything", clusters, 0.99, 10)
    verdicts.note("all 200 for everything, each conflicts with each", str(rivals))
    verdicts.note("no promotion", str(bare))


def test_pricing_growth(benchmark: BenchmarkFixture, verdicts: Verdicts) -> None:
    terms = _terms(_mixed(for_all=3))
    by_size = {size: Times() for size in _SIZES}
    supplies = {size: _carts(size) for size in _SIZES}

    def every_size() -> None:
        for size, times in by_size.items():
            cart = next(supplies[size])
            times.take(partial(price, cart, terms))

    benchmark.pedantic(every_size, rounds=150)
    # In processor time: a machine that is busy elsewhere bends a curve more than a defect does.
    spent = {size: median(times.processor) for size, times in by_size.items()}
    exponent = _exponent(list(spent.items()))
    found = "   ".join(f"{size} lines {ms(time)}" for size, time in spent.items())
    verdicts.append(
        Verdict(
            "25 to 200 lines, the exponent of growth (1 is linear)",
            f"{exponent:.2f}   {found}",
            "<= 1.05",
            exponent <= 1.05,
        )
    )


def _exponent(points: list[tuple[int, float]]) -> float:
    """The slope of the line through the logarithms, by least squares."""
    across, up = zip(*((math.log(size), math.log(time)) for size, time in points), strict=True)
    middle, height = fmean(across), fmean(up)
    rise = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return rise / sum((x - middle) ** 2 for x in across)
