"""A discount as somebody types it: a share ("10 %") or an amount ("5.00")."""

import re

from pos_app.domain.errors import BadValue
from pos_app.domain.money import MoneyFormat
from pos_app.domain.tax import PPM
from pos_app.ui.places import parse_rate

RATE, AMOUNT = "rate", "amount"

_SHARE = re.compile(r"\s*[0-9]*(?:[.,][0-9]*)?\s*%?\s*")


def reading(text: str, money: MoneyFormat, chosen: str = "") -> str:
    """Whether a text is a RATE or an AMOUNT. A % or the currency's sign says it; then what was
    chosen; then a figure with all the decimals of the currency is an amount, any other a rate."""
    bare = text.strip()
    if bare.endswith("%"):
        return RATE
    signs = (money.prefix.strip(), money.suffix.strip(), money.currency)
    if any(sign and sign in bare for sign in signs):
        return AMOUNT
    if chosen:
        return chosen
    for mark in {money.decimal_mark, "."}:
        whole, found, cents = bare.rpartition(mark)
        if found and whole and len(cents) == money.decimals > 1:
            return AMOUNT
    return RATE


def read_discount(text: str, money: MoneyFormat, chosen: str = "") -> tuple[int, int]:
    """The rate in ppm and the amount in minor units that a text means; one of them is 0.

    Raises BadValue, BadAmount, for nothing too.
    """
    if reading(text, money, chosen) == AMOUNT:
        amount = money.parse(text, "discount")
        if amount <= 0:
            raise BadValue("discount", text, "zero")
        return 0, amount
    if text.strip() and not _SHARE.fullmatch(text):
        raise BadValue("discount", text, "not_a_number")
    rate = parse_rate(text, "discount")
    if not rate:
        raise BadValue("discount", text, "zero" if text.strip() else "empty")
    return rate, 0


def typed_again(rate_ppm: int, amount: int, money: MoneyFormat) -> str:
    """How a discount stands in the field it is typed into."""
    if amount:
        return money.plain(amount)
    whole, rest = divmod(rate_ppm * 100, PPM)
    places = f"{rest:06d}".rstrip("0")
    return f"{whole}{money.decimal_mark}{places}%" if places else f"{whole}%"
