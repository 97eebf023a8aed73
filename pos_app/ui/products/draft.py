"""What the editor makes of a product: the values as typed, and what they change."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_app.domain.rows import BarcodeRow, CategoryRow, Clerk, ProductRow, TaxClassRow

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop


@dataclass(frozen=True, slots=True)
class Choices:
    """What the editor offers, and the codes of the product that is edited."""

    categories: tuple[CategoryRow, ...]
    tax_classes: tuple[TaxClassRow, ...]
    barcodes: tuple[BarcodeRow, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A product as it is typed; stock counts only for a new one."""

    name: str
    price: int
    category: str
    sku: str
    cost: int | None
    barcodes: tuple[tuple[str, Decimal], ...]
    description: str
    brand: str
    unit: str
    tax_class_id: int | None
    reorder_level: Decimal | None
    stock: Decimal = Decimal(0)


def load_choices(shop: "Shop", product: ProductRow | None) -> Choices:
    """Read them; runs in a lane."""
    return Choices(
        categories=shop.catalog.categories(),
        tax_classes=shop.catalog.tax_classes(),
        barcodes=shop.catalog.barcodes(product.id) if product else (),
    )


def changes(draft: Draft, product: ProductRow, barcodes: tuple[BarcodeRow, ...]) -> dict[str, Any]:
    """The arguments of `update_product` that differ from what is kept."""
    kept: dict[str, Any] = {
        "name": product.name,
        "price": product.price,
        "category": product.category,
        "sku": product.sku,
        "cost": product.cost,
        "description": product.description,
        "brand": product.brand,
        "unit": product.unit,
        "tax_class_id": product.tax_class_id,
        "reorder_level": product.reorder_level,
        "barcodes": tuple((row.code, row.pack_quantity) for row in barcodes),
    }
    return {name: getattr(draft, name) for name in kept if getattr(draft, name) != kept[name]}


def add(shop: "Shop", draft: Draft, by: Clerk) -> ProductRow:
    """Make the product; runs in a lane."""
    return shop.catalog.add_product(
        name=draft.name,
        price=draft.price,
        category=draft.category,
        sku=draft.sku,
        stock=draft.stock,
        cost=draft.cost,
        barcodes=draft.barcodes,
        description=draft.description,
        brand=draft.brand,
        unit=draft.unit,
        tax_class_id=draft.tax_class_id,
        reorder_level=draft.reorder_level,
        by=by,
    )
