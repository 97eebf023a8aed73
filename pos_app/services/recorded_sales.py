"""What the journal says of a sale: everything that stands on its receipt, in whole numbers."""

import hashlib
import secrets
from typing import Any

from pos_app.domain.cart import Cart
from pos_app.domain.journal import Totals
from pos_app.domain.payment import Settlement
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID
from pos_app.services.booked_lines import Products
from pos_app.services.books import Books
from pos_app.services.customer_rows import name_of
from pos_app.services.quoting import Quote
from pos_app.storage.models import CustomerSalt

PaymentRow = tuple[Any, ...]
"""As `Hot.add_payment` has it."""


def record_sale(
    books: Books,
    quoted: Quote,
    products: Products,
    payments: list[PaymentRow],
    settlement: Settlement,
    customer_id: int,
    number: str,
    *,
    status: str,
    source: str,
    till_id: int,
) -> None:
    """Write the entry of an order that was just booked, inside its transaction."""
    cart, priced = quoted.cart, quoted.priced
    facts = {
        "at": quoted.at.isoformat(),
        "customer": customer_facts(books, customer_id),
        "day": books.business_date(quoted.at).isoformat(),
        "discount": priced.discount,
        "discount_code": cart.code.code if cart.code else "",
        "lines": _lines(cart, quoted, products),
        "net": priced.net,
        "number": number,
        "payments": [
            {"amount": row[4], "change": row[3], "method": row[1], "tendered": row[2]}
            for row in payments
        ],
        "rounding": settlement.rounding,
        "source": source,
        "status": status,
        "subtotal": priced.subtotal,
        "tax": priced.tax,
        "tax_included": priced.tax_included,
        "taxes": [
            {"amount": part.amount, "name": part.name, "net": part.base, "rate": part.rate_ppm,
             "tax": part.tax}
            for part in priced.taxes
        ],
        "total": priced.total,
        "uuid": cart.uuid,
    }  # fmt: skip
    books.record(
        "sale", facts, till_id=till_id, document=number, adds=Totals(sales=1, sold=priced.total)
    )


def _lines(cart: Cart, quoted: Quote, products: Products) -> list[dict[str, Any]]:
    lines = []
    for line, sums in zip(cart.lines, quoted.priced.lines, strict=True):
        sku, name, unit, _ = products[line.product_id]
        facts = {
            "discount": sums.discount,
            "gross": sums.gross,
            "list": sums.list_total,
            "name": name,
            "price": sums.price,
            "quantity": line.quantity_thousandths,
            "rate": sums.tax_rate_ppm,
            "sku": sku,
            "tax": sums.tax,
            "unit": unit,
        }
        if sums.shelf_price is not None:
            facts["shelf_price"] = sums.shelf_price
        if sums.offs:
            facts["offs"] = [
                {"amount": off.amount, "kind": off.kind, "label": off.label} for off in sums.offs
            ]
        lines.append(facts)
    return lines


def customer_facts(books: Books, customer_id: int) -> dict[str, Any] | None:
    """A customer as the journal knows them: never by name, which stands where it can be erased,
    but by its hash with a salt that is erased with it. None for the walk-in customer."""
    if customer_id == WALK_IN_CUSTOMER_ID:
        return None
    peewee = books.database.peewee
    salt = CustomerSalt.select(CustomerSalt.salt).where(CustomerSalt.customer == customer_id)
    found = salt.scalar(peewee)
    if found is None:
        found = secrets.token_bytes(16)
        CustomerSalt.insert(customer=customer_id, salt=found, created_at=books.now()).execute(
            peewee
        )
    return {"hash": name_hash(bytes(found), name_of(books, customer_id)), "id": customer_id}


def name_hash(salt: bytes, name: str) -> str:
    """SHA-256 of a salt and a name, in hex."""
    return hashlib.sha256(salt + name.encode()).hexdigest()
