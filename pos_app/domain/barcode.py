"""Codes on goods: the GTIN family's check digit, and one form for a code and its twins."""

import re

from pos_app.domain.errors import BadValue

MAX_CODE = 48
"""Longest code kept: a GS1-128 symbol carries at most 48 characters (GS1 General Specifications,
5.4.4)."""


def check_digit(digits: str) -> int:
    """The check digit that follows these digits in any GTIN.

    Weights 3 and 1 in turn from the right (GS1 General Specifications, 7.9).
    """
    total = sum(
        int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits))
    )
    return -total % 10


def is_gtin(code: str) -> bool:
    """True for 8, 12, 13 or 14 digits with the right check digit."""
    return (
        code.isascii()
        and code.isdigit()
        and len(code) in (8, 12, 13, 14)
        and check_digit(code[:-1]) == int(code[-1])
    )


def canonical(code: str) -> str:
    """The form a code is kept and looked up in: outer blanks gone, a UPC-A as its EAN-13 twin.

    Raises BadValue("code"): "empty", "too_long", "control_character".
    """
    cleaned = code.strip()
    if not cleaned:
        raise BadValue("code", code, "empty")
    if len(cleaned) > MAX_CODE:
        raise BadValue("code", code, "too_long")
    if re.search(r"[\x00-\x1f\x7f]", cleaned):
        raise BadValue("code", code, "control_character")
    if len(cleaned) == 12 and is_gtin(cleaned):
        return "0" + cleaned
    return cleaned
