"""Checkout: a sale is one transaction, once per cart, and refuses in terms that say why."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.discounts import Discount
from pos_app.domain.errors import (
    BadValue,
    EmptyCart,
    NotAllowed,
    NotSignedIn,
    OutOfStock,
    Overpaid,
    PosError,
    PriceChanged,
    SaleChanged,
    Underpaid,
    UnknownCustomer,
    UnknownProduct,
    UnknownTill,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow, Receipt
from pos_app.services import booking
from pos_app.shop import Shop
from pos_app.storage.database import Database

AddProduct = Callable[..., ProductRow]


def rows_in(path: str) -> dict[str, int]:
    """How many rows each table of the books holds."""
    database = Database.open(path)
    tables = ("orders", "order_items", "payments", "stock_moves")
    counted = {table: database.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    database.close()
    return counted


def test_a_sale_is_in_the_books_whole(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    receipt = shop.checkout.sell(Cart().add(milk, 2), [Payment("cash", 500)], by=owner)
    assert (receipt.total, receipt.tendered, receipt.change_due) == (258, 500, 242)
    assert (receipt.number, receipt.repeated) == ("T1-1", False)
    assert shop.catalog.get(milk.id).on_hand == 38
    assert [(move.reason, move.quantity) for move in shop.stock.moves(milk.id, by=owner)] == [
        ("sale", Decimal(-2)),
        ("opening", Decimal(40)),
    ]
    assert rows_in(shop.path) == {
        "orders": 1,
        "order_items": 1,
        "payments": 1,
        "stock_moves": 2,
    }
    assert shop.check(by=owner) == ()


def test_the_same_cart_is_sold_once(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    cart = Cart().add(milk)
    first = shop.checkout.sell(cart, [Payment("cash", 200)], by=owner)
    again = shop.checkout.sell(cart, [Payment("cash", 200)], by=owner)
    assert again == replace(first, repeated=True)
    assert shop.catalog.get(milk.id).on_hand == 39


def test_a_sold_cart_is_not_sold_again_with_more_in_it(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk)
    receipt = shop.checkout.sell(cart, [Payment("cash", 200)], by=owner)
    with pytest.raises(SaleChanged) as refusal:
        shop.checkout.sell(cart.add(milk), [Payment("cash", 300)], by=owner)
    assert refusal.value.order_id == receipt.order_id
    assert shop.catalog.get(milk.id).on_hand == 39


def test_a_sold_cart_is_not_sold_again_with_other_goods_for_as_much(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: AddProduct
) -> None:
    oats = add_product("Oats", milk.price)
    cart = Cart().add(milk)
    shop.checkout.sell(cart, [Payment("cash", 129)], by=owner)
    with pytest.raises(SaleChanged):
        shop.checkout.sell(cart.remove(0).add(oats), [Payment("cash", 129)], by=owner)
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (datetime(1, 1, 1, tzinfo=UTC), "range"),
        (datetime(1969, 12, 31, tzinfo=UTC), "range"),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), "range"),
        (datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None), "not_a_date"),
        ("2026-01-01", "not_a_date"),
    ],
)
def test_a_time_that_no_calendar_can_shift_is_refused(
    shop: Shop, owner: Clerk, milk: ProductRow, at: Any, reason: str
) -> None:
    maria = shop.customers.add(first_name="Maria", by=owner)
    with pytest.raises(BadValue) as refusal:
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner, at=at)
    assert (refusal.value.field, refusal.value.reason) == ("at", reason)
    with pytest.raises(BadValue):
        shop.orders.place(Cart().add(milk), customer_id=maria.id, by=owner, at=at)


def test_payments_that_can_not_be_written_down_are_refused(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    for payments in (
        [Payment("card", 129, reference="\ud800")],
        [Payment("card", 129, reference=None)],  # type: ignore[arg-type]
        [Payment("cash", 10**15)] * 2,
    ):
        with pytest.raises(BadValue):
            shop.checkout.sell(Cart().add(milk), payments, by=owner)
    assert rows_in(shop.path)["orders"] == 0


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
def test_a_number_or_text_that_no_column_holds_is_a_refusal(
    shop: Shop, owner: Clerk, number: int
) -> None:
    for ask in (
        lambda: shop.orders.get(number),
        lambda: shop.stock.receive(number, 1, by=owner),
        lambda: shop.catalog.scan("\ud800"),
        lambda: shop.catalog.by_sku("\udcff"),
        lambda: shop.checkout.sell(Cart(), by=owner, till="\ud800"),
    ):
        with pytest.raises(PosError):
            ask()
    assert shop.check(by=owner) == ()


def test_a_listener_that_fails_takes_nothing_back(
    shop: Shop, owner: Clerk, milk: ProductRow, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []

    def fail(_topic: str, _ids: tuple[int, ...]) -> None:
        raise ArithmeticError

    shop.on_change(fail)
    shop.on_change(lambda topic, _ids: heard.append(topic))
    receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    assert (receipt.repeated, heard) == (False, ["orders", "stock"])
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ArithmeticError]


def test_a_placed_order_is_not_taken_for_a_sale(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    maria = shop.customers.add(first_name="Maria", by=owner)
    cart = Cart().add(milk)
    shop.orders.place(cart, customer_id=maria.id, by=owner)
    with pytest.raises(SaleChanged):
        shop.checkout.sell(cart, [Payment("cash", 129)], by=owner)
    assert shop.check(by=owner) == ()


def test_numbers_have_no_gap_after_a_refusal(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    with pytest.raises(OutOfStock):
        shop.checkout.sell(Cart().add(milk, 99), [Payment("cash", 99999)], by=owner)
    receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    assert receipt.number == "T1-2"
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize(
    ("change", "payments", "refusal"),
    [
        (lambda cart: Cart(), [], EmptyCart),
        (lambda cart: cart.set_quantity(0, 41), [Payment("cash", 99999)], OutOfStock),
        (lambda cart: cart.at_price(1, 99), [Payment("cash", 99999)], PriceChanged),
        (lambda cart: cart.for_customer(77), [Payment("cash", 99999)], UnknownCustomer),
        (lambda cart: cart, [Payment("cash", 100)], Underpaid),
        (lambda cart: cart, [], Underpaid),
        (lambda cart: cart, [Payment("card", 130)], Overpaid),
        (lambda cart: cart, [Payment("shells", 129)], BadValue),
        (
            lambda cart: cart.add_line(CartLine(99, "X", "Ghost", 1, Decimal(1))),
            [Payment("cash", 99999)],
            UnknownProduct,
        ),
    ],
)
def test_a_refused_sale_leaves_nothing(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    change: Callable[[Cart], Cart],
    payments: list[Payment],
    refusal: type[PosError],
) -> None:
    before = rows_in(shop.path)
    with pytest.raises(refusal):
        shop.checkout.sell(change(Cart().add(milk)), payments, by=owner)
    assert rows_in(shop.path) == before
    assert shop.catalog.get(milk.id).on_hand == 40
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize("broken", ["write_payments", "write_lines"])
def test_a_fault_in_the_middle_takes_all_of_it_back(
    shop: Shop, owner: Clerk, milk: ProductRow, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    real = getattr(booking, broken)

    def fail_after_writing(*args: object, **kwargs: object) -> None:
        real(*args, **kwargs)
        raise MemoryError

    monkeypatch.setattr(booking, broken, fail_after_writing)
    with pytest.raises(MemoryError):
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    assert rows_in(shop.path) == {"orders": 0, "order_items": 0, "payments": 0, "stock_moves": 1}
    assert shop.catalog.get(milk.id).on_hand == 40


def test_out_of_stock_says_what_is_left(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    eggs = add_product("Eggs", 189, 3)
    cart = Cart().add(eggs, 2).set_note(0, "brown").add(eggs, 2)
    with pytest.raises(OutOfStock) as refusal:
        shop.checkout.sell(cart, [Payment("cash", 1000)], by=owner)
    assert (refusal.value.product, refusal.value.wanted, refusal.value.left) == ("Eggs", 4, 3)


def test_archived_products_are_not_sold(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.catalog.archive_product(milk.id, by=owner)
    with pytest.raises(UnknownProduct):
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)


def test_nothing_is_due_for_nothing(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    sample = add_product("Sample", 0, 5)
    receipt = shop.checkout.sell(Cart().add(sample), by=owner)
    assert (receipt.total, rows_in(shop.path)["payments"]) == (0, 0)
    assert shop.check(by=owner) == ()


def test_agreed_totals_are_kept_to_the_cent(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    line = CartLine(milk.id, milk.sku, milk.name, 33, Decimal(3), agreed_list=150, agreed_total=100)
    receipt = shop.checkout.sell(
        Cart().add_line(line), [Payment("coupon", 40), Payment("cash", 60)], by=owner
    )
    assert receipt.total == 100
    assert shop.check(by=owner) == ()


def test_agreed_prices_need_their_own_right(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    cleo = shop.staff.sign_in("cleo", pin="135790")
    line = CartLine(milk.id, milk.sku, milk.name, 129, Decimal(1), agreed_total=1)
    with pytest.raises(NotAllowed):
        shop.checkout.sell(Cart().add_line(line), [Payment("cash", 1)], by=cleo)
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=cleo)
    assert shop.catalog.get(milk.id).on_hand == 39


def test_a_session_that_ended_sells_nothing(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.staff.sign_out(by=owner)
    with pytest.raises(NotSignedIn):
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)


def test_a_forged_session_sells_nothing(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    with pytest.raises(NotSignedIn):
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=replace(owner, token="x"))


def test_a_sale_belongs_to_the_shops_day(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    # 03:30 UTC on the 2nd is still the evening of the 1st in New York.
    at = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)
    receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner, at=at)
    assert (receipt.at, receipt.business_date.isoformat()) == (at, "2026-03-01")
    with pytest.raises(BadValue):
        shop.checkout.sell(
            Cart().add(milk), [Payment("cash", 129)], by=owner, at=at.replace(tzinfo=None)
        )


def test_a_till_that_is_not_there(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    with pytest.raises(UnknownTill):
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner, till="T9")


def test_a_discount_is_on_the_items_too(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    cart = Cart().add(milk, 2).with_discount(Discount(rate_ppm=100_000, reason="Old"))
    priced = shop.checkout.price(cart)
    receipt = shop.checkout.sell(cart, [Payment("card", priced.total)], by=owner)
    assert receipt.total == 232  # 2.58 less 10 % = 2.322
    assert shop.check(by=owner) == ()


def test_what_was_sold_is_announced_after_the_commit(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    heard: list[tuple[str, tuple[int, ...], int]] = []
    shop.on_change(
        lambda topic, ids: heard.append((topic, ids, int(shop.catalog.get(milk.id).on_hand)))
    )
    receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    with pytest.raises(Underpaid):
        shop.checkout.sell(Cart().add(milk), [], by=owner)
    assert heard == [("orders", (receipt.order_id,), 39), ("stock", (milk.id,), 39)]


def test_eight_threads_sell_the_last_one_once(
    shop: Shop, owner: Clerk, add_product: AddProduct
) -> None:
    last = add_product("Last one", 500, 1)
    ready = threading.Barrier(8)
    sold: list[Receipt] = []
    refused: list[tuple[Cart, OutOfStock]] = []

    def sell() -> None:
        cart = Cart().add(last)
        ready.wait()
        try:
            sold.append(shop.checkout.sell(cart, [Payment("cash", 500)], by=owner))
        except OutOfStock as refusal:
            refused.append((cart, refusal))

    threads = [threading.Thread(target=sell) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(sold), len(refused)) == (1, 7)
    assert all(refusal.left == 0 and len(cart.lines) == 1 for cart, refusal in refused)
    assert shop.catalog.get(last.id).on_hand == 0
    assert shop.check(by=owner) == ()


def test_threads_that_sell_the_same_cart_sell_it_once(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    cart = Cart().add(milk)
    ready = threading.Barrier(6)
    receipts: list[Receipt] = []

    def sell() -> None:
        ready.wait()
        receipts.append(shop.checkout.sell(cart, [Payment("cash", 129)], by=owner))

    threads = [threading.Thread(target=sell) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(receipt.repeated for receipt in receipts) == [False] + [True] * 5
    assert {receipt.order_id for receipt in receipts} == {1}
    assert shop.catalog.get(milk.id).on_hand == 39


def test_two_shops_in_one_process_stay_apart(
    shop: Shop, owner: Clerk, milk: ProductRow, template: Path, tmp_path: Path
) -> None:
    other_path = tmp_path / "other.db"
    other_path.write_bytes(template.read_bytes())
    other = Shop.open(other_path)
    try:
        terminal = other.staff.terminal()
        bread = other.catalog.add_product(name="Bread", price=300, stock=50, by=terminal)
        assert bread.id == milk.id
        totals: dict[str, list[int]] = {"here": [], "there": []}

        def sell(where: str, till: Shop, product: ProductRow, by: Clerk) -> None:
            for _ in range(20):
                receipt = till.checkout.sell(
                    Cart().add(product), [Payment("cash", product.price)], by=by
                )
                totals[where].append(receipt.total)

        threads = [
            threading.Thread(target=sell, args=("here", shop, milk, owner)),
            threading.Thread(target=sell, args=("there", other, bread, terminal)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert totals == {"here": [129] * 20, "there": [300] * 20}
        assert shop.catalog.get(milk.id).name == "Milk 1 l"
        assert other.catalog.get(bread.id).on_hand == 30
        assert shop.check(by=owner) == other.check(by=other.staff.terminal()) == ()
    finally:
        other.close()
