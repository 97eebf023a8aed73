"""The catalogue: products with their codes and prices, found by scanning and by typing."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pos_app.domain.errors import (
    UnknownCode,
    UnknownProduct,
)
from pos_app.domain.quantity import to_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    BarcodeRow,
    BundlePartRow,
    CategoryRow,
    Clerk,
    PriceChange,
    PriceCheck,
    ProductRow,
    ScanHit,
    TaxClassRow,
)
from pos_app.services import bundles, catalog_pages, categories, product_writing
from pos_app.services.books import Books
from pos_app.services.bundles import PartInput
from pos_app.services.catalog_rows import (
    count_sales,
    fold_index,
    product_row,
    products_in_order,
    reindex,
    reindex_categories,
    sees_cost,
)
from pos_app.services.code_reading import stored_product
from pos_app.services.command import command, query, reading
from pos_app.services.price_checks import price_check
from pos_app.services.product_writing import BarcodeInput
from pos_app.services.recorded_products import (
    product_facts,
    record_category,
    record_new_product,
    record_product,
)
from pos_app.services.taxes import tax_class_rows
from pos_app.storage.models import Barcode, Product
from pos_app.storage.search import find_products

_UNSET: Any = object()


class Catalog:
    """Products, their codes, categories, prices and tax classes.

    A row has what the product costs the shop only where by= names somebody who may see it.
    """

    def __init__(self, books: Books) -> None:
        self._books = books

    # --- products ----------------------------------------------------------------------------

    @command(Permission.MANAGE_CATALOG)
    def add_product(
        self,
        *,
        name: str,
        price: int,
        category: str = "",
        sku: str = "",
        stock: Decimal | int = 0,
        cost: int | None = None,
        barcodes: Sequence[BarcodeInput] = (),
        description: str = "",
        brand: str = "",
        unit: str = "piece",
        tax_class_id: int | None = None,
        reorder_level: Decimal | int | None = None,
        open_price: bool = False,
        min_age: int = 0,
        scale_number: int | None = None,
        parts: Sequence[PartInput] = (),
        by: Clerk,
    ) -> ProductRow:
        """Add a product.

        price and cost in minor units per unit; category a path ("Dairy > Milk"), made where it is
        missing; sku is generated when empty; stock and reorder_level in units; a barcode is a
        code or (code, pack quantity). open_price has the till ask what it costs; min_age in
        years, 0 for anybody; scale_number is what labels from the shop's scales call it; parts
        make it a bundle, see set_parts. Raises BadValue, BadAmount, BadQuantity, BundleRefused,
        Duplicate("sku", "barcode" or "scale_number"), UnknownCategory.
        """
        fields = product_writing.checked(
            {
                "name": name,
                "price": price,
                "category": category,
                "sku": sku,
                "cost": cost,
                "description": description,
                "brand": brand,
                "unit": unit,
                "tax_class_id": tax_class_id,
                "reorder_level": reorder_level,
                "open_price": open_price,
                "min_age": min_age,
                "scale_number": scale_number,
            }
        )
        product_id = product_writing.insert(self._books, fields, stock, barcodes, by)
        if parts:
            bundles.write_parts(self._books, self._get(product_id), parts)
        record_new_product(self._books, product_id, to_thousandths(stock))
        self._books.changed("products", product_id)
        self._books.changed("stock", product_id)
        return self._get(product_id, by)

    @command(Permission.MANAGE_CATALOG)
    def update_product(
        self,
        product_id: int,
        *,
        name: str = _UNSET,
        price: int = _UNSET,
        category: str = _UNSET,
        sku: str = _UNSET,
        cost: int | None = _UNSET,
        barcodes: Sequence[BarcodeInput] = _UNSET,
        description: str = _UNSET,
        brand: str = _UNSET,
        unit: str = _UNSET,
        tax_class_id: int = _UNSET,
        reorder_level: Decimal | int | None = _UNSET,
        open_price: bool = _UNSET,
        min_age: int = _UNSET,
        scale_number: int | None = _UNSET,
        parts: Sequence[PartInput] = _UNSET,
        by: Clerk,
    ) -> ProductRow:
        """Change what is given of a product; a new price is written to its history.

        Units as in add_product; barcodes and parts replace them all. Raises UnknownProduct,
        BundleRefused for a bundle that would not be sold by the piece, and as add_product.
        """
        given = {
            "name": name,
            "price": price,
            "category": category,
            "sku": sku,
            "cost": cost,
            "description": description,
            "brand": brand,
            "unit": unit,
            "tax_class_id": tax_class_id,
            "reorder_level": reorder_level,
            "open_price": open_price,
            "min_age": min_age,
            "scale_number": scale_number,
        }
        given = {key: value for key, value in given.items() if value is not _UNSET}
        facts = product_facts(self._books, product_id)
        if parts is not _UNSET and not parts:  # first: what is no bundle may be sold by weight
            bundles.write_parts(self._books, self._get(product_id), parts)
        before = self._get(product_id)
        codes = None if barcodes is _UNSET else barcodes
        product_writing.update(self._books, before, product_writing.checked(given), codes, by)
        if parts is not _UNSET and parts:
            bundles.write_parts(self._books, self._get(product_id), parts)
        record_product(self._books, product_id, facts)
        self._books.changed("products", product_id)
        return self._get(product_id, by)

    @command(Permission.MANAGE_CATALOG)
    def archive_product(self, product_id: int, *, by: Clerk) -> ProductRow:
        """Take a product out of sale; its history stays. Raises UnknownProduct."""
        return self._set_archived(product_id, by, archived=True)

    @command(Permission.MANAGE_CATALOG)
    def restore_product(self, product_id: int, *, by: Clerk) -> ProductRow:
        """Bring an archived product back into sale. Raises UnknownProduct."""
        return self._set_archived(product_id, by, archived=False)

    @query
    def get(self, product_id: int, *, by: Clerk | None = None) -> ProductRow:
        """The product with this id, archived or not. Raises UnknownProduct."""
        return self._get(product_id, by)

    @query
    def by_sku(self, sku: str, *, by: Clerk | None = None) -> ProductRow:
        """The product in sale with this SKU. Raises UnknownProduct."""
        row = self._books.database.row(self._books.hot.product_by_sku, (sku.strip(),))
        if row is None:
            raise UnknownProduct(sku)
        return product_row(row, with_cost=sees_cost(self._books, by))

    # --- finding -----------------------------------------------------------------------------

    @query
    def scan(self, code: str) -> ScanHit:
        """What a scanned or typed code stands for: a barcode, its UPC or EAN twin, or a SKU.

        Raises UnknownCode.
        """
        hit = stored_product(self._books, code)
        if hit is None:
            raise UnknownCode(code)
        return hit

    @query
    def search(
        self, text: str, *, limit: int = 20, by: Clerk | None = None
    ) -> tuple[ProductRow, ...]:
        """Products in which every word of text begins a word of name, SKU, code, brand or
        category, most sold first; a typing error is forgiven when nothing fits."""
        ids = find_products(self._books.database.connection, text, limit)
        return products_in_order(self._books, ids, with_cost=sees_cost(self._books, by))

    @query
    def page(
        self,
        *,
        after: ProductRow | None = None,
        limit: int = 100,
        sort: str = "name",
        descending: bool = False,
        category_id: int | None = None,
        level: str | None = None,
        archived: bool = False,
        by: Clerk | None = None,
    ) -> tuple[ProductRow, ...]:
        """One page of products behind the row `after`, by key.

        sort is "name", "sku", "price" or "on_hand"; category_id takes its subtree along; level
        is None, "low" (below the reorder level, as `low_stock_count` counts) or "out".
        Raises BadValue, UnknownCategory.
        """
        return catalog_pages.page(
            self._books,
            after=after,
            limit=limit,
            sort=sort,
            descending=descending,
            category_id=category_id,
            level=level,
            archived=archived,
            by=by,
        )

    @query
    def favourites(self, *, limit: int = 24) -> tuple[ProductRow, ...]:
        """The best sellers, then the newest products."""
        return catalog_pages.favourites(self._books, limit)

    @query
    def tiles(self, category_id: int, *, limit: int = 60) -> tuple[ProductRow, ...]:
        """The best sellers of a category and all below it. Raises UnknownCategory."""
        return catalog_pages.tiles(self._books, category_id, limit)

    @query
    def count(self) -> int:
        """How many products are in sale."""
        return catalog_pages.count(self._books)

    @query
    def low_stock_count(self) -> int:
        """How many products in sale are below their reorder level."""
        return catalog_pages.low_stock_count(self._books)

    # --- what belongs to one product ---------------------------------------------------------

    @query
    def barcodes(self, product_id: int) -> tuple[BarcodeRow, ...]:
        """The product's codes, the first one first."""
        rows = (
            Barcode.select(Barcode.code, Barcode.pack_quantity)
            .where(Barcode.product == product_id)
            .order_by(Barcode.position, Barcode.code)
            .tuples()
            .execute(self._books.database.peewee)
        )
        return tuple(BarcodeRow(*row) for row in rows)

    @query
    def parts(self, product_id: int) -> tuple[BundlePartRow, ...]:
        """What a bundle is made of, in its order; nothing for a product that is none."""
        return bundles.parts_of(self._books, product_id)

    @command(Permission.MANAGE_CATALOG)
    def set_parts(self, product_id: int, parts: Sequence[PartInput], *, by: Clerk) -> ProductRow:
        """Make a product a bundle of these parts (product id, quantity in one bundle, in the
        part's unit); of none, it is an ordinary product again.

        What is sold of it takes the parts' stock, and its buyer must be as old as theirs.
        Raises UnknownProduct, BadQuantity, BadValue for a part twice or too many, BundleRefused.
        """
        before = product_facts(self._books, product_id)
        bundles.write_parts(self._books, self._get(product_id), parts)
        record_product(self._books, product_id, before)
        self._books.changed("products", product_id)
        self._books.changed("stock", product_id)
        return self._get(product_id, by)

    @query
    def price_check(
        self, product_id: int, *, customer_id: int | None = None, quantity: Decimal | int = 1
    ) -> PriceCheck:
        """What so much of a product costs now, without selling it: with the customer's prices,
        the promotions that run, and taxes. Raises UnknownProduct, UnknownCustomer, BadQuantity.
        """
        product = self._get(product_id)
        return price_check(self._books, product, customer_id, quantity)

    @query
    def price_history(self, product_id: int, *, limit: int = 50) -> tuple[PriceChange, ...]:
        """The product's prices, newest first."""
        return catalog_pages.price_history(self._books, product_id, limit)

    @reading(Permission.RECEIVE_STOCK)
    def sold_per_week(self, product_id: int, *, weeks: int = 12, by: Clerk) -> tuple[Decimal, ...]:
        """Units sold in each of the last weeks (seven days back from now), oldest first."""
        return catalog_pages.sold_per_week(self._books, product_id, weeks)

    # --- categories and tax classes ----------------------------------------------------------

    @query
    def categories(self) -> tuple[CategoryRow, ...]:
        """Every category in tree order."""
        return categories.tree(self._books.database)

    @command(Permission.MANAGE_CATALOG)
    def add_category(self, path: str, *, by: Clerk) -> CategoryRow:
        """The category at path, made with its parents where missing. Raises BadValue."""
        category_id = categories.ensure(self._books.database, path, self._books.now())
        self._books.changed("products")
        return categories.get(self._books.database, category_id)

    @command(Permission.MANAGE_CATALOG)
    def rename_category(self, category_id: int, name: str, *, by: Clerk) -> CategoryRow:
        """Give a category another name. Raises UnknownCategory, Duplicate, BadValue."""
        parent_id = categories.get(self._books.database, category_id).parent_id
        return self._respell(category_id, name, parent_id)

    @command(Permission.MANAGE_CATALOG)
    def move_category(self, category_id: int, parent_id: int | None, *, by: Clerk) -> CategoryRow:
        """Hang a category below another one, or at the top for None.

        Raises UnknownCategory, Duplicate, and BadValue when the parent lies below it.
        """
        name = categories.get(self._books.database, category_id).name
        return self._respell(category_id, name, parent_id)

    @query
    def tax_classes(self) -> tuple[TaxClassRow, ...]:
        """Every tax class with its rates, the standard one first."""
        return tax_class_rows(self._books)

    def update_ranks(self) -> None:
        """Count new sales into the order of search and favourites, in steps so short that no
        sale waits; for when the till is idle, and after an import."""
        count_sales(self._books)
        fold_index(self._books, whole=False)

    # --- inside a command --------------------------------------------------------------------

    def _get(self, product_id: int, by: Clerk | None = None) -> ProductRow:
        with_cost = sees_cost(self._books, by)
        found = products_in_order(self._books, [product_id], with_cost=with_cost)
        if not found:
            raise UnknownProduct(product_id)
        return found[0]

    def _set_archived(self, product_id: int, by: Clerk, *, archived: bool) -> ProductRow:
        self._get(product_id)
        before = product_facts(self._books, product_id)
        Product.update(archived_at=self._books.now() if archived else None).where(
            Product.id == product_id
        ).execute(self._books.database.peewee)
        reindex(self._books, self._books.database.connection, [product_id])
        record_product(self._books, product_id, before)
        self._books.changed("products", product_id)
        return self._get(product_id, by)

    def _respell(self, category_id: int, name: str, parent_id: int | None) -> CategoryRow:
        database = self._books.database
        before = categories.get(database, category_id).path
        moved = categories.respell(database, category_id, name, parent_id)
        reindex_categories(self._books, moved)
        after = categories.get(database, category_id)
        record_category(self._books, before, after.path)
        self._books.changed("products")
        return after
