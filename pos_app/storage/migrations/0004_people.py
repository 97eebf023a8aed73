"""People, drawers and the journal: rights that a shop sets, locks that wrong PINs make, approvals,
shifts with their counts and reports, tenders that were corrected, and the chain of entries.

Orders and returns that were written before belong to no shift. Frozen: a change to the schema is a
new migration.
"""

STAFF = """
ALTER TABLE users ADD COLUMN secret TEXT NOT NULL DEFAULT 'pin'
    CHECK (secret IN ('pin', 'password'));
ALTER TABLE sessions ADD COLUMN till_id INTEGER REFERENCES tills (id);

CREATE TABLE sign_in_locks (
    user_id INTEGER NOT NULL REFERENCES users (id),
    till_id INTEGER NOT NULL REFERENCES tills (id),
    failures INTEGER NOT NULL CHECK (failures > 0),
    locked_until INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, till_id)
) STRICT, WITHOUT ROWID;
INSERT INTO sign_in_locks (user_id, till_id, failures, locked_until, created_at)
SELECT u.id, t.id, u.failed_attempts, u.locked_until, u.created_at
FROM users u CROSS JOIN tills t WHERE u.failed_attempts > 0;
ALTER TABLE users DROP COLUMN failed_attempts;
ALTER TABLE users DROP COLUMN locked_until;

CREATE TABLE role_permissions (
    role TEXT NOT NULL CHECK (role IN ('clerk', 'supervisor', 'manager', 'owner')),
    permission TEXT NOT NULL CHECK (permission <> ''),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE approvals (
    id INTEGER PRIMARY KEY,
    -- who approved, and on whose screen
    user_id INTEGER NOT NULL REFERENCES users (id),
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    till_id INTEGER NOT NULL REFERENCES tills (id),
    permission TEXT NOT NULL CHECK (permission <> ''),
    about TEXT NOT NULL DEFAULT '',
    token_hash BLOB NOT NULL,
    -- for what is on a cart until it is sold: what of it was approved, as JSON
    cart_uuid TEXT NOT NULL DEFAULT '',
    allowed TEXT NOT NULL DEFAULT '[]',
    used_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX approvals_cart ON approvals (cart_uuid) WHERE cart_uuid <> '';

ALTER TABLE customers ADD COLUMN erased_at INTEGER;
CREATE INDEX customers_erased ON customers (id) WHERE erased_at IS NOT NULL;
CREATE TABLE customer_salts (
    customer_id INTEGER PRIMARY KEY REFERENCES customers (id),
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    created_at INTEGER NOT NULL
) STRICT;
"""

