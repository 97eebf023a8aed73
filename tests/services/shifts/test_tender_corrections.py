"""Tenders that were typed wrong, put right before Z."""

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import BadValue, NotAllowed, NotCorrectable, SaleChanged, UnknownOrder
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine
from pos_app.shop import Shop
from tests.services.shifts.till import entries, sell


def correct(shop: Shop, order_id: int, to: str, by: Clerk, amount: int | None = None) -> None:
    payment = shop.orders.get(order_id).payments[0]
    shop.shifts.correct_tender(
        order_id, payment_id=payment.id, to_method=to, amount=amount, reason="Typed wrong", by=by
    )


def test_a_corrected_tender_stands_beside_its_payment(
    shop: Shop, owner: Clerk, milk: ProductRow, open_shift: None
) -> None:
    order_id = sell(shop, milk, owner, quantity=2)
    correct(shop, order_id, "card", owner, 100)
    (payment,) = shop.orders.get(order_id).payments
    assert (payment.method, payment.amount) == ("cash", 258)
    assert payment.came_by == {"cash": 158, "card": 100}
    today = shop.orders.get(order_id).business_date
    takings = {row.method: row.received for row in shop.reports.takings(today, today, by=owner)}
    assert takings == {"cash": 158, "card": 100}
    report = shop.shifts.x_report(by=owner)
    assert report.cash is not None
    assert (report.cash.sales, report.corrections.count, report.corrections.amount) == (158, 1, 100)
    correct(shop, order_id, "cash", owner)  # back again: all of what went to the card
    assert shop.orders.get(order_id).payments[0].came_by == {"cash": 258}
    facts = [facts for *_, facts in entries(shop, "tender_correction")]
    assert [(each["from"], each["to"], each["amount"]) for each in facts] == [
        ("cash", "card", 100),
        ("card", "cash", 100),
    ]


def test_a_corrected_payment_goes_back_as_it_came(
    shop: Shop, owner: Clerk, milk: ProductRow, open_shift: None
) -> None:
    order_id = sell(shop, milk, owner)
    correct(shop, order_id, "card", owner)
    item = shop.orders.get(order_id).items[0]
    back = shop.returns.give_back(order_id, [ReturnLine(item.id, 1)], by=owner)
    assert [(each.method, each.amount) for each in back.repayments] == [("card", 129)]
    assert shop.check(by=owner) == ()


def test_what_can_not_be_corrected(shop: Shop, owner: Clerk, milk: ProductRow, cleo: Clerk) -> None:
    def reason_of(order_id: int, to: str = "card", amount: int | None = None) -> str:
        with pytest.raises(NotCorrectable) as refused:
            correct(shop, order_id, to, owner, amount)
        return refused.value.reason

    early = sell(shop, milk, owner)
    assert reason_of(early) == "no_shift"
    shop.shifts.open({}, by=owner)
    card = shop.ledgers.gift_card_line("K7XF-M3RD-9TPW", 1000, by=owner)
    filled = shop.checkout.sell(Cart().add_line(card), [Payment("cash", 1000)], by=owner).order_id
    spent = shop.checkout.sell(
        Cart().add(milk), [Payment("gift_card", 129, code="K7XF-M3RD-9TPW")], by=owner
    ).order_id
    back, paid = sell(shop, milk, owner), sell(shop, milk, owner)
    item = shop.orders.get(back).items[0]
    shop.returns.give_back(back, [ReturnLine(item.id, 1)], by=owner)
    assert reason_of(spent) == "method"
    assert reason_of(filled, "coupon") == "method"
    assert reason_of(back) == "returned"
    assert reason_of(paid, "cash") == "method"
    assert reason_of(paid, "card", 130) == "amount"
    with pytest.raises(BadValue):
        correct(shop, paid, "gift_card", owner)
    with pytest.raises(UnknownOrder):
        shop.shifts.correct_tender(paid, payment_id=1, to_method="card", reason="x", by=owner)
    with pytest.raises(NotAllowed):
        correct(shop, paid, "card", cleo)
    shop.shifts.close({1: 1129 + 0}, next_float=0, reason="x", by=owner)
    assert reason_of(paid) == "closed"
    assert entries(shop, "tender_correction") == []


def test_a_correction_is_made_once(
    shop: Shop, owner: Clerk, milk: ProductRow, open_shift: None
) -> None:
    order_id = sell(shop, milk, owner)
    payment_id = shop.orders.get(order_id).payments[0].id
    rows = [
        shop.shifts.correct_tender(
            order_id,
            payment_id=payment_id,
            to_method="card",
            amount=60,
            reason="x",
            by=owner,
            uuid="fix-1",
        )
        for _ in range(2)
    ]
    assert rows[0] == rows[1]
    assert shop.orders.get(order_id).payments[0].came_by == {"cash": 69, "card": 60}
    with pytest.raises(SaleChanged):
        shop.shifts.correct_tender(
            order_id,
            payment_id=payment_id,
            to_method="transfer",
            reason="x",
            by=owner,
            uuid="fix-1",
        )
