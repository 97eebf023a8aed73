"""The counter: codes and their rules, prices asked at the till, ages, bundles, receipts that wait
for a printer, the drawer, exchanges, returns without a receipt and sales that were made void.

Returns that were written before keep their amounts; each of their lines gets its own copy of what
was sold. Frozen: a change to the schema is a new migration.
"""

TABLES = """
ALTER TABLE products ADD COLUMN open_price INTEGER NOT NULL DEFAULT 0 CHECK (open_price IN (0, 1));
ALTER TABLE products ADD COLUMN min_age INTEGER NOT NULL DEFAULT 0 CHECK (min_age BETWEEN 0 AND 99);
ALTER TABLE products ADD COLUMN scale_number INTEGER CHECK (scale_number > 0);
CREATE UNIQUE INDEX products_scale_number ON products (scale_number)
    WHERE scale_number IS NOT NULL;

CREATE TABLE bundle_parts (
    bundle_id INTEGER NOT NULL REFERENCES products (id),
    part_id INTEGER NOT NULL REFERENCES products (id),
    position INTEGER NOT NULL,
    -- of one bundle
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (bundle_id, part_id),
    CHECK (bundle_id <> part_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bundle_parts_part ON bundle_parts (part_id);

CREATE TABLE order_item_parts (
    item_id INTEGER NOT NULL REFERENCES order_items (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    -- of the whole line
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (item_id, product_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE code_rules (
    id INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL
        CHECK (kind IN ('weight', 'price', 'pieces', 'customer', 'coupon', 'staff')),
    pattern TEXT NOT NULL CHECK (pattern <> ''),
    decimals INTEGER NOT NULL DEFAULT 0 CHECK (decimals BETWEEN 0 AND 3),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE unknown_codes (
    code TEXT NOT NULL PRIMARY KEY CHECK (code <> ''),
    times INTEGER NOT NULL CHECK (times > 0),
    till_id INTEGER NOT NULL REFERENCES tills (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    last_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE customers ADD COLUMN card TEXT CHECK (card <> '');
CREATE UNIQUE INDEX customers_card ON customers (card) WHERE card IS NOT NULL;
ALTER TABLE users ADD COLUMN badge_hash TEXT CHECK (badge_hash <> '');
CREATE UNIQUE INDEX users_badge ON users (badge_hash) WHERE badge_hash IS NOT NULL;

ALTER TABLE carts ADD COLUMN age_checked INTEGER NOT NULL DEFAULT 0 CHECK (age_checked >= 0);
ALTER TABLE carts ADD COLUMN exchange_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE cart_items ADD COLUMN own_price INTEGER CHECK (own_price >= 0);
ALTER TABLE cart_items ADD COLUMN label TEXT NOT NULL DEFAULT '';
CREATE TABLE cart_returns (
    cart_id INTEGER NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
    item_id INTEGER NOT NULL REFERENCES order_items (id),
    damaged INTEGER NOT NULL CHECK (damaged IN (0, 1)),
    position INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (cart_id, item_id, damaged)
) STRICT, WITHOUT ROWID;

ALTER TABLE orders ADD COLUMN age_checked INTEGER NOT NULL DEFAULT 0 CHECK (age_checked >= 0);
-- what the shelf said of one unit where the till sold it at another price
ALTER TABLE order_items ADD COLUMN shelf_price INTEGER CHECK (shelf_price >= 0);
-- the label that the line's price was read from
ALTER TABLE order_items ADD COLUMN label TEXT NOT NULL DEFAULT '';

CREATE TABLE pictures (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    media_type TEXT NOT NULL CHECK (media_type <> ''),
    data BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE print_jobs (
    id INTEGER PRIMARY KEY,
    till_id INTEGER NOT NULL REFERENCES tills (id),
    copy TEXT NOT NULL CHECK (copy IN ('original', 'duplicate', 'gift')),
    order_id INTEGER REFERENCES orders (id),
    return_id INTEGER REFERENCES returns (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'printed', 'given_up')),
    printer TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    trouble TEXT NOT NULL DEFAULT '',
    user_id INTEGER NOT NULL REFERENCES users (id),
    done_at INTEGER,
    created_at INTEGER NOT NULL,
    CHECK (order_id IS NOT NULL OR return_id IS NOT NULL)
) STRICT;
CREATE INDEX print_jobs_waiting ON print_jobs (till_id, id) WHERE state = 'waiting';
CREATE INDEX print_jobs_order ON print_jobs (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX print_jobs_return ON print_jobs (return_id) WHERE return_id IS NOT NULL;

CREATE TABLE drawer_openings (
    id INTEGER PRIMARY KEY,
    till_id INTEGER NOT NULL REFERENCES tills (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    order_id INTEGER REFERENCES orders (id),
    return_id INTEGER REFERENCES returns (id),
    reason TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drawer_openings_till ON drawer_openings (till_id, created_at);

CREATE TABLE return_item_taxes (
    item_id INTEGER NOT NULL REFERENCES return_items (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    rate_ppm INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;
"""

