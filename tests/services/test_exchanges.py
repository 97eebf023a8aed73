"""Exchanges: goods that come back pay for goods on the same ticket, as one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.errors import (
    BadQuantity,
    BadValue,
    EmptyCart,
    NeedsMoney,
    NotAllowed,
    NotEnoughCredit,
    OutOfStock,
    Overpaid,
    PosError,
    ReturnedAlready,
    SaleChanged,
    TotalChanged,
    Underpaid,
    UnknownItem,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import (
    Clerk,
    CustomerRow,
    OrderDetail,
    ProductRow,
    Receipt,
    ReturnLine,
    TakingsRow,
)
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN

AddProduct = Callable[..., ProductRow]
CARD = "K7XF-M3RD-9TPW"


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer."""
    return shop.customers.add(first_name="Bea", last_name="Lee", by=owner)


@pytest.fixture
def tea(add_product: AddProduct) -> ProductRow:
    """Tea at 4.00."""
    return add_product("Tea", 400)


@pytest.fixture
def mug(add_product: AddProduct) -> ProductRow:
    """A mug at 10.00."""
    return add_product("Mug", 1000)


def sell(shop: Shop, by: Clerk, cart: Cart, *payments: Payment) -> OrderDetail:
    return shop.orders.get(shop.checkout.sell(cart, list(payments), by=by).order_id)


def back_from(order: OrderDetail, quantity: int = 1, **more: object) -> Exchange:
    """So many of the first line of an order."""
    line = ReturnLine(order.items[0].id, quantity, **more)  # type: ignore[arg-type]
    return Exchange(order.id, order.number, (line,), "Wrong one")


def methods(rows: object) -> list[tuple[str, int]]:
    return [(row.method, row.amount) for row in rows]  # type: ignore[attr-defined]


def test_something_dearer_is_paid_with_goods_and_money(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(tea, 2), Payment("cash", 1000))
    cart = Cart().add(mug).with_exchange(back_from(first))
    seen = shop.checkout.exchange_preview(cart)
    assert (seen.exchanged, seen.to_pay, seen.to_give_back) == (400, 600, 0)
    assert (seen.given_back.total, seen.given_back.kind, seen.sold.total) == (400, "exchange", 1000)

    receipt = shop.checkout.sell(
        cart, [Payment("cash", 1000)], by=owner, shown=1000, shown_back=400
    )
    assert (receipt.total, receipt.tendered, receipt.change_due) == (1000, 1000, 400)
    assert (receipt.exchanged, receipt.given_back, receipt.return_number) == (400, 0, "T1-R1")
    order, back = shop.orders.get(receipt.order_id), shop.returns.get(receipt.return_id)
    assert methods(order.payments) == [("cash", 600), ("exchange", 400)]
    assert order.payments[1].reference == first.number
    assert (back.kind, back.order_id, back.exchange_order_id) == ("exchange", first.id, order.id)
    assert (back.total, back.reason, back.uuid) == (400, "Wrong one", cart.uuid)
    assert methods(back.repayments) == [("exchange", 400)] == methods(seen.given_back.repayments)
    assert back.at == order.at
    assert shop.returns.of_exchange(order.id) == back
    assert shop.returns.of_exchange(first.id) is None
    assert shop.catalog.get(tea.id).on_hand == 39
    assert shop.catalog.get(mug.id).on_hand == 39
    assert shop.orders.get(first.id).returned == 400
    assert shop.check(by=owner) == ()


def test_something_cheaper_gives_the_rest_back_as_it_was_paid(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(mug), Payment("card", 1000))
    cart = Cart().add(tea).with_exchange(back_from(first))
    seen = shop.checkout.exchange_preview(cart)
    assert (seen.exchanged, seen.to_pay, seen.to_give_back) == (400, 0, 600)
    receipt = shop.checkout.sell(cart, by=owner)
    assert (receipt.exchanged, receipt.given_back, receipt.tendered) == (400, 600, 0)
    back = shop.returns.get(receipt.return_id)
    assert methods(back.repayments) == [("exchange", 400), ("card", 600)]
    with pytest.raises(ReturnedAlready):
        shop.returns.give_back(first.id, [ReturnLine(first.items[0].id, 1)], by=owner)
    assert shop.check(by=owner) == ()


