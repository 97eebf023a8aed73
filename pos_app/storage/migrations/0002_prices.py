"""Taxes through time, promotions, discounts and their limits, customer groups, ledgers, returns.

What was sold before keeps its amounts; each order gets its taxes by rate, and each discount its
row, out of what its lines say. Frozen: a change to the schema is a new migration.
"""

TABLES = """
CREATE TABLE tax_rates (
    id INTEGER PRIMARY KEY,
    tax_class_id INTEGER NOT NULL REFERENCES tax_classes (id),
    valid_from TEXT CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    position INTEGER NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    rate_ppm INTEGER NOT NULL DEFAULT 0 CHECK (rate_ppm BETWEEN 0 AND 1000000),
    amount INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0),
    compound INTEGER NOT NULL DEFAULT 0 CHECK (compound IN (0, 1)),
    taxed INTEGER NOT NULL DEFAULT 0 CHECK (taxed IN (0, 1)),
    on_top INTEGER NOT NULL DEFAULT 0 CHECK (on_top IN (0, 1)),
    created_at INTEGER NOT NULL,
    CHECK (rate_ppm = 0 OR amount = 0)
) STRICT;
CREATE UNIQUE INDEX tax_rates_place ON tax_rates (tax_class_id, coalesce(valid_from, ''), position);

CREATE TABLE customer_groups (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''),
    -- NULL: as the shop does
    tax_included INTEGER CHECK (tax_included IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
ALTER TABLE customers ADD COLUMN group_id INTEGER REFERENCES customer_groups (id);
ALTER TABLE customers ADD COLUMN tax_exempt TEXT NOT NULL DEFAULT '';
ALTER TABLE customers ADD COLUMN credit_limit INTEGER NOT NULL DEFAULT 0 CHECK (credit_limit >= 0);
CREATE INDEX customers_group ON customers (group_id) WHERE group_id IS NOT NULL;

CREATE TABLE group_prices (
    group_id INTEGER NOT NULL REFERENCES customer_groups (id) ON DELETE CASCADE,
    product_id INTEGER NOT NULL REFERENCES products (id),
    price INTEGER NOT NULL CHECK (price >= 0),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (group_id, product_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE promotions (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('percent', 'amount', 'buy_get', 'bundle', 'breaks')),
    rate_ppm INTEGER NOT NULL DEFAULT 0 CHECK (rate_ppm BETWEEN 0 AND 1000000),
    amount INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0),
    buy INTEGER NOT NULL DEFAULT 0 CHECK (buy >= 0),
    give INTEGER NOT NULL DEFAULT 0 CHECK (give >= 0),
    first_day TEXT,
    last_day TEXT,
    -- bit 0 is Monday; 0 means every day
    weekdays INTEGER NOT NULL DEFAULT 0 CHECK (weekdays BETWEEN 0 AND 127),
    since INTEGER NOT NULL DEFAULT 0 CHECK (since BETWEEN 0 AND 1439),
    until INTEGER NOT NULL DEFAULT 1440 CHECK (until BETWEEN 1 AND 1440),
    priority INTEGER NOT NULL DEFAULT 0,
    stacks INTEGER NOT NULL DEFAULT 0 CHECK (stacks IN (0, 1)),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE promotion_goods (
    id INTEGER PRIMARY KEY,
    promotion_id INTEGER NOT NULL REFERENCES promotions (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('goods', 'reward')),
    product_id INTEGER REFERENCES products (id),
    category_id INTEGER REFERENCES categories (id),
    created_at INTEGER NOT NULL,
    CHECK ((product_id IS NULL) <> (category_id IS NULL))
) STRICT;
CREATE INDEX promotion_goods_promotion ON promotion_goods (promotion_id);

CREATE TABLE promotion_breaks (
    promotion_id INTEGER NOT NULL REFERENCES promotions (id) ON DELETE CASCADE,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price INTEGER CHECK (price >= 0),
    rate_ppm INTEGER NOT NULL DEFAULT 0 CHECK (rate_ppm BETWEEN 0 AND 1000000),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (promotion_id, quantity),
    CHECK ((price IS NULL) = (rate_ppm > 0))
) STRICT, WITHOUT ROWID;

CREATE TABLE promotion_groups (
    promotion_id INTEGER NOT NULL REFERENCES promotions (id) ON DELETE CASCADE,
    group_id INTEGER NOT NULL REFERENCES customer_groups (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (promotion_id, group_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE discount_codes ADD COLUMN minimum INTEGER NOT NULL DEFAULT 0 CHECK (minimum >= 0);
ALTER TABLE discount_codes ADD COLUMN max_uses INTEGER CHECK (max_uses > 0);
ALTER TABLE discount_codes ADD COLUMN max_uses_per_customer INTEGER CHECK (max_uses_per_customer > 0);

CREATE TABLE discount_code_categories (
    code_id INTEGER NOT NULL REFERENCES discount_codes (id) ON DELETE CASCADE,
    category_id INTEGER NOT NULL REFERENCES categories (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (code_id, category_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE discount_code_uses (
    id INTEGER PRIMARY KEY,
    code_id INTEGER NOT NULL REFERENCES discount_codes (id),
    order_id INTEGER NOT NULL UNIQUE REFERENCES orders (id),
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX discount_code_uses_code ON discount_code_uses (code_id, customer_id);

CREATE TABLE discount_limits (
    role TEXT NOT NULL PRIMARY KEY,
    most_ppm INTEGER NOT NULL CHECK (most_ppm BETWEEN 0 AND 1000000),
    floor_ppm INTEGER NOT NULL CHECK (floor_ppm BETWEEN 0 AND 1000000),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE carts ADD COLUMN discount_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE cart_items ADD COLUMN discount_rate_ppm INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cart_items ADD COLUMN discount_amount INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cart_items ADD COLUMN discount_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE cart_items ADD COLUMN gift_card TEXT NOT NULL DEFAULT '';

CREATE TABLE ledgers (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('gift_card', 'store_credit', 'account')),
    code TEXT UNIQUE COLLATE NOCASE CHECK (code <> ''),
    customer_id INTEGER REFERENCES customers (id),
    created_at INTEGER NOT NULL,
    CHECK ((kind = 'gift_card') = (code IS NOT NULL)),
    CHECK (kind = 'gift_card' OR customer_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX ledgers_of_customer ON ledgers (customer_id, kind) WHERE kind <> 'gift_card';

ALTER TABLE tills ADD COLUMN last_return INTEGER NOT NULL DEFAULT 0 CHECK (last_return >= 0);
ALTER TABLE orders ADD COLUMN tax_exempt TEXT NOT NULL DEFAULT '';
-- what cash was rounded to; 1 rounds nothing
ALTER TABLE orders ADD COLUMN cash_step INTEGER NOT NULL DEFAULT 1 CHECK (cash_step > 0);
ALTER TABLE order_items ADD COLUMN gross INTEGER NOT NULL DEFAULT 0;
ALTER TABLE order_items ADD COLUMN gift_card TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN last4 TEXT NOT NULL DEFAULT ''
    CHECK (last4 = '' OR last4 GLOB '[0-9][0-9][0-9][0-9]');
ALTER TABLE payments ADD COLUMN ledger_id INTEGER REFERENCES ledgers (id);

CREATE TABLE order_taxes (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    rate_ppm INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (order_id, position),
    CHECK (net + tax = gross)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_item_taxes (
    item_id INTEGER NOT NULL REFERENCES order_items (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    rate_ppm INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (item_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_discounts (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    item_id INTEGER NOT NULL REFERENCES order_items (id),
    kind TEXT NOT NULL CHECK (kind IN ('agreed', 'promotion', 'line', 'code', 'order')),
    label TEXT NOT NULL,
    promotion_id INTEGER,
    amount INTEGER NOT NULL CHECK (amount <> 0),
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX order_discounts_order ON order_discounts (order_id, item_id);

CREATE TABLE returns (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    till_id INTEGER NOT NULL REFERENCES tills (id),
    number INTEGER NOT NULL CHECK (number > 0),
    order_id INTEGER NOT NULL REFERENCES orders (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    business_date TEXT NOT NULL CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    subtotal INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    total INTEGER NOT NULL CHECK (total >= 0),
    rounding INTEGER NOT NULL,
    cash_step INTEGER NOT NULL CHECK (cash_step > 0),
    reason TEXT NOT NULL DEFAULT '',
    booked_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (till_id, number),
    CHECK (net + tax = total)
) STRICT;
CREATE INDEX returns_order ON returns (order_id);
CREATE INDEX returns_day ON returns (business_date);

CREATE TABLE return_items (
    id INTEGER PRIMARY KEY,
    return_id INTEGER NOT NULL REFERENCES returns (id),
    item_id INTEGER NOT NULL REFERENCES order_items (id),
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
CREATE INDEX return_items_return ON return_items (return_id);
CREATE INDEX return_items_item ON return_items (item_id);

CREATE TABLE return_taxes (
    return_id INTEGER NOT NULL REFERENCES returns (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    rate_ppm INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    net INTEGER NOT NULL,
    tax INTEGER NOT NULL,
    gross INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (return_id, position),
    CHECK (net + tax = gross)
) STRICT, WITHOUT ROWID;

CREATE TABLE repayments (
    id INTEGER PRIMARY KEY,
    return_id INTEGER NOT NULL REFERENCES returns (id),
    payment_id INTEGER REFERENCES payments (id),
    method TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    ledger_id INTEGER REFERENCES ledgers (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX repayments_return ON repayments (return_id);

CREATE TABLE ledger_moves (
    id INTEGER PRIMARY KEY,
    ledger_id INTEGER NOT NULL REFERENCES ledgers (id),
    amount INTEGER NOT NULL CHECK (amount <> 0),
    reason TEXT NOT NULL
        CHECK (reason IN ('issued', 'spent', 'returned', 'cancelled', 'paid_in', 'rounding',
                          'correction')),
    order_id INTEGER REFERENCES orders (id),
    return_id INTEGER REFERENCES returns (id),
    -- how money came in that no order asked for
    method TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    -- money that came in without an order comes in once
    uuid TEXT UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_moves_ledger ON ledger_moves (ledger_id, amount);
CREATE INDEX ledger_moves_order ON ledger_moves (order_id) WHERE order_id IS NOT NULL;

ALTER TABLE stock_moves ADD COLUMN return_id INTEGER REFERENCES returns (id);
CREATE INDEX stock_moves_return ON stock_moves (return_id) WHERE return_id IS NOT NULL;
"""

