"""Orders: placed, moved on, cancelled, and found again anywhere in a long history."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadStatusMove,
    BadValue,
    NotAllowed,
    OutOfStock,
    PriceChanged,
    SaleChanged,
    Underpaid,
    UnknownCustomer,
    UnknownOrder,
)
from pos_app.domain.order_status import STATUSES
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, CustomerRow, OrderRow, ProductRow, ReturnLine
from pos_app.services.order_pages import OrderPages
from pos_app.shop import Shop
from pos_app.storage.database import Database

AddProduct = Callable[..., ProductRow]


@pytest.fixture
def bea(shop: Shop, owner: Clerk) -> CustomerRow:
    """A customer."""
    return shop.customers.add(first_name="Bea", last_name="Lee", by=owner)


# --- placing -------------------------------------------------------------------------------------


def test_a_placed_order_is_pending_and_takes_its_stock(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    shop.discounts.add_code("X", amount=87, by=owner)
    cart = Cart(note="ring twice").add(milk, 3).with_code(shop.carts.discount("X"))
    order = shop.orders.place(cart, customer_id=bea.id, by=owner)
    assert (order.status, order.customer, order.clerk) == ("pending", "Bea Lee", "Terminal")
    assert (order.subtotal, order.discount, order.total, order.paid) == (387, 87, 300, 0)
    assert (order.net + order.tax, order.tax) == (300, 14)  # 300 - 300 / 1.05 = 14.29
    assert (order.number, order.till, order.uuid, order.note) == (
        "T1-1",
        "T1",
        cart.uuid,
        "ring twice",
    )
    assert (order.discount_code, order.tax_included, order.payments) == ("X", True, ())
    (line,) = order.items
    assert (line.sku, line.name, line.quantity, line.unit) == (milk.sku, milk.name, 3, "piece")
    assert (line.list_total, line.discount, line.total, line.tax) == (387, 87, 300, 14)
    assert shop.catalog.get(milk.id).on_hand == 37
    assert shop.orders.get(order.id) == shop.orders.by_uuid(cart.uuid) == order
    assert shop.check(by=owner) == ()


def test_an_order_can_be_paid_when_it_is_placed(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    order = shop.orders.place(
        Cart().add(milk),
        customer_id=bea.id,
        payments=[Payment("coupon", 29), Payment("cash", 150, "till 2")],
        by=owner,
    )
    assert order.paid == order.total == 129
    assert [(p.method, p.tendered, p.change, p.amount) for p in order.payments] == [
        ("coupon", 29, 0, 29),
        ("cash", 150, 50, 100),
    ]
    assert order.payments[1].reference == "till 2"
    assert shop.check(by=owner) == ()


def test_the_same_cart_is_placed_once(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    cart = Cart().add(milk)
    first = shop.orders.place(cart, customer_id=bea.id, by=owner)
    shop.orders.set_status(first.id, "processing", by=owner)
    again = shop.orders.place(cart, customer_id=bea.id, by=owner)
    assert again == replace(first, status="processing")
    assert shop.catalog.get(milk.id).on_hand == 39
    with pytest.raises(SaleChanged):
        shop.orders.place(cart, customer_id=1, by=owner)
    with pytest.raises(SaleChanged):
        shop.orders.place(cart.add(milk), customer_id=bea.id, by=owner)
    sold = Cart().add(milk).for_customer(bea.id)
    receipt = shop.checkout.sell(sold, [Payment("cash", 129)], by=owner)
    with pytest.raises(SaleChanged) as refused:
        shop.orders.place(sold, customer_id=bea.id, by=owner)
    assert (refused.value.uuid, refused.value.order_id) == (sold.uuid, receipt.order_id)


@pytest.mark.parametrize(
    ("change", "given", "refusal"),
    [
        (lambda cart: cart.set_quantity(0, 41), {}, OutOfStock),
        (lambda cart: cart.at_price(1, 99), {}, PriceChanged),
        (lambda cart: cart, {"customer_id": 99}, UnknownCustomer),
        (lambda cart: cart, {"payments": [Payment("cash", 100)]}, Underpaid),
        (lambda cart: cart, {"at": datetime(2026, 1, 1)}, BadValue),  # noqa: DTZ001
    ],
)
def test_a_refused_order_leaves_nothing(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    bea: CustomerRow,
    change: Callable[[Cart], Cart],
    given: dict[str, object],
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        shop.orders.place(
            change(Cart().add(milk)),
            **{"customer_id": bea.id, **given},  # type: ignore[arg-type]
            by=owner,
        )
    assert shop.orders.page() == ()
    assert shop.catalog.get(milk.id).on_hand == 40
    assert shop.check(by=owner) == ()


# --- moving and cancelling -----------------------------------------------------------------------

MOVES = {
    "pending": {"processing", "cancelled"},
    "processing": {"shipped", "cancelled"},
    "shipped": {"delivered"},
    "delivered": set(),
    "cancelled": set(),
}
WAYS = {
    "pending": (),
    "processing": ("processing",),
    "shipped": ("processing", "shipped"),
    "delivered": ("processing", "shipped", "delivered"),
    "cancelled": ("cancelled",),
}


@pytest.mark.parametrize("status", STATUSES)
def test_an_order_goes_where_the_rules_let_it_and_nowhere_else(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow, status: str
) -> None:
    for wanted in (*STATUSES, "lost"):
        order = shop.orders.place(Cart().add(milk), customer_id=bea.id, by=owner)
        for step in WAYS[status]:
            order = shop.orders.set_status(order.id, step, by=owner)
        assert order.status == status
        if wanted in MOVES[status]:
            assert shop.orders.set_status(order.id, wanted, by=owner).status == wanted
        else:
            with pytest.raises(BadStatusMove) as refused:
                shop.orders.set_status(order.id, wanted, by=owner)
            assert (refused.value.status, refused.value.wanted) == (status, wanted)
            assert set(refused.value.allowed) == MOVES[status]
            assert shop.orders.get(order.id) == order
    assert set(shop.orders.allowed_moves(status)) == MOVES[status]
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize("by_status", [True, False])
def test_a_cancelled_order_gives_its_stock_back(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    bea: CustomerRow,
    add_product: AddProduct,
    by_status: bool,
) -> None:
    ham = add_product("Ham", 899, 4, unit="kg")
    cart = Cart().add(milk, 2).add(ham, Decimal("0.385")).set_note(0, "cold")
    cart = cart.add(milk)  # the same product on a second line
    order = shop.orders.place(cart, customer_id=bea.id, payments=[Payment("card", 733)], by=owner)
    heard: list[tuple[str, tuple[int, ...]]] = []
    shop.on_change(lambda topic, ids: heard.append((topic, ids)))
    if by_status:
        cancelled = shop.orders.set_status(order.id, "cancelled", by=owner)
    else:
        cancelled = shop.orders.cancel(order.id, by=owner)
    assert cancelled == replace(order, status="cancelled")
    assert cancelled.paid == 733  # what must be given back
    assert shop.catalog.get(milk.id).on_hand == 40
    assert shop.catalog.get(ham.id).on_hand == 4
    newest = shop.stock.moves(milk.id, limit=1, by=owner)[0]
    assert (newest.reason, newest.quantity, newest.order_number) == ("cancel", 3, "T1-1")
    assert dict(heard) == {"orders": (order.id,), "stock": (milk.id, ham.id)}
    assert shop.check(by=owner) == ()
    with pytest.raises(BadStatusMove):
        shop.orders.cancel(order.id, by=owner)
    assert shop.catalog.get(milk.id).on_hand == 40


def test_a_cancellation_is_whole_or_not_at_all(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    bea: CustomerRow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = shop.orders.place(Cart().add(milk, 2), customer_id=bea.id, by=owner)
    monkeypatch.setattr(type(shop.orders), "_detail", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        shop.orders.cancel(order.id, by=owner)
    monkeypatch.undo()
    assert shop.orders.get(order.id).status == "pending"
    assert shop.catalog.get(milk.id).on_hand == 38
    assert shop.check(by=owner) == ()


def test_a_counter_sale_is_delivered_at_once_and_stays(
    shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 200)], by=owner)
    order = shop.orders.get(receipt.order_id)
    assert (order.status, order.customer, order.paid) == ("delivered", "Walk-in", 129)
    with pytest.raises(BadStatusMove) as refused:
        shop.orders.cancel(order.id, by=owner)
    assert refused.value.allowed == ()


def test_cancelling_takes_a_right_of_its_own(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    shop.staff.add_user(username="cleo", name="Cleo", pin="713905", by=owner)
    cleo = shop.staff.sign_in("cleo", pin="713905")
    order = shop.orders.place(Cart().add(milk), customer_id=bea.id, by=cleo)
    with pytest.raises(NotAllowed) as refused:
        shop.orders.set_status(order.id, "cancelled", by=cleo)
    assert refused.value.permission == "cancel_order"
    with pytest.raises(NotAllowed):
        shop.orders.cancel(order.id, by=cleo)
    assert shop.orders.set_status(order.id, "processing", by=cleo).clerk == "Cleo"


def test_nothing_is_behind_an_unknown_key(shop: Shop, owner: Clerk) -> None:
    for ask in (
        lambda: shop.orders.get(99),
        lambda: shop.orders.by_uuid("nobody's"),
        lambda: shop.orders.cancel(99, by=owner),
        lambda: shop.orders.set_status(99, "shipped", by=owner),
    ):
        with pytest.raises(UnknownOrder):
            ask()


# --- the history ---------------------------------------------------------------------------------

NEW_YORK, KIRITIMATI = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati")
AWAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
OPEN_SLOTS = [
    slot
    for half_days in range(-6, 8)
    if (slot := AWAY + timedelta(hours=12 * half_days)).day != 3 or slot.hour == 0
    if slot != datetime(2026, 11, 4, tzinfo=UTC)
]
DAYS = [date(2026, 10, 28) + timedelta(days=day) for day in range(12)]
CUSTOMERS = (1, 2, 3)


@dataclass(frozen=True)
class Kept:
    """What was written into the history, for the test to choose from by itself."""

    id: int
    at: datetime
    day: date
    till: str
    number: int
    customer_id: int
    status: str


def write_history(path: Path, orders: int) -> list[Kept]:
    """A week of orders at two tills, many at the same moment.

    For half a day the shop's time is not New York's but Kiritimati's, 19 hours ahead: the orders
    of the 2nd of November, and all of them, are later than those of the 3rd.
    """
    chance = random.Random(2026)
    kept: list[Kept] = []
    numbers = {"T1": 0, "T2": 0}
    for order_id in range(1, orders + 1):
        slot = chance.choice(OPEN_SLOTS)
        at = slot + timedelta(microseconds=chance.randrange(2))
        zone = KIRITIMATI if slot == AWAY else NEW_YORK
        till = chance.choice(("T1", "T2"))
        numbers[till] += 1
        kept.append(
            Kept(
                order_id,
                at,
                at.astimezone(zone).date(),
                till,
                numbers[till],
                chance.choice(CUSTOMERS),
                chance.choice(STATUSES),
            )
        )
    database = Database.open(str(path))
    with database.transaction() as connection:
        connection.execute("INSERT INTO tills (code, name, created_at) VALUES ('T2', 'Till 2', 0)")
        for customer_id in CUSTOMERS[1:]:
            connection.execute(
                "INSERT INTO customers (id, username, password_hash, first_name, last_name, "
                "registered, created_at) VALUES (?, ?, '!', 'C', '', 0, 0)",
                (customer_id, f"c{customer_id}"),
            )
        connection.executemany(
            "INSERT INTO orders (id, uuid, till_id, number, customer_id, user_id, status, source, "
            "business_date, items, subtotal, discount, net, tax, tax_included, total, booked_at, "
            "created_at) VALUES (?, ?, ?, ?, ?, 1, ?, 'placed', ?, 1, 1, 0, 1, 0, 1, 1, 0, ?)",
            [
                (
                    row.id,
                    str(row.id),
                    int(row.till[1]),
                    row.number,
                    row.customer_id,
                    row.status,
                    row.day.isoformat(),
                    (row.at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1),
                )
                for row in kept
            ],
        )
    database.close()
    return kept


@pytest.fixture(scope="module")
def history(
    template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Shop, list[Kept]]]:
    """A shop with 400 orders; only read."""
    path = tmp_path_factory.mktemp("history") / "shop.db"
    path.write_bytes(template.read_bytes())
    kept = write_history(path, 400)
    shop = Shop.open(path)
    yield shop, kept
    shop.close()


def expected(kept: list[Kept], **filters: object) -> list[int]:
    """The ids that pass the filters, newest first, chosen without the database."""

    def passes(row: Kept) -> bool:
        return (
            filters.get("status") in (None, row.status)
            and filters.get("customer_id") in (None, row.customer_id)
            and (filters.get("date_from") or date.min) <= row.day  # type: ignore[operator]
            and row.day <= (filters.get("date_to") or date.max)  # type: ignore[operator]
            and filters.get("number", "") in ("", str(row.number), f"{row.till}-{row.number}")
        )

    chosen = [row for row in kept if passes(row)]
    return [row.id for row in sorted(chosen, key=lambda row: (row.at, row.id), reverse=True)]


def walk(shop: Shop, limit: int, **filters: object) -> list[int]:
    """The ids of all pages, one behind the other."""
    found: list[OrderRow] = []
    while page := shop.orders.page(
        after=found[-1] if found else None,
        limit=limit,
        **filters,  # type: ignore[arg-type]
    ):
        assert len(page) <= limit
        assert not found or page[0] != found[-1]
        found.extend(page)
        if len(page) < limit:  # a short page says that the end was reached
            break
    return [row.id for row in found]


day = st.none() | st.sampled_from(DAYS)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    limit=st.sampled_from([1, 7, 40, 1000]),
    filters=st.fixed_dictionaries(
        {},
        optional={
            "status": st.none() | st.sampled_from(STATUSES),
            "customer_id": st.none() | st.sampled_from([*CUSTOMERS, 99]),
            "date_from": day,
            "date_to": day,
            "number": st.sampled_from(["", "7", "T1-7", "T2-190", "999", "T9-1"]),
        },
    ),
)
@example(limit=7, filters={"date_from": date(2026, 11, 2), "date_to": date(2026, 11, 2)})
@example(limit=7, filters={"date_from": date(2026, 11, 3), "customer_id": 1})
@example(limit=7, filters={"date_to": date(2026, 11, 3), "status": "pending"})
def test_every_filter_finds_what_it_names_page_by_page(
    history: tuple[Shop, list[Kept]], limit: int, filters: dict[str, object]
) -> None:
    shop, kept = history
    assert walk(shop, limit, **filters) == expected(kept, **filters)


def test_the_history_holds_the_hard_cases(history: tuple[Shop, list[Kept]]) -> None:
    _, kept = history
    assert len({row.at for row in kept}) < 30  # many orders at one moment
    second, third = date(2026, 11, 2), date(2026, 11, 3)
    moments = {day: {row.at for row in kept if row.day == day} for day in (second, third)}
    assert min(moments[second]) > max(moments[third])


def test_an_order_row_tells_what_the_list_shows(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    at = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)  # still the 22nd in New York
    placed = shop.orders.place(Cart().add(milk, 2), customer_id=bea.id, at=at, by=owner)
    assert shop.orders.page() == (
        OrderRow(
            placed.id,
            "T1-1",
            at,
            date(2026, 11, 22),
            bea.id,
            "Bea Lee",
            "pending",
            1,
            258,
            "Terminal",
        ),
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("T1-2", ["T1-2"]),
        (" t1-2 ", ["T1-2"]),
        ("2", ["T1-2"]),
        ("#2", ["T1-2"]),
        ("02", ["T1-2"]),
        ("T1-", []),
        ("-2", []),
        ("two", []),
        ("T2-2", []),
        ("9" * 40, []),
        ("٢", []),
    ],
)
def test_a_number_is_found_as_it_is_typed(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow, typed: str, found: list[str]
) -> None:
    for _ in range(3):
        shop.orders.place(Cart().add(milk), customer_id=bea.id, by=owner)
    assert [row.number for row in shop.orders.page(number=typed)] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("T1-R2", ["T1-3"]),
        (" t1-r2 ", ["T1-3"]),
        ("R1", ["T1-1"]),
        ("r1", ["T1-1"]),
        ("T2-R1", []),
        ("R9", []),
        ("R", []),
        ("T1-R", []),
        ("RR1", []),
    ],
)
def test_the_number_of_a_return_finds_its_order(
    shop: Shop, owner: Clerk, milk: ProductRow, typed: str, found: list[str]
) -> None:
    orders = [
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner).order_id
        for _ in range(3)
    ]
    for order_id in (orders[0], orders[2]):
        line = shop.returns.returnable(order_id)[0]
        shop.returns.give_back(order_id, [ReturnLine(line.item_id, 1)], by=owner)
    assert [row.number for row in shop.orders.page(number=typed)] == found


def test_orders_are_found_by_what_a_customer_can_tell(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    shop.customers.update(bea.id, card="KC-4711", phone="(206) 555-0142", by=owner)
    eve = shop.customers.add(first_name="Eve", last_name="Lee", by=owner)
    sold = [
        shop.checkout.sell(Cart().add(milk).for_customer(buyer), [Payment("cash", 129)], by=owner)
        for buyer in (None, bea.id, eve.id, bea.id)
    ]
    line = shop.returns.returnable(sold[2].order_id)[0]
    shop.returns.give_back(sold[2].order_id, [ReturnLine(line.item_id, 1)], by=owner)

    def found(text: str, **more: Any) -> list[str]:
        return [row.number for row in shop.orders.find(text, **more)]

    assert found("t1-2") == found(" 2 ") == ["T1-2"]
    assert found("T1-R1") == ["T1-3"]
    assert found("bea") == found("KC-4711") == found("206 555 0142") == ["T1-4", "T1-2"]
    assert found("Lee") == ["T1-4", "T1-3", "T1-2"]
    assert found("Lee", limit=2) == ["T1-4", "T1-3"]
    assert found("") == found("  ") == found("T1-99") == found("nobody") == []


def test_orders_are_found_among_those_of_some_days(
    shop: Shop, owner: Clerk, milk: ProductRow, bea: CustomerRow
) -> None:
    cart = Cart().add(milk).for_customer(bea.id)
    receipt = shop.checkout.sell(cart, [Payment("cash", 129)], by=owner)
    day = shop.orders.get(receipt.order_id).business_date
    later = day + timedelta(days=2)
    with closing(Shop.open(shop.path, clock=lambda: datetime.now(UTC) + timedelta(2))) as ahead:
        ahead.checkout.sell(Cart(cart.lines, bea.id), [Payment("cash", 129)], by=owner)

    def found(text: str, **more: Any) -> list[str]:
        return [row.number for row in shop.orders.find(text, **more)]

    assert found("bea", limit=1) == found("bea", date_from=later) == ["T1-2"]
    assert found("bea", date_to=day, limit=1) == found("T1-1", date_to=day) == ["T1-1"]
    assert found("T1-1", date_from=later) == found("bea", date_from=later, date_to=day) == []
    with pytest.raises(BadValue):
        shop.orders.find("bea", date_from="2026-11-22")  # type: ignore[arg-type]


def test_orders_are_found_by_what_is_in_them(
    shop: Shop,
    owner: Clerk,
    milk: ProductRow,
    bea: CustomerRow,
    add_product: Callable[..., ProductRow],
) -> None:
    tea = add_product("Tea", 350)
    pair = shop.catalog.add_product(name="Pair", price=200, parts=[(milk.id, 2)], by=owner)
    for products in ([milk], [tea], [milk, tea], [pair]):
        cart = Cart(customer_id=bea.id if products == [tea] else None)
        for product in products:
            cart = cart.add(product)
        shop.checkout.sell(cart, [Payment("cash", 1000)], by=owner)
    line = shop.returns.returnable(1)[0]
    shop.returns.give_back(1, [ReturnLine(line.item_id, 1)], by=owner)

    def found(**filters: Any) -> list[str]:
        return [row.number for row in shop.orders.page(**filters)]

    assert found(with_product=milk.id) == ["T1-3", "T1-1"]
    assert found(with_product=tea.id) == ["T1-3", "T1-2"]
    assert found(with_product=pair.id) == ["T1-4"]
    assert found(with_product=99) == []
    assert found(with_product=tea.id, customer_id=bea.id) == ["T1-2"]
    assert found(with_product=tea.id, number="T1-3") == ["T1-3"]
    assert found(with_product=tea.id, number="T1-1") == []
    assert found(with_product=milk.id, limit=1) == ["T1-3"]
    assert found(with_product=milk.id, date_to=date(2020, 1, 1)) == []
    first = shop.orders.page(with_product=milk.id, limit=1)[0]
    assert found(with_product=milk.id, after=first) == ["T1-1"]
    assert shop.orders.page(with_product=milk.id)[1].returned == "whole"


def test_the_history_says_how_much_of_an_order_came_back(
    shop: Shop, owner: Clerk, milk: ProductRow, add_product: Callable[..., ProductRow]
) -> None:
    tea = add_product("Tea", 350)
    cart = Cart().add(milk, 2).add(tea)
    order_id = shop.checkout.sell(cart, [Payment("cash", 608)], by=owner).order_id
    milk_line, tea_line = shop.returns.returnable(order_id)

    def marked(*lines: ReturnLine) -> list[str]:
        shop.returns.give_back(order_id, lines, by=owner)
        by_number = shop.orders.page(number="T1-1")
        assert by_number[0] == shop.orders.page(status="delivered")[1]
        assert by_number[0] == shop.orders.page(customer_id=by_number[0].customer_id)[1]
        return [row.returned for row in shop.orders.page()]

    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    assert [row.returned for row in shop.orders.page()] == ["", ""]
    assert marked(ReturnLine(milk_line.item_id, 1, damaged=True))[1] == "part"
    assert marked(ReturnLine(tea_line.item_id, 1))[1] == "part"
    assert marked(ReturnLine(milk_line.item_id, 1)) == ["", "whole"]


@pytest.mark.parametrize(
    ("filters", "field"),
    [
        ({"status": "lost"}, "status"),
        ({"date_from": "2026-11-22"}, "date_from"),
        ({"date_to": datetime(2026, 11, 22, tzinfo=UTC)}, "date_to"),
    ],
)
def test_what_is_no_filter(shop: Shop, filters: dict[str, object], field: str) -> None:
    with pytest.raises(BadValue) as refused:
        shop.orders.page(**filters)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_the_ends_of_the_calendar_are_dates_too(shop: Shop) -> None:
    assert shop.orders.page(date_from=date.min, date_to=date.max) == ()


@pytest.mark.parametrize("analysed", [False, True])
def test_every_filter_reads_along_its_index(
    history: tuple[Shop, list[Kept]], tmp_path: Path, analysed: bool
) -> None:
    path = tmp_path / "shop.db"
    history[0].backup(path, by=history[0].staff.terminal())
    database = Database.open(str(path))
    if analysed:
        database.connection.execute("ANALYZE")
    pages = OrderPages(database)

    def plan(sql: str) -> str:
        steps = database.rows(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
        return " / ".join(step[3] for step in steps)

    plans = {
        "all": plan(pages.all_sql),
        "status": plan(pages.of_status_sql),
        "customer": plan(pages.keys_of_customer_sql),
        "customer's days": plan(pages.dated_keys_of_customer_sql),
        "ids": plan(pages.by_ids_sql),
        "number": plan(pages.numbered_sql),
        "return": plan(pages.returned_sql),
        "moved": plan(pages.moved_sql),
        "product": plan(pages.with_product_sql),
        "edge": plan("SELECT min(created_at) FROM orders WHERE business_date = ?"),
    }
    database.close()
    in_time = "created_at>? AND created_at<?"
    assert f"t1 USING INDEX orders_time ({in_time})" in plans["all"]
    assert f"t1 USING INDEX orders_status (status=? AND {in_time})" in plans["status"]
    of_customer = "INDEX orders_customer (customer_id=? AND status=? AND"
    assert f"COVERING {of_customer} created_at<?)" in plans["customer"]
    assert f"{of_customer} {in_time})" in plans["customer's days"]
    assert "t1 USING INTEGER PRIMARY KEY" in plans["ids"]
    for by_number in ("number", "return"):
        assert "(till_id=? AND number=?)" in plans[by_number]
    assert "t1 USING INDEX stock_moves_product (product_id=?)" in plans["moved"]
    assert "t1 USING INTEGER PRIMARY KEY" in plans["product"]
    assert "INDEX order_items_order (order_id=?)" in plans["product"]
    assert "COVERING INDEX orders_day (business_date=?)" in plans["edge"]
    for steps in plans.values():
        assert "TEMP B-TREE" not in steps
        assert "SCAN t1" not in steps
