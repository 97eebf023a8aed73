"""The first schema: people, catalogue, stock, carts, orders, payments, tills and settings.

Amounts are integer minor units, quantities integer thousandths, times microseconds since 1970
UTC, rates parts per million. Frozen: a change to the schema is a new migration.
"""

TABLES = """
CREATE TABLE settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tills (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(code) BETWEEN 1 AND 12),
    name TEXT NOT NULL,
    last_number INTEGER NOT NULL DEFAULT 0 CHECK (last_number >= 0),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (username <> ''),
    name TEXT NOT NULL,
    pin_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    failed_attempts INTEGER NOT NULL DEFAULT 0 CHECK (failed_attempts >= 0),
    locked_until INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    token_hash BLOB NOT NULL,
    origin TEXT NOT NULL DEFAULT '',
    ended_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (username <> ''),
    email TEXT UNIQUE COLLATE NOCASE,
    password_hash TEXT NOT NULL,
    first_name TEXT NOT NULL COLLATE NOCASE,
    last_name TEXT NOT NULL COLLATE NOCASE,
    registered INTEGER NOT NULL CHECK (registered IN (0, 1)),
    created_at INTEGER NOT NULL,
    CHECK (registered = 0 OR email IS NOT NULL)
) STRICT;
CREATE INDEX customers_first_name ON customers (first_name, id);
CREATE INDEX customers_last_name ON customers (last_name, first_name, id);

CREATE TABLE addresses (
    id INTEGER PRIMARY KEY,
    line1 TEXT NOT NULL,
    line2 TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL CHECK (length(country) = 2),
    zip TEXT NOT NULL DEFAULT '',
    phone TEXT UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE customers_addresses (
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    address_id INTEGER NOT NULL REFERENCES addresses (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (customer_id, address_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customers_addresses_address ON customers_addresses (address_id);

CREATE TABLE categories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    parent_id INTEGER REFERENCES categories (id),
    path TEXT NOT NULL UNIQUE COLLATE NOCASE,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX categories_parent ON categories (parent_id);

CREATE TABLE tax_classes (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    rate_ppm INTEGER NOT NULL CHECK (rate_ppm BETWEEN 0 AND 1000000),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    sku TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (sku <> ''),
    name TEXT NOT NULL COLLATE NOCASE CHECK (name <> ''),
    description TEXT NOT NULL DEFAULT '',
    brand TEXT NOT NULL DEFAULT '',
    category_id INTEGER NOT NULL REFERENCES categories (id),
    price INTEGER NOT NULL CHECK (price >= 0),
    cost INTEGER CHECK (cost >= 0),
    tax_class_id INTEGER NOT NULL REFERENCES tax_classes (id),
    unit TEXT NOT NULL DEFAULT 'piece',
    reorder_level INTEGER CHECK (reorder_level >= 0),
    archived_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX products_name ON products (name, id);
CREATE INDEX products_price ON products (price, id);
CREATE INDEX products_category ON products (category_id, name, id);
CREATE INDEX products_tax_class ON products (tax_class_id);
CREATE INDEX products_archived ON products (archived_at, name, id) WHERE archived_at IS NOT NULL;

CREATE TABLE barcodes (
    code TEXT NOT NULL PRIMARY KEY CHECK (code <> ''),
    product_id INTEGER NOT NULL REFERENCES products (id),
    position INTEGER NOT NULL DEFAULT 0,
    pack_quantity INTEGER NOT NULL DEFAULT 1000 CHECK (pack_quantity > 0),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX barcodes_product ON barcodes (product_id, position);

CREATE TABLE price_history (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    old_price INTEGER,
    new_price INTEGER NOT NULL CHECK (new_price >= 0),
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX price_history_product ON price_history (product_id, id);

CREATE TABLE product_ranks (
    position INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL UNIQUE REFERENCES products (id),
    sold INTEGER NOT NULL DEFAULT 0 CHECK (sold >= 0),
    words TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX product_ranks_sold ON product_ranks (sold, product_id);

CREATE TABLE locations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE stock (
    product_id INTEGER NOT NULL REFERENCES products (id),
    location_id INTEGER NOT NULL REFERENCES locations (id),
    on_hand INTEGER NOT NULL,
    oversell INTEGER NOT NULL DEFAULT 0 CHECK (oversell IN (0, 1)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (product_id, location_id),
    CHECK (on_hand >= 0 OR oversell = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX stock_on_hand ON stock (location_id, on_hand, product_id);

CREATE TABLE carts (
    -- never given out twice: a till may hold a list from before a recall
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('current', 'parked', 'customer')),
    name TEXT NOT NULL DEFAULT '',
    till_id INTEGER REFERENCES tills (id),
    customer_id INTEGER REFERENCES customers (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    discount_code TEXT NOT NULL DEFAULT '',
    discount_rate_ppm INTEGER NOT NULL DEFAULT 0 CHECK (discount_rate_ppm BETWEEN 0 AND 1000000),
    discount_amount INTEGER NOT NULL DEFAULT 0 CHECK (discount_amount >= 0),
    total INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    CHECK (kind <> 'customer' OR customer_id IS NOT NULL),
    CHECK (kind <> 'current' OR till_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX carts_of_customer ON carts (customer_id) WHERE kind = 'customer';
CREATE UNIQUE INDEX carts_of_till ON carts (till_id) WHERE kind = 'current';
CREATE INDEX carts_parked ON carts (created_at) WHERE kind = 'parked';

CREATE TABLE cart_items (
    cart_id INTEGER NOT NULL REFERENCES carts (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price INTEGER NOT NULL CHECK (price >= 0),
    agreed_list INTEGER CHECK (agreed_list >= 0),
    agreed_total INTEGER CHECK (agreed_total >= 0),
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    PRIMARY KEY (cart_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE discount_codes (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (code <> ''),
    rate_ppm INTEGER NOT NULL DEFAULT 0 CHECK (rate_ppm BETWEEN 0 AND 1000000),
    amount INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0),
    valid_from INTEGER,
    valid_until INTEGER,
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at INTEGER NOT NULL,
    CHECK ((rate_ppm = 0) <> (amount = 0))
) STRICT;

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    till_id INTEGER NOT NULL REFERENCES tills (id),
    number INTEGER NOT NULL CHECK (number > 0),
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    status TEXT NOT NULL
        CHECK (status IN ('pending', 'processing', 'shipped', 'delivered', 'cancelled')),
    source TEXT NOT NULL CHECK (source IN ('counter', 'placed')),
    business_date TEXT NOT NULL CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    items INTEGER NOT NULL CHECK (items > 0),
    subtotal INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    discount_code TEXT NOT NULL DEFAULT '',
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    tax_included INTEGER NOT NULL CHECK (tax_included IN (0, 1)),
    total INTEGER NOT NULL CHECK (total >= 0),
    rounding INTEGER NOT NULL DEFAULT 0,
    note TEXT NOT NULL DEFAULT '',
    booked_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (till_id, number),
    CHECK (net + tax = total)
) STRICT;
CREATE INDEX orders_time ON orders (created_at);
CREATE INDEX orders_status ON orders (status, created_at);
CREATE INDEX orders_customer ON orders (customer_id, status, created_at, id, total);
CREATE INDEX orders_day ON orders (business_date, created_at, status, customer_id, total);

CREATE TABLE order_items (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    sku TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price INTEGER NOT NULL CHECK (price >= 0),
    list_total INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    total INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    tax_rate_ppm INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    CHECK (list_total - discount = total)
) STRICT;
CREATE INDEX order_items_order ON order_items (order_id);

CREATE TABLE payments (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    method TEXT NOT NULL,
    tendered INTEGER NOT NULL CHECK (tendered > 0),
    change INTEGER NOT NULL DEFAULT 0 CHECK (change >= 0),
    amount INTEGER NOT NULL,
    reference TEXT NOT NULL DEFAULT '',
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    CHECK (tendered - change = amount)
) STRICT;
CREATE INDEX payments_order ON payments (order_id);

CREATE TABLE stock_moves (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    location_id INTEGER NOT NULL REFERENCES locations (id),
    quantity INTEGER NOT NULL CHECK (quantity <> 0),
    reason TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    order_id INTEGER REFERENCES orders (id),
    unit_cost INTEGER,
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_moves_product ON stock_moves (product_id, id);
CREATE INDEX stock_moves_order ON stock_moves (order_id) WHERE order_id IS NOT NULL;

CREATE VIRTUAL TABLE product_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6',
    tokenize = 'unicode61 remove_diacritics 2'
);
-- Merging is the work of `ranks.fold`, in small steps: by itself FTS5 does up to 140 ms at once.
INSERT INTO product_search (product_search, rank) VALUES ('deletemerge', 0), ('automerge', 16);
CREATE VIRTUAL TABLE product_words USING fts5vocab (product_search, instance);

CREATE VIRTUAL TABLE customer_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6',
    tokenize = 'unicode61 remove_diacritics 2'
);
"""

