"""GS1 element strings: what GS1-128, DataBar, DataMatrix and QR codes say about what they are on.

Section numbers are those of the GS1 General Specifications, release 24.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pos_app.domain.barcode import check_digit, split_symbology
from pos_app.domain.currencies import currency_of
from pos_app.domain.gs1_elements import CHECKED, elements_of, is_fixed
from pos_app.domain.measures import Measure, scaled

SEPARATOR = "\x1d"
"""What a scanner sends for FNC1 between two elements: ASCII 29 (7.8)."""

# Symbology identifiers that say: what follows is an element string (5.1).
_SYMBOLOGIES = frozenset({"]C1", "]e0", "]d2", "]Q3", "]J1"})

_BRACKETS = re.compile(r"\(([0-9]{2,4})\)([^()]+)")

# Trade measures (3.6) in units that goods are sold by: the first three digits, the unit.
_MEASURES = {"310": "kg", "320": "lb", "357": "oz", "311": "m", "315": "l"}

_LONGEST = 400
"""More than any symbol of a till's goods carries: no use in reading it."""


@dataclass(frozen=True, slots=True)
class Price:
    """An amount as it is printed: value with so many decimals, in a currency ("" for the one of
    the place)."""

    value: int
    decimals: int
    currency: str = ""

    def in_minor_units(self, currency: str, decimals: int) -> int | None:
        """The amount in minor units of a currency that has so many decimals; None in another
        currency, or where it has parts of the smallest coin."""
        if self.currency not in ("", currency):
            return None
        if self.decimals <= decimals:
            return int(self.value * 10 ** (decimals - self.decimals))
        whole, rest = divmod(self.value, int(10 ** (self.decimals - decimals)))
        return None if rest else whole


@dataclass(frozen=True, slots=True)
class Gs1:
    """What an element string says.

    gtin has 14 digits, "" for none; count is how many pieces are in it, or how many of it the
    label stands for (of_content); measures are weights, lengths and volumes of it. price is what
    all of it costs. coupon is the number of a coupon, sscc that of a parcel.
    """

    gtin: str = ""
    of_content: bool = False
    count: int | None = None
    measures: tuple[Measure, ...] = ()
    price: Price | None = None
    lot: str = ""
    serial: str = ""
    expires: date | None = None
    best_before: date | None = None
    coupon: str = ""
    sscc: str = ""

    def quantity_in(self, unit: str) -> int | None:
        """Its measure in thousandths of a unit that goods are sold by, None where it names none."""
        for measure in self.measures:
            found = measure.in_unit(unit)
            if found is not None:
                return found
        return None


def parse(text: str, today: date) -> Gs1 | None:
    """What a scanned element string says, None for anything that is none or is not sound.

    It may begin with a symbology identifier or FNC1, be written with brackets as people read it,
    or begin with an identifying number, (00), (01) or (02). today settles the century of dates.
    """
    symbology, rest = split_symbology(text.strip(" \t\r\n"))
    if len(rest) > _LONGEST:
        return None
    if not symbology and rest.startswith("("):
        elements = _bracketed(rest)
    elif symbology in _SYMBOLOGIES or (not symbology and rest.startswith((SEPARATOR, *_KEYS))):
        elements = elements_of(rest.lstrip(SEPARATOR))
    else:
        return None
    return None if elements is None else _meaning(elements, today)


_KEYS = ("00", "01", "02")


def _bracketed(text: str) -> Mapping[str, str] | None:
    """The elements of a string with brackets around each identifier (4.14)."""
    found = _BRACKETS.findall(text)
    if "".join(f"({key}){value}" for key, value in found) != text:
        return None
    plain = "".join(key + value + ("" if is_fixed(key) else SEPARATOR) for key, value in found)
    elements = elements_of(plain)
    if elements is None or list(elements) != list(dict.fromkeys(key for key, _ in found)):
        return None
    return elements


def _meaning(elements: Mapping[str, str], today: date) -> Gs1 | None:
    for key, length in CHECKED.items():
        value = elements.get(key, "")[:length]
        if value and check_digit(value[:-1]) != int(value[-1]):
            return None
    # A number of what is inside needs its count, and stands beside none of its own (4.13).
    if ("01" in elements and "02" in elements) or ("02" in elements) != ("37" in elements):
        return None
    try:
        expires = _date(elements.get("17") or elements.get("7003", "")[:6], today)
        best_before = _date(elements.get("15", ""), today)
    except ValueError:
        return None
    count = elements.get("37") or elements.get("30")
    return Gs1(
        gtin=elements.get("01") or elements.get("02", ""),
        of_content="02" in elements,
        count=None if count is None else int(count),
        measures=tuple(
            Measure(scaled(int(value), int(key[3])), _MEASURES[key[:3]])
            for key, value in elements.items()
            if key[:3] in _MEASURES
        ),
        price=_price(elements),
        lot=elements.get("10", ""),
        serial=elements.get("21", ""),
        expires=expires,
        best_before=best_before,
        coupon=next((elements[key] for key in ("255", "8110", "8112") if key in elements), ""),
        sscc=elements.get("00", ""),
    )


def _price(elements: Mapping[str, str]) -> Price | None:
    """What a thing of variable measure costs (3.6); a currency nobody knows is none of
    ours, and refuses the price later."""
    for key, value in elements.items():
        if key.startswith("392"):
            return Price(int(value), int(key[3]))
        if key.startswith("393"):
            return Price(int(value[3:]), int(key[3]), currency_of(value[:3]) or value[:3])
    return None


def _date(text: str, today: date) -> date | None:
    """A date of six digits, YYMMDD; day 00 is the last of the month (3.4). Raises ValueError.

    The century is the one that puts it within 49 years back and 50 years ahead (7.12).
    """
    if not text:
        return None
    short, month, day = int(text[:2]), int(text[2:4]), int(text[4:6])
    ahead = short - today.year % 100
    century = today.year - today.year % 100
    if ahead >= 51:
        century -= 100
    elif ahead <= -50:
        century += 100
    year = century + short
    if day:
        return date(year, month, day)
    first_of_next = date(year + month // 12, month % 12 + 1, 1) if 1 <= month <= 12 else None
    if first_of_next is None:
        raise ValueError(text)
    return first_of_next - timedelta(days=1)
