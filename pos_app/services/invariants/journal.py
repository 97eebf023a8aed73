"""What must hold between the journal and the books: each order and return since a till's chain
began has its entry, which says the same of it, and each entry its document; a report is what its
entry says. That the chain itself is
whole, and its totals are those of the books, is not a question to a table: see `services.checking`.
"""

from collections.abc import Mapping

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

_SALES = "kind = 'sale'"
_RETURNS = "kind IN ('refund', 'void', 'exchange') AND kind <> 'sale'"

_ENTRIES = """entries AS MATERIALIZED (
            SELECT id, till_id, document FROM journal WHERE {kinds}
        )"""
"""The entries of some kinds. No index has the documents of sales: each entry is looked at once."""

# path in an entry, or in a part of one -> the column that says the same.
_OF_BOTH = {
    "$.user.id": "d.user_id",
    "$.facts.day": "d.business_date",
    "$.facts.subtotal": "d.subtotal",
    "$.facts.discount": "d.discount",
    "$.facts.net": "d.net",
    "$.facts.tax": "d.tax",
    "$.facts.rounding": "d.rounding",
}
_SALE = {
    **_OF_BOTH,
    "$.facts.source": "d.source",
    "$.facts.customer.id": "nullif(d.customer_id, 1)",
}
_LINE = {
    "$.name": "name",
    "$.sku": "sku",
    "$.quantity": "quantity",
    "$.gross": "gross",
    "$.tax": "tax",
    # An entry may leave out the one where it is nothing, and the other where it is what gross is.
    "$.discount, 0": "nullif(discount, 0)",
    "$.list, $.gross": "nullif(list_total, gross)",
}
_PAID = {
    "$.method": "method",
    "$.tendered": "tendered",
    "$.change": "change",
    "$.amount": "amount",
}
_BACK = {"$.method": "method", "$.amount": "amount"}
# What the goods of an exchange paid stands behind the rest, and in the entry of their return.
_PAYMENTS = """(SELECT *, row_number() OVER (ORDER BY id) AS place
                FROM payments WHERE order_id = d.id)
    WHERE place <= json_array_length(j.entry, '$.facts.payments')
        OR NOT EXISTS (SELECT 1 FROM returns WHERE exchange_order_id = d.id)
"""
_LISTED = "(SELECT json_group_array({array}) FROM {rows})"


def _says(paths: Mapping[str, str]) -> str:
    return f"json_extract(j.entry, {', '.join(map(repr, paths))})"


def _holds(columns: Mapping[str, str]) -> str:
    return f"json_array({', '.join(columns.values())})"


def _says_each(part: str, paths: Mapping[str, str]) -> str:
    array = f"json_array({', '.join(map(_part, paths))})"
    return _LISTED.format(array=array, rows=f"json_each(j.entry, '{part}')")


def _part(path: str) -> str:
    """What stands at a path; for two, what stands at the first where it is not the second."""
    path, _, second = path.partition(", ")
    found = f"json_extract(value, '{path}')"
    if second.startswith("$"):
        second = f"json_extract(value, '{second}')"
    return f"nullif({found}, {second})" if second else found


def _holds_each(rows: str, columns: Mapping[str, str]) -> str:
    return _LISTED.format(array=_holds(columns), rows=f"(SELECT * FROM {rows} ORDER BY id)")


def _as_told(documents: str, letter: str, before: str, kinds: str, pairs: dict[str, str]) -> str:
    """The documents of which one of the pairs (what the entry says: what the books hold) is not
    one."""
    # One after the other: what comes first is told, and no more is asked.
    differs = [f"WHEN {says} IS NOT {holds} THEN" for says, holds in pairs.items()]
    told = " ".join(f"{each} {says}" for each, says in zip(differs, pairs, strict=True))
    held = " ".join(f"{each} {holds}" for each, holds in zip(differs, pairs.values(), strict=True))
    return f"""
        WITH {_BEGUN}, {_ENTRIES.format(kinds=kinds)}, compared AS (
            SELECT b.code || '-{letter}' || d.number AS subject, CASE {told} END AS told,
                   CASE {held} END AS held
            -- in this order: SQLite would look for the till's documents for each of its entries
            FROM begun b
            CROSS JOIN {documents} d ON d.till_id = b.till_id AND d.number > b.{before}
            CROSS JOIN entries e
                ON e.document = b.code || '-{letter}' || d.number AND e.till_id = d.till_id
            CROSS JOIN journal j ON j.id = e.id
            WHERE json_valid(j.entry)
        )
        SELECT subject, told, held FROM compared WHERE told IS NOT NULL
    """