# What the books say stays said: these rows are written once.
WRITTEN_ONCE = ("stock_moves", "order_items", "payments", "price_history")

_LAST_LINK = """
CREATE TRIGGER customers_addresses_keep_last BEFORE DELETE ON customers_addresses
WHEN (EXISTS (SELECT 1 FROM customers WHERE id = OLD.customer_id)
      AND (SELECT count(*) FROM customers_addresses WHERE customer_id = OLD.customer_id) = 1)
  OR (EXISTS (SELECT 1 FROM addresses WHERE id = OLD.address_id)
      AND (SELECT count(*) FROM customers_addresses WHERE address_id = OLD.address_id) = 1)
BEGIN SELECT RAISE(ABORT, 'last address link'); END
"""

_ORDERS_FIXED = """
CREATE TRIGGER orders_fixed BEFORE UPDATE OF
    id, uuid, till_id, number, customer_id, user_id, source, business_date, items, subtotal, discount,
    discount_code, net, tax, tax_included, total, rounding, booked_at, created_at ON orders
BEGIN SELECT RAISE(ABORT, 'orders are written once'); END
"""


def up(migrator, db):
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
    for table in WRITTEN_ONCE:
        for action in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )
    db.execute_sql(
        "CREATE TRIGGER orders_no_delete BEFORE DELETE ON orders "
        "BEGIN SELECT RAISE(ABORT, 'orders are written once'); END"
    )
    db.execute_sql(_ORDERS_FIXED)
    db.execute_sql(_LAST_LINK)
