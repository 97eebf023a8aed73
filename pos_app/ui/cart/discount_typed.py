"""A discount as somebody types it: a share ("10 %") or an amount ("5.00")."""

from pos_app.domain.errors import BadValue
from pos_app.domain.money import MoneyFormat
from pos_app.domain.percent import parse_percent
from pos_app.domain.tax import PPM

RATE, AMOUNT = "rate", "amount"


def reading(text: str, money: MoneyFormat, chosen: str = RATE) -> str:
    """Whether a text is a RATE or an AMOUNT: a % or the currency's sign says it; a figure alone
    is what was chosen, however many decimals it has."""
    bare = text.strip()
    if bare.endswith("%"):
        return RATE
    return AMOUNT if any(sign in bare for sign in _signs(money)) else chosen


def read_discount(text: str, money: MoneyFormat, chosen: str = RATE) -> tuple[int, int]:
    """The rate in ppm and the amount in minor units that a text means; one of them is 0.

    Raises BadValue, BadAmount, for nothing too.
    """
    if reading(text, money, chosen) == AMOUNT:
        amount = money.parse(text, "discount")
        if amount <= 0:
            raise BadValue("discount", text, "zero")
        return 0, amount
    rate = parse_percent(text, money, "discount")
    if not rate:
        raise BadValue("discount", text, "zero")
    return rate, 0


def figure_alone(text: str, money: MoneyFormat) -> str:
    """A text without what says that it is a share or an amount."""
    for sign in ("%", *_signs(money)):
        text = text.replace(sign, "")
    return text.strip()


def typed_again(rate_ppm: int, amount: int, money: MoneyFormat) -> str:
    """How a discount stands in the field it is typed into."""
    if amount:
        return money.plain(amount)
    whole, rest = divmod(rate_ppm * 100, PPM)
    places = f"{rest:06d}".rstrip("0")
    return f"{whole}{money.decimal_mark}{places}%" if places else f"{whole}%"


def _signs(money: MoneyFormat) -> list[str]:
    """How the currency may be named beside a figure, the longest first."""
    signs = {money.prefix.strip(), money.suffix.strip(), money.currency} - {""}
    return sorted(signs, key=len, reverse=True)
