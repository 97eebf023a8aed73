"""Goods without a receipt: at today's price at most, with today's taxes, by a right of its own."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from pos_app.domain.errors import (
    AboveShelfPrice,
    BadAmount,
    BadQuantity,
    BadValue,
    NeedsCustomer,
    NeedsPrice,
    NotAllowed,
    PosError,
    SaleChanged,
    UnknownCustomer,
    UnknownProduct,
    UnknownReturn,
)
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rows import Clerk, LooseLine, ProductRow
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop, ShopSetup
from tests.conftest import OWNER_PIN

AddProduct = Callable[..., ProductRow]


def test_goods_come_back_at_todays_price(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.settings.update(cash_step=5, by=owner)
    lines = [LooseLine(milk.id, 2), LooseLine(milk.id, 1, damaged=True), LooseLine(milk.id, 1)]
    seen = shop.returns.preview_without_receipt(lines, instead="cash")
    back = shop.returns.without_receipt(lines, reason=" No  receipt ", instead="cash", by=owner)
    assert (back.kind, back.number, back.order_id, back.order_number) == ("return", "T1-R1", 0, "")
    assert (back.customer_id, back.reason, back.exchange_order_id) == (1, "No receipt", 0)
    assert (back.subtotal, back.discount, back.total, back.rounding) == (516, 0, 516, -1)
    assert [
        (row.quantity, row.gross, row.price, row.damaged, row.item_id) for row in back.items
    ] == [
        (3, 387, 129, False, 0),
        (1, 129, 129, True, 0),
    ]
    assert [(part.name, part.rate_ppm, part.tax) for part in back.items[0].parts] == [
        ("Tax", 50_000, 18)
    ]
    assert (back.net, back.tax, back.tax_included) == (492, 24, True)
    assert [(row.method, row.amount) for row in back.repayments] == [("cash", 515)]
    assert shop.catalog.get(milk.id).on_hand == 43
    moves = [(move.reason, move.quantity) for move in shop.stock.moves(milk.id, by=owner)][:3]
    assert sorted(moves) == [("damaged", -1), ("return", 1), ("return", 3)]
    assert shop.returns.get(back.id) == back
    assert (seen.total, seen.taxes, seen.repayments) == (back.total, back.taxes, back.repayments)
    assert [replace(row, id=0) for row in back.items] == list(seen.items)
    assert shop.check(by=owner) == ()


def test_a_lower_price_may_be_given_and_no_higher_one(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    lines = [LooseLine(milk.id, 1, price=100), LooseLine(milk.id, 1)]
    back = shop.returns.without_receipt(lines, reason="Sale?", instead="cash", by=owner)
    assert [(row.price, row.gross) for row in back.items] == [(100, 100), (129, 129)]
    assert (
        shop.returns.without_receipt(
            [LooseLine(milk.id, 1, price=129)], reason="Same", instead="cash", by=owner
        ).total
        == 129
    )
    with pytest.raises(AboveShelfPrice) as refused:
        shop.returns.preview_without_receipt([LooseLine(milk.id, 1, price=130)], instead="cash")
    assert (refused.value.product, refused.value.price, refused.value.most) == (milk.name, 130, 129)
    free = shop.returns.without_receipt(
        [LooseLine(milk.id, 1, price=0)], reason="Gift", instead="cash", by=owner
    )
    assert (free.total, free.repayments) == (0, ())
    assert shop.check(by=owner) == ()


def test_promotions_are_not_given_back(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    half = Promotion(0, "Half", "percent", Goods(frozenset({milk.id})), rate_ppm=500_000)
    shop.promotions.add(half, by=owner)
    seen = shop.returns.preview_without_receipt([LooseLine(milk.id, 1)], instead="cash")
    assert seen.total == 129


def test_a_customers_own_price_is_theirs_to_bring_back(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    trade = shop.groups.add("Trade", by=owner)
    shop.groups.set_price(trade.id, milk.id, 110, by=owner)
    bea = shop.customers.add(first_name="Bea", by=owner)
    shop.customers.set_terms(bea.id, group_id=trade.id, tax_exempt="", credit_limit=0, by=owner)
    back = shop.returns.without_receipt(
        [LooseLine(milk.id, 2)],
        reason="Lost it",
        instead="store_credit",
        customer_id=bea.id,
        by=owner,
    )
    assert (back.total, back.customer) == (220, "Bea")
    assert shop.ledgers.of_customer(bea.id)[0].balance == 220
    assert shop.customers.summary(bea.id).revenue == -220
    with pytest.raises(AboveShelfPrice):
        shop.returns.preview_without_receipt(
            [LooseLine(milk.id, 1, price=111)], instead="cash", customer_id=bea.id
        )
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize("included", [True, False])
def test_prices_are_stated_as_the_customers_are(tmp_path: Path, included: bool) -> None:
    setup = ShopSetup("Ecke", tax_included=included, tax_rate_ppm=200_000)
    shop = Shop.create(tmp_path / "tax.db", setup)
    by = shop.staff.terminal()
    deposit = [TaxRate("VAT", 200_000), TaxRate("Deposit", amount=25, on_top=True)]
    class_id = shop.taxes.add_class("Bottles", deposit, by=by).id
    cola = shop.catalog.add_product(name="Cola", price=600, tax_class_id=class_id, stock=5, by=by)
    other = shop.groups.add("Other", tax_included=not included, by=by)
    bea = shop.customers.add(first_name="Bea", by=by)
    shop.customers.set_terms(bea.id, group_id=other.id, tax_exempt="", credit_limit=0, by=by)
    for customer_id, stated in ((None, included), (bea.id, not included)):
        today = shop.returns.preview_without_receipt(
            [LooseLine(cola.id, 2)], instead="cash", customer_id=customer_id
        )
        assert today.tax_included is stated
        lines = [LooseLine(cola.id, 2, price=today.items[0].price), LooseLine(cola.id, 1)]
        same = shop.returns.without_receipt(
            lines, reason="Same", instead="cash", customer_id=customer_id, by=by
        )
        assert same.items[0].price == same.items[1].price == today.items[0].price
        assert abs(same.items[0].gross - today.total) <= 1
        lower = shop.returns.without_receipt(
            [LooseLine(cola.id, 2, price=300)],
            reason="Old",
            instead="card",
            customer_id=customer_id,
            by=by,
        )
        assert lower.subtotal == 600
        # 20 % on what bears it, and 25 for each bottle where the prices are not without it.
        on_top = {(True, True): 50, (False, False): 120 + 50, (False, True): 120 + 50}
        assert lower.total == 600 + on_top.get((stated, included), 0)
    assert shop.check(by=shop.staff.terminal()) == ()
    shop.close()


def test_weighed_and_exempt(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    apples = add_product("Apples", 399, unit="kg")
    bea = shop.customers.add(first_name="NGO", by=owner)
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="Charity", credit_limit=0, by=owner)
    line = LooseLine(apples.id, Decimal("1.5"))
    back = shop.returns.without_receipt(
        [line], reason="Bruised", instead="card", customer_id=bea.id, by=owner
    )
    assert (back.tax, back.total, back.tax_included) == (0, 570, False)  # 5.99 less 5 %
    lower = shop.returns.without_receipt(
        [replace(line, price=200)], reason="Old", instead="card", customer_id=bea.id, by=owner
    )
    assert (lower.tax, lower.total) == (0, 300)
    assert shop.check(by=owner) == ()


def test_a_bundle_comes_back_as_its_parts(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    bread = add_product("Bread", 300, 10)
    box = add_product("Breakfast", 500, 0)
    shop.catalog.set_parts(box.id, [(milk.id, 2), (bread.id, 1)], by=owner)
    lines = [LooseLine(box.id, 1), LooseLine(box.id, 1, damaged=True)]
    back = shop.returns.without_receipt(lines, reason="Unwanted", instead="cash", by=owner)
    assert back.total == 1000
    assert shop.catalog.get(milk.id).on_hand == 42
    assert shop.catalog.get(bread.id).on_hand == 11
    assert shop.check(by=owner) == ()
    shop.catalog.set_parts(box.id, [], by=owner)  # an ordinary product again
    assert shop.check(by=owner) == ()


def test_goods_whose_price_is_asked_at_the_till(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    repair = add_product("Repair", 0, open_price=True)
    with pytest.raises(NeedsPrice):
        shop.returns.preview_without_receipt([LooseLine(repair.id, 1)], instead="cash")
    lines = [LooseLine(repair.id, 1, price=4500)]
    back = shop.returns.without_receipt(lines, reason="Broke again", instead="cash", by=owner)
    assert back.total == 4500


def test_what_is_refused_leaves_no_trace(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    gone = add_product("Gone")
    shop.catalog.archive_product(gone.id, by=owner)
    card = shop.ledgers.gift_card_line("K7XF-M3RD-9TPW", 1000, by=owner)
    one = [LooseLine(milk.id, 1)]
    refusals: list[tuple[type[PosError], list[LooseLine], dict[str, object]]] = [
        (BadValue, [], {}),
        (BadValue, one, {"reason": " "}),
        (BadValue, one, {"instead": ""}),
        (BadValue, one, {"instead": "exchange"}),
        (BadValue, one, {"instead": "gift_card"}),
        (NeedsCustomer, one, {"instead": "store_credit"}),
        (UnknownCustomer, one, {"customer_id": 99}),
        (UnknownProduct, [LooseLine(99, 1)], {}),
        (UnknownProduct, [LooseLine(gone.id, 1)], {}),
        (BadQuantity, [LooseLine(milk.id, 0)], {}),
        (BadQuantity, [LooseLine(milk.id, Decimal("0.5"))], {}),
        (BadAmount, [LooseLine(milk.id, 1, price=-1)], {}),
        (BadValue, [LooseLine(card.product_id, 1)], {}),
    ]
    for kind, lines, more in refusals:
        with pytest.raises(kind):
            shop.returns.without_receipt(
                lines,
                **{"reason": "No", "instead": "cash", "by": owner} | more,  # type: ignore[arg-type]
            )
    with pytest.raises(UnknownReturn):
        shop.returns.get(1)
    assert shop.catalog.get(milk.id).on_hand == 40


def test_it_is_booked_once(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    def give(lines: list[LooseLine]) -> object:
        return shop.returns.without_receipt(
            lines, reason="No", instead="cash", uuid="once", by=owner
        )

    first = give([LooseLine(milk.id, 2)])
    again = give([LooseLine(milk.id, 1), LooseLine(milk.id, 1)])
    assert again == replace(first, repeated=True)  # type: ignore[type-var]
    with pytest.raises(SaleChanged):
        give([LooseLine(milk.id, 3)])
    shop.catalog.archive_product(milk.id, by=owner)
    assert give([LooseLine(milk.id, 2)]) == again
    assert shop.catalog.get(milk.id).on_hand == 42


def test_it_needs_a_right_of_its_own(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    for role in ("supervisor", "manager"):
        shop.staff.add_user(username=role, name=role, role=role, pin=OWNER_PIN, by=owner)
    lines = [LooseLine(milk.id, 1)]
    with pytest.raises(NotAllowed) as refused:
        shop.returns.without_receipt(
            lines, reason="No", instead="cash", by=shop.staff.sign_in("supervisor", pin=OWNER_PIN)
        )
    assert refused.value.permission == "refund_without_receipt"
    by = shop.staff.sign_in("manager", pin=OWNER_PIN)
    shop.returns.without_receipt(lines, reason="No", instead="cash", by=by)


def test_the_figures_have_it(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    nothing = shop.taxes.add_class("Levy", [TaxRate("Levy", amount=10)], by=owner)
    book = shop.catalog.add_product(
        name="Book", price=1000, tax_class_id=nothing.id, stock=2, by=owner
    )
    back = shop.returns.without_receipt(
        [LooseLine(milk.id, 1), LooseLine(book.id, 1)], reason="No", instead="cash", by=owner
    )
    day = back.business_date
    (sales,) = shop.reports.daily_sales(date_from=day, date_to=day, by=owner)
    assert (sales.orders, sales.revenue, sales.returned) == (0, -1129, 1129)
    report = shop.reports.tax_report(day, day, by=owner)
    assert [(row.name, row.gross) for row in report.rows] == [
        ("Levy", -10),
        ("Tax", -129),
        ("", -990),
    ]
    assert report.adds_up
    (cash,) = shop.reports.takings(day, day, by=owner)
    assert (cash.method, cash.received, cash.given_back) == ("cash", 0, 1129)
    assert shop.reports.top_customers(by=owner) == ()
