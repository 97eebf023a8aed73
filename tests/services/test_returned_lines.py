"""What the lines of a return tell of themselves: unit price, reasons, taxes by rate."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.cart import Cart
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.refunded_offs import offs_of_piece
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop


def test_reasons_of_a_discount_add_up_over_the_pieces(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    """Three milks at 1.29, 10 % off by a promotion and 0.25 by hand: 3.87 - 0.39 - 0.25."""
    offer = Promotion(0, "Milk week", "percent", Goods(frozenset({milk.id})), rate_ppm=100_000)
    shop.promotions.add(offer, by=owner)
    cart = Cart().add(milk, 3).set_discount(0, Discount(amount=25, reason="Dented"))
    order_id = shop.checkout.sell(cart, [Payment("cash", 400)], by=owner).order_id
    item = shop.orders.get(order_id).items[0]
    whole = {off.label: off.amount for off in item.offs}
    assert set(whole) == {"Milk week", "Dented"}
    summed = dict.fromkeys(whole, 0)
    for damaged in (True, False, False):
        wanted = [ReturnLine(item.id, 1, damaged=damaged)]
        seen = shop.returns.preview(order_id, wanted).items[0]
        back = shop.returns.give_back(order_id, wanted, by=owner).items[0]
        assert (seen.offs, seen.parts, seen.price) == (back.offs, back.parts, back.price)
        assert sum(off.amount for off in back.offs) == back.discount
        assert back.price == 129
        for off in back.offs:
            summed[off.label] += off.amount
    assert summed == whole


def test_both_halves_of_a_line_in_one_return_are_told_in_turn(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk, 3).set_discount(0, Discount(amount=25, reason="Dented"))
    order_id = shop.checkout.sell(cart, [Payment("cash", 400)], by=owner).order_id
    item_id = shop.orders.get(order_id).items[0].id
    lines = [ReturnLine(item_id, 1, damaged=True), ReturnLine(item_id, 2)]
    seen = shop.returns.preview(order_id, lines)
    back = shop.returns.give_back(order_id, lines, by=owner)
    assert [row.offs for row in seen.items] == [row.offs for row in back.items]
    assert sum(row.offs[0].amount for row in back.items) == 25
    assert all(row.parts for row in back.items)


def test_a_deposit_is_known_by_its_name(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    rates = (TaxRate("VAT", 190_000), TaxRate("Deposit", amount=25, on_top=True))
    bottle = shop.taxes.add_class("Bottle", rates, by=owner)
    shop.catalog.update_product(milk.id, tax_class_id=bottle.id, by=owner)
    cart = Cart().add(shop.catalog.get(milk.id), 3)
    order_id = shop.checkout.sell(cart, [Payment("cash", 500)], by=owner).order_id
    item_id = shop.orders.get(order_id).items[0].id
    back = shop.returns.give_back(order_id, [ReturnLine(item_id, Decimal(2))], by=owner).items[0]
    assert {part.name: part.tax for part in back.parts}["Deposit"] == 50
    assert back.gross - back.total == 50


@pytest.mark.parametrize("amounts", [[], [0, 0], [5, -2]])
def test_what_can_not_be_told_is_not(amounts: list[int]) -> None:
    assert offs_of_piece(amounts, 0, 3) is None


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=4).filter(any),
    st.lists(st.integers(0, 100), min_size=1, max_size=8).filter(any),
)
def test_shares_of_pieces_add_up_and_none_is_below_nothing(
    amounts: list[int], weights: list[int]
) -> None:
    whole, before, sums = sum(amounts), 0, [0] * len(amounts)
    for count in range(1, len(weights) + 1):
        now = whole * sum(weights[:count]) // sum(weights) - before
        shares = offs_of_piece(amounts, before, now)
        assert shares is not None
        assert sum(shares) == now
        assert min(shares) >= 0
        sums = [old + new for old, new in zip(sums, shares, strict=True)]
        before += now
    assert sums == amounts