# Built anew: a return may stand without an order, and its lines without a sold one.
RETURNS = """
CREATE TABLE new_returns (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    till_id INTEGER NOT NULL REFERENCES tills (id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('return', 'void', 'exchange')),
    -- NULL: without a receipt
    order_id INTEGER REFERENCES orders (id),
    -- what was bought on the same ticket
    exchange_order_id INTEGER UNIQUE REFERENCES orders (id),
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    business_date TEXT NOT NULL CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    subtotal INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    tax_included INTEGER NOT NULL CHECK (tax_included IN (0, 1)),
    total INTEGER NOT NULL CHECK (total >= 0),
    rounding INTEGER NOT NULL,
    cash_step INTEGER NOT NULL CHECK (cash_step > 0),
    reason TEXT NOT NULL DEFAULT '',
    booked_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (till_id, number),
    CHECK (net + tax = total),
    CHECK ((kind = 'exchange') = (exchange_order_id IS NOT NULL)),
    CHECK (kind = 'return' OR order_id IS NOT NULL)
) STRICT;
INSERT INTO new_returns (id, uuid, till_id, number, kind, order_id, customer_id, user_id,
    business_date, subtotal, discount, net, tax, tax_included, total, rounding, cash_step, reason,
    booked_at, created_at)
SELECT r.id, r.uuid, r.till_id, r.number, 'return', r.order_id, o.customer_id, r.user_id,
    r.business_date, r.subtotal, r.discount, r.net, r.tax, o.tax_included, r.total, r.rounding,
    r.cash_step, r.reason, r.booked_at, r.created_at
FROM returns r JOIN orders o ON o.id = r.order_id;

CREATE TABLE new_return_items (
    id INTEGER PRIMARY KEY,
    return_id INTEGER NOT NULL REFERENCES returns (id),
    -- NULL: without a receipt
    item_id INTEGER REFERENCES order_items (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price >= 0),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    list_total INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    damaged INTEGER NOT NULL CHECK (damaged IN (0, 1)),
    created_at INTEGER NOT NULL,
    CHECK (net + tax = gross)
) STRICT;
INSERT INTO new_return_items (id, return_id, item_id, product_id, sku, name, unit, price, quantity,
    list_total, discount, net, tax, gross, damaged, created_at)
SELECT b.id, b.return_id, b.item_id, i.product_id, i.sku, i.name, i.unit, i.price, b.quantity,
    b.list_total, b.discount, b.net, b.tax, b.gross, b.damaged, b.created_at
FROM return_items b JOIN order_items i ON i.id = b.item_id;

DROP TABLE return_items;
DROP TABLE returns;
ALTER TABLE new_returns RENAME TO returns;
ALTER TABLE new_return_items RENAME TO return_items;
CREATE INDEX returns_order ON returns (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX returns_day ON returns (business_date);
CREATE INDEX returns_customer ON returns (customer_id);
CREATE INDEX return_items_return ON return_items (return_id);
CREATE INDEX return_items_item ON return_items (item_id) WHERE item_id IS NOT NULL;
"""

# Written once: those that are new, and those whose triggers went with the table.
WRITTEN_ONCE = (
    "drawer_openings",
    "order_item_parts",
    "return_item_taxes",
    "return_items",
    "returns",
)

# Labels that a scale in the shop prints: GS1 leaves the prefixes 20 to 29 to each shop.
RULES = """
INSERT INTO code_rules (position, name, kind, pattern, decimals, active, created_at)
SELECT column1, column2, column3, column4, column5, 1,
       CAST(strftime('%s', 'now') AS INTEGER) * 1000000
FROM (VALUES (1, 'Weight in grams', 'weight', '21IIIIIVVVVVC', 3),
             (2, 'Price', 'price', '22IIIIIVVVVVC', 2))
"""

_ORDERS_FIXED = """
CREATE TRIGGER orders_fixed BEFORE UPDATE OF
    id, uuid, till_id, number, customer_id, user_id, source, business_date, items, subtotal, discount,
    discount_code, net, tax, tax_included, tax_exempt, total, rounding, cash_step, age_checked,
    booked_at, created_at ON orders
BEGIN SELECT RAISE(ABORT, 'orders are written once'); END
"""


def _run(db, script):
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)


def up(migrator, db):
    _run(db, TABLES)
    _run(db, RETURNS)
    db.execute_sql("DROP TRIGGER orders_fixed")
    for table in WRITTEN_ONCE:
        for action in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )
    db.execute_sql(_ORDERS_FIXED)
    db.execute_sql(RULES)
