"""The words of a slip and of the takings: ways to pay, what took something off, rates, codes that
stay hidden."""

from collections.abc import Iterable

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.payment import readable_end
from pos_app.domain.tax import TaxPart

_WAYS = {
    "cash": "Cash",
    "card": "Card",
    "transfer": "Transfer",
    "gift_card": "Gift card",
    "store_credit": "Store credit",
    "account": "Customer account",
    "coupon": "Coupon",
}

METHOD_WORDS = {**_WAYS, "exchange": "Exchange"}
"""Ways to pay as they are written; one that is not here is written as it is kept."""

TAKINGS_WORDS = {
    **_WAYS,
    "gift_cards_sold": "Gift cards sold",
    "paid_in": "Paid in on accounts",
    "rounding": "Rounding to cash",
}
"""The rows of the takings: ways to pay, and what is no way to pay but has to be told beside. What
goes over in an exchange is no money."""

HIDDEN = "····"
"""Stands for what a paper must not tell of a number or a code."""


def method(name: str) -> str:
    """A way to pay in words."""
    return METHOD_WORDS.get(name, name)


def taking(name: str) -> str:
    """A row of the takings in words."""
    return TAKINGS_WORDS.get(name, name)


def masked(code: str) -> str:
    """A code of which only the last four characters can be read, of a short one fewer.

    Who finds the paper must not be able to pay with the card.
    """
    return f"{HIDDEN} {readable_end(code)}".rstrip()


def off(kind: str, label: str, amount: int) -> str:
    """What took an amount off, by its own name; kind is one of `domain.pricing.OFF_KINDS`."""
    if kind == "promotion":
        return label or "Promotion"
    if kind == "code":
        return f"Code {label}".strip()
    words = "Agreed price" if amount < 0 else "Discount"
    return f"{words}: {label}" if label else words


def rate(part: TaxPart, money: MoneyFormat) -> str:
    """A tax by name with its per cent, which is not said twice: "VAT 20 %", "Deposit"."""
    if part.amount:
        return part.name
    percent = wording.rate(part.rate_ppm, money)
    if "".join(percent.split()) in "".join(part.name.split()):
        return part.name
    return f"{part.name} {percent}"


def mark(place: int) -> str:
    """The mark of a rate by its place: A to Z, then A2 to Z2, so that marks can be strung."""
    turn, letter = divmod(place, 26)
    return chr(ord("A") + letter) + (str(turn + 1) if turn else "")


def merged(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Amounts of the same words added up, in the order in which the words first came."""
    sums: dict[str, int] = {}
    for words, amount in amounts:
        sums[words] = sums.get(words, 0) + amount
    return sums
