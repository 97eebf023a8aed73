"""The schema guards the books by itself: what Peewee believes is there is there, and strict."""

from pathlib import Path

import apsw
import pytest
from peewee import AutoField, BigIntegerField, BlobField, BooleanField, IntegerField, TextField

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine
from pos_app.shop import Shop
from pos_app.storage import models
from pos_app.storage.database import Database
from pos_app.storage.schema import WRITTEN_ONCE


@pytest.fixture
def database(shop: Shop, owner: Clerk, milk: ProductRow) -> Database:
    """The file of a shop that has sold something, and in which every table that is written once
    holds a row."""
    shop.discounts.add_code("TEN", rate_ppm=100_000, by=owner)
    cart = (
        Cart()
        .add(milk)
        .set_discount(0, Discount(amount=9, reason="Old"))
        .with_code(shop.carts.discount("TEN"))
        .add_line(shop.ledgers.gift_card_line("CARD-1", 500, by=owner))
    )
    receipt = shop.checkout.sell(cart, [Payment("cash", 700)], by=owner)
    item = shop.orders.get(receipt.order_id).items[0]
    shop.returns.give_back(receipt.order_id, [ReturnLine(item.id, 1)], by=owner)
    shop.shifts.open({100: 5}, by=owner)
    paid = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner).order_id
    payment = shop.orders.get(paid).payments[0]
    shop.shifts.correct_tender(
        paid, payment_id=payment.id, to_method="card", reason="Typed", by=owner
    )
    shop.shifts.cash_in(100, reason="Change", by=owner)
    shop.shifts.close({100: 6}, next_float=0, by=owner)
    for statement in (
        "INSERT INTO drawer_openings (till_id, user_id, created_at) VALUES (1, 1, 0)",
        "INSERT INTO order_item_parts SELECT id, product_id, 1000, 0 FROM order_items",
        "INSERT INTO return_item_taxes SELECT id, 0, 'Tax', 0, 0, net, tax, 0 FROM return_items",
    ):
        shop._database.rows(statement)
    return shop._database


@pytest.mark.parametrize("name", models.__all__)
def test_models_and_migrations_agree(database: Database, name: str) -> None:
    meta = getattr(models, name)._meta
    columns = {
        column: (kind, bool(not_null) or bool(key))
        for _, column, kind, not_null, _, key in database.rows(
            f"PRAGMA table_info({meta.table_name})"
        )
    }
    assert set(columns) == set(meta.columns)
    for column, field in meta.columns.items():
        kind, not_null = columns[column]
        if isinstance(field, BlobField):
            assert kind == "BLOB"
        elif isinstance(field, TextField):
            assert kind == "TEXT"
        else:
            integers = (AutoField, BigIntegerField, BooleanField, IntegerField)
            assert kind == "INTEGER"
            assert isinstance(getattr(field, "rel_field", field), integers)
        assert not_null is not field.null, column
    assert "created_at" in columns


def test_every_table_is_strict(database: Database) -> None:
    loose = database.rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND strict = 0 AND name NOT LIKE 'sqlite_%'"
    )
    assert [name for (name,) in loose] == ["schema_migration"]


@pytest.mark.parametrize("table", [*WRITTEN_ONCE, "orders"])
def test_what_was_booked_is_never_rewritten(database: Database, table: str) -> None:
    before = database.rows(f"SELECT * FROM {table}")
    assert before
    with pytest.raises(apsw.ConstraintError, match="written once"):
        database.rows(f"DELETE FROM {table}")
    for _, column, *_ in database.rows(f"PRAGMA table_info({table})"):
        if table == "orders" and column in ("status", "note", "cancelled_shift_id"):
            continue
        with pytest.raises(apsw.ConstraintError, match="written once"):
            database.rows(f"UPDATE {table} SET {column} = {column}")
    assert database.rows(f"SELECT * FROM {table}") == before


def test_a_closed_shift_is_never_rewritten(database: Database) -> None:
    for statement in ("UPDATE shifts SET reason = 'x'", "DELETE FROM shifts"):
        with pytest.raises(apsw.ConstraintError, match="written once"):
            database.rows(statement)


def test_who_gave_the_money_of_an_order_back_is_written_once(database: Database) -> None:
    database.rows("UPDATE orders SET cancelled_shift_id = 1")
    with pytest.raises(apsw.ConstraintError, match="cancelled once"):
        database.rows("UPDATE orders SET cancelled_shift_id = NULL")


