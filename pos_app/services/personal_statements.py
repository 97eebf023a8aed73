"""What `personal_data` reads of one customer: statements that take the customer's id, and the names
of what they give."""

from typing import NamedTuple


class Statement(NamedTuple):
    """SQL with the customer's id as ?1, and what its columns are called. Of a whole with parts "id"
    is the key, and "of" the key of what a part belongs to; names that end in "at" are times."""

    names: tuple[str, ...]
    sql: str


def _statement(names: str, sql: str) -> Statement:
    return Statement(tuple(names.split()), sql)


_ORDER_NUMBER = "(SELECT code FROM tills WHERE id = o.till_id) || '-' || o.number"
_RETURN_NUMBER = "(SELECT code FROM tills WHERE id = r.till_id) || '-R' || r.number"

CUSTOMER = _statement(
    "id username first_name last_name email password registered card group tax_exempt "
    "credit_limit created_at erased_at",
    """
    SELECT c.id, c.username, c.first_name, c.last_name, coalesce(c.email, ''), c.password_hash,
        c.registered, coalesce(c.card, ''), coalesce(g.name, ''), c.tax_exempt, c.credit_limit,
        c.created_at, c.erased_at
    FROM customers c LEFT JOIN customer_groups g ON g.id = c.group_id WHERE c.id = ?1
    """,
)

# The shop's own address stands for none known: it is the walk-in customer's.
ADDRESSES = _statement(
    "line1 line2 city state country zip phone shared_with created_at",
    """
    SELECT a.line1, a.line2, a.city, a.state, a.country, a.zip, coalesce(a.phone, ''),
        (SELECT count(*) - 1 FROM customers_addresses o WHERE o.address_id = a.id), a.created_at
    FROM customers_addresses l JOIN addresses a ON a.id = l.address_id
    WHERE l.customer_id = ?1
        AND NOT EXISTS (SELECT 1 FROM customers_addresses w
                        WHERE w.address_id = a.id AND w.customer_id = 1)
    ORDER BY a.id
    """,
)

ORDERS = _statement(
    "id number status source day at booked_at clerk subtotal discount discount_code net tax "
    "tax_included tax_exempt total rounding note",
    f"""
    SELECT o.id, {_ORDER_NUMBER}, o.status, o.source, o.business_date, o.created_at, o.booked_at,
        u.name, o.subtotal, o.discount, o.discount_code, o.net, o.tax, o.tax_included,
        o.tax_exempt, o.total, o.rounding, o.note
    FROM orders o JOIN users u ON u.id = o.user_id WHERE o.customer_id = ?1
    ORDER BY o.created_at, o.id
    """,
)
_OF_ORDER = "JOIN orders o ON o.id = x.order_id WHERE o.customer_id = ?1 ORDER BY x.id"
OF_ORDERS = {
    "items": _statement(
        "of sku name quantity unit price list_total discount total tax gross gift_card note",
        f"""
        SELECT x.order_id, x.sku, x.name, x.quantity, x.unit, x.price, x.list_total, x.discount,
            x.total, x.tax, x.gross, x.gift_card, x.note
        FROM order_items x {_OF_ORDER}
        """,
    ),
    "discounts": _statement(
        "of kind label amount clerk",
        f"""
        SELECT x.order_id, x.kind, x.label, x.amount,
            (SELECT name FROM users WHERE id = x.user_id)
        FROM order_discounts x {_OF_ORDER}
        """,
    ),
    "payments": _statement(
        "of method tendered change amount reference last4 clerk at",
        f"""
        SELECT x.order_id, x.method, x.tendered, x.change, x.amount, x.reference, x.last4,
            (SELECT name FROM users WHERE id = x.user_id), x.created_at
        FROM payments x {_OF_ORDER}
        """,
    ),
}

RETURNS = _statement(
    "id number kind order day at clerk subtotal discount net tax total rounding reason",
    f"""
    SELECT r.id, {_RETURN_NUMBER}, r.kind,
        coalesce((SELECT {_ORDER_NUMBER} FROM orders o WHERE o.id = r.order_id), ''),
        r.business_date, r.created_at, u.name, r.subtotal, r.discount, r.net, r.tax, r.total,
        r.rounding, r.reason
    FROM returns r JOIN users u ON u.id = r.user_id WHERE r.customer_id = ?1
    ORDER BY r.created_at, r.id
    """,
)
_OF_RETURN = "JOIN returns r ON r.id = x.return_id WHERE r.customer_id = ?1 ORDER BY x.id"
OF_RETURNS = {
    "items": _statement(
        "of sku name quantity unit price gross damaged",
        f"""
        SELECT x.return_id, x.sku, x.name, x.quantity, x.unit, x.price, x.gross, x.damaged
        FROM return_items x {_OF_RETURN}
        """,
    ),
    "repayments": _statement(
        "of method amount at",
        f"SELECT x.return_id, x.method, x.amount, x.created_at FROM repayments x {_OF_RETURN}",
    ),
}

