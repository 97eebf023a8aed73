"""What the open sale is priced by: promotions, groups, taxes, the customer, the clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos_app.domain.cart import Cart, CartLine
from pos_app.domain.errors import BadValue
from pos_app.domain.offers import Offers
from pos_app.domain.pricing import Terms
from pos_app.domain.promotions import Goods, Hours, Promotion
from pos_app.domain.rows import Clerk, CustomerRow
from pos_app.domain.tax import NO_TAX, TaxRate
from pos_app.shop import Shop
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.terms import plain_terms
from tests.ui.cart.conftest import Till

Key = Qt.Key


def three_for(product_id: int, amount: int) -> Promotion:
    return Promotion(
        0, "3 for 2.00", "bundle", Goods(frozenset({product_id})), buy=3, amount=amount
    )


@pytest.fixture
def maria(shop: Shop, owner: Clerk, goods) -> CustomerRow:
    """A trade customer who pays 6.99 for coffee."""
    group = shop.groups.add("Trade", by=owner)
    shop.groups.set_price(group.id, goods["coffee"].id, 699, by=owner)
    row = shop.customers.add(first_name="Maria", last_name="Hansen", by=owner)
    return shop.customers.set_terms(
        row.id, group_id=group.id, tax_exempt="", credit_limit=0, by=owner
    )


def test_a_promotion_is_named_on_its_line(till: Till, shop: Shop, owner: Clerk, goods) -> None:
    shop.promotions.add(three_for(goods["beans"].id, 200), by=owner)
    till.scan("3*" + goods["beans"].barcode)
    till.bot.waitUntil(lambda: till.sale.priced.total == 200)
    assert "0.89 each, 3 for 2.00 saves 0.67, $2.00" in till.spoken()
    assert till.sums()["Savings"] == "\N{MINUS SIGN}0.67"


def test_a_promotion_that_is_made_meanwhile_counts_at_once(
    till: Till, shop: Shop, owner: Clerk, goods, codes
) -> None:
    till.scan("3*" + codes["beans"])
    till.wait_lines(1)
    assert till.sale.priced.total == 267
    row = shop.promotions.add(three_for(goods["beans"].id, 200), by=owner)
    till.bot.waitUntil(lambda: till.sale.priced.total == 200)
    assert "3 for 2.00" in till.spoken()
    shop.promotions.remove(row.promotion.id, by=owner)
    till.bot.waitUntil(lambda: till.sale.priced.total == 267)


def test_what_another_process_has_changed_counts_within_a_second(
    till: Till, shop: Shop, shop_path, owner: Clerk, goods, codes
) -> None:
    till.scan("3*" + codes["beans"])
    till.wait_lines(1)
    till.rest()
    other = Shop.open(shop_path)
    other.promotions.add(three_for(goods["beans"].id, 200), by=other.staff.terminal())
    other.close()
    till.bot.waitUntil(lambda: till.sale.priced.total == 200)
    assert till.names == ["Baked beans 15.75 oz"]


def test_a_group_has_its_own_prices(till: Till, maria: CustomerRow, codes) -> None:
    till.scan(codes["coffee"])
    till.scan(codes["milk"])
    till.wait_lines(2)
    assert till.sale.priced.total == 749 + 279
    till.tab.set_customer(maria)
    till.bot.waitUntil(lambda: till.sale.priced.total == 699 + 279)
    assert "6.99 each, instead of 7.49" in till.spoken(0)
    assert "instead of" not in till.spoken(1)
    till.key(Key.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    till.bot.waitUntil(lambda: till.sale.priced.total == 749 + 279)


def test_a_cart_comes_back_with_its_customers_prices(
    till: Till, set_up_till: Callable[..., Till], maria: CustomerRow, codes
) -> None:
    till.tab.set_customer(maria)
    till.scan(codes["coffee"])
    till.bot.waitUntil(lambda: till.sale.priced.total == 699)
    till.rest()
    assert set_up_till().sale.priced.total == 699


def test_an_exempt_customer_pays_no_tax_and_the_reason_is_said(
    till: Till, shop: Shop, owner: Clerk, codes
) -> None:
    row = shop.customers.add(first_name="Kirk", last_name="School", by=owner)
    row = shop.customers.set_terms(
        row.id, group_id=None, tax_exempt="School, certificate 12", credit_limit=0, by=owner
    )
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.tab.set_customer(row)
    till.bot.waitUntil(lambda: till.sale.priced.total == 266)
    assert "No tax: School, certificate 12" in till.sums()
    assert till.sale.priced.tax == 0


def test_a_tax_class_that_is_newer_than_the_terms_is_asked_for(
    till: Till, shop: Shop, shop_path, owner: Clerk, goods, codes, monkeypatch
) -> None:
    monkeypatch.setattr(till.desk.tasks, "_compare", lambda _version: None)  # not seen by the clock
    other = Shop.open(shop_path)
    by = other.staff.terminal()
    books = other.taxes.add_class("Books", (TaxRate("Tax", 20_000),), by=by)
    other.catalog.update_product(goods["milk"].id, tax_class_id=books.id, by=by)
    other.close()
    till.scan(codes["milk"])
    till.wait_lines(1)
    assert till.sale.priced.tax == 5


def test_before_the_terms_are_there_the_shops_own_count(shop: Shop, goods, qapp) -> None:
    sale = Sale(plain_terms(shop.info))
    sale.add(goods["milk"])
    assert sale.priced.total == 279


def test_happy_hours_begin_by_the_clock(qapp) -> None:
    hours = Hours(since=17 * 60, until=18 * 60)
    offer = Promotion(1, "Happy hour", "percent", rate_ppm=500_000, hours=hours)
    moment = datetime(2025, 6, 2, 16, 59, tzinfo=UTC)
    sale = Sale(Terms(taxes={1: NO_TAX}, offers=Offers([offer])), clock=lambda: moment)
    told: list[int] = []
    sale.changed.connect(lambda: told.append(sale.priced.total))
    sale.replace(Cart().add_line(_line(400)))
    assert told == [400]
    moment = moment.replace(hour=17, minute=0)
    assert sale.reprice()
    assert not sale.reprice()
    assert told == [400, 200]
    moment = moment.replace(hour=18)
    sale.step(1)
    assert told[-1] == 800


def test_every_minute_the_clock_is_looked_at(
    till: Till, shop: Shop, owner: Clerk, codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = Hours(since=0, until=24 * 60, weekdays=frozenset(range(7)))
    shop.promotions.add(
        Promotion(0, "All day", "percent", rate_ppm=100_000, hours=running), by=owner
    )
    till.scan(codes["milk"])
    till.bot.waitUntil(lambda: till.sale.priced.total == 251)
    looked: list[bool] = []
    monkeypatch.setattr(till.sale, "reprice", lambda: looked.append(True))
    till.tab._terms._minute.setInterval(1)
    till.bot.waitUntil(lambda: len(looked) > 1)
    assert till.sale.priced.total == 251


def test_the_next_day_has_its_own_taxes(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    till.rest()
    at = till.sale.terms.at
    assert at is not None
    till.sale.set_terms(replace(till.sale.terms, at=at.replace(year=at.year - 1)))
    till.tab._terms.look_at_the_clock()
    till.bot.waitUntil(lambda: till.sale.terms.at is not None and till.sale.terms.at >= at)


def test_a_cart_that_can_not_be_priced_any_more_stays(qapp) -> None:
    sale = Sale(Terms(taxes={1: NO_TAX}))
    sale.replace(Cart().add_line(_line(400)))
    sale.set_terms(Terms())
    assert sale.priced.total == 400
    with pytest.raises(BadValue):
        sale.step(1)
    assert sale.cart.lines[0].quantity == 1


def _line(price: int) -> CartLine:
    return CartLine(1, "1", "Tea", price, Decimal(1), tax_class_id=1)


def test_a_product_that_another_till_moves_is_followed(
    till: Till, shop: Shop, owner: Clerk, codes, goods
) -> None:
    food = shop.taxes.add_class("Food", [TaxRate("VAT", 26_000)], by=owner)
    milk = shop.catalog.update_product(goods["milk"].id, tax_class_id=food.id, by=owner)
    till.scan(codes["milk"])
    till.wait_lines(1)
    till.bot.waitUntil(lambda: till.sale.cart.lines[0].tax_class_id == food.id)
    office = Shop.open(shop.path)
    by = office.staff.terminal()
    office.catalog.update_product(milk.id, tax_class_id=1, by=by)
    office.taxes.remove_class(food.id, by=by)
    office.close()
    till.bot.waitUntil(lambda: till.sale.cart.lines[0].tax_class_id == 1, timeout=10_000)
    till.scan(codes["coffee"])  # and the till goes on
    till.wait_lines(2)
    assert [line.tax_class_id for line in till.sale.cart.lines] == [1, 1]


def test_what_was_weighed_in_a_unit_that_is_gone_leaves_the_cart(
    till: Till, shop: Shop, owner: Clerk, codes, goods
) -> None:
    till.scan(codes["milk"])
    till.wait_lines(1)
    shop.catalog.update_product(goods["milk"].id, unit="l", by=owner)
    till.wait_lines(0)
    till.bot.waitUntil(
        lambda: any("another unit" in each.text() for each in till.window.findChildren(QLabel))
    )
    assert not till.sale.cart
