"""How long from a barcode to a line in the cart, with 100,000 products?"""

import random
from pathlib import Path

import apsw
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.making import PRODUCTS, barcode_of
from benchmarks.measuring import Times, Verdicts, interleaved
from pos_app.domain.cart import Cart
from pos_app.domain.rows import ScanHit
from pos_app.shop import Shop

_BY_CODE = (
    "SELECT p.id, p.sku, p.name, p.price, p.unit, p.tax_class_id, s.on_hand, b.pack_quantity "
    "FROM barcodes AS b JOIN products AS p ON p.id = b.product_id "
    "JOIN stock AS s ON s.product_id = p.id AND s.location_id = 1 "
    "WHERE b.code = ? AND p.archived_at IS NULL"
)


def test_scan(benchmark: BenchmarkFixture, stocked: Path, shop: Shop, verdicts: Verdicts) -> None:
    chance = random.Random(2)
    hand = apsw.Connection(str(stocked))
    twin = Times()
    # A cart as it stands in the middle of a large sale.
    begun = Cart()
    for key in chance.sample(range(1, PRODUCTS + 1), 30):
        begun = begun.add(shop.catalog.get(key))

    def scan(code: str) -> Cart:
        hit = shop.codes.read(code)
        assert isinstance(hit, ScanHit)
        return begun.add(hit.product, hit.quantity)

    def by_hand(code: str) -> None:
        twin.take(lambda: hand.execute(_BY_CODE, (code,)).fetchone())

    def supply():
        while True:
            yield barcode_of(chance.randrange(1, PRODUCTS + 1))

    assert len(scan(barcode_of(77)).lines) == 31
    ours = interleaved(benchmark, scan, (by_hand,), supply(), rounds=5000)
    verdicts.within("barcode to cart line, in the service", ours, 0.99, 1)
    verdicts.note("the same look-up by hand", str(twin))


def test_what_is_not_stored_as_it_stands(
    benchmark: BenchmarkFixture, shop: Shop, verdicts: Verdicts
) -> None:
    """A GS1 code with weight and lot: asked of the products, of people's cards, of the rules, and
    only then taken apart."""
    chance = random.Random(3)

    def read(text: str) -> ScanHit:
        hit = shop.codes.read(text)
        assert isinstance(hit, ScanHit)
        return hit

    def supply():
        while True:
            number = barcode_of(chance.randrange(1, PRODUCTS + 1)).zfill(14)
            yield f"]d201{number}10L{chance.randrange(10**6)}\x1d15301231"

    ours = interleaved(benchmark, read, (), supply(), rounds=2000)
    verdicts.within("GS1 code to product, in the service", ours, 0.99, 2)