# rule -> a query of (subject, expected, found) for each place where it does not hold.
RULES: dict[str, str] = {
    "order_is_in_the_journal": f"""
        WITH {_BEGUN}, {_ENTRIES.format(kinds=_SALES)}
        SELECT b.code || '-' || o.number, o.total || ' for ' || o.uuid,
               coalesce({_SAID.format(paths="'$.facts.total', '$.facts.uuid'")}, 'no entry')
        FROM begun b JOIN orders o ON o.till_id = b.till_id AND o.number > b.sales
        LEFT JOIN entries e ON e.document = b.code || '-' || o.number AND e.till_id = o.till_id
        LEFT JOIN journal j ON j.id = e.id
        WHERE {_SAID.format(paths="'$.facts.total', '$.facts.uuid'")}
            IS NOT json_array(o.total, o.uuid)
    """,
    "return_is_in_the_journal": f"""
        WITH {_BEGUN}, {_ENTRIES.format(kinds=_RETURNS)}
        SELECT b.code || '-R' || r.number, r.total || ' for ' || r.uuid,
               coalesce({_SAID.format(paths="'$.facts.total', '$.facts.uuid'")}, 'no entry')
        FROM begun b JOIN returns r ON r.till_id = b.till_id AND r.number > b.refunds
        LEFT JOIN entries e ON e.document = b.code || '-R' || r.number AND e.till_id = r.till_id
        LEFT JOIN journal j ON j.id = e.id
        WHERE {_SAID.format(paths="'$.facts.total', '$.facts.uuid'")}
            IS NOT json_array(r.total, r.uuid)
    """,
    "order_is_as_the_journal_says": _as_told(
        "orders",
        "",
        "sales",
        _SALES,
        {
            _says(_SALE): _holds(_SALE),
            _says_each("$.facts.lines", _LINE): _holds_each(
                "order_items WHERE order_id = d.id", _LINE
            ),
            _says_each("$.facts.payments", _PAID): _holds_each(_PAYMENTS, _PAID),
        },
    ),
    "return_is_as_the_journal_says": _as_told(
        "returns",
        "R",
        "refunds",
        _RETURNS,
        {
            _says(_OF_BOTH): _holds(_OF_BOTH),
            _says_each("$.facts.lines", _LINE): _holds_each(
                "return_items WHERE return_id = d.id", _LINE
            ),
            _says_each("$.facts.repayments", _BACK): _holds_each(
                "repayments WHERE return_id = d.id", _BACK
            ),
        },
    ),
    "report_is_as_the_journal_says": """
        SELECT t.code || '-' || upper(r.kind) || s.number, 'what entry ' || r.sequence || ' says',
               'something else'
        FROM shift_reports r JOIN shifts s ON s.id = r.shift_id JOIN tills t ON t.id = s.till_id
        JOIN journal j ON j.id = s.till_id * 1099511627776 + r.sequence
            AND j.kind IN ('shift_close', 'x_report')
        JOIN journal first ON first.id = s.till_id * 1099511627776 + 1
        WHERE json_valid(j.entry) AND json_extract(r.document, '$.blind') = 0
          AND json_extract(j.entry, '$.facts')
              IS NOT json_remove(r.document, '$.sequence', '$.hash', '$.key', '$.perpetual')
          -- a copy to practise on has the shop's old reports, and chains of its own
          AND (r.created_at >= first.created_at OR NOT EXISTS
               (SELECT 1 FROM settings WHERE key = 'training' AND value = 'true'))
    """,
    "cancelled_order_is_in_the_journal": f"""
        WITH {_BEGUN}
        SELECT b.code || '-' || o.number, 'an entry that says so', 'none'
        FROM begun b JOIN orders o ON o.till_id = b.till_id AND o.number > b.sales
        WHERE o.status = 'cancelled' AND NOT EXISTS (
            SELECT 1 FROM journal j WHERE j.document = b.code || '-' || o.number
                AND j.document <> '' AND j.kind = 'cancel' AND j.kind <> 'sale'
                AND j.till_id = o.till_id)
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
