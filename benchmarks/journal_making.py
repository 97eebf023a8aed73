"""Makes the journal that is verified: a million sales with their entries, over two and a half
years, the orders that were cancelled, closings of days, months and years, and a report after every
thousand of them."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw

from pos_app import __version__
from pos_app.domain.journal import NO_PREVIOUS, NOTHING, Running, Totals, canonical
from pos_app.storage.journal_entries import EntryWriter, Head, Moment, Person
from pos_app.storage.keys import load_key
from pos_app.storage.schema import SCHEMA_VERSION

ORDERS = 1_000_000
KEY = "journal.key"
"""The file of the key that signed, beside the shop's."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSERT = (
    "INSERT INTO journal (id, till_id, sequence, kind, document, business_date, user_id, entry, "
    "signature, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def make_journal(path: Path, history: Path, orders: int = ORDERS) -> None:
    """A copy of the shop with a million orders, and a chain with an entry for each of them."""
    shutil.copyfile(history, path)
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA synchronous = OFF")
    with connection:
        _write(connection, path.with_name(KEY), orders)
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    connection.close()


def _write(connection: apsw.Connection, key_file: Path, orders: int) -> None:
    key = load_key(key_file)
    closed: list[tuple[str, Totals]] = []

    def since(_till: int, level: str) -> Totals:
        sums = NOTHING
        for kind, totals in reversed(closed):
            if kind == level:
                break
            if kind == "day":
                sums = sums.plus(totals)
        return sums

    clerk = Person(1, "terminal", "Terminal", "bench")
    rows: list[Any] = connection.execute(
        "SELECT id, uuid, status, total, created_at FROM orders ORDER BY id"
    ).fetchall()
    head: Head | None = None
    reports = []
    for order_id, uuid, status, total, created_at in rows:
        at = _EPOCH + timedelta(microseconds=created_at)
        moment = Moment(at, 0, at.date())
        writer = EntryWriter(key, clerk, None, moment, since)
        if head is None:
            begun = {"training": False}
            running = Running(at.date())
            version = (__version__, SCHEMA_VERSION)
            head = Head(1, '"T1"', 0, NO_PREVIOUS, b"", "", *version, running, created_at, begun)
        number = f"T1-{order_id}"
        head = writer.follow(
            head, "sale", _sale(order_id, uuid, total, at), number, Totals(sales=1, sold=total)
        )
        _keep(connection, writer, closed)
        if status == "cancelled":
            adds = Totals(cancellations=1, cancelled=total)
            facts = {"number": number, "status": {"new": status, "old": "pending"}, "total": total}
            head = writer.follow(head, "cancel", facts, number, adds)
            _keep(connection, writer, closed)
        if order_id % 1000 == 0:
            number = f"T1-Z{order_id // 1000}"
            head = writer.follow(head, "shift_close", {"number": number}, number)
            _keep(connection, writer, closed)
            reports.append((order_id // 1000, head.sequence, head.hash, created_at))
    assert head is not None
    _report(connection, reports)
    connection.execute(
        "INSERT INTO journal_heads VALUES (1, ?, ?, ?)", (head.sequence, head.hash, head.written_at)
    )


def _keep(
    connection: apsw.Connection, writer: EntryWriter, closed: list[tuple[str, Totals]]
) -> None:
    for values in writer.entries:
        if values[3] == "closing":
            facts = json.loads(values[7])["facts"]
            closed.append((facts["level"], Totals.of(facts["totals"])))
    connection.executemany(_INSERT, writer.entries)


def _report(connection: apsw.Connection, reports: list[tuple[int, int, str, int]]) -> None:
    for number, sequence, link, at in reports:
        connection.execute(
            "INSERT INTO shifts (id, till_id, number, business_date, user_id, opening_float, "
            "orders_before, returns_before, closed_by_id, expected, counted, next_float, "
            "closed_at, created_at) "
            "VALUES (?1, 1, ?1, '2024-01-01', 1, 0, 0, 0, 1, 0, 0, 0, ?2, ?2)",
            (number, at),
        )
        connection.execute(
            "INSERT INTO shift_reports (shift_id, kind, document, sequence, hash, user_id, "
            "created_at) VALUES (?, 'z', '{}', ?, ?, 1, ?)",
            (number, sequence, link, at),
        )


def _sale(order_id: int, uuid: str, total: int, at: datetime) -> str:
    """The facts of a sale of one line, as long as those of the program."""
    return canonical(
        {
            "at": at.isoformat(),
            "customer": None,
            "day": at.date().isoformat(),
            "discount": 0,
            "discount_code": "",
            "drawer": True,
            "lines": [
                {
                    "gross": total,
                    "name": f"Crème Brûlée, family size {order_id % 1000}",
                    "price": total,
                    "quantity": 1000,
                    "rate": 0,
                    "sku": str(700_000 + order_id % 1000),
                    "tax": 0,
                    "unit": "piece",
                }
            ],
            "net": total,
            "number": f"T1-{order_id}",
            "payments": [{"amount": total, "change": 0, "method": "cash", "tendered": total}],
            "rounding": 0,
            "source": "counter",
            "status": "delivered",
            "subtotal": total,
            "tax": 0,
            "tax_exempt": False,
            "tax_included": True,
            "taxes": [{"amount": 0, "name": "Tax", "net": total, "rate": 0, "tax": 0}],
            "total": total,
            "uuid": uuid,
        }
    )
