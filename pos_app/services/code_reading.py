"""What a code stands for: asked of what is stored, of the shop's rules, and of GS1.

The order is what keeps a scan from ever selling another product: a code that is stored beats
every rule, and the same number in another length is the same code. Everything here reads inside
the caller's snapshot.
"""

import re
from decimal import Decimal

from pos_app.domain.barcode import candidates, canonical, split_symbology, twins
from pos_app.domain.code_rules import SCALE_KINDS, CodeRule, Reading
from pos_app.domain.errors import (
    BadValue,
    ExpiredGoods,
    UnknownCode,
    UnknownDiscountCode,
    UnknownGiftCard,
)
from pos_app.domain.gs1 import Gs1, parse
from pos_app.domain.quantity import from_thousandths
from pos_app.domain.rows import (
    BadgeHit,
    CouponHit,
    CustomerHit,
    GiftCardHit,
    ReceiptHit,
    ScanHit,
    Scanned,
)
from pos_app.services.booked_payments import gift_card_ledger
from pos_app.services.books import Books
from pos_app.services.catalog_rows import product_row
from pos_app.services.customer_pages import CustomerPages
from pos_app.services.discount_codes import current_code
from pos_app.services.labelled import hit_of_gs1, hit_of_label
from pos_app.services.ledger_rows import ledger_row
from pos_app.services.own_codes import badge_hash, is_long
from pos_app.storage.models import User

_HALF_A_PAIR = re.compile(r"[\ud800-\udfff]")
_RECEIPT = re.compile(r"(\S+)-(R?)([0-9]{1,18})")

_Owned = CustomerHit | CouponHit | BadgeHit | GiftCardHit | ReceiptHit


def stored_product(books: Books, code: str) -> ScanHit | None:
    """The product in sale that a code is stored for, or whose SKU it is."""
    try:
        kept = canonical(code)
    except BadValue:
        return None
    row = books.database.row(books.hot.scan_barcode, (kept,))
    if row is not None:
        return ScanHit(product_row(row), from_thousandths(row[-1]), kept)
    row = books.database.row(books.hot.product_by_sku, (code.strip(),))
    return None if row is None else ScanHit(product_row(row), Decimal(1), kept)


def read_code(books: Books, text: str) -> Scanned:
    """What a scanned text stands for. Raises UnknownCode, ExpiredGoods, LabelRefused."""
    hit = stored_product(books, text)
    if hit is not None:
        return hit
    symbology, code = split_symbology(text.strip())
    if _HALF_A_PAIR.search(code):  # no file can hold it, so nothing has such a code
        raise UnknownCode(text)
    hit = stored_product(books, code) if symbology else None
    hit = hit or _first_stored(books, twins(code))
    if hit is not None:
        return hit
    _refuse_archived(books, code, text)
    found = _owned(books, code) or _by_rule(books, code) or _by_gs1(books, text)
    if found is None:
        found = _first_stored(books, candidates(text))
    if found is None:
        raise UnknownCode(text)
    today = books.business_date(books.now())
    if isinstance(found, ScanHit) and found.expires is not None and found.expires < today:
        raise ExpiredGoods(found.product.name, found.expires)
    return found


def label_hit(books: Books, label: str) -> ScanHit | None:
    """What a label says of goods: the product, how much, and what all of it costs where it says
    so; None for what is no label. Raises LabelRefused."""
    _, code = split_symbology(label.strip())
    found = _by_rule(books, code) or _by_gs1(books, label)
    return found if isinstance(found, ScanHit) else None


def scale_reading(books: Books, code: str) -> tuple[CodeRule, Reading] | None:
    """The rule that reads a code as a label from a scale, and what it reads."""
    for rule in books.code_rules.active():
        if rule.kind in SCALE_KINDS and (reading := rule.read(code)) is not None:
            return rule, reading
    return None


def gs1_of(books: Books, text: str) -> Gs1 | None:
    """What a text says as a GS1 element string, if it is one."""
    return parse(text, books.business_date(books.now()))


# --- below ---------------------------------------------------------------------------------------


def _refuse_archived(books: Books, code: str, text: str) -> None:
    """Raises UnknownCode for a code that is stored for a product which is not sold any more: a
    rule could read it as another one."""
    for each in candidates(code)[:1] + twins(code):
        if books.database.row("SELECT 1 FROM barcodes WHERE code = ?", (each,)) is not None:
            raise UnknownCode(text)


def _first_stored(books: Books, codes: tuple[str, ...]) -> ScanHit | None:
    for code in codes:
        row = books.database.row(books.hot.scan_barcode, (code,))
        if row is not None:
            return ScanHit(product_row(row), from_thousandths(row[-1]), code)
    return None


def _by_rule(books: Books, code: str) -> Scanned | None:
    """What the first rule that fits makes of a code, where the shop has such a thing."""
    for rule in books.code_rules.active():
        reading = rule.read(code)
        if reading is None:
            continue
        found = _of_reading(books, reading, code)
        if found is not None:
            return found
    return None


def _of_reading(books: Books, reading: Reading, code: str) -> Scanned | None:
    if reading.kind == "customer":
        return _customer(books, reading.item)
    if reading.kind == "coupon":
        return _coupon(books, reading.item)
    if reading.kind == "staff":
        return _badge(books, reading.item)
    row = books.database.row(books.hot.product_by_scale_number, (int(reading.item),))
    return None if row is None else hit_of_label(product_row(row), reading, code, books.info)


def _by_gs1(books: Books, text: str) -> Scanned | None:
    said = gs1_of(books, text)
    if said is None:
        return None
    if said.gtin:
        hit = _first_stored(books, candidates(said.gtin))
        return None if hit is None else hit_of_gs1(hit, said, text.strip(), books.info)
    return _coupon(books, said.coupon) if said.coupon else None


def _owned(books: Books, code: str) -> _Owned | None:
    """Whose code it is, where it is stored as it stands."""
    if not code:
        return None
    return (
        _customer(books, code)
        or _gift_card(books, code)
        or _badge(books, code)
        or _coupon(books, code)
        or _receipt(books, code)
    )


def _customer(books: Books, card: str) -> CustomerHit | None:
    row = books.database.row("SELECT id FROM customers WHERE card = ?", (card,))
    return None if row is None else CustomerHit(CustomerPages(books.database).get(row[0]))


def _gift_card(books: Books, code: str) -> GiftCardHit | None:
    try:
        return GiftCardHit(ledger_row(books, gift_card_ledger(books, code)))
    except UnknownGiftCard:
        return None


def _coupon(books: Books, code: str) -> CouponHit | None:
    try:
        return CouponHit(current_code(books, code))
    except UnknownDiscountCode:
        return None


def _badge(books: Books, code: str) -> BadgeHit | None:
    row = (
        User.select(User.id, User.name)
        .where((User.badge_hash == badge_hash(code)) & User.active)
        .tuples()
        .first(books.database.peewee)
    )
    return None if row is None else BadgeHit(row[0], row[1], is_long(code))


def _receipt(books: Books, code: str) -> ReceiptHit | None:
    parsed = _RECEIPT.fullmatch(code)
    if parsed is None:
        return None
    key = (parsed[1], int(parsed[3]))
    table, order = ("returns", "p.order_id") if parsed[2] else ("orders", "p.id")
    row = books.database.row(
        f"SELECT p.id, {order} FROM tills t JOIN {table} p ON p.till_id = t.id "
        "WHERE t.code = ? AND p.number = ?",
        key,
    )
    if row is None:
        return None
    return ReceiptHit(row[1], row[0] if parsed[2] else None, code)
