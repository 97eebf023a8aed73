"""Gift cards: how their codes are spelled, what may be put on one, and what it is bought with."""

import unicodedata
from collections.abc import Sequence

from pos_app.domain.errors import BadAmount, BadValue, NeedsMoney
from pos_app.domain.money import check_amount
from pos_app.domain.payment import Payment, holds_card_number
from pos_app.domain.people import check_text

SHORTEST_CODE, LONGEST_CODE = 4, 40

MONEY = ("cash", "card", "transfer")
"""Ways to pay that bring the shop money now."""


def check_card_code(code: str) -> str:
    """A gift card's code as it is kept: in capitals, without blanks and without signs that nobody
    sees and could type again; never a bank card's number. Raises BadValue."""
    # Some letters are more than one in capitals.
    capitals = check_text("gift_card", code, longest=LONGEST_CODE, needed=True).upper()
    kept = check_text("gift_card", capitals, longest=LONGEST_CODE)
    if len(kept) < SHORTEST_CODE:
        raise BadValue("gift_card", code, "too_short")
    if " " in kept:
        raise BadValue("gift_card", code, "unknown_choice")
    if any(unicodedata.category(letter) == "Cf" for letter in kept):
        raise BadValue("gift_card", code, "control_character")
    if holds_card_number(kept):
        raise BadValue("gift_card", "", "card_number")
    return kept


def check_card_amount(amount: int, step: int) -> int:
    """What may be put on a card: a sum that coins make (step is the smallest, in minor units), or
    rounding would put money on it that nobody paid. Raises BadAmount."""
    check_amount("amount", amount, minimum=1)
    if amount % step:
        raise BadAmount("amount", amount, "no_coins")
    return amount


def check_bought_with_money(
    total: int, cards: int, payments: Sequence[Payment], exchanged: int = 0
) -> None:
    """Gift cards are bought with money: a card for a card, for credit, for goods that come back or
    on account would make something to spend out of another balance, or out of a debt.

    cards is what the gift cards come to of a total that the payments settle, with exchanged paid by
    goods; minor units. Raises NeedsMoney where the other ways to pay come to more than the other
    goods.
    """
    otherwise = [each for each in payments if each.method not in MONEY]
    by_others = sum(each.amount for each in otherwise) + exchanged
    if cards and by_others > total - cards:
        method = otherwise[-1].method if otherwise else "exchange"
        raise NeedsMoney(method, cards, total - by_others)
