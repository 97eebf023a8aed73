"""Returns: goods and money back, in pieces, by the way they came; the order stays as it was."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import (
    BadQuantity,
    BadValue,
    NeedsCustomer,
    NotAllowed,
    NotEnoughCredit,
    NotReturnable,
    PosError,
    ReturnedAlready,
    SaleChanged,
    UnknownCustomer,
    UnknownItem,
    UnknownOrder,
    UnknownReturn,
    UnknownTill,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import (
    Clerk,
    CustomerRow,
    LooseLine,
    OrderDetail,
    ProductRow,
    ReturnLine,
)
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN

AddProduct = Callable[..., ProductRow]


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer."""
    return shop.customers.add(first_name="Bea", last_name="Lee", by=owner)


@pytest.fixture
def sold(shop: Shop, owner: Clerk, milk: ProductRow) -> OrderDetail:
    """Three milks with 10 % off, 3.48 in cash."""
    cart = Cart().add(milk, 3).set_discount(0, Discount(rate_ppm=100_000, reason="Staff"))
    receipt = shop.checkout.sell(cart, [Payment("cash", 400)], by=owner)
    return shop.orders.get(receipt.order_id)


def sell(shop: Shop, owner: Clerk, cart: Cart, *payments: Payment) -> OrderDetail:
    return shop.orders.get(shop.checkout.sell(cart, list(payments), by=owner).order_id)


def test_goods_come_back_at_the_price_really_paid(
    shop: Shop, owner: Clerk, milk: ProductRow, sold: OrderDetail
) -> None:
    at = datetime(2026, 12, 2, 3, 0, tzinfo=UTC)  # the evening before in New York
    lines = [ReturnLine(sold.items[0].id, 2)]
    seen = shop.returns.preview(sold.id, lines)
    back = shop.returns.give_back(sold.id, lines, reason=" too  sour ", by=owner, at=at)
    assert (back.number, back.till, back.order_number) == ("T1-R1", "T1", sold.number)
    assert (back.business_date, back.at, back.reason) == (date(2026, 12, 1), at, "too sour")
    assert (back.subtotal, back.discount, back.total) == (258, 26, 232)
    assert (back.net, back.tax) == (221, 11)
    assert [(row.method, row.amount) for row in back.repayments] == [("cash", 232)]
    assert [(part.name, part.tax) for part in back.taxes] == [("Tax", 11)]
    assert (back.customer_id, back.clerk) == (1, "Terminal")
    assert shop.catalog.get(milk.id).on_hand == 39
    assert replace(
        seen,
        id=back.id,
        uuid=back.uuid,
        number=back.number,
        till=back.till,
        at=at,
        business_date=back.business_date,
        clerk=back.clerk,
        reason=back.reason,
        items=(replace(seen.items[0], id=back.items[0].id),),
    ) == (back)
    rest = shop.returns.give_back(sold.id, [ReturnLine(sold.items[0].id, 1)], by=owner)
    assert (rest.number, rest.total, rest.tax) == ("T1-R2", 116, sold.tax - 11)
    assert shop.returns.of_order(sold.id) == (back, rest)
    assert shop.returns.get(back.id) == back
    assert shop.orders.get(sold.id) == replace(sold, returned=sold.total)
    assert shop.check(by=owner) == ()


def test_what_is_left_is_told_line_by_line(shop: Shop, owner: Clerk, sold: OrderDetail) -> None:
    (line,) = shop.returns.returnable(sold.id)
    assert (line.item_id, line.sold, line.left, line.gross) == (sold.items[0].id, 3, 3, 348)
    shop.returns.give_back(sold.id, [ReturnLine(line.item_id, 1)], by=owner)
    assert shop.returns.returnable(sold.id) == (replace(line, left=Decimal(2)),)
    with pytest.raises(ReturnedAlready) as refused:
        shop.returns.give_back(sold.id, [ReturnLine(line.item_id, 3)], by=owner)
    assert (refused.value.product, refused.value.wanted, refused.value.left) == (line.name, 3, 2)


