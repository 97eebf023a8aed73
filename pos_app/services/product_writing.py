"""Writing products: checking their fields, inserting, updating, and keeping the index in step.

Inside the caller's transaction.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from peewee import SQL, IntegrityError, fn

from pos_app.domain.barcode import candidates, canonical
from pos_app.domain.errors import BadQuantity, BadValue, BundleRefused, Duplicate
from pos_app.domain.money import check_amount
from pos_app.domain.people import check_text
from pos_app.domain.quantity import UNITS, to_sold_thousandths, to_thousandths
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.services import categories
from pos_app.services.books import Books
from pos_app.services.bundles import follow_ages
from pos_app.services.catalog_rows import reindex
from pos_app.services.setup import FIRST_CATEGORY
from pos_app.services.unknown_codes import forget_known
from pos_app.storage.connection import violated
from pos_app.storage.fields import to_micros
from pos_app.storage.hot import MAIN_LOCATION
from pos_app.storage.models import Barcode, PriceHistory, Product, Stock, TaxClass

BarcodeInput = str | tuple[str, Decimal | int]
"""A code, or a code with the quantity that one scan of it stands for."""

OLDEST_MIN_AGE = 99
MOST_SCALE_NUMBER = 99_999_999
"""What fits into the item digits of a label; see `domain.code_rules`."""


def checked(given: dict[str, Any]) -> dict[str, Any]:
    """The same fields, tidied; raises BadValue, BadAmount or BadQuantity naming the field."""
    fields = dict(given)
    for name, longest, needed in (
        ("name", 200, True),
        ("sku", 40, False),
        ("brand", 80, False),
    ):
        if name in fields:
            fields[name] = check_text(name, fields[name], longest=longest, needed=needed)
    if "description" in fields:
        fields["description"] = _long_text("description", fields["description"])
    if "price" in fields:
        check_amount("price", fields["price"])
    if fields.get("cost") is not None:
        check_amount("cost", fields["cost"])
    if "unit" in fields and fields["unit"] not in UNITS:
        raise BadValue("unit", fields["unit"], "unknown_choice")
    if fields.get("reorder_level") is not None:
        to_thousandths(fields["reorder_level"], "reorder_level")
    if "open_price" in fields and not isinstance(fields["open_price"], bool):
        raise BadValue("open_price", fields["open_price"], "unknown_choice")
    if "min_age" in fields:
        _check_number("min_age", fields["min_age"], 0, OLDEST_MIN_AGE)
    if fields.get("scale_number") is not None:
        _check_number("scale_number", fields["scale_number"], 1, MOST_SCALE_NUMBER)
    if fields.get("category"):
        categories.parts_of(fields["category"])
    return fields


def insert(
    books: Books,
    fields: dict[str, Any],
    stock: Decimal | int,
    barcodes: Sequence[BarcodeInput],
    by: Clerk,
) -> int:
    """Add a checked product with its opening stock, codes and first price; returns its id."""
    database, now = books.database, books.now()
    on_hand = to_thousandths(stock, "stock")
    if fields["unit"] == "piece" and on_hand % 1000:
        raise BadQuantity("stock", stock, "whole_pieces")
    row = _columns(books, {**fields, "category": fields["category"] or FIRST_CATEGORY})
    row["sku"] = fields["sku"] or _free_sku(books)
    if row.get("tax_class") is None:
        row["tax_class"] = TaxClass.select(fn.MIN(TaxClass.id)).scalar(database.peewee)
    try:
        product_id = int(Product.insert(**row, created_at=now).execute(database.peewee))
    except IntegrityError as error:
        raise _duplicate(error, row) from error
    _write_barcodes(books, product_id, barcodes)
    PriceHistory.insert(
        product=product_id, old_price=None, new_price=row["price"], user=by.id, created_at=now
    ).execute(database.peewee)
    Stock.insert(
        product=product_id,
        location=MAIN_LOCATION,
        on_hand=stock,
        oversell=SQL("0"),
        created_at=now,
    ).execute(database.peewee)
    if on_hand:
        database.connection.execute(
            books.hot.add_move,
            (
                product_id,
                MAIN_LOCATION,
                on_hand,
                "opening",
                "",
                None,
                row.get("cost"),
                by.id,
                to_micros(now),
            ),
        )
    reindex(books, database.connection, [product_id])
    return product_id


def update(
    books: Books,
    before: ProductRow,
    fields: dict[str, Any],
    barcodes: Sequence[BarcodeInput] | None,
    by: Clerk,
) -> None:
    """Write changed, checked fields of a product; a new price goes into its history."""
    database = books.database
    if "sku" in fields and not fields["sku"]:
        raise BadValue("sku", "", "empty")
    if fields.get("unit") == "piece" and before.on_hand % 1:
        raise BadQuantity("unit", before.on_hand, "whole_pieces")
    if before.bundle and fields.get("unit", "piece") != "piece":
        raise BundleRefused(before.name, "not_pieces")
    row = _columns(books, fields)
    if row:
        try:
            Product.update(**row).where(Product.id == before.id).execute(database.peewee)
        except IntegrityError as error:
            raise _duplicate(error, row) from error
    if "min_age" in row:
        follow_ages(books, [before.id])
    if "price" in row and row["price"] != before.price:
        PriceHistory.insert(
            product=before.id,
            old_price=before.price,
            new_price=row["price"],
            user=by.id,
            created_at=books.now(),
        ).execute(database.peewee)
    if barcodes is not None:
        Barcode.delete().where(Barcode.product == before.id).execute(database.peewee)
        _write_barcodes(books, before.id, barcodes)
    reindex(books, database.connection, [before.id])


def _columns(books: Books, fields: dict[str, Any]) -> dict[str, Any]:
    row = dict(fields)
    if "category" in row:
        path = row["category"] or FIRST_CATEGORY
        row["category"] = categories.ensure(books.database, path, books.now())
    if "tax_class_id" in row:
        tax_class_id = row.pop("tax_class_id")
        if tax_class_id is not None:
            known = TaxClass.select().where(TaxClass.id == tax_class_id)
            if not known.exists(books.database.peewee):
                raise BadValue("tax_class_id", tax_class_id, "unknown_choice")
            row["tax_class"] = tax_class_id
    return row


def _write_barcodes(books: Books, product_id: int, barcodes: Sequence[BarcodeInput]) -> None:
    rows: list[dict[str, Any]] = []
    for position, given in enumerate(barcodes):
        code, pack = (given, 1) if isinstance(given, str) else given
        kept = canonical(code)
        to_sold_thousandths(pack, "kg", "pack_quantity")
        if any(row["code"] == kept for row in rows):
            raise Duplicate("barcode", code)
        rows.append(
            {
                "code": kept,
                "product": product_id,
                "position": position,
                "pack_quantity": pack,
                "created_at": books.now(),
            }
        )
    for row in rows:
        try:
            Barcode.insert(**row).execute(books.database.peewee)
        except IntegrityError as error:
            raise Duplicate("barcode", str(row["code"])) from error
    forget_known(books, (twin for row in rows for twin in candidates(row["code"])))


def _free_sku(books: Books) -> str:
    peewee = books.database.peewee
    number = (Product.select(fn.MAX(Product.id)).scalar(peewee) or 0) + 1
    while Product.select().where(Product.sku == f"P{number:05}").exists(peewee):
        number += 1
    return f"P{number:05}"


def _duplicate(error: IntegrityError, row: dict[str, Any]) -> Exception:
    """The refusal for a value that another product has; the error itself for anything else."""
    for field in ("sku", "scale_number"):
        if violated(error) == f"products.{field}":
            return Duplicate(field, str(row.get(field, "")))
    return error


def _check_number(field: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue(field, value, "not_a_number")
    if not least <= value <= most:
        raise BadValue(field, value, "range")


def _long_text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadValue(field, value, "unknown_choice")
    if len(value) > 4000:
        raise BadValue(field, value, "too_long")
    if any(ord(letter) < 32 and letter not in "\n\t" for letter in value):
        raise BadValue(field, value, "control_character")
    return value.strip()
