"""What the journal says of a sale: everything that stands on its receipt, in whole numbers."""

import hashlib
import secrets
from datetime import UTC
from json.encoder import encode_basestring as _text
from typing import Any

from pos_app.domain.cart import CartLine
from pos_app.domain.journal import Totals, canonical
from pos_app.domain.payment import Settlement
from pos_app.domain.pricing import PricedLine
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID
from pos_app.services.booked_lines import Product, Products
from pos_app.services.books import Books
from pos_app.services.quoting import Quote
from pos_app.services.recorded_changes import last_four
from pos_app.storage.fields import to_micros

# Every sale to a known customer asks: by hand, and the name as `customer_rows.display_name` has it.
_CUSTOMER = (
    "SELECT s.salt, coalesce(nullif(trim(c.first_name || ' ' || c.last_name), ''), c.username) "
    "FROM customers c LEFT JOIN customer_salts s ON s.customer_id = c.id WHERE c.id = ?"
)
_ADD_SALT = "INSERT INTO customer_salts (customer_id, salt, created_at) VALUES (?, ?, ?)"

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
    drawer: bool = False,
) -> None:
    """Write the entry of an order that was just booked, inside its transaction; drawer says that
    the drawer opens where some of it is paid in cash."""
    cart, priced, at = quoted.cart, quoted.priced, quoted.at
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    customer = "null"
    if customer_id != WALK_IN_CUSTOMER_ID:
        customer = canonical(customer_facts(books, customer_id))
    paid = ",".join(
        [
            f'{{"amount":{row[4]},"change":{row[3]},"method":"{row[1]}","tendered":{row[2]}}}'
            for row in payments
        ]
    )
    taxes = ",".join(
        [
            f'{{"amount":{part.amount},"name":{_text(part.name)},"net":{part.base},'
            f'"rate":{part.rate_ppm},"tax":{part.tax}}}'
            for part in priced.taxes
        ]
    )
    lines = ",".join(
        [
            _line(line, sums, products[line.product_id])
            for line, sums in zip(cart.lines, priced.lines, strict=True)
        ]
    )
    opened = drawer and any(row[1] == "cash" for row in payments)
    # Spelled by hand as `canonical` would: every sale waits for it.
    facts = (
        f'{{"at":"{at.isoformat()}","customer":{customer},'
        f'"day":"{books.business_date(quoted.at)}","discount":{priced.discount},'
        f'"discount_code":{_text(cart.code.code if cart.code else "")},'
        f'"drawer":{"true" if opened else "false"},"lines":[{lines}],'
        f'"net":{priced.net},"number":{_text(number)},"payments":[{paid}],'
        f'"rounding":{settlement.rounding},"source":"{source}","status":"{status}",'
        f'"subtotal":{priced.subtotal},"tax":{priced.tax},'
        f'"tax_exempt":{"true" if quoted.terms.exempt else "false"},'
        f'"tax_included":{"true" if priced.tax_included else "false"},"taxes":[{taxes}],'
        f'"total":{priced.total},"uuid":{_text(cart.uuid)}}}'
    )
    adds = Totals(sales=1, sold=priced.total)
    books.record("sale", facts, till_id=till_id, document=number, adds=adds)


def _line(line: CartLine, sums: PricedLine, product: Product) -> str:
    """A line as it stands in the entry: what was sold, for how much; quantity in thousandths.
    discount stands there where something was taken off, list where it is not what gross is."""
    sku, name, unit, _ = product
    card = discount = listed = shelf = offs = ""
    if sums.discount:
        discount = f'"discount":{sums.discount},'
    if sums.list_total != sums.gross:
        listed = f'"list":{sums.list_total},'
    if sums.offs:
        given = (
            f'{{"amount":{off.amount},"kind":"{off.kind}","label":{_text(off.label)}}}'
            for off in sums.offs
        )
        offs = f'"offs":[{",".join(given)}],'
    if line.gift_card:
        card = f'"card":{_text(last_four(line.gift_card))},'
    if sums.shelf_price is not None:
        shelf = f'"shelf_price":{sums.shelf_price},'
    return (
        f'{{{card}{discount}"gross":{sums.gross},{listed}"name":{_text(name)},{offs}"price":{sums.price},"quantity":{line.quantity_thousandths},'
        f'"rate":{sums.tax_rate_ppm},{shelf}"sku":{_text(sku)},"tax":{sums.tax},'
        f'"unit":"{unit}"}}'
    )


def customer_facts(books: Books, customer_id: int) -> dict[str, Any] | None:
    """A customer as the journal knows them: never by name, which stands where it can be erased,
    but by its hash with a salt that is erased with it. None for the walk-in customer."""
    if customer_id == WALK_IN_CUSTOMER_ID:
        return None
    row = books.database.row(_CUSTOMER, (customer_id,))
    assert row is not None, "the customer was looked up"
    salt, name = row
    if salt is None:
        salt = secrets.token_bytes(16)
        values = (customer_id, salt, to_micros(books.now()))
        books.database.connection.execute(_ADD_SALT, values)
    return {"hash": name_hash(bytes(salt), name), "id": customer_id}


def name_hash(salt: bytes, name: str) -> str:
    """SHA-256 of a salt and a name, in hex."""
    return hashlib.sha256(salt + name.encode()).hexdigest()
