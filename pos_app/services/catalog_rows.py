"""From raw columns to product rows, and the words a product is found by."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import apsw

from pos_app.domain.errors import ApprovalRefused, NotAllowed
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.services.books import Books
from pos_app.storage.fields import to_micros
from pos_app.storage.ranks import Window, count, fold, uncounted
from pos_app.storage.search import put_products, remove_products


def sees_cost(books: Books, by: Clerk | None) -> bool:
    """Whether by may see what products cost the shop. Raises NotSignedIn."""
    if by is None:
        return False
    try:
        books.authorise(by, Permission.SEE_COST)
    except (NotAllowed, ApprovalRefused):  # approved was something else
        return False
    return True


def product_row(row: Sequence[Any], *, with_cost: bool = False) -> ProductRow:
    """A product row of the raw columns that `storage.hot.product_rows` selects; its cost only
    for who `sees_cost`."""
    return ProductRow(
        id=row[0],
        sku=row[1],
        name=row[2],
        price=row[3],
        on_hand=from_thousandths(row[4] if row[18] is None else row[18]),
        category_id=row[5],
        category=row[6],
        unit=row[7],
        tax_class_id=row[8],
        description=row[9],
        brand=row[10],
        barcode=row[11] or "",
        cost=row[12] if with_cost else None,
        reorder_level=None if row[13] is None else from_thousandths(row[13]),
        archived=row[14] is not None,
        open_price=bool(row[15]),
        min_age=row[16],
        scale_number=row[17],
        bundle=row[18] is not None,
    )


def products_in_order(
    books: Books, ids: Sequence[int], *, with_cost: bool = False
) -> tuple[ProductRow, ...]:
    """The products with these ids, in their order; ids that are gone are left out."""
    rows = books.database.rows(books.hot.products_by_id, (json.dumps(list(ids)),))
    by_id = {row[0]: row for row in rows}
    return tuple(product_row(by_id[key], with_cost=with_cost) for key in ids if key in by_id)


def search_words(name: str, sku: str, brand: str, category: str, codes: Iterable[str]) -> str:
    """What the full-text index holds of a product."""
    return " ".join((name, sku, brand, category, *codes))


def reindex(books: Books, connection: apsw.Connection, product_ids: Sequence[int]) -> None:
    """Bring the search index in step with these products, inside the caller's transaction."""
    ids = json.dumps(list(product_ids))
    rows = books.database.rows(books.hot.products_by_id, (ids,))
    codes: dict[int, list[str]] = {}
    for product_id, code in books.database.rows(books.hot.codes_of_products, (ids,)):
        codes.setdefault(product_id, []).append(code)
    live = [
        (row[0], search_words(row[2], row[1], row[10], row[6], codes.get(row[0], ())))
        for row in rows
        if row[14] is None
    ]
    remove_products(connection, [row[0] for row in rows if row[14] is not None])
    put_products(connection, live, to_micros(books.now()))


def reindex_categories(books: Books, category_ids: Sequence[int]) -> None:
    """Bring the search index in step with all products of these categories."""
    ids = json.dumps(list(category_ids))
    of_categories = "SELECT id FROM products WHERE category_id IN (SELECT value FROM json_each(?))"
    products = [product_id for (product_id,) in books.database.rows(of_categories, (ids,))]
    reindex(books, books.database.connection, products)


def count_sales(books: Books) -> None:
    """Count new sales into the order of search, in transactions of its own, each a short one."""
    window: Window | None
    while True:
        with books.database.snapshot():
            window = uncounted(books.database)
        if window is None:
            return
        while window is not None:
            with books.database.transaction():
                window = count(books.database, window, to_micros(books.now()))


def fold_index(books: Books, *, whole: bool) -> None:
    """Fold the search index together, in transactions of its own, each a short one: whole after
    a mass of changes, else only where enough pieces have gathered."""
    begin, going_on = whole, True
    while going_on:
        with books.database.transaction():
            going_on = fold(books.database, begin=begin)
        begin = False
