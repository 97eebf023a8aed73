"""Voids: a till's last sale taken back whole, because it was a mistake."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.errors import (
    BadValue,
    CodeRefused,
    NotAllowed,
    NotEnoughCredit,
    NotVoidable,
    SaleChanged,
    UnknownOrder,
    UnknownTill,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, OrderDetail, ProductRow, ReturnLine
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN

CARD = "K7XF-M3RD-9TPW"


def sell(shop: Shop, by: Clerk, cart: Cart, *payments: Payment) -> OrderDetail:
    return shop.orders.get(shop.checkout.sell(cart, list(payments), by=by).order_id)


def refused(shop: Shop, by: Clerk, order: OrderDetail) -> str:
    """Why an order can't be made void."""
    with pytest.raises(NotVoidable) as why:
        shop.returns.void(order.id, reason="Mistake", by=by)
    assert why.value.number == order.number
    return why.value.reason


def test_the_last_sale_is_taken_back_whole(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.settings.update(cash_step=5, by=owner)
    line = shop.ledgers.gift_card_line(CARD, 1000, by=owner)
    sell(shop, owner, Cart().add_line(line), Payment("cash", 1000))
    paid = (Payment("gift_card", 100, code=CARD), Payment("cash", 400))
    order = sell(shop, owner, Cart().add(milk, 3), *paid)
    assert shop.returns.last_sale() == order
    void = shop.returns.void(order.id, reason=" Rung up  twice ", by=owner)
    assert (void.kind, void.number, void.order_number) == ("void", "T1-R1", order.number)
    assert (void.total, void.rounding, void.reason) == (387, -2, "Rung up twice")
    assert [(row.method, row.amount) for row in void.repayments] == [
        ("gift_card", 100),
        ("cash", 285),
    ]
    assert shop.catalog.get(milk.id).on_hand == 40
    assert shop.ledgers.gift_card(CARD).balance == 1000
    (day,) = shop.reports.daily_sales(by=owner)
    assert (day.revenue, day.returned) == (0, 387)
    assert shop.orders.get(order.id).returned == 387
    assert refused(shop, owner, order) == "voided"
    assert shop.check(by=owner) == ()


def test_only_the_last_sale_of_the_till_and_the_day(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    assert shop.returns.last_sale() is None
    first = sell(shop, owner, Cart().add(milk), Payment("cash", 200))
    last = sell(shop, owner, Cart().add(milk), Payment("cash", 200))
    # What is placed takes a number too, and is no sale at the counter.
    placed = shop.orders.place(Cart().add(milk), customer_id=1, by=owner)
    assert placed.number == "T1-3"
    assert shop.returns.last_sale() == last
    assert refused(shop, owner, first) == "not_last"
    shop.returns.give_back(last.id, [ReturnLine(last.items[0].id, 1)], by=owner)
    assert refused(shop, owner, last) == "returned"
    with pytest.raises(UnknownOrder):
        shop.returns.void(999, reason="Mistake", by=owner)
    with pytest.raises(UnknownTill):
        shop.returns.void(last.id, reason="Mistake", by=owner, till="T9")
    with pytest.raises(UnknownTill):
        shop.returns.last_sale(till="T9")
    assert shop.check(by=owner) == ()


def test_yesterdays_sale_is_returned_instead(
    shop_path: Path, milk: ProductRow, shop: Shop, owner: Clerk
) -> None:
    order = sell(shop, owner, Cart().add(milk), Payment("cash", 200))
    later = Shop.open(shop_path, clock=lambda: datetime.now(UTC) + timedelta(days=1))
    try:
        assert refused(later, owner, order) == "other_day"
    finally:
        later.close()


def test_a_sale_of_an_exchange_is_returned_instead(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    order = sell(shop, owner, Cart().add(milk), Payment("cash", 200))
    back = Exchange(order.id, order.number, (ReturnLine(order.items[0].id, 1),))
    second = sell(shop, owner, Cart().add(milk).with_exchange(back))
    assert refused(shop, owner, second) == "exchange"
    assert refused(shop, owner, order) == "returned"


def test_a_void_says_why(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    order = sell(shop, owner, Cart().add(milk), Payment("cash", 200))
    for reason in ("", "  ", "x" * 201):
        with pytest.raises(BadValue) as why:
            shop.returns.void(order.id, reason=reason, by=owner)
        assert why.value.field == "reason"
    assert shop.returns.of_order(order.id) == ()


def test_a_void_is_booked_once(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    order = sell(shop, owner, Cart().add(milk, 2), Payment("cash", 258))
    void = shop.returns.void(order.id, reason="Mistake", uuid="once", by=owner)
    again = shop.returns.void(order.id, reason="Mistake", uuid="once", by=owner)
    assert (again.id, again.repeated) == (void.id, True)
    assert len(shop.returns.of_order(order.id)) == 1
    with pytest.raises(SaleChanged):
        shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 2)], uuid="once", by=owner)
    other = sell(shop, owner, Cart().add(milk), Payment("cash", 200))
    with pytest.raises(SaleChanged):
        shop.returns.void(other.id, reason="Mistake", uuid="once", by=owner)


def test_a_void_gives_the_use_of_a_code_back(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.discounts.add_code("ONCE", rate_ppm=100_000, max_uses=1, by=owner)
    cart = Cart().add(milk).with_code(shop.carts.discount("ONCE"))
    order = sell(shop, owner, cart, Payment("cash", 200))
    with pytest.raises(CodeRefused):
        shop.carts.discount("ONCE")
    shop.returns.void(order.id, reason="Mistake", by=owner)
    (code,) = shop.discounts.codes(by=owner)
    assert code.used == 0
    sell(shop, owner, Cart().add(milk).with_code(shop.carts.discount("ONCE")), Payment("cash", 200))
    assert shop.check(by=owner) == ()


def test_a_gift_card_that_was_spent_keeps_its_sale(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    line = shop.ledgers.gift_card_line(CARD, 1000, by=owner)
    order = sell(shop, owner, Cart().add_line(line), Payment("cash", 1000))
    shop.orders.place(
        Cart().add(milk), customer_id=1, payments=[Payment("gift_card", 129, code=CARD)], by=owner
    )
    with pytest.raises(NotEnoughCredit):
        shop.returns.void(order.id, reason="Mistake", by=owner)
    assert shop.returns.of_order(order.id) == ()


def test_a_void_needs_its_right(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    order = sell(shop, owner, Cart().add(milk), Payment("cash", 200))
    for role in ("clerk", "supervisor"):
        shop.staff.add_user(username=role, name=role, role=role, pin=OWNER_PIN, by=owner)
    with pytest.raises(NotAllowed) as why:
        shop.returns.void(order.id, reason="Mistake", by=shop.staff.sign_in("clerk", pin=OWNER_PIN))
    assert why.value.permission == "void"
    by = shop.staff.sign_in("supervisor", pin=OWNER_PIN)
    assert shop.returns.void(order.id, reason="Mistake", by=by).clerk == "supervisor"
