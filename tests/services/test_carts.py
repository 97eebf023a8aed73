"""Carts on disk: none is lost, none is taken twice, and each keeps the uuid of its one sale."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import CodeDiscount, Discount
from pos_app.domain.errors import (
    BadAmount,
    BadQuantity,
    BadValue,
    CodeRefused,
    Duplicate,
    EmptyCart,
    NotAllowed,
    NotSignedIn,
    SaleChanged,
    UnknownCart,
    UnknownCustomer,
    UnknownDiscountCode,
    UnknownProduct,
    UnknownTill,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow, ProductRow
from pos_app.services.cart_shelf import CartShelf
from pos_app.shop import Shop
from pos_app.storage.database import Database

AddProduct = Callable[..., ProductRow]
NOON = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer."""
    return shop.customers.add(first_name="Bea", last_name="Lee", by=owner)


def add_till(path: str, code: str) -> None:
    """A second till; the window for them comes later."""
    database = Database.open(path)
    database.connection.execute(
        "INSERT INTO tills (code, name, created_at) VALUES (?, ?, 0)", (code, code)
    )
    database.close()


# --- the open cart -------------------------------------------------------------------------------


def test_the_open_cart_comes_back_in_a_new_process(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow, add_product: AddProduct
) -> None:
    cheese = add_product("Cheese", 1999, 5, unit="kg")
    shop.discounts.add_code("TEN", rate_ppm=100_000, minimum=500, by=owner)
    cart = (
        Cart(note="gift wrap")
        .add(milk, 2)
        .add(cheese, Decimal("0.385"))
        .set_note(1, "in slices")
        .for_customer(bea.id, bea.name)
        .with_discount(Discount(rate_ppm=100_000, reason="Goodwill"))
        .set_discount(0, Discount(amount=30, reason="Damaged"))
        .with_code(shop.carts.discount("TEN"))
    )
    shop.carts.keep_current(cart, by=owner)
    again = Shop.open(shop.path)
    assert again.carts.current(by=again.staff.terminal()) == cart
    again.close()


reasons = st.text("abc é", max_size=20)
discounts = st.builds(Discount, rate_ppm=st.integers(1, 10**6), reason=reasons) | st.builds(
    Discount, amount=st.integers(1, 10**6), reason=reasons
)
shelf_lines = st.builds(
    CartLine,
    product_id=st.just(1),
    sku=st.just("P00001"),
    name=st.just("Milk 1 l"),
    price=st.integers(0, 10**6),
    quantity=st.integers(1, 10**4).map(Decimal),
    tax_class_id=st.just(1),
    category_id=st.just(1),
    discount=st.none() | discounts,
    note=st.text(max_size=20),
)
agreed_lines = st.builds(
    replace,
    shelf_lines,
    agreed_list=st.none() | st.integers(0, 10**9),
    agreed_total=st.none() | st.integers(0, 10**9),
    label=st.sampled_from(["", "2200042004509"]),
)
own_lines = st.builds(replace, shelf_lines, own_price=st.integers(0, 10**6))
lines = st.lists(shelf_lines | agreed_lines | own_lines, max_size=8).map(tuple)
any_cart = st.builds(
    Cart,
    lines=lines,
    discount=st.none() | discounts,
    note=st.text(max_size=20),
    age_checked=st.integers(0, 99),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cart=any_cart)
def test_any_cart_comes_back_as_it_was(
    shop: Shop, owner: Clerk, milk: ProductRow, cart: Cart
) -> None:
    shop.carts.keep_current(cart, by=owner)
    assert shop.carts.current(by=owner) == cart


def test_an_empty_cart_keeps_its_uuid_and_customer(
    shop: Shop, owner: Clerk, bea: CustomerRow
) -> None:
    cart = Cart().for_customer(bea.id, bea.name)
    shop.carts.keep_current(cart, by=owner)
    assert shop.carts.current(by=owner) == cart
    assert shop.carts.current(by=owner).uuid == cart.uuid


