"""What the panel of one product shows beyond its row, read in one go in a lane."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    DEFAULT_REORDER_LEVEL,
    BarcodeRow,
    BundlePartRow,
    Clerk,
    PriceChange,
    ProductRow,
    StockMove,
    TaxClassRow,
)
from pos_app.ui.products.week_chart import WEEKS
from pos_app.ui.products.wording import UNITS

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop


@dataclass(frozen=True, slots=True)
class Details:
    """A product's codes, its tax class and what was sold of it, oldest week first; rates are what
    every tax class comes to today, in ppm; parts are those of a bundle. rights are those of who
    looks: without SEE_COST there is no cost, without RECEIVE_STOCK nothing of what was sold."""

    product: ProductRow
    barcodes: tuple[BarcodeRow, ...]
    sold_per_week: tuple[Decimal, ...]
    tax_class: TaxClassRow | None
    rates: Mapping[int, int]
    parts: tuple[BundlePartRow, ...] = ()
    rights: frozenset[Permission] = frozenset()


def load_details(shop: "Shop", by: Clerk | None, product: ProductRow) -> Details:
    """Read what this person may see; runs in a lane. Raises UnknownProduct when the product has
    just gone, and NotSignedIn."""
    classes = shop.catalog.tax_classes()
    rights = shop.roles.mine(by=by) if by is not None else frozenset()
    sold: tuple[Decimal, ...] = ()
    if by is not None and Permission.RECEIVE_STOCK in rights:
        sold = shop.catalog.sold_per_week(product.id, weeks=WEEKS, by=by)
    return Details(
        product=shop.catalog.get(product.id, by=by),
        barcodes=shop.catalog.barcodes(product.id),
        sold_per_week=sold,
        tax_class=next((c for c in classes if c.id == product.tax_class_id), None),
        rates={each.id: each.rate_ppm for each in classes},
        parts=shop.catalog.parts(product.id) if product.bundle else (),
        rights=rights,
    )


def facts(details: Details, money: MoneyFormat) -> list[tuple[str, str]]:
    """The product's other facts as label and value, in the order a manager asks for them."""
    product = details.product
    level = product.reorder_level
    low = wording.quantity(level if level is not None else DEFAULT_REORDER_LEVEL, "piece", money)
    tax = details.tax_class
    found = [
        ("Category", product.category),
        ("Brand", product.brand),
        ("Sold by", UNITS.get(product.unit, product.unit)),
        ("Tax", f"{tax.name}, {wording.rate(tax.rate_ppm, money)}" if tax else ""),
        ("Low below", f"{low}{'' if level is not None else ' (as the shop)'}"),
    ]
    found += _at_till(product)
    for number, part in enumerate(details.parts):
        held = wording.quantity(part.quantity, part.unit, money)
        found.append(("Made of" if number == 0 else "", f"{held} × {part.name}"))
    for number, code in enumerate(details.barcodes):
        pack = wording.quantity(code.pack_quantity, "piece", money)
        shown = code.code if code.pack_quantity == 1 else f"{code.code} (pack of {pack})"
        found.append(("Barcodes" if number == 0 else "", shown))
    found.append(("Description", product.description))
    return [(label, value) for label, value in found if value]


def _at_till(product: ProductRow) -> list[tuple[str, str]]:
    """What the till asks for before it sells the product."""
    age, number = product.min_age, product.scale_number
    return [
        ("At the till", "Price is asked" if product.open_price else ""),
        ("Minimum age", f"{age} years" if age else ""),
        ("On the scale", str(number or "")),
    ]


def load_moves(
    shop: "Shop", by: Clerk, product_id: int, after: StockMove | None, limit: int, *_order: object
) -> tuple[StockMove, ...]:
    """One page of a product's moves, newest first; the list has no other order."""
    # The locale is read from disk once: better here than while the first row is painted.
    wording.near_moment(datetime.now(UTC), shop.info, datetime.now(UTC))
    return shop.stock.moves(product_id, after=after, limit=limit, by=by)


def load_prices(
    shop: "Shop", product_id: int, after: PriceChange | None, limit: int, sort: str, down: bool
) -> tuple[PriceChange, ...]:
    """The product's prices, newest first; there are never so many that they need a second page."""
    return () if after else shop.catalog.price_history(product_id, limit=limit)
