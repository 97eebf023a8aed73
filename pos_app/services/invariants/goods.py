"""What must hold of products, categories, stock and customers."""

# rule -> a query of (subject, expected, found) for each place where it does not hold.
RULES: dict[str, str] = {
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
    "bundle_is_of_ordinary_goods": """
        SELECT b.sku, 'pieces of products that are no bundles',
               CASE WHEN b.unit <> 'piece' THEN b.unit ELSE 'a bundle of ' || deeper.sku END
        FROM bundle_parts l JOIN products b ON b.id = l.bundle_id
        LEFT JOIN bundle_parts m ON m.bundle_id = l.part_id
        LEFT JOIN products deeper ON deeper.id = m.bundle_id
        WHERE b.unit <> 'piece' OR m.bundle_id IS NOT NULL
        GROUP BY l.bundle_id
    """,
    "bundle_asks_for_the_age_of_its_parts": """
        SELECT b.sku, max(p.min_age), b.min_age
        FROM bundle_parts l JOIN products b ON b.id = l.bundle_id
        JOIN products p ON p.id = l.part_id
        GROUP BY b.id HAVING max(p.min_age) > b.min_age
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
    "category_path_is_spelled_out": """
        SELECT c.path, coalesce(p.path || ' > ', '') || c.name, c.path
        FROM categories c LEFT JOIN categories p ON p.id = c.parent_id
        WHERE c.path <> coalesce(p.path || ' > ', '') || c.name
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
    "nothing_left_of_the_erased": """
        SELECT 'customer ' || c.id, 'no data', 'some' FROM customers c
        WHERE c.erased_at IS NOT NULL AND (
            c.email IS NOT NULL OR c.card IS NOT NULL OR c.registered = 1 OR c.password_hash <> '!'
            OR c.id IN (SELECT customer_id FROM customer_salts)
            OR c.id IN (SELECT rowid FROM customer_search)
            OR EXISTS (SELECT 1 FROM customers_addresses l WHERE l.customer_id = c.id
                AND l.address_id NOT IN
                    (SELECT address_id FROM customers_addresses WHERE customer_id = 1)))
    """,
    "customer_can_be_found": """
        SELECT username, 'in the index', 'not in it' FROM customers
        WHERE id <> 1 AND erased_at IS NULL AND id NOT IN (SELECT rowid FROM customer_search)
    """,
}