def test_each_till_has_one_open_cart(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    add_till(shop.path, "T2")
    here, there = Cart().add(milk), Cart().add(milk, 3)
    shop.carts.keep_current(Cart().add(milk, 9), by=owner)
    shop.carts.keep_current(here, by=owner)
    shop.carts.keep_current(there, by=owner, till="T2")
    assert shop.carts.current(by=owner) == shop.carts.current(by=owner, till="T1") == here
    assert shop.carts.current(by=owner, till="T2") == there
    with pytest.raises(UnknownTill):
        shop.carts.keep_current(here, by=owner, till="T9")
    assert shop.carts.parked() == ()


def test_a_cart_that_was_sold_does_not_come_back(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    cart = Cart().add(milk).for_customer(bea.id, bea.name)
    shop.carts.keep_current(cart, by=owner)
    shop.carts.save(cart, by=owner)
    shop.checkout.sell(cart, [Payment("cash", 129)], by=owner)
    assert shop.carts.current(by=owner).lines == ()
    assert shop.carts.current(by=owner).uuid != cart.uuid
    assert shop.carts.load(bea.id).lines == ()
    assert shop.carts.load(bea.id).uuid != cart.uuid


def test_a_cart_shows_todays_product_at_the_price_it_had(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk, 2)
    shop.carts.keep_current(cart, by=owner)
    shop.catalog.update_product(milk.id, name="Whole milk", price=149, by=owner)
    shop.catalog.archive_product(milk.id, by=owner)
    (line,) = shop.carts.current(by=owner).lines
    assert line == replace(cart.lines[0], name="Whole milk")
    assert line.price == 129


def test_a_line_that_can_no_longer_be_sold_is_left_out(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    ham = add_product("Ham", 899, 4, unit="kg")
    shop.carts.keep_current(Cart().add(ham, Decimal("0.25")).add(milk), by=owner)
    shop.catalog.update_product(ham.id, unit="piece", by=owner)
    assert [line.name for line in shop.carts.current(by=owner).lines] == ["Milk 1 l"]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda cart: cart.for_customer(77), UnknownCustomer),
        (lambda cart: cart.add_line(CartLine(99, "X", "Ghost", 1, Decimal(1))), UnknownProduct),
        (
            lambda cart: replace(cart, lines=(replace(cart.lines[0], quantity=Decimal("0.5")),)),
            BadQuantity,
        ),
    ],
)
def test_a_cart_that_makes_no_sense_is_refused_and_the_kept_one_stays(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    change: Callable[[Cart], Cart],
    refusal: type[Exception],
) -> None:
    cart = Cart().add(milk)
    shop.carts.keep_current(cart, by=owner)
    with pytest.raises(refusal):
        shop.carts.keep_current(change(cart), by=owner)
    with pytest.raises(refusal):
        shop.carts.park(change(cart), name="x", by=owner)
    assert shop.carts.current(by=owner) == cart
    assert shop.carts.parked() == ()


