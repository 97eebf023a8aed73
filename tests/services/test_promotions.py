"""Promotions: kept as they were given, given by themselves, and none that gives nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadValue,
    NotAllowed,
    UnknownCategory,
    UnknownGroup,
    UnknownProduct,
    UnknownPromotion,
)
from pos_app.domain.payment import Payment
from pos_app.domain.promotions import Break, Goods, Hours, Promotion
from pos_app.domain.rows import Clerk, OffRow, ProductRow, PromotionRow
from pos_app.services import promotions
from pos_app.shop import Shop

AddProduct = Callable[..., ProductRow]
HALF = Promotion(0, "Half", "percent", rate_ppm=500_000)


@pytest.fixture
def goods(add_product: AddProduct) -> tuple[ProductRow, ProductRow]:
    """Tea in Drinks > Tea, and a mug."""
    tea = add_product("Tea", 350, 50, category="Drinks > Tea")
    return tea, add_product("Mug", 990, 50, category="Things")


def category(shop: Shop, path: str) -> int:
    return next(row.id for row in shop.catalog.categories() if row.path == path)


def test_every_kind_comes_back_as_it_was_given(
    shop: Shop, owner: Clerk, goods: tuple[ProductRow, ProductRow]
) -> None:
    tea, mug = goods
    group = shop.groups.add("Staff", by=owner)
    given = [
        HALF,
        Promotion(0, "Less", "amount", Goods(frozenset({tea.id})), amount=50, priority=-7),
        Promotion(
            0,
            "Tea gives a mug",
            "buy_get",
            Goods(category_ids=frozenset({category(shop, "Drinks")})),
            Goods(frozenset({mug.id})),
            rate_ppm=1_000_000,
            buy=3,
            get=1,
            stacks=True,
        ),
        Promotion(0, "3 for 9", "bundle", Goods(frozenset({tea.id, mug.id})), buy=3, amount=900),
        Promotion(
            0,
            "By the dozen",
            "breaks",
            breaks=(Break(6_000, rate_ppm=50_000), Break(12_500, price=300)),
            group_ids=frozenset({group.id}),
        ),
        replace(
            HALF,
            name="Happy hour",
            hours=Hours(date(2026, 1, 1), date(2026, 12, 31), frozenset({0, 4, 6}), 1320, 120),
        ),
    ]
    added = [
        shop.promotions.add(each, active=bool(n % 2), by=owner) for n, each in enumerate(given)
    ]
    assert [row.promotion.id for row in added] == [1, 2, 3, 4, 5, 6]
    assert [replace(row.promotion, id=0) for row in added] == given
    assert [row.active for row in added] == [False, True] * 3
    again = Shop.open(shop.path)
    assert again.promotions.all() == shop.promotions.all() == tuple(added)
    again.close()


def test_one_takes_the_place_of_another(
    shop: Shop, owner: Clerk, goods: tuple[ProductRow, ProductRow]
) -> None:
    tea, mug = goods
    first = shop.promotions.add(
        Promotion(0, "x", "breaks", Goods(frozenset({tea.id})), breaks=(Break(2_000, price=1),)),
        by=owner,
    )
    changed = Promotion(
        first.promotion.id, "y", "amount", Goods(frozenset({mug.id})), amount=5, priority=3
    )
    assert shop.promotions.update(changed, active=False, by=owner) == PromotionRow(changed, False)
    assert shop.promotions.all() == (PromotionRow(changed, False),)
    shop.promotions.remove(changed.id, by=owner)
    assert shop.promotions.all() == ()
    for table in ("promotion_goods", "promotion_breaks", "promotion_groups"):
        assert shop._database.rows(f"SELECT * FROM {table}") == []


def test_what_is_not_there(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    for goods, refusal in (
        (Goods(frozenset({milk.id, 99})), UnknownProduct),
        (Goods(category_ids=frozenset({99})), UnknownCategory),
    ):
        with pytest.raises(refusal):
            shop.promotions.add(replace(HALF, goods=goods), by=owner)
        with pytest.raises(refusal):
            shop.promotions.add(
                Promotion(0, "x", "buy_get", reward=goods, rate_ppm=1, buy=1, get=1), by=owner
            )
    with pytest.raises(UnknownGroup):
        shop.promotions.add(replace(HALF, group_ids=frozenset({99})), by=owner)
    with pytest.raises(UnknownPromotion):
        shop.promotions.update(replace(HALF, id=99), active=True, by=owner)
    with pytest.raises(UnknownPromotion):
        shop.promotions.remove(99, by=owner)
    assert shop.promotions.all() == ()


@pytest.mark.parametrize(
    ("bought", "reward", "overlaps"),
    [
        ("tea", "tea", "Tea"),
        ("tea", "mug", ""),
        ("Drinks", "Drinks", "Drinks"),
        ("Drinks", "Drinks > Tea", "Drinks > Tea"),
        ("Drinks", "tea", "Tea"),
        ("everything", "mug", "Mug"),
        ("everything", "Drinks", "Drinks"),
        ("Drinks > Tea", "Drinks", ""),  # another drink is given
        ("tea", "Drinks", ""),
    ],
)
def test_a_reward_is_not_among_the_goods_bought(
    shop: Shop,
    owner: Clerk,
    goods: tuple[ProductRow, ProductRow],
    bought: str,
    reward: str,
    overlaps: str,
) -> None:
    tea, mug = goods

    def named(name: str) -> Goods:
        if name == "everything":
            return Goods()
        if name in ("tea", "mug"):
            return Goods(frozenset({tea.id if name == "tea" else mug.id}))
        return Goods(category_ids=frozenset({category(shop, name)}))

    offer = Promotion(
        0, "x", "buy_get", named(bought), named(reward), rate_ppm=1_000_000, buy=1, get=1
    )
    if not overlaps:
        assert shop.promotions.add(offer, by=owner).promotion.reward == named(reward)
        return
    with pytest.raises(BadValue) as refusal:
        shop.promotions.add(offer, by=owner)
    assert (refusal.value.field, refusal.value.value, refusal.value.reason) == (
        "reward",
        overlaps,
        "overlaps",
    )


def test_there_is_an_end_to_them(shop: Shop, owner: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert promotions.MOST_PROMOTIONS == 2000
    monkeypatch.setattr(promotions, "MOST_PROMOTIONS", 2)
    added, _ = (shop.promotions.add(HALF, by=owner) for _ in range(2))
    with pytest.raises(BadValue) as refusal:
        shop.promotions.add(HALF, by=owner)
    assert (refusal.value.field, refusal.value.reason) == ("promotions", "too_many")
    shop.promotions.update(replace(added.promotion, name="Other"), active=True, by=owner)
    shop.promotions.remove(added.promotion.id, by=owner)
    shop.promotions.add(HALF, by=owner)


def test_rights_and_news(shop: Shop, owner: Clerk) -> None:
    heard: list[str] = []
    shop.on_change(lambda topic, _ids: heard.append(topic))
    added = shop.promotions.add(HALF, by=owner).promotion
    shop.promotions.update(added, active=False, by=owner)
    shop.promotions.remove(added.id, by=owner)
    assert heard == ["prices"] * 3
    shop.staff.add_user(username="sue", name="Sue", pin="713905", role="supervisor", by=owner)
    sue = shop.staff.sign_in("sue", pin="713905")
    for ask in (
        lambda: shop.promotions.add(HALF, by=sue),
        lambda: shop.promotions.update(added, active=True, by=sue),
        lambda: shop.promotions.remove(1, by=sue),
    ):
        with pytest.raises(NotAllowed):
            ask()


# --- at the counter ------------------------------------------------------------------------------


def test_a_sale_gets_them_and_says_so(
    shop: Shop, owner: Clerk, goods: tuple[ProductRow, ProductRow], milk: ProductRow
) -> None:
    tea, mug = goods
    drinks = Goods(category_ids=frozenset({category(shop, "Drinks")}))
    offer = Promotion(
        0, "Tea & mug", "buy_get", drinks, Goods(frozenset({mug.id})), 1_000_000, buy=3, get=1
    )
    promotion_id = shop.promotions.add(offer, by=owner).promotion.id
    cart = Cart().add(mug, 2).add(tea, 3).add(milk)
    priced = shop.checkout.price(cart)
    assert (priced.subtotal, priced.discount, priced.total) == (3159, 990, 2169)
    receipt = shop.checkout.sell(cart, [Payment("cash", 2169)], by=owner, shown=2169)
    assert shop._database.rows(
        "SELECT d.kind, d.label, promotion_id, d.amount, i.sku, d.user_id FROM order_discounts d "
        "JOIN order_items i ON i.id = d.item_id"
    ) == [("promotion", "Tea & mug", promotion_id, 990, mug.sku, owner.id)]
    order = shop.orders.get(receipt.order_id)
    assert order.offs == (OffRow("promotion", "Tea & mug", 990),)
    assert [item.discount for item in order.items] == [990, 0, 0]
    shop.promotions.remove(promotion_id, by=owner)
    assert shop.orders.get(receipt.order_id) == order  # what was given stays given
    assert shop.check(by=owner) == ()


def test_a_category_reaches_those_that_come_below_it_later(
    shop: Shop, owner: Clerk, goods: tuple[ProductRow, ProductRow], add_product: AddProduct
) -> None:
    drinks = Goods(category_ids=frozenset({category(shop, "Drinks")}))
    shop.promotions.add(replace(HALF, goods=drinks), by=owner)
    assert shop.checkout.price(Cart().add(goods[0])).total == 175
    cocoa = add_product("Cocoa", 400, category="Drinks > Hot > Cocoa")
    assert shop.checkout.price(Cart().add(cocoa)).total == 200
    things = category(shop, "Things")
    assert shop.checkout.price(Cart().add(goods[1])).total == 990
    shop.catalog.move_category(things, category(shop, "Drinks"), by=owner)
    assert shop.checkout.price(Cart().add(goods[1])).total == 495


def test_they_run_on_the_shops_clock(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    shop.promotions.add(replace(HALF, hours=Hours(since=17 * 60, until=18 * 60)), by=owner)
    cart = Cart().add(milk)
    for hour, minute, total in ((21, 59, 129), (22, 0, 64), (22, 59, 64), (23, 0, 129)):
        at = datetime(2026, 11, 25, hour, minute, tzinfo=UTC)  # five hours ahead of New York
        assert shop.checkout.price(cart, at=at).total == total
    at = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    assert shop.checkout.sell(cart, [Payment("cash", 64)], by=owner, at=at).total == 64


def test_one_for_a_group_is_for_nobody_else(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    group = shop.groups.add("Staff", by=owner)
    shop.promotions.add(replace(HALF, group_ids=frozenset({group.id})), by=owner)
    bea, cy = (shop.customers.add(first_name=name, by=owner) for name in ("Bea", "Cy"))
    shop.customers.set_terms(bea.id, group_id=group.id, tax_exempt="", credit_limit=0, by=owner)
    cart = Cart().add(milk)
    assert shop.checkout.price(cart.for_customer(bea.id)).total == 64
    assert shop.checkout.price(cart.for_customer(cy.id)).total == 129
    assert shop.checkout.price(cart).total == 129


def test_one_that_is_not_active_never_runs(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    half = shop.promotions.add(HALF, active=False, by=owner).promotion
    assert shop.checkout.price(Cart().add(milk)).total == 129
    shop.promotions.update(half, active=True, by=owner)
    assert shop.checkout.price(Cart().add(milk)).total == 64
