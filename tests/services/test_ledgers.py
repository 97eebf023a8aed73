"""Ledgers: what a card or a customer has is the sum of its moves, never less than it may be."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pos_app.domain.cart import GIFT_CARD_SKU, Cart
from pos_app.domain.errors import (
    BadAmount,
    BadStatusMove,
    BadValue,
    MoreThanOwed,
    NeedsCustomer,
    NeedsMoney,
    NotAllowed,
    NotEnoughCredit,
    PosError,
    UnknownCustomer,
    UnknownGiftCard,
    UnknownLedger,
    UnknownProduct,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow, ProductRow, ReturnLine
from pos_app.domain.tax import UNTAXED
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer whose account may be owed 10.00."""
    added = shop.customers.add(first_name="Bea", last_name="Lee", by=owner)
    return shop.customers.set_terms(
        added.id, group_id=None, tax_exempt="", credit_limit=1000, by=owner
    )


def owe(shop: Shop, owner: Clerk, milk: ProductRow, customer: CustomerRow) -> int:
    """Sells a milk on account; the ledger's id."""
    cart = Cart().add(milk).for_customer(customer.id)
    shop.checkout.sell(cart, [Payment("account", 129)], by=owner)
    return shop.ledgers.of_customer(customer.id)[1].id


# --- gift cards ----------------------------------------------------------------------------------


