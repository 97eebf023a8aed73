"""Shops' files as earlier versions of the program made them, with sales in every way there was."""

import json
from pathlib import Path

import apsw
from playhouse.migrations import Runner

from pos_app.storage import migrating
from pos_app.storage.connection import APPLICATION_ID, ShopConnections

AT = 1_790_000_000_000_000
FACTS = {
    "name": "Alter Laden",
    "currency": "EUR",
    "decimals": 2,
    "country": "DE",
    "locale": "de_DE",
    "timezone": "Europe/Berlin",
    "tax_included": True,
    "line1": "Hauptstr. 1",
    "city": "Köln",
    "zip": "50667",
    "phone": "",
    "is_sample": False,
    "money_format": {
        "currency": "EUR",
        "decimals": 2,
        "decimal_mark": ",",
        "group_mark": ".",
        "suffix": "\u00a0€",
    },
}

GOODS = f"""
INSERT INTO tills VALUES (1, 'T1', 'Till 1', 6, {AT});
INSERT INTO users (id, username, name, pin_hash, role, created_at)
    VALUES (1, 'terminal', 'Terminal', '!', 'owner', {AT}),
           (2, 'cleo', 'Cleo', '!', 'clerk', {AT});
INSERT INTO locations VALUES (1, 'Shop', {AT});
INSERT INTO tax_classes VALUES (1, 'Standard', 190000, {AT}), (2, 'Reduced', 70000, {AT});
INSERT INTO categories VALUES (1, 'General', NULL, 'General', {AT});
INSERT INTO customers
    VALUES (1, 'walk-in', NULL, '!', 'Walk-in', '', 0, {AT}),
           (2, 'bea', NULL, '!', 'Bea', '', 0, {AT});
INSERT INTO addresses (id, line1, city, country, zip, created_at)
    VALUES (1, 'Hauptstr. 1', 'Köln', 'DE', '50667', {AT});
INSERT INTO customers_addresses VALUES (1, 1, {AT}), (2, 1, {AT});
INSERT INTO customer_search (rowid, words) VALUES (2, 'bea');
INSERT INTO products (id, sku, name, category_id, price, tax_class_id, created_at)
    VALUES (1, 'M', 'Milk', 1, 129, 2, {AT}), (2, 'C', 'Chair', 1, 4999, 1, {AT});
INSERT INTO price_history (product_id, new_price, user_id, created_at)
    VALUES (1, 129, 1, {AT}), (2, 4999, 1, {AT});
INSERT INTO product_ranks (position, product_id, created_at) VALUES (10, 1, {AT}), (20, 2, {AT});
INSERT INTO product_search (rowid, words) VALUES (10, 'milk'), (20, 'chair');
INSERT INTO discount_codes (id, code, rate_ppm, amount, created_at)
    VALUES (1, 'TEN', 100000, 0, {AT}), (2, 'FIVER', 0, 500, {AT});
"""

# One with the tax inside; one without and with a code; an import's agreed total below its list;
# one that was cancelled; one whose code is gone, paid in parts; one that cost more than its list.
ORDERS = (
    # customer, user, status, source, subtotal, discount, code, net, tax, included, total
    (1, 1, "delivered", "counter", 5257, 0, "", 4442, 815, 1, 5257),
    (2, 2, "delivered", "counter", 5128, 513, "TEN", 4615, 863, 0, 5478),
    (1, 1, "delivered", "counter", 150, 50, "", 93, 7, 1, 100),
    (2, 1, "cancelled", "placed", 129, 13, "ten", 108, 8, 1, 116),
    (2, 1, "delivered", "counter", 129, 29, "GONE", 93, 7, 1, 100),
    (1, 1, "delivered", "counter", 100, -10, "", 103, 7, 1, 110),
)
ITEMS = (
    # order, product, thousandths, price, list_total, discount, total, tax, rate
    (1, 1, 2000, 129, 258, 0, 258, 17, 70_000),
    (1, 2, 1000, 4999, 4999, 0, 4999, 798, 190_000),
    (2, 1, 1000, 129, 129, 13, 116, 8, 70_000),
    (2, 2, 1000, 4999, 4999, 500, 4499, 855, 190_000),
    (3, 1, 1000, 150, 150, 50, 100, 7, 70_000),
    (4, 1, 1000, 129, 129, 13, 116, 8, 70_000),
    (5, 1, 1000, 129, 129, 29, 100, 7, 70_000),
    (6, 1, 1000, 100, 100, -10, 110, 7, 70_000),
)
PAYMENTS = (
    # order, method, tendered, change
    (1, "cash", 6000, 743),
    (2, "card", 5478, 0),
    (3, "coupon", 50, 0),
    (3, "cash", 50, 0),
    (5, "cash", 100, 0),
    (6, "card", 110, 0),
)
CARTS = f"""
INSERT INTO carts (id, uuid, kind, name, till_id, user_id, discount_code, discount_rate_ppm, total,
                   created_at) VALUES (1, 'open', 'current', '', 1, 1, 'TEN', 100000, 116, {AT});
INSERT INTO carts (id, uuid, kind, name, customer_id, user_id, discount_amount, total, created_at)
    VALUES (2, 'aside', 'parked', 'Blue hat', 2, 1, 29, 100, {AT});
INSERT INTO carts (id, uuid, kind, name, user_id, discount_code, discount_amount, total, created_at)
    VALUES (3, 'old', 'parked', 'Red hat', 1, 'GONE', 29, 100, {AT});
INSERT INTO cart_items (cart_id, position, product_id, quantity, price, created_at)
    VALUES (1, 0, 1, 1000, 129, {AT}), (2, 0, 1, 1000, 129, {AT}), (3, 0, 1, 1000, 129, {AT});
"""


