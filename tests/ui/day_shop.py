"""The shop of the clerk's day: its goods with their codes, its people and their cards."""

from datetime import UTC, datetime
from typing import Any

from pos_app.domain.barcode import check_digit
from pos_app.domain.code_rules import CodeRule
from pos_app.domain.rows import Clerk
from pos_app.domain.tax import TaxRate
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN

TOM_PIN = "135790"
TOM, ANN = ("B-0002", TOM_PIN), ("B-0001", OWNER_PIN)
CUSTOMER_CARD = "M-4711"
GIFT_CARD_CODE = "GIFT-0815"
COUPON = "TEN-OFF"
STOCK = 200

GOODS = {
    "milk": ("Milk 1 l", 129, 5),
    "bread": ("Rye bread", 399, 5),
    "tea": ("Green tea", 350, 5),
    "jam": ("Plum jam", 350, 5),
    "rice": ("Rice 1 kg", 210, 5),
    "cola": ("Cola", 150, 10),
    "case": ("Cola", 150, 10),
    "juice": ("Apple juice", 220, 10),
    "wine": ("Red wine", 880, 10),
    "bananas": ("Bananas", 180, 5),
    "ham": ("Boiled ham", 1999, 5),
    "flowers": ("Flowers", 0, 5),
}
"""Name, price and tax of what the clerk knows by these words."""


def gtin(body: str) -> str:
    return body + str(check_digit(body))


CODES = {
    "milk": gtin("400638133393"),
    "bread": gtin("590123412345"),
    "tea": gtin("401111100001"),
    "jam": gtin("401111100002"),
    "rice": gtin("4011111"),  # EAN-8
    "cola": gtin("03600029145"),  # UPC-A
    "case": gtin("1003600029145"),  # ITF-14, twelve of them
    "juice": gtin("401111100005"),
    "wine": gtin("401111100006"),
    "bananas": gtin("401111100007"),
    "ham": gtin("401111100008"),
    "flowers": gtin("401111100009"),
}
_MORE: dict[str, dict[str, Any]] = {
    "cola": {"barcodes": [CODES["cola"], (CODES["case"], 12)]},
    "wine": {"min_age": 21},
    "bananas": {"unit": "kg", "scale_number": 101},
    "ham": {"unit": "kg", "scale_number": 12345},
    "flowers": {"open_price": True},
}
WEIGHT = CodeRule("Weight", "weight", "21IIIIIVVVVVC", 3)
PRICE = CodeRule("Price", "price", "22IIIIIVVVVVC", 2)


def fill(shop: Shop, by: Clerk) -> None:
    """The shop as it is in the morning; it is noon there whenever the test runs."""
    shift = datetime.now(UTC).hour - 12
    shop.settings.update(cash_step=5, timezone=f"Etc/GMT{shift:+d}", tax_number="12-3456789", by=by)
    drinks = shop.taxes.add_class("Drinks", (TaxRate("Drinks", 100_000),), by=by)
    for key, (name, price, percent) in GOODS.items():
        if key == "case":
            continue
        fields: dict[str, Any] = {"barcodes": [CODES[key]], **_MORE.get(key, {})}
        if percent == 10:
            fields["tax_class_id"] = drinks.id
        shop.catalog.add_product(name=name, price=price, stock=STOCK, by=by, **fields)
    for rule in (WEIGHT, PRICE):
        shop.codes.save_rule(rule, by=by)
    shop.discounts.add_code(COUPON, rate_ppm=100_000, by=by)
    shop.customers.add(first_name="Mia", last_name="Vance", card=CUSTOMER_CARD, by=by)
    tom = shop.staff.add_user(username="tom", name="Tom", pin=TOM_PIN, by=by)
    (ann,) = (user for user in shop.staff.users(by=by) if user.username == "ann")
    shop.staff.set_badge(ann.id, ANN[0], by=by)
    shop.staff.set_badge(tom.id, TOM[0], by=by)
