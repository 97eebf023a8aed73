"""Codes that the shop gives to people: customers' cards and the badges of its staff."""

import hashlib

from pos_app.domain.barcode import MAX_CODE, candidates, is_gtin
from pos_app.domain.errors import BadValue, Duplicate
from pos_app.domain.payment import holds_card_number
from pos_app.domain.people import check_text
from pos_app.services.books import Books

SHORTEST = 3

LONG_BADGE = 8
"""Characters that a badge needs to sign its wearer in: a shorter one is found by trying. It still
chooses who it belongs to, and the PIN is asked for."""


def check_own_code(field: str, code: str) -> str:
    """A code on a card or badge, tidied; "" for none.

    Raises BadValue: "too_short", "too_long", "control_character", and "card_number" for what may
    be a bank card's. A number of 13 digits with the right check digit is one of GS1's, of which
    a tenth would pass for a bank card's.
    """
    kept = check_text(field, code, longest=MAX_CODE)
    if kept and len(kept) < SHORTEST:
        raise BadValue(field, code, "too_short")
    if holds_card_number(kept) and not (is_gtin(kept) and len(kept) == 13):
        raise BadValue(field, "", "card_number")
    return kept


def is_long(badge: str) -> bool:
    """True where nobody comes upon a badge's code by trying."""
    return len(badge.strip()) >= LONG_BADGE


def is_of_goods(books: Books, code: str) -> bool:
    """True for a code that a product has, in whatever length of its number."""
    return any(
        books.database.row("SELECT 1 FROM barcodes WHERE code = ?", (each,)) is not None
        for each in candidates(code)
    )


def check_free_of_goods(books: Books, code: str) -> None:
    """Raises Duplicate("barcode") for a code of a product: that would always be found first."""
    if is_of_goods(books, code):
        raise Duplicate("barcode", code)


def badge_hash(code: str) -> str:
    """What is kept of a badge: SHA-256 of its code."""
    return hashlib.sha256(code.strip().encode()).hexdigest()
