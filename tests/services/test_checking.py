"""Every rule of the books finds what breaks it, and nothing in books that were written by us."""

from pathlib import Path

import apsw
import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import Payment
from pos_app.domain.rights import DEFAULT_RIGHTS, Permission, Role
from pos_app.domain.rows import Clerk, CustomerRow, LooseLine, ProductRow, ReturnLine
from pos_app.domain.tax import TaxRate
from pos_app.services.invariants import RULES
from pos_app.shop import Shop
from pos_app.storage.database import Database

# Rules of the first schema; tests/storage has their breaches.
OLD_RULES = {
    "stock_is_sum_of_moves",
    "moves_have_a_stock_row",
    "price_is_last_in_history",
    "product_can_be_found",
    "category_path_is_spelled_out",
    "customer_has_address",
    "address_has_customer",
    "registered_customer_has_phone",
    "customer_can_be_found",
    "sold_is_moved",
    "change_from_cash_only",
    "numbers_without_gap",
}


@pytest.fixture
def busy_path(shop: Shop, owner: Clerk, milk: ProductRow, shop_path: Path) -> Path:
    """The file of a shop in which everything happened: a card sold and spent, discounts by hand
    and by code, one order (2) brought back whole, another (3) in part, with damaged goods, some of
    that (return 4) for other goods (order 4); two returns without a receipt (5; 6 is a bundle), and
    a sale (5) that was made void (return 7). The ticket of the exchange was printed, and the drawer
    opened for coins. All of it in one shift, in which an order (6) was cancelled and the tender of
    the card (payment 1) corrected; another one runs."""
    deposit = shop.taxes.add_class(
        "Deposit", [TaxRate("Tax", 50_000), TaxRate("Bottle", amount=25)], by=owner
    )
    water = shop.catalog.add_product(
        name="Water", price=100, stock=40, tax_class_id=deposit.id, by=owner
    )
    shop.settings.update(cash_step=5, by=owner)
    shop.discounts.add_code("TEN", rate_ppm=100_000, max_uses=5, by=owner)
    shop.discounts.add_code("OTHER", rate_ppm=100_000, by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner)
    card = shop.ledgers.gift_card_line("GIFT", 1000, by=owner)
    shop.shifts.open({1000: 5}, by=owner)
    shop.checkout.sell(Cart().add_line(card), [Payment("card", 1000)], by=owner)
    shop.shifts.correct_tender(1, payment_id=1, to_method="transfer", reason="Typed", by=owner)
    cart = (
        Cart()
        .add(milk, 3)
        .add(water, 2)
        .set_discount(0, Discount(amount=30, reason="Damaged"))
        .with_code(shop.carts.discount("TEN"))
        .for_customer(bea.id)
    )
    paid = [Payment("gift_card", 200, code="GIFT"), Payment("cash", 1000)]
    first, second = (
        shop.orders.get(shop.checkout.sell(again, paid, by=owner).order_id)
        for again in (cart, Cart(cart.lines, bea.id, code=cart.code))
    )
    for lines in (
        [ReturnLine(first.items[0].id, 1), ReturnLine(first.items[1].id, 2, damaged=True)],
        [ReturnLine(first.items[0].id, 2)],
    ):
        shop.returns.give_back(first.id, lines, by=owner)
    pair = shop.catalog.add_product(name="Pair", price=200, parts=[(milk.id, 2)], by=owner)
    # More than the card had paid.
    shop.returns.give_back(
        second.id, [ReturnLine(second.items[0].id, 2)], instead="store_credit", by=owner
    )
    back = Exchange(second.id, second.number, (ReturnLine(second.items[1].id, 1),))
    shop.checkout.sell(
        Cart().add(milk).with_exchange(back), [Payment("cash", 200)], by=owner, paper=True
    )
    (ticket,) = shop.papers.waiting()
    shop.papers.printed(ticket.id, "tcp://192.0.2.7")
    shop.drawer.open(reason="Coins", by=owner)
    undo(shop, owner, milk, pair, bea)
    people_and_settings(shop, owner)
    shop.shifts.cash_in(500, reason="Change", by=owner)
    cash = shop.shifts.x_report(by=owner, paper=True).cash
    assert cash is not None
    shop.shifts.close({5: cash.expected // 5}, next_float=2000, by=owner)
    shop.shifts.open({5: 400}, by=owner)
    assert shop.check(by=owner) == ()
    return shop_path


def undo(shop: Shop, owner: Clerk, milk: ProductRow, pair: ProductRow, bea: CustomerRow) -> None:
    """Two returns without a receipt, a sale that is made void, and an order that is cancelled."""
    for product in (milk, pair):
        shop.returns.without_receipt(
            [LooseLine(product.id, 1, damaged=product is pair)],
            reason="Lost it",
            instead="cash",
            by=owner,
        )
    mistake = shop.checkout.sell(Cart().add(milk), [Payment("cash", 200)], by=owner)
    shop.returns.void(mistake.order_id, reason="Mistake", by=owner)
    placed = shop.orders.place(
        Cart().add(milk), customer_id=bea.id, payments=[Payment("cash", 130)], by=owner
    )
    shop.orders.cancel(placed.id, by=owner)


def people_and_settings(shop: Shop, owner: Clerk) -> None:
    """Cleo, who came and went; Dan, who left; rights given and taken, settings changed twice."""
    for name in ("cleo", "dan"):
        shop.staff.add_user(username=name, name=name.title(), pin="135790", by=owner)
    _, _, dan = shop.staff.users(by=owner)
    shop.staff.set_badge(dan.id, "DAN-1234567", by=owner)
    shop.staff.set_badge(dan.id, "", by=owner)
    shop.staff.update_user(dan.id, name="Daniel", active=False, by=owner)
    shop.staff.sign_out(by=shop.staff.sign_in("cleo", pin="135790"))
    rights = DEFAULT_RIGHTS[Role.CLERK] | {Permission.REFUND}
    for wanted in (rights | {Permission.CASH_OUT}, rights):
        shop.roles.set_permissions("clerk", wanted, by=owner)
    for limit in (600, 700):
        shop.settings.update(
            difference_limit=limit, discount_reasons=("Fr\u00fch", "Late"), by=owner
        )


# rule -> what breaks it; order 2 was brought back whole, order 3 in part.
HARM = {
    # Bea, who stays in the index, with an address of her own
    "nothing_left_of_the_erased": "UPDATE customers SET erased_at = 1 WHERE id = 2",
    "order_is_in_the_journal": "UPDATE orders SET uuid = 'other' WHERE id = 3",
    "return_is_in_the_journal": "UPDATE returns SET uuid = 'other' WHERE id = 3",
    "order_is_as_the_journal_says": "UPDATE order_items SET name = 'Caviar' WHERE id = 2",
    "return_is_as_the_journal_says": "UPDATE returns SET business_date = '2026-01-01' WHERE id = 3",
    "report_is_as_the_journal_says": (
        "UPDATE shift_reports SET document = json_set(document, '$.by', 'Bob') WHERE kind = 'z'"
    ),
    "rights_are_as_the_journal_says": (
        "INSERT INTO role_permissions VALUES ('clerk', 'cash_out', 1)"
    ),
    "people_are_as_the_journal_says": "UPDATE users SET role = 'owner' WHERE username = 'cleo'",
    "person_is_in_the_journal": (
        "INSERT INTO users (username, name, pin_hash, role, active, secret, created_at) "
        "VALUES ('eve', 'Eve', '!', 'owner', 1, 'pin', 1)"
    ),
    "session_is_in_the_journal": (
        "INSERT INTO sessions (user_id, token_hash, till_id, created_at) VALUES (2, x'00', 1, 1)"
    ),
    "session_that_was_left_has_ended": "UPDATE sessions SET ended_at = NULL",
    "settings_are_as_the_journal_says": (
        "UPDATE settings SET value = '900' WHERE key = 'difference_limit'"
    ),
    "reason_of_a_return_is_as_the_journal_says": "UPDATE returns SET reason = 'Gift' WHERE id = 7",
    "cancelled_order_is_in_the_journal": "UPDATE orders SET status = 'cancelled' WHERE id = 3",
    "entry_has_its_document": "DELETE FROM returns WHERE id = 3",
    "order_is_sum_of_items": "UPDATE orders SET total = total + 1, net = net + 1 WHERE id = 3",
    "payments_meet_total": "UPDATE orders SET rounding = rounding + 5 WHERE id = 3",
    "item_is_paid_with_its_taxes": "UPDATE order_items SET gross = gross + 1 WHERE id = 2",
    "item_tax_is_sum_of_rates": "UPDATE order_item_taxes SET tax = tax + 1 WHERE item_id = 2",
    "order_taxes_are_those_of_items": (
        "UPDATE order_taxes SET net = net + 1, gross = gross + 1 WHERE order_id = 3"
    ),
    "order_tax_is_sum_of_rates": "DELETE FROM order_taxes WHERE order_id = 3 AND tax > 0",
    "discount_has_its_reasons": "DELETE FROM order_discounts WHERE kind = 'line'",
    "code_is_used_within_its_limit": "UPDATE discount_codes SET max_uses = 1",
    "code_of_an_order_is_used_once": "DELETE FROM discount_code_uses WHERE order_id = 3",
    "code_is_used_within_its_limit_by_each": (
        "UPDATE discount_codes SET max_uses_per_customer = 1 WHERE code = 'TEN'"
    ),
    "return_is_sum_of_items": "UPDATE return_items SET discount = discount + 1 WHERE id = 1",
    "return_tax_is_sum_of_rates": (
        "UPDATE return_taxes SET tax = tax + 1, gross = gross + 1 WHERE return_id = 3"
    ),
    "returned_from_its_own_order": "UPDATE return_items SET item_id = 2 WHERE return_id = 3",
    "returned_after_delivery": "UPDATE orders SET status = 'cancelled' WHERE id = 3",
    "returned_within_sold": "UPDATE return_items SET quantity = 9000 WHERE id = 1",
    "returned_is_moved": "DELETE FROM stock_moves WHERE reason = 'damaged'",
    "only_without_a_receipt_from_no_order": (
        "UPDATE return_items SET item_id = NULL WHERE return_id = 3"
    ),
    "returned_without_a_receipt_is_moved": "DELETE FROM stock_moves WHERE return_id = 5",
    "line_without_a_receipt_is_sum_of_rates": "UPDATE return_item_taxes SET tax = tax + 1",
    "void_is_of_the_whole_sale": "UPDATE return_items SET damaged = 1 WHERE return_id = 7",
    "exchange_is_the_same_on_both_sides": (
        "UPDATE payments SET amount = amount - 1, tendered = tendered - 1 WHERE method = 'exchange'"
    ),
    "one_original_of_each_document": (
        "INSERT INTO print_jobs (till_id, copy, order_id, return_id, state, user_id, created_at) "
        "SELECT till_id, copy, order_id, return_id, 'waiting', user_id, 1 FROM print_jobs "
        "WHERE report_id IS NULL"
    ),
    "printed_paper_names_its_printer": "UPDATE print_jobs SET printer = ''",
    "ticket_is_of_one_exchange": "UPDATE print_jobs SET order_id = 1 WHERE report_id IS NULL",
    "drawer_opened_for_a_reason": "UPDATE drawer_openings SET reason = ''",
    "repayments_meet_return": "UPDATE repayments SET amount = amount + 1 WHERE return_id = 3",
    "repaid_within_payment": "UPDATE repayments SET amount = 9999 WHERE payment_id IS NOT NULL",
    "ledgers_are_repaid_before_money": (
        "UPDATE repayments SET amount = amount - 1 WHERE method = 'gift_card' AND return_id = 3"
    ),
    "repaid_within_paid": (
        "UPDATE repayments SET amount = amount + 100000 WHERE return_id = 3; "
        "UPDATE returns SET rounding = rounding + 100000 WHERE id = 3"
    ),
    "bundle_is_of_ordinary_goods": "UPDATE products SET unit = 'kg' WHERE name = 'Pair'",
    "bundle_asks_for_the_age_of_its_parts": "UPDATE products SET min_age = 18 WHERE id = 1",
    "rounded_less_than_a_coin": "UPDATE orders SET rounding = 5 WHERE id = 1",
    "returned_whole_is_repaid_whole": "DELETE FROM repayments WHERE return_id = 2",
    "returned_whole_is_untaxed_whole": (
        "UPDATE return_taxes SET net = net + 1, gross = gross + 1 WHERE return_id = 2"
    ),
    "return_numbers_without_gap": "UPDATE returns SET number = 77 WHERE id = 2",
    "ledger_is_never_below_zero": "UPDATE ledger_moves SET amount = 150 WHERE reason = 'issued'",
    "rounding_leaves_nothing_owed": (
        "INSERT INTO ledger_moves (ledger_id, amount, reason, user_id, created_at) "
        "VALUES (2, 2, 'rounding', 1, 1)"
    ),
    "ledger_payment_is_spent": "DELETE FROM ledger_moves WHERE reason = 'spent'",
    "gift_card_is_filled": "UPDATE ledger_moves SET amount = 999 WHERE reason = 'issued'",
    "ledger_repayment_is_there_again": "DELETE FROM ledger_moves WHERE reason = 'returned'",
    "shift_expects_what_was_moved": "UPDATE cash_moves SET amount = amount + 1",
    "shift_numbers_without_gap": "UPDATE tills SET last_shift = 3",
    "till_knows_its_open_shift": "UPDATE tills SET open_shift = NULL",
    "closed_shift_has_its_report": "DELETE FROM shift_reports WHERE kind = 'z'",
    "report_says_what_its_shift_does": (
        "UPDATE shift_reports SET document = json_set(document, '$.cash.counted', 1) "
        "WHERE kind = 'z'"
    ),
    "report_is_anchored_in_the_journal": (
        "UPDATE shift_reports SET sequence = sequence - 1, "
        "document = json_set(document, '$.sequence', sequence - 1)"
    ),
    "shift_counts_add_up": "UPDATE shift_counts SET pieces = pieces + 1 WHERE kind = 'opening'",
    "order_lies_in_its_shift": "UPDATE orders SET shift_id = 2 WHERE id = 3",
    "only_cancelled_orders_are_given_back": "UPDATE orders SET status = 'pending' WHERE id = 6",
    "correction_within_its_payment": "UPDATE tender_corrections SET amount = 1001",
    "correction_in_the_shift_of_its_sale": "UPDATE tender_corrections SET to_method = 'account'",
}

# The other way about: what nothing in the books asked for.
MORE_HARM = [
    (
        "rights_are_as_the_journal_says",
        "DELETE FROM role_permissions WHERE permission = 'refund' AND role = 'clerk'",
    ),
    ("rights_are_as_the_journal_says", "INSERT INTO role_permissions VALUES ('clerk', 'void', 1)"),
    ("rights_are_as_the_journal_says", "DELETE FROM role_permissions WHERE role = 'manager'"),
    ("people_are_as_the_journal_says", "UPDATE users SET active = 1 WHERE username = 'dan'"),
    ("people_are_as_the_journal_says", "UPDATE users SET name = 'Eve' WHERE username = 'dan'"),
    ("people_are_as_the_journal_says", "UPDATE users SET badge_hash = 'x' WHERE username = 'dan'"),
    ("people_are_as_the_journal_says", "UPDATE users SET username = 'eve' WHERE username = 'dan'"),
    ("session_is_in_the_journal", "UPDATE sessions SET user_id = 1 WHERE user_id <> 1"),
    (
        "settings_are_as_the_journal_says",
        "UPDATE settings SET value = '[\"Gift\"]' WHERE key = 'discount_reasons'",
    ),
    ("settings_are_as_the_journal_says", "DELETE FROM settings WHERE key = 'discount_reasons'"),
    ("order_is_in_the_journal", "UPDATE journal SET entry = '{' WHERE kind = 'sale'"),
    ("order_is_in_the_journal", "DELETE FROM journal WHERE kind = 'sale' AND sequence < 20"),
    ("return_is_in_the_journal", "UPDATE journal SET kind = 'sale' WHERE kind = 'void'"),
    ("order_is_as_the_journal_says", "UPDATE orders SET user_id = user_id + 1 WHERE id = 3"),
    ("order_is_as_the_journal_says", "UPDATE orders SET business_date = '2026-01-01' WHERE id = 3"),
    ("order_is_as_the_journal_says", "UPDATE orders SET customer_id = 1"),
    (
        "order_is_as_the_journal_says",
        "UPDATE payments SET tendered = tendered + 1, change = change + 1 WHERE method = 'cash'",
    ),
    ("return_is_as_the_journal_says", "UPDATE repayments SET method = 'transfer'"),
    ("return_is_as_the_journal_says", "UPDATE return_items SET sku = 'X'"),
    ("report_says_what_its_shift_does", "UPDATE shift_reports SET document = '{' WHERE kind = 'z'"),
    ("report_says_what_its_shift_does", "UPDATE shifts SET reason = 'Stolen' WHERE id = 1"),
    ("report_says_what_its_shift_does", "UPDATE shifts SET business_date = '2026-01-01'"),
    ("order_is_in_the_journal", "UPDATE tills SET code = CAST(x'ff' AS TEXT)"),
    ("entry_has_its_document", "DELETE FROM orders WHERE id = 3"),
    ("entry_has_its_document", "UPDATE journal SET kind = 'cancel' WHERE kind = 'void'"),
    ("journal_is_whole", "UPDATE journal SET entry = replace(entry, 'Milk', 'Silk')"),
    ("journal_is_whole", "DELETE FROM journal WHERE kind = 'refund'"),
    ("journal_is_whole", "UPDATE orders SET total = total + 1, net = net + 1 WHERE id = 3"),
    ("shift_expects_what_was_moved", "UPDATE orders SET shift_id = NULL WHERE id = 4"),
    ("shift_expects_what_was_moved", "UPDATE returns SET shift_id = NULL WHERE id = 5"),
    ("shift_expects_what_was_moved", "UPDATE orders SET cancelled_shift_id = NULL"),
    ("shift_expects_what_was_moved", "UPDATE tender_corrections SET to_method = 'cash'"),
    ("shift_expects_what_was_moved", "UPDATE shifts SET expected = expected + 1 WHERE id = 1"),
    ("till_knows_its_open_shift", "UPDATE tills SET open_shift = 1"),
    ("shift_counts_add_up", "UPDATE shift_counts SET pieces = pieces + 1 WHERE kind = 'closing'"),
    ("order_lies_in_its_shift", "UPDATE returns SET shift_id = 2"),
    ("correction_in_the_shift_of_its_sale", "UPDATE tender_corrections SET shift_id = 2"),
    ("code_of_an_order_is_used_once", "UPDATE orders SET discount_code = '' WHERE id = 3"),
    ("code_of_an_order_is_used_once", "UPDATE discount_code_uses SET customer_id = 1"),
    ("code_of_an_order_is_used_once", "UPDATE discount_code_uses SET code_id = 2"),
    (
        "code_of_an_order_is_used_once",
        "UPDATE discount_codes SET created_at = 9e15 WHERE code = 'TEN'",
    ),
    (
        "code_of_an_order_is_used_once",
        (
            "INSERT INTO discount_code_uses (code_id, order_id, customer_id, created_at) "
            "VALUES (1, 1, 1, 1)"
        ),
    ),
    (
        "bundle_is_of_ordinary_goods",
        (
            "INSERT INTO bundle_parts (bundle_id, part_id, position, quantity, created_at) "
            "VALUES (1, 2, 0, 1000, 1)"
        ),
    ),
    ("order_taxes_are_those_of_items", "UPDATE order_taxes SET name = 'VAT' WHERE order_id = 3"),
    (
        "discount_has_its_reasons",
        "UPDATE order_discounts SET order_id = 1 WHERE kind = 'line' AND order_id = 3",
    ),
    (
        "returned_is_moved",
        (
            "INSERT INTO stock_moves (product_id, location_id, quantity, reason, return_id, "
            "user_id, created_at) VALUES (2, 1, 1000, 'return', 3, 1, 1)"
        ),
    ),
    ("returned_is_moved", "UPDATE stock_moves SET reason = 'found' WHERE reason = 'return'"),
    ("returned_without_a_receipt_is_moved", "DELETE FROM stock_moves WHERE return_id = 6"),
    (
        "returned_without_a_receipt_is_moved",
        "UPDATE stock_moves SET reason = 'found' WHERE return_id = 5",
    ),
    (
        "returned_without_a_receipt_is_moved",
        (
            "INSERT INTO stock_moves (product_id, location_id, quantity, reason, return_id, "
            "user_id, created_at) VALUES (2, 1, 1000, 'return', 5, 1, 1)"
        ),
    ),
    ("only_without_a_receipt_from_no_order", "UPDATE return_items SET item_id = 2 WHERE id > 4"),
    ("void_is_of_the_whole_sale", "UPDATE returns SET business_date = '2020-01-01'"),
    ("void_is_of_the_whole_sale", "UPDATE returns SET kind = 'void' WHERE id = 3"),
    ("exchange_is_the_same_on_both_sides", "UPDATE payments SET method = 'card'"),
    ("exchange_is_the_same_on_both_sides", "UPDATE repayments SET method = 'cash'"),
    ("exchange_is_the_same_on_both_sides", "UPDATE orders SET business_date = '2020-01-01'"),
    ("repaid_within_payment", "UPDATE repayments SET method = 'exchange' WHERE ledger_id = 1"),
    (
        "returned_whole_is_untaxed_whole",
        "UPDATE return_taxes SET name = 'VAT' WHERE return_id = 2 AND tax > 0",
    ),
    (
        "repaid_within_payment",
        "UPDATE repayments SET method = 'card' WHERE payment_id IS NOT NULL",
    ),
    ("ledger_payment_is_spent", "UPDATE payments SET ledger_id = NULL"),
    (
        "ledger_payment_is_spent",
        (
            "INSERT INTO ledger_moves (ledger_id, amount, reason, order_id, user_id, created_at) "
            "VALUES (1, -1, 'spent', 1, 1, 1)"
        ),
    ),
    (
        "gift_card_is_filled",
        (
            "INSERT INTO ledger_moves (ledger_id, amount, reason, order_id, user_id, created_at) "
            "VALUES (1, 1, 'issued', 2, 1, 1)"
        ),
    ),
    (
        "ledger_repayment_is_there_again",
        (
            "INSERT INTO ledger_moves (ledger_id, amount, reason, return_id, user_id, created_at) "
            "VALUES (1, 1, 'returned', 3, 1, 1)"
        ),
    ),
    ("ledger_repayment_is_there_again", "UPDATE repayments SET ledger_id = NULL"),
]


def unguarded(path: Path) -> apsw.Connection:
    """The file without the triggers that keep its rows as they were written."""
    file = apsw.Connection(str(path))
    for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        file.execute(f"DROP TRIGGER {name}")
    return file


@pytest.mark.parametrize(("rule", "statement"), [*HARM.items(), *MORE_HARM])
def test_a_breach_is_named(shop: Shop, busy_path: Path, rule: str, statement: str) -> None:
    file = unguarded(busy_path)
    file.execute(statement)
    assert file.changes() > 0
    file.close()
    breaches = [breach for breach in shop.check(by=shop.staff.terminal()) if breach.rule == rule]
    assert breaches
    for breach in breaches:
        assert breach.subject
        assert breach.expected != breach.found
        assert "None" not in (breach.subject, breach.expected, breach.found)


def test_every_rule_has_its_breach() -> None:
    assert set(RULES) == OLD_RULES | set(HARM)


def test_a_rule_asks_for_no_more_than_the_tables_hold(shop: Shop, busy_path: Path) -> None:
    database: Database = shop._database
    for rule, sql in RULES.items():
        assert database.rows(sql) == [], rule
