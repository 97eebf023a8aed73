"""What must hold of returns and of the money that was given back."""

# Orders of which every line was brought back whole.
_WHOLE = """whole AS (
            SELECT i.order_id FROM order_items i
            LEFT JOIN (SELECT item_id, sum(quantity) AS quantity FROM return_items
                       GROUP BY item_id) r ON r.item_id = i.id
            WHERE i.order_id IN (SELECT order_id FROM returns) GROUP BY i.order_id
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
    "returned_is_moved": """
        WITH given AS (
            SELECT r.return_id, i.product_id, sum(r.quantity) AS back,
                   -sum(r.quantity * r.damaged) AS damaged
            FROM return_items r JOIN order_items i ON i.id = r.item_id
            WHERE i.gift_card = '' GROUP BY 1, 2
        ), moved AS (
            SELECT return_id, product_id, sum(quantity * (reason = 'return')) AS back,
                   sum(quantity * (reason = 'damaged')) AS damaged,
                   count(*) FILTER (WHERE reason NOT IN ('return', 'damaged')) AS others
            FROM stock_moves WHERE return_id IS NOT NULL GROUP BY 1, 2
        )
        SELECT 'return ' || return_id || ', product ' || product_id,
               g.back || ' and ' || g.damaged, coalesce(m.back || ' and ' || m.damaged, 'none')
        FROM given g LEFT JOIN moved m USING (return_id, product_id)
        WHERE m.back IS NOT g.back OR m.damaged IS NOT g.damaged OR m.others > 0
        UNION ALL
        SELECT 'return ' || return_id || ', product ' || product_id, 'no such line', m.back
        FROM moved m LEFT JOIN given g USING (return_id, product_id) WHERE g.back IS NULL
    """,
    "repayments_meet_return": """
        SELECT t.code || '-R' || r.number, r.total + r.rounding, coalesce(p.amount, 0)
        FROM returns r JOIN tills t ON t.id = r.till_id
        LEFT JOIN (SELECT return_id, sum(amount) AS amount FROM repayments GROUP BY return_id) p
               ON p.return_id = r.id
        WHERE coalesce(p.amount, 0) <> r.total + r.rounding
    """,
    "repaid_within_payment": """
        SELECT 'payment ' || p.id, 'at most ' || p.amount || ' by ' || p.method,
               sum(x.amount) || ' by ' || x.method
        FROM repayments x JOIN payments p ON p.id = x.payment_id
        JOIN returns r ON r.id = x.return_id
        GROUP BY p.id HAVING sum(x.amount) > p.amount
            OR count(*) FILTER (WHERE x.method <> p.method OR r.order_id <> p.order_id
                                   OR x.ledger_id IS NOT p.ledger_id) > 0
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
    # Where cash took the place of another tender, or another that of cash, it was rounded anew, and
    # less than a coin may have come to nothing.
    "returned_whole_is_repaid_whole": f"""
        WITH {_WHOLE}, given AS (
            SELECT r.order_id, coalesce(sum(x.amount), 0) AS amount, max(r.cash_step) AS step
            FROM returns r LEFT JOIN repayments x ON x.return_id = r.id GROUP BY 1
        ), mixed AS (
            SELECT DISTINCT r.order_id
            FROM returns r LEFT JOIN repayments x ON x.return_id = r.id
            WHERE x.payment_id IS NULL
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
            FROM returns r JOIN return_taxes x ON x.return_id = r.id GROUP BY 1, 2, 3, 4
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