SHIFTS = """
CREATE TABLE shifts (
    id INTEGER PRIMARY KEY,
    till_id INTEGER NOT NULL REFERENCES tills (id),
    number INTEGER NOT NULL CHECK (number > 0),
    business_date TEXT NOT NULL
        CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    user_id INTEGER NOT NULL REFERENCES users (id),
    opening_float INTEGER NOT NULL CHECK (opening_float >= 0),
    -- the last numbers of the till before the shift
    orders_before INTEGER NOT NULL CHECK (orders_before >= 0),
    returns_before INTEGER NOT NULL CHECK (returns_before >= 0),
    closed_by_id INTEGER REFERENCES users (id),
    approver_id INTEGER REFERENCES users (id),
    expected INTEGER,
    counted INTEGER CHECK (counted >= 0),
    next_float INTEGER CHECK (next_float >= 0),
    reason TEXT NOT NULL DEFAULT '',
    closed_at INTEGER,
    created_at INTEGER NOT NULL,
    UNIQUE (till_id, number),
    CHECK ((closed_at IS NULL) = (closed_by_id IS NULL)),
    CHECK ((closed_at IS NULL) = (expected IS NULL)),
    CHECK ((closed_at IS NULL) = (counted IS NULL)),
    CHECK ((closed_at IS NULL) = (next_float IS NULL)),
    CHECK (next_float IS NULL OR next_float <= counted)
) STRICT;
CREATE UNIQUE INDEX shifts_open ON shifts (till_id) WHERE closed_at IS NULL;
CREATE TRIGGER shifts_closed BEFORE UPDATE ON shifts WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed shift is written once'); END;
CREATE TRIGGER shifts_no_delete BEFORE DELETE ON shifts
BEGIN SELECT RAISE(ABORT, 'shifts are written once'); END;

-- how many coins and notes of each value lay in the drawer
CREATE TABLE shift_counts (
    shift_id INTEGER NOT NULL REFERENCES shifts (id),
    kind TEXT NOT NULL CHECK (kind IN ('opening', 'closing')),
    value INTEGER NOT NULL CHECK (value > 0),
    pieces INTEGER NOT NULL CHECK (pieces > 0),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (shift_id, kind, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE cash_moves (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    shift_id INTEGER NOT NULL REFERENCES shifts (id),
    till_id INTEGER NOT NULL REFERENCES tills (id),
    kind TEXT NOT NULL CHECK (kind IN ('in', 'out', 'drop')),
    amount INTEGER NOT NULL CHECK (amount > 0),
    reason TEXT NOT NULL CHECK (reason <> ''),
    user_id INTEGER NOT NULL REFERENCES users (id),
    approver_id INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX cash_moves_shift ON cash_moves (shift_id);

CREATE TABLE tender_corrections (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    payment_id INTEGER NOT NULL REFERENCES payments (id),
    shift_id INTEGER NOT NULL REFERENCES shifts (id),
    till_id INTEGER NOT NULL REFERENCES tills (id),
    from_method TEXT NOT NULL,
    to_method TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    reason TEXT NOT NULL CHECK (reason <> ''),
    user_id INTEGER NOT NULL REFERENCES users (id),
    approver_id INTEGER REFERENCES users (id),
    created_at INTEGER NOT NULL,
    CHECK (from_method <> to_method)
) STRICT;
CREATE INDEX tender_corrections_payment ON tender_corrections (payment_id);
CREATE INDEX tender_corrections_shift ON tender_corrections (shift_id);

CREATE TABLE shift_reports (
    id INTEGER PRIMARY KEY,
    shift_id INTEGER NOT NULL REFERENCES shifts (id),
    kind TEXT NOT NULL CHECK (kind IN ('x', 'z')),
    -- all that stands on it, as JSON
    document TEXT NOT NULL,
    -- the head of the till's journal when it was written
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX shift_reports_z ON shift_reports (shift_id) WHERE kind = 'z';
CREATE INDEX shift_reports_shift ON shift_reports (shift_id);

ALTER TABLE tills ADD COLUMN last_shift INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tills ADD COLUMN open_shift INTEGER REFERENCES shifts (id);
ALTER TABLE orders ADD COLUMN shift_id INTEGER REFERENCES shifts (id);
-- the shift whose drawer gave back what was paid for an order that was cancelled
ALTER TABLE orders ADD COLUMN cancelled_shift_id INTEGER REFERENCES shifts (id);
CREATE INDEX orders_cancelled ON orders (cancelled_shift_id) WHERE cancelled_shift_id IS NOT NULL;
CREATE TRIGGER orders_cancelled_once BEFORE UPDATE OF cancelled_shift_id ON orders
    WHEN OLD.cancelled_shift_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an order is cancelled once'); END;
ALTER TABLE returns ADD COLUMN shift_id INTEGER REFERENCES shifts (id);
ALTER TABLE ledger_moves ADD COLUMN shift_id INTEGER REFERENCES shifts (id);
CREATE INDEX ledger_moves_shift ON ledger_moves (shift_id) WHERE shift_id IS NOT NULL;
ALTER TABLE drawer_openings ADD COLUMN shift_id INTEGER REFERENCES shifts (id);
"""

# Built anew: a shift's report is printed too.
PAPERS = """
CREATE TABLE new_print_jobs (
    id INTEGER PRIMARY KEY,
    till_id INTEGER NOT NULL REFERENCES tills (id),
    copy TEXT NOT NULL CHECK (copy IN ('original', 'duplicate', 'gift')),
    order_id INTEGER REFERENCES orders (id),
    return_id INTEGER REFERENCES returns (id),
    report_id INTEGER REFERENCES shift_reports (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'printed', 'given_up')),
    printer TEXT NOT NULL DEFAULT '',
    tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
    trouble TEXT NOT NULL DEFAULT '',
    user_id INTEGER NOT NULL REFERENCES users (id),
    done_at INTEGER,
    created_at INTEGER NOT NULL,
    CHECK ((report_id IS NULL) = (order_id IS NOT NULL OR return_id IS NOT NULL))
) STRICT;
INSERT INTO new_print_jobs (id, till_id, copy, order_id, return_id, state, printer, tries, trouble,
    user_id, done_at, created_at)
SELECT id, till_id, copy, order_id, return_id, state, printer, tries, trouble, user_id, done_at,
    created_at
FROM print_jobs;
DROP TABLE print_jobs;
ALTER TABLE new_print_jobs RENAME TO print_jobs;
CREATE INDEX print_jobs_waiting ON print_jobs (till_id, id) WHERE state = 'waiting';
CREATE INDEX print_jobs_order ON print_jobs (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX print_jobs_return ON print_jobs (return_id) WHERE return_id IS NOT NULL;
CREATE INDEX print_jobs_report ON print_jobs (report_id) WHERE report_id IS NOT NULL;
"""

