"""A shop's file of the second schema is brought up to date: what came back stays as it was."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import apsw
import pytest

from pos_app.domain.rows import ReturnLine
from pos_app.shop import Shop
from pos_app.storage.schema import WRITTEN_ONCE
from tests.storage.old_files import AT, bring_to, make_first

# Of order 2 (prices without tax, the code TEN): the chair, damaged. It was 4999 less 500.
RETURN = f"""
INSERT INTO returns (id, uuid, till_id, number, order_id, user_id, business_date, subtotal,
    discount, net, tax, total, rounding, cash_step, reason, booked_at, created_at)
VALUES (7, 'came back', 1, 1, 2, 2, '2026-09-22', 4999, 500, 4499, 855, 5354, 0, 1, 'Wobbles',
    {AT}, {AT} + 9000);
INSERT INTO return_items (id, return_id, item_id, quantity, list_total, discount, net, tax, gross,
    damaged, created_at)
SELECT 3, 7, id, 1000, 4999, 500, 4499, 855, 5354, 1, {AT} FROM order_items
    WHERE order_id = 2 AND product_id = 2;
INSERT INTO return_taxes VALUES (7, 0, 'Tax', 190000, 0, 4499, 855, 5354, {AT});
INSERT INTO repayments (return_id, payment_id, method, amount, user_id, created_at)
SELECT 7, id, 'card', 5354, 2, {AT} FROM payments WHERE order_id = 2;
INSERT INTO stock_moves (product_id, location_id, quantity, reason, return_id, user_id, created_at)
VALUES (2, 1, 1000, 'return', 7, 2, {AT}), (2, 1, -1000, 'damaged', 7, 2, {AT});
UPDATE tills SET last_return = 1;
"""
KEPT = "id, uuid, number, order_id, subtotal, discount, net, tax, total, rounding, reason"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of the second schema with a return in it."""
    path = tmp_path / "old.db"
    make_first(path)
    bring_to(path, 2)
    file = apsw.Connection(str(path))
    file.execute("PRAGMA foreign_keys = ON")
    with file:
        file.execute(RETURN)
    file.close()
    return path


@pytest.fixture
def shop(old: Path) -> Iterator[Shop]:
    opened = Shop.open(old)
    yield opened
    opened.close()


def rows(shop: Shop, sql: str) -> list[tuple[object, ...]]:
    return shop._database.rows(sql)


def test_the_books_are_sound_and_guarded(shop: Shop) -> None:
    assert shop.check(by=shop.staff.terminal()) == ()
    assert rows(shop, "PRAGMA foreign_key_check") == []
    assert rows(shop, "PRAGMA integrity_check") == [("ok",)]
    guards = {name for (name,) in rows(shop, "SELECT name FROM sqlite_schema WHERE type='trigger'")}
    assert {f"{table}_no_{how}" for table in WRITTEN_ONCE for how in ("update", "delete")} <= guards
    for table in ("returns", "return_items"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET created_at = 1"):
            with pytest.raises(apsw.ConstraintError, match="written once"):
                rows(shop, statement)


def test_what_came_back_is_as_it_was(shop: Shop, old: Path) -> None:
    (copy,) = old.parent.glob("old.db.schema-2.*.bak")
    before = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)
    assert (
        rows(shop, f"SELECT {KEPT} FROM returns")
        == before.execute(f"SELECT {KEPT} FROM returns").fetchall()
    )
    for table in ("return_taxes", "repayments", "stock_moves", "order_items", "payments"):
        old_columns = ", ".join(row[1] for row in before.execute(f"PRAGMA table_info({table})"))
        sql = f"SELECT {old_columns} FROM {table} ORDER BY 1, 2"
        assert rows(shop, sql) == before.execute(sql).fetchall(), table
    before.close()


def test_its_lines_know_what_they_are(shop: Shop) -> None:
    (back,) = shop.returns.of_order(2)
    assert (back.kind, back.order_number, back.number) == ("return", "T1-2", "T1-R1")
    assert (back.customer_id, back.tax_included) == (2, False)
    (item,) = back.items
    assert (item.sku, item.name, item.price, item.gross) == ("C", "Chair", 4999, 5354)
    assert rows(shop, "SELECT product_id, sku, name, unit, price FROM return_items") == [
        (2, "C", "Chair", "piece", 4999)
    ]


def test_the_rest_of_the_order_can_still_come_back(shop: Shop) -> None:
    terminal = shop.staff.terminal()
    lines = {line.sku: line for line in shop.returns.returnable(2)}
    assert (lines["C"].left, lines["M"].left) == (Decimal(0), Decimal(1))
    back = shop.returns.give_back(2, [ReturnLine(lines["M"].item_id, 1)], by=terminal)
    assert (back.number, back.total) == ("T1-R2", 5478 - 5354)
    assert shop.check(by=shop.staff.terminal()) == ()
