"""What is running low: one list, for those who order goods and for the report."""

from peewee import Tuple, fn

from pos_app.domain.quantity import to_thousandths
from pos_app.domain.rows import DEFAULT_REORDER_LEVEL, LowStock
from pos_app.storage.database import Database
from pos_app.storage.models import Product, Stock


def low_stock(
    database: Database, after: LowStock | None, limit: int | None
) -> tuple[LowStock, ...]:
    """Products in sale below their reorder level, emptiest first, one page behind `after`."""
    level = fn.COALESCE(Product.reorder_level, to_thousandths(DEFAULT_REORDER_LEVEL))
    found = (
        Stock.select(Stock.product, Product.sku, Product.name, Stock.on_hand, Product.reorder_level)
        .join(Product)
        .where((Stock.on_hand < level) & Product.archived_at.is_null())
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
