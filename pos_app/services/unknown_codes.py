"""Codes that were scanned and belong to nothing: noted, listed, and forgotten when they do."""

from collections.abc import Iterable

from pos_app.domain.barcode import canonical, is_gtin, split_symbology
from pos_app.domain.errors import BadValue
from pos_app.domain.payment import holds_card_number
from pos_app.domain.rows import UnknownCodeRow
from pos_app.services.books import Books
from pos_app.services.code_reading import gs1_of, scale_reading
from pos_app.storage import models
from pos_app.storage.fields import from_micros

_STORED = (
    "SELECT u.code, u.times, u.created_at, u.last_at, s.name, t.code FROM unknown_codes u "
    "JOIN users s ON s.id = u.user_id JOIN tills t ON t.id = u.till_id "
    "WHERE NOT EXISTS (SELECT 1 FROM barcodes b WHERE b.code = u.code) "
    "AND NOT EXISTS (SELECT 1 FROM products p WHERE p.sku = u.code) "
    "ORDER BY u.last_at DESC, u.code LIMIT ?"
)


def noted_form(books: Books, text: str) -> str | None:
    """The form in which a code is noted, None for one that never is: a label from a scale has a
    value of zero, a GS1 code is its number alone, so that one thing stands there once."""
    said = gs1_of(books, text)
    if said is not None:
        text = said.gtin.removeprefix("0") or said.sscc or said.coupon
    _, code = split_symbology(text.strip())
    label = scale_reading(books, code)
    if label is not None:
        rule, reading = label
        code = rule.spell(reading.item)
    if any(rule.kind == "staff" and rule.read(code) for rule in books.code_rules.active()):
        return None  # whoever wears the badge would be on a list
    try:
        kept = canonical(code)
    except BadValue:
        return None
    # Goods have numbers of 13 digits, of which a tenth would pass for a card's.
    of_goods = is_gtin(kept) and len(kept) <= 13
    return None if holds_card_number(kept) and not of_goods else kept


def unknown_rows(books: Books, limit: int) -> tuple[UnknownCodeRow, ...]:
    """Noted codes that still belong to nothing, the last one first."""
    found = []
    for code, times, first, last, by, till in books.database.rows(_STORED, (limit,)):
        label = scale_reading(books, code)
        number = None if label is None else int(label[1].item)
        if number is None or not _has_number(books, number):
            first_at, last_at = from_micros(first), from_micros(last)
            found.append(UnknownCodeRow(code, times, first_at, last_at, by, till, number))
    return tuple(found)


def forget_known(books: Books, codes: Iterable[str]) -> None:
    """Take codes off the list inside the command that gave them to something."""
    kept = models.UnknownCode
    if kept.delete().where(kept.code.in_(list(codes))).execute(books.database.peewee):
        books.changed("codes")


def _has_number(books: Books, number: int) -> bool:
    return books.database.row(books.hot.product_by_scale_number, (number,)) is not None
