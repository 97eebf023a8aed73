"""What must hold of gift cards, store credit and customers' accounts."""

# rule -> a query of (subject, expected, found) for each place where it does not hold.
RULES: dict[str, str] = {
    # Of a card or a credit nobody spends what is not there, at no moment; an account may be owed.
    "ledger_is_never_below_zero": """
        SELECT l.kind || ' ' || l.id || ', move ' || m.id, '0 or more', m.balance
        FROM (SELECT id, ledger_id,
                     sum(amount) OVER (PARTITION BY ledger_id ORDER BY id) AS balance
              FROM ledger_moves) m
        JOIN ledgers l ON l.id = m.ledger_id WHERE l.kind <> 'account' AND m.balance < 0
    """,
    # What coins made of a debt settled it.
    "rounding_leaves_nothing_owed": """
        SELECT l.kind || ' ' || l.id || ', move ' || m.id, 'an account with nothing owed',
               l.kind || ' with ' || m.balance
        FROM (SELECT id, ledger_id, reason,
                     sum(amount) OVER (PARTITION BY ledger_id ORDER BY id) AS balance
              FROM ledger_moves) m
        JOIN ledgers l ON l.id = m.ledger_id
        WHERE m.reason = 'rounding' AND (l.kind <> 'account' OR m.balance <> 0)
    """,
    "ledger_payment_is_spent": """
        WITH paid AS (
            SELECT order_id, ledger_id, sum(amount) AS amount
            FROM payments WHERE ledger_id IS NOT NULL GROUP BY 1, 2
        ), spent AS (
            SELECT order_id, ledger_id, -sum(amount) AS amount
            FROM ledger_moves WHERE reason = 'spent' GROUP BY 1, 2
        )
        SELECT 'order ' || order_id || ', ledger ' || ledger_id, p.amount, coalesce(s.amount, 0)
        FROM paid p LEFT JOIN spent s USING (order_id, ledger_id) WHERE p.amount IS NOT s.amount
        UNION ALL
        SELECT 'order ' || coalesce(s.order_id, 0) || ', ledger ' || s.ledger_id, 'no payment',
               s.amount
        FROM spent s LEFT JOIN paid p ON p.order_id = s.order_id AND p.ledger_id = s.ledger_id
        WHERE p.amount IS NULL
        UNION ALL
        SELECT 'payment ' || p.id, 'a ledger of its kind', p.method
        FROM payments p LEFT JOIN ledgers l ON l.id = p.ledger_id
        WHERE coalesce(l.kind, '') <>
            CASE WHEN p.method IN ('gift_card', 'store_credit', 'account') THEN p.method ELSE '' END
    """,
    "gift_card_is_filled": """
        WITH sold AS (
            SELECT i.order_id, l.id AS ledger_id, i.gift_card, sum(i.gross) AS amount
            FROM order_items i LEFT JOIN ledgers l ON l.code = i.gift_card
            WHERE i.gift_card <> '' GROUP BY 1, 2, 3
        ), issued AS (
            SELECT order_id, ledger_id, sum(amount) AS amount
            FROM ledger_moves WHERE reason = 'issued' GROUP BY 1, 2
        )
        SELECT 'order ' || s.order_id || ', ' || s.gift_card, s.amount, coalesce(i.amount, 0)
        FROM sold s LEFT JOIN issued i ON i.order_id = s.order_id AND i.ledger_id = s.ledger_id
        WHERE s.amount IS NOT i.amount
        UNION ALL
        SELECT 'order ' || coalesce(i.order_id, 0) || ', ledger ' || i.ledger_id, 'no such line',
               i.amount
        FROM issued i LEFT JOIN sold s ON s.order_id = i.order_id AND s.ledger_id = i.ledger_id
        WHERE s.amount IS NULL
    """,
    "ledger_repayment_is_there_again": """
        WITH given AS (
            SELECT return_id, ledger_id, sum(amount) AS amount FROM (
                SELECT return_id, ledger_id, amount FROM repayments WHERE ledger_id IS NOT NULL
                UNION ALL
                SELECT r.return_id, l.id, -r.gross FROM return_items r
                JOIN order_items i ON i.id = r.item_id JOIN ledgers l ON l.code = i.gift_card
                WHERE i.gift_card <> ''
            ) GROUP BY 1, 2
        ), moved AS (
            SELECT return_id, ledger_id, sum(amount) AS amount
            FROM ledger_moves WHERE reason = 'returned' GROUP BY 1, 2
        )
        SELECT 'return ' || return_id || ', ledger ' || ledger_id, g.amount, coalesce(m.amount, 0)
        FROM given g LEFT JOIN moved m USING (return_id, ledger_id)
        WHERE g.amount <> coalesce(m.amount, 0)
        UNION ALL
        SELECT 'return ' || coalesce(m.return_id, 0) || ', ledger ' || m.ledger_id,
               'no repayment', m.amount
        FROM moved m LEFT JOIN given g
             ON g.return_id = m.return_id AND g.ledger_id = m.ledger_id
        WHERE g.amount IS NULL
        UNION ALL
        SELECT 'repayment ' || x.id, 'a ledger of its kind', x.method
        FROM repayments x LEFT JOIN ledgers l ON l.id = x.ledger_id
        WHERE coalesce(l.kind, '') <>
            CASE WHEN x.method IN ('gift_card', 'store_credit', 'account') THEN x.method ELSE '' END
    """,
}