def test_a_card_holds_what_was_paid_for_it(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    line = shop.ledgers.gift_card_line(" k7xf-m3rd ", 5000, by=owner)
    assert (line.sku, line.price, line.quantity, line.gift_card) == (
        GIFT_CARD_SKU,
        5000,
        1,
        "K7XF-M3RD",
    )
    assert (line.tax_class_id, line.name) == (UNTAXED, "Gift card")
    with pytest.raises(UnknownGiftCard):
        shop.ledgers.gift_card("K7XF-M3RD")
    cart = Cart().add_line(line).add(milk)
    receipt = shop.checkout.sell(cart, [Payment("cash", 6000)], by=owner)
    card = shop.ledgers.gift_card("k7xf-m3rd")
    assert (card.kind, card.code, card.balance, card.left) == ("gift_card", "K7XF-M3RD", 5000, 5000)
    assert (card.customer_id, card.customer) == (None, "")
    (move,) = shop.ledgers.moves(card.id)
    assert (move.amount, move.reason, move.number, move.by) == (
        5000,
        "issued",
        receipt.number,
        "Terminal",
    )
    order = shop.orders.get(receipt.order_id)
    assert (order.total, order.tax) == (5129, 6)
    assert shop.check(by=owner) == ()


def test_a_card_is_filled_up(shop: Shop, owner: Clerk) -> None:
    for amount in (1000, 500):
        line = shop.ledgers.gift_card_line("GIFT", amount, by=owner)
        shop.checkout.sell(Cart().add_line(line), [Payment("card", amount)], by=owner)
    card = shop.ledgers.gift_card("GIFT")
    assert card.balance == 1500
    assert [row.amount for row in shop.ledgers.moves(card.id)] == [500, 1000]
    assert len(shop.ledgers.moves(card.id, limit=1)) == 1


def test_cards_are_one_product_that_nobody_has_to_order(shop: Shop, owner: Clerk) -> None:
    first = shop.ledgers.gift_card_line("GIFT-1", 1000, by=owner)
    again = shop.ledgers.gift_card_line("GIFT-2", 2000, by=owner)
    assert first.product_id == again.product_id
    product = shop.catalog.get(first.product_id)
    assert (product.category, product.price, product.on_hand) == ("Gift cards", 0, 0)
    cart = Cart().add_line(first).add_line(again)
    shop.checkout.sell(cart, [Payment("cash", 3000)], by=owner)
    assert shop.reports.low_stock() == shop.stock.low() == ()
    assert shop.catalog.low_stock_count() == 0
    assert shop.catalog.get(product.id).on_hand == 0
    assert shop.stock.moves(product.id, by=owner) == ()
    assert shop.check(by=owner) == ()


def test_an_archived_card_is_not_sold(shop: Shop, owner: Clerk) -> None:
    line = shop.ledgers.gift_card_line("GIFT-1", 1000, by=owner)
    shop.catalog.archive_product(line.product_id, by=owner)
    with pytest.raises(UnknownProduct):
        shop.ledgers.gift_card_line("GIFT-1", 1000, by=owner)


@pytest.mark.parametrize(
    ("code", "amount", "refusal", "reason"),
    [
        ("", 100, BadValue, "empty"),
        ("ABC", 100, BadValue, "too_short"),
        ("X" * 41, 100, BadValue, "too_long"),
        ("AB CD", 100, BadValue, "unknown_choice"),
        ("AB\x07CD", 100, BadValue, "control_character"),
        ("ABCD", 0, BadAmount, "range"),
        ("ABCD", -1, BadAmount, "range"),
        ("ABCD", 1.5, BadAmount, "not_a_number"),
    ],
)
def test_a_card_without_code_or_money_is_refused(
    shop: Shop, owner: Clerk, code: str, amount: int, refusal: type[BadValue], reason: str
) -> None:
    with pytest.raises(refusal) as refused:
        shop.ledgers.gift_card_line(code, amount, by=owner)
    assert refused.value.reason == reason
    assert shop.catalog.count() == 0


def test_capitals_of_any_language_find_a_card(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    line = shop.ledgers.gift_card_line("größe-é", 500, by=owner)
    assert line.gift_card == "GRÖSSE-É"
    shop.checkout.sell(Cart().add_line(line), [Payment("cash", 500)], by=owner)
    shop.checkout.sell(Cart().add(milk), [Payment("gift_card", 129, code=" Größe-é ")], by=owner)
    assert shop.ledgers.gift_card("größe-É").balance == 371
    assert shop.check(by=owner) == ()


def test_a_new_code_can_be_read_and_not_guessed(shop: Shop) -> None:
    codes = {shop.ledgers.new_gift_card_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert re.fullmatch(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){2}", code)
        assert not set(code) & set("0OQ1IL2Z5S8BUV")


def test_a_card_is_spent_once(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    line = shop.ledgers.gift_card_line("GIFT", 200, by=owner)
    shop.checkout.sell(Cart().add_line(line), [Payment("cash", 200)], by=owner)
    paid = [Payment("gift_card", 129, code="GIFT")]
    shop.checkout.sell(Cart().add(milk), paid, by=owner)
    with pytest.raises(NotEnoughCredit) as refused:
        shop.checkout.sell(Cart().add(milk), paid, by=owner)
    assert (refused.value.wanted, refused.value.left) == (129, 71)
    assert shop.ledgers.gift_card("GIFT").left == 71
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize(
    ("payments", "refused"),
    [
        ([("gift_card", 500)], ("gift_card", 500, 0)),
        ([("account", 500)], ("account", 500, 0)),
        ([("store_credit", 1)], ("store_credit", 500, 499)),
        ([("coupon", 499)], ("coupon", 500, 1)),
        ([("gift_card", 129), ("account", 1)], ("account", 500, 499)),
        ([("gift_card", 129)], None),
        ([("gift_card", 100), ("account", 29), ("card", 200)], None),
    ],
)
def test_a_card_is_bought_with_money(
    shop: Shop,
    owner: Clerk,
    bea: CustomerRow,
    milk: ProductRow,
    payments: list[tuple[str, int]],
    refused: tuple[str, int, int] | None,
) -> None:
    old = shop.ledgers.gift_card_line("OLD-1", 500, by=owner)
    shop.checkout.sell(Cart().add_line(old), [Payment("card", 500)], by=owner)
    cart = Cart().add_line(shop.ledgers.gift_card_line("NEW-1", 500, by=owner))
    worth = sum(amount for _, amount in payments)
    if refused is None or len(payments) > 1:
        cart = cart.add(milk)
    total = shop.checkout.price(cart).total
    paid = [Payment(way, amount, code="OLD-1" * (way == "gift_card")) for way, amount in payments]
    cart, paid = cart.for_customer(bea.id), [*paid, Payment("cash", total - worth)]
    if refused is None:
        shop.checkout.sell(cart, paid, by=owner)
        assert shop.ledgers.gift_card("NEW-1").balance == 500
    else:
        sell = (
            lambda: shop.checkout.sell(cart, paid, by=owner),
            lambda: shop.orders.place(cart, customer_id=bea.id, payments=paid, by=owner),
        )
        for attempt in sell:
            with pytest.raises(NeedsMoney) as stopped:
                attempt()
            error = stopped.value
            assert (error.method, error.due, error.tendered) == refused
        with pytest.raises(UnknownGiftCard):
            shop.ledgers.gift_card("NEW-1")
        assert shop.ledgers.of_customer(bea.id)[1].balance == 0
    assert shop.check(by=owner) == ()


def test_a_card_is_not_filled_before_it_is_paid(shop: Shop, owner: Clerk, bea: CustomerRow) -> None:
    line = shop.ledgers.gift_card_line("GIFT", 200, by=owner)
    cart = Cart().add_line(line)
    with pytest.raises(PosError):
        shop.orders.place(cart, customer_id=bea.id, by=owner)
    with pytest.raises(UnknownGiftCard):
        shop.ledgers.gift_card("GIFT")


def test_a_cancelled_order_takes_its_cards_back(
    shop: Shop, owner: Clerk, bea: CustomerRow, milk: ProductRow
) -> None:
    def place(code: str) -> int:
        line = shop.ledgers.gift_card_line(code, 200, by=owner)
        cart = Cart().add_line(line)
        paid = [Payment("card", 200)]
        return shop.orders.place(cart, customer_id=bea.id, payments=paid, by=owner).id

    full, used = place("FULL"), place("USED")
    shop.orders.cancel(full, by=owner)
    assert shop.ledgers.gift_card("FULL").balance == 0
    shop.checkout.sell(Cart().add(milk), [Payment("gift_card", 129, code="USED")], by=owner)
    with pytest.raises(NotEnoughCredit):
        shop.orders.cancel(used, by=owner)
    assert shop.orders.get(used).status == "pending"
    assert shop.ledgers.gift_card("USED").balance == 71
    with pytest.raises(BadStatusMove):
        shop.orders.cancel(full, by=owner)
    assert shop.check(by=owner) == ()


# --- customers -----------------------------------------------------------------------------------


def test_a_customer_begins_with_nothing(shop: Shop, bea: CustomerRow) -> None:
    credit, account = shop.ledgers.of_customer(bea.id)
    assert (credit.id, credit.kind, credit.balance, credit.left) == (0, "store_credit", 0, 0)
    assert (account.id, account.kind, account.balance, account.left) == (0, "account", 0, 1000)
    assert credit.customer == account.customer == "Bea Lee"
    assert shop.ledgers.moves(0) == ()
    with pytest.raises(UnknownCustomer):
        shop.ledgers.of_customer(99)


def test_an_account_is_owed_and_paid(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    ledger_id = owe(shop, owner, milk, bea)
    account = shop.ledgers.of_customer(bea.id)[1]
    assert (account.balance, account.left) == (-129, 871)
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    paid = shop.ledgers.pay_in(bea.id, 100, "transfer", reference="bank 7", by=owner, at=at)
    assert (paid.balance, paid.left) == (-29, 971)
    newest, spent = shop.ledgers.moves(ledger_id)
    assert (newest.reason, newest.amount, newest.method, newest.note, newest.at) == (
        "paid_in",
        100,
        "transfer",
        "bank 7",
        at,
    )
    assert (spent.reason, spent.amount, spent.number) == ("spent", -129, "T1-1")
    with pytest.raises(MoreThanOwed) as refused:
        shop.ledgers.pay_in(bea.id, 30, "cash", by=owner)
    assert (refused.value.name, refused.value.paid, refused.value.owed) == ("Bea Lee", 30, 29)
    assert shop.ledgers.pay_in(bea.id, 29, "cash", by=owner).balance == 0
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize(
    ("customer_id", "amount", "more", "refusal"),
    [
        (99, 100, {}, UnknownCustomer),
        (1, 100, {}, NeedsCustomer),
        (2, 100, {"method": "gift_card"}, BadValue),
        (2, 0, {}, BadAmount),
        (2, 100, {"reference": "4111 1111 1111 1111"}, BadValue),
        (2, 100, {"at": datetime(2026, 1, 1)}, BadValue),  # noqa: DTZ001
        (2, 100, {}, MoreThanOwed),
    ],
)
def test_a_refused_payment_leaves_nothing(
    shop: Shop,
    owner: Clerk,
    bea: CustomerRow,
    customer_id: int,
    amount: int,
    more: dict[str, object],
    refusal: type[PosError],
) -> None:
    with pytest.raises(refusal):
        shop.ledgers.pay_in(customer_id, amount, **{"method": "cash", **more}, by=owner)  # type: ignore[arg-type]
    assert shop.ledgers.of_customer(bea.id)[1].id == 0


def test_a_manager_corrects_with_a_note(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    ledger_id = owe(shop, owner, milk, bea)
    assert shop.ledgers.correct(ledger_id, 29, "Goodwill", by=owner).balance == -100
    assert shop.ledgers.correct(ledger_id, -900, "Slip", by=owner).left == 0
    with pytest.raises(NotEnoughCredit) as refused:
        shop.ledgers.correct(ledger_id, -1, "Slip", by=owner)
    assert (refused.value.method, refused.value.name) == ("account", "Bea Lee")
    for amount, note in ((0, "x"), (1, " "), (1.5, "x")):
        with pytest.raises(BadValue):
            shop.ledgers.correct(ledger_id, amount, note, by=owner)  # type: ignore[arg-type]
    with pytest.raises(UnknownLedger):
        shop.ledgers.correct(99, 1, "x", by=owner)
    newest = shop.ledgers.moves(ledger_id)[0]
    assert (newest.reason, newest.note, newest.number) == ("correction", "Slip", "")
    shop.staff.add_user(username="cid", name="Cid", pin=OWNER_PIN, by=owner)
    clerk = shop.staff.sign_in("cid", pin=OWNER_PIN)
    with pytest.raises(NotAllowed):
        shop.ledgers.correct(ledger_id, 1, "x", by=clerk)
    assert shop.check(by=owner) == ()


def test_store_credit_is_given_and_spent(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    cart = Cart().add(milk, 2).for_customer(bea.id)
    order = shop.orders.get(shop.checkout.sell(cart, [Payment("cash", 258)], by=owner).order_id)
    lines = [ReturnLine(order.items[0].id, 1)]
    shop.returns.give_back(order.id, lines, instead="store_credit", by=owner)
    again = Cart().add(milk).for_customer(bea.id)
    shop.checkout.sell(again, [Payment("store_credit", 129)], by=owner)
    credit = shop.ledgers.of_customer(bea.id)[0]
    assert (credit.balance, credit.left) == (0, 0)
    assert [row.number for row in shop.ledgers.moves(credit.id)] == ["T1-2", "T1-R1"]
    assert shop.check(by=owner) == ()


def test_everybody_hears_of_a_ledger(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    ledger_id = owe(shop, owner, milk, bea)
    heard: list[tuple[str, tuple[int, ...]]] = []
    shop.on_change(lambda topic, ids: heard.append((topic, ids)))
    shop.ledgers.pay_in(bea.id, 100, "cash", by=owner)
    assert heard == [("ledgers", (ledger_id,))]


def test_a_card_takes_only_what_coins_pay(shop: Shop, owner: Clerk) -> None:
    shop.settings.update(cash_step=100, by=owner)
    with pytest.raises(BadAmount) as refusal:
        shop.ledgers.gift_card_line("CARD-1", 10_049, by=owner)
    assert refusal.value.reason == "no_coins"
    line = shop.ledgers.gift_card_line("CARD-1", 10_000, by=owner)
    cart = Cart((replace(line, price=49),))
    with pytest.raises(BadAmount):
        shop.checkout.sell(cart, [Payment("cash", 0)], by=owner)
    shop.checkout.sell(Cart((line,)), [Payment("cash", 10_000)], by=owner)
    assert shop.ledgers.gift_card("card-1").balance == 10_000


@pytest.mark.parametrize("code", [" gggg ", "abcd", "AB\u200fCD", "4111111111111111", "A\x00BCD"])
def test_a_card_is_sold_by_its_code_as_it_is_kept(shop: Shop, owner: Clerk, code: str) -> None:
    line = shop.ledgers.gift_card_line("CARD-1", 10_000, by=owner)
    with pytest.raises(BadValue):
        shop.checkout.sell(
            Cart((replace(line, gift_card=code),)), [Payment("cash", 10_000)], by=owner
        )
    assert shop.check(by=owner) == ()


def test_money_comes_in_once_by_its_uuid(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=1000, by=owner)
    cart = Cart().add(milk, 2).for_customer(bea.id)
    shop.checkout.sell(cart, [Payment("account", 258)], by=owner)
    for _ in range(2):
        row = shop.ledgers.pay_in(bea.id, 100, "card", uuid="once", by=owner)
        assert row.balance == -158
    assert shop.ledgers.pay_in(bea.id, 100, "card", uuid="twice", by=owner).balance == -58
    assert shop.check(by=owner) == ()
