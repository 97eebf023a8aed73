"""Bundles: one line on the receipt, and the goods it is made of leave the shelf."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from pos_app.domain.cart import GIFT_CARD_SKU, Cart
from pos_app.domain.errors import (
    AgeUnchecked,
    BadQuantity,
    BadValue,
    BundleRefused,
    NoOwnStock,
    NotAllowed,
    OutOfStock,
    PosError,
    UnknownProduct,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, OrderDetail, ProductRow, ReturnLine
from pos_app.shop import Shop
from pos_app.storage.database import Database
from pos_app.storage.ranks import count, uncounted

AddProduct = Callable[..., ProductRow]


@pytest.fixture
def cups(add_product: AddProduct) -> ProductRow:
    """Cups, seven of them."""
    return add_product("Cup", 400, 7)


@pytest.fixture
def tea(add_product: AddProduct) -> ProductRow:
    """Tea by the kilogram, one of it."""
    return add_product("Tea", 4000, 1, unit="kg")


@pytest.fixture
def hamper(add_product: AddProduct, cups: ProductRow, tea: ProductRow) -> ProductRow:
    """Two cups and 150 g of tea for 12.50."""
    parts = [(cups.id, 2), (tea.id, Decimal("0.150"))]
    return add_product("Hamper", 1250, 0, parts=parts)


def sell(shop: Shop, cart: Cart, by: Clerk) -> OrderDetail:
    total = shop.checkout.price(cart).total
    receipt = shop.checkout.sell(cart, [Payment("card", total)], by=by)
    return shop.orders.get(receipt.order_id)


def on_hand(shop: Shop, *products: ProductRow) -> list[Decimal]:
    return [shop.catalog.get(product.id).on_hand for product in products]


# --- what a bundle is ----------------------------------------------------------------------------


def test_there_are_as_many_bundles_as_the_scarcest_part_makes(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow, tea: ProductRow
) -> None:
    assert (hamper.bundle, cups.bundle, hamper.on_hand) == (True, False, 3)  # of cups
    shop.stock.set_on_hand(tea.id, Decimal("0.449"), by=owner)
    assert on_hand(shop, hamper) == [2]  # and 149 g left over
    assert shop.catalog.get(hamper.id).level == "ok"
    shop.stock.set_on_hand(cups.id, 1, by=owner)
    assert on_hand(shop, hamper) == [0]
    assert shop.catalog.get(hamper.id).level == "out"
    found = shop.catalog.search("hamper")
    assert [(row.id, row.bundle, row.on_hand) for row in found] == [(hamper.id, True, 0)]


def test_a_bundle_tells_its_parts(
    shop: Shop, hamper: ProductRow, cups: ProductRow, tea: ProductRow
) -> None:
    parts = shop.catalog.parts(hamper.id)
    assert [(part.product_id, part.sku, part.name, part.unit) for part in parts] == [
        (cups.id, cups.sku, "Cup", "piece"),
        (tea.id, tea.sku, "Tea", "kg"),
    ]
    assert [(part.quantity, part.on_hand) for part in parts] == [
        (2, 7),
        (Decimal("0.15"), 1),
    ]
    assert shop.catalog.parts(cups.id) == ()


def test_parts_are_changed_and_taken_away(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow
) -> None:
    assert shop.catalog.set_parts(hamper.id, [(cups.id, 7)], by=owner).on_hand == 1
    plain = shop.catalog.set_parts(hamper.id, [], by=owner)
    assert (plain.bundle, plain.on_hand) == (False, 0)
    assert shop.stock.receive(hamper.id, 5, by=owner).on_hand == 5
    # Without parts it may be sold otherwise too, and be a part itself.
    both = shop.catalog.update_product(hamper.id, parts=[], unit="kg", by=owner)
    assert both.unit == "kg"


def test_a_bundle_has_no_stock_of_its_own(shop: Shop, owner: Clerk, hamper: ProductRow) -> None:
    for move in (
        lambda: shop.stock.receive(hamper.id, 1, by=owner),
        lambda: shop.stock.adjust(hamper.id, 1, reason="found", by=owner),
        lambda: shop.stock.set_on_hand(hamper.id, 1, by=owner),
    ):
        with pytest.raises(NoOwnStock) as refusal:
            move()
        assert (refusal.value.product, refusal.value.product_id) == ("Hamper", hamper.id)
    assert [move.reason for move in shop.stock.moves(hamper.id, by=owner)] == []


def test_what_can_be_no_bundle_is_refused(
    shop: Shop,
    owner: Clerk,
    hamper: ProductRow,
    cups: ProductRow,
    tea: ProductRow,
    milk: ProductRow,
    add_product: AddProduct,
) -> None:
    shop.ledgers.gift_card_line("CARD-7", 1000, by=owner)  # makes the product
    card, empty = shop.catalog.by_sku(GIFT_CARD_SKU), add_product("Box", 100, 0)
    refusals = {
        (milk.id, cups.id): ("Milk 1 l", "has_stock"),
        (cups.id, milk.id): ("Cup", "is_part"),
        (tea.id, milk.id): ("Tea", "not_pieces"),
        (card.id, milk.id): (card.name, "gift_card"),
        (empty.id, empty.id): ("Box", "itself"),
        (empty.id, card.id): (card.name, "gift_card"),
        (empty.id, hamper.id): ("Hamper", "part_is_bundle"),
    }
    for (bundle_id, part_id), expected in refusals.items():
        with pytest.raises(BundleRefused) as refusal:
            shop.catalog.set_parts(bundle_id, [(part_id, 1)], by=owner)
        assert (refusal.value.product, refusal.value.reason) == expected
        assert shop.catalog.parts(bundle_id) == () or bundle_id == hamper.id
    with pytest.raises(BundleRefused):
        shop.catalog.update_product(hamper.id, unit="kg", by=owner)
    with pytest.raises(BundleRefused):
        add_product("Full box", 100, 3, parts=[(milk.id, 1)])
    assert shop.catalog.search("full box") == ()


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        (lambda cup, tea: [(cup, 0)], BadQuantity),
        (lambda cup, tea: [(cup, Decimal("0.5"))], BadQuantity),
        (lambda cup, tea: [(cup, 1), (tea, -1)], BadQuantity),
        (lambda cup, tea: [(cup, 1), (cup, 1)], BadValue),
        (lambda cup, tea: [(cup, 1), (999, 1)], UnknownProduct),
    ],
)
def test_parts_that_can_not_be_leave_the_bundle_as_it_was(
    shop: Shop,
    owner: Clerk,
    hamper: ProductRow,
    cups: ProductRow,
    tea: ProductRow,
    parts: Callable[[int, int], list[tuple[int, Decimal | int]]],
    refusal: type[PosError],
) -> None:
    before = shop.catalog.parts(hamper.id)
    with pytest.raises(refusal):
        shop.catalog.set_parts(hamper.id, parts(cups.id, tea.id), by=owner)
    assert shop.catalog.parts(hamper.id) == before


def test_too_many_parts_are_no_bundle(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    parts = [(add_product(f"Thing {number}").id, 1) for number in range(51)]
    box = add_product("Box", 100, 0)
    with pytest.raises(BadValue) as refusal:
        shop.catalog.set_parts(box.id, parts, by=owner)
    assert refusal.value.reason == "too_many"
    assert shop.catalog.set_parts(box.id, parts[:50], by=owner).bundle


def test_bundles_are_made_by_those_who_keep_the_catalogue(
    shop: Shop, owner: Clerk, hamper: ProductRow
) -> None:
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    cleo = shop.staff.sign_in("cleo", pin="135790")
    with pytest.raises(NotAllowed):
        shop.catalog.set_parts(hamper.id, [], by=cleo)


# --- selling one ---------------------------------------------------------------------------------


def test_a_bundle_sells_as_one_line_and_its_parts_leave_the_shelf(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow, tea: ProductRow
) -> None:
    heard: list[tuple[str, tuple[int, ...]]] = []
    shop.on_change(lambda topic, ids: heard.append((topic, ids)))
    order = sell(shop, Cart().add(hamper, 2).add(cups), owner)
    assert [(item.name, item.quantity, item.gross) for item in order.items] == [
        ("Hamper", 2, 2500),
        ("Cup", 1, 400),
    ]
    assert on_hand(shop, cups, tea, hamper) == [2, Decimal("0.7"), 1]
    assert [(move.reason, move.quantity) for move in shop.stock.moves(cups.id, by=owner)] == [
        ("sale", -1),
        ("sale", -4),
        ("opening", 7),
    ]
    assert shop.stock.moves(hamper.id, by=owner) == ()
    assert {hamper.id, cups.id, tea.id} == {
        product_id for topic, ids in heard if topic == "stock" for product_id in ids
    }
    parts = shop._books.database.rows("SELECT * FROM order_item_parts ORDER BY product_id")
    assert [(item, product, taken) for item, product, taken, _ in parts] == [
        (order.items[0].id, cups.id, 4000),
        (order.items[0].id, tea.id, 300),
    ]
    assert shop.check(by=owner) == ()


def test_whoever_shows_a_bundle_hears_that_a_part_has_moved(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow, milk: ProductRow
) -> None:
    sell(shop, Cart().add(milk), owner)
    heard: list[set[int]] = []
    shop.on_change(lambda topic, ids: heard.append(set(ids)) if topic == "stock" else None)
    sell(shop, Cart().add(cups), owner)
    shop.stock.receive(cups.id, 5, by=owner)
    shop.stock.receive(milk.id, 5, by=owner)
    assert heard == [{cups.id, hamper.id}, {cups.id, hamper.id}, {milk.id}]


def test_a_part_that_runs_out_is_named(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow, tea: ProductRow
) -> None:
    for cart in (Cart().add(hamper, 4), Cart().add(cups, 2).add(hamper, 3)):
        with pytest.raises(OutOfStock) as refusal:
            sell(shop, cart, owner)
        assert (refusal.value.product, refusal.value.wanted, refusal.value.left) == ("Cup", 8, 7)
        assert refusal.value.product_id == cups.id
    assert on_hand(shop, cups, tea) == [7, 1]
    assert shop.check(by=owner) == ()


def test_another_till_knows_a_new_bundle_at_once(
    shop: Shop, owner: Clerk, cups: ProductRow, add_product: AddProduct
) -> None:
    box = add_product("Box", 500, 0)
    other = Shop.open(shop.path)
    terminal = other.staff.terminal()
    with pytest.raises(OutOfStock):
        other.checkout.sell(Cart().add(box), [Payment("card", 500)], by=terminal)
    shop.catalog.set_parts(box.id, [(cups.id, 1)], by=owner)
    other.checkout.sell(Cart().add(box), [Payment("card", 500)], by=terminal)
    other.close()
    assert on_hand(shop, cups) == [6]
    assert shop.check(by=owner) == ()


def test_a_cancelled_order_brings_the_parts_back(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow, tea: ProductRow
) -> None:
    bea = shop.customers.add(first_name="Bea", by=owner)
    order = shop.orders.place(Cart().add(hamper, 2), customer_id=bea.id, by=owner)
    assert on_hand(shop, cups, tea) == [3, Decimal("0.7")]
    shop.catalog.set_parts(hamper.id, [(cups.id, 1)], by=owner)  # is nothing to what was sold
    shop.orders.cancel(order.id, by=owner)
    assert on_hand(shop, cups, tea) == [7, 1]
    assert shop.check(by=owner) == ()


def test_a_bundle_comes_back_as_its_parts(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow, tea: ProductRow
) -> None:
    order = sell(shop, Cart().add(hamper, 3), owner)
    shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 1)], by=owner)
    assert on_hand(shop, cups, tea, hamper) == [3, Decimal("0.7"), 1]
    assert shop.check(by=owner) == ()


def test_what_was_sold_before_it_was_a_bundle_comes_back_as_it_was(
    shop: Shop, owner: Clerk, cups: ProductRow, add_product: AddProduct
) -> None:
    box = add_product("Box", 500, 1)
    order = sell(shop, Cart().add(box), owner)
    shop.catalog.set_parts(box.id, [(cups.id, 2)], by=owner)
    shop.returns.give_back(order.id, [ReturnLine(order.items[0].id, 1)], by=owner)
    assert [move.reason for move in shop.stock.moves(box.id, by=owner)] == [
        "return",
        "sale",
        "opening",
    ]
    assert on_hand(shop, box, cups) == [3, 7]  # as many as there are parts for
    # It is a bundle already: what came back keeps nobody from changing its parts.
    assert shop.catalog.set_parts(box.id, [(cups.id, 7)], by=owner).on_hand == 1
    assert on_hand(shop, shop.catalog.set_parts(box.id, [], by=owner)) == [1]
    assert shop.check(by=owner) == ()


def test_the_check_misses_a_part_that_was_never_moved(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow
) -> None:
    order = sell(shop, Cart().add(hamper), owner)
    path = shop.path
    shop.close()
    database = Database.open(path)
    database.connection.execute("DROP TRIGGER order_item_parts_no_update")
    database.connection.execute("UPDATE order_item_parts SET quantity = 3000")
    database.close()
    again = Shop.open(path)
    breaches = [
        breach
        for breach in again.check(by=again.staff.terminal())
        if breach.rule == "sold_is_moved"
    ]
    again.close()
    assert {breach.subject for breach in breaches} >= {f"order {order.id}, product {cups.id}"}


# --- its buyer, its place in lists ---------------------------------------------------------------


def test_a_bundle_asks_for_the_age_that_its_parts_ask_for(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow, add_product: AddProduct
) -> None:
    rum = add_product("Rum", 1500, 9, min_age=18)
    parts = [(cups.id, 1), (rum.id, 1)]
    assert shop.catalog.set_parts(hamper.id, parts, by=owner).min_age == 18
    with pytest.raises(AgeUnchecked):
        sell(shop, Cart().add(hamper), owner)
    assert sell(shop, Cart().add(hamper).checked_age(18), owner).total == 1250
    shop.catalog.update_product(rum.id, min_age=21, by=owner)
    assert shop.catalog.get(hamper.id).min_age == 21
    assert shop.catalog.update_product(hamper.id, min_age=0, by=owner).min_age == 21
    assert shop.check(by=owner) == ()


def test_bundles_are_not_ordered_anew_and_pages_lose_nothing(
    shop: Shop, owner: Clerk, hamper: ProductRow, add_product: AddProduct
) -> None:
    add_product("Nothing left", 100, 0)
    for number in range(5):
        add_product(f"Thing {number}", 100, number)
    low = {row.product_id for row in shop.stock.low()}
    assert hamper.id not in low
    assert shop.catalog.low_stock_count() == len(low) == len(shop.catalog.page(level="low"))
    assert hamper.id not in {row.id for row in shop.catalog.page(level="out")}
    for descending in (False, True):
        seen: list[int] = []
        after = None
        while page := shop.catalog.page(
            sort="on_hand", descending=descending, after=after, limit=1
        ):
            seen.append(page[0].id)
            after = page[0]
        assert len(seen) == len(set(seen)) == shop.catalog.count()


def test_a_bundle_is_counted_once_however_few_moves_are_counted_at_a_time(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow, tea: ProductRow
) -> None:
    for _ in range(2):
        sell(shop, Cart().add(hamper).add(cups), owner)
    database, windows = shop._database, 0
    while (window := uncounted(database, moves=1)) is not None:
        windows += 1
        with database.transaction():
            count(database, window, 0)
    assert windows > 2
    rows = "SELECT product_id, sold FROM product_ranks ORDER BY product_id"
    assert database.rows(rows) == [(cups.id, 6000), (tea.id, 300), (hamper.id, 2000)]


def test_bundles_count_as_sold_in_their_own_name(
    shop: Shop, owner: Clerk, hamper: ProductRow, cups: ProductRow, add_product: AddProduct
) -> None:
    add_product("Hamperl", 100, 5)  # newer, and as near to what is typed
    bea = shop.customers.add(first_name="Bea", by=owner)
    sell(shop, Cart().add(hamper, 2), owner)
    placed = shop.orders.place(Cart().add(hamper), customer_id=bea.id, by=owner)
    shop.orders.cancel(placed.id, by=owner)
    shop.catalog.update_ranks()
    assert shop.catalog.sold_per_week(hamper.id, weeks=2, by=owner) == (0, 2)
    assert shop.catalog.sold_per_week(cups.id, weeks=2, by=owner) == (0, 4)
    assert [row.name for row in shop.catalog.favourites()[:3]] == ["Cup", "Hamper", "Tea"]
    assert shop.catalog.search("hamper")[0].id == hamper.id
    assert shop.check(by=owner) == ()
