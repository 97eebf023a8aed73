"""Selling by the terms of the moment: whoever changed a price, a tax or an offer, the next sale
goes by it, and money that is not there is not spent."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import (
    BadValue,
    DiscountTooHigh,
    ImplausibleTender,
    NeedsCustomer,
    NotAllowed,
    NotEnoughCredit,
    Overpaid,
    PosError,
    PriceChanged,
    ProductMoved,
    SaleChanged,
    TotalChanged,
    Underpaid,
    UnknownGiftCard,
)
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Promotion
from pos_app.domain.rows import Clerk, CustomerRow, ProductRow, Receipt
from pos_app.domain.tax import TaxRate
from pos_app.services import checkout, price_rules, quoting
from pos_app.shop import Shop

AddProduct = Callable[..., ProductRow]
HALF = Promotion(0, "Half", "percent", rate_ppm=500_000)


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer."""
    return shop.customers.add(first_name="Bea", last_name="Lee", by=owner)


@pytest.fixture
def office(shop: Shop) -> Iterator[Shop]:
    """The same file, open in the office as well."""
    opened = Shop.open(shop.path)
    yield opened
    opened.close()


def at_once(work: Callable[[], Any], threads: int = 2) -> tuple[list[Any], list[PosError]]:
    """What each thread got, and what each was refused."""
    ready = threading.Barrier(threads)
    got: list[Any] = []
    refused: list[PosError] = []

    def run() -> None:
        ready.wait()
        try:
            got.append(work())
        except PosError as refusal:
            refused.append(refusal)

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return got, refused


# --- what another one changed --------------------------------------------------------------------


def test_the_next_sale_goes_by_what_the_office_changed(
    shop: Shop, owner: Clerk, milk: ProductRow, office: Shop
) -> None:
    boss = office.staff.terminal()

    def total_and_tax() -> tuple[int, int]:
        receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 200)], by=owner)
        return receipt.total, shop.orders.get(receipt.order_id).tax

    assert total_and_tax() == (129, 6)
    office.taxes.set_rates(1, [TaxRate("VAT", 200_000)], by=boss)
    assert total_and_tax() == (129, 22)
    half = office.promotions.add(HALF, by=boss).promotion
    assert total_and_tax() == (64, 11)
    office.promotions.update(half, active=False, by=boss)
    office.settings.update(tax_included=False, by=boss)
    assert total_and_tax() == (155, 26)
    assert not shop.info.tax_included
    office.settings.update(timezone="Asia/Tokyo", by=boss)
    shop.checkout.price(Cart().add(milk))
    assert shop.info.timezone == "Asia/Tokyo"
    office.catalog.update_product(milk.id, price=149, by=boss)
    with pytest.raises(PriceChanged) as refusal:
        total_and_tax()
    assert (refusal.value.was, refusal.value.now) == (129, 149)
    assert shop.check(by=owner) == ()


def test_limits_that_the_office_changed_count_at_once(
    shop: Shop, owner: Clerk, milk: ProductRow, office: Shop
) -> None:
    cart = Cart().add(milk).with_discount(Discount(rate_ppm=500_000, reason="Old"))
    shop.checkout.check_discounts(cart, by=owner)
    office.discounts.set_limit("owner", most_ppm=400_000, floor_ppm=0, by=office.staff.terminal())
    with pytest.raises(DiscountTooHigh):
        shop.checkout.sell(cart, [Payment("cash", 64)], by=owner)
    assert shop.orders.page() == ()


