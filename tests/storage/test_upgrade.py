"""A shop's file of the first schema is brought up to date: what was sold stays sold for what it
was, and each amount knows now which tax and which discount it is made of."""

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.payment import Payment
from pos_app.domain.rows import DISCOUNT_REASONS, OffRow
from pos_app.domain.tax import TaxPart, TaxPeriod, TaxRate
from pos_app.shop import Shop
from pos_app.storage.schema import SCHEMA_VERSION, TELLING, WRITTEN_ONCE
from tests.storage.old_files import ITEMS, ORDERS, PAYMENTS, make_first


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A shop's file of the first schema that has sold in every way there was."""
    path = tmp_path / "old.db"
    make_first(path)
    return path


@pytest.fixture
def shop(old: Path) -> Iterator[Shop]:
    """The same shop, opened by this program."""
    opened = Shop.open(old)
    yield opened
    opened.close()


def rows(shop: Shop, sql: str) -> list[tuple[object, ...]]:
    return shop._database.rows(sql)


def test_the_books_are_sound_and_guarded(shop: Shop) -> None:
    assert shop.check(by=shop.staff.terminal()) == ()
    assert rows(shop, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert rows(shop, "PRAGMA foreign_key_check") == []
    assert rows(shop, "PRAGMA foreign_keys") == [(1,)]
    assert rows(shop, "PRAGMA integrity_check") == [("ok",)]
    loose = rows(
        shop,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND strict = 0 AND name NOT LIKE 'sqlite_%'",
    )
    assert loose == [("schema_migration",)]
    triggers = {
        name for (name,) in rows(shop, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    }
    assert triggers == {
        *(f"{table}_no_{action}" for table in WRITTEN_ONCE for action in ("update", "delete")),
        *(f"{table}_tell_{how}" for table in TELLING for how in ("insert", "update", "delete")),
        "orders_cancelled_once",
        "orders_fixed",
        "orders_no_delete",
        "shifts_closed",
        "shifts_no_delete",
        "customers_addresses_keep_last",
    }


@pytest.mark.parametrize(
    "table", ["order_taxes", "order_item_taxes", "order_discounts", "discount_code_uses"]
)
def test_what_was_filled_in_is_written_once_too(shop: Shop, table: str) -> None:
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET created_at = 1"):
        with pytest.raises(apsw.ConstraintError, match="written once"):
            rows(shop, statement)


def test_the_file_is_the_one_a_new_shop_has(shop: Shop, tmp_path: Path, template: Path) -> None:
    new = Shop.open(template)
    names = "SELECT type, name, tbl_name FROM sqlite_schema ORDER BY 1, 2"
    columns = (
        "SELECT t.name, c.name, c.type, c.[notnull], c.dflt_value, c.pk FROM pragma_table_list t "
        "JOIN pragma_table_info(t.name) c WHERE t.schema = 'main' ORDER BY 1, 2"
    )
    for sql in (names, columns):
        assert rows(shop, sql) == rows(new, sql)
    new.close()


def test_a_copy_of_the_old_file_is_kept(shop: Shop, old: Path) -> None:
    (copy,) = old.parent.glob("old.db.schema-1.*.bak")
    file = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)
    assert file.pragma("user_version") == 1
    assert file.execute("SELECT count(*), sum(total) FROM orders").get == (6, 11_161)
    assert file.execute("SELECT rate_ppm FROM tax_classes").fetchall() == [(190_000,), (70_000,)]
    file.close()


def test_no_amount_has_changed(shop: Shop) -> None:
    kept = rows(
        shop,
        "SELECT customer_id, user_id, status, source, subtotal, discount, discount_code, net, tax, "
        "tax_included, total FROM orders ORDER BY id",
    )
    assert kept == list(ORDERS)
    kept = rows(
        shop,
        "SELECT order_id, product_id, quantity, price, list_total, discount, total, tax, "
        "tax_rate_ppm FROM order_items ORDER BY id",
    )
    assert kept == list(ITEMS)
    kept = rows(shop, "SELECT order_id, method, tendered, change FROM payments ORDER BY id")
    assert kept == list(PAYMENTS)
    assert rows(shop, "SELECT DISTINCT rounding, tax_exempt FROM orders") == [(0, "")]


def test_taxes_by_rate_add_up(shop: Shop) -> None:
    taxes = rows(shop, "SELECT order_id, rate_ppm, net, tax, gross FROM order_taxes ORDER BY 1, 2")
    assert taxes == [
        (1, 70_000, 241, 17, 258),
        (1, 190_000, 4201, 798, 4999),
        (2, 70_000, 116, 8, 124),  # a price without tax: the tax came on top
        (2, 190_000, 4499, 855, 5354),
        (3, 70_000, 93, 7, 100),
        (4, 70_000, 108, 8, 116),
        (5, 70_000, 93, 7, 100),
        (6, 70_000, 103, 7, 110),
    ]
    assert (
        rows(
            shop,
            "SELECT o.id FROM orders o JOIN order_taxes t ON t.order_id = o.id GROUP BY o.id "
            "HAVING sum(t.net) <> o.net OR sum(t.tax) <> o.tax OR sum(t.gross) <> o.total",
        )
        == []
    )
    assert (
        rows(
            shop,
            "SELECT i.id FROM order_items i LEFT JOIN order_item_taxes t ON t.item_id = i.id "
            "GROUP BY i.id HAVING sum(t.tax) IS NOT i.tax OR sum(t.net + t.tax) IS NOT i.gross",
        )
        == []
    )
    order = shop.orders.get(2)
    assert order.taxes == (TaxPart("Tax", 70_000, 0, 116, 8), TaxPart("Tax", 190_000, 0, 4499, 855))
    assert [(item.gross, item.parts) for item in order.items] == [
        (124, (TaxPart("Tax", 70_000, 0, 116, 8),)),
        (5354, (TaxPart("Tax", 190_000, 0, 4499, 855),)),
    ]


def test_discounts_know_their_reason(shop: Shop) -> None:
    offs = {order_id: shop.orders.get(order_id).offs for order_id in range(1, 7)}
    assert offs == {
        1: (),
        2: (OffRow("code", "TEN", 513),),
        3: (OffRow("agreed", "", 50),),
        4: (OffRow("code", "ten", 13),),
        5: (OffRow("code", "GONE", 29),),
        6: (OffRow("agreed", "", -10),),
    }
    assert rows(shop, "SELECT order_id, user_id FROM order_discounts WHERE order_id = 2") == [
        (2, 2),
        (2, 2),
    ]


def test_codes_were_used_by_the_orders_that_name_them(shop: Shop) -> None:
    used = rows(shop, "SELECT code_id, order_id, customer_id FROM discount_code_uses ORDER BY 2")
    assert used == [(1, 2, 2), (1, 4, 2)]
    # The order that was cancelled gave its use back.
    assert [(code.code, code.used) for code in shop.discounts.codes(by=shop.staff.terminal())] == [
        ("FIVER", 0),
        ("TEN", 1),
    ]
    assert shop.carts.discount("ten") == CodeDiscount("TEN", rate_ppm=100_000)


def test_carts_keep_their_discount(shop: Shop) -> None:
    by = shop.staff.terminal()
    current = shop.carts.current(by=by)
    assert (current.uuid, current.code, current.discount) == (
        "open",
        CodeDiscount("TEN", rate_ppm=100_000),
        None,
    )
    assert shop.checkout.price(current).total == 116
    parked = {row.name: shop.carts.recall(row.id, by=by) for row in shop.carts.parked()}
    assert (parked["Blue hat"].code, parked["Blue hat"].discount) == (None, Discount(amount=29))
    assert parked["Blue hat"].customer_id == 2
    assert (parked["Red hat"].code, parked["Red hat"].discount) == (None, None)


def test_it_sells_on_by_the_same_rates(shop: Shop) -> None:
    by = shop.staff.terminal()
    assert [(row.name, row.rate_ppm, row.periods) for row in shop.taxes.classes()] == [
        ("Standard", 190_000, (TaxPeriod(None, (TaxRate("Tax", 190_000),)),)),
        ("Reduced", 70_000, (TaxPeriod(None, (TaxRate("Tax", 70_000),)),)),
    ]
    facts = (shop.info.tax_rounding, shop.info.cash_step, shop.info.cash_mode)
    assert facts == ("line", 1, "half_up")
    assert shop.info.discount_reasons == DISCOUNT_REASONS
    assert shop.info.discount_reason_needed
    limits = [(limit.role, limit.most_ppm, limit.floor_ppm) for limit in shop.discounts.limits()]
    assert limits == [
        ("clerk", 100_000, 1_000_000),
        ("supervisor", 300_000, 1_000_000),
        ("manager", 1_000_000, 0),
        ("owner", 1_000_000, 0),
    ]
    cart = Cart().add(shop.catalog.get(1), 2).add(shop.catalog.get(2))
    receipt = shop.checkout.sell(cart, [Payment("cash", 5257)], by=by)
    assert (receipt.number, receipt.total) == ("T1-7", 5257)
    assert shop.orders.get(receipt.order_id).tax == 815
    assert shop.check(by=shop.staff.terminal()) == ()


def test_it_is_brought_up_to_date_once(old: Path) -> None:
    Shop.open(old).close()
    again = Shop.open(old)
    assert len(list(old.parent.glob("*.bak"))) == 1
    assert again.check(by=again.staff.terminal()) == ()
    again.close()
