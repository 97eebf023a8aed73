"""Approval in place: for one command, or for what hands changed on a cart; both names are kept."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import (
    ApprovalRefused,
    BadValue,
    BelowFloor,
    DiscountTooHigh,
    NotAllowed,
    NotSignedIn,
    PosError,
    SignInRefused,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rights import DEFAULT_RIGHTS, Permission, Role
from pos_app.domain.rows import Approval, Clerk, OrderDetail, ProductRow, ReturnLine
from pos_app.services import sign_in
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN

AddProduct = Callable[..., ProductRow]
BADGE = "SUE-20261126"


@pytest.fixture
def people(shop: Shop, owner: Clerk) -> None:
    """Cleo, a clerk who may give 10 %, and Sue, a supervisor who may give 30 %."""
    for name, role in (("Cleo", Role.CLERK), ("Sue", Role.SUPERVISOR)):
        shop.staff.add_user(username=name.lower(), name=name, pin=OWNER_PIN, role=role, by=owner)
    (sue,) = (each for each in shop.staff.sign_in_names() if each.name == "Sue")
    shop.staff.set_badge(sue.id, BADGE, by=owner)


@pytest.fixture
def cleo(shop: Shop, people: None, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """Cleo, signed in; from here on PINs are compared at once."""
    monkeypatch.setattr(sign_in, "secret_matches", lambda _kept, typed: typed == OWNER_PIN)
    monkeypatch.setattr(sign_in, "pretend_to_look", lambda _typed: None)
    return shop.staff.sign_in("cleo", pin=OWNER_PIN)


@pytest.fixture
def order(shop: Shop, owner: Clerk, milk: ProductRow) -> OrderDetail:
    """Two milks, sold."""
    receipt = shop.checkout.sell(Cart().add(milk, 2), [Payment("cash", 258)], by=owner)
    return shop.orders.get(receipt.order_id)


def by_sue(shop: Shop, permission: Permission, by: Clerk, about: str = "") -> Approval:
    return shop.staff.approve(permission, by=by, username="sue", pin=OWNER_PIN, about=about)


def void(shop: Shop, order: OrderDetail, by: Clerk) -> object:
    return shop.returns.void(order.id, reason="Mistake", by=by)


def entries(shop: Shop, *kinds: str) -> list[dict[str, Any]]:
    rows = shop._books.database.rows("SELECT entry FROM journal ORDER BY id")
    read = [json.loads(text) for (text,) in rows]
    return [entry for entry in read if entry["kind"] in kinds]


def signed(entry: dict[str, Any]) -> tuple[str, str]:
    """Who acted, and who approved."""
    return entry["user"]["name"], entry["approver"]["name"] if entry["approver"] else ""


# --- for one command -----------------------------------------------------------------------------


def test_the_one_action_goes_on_and_both_names_are_recorded(
    shop: Shop, cleo: Clerk, order: OrderDetail
) -> None:
    with pytest.raises(NotAllowed):
        void(shop, order, cleo)
    approval = by_sue(shop, Permission.VOID, cleo, f"Void of {order.number}")
    assert (approval.approver, approval.permission) == ("Sue", "void")
    void(shop, order, cleo.approved(approval))
    asked, done = entries(shop, "approval", "void")
    assert asked["facts"] == {
        "about": f"Void of {order.number}",
        "by": "pin",
        "permission": "void",
    }
    assert signed(asked) == signed(done) == ("Cleo", "Sue")
    assert approval.token not in str(entries(shop, "approval", "void"))
    assert shop.roles.mine(by=cleo) == DEFAULT_RIGHTS[Role.CLERK]  # still signed in, no more rights
    (kept,) = shop._books.database.rows("SELECT token_hash, used_at FROM approvals")
    assert kept[1] is not None
    assert approval.token.encode() not in kept[0]


def test_a_badge_approves_too(shop: Shop, cleo: Clerk, order: OrderDetail) -> None:
    approval = shop.staff.approve(Permission.VOID, by=cleo, badge=BADGE)
    void(shop, order, cleo.approved(approval))
    assert entries(shop, "approval")[0]["facts"]["by"] == "badge"


def test_it_is_good_for_one_command(shop: Shop, cleo: Clerk, order: OrderDetail) -> None:
    approved = cleo.approved(by_sue(shop, Permission.OPEN_DRAWER, cleo))
    shop.drawer.open(reason="Change", by=approved)
    with pytest.raises(ApprovalRefused) as refusal:
        shop.drawer.open(reason="Change", by=approved)
    assert refusal.value.reason == "used"


def test_a_command_that_was_refused_does_not_use_it_up(
    shop: Shop, cleo: Clerk, order: OrderDetail
) -> None:
    approved = cleo.approved(by_sue(shop, Permission.VOID, cleo))
    with pytest.raises(BadValue):
        shop.returns.void(order.id, reason="", by=approved)
    void(shop, order, approved)


def test_it_is_for_that_right_that_session_and_five_minutes(
    shop: Shop, owner: Clerk, cleo: Clerk, order: OrderDetail
) -> None:
    drawer = by_sue(shop, Permission.OPEN_DRAWER, cleo)
    voiding = by_sue(shop, Permission.VOID, cleo)
    other = shop.staff.sign_in("cleo", pin=OWNER_PIN)
    now = shop._books.now()
    refused = {
        "other": [
            cleo.approved(drawer),
            other.approved(voiding),
            cleo.approved(replace(voiding, token="guess")),
            cleo.approved(replace(voiding, id=99)),
        ]
    }
    for clerk in refused["other"]:
        with pytest.raises(ApprovalRefused) as refusal:
            void(shop, order, clerk)
        assert refusal.value.reason == "other"
    for late in (timedelta(minutes=6), timedelta(minutes=-1)):
        at = now + late
        shop._books.now = lambda at=at: at  # type: ignore[misc]
        with pytest.raises(ApprovalRefused) as refusal:
            void(shop, order, cleo.approved(voiding))
        assert refusal.value.reason == "late"
    shop._books.now = lambda: now + timedelta(minutes=4)
    void(shop, order, cleo.approved(voiding))


def test_it_lapses_with_the_right_of_who_gave_it(
    shop: Shop, owner: Clerk, cleo: Clerk, order: OrderDetail
) -> None:
    approved = cleo.approved(by_sue(shop, Permission.VOID, cleo))
    left = DEFAULT_RIGHTS[Role.SUPERVISOR] - {Permission.VOID}
    shop.roles.set_permissions(Role.SUPERVISOR, left, by=owner)
    with pytest.raises(ApprovalRefused):
        void(shop, order, approved)
    shop.roles.set_permissions(Role.SUPERVISOR, left | {Permission.VOID}, by=owner)
    (sue,) = (each for each in shop.staff.sign_in_names() if each.name == "Sue")
    shop.staff.update_user(sue.id, active=False, by=owner)
    with pytest.raises(ApprovalRefused):
        void(shop, order, approved)


def test_nobody_approves_what_they_may_not_do(shop: Shop, cleo: Clerk) -> None:
    for username, permission in (("cleo", Permission.VOID), ("sue", Permission.SETTINGS)):
        with pytest.raises(ApprovalRefused) as refusal:
            shop.staff.approve(permission, by=cleo, username=username, pin=OWNER_PIN)
        assert refusal.value.reason == "own"
    assert entries(shop, "approval") == []


def test_wrong_tries_count_for_the_approver(shop: Shop, owner: Clerk, cleo: Clerk) -> None:
    now = shop._books.now()
    shop._books.now = lambda: now
    for _ in range(5):
        with pytest.raises(SignInRefused):
            shop.staff.approve(Permission.VOID, by=cleo, username="sue", pin="000000")
    with pytest.raises(SignInRefused) as refusal:
        shop.staff.sign_in("sue", pin=OWNER_PIN)
    assert refusal.value.wait_seconds == 1
    failed = entries(shop, "sign_in_failed")[-1]
    assert signed(failed) == ("Sue", "")
    assert failed["facts"] == {
        "by": "pin",
        "failures": 5,
        "for": "approval",
        "name": "Sue",
        "permission": "void",
        "screen_of": "Cleo",
        "username": "sue",
    }


def test_only_who_is_signed_in_is_approved_for(shop: Shop, cleo: Clerk) -> None:
    shop.staff.sign_out(by=cleo)
    with pytest.raises(NotSignedIn):
        by_sue(shop, Permission.VOID, cleo)


def test_two_windows_use_one_approval_once(shop: Shop, cleo: Clerk, shop_path: Path) -> None:
    approved = cleo.approved(by_sue(shop, Permission.OPEN_DRAWER, cleo))
    other = Shop.open(shop_path)
    done: list[str] = []

    def use(each: Shop) -> None:
        try:
            each.drawer.open(reason="Change", by=approved)
            done.append("opened")
        except ApprovalRefused as refusal:
            done.append(refusal.reason)

    threads = [threading.Thread(target=use, args=(each,)) for each in (shop, other) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sorted(done) == ["opened"] + ["used"] * 7


def test_an_approval_opens_no_other_query(shop: Shop, owner: Clerk, cleo: Clerk) -> None:
    """Not even one after another in the same thread."""
    approval = shop.staff.approve(Permission.SEE_STAFF, by=cleo, username="ann", pin=OWNER_PIN)
    approved = cleo.approved(approval)
    assert shop.staff.users(by=approved)
    for attempt in (
        lambda: shop.staff.check_right(Permission.SETTINGS, by=approved),
        lambda: shop.staff.check_right(Permission.MANAGE_STAFF, by=approved),
    ):
        with pytest.raises(ApprovalRefused):
            attempt()


def test_the_next_command_of_the_thread_is_approved_by_nobody(
    shop: Shop, cleo: Clerk, order: OrderDetail
) -> None:
    void(shop, order, cleo.approved(by_sue(shop, Permission.VOID, cleo)))
    shop.staff.sign_out(by=cleo)
    shop.staff.sign_in("cleo", pin=OWNER_PIN)
    assert [signed(each) for each in entries(shop, "void", "sign_out")][-2:] == [
        ("Cleo", "Sue"),
        ("Cleo", ""),
    ]
    assert signed(entries(shop, "sign_in")[-1]) == ("Cleo", "")


# --- selling -------------------------------------------------------------------------------------


def test_an_exchange_is_approved(
    shop: Shop, cleo: Clerk, order: OrderDetail, add_product: AddProduct
) -> None:
    back = Exchange(order.id, order.number, (ReturnLine(order.items[0].id, 1),), "Sour")
    cart = Cart().add(add_product("Mug", 1_000)).with_exchange(back)
    with pytest.raises(NotAllowed) as refusal:
        shop.checkout.sell(cart, [Payment("cash", 871)], by=cleo)
    assert refusal.value.permission == "refund"
    approved = cleo.approved(by_sue(shop, Permission.REFUND, cleo))
    receipt = shop.checkout.sell(cart, [Payment("cash", 871)], by=approved)
    assert {signed(each) for each in entries(shop, "sale", "exchange")[-2:]} == {("Cleo", "Sue")}
    again = shop.checkout.sell(cart, [Payment("cash", 871)], by=approved)
    assert (again.repeated, again.number) == (True, receipt.number)


def test_a_discount_beyond_the_clerk_is_approved_for_one_sale(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow
) -> None:
    def cart(rate_ppm: int) -> Cart:
        return Cart().add(milk).set_discount(0, Discount(rate_ppm=rate_ppm, reason="Dented"))

    with pytest.raises(DiscountTooHigh) as refusal:
        shop.checkout.sell(cart(200_000), [Payment("card", 103)], by=cleo)
    assert refusal.value.most_ppm == 100_000
    approved = cleo.approved(by_sue(shop, Permission.DISCOUNT, cleo))
    shop.checkout.check_discounts(cart(200_000), by=approved)
    with pytest.raises(DiscountTooHigh) as refusal:  # more than Sue may give
        shop.checkout.sell(cart(400_000), [Payment("card", 77)], by=approved)
    assert refusal.value.most_ppm == 300_000
    shop.checkout.sell(cart(200_000), [Payment("card", 103)], by=approved)
    assert signed(entries(shop, "sale")[-1]) == ("Cleo", "Sue")
    with pytest.raises(DiscountTooHigh):  # used up
        shop.checkout.sell(cart(200_000), [Payment("card", 103)], by=approved)


# --- a cart --------------------------------------------------------------------------------------


def approve(shop: Shop, cart: Cart, permission: Permission, by: Clerk) -> str:
    return shop.staff.approve_cart(cart, permission, by=by, username="sue", pin=OWNER_PIN)


def sell(shop: Shop, cart: Cart, by: Clerk) -> None:
    shop.checkout.sell(cart, [Payment("card", shop.checkout.price(cart).total)], by=by)


def test_a_price_stands_until_the_cart_is_sold(
    shop: Shop, cleo: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    tea = add_product("Tea", 400)
    cart = Cart().add(milk, 2).set_price(0, 100)
    with pytest.raises(NotAllowed):
        shop.checkout.check_discounts(cart, by=cleo)
    assert approve(shop, cart, Permission.PRICE_OVERRIDE, cleo) == "Sue"
    shop.checkout.check_discounts(cart, by=cleo)
    changed = {
        "another price": cart.set_price(0, 99),
        "more of it": cart.set_quantity(0, 3),
        "other goods": cart.add(tea).set_price(1, 100),
        "another cart": replace(cart, uuid=Cart().uuid),
    }
    refused = []
    for what, other in changed.items():
        with pytest.raises(NotAllowed):
            sell(shop, other, cleo)
        refused.append(what)
    assert refused == [*changed]
    shop.staff.sign_out(by=cleo)  # parked, say, and sold by another clerk much later
    now = shop._books.now()
    shop._books.now = lambda: now + timedelta(days=3)
    again = shop.staff.sign_in("cleo", pin=OWNER_PIN)
    sell(shop, cart.set_quantity(0, 1).add(tea), again)
    assert signed(entries(shop, "sale")[-1]) == ("Cleo", "Sue")
    (asked,) = entries(shop, "approval")
    assert signed(asked) == ("Cleo", "Sue")
    assert asked["facts"] == {
        "by": "pin",
        "cart": cart.uuid,
        "changes": [{"kind": "price", "name": "Milk 1 l", "price": 100, "quantity": 2_000}],
        "permission": "price_override",
        "total": 200,
    }
    assert shop._books.database.rows("SELECT count(used_at) FROM approvals") == [(1,)]


def test_discounts_of_a_cart_are_approved_as_far_as_the_approver_may(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk, 10).set_discount(0, Discount(rate_ppm=250_000, reason="Dented"))
    with pytest.raises(DiscountTooHigh):
        shop.checkout.check_discounts(cart, by=cleo)
    approve(shop, cart, Permission.DISCOUNT, cleo)
    shop.checkout.check_discounts(cart, by=cleo)
    with pytest.raises(DiscountTooHigh) as refusal:
        sell(shop, cart.set_discount(0, Discount(rate_ppm=260_000, reason="Dented")), cleo)
    assert refusal.value.most_ppm == 100_000  # the clerk's own limit is what stands again
    high = cart.set_discount(0, Discount(rate_ppm=310_000, reason="Dented"))
    with pytest.raises(DiscountTooHigh) as refusal:
        approve(shop, high, Permission.DISCOUNT, cleo)
    assert refusal.value.most_ppm == 300_000
    shop.discounts.set_limit("supervisor", most_ppm=200_000, floor_ppm=0, by=owner)
    with pytest.raises(DiscountTooHigh):  # what Sue may give now
        sell(shop, cart, cleo)
    shop.discounts.set_limit("supervisor", most_ppm=300_000, floor_ppm=0, by=owner)
    sell(shop, cart, cleo)
    assert signed(entries(shop, "sale")[-1]) == ("Cleo", "Sue")


def test_below_the_floor_too(
    shop: Shop, owner: Clerk, cleo: Clerk, add_product: AddProduct
) -> None:
    shop.discounts.set_limit("clerk", most_ppm=500_000, floor_ppm=1_000_000, by=owner)
    shop.discounts.set_limit("supervisor", most_ppm=500_000, floor_ppm=0, by=owner)
    tea = add_product("Tea", 400, cost=350)
    cart = Cart().add(tea).with_discount(Discount(amount=100, reason="Old"))
    with pytest.raises(BelowFloor):
        sell(shop, cart, cleo)
    approve(shop, cart, Permission.DISCOUNT, cleo)
    with pytest.raises(BelowFloor):
        sell(shop, cart.with_discount(Discount(amount=101, reason="Old")), cleo)
    sell(shop, cart, cleo)


def test_one_look_at_the_cart_approves_prices_and_discounts(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow
) -> None:
    clerks = DEFAULT_RIGHTS[Role.CLERK] - {Permission.DISCOUNT}
    shop.roles.set_permissions(Role.CLERK, clerks, by=owner)
    cart = Cart().add(milk, 2).set_price(0, 120)
    cart = cart.with_discount(Discount(rate_ppm=50_000, reason="Regular"))
    approve(shop, cart, Permission.PRICE_OVERRIDE, cleo)
    sell(shop, cart, cleo)
    assert [each["kind"] for each in entries(shop, "approval")[0]["facts"]["changes"]] == [
        "price",
        "cart",
    ]


def test_prices_are_approved_though_a_discount_goes_too_far_for_the_approver(
    shop: Shop, cleo: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk, 2).set_price(0, 120)
    cart = cart.with_discount(Discount(rate_ppm=400_000, reason="Regular"))
    approve(shop, cart, Permission.PRICE_OVERRIDE, cleo)
    with pytest.raises(DiscountTooHigh):
        sell(shop, cart, cleo)
    shop.staff.approve_cart(cart, Permission.DISCOUNT, by=cleo, username="ann", pin=OWNER_PIN)
    sell(shop, cart, cleo)
    assert signed(entries(shop, "sale")[-1]) == ("Cleo", "Ann")


def test_an_approved_cart_lapses_with_the_right_of_who_approved_it(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk).set_price(0, 100)
    approve(shop, cart, Permission.PRICE_OVERRIDE, cleo)
    (sue,) = (each for each in shop.staff.sign_in_names() if each.name == "Sue")
    shop.staff.update_user(sue.id, role="clerk", by=owner)
    with pytest.raises(NotAllowed):
        sell(shop, cart, cleo)


def test_who_has_the_right_needs_no_approval(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk).set_price(0, 100)
    approve(shop, cart, Permission.PRICE_OVERRIDE, cleo)
    sell(shop, cart, owner)
    assert signed(entries(shop, "sale")[-1]) == ("Terminal", "")


@pytest.mark.parametrize(
    ("username", "pin", "permission", "refused"),
    [
        ("cleo", OWNER_PIN, Permission.PRICE_OVERRIDE, ApprovalRefused),
        ("sue", "000000", Permission.PRICE_OVERRIDE, SignInRefused),
        ("sue", OWNER_PIN, Permission.VOID, BadValue),
        ("", "", Permission.DISCOUNT, SignInRefused),
    ],
)
def test_what_approves_no_cart(
    shop: Shop,
    cleo: Clerk,
    milk: ProductRow,
    username: str,
    pin: str,
    permission: Permission,
    refused: type[PosError],
) -> None:
    cart = Cart().add(milk).set_price(0, 100)
    with pytest.raises(refused):
        shop.staff.approve_cart(cart, permission, by=cleo, username=username, pin=pin)
    with pytest.raises(NotAllowed):
        sell(shop, cart, cleo)


def test_a_cart_approval_is_no_token(shop: Shop, cleo: Clerk, milk: ProductRow) -> None:
    cart = Cart().add(milk).set_price(0, 100)
    approve(shop, cart, Permission.PRICE_OVERRIDE, cleo)
    ((approval_id,),) = shop._books.database.rows("SELECT id FROM approvals")
    forged = cleo.approved(Approval(approval_id, "", "price_override", "Sue"))
    with pytest.raises(ApprovalRefused):
        shop.checkout.check_discounts(replace(cart, uuid=Cart().uuid), by=forged)