@pytest.mark.parametrize("change", ["group", "exempt", "promotion", "tax", "settings", "code"])
def test_what_changes_between_price_and_sale_is_honoured(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    bea: CustomerRow,
    office: Shop,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
) -> None:
    boss = office.staff.terminal()
    group = office.groups.add("Staff", by=boss)
    office.groups.set_price(group.id, milk.id, 100, by=boss)
    code = office.discounts.add_code("TEN", amount=10, by=boss)
    terms: dict[str, Any] = {"group_id": None, "tax_exempt": "", "credit_limit": 0}
    cart = Cart().add(milk).for_customer(bea.id).with_code(shop.carts.discount("TEN"))
    assert shop.checkout.price(cart).total == 119
    deposit = [TaxRate("Deposit", amount=1, on_top=True)]
    changes: dict[str, tuple[Callable[[], object], int]] = {
        "group": (
            lambda: office.customers.set_terms(bea.id, by=boss, **{**terms, "group_id": group.id}),
            90,
        ),
        "exempt": (
            lambda: office.customers.set_terms(bea.id, by=boss, **{**terms, "tax_exempt": "x"}),
            113,
        ),
        "promotion": (lambda: office.promotions.add(HALF, by=boss), 54),
        "tax": (
            lambda: office.taxes.set_rates(1, deposit, by=boss),
            120,
        ),
        "settings": (lambda: office.settings.update(tax_included=False, by=boss), 125),
        "code": (
            lambda: office.discounts.update_code(code.id, code="TEN", amount=20, by=boss),
            109,
        ),
    }
    alter, total = changes[change]
    real = quoting.quote

    def quote_then_alter(*args: Any) -> Any:
        quoted = real(*args)
        alter()
        return quoted

    monkeypatch.setattr(checkout, "quote", quote_then_alter)
    with pytest.raises(TotalChanged) as refusal:
        shop.checkout.sell(cart, [Payment("cash", 119)], by=owner, shown=119)
    assert (refusal.value.was, refusal.value.now) == (119, total)
    monkeypatch.undo()
    receipt = shop.checkout.sell(cart, [Payment("card", total)], by=owner, shown=total)
    assert receipt.total == total
    assert shop.check(by=owner) == ()


def test_rules_that_were_taken_back_are_forgotten(
    shop: Shop, owner: Clerk, milk: ProductRow, office: Shop
) -> None:
    shop.promotions.add(HALF, active=False, by=owner)
    cart = Cart().add(milk)
    database = shop._database

    def fail() -> None:
        with database.transaction():
            database.rows("UPDATE promotions SET active = 1")
            price_rules.touch(database)
            assert shop._books.rules.now().offers.promotions
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    office.promotions.add(replace(HALF, rate_ppm=100_000), active=True, by=office.staff.terminal())
    assert shop.checkout.price(cart).total == 116


# --- the total that was told ---------------------------------------------------------------------


def test_a_total_that_is_no_longer_so_is_refused(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk)
    shown = shop.checkout.price(cart).total
    shop.promotions.add(HALF, by=owner)
    with pytest.raises(TotalChanged) as refusal:
        shop.checkout.sell(cart, [Payment("cash", 129)], by=owner, shown=shown)
    assert (refusal.value.was, refusal.value.now) == (129, 64)
    assert shop.orders.page() == ()
    receipt = shop.checkout.sell(cart, [Payment("cash", 129)], by=owner, shown=64)
    assert (receipt.total, receipt.change_due) == (64, 65)


def test_a_sale_is_told_again_whatever_was_changed_since(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    food = shop.taxes.add_class("Food", [TaxRate("Tax", 70_000)], by=owner)
    bread = add_product("Bread", 300, tax_class_id=food.id)
    shop.discounts.add_code("TEN", rate_ppm=100_000, max_uses=1, by=owner)
    cart = Cart().add(milk).add(bread).with_code(shop.carts.discount("TEN"))
    first = shop.checkout.sell(cart, [Payment("cash", 500)], by=owner, shown=386)
    shop.catalog.update_product(milk.id, price=149, by=owner)
    shop.promotions.add(HALF, by=owner)
    shop.discounts.withdraw_code("TEN", by=owner)
    shop.catalog.update_product(bread.id, tax_class_id=1, by=owner)
    shop.taxes.remove_class(food.id, by=owner)
    shop.catalog.archive_product(bread.id, by=owner)
    again = shop.checkout.sell(cart, [Payment("cash", 500)], by=owner, shown=386)
    assert again == replace(first, repeated=True)
    with pytest.raises(SaleChanged):
        shop.checkout.sell(cart.remove(1), [Payment("cash", 500)], by=owner)
    assert len(shop.orders.page()) == 1
    assert shop.check(by=owner) == ()


# --- cash ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "payments", "rounding", "change"),
    [
        ("half_up", [Payment("cash", 130)], 1, 0),
        ("half_up", [Payment("cash", 200)], 1, 70),
        ("down", [Payment("cash", 125)], -4, 0),
        ("up", [Payment("cash", 130)], 1, 0),
        ("half_up", [Payment("card", 129)], 0, 0),
        ("half_up", [Payment("card", 100), Payment("cash", 30)], 1, 0),
        ("half_up", [Payment("card", 127), Payment("cash", 0)], -2, 0),  # less than a coin is left
    ],
)
def test_cash_is_rounded_to_the_smallest_coin(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    mode: str,
    payments: list[Payment],
    rounding: int,
    change: int,
) -> None:
    shop.settings.update(cash_step=5, cash_mode=mode, by=owner)
    receipt = shop.checkout.sell(Cart().add(milk), payments, by=owner)
    assert (receipt.total, receipt.rounding, receipt.change_due) == (129, rounding, change)
    order = shop.orders.get(receipt.order_id)
    assert (order.total, order.rounding, order.paid) == (129, rounding, 129 + rounding)
    assert sum(payment.amount for payment in order.payments) == 129 + rounding
    assert shop.check(by=owner) == ()


