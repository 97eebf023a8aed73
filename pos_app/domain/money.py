"""Money: integer minor units, one rounding rule, strict reading and plain writing.

An amount is an `int` in the smallest unit of the shop's currency (cents for USD, yen for JPY, fils
for KWD). No float ever enters or leaves.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pos_app.domain.errors import BadAmount, BadValue

MAX_AMOUNT = 10**15
"""Largest single amount accepted, in minor units: sums of 9,000 of them still fit 64 bits."""

# ISO 4217 (list one, 2026-01-01): the currencies whose minor unit is not the hundredth. The CLDR,
# and so Babel, has other digits for some (none for IQD, LAK, RSD ...): what people round to in
# cash. Books are kept in what banks count in, so ISO rules here.
_DECIMALS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}

# Codes of the same list that nobody pays with: units of account with four decimals, and metals,
# baskets, tests and "none", for which ISO gives no minor unit at all.
_NO_MINOR_UNIT = frozenset("CLF UYW XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split())


def decimals_of(currency: str) -> int:
    """Decimal places of a currency's minor unit by ISO 4217: 0, 2 or 3.

    currency is a three-letter code. Raises BadValue: "not_a_currency" for anything else,
    "no_minor_unit" for what ISO lists beside money (CLF, XAU, XXX).
    """
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise BadValue("currency", currency, "not_a_currency")
    if currency in _NO_MINOR_UNIT:
        raise BadValue("currency", currency, "no_minor_unit")
    return _DECIMALS.get(currency, 2)


def round_half_up(value: Fraction | Decimal | int) -> int:
    """The nearest whole number; a half goes away from zero (2.5 -> 3, -2.5 -> -3)."""
    exact = value if isinstance(value, Fraction) else Fraction(value)
    return divide_half_up(exact.numerator, exact.denominator)


def divide_half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator to the nearest whole number as `round_half_up`, in plain integers:
    a fraction per line would be half the work of pricing a cart. denominator is above zero."""
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def times(price: int, quantity_thousandths: int) -> int:
    """price x quantity in minor units, rounded half up; the quantity in thousandths."""
    return divide_half_up(price * quantity_thousandths, 1000)