# Beside those of the first schema.
WRITTEN_ONCE = (
    "discount_code_uses",
    "ledger_moves",
    "order_discounts",
    "order_item_taxes",
    "order_taxes",
    "repayments",
    "return_items",
    "return_taxes",
    "returns",
)

# A clerk may go 10 % down and a supervisor 30 %, neither below what the goods cost.
LIMITS = """
INSERT INTO discount_limits (role, most_ppm, floor_ppm, created_at)
SELECT column1, column2, column3, CAST(strftime('%s', 'now') AS INTEGER) * 1000000
FROM (VALUES ('clerk', 100000, 1000000), ('supervisor', 300000, 1000000),
             ('manager', 1000000, 0), ('owner', 1000000, 0))
"""

# What there was: one rate a class, one rate a line, one code a cart.
BACKFILL = """
INSERT INTO tax_rates (tax_class_id, position, name, rate_ppm, created_at)
SELECT id, 0, 'Tax', rate_ppm, created_at FROM tax_classes;

ALTER TABLE tax_classes DROP COLUMN rate_ppm;

UPDATE carts SET discount_rate_ppm = 0, discount_amount = 0 WHERE discount_code <> '';
UPDATE carts SET discount_rate_ppm = 0 WHERE discount_amount > 0;

UPDATE order_items SET gross = total + CASE
    (SELECT tax_included FROM orders o WHERE o.id = order_id) WHEN 1 THEN 0 ELSE tax END;

INSERT INTO order_item_taxes (item_id, position, name, rate_ppm, amount, net, tax, created_at)
SELECT id, 0, 'Tax', tax_rate_ppm, 0, gross - tax, tax, created_at FROM order_items;

INSERT INTO order_taxes (order_id, position, name, rate_ppm, amount, net, tax, gross, created_at)
SELECT order_id, row_number() OVER (PARTITION BY order_id ORDER BY tax_rate_ppm) - 1, 'Tax',
       tax_rate_ppm, 0, sum(gross) - sum(tax), sum(tax), sum(gross), min(created_at)
FROM order_items GROUP BY order_id, tax_rate_ppm;

INSERT INTO order_discounts (order_id, item_id, kind, label, amount, user_id, created_at)
SELECT i.order_id, i.id, CASE o.discount_code WHEN '' THEN 'agreed' ELSE 'code' END,
       o.discount_code, i.discount, o.user_id, i.created_at
FROM order_items i JOIN orders o ON o.id = i.order_id WHERE i.discount <> 0;

INSERT INTO discount_code_uses (code_id, order_id, customer_id, created_at)
SELECT c.id, o.id, o.customer_id, o.created_at
FROM orders o JOIN discount_codes c ON c.code = o.discount_code;
"""

_ORDERS_FIXED = """
CREATE TRIGGER orders_fixed BEFORE UPDATE OF
    id, uuid, till_id, number, customer_id, user_id, source, business_date, items, subtotal, discount,
    discount_code, net, tax, tax_included, tax_exempt, total, rounding, cash_step, booked_at,
    created_at ON orders
BEGIN SELECT RAISE(ABORT, 'orders are written once'); END
"""


def _run(db, script):
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)


def up(migrator, db):
    _run(db, TABLES)
    db.execute_sql("DROP TRIGGER order_items_no_update")
    db.execute_sql("DROP TRIGGER orders_fixed")
    db.execute_sql(LIMITS)
    _run(db, BACKFILL)
    for table in (*WRITTEN_ONCE, "order_items"):
        for action in ("UPDATE", "DELETE"):
            if (table, action) != ("order_items", "DELETE"):
                db.execute_sql(
                    f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
                )
    db.execute_sql(_ORDERS_FIXED)
