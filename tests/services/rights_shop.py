"""A shop with something of everything in it, and somebody signed in for each role."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pos_app.domain.cart import Cart, Exchange
from pos_app.domain.code_rules import CodeRule
from pos_app.domain.discounts import Discount
from pos_app.domain.payment import Payment
from pos_app.domain.people import AddressDraft
from pos_app.domain.promotions import Goods, Promotion
from pos_app.domain.rights import Role
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN

COST = 73_519
"""What the lamp costs the shop (minor units): no other figure of the shop looks like it."""

PRICE = 90_000
CARD = "CARD-7421"
UNKNOWN = "9990001112223"
ADDRESS = AddressDraft("2 Side Street", "Springfield", "US", zip="12345", phone="+12025550123")
OUT = "out"
"""Who was signed in, and is no more."""


@dataclass
class World:
    """The shop, who acts in it, and the ids of what is there."""

    folder: Path
    clerks: dict[str, Clerk] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    uuids: dict[str, str] = field(default_factory=dict)
    shop: Shop = field(init=False)
    by: Clerk = field(init=False)

    @property
    def path(self) -> Path:
        """The shop's file."""
        return self.folder / "shop.db"

    @property
    def lamp(self) -> ProductRow:
        """A product with plenty in stock."""
        return self.shop.catalog.get(self.ids["lamp"])

    def cart(self) -> Cart:
        """A new cart with one lamp in it."""
        return Cart().add(self.lamp)

    def exchange(self) -> Cart:
        """A cart with one of the lamps that were sold coming back for another."""
        order = self.shop.orders.get(self.ids["order"])
        line = ReturnLine(order.items[0].id, 1)
        return self.cart().with_exchange(Exchange(order.id, order.number, (line,), "Broken"))

    def file(self, name: str, text: str = "") -> str:
        """The path of a file beside the shop; with text it is written."""
        path = self.folder / name
        if text:
            path.write_text(text, encoding="utf-8")
        return str(path)

    def as_role(self, name: str) -> "World":
        """The same with this person acting."""
        self.by = self.clerks[name]
        return self


def make_world(template: Path, folder: Path) -> World:
    """Fill a copy of the template; every person's PIN is OWNER_PIN."""
    world = World(folder)
    shutil.copyfile(template, world.path)
    world.shop = shop = Shop.open(world.path)
    world.by = owner = shop.staff.terminal()
    ids = world.ids
    for role in Role:
        name = role.value
        made = shop.staff.add_user(
            username=name, name=name.title(), pin=OWNER_PIN, role=role, by=owner
        )
        ids[name] = made.id
        world.clerks[name] = shop.staff.sign_in(name, pin=OWNER_PIN)
    world.clerks[OUT] = shop.staff.sign_in("owner", pin=OWNER_PIN)
    shop.staff.sign_out(by=world.clerks[OUT])
    shop.staff.set_badge(ids["manager"], "MANAGER-20261126", by=owner)
    shop.settings.update(badge_signs_in=True, by=owner)
    _fill_shelves(world, owner)
    _fill_lists(world, owner)
    shop.shifts.open({10_000: 1}, by=owner)
    shop.shifts.close({10_000: 1}, next_float=10_000, by=owner)
    ids["shift"] = shop.shifts.page(by=owner)[0].id
    shop.shifts.open({100_000: 3}, by=owner)
    _sell(world, owner)
    shop.close()
    return world


@contextmanager
def opened(made: World, folder: Path) -> Iterator[World]:
    """A copy of it, open; sessions of the one are good in the other."""
    world = World(folder, made.clerks, made.ids, made.uuids)
    shutil.copyfile(made.path, world.path)
    world.shop = Shop.open(world.path)
    try:
        yield world
    finally:
        world.shop.close()