LEDGERS = _statement(
    "id kind balance created_at",
    """
    SELECT l.id, l.kind,
        (SELECT coalesce(sum(amount), 0) FROM ledger_moves WHERE ledger_id = l.id), l.created_at
    FROM ledgers l WHERE l.customer_id = ?1 ORDER BY l.id
    """,
)
OF_LEDGERS = {
    "moves": _statement(
        "of amount reason method note clerk at",
        """
        SELECT x.ledger_id, x.amount, x.reason, x.method, x.note,
            (SELECT name FROM users WHERE id = x.user_id), x.created_at
        FROM ledger_moves x JOIN ledgers l ON l.id = x.ledger_id WHERE l.customer_id = ?1
        ORDER BY x.id
        """,
    )
}

CODES_USED = _statement(
    "code order at",
    f"""
    SELECT d.code, {_ORDER_NUMBER}, x.created_at
    FROM discount_code_uses x JOIN discount_codes d ON d.id = x.code_id
    JOIN orders o ON o.id = x.order_id WHERE o.customer_id = ?1 ORDER BY x.id
    """,
)

CARTS = _statement(
    "id kind name discount_code total note clerk created_at",
    """
    SELECT c.id, c.kind, c.name, c.discount_code, c.total, c.note, u.name, c.created_at
    FROM carts c JOIN users u ON u.id = c.user_id WHERE c.customer_id = ?1 ORDER BY c.id
    """,
)
OF_CARTS = {
    "items": _statement(
        "of sku name quantity price note",
        """
        SELECT x.cart_id, p.sku, p.name, x.quantity, x.price, x.note
        FROM cart_items x JOIN carts c ON c.id = x.cart_id JOIN products p ON p.id = x.product_id
        WHERE c.customer_id = ?1 ORDER BY x.cart_id, x.position
        """,
    )
}

PRINTED = _statement(
    "number copy state clerk created_at done_at",
    f"""
    SELECT CASE WHEN o.id IS NOT NULL THEN {_ORDER_NUMBER} ELSE {_RETURN_NUMBER} END,
        j.copy, j.state, u.name, j.created_at, j.done_at
    FROM (
        SELECT x.id FROM orders o JOIN print_jobs x ON x.order_id = o.id WHERE o.customer_id = ?1
        UNION
        SELECT x.id FROM returns r JOIN print_jobs x ON x.return_id = r.id WHERE r.customer_id = ?1
    ) theirs JOIN print_jobs j ON j.id = theirs.id JOIN users u ON u.id = j.user_id
    LEFT JOIN orders o ON o.id = j.order_id LEFT JOIN returns r ON r.id = j.return_id
    ORDER BY j.id
    """,
)

# Sales are found by their number; of the others, those that speak of a customer are few.
ENTRIES = _statement(
    "till sequence kind document day at entry",
    f"""
    SELECT t.code, j.sequence, j.kind, j.document, j.business_date, j.created_at, j.entry
    FROM (
        SELECT x.id FROM orders o JOIN journal x
            ON x.document = {_ORDER_NUMBER} AND x.document <> ''
        WHERE o.customer_id = ?1
        UNION
        SELECT x.id FROM returns r JOIN journal x
            ON x.document = {_RETURN_NUMBER} AND x.document <> ''
        WHERE r.customer_id = ?1
        UNION
        SELECT x.id FROM journal x
        WHERE x.kind <> 'sale' AND x.kind IN ('ledger', 'terms', 'export', 'erase')
            AND json_extract(x.entry, '$.facts.customer.id') = ?1
        UNION
        SELECT x.id FROM journal x
        WHERE x.kind <> 'sale' AND x.kind = 'import' AND EXISTS (
            SELECT 1 FROM json_each(x.entry, '$.facts.terms') t
            WHERE json_extract(t.value, '$.customer.id') = ?1
        )
    ) theirs JOIN journal j ON j.id = theirs.id JOIN tills t ON t.id = j.till_id
    ORDER BY j.till_id, j.sequence
    """,
)
