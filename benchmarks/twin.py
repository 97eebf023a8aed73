"""A sale written by hand on the bare driver: what `checkout.sell` is measured against.

It reads and writes the same rows with the same guards, as a good engineer would write it for this
one purpose: every statement spelled out, plain tuples, no layers. The same code runs on apsw and on
the standard library's driver.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import apsw

from benchmarks.twin_journal import Sold, TwinChain
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk

_SESSION = (
    "SELECT EXISTS (SELECT 1 FROM role_permissions AS r WHERE r.role = u.role "
    "AND r.permission = 'sell'), u.active, s.ended_at, s.token_hash FROM sessions AS s "
    "JOIN users AS u ON u.id = s.user_id WHERE s.id = ?"
)
_BY_UUID = "SELECT id, number, total FROM orders WHERE uuid = ?"
_VERSION = "SELECT value FROM settings WHERE key = 'prices_version'"
_PRODUCT = (
    "SELECT sku, name, unit, price, archived_at, cost, tax_class_id, category_id "
    "FROM products WHERE id = ?"
)
_NUMBER = (
    "UPDATE tills SET last_number = last_number + 1 WHERE id = 1 "
    "RETURNING last_number, code, open_shift"
)
_ORDER = (
    "INSERT INTO orders (uuid, till_id, number, customer_id, user_id, status, source, "
    "business_date, items, subtotal, discount, discount_code, net, tax, tax_included, total, "
    "rounding, note, shift_id, booked_at, created_at) "
    "VALUES (?, 1, ?, 1, ?, 'delivered', 'counter', ?, ?, ?, 0, '', ?, ?, 1, ?, 0, '', ?, ?, ?)"
)
_STOCK = (
    "UPDATE stock SET on_hand = on_hand - ? "
    "WHERE product_id = ? AND location_id = 1 AND (on_hand >= ? OR oversell = 1)"
)
_ITEM = (
    "INSERT INTO order_items (order_id, product_id, sku, name, unit, quantity, price, list_total, "
    "discount, total, tax, gross, tax_rate_ppm, note, created_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, '', ?)"
)
_ITEM_TAX = (
    "INSERT INTO order_item_taxes (item_id, position, name, rate_ppm, amount, net, tax, "
    "created_at) VALUES (?, 0, 'Tax', ?, 0, ?, ?, ?)"
)
_ORDER_TAX = (
    "INSERT INTO order_taxes (order_id, position, name, rate_ppm, amount, net, tax, gross, "
    "created_at) VALUES (?, 0, 'Tax', ?, 0, ?, ?, ?, ?)"
)
_MOVE = (
    "INSERT INTO stock_moves (product_id, location_id, quantity, reason, note, order_id, "
    "unit_cost, user_id, created_at) VALUES (?, 1, ?, 'sale', '', ?, NULL, ?, ?)"
)
_PAYMENT = (
    "INSERT INTO payments (order_id, method, tendered, change, amount, reference, user_id, "
    "created_at) VALUES (?, ?, ?, ?, ?, '', ?, ?)"
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)
_NO_OFFSET = timedelta()

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32768",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA journal_size_limit = 67108864",
)


Sums = tuple[list[tuple[int, int]], int, int]
"""Total and tax of each line, then the sale's total and tax."""


@dataclass(frozen=True, slots=True)
class TwinSale:
    """What the hand-written sale is given: lines are (product id, thousandths, price); labels the
    SKU, name and unit of each line, for the lean way only."""

    uuid: str
    lines: tuple[tuple[int, int, int], ...]
    labels: tuple[tuple[str, str, str], ...]
    tendered: int

    @classmethod
    def of(cls, cart: Cart, payment: Payment) -> "TwinSale":
        """The same sale as a cart that is paid in cash."""
        return cls(
            cart.uuid,
            tuple((line.product_id, int(line.quantity * 1000), line.price) for line in cart.lines),
            tuple((line.sku, line.name, line.unit) for line in cart.lines),
            payment.amount,
        )