def test_keeping_the_open_cart_disturbs_nobody(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    heard: list[str] = []
    shop.on_change(lambda topic, ids: heard.append(topic))
    shop.carts.keep_current(Cart().add(milk), by=owner)
    assert heard == []
    shop.carts.park(Cart().add(milk), name="Blue hat", by=owner)
    assert heard == ["carts"]


# --- parked --------------------------------------------------------------------------------------


def test_a_parked_cart_can_be_recalled(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    cart = Cart().add(milk, 3).for_customer(bea.id, bea.name)
    cart = cart.with_discount(Discount(amount=87))
    shop.carts.keep_current(cart, by=owner)
    parked = shop.carts.park(cart, name="  Blue   hat ", by=owner)
    assert (parked.name, parked.customer, parked.lines, parked.total, parked.by) == (
        "Blue hat",
        "Bea Lee",
        1,
        300,
        "Terminal",
    )
    assert shop.carts.parked() == (parked,)
    assert shop.carts.current(by=owner).lines == ()  # it is at no till now
    assert shop.carts.recall(parked.id, by=owner) == cart
    assert shop.carts.parked() == ()


def test_another_till_recalls_all_that_was_agreed_on(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    add_till(shop.path, "T2")
    ham = add_product("Ham", 1990, 9, unit="kg", scale_number=42)
    flowers = add_product("Flowers", 0, 9, open_price=True)
    cart = (
        Cart()
        .add(milk, own_price=99)
        .add_label(ham, Decimal("0.226"), 450, "2200042004509")
        .add(flowers, own_price=1250)
        .checked_age(18)
    )
    parked = shop.carts.park(cart, name="Blue hat", by=owner)
    assert parked.total == 99 + 450 + 1250
    again = Shop.open(shop.path)
    terminal = again.staff.terminal()
    assert again.carts.recall(parked.id, by=terminal, till="T2") == cart
    assert again.carts.current(by=terminal, till="T2") == cart
    again.close()


def test_a_parked_cart_waits_for_years(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    cart = Cart().add(milk, own_price=99).checked_age(18)
    parked = shop.carts.park(cart, name="Blue hat", by=owner)
    for years in (1, 5, 20):  # everything that the shop does by itself, and what is like it
        later = Shop.open(shop.path, clock=partial(datetime.__add__, NOON, timedelta(365 * years)))
        terminal = later.staff.terminal()
        later.catalog.update_ranks()
        later.reports.daily_sales(by=later.staff.terminal())
        later.checkpoint()
        later.checkout.sell(Cart().add(milk), [Payment("card", 129)], by=terminal)
        assert later.check(by=later.staff.terminal()) == ()
        later.close()
    assert shop.carts.parked() == (parked,)
    assert shop.carts.recall(parked.id, by=owner) == cart


def test_the_newest_parked_cart_stands_first(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    for name in ("first", "second", "third"):
        shop.carts.park(Cart().add(milk), name=name, by=owner)
    assert [row.name for row in shop.carts.parked()] == ["third", "second", "first"]
    assert [row.name for row in shop.carts.parked(limit=1)] == ["third"]


def test_a_sale_that_is_in_the_books_can_not_be_parked(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk)
    sold = shop.checkout.sell(cart, [Payment("cash", 129)], by=owner)
    with pytest.raises(SaleChanged) as refused:
        shop.carts.park(cart, name="Blue hat", by=owner)
    assert refused.value.order_id == sold.order_id
    assert shop.carts.parked() == ()


def test_every_parked_cart_is_listed(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    names = [f"Number {number}" for number in range(60)]
    for name in names:
        shop.carts.park(Cart().add(milk), name=name, by=owner)
    assert [row.name for row in shop.carts.parked()] == names[::-1]


def test_parking_a_cart_again_moves_it(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    cart = Cart().add(milk)
    shop.carts.park(cart, name="Blue hat", by=owner)
    parked = shop.carts.park(cart.add(milk), name="Red hat", by=owner)
    assert shop.carts.parked() == (parked,)


def test_an_empty_cart_is_not_parked(shop: Shop, owner: Clerk) -> None:
    with pytest.raises(EmptyCart):
        shop.carts.park(Cart(), name="x", by=owner)
    assert shop.carts.parked() == ()


def test_a_name_is_one_line(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    with pytest.raises(BadValue) as refused:
        shop.carts.park(Cart().add(milk), name="Blue\nhat", by=owner)
    assert (refused.value.field, refused.value.reason) == ("name", "control_character")


def test_a_recalled_cart_is_never_in_memory_only(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk, 2)
    parked = shop.carts.park(cart, name="Blue hat", by=owner)
    shop.carts.keep_current(Cart(), by=owner)
    shop.carts.recall(parked.id, by=owner)
    assert shop.carts.current(by=owner) == cart  # were the power to go now


def test_a_recall_leaves_what_the_till_has_open(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    parked = shop.carts.park(Cart().add(milk, 2), name="Blue hat", by=owner)
    other = Cart().add(milk, 5)
    shop.carts.keep_current(other, by=owner)
    shop.carts.recall(parked.id, by=owner)
    assert shop.carts.current(by=owner) == other


def test_one_till_gets_a_parked_cart(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    parked = shop.carts.park(Cart().add(milk), name="Blue hat", by=owner)
    got: list[Cart] = []
    refused: list[object] = []
    ready = threading.Barrier(8)

    def recall() -> None:
        ready.wait()
        try:
            got.append(shop.carts.recall(parked.id, by=owner))
        except UnknownCart as refusal:
            refused.append(refusal.key)

    threads = [threading.Thread(target=recall) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1
    assert refused == [parked.id] * 7


def test_the_id_of_a_recalled_cart_is_never_given_out_again(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    first = shop.carts.park(Cart().add(milk), name="Tall man", by=owner)
    cart = shop.carts.recall(first.id, by=owner)
    shop.checkout.sell(cart, [Payment("cash", 129)], by=owner)
    shop.carts.keep_current(Cart(), by=owner)
    second = shop.carts.park(Cart().add(milk, 2), name="Small man", by=owner)
    assert second.id > first.id
    with pytest.raises(UnknownCart):
        shop.carts.recall(first.id, by=owner)
    assert [row.name for row in shop.carts.parked()] == ["Small man"]


def test_only_parked_carts_can_be_recalled(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    shop.carts.keep_current(Cart().add(milk), by=owner)
    shop.carts.save(Cart().add(milk).for_customer(bea.id), by=owner)
    for cart_id in (1, 2, 3):
        with pytest.raises(UnknownCart):
            shop.carts.recall(cart_id, by=owner)
    assert shop.carts.current(by=owner).lines


def test_a_failed_recall_loses_nothing(
    shop: Shop, owner: Clerk, milk: ProductRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    parked = shop.carts.park(Cart().add(milk), name="Blue hat", by=owner)

    def fail(*args: object, **kwargs: object) -> int:
        raise OSError

    monkeypatch.setattr(CartShelf, "put", fail)
    with pytest.raises(OSError):
        shop.carts.recall(parked.id, by=owner)
    assert shop.carts.parked() == (parked,)


# --- customers' own ------------------------------------------------------------------------------


def test_a_customer_keeps_one_cart(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    assert shop.carts.load(bea.id).customer_name == "Bea Lee"
    cart = Cart().add(milk).for_customer(bea.id, bea.name)
    shop.carts.save(cart, by=owner)
    shop.carts.save(cart.add(milk), by=owner)
    assert shop.carts.load(bea.id) == cart.add(milk)
    shop.carts.clear(bea.id, by=owner)
    assert shop.carts.load(bea.id).lines == ()
    shop.carts.clear(bea.id, by=owner)  # nothing there: nothing to do
    assert shop.carts.parked() == ()


def test_a_kept_cart_needs_somebody(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    with pytest.raises(UnknownCustomer):
        shop.carts.save(Cart().add(milk), by=owner)
    with pytest.raises(UnknownCustomer):
        shop.carts.load(99)
    with pytest.raises(UnknownCustomer):
        shop.carts.clear(99, by=owner)


# --- discount codes ------------------------------------------------------------------------------


def test_a_code_gives_its_discount_whatever_its_capitals(shop: Shop, owner: Clerk) -> None:
    row = shop.discounts.add_code("Été-10", rate_ppm=100_000, by=owner)
    shop.discounts.add_code("FIVER", amount=500, by=owner)
    assert shop.carts.discount(" éTé-10 ") == CodeDiscount("ÉTÉ-10", rate_ppm=100_000)
    assert shop.carts.discount("fiver") == CodeDiscount("FIVER", amount=500)
    assert [code.code for code in shop.discounts.codes(by=owner)] == ["FIVER", "ÉTÉ-10"]
    assert row in shop.discounts.codes(by=owner)


@pytest.mark.parametrize(
    ("at", "refused"),
    [
        (NOON - timedelta(microseconds=1), "not_yet"),
        (NOON, ""),
        (NOON + timedelta(hours=1), ""),
        (NOON + timedelta(hours=1, microseconds=1), "expired"),
    ],
)
def test_a_code_counts_between_its_dates(
    shop: Shop, owner: Clerk, at: datetime, refused: str
) -> None:
    shop.discounts.add_code(
        "HAPPY", amount=1, valid_from=NOON, valid_until=NOON + timedelta(hours=1), by=owner
    )
    if not refused:
        assert shop.carts.discount("HAPPY", at=at).amount == 1
    else:
        with pytest.raises(CodeRefused) as refusal:
            shop.carts.discount("HAPPY", at=at)
        assert refusal.value.reason == refused


def test_a_withdrawn_code_counts_no_more(shop: Shop, owner: Clerk) -> None:
    shop.discounts.add_code("OLD", amount=100, by=owner)
    shop.discounts.withdraw_code("old", by=owner)
    with pytest.raises(UnknownDiscountCode):
        shop.carts.discount("OLD")
    with pytest.raises(UnknownDiscountCode):
        shop.discounts.withdraw_code("OLD", by=owner)
    assert [code.active for code in shop.discounts.codes(by=owner)] == [False]
    with pytest.raises(Duplicate) as refused:
        shop.discounts.add_code("Old", amount=200, by=owner)
    assert (refused.value.field, refused.value.value) == ("code", "OLD")


@pytest.mark.parametrize(
    ("code", "given", "refusal", "field"),
    [
        ("", {"amount": 1}, BadValue, "code"),
        ("TWO WORDS", {"amount": 1}, BadValue, "code"),
        ("NOTHING", {}, BadAmount, "amount"),
        ("BOTH", {"amount": 1, "rate_ppm": 1}, BadAmount, "amount"),
        ("MORE", {"rate_ppm": 1_000_001}, BadValue, "rate_ppm"),
        ("LESS", {"amount": -1}, BadAmount, "amount"),
        ("NAIVE", {"amount": 1, "valid_from": NOON.replace(tzinfo=None)}, BadValue, "valid_from"),
        (
            "BACK",
            {"amount": 1, "valid_from": NOON, "valid_until": NOON - timedelta(days=1)},
            BadValue,
            "valid_until",
        ),
    ],
)
def test_what_is_no_discount_code(
    shop: Shop,
    owner: Clerk,
    code: str,
    given: dict[str, object],
    refusal: type[BadValue],
    field: str,
) -> None:
    with pytest.raises(refusal) as refused:
        shop.discounts.add_code(code, **given, by=owner)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert shop.discounts.codes(by=owner) == ()


# --- rights --------------------------------------------------------------------------------------


def test_rights_are_asked_for(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.staff.add_user(username="cleo", name="Cleo", pin="713905", by=owner)
    cleo = shop.staff.sign_in("cleo", pin="713905")
    shop.carts.keep_current(Cart().add(milk), by=cleo)
    with pytest.raises(NotAllowed):
        shop.discounts.add_code("FREE", rate_ppm=1_000_000, by=cleo)
    shop.staff.sign_out(by=cleo)
    with pytest.raises(NotSignedIn):
        shop.carts.current(by=cleo)
    with pytest.raises(NotSignedIn):
        shop.carts.keep_current(Cart(), by=cleo)
