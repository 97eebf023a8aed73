"""The books' invariants, each as one question whose every answer is a breach."""

from collections.abc import Callable

from pos_app.domain.rows import Breach
from pos_app.storage.copying import unsound
from pos_app.storage.database import Database
from pos_app.storage.schema import WRITTEN_ONCE

# rule -> a query of (subject, expected, found) for each place where it does not hold.
_RULES: dict[str, str] = {
    "stock_is_sum_of_moves": """
        SELECT p.sku, coalesce(m.moved, 0), s.on_hand
        FROM stock s JOIN products p ON p.id = s.product_id
        LEFT JOIN (SELECT product_id, location_id, sum(quantity) AS moved
                   FROM stock_moves GROUP BY product_id, location_id) m
               ON m.product_id = s.product_id AND m.location_id = s.location_id
        WHERE s.on_hand <> coalesce(m.moved, 0)
    """,
    "moves_have_a_stock_row": """
        SELECT DISTINCT 'product ' || m.product_id, 'a stock row', 'none'
        FROM stock_moves m LEFT JOIN stock s
             ON s.product_id = m.product_id AND s.location_id = m.location_id
        WHERE s.product_id IS NULL
    """,
    "sold_is_moved": """
        WITH sold AS (
            SELECT i.order_id, i.product_id,
                   -sum(CASE o.status WHEN 'cancelled' THEN 0 ELSE i.quantity END) AS quantity
            FROM order_items i JOIN orders o ON o.id = i.order_id
            WHERE i.gift_card = '' GROUP BY 1, 2
        ), moved AS (
            SELECT order_id, product_id, sum(quantity) AS quantity
            FROM stock_moves WHERE order_id IS NOT NULL GROUP BY 1, 2
        )
        SELECT 'order ' || sold.order_id || ', product ' || sold.product_id,
               sold.quantity, coalesce(moved.quantity, 0)
        FROM sold LEFT JOIN moved USING (order_id, product_id)
        WHERE sold.quantity <> coalesce(moved.quantity, 0)
        UNION ALL
        SELECT 'order ' || moved.order_id || ', product ' || moved.product_id,
               'no such line', moved.quantity
        FROM moved LEFT JOIN sold USING (order_id, product_id) WHERE sold.order_id IS NULL
    """,
    "order_is_sum_of_items": """
        SELECT t.code || '-' || o.number,
               o.items || ' lines, ' || o.subtotal || ' - ' || o.discount || ', tax ' || o.tax
                   || ' = ' || o.total,
               coalesce(i.lines, 0) || ' lines, ' || coalesce(i.list_total, 0) || ' - '
                   || coalesce(i.discount, 0) || ', tax ' || coalesce(i.tax, 0)
        FROM orders o JOIN tills t ON t.id = o.till_id
        LEFT JOIN (SELECT order_id, count(*) AS lines, sum(list_total) AS list_total,
                          sum(discount) AS discount, sum(total) AS total, sum(tax) AS tax
                   FROM order_items GROUP BY order_id) i ON i.order_id = o.id
        WHERE o.items IS NOT i.lines OR o.subtotal IS NOT i.list_total
           OR o.discount IS NOT i.discount OR o.tax IS NOT i.tax
           OR o.total <> i.total + CASE o.tax_included WHEN 1 THEN 0 ELSE i.tax END
    """,
    "payments_meet_total": """
        SELECT t.code || '-' || o.number, o.total + o.rounding, coalesce(p.amount, 0)
        FROM orders o JOIN tills t ON t.id = o.till_id
        LEFT JOIN (SELECT order_id, sum(amount) AS amount FROM payments GROUP BY order_id) p
               ON p.order_id = o.id
        WHERE (o.source = 'counter' OR p.order_id IS NOT NULL)
          AND coalesce(p.amount, 0) <> o.total + o.rounding
    """,
    "change_from_cash_only": """
        SELECT 'payment ' || id, 'no change from ' || method, change
        FROM payments WHERE change <> 0 AND method <> 'cash'
    """,
    "numbers_without_gap": """
        SELECT t.code, '1 to ' || t.last_number,
               count(o.id) || ' numbers from ' || coalesce(min(o.number), 0) || ' to '
                   || coalesce(max(o.number), 0)
        FROM tills t LEFT JOIN orders o ON o.till_id = t.id GROUP BY t.id
        HAVING count(o.id) <> t.last_number OR coalesce(max(o.number), 0) <> t.last_number
            OR coalesce(min(o.number), 1) <> 1
    """,
    "customer_has_address": """
        SELECT username, 'an address', 'none' FROM customers
        WHERE id NOT IN (SELECT customer_id FROM customers_addresses)
    """,
    "address_has_customer": """
        SELECT 'address ' || id, 'a customer', 'none' FROM addresses
        WHERE id NOT IN (SELECT address_id FROM customers_addresses)
    """,
    "registered_customer_has_phone": """
        SELECT c.username, 'a phone', 'none'
        FROM customers c JOIN customers_addresses l ON l.customer_id = c.id
        JOIN addresses a ON a.id = l.address_id
        WHERE c.registered = 1 AND a.phone IS NULL
    """,
    "price_is_last_in_history": """
        SELECT p.sku, p.price, h.new_price
        FROM products p
        LEFT JOIN (SELECT product_id, max(id) AS last FROM price_history GROUP BY product_id) l
               ON l.product_id = p.id
        LEFT JOIN price_history h ON h.id = l.last
        WHERE h.new_price IS NOT p.price
    """,
    "product_can_be_found": """
        SELECT p.sku, CASE WHEN p.archived_at IS NULL THEN 'in the index' ELSE 'not in it' END,
               CASE WHEN s.rowid IS NULL THEN 'not in it' ELSE 'in the index' END
        FROM products p LEFT JOIN product_ranks r ON r.product_id = p.id
        LEFT JOIN product_search s ON s.rowid = r.position
        WHERE (p.archived_at IS NULL) <> (s.rowid IS NOT NULL)
    """,
    "customer_can_be_found": """
        SELECT username, 'in the index', 'not in it' FROM customers
        WHERE id <> 1 AND id NOT IN (SELECT rowid FROM customer_search)
    """,
    "category_path_is_spelled_out": """
        SELECT c.path, coalesce(p.path || ' > ', '') || c.name, c.path
        FROM categories c LEFT JOIN categories p ON p.id = c.parent_id
        WHERE c.path <> coalesce(p.path || ' > ', '') || c.name
    """,
}


