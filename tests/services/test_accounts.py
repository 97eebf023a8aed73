"""Accounts and store credit: paid in coins that there are, given for a reason, and listed."""

from datetime import UTC, datetime

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadAmount,
    BadValue,
    MoreThanOwed,
    NeedsCustomer,
    NotAllowed,
    NotEnoughCredit,
    PosError,
    UnknownCustomer,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, Clerk, CustomerRow, ProductRow
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer whose account may be owed 10.00."""
    added = shop.customers.add(first_name="Bea", last_name="Lee", by=owner)
    return shop.customers.set_terms(
        added.id, group_id=None, tax_exempt="", credit_limit=1000, by=owner
    )


# --- paying an account ---------------------------------------------------------------------------


def owe_492(shop: Shop, owner: Clerk, customer: CustomerRow, mode: str = "half_up") -> None:
    """4.92 on account, where five cents are the smallest coin."""
    shop.settings.update(cash_step=5, cash_mode=mode, by=owner)
    tea = shop.catalog.add_product(name="Tea", price=492, stock=9, by=owner)
    cart = Cart().add(tea).for_customer(customer.id)
    shop.checkout.sell(cart, [Payment("account", 492)], by=owner)


@pytest.mark.parametrize(
    ("mode", "paid", "rounded"),
    [("half_up", 490, 2), ("down", 490, 2), ("up", 495, -3)],
)
def test_an_account_is_settled_by_the_coins_that_there_are(
    shop: Shop, owner: Clerk, bea: CustomerRow, mode: str, paid: int, rounded: int
) -> None:
    owe_492(shop, owner, bea, mode)
    account = shop.ledgers.pay_in(bea.id, paid, "cash", reference="Slip 7", by=owner)
    assert (account.balance, account.left) == (0, 1000)
    moves = shop.ledgers.moves(account.id)[:2]
    assert [(row.amount, row.reason, row.method, row.note) for row in moves] == [
        (rounded, "rounding", "", ""),
        (paid, "paid_in", "cash", "Slip 7"),
    ]
    takings = {row.method: row for row in shop.reports.takings(by=owner)}
    assert (takings["cash"].received, takings["paid_in"].given_back) == (paid, 492)
    assert takings["rounding"].received == -rounded
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize("amount", [492, 491, 1])
def test_cash_that_no_coins_make_up_pays_no_account(
    shop: Shop, owner: Clerk, bea: CustomerRow, amount: int
) -> None:
    owe_492(shop, owner, bea)
    with pytest.raises(BadAmount) as refused:
        shop.ledgers.pay_in(bea.id, amount, "cash", by=owner)
    assert (refused.value.field, refused.value.reason) == ("amount", "no_coins")
    assert shop.ledgers.of_customer(bea.id)[1].balance == -492


def test_a_part_in_cash_and_the_rest_to_the_cent(
    shop: Shop, owner: Clerk, bea: CustomerRow
) -> None:
    owe_492(shop, owner, bea)
    with pytest.raises(MoreThanOwed):
        shop.ledgers.pay_in(bea.id, 495, "cash", by=owner)
    with pytest.raises(BadAmount):
        shop.ledgers.pay_in(bea.id, 0, "cash", by=owner)
    assert shop.ledgers.pay_in(bea.id, 485, "cash", by=owner).balance == -7
    assert shop.ledgers.pay_in(bea.id, 5, "card", by=owner).balance == -2
    # Two cents are no coin: nothing in cash settles them.
    account = shop.ledgers.pay_in(bea.id, 0, "cash", by=owner)
    assert account.balance == 0
    assert [row.amount for row in shop.ledgers.moves(account.id)] == [2, 5, 485, -492]
    with pytest.raises(BadAmount):
        shop.ledgers.pay_in(bea.id, 0, "cash", by=owner)
    assert shop.check(by=owner) == ()


def test_by_card_an_account_is_paid_to_the_cent(shop: Shop, owner: Clerk, bea: CustomerRow) -> None:
    owe_492(shop, owner, bea)
    account = shop.ledgers.pay_in(bea.id, 490, "card", by=owner)
    assert account.balance == -2
    assert shop.ledgers.pay_in(bea.id, 2, "transfer", by=owner).balance == 0
    assert {row.reason for row in shop.ledgers.moves(account.id)} == {"spent", "paid_in"}


# --- credit and corrections ---------------------------------------------------------------------


def test_a_ledger_is_corrected_before_it_exists(shop: Shop, owner: Clerk, bea: CustomerRow) -> None:
    credit, account = shop.ledgers.of_customer(bea.id)
    with pytest.raises(NotEnoughCredit):
        shop.ledgers.correct(credit, -1, "Slip", by=owner)
    assert shop.ledgers.of_customer(bea.id)[0].id == 0
    old = shop.ledgers.correct(account, -300, "From the old till", by=owner)
    assert (old.kind, old.customer_id, old.balance, old.left) == ("account", bea.id, -300, 700)
    assert shop.ledgers.correct(old, 100, "Goodwill", by=owner).balance == -200
    assert shop.ledgers.correct(old.id, 100, "Goodwill", by=owner).balance == -100
    walk_in = shop.ledgers.of_customer(WALK_IN_CUSTOMER_ID)[1]
    with pytest.raises(NeedsCustomer):
        shop.ledgers.correct(walk_in, 100, "Goodwill", by=owner)
    assert shop.check(by=owner) == ()


def test_store_credit_is_given_for_a_reason(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    credit = shop.ledgers.give_credit(bea.id, 200, " Sour  milk ", by=owner, at=at)
    assert (credit.kind, credit.customer, credit.balance) == ("store_credit", "Bea Lee", 200)
    (move,) = shop.ledgers.moves(credit.id)
    assert (move.reason, move.amount, move.note, move.at) == ("correction", 200, "Sour milk", at)
    cart = Cart().add(milk).for_customer(bea.id)
    shop.checkout.sell(cart, [Payment("store_credit", 129)], by=owner)
    assert shop.ledgers.give_credit(bea.id, 29, "Late", by=owner).balance == 100
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize(
    ("customer_id", "amount", "note", "refusal"),
    [
        (WALK_IN_CUSTOMER_ID, 100, "Sour", NeedsCustomer),
        (99, 100, "Sour", UnknownCustomer),
        (2, 0, "Sour", BadAmount),
        (2, -1, "Sour", BadAmount),
        (2, 100, " ", BadValue),
        (2, 100, "x" * 201, BadValue),
    ],
)
def test_credit_to_nobody_of_nothing_or_without_a_reason_is_refused(
    shop: Shop,
    owner: Clerk,
    bea: CustomerRow,
    customer_id: int,
    amount: int,
    note: str,
    refusal: type[PosError],
) -> None:
    with pytest.raises(refusal):
        shop.ledgers.give_credit(customer_id, amount, note, by=owner)
    assert shop.ledgers.page(with_balance=False, by=owner) == ()


def test_who_may_give_money_back_may_give_credit(
    shop: Shop, owner: Clerk, bea: CustomerRow
) -> None:
    for username, role in (("cid", "clerk"), ("sue", "supervisor")):
        shop.staff.add_user(username=username, name=username, pin=OWNER_PIN, role=role, by=owner)
    clerk = shop.staff.sign_in("cid", pin=OWNER_PIN)
    with pytest.raises(NotAllowed) as refused:
        shop.ledgers.give_credit(bea.id, 100, "Sour", by=clerk)
    assert refused.value.permission == "refund"
    supervisor = shop.staff.sign_in("sue", pin=OWNER_PIN)
    assert shop.ledgers.give_credit(bea.id, 100, "Sour", by=supervisor).balance == 100


# --- all of them ---------------------------------------------------------------------------------


def test_ledgers_are_listed_the_newest_first_page_by_page(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    assert shop.ledgers.page(by=owner) == ()
    assert shop.ledgers.outstanding(by=owner) == {"gift_card": 0, "store_credit": 0, "account": 0}
    for code, amount in (("CARD-1", 100), ("CARD-2", 129), ("CARD-3", 300)):
        line = shop.ledgers.gift_card_line(code, amount, by=owner)
        shop.checkout.sell(Cart().add_line(line), [Payment("card", amount)], by=owner)
    shop.checkout.sell(Cart().add(milk), [Payment("gift_card", 129, code="CARD-2")], by=owner)
    on_account = Cart().add(milk).for_customer(bea.id)
    shop.checkout.sell(on_account, [Payment("account", 129)], by=owner)
    shop.ledgers.give_credit(bea.id, 50, "Sour", by=owner)

    every = shop.ledgers.page(with_balance=False, by=owner)
    assert [(row.kind, row.code or row.customer, row.balance, row.left) for row in every] == [
        ("store_credit", "Bea Lee", 50, 50),
        ("account", "Bea Lee", -129, 871),
        ("gift_card", "CARD-3", 300, 300),
        ("gift_card", "CARD-2", 0, 0),
        ("gift_card", "CARD-1", 100, 100),
    ]
    assert every[1:2] == shop.ledgers.of_customer(bea.id)[1:]
    assert every[2] == shop.ledgers.gift_card("CARD-3")
    assert [row.code for row in shop.ledgers.page("gift_card", by=owner)] == ["CARD-3", "CARD-1"]
    assert shop.ledgers.page("account", by=owner) == every[1:2]
    first = shop.ledgers.page(limit=2, by=owner)
    assert first == every[:2]
    assert shop.ledgers.page(after=first[-1], limit=2, by=owner) == (every[2], every[4])
    assert shop.ledgers.page(after=every[4], by=owner) == ()
    with pytest.raises(BadValue):
        shop.ledgers.page("voucher", by=owner)
    assert shop.ledgers.outstanding(by=owner) == {
        "gift_card": 400,
        "store_credit": 50,
        "account": -129,
    }
