"""Lists of products: pages by key, favourites, tiles, and how many there are."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from peewee import SQL, Tuple, fn

from pos_app.domain.errors import BadValue
from pos_app.domain.quantity import from_thousandths, to_thousandths
from pos_app.domain.rows import DEFAULT_REORDER_LEVEL, Clerk, PriceChange, ProductRow
from pos_app.services import categories
from pos_app.services.books import Books
from pos_app.services.bundles import is_bundle
from pos_app.services.catalog_rows import product_row, sees_cost
from pos_app.services.low_stock import has_own_stock
from pos_app.storage.fields import to_micros
from pos_app.storage.hot import MAIN_LOCATION, product_rows
from pos_app.storage.models import PriceHistory, Product, ProductRank, Stock, User

# sort -> its column, the column that breaks ties, and the value of a row as it is stored
_SORTS: dict[str, tuple[Any, Any, Callable[[ProductRow], str | int]]] = {
    "name": (Product.name, Product.id, lambda row: row.name),
    "sku": (Product.sku, Product.id, lambda row: row.sku),
    "price": (Product.price, Product.id, lambda row: row.price),
    "on_hand": (
        Stock.on_hand,
        Stock.product,
        lambda row: to_thousandths(row.on_hand, "on_hand", signed=True),
    ),
}

_IS_LOW = Stock.on_hand < fn.COALESCE(Product.reorder_level, to_thousandths(DEFAULT_REORDER_LEVEL))


_SOLD = (
    "SELECT (?1 - created_at) / ?2, -sum(quantity) FROM stock_moves WHERE product_id = ?3 "
    "AND created_at > ?4 AND created_at <= ?5 AND reason IN ('sale', 'cancel') GROUP BY 1"
)
# A bundle moves no stock of its own: its orders are found by the moves of its parts.
_BUNDLES_SOLD = (
    "SELECT (?1 - o.created_at) / ?2, sum(i.quantity) FROM (SELECT DISTINCT m.order_id "
    "FROM bundle_parts p JOIN stock_moves m ON m.product_id = p.part_id WHERE p.bundle_id = ?3 "
    "AND m.created_at > ?4 AND m.created_at <= ?5 AND m.reason = 'sale') sold "
    "JOIN orders o ON o.id = sold.order_id AND o.status <> 'cancelled' "
    "JOIN order_items i ON i.order_id = o.id AND i.product_id = ?3 GROUP BY 1"
)


def page(
    books: Books,
    *,
    after: ProductRow | None,
    limit: int,
    sort: str,
    descending: bool,
    category_id: int | None,
    level: str | None,
    archived: bool,
    by: Clerk | None,
) -> tuple[ProductRow, ...]:
    """See Catalog.page."""
    if sort not in _SORTS:
        raise BadValue("sort", sort, "unknown_choice")
    column, tie, value_of = _SORTS[sort]
    query = product_rows(by_stock=sort == "on_hand").where(
        Product.archived_at.is_null(not archived)
    )
    if category_id is not None:
        query = query.where(Product.category.in_(categories.subtree(books.database, category_id)))
    if level == "low":
        query = query.where(_IS_LOW & has_own_stock())
    elif level == "out":
        query = query.where((Stock.on_hand <= 0) & has_own_stock())
    elif level is not None:
        raise BadValue("level", level, "unknown_choice")
    if after is not None:
        key = Tuple(column, tie)
        value = value_of(after)
        if sort == "on_hand" and after.bundle:  # it stands where its own stock has it: at nothing
            row = books.database.row(books.hot.on_hand, (after.id, MAIN_LOCATION))
            value = row[0] if row else 0
        last = Tuple(value, after.id)
        query = query.where(key < last if descending else key > last)
    order = (column.desc(), tie.desc()) if descending else (column, tie)
    return _rows(books, query.order_by(*order).limit(limit), sees_cost(books, by))


def favourites(books: Books, limit: int) -> tuple[ProductRow, ...]:
    """See Catalog.favourites."""
    best = _rows(
        books,
        product_rows()
        .join(ProductRank, on=(ProductRank.product == Product.id))
        .where((ProductRank.sold > 0) & Product.archived_at.is_null())
        .order_by(ProductRank.sold.desc(), ProductRank.product.desc())
        .limit(limit),
    )
    if len(best) == limit:
        return best
    known = {row.id for row in best}
    newest = _rows(
        books,
        product_rows()
        .where(Product.archived_at.is_null())
        .order_by(Product.id.desc())
        .limit(limit),
    )
    return (best + tuple(row for row in newest if row.id not in known))[:limit]


def tiles(books: Books, category_id: int, limit: int) -> tuple[ProductRow, ...]:
    """See Catalog.tiles."""
    ids = categories.subtree(books.database, category_id)
    return _rows(
        books,
        product_rows()
        .join(ProductRank, on=(ProductRank.product == Product.id))
        .where(Product.category.in_(ids) & Product.archived_at.is_null())
        .order_by(ProductRank.sold.desc(), Product.name)
        .limit(limit),
    )


def count(books: Books) -> int:
    """See Catalog.count."""
    peewee = books.database.peewee
    every = Product.select(fn.COUNT(Product.id)).scalar(peewee)
    archived = Product.select(fn.COUNT(SQL("1"))).where(Product.archived_at.is_null(False))
    return int(every - archived.scalar(peewee))


def low_stock_count(books: Books) -> int:
    """See Catalog.low_stock_count."""
    query = (
        Stock.select(fn.COUNT(SQL("1")))
        .join(Product)
        .where(_IS_LOW & Product.archived_at.is_null() & has_own_stock())
    )
    return int(query.scalar(books.database.peewee))


def sold_per_week(books: Books, product_id: int, weeks: int) -> tuple[Decimal, ...]:
    """See Catalog.sold_per_week."""
    week = timedelta(weeks=1) // timedelta(microseconds=1)
    now = to_micros(books.now())
    totals = [0] * weeks
    statement = _BUNDLES_SOLD if is_bundle(books, product_id) else _SOLD
    values = (now, week, product_id, now - weeks * week, now)
    for ago, quantity in books.database.rows(statement, values):
        totals[weeks - 1 - ago] = quantity
    return tuple(from_thousandths(total) for total in totals)


def price_history(books: Books, product_id: int, limit: int) -> tuple[PriceChange, ...]:
    """See Catalog.price_history."""
    rows = (
        PriceHistory.select(
            PriceHistory.id,
            PriceHistory.created_at,
            PriceHistory.old_price,
            PriceHistory.new_price,
            User.name,
        )
        .join(User)
        .where(PriceHistory.product == product_id)
        .order_by(PriceHistory.id.desc())
        .limit(limit)
        .tuples()
        .execute(books.database.peewee)
    )
    return tuple(PriceChange(*row) for row in rows)


def _rows(books: Books, query: Any, with_cost: bool = False) -> tuple[ProductRow, ...]:
    sql, parameters = books.database.peewee.get_sql_context().sql(query).query()
    return tuple(
        product_row(row, with_cost=with_cost) for row in books.database.rows(sql, parameters)
    )