def test_a_bundle_comes_back_as_its_parts(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    bread = add_product("Bread", 300)
    box = shop.catalog.add_product(
        name="Breakfast", price=500, parts=[(milk.id, 2), (bread.id, 1)], by=owner
    )
    order = sell(shop, owner, Cart().add(box, 3).add(milk), Payment("cash", 1629))
    shop.catalog.set_parts(box.id, [(milk.id, 5)], by=owner)  # of what was sold nothing changes

    def on_hand() -> list[Decimal]:
        return [shop.catalog.get(each.id).on_hand for each in (milk, bread)]

    assert on_hand() == [33, 37]
    item = order.items[0].id
    lines = [ReturnLine(item, 1), ReturnLine(item, 1, damaged=True)]
    back = shop.returns.give_back(order.id, lines, by=owner)
    assert [(row.product_id, row.quantity, row.damaged) for row in back.items] == [
        (box.id, 1, False),
        (box.id, 1, True),
    ]
    assert on_hand() == [35, 38]
    assert [(m.reason, m.quantity) for m in shop.stock.moves(bread.id, by=owner)][:3] == [
        ("damaged", -1),
        ("return", 1),
        ("return", 1),
    ]
    shop.returns.give_back(order.id, [ReturnLine(item, 1)], by=owner)
    assert on_hand() == [37, 39]
    assert shop.check(by=owner) == ()


def test_damaged_goods_go_out_again(
    shop: Shop, owner: Clerk, milk: ProductRow, sold: OrderDetail
) -> None:
    item = sold.items[0].id
    back = shop.returns.give_back(
        sold.id, [ReturnLine(item, 1, damaged=True), ReturnLine(item, 1)], by=owner
    )
    assert [(row.quantity, row.damaged) for row in back.items] == [(1, False), (1, True)]
    assert shop.catalog.get(milk.id).on_hand == 38
    moves = shop.stock.moves(milk.id, by=owner)
    assert [(move.reason, move.quantity) for move in moves][:3] == [
        ("damaged", -1),
        ("return", 1),
        ("return", 1),
    ]
    assert [(move.order_number, move.order_id) for move in moves[2:4]] == [
        (back.number, None),
        (sold.number, sold.id),
    ]
    assert shop.check(by=owner) == ()


def test_lines_of_one_item_are_one(shop: Shop, owner: Clerk, sold: OrderDetail) -> None:
    item = sold.items[0].id
    back = shop.returns.give_back(sold.id, [ReturnLine(item, 1), ReturnLine(item, 2)], by=owner)
    assert [(row.quantity, row.gross) for row in back.items] == [(3, 348)]
    assert back.repayments[0].amount == 348


def test_the_same_return_is_booked_once(
    shop: Shop, owner: Clerk, milk: ProductRow, sold: OrderDetail
) -> None:
    lines = [ReturnLine(sold.items[0].id, 3)]
    first = shop.returns.give_back(sold.id, lines, uuid="once", by=owner)
    again = shop.returns.give_back(sold.id, lines, uuid="once", by=owner)
    assert (first.uuid, again) == ("once", replace(first, repeated=True))
    assert shop.catalog.get(milk.id).on_hand == 40
    other = sell(shop, owner, Cart().add(milk), Payment("cash", 129))
    for order, wanted in (
        (sold, [ReturnLine(sold.items[0].id, 1)]),
        (other, [ReturnLine(other.items[0].id, 1)]),
    ):
        with pytest.raises(SaleChanged):
            shop.returns.give_back(order.id, wanted, uuid="once", by=owner)
    assert len(shop.returns.of_order(sold.id)) == 1


def test_weighed_goods_come_back_to_the_gram(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    ham = add_product("Ham", 1999, Decimal(10), unit="kg")
    order = sell(shop, owner, Cart().add(ham, Decimal("0.750")), Payment("card", 1499))
    item = order.items[0].id
    back = shop.returns.give_back(order.id, [ReturnLine(item, Decimal("0.125"))], by=owner)
    assert (back.items[0].quantity, back.total) == (Decimal("0.125"), 250)
    rest = shop.returns.give_back(order.id, [ReturnLine(item, Decimal("0.625"))], by=owner)
    assert back.total + rest.total == order.total
    assert shop.catalog.get(ham.id).on_hand == 10
    with pytest.raises(BadQuantity):
        shop.returns.preview(order.id, [ReturnLine(item, Decimal("0.0001"))])


@pytest.mark.parametrize(
    ("lines", "given", "refusal"),
    [
        ([], {}, BadValue),
        ([(0, Decimal("0.5"))], {}, BadQuantity),
        ([(0, 0)], {}, BadQuantity),
        ([(0, -1)], {}, BadQuantity),
        ([(0, 4)], {}, ReturnedAlready),
        ([(0, 2), (0, 2)], {}, ReturnedAlready),
        ([(1, 1)], {}, UnknownItem),
        ([(0, 1)], {"instead": "store_credit"}, NeedsCustomer),
        ([(0, 1)], {"instead": "coupon"}, BadValue),
        ([(0, 1)], {"till": "T9"}, UnknownTill),
        ([(0, 1)], {"at": datetime(2026, 1, 1)}, BadValue),  # noqa: DTZ001
        ([(0, 1)], {"reason": "x" * 201}, BadValue),
    ],
)
def test_a_refused_return_leaves_nothing(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    sold: OrderDetail,
    lines: list[tuple[int, Decimal | int]],
    given: dict[str, object],
    refusal: type[PosError],
) -> None:
    wanted = [ReturnLine(sold.items[0].id + more, quantity) for more, quantity in lines]
    with pytest.raises(refusal):
        shop.returns.give_back(sold.id, wanted, **given, by=owner)  # type: ignore[arg-type]
    assert shop.returns.of_order(sold.id) == ()
    assert shop.catalog.get(milk.id).on_hand == 37
    assert shop.check(by=owner) == ()


def test_only_what_was_delivered_and_paid_comes_back(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    def place(*payments: Payment) -> OrderDetail:
        cart = Cart().add(milk)
        return shop.orders.place(cart, customer_id=bea.id, payments=payments, by=owner)

    def reason(order: OrderDetail) -> str:
        with pytest.raises(NotReturnable) as refused:
            shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 1)], by=owner)
        assert refused.value.number == order.number
        return refused.value.reason

    paid, unpaid, cancelled = place(Payment("card", 129)), place(), place(Payment("card", 129))
    shop.orders.cancel(cancelled.id, by=owner)
    assert [reason(paid), reason(cancelled)] == ["not_delivered", "cancelled"]
    for order in (paid, unpaid):
        for status in ("processing", "shipped"):
            shop.orders.set_status(order.id, status, by=owner)
    assert reason(unpaid) == "unpaid"
    back = shop.returns.give_back(paid.id, [ReturnLine(paid.items[0].id, 1)], by=owner)
    assert (back.customer, back.total) == ("Bea Lee", 129)
    with pytest.raises(UnknownOrder):
        shop.returns.returnable(99)
    with pytest.raises(UnknownOrder):
        shop.returns.of_order(99)
    with pytest.raises(UnknownReturn):
        shop.returns.get(99)


