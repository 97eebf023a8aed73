"""Makes the shops that are measured: 100,000 products, a million orders; kept between runs."""

import csv
import gzip
import hashlib
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from pos_app.domain.barcode import check_digit
from pos_app.services.catalog_rows import search_words
from pos_app.shop import Shop, ShopSetup
from pos_app.storage.search import put_products

ROOT = Path(__file__).resolve().parent.parent
JOURNEY = ROOT / "tests" / "data" / "journey"

PRODUCTS = 100_000
ORDERS = 1_000_000
RATE_PPM = 50_000
CUSTOMERS = 20_000

_START = datetime(2024, 1, 1, 8, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_SYLLABLES = [
    first + vowel + last
    for first in "bcdfghklmnprstvwz"
    for vowel in "aeiou"
    for last in ("", "n", "r", "s", "l", "m")
]

# What tells the seven or eight shelf-mates apart that each real product is given.
_VARIANTS = (
    "",
    "Family Size",
    "Organic",
    "Low Sodium",
    "Twin Pack",
    "Crème Brûlée",
    "Sugar Free",
    "Extra Crunchy",
)


def journey_products() -> list[dict[str, str]]:
    """The 13,190 products of the real store."""
    with gzip.open(JOURNEY / "products.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unpacked(name: str, folder: Path) -> Path:
    """A file of the real store ("products.csv"), unpacked into the folder."""
    target = folder / name
    with gzip.open(JOURNEY / f"{name}.gz", "rb") as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return target


def maker_of(number: int) -> str:
    """The made-up maker of a product, one of 24,000: as many words as a large shop's labels."""
    chance = random.Random(number % 24_000)
    count = chance.choice((2, 3, 3, 4))
    return "".join(chance.choice(_SYLLABLES) for _ in range(count)).capitalize()


def barcode_of(number: int) -> str:
    """The EAN-13 of the product with this number, from the range for use inside a shop."""
    digits = f"20{number:010}"
    return digits + str(check_digit(digits))


def cached(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The shop file made by make, kept in the folder until the schema or this file changes."""
    sources = [Path(__file__), *sorted((ROOT / "pos_app/storage/migrations").glob("*.py"))]
    stamp = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:10]
    kept = folder / f"{name}-{stamp}.db"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{name}-*.db*"):
            old.unlink()
        growing = folder / f"{name}.growing"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{growing}{suffix}").unlink(missing_ok=True)
        make(growing)
        growing.rename(kept)
    return kept


def make_stocked(path: Path, products: int = PRODUCTS) -> None:
    """A shop with so many products, each with a code, stock and a place in the search."""
    shop = Shop.create(
        path, ShopSetup(name="Measured", timezone="America/New_York", tax_rate_ppm=RATE_PPM)
    )
    shop.close()
    connection = _bulk(path)
    with connection:
        _add_products(connection, products)
    _finish(connection)


def make_history(path: Path, orders: int = ORDERS) -> None:
    """A shop with 20,000 customers and so many orders over two and a half years."""
    make_stocked(path, 1000)
    connection = _bulk(path)
    with connection:
        _add_customers(connection, CUSTOMERS)
    with connection:
        _add_orders(connection, orders, CUSTOMERS)
    _finish(connection)


def _bulk(path: Path) -> apsw.Connection:
    # Nothing to lose yet: what fails here is made anew.
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -262144")
    return connection


def _finish(connection: apsw.Connection) -> None:
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    connection.close()


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICRO


def _add_products(connection: apsw.Connection, count: int) -> None:
    now = _micros(_START)
    real = journey_products()
    categories: dict[str, int] = {}
    for row in real:
        categories.setdefault(row["category"], len(categories) + 2)
    connection.executemany(
        "INSERT INTO categories (id, name, path, created_at) VALUES (?, ?, ?, ?)",
        [(key, path.split(" > ")[-1], path, now) for path, key in categories.items()],
    )
    products, codes, words, stock, moves = [], [], [], [], []
    for number in range(1, count + 1):
        row = real[(number - 1) % len(real)]
        variant = _VARIANTS[(number - 1) // len(real) % len(_VARIANTS)]
        name = f"{row['name']} {variant}".strip()
        sku, code = f"{700_000 + number}", barcode_of(number)
        maker = maker_of(number)
        price = round(float(row["price"]) * 100) + number % 7
        products.append((number, sku, name, maker, categories[row["category"]], price, 1, now))
        codes.append((code, number, 1000, now))
        on_hand = 1_000_000_000
        stock.append((number, 1, on_hand, now))
        moves.append((number, 1, on_hand, "opening", 1, now))
        words.append((number, search_words(name, sku, maker, row["category"], [code])))
    connection.executemany(
        "INSERT INTO products (id, sku, name, brand, category_id, price, tax_class_id, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        products,
    )
    connection.executemany(
        "INSERT INTO barcodes (code, product_id, pack_quantity, created_at) VALUES (?, ?, ?, ?)",
        codes,
    )
    connection.executemany(
        "INSERT INTO stock (product_id, location_id, on_hand, created_at) VALUES (?, ?, ?, ?)",
        stock,
    )
    connection.executemany(
        "INSERT INTO stock_moves (product_id, location_id, quantity, reason, user_id, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        moves,
    )
    for start in range(0, count, 1000):
        put_products(connection, words[start : start + 1000], now)


def _add_customers(connection: apsw.Connection, count: int) -> None:
    now = _micros(_START)
    first = "Ann Ben Cleo Dan Eva Finn Gina Hugo Ida Jack Kim Leo Mia Ned Olga Paul".split()
    last = "Adams Baker Clark Dietz Evans Fox Gray Hall Irwin Jones King Lopez Moore Nash".split()
    connection.executemany(
        "INSERT INTO customers (id, username, password_hash, first_name, last_name, registered,"
        " created_at) VALUES (?, ?, '!', ?, ?, 0, ?)",
        [
            (key, f"c{key}", first[key % len(first)], f"{last[key % len(last)]} {key}", now)
            for key in range(2, count + 2)
        ],
    )
    connection.executemany(
        "INSERT INTO customers_addresses (customer_id, address_id, created_at) VALUES (?, 1, ?)",
        [(key, now) for key in range(2, count + 2)],
    )


def _add_orders(connection: apsw.Connection, count: int, customers: int) -> None:
    """One line per order, by SQL: a walk-in every third, one customer with one in fifty."""
    connection.execute(
        """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
        INSERT INTO orders (id, uuid, till_id, number, customer_id, user_id, status, source,
            business_date, items, subtotal, discount, net, tax, tax_included, total, booked_at,
            created_at)
        SELECT i, printf('00000000-0000-4000-8000-%012d', i), 1, i,
            CASE WHEN i % 3 = 0 THEN 1 WHEN i % 50 = 1 THEN 2
                ELSE 3 + (i * 7919) % (?2 - 2) END,
            1,
            CASE WHEN i % 97 = 0 THEN 'cancelled' WHEN i % 211 = 0 THEN 'shipped'
                WHEN i % 307 = 0 THEN 'pending' WHEN i % 401 = 0 THEN 'processing'
                ELSE 'delivered' END,
            CASE WHEN i % 97 AND i % 211 AND i % 307 AND i % 401 THEN 'counter' ELSE 'placed' END,
            date((?3 + i * 79000000) / 1000000 - 5 * 3600, 'unixepoch'), 1,
            199 + i % 1801, 0, 199 + i % 1801, 0, 1, 199 + i % 1801,
            ?3 + i * 79000000, ?3 + i * 79000000
        FROM n
        """,
        (count, customers, _micros(_START)),
    )
    connection.execute(
        """
        INSERT INTO order_items (order_id, product_id, sku, name, unit, quantity, price,
            list_total, discount, total, tax, gross, tax_rate_ppm, created_at)
        SELECT o.id, p.id, p.sku, p.name, p.unit, 1000, o.total, o.total, 0, o.total, 0, o.total,
            0, o.created_at
        FROM orders AS o JOIN products AS p ON p.id = 1 + o.id % 1000
        """
    )
    connection.execute(
        """
        INSERT INTO order_item_taxes (item_id, position, name, rate_ppm, amount, net, tax,
            created_at)
        SELECT id, 0, 'Tax', 0, 0, total, 0, created_at FROM order_items;
        INSERT INTO order_taxes (order_id, position, name, rate_ppm, amount, net, tax, gross,
            created_at)
        SELECT id, 0, 'Tax', 0, 0, total, 0, total, created_at FROM orders
        """
    )
    connection.execute("UPDATE tills SET last_number = ? WHERE id = 1", (count,))
