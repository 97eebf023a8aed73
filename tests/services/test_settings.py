"""The shop's own facts: changed with a right, checked, and the same in every process."""

import json
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import BadValue, DiskFull, NotAllowed
from pos_app.domain.money import MoneyFormat
from pos_app.domain.payment import CashRounding, Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.services.settings import locale_of_country, money_format
from pos_app.shop import Shop, ShopSetup
from pos_app.storage.database import Database


def test_changed_facts_are_there_at_the_next_start(shop: Shop, owner: Clerk) -> None:
    info = shop.settings.update(name=" Corner & Co ", locale="de_DE", country="de", by=owner)
    assert (info.name, info.country) == ("Corner & Co", "DE")
    assert shop.money.format(1234567) == "12.345,67\u00a0$"
    again = Shop.open(shop.path)
    assert (again.info, again.money) == (info, shop.money)
    again.close()
    assert shop.check(by=owner) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"country": "XX"}, "country"),
        ({"locale": "xx"}, "locale"),
        ({"currency": "EUR"}, "currency"),
        ({"is_sample": True}, "is_sample"),
        ({"colour": "red"}, "colour"),
        ({"tax_rounding": "cart"}, "tax_rounding"),
        ({"cash_step": 0}, "cash_step"),
        ({"cash_step": 0.05}, "cash_step"),
        ({"cash_mode": "random"}, "cash_mode"),
        ({"discount_reason_needed": "no"}, "discount_reason_needed"),
        ({"discount_reason_needed": 0}, "discount_reason_needed"),
        ({"discount_reasons": "Goodwill"}, "discount_reasons"),
        ({"discount_reasons": ["x" * 81]}, "discount_reasons"),
        ({"discount_reasons": [1]}, "discount_reasons"),
        ({"discount_reasons": [str(number) for number in range(31)]}, "discount_reasons"),
    ],
)
def test_facts_that_can_not_be(
    shop: Shop, owner: Clerk, changes: dict[str, object], field: str
) -> None:
    before = shop.info
    with pytest.raises(BadValue) as refusal:
        shop.settings.update(**changes, by=owner)
    assert refusal.value.field == field
    assert shop.info == before


def test_how_sums_are_rounded_and_why_discounts_are_given(shop: Shop, owner: Clerk) -> None:
    info = shop.settings.update(
        tax_rounding="document",
        cash_step=5,
        cash_mode="down",
        discount_reasons=[" Old  stock ", "", "Staff", "Old stock"],
        discount_reason_needed=False,
        by=owner,
    )
    assert (info.tax_rounding, info.cash_step, info.cash_mode) == ("document", 5, "down")
    assert info.discount_reasons == ("Old stock", "Staff")
    assert not info.discount_reason_needed
    again = Shop.open(shop.path)
    assert again.info == info
    assert again.checkout.terms().tax_rounding == "document"
    assert again.checkout.terms().cash_rounding == CashRounding(5, "down")
    again.close()
    assert shop.settings.update(discount_reasons=(), by=owner).discount_reasons == ()


def test_taxes_are_rounded_where_the_shop_says(
    shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]
) -> None:
    cart = Cart()
    for number in range(3):
        cart = cart.add(add_product(f"Sweet {number}", 30))
    assert shop.checkout.price(cart).tax == 3  # 1.43 cents each, rounded three times
    shop.settings.update(tax_rounding="document", by=owner)
    assert shop.checkout.price(cart).tax == 4  # 4.29 cents on the whole
    receipt = shop.checkout.sell(cart, [Payment("cash", 90)], by=owner)
    order = shop.orders.get(receipt.order_id)
    assert (order.tax, [item.tax for item in order.items]) == (4, [2, 1, 1])
    assert shop.check(by=owner) == ()


def test_facts_that_did_not_come_into_the_books_do_not_count(
    shop: Shop, owner: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shop.info, shop.money

    def fail(_database: Database) -> None:
        raise DiskFull(shop.path)

    monkeypatch.setattr(Database, "check_in_place", fail)
    with pytest.raises(DiskFull):
        shop.settings.update(tax_included=False, locale="de_DE", by=owner)
    monkeypatch.undo()
    assert (shop.info, shop.money) == before
    assert shop.settings.update(name="Other", by=owner).tax_included
    assert shop.info.name == "Other"


def test_a_clerk_may_not_change_them(shop: Shop, owner: Clerk) -> None:
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    with pytest.raises(NotAllowed):
        shop.settings.update(name="Mine", by=shop.staff.sign_in("cleo", pin="135790"))


def test_what_another_process_set_is_taken_over(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    other = Shop.open(shop.path)
    before = other.data_version()
    shop.settings.update(tax_included=False, timezone="UTC", by=owner)
    assert other.info.tax_included
    assert other.data_version() != before
    assert (other.info, other.money) == (shop.info, shop.money)
    cart = Cart().add(milk)
    receipt = other.checkout.sell(cart, [Payment("cash", 200)], by=other.staff.terminal())
    assert receipt.total == 135  # 1.29 and 5 % on top
    other.close()


@pytest.mark.parametrize(
    ("currency", "locale", "text"),
    [
        ("USD", "en_US", "$1,234.50"),
        ("EUR", "de_DE", "1.234,50\u00a0€"),
        ("EUR", "en_IE", "€1,234.50"),
        ("GBP", "en_GB", "£1,234.50"),
        ("SEK", "sv_SE", "1\u00a0234,50\u00a0kr"),
        ("CHF", "de_CH", "CHF\u00a01’234.50"),
        ("CHF", "en_US", "CHF\u00a01,234.50"),
    ],
)
def test_money_as_its_people_write_it(currency: str, locale: str, text: str) -> None:
    style = money_format(currency, locale)
    assert style.format(123450) == text
    assert style.parse(text) == 123450


def test_a_form_stored_before_it_knew_of_groups_is_kept(shop: Shop) -> None:
    old = {
        "currency": "USD",
        "decimals": 2,
        "decimal_mark": ",",
        "group_mark": ".",
        "prefix": "",
        "suffix": "\u00a0$",
        "minus": "\u2212",
    }
    file = apsw.Connection(str(shop.path))
    file.execute("UPDATE settings SET value = ? WHERE key = 'money_format'", (json.dumps(old),))
    file.close()
    again = Shop.open(shop.path)
    assert again.money == MoneyFormat(**old)  # type: ignore[arg-type]
    assert again.money.format(-123456789) == "\u22121.234.567,89\u00a0$"
    assert again.money.parse("-1.234.567,89 $") == -123456789
    again.close()


def test_a_countrys_locale() -> None:
    known = [locale_of_country(code) for code in ("DE", "US", "CH", "SE")]
    assert known == ["de_DE", "en_US", "de_CH", "sv_SE"]


@pytest.mark.parametrize(
    ("currency", "country", "rounding"),
    [("EUR", "nl", (5, "half_up")), ("EUR", "DE", (1, "half_up")), ("ZAR", "ZA", (5, "down"))],
)
def test_a_new_shop_rounds_cash_as_its_country_does(
    tmp_path: Path, currency: str, country: str, rounding: tuple[int, str]
) -> None:
    setup = ShopSetup("Corner", currency=currency, country=country, timezone="UTC")
    shop = Shop.create(str(tmp_path / "new.db"), setup)
    assert (shop.info.cash_step, shop.info.cash_mode) == rounding
    shop.close()