def test_the_rest_may_go_another_way(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow, bea: CustomerRow
) -> None:
    first = sell(shop, owner, Cart(customer_id=bea.id).add(mug), Payment("card", 1000))
    cart = Cart(customer_id=bea.id).add(tea).with_exchange(back_from(first))
    assert shop.checkout.exchange_preview(cart, instead="store_credit").to_give_back == 600
    receipt = shop.checkout.sell(cart, by=owner, instead="store_credit")
    back = shop.returns.get(receipt.return_id)
    assert methods(back.repayments) == [("exchange", 400), ("store_credit", 600)]
    assert shop.ledgers.of_customer(bea.id)[0].balance == 600
    assert shop.customers.summary(bea.id).revenue == 400
    assert shop.check(by=owner) == ()


def test_a_known_buyer_is_credited_with_the_rest(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow, bea: CustomerRow
) -> None:
    first = sell(shop, owner, Cart().add(mug), Payment("cash", 1000))
    cart = Cart(customer_id=bea.id).add(tea).with_exchange(back_from(first))
    assert shop.checkout.exchange_preview(cart, instead="store_credit").to_give_back == 600
    shop.checkout.sell(cart, by=owner, instead="store_credit")
    assert shop.ledgers.of_customer(bea.id)[0].balance == 600
    assert shop.check(by=owner) == ()


def test_for_the_same_price_nothing_is_paid(
    shop: Shop, owner: Clerk, tea: ProductRow, add_product: AddProduct
) -> None:
    herbs = add_product("Herbal tea", 400)
    first = sell(shop, owner, Cart().add(tea), Payment("cash", 400))
    cart = Cart().add(herbs).with_exchange(back_from(first, damaged=True))
    with pytest.raises(Overpaid):
        shop.checkout.sell(cart, [Payment("card", 400)], by=owner)
    receipt = shop.checkout.sell(cart, by=owner)
    assert (receipt.tendered, receipt.given_back, receipt.exchanged) == (0, 0, 400)
    assert shop.catalog.get(tea.id).on_hand == 39  # damaged
    assert shop.check(by=owner) == ()


