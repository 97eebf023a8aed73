"""Percentages as people type them: one strict reader for discounts, taxes and limits."""

import re
import unicodedata

from pos_app.domain.errors import BadValue
from pos_app.domain.money import MoneyFormat
from pos_app.domain.tax import PPM

MOST_DECIMALS = 4
"""A rate is kept in parts per million: so many decimal places of a per cent are one of them."""

_FIGURE = re.compile(r"(?P<whole>[0-9]*)(?:\.(?P<places>[0-9]*))?")


def parse_percent(text: str, money: MoneyFormat | None = None, field: str = "rate_ppm") -> int:
    """Parts per million of a share such as "8.875" or "10 %", in the form of a shop's money.

    The decimal mark is that of money (None: the plain point of files and the terminal). Where it
    is another one, a lone point is taken too, as numeric keypads write it, unless it may group:
    "1.000" where thousands are written so is refused. Nothing is grouped in a share. Raises
    BadValue: "empty", "not_a_number", "two_readings", "too_many_decimals", "not_a_rate".
    """
    figure = _bare(text)
    if not figure:
        raise BadValue(field, text, "empty")
    figure = figure.removesuffix("%").rstrip()
    negative, figure = figure.startswith("-"), figure.removeprefix("-").lstrip()
    match = _FIGURE.fullmatch(_with_point(figure, money, field, text))
    if not match or not (match["whole"] or match["places"]):
        raise BadValue(field, text, "not_a_number")
    whole, places = match["whole"].lstrip("0"), match["places"] or ""
    if len(places) > MOST_DECIMALS:
        raise BadValue(field, text, "too_many_decimals")
    # Measured first: Python itself refuses to read thousands of digits.
    rate = int((whole or "0") + places.ljust(MOST_DECIMALS, "0")) if len(whole) <= 3 else PPM + 1
    if rate > PPM or (negative and rate):
        raise BadValue(field, text, "not_a_rate")
    return rate


def _with_point(figure: str, money: MoneyFormat | None, field: str, text: str) -> str:
    """A figure with a point as its decimal mark; anything that would not be one stays."""
    mark = "." if money is None else money.decimal_mark
    if money is None or mark == ".":
        return figure
    if "." not in figure:
        return figure.replace(mark, ".")
    if mark in figure:
        raise BadValue(field, text, "not_a_number")
    whole, _, behind = figure.partition(".")
    grouped = len(whole) <= money.further_group_size and len(behind) == money.group_size > 0
    if money.group_mark == "." and grouped and whole and not whole.startswith("0"):
        raise BadValue(field, text, "two_readings")
    return figure


def _bare(text: str) -> str:
    """text with a keyboard's minus, without marks of writing direction and blanks around it."""
    signs = (letter for letter in text if unicodedata.category(letter) != "Cf")
    return "".join(signs).replace("\N{MINUS SIGN}", "-").strip()