def test_less_than_the_rounded_sum_is_too_little(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.settings.update(cash_step=5, by=owner)
    with pytest.raises(Underpaid) as refusal:
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    assert (refusal.value.due, refusal.value.tendered) == (130, 129)
    with pytest.raises(Underpaid) as refusal:  # nothing is rounded where there is no cash
        shop.checkout.sell(Cart().add(milk), [Payment("card", 127)], by=owner)
    assert (refusal.value.due, refusal.value.tendered) == (129, 127)


def test_a_code_scanned_as_an_amount_is_no_cash(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    with pytest.raises(ImplausibleTender) as refusal:
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 4_006_381_333_931)], by=owner)
    assert (refusal.value.due, refusal.value.tendered) == (129, 4_006_381_333_931)
    assert shop.orders.page() == ()


# --- cards, credit, accounts ---------------------------------------------------------------------


def test_no_card_number_comes_into_the_books(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    for payment, field, reason in (
        (Payment("card", 129, "4111 1111 1111 1111"), "reference", "card_number"),
        (Payment("card", 129, last4="41111"), "last4", "not_last4"),
        (Payment("cash", 129, last4="4111"), "last4", "not_last4"),
    ):
        with pytest.raises(BadValue) as refusal:
            shop.checkout.sell(Cart().add(milk), [payment], by=owner)
        assert (refusal.value.field, refusal.value.reason) == (field, reason)
        assert "1111" not in str(vars(refusal.value))
    receipt = shop.checkout.sell(Cart().add(milk), [Payment("card", 129, "ok", "1111")], by=owner)
    (paid,) = shop.orders.get(receipt.order_id).payments
    assert (paid.reference, paid.last4) == ("ok", "1111")


def test_a_gift_card_is_sold_and_spent_and_then_empty(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.checkout.sell(
        Cart().add_line(shop.ledgers.gift_card_line("CARD-1", 200, by=owner)),
        [Payment("cash", 200)],
        by=owner,
    )
    receipt = shop.checkout.sell(
        Cart().add(milk), [Payment("gift_card", 129, code=" card-1 ")], by=owner
    )
    (paid,) = shop.orders.get(receipt.order_id).payments
    assert (paid.method, paid.amount, paid.code, paid.balance) == ("gift_card", 129, "CARD-1", 71)
    with pytest.raises(NotEnoughCredit) as refusal:
        shop.checkout.sell(Cart().add(milk), [Payment("gift_card", 129, code="CARD-1")], by=owner)
    assert (refusal.value.method, refusal.value.wanted, refusal.value.left) == (
        "gift_card",
        129,
        71,
    )
    with pytest.raises(Overpaid):
        shop.checkout.sell(Cart().add(milk), [Payment("gift_card", 130, code="CARD-1")], by=owner)
    with pytest.raises(UnknownGiftCard):
        shop.checkout.sell(Cart().add(milk), [Payment("gift_card", 129, code="CARD-2")], by=owner)
    both = [Payment("gift_card", 71, code="CARD-1"), Payment("cash", 60)]
    assert shop.checkout.sell(Cart().add(milk), both, by=owner).change_due == 2
    assert shop.ledgers.gift_card("CARD-1").balance == 0
    assert len(shop.orders.page()) == 3
    assert shop.check(by=owner) == ()


def test_a_gift_card_is_spent_once_by_two_tills(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    card = Cart().add_line(shop.ledgers.gift_card_line("CARD-1", 129, by=owner))
    shop.checkout.sell(card, [Payment("cash", 129)], by=owner)
    got, refused = at_once(
        lambda: shop.checkout.sell(
            Cart().add(milk), [Payment("gift_card", 129, code="CARD-1")], by=owner
        )
    )
    assert [type(receipt) for receipt in got] == [Receipt]
    assert [type(refusal) for refusal in refused] == [NotEnoughCredit]
    assert shop.ledgers.gift_card("CARD-1").balance == 0
    assert shop.catalog.get(milk.id).on_hand == 39
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"agreed_total": 1}, "no_discount"),
        ({"agreed_list": 1}, "no_discount"),
        ({"quantity": Decimal(2)}, "one_a_line"),
        ({"price": 0}, "one_a_line"),
        ({"gift_card": " "}, "empty"),
        ({"gift_card": ""}, "empty"),
        ({"tax_class_id": 1}, "unknown_choice"),
    ],
)
def test_a_gift_card_is_filled_with_what_is_paid_for_it(
    shop: Shop, owner: Clerk, change: dict[str, Any], reason: str
) -> None:
    line = shop.ledgers.gift_card_line("CARD-1", 5000, by=owner)
    with pytest.raises(BadValue) as refusal:
        shop.checkout.sell(Cart((replace(line, **change),)), [Payment("cash", 10_000)], by=owner)
    assert (refusal.value.field, refusal.value.reason) == ("gift_card", reason)
    assert shop.orders.page() == ()