def test_a_clerk_gives_nothing_back(shop: Shop, owner: Clerk, sold: OrderDetail) -> None:
    shop.staff.add_user(username="cid", name="Cid", pin=OWNER_PIN, by=owner)
    clerk = shop.staff.sign_in("cid", pin=OWNER_PIN)
    with pytest.raises(NotAllowed) as refused:
        shop.returns.give_back(sold.id, [ReturnLine(sold.items[0].id, 1)], by=clerk)
    assert refused.value.permission == "refund"


# --- money ---------------------------------------------------------------------------------------


def test_money_goes_back_the_way_it_came_cash_last(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    order = sell(
        shop,
        owner,
        Cart().add(milk, 4).for_customer(bea.id),
        Payment("cash", 300),
        Payment("card", 200, last4="4242"),
        Payment("coupon", 100),
    )
    item = order.items[0].id
    paid = []
    for _ in range(4):
        back = shop.returns.give_back(order.id, [ReturnLine(item, 1)], by=owner)
        paid.append([(row.method, row.amount) for row in back.repayments])
    assert paid == [
        [("card", 129)],
        [("card", 71), ("cash", 58)],
        [("cash", 129)],
        [("cash", 29), ("coupon", 100)],
    ]
    assert shop.check(by=owner) == ()


def test_a_coupon_never_becomes_money(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    order = sell(shop, owner, Cart().add(milk, 2), Payment("coupon", 200), Payment("card", 58))
    back = shop.returns.give_back(
        order.id, [ReturnLine(order.items[0].id, 2)], instead="cash", by=owner
    )
    assert [(row.method, row.amount) for row in back.repayments] == [("cash", 58), ("coupon", 200)]
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize("instead", ["store_credit", "cash", "card", "transfer"])
def test_money_may_go_another_way(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow, instead: str
) -> None:
    cart = Cart().add(milk, 2).for_customer(bea.id)
    order = sell(shop, owner, cart, Payment("cash", 158), Payment("card", 100))
    item = order.items[0].id
    first = shop.returns.give_back(order.id, [ReturnLine(item, 1)], instead=instead, by=owner)
    assert [(row.method, row.amount) for row in first.repayments] == [(instead, 129)]
    assert shop.ledgers.of_customer(bea.id)[0].balance == (129 if instead == "store_credit" else 0)
    rest = shop.returns.give_back(order.id, [ReturnLine(item, 1)], by=owner)
    assert sum(row.amount for row in rest.repayments) == 129
    assert shop.check(by=owner) == ()


def test_cash_is_handed_out_in_coins_that_there_are(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    order = sell(shop, owner, Cart().add(milk, 2), Payment("card", 258))
    item = order.items[0].id
    given = []
    for _ in range(2):
        back = shop.returns.give_back(order.id, [ReturnLine(item, 1)], instead="cash", by=owner)
        given.append((back.total, back.rounding, back.repayments[0].amount))
    assert given == [(129, 1, 130), (129, 1, 130)]
    paid = sell(shop, owner, Cart().add(milk, 2), Payment("cash", 300))
    assert paid.rounding == 2
    given = []
    for _ in range(2):
        back = shop.returns.give_back(paid.id, [ReturnLine(paid.items[0].id, 1)], by=owner)
        given.append((back.total, back.rounding, back.repayments[0].amount))
    assert given == [(129, 1, 130), (129, 1, 130)]
    assert shop.check(by=owner) == ()


def test_money_of_less_than_a_coin_is_not_handed_out(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.ledgers.give_credit(bea.id, 1, "Goodwill", by=owner)
    sweets = add_product("Sweets", 3)
    paid = [Payment("store_credit", 1), Payment("transfer", 2)]
    order = sell(shop, owner, Cart(customer_id=bea.id).add(sweets), *paid)
    line = [ReturnLine(order.items[0].id, 1)]
    back = shop.returns.give_back(order.id, line, instead="cash", by=owner)
    assert [(row.method, row.amount) for row in back.repayments] == [("store_credit", 1)]
    assert (back.total, back.rounding) == (3, -2)
    assert shop.check(by=owner) == ()


def test_cash_after_another_tender_is_handed_out_in_coins_too(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    order = sell(shop, owner, Cart().add(milk, 2), Payment("cash", 300))
    lines = [ReturnLine(order.items[0].id, 1)]
    by_card = shop.returns.give_back(order.id, lines, instead="card", by=owner)
    assert [(row.method, row.amount) for row in by_card.repayments] == [("card", 129)]
    rest = shop.returns.give_back(order.id, lines, by=owner)
    # 1.31 of the 2.60 that were paid are left, and there is no coin of a cent.
    assert [(row.method, row.amount) for row in rest.repayments] == [("cash", 130)]
    assert (rest.total, rest.rounding) == (129, 1)
    assert shop.check(by=owner) == ()


def test_less_than_a_coin_comes_to_nothing_in_cash(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    order = sell(shop, owner, Cart().add(add_product("Bag", 2)), Payment("card", 2))
    lines = [ReturnLine(order.items[0].id, 1)]
    back = shop.returns.give_back(order.id, lines, instead="cash", by=owner)
    assert (back.total, back.rounding, back.repayments) == (2, -2, ())
    assert shop.check(by=owner) == ()


def test_what_was_drawn_on_a_ledger_is_there_again(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=1000, by=owner)
    line = shop.ledgers.gift_card_line("GIFT-1", 500, by=owner)
    sell(shop, owner, Cart().add_line(line), Payment("cash", 500))
    cart = Cart().add(milk, 2).for_customer(bea.id)
    card, account = Payment("gift_card", 100, code="gift-1"), Payment("account", 158)
    order = sell(shop, owner, cart, card, account)
    assert shop.ledgers.gift_card("GIFT-1").balance == 400
    back = shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 2)], by=owner)
    assert [(row.method, row.amount, row.code) for row in back.repayments] == [
        ("gift_card", 100, "GIFT-1"),
        ("account", 158, ""),
    ]
    assert shop.ledgers.gift_card("GIFT-1").balance == 500
    assert shop.ledgers.of_customer(bea.id)[1].balance == 0
    (newest, *_) = shop.ledgers.moves(shop.ledgers.gift_card("GIFT-1").id)
    assert (newest.reason, newest.amount, newest.number) == ("returned", 100, "T1-R1")
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize("instead", ["store_credit", "cash", "card", "transfer"])
def test_only_money_goes_another_way(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow, instead: str
) -> None:
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=1000, by=owner)
    line = shop.ledgers.gift_card_line("GIFT-1", 500, by=owner)
    sell(shop, owner, Cart().add_line(line), Payment("cash", 500))
    cart = Cart().add(milk, 4).for_customer(bea.id)
    ways = (
        Payment("card", 216),
        Payment("account", 200),
        Payment("gift_card", 100, code="GIFT-1"),
    )
    order = sell(shop, owner, cart, *ways)
    item = order.items[0].id
    paid = []
    for _ in range(4):
        lines = [ReturnLine(item, 1)]
        back = shop.returns.give_back(order.id, lines, instead=instead, by=owner)
        paid.append([(row.method, row.amount) for row in back.repayments])
        assert shop.check(by=owner) == ()
    assert paid == [
        [("account", 129)],
        [("account", 71), ("gift_card", 58)],
        [("gift_card", 42), (instead, 87)],
        [(instead, 129)],
    ]
    credit, account = shop.ledgers.of_customer(bea.id)
    assert (credit.balance, account.balance) == (216 if instead == "store_credit" else 0, 0)
    assert shop.ledgers.gift_card("GIFT-1").balance == 500


def test_a_gift_card_comes_back_only_while_it_is_full(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    line = shop.ledgers.gift_card_line("GIFT-1", 500, by=owner)
    order = sell(shop, owner, Cart().add_line(line), Payment("cash", 500))
    spent = sell(shop, owner, Cart().add(milk), Payment("gift_card", 129, code="GIFT-1"))
    wanted = [ReturnLine(order.items[0].id, 1)]
    for give in (
        lambda: shop.returns.preview(order.id, wanted),
        lambda: shop.returns.give_back(order.id, wanted, by=owner),
    ):
        with pytest.raises(NotEnoughCredit) as refused:
            give()
        assert (refused.value.wanted, refused.value.left) == (500, 371)
    shop.returns.give_back(spent.id, [ReturnLine(spent.items[0].id, 1)], by=owner)
    back = shop.returns.give_back(order.id, wanted, by=owner)
    assert (back.total, back.tax, back.taxes) == (500, 0, ())
    assert shop.ledgers.gift_card("GIFT-1").balance == 0
    assert shop.check(by=owner) == ()


def test_everybody_hears_of_a_return(
    shop: Shop, owner: Clerk, milk: ProductRow, sold: OrderDetail
) -> None:
    heard: list[tuple[str, tuple[int, ...]]] = []
    shop.on_change(lambda topic, ids: heard.append((topic, ids)))
    back = shop.returns.give_back(sold.id, [ReturnLine(sold.items[0].id, 1)], by=owner)
    assert sorted(heard) == [
        ("orders", (sold.id,)),
        ("returns", (back.id,)),
        ("stock", (milk.id,)),
    ]


def test_no_return_comes_before_its_sale(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    order = sell(shop, owner, Cart().add(milk, 2), Payment("cash", 300))
    line = [ReturnLine(order.items[0].id, 1)]
    with pytest.raises(BadValue) as refusal:
        shop.returns.give_back(order.id, line, by=owner, at=order.at - timedelta(days=1))
    assert (refusal.value.field, refusal.value.reason) == ("at", "range")
    later = shop.returns.give_back(order.id, line, by=owner, at=order.at + timedelta(days=1))
    assert later.at == order.at + timedelta(days=1)


def test_no_mix_of_ways_gives_back_more_than_was_paid(
    shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]
) -> None:
    shop.settings.update(cash_step=100, by=owner)
    sweet, salt = add_product("Sweet", 49), add_product("Salt", 100)
    order = sell(shop, owner, Cart().add(sweet).add(salt), Payment("cash", 100))
    assert order.rounding == -49
    first, second = (ReturnLine(item.id, 1) for item in order.items)
    shop.returns.give_back(order.id, [first], instead="card", by=owner)
    shop.returns.give_back(order.id, [second], by=owner)
    repaid = [row for each in shop.returns.of_order(order.id) for row in each.repayments]
    assert sum(row.amount for row in repaid) <= 100
    assert shop.check(by=owner) == ()


def test_a_walk_in_sale_may_be_credited_to_somebody(
    shop: Shop, owner: Clerk, sold: OrderDetail, bea: CustomerRow
) -> None:
    lines = [ReturnLine(sold.items[0].id, 1)]
    with pytest.raises(NeedsCustomer):
        shop.returns.give_back(sold.id, lines, instead="store_credit", by=owner)
    with pytest.raises(UnknownCustomer):
        shop.returns.preview(sold.id, lines, instead="store_credit", customer_id=99)
    more = {"instead": "store_credit", "customer_id": bea.id}
    assert shop.returns.preview(sold.id, lines, **more).total == 116  # type: ignore[arg-type]
    back = shop.returns.give_back(sold.id, lines, by=owner, **more)  # type: ignore[arg-type]
    assert (back.customer_id, back.total) == (1, 116)
    assert shop.ledgers.of_customer(bea.id)[0].balance == 116
    assert shop.check(by=owner) == ()


def test_a_slip_waits_for_its_printer_and_the_drawer_opens_for_cash(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    for method, opened in (("card", 0), ("cash", 1)):
        order = sell(shop, owner, Cart().add(milk, 2), Payment(method, 258))
        lines = [ReturnLine(order.items[0].id, 1)]
        back = shop.returns.give_back(order.id, lines, by=owner, paper=True, drawer=True)
        shop.returns.give_back(order.id, lines, by=owner)
        assert shop.papers.waiting()[-1].return_id == back.id
        assert len(shop.drawer.openings(by=owner)) == opened
    assert (len(shop.papers.waiting()), len(shop.drawer.openings(by=owner))) == (2, 1)
    order = sell(shop, owner, Cart().add(milk), Payment("cash", 129))
    void = shop.returns.void(order.id, reason="Mistake", by=owner, paper=True, drawer=True)
    loose = shop.returns.without_receipt(
        [LooseLine(milk.id, 1)], reason="No", instead="cash", by=owner, paper=True, drawer=True
    )
    assert [job.return_id for job in shop.papers.waiting()][2:] == [void.id, loose.id]
    assert [row.number for row in shop.drawer.openings(by=owner)][:2] == [loose.number, void.number]
    assert shop.check(by=owner) == ()


def test_a_clock_that_was_set_back_keeps_no_goods_from_coming_back(
    shop: Shop, shop_path: Path, owner: Clerk, milk: ProductRow
) -> None:
    orders = [sell(shop, owner, Cart().add(milk, 2), Payment("card", 258)) for _ in range(3)]
    early = orders[0].at - timedelta(days=1)
    with closing(Shop.open(shop_path, clock=lambda: early)) as behind:
        by = behind.staff.terminal()
        returned, swapped, voided = orders
        line = [ReturnLine(returned.items[0].id, 1)]
        back = behind.returns.give_back(returned.id, line, by=by)
        assert (back.at, back.business_date) == (returned.at, returned.business_date)
        with pytest.raises(BadValue):
            behind.returns.give_back(returned.id, line, by=by, at=early)
        void = behind.returns.void(voided.id, reason="Mistake", by=by)
        assert void.at == voided.at
        exchange = Exchange(swapped.id, swapped.number, (ReturnLine(swapped.items[0].id, 1),))
        cart = Cart().add(milk).with_exchange(exchange)
        assert behind.checkout.exchange_preview(cart).to_pay == 0
        receipt = behind.checkout.sell(cart, by=by)
        assert receipt.at == behind.returns.get(receipt.return_id).at == swapped.at
        again = Cart().add(milk).with_exchange(exchange)
        with pytest.raises(BadValue):
            behind.checkout.sell(again, by=by, at=early)
        assert behind.check(by=behind.staff.terminal()) == ()
