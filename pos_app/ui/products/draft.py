"""What the editor makes of a product: the values as typed, and what they change."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    BarcodeRow,
    BundlePartRow,
    CategoryRow,
    Clerk,
    ProductRow,
    TaxClassRow,
)

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop


@dataclass(frozen=True, slots=True)
class Choices:
    """What the editor offers, and the codes and parts of the product that is edited. Its cost is
    known to who may see it; sees_cost says whether they may."""

    categories: tuple[CategoryRow, ...]
    tax_classes: tuple[TaxClassRow, ...]
    barcodes: tuple[BarcodeRow, ...]
    parts: tuple[BundlePartRow, ...] = ()
    cost: int | None = None
    sees_cost: bool = False


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
    open_price: bool = False
    min_age: int = 0
    scale_number: int | None = None
    parts: tuple[tuple[int, Decimal], ...] = ()


def load_choices(shop: "Shop", by: Clerk | None, product: ProductRow | None) -> Choices:
    """Read what this person may see; runs in a lane."""
    rights = shop.roles.mine(by=by) if by is not None else frozenset()
    return Choices(
        categories=shop.catalog.categories(),
        tax_classes=shop.catalog.tax_classes(),
        barcodes=shop.catalog.barcodes(product.id) if product else (),
        parts=shop.catalog.parts(product.id) if product else (),
        cost=shop.catalog.get(product.id, by=by).cost if product else None,
        sees_cost=Permission.SEE_COST in rights,
    )


def changes(draft: Draft, product: ProductRow, choices: Choices) -> dict[str, Any]:
    """The arguments of `update_product` that differ from what is kept."""
    kept: dict[str, Any] = {
        "name": product.name,
        "price": product.price,
        "category": product.category,
        "sku": product.sku,
        "cost": choices.cost,
        "description": product.description,
        "brand": product.brand,
        "unit": product.unit,
        "tax_class_id": product.tax_class_id,
        "reorder_level": product.reorder_level,
        "open_price": product.open_price,
        "min_age": product.min_age,
        "scale_number": product.scale_number,
        "barcodes": tuple((row.code, row.pack_quantity) for row in choices.barcodes),
        "parts": tuple((row.product_id, row.quantity) for row in choices.parts),
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
        open_price=draft.open_price,
        min_age=draft.min_age,
        scale_number=draft.scale_number,
        parts=draft.parts,
        by=by,
    )
