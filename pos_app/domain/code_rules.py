"""Rules for codes of the shop's own: labels that scales print, cards, coupons, badges.

A stored code always comes before a rule: see `services.codes`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pos_app.domain.barcode import MAX_CODE, check_digit, split_symbology
from pos_app.domain.errors import BadValue
from pos_app.domain.people import check_text

KINDS = ("weight", "price", "pieces", "customer", "coupon", "staff")
"""What a code may stand for: so much of a product by weight, for a price or in pieces; or whose it
is."""

SCALE_KINDS = KINDS[:3]
"""Kinds that name a product by its number in the scale, with a value beside it."""

MOST_DECIMALS = 3
LONGEST_NAME = 60
MOST_ITEM_DIGITS = 8
MOST_VALUE_DIGITS = 8

# GS1 General Specifications, 7.9: each digit weighted, in tables so that no carry is forgotten.
_TWO_MINUS = (0, 2, 4, 6, 8, 9, 1, 3, 5, 7)
_THREE = (0, 3, 6, 9, 2, 5, 8, 1, 4, 7)
_FIVE_PLUS = (0, 5, 1, 6, 2, 7, 3, 8, 4, 9)
_FIVE_MINUS = (0, 5, 9, 4, 8, 3, 7, 2, 6, 1)
_FOUR_DIGITS = (_TWO_MINUS, _TWO_MINUS, _THREE, _FIVE_MINUS)
_FIVE_DIGITS = (_FIVE_PLUS, _TWO_MINUS, _FIVE_MINUS, _FIVE_PLUS, _TWO_MINUS)


def value_check_digit(digits: str) -> int:
    """The check digit of a price or weight of four or five digits inside a code (GS1 General
    Specifications, 7.9: 2875 has 9, 14685 has 6)."""
    weights = _FOUR_DIGITS if len(digits) == 4 else _FIVE_DIGITS
    total = sum(table[int(digit)] for table, digit in zip(weights, digits, strict=True))
    return total * 3 % 10 if len(digits) == 4 else _FIVE_MINUS.index(-total % 10)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule reads in a code: the number or code of whose it is, and the value beside it
    (in units of 10 to the power of minus decimals), None where the kind has none."""

    kind: str
    item: str
    value: int | None
    decimals: int


@dataclass(frozen=True, slots=True)
class CodeRule:
    """How one kind of code is read.

    pattern spells the code letter by letter: I is a digit of the item's number (for a customer, a
    coupon or staff a letter or digit of their code, unless the code ends with C), V one of the
    value, K the check digit of the value (four or five digits), C the check digit of the whole
    code as a GTIN, ? anything; all else stands for itself, and so does one of these behind a
    backslash. "I*" at the end takes what is left. decimals says how many digits of the value
    stand behind the point. Making a rule raises BadValue naming the field.
    """

    name: str
    kind: str
    pattern: str
    decimals: int = 0
    active: bool = True
    id: int = 0

    def __post_init__(self) -> None:
        name = check_text("name", self.name, longest=LONGEST_NAME, needed=True)
        object.__setattr__(self, "name", name)
        if self.kind not in KINDS:
            raise BadValue("kind", self.kind, "unknown_choice")
        decimals = self.decimals
        if isinstance(decimals, bool) or not isinstance(decimals, int):
            raise BadValue("decimals", decimals, "not_a_number")
        if not 0 <= decimals <= (MOST_DECIMALS if self.kind in ("weight", "price") else 0):
            raise BadValue("decimals", decimals, "range")
        pattern = check_text("pattern", self.pattern, longest=MAX_CODE, needed=True)
        object.__setattr__(self, "pattern", pattern)
        _check_pattern(pattern, self.kind)

    def read(self, code: str) -> Reading | None:
        """What the rule reads in a scanned code; None where it does not fit, or a check digit is
        wrong. A UPC-A is read as the EAN-13 it is a twin of, and the other way round."""
        _, plain = split_symbology(code.strip())
        for spelled in _spellings(plain):
            found = self._read(spelled)
            if found is not None:
                return found
        return None

    def spell(self, item: str, value: int = 0) -> str:
        """The code that the rule reads as this item and value, with 0 for anything else.

        Raises BadValue where they don't fit into its digits.
        """
        letters = _letters(self.pattern)
        wanted = sum(letter == "I" for letter in letters)
        places = sum(letter == "V" for letter in letters)
        # A number is filled up with zeros, a code of letters must fit as it is.
        item = item.zfill(wanted) if item.isdecimal() and self.kind in SCALE_KINDS else item
        digits = str(value).zfill(places) if places else ""
        if len(digits) != places or (len(item) != wanted and "I*" not in letters):
            raise BadValue("pattern", self.pattern, "range")
        values, items, spelled = iter(digits), iter(item), ""
        for letter in letters:
            if letter == "I*":
                spelled += item
            elif letter == "C":
                spelled += str(check_digit(spelled))
            elif letter == "K":
                spelled += str(value_check_digit(digits))
            elif letter in ("I", "V"):
                spelled += next(items if letter == "I" else values)
            else:
                spelled += "0" if letter == "?" else letter[-1]
        return spelled

    def _read(self, code: str) -> Reading | None:
        found = _compiled(self.pattern, self.kind).fullmatch(code)
        if found is None:
            return None
        parts: dict[str, str] = {}
        for group, text in found.groupdict().items():
            parts[group[0]] = parts.get(group[0], "") + text
        if "C" in parts and check_digit(code[:-1]) != int(parts["C"]):
            return None
        value = parts.get("V")
        if value is not None and "K" in parts and value_check_digit(value) != int(parts["K"]):
            return None
        item = parts["I"]
        if self.kind in SCALE_KINDS:
            item = item.lstrip("0")
            if not item:
                return None
        return Reading(self.kind, item, None if value is None else int(value), self.decimals)


