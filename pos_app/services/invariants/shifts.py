"""What must hold of shifts, their cash, their reports and of corrected tenders."""

# What a shift should have in its drawer, from what lies around it: each sum along an index of its
# own table, for closed shifts only.
_EXPECTED = """
    WITH corrected AS (
        SELECT shift_id, sum(CASE WHEN to_method = 'cash' THEN amount
                                  WHEN from_method = 'cash' THEN -amount ELSE 0 END) AS amount
        FROM tender_corrections GROUP BY 1
    ), sold AS (
        SELECT o.shift_id, sum(p.amount) AS amount
        FROM orders o JOIN payments p ON p.order_id = o.id
        WHERE o.shift_id IS NOT NULL AND p.method = 'cash' GROUP BY 1
    ), cancelled AS (
        SELECT o.cancelled_shift_id AS shift_id, sum(
            CASE p.method WHEN 'cash' THEN p.amount ELSE 0 END
            + coalesce((SELECT sum(CASE WHEN c.to_method = 'cash' THEN c.amount
                                        WHEN c.from_method = 'cash' THEN -c.amount ELSE 0 END)
                        FROM tender_corrections c WHERE c.payment_id = p.id), 0)) AS amount
        FROM orders o JOIN payments p ON p.order_id = o.id
        WHERE o.cancelled_shift_id IS NOT NULL GROUP BY 1
    ), returned AS (
        SELECT r.shift_id, sum(x.amount) AS amount
        FROM returns r JOIN repayments x ON x.return_id = r.id
        WHERE r.shift_id IS NOT NULL AND x.method = 'cash' GROUP BY 1
    ), paid_in AS (
        SELECT shift_id, sum(amount) AS amount FROM ledger_moves
        WHERE shift_id IS NOT NULL AND reason = 'paid_in' AND method = 'cash' GROUP BY 1
    ), moved AS (
        SELECT shift_id, sum(CASE kind WHEN 'in' THEN amount ELSE -amount END) AS amount
        FROM cash_moves GROUP BY 1
    ), expected AS (
        SELECT s.id, s.till_id, s.number, s.expected AS said,
               s.opening_float + coalesce(sold.amount, 0) + coalesce(corrected.amount, 0)
               + coalesce(paid_in.amount, 0) + coalesce(moved.amount, 0)
               - coalesce(returned.amount, 0) - coalesce(cancelled.amount, 0) AS amount
        FROM shifts s
        LEFT JOIN sold ON sold.shift_id = s.id
        LEFT JOIN corrected ON corrected.shift_id = s.id
        LEFT JOIN paid_in ON paid_in.shift_id = s.id
        LEFT JOIN moved ON moved.shift_id = s.id
        LEFT JOIN returned ON returned.shift_id = s.id
        LEFT JOIN cancelled ON cancelled.shift_id = s.id
        WHERE s.closed_at IS NOT NULL
    )
"""

