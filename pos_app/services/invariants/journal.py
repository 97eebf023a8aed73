"""What must hold between the journal and the books: each order and return since a till's chain
began has its entry, with the same total, and each entry its document. That the chain itself is
whole, and its totals are those of the books, is not a question to a table: see `services.checking`.
"""

# Asked of each entry that is read: what somebody broke is no JSON, and would break the question.
_SAID = "CASE WHEN json_valid(j.entry) THEN json_extract(j.entry, {paths}) END"

_BEGUN = """begun AS (
            SELECT j.till_id, t.code, json_extract(j.entry, '$.facts.before.sales') AS sales,
                   json_extract(j.entry, '$.facts.before.refunds') AS refunds
            FROM journal j JOIN tills t ON t.id = j.till_id
            WHERE j.kind = 'begin' AND j.kind <> 'sale' AND json_valid(j.entry)
        )"""
"""Per till: how many orders and returns there were before its chain. Numbers have no gap, so that
is also the last number without an entry."""

# rule -> a query of (subject, expected, found) for each place where it does not hold.
RULES: dict[str, str] = {
    "order_is_in_the_journal": f"""
        WITH {_BEGUN}
        SELECT b.code || '-' || o.number, o.total || ' for ' || o.uuid,
               coalesce({_SAID.format(paths="'$.facts.total', '$.facts.uuid'")}, 'no entry')
        FROM begun b JOIN orders o ON o.till_id = b.till_id AND o.number > b.sales
        LEFT JOIN journal j ON j.document = b.code || '-' || o.number AND j.document <> ''
            AND j.kind = 'sale' AND j.till_id = o.till_id
        WHERE {_SAID.format(paths="'$.facts.total', '$.facts.uuid'")}
            IS NOT json_array(o.total, o.uuid)
    """,
    "return_is_in_the_journal": f"""
        WITH {_BEGUN}
        SELECT b.code || '-R' || r.number, r.total || ' for ' || r.uuid,
               coalesce({_SAID.format(paths="'$.facts.total', '$.facts.uuid'")}, 'no entry')
        FROM begun b JOIN returns r ON r.till_id = b.till_id AND r.number > b.refunds
        LEFT JOIN journal j ON j.document = b.code || '-R' || r.number AND j.document <> ''
            AND j.kind IN ('refund', 'void', 'exchange') AND j.till_id = r.till_id
        WHERE {_SAID.format(paths="'$.facts.total', '$.facts.uuid'")}
            IS NOT json_array(r.total, r.uuid)
    """,
    "cancelled_order_is_in_the_journal": f"""
        WITH {_BEGUN}
        SELECT b.code || '-' || o.number, 'an entry that says so', 'none'
        FROM begun b JOIN orders o ON o.till_id = b.till_id AND o.number > b.sales
        WHERE o.status = 'cancelled' AND NOT EXISTS (
            SELECT 1 FROM journal j WHERE j.document = b.code || '-' || o.number
                AND j.document <> '' AND j.kind = 'cancel' AND j.till_id = o.till_id)
    """,
    "entry_has_its_document": f"""
        WITH {_BEGUN}
        SELECT b.code || ' entry ' || j.sequence, 'document ' || j.document, 'none'
        FROM begun b JOIN journal j ON j.till_id = b.till_id
        LEFT JOIN orders o ON o.till_id = b.till_id AND j.kind IN ('sale', 'cancel')
            AND o.number = CAST(substr(j.document, length(b.code) + 2) AS INTEGER)
            AND (j.kind = 'sale' OR o.status = 'cancelled')
        LEFT JOIN returns r ON r.till_id = b.till_id AND j.kind IN ('refund', 'void', 'exchange')
            AND r.number = CAST(substr(j.document, length(b.code) + 3) AS INTEGER)
        WHERE j.kind IN ('sale', 'cancel', 'refund', 'void', 'exchange')
          AND o.id IS NULL AND r.id IS NULL
    """,
}
