"""Money: integer minor units, one rounding rule, strict reading and plain writing.

An amount is an `int` in the smallest unit of the shop's currency (cents for USD, yen for JPY, fils
for KWD). No float ever enters or leaves.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pos_app.domain.errors import BadAmount, BadValue

MAX_AMOUNT = 10**15
"""Largest single amount accepted, in minor units: sums of 9,000 of them still fit 64 bits."""

# ISO 4217 (list one, 2024-06-25): the currencies whose minor unit is not the hundredth.
_DECIMALS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}


def decimals_of(currency: str) -> int:
    """Decimal places of a currency's minor unit by ISO 4217: 0, 2 or 3.

    currency is a three-letter code. Raises BadValue ("not_a_currency") for anything else.
    """
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise BadValue("currency", currency, "not_a_currency")
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
    amount = int(whole + fraction.rstrip("0").ljust(decimals, "0"))
    if amount > MAX_AMOUNT:
        raise BadAmount(field, text, "too_large")
    return -amount if sign else amount


def format_decimal_amount(amount: int, decimals: int) -> str:
    """The plain form that `parse_decimal_amount` reads: 738 -> "7.38"."""
    digits = str(abs(amount)).rjust(decimals + 1, "0")
    whole = digits[: len(digits) - decimals]
    fraction = f".{digits[-decimals:]}" if decimals else ""
    return f"{'-' if amount < 0 else ''}{whole}{fraction}"


@dataclass(frozen=True, slots=True)
class MoneyFormat:
    """How a shop writes and reads its money; made once from the locale's own rules.

    prefix and suffix carry the currency's symbol with its spacing ("$" / "" or "" / " €").
    """

    currency: str
    decimals: int
    decimal_mark: str = "."
    group_mark: str = ","
    prefix: str = ""
    suffix: str = ""
    minus: str = "\N{MINUS SIGN}"

    def plain(self, amount: int) -> str:
        """The figure without a symbol: 123456 -> "1,234.56"."""
        digits = str(abs(amount)).rjust(self.decimals + 1, "0")
        whole = digits[: len(digits) - self.decimals]
        text = f"{int(whole):,}".replace(",", self.group_mark)
        if self.decimals:
            text += self.decimal_mark + digits[-self.decimals :]
        return (self.minus if amount < 0 else "") + text

    def format(self, amount: int) -> str:
        """The figure with the currency's symbol: 1580 -> "$15.80"."""
        sign = self.minus if amount < 0 else ""
        return f"{sign}{self.prefix}{self.plain(abs(amount))}{self.suffix}"

    def parse(self, text: str, field: str = "amount") -> int:
        """Minor units of what a person typed, strictly in this format.

        Grouping marks are taken only where they belong, so "1,23" is never 123; with a comma as
        decimal mark a lone point with fitting decimals is taken too (numeric keypads write it).
        Raises BadAmount: "empty", "not_a_number", "too_many_decimals", "too_large".
        """
        cleaned = re.sub(r"\s", " ", text.strip())
        negative = cleaned[:1] in ("-", self.minus)
        if negative:
            cleaned = cleaned[1:].strip()
        for symbol in (self.prefix.strip(), self.suffix.strip(), self.currency):
            if symbol:
                cleaned = cleaned.removeprefix(symbol).removesuffix(symbol).strip()
        if not cleaned:
            raise BadAmount(field, text, "empty")
        match = _amount_pattern(self.group_mark, self.decimal_mark).fullmatch(cleaned)
        if not match and self.decimal_mark == "," and self.decimals:
            keypad = rf"(?P<whole>[0-9]+)\.(?P<cents>[0-9]{{1,{self.decimals}}})"
            match = re.fullmatch(keypad, cleaned)
        if not match:
            raise BadAmount(field, text, "not_a_number")
        whole = re.sub(r"[^0-9]", "", match.group("whole") or "0")
        cents = match.group("cents") or ""
        if len(cents) > self.decimals:
            raise BadAmount(field, text, "too_many_decimals")
        amount = int(whole + cents.ljust(self.decimals, "0"))
        if amount > MAX_AMOUNT:
            raise BadAmount(field, text, "too_large")
        return -amount if negative else amount


@lru_cache(maxsize=16)
def _amount_pattern(group_mark: str, decimal_mark: str) -> re.Pattern[str]:
    group = "[ ]" if group_mark.isspace() else re.escape(group_mark)
    whole = rf"[0-9]+|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+"
    mark = re.escape(decimal_mark)
    return re.compile(rf"(?P<whole>{whole})?(?(whole)|(?={mark}[0-9]))(?:{mark}(?P<cents>[0-9]*))?")