def test_goods_are_no_gift_card(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    for agreed in (None, 1):
        line = CartLine(
            milk.id, milk.sku, milk.name, 129, Decimal(1), gift_card="CARD-1", agreed_total=agreed
        )
        with pytest.raises(BadValue) as refusal:
            shop.checkout.sell(Cart((line,)), [Payment("cash", 129)], by=owner)
        assert (refusal.value.field, refusal.value.reason) == ("gift_card", "unknown_choice")
    assert shop.catalog.get(milk.id).on_hand == 40


def test_a_gift_card_takes_no_part_in_offers(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    shop.promotions.add(HALF, by=owner)
    shop.discounts.add_code("TEN", rate_ppm=100_000, by=owner)
    trade = shop.groups.add("Trade", tax_included=False, by=owner)
    shop.customers.set_terms(bea.id, group_id=trade.id, tax_exempt="x", credit_limit=0, by=owner)
    line = shop.ledgers.gift_card_line("CARD-1", 5000, by=owner)
    cart = (
        Cart()
        .add_line(line)
        .for_customer(bea.id)
        .with_code(shop.carts.discount("TEN"))
        .with_discount(Discount(rate_ppm=100_000, reason="Old"))
    )
    receipt = shop.checkout.sell(cart, [Payment("cash", 5000)], by=owner)
    assert (receipt.total, shop.orders.get(receipt.order_id).tax) == (5000, 0)
    assert shop.ledgers.gift_card("CARD-1").balance == 5000


@pytest.mark.parametrize("method", ["store_credit", "account"])
def test_credit_belongs_to_a_customer(
    shop: Shop, owner: Clerk, milk: ProductRow, method: str
) -> None:
    for customer in (None, 1):
        with pytest.raises(NeedsCustomer) as refusal:
            shop.checkout.sell(
                Cart().add(milk).for_customer(customer), [Payment(method, 129)], by=owner
            )
        assert refusal.value.method == method
    assert shop.orders.page() == ()


def test_an_account_is_owed_up_to_its_limit(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    with pytest.raises(NotEnoughCredit) as refusal:
        shop.checkout.sell(Cart().add(milk), [Payment("account", 129)], by=owner, customer=bea.id)
    assert (refusal.value.name, refusal.value.left) == ("Bea Lee", 0)
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=300, by=owner)
    for _ in range(2):
        shop.checkout.sell(Cart().add(milk), [Payment("account", 129)], by=owner, customer=bea.id)
    with pytest.raises(NotEnoughCredit) as refusal:
        shop.checkout.sell(Cart().add(milk), [Payment("account", 129)], by=owner, customer=bea.id)
    assert (refusal.value.method, refusal.value.wanted, refusal.value.left) == ("account", 129, 42)
    part = [Payment("account", 42), Payment("cash", 87)]
    shop.checkout.sell(Cart().add(milk), part, by=owner, customer=bea.id)
    assert shop.ledgers.of_customer(bea.id)[1].balance == -300
    assert shop.check(by=owner) == ()


def test_the_last_of_an_account_is_spent_once(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=129, by=owner)
    got, refused = at_once(
        lambda: shop.checkout.sell(
            Cart().add(milk), [Payment("account", 129)], by=owner, customer=bea.id
        ),
        threads=4,
    )
    assert len(got) == 1
    assert [type(refusal) for refusal in refused] == [NotEnoughCredit] * 3
    assert shop.ledgers.of_customer(bea.id)[1].balance == -129
    assert shop.check(by=owner) == ()


def test_a_product_that_changed_its_tax_class_or_category_is_not_sold_by_the_old_one(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    food = shop.taxes.add_class("Food", [TaxRate("Tax", 26_000)], by=owner)
    bread = add_product("Bread", 320, tax_class_id=food.id)
    cart = Cart().add(bread)
    shop.catalog.update_product(bread.id, tax_class_id=1, by=owner)
    with pytest.raises(ProductMoved) as refusal:
        shop.checkout.sell(cart, [Payment("cash", 500)], by=owner)
    assert refusal.value.product_id == bread.id
    assert (refusal.value.tax_class_id, refusal.value.category_id) == (1, bread.category_id)
    # Nor where the class it had is gone and no price can be made by it any more.
    shop.taxes.remove_class(food.id, by=owner)
    with pytest.raises(ProductMoved):
        shop.checkout.sell(cart, [Payment("cash", 500)], by=owner)
    cart = cart.moved(bread.id, 1, bread.category_id, "piece")
    moved = shop.catalog.update_product(bread.id, category="Bakery", by=owner)
    with pytest.raises(ProductMoved):
        shop.checkout.sell(cart, [Payment("cash", 500)], by=owner)
    cart = cart.moved(bread.id, 1, moved.category_id, "piece")
    receipt = shop.checkout.sell(cart, [Payment("cash", 500)], by=owner)
    assert shop.orders.get(receipt.order_id).tax == 15  # 5 % inside 3.20


def test_what_was_weighed_in_another_unit_is_not_sold(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    ham = add_product("Ham", 2, stock=5000, unit="g")
    cart = Cart().add(ham, 300)
    shop.catalog.update_product(ham.id, unit="kg", price=2000, by=owner)
    cart = cart.at_price(ham.id, 2000)
    with pytest.raises(ProductMoved) as refusal:  # three hundred kilograms
        shop.checkout.sell(cart, [Payment("cash", 600_000)], by=owner)
    assert refusal.value.unit == "kg"
    assert cart.moved(ham.id, 1, ham.category_id, "kg").lines == ()


def test_another_moment_needs_a_right_of_its_own(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    shop.staff.add_user(username="cleo", name="Cleo", pin="771166", by=owner)
    cleo = shop.staff.sign_in("cleo", pin="771166")
    earlier = datetime(2020, 1, 5, 12, tzinfo=UTC)
    with pytest.raises(NotAllowed) as refusal:
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=cleo, at=earlier)
    assert refusal.value.permission == "backdate"
    customer = shop.customers.add(first_name="Bo", by=owner)
    with pytest.raises(NotAllowed):
        shop.orders.place(Cart().add(milk), customer_id=customer.id, by=cleo, at=earlier)
    receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner, at=earlier)
    assert receipt.business_date.year == 2020


def test_a_cart_is_kept_on_disk_though_its_tax_class_is_gone(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    food = shop.taxes.add_class("Food", [TaxRate("Tax", 26_000)], by=owner)
    cart = Cart().add(add_product("Bread", 320, tax_class_id=food.id), 2)
    shop.catalog.update_product(cart.lines[0].product_id, tax_class_id=1, by=owner)
    shop.taxes.remove_class(food.id, by=owner)
    shop.carts.keep_current(cart, by=owner)
    (line,) = shop.carts.current(by=owner).lines
    assert (line.quantity, line.tax_class_id) == (2, 1)


def test_cash_is_not_rounded_to_more_than_a_coin(shop: Shop, owner: Clerk) -> None:
    with pytest.raises(BadValue) as refusal:
        shop.settings.update(cash_step=10**15, by=owner)
    assert (refusal.value.field, refusal.value.reason) == ("cash_step", "too_large")
    assert shop.settings.update(cash_step=100, by=owner).cash_step == 100
