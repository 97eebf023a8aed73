"""The ways to pay at the counter, in words and with their keys."""

from dataclasses import dataclass

from pos_app.documents import slip_words
from pos_app.domain.errors import BadAmount, PosError
from pos_app.domain.money import MoneyFormat
from pos_app.domain.payment import Payment
from pos_app.ui import messages
from pos_app.ui.cart.tender import Tender


@dataclass(frozen=True, slots=True)
class Way:
    """A way to pay: method as the domain names it."""

    method: str
    words: str
    key: str


_KEYS = (
    ("cash", "F1"),
    ("card", "F2"),
    ("gift_card", "F3"),
    ("transfer", "F4"),
    ("store_credit", "F5"),
    ("account", "F7"),
)
WAYS = tuple(Way(method, slip_words.method(method), key) for method, key in _KEYS)
OF_A_CUSTOMER = ("store_credit", "account")
"""Ways that only a sale with a customer has."""

_DIGITS = 4


def payment_words(payment: Payment) -> str:
    """A payment as it is written, with the end of what tells cards apart: "Card ··· 4471"."""
    words = slip_words.method(payment.method)
    return f"{words} {hidden(payment.last4 or payment.code)}".strip()


def hidden(code: str) -> str:
    """The end of a code, for a screen that others can see: "··· 4471"; "" for none."""
    return f"··· {code[-_DIGITS:]}" if code else ""


def refusal_words(
    refusal: PosError, tender: Tender, typed: str, offered: int, money: MoneyFormat
) -> str:
    """Why a tender is not taken; typed is what stands in the field for its amount, offered what
    would be taken without one."""
    reason = refusal.reason if isinstance(refusal, BadAmount) else ""
    if reason == "too_large":
        return f"“{typed}” is no amount for this sale. To scan it, close with Esc first."
    if reason == "range":
        return f"Cash comes in steps of {money.plain(tender.rounding.step)} here."
    if reason == "zero" and not offered:
        return "Nothing is left on it. Choose another way to pay."
    message = messages.words(refusal, money)
    return f"{message.title} {message.hint}".strip()


def finish_words(tender: Tender, given: int, money: MoneyFormat, *, asks: bool, busy: bool) -> str:
    """What Enter does now; asks is True while a gift card's code has to be looked up first."""
    if asks:
        return "Looking it up …" if busy else "Look the card up"
    if busy:
        return "Saving …"
    if not given and tender.due:
        return "Nothing to take"
    if tender.rest(given) > 0:
        return f"Take {money.plain(given)}"
    return "Finish sale"