JOURNAL = """
CREATE TABLE journal (
    -- till and sequence in one: each chain lies in its order, and no second index is written
    id INTEGER PRIMARY KEY CHECK (id = till_id * 1099511627776 + sequence),
    till_id INTEGER NOT NULL REFERENCES tills (id),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    kind TEXT NOT NULL CHECK (kind <> ''),
    -- the number of the receipt or report that it is about
    document TEXT NOT NULL DEFAULT '',
    business_date TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    -- canonical JSON: these very bytes are hashed and signed
    entry TEXT NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    created_at INTEGER NOT NULL
) STRICT;
-- sales are most of the entries: who looks for them finds them without
CREATE INDEX journal_kind ON journal (kind) WHERE kind <> 'sale';
CREATE INDEX journal_document ON journal (document) WHERE document <> '';

-- where each till's chain stands; made anew from the chain by anyone who doubts it
CREATE TABLE journal_heads (
    till_id INTEGER PRIMARY KEY REFERENCES tills (id),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    created_at INTEGER NOT NULL
) STRICT;
"""

# Written once: those that are new, and those that have no triggers of their own above.
WRITTEN_ONCE = ("cash_moves", "journal", "shift_counts", "shift_reports", "tender_corrections")

# What somebody wrote there may name a customer who is erased later: it can be emptied, and nothing
# else of such a row can be changed.
EMPTIED = {
    "order_items": "note",
    "order_discounts": "label",
    "payments": "reference",
    "ledger_moves": "note",
    "returns": "reason",
}

_CLERK = (
    "sell discount manage_customers manage_orders run_shift cash_in cash_drop x_report"
).split()
_SUPERVISOR = (
    "price_override refund void open_drawer cancel_order receive_stock cash_out correct_tender "
    "see_openings"
).split()
_MANAGER = (
    "backdate refund_without_receipt manage_catalog adjust_stock settings see_cost reports export "
    "see_journal check_books backup approve_difference personal_data see_staff"
).split()
_OWNER = "manage_staff".split()
RIGHTS = {
    "clerk": _CLERK,
    "supervisor": _CLERK + _SUPERVISOR,
    "manager": _CLERK + _SUPERVISOR + _MANAGER,
    "owner": _CLERK + _SUPERVISOR + _MANAGER + _OWNER,
}

_NOW = "CAST(strftime('%s', 'now') AS INTEGER) * 1000000"

_ORDERS_FIXED = """
CREATE TRIGGER orders_fixed BEFORE UPDATE OF
    id, uuid, till_id, number, customer_id, user_id, source, business_date, items, subtotal, discount,
    discount_code, net, tax, tax_included, tax_exempt, total, rounding, cash_step, age_checked,
    shift_id, booked_at, created_at ON orders
BEGIN SELECT RAISE(ABORT, 'orders are written once'); END
"""


def _run(db, script):
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        # A trigger's body has a semicolon of its own before its END.
        if line.rstrip().endswith(";"):
            db.execute_sql(statement)
            statement = ""


def _let_be_emptied(db, table, text):
    found = db.execute_sql(f"SELECT name FROM pragma_table_info('{table}')").fetchall()
    rest = [name for (name,) in found if name != text]
    new, old = (", ".join(f"{row}.{name}" for name in rest) for row in ("NEW", "OLD"))
    db.execute_sql(f"DROP TRIGGER {table}_no_update")
    db.execute_sql(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        f"WHEN NOT (OLD.{text} <> '' AND NEW.{text} = '' AND ({new}) IS ({old})) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
    )


def up(migrator, db):
    for script in (STAFF, SHIFTS, PAPERS, JOURNAL):
        _run(db, script)
    db.execute_sql("DROP TRIGGER orders_fixed")
    db.execute_sql(_ORDERS_FIXED)
    for table in WRITTEN_ONCE:
        for action in ("UPDATE", "DELETE"):
            db.execute_sql(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
            )
    for table, text in EMPTIED.items():
        _let_be_emptied(db, table, text)
    for role, permissions in RIGHTS.items():
        for permission in permissions:
            db.execute_sql(
                f"INSERT INTO role_permissions VALUES ('{role}', '{permission}', {_NOW})"
            )