def test_what_comes_back_can_be_sold_on_the_same_ticket(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    last = add_product("Last one", 400, 1)
    first = sell(shop, owner, Cart().add(last), Payment("cash", 400))
    with pytest.raises(OutOfStock):
        shop.checkout.sell(Cart().add(last).with_exchange(back_from(first, damaged=True)), by=owner)
    shop.checkout.sell(Cart().add(last).with_exchange(back_from(first)), by=owner)
    assert shop.catalog.get(last.id).on_hand == 0
    assert shop.check(by=owner) == ()


def test_an_exchange_is_booked_once(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(tea, 3), Payment("cash", 1200))
    cart = Cart().add(mug).with_exchange(back_from(first))
    paid = [Payment("cash", 1000)]
    receipt = shop.checkout.sell(cart, paid, by=owner)
    again = shop.checkout.sell(cart, paid, by=owner)
    assert again == replace(receipt, repeated=True)
    assert len(shop.returns.of_order(first.id)) == 1
    for changed in (
        cart.with_exchange(None),
        cart.with_exchange(back_from(first, 2)),
        cart.with_exchange(back_from(first, damaged=True)),
    ):
        with pytest.raises(SaleChanged):
            shop.checkout.sell(changed, paid, by=owner)
    plain = Cart().add(tea)
    shop.checkout.sell(plain, [Payment("cash", 400)], by=owner)
    with pytest.raises(SaleChanged):
        shop.checkout.sell(plain.with_exchange(back_from(first)), by=owner)
    assert shop.check(by=owner) == ()


def test_what_was_told_is_what_is_booked(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(tea), Payment("cash", 400))
    cart = Cart().add(mug).with_exchange(back_from(first))
    wrong: list[tuple[dict[str, Any], int, int]] = [
        ({"shown": 999}, 999, 1000),
        ({"shown_back": 399}, 399, 400),
    ]
    for told, was, now in wrong:
        with pytest.raises(TotalChanged) as refused:
            shop.checkout.sell(cart, [Payment("cash", 600)], by=owner, **told)
        assert (refused.value.was, refused.value.now) == (was, now)
    with pytest.raises(Underpaid) as short:
        shop.checkout.sell(cart, [Payment("card", 599)], by=owner)
    assert short.value.due == 600


def test_what_cannot_be_exchanged_leaves_no_trace(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(tea), Payment("cash", 400))
    other = sell(shop, owner, Cart().add(mug), Payment("cash", 1000))
    cart = Cart().add(mug)
    used = shop.returns.give_back(
        other.id, [ReturnLine(other.items[0].id, 1)], by=owner, uuid="used"
    )
    refusals: list[tuple[type[PosError], Cart, list[Payment]]] = [
        (ReturnedAlready, cart.with_exchange(back_from(first, 2)), []),
        (UnknownItem, cart.with_exchange(replace(back_from(other), order_id=first.id)), []),
        (EmptyCart, Cart().with_exchange(back_from(first)), []),
        (BadValue, cart.with_exchange(back_from(first)), [Payment("exchange", 600)]),
        (SaleChanged, replace(cart, uuid=used.uuid).with_exchange(back_from(first)), []),
    ]
    for kind, refused, payments in refusals:
        with pytest.raises(kind):
            shop.checkout.sell(refused, payments, by=owner)
    with pytest.raises(BadValue):
        shop.orders.place(cart.with_exchange(back_from(first)), customer_id=1, by=owner)
    with pytest.raises(BadValue):
        shop.checkout.exchange_preview(cart)
    early = datetime(2020, 1, 1, tzinfo=UTC)
    with pytest.raises(BadValue):
        shop.checkout.sell(cart.with_exchange(back_from(first)), by=owner, at=early)
    assert shop.returns.of_order(first.id) == ()
    assert shop.catalog.get(tea.id).on_hand == 39
    assert shop.check(by=owner) == ()


def test_a_payment_by_exchange_comes_from_goods_alone(
    shop: Shop, owner: Clerk, tea: ProductRow
) -> None:
    with pytest.raises(BadValue):
        shop.checkout.sell(Cart().add(tea), [Payment("exchange", 400)], by=owner)


def test_an_exchange_needs_the_right_to_give_back(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(tea), Payment("cash", 400))
    shop.staff.add_user(username="kim", name="Kim", role="clerk", pin=OWNER_PIN, by=owner)
    kim = shop.staff.sign_in("kim", pin=OWNER_PIN)
    cart = Cart().add(mug).with_exchange(back_from(first))
    with pytest.raises(NotAllowed) as refused:
        shop.checkout.sell(cart, [Payment("cash", 600)], by=kim)
    assert refused.value.permission == "refund"
    shop.checkout.sell(cart.with_exchange(None), [Payment("cash", 1000)], by=kim)


def test_a_gift_card_cannot_be_bought_with_goods(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(mug), Payment("cash", 1000))
    line = shop.ledgers.gift_card_line(CARD, 1000, by=owner)
    with pytest.raises(NeedsMoney) as refused:
        shop.checkout.sell(Cart().add_line(line).with_exchange(back_from(first)), by=owner)
    assert (refused.value.method, refused.value.due) == ("exchange", 1000)
    both = Cart().add_line(line).add(mug).with_exchange(back_from(first))
    shop.checkout.sell(both, [Payment("card", 1000)], by=owner)
    assert shop.ledgers.gift_card(CARD).balance == 1000
    assert shop.check(by=owner) == ()


def test_what_a_card_paid_stays_on_the_card_through_exchanges(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    line = shop.ledgers.gift_card_line(CARD, 1000, by=owner)
    sell(shop, owner, Cart().add_line(line), Payment("cash", 1000))
    first = sell(
        shop, owner, Cart().add(mug), Payment("gift_card", 300, code=CARD), Payment("cash", 700)
    )
    cart = Cart().add(tea).with_exchange(back_from(first))
    assert shop.checkout.exchange_preview(cart, instead="cash").to_give_back == 600
    receipt = shop.checkout.sell(cart, by=owner, instead="cash")
    second = shop.orders.get(receipt.order_id)
    assert methods(second.payments) == [("gift_card", 300), ("exchange", 100)]
    assert second.payments[0].code == CARD
    assert shop.ledgers.gift_card(CARD).balance == 700
    back = shop.returns.give_back(
        second.id, [ReturnLine(second.items[0].id, 1)], by=owner, instead="cash"
    )
    assert methods(back.repayments) == [("gift_card", 300), ("cash", 100)]
    assert shop.ledgers.gift_card(CARD).balance == 1000
    assert shop.check(by=owner) == ()


def test_what_an_account_owes_is_neither_paid_nor_refused_on_the_way(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow, bea: CustomerRow
) -> None:
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=1000, by=owner)
    cart = Cart(customer_id=bea.id).add(mug)
    first = sell(shop, owner, cart, Payment("account", 1000))
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=0, by=owner)
    receipt = shop.checkout.sell(Cart().add(mug).with_exchange(back_from(first)), by=owner)
    assert methods(shop.orders.get(receipt.order_id).payments) == [("account", 1000)]
    assert shop.ledgers.of_customer(bea.id)[1].balance == -1000
    second = shop.orders.get(receipt.order_id)
    back = shop.returns.give_back(second.id, [ReturnLine(second.items[0].id, 1)], by=owner)
    assert methods(back.repayments) == [("account", 1000)]
    assert shop.ledgers.of_customer(bea.id)[1].balance == 0
    assert shop.check(by=owner) == ()