def test_an_order_moves_on_in_status_only(database: Database) -> None:
    database.rows("UPDATE orders SET status = 'cancelled'")
    assert database.rows("SELECT DISTINCT status FROM orders") == [("cancelled",)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE products SET price = -1",
        "UPDATE products SET price = 1.5",
        "UPDATE products SET name = ''",
        "UPDATE products SET category_id = 99",
        "UPDATE stock SET on_hand = -1",
        "UPDATE orders SET status = 'lost'",
        "UPDATE customers SET registered = 1",
        (
            "INSERT INTO cart_items (cart_id, position, product_id, quantity, price, created_at) "
            "VALUES (1, 1, 1, 0, 1, 1)"
        ),
        "UPDATE tax_rates SET rate_ppm = 1000001",
        "UPDATE tax_rates SET amount = 5",
        "UPDATE tax_rates SET valid_from = '1.1.2027'",
        "INSERT INTO tax_rates (tax_class_id, position, name, created_at) VALUES (1, 0, 'x', 1)",
        "DELETE FROM tax_classes",
        "UPDATE customers SET group_id = 99",
        "UPDATE customers SET credit_limit = -1",
        "INSERT INTO promotions (name, kind, created_at) VALUES ('x', 'free', 1)",
        "INSERT INTO promotion_goods (promotion_id, role, created_at) VALUES (1, 'goods', 1)",
        (
            "INSERT INTO discount_code_uses (code_id, order_id, customer_id, created_at) "
            "SELECT code_id, order_id, customer_id, 1 FROM discount_code_uses"
        ),
        "UPDATE discount_codes SET max_uses = 0",
        "INSERT INTO ledgers (kind, created_at) VALUES ('gift_card', 1)",
        "INSERT INTO ledgers (kind, created_at) VALUES ('account', 1)",
        "INSERT INTO ledgers (kind, code, created_at) VALUES ('gift_card', 'card-1', 1)",
        "UPDATE discount_limits SET most_ppm = 1000001",
        "INSERT INTO discount_codes (code, rate_ppm, amount, created_at) VALUES ('x', 1, 1, 1)",
        "DELETE FROM customers_addresses",
        "DELETE FROM products",
    ],
)
def test_the_database_refuses_by_itself(database: Database, statement: str) -> None:
    with pytest.raises(apsw.ConstraintError):
        database.rows(statement)


def test_the_queries_that_exist_have_an_index(database: Database) -> None:
    for query in (
        "SELECT id FROM products WHERE name > 'x' ORDER BY name, id LIMIT 5",
        "SELECT id FROM products WHERE price > 5 ORDER BY price, id LIMIT 5",
        "SELECT product_id FROM barcodes WHERE code = 'x'",
        "SELECT id FROM stock_moves WHERE product_id = 5 ORDER BY id DESC LIMIT 5",
        "SELECT id FROM payments WHERE order_id = 5",
        "SELECT id FROM order_items WHERE order_id = 5",
        "SELECT sum(total) FROM orders WHERE business_date = 'x' AND status = 'delivered'",
    ):
        plan = " ".join(row[3] for row in database.rows(f"EXPLAIN QUERY PLAN {query}"))
        assert "SEARCH" in plan, (query, plan)
        assert "TEMP B-TREE" not in plan, (query, plan)


def test_check_names_what_was_done_behind_the_programs_back(
    database: Database, shop: Shop, shop_path: Path
) -> None:
    file = apsw.Connection(str(shop_path))
    harm = {
        "stock_is_sum_of_moves": "UPDATE stock SET on_hand = on_hand + 1000",
        "numbers_without_gap": "UPDATE tills SET last_number = 7",
        "price_is_last_in_history": "UPDATE products SET price = 1",
        "product_can_be_found": "DELETE FROM product_ranks",
        "category_path_is_spelled_out": "UPDATE categories SET path = 'Else' WHERE id = 1",
        "guards_stand": "DROP TRIGGER payments_no_update",
        "payments_meet_total": "UPDATE payments SET tendered = tendered + 5, amount = amount + 5",
        "sold_is_moved": "DROP TRIGGER stock_moves_no_update",
        "order_is_sum_of_items": "DROP TRIGGER order_items_no_update",
        "customer_has_address": "DROP TRIGGER customers_addresses_keep_last",
    }
    for statement in harm.values():
        file.execute(statement)
    file.execute("UPDATE stock_moves SET quantity = quantity - 1000 WHERE reason = 'sale'")
    file.execute("UPDATE order_items SET list_total = 1, discount = 0, total = 1")
    file.execute("DELETE FROM customers_addresses")
    file.close()
    found = {breach.rule for breach in shop.check(by=shop.staff.terminal())}
    assert found >= set(harm) | {"address_has_customer"}
