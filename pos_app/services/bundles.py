"""Bundles: products that are made of others. One sells as a line, and its parts leave the shelf.

A bundle has no stock of its own; how many there are follows from its parts. Everything here runs
inside the caller's transaction.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from peewee import JOIN, SQL

from pos_app.domain.cart import GIFT_CARD_SKU
from pos_app.domain.errors import BadValue, BundleRefused, NoOwnStock, UnknownProduct
from pos_app.domain.quantity import to_sold_thousandths
from pos_app.domain.rows import BundlePartRow, ProductRow
from pos_app.services.books import Books
from pos_app.services.price_rules import touch
from pos_app.storage.hot import MAIN_LOCATION
from pos_app.storage.models import BundlePart, Product, Stock

PartInput = tuple[int, Decimal | int]
"""The id of a product, and how much of it one bundle holds."""

MOST_PARTS = 50
"""More than this is no bundle that anybody packs."""


def parts_of(books: Books, product_id: int) -> tuple[BundlePartRow, ...]:
    """What a bundle is made of, in its order; nothing for a product that is none."""
    rows = (
        BundlePart.select(
            BundlePart.part,
            Product.sku,
            Product.name,
            BundlePart.quantity,
            Product.unit,
            Stock.on_hand,
        )
        .join(Product, on=(Product.id == BundlePart.part))
        .join(
            Stock,
            JOIN.LEFT_OUTER,
            on=((Stock.product == BundlePart.part) & (Stock.location == MAIN_LOCATION)),
        )
        .where(BundlePart.bundle == product_id)
        .order_by(BundlePart.position)
        .tuples()
        .execute(books.database.peewee)
    )
    return tuple(BundlePartRow(*row) for row in rows)


def is_bundle(books: Books, product_id: int) -> bool:
    """True for a product that is made of others."""
    return bool(
        BundlePart.select(SQL("1"))
        .where(BundlePart.bundle == product_id)
        .exists(books.database.peewee)
    )


def check_own_stock(books: Books, product_id: int, name: str) -> None:
    """Raises NoOwnStock for a bundle."""
    if is_bundle(books, product_id):
        raise NoOwnStock(name, product_id)


def write_parts(books: Books, bundle: ProductRow, parts: Sequence[PartInput]) -> None:
    """Make a product of these parts (product id, quantity of one bundle), in this order; of none,
    it is an ordinary product again. See `Catalog.set_parts`."""
    peewee = books.database.peewee
    if parts:
        _check_bundle(books, bundle)
    rows: list[dict[str, Any]] = []
    for position, (part_id, quantity) in enumerate(parts):
        part = _checked_part(books, bundle, part_id)
        if any(row["part"] == part_id for row in rows):
            raise BadValue("parts", part[0], "name_twice")
        to_sold_thousandths(quantity, part[1])
        rows.append(
            {
                "bundle": bundle.id,
                "part": part_id,
                "position": position,
                "quantity": quantity,
                "created_at": books.now(),
            }
        )
    if len(rows) > MOST_PARTS:
        raise BadValue("parts", len(rows), "too_many")
    BundlePart.delete().where(BundlePart.bundle == bundle.id).execute(peewee)
    for row in rows:
        BundlePart.insert(**row).execute(peewee)
    follow_ages(books, [bundle.id])
    touch(books.database)  # every till knows the bundles beside the promotions


def follow_ages(books: Books, product_ids: Sequence[int]) -> None:
    """Have bundles ask for the age that their parts ask for: these, and those that these are parts
    of."""
    books.database.connection.execute(
        "UPDATE products SET min_age = oldest.age FROM (SELECT l.bundle_id, max(p.min_age) AS age "
        "FROM bundle_parts l JOIN products p ON p.id = l.part_id WHERE l.bundle_id IN "
        "(SELECT value FROM json_each(?1) UNION SELECT bundle_id FROM bundle_parts "
        "WHERE part_id IN (SELECT value FROM json_each(?1))) GROUP BY l.bundle_id) oldest "
        "WHERE products.id = oldest.bundle_id AND products.min_age < oldest.age",
        (json.dumps(list(product_ids)),),
    )


def _check_bundle(books: Books, bundle: ProductRow) -> None:
    if bundle.sku == GIFT_CARD_SKU:
        raise BundleRefused(bundle.name, "gift_card")
    if bundle.unit != "piece":
        raise BundleRefused(bundle.name, "not_pieces")
    is_part = BundlePart.select(SQL("1")).where(BundlePart.part == bundle.id)
    if is_part.exists(books.database.peewee):
        raise BundleRefused(bundle.name, "is_part")
    own = books.database.row(books.hot.on_hand, (bundle.id, MAIN_LOCATION))
    if own is not None and own[0] and not bundle.bundle:
        raise BundleRefused(bundle.name, "has_stock")


def _checked_part(books: Books, bundle: ProductRow, part_id: int) -> tuple[str, str]:
    """Name and unit of a product that may be a part."""
    row = books.database.row(books.hot.sold_product, (part_id,))
    if row is None:
        raise UnknownProduct(part_id)
    sku, name, unit = row[:3]
    if part_id == bundle.id:
        raise BundleRefused(name, "itself")
    if sku == GIFT_CARD_SKU:
        raise BundleRefused(name, "gift_card")
    if is_bundle(books, part_id):
        raise BundleRefused(name, "part_is_bundle")
    return name, unit