def bring_to(path: Path, schema: int) -> None:
    """Run the first migrations on a file, up to this number."""
    folder = path.parent / f"migrations-{schema}"
    folder.mkdir()
    for real in sorted((Path(migrating.__file__).parent / "migrations").glob("0*.py"))[:schema]:
        (folder / real.name).write_bytes(real.read_bytes())
    path.touch(0o600)
    connections = ShopConnections(str(path))
    connection = connections.connection()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA foreign_keys = OFF")
    with connections.atomic("IMMEDIATE"):
        Runner(connections, str(folder)).up()
        connection.execute(f"PRAGMA user_version = {schema}")
    connections.close_all()


def make_first(path: Path) -> None:
    """A file of the first schema."""
    bring_to(path, 1)
    file = apsw.Connection(str(path))
    file.execute("PRAGMA foreign_keys = ON")
    with file:
        for key, value in FACTS.items():
            file.execute("INSERT INTO settings VALUES (?, ?, ?)", (key, json.dumps(value), AT))
        file.execute(GOODS)
        for order_id, order in enumerate(ORDERS, start=1):
            lines = sum(item[0] == order_id for item in ITEMS)
            file.execute(
                "INSERT INTO orders (id, uuid, till_id, number, items, business_date, booked_at, "
                "created_at, customer_id, user_id, status, source, subtotal, discount, "
                "discount_code, net, tax, tax_included, total) "
                "VALUES (?1, 'order ' || ?1, 1, ?1, ?2, '2026-09-21', ?3, ?3 + ?1, "
                "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (order_id, lines, AT, *order),
            )
        for order_id, product_id, quantity, *amounts in ITEMS:
            sku, name = ("M", "Milk") if product_id == 1 else ("C", "Chair")
            file.execute(
                "INSERT INTO order_items (order_id, product_id, sku, name, unit, quantity, price, "
                "list_total, discount, total, tax, tax_rate_ppm, created_at) "
                "VALUES (?, ?, ?, ?, 'piece', ?, ?, ?, ?, ?, ?, ?, ?)",
                (order_id, product_id, sku, name, quantity, *amounts, AT),
            )
            moves = [("sale", -quantity)]
            if ORDERS[order_id - 1][2] == "cancelled":
                moves.append(("cancel", quantity))
            for reason, moved in moves:
                file.execute(
                    "INSERT INTO stock_moves (product_id, location_id, quantity, reason, order_id, "
                    "user_id, created_at) VALUES (?, 1, ?, ?, ?, 1, ?)",
                    (product_id, moved, reason, order_id, AT),
                )
        file.execute(
            "INSERT INTO stock_moves (product_id, location_id, quantity, reason, user_id, "
            f"created_at) VALUES (1, 1, 40000, 'opening', 1, {AT}), "
            f"(2, 1, 9000, 'opening', 1, {AT});"
            "INSERT INTO stock (product_id, location_id, on_hand, created_at) "
            f"SELECT product_id, 1, sum(quantity), {AT} FROM stock_moves GROUP BY 1"
        )
        for order_id, method, tendered, change in PAYMENTS:
            file.execute(
                "INSERT INTO payments (order_id, method, tendered, change, amount, user_id, "
                "created_at) VALUES (?1, ?2, ?3, ?4, ?3 - ?4, 1, ?5)",
                (order_id, method, tendered, change, AT),
            )
        file.execute(CARTS)
    file.close()
