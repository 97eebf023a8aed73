"""Tax classes: what managers may do to them, and that nothing else can get in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadAmount,
    BadValue,
    Duplicate,
    NotAllowed,
    StillReferenced,
    UnknownTaxClass,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.domain.tax import TaxPart, TaxPeriod, TaxRate
from pos_app.shop import Shop

AddProduct = Callable[..., ProductRow]
REDUCED = TaxRate("VAT", 70_000)
DEPOSIT = TaxRate("Deposit", amount=25, on_top=True)


def test_a_class_comes_back_as_it_was_given(shop: Shop, owner: Clerk) -> None:
    rates = (
        TaxRate("GST", 50_000),
        TaxRate("PST", 70_000, compound=True),
        TaxRate("Deposit", amount=25, on_top=True, taxed=True),
    )
    added = shop.taxes.add_class("  Bottled   drinks ", rates, by=owner)
    assert (added.name, added.periods) == ("Bottled drinks", (TaxPeriod(None, rates),))
    assert added.rate_ppm == 123_500  # 5 %, and 7 % of 1.05
    again = Shop.open(shop.path)
    assert again.taxes.classes() == again.catalog.tax_classes() == shop.taxes.classes()
    assert shop.taxes.classes()[1] == added
    again.close()


@pytest.mark.parametrize(
    ("name", "rates", "field", "reason"),
    [
        ("", [REDUCED], "tax_class", "empty"),
        ("x" * 41, [REDUCED], "tax_class", "too_long"),
        ("Food", [], "rates", "empty"),
        ("Food", [REDUCED, TaxRate("vat", 1)], "rates", "name_twice"),
        ("Food", [REDUCED, TaxRate(" VAT ", 1)], "rates", "name_twice"),
        ("Food", [REDUCED, TaxRate("VÄT", 1), TaxRate("VA\u0308T", 1)], "rates", "name_twice"),
        ("Food", [TaxRate("A", 600_000), TaxRate("B", 500_000)], "rates", "over_100"),
        ("Food", [TaxRate(str(number), 1) for number in range(9)], "rates", "too_many"),
    ],
)
def test_what_is_no_class(
    shop: Shop, owner: Clerk, name: str, rates: list[TaxRate], field: str, reason: str
) -> None:
    before = shop.taxes.classes()
    with pytest.raises(BadValue) as refusal:
        shop.taxes.add_class(name, rates, by=owner)
    assert (refusal.value.field, refusal.value.reason) == (field, reason)
    if field == "rates" and rates:
        with pytest.raises(BadValue):
            shop.taxes.set_rates(1, rates, by=owner)
    assert shop.taxes.classes() == before


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"rate_ppm": 1_000_001}, BadValue),
        ({"rate_ppm": -1}, BadValue),
        ({"amount": -1}, BadAmount),
        ({"rate_ppm": 1, "amount": 1}, BadValue),
        ({"amount": 1, "compound": True}, BadValue),
        ({"rate_ppm": 1, "taxed": True}, BadValue),
    ],
)
def test_what_is_no_rate(given: dict[str, Any], refusal: type[BadValue]) -> None:
    with pytest.raises(refusal):
        TaxRate("VAT", **given)


def test_a_name_is_taken_in_whatever_capitals(shop: Shop, owner: Clerk) -> None:
    food = shop.taxes.add_class("Épices", [REDUCED], by=owner)
    for name in ("épices", "STANDARD"):
        with pytest.raises(Duplicate) as refusal:
            shop.taxes.add_class(name, [REDUCED], by=owner)
        assert (refusal.value.field, refusal.value.value) == ("tax_class", name)
    with pytest.raises(Duplicate):
        shop.taxes.rename_class(food.id, "standard", by=owner)
    assert shop.taxes.rename_class(food.id, "ÉPICES", by=owner).name == "ÉPICES"


def test_rates_of_a_day_are_replaced_and_taken_away(shop: Shop, owner: Clerk) -> None:
    begin, later = date(2027, 1, 1), date(2028, 1, 1)
    standard = shop.taxes.classes()[0].periods[0]
    shop.taxes.set_rates(1, [TaxRate("Tax", 60_000)], valid_from=later, by=owner)
    shop.taxes.set_rates(1, [REDUCED], valid_from=begin, by=owner)
    row = shop.taxes.set_rates(1, [REDUCED, DEPOSIT], valid_from=begin, by=owner)
    assert row.periods == (
        standard,
        TaxPeriod(begin, (REDUCED, DEPOSIT)),
        TaxPeriod(later, (TaxRate("Tax", 60_000),)),
    )
    row = shop.taxes.set_rates(1, [], valid_from=begin, by=owner)
    assert row.periods == (standard, TaxPeriod(later, (TaxRate("Tax", 60_000),)))


def test_a_class_is_never_without_rates_today(shop: Shop, owner: Clerk) -> None:
    with pytest.raises(BadValue) as refusal:
        shop.taxes.set_rates(1, [], by=owner)
    assert (refusal.value.field, refusal.value.reason) == ("rates", "empty")
    shop.taxes.set_rates(1, [REDUCED], valid_from=date(2100, 1, 1), by=owner)
    with pytest.raises(BadValue):
        shop.taxes.set_rates(1, [], by=owner)  # what is left begins in 2100
    shop.taxes.set_rates(1, [REDUCED], valid_from=date(2020, 1, 1), by=owner)
    assert len(shop.taxes.set_rates(1, [], by=owner).periods) == 2


def test_a_period_that_is_not_there_is_not_taken_away(shop: Shop, owner: Clerk) -> None:
    with pytest.raises(BadValue) as refusal:
        shop.taxes.set_rates(1, [], valid_from=date(2027, 1, 1), by=owner)
    assert (refusal.value.field, refusal.value.reason) == ("valid_from", "unknown_choice")
    with pytest.raises(BadValue) as refusal:
        shop.taxes.set_rates(1, [REDUCED], valid_from=datetime(2027, 1, 1, tzinfo=UTC), by=owner)
    assert (refusal.value.field, refusal.value.reason) == ("valid_from", "not_a_date")


def test_a_class_in_use_stays(shop: Shop, owner: Clerk, add_product: AddProduct) -> None:
    food = shop.taxes.add_class("Food", [REDUCED], by=owner)
    bread = add_product("Bread", tax_class_id=food.id)
    shop.catalog.archive_product(bread.id, by=owner)
    with pytest.raises(StillReferenced) as refusal:
        shop.taxes.remove_class(food.id, by=owner)
    assert (refusal.value.what, refusal.value.key) == ("tax class", "Food")
    shop.catalog.update_product(bread.id, tax_class_id=1, by=owner)
    shop.taxes.remove_class(food.id, by=owner)
    assert [row.name for row in shop.taxes.classes()] == ["Standard"]
    with pytest.raises(StillReferenced):
        shop.taxes.remove_class(1, by=owner)  # the last one


def test_a_class_that_is_not_there(shop: Shop, owner: Clerk) -> None:
    for ask in (
        lambda: shop.taxes.rename_class(9, "x", by=owner),
        lambda: shop.taxes.set_rates(9, [REDUCED], by=owner),
        lambda: shop.taxes.remove_class(9, by=owner),
    ):
        with pytest.raises(UnknownTaxClass):
            ask()


def test_what_was_sold_keeps_its_taxes(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    before = shop.orders.get(receipt.order_id)
    assert before.taxes == (TaxPart("Tax", 50_000, 0, 123, 6),)
    shop.taxes.set_rates(1, [TaxRate("VAT", 200_000)], by=owner)
    assert shop.orders.get(receipt.order_id) == before
    assert shop.checkout.price(Cart().add(milk)).taxes == (TaxPart("VAT", 200_000, 0, 107, 22),)


def test_rights_and_news(shop: Shop, owner: Clerk) -> None:
    heard: list[str] = []
    shop.on_change(lambda topic, _ids: heard.append(topic))
    food = shop.taxes.add_class("Food", [REDUCED], by=owner)
    shop.taxes.rename_class(food.id, "Eats", by=owner)
    shop.taxes.set_rates(food.id, [DEPOSIT], by=owner)
    shop.taxes.remove_class(food.id, by=owner)
    assert heard == ["prices"] * 4
    shop.staff.add_user(username="sue", name="Sue", pin="713905", role="supervisor", by=owner)
    sue = shop.staff.sign_in("sue", pin="713905")
    for ask in (
        lambda: shop.taxes.add_class("Food", [REDUCED], by=sue),
        lambda: shop.taxes.rename_class(1, "x", by=sue),
        lambda: shop.taxes.set_rates(1, [REDUCED], by=sue),
        lambda: shop.taxes.remove_class(1, by=sue),
    ):
        with pytest.raises(NotAllowed) as refusal:
            ask()
        assert refusal.value.permission == "settings"


def test_rates_count_from_the_shops_midnight(
    template: Path, shop_path: Path, owner: Clerk, shop: Shop, milk: ProductRow
) -> None:
    shop.taxes.set_rates(1, [TaxRate("VAT", 200_000)], valid_from=date(2027, 1, 1), by=owner)
    # In New York it is the 31st until 05:00 UTC on the 1st.
    for at, tax in (
        (datetime(2027, 1, 1, 4, 59, 59, 999_999, tzinfo=UTC), 6),
        (datetime(2027, 1, 1, 5, 0, tzinfo=UTC), 22),
    ):
        receipt = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner, at=at)
        assert shop.orders.get(receipt.order_id).tax == tax
    assert [row.business_date.isoformat() for row in shop.orders.page()] == [
        "2027-01-01",
        "2026-12-31",
    ]
    assert shop.check(by=owner) == ()
    later = Shop.open(shop_path, clock=lambda: datetime(2027, 1, 1, 5, 0, tzinfo=UTC))
    assert later.taxes.classes()[0].rate_ppm == 200_000
    assert shop.taxes.classes()[0].rate_ppm == 50_000
    later.close()