class Twin:
    """A connection of the bare driver ("apsw" or "sqlite3") and a sale written by hand on it."""

    def __init__(self, path: Path, clerk: Clerk, driver: str = "apsw", rate_ppm: int = 0) -> None:
        self.connection: Any
        self._changes: Callable[[], int]
        self._last_id: Callable[[], int]
        if driver == "apsw":
            self.connection = apsw.Connection(str(path), statementcachesize=512)
            self.connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
            self._changes = self.connection.total_changes
            self._last_id = self.connection.last_insert_rowid
        else:
            self.connection = sqlite3.connect(path, isolation_level=None)
            self._changes = lambda: int(self.connection.total_changes)
            self._last_id = lambda: int(self._cursor.lastrowid)
        self._cursor: Any = self.connection.cursor()
        for pragma in _PRAGMAS:
            self.run(pragma)
        self._clerk = clerk
        self._chain: TwinChain | None = None
        self._rate = rate_ppm
        self._zone = ZoneInfo("America/New_York")
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        rows: list[tuple[Any, ...]] = self._cursor.execute(sql, values).fetchall()
        return rows

    def close(self) -> None:
        """Close the file."""
        self._cursor.close()
        self.connection.close()

    def price(self, sale: TwinSale) -> Sums:
        """Price a sale, tax included in the prices; reads nothing."""
        rate, over = self._rate, 1_000_000 + self._rate
        sums = []
        total = taxes = 0
        for _, quantity, price in sale.lines:
            line_total = (price * quantity + 500) // 1000
            tax = (2 * line_total * rate + over) // (2 * over)
            sums.append((line_total, tax))
            total += line_total
            taxes += tax
        return sums, total, taxes

    def sell(self, sale: TwinSale, priced: Sums) -> int:
        """The whole transaction, from BEGIN to COMMIT; returns the order's number."""
        execute = self._cursor.execute
        execute("BEGIN IMMEDIATE")
        try:
            self._check_session()
            booked = execute(_BY_UUID, (sale.uuid,)).fetchone()
            if booked is not None:
                execute("ROLLBACK")
                return int(booked[1])
            execute(_VERSION).fetchone()  # the rules that it was priced by still hold
            labels = []
            for product_id, _, price in sale.lines:
                sku, name, unit, shelf_price, archived, *_ = execute(
                    _PRODUCT, (product_id,)
                ).fetchone()
                if shelf_price != price or archived is not None:
                    raise ValueError("the shelf says something else")
                labels.append((sku, name, unit))
            number = self._write(sale, priced, labels)
            execute("COMMIT")
        except BaseException:
            execute("ROLLBACK")
            raise
        return number

    def sell_lean(self, sale: TwinSale, priced: Sums) -> int:
        """The same rows without a look at anything: whoever calls knows the clerk, the prices and
        that the sale is new (its unique uuid says so too)."""
        execute = self._cursor.execute
        execute("BEGIN IMMEDIATE")
        try:
            number = self._write(sale, priced, sale.labels)
            execute("COMMIT")
        except BaseException:
            execute("ROLLBACK")
            raise
        return number

    def _check_session(self) -> None:
        clerk = self._clerk
        row = self._cursor.execute(_SESSION, (clerk.session_id,)).fetchone()
        allowed, active, ended, token_hash = row
        given = hashlib.sha256(clerk.token.encode()).digest()
        if not active or ended is not None or not hmac.compare_digest(given, token_hash):
            raise PermissionError("not signed in")
        if not allowed:
            raise PermissionError("not allowed")

    def _write(self, sale: TwinSale, priced: Sums, labels: Sequence[tuple[str, str, str]]) -> int:
        execute = self._cursor.execute
        sums, total, taxes = priced
        rate, clerk_id, count = self._rate, self._clerk.id, len(sale.lines)
        if sale.tendered < total:
            raise ValueError("not enough money")
        ((number, till, shift_id),) = execute(_NUMBER).fetchall()
        now = self.now()
        at = (now - _EPOCH) // _MICRO
        local = now.astimezone(self._zone)
        day = local.date().isoformat()
        net = total - taxes
        head = (sale.uuid, number, clerk_id, day, count, total, net, taxes, total)
        execute(_ORDER, (*head, shift_id, at, at))
        order_id = self._last_id()
        self._write_lines(sale, order_id, sums, labels, at)
        execute(_ORDER_TAX, (order_id, rate, net, taxes, total, at))
        change = sale.tendered - total
        execute(_PAYMENT, (order_id, "cash", sale.tendered, change, total, clerk_id, at))
        if self._chain is None:
            self._chain = TwinChain(execute, self._clerk.session_id)
        self._chain.write(
            Sold(
                uuid=sale.uuid,
                number=f"{till}-{number}",
                lines=[
                    (*label, quantity, price, line_total, tax)
                    for (_, quantity, price), label, (line_total, tax) in zip(
                        sale.lines, labels, sums, strict=True
                    )
                ],
                total=total,
                taxes=taxes,
                rate=rate,
                tendered=sale.tendered,
                day=day,
                at=now,
                micros=at,
                offset=(local.utcoffset() or _NO_OFFSET) // _MINUTE,
            )
        )
        return int(number)

    def _write_lines(
        self,
        sale: TwinSale,
        order_id: int,
        sums: Sequence[tuple[int, int]],
        labels: Sequence[tuple[str, str, str]],
        at: int,
    ) -> None:
        """The items of an order with their taxes, and the stock they take."""
        execute, executemany = self._cursor.execute, self._cursor.executemany
        rate, clerk_id, count = self._rate, self._clerk.id, len(sale.lines)
        items, moves = [], []
        takings: dict[int, int] = {}
        for (product_id, quantity, price), (sku, name, unit), (line_total, tax) in zip(
            sale.lines, labels, sums, strict=True
        ):
            items.append(
                (
                    order_id,
                    product_id,
                    sku,
                    name,
                    unit,
                    quantity,
                    price,
                    line_total,
                    line_total,
                    tax,
                    line_total,
                    rate,
                    at,
                )
            )
            moves.append((product_id, -quantity, order_id, clerk_id, at))
            takings[product_id] = takings.get(product_id, 0) + quantity
        before = self._changes()
        executemany(_STOCK, [(wanted, key, wanted) for key, wanted in takings.items()])
        if self._changes() - before != len(takings):
            raise ValueError("out of stock")
        executemany(_ITEM, items)
        ((last,),) = execute("SELECT last_insert_rowid()").fetchall()
        executemany(_MOVE, moves)
        executemany(
            _ITEM_TAX,
            [
                (item, rate, line_total - tax, tax, at)
                for item, (line_total, tax) in enumerate(sums, start=last - count + 1)
            ],
        )
