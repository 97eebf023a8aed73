"""Discount codes and discounts by hand: who may give how much, and how often a code is used."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount, DiscountLimit
from pos_app.domain.errors import (
    BadAmount,
    BadValue,
    BelowFloor,
    CodeRefused,
    DiscountTooHigh,
    Duplicate,
    NotAllowed,
    UnknownCategory,
    UnknownDiscountCode,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow, OffRow, ProductRow, Receipt
from pos_app.shop import Shop

AddProduct = Callable[..., ProductRow]
NOON = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer."""
    return shop.customers.add(first_name="Bea", last_name="Lee", by=owner)


@pytest.fixture
def cleo(shop: Shop, owner: Clerk) -> Clerk:
    """A clerk, who may give 10 % and nothing below cost."""
    shop.staff.add_user(username="cleo", name="Cleo", pin="713905", by=owner)
    return shop.staff.sign_in("cleo", pin="713905")


@pytest.fixture
def sue(shop: Shop, owner: Clerk) -> Clerk:
    """A supervisor, who may give 30 %."""
    shop.staff.add_user(username="sue", name="Sue", pin="824613", role="supervisor", by=owner)
    return shop.staff.sign_in("sue", pin="824613")


def sell(shop: Shop, cart: Cart, by: Clerk, at: datetime | None = None) -> Receipt:
    """Sells a cart for what it comes to."""
    total = shop.checkout.price(cart, at=at).total
    return shop.checkout.sell(cart, [Payment("card", total)] if total else [], by=by, at=at)


# --- codes as managers keep them -----------------------------------------------------------------


def test_a_code_comes_back_as_it_was_given(shop: Shop, owner: Clerk) -> None:
    category = shop.catalog.add_category("Drinks > Tea", by=owner)
    row = shop.discounts.add_code(
        " tea-10 ",
        rate_ppm=100_000,
        valid_from=NOON,
        valid_until=NOON + timedelta(days=1),
        minimum=2000,
        max_uses=100,
        max_uses_per_customer=2,
        category_ids=[category.id, 1, category.id],
        by=owner,
    )
    assert (row.code, row.rate_ppm, row.amount, row.active, row.used) == (
        "TEA-10",
        100_000,
        0,
        True,
        0,
    )
    assert (row.valid_from, row.valid_until) == (NOON, NOON + timedelta(days=1))
    assert (row.minimum, row.max_uses, row.max_uses_per_customer) == (2000, 100, 2)
    assert row.category_ids == (1, category.id)
    again = Shop.open(shop.path)
    assert again.discounts.codes(by=owner) == shop.discounts.codes(by=owner) == (row,)
    again.close()


