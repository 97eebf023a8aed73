"""What the journal says of products: their prices, and what else decides how they are sold."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pos_app.services.books import Books
from pos_app.services.recorded_changes import changes

Facts = dict[str, Any]

_PRODUCTS = (
    "SELECT p.id, p.sku, p.name, p.price, p.cost, t.name, c.path, p.unit, p.open_price, p.min_age, "
    "p.archived_at IS NOT NULL, p.scale_number, "
    "(SELECT json_group_array(json_array(b.code, b.pack_quantity) ORDER BY b.position, b.code) "
    "FROM barcodes b WHERE b.product_id = p.id), "
    "(SELECT json_group_array(json_array(o.sku, o.name, l.quantity) ORDER BY l.position) "
    "FROM bundle_parts l JOIN products o ON o.id = l.part_id WHERE l.bundle_id = p.id) "
    "FROM products p JOIN tax_classes t ON t.id = p.tax_class_id "
    "JOIN categories c ON c.id = p.category_id WHERE p.id IN (SELECT value FROM json_each(?))"
)


def products_facts(books: Books, product_ids: Iterable[int]) -> dict[int, Facts]:
    """What entries say of products, by id: price and cost in minor units, codes and parts with
    thousandths."""
    rows = books.database.rows(_PRODUCTS, (json.dumps(list(product_ids)),))
    return {row[0]: _facts(*row[1:]) for row in rows}


def _facts(*row: Any) -> Facts:
    sku, name, price, cost, tax_class, category, unit, open_price, min_age, archived, *more = row
    scale_number, codes, parts = more
    return {
        "archived": bool(archived),
        "barcodes": [{"code": code, "pack": pack} for code, pack in json.loads(codes)],
        "category": category,
        "cost": cost,
        "min_age": min_age,
        "name": name,
        "open_price": bool(open_price),
        "parts": [
            {"name": part, "quantity": quantity, "sku": key}
            for key, part, quantity in json.loads(parts)
        ],
        "price": price,
        "scale_number": scale_number,
        "sku": sku,
        "tax_class": tax_class,
        "unit": unit,
    }


def product_facts(books: Books, product_id: int) -> Facts:
    """What entries say of one product; nothing for one that is not there."""
    return products_facts(books, [product_id]).get(product_id, {})


def record_new_product(books: Books, product_id: int, stock: int = 0) -> None:
    """Write that a product was added, with so many thousandths on hand."""
    facts = {**product_facts(books, product_id), "action": "added", "stock": stock}
    books.record("product", facts)


def record_product(books: Books, product_id: int, before: Mapping[str, Any]) -> None:
    """Write what changed of a product since before (its facts then): its price in an entry of its
    own, the rest in another; nothing where nothing did."""
    after = product_facts(books, product_id)
    changed = changes(before, after)
    named = {"name": after["name"], "sku": after["sku"]}
    price = changed.pop("price", None)
    if price is not None:
        books.record("price", {**named, "price": price})
    if changed:
        books.record("product", {**named, "action": "changed", "changes": changed})


def record_category(books: Books, before: str, after: str) -> None:
    """Write that a category has another path: offers and codes for one above reach it by that."""
    if before != after:
        changed = changes({"path": before}, {"path": after})
        books.record("product", {"action": "category", "category": after, "changes": changed})


def batch_facts(
    before: Mapping[int, Mapping[str, Any]], after: Mapping[int, Facts], stock: Mapping[int, int]
) -> Facts:
    """What a batch of an import did to products: the new ones whole, with their thousandths on
    hand, and of known ones what changed."""
    added = [
        {**facts, "stock": stock.get(key, 0)} for key, facts in after.items() if key not in before
    ]
    changed = [
        {"changes": different, "name": facts["name"], "sku": facts["sku"]}
        for key, facts in after.items()
        if key in before and (different := changes(before[key], facts))
    ]
    return {"added": added, "changed": changed, "list": "products"}