def _spellings(code: str) -> tuple[str, ...]:
    """The code as it was scanned, and as its UPC-A or EAN-13 twin."""
    if code.isascii() and code.isdigit():
        if len(code) == 12:
            return code, "0" + code
        if len(code) == 13 and code[0] == "0":
            return code, code[1:]
    return (code,)


def _letters(pattern: str) -> list[str]:
    """The pattern letter by letter: "I*" and what stands behind a backslash are one."""
    return re.findall(r"\\.|I\*|.", pattern)


@lru_cache(maxsize=256)
def _compiled(pattern: str, kind: str) -> re.Pattern[str]:
    letters = _letters(pattern)
    of_digits = kind in SCALE_KINDS or "C" in letters
    item = "[0-9]" if of_digits else "[0-9A-Za-z]"
    kinds = {"I": item, "V": "[0-9]", "K": "[0-9]", "C": "[0-9]"}
    parts = []
    for place, letter in enumerate(letters):
        if letter == "I*":
            parts.append(f"(?P<I{place}>[0-9A-Za-z._-]+)")
        elif letter in kinds:
            parts.append(f"(?P<{letter}{place}>{kinds[letter]})")
        else:
            anything = "[0-9]" if of_digits else "."
            parts.append(anything if letter == "?" else re.escape(letter[-1]))
    return re.compile("".join(parts))


def _check_pattern(pattern: str, kind: str) -> None:
    letters = _letters(pattern)
    of_scale = kind in SCALE_KINDS
    items = sum(letter in ("I", "I*") for letter in letters)
    values = sum(letter == "V" for letter in letters)
    checks = sum(letter == "K" for letter in letters)
    wrong = ""
    if letters[-1] == "\\" or pattern.count("I*") > ("I*" in letters[-1:]):
        wrong = "unknown_choice"
    elif all(letter in ("I", "I*", "V", "K", "C", "?") for letter in letters):
        wrong = "no_fixed_part"  # it would read every code
    elif not items:
        wrong = "no_item"
    elif of_scale and ("I*" in letters or items > MOST_ITEM_DIGITS):
        wrong = "item_digits"
    elif of_scale != (0 < values <= MOST_VALUE_DIGITS):
        wrong = "value_digits"
    elif checks and (checks > 1 or values not in (4, 5)):
        wrong = "value_check"
    elif "C" in letters and not _is_gtin_pattern(letters):
        wrong = "gtin_check"
    if wrong:
        raise BadValue("pattern", pattern, wrong)


def _is_gtin_pattern(letters: list[str]) -> bool:
    """True where C can be the check digit of a GTIN: the last of 8, 12, 13 or 14 digits."""
    return (
        letters.index("C") == len(letters) - 1
        and len(letters) in (8, 12, 13, 14)
        and all(letter in tuple("IVKC?0123456789") for letter in letters)
    )
