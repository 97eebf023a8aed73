"""A small journal to tamper with: two tills, some days, two closed shifts, and its forger."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.cart import Cart
from pos_app.domain.journal import canonical, signed_part
from pos_app.domain.payment import Payment
from pos_app.domain.rows import ReturnLine
from pos_app.shop import Shop, ShopSetup

Row = list[Any]
"""A row of the table, as `COLUMNS` has it."""

COLUMNS = (
    "id till_id sequence kind document business_date user_id entry signature created_at".split()
)
ID, TILL, SEQUENCE, ENTRY, SIGNATURE = 0, 1, 2, 7, 8
TABLES = ("journal", "journal_heads", "shift_reports")


class Clock:
    """A clock that is moved by hand, and a second on each time it is looked at."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def add_till(path: Path, code: str) -> None:
    """A second till in the shop's file."""
    db = apsw.Connection(str(path))
    db.execute("INSERT INTO tills (code, name, created_at) VALUES (?, ?, 0)", (code, code))
    db.close()


def make_busy(path: Path, key_file: Path) -> None:
    """A shop with 60 entries or so: sales and a return at two tills around the end of a year, and a
    Z report of each till with some entries behind it."""
    Shop.create(path, ShopSetup("Corner", timezone="UTC", tax_rate_ppm=50_000)).close()
    add_till(path, "T2")
    clock = Clock(datetime(2026, 12, 30, 9, tzinfo=UTC))
    shop = Shop.open(path, clock=clock, key_file=key_file)
    here, there = shop.staff.terminal(), shop.staff.terminal(till="T2")
    milk = shop.catalog.add_product(name="Milk “1 l”", price=129, stock=900, by=here)
    for till, by in (("T1", here), ("T2", there)):
        shop.shifts.open({100: 50}, by=by, till=till)
    for day in range(3):
        clock.at = datetime(2026, 12, 30, 10, tzinfo=UTC) + timedelta(days=day)
        for number in range(5):
            till, by = ("T2", there) if number == 4 else ("T1", here)
            cart = Cart().add(milk, number + 1)
            sold = shop.checkout.sell(cart, [Payment("cash", 1000)], by=by, till=till).order_id
            if number == 4:
                lines = [ReturnLine(shop.orders.get(sold).items[0].id, 1)]
                shop.returns.give_back(sold, lines, by=here, reason="Sour")
    for till, by in (("T1", here), ("T2", there)):
        expected = shop.shifts.x_report(by=by, till=till).cash
        assert expected is not None
        shop.shifts.close({1: expected.expected or 0}, next_float=0, by=by, till=till)
        shop.settings.update(name=f"Corner {till}", by=by)
        shop.staff.sign_out(by=by)
    assert shop.check(by=shop.staff.terminal()) == ()
    shop.checkpoint()
    shop.close()


@dataclass
class Forged:
    """A journal in a forger's hands: rows of each table, put back by `Bench`."""

    rows: dict[str, list[Row]]

    def of(self, till_id: int) -> list[Row]:
        """The entries of a till."""
        return [row for row in self.rows["journal"] if row[TILL] == till_id]

    def replace(self, till_id: int, chain: list[Row]) -> None:
        """Give a till another chain."""
        rest = [row for row in self.rows["journal"] if row[TILL] != till_id]
        self.rows["journal"] = rest + chain

    def mend_head(self, till_id: int) -> None:
        """Have the head say what the last entry is."""
        last = max(self.of(till_id), key=lambda row: row[ID])
        for head in self.rows["journal_heads"]:
            if head[0] == till_id:
                head[1], head[2] = last[SEQUENCE], hashed(last[ENTRY])


class Bench:
    """One journal file; it is as it was before each forgery."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = apsw.Connection(str(path))
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in self._db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            self._db.execute(f"DROP TRIGGER {name}")
        self.kept = {
            table: [list(row) for row in self._db.execute(f"SELECT {self._what(table)}")]
            for table in TABLES
        }

    def fresh(self) -> Forged:
        """What is there, to be changed."""
        return Forged({table: [list(row) for row in rows] for table, rows in self.kept.items()})

    def put(self, forged: Forged) -> None:
        """Write it over what is there."""
        self._db.execute("BEGIN")
        for table in TABLES:
            self._db.execute(f"DELETE FROM {table}")
            for row in forged.rows[table]:
                values = ", ".join(
                    "CAST(? AS TEXT)" if isinstance(value, bytes) and place == ENTRY else "?"
                    for place, value in enumerate(row)
                )
                self._db.execute(f"INSERT INTO {table} VALUES ({values})", row)
        self._db.execute("COMMIT")

    def run(self, sql: str, *values: object) -> None:
        """Change something else of the file."""
        self._db.execute(sql, values)

    def close(self) -> None:
        """Done with it."""
        self._db.close()

    def _what(self, table: str) -> str:
        if table == "journal":
            return f"{', '.join(COLUMNS)} FROM journal ORDER BY id"
        return f"* FROM {table}"


def hashed(entry: str | bytes) -> str:
    """What the next entry links to."""
    raw = entry.encode() if isinstance(entry, str) else entry
    return hashlib.sha256(raw).hexdigest()


def renumber(chain: list[Row], till_id: int) -> None:
    """Columns as if nothing were missing or too many; the entries are as they were."""
    for place, row in enumerate(chain, start=1):
        row[ID], row[TILL], row[SEQUENCE] = till_id * 2**40 + place, till_id, place


def rechain(
    chain: list[Row], start: int, sign: Callable[[bytes], bytes] | None, key: str = ""
) -> None:
    """Link each entry from a place (0 for the first) on to the one before it, with all numbers
    right; signed anew where somebody can, under a key's name."""
    link = hashed(chain[start - 1][ENTRY]) if start else "0" * 64
    for place in range(start, len(chain)):
        row = chain[place]
        entry = json.loads(row[ENTRY])
        entry["prev"], entry["seq"] = link, place + 1
        entry["key"] = key or entry["key"]
        row[ENTRY] = canonical(entry)
        if sign is not None:
            row[SIGNATURE] = sign(signed_part(row[ENTRY].encode()))
        link = hashed(row[ENTRY])


def key_row(like: Row, before: str, forger: Ed25519PrivateKey) -> Row:
    """An entry by which a forger's own key takes over."""
    public = forger.public_key().public_bytes_raw()
    entry = json.loads(like[ENTRY])
    name = hashlib.sha256(public).hexdigest()[:16]
    entry["kind"], entry["key"], entry["document"] = "key", name, ""
    entry["facts"] = {
        "before": before,
        "fingerprint": name,
        "machine": "till",
        "public_key": public.hex(),
    }
    row = list(like)
    row[3], row[4], row[ENTRY] = "key", "", canonical(entry)
    row[SIGNATURE] = forger.sign(signed_part(row[ENTRY].encode()))
    return row


def line_of(row: Row) -> bytes:
    """A row as an archive has it."""
    raw = row[ENTRY].encode() if isinstance(row[ENTRY], str) else row[ENTRY]
    signature = base64.b64encode(row[SIGNATURE])
    return b'{"entry":' + raw + b',"signature":"' + signature + b'"}\n'
