"""How long does a search over 100,000 products take, whatever is typed?"""

from collections.abc import Iterator
from pathlib import Path

import apsw
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.making import PRODUCTS, barcode_of, journey_products, maker_of
from benchmarks.measuring import Times, Verdicts, interleaved, ms, percentile
from benchmarks.queries import mix
from pos_app.shop import Shop
from pos_app.storage.search import match_expression, terms

_BY_HAND = (
    "SELECT p.id, p.sku, p.name, p.price, p.unit, s.on_hand FROM product_search AS f "
    "CROSS JOIN product_ranks AS r ON r.position = f.rowid "
    "JOIN products AS p ON p.id = r.product_id "
    "JOIN stock AS s ON s.product_id = p.id AND s.location_id = 1 "
    "WHERE product_search MATCH ? ORDER BY f.rowid LIMIT 20"
)


def test_search(benchmark: BenchmarkFixture, stocked: Path, shop: Shop, verdicts: Verdicts) -> None:
    sample = range(1, PRODUCTS + 1, 97)
    kinds = mix(
        names=[f"{maker_of(n)} {row['name']}" for n, row in enumerate(journey_products(), 1)],
        codes=[barcode_of(number) for number in sample],
        skus=[str(700_000 + number) for number in sample],
        seed=3,
    )
    # One of each kind in turn, as they come at a till.
    order = [
        (kind, typed)
        for row in zip(*kinds.values(), strict=True)
        for kind, typed in zip(kinds, row, strict=True)
    ]
    hand = apsw.Connection(str(stocked))
    twin = Times()

    def by_hand(query: tuple[str, str]) -> None:
        words = match_expression(terms(query[1]))
        twin.take(lambda: hand.execute(_BY_HAND, (words,)).fetchall())

    def search(query: tuple[str, str]) -> None:
        shop.catalog.search(query[1])

    def supply() -> Iterator[tuple[str, str]]:
        yield from order

    for query in order[:40]:
        search(query)
        by_hand(query)
    twin.clear()
    ours = interleaved(benchmark, search, (by_hand,), supply(), rounds=len(order))
    verdicts.within("search, every kind of query", ours, 0.95, 16)
    verdicts.note(
        "beginnings by hand, no typing error forgiven", f"{twin}   p95 {ms(percentile(twin, 0.95))}"
    )
    for kind in kinds:
        of_kind = Times(time for time, query in zip(ours, order, strict=True) if query[0] == kind)
        verdicts.within(f"search, {kind}", of_kind, 0.95, 16)
    hand.close()