def test_money_goes_back_as_it_came_through_any_number_of_exchanges(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    order = sell(shop, owner, Cart().add(mug), Payment("card", 700), Payment("cash", 300))
    for _ in range(3):
        cart = Cart().add(mug).with_exchange(back_from(order))
        order = shop.orders.get(shop.checkout.sell(cart, by=owner).order_id)
        assert methods(order.payments) == [("exchange", 700), ("exchange", 300)]
    back = shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 1)], by=owner)
    assert methods(back.repayments) == [("card", 700), ("cash", 300)]
    assert shop.check(by=owner) == ()


def test_a_coupon_never_becomes_money_on_the_way(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(mug), Payment("coupon", 400), Payment("cash", 600))
    receipt = shop.checkout.sell(Cart().add(mug).with_exchange(back_from(first)), by=owner)
    second = shop.orders.get(receipt.order_id)
    assert methods(second.payments) == [("exchange", 600), ("coupon", 400)]
    back = shop.returns.give_back(
        second.id, [ReturnLine(second.items[0].id, 1)], by=owner, instead="cash"
    )
    assert methods(back.repayments) == [("cash", 600), ("coupon", 400)]
    assert shop.check(by=owner) == ()


def test_what_is_left_after_an_exchange_comes_back_as_it_was_paid(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    paid = (Payment("coupon", 800), Payment("card", 500), Payment("cash", 700))
    first = sell(shop, owner, Cart().add(mug, 2), *paid)
    receipt = shop.checkout.sell(Cart().add(mug).with_exchange(back_from(first)), by=owner)
    assert methods(shop.orders.get(receipt.order_id).payments) == [
        ("exchange", 500),
        ("exchange", 500),
    ]
    rest = shop.returns.give_back(first.id, [ReturnLine(first.items[0].id, 1)], by=owner)
    assert methods(rest.repayments) == [("cash", 200), ("coupon", 800)]
    assert shop.check(by=owner) == ()


def test_coins_are_rounded_where_they_change_hands(shop: Shop, owner: Clerk) -> None:
    shop.settings.update(cash_step=5, by=owner)
    a = shop.catalog.add_product(name="A", price=998, stock=9, by=owner)
    b = shop.catalog.add_product(name="B", price=601, stock=9, by=owner)
    first = sell(shop, owner, Cart().add(a, 2), Payment("cash", 2000))
    assert (first.total, first.rounding) == (1996, -1)
    cart = Cart().add(b).with_exchange(back_from(first))
    seen = shop.checkout.exchange_preview(cart)
    assert (seen.exchanged, seen.to_give_back) == (601, 395)  # 3.97 in coins
    receipt = shop.checkout.sell(cart, by=owner)
    assert (receipt.given_back, shop.returns.get(receipt.return_id).rounding) == (395, -2)
    rest = shop.returns.give_back(first.id, [ReturnLine(first.items[0].id, 1)], by=owner)
    assert methods(rest.repayments) == [("cash", 1000)]  # 19.95 - 6.01 - 3.95 = 9.99 in coins
    second = shop.orders.get(receipt.order_id)
    last = shop.returns.give_back(second.id, [ReturnLine(second.items[0].id, 1)], by=owner)
    assert methods(last.repayments) == [("cash", 600)]
    assert shop.check(by=owner) == ()


def test_a_gift_card_that_comes_back_pays_for_nothing_beside(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    clock = add_product("Clock", 2000)
    line = shop.ledgers.gift_card_line(CARD, 1000, by=owner)
    first = sell(shop, owner, Cart().add_line(line), Payment("cash", 1000))
    cart = Cart().add(clock).with_exchange(back_from(first))
    with pytest.raises(NotEnoughCredit):
        shop.checkout.sell(cart, [Payment("gift_card", 1000, code=CARD)], by=owner)
    assert shop.ledgers.gift_card(CARD).balance == 1000
    assert shop.catalog.get(clock.id).on_hand == 40
    shop.checkout.sell(cart, [Payment("cash", 1000)], by=owner)
    assert shop.ledgers.gift_card(CARD).balance == 0
    assert shop.check(by=owner) == ()


def test_less_than_a_coin_from_an_exchange_comes_to_nothing(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    sweet, pin = add_product("Sweet", 1, unit="piece"), add_product("Pin", 10)
    first = sell(shop, owner, Cart().add(sweet), Payment("card", 1))
    paid = sell(
        shop, owner, Cart().add(pin).with_exchange(back_from(first)), Payment("transfer", 9)
    )
    assert methods(paid.payments) == [("transfer", 9), ("exchange", 1)]
    line = [ReturnLine(paid.items[0].id, 1)]
    back = shop.returns.give_back(paid.id, line, instead="cash", by=owner)
    assert methods(back.repayments) == [("cash", 10)]
    second = sell(shop, owner, Cart().add(sweet, 2), Payment("cash", 0))
    third = sell(
        shop, owner, Cart().add(pin).with_exchange(back_from(second)), Payment("transfer", 9)
    )
    rest = shop.returns.give_back(third.id, [ReturnLine(third.items[0].id, 1)], by=owner)
    assert methods(rest.repayments) == [("transfer", 9)]  # and a cent that no coin is
    assert shop.check(by=owner) == ()


def test_a_days_figures_count_both_halves_and_no_money(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(tea), Payment("cash", 400))
    receipt = shop.checkout.sell(
        Cart().add(mug).with_exchange(back_from(first)), [Payment("card", 600)], by=owner
    )
    day = receipt.business_date
    (sales,) = shop.reports.daily_sales(date_from=day, date_to=day, by=owner)
    assert (sales.orders, sales.revenue, sales.returned) == (2, 1000, 400)
    assert shop.reports.takings(day, day, by=owner) == (
        TakingsRow("cash", 400, 0),
        TakingsRow("card", 600, 0),
    )
    (tax,) = shop.reports.taxes(day, day, by=owner)
    assert tax.gross == 1000
    assert shop.reports.tax_report(day, day, by=owner).adds_up


def test_a_cart_keeps_its_exchange(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    order = sell(shop, owner, Cart().add(tea, 3), Payment("cash", 1200))
    item = order.items[0].id
    lines = (ReturnLine(item, 1), ReturnLine(item, 2, damaged=True), ReturnLine(item, 1))
    cart = Cart().add(mug).with_exchange(Exchange(order.id, order.number, lines, "  Wrong one "))
    assert cart.exchange == Exchange(
        order.id,
        order.number,
        (ReturnLine(item, Decimal(2)), ReturnLine(item, Decimal(2), damaged=True)),
        "Wrong one",
    )
    shop.carts.keep_current(cart, by=owner)
    assert shop.carts.current(by=owner) == cart
    parked = shop.carts.park(cart, name="Bea", by=owner)
    assert shop.carts.recall(parked.id, by=owner) == cart
    # One that only gives back is no empty cart: nothing takes its place.
    only = Cart().with_exchange(cart.exchange)
    assert not only
    parked = shop.carts.park(cart, by=owner)
    shop.carts.keep_current(only, by=owner)
    assert shop.carts.recall(parked.id, by=owner) == cart
    assert shop.carts.current(by=owner) == only
    assert shop.carts.park(only, by=owner).total == 0
    with pytest.raises(UnknownItem):
        shop.carts.keep_current(
            Cart().with_exchange(Exchange(order.id, order.number, (ReturnLine(999, 1),))), by=owner
        )


def test_an_exchange_gives_something_back(tea: ProductRow) -> None:
    with pytest.raises(BadValue):
        Exchange(1, "T1-1", ())
    with pytest.raises(BadQuantity):
        Exchange(1, "T1-1", (ReturnLine(1, 0),))
    with pytest.raises(BadQuantity):
        Exchange(1, "T1-1", (ReturnLine(1, -1),))
    with pytest.raises(BadValue):
        Exchange(1, "T1-1", (ReturnLine(1, 1),), "x" * 201)


def test_an_exchange_on_another_day_counts_there(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    first = sell(shop, owner, Cart().add(tea), Payment("cash", 400))
    later = first.at + timedelta(days=3)
    receipt = shop.checkout.sell(
        Cart().add(mug).with_exchange(back_from(first)), [Payment("cash", 600)], by=owner, at=later
    )
    (sales,) = shop.reports.daily_sales(date_from=receipt.business_date, by=owner)
    assert (sales.date, sales.revenue) == (receipt.business_date, 600)
    assert shop.check(by=owner) == ()


def test_an_exchange_is_one_ticket_on_paper_and_opens_the_drawer_for_coins_alone(
    shop: Shop, owner: Clerk, tea: ProductRow, mug: ProductRow
) -> None:
    def swap(payment: Payment, product: ProductRow, other: ProductRow) -> Receipt:
        first = sell(shop, owner, Cart().add(product), payment)
        cart = Cart().add(other).with_exchange(back_from(first))
        rest = [] if other is tea else [Payment("card", 600)]
        return shop.checkout.sell(cart, rest, by=owner, paper=True, drawer=True)

    plain = swap(Payment("card", 400), tea, mug)
    (job,) = shop.papers.waiting()
    assert (job.order_id, job.return_id) == (plain.order_id, plain.return_id)
    assert shop.drawer.openings(by=owner) == ()
    coins = swap(Payment("cash", 1000), mug, tea)
    (opening,) = shop.drawer.openings(by=owner)
    assert opening.number == coins.number
    assert shop.check(by=owner) == ()


def test_a_chain_of_exchanges_leads_back_to_how_it_was_paid_first(
    shop: Shop, owner: Clerk, mug: ProductRow
) -> None:
    # Asked anew for each payment of each sale, thirty links would be 3 ** 30 questions.
    tenders = [Payment("cash", 400), Payment("card", 350), Payment("transfer", 250)]
    order = sell(shop, owner, Cart().add(mug), *tenders)
    for _ in range(30):
        order = sell(shop, owner, Cart().add(mug).with_exchange(back_from(order)))
    back = shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 1)], by=owner)
    assert sorted(methods(back.repayments)) == [("card", 350), ("cash", 400), ("transfer", 250)]
    assert shop.check(by=owner) == ()
