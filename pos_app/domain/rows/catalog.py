"""The catalogue and its prices: products, codes, stock, taxes, promotions."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pos_app.domain.promotions import Promotion
from pos_app.domain.rows.sales import OffRow
from pos_app.domain.tax import TaxPeriod

DEFAULT_REORDER_LEVEL = Decimal(10)
"""Stock below this is low where a product sets no level of its own."""


@dataclass(frozen=True, slots=True)
class TaxClassRow:
    """A tax class: rate_ppm is what its percentages come to today on a net price, in parts per
    million (5 % is 50,000); periods are its rates through time, the earliest first."""

    id: int
    name: str
    rate_ppm: int
    periods: tuple[TaxPeriod, ...] = ()


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A node of the category tree; path is "Grocery > Cold Cereal", depth 0 at the top."""

    id: int
    name: str
    parent_id: int | None
    path: str
    depth: int
    products: int


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as it stands: price and cost in minor units per unit, on_hand in units.

    open_price: its price is asked at the till. min_age is how many years old a buyer must be, 0
    for anybody. scale_number is what labels from the shop's scales call it. bundle: it is made of
    other products, and on_hand is how many the stock of its parts is enough for.
    """

    id: int
    sku: str
    name: str
    price: int
    on_hand: Decimal
    category_id: int
    category: str
    unit: str = "piece"
    tax_class_id: int = 1
    description: str = ""
    brand: str = ""
    barcode: str = ""
    cost: int | None = None
    reorder_level: Decimal | None = None
    archived: bool = False
    open_price: bool = False
    min_age: int = 0
    scale_number: int | None = None
    bundle: bool = False

    @property
    def level(self) -> str:
        """ "out", "low" or "ok": on_hand against the reorder level. A bundle is never low: its
        parts are, which are what is ordered."""
        if self.on_hand <= 0:
            return "out"
        if self.bundle:
            return "ok"
        level = DEFAULT_REORDER_LEVEL if self.reorder_level is None else self.reorder_level
        return "low" if self.on_hand < level else "ok"


@dataclass(frozen=True, slots=True)
class BundlePartRow:
    """A part of a bundle: quantity is how much of it is in one bundle, on_hand what is left."""

    product_id: int
    sku: str
    name: str
    quantity: Decimal
    unit: str
    on_hand: Decimal


@dataclass(frozen=True, slots=True)
class BarcodeRow:
    """A code of a product with how much it stands for."""

    code: str
    pack_quantity: Decimal


@dataclass(frozen=True, slots=True)
class PriceChange:
    """One entry of a product's price history; old is None for the first price."""

    id: int
    at: datetime
    old: int | None
    new: int
    by: str


@dataclass(frozen=True, slots=True)
class StockMove:
    """One change of on_hand. reason: "opening", "received", "sale", "cancel", "return", "count",
    "damaged", "lost", "found", "correction"; order_number is that of the order or return that
    caused it, "" where none did."""

    id: int
    at: datetime
    quantity: Decimal
    reason: str
    note: str
    order_id: int | None
    order_number: str
    by: str


@dataclass(frozen=True, slots=True)
class StockLevel:
    """What is on hand after a change."""

    product_id: int
    on_hand: Decimal


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """What a quantity of a product costs now, without selling it, in minor units: shelf by its
    list price, price with its buyer's prices, promotions and taxes; offs say what was taken off
    between. tax is the part of price that is tax."""

    product: ProductRow
    quantity: Decimal
    shelf: int
    price: int
    tax: int
    offs: tuple[OffRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """A promotion as it is kept: categories are named as they were chosen (without those below
    them); a promotion that is not active never runs."""

    promotion: Promotion
    active: bool


@dataclass(frozen=True, slots=True)
class GroupPriceRow:
    """One line of a price list: what a group pays for a unit, stated as the shop's prices are;
    shelf is what everybody else pays."""

    product_id: int
    sku: str
    name: str
    price: int
    shelf: int
