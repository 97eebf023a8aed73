"""Carts before they are paid: every line that was taken out is in the journal, once, with its full
values, and what was sold, parked or only changed leaves no such trace."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.cart_changes import TakenOut, held
from pos_app.domain.errors import UnknownCustomer
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop

CART_KINDS = ("line_removed", "cart_cleared", "cart_parked", "cart_recalled")


@pytest.fixture
def tea(shop: Shop, owner: Clerk) -> ProductRow:
    return shop.catalog.add_product(name="Tea", sku="TEA", price=350, stock=20, by=owner)


@pytest.fixture
def cart(milk: ProductRow, tea: ProductRow) -> Cart:
    return Cart().add(milk, 3).add(tea)


def told(shop: Shop) -> list[tuple[str, dict[str, Any]]]:
    """Kind and facts of what the journal says of carts."""
    rows = shop._database.rows("SELECT kind, entry FROM journal ORDER BY id")
    return [(kind, json.loads(entry)["facts"]) for kind, entry in rows if kind in CART_KINDS]


def short(shop: Shop) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """Kind, and name, quantity and amount of each line."""
    return [
        (kind, [(each["name"], each["quantity"], each["amount"]) for each in facts["lines"]])
        for kind, facts in told(shop)
    ]


def test_a_line_that_was_taken_out_is_told_whole(shop: Shop, owner: Clerk, cart: Cart) -> None:
    shop.carts.keep_current(cart, by=owner)
    shop.carts.keep_current(cart.step(0, -1).remove(1), by=owner)
    tea = {"mark": "", "name": "Tea", "price": 350, "sku": "TEA", "unit": "piece"}
    milk = tea | {"name": "Milk 1 l", "price": 129, "sku": cart.lines[0].sku}
    lines = [milk | {"quantity": 1000, "amount": 129}, tea | {"quantity": 1000, "amount": 350}]
    assert told(shop) == [("line_removed", {"amount": 479, "cart": cart.uuid, "lines": lines})]


def test_what_is_only_changed_is_no_removal(shop: Shop, owner: Clerk, cart: Cart) -> None:
    for each in (cart, cart.set_price(0, 99), cart.set_note(1, "x"), cart, cart.step(0, 2)):
        shop.carts.keep_current(each, by=owner)
    assert told(shop) == []


def test_a_line_that_was_put_back_was_taken_out_all_the_same(
    shop: Shop, owner: Clerk, cart: Cart
) -> None:
    for each in (cart, cart.remove(1), cart, cart.remove(1)):
        shop.carts.keep_current(each, by=owner)
    assert short(shop) == [("line_removed", [("Tea", 1000, 350)])] * 2


def test_another_cart_in_the_place_of_one_that_was_not_sold(
    shop: Shop, owner: Clerk, cart: Cart
) -> None:
    shop.carts.keep_current(cart, by=owner)
    shop.carts.keep_current(Cart(), by=owner)
    assert short(shop) == [("cart_cleared", [("Milk 1 l", 3000, 387), ("Tea", 1000, 350)])]
    assert told(shop)[0][1]["cart"] == cart.uuid


def test_a_sale_and_the_next_cart_leave_no_trace(shop: Shop, owner: Clerk, cart: Cart) -> None:
    shop.carts.keep_current(cart, by=owner)
    shop.checkout.sell(cart, [Payment("cash", 1000)], by=owner)
    shop.carts.keep_current(Cart(), by=owner)
    assert told(shop) == []


def test_what_was_kept_and_not_sold_with_the_rest_was_taken_out(
    shop: Shop, owner: Clerk, cart: Cart
) -> None:
    shop.carts.keep_current(cart, by=owner)
    shop.checkout.sell(cart.step(0, -1).remove(1), [Payment("cash", 1000)], by=owner)
    shop.carts.keep_current(Cart(), by=owner)
    assert short(shop) == [("line_removed", [("Milk 1 l", 1000, 129), ("Tea", 1000, 350)])]


def test_what_the_till_told_is_not_told_twice(shop: Shop, owner: Clerk, cart: Cart) -> None:
    shop.carts.keep_current(cart, by=owner)
    tea = held(cart.lines[1])
    removed = [TakenOut(cart.uuid, (tea,)), TakenOut(cart.uuid, (replace(tea, price=300),))]
    shop.carts.keep_current(cart.remove(1).step(0, -1), removed=removed, by=owner)
    assert short(shop) == [
        ("line_removed", [("Tea", 1000, 350)]),
        ("line_removed", [("Tea", 1000, 350)]),
        ("line_removed", [("Milk 1 l", 1000, 129)]),
    ]


def test_who_took_it_out_is_named_where_somebody_else_writes_it(
    shop: Shop, owner: Clerk, cart: Cart
) -> None:
    by_bob = TakenOut(cart.uuid, (held(cart.lines[1]),), username="bob", name="Bob")
    by_owner = replace(by_bob, username=owner.username, name=owner.name)
    shop.carts.keep_current(cart, removed=[by_bob, by_owner], by=owner)
    assert [facts.get("clerk") for _, facts in told(shop)] == [
        {"name": "Bob", "username": "bob"},
        None,
    ]


def test_parked_and_recalled_whole_without_the_name(shop: Shop, owner: Clerk, cart: Cart) -> None:
    shop.carts.keep_current(cart, by=owner)
    parked = shop.carts.park(cart, name="Mrs Novak", by=owner)
    shop.carts.keep_current(Cart(), by=owner)
    shop.carts.recall(parked.id, by=owner)
    lines = [("Milk 1 l", 3000, 387), ("Tea", 1000, 350)]
    assert short(shop) == [("cart_parked", lines), ("cart_recalled", lines)]
    assert "Novak" not in json.dumps(told(shop))


def test_what_went_before_it_was_parked(shop: Shop, owner: Clerk, cart: Cart) -> None:
    shop.carts.keep_current(cart, by=owner)
    shop.carts.park(cart.remove(1), by=owner)
    assert short(shop) == [
        ("line_removed", [("Tea", 1000, 350)]),
        ("cart_parked", [("Milk 1 l", 3000, 387)]),
    ]


def test_goods_whose_unit_became_another_are_told_too(
    shop: Shop, owner: Clerk, tea: ProductRow
) -> None:
    cheese = shop.catalog.add_product(name="Cheese", price=1000, unit="kg", stock=9, by=owner)
    cart = Cart().add(tea).add(cheese, Decimal("0.250"))
    shop.carts.keep_current(cart, by=owner)
    shop.catalog.update_product(cheese.id, unit="piece", by=owner)
    kept = shop.carts.current(by=owner)
    assert [line.name for line in kept.lines] == ["Tea"]
    shop.carts.keep_current(kept, by=owner)
    assert short(shop) == [("line_removed", [("Cheese", 250, 250)])]


def test_a_cards_code_is_not_told(shop: Shop, owner: Clerk) -> None:
    cart = Cart().add_line(shop.ledgers.gift_card_line("CARD-1234-5678", 2500, by=owner))
    shop.carts.keep_current(cart, by=owner)
    shop.carts.keep_current(cart.remove(0), by=owner)
    ((kind, facts),) = told(shop)
    assert (kind, facts["amount"], facts["lines"][0]["mark"]) == ("line_removed", 2500, "...5678")
    assert "CARD-1234" not in json.dumps(facts)


def test_a_cart_that_is_refused_tells_nothing(shop: Shop, owner: Clerk, cart: Cart) -> None:
    shop.carts.keep_current(cart, by=owner)
    with pytest.raises(UnknownCustomer):
        shop.carts.keep_current(cart.remove(1).for_customer(4711), by=owner)
    assert told(shop) == []
    assert shop.carts.current(by=owner) == cart


def test_each_till_has_its_own(shop: Shop, owner: Clerk, cart: Cart) -> None:
    shop._database.connection.execute(
        "INSERT INTO tills (id, code, name, created_at) VALUES (2, 'T2', 'Two', 0)"
    )
    shop.carts.keep_current(cart, by=owner, till="T1")
    shop.carts.keep_current(Cart(), by=owner, till="T2")
    assert told(shop) == []
