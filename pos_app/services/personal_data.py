"""All that is kept on one customer, gathered for them: as plain values that JSON can hold.

The law that asks for it: Regulation (EU) 2016/679, articles 15 and 20 (access and portability).
Amounts are minor units of the shop's currency, quantities decimals as text, times UTC.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from pos_app.domain.journal import digest
from pos_app.domain.quantity import format_quantity, from_thousandths
from pos_app.services.books import Books
from pos_app.services.enrolment import NO_PASSWORD
from pos_app.services.personal_statements import (
    ADDRESSES,
    CARTS,
    CODES_USED,
    CUSTOMER,
    ENTRIES,
    LEDGERS,
    OF_CARTS,
    OF_LEDGERS,
    OF_ORDERS,
    OF_RETURNS,
    ORDERS,
    PRINTED,
    RETURNS,
    Statement,
)
from pos_app.storage.fields import from_micros

FORMAT = "countertop-personal-data"
VERSION = 1

Record = dict[str, Any]


def gather(books: Books, customer_id: int) -> Record:
    """Everything; inside the caller's snapshot, which knows the customer. Keys: format, version,
    made_at, shop, customer, addresses, orders, returns, ledgers, codes_used, carts, printed,
    journal."""
    info = books.info
    (customer,) = _read(books, CUSTOMER, customer_id)
    customer["password"] = "" if customer["password"] == NO_PASSWORD else "kept as a hash only"
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": books.now().isoformat(),
        "shop": {
            "name": info.name,
            "currency": books.money.currency,
            "decimals": books.money.decimals,
            "timezone": info.timezone,
        },
        "customer": customer,
        "addresses": _read(books, ADDRESSES, customer_id),
        "orders": _with_parts(books, ORDERS, OF_ORDERS, customer_id),
        "returns": _with_parts(books, RETURNS, OF_RETURNS, customer_id),
        "ledgers": _with_parts(books, LEDGERS, OF_LEDGERS, customer_id),
        "codes_used": _read(books, CODES_USED, customer_id),
        "carts": _with_parts(books, CARTS, OF_CARTS, customer_id),
        "printed": _read(books, PRINTED, customer_id),
        "journal": [_entry(row) for row in _read(books, ENTRIES, customer_id)],
    }


def _with_parts(
    books: Books, whole: Statement, parts: dict[str, Statement], customer_id: int
) -> list[Record]:
    """The records of a statement, each with the lists of what belongs to it."""
    records = {record.pop("id"): record for record in _read(books, whole, customer_id)}
    for name, statement in parts.items():
        for record in records.values():
            record[name] = []
        for part in _read(books, statement, customer_id):
            records[part.pop("of")][name].append(part)
    return list(records.values())


def _read(books: Books, statement: Statement, customer_id: int) -> list[Record]:
    rows: Iterable[Sequence[Any]] = books.database.rows(statement.sql, (customer_id,))
    return [
        {name: _plain(name, value) for name, value in zip(statement.names, row, strict=True)}
        for row in rows
    ]


def _plain(name: str, value: Any) -> Any:
    """A column as people and programs can read it: by its name a time, a quantity, a yes."""
    if value is None:
        return None
    if name.endswith("at"):
        return from_micros(value).isoformat()
    if name in ("quantity", "pack"):
        return format_quantity(Decimal(from_thousandths(value)))
    return bool(value) if name in ("registered", "damaged", "tax_included") else value


def _entry(row: Record) -> Record:
    """An entry that speaks of them, by its place and hash: it names nobody."""
    text = row.pop("entry")
    return {**row, "hash": digest(text.encode())}
