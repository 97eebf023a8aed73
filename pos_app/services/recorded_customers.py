"""What the journal says of customers: by what terms they buy, and never who they are."""

from collections.abc import Mapping
from typing import Any

from pos_app.services.books import Books
from pos_app.services.recorded_changes import changes
from pos_app.services.recorded_sales import customer_facts

_TERMS = (
    "SELECT g.name, c.tax_exempt <> '', c.credit_limit FROM customers c "
    "LEFT JOIN customer_groups g ON g.id = c.group_id WHERE c.id = ?"
)


def terms_facts(books: Books, customer_id: int) -> dict[str, Any]:
    """By what terms a customer buys: the name of their group, and the credit limit in minor units.
    Why they pay no tax may name them: only that they pay none is told."""
    row = books.database.row(_TERMS, (customer_id,))
    assert row is not None, "the customer was looked up"
    return {"credit_limit": row[2], "group": row[0], "tax_exempt": bool(row[1])}


def changed_terms(
    books: Books, customer_id: int, before: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """What changed of a customer's terms since before, in a list of one; [] where nothing did."""
    changed = changes(before, terms_facts(books, customer_id))
    if not changed:
        return []
    return [{"changes": changed, "customer": customer_facts(books, customer_id)}]


def record_terms(books: Books, customer_id: int, before: Mapping[str, Any]) -> None:
    """Write what changed of a customer's terms since before; nothing where nothing did."""
    for facts in changed_terms(books, customer_id, before):
        books.record("terms", facts)
