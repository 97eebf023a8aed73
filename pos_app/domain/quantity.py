"""Quantities: pieces and weights as Decimal with at most three places, stored as thousandths."""

import re
from decimal import Decimal
from functools import lru_cache

from pos_app.domain.errors import BadQuantity

MAX_THOUSANDTHS = 10**10
"""Ten million pieces, or ten thousand tonnes in kilograms: more is a slip of the keyboard."""

UNITS = ("piece", "kg", "g", "lb", "oz", "l", "ml", "m")
"""What a product may be sold by; only pieces are whole."""

WEIGHTS = frozenset({"kg", "g", "lb", "oz"})
"""The units that goods are weighed in."""


def to_thousandths(
    quantity: Decimal | int, field: str = "quantity", *, signed: bool = False
) -> int:
    """The stored form of a quantity: 1.25 -> 1250.

    Raises BadQuantity: "not_a_number" (a float too, or NaN), "too_many_decimals", "too_large",
    and, unless signed, "negative".
    """
    if isinstance(quantity, bool) or not isinstance(quantity, int | Decimal):
        raise BadQuantity(field, quantity, "not_a_number")
    if isinstance(quantity, int):
        scaled = quantity * 1000
    else:
        if not quantity.is_finite():
            raise BadQuantity(field, quantity, "not_a_number")
        if quantity.adjusted() > 12:
            raise BadQuantity(field, quantity, "too_large")
        whole = int(quantity)
        if quantity == whole:  # most goods are sold by the piece
            scaled = whole * 1000
        else:
            scaled = int(quantity.scaleb(3))
            if Decimal(scaled).scaleb(-3) != quantity:
                raise BadQuantity(field, quantity, "too_many_decimals")
    if abs(scaled) > MAX_THOUSANDTHS:
        raise BadQuantity(field, quantity, "too_large")
    if scaled < 0 and not signed:
        raise BadQuantity(field, quantity, "negative")
    return scaled


def to_sold_thousandths(quantity: Decimal | int, unit: str, field: str = "quantity") -> int:
    """The stored form of a quantity that is sold or moved: above zero, whole for pieces.

    Raises BadQuantity as to_thousandths, "zero", and "whole_pieces" for half a piece.
    """
    scaled = to_thousandths(quantity, field)
    if scaled == 0:
        raise BadQuantity(field, quantity, "zero")
    if unit == "piece" and scaled % 1000:
        raise BadQuantity(field, quantity, "whole_pieces")
    return scaled


def bought_for(total: int, price: int) -> int:
    """How much, in thousandths, so much money buys at the price of one unit, both in minor units:
    half up, at least a thousandth, and one unit of what has no price."""
    if not price:
        return 1000
    return max(1, (total * 2000 + price) // (price * 2))


@lru_cache(maxsize=4096)
def from_thousandths(scaled: int) -> Decimal:
    """The quantity for people and callers: 1250 -> Decimal("1.25"), 2000 -> Decimal("2")."""
    if scaled % 1000 == 0:
        return Decimal(scaled // 1000)
    return Decimal(scaled).scaleb(-3).normalize()


def parse_quantity(text: str, field: str = "quantity") -> Decimal:
    """A quantity as typed or read: digits with at most three places, point or comma.

    Raises BadQuantity: "empty", "not_a_number", "too_many_decimals", "too_large".
    """
    cleaned = text.strip().replace("\N{MINUS SIGN}", "-")
    if not cleaned:
        raise BadQuantity(field, text, "empty")
    if not re.fullmatch(r"-?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)", cleaned):
        raise BadQuantity(field, text, "not_a_number")
    return from_thousandths(to_thousandths(Decimal(cleaned.replace(",", ".")), field, signed=True))


def format_quantity(quantity: Decimal) -> str:
    """Short and plain: 2, 1.24, 0.5; never an exponent."""
    return f"{quantity:f}"