# rule -> a query of (subject, expected, found) for each place where it does not hold.
RULES: dict[str, str] = {
    "shift_expects_what_was_moved": f"""
        {_EXPECTED}
        SELECT t.code || '-Z' || e.number, e.amount, e.said
        FROM expected e JOIN tills t ON t.id = e.till_id WHERE e.amount <> e.said
    """,
    "shift_numbers_without_gap": """
        SELECT t.code, '1 to ' || t.last_shift,
               count(s.id) || ' numbers from ' || coalesce(min(s.number), 0) || ' to '
                   || coalesce(max(s.number), 0)
        FROM tills t LEFT JOIN shifts s ON s.till_id = t.id GROUP BY t.id
        HAVING count(s.id) <> t.last_shift OR coalesce(max(s.number), 0) <> t.last_shift
            OR coalesce(min(s.number), 1) <> 1
    """,
    "till_knows_its_open_shift": """
        SELECT t.code, coalesce('shift ' || s.number, 'no open shift'),
               coalesce('shift with id ' || t.open_shift, 'none')
        FROM tills t LEFT JOIN shifts s ON s.till_id = t.id AND s.closed_at IS NULL
        WHERE t.open_shift IS NOT s.id
    """,
    "closed_shift_has_its_report": """
        SELECT t.code || '-Z' || s.number,
               CASE WHEN s.closed_at IS NULL THEN 'no Z report' ELSE 'a Z report' END,
               CASE WHEN r.id IS NULL THEN 'none' ELSE 'one' END
        FROM shifts s JOIN tills t ON t.id = s.till_id
        LEFT JOIN shift_reports r ON r.shift_id = s.id AND r.kind = 'z'
        WHERE (s.closed_at IS NULL) <> (r.id IS NULL)
    """,
    "report_says_what_its_shift_does": """
        SELECT t.code || '-Z' || s.number,
               s.expected || ' expected, ' || s.counted || ' counted, ' || s.next_float || ' left, '
               || s.reason || ' ' || s.business_date,
               json_extract(r.document, '$.cash.expected') || ' expected, '
               || json_extract(r.document, '$.cash.counted') || ' counted, '
               || json_extract(r.document, '$.cash.next_float') || ' left, '
               || json_extract(r.document, '$.reason') || ' '
               || json_extract(r.document, '$.business_date')
        FROM shift_reports r JOIN shifts s ON s.id = r.shift_id JOIN tills t ON t.id = s.till_id
        WHERE r.kind = 'z' AND s.closed_at IS NOT NULL
          AND (json_extract(r.document, '$.cash.expected') IS NOT s.expected
            OR json_extract(r.document, '$.cash.counted') IS NOT s.counted
            OR json_extract(r.document, '$.cash.next_float') IS NOT s.next_float
            OR json_extract(r.document, '$.reason') IS NOT s.reason
            OR json_extract(r.document, '$.business_date') IS NOT s.business_date
            OR json_extract(r.document, '$.shift') IS NOT s.number
            OR json_extract(r.document, '$.hash') IS NOT r.hash
            OR json_extract(r.document, '$.sequence') IS NOT r.sequence)
    """,
    "report_is_anchored_in_the_journal": """
        SELECT t.code || '-' || upper(r.kind) || s.number, 'entry ' || r.sequence,
               coalesce(j.kind, 'none')
        FROM shift_reports r JOIN shifts s ON s.id = r.shift_id JOIN tills t ON t.id = s.till_id
        LEFT JOIN journal j ON j.id = s.till_id * 1099511627776 + r.sequence
        LEFT JOIN journal first ON first.id = s.till_id * 1099511627776 + 1
        WHERE j.kind IS NOT CASE r.kind WHEN 'z' THEN 'shift_close' ELSE 'x_report' END
          -- a copy to practise on has the shop's old reports, and chains of its own
          AND (r.created_at >= first.created_at OR NOT EXISTS
               (SELECT 1 FROM settings WHERE key = 'training' AND value = 'true'))
    """,
    "shift_counts_add_up": """
        WITH counted AS (
            SELECT shift_id, kind, sum(value * pieces) AS amount FROM shift_counts GROUP BY 1, 2
        )
        SELECT t.code || '-Z' || s.number || ', opening', s.opening_float, coalesce(c.amount, 0)
        FROM shifts s JOIN tills t ON t.id = s.till_id
        LEFT JOIN counted c ON c.shift_id = s.id AND c.kind = 'opening'
        WHERE s.opening_float <> coalesce(c.amount, 0)
        UNION ALL
        SELECT t.code || '-Z' || s.number || ', closing', coalesce(s.counted, 0),
               coalesce(c.amount, 0)
        FROM shifts s JOIN tills t ON t.id = s.till_id
        LEFT JOIN counted c ON c.shift_id = s.id AND c.kind = 'closing'
        WHERE coalesce(s.counted, 0) <> coalesce(c.amount, 0)
    """,
    # A shift's figures are looked for along its till's numbers.
    "order_lies_in_its_shift": """
        SELECT t.code || '-' || o.number, 'a number after ' || s.orders_before,
               'in a shift of till ' || s.till_id
        FROM orders o JOIN shifts s ON s.id = o.shift_id JOIN tills t ON t.id = o.till_id
        WHERE o.till_id <> s.till_id OR o.number <= s.orders_before
        UNION ALL
        SELECT t.code || '-R' || r.number, 'a number after ' || s.returns_before,
               'in a shift of till ' || s.till_id
        FROM returns r JOIN shifts s ON s.id = r.shift_id JOIN tills t ON t.id = r.till_id
        WHERE r.till_id <> s.till_id OR r.number <= s.returns_before
    """,
    "only_cancelled_orders_are_given_back": """
        SELECT 'order ' || id, 'cancelled', status FROM orders
        WHERE cancelled_shift_id IS NOT NULL AND status <> 'cancelled'
    """,
    "correction_within_its_payment": """
        WITH parts AS (
            SELECT p.id AS payment_id, p.method, p.amount
            FROM payments p WHERE p.id IN (SELECT payment_id FROM tender_corrections)
            UNION ALL SELECT payment_id, from_method, -amount FROM tender_corrections
            UNION ALL SELECT payment_id, to_method, amount FROM tender_corrections
        )
        SELECT 'payment ' || payment_id || ' by ' || method, '0 or more', sum(amount)
        FROM parts GROUP BY payment_id, method HAVING sum(amount) < 0
    """,
    "correction_in_the_shift_of_its_sale": """
        SELECT 'correction ' || c.id, 'shift ' || coalesce(o.shift_id, 'none'),
               'shift ' || c.shift_id
        FROM tender_corrections c JOIN payments p ON p.id = c.payment_id
        JOIN orders o ON o.id = p.order_id WHERE c.shift_id IS NOT o.shift_id
        UNION ALL
        SELECT 'correction ' || c.id, 'money from outside', c.from_method || ' to ' || c.to_method
        FROM tender_corrections c
        WHERE c.from_method NOT IN ('cash', 'card', 'transfer', 'coupon')
           OR c.to_method NOT IN ('cash', 'card', 'transfer', 'coupon')
    """,
}
