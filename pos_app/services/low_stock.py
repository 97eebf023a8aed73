"""What is running low: one list, for those who order goods and for the report."""

from typing import Any

from peewee import SQL, Tuple, fn

from pos_app.domain.quantity import to_thousandths
from pos_app.domain.rows import DEFAULT_REORDER_LEVEL, LowStock
from pos_app.storage.database import Database
from pos_app.storage.models import BundlePart, Product, Stock


def has_own_stock() -> Any:
    """The condition that a product of stock is no bundle: those have what their parts have."""
    return ~fn.EXISTS(BundlePart.select(SQL("1")).where(BundlePart.bundle == Stock.product))


def low_stock(
    database: Database, after: LowStock | None, limit: int | None
) -> tuple[LowStock, ...]:
    """Products in sale below their reorder level, emptiest first, one page behind `after`; bundles
    are ordered as their parts."""
    level = fn.COALESCE(Product.reorder_level, to_thousandths(DEFAULT_REORDER_LEVEL))
    found = (
        Stock.select(Stock.product, Product.sku, Product.name, Stock.on_hand, Product.reorder_level)
        .join(Product)
        .where((Stock.on_hand < level) & Product.archived_at.is_null() & has_own_stock())
        .order_by(Stock.on_hand, Stock.product)
        .limit(limit)
    )
    if after is not None:
        last = Tuple(to_thousandths(after.on_hand, signed=True), after.product_id)
        found = found.where(Tuple(Stock.on_hand, Stock.product) > last)
    return tuple(
        LowStock(product_id, sku, name, on_hand, DEFAULT_REORDER_LEVEL if own is None else own)
        for product_id, sku, name, on_hand, own in found.tuples().execute(database.peewee)
    )