def share_out(amount: int, weights: "list[int] | tuple[int, ...]") -> list[int]:
    """Split amount over weights by largest remainder, so that the parts add up to it.

    weights are integers >= 0; with all of them zero the parts are equal. Ties go to the earlier
    part. Returns one part per weight, in order. Raises ValueError without weights.
    """
    if not weights:
        raise ValueError("nothing to share over")
    if min(weights) < 0:
        raise ValueError("a weight is negative")
    total = sum(weights)
    if total == 0:
        weights, total = [1] * len(weights), len(weights)
    sign = -1 if amount < 0 else 1
    parts = [abs(amount) * weight // total for weight in weights]
    rests = [abs(amount) * weight % total for weight in weights]
    missing = abs(amount) - sum(parts)
    for index in sorted(range(len(weights)), key=lambda i: (-rests[i], i))[:missing]:
        parts[index] += 1
    return [sign * part for part in parts]


def check_amount(field: str, value: object, *, minimum: int = 0) -> int:
    """The amount itself when it is an int from minimum to MAX_AMOUNT; raises BadAmount."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadAmount(field, value, "not_a_number")
    if value < minimum:
        raise BadAmount(field, value, "negative" if minimum == 0 else "range")
    if value > MAX_AMOUNT:
        raise BadAmount(field, value, "too_large")
    return value


def parse_decimal_amount(field: str, text: str, decimals: int) -> int:
    """Minor units of an amount written with a plain decimal point ("7.38", "0.5", "12").

    For files and the terminal, whose form is fixed; what people type goes through
    `MoneyFormat.parse`. Raises BadAmount: "not_a_number", "too_many_decimals", "too_large".
    """
    match = re.fullmatch(r"(-?)([0-9]+)(?:\.([0-9]+))?", text.strip())
    if not match:
        raise BadAmount(field, text, "not_a_number")
    sign, whole, fraction = match.group(1), match.group(2), match.group(3) or ""
    if len(fraction.rstrip("0")) > decimals:
        raise BadAmount(field, text, "too_many_decimals")
    amount = _minor_units(field, text, whole + fraction.rstrip("0").ljust(decimals, "0"))
    return -amount if sign else amount


def _minor_units(field: str, text: str, digits: str) -> int:
    """digits as an amount; raises BadAmount ("too_large") carrying the whole text."""
    # Measured first: Python itself refuses to read thousands of digits, as a ValueError.
    digits = digits.lstrip("0") or "0"
    if len(digits) > len(str(MAX_AMOUNT)) or int(digits) > MAX_AMOUNT:
        raise BadAmount(field, text, "too_large")
    return int(digits)


def format_decimal_amount(amount: int, decimals: int) -> str:
    """The plain form that `parse_decimal_amount` reads: 738 -> "7.38"."""
    digits = str(abs(amount)).rjust(decimals + 1, "0")
    whole = digits[: len(digits) - decimals]
    fraction = f".{digits[-decimals:]}" if decimals else ""
    return f"{'-' if amount < 0 else ''}{whole}{fraction}"


@dataclass(frozen=True, slots=True)
class MoneyFormat:
    """How a shop writes and reads its money; made once from the locale's own rules.

    prefix and suffix carry the currency's symbol with its spacing ("$" / "" or "" / " €"), the
    negative ones the minus too; None writes it in front of all. group_size counts the digits of
    the group next to the decimal mark (0: no groups), further_group_size those of the others
    (12,34,567), min_grouping the digits that must stand before a first mark.
    """

    currency: str
    decimals: int
    decimal_mark: str = "."
    group_mark: str = ","
    prefix: str = ""
    suffix: str = ""
    minus: str = "\N{MINUS SIGN}"
    # Shops made before these fields keep the form that the defaults give: they are not stored.
    group_size: int = 3
    further_group_size: int = 3
    min_grouping: int = 1
    negative_prefix: str | None = None
    negative_suffix: str | None = None

    def plain(self, amount: int) -> str:
        """The figure without a symbol: 123456 -> "1,234.56"."""
        digits = str(abs(amount)).rjust(self.decimals + 1, "0")
        text = self._grouped(digits[: len(digits) - self.decimals])
        if self.decimals:
            text += self.decimal_mark + digits[-self.decimals :]
        return (self.minus if amount < 0 else "") + text

    def _grouped(self, whole: str) -> str:
        if not self.group_size or len(whole) < self.group_size + self.min_grouping:
            return whole
        if self.group_size == self.further_group_size == 3:
            return f"{int(whole):,}".replace(",", self.group_mark)
        cut = len(whole) - self.group_size
        groups = [whole[cut:]]
        while cut > 0:
            start = max(0, cut - self.further_group_size)
            groups.append(whole[start:cut])
            cut = start
        return self.group_mark.join(reversed(groups))

    def format(self, amount: int) -> str:
        """The figure with the currency's symbol: 1580 -> "$15.80"."""
        if amount >= 0:
            return f"{self.prefix}{self.plain(amount)}{self.suffix}"
        prefix, suffix = self.negative_prefix, self.negative_suffix
        before = self.minus + self.prefix if prefix is None else prefix
        after = self.suffix if suffix is None else suffix
        return f"{before}{self.plain(-amount)}{after}"

    def parse(self, text: str, field: str = "amount") -> int:
        """Minor units of what a person typed, strictly in this format.

        Grouping marks are taken only where they belong, so "1,23" is never 123; unless the point
        is the decimal mark, a lone point with fitting decimals is taken too (numeric keypads write
        it). What could be meant both ways is refused: "1.234" where the point groups and the
        currency has three decimals. Blanks of any kind, and apostrophes of any kind, are one mark.
        Raises BadAmount: "empty", "not_a_number", "too_many_decimals", "too_large", "two_readings".
        """
        negative, figure = self._bare(_typeable(text))
        if not figure:
            raise BadAmount(field, text, "empty")
        match = _amount_pattern(
            _typeable(self.group_mark, strip=False),
            _typeable(self.decimal_mark, strip=False),
            self.group_size,
            self.further_group_size,
        ).fullmatch(figure)
        keypad = None if self.decimal_mark == "." else _KEYPAD.fullmatch(figure)
        if match and keypad and len(keypad["cents"]) <= self.decimals:
            raise BadAmount(field, text, "two_readings")
        match = match or keypad
        if not match:
            raise BadAmount(field, text, "not_a_number")
        whole = re.sub(r"[^0-9]", "", match["whole"] or "0")
        cents = match["cents"] or ""
        if len(cents) > self.decimals:
            raise BadAmount(field, text, "too_many_decimals")
        amount = _minor_units(field, text, whole + cents.ljust(self.decimals, "0"))
        return -amount if negative else amount

    def _bare(self, text: str) -> tuple[bool, str]:
        """Whether text has a minus, and its figure: one symbol and one minus are taken off."""
        minus_behind = "-" in _typeable(self.negative_suffix or "")
        symbols = self._symbols()
        signs = named = 0
        before = None
        while text != before:
            before = text
            if not signs and text.startswith("-"):
                signs, text = 1, text[1:].lstrip()
            if not signs and minus_behind and text.endswith("-"):
                signs, text = 1, text[:-1].rstrip()
            for symbol in () if named else symbols:
                rest = text.removeprefix(symbol)
                # "Rs.5" is five rupees to who writes it, not half of one.
                if rest != text and not (symbol[-1].isalpha() and rest[:1] in tuple(".,")):
                    named, text = 1, rest.lstrip()
                    break
                if text.endswith(symbol):
                    named, text = 1, text.removesuffix(symbol).rstrip()
                    break
        return bool(signs), text

    def _symbols(self) -> list[str]:
        """What may stand beside a figure; the longest first, as "kr." begins with "kr"."""
        known = {_typeable(self.prefix), _typeable(self.suffix), self.currency}
        return sorted(known - {""}, key=len, reverse=True)


_KEYPAD = re.compile(r"(?P<whole>[0-9]+)\.(?P<cents>[0-9]+)")

# One sign for each kind: the apostrophes, hyphens and minus signs of keyboards and of the CLDR.
_ALIKE = str.maketrans(
    dict.fromkeys("\u2019\u2018\u02bc\u2032`\u00b4", "'")
    | dict.fromkeys("\u2212\u2010\u2011\ufe63\uff0d", "-")
)


def _typeable(text: str, *, strip: bool = True) -> str:
    """text in signs that a keyboard has: plain blanks, ' and -, no marks of writing direction."""
    signs = (letter for letter in text if unicodedata.category(letter) != "Cf")
    alike = re.sub(r"\s", " ", "".join(signs).translate(_ALIKE))
    return alike.strip() if strip else alike


@lru_cache(maxsize=16)
def _amount_pattern(group_mark: str, decimal_mark: str, size: int, further: int) -> re.Pattern[str]:
    # A grouped figure has no zero in front: "0,123" means a decimal to who types it.
    group, mark = re.escape(group_mark), re.escape(decimal_mark)
    whole = "[0-9]+"
    if size and group_mark:
        groups = rf"(?:{group}[0-9]{{{further}}})*{group}[0-9]{{{size}}}"
        whole += rf"|[1-9][0-9]{{0,{further - 1}}}{groups}"
    return re.compile(rf"(?P<whole>{whole})?(?(whole)|(?={mark}[0-9]))(?:{mark}(?P<cents>[0-9]*))?")