def check_books(
    database: Database, progress: Callable[[int, int], None] | None = None
) -> tuple[Breach, ...]:
    """Every breach of every rule, all of one moment; see Shop.check."""
    total = len(_RULES) + 2
    found: list[Breach] = []
    with database.snapshot() as connection:
        found.extend(Breach("file_is_sound", "file", "ok", text) for text in unsound(connection))
        if progress is not None:
            progress(1, total)
        found.extend(_unguarded(database))
        for done, (rule, sql) in enumerate(_RULES.items(), start=2):
            if progress is not None:
                progress(done, total)
            found.extend(
                Breach(rule, str(subject), str(expected), str(what))
                for subject, expected, what in database.rows(sql)
            )
        if progress is not None:
            progress(total, total)
    return tuple(found)


def _unguarded(database: Database) -> list[Breach]:
    """Guards that the schema must have: strict tables, and rows that are written once."""
    missing = [
        Breach("tables_are_strict", name, "STRICT", "not")
        for (name,) in database.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
            "AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migration'"
        )
    ]
    triggers = {
        name for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    }
    wanted = {f"{table}_no_{action}" for table in WRITTEN_ONCE for action in ("update", "delete")}
    wanted |= {"orders_fixed", "orders_no_delete", "customers_addresses_keep_last"}
    missing += [
        Breach("guards_stand", name, "a trigger", "none") for name in sorted(wanted - triggers)
    ]
    return missing
