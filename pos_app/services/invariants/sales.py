"""What must hold of orders, their lines, taxes, discounts and payments."""

# rule -> a query of (subject, expected, found) for each place where it does not hold.
RULES: dict[str, str] = {
    "sold_is_moved": """
        WITH goods AS (
            SELECT i.order_id, i.product_id, i.quantity
            FROM order_items i WHERE i.gift_card = ''
                AND NOT EXISTS (SELECT 1 FROM order_item_parts p WHERE p.item_id = i.id)
            UNION ALL
            SELECT i.order_id, p.product_id, p.quantity
            FROM order_item_parts p JOIN order_items i ON i.id = p.item_id
        ), sold AS (
            SELECT g.order_id, g.product_id,
                   -sum(CASE o.status WHEN 'cancelled' THEN 0 ELSE g.quantity END) AS quantity
            FROM goods g JOIN orders o ON o.id = g.order_id GROUP BY 1, 2
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
                   || coalesce(i.discount, 0) || ', tax ' || coalesce(i.tax, 0) || ' = '
                   || coalesce(i.gross, 0)
        FROM orders o JOIN tills t ON t.id = o.till_id
        LEFT JOIN (SELECT order_id, count(*) AS lines, sum(list_total) AS list_total,
                          sum(discount) AS discount, sum(tax) AS tax, sum(gross) AS gross
                   FROM order_items GROUP BY order_id) i ON i.order_id = o.id
        WHERE o.items IS NOT i.lines OR o.subtotal IS NOT i.list_total
           OR o.discount IS NOT i.discount OR o.tax IS NOT i.tax OR o.total IS NOT i.gross
    """,
    "rounded_less_than_a_coin": """
        SELECT t.code || '-' || o.number, 'less than ' || o.cash_step, o.rounding
        FROM orders o JOIN tills t ON t.id = o.till_id WHERE abs(o.rounding) >= o.cash_step
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
    # What comes on top of a shelf price that includes taxes is fixed amounts only.
    "item_is_paid_with_its_taxes": """
        WITH fixed AS (
            SELECT item_id, count(*) AS rates, sum(amount) AS amount
            FROM order_item_taxes WHERE amount > 0 GROUP BY item_id
        )
        SELECT 'item ' || i.id,
               i.total || CASE o.tax_included WHEN 1 THEN '' ELSE ' + tax ' || i.tax END ||
                   CASE WHEN f.item_id IS NULL THEN '' ELSE ' and what comes on top' END,
               i.gross
        FROM order_items i JOIN orders o ON o.id = i.order_id LEFT JOIN fixed f ON f.item_id = i.id
        WHERE CASE o.tax_included WHEN 0 THEN i.gross <> i.total + i.tax
              ELSE i.gross NOT BETWEEN i.total
                  AND i.total + coalesce(f.amount * i.quantity / 1000 + f.rates, 0) END
           OR i.tax NOT BETWEEN 0 AND i.gross
    """,
    "item_tax_is_sum_of_rates": """
        SELECT 'item ' || i.id, i.tax, coalesce(t.tax, 0)
        FROM order_items i
        LEFT JOIN (SELECT item_id, sum(tax) AS tax FROM order_item_taxes GROUP BY item_id) t
               ON t.item_id = i.id
        WHERE i.tax <> coalesce(t.tax, 0)
    """,
    "order_taxes_are_those_of_items": """
        WITH of_items AS (
            SELECT i.order_id, t.name, t.rate_ppm, t.amount, sum(t.net) AS net, sum(t.tax) AS tax
            FROM order_items i JOIN order_item_taxes t ON t.item_id = i.id GROUP BY 1, 2, 3, 4
        ), of_orders AS (
            SELECT order_id, name, rate_ppm, amount, sum(net) AS net, sum(tax) AS tax
            FROM order_taxes GROUP BY 1, 2, 3, 4
        )
        SELECT 'order ' || order_id || ', ' || name || ' ' || rate_ppm,
               i.net || ' and ' || i.tax, coalesce(o.net || ' and ' || o.tax, 'none')
        FROM of_items i LEFT JOIN of_orders o USING (order_id, name, rate_ppm, amount)
        WHERE i.net IS NOT o.net OR i.tax IS NOT o.tax
        UNION ALL
        SELECT 'order ' || order_id || ', ' || name || ' ' || rate_ppm, 'no such rate',
               o.net || ' and ' || o.tax
        FROM of_orders o LEFT JOIN of_items i USING (order_id, name, rate_ppm, amount)
        WHERE i.net IS NULL
    """,
    "order_tax_is_sum_of_rates": """
        SELECT t.code || '-' || o.number, o.tax, coalesce(x.tax, 0)
        FROM orders o JOIN tills t ON t.id = o.till_id
        LEFT JOIN (SELECT order_id, sum(tax) AS tax FROM order_taxes GROUP BY order_id) x
               ON x.order_id = o.id
        WHERE o.tax <> coalesce(x.tax, 0)
    """,
    "discount_has_its_reasons": """
        WITH given AS (
            SELECT item_id, min(order_id) AS first, max(order_id) AS last, sum(amount) AS amount
            FROM order_discounts GROUP BY item_id
        )
        SELECT 'item ' || i.id, i.discount || ' of order ' || i.order_id,
               coalesce(g.amount || ' of order ' ||
                   CASE g.last WHEN i.order_id THEN g.first ELSE g.last END, 0)
        FROM order_items i LEFT JOIN given g ON g.item_id = i.id
        WHERE i.discount <> coalesce(g.amount, 0) OR g.first <> i.order_id OR g.last <> i.order_id
    """,
    # A code may be spelled anew later, and its old spelling be a new code's; the oldest shops could
    # lose one. So an order is held to a code that is spelled as it says and was there when it was
    # booked.
    "code_of_an_order_is_used_once": """
        SELECT t.code || '-' || o.number,
               coalesce(nullif(o.discount_code, ''), 'no code') || ' by customer ' || o.customer_id,
               coalesce(c.code || ' by customer ' || u.customer_id ||
                   CASE WHEN c.created_at > o.booked_at THEN ', made later' ELSE '' END, 'no use')
        FROM orders o JOIN tills t ON t.id = o.till_id
        LEFT JOIN discount_code_uses u ON u.order_id = o.id
        LEFT JOIN discount_codes c ON c.id = u.code_id
        WHERE (u.id IS NOT NULL AND (o.discount_code = '' OR c.id IS NULL
                 OR u.customer_id <> o.customer_id OR c.created_at > o.booked_at))
           OR (c.code IS NOT o.discount_code AND EXISTS (
                 SELECT 1 FROM discount_codes d
                 WHERE d.code = o.discount_code AND d.created_at <= o.booked_at))
    """,
    "code_is_used_within_its_limit": """
        SELECT c.code, 'at most ' || c.max_uses, count(o.id)
        FROM discount_codes c JOIN discount_code_uses u ON u.code_id = c.id
        JOIN orders o ON o.id = u.order_id AND o.status <> 'cancelled'
         AND o.id NOT IN (SELECT order_id FROM returns WHERE kind = 'void')
        GROUP BY c.id HAVING count(o.id) > c.max_uses
    """,
    # The walk-in customer is nobody: such a code is not for them, but may have been without limit.
    "code_is_used_within_its_limit_by_each": """
        SELECT c.code || ', ' || p.username, 'at most ' || c.max_uses_per_customer, count(o.id)
        FROM discount_codes c JOIN discount_code_uses u ON u.code_id = c.id
        JOIN orders o ON o.id = u.order_id AND o.status <> 'cancelled'
         AND o.id NOT IN (SELECT order_id FROM returns WHERE kind = 'void')
        JOIN customers p ON p.id = u.customer_id AND p.id <> 1
        GROUP BY c.id, p.id HAVING count(o.id) > c.max_uses_per_customer
    """,
}