def test_a_code_is_changed_whole_and_keeps_its_uses(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    row = shop.discounts.add_code("TEN", rate_ppm=100_000, category_ids=[1], by=owner)
    sell(shop, Cart().add(milk).with_code(shop.carts.discount("TEN")), owner)
    changed = shop.discounts.update_code(row.id, code="fiver", amount=50, max_uses=3, by=owner)
    assert (changed.id, changed.code, changed.rate_ppm, changed.amount) == (row.id, "FIVER", 0, 50)
    assert (changed.max_uses, changed.category_ids, changed.used) == (3, (), 1)
    assert shop.discounts.codes(by=owner) == (changed,)
    with pytest.raises(UnknownDiscountCode):
        shop.carts.discount("TEN")
    shop.discounts.add_code("TEN", amount=1, by=owner)
    with pytest.raises(Duplicate):
        shop.discounts.update_code(row.id, code="Ten", amount=50, by=owner)
    with pytest.raises(UnknownDiscountCode):
        shop.discounts.update_code(99, code="NEW", amount=50, by=owner)
    assert shop.check(by=owner) == ()


def test_a_spelling_that_orders_name_goes_to_no_other_code(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    older = shop.discounts.add_code("OLDER", amount=5, by=owner)
    ten = shop.discounts.add_code("TEN", rate_ppm=100_000, by=owner)
    sell(shop, Cart().add(milk).with_code(shop.carts.discount("TEN")), owner)
    shop.discounts.update_code(ten.id, code="ELEVEN", rate_ppm=110_000, by=owner)
    with pytest.raises(Duplicate):
        shop.discounts.update_code(older.id, code="ten", amount=5, by=owner)
    assert shop.discounts.update_code(ten.id, code="TEN", rate_ppm=100_000, by=owner).used == 1
    assert shop.check(by=owner) == ()


def test_uses_by_a_customer_are_not_limited_below_what_they_were(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    row = shop.discounts.add_code("TEN", rate_ppm=100_000, by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner).id
    for customer in (bea, bea, None, None, None):  # nobody in particular is not counted
        cart = Cart().add(milk).with_code(shop.carts.discount("TEN"))
        sell(shop, cart if customer is None else cart.for_customer(customer), owner)
    with pytest.raises(BadValue) as refusal:
        shop.discounts.update_code(
            row.id, code="TEN", rate_ppm=100_000, max_uses_per_customer=1, by=owner
        )
    assert (refusal.value.field, refusal.value.reason) == ("max_uses_per_customer", "range")
    assert shop.discounts.codes(by=owner)[0].max_uses_per_customer is None
    changed = shop.discounts.update_code(
        row.id, code="TEN", rate_ppm=100_000, max_uses_per_customer=2, by=owner
    )
    assert (changed.max_uses_per_customer, changed.used) == (2, 5)
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ({"code": "ß" * 21}, "code", "too_long"),  # in capitals each is two letters
        ({"amount": 0}, "amount", "zero"),
        ({"rate_ppm": 1}, "amount", "rate_or_amount"),
        ({"minimum": -1}, "minimum", "negative"),
        ({"max_uses": 0}, "max_uses", "zero"),
        ({"max_uses": True}, "max_uses", "not_a_number"),
        ({"max_uses": 10**10}, "max_uses", "too_large"),
        ({"max_uses_per_customer": -1}, "max_uses_per_customer", "zero"),
        ({"max_uses_per_customer": 1.5}, "max_uses_per_customer", "not_a_number"),
        ({"valid_until": NOON.replace(tzinfo=None)}, "valid_until", "not_a_date"),
    ],
)
def test_what_is_no_code(
    shop: Shop, owner: Clerk, given: dict[str, Any], field: str, reason: str
) -> None:
    kept = shop.discounts.add_code("KEPT", amount=1, by=owner)
    new = {"code": "NEW", "amount": 100, **given}
    for write in (
        lambda: shop.discounts.add_code(**new, by=owner),
        lambda: shop.discounts.update_code(kept.id, **new, by=owner),
    ):
        with pytest.raises(BadValue) as refusal:
            write()
        assert (refusal.value.field, refusal.value.reason) == (field, reason)
        assert isinstance(refusal.value, BadAmount) == (field in ("amount", "minimum"))
    assert shop.discounts.codes(by=owner) == (kept,)


def test_a_code_for_a_category_that_is_not_there(shop: Shop, owner: Clerk) -> None:
    with pytest.raises(UnknownCategory):
        shop.discounts.add_code("NEW", amount=1, category_ids=[99], by=owner)
    kept = shop.discounts.add_code("KEPT", amount=1, category_ids=[1], by=owner)
    with pytest.raises(UnknownCategory):
        shop.discounts.update_code(kept.id, code="KEPT", amount=1, category_ids=[99], by=owner)
    assert shop.discounts.codes(by=owner) == (kept,)


def test_a_withdrawn_code_can_be_restored(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.discounts.add_code("OLD", amount=29, by=owner)
    cart = Cart().add(milk).with_code(shop.carts.discount("OLD"))
    assert not shop.discounts.withdraw_code(" old ", by=owner).active
    with pytest.raises(UnknownDiscountCode):
        shop.checkout.sell(cart, [Payment("card", 100)], by=owner)
    shop.carts.keep_current(cart, by=owner)  # a code that counts no more keeps no cart off the disk
    assert shop.carts.current(by=owner).lines == cart.lines
    assert shop.discounts.restore_code("old", by=owner).active
    with pytest.raises(UnknownDiscountCode):
        shop.discounts.restore_code("OLD", by=owner)
    assert shop.checkout.sell(cart, [Payment("card", 100)], by=owner).total == 100


def test_rights_and_news(shop: Shop, owner: Clerk, sue: Clerk) -> None:
    heard: list[str] = []
    shop.on_change(lambda topic, _ids: heard.append(topic))
    row = shop.discounts.add_code("X", amount=1, by=owner)
    shop.discounts.update_code(row.id, code="Y", amount=1, by=owner)
    shop.discounts.withdraw_code("Y", by=owner)
    shop.discounts.restore_code("Y", by=owner)
    shop.discounts.set_limit("clerk", most_ppm=1, floor_ppm=1, by=owner)
    assert heard == ["prices"] * 5
    for ask in (
        lambda: shop.discounts.add_code("Z", amount=1, by=sue),
        lambda: shop.discounts.update_code(row.id, code="Z", amount=1, by=sue),
        lambda: shop.discounts.withdraw_code("Y", by=sue),
        lambda: shop.discounts.restore_code("Y", by=sue),
        lambda: shop.discounts.set_limit("clerk", most_ppm=1_000_000, floor_ppm=0, by=sue),
    ):
        with pytest.raises(NotAllowed):
            ask()


# --- codes at the counter ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "reason", "limit"),
    [
        (NOON - timedelta(seconds=1), "not_yet", NOON),
        (NOON, "", None),
        (NOON + timedelta(hours=1), "", None),
        (NOON + timedelta(hours=1, seconds=1), "expired", NOON + timedelta(hours=1)),
    ],
)
def test_a_code_counts_at_the_moment_of_the_sale(
    shop: Shop, owner: Clerk, milk: ProductRow, at: datetime, reason: str, limit: object
) -> None:
    shop.discounts.add_code(
        "HAPPY", amount=29, valid_from=NOON, valid_until=NOON + timedelta(hours=1), by=owner
    )
    cart = Cart().add(milk).with_code(shop.carts.discount("HAPPY", at=NOON))
    if not reason:
        assert sell(shop, cart, owner, at).total == 100
        return
    with pytest.raises(CodeRefused) as refusal:
        shop.checkout.sell(cart, [Payment("cash", 129)], by=owner, at=at)
    assert (refusal.value.code, refusal.value.reason, refusal.value.limit) == (
        "HAPPY",
        reason,
        limit,
    )
    assert shop.orders.page() == ()
    assert shop.catalog.get(milk.id).on_hand == 40


def test_a_code_is_used_up(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.discounts.add_code("TWICE", amount=29, max_uses=2, by=owner)
    code = shop.carts.discount("TWICE")
    carts = [Cart().add(milk).with_code(code) for _ in range(3)]
    for cart in carts[:2]:
        sell(shop, cart, owner)
    assert shop.discounts.codes(by=owner)[0].used == 2
    for ask in (
        lambda: shop.checkout.sell(carts[2], [Payment("card", 100)], by=owner),
        lambda: shop.carts.discount("TWICE"),
    ):
        with pytest.raises(CodeRefused) as refusal:
            ask()
        assert (refusal.value.reason, refusal.value.limit) == ("used_up", 2)
    # The sale that was made is told again, and uses nothing.
    assert shop.checkout.sell(carts[0], [Payment("card", 100)], by=owner).repeated
    assert shop.discounts.codes(by=owner)[0].used == 2


def test_an_order_that_is_cancelled_gives_its_use_back(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    shop.discounts.add_code("ONCE", amount=29, max_uses=1, max_uses_per_customer=1, by=owner)
    code = shop.carts.discount("ONCE")
    placed = shop.orders.place(Cart().add(milk).with_code(code), customer_id=bea.id, by=owner)
    again = Cart().add(milk).with_code(code).for_customer(bea.id)
    with pytest.raises(CodeRefused):
        sell(shop, again, owner)
    shop.orders.cancel(placed.id, by=owner)
    assert shop.discounts.codes(by=owner)[0].used == 0
    assert sell(shop, again, owner).total == 100
    assert shop.discounts.codes(by=owner)[0].used == 1
    assert shop.check(by=owner) == ()


def test_a_code_is_used_so_often_by_each_customer(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    cy = shop.customers.add(first_name="Cy", by=owner)
    shop.discounts.add_code("EACH", amount=29, max_uses_per_customer=1, by=owner)
    cart = Cart().add(milk).with_code(shop.carts.discount("EACH"))
    with pytest.raises(CodeRefused) as refusal:
        sell(shop, cart, owner)
    assert (refusal.value.reason, refusal.value.limit) == ("needs_customer", None)
    sell(shop, cart.for_customer(bea.id), owner)
    again = Cart().add(milk).with_code(cart.code)
    for ask in (
        lambda: sell(shop, again.for_customer(bea.id), owner),
        lambda: shop.carts.discount("EACH", customer_id=bea.id),
    ):
        with pytest.raises(CodeRefused) as refusal:
            ask()
        assert (refusal.value.reason, refusal.value.limit) == ("used_by_customer", 1)
    assert sell(shop, again.for_customer(cy.id), owner).total == 100


def test_a_code_asks_for_a_basket(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.discounts.add_code("BIG", rate_ppm=500_000, minimum=258, by=owner)
    small = Cart().add(milk).with_code(shop.carts.discount("BIG"))
    priced = shop.checkout.price(small)
    assert (priced.total, priced.code_short) == (129, 129)
    with pytest.raises(CodeRefused) as refusal:
        sell(shop, small, owner)
    assert (refusal.value.reason, refusal.value.limit) == ("below_minimum", 258)
    assert shop.discounts.codes(by=owner)[0].used == 0
    assert sell(shop, small.add(milk), owner).total == 129


def test_a_code_is_for_categories_with_all_below(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    tea = add_product("Tea", 350, 50, category="Drinks > Hot > Tea")
    drinks = next(row.id for row in shop.catalog.categories() if row.path == "Drinks")
    shop.discounts.add_code("DRINK", rate_ppm=500_000, category_ids=[drinks], by=owner)
    cart = Cart().add(milk).add(tea).with_code(shop.carts.discount("DRINK"))
    receipt = sell(shop, cart, owner)
    assert receipt.total == 129 + 175
    order = shop.orders.get(receipt.order_id)
    assert [item.offs for item in order.items] == [(), (OffRow("code", "DRINK", 175),)]
    assert order.discount_code == "DRINK"


def test_a_code_is_taken_as_it_is_now(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    row = shop.discounts.add_code("TEN", rate_ppm=100_000, by=owner)
    cart = Cart().add(milk).with_code(shop.carts.discount("TEN"))
    shop.discounts.update_code(row.id, code="TEN", rate_ppm=500_000, by=owner)
    assert shop.checkout.price(cart).total == 64


def test_two_uses_at_once_are_one(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.discounts.add_code("ONCE", amount=29, max_uses=1, by=owner)
    code = shop.carts.discount("ONCE")
    ready = threading.Barrier(2)
    sold: list[Receipt] = []
    refused: list[CodeRefused] = []

    def buy() -> None:
        cart = Cart().add(milk).with_code(code)
        ready.wait()
        try:
            sold.append(shop.checkout.sell(cart, [Payment("card", 100)], by=owner))
        except CodeRefused as refusal:
            refused.append(refusal)

    threads = [threading.Thread(target=buy) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(sold), [refusal.reason for refusal in refused]) == (1, ["used_up"])
    assert shop.discounts.codes(by=owner)[0].used == 1
    assert shop.check(by=owner) == ()


# --- by hand -------------------------------------------------------------------------------------


def test_limits_are_kept_by_role(shop: Shop, owner: Clerk) -> None:
    assert shop.discounts.limits() == (
        DiscountLimit("clerk", 100_000, 1_000_000),
        DiscountLimit("supervisor", 300_000, 1_000_000),
        DiscountLimit("manager", 1_000_000, 0),
        DiscountLimit("owner", 1_000_000, 0),
    )
    limit = shop.discounts.set_limit("clerk", most_ppm=50_000, floor_ppm=900_000, by=owner)
    assert limit == DiscountLimit("clerk", 50_000, 900_000)
    again = Shop.open(shop.path)
    assert again.discounts.limits()[0] == limit
    again.close()
    for role, most, floor, field in (
        ("boss", 1, 1, "role"),
        ("clerk", 1_000_001, 1, "rate_ppm"),
        ("clerk", 1, -1, "rate_ppm"),
    ):
        with pytest.raises(BadValue) as refusal:
            shop.discounts.set_limit(role, most_ppm=most, floor_ppm=floor, by=owner)
        assert refusal.value.field == field
    assert shop.discounts.limits()[0] == limit


def off(**what: int) -> Discount:
    """A discount by hand, for a reason that doesn't matter."""
    return Discount(**what, reason="Old")


def test_a_clerk_gives_ten_percent_and_no_more(
    shop: Shop, cleo: Clerk, sue: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk, 2)
    ten = cart.set_discount(0, Discount(rate_ppm=100_000, reason="Damaged"))
    receipt = sell(shop, ten, cleo)
    assert receipt.total == 232  # 2.58 less 0.26
    assert shop.orders.get(receipt.order_id).offs == (OffRow("line", "Damaged", 26),)
    for more in (off(rate_ppm=110_000), off(amount=27)):
        changed = Cart().add(milk, 2).set_discount(0, more)
        for ask in (
            lambda changed=changed: sell(shop, changed, cleo),
            lambda changed=changed: shop.checkout.check_discounts(changed, by=cleo),
        ):
            with pytest.raises(DiscountTooHigh) as refusal:
                ask()
            assert (refusal.value.product, refusal.value.most_ppm) == ("Milk 1 l", 100_000)
        sell(shop, changed, sue)
    assert len(shop.orders.page()) == 3
    assert shop.check(by=shop.staff.terminal()) == ()


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_discount_by_hand_has_a_reason(
    shop: Shop, owner: Clerk, sue: Clerk, milk: ProductRow, reason: str
) -> None:
    given = Discount(rate_ppm=100_000, reason=reason)
    for cart in (
        Cart().add(milk).set_discount(0, given),
        Cart().add(milk).set_discount(0, off(amount=1)).with_discount(given),
    ):
        for ask in (
            lambda cart=cart: sell(shop, cart, owner),
            lambda cart=cart: shop.checkout.check_discounts(cart, by=sue),
        ):
            with pytest.raises(BadValue) as refusal:
                ask()
            assert (refusal.value.field, refusal.value.reason) == ("reason", "empty")
    assert shop.orders.page() == ()
    shop.settings.update(discount_reason_needed=False, by=owner)
    assert sell(shop, Cart().add(milk).set_discount(0, given), sue).total == 116
    shop.settings.update(discount_reason_needed=True, by=owner)
    with pytest.raises(BadValue):
        shop.checkout.check_discounts(Cart().add(milk).set_discount(0, given), by=sue)


def test_the_whole_may_go_no_further_than_a_line(shop: Shop, cleo: Clerk, milk: ProductRow) -> None:
    ten = off(rate_ppm=100_000)
    assert sell(shop, Cart().add(milk, 2).with_discount(ten), cleo).total == 232
    both = Cart().add(milk, 2).set_discount(0, ten).with_discount(ten)  # 19 % in all
    with pytest.raises(DiscountTooHigh) as refusal:
        shop.checkout.check_discounts(both, by=cleo)
    assert (refusal.value.product, refusal.value.most_ppm) == ("", 100_000)


def test_a_gift_card_makes_no_room_for_a_discount(
    shop: Shop, owner: Clerk, cleo: Clerk, milk: ProductRow
) -> None:
    card = shop.ledgers.gift_card_line("CARD-1", 100_000, by=owner)
    cart = Cart().add(milk).add_line(card).with_discount(off(amount=129))
    with pytest.raises(DiscountTooHigh):
        sell(shop, cart, cleo)
    assert sell(shop, cart.with_discount(off(amount=13)), cleo).total == 100_116


def test_nothing_goes_below_cost_by_a_clerks_hand(
    shop: Shop, owner: Clerk, cleo: Clerk, add_product: AddProduct
) -> None:
    # 1.05 with 5 % tax inside: 1.00 without, and it cost 0.95.
    bread = add_product("Bread", 105, 40, cost=95)
    sell(shop, Cart().add(bread).set_discount(0, off(amount=5)), cleo)  # 0.95 are left
    too_far = Cart().add(bread).set_discount(0, off(amount=6))
    with pytest.raises(BelowFloor) as refusal:
        sell(shop, too_far, cleo)
    assert vars(refusal.value) == {"product": "Bread", "price": 94}  # nor what it cost
    with pytest.raises(BelowFloor):
        sell(shop, Cart().add(bread, 3).with_discount(off(rate_ppm=60_000)), cleo)
    assert sell(shop, too_far, owner).total == 99  # the owner has no floor
    shop.discounts.set_limit("clerk", most_ppm=100_000, floor_ppm=980_000, by=owner)
    sell(shop, Cart().add(bread).set_discount(0, off(amount=6)), cleo)


def test_a_code_or_a_promotion_needs_no_leave(
    shop: Shop, owner: Clerk, cleo: Clerk, add_product: AddProduct
) -> None:
    bread = add_product("Bread", 105, 40, cost=95)
    shop.discounts.add_code("HALF", rate_ppm=500_000, by=owner)
    cart = Cart().add(bread).with_code(shop.carts.discount("HALF"))
    assert sell(shop, cart, cleo).total == 52


def test_ten_percent_is_ten_percent_without_tax_too(
    shop: Shop, owner: Clerk, cleo: Clerk, add_product: AddProduct, bea: CustomerRow
) -> None:
    trade = shop.groups.add("Trade", tax_included=False, by=owner)
    shop.customers.set_terms(bea.id, group_id=trade.id, tax_exempt="", credit_limit=0, by=owner)
    for price in range(100, 140):
        product = add_product(f"Thing {price}", price, 5)
        cart = Cart().add(product).for_customer(bea.id)
        ten = off(rate_ppm=100_000)
        for changed in (cart.set_discount(0, ten), cart.with_discount(ten)):
            shop.checkout.check_discounts(changed, by=cleo)
        more = cart.set_discount(0, off(rate_ppm=130_000))
        with pytest.raises(DiscountTooHigh):
            shop.checkout.check_discounts(more, by=cleo)
