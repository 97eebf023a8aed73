"""What must hold of returns and of the money that was given back."""

# Orders of which every line was brought back whole.
_WHOLE = """whole AS (
            SELECT i.order_id FROM order_items i
            LEFT JOIN (SELECT item_id, sum(quantity) AS quantity FROM return_items
                       GROUP BY item_id) r ON r.item_id = i.id
            WHERE i.order_id IN (SELECT order_id FROM returns WHERE order_id IS NOT NULL)
            GROUP BY i.order_id
            HAVING sum(i.quantity <> coalesce(r.quantity, 0)) = 0
        )"""

# rule -> a query of (subject, expected, found) for each place where it does not hold.
RULES: dict[str, str] = {
    "return_is_sum_of_items": """
        SELECT t.code || '-R' || r.number,
               r.subtotal || ' - ' || r.discount || ', tax ' || r.tax || ' = ' || r.total,
               coalesce(i.list_total, 0) || ' - ' || coalesce(i.discount, 0) || ', tax '
                   || coalesce(i.tax, 0) || ' = ' || coalesce(i.gross, 0)
        FROM returns r JOIN tills t ON t.id = r.till_id
        LEFT JOIN (SELECT return_id, sum(list_total) AS list_total, sum(discount) AS discount,
                          sum(tax) AS tax, sum(gross) AS gross
                   FROM return_items GROUP BY return_id) i ON i.return_id = r.id
        WHERE r.subtotal IS NOT i.list_total OR r.discount IS NOT i.discount
           OR r.tax IS NOT i.tax OR r.total IS NOT i.gross
    """,
    "return_tax_is_sum_of_rates": """
        SELECT t.code || '-R' || r.number, r.tax, coalesce(x.tax, 0)
        FROM returns r JOIN tills t ON t.id = r.till_id
        LEFT JOIN (SELECT return_id, sum(tax) AS tax FROM return_taxes GROUP BY return_id) x
               ON x.return_id = r.id
        WHERE r.tax <> coalesce(x.tax, 0)
    """,
    "returned_from_its_own_order": """
        SELECT 'return item ' || x.id, 'order ' || r.order_id, 'order ' || i.order_id
        FROM return_items x JOIN returns r ON r.id = x.return_id
        JOIN order_items i ON i.id = x.item_id WHERE i.order_id <> r.order_id
    """,
    "returned_after_delivery": """
        SELECT t.code || '-R' || r.number, 'a delivered order', o.status
        FROM returns r JOIN tills t ON t.id = r.till_id JOIN orders o ON o.id = r.order_id
        WHERE o.status NOT IN ('shipped', 'delivered')
    """,
    "returned_within_sold": """
        SELECT 'item ' || i.id, 'at most ' || i.quantity, sum(r.quantity)
        FROM return_items r JOIN order_items i ON i.id = r.item_id
        GROUP BY i.id HAVING sum(r.quantity) > i.quantity
    """,
    "only_without_a_receipt_from_no_order": """
        SELECT 'return item ' || x.id, CASE WHEN r.order_id IS NULL THEN 'no sold line' ELSE
               'a sold line' END, coalesce(x.item_id, 'none')
        FROM return_items x JOIN returns r ON r.id = x.return_id
        WHERE (r.order_id IS NULL) <> (x.item_id IS NULL)
    """,
    # Of a bundle its parts come back, each piece with the difference of two shares, as it is paid.
    "returned_is_moved": """
        WITH pieces AS (
            SELECT x.id, x.return_id, x.item_id, x.product_id, x.quantity, x.damaged,
                   i.quantity AS sold,
                   sum(x.quantity) OVER (PARTITION BY x.item_id ORDER BY x.id) AS until
            FROM return_items x JOIN order_items i ON i.id = x.item_id WHERE i.gift_card = ''
        ), goods AS (
            SELECT return_id, product_id, quantity, damaged FROM pieces
            WHERE item_id NOT IN (SELECT item_id FROM order_item_parts)
            UNION ALL
            SELECT c.return_id, p.product_id,
                   (2 * p.quantity * c.until + c.sold) / (2 * c.sold)
                   - (2 * p.quantity * (c.until - c.quantity) + c.sold) / (2 * c.sold), c.damaged
            FROM pieces c JOIN order_item_parts p ON p.item_id = c.item_id
        ), given AS (
            SELECT return_id, product_id, sum(quantity) AS back, -sum(quantity * damaged) AS damaged
            FROM goods GROUP BY 1, 2
        ), moved AS (
            SELECT return_id, product_id, sum(quantity * (reason = 'return')) AS back,
                   sum(quantity * (reason = 'damaged')) AS damaged,
                   count(*) FILTER (WHERE reason NOT IN ('return', 'damaged')) AS others
            FROM stock_moves WHERE return_id IN (SELECT id FROM returns WHERE order_id IS NOT NULL)
            GROUP BY 1, 2
        )
        SELECT 'return ' || return_id || ', product ' || product_id,
               g.back || ' and ' || g.damaged, coalesce(m.back || ' and ' || m.damaged, 'none')
        FROM given g LEFT JOIN moved m USING (return_id, product_id)
        WHERE m.back IS NOT g.back OR m.damaged IS NOT g.damaged OR m.others > 0
        UNION ALL
        SELECT 'return ' || return_id || ', product ' || product_id, 'no such line', m.back
        FROM moved m LEFT JOIN given g USING (return_id, product_id) WHERE g.back IS NULL
    """,
    # Without a receipt a bundle comes back as what it was made of on that day, which may be another
    # by now: some goods must have moved that have no line of their own.
    "returned_without_a_receipt_is_moved": """
        WITH loose AS (
            SELECT x.return_id, x.product_id, sum(x.quantity) AS back,
                   -sum(x.quantity * x.damaged) AS damaged
            FROM return_items x WHERE x.item_id IS NULL GROUP BY 1, 2
        ), moved AS (
            SELECT return_id, product_id, sum(quantity * (reason = 'return')) AS back,
                   sum(quantity * (reason = 'damaged')) AS damaged
            FROM stock_moves WHERE return_id IN (SELECT id FROM returns WHERE order_id IS NULL)
            GROUP BY 1, 2
        ), parts AS (
            SELECT DISTINCT m.return_id FROM moved m LEFT JOIN loose l
                ON l.return_id = m.return_id AND l.product_id = m.product_id
            WHERE l.back IS NOT m.back OR l.damaged IS NOT m.damaged
        ), bundles AS (
            SELECT DISTINCT l.return_id FROM loose l LEFT JOIN moved m
                ON m.return_id = l.return_id AND m.product_id = l.product_id
            WHERE m.back IS NOT l.back OR m.damaged IS NOT l.damaged
        )
        SELECT 'return ' || return_id, 'goods for each line', 'none for some' FROM bundles
        WHERE return_id NOT IN (SELECT return_id FROM parts)
        UNION ALL
        SELECT 'return ' || return_id, 'a line for all goods', 'none for some' FROM parts
        WHERE return_id NOT IN (SELECT return_id FROM bundles)
        UNION ALL
        SELECT 'return ' || m.return_id, 'return or damaged', m.reason
        FROM stock_moves m JOIN returns r ON r.id = m.return_id
        WHERE r.order_id IS NULL AND m.reason NOT IN ('return', 'damaged')
    """,
    "line_without_a_receipt_is_sum_of_rates": """
        SELECT 'return item ' || x.id, x.tax, coalesce(t.tax, 0)
        FROM return_items x
        LEFT JOIN (SELECT item_id, sum(tax) AS tax FROM return_item_taxes GROUP BY item_id) t
               ON t.item_id = x.id
        WHERE (x.item_id IS NULL AND x.tax <> coalesce(t.tax, 0))
           OR (x.item_id IS NOT NULL AND t.tax IS NOT NULL)
    """,
    # A void takes all of it back, on the day and at the till of the sale.
    "void_is_of_the_whole_sale": """
        SELECT t.code || '-R' || r.number,
               o.items || ' lines for ' || o.total || ' on ' || o.business_date
                   || ', damaged 0, returns 1',
               count(x.id) || ' lines for ' || r.total || ' on ' || r.business_date
                   || ', damaged ' || coalesce(sum(x.damaged), 0)
                   || ', returns ' || (SELECT count(*) FROM returns b WHERE b.order_id = o.id)
        FROM returns r JOIN tills t ON t.id = r.till_id JOIN orders o ON o.id = r.order_id
        LEFT JOIN return_items x ON x.return_id = r.id WHERE r.kind = 'void'
        GROUP BY r.id HAVING count(x.id) <> o.items OR r.total <> o.total OR r.till_id <> o.till_id
            OR r.business_date <> o.business_date OR sum(x.damaged) > 0
            OR (SELECT count(*) FROM returns b WHERE b.order_id = o.id) <> 1
    """,
    "exchange_is_the_same_on_both_sides": """
        WITH paid AS (
            SELECT order_id, sum(amount) AS amount FROM payments
            WHERE method = 'exchange' GROUP BY 1
        ), given AS (
            SELECT r.exchange_order_id AS order_id, sum(x.amount) AS amount
            FROM returns r JOIN repayments x ON x.return_id = r.id
            WHERE x.method = 'exchange' GROUP BY 1
        )
        SELECT 'order ' || p.order_id, p.amount || ' by exchange', coalesce(g.amount, 0)
        FROM paid p LEFT JOIN given g USING (order_id) WHERE g.amount IS NOT p.amount
        UNION ALL
        SELECT 'order ' || coalesce(g.order_id, 'none'), 'no payment by exchange', g.amount
        FROM given g LEFT JOIN paid p USING (order_id) WHERE p.amount IS NULL
        UNION ALL
        SELECT t.code || '-R' || r.number, o.business_date || ' at till ' || o.till_id,
               r.business_date || ' at till ' || r.till_id
        FROM returns r JOIN tills t ON t.id = r.till_id JOIN orders o ON o.id = r.exchange_order_id
        WHERE r.business_date <> o.business_date OR r.till_id <> o.till_id OR r.order_id = o.id
    """,
    "repayments_meet_return": """
        SELECT t.code || '-R' || r.number, r.total + r.rounding, coalesce(p.amount, 0)
        FROM returns r JOIN tills t ON t.id = r.till_id
        LEFT JOIN (SELECT return_id, sum(amount) AS amount FROM repayments GROUP BY return_id) p
               ON p.return_id = r.id
        WHERE coalesce(p.amount, 0) <> r.total + r.rounding
    """,
    # What is exchanged goes over to the cent, and goes back as it once was paid: coins may make a
    # little more of it.
    "repaid_within_payment": """
        SELECT 'payment ' || p.id, 'at most ' || p.amount || ' by ' || p.method,
               sum(x.amount) || ' by ' || x.method
        FROM repayments x JOIN payments p ON p.id = x.payment_id
        JOIN returns r ON r.id = x.return_id
        GROUP BY p.id
        HAVING sum(x.amount) > p.amount
                + CASE WHEN p.method = 'exchange' OR sum(x.method = 'exchange')
                       THEN max(r.cash_step) - 1 ELSE 0 END
            OR count(*) FILTER (
                WHERE r.order_id IS NOT p.order_id OR x.ledger_id IS NOT p.ledger_id
                   OR (x.method <> p.method AND 'exchange' NOT IN (x.method, p.method)
                       AND NOT EXISTS (SELECT 1 FROM tender_corrections c
                                       WHERE c.payment_id = p.id AND c.to_method = x.method))
                   OR (x.method <> p.method AND p.ledger_id IS NOT NULL)) > 0
    """,
    # What was drawn on a ledger is there again before money goes back: so none of it is paid out.
    "ledgers_are_repaid_before_money": """
        WITH money AS (
            SELECT DISTINCT r.order_id
            FROM repayments x JOIN returns r ON r.id = x.return_id
            LEFT JOIN payments p ON p.id = x.payment_id WHERE p.ledger_id IS NULL
        ), back AS (
            SELECT payment_id, sum(amount) AS amount FROM repayments GROUP BY 1
        )
        SELECT 'payment ' || p.id, p.amount || ' by ' || p.method, coalesce(b.amount, 0)
        FROM money m JOIN payments p ON p.order_id = m.order_id AND p.ledger_id IS NOT NULL
        LEFT JOIN back b ON b.payment_id = p.id WHERE p.amount <> coalesce(b.amount, 0)
    """,
    # What a card paid is rounded where it goes back in cash.
    "repaid_within_paid": """
        SELECT 'order ' || p.order_id, 'at most ' || (p.amount + g.step - 1), g.amount
        FROM (SELECT order_id, sum(amount) AS amount FROM payments GROUP BY 1) p
        JOIN (SELECT r.order_id, sum(x.amount) AS amount, max(r.cash_step) AS step
              FROM returns r JOIN repayments x ON x.return_id = r.id GROUP BY 1) g
          ON g.order_id = p.order_id
        WHERE g.amount >= p.amount + g.step
    """,
    # Where cash took the place of another tender, or another that of cash, or part of it went on to
    # another sale or came from one, it was rounded anew, and less than a coin may have come to
    # nothing.
    "returned_whole_is_repaid_whole": f"""
        WITH {_WHOLE}, given AS (
            SELECT r.order_id, coalesce(sum(x.amount), 0) AS amount, max(r.cash_step) AS step
            FROM returns r LEFT JOIN repayments x ON x.return_id = r.id GROUP BY 1
        ), mixed AS (
            SELECT r.order_id FROM returns r JOIN repayments x ON x.return_id = r.id
            WHERE x.payment_id IS NULL OR x.method = 'exchange'
            UNION
            SELECT order_id FROM payments
            WHERE method = 'exchange' AND order_id IN (SELECT order_id FROM whole)
            UNION
            SELECT r.order_id FROM returns r WHERE r.rounding <> 0 AND NOT EXISTS (
                SELECT 1 FROM repayments x
                WHERE x.return_id = r.id AND x.ledger_id IS NULL AND x.method <> 'coupon')
        ), paid AS (
            SELECT order_id, sum(amount) AS amount FROM payments
            WHERE order_id IN (SELECT order_id FROM whole) GROUP BY 1
        )
        SELECT 'order ' || w.order_id, coalesce(p.amount, 0), coalesce(g.amount, 0)
        FROM whole w LEFT JOIN given g USING (order_id) LEFT JOIN paid p USING (order_id)
        WHERE coalesce(p.amount, 0) <> coalesce(g.amount, 0)
          AND NOT (w.order_id IN (SELECT order_id FROM mixed)
                   AND abs(p.amount - g.amount) < g.step)
    """,
    "returned_whole_is_untaxed_whole": f"""
        WITH {_WHOLE}, given AS (
            SELECT r.order_id, x.name, x.rate_ppm, x.amount, sum(x.net) AS net, sum(x.tax) AS tax
            FROM returns r JOIN return_taxes x ON x.return_id = r.id
            WHERE r.order_id IS NOT NULL GROUP BY 1, 2, 3, 4
        )
        SELECT 'order ' || w.order_id || ', ' || t.name || ' ' || t.rate_ppm,
               t.net || ' and ' || t.tax, coalesce(g.net || ' and ' || g.tax, 'none')
        FROM whole w JOIN order_taxes t USING (order_id)
        LEFT JOIN given g USING (order_id, name, rate_ppm, amount)
        WHERE t.net <> coalesce(g.net, 0) OR t.tax <> coalesce(g.tax, 0)
        UNION ALL
        SELECT 'order ' || g.order_id || ', ' || g.name || ' ' || g.rate_ppm, 'no such rate',
               g.net || ' and ' || g.tax
        FROM given g LEFT JOIN order_taxes t USING (order_id, name, rate_ppm, amount)
        WHERE t.tax IS NULL
    """,
    "return_numbers_without_gap": """
        SELECT t.code, 'R1 to R' || t.last_return,
               count(r.id) || ' numbers from ' || coalesce(min(r.number), 0) || ' to '
                   || coalesce(max(r.number), 0)
        FROM tills t LEFT JOIN returns r ON r.till_id = t.id GROUP BY t.id
        HAVING count(r.id) <> t.last_return OR coalesce(max(r.number), 0) <> t.last_return
            OR coalesce(min(r.number), 1) <> 1
    """,
}