def _fill_shelves(world: World, by: Clerk) -> None:
    shop, ids = world.shop, world.ids
    lamp = shop.catalog.add_product(
        name="Lamp", sku="LAMP", price=PRICE, cost=COST, stock=50, category="Light > Table", by=by
    )
    bundle = shop.catalog.add_product(
        name="Two lamps", price=150_000, cost=COST, parts=[(lamp.id, 2)], by=by
    )
    old = shop.catalog.add_product(name="Old lamp", price=PRICE, cost=COST, stock=1, by=by)
    shop.catalog.archive_product(old.id, by=by)
    shop.catalog.update_product(lamp.id, price=PRICE + 1, by=by)
    shop.catalog.update_product(lamp.id, price=PRICE, by=by)
    shop.stock.receive(lamp.id, 2, unit_cost=COST, by=by)
    ids.update(lamp=lamp.id, bundle=bundle.id, old=old.id, category=lamp.category_id)


def _fill_lists(world: World, by: Clerk) -> None:
    shop, ids = world.shop, world.ids
    bea = shop.customers.add(first_name="Bea", last_name="Lee", address=ADDRESS, by=by)
    dan = shop.customers.add(first_name="Dan", by=by)
    second = shop.customers.add_address(
        bea.id, AddressDraft("3 Back Lane", "Springfield", "US"), by=by
    )
    ids.update(bea=bea.id, dan=dan.id, address=second.id)
    ids["group"] = shop.groups.add("Trade", by=by).id
    ids["empty_group"] = shop.groups.add("Nobody", by=by).id
    shop.groups.set_price(ids["group"], ids["lamp"], PRICE - 1, by=by)
    shop.customers.set_terms(bea.id, group_id=None, tax_exempt="", credit_limit=10_000_000, by=by)
    ids["credit"] = shop.ledgers.give_credit(bea.id, 5000, "Sorry", by=by).id
    ids["promotion"] = shop.promotions.add(
        Promotion(0, "Half", "percent", Goods(frozenset({ids["bundle"]})), rate_ppm=500_000), by=by
    ).promotion.id
    ids["code"] = shop.discounts.add_code("TEN", rate_ppm=100_000, by=by).id
    shop.discounts.add_code("GONE", rate_ppm=100_000, by=by)
    shop.discounts.withdraw_code("GONE", by=by)
    ids["tax"] = shop.taxes.add_class("Reduced", [TaxRate("Tax", 10_000)], by=by).id
    ids["rule"] = shop.codes.save_rule(CodeRule("Rolls", "pieces", "23IIIIIVVVVVC"), by=by).id
    shop.codes.note_unknown(UNKNOWN, by=by)


def _sell(world: World, by: Clerk) -> None:
    shop, ids = world.shop, world.ids
    card = shop.ledgers.gift_card_line(CARD, 2500, by=by)
    shop.checkout.sell(Cart(lines=(card,)), [Payment("cash", 2500)], by=by)
    ids["card"] = shop.ledgers.gift_card(CARD).id
    placed = shop.orders.place(Cart().add(world.lamp), customer_id=ids["bea"], by=by)
    ids["placed"] = placed.id
    shop.checkout.sell(
        replace(world.cart(), customer_id=ids["bea"]), [Payment("account", PRICE)], by=by
    )
    swap = shop.checkout.sell(Cart().add(world.lamp, 2), [Payment("cash", 2 * PRICE)], by=by)
    ids["order"] = swap.order_id
    ids["exchange"] = shop.checkout.sell(world.exchange(), by=by).order_id
    back = shop.returns.of_exchange(ids["exchange"])
    assert back is not None
    ids["return"] = back.id
    cart = world.cart().set_discount(0, Discount(amount=1, reason="Scratch"))
    shop.carts.park(cart, name="Later", by=by)
    shop.carts.save(Cart(customer_id=ids["bea"]).add(world.lamp), by=by)
    last = shop.checkout.sell(world.cart(), [Payment("cash", PRICE)], by=by, paper=True)
    sold = shop.orders.get(last.order_id)
    ids["last"], ids["payment"] = sold.id, sold.payments[0].id
    ids["parked"] = shop.carts.parked()[0].id
    ids["job"] = shop.papers.waiting()[0].id
    world.uuids["last"] = sold.uuid
