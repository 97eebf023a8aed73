"""The ways to pay at the counter, in words and with their keys."""

from dataclasses import dataclass

from pos_app.domain.payment import Payment


@dataclass(frozen=True, slots=True)
class Way:
    """A way to pay: method as the domain names it."""

    method: str
    words: str
    key: str


WAYS = (
    Way("cash", "Cash", "F1"),
    Way("card", "Card", "F2"),
    Way("gift_card", "Gift card", "F3"),
    Way("transfer", "Transfer", "F4"),
    Way("store_credit", "Store credit", "F5"),
    Way("account", "Account", "F7"),
)
OF_A_CUSTOMER = ("store_credit", "account")
"""Ways that only a sale with a customer has."""

_WORDS = {way.method: way.words for way in WAYS} | {"coupon": "Coupon"}
_DIGITS = 4


def method_words(method: str) -> str:
    """A way to pay as it is written: "gift_card" -> "Gift card"."""
    return _WORDS.get(method, method)


def payment_words(payment: Payment) -> str:
    """A payment as it is written, with the end of what tells cards apart: "Card ··· 4471"."""
    words = method_words(payment.method)
    return f"{words} {hidden(payment.last4 or payment.code)}".strip()


def hidden(code: str) -> str:
    """The end of a code, for a screen that others can see: "··· 4471"; "" for none."""
    return f"··· {code[-_DIGITS:]}" if code else ""
