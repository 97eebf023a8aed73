"""What gift cards may be bought with."""

from collections.abc import Sequence

from pos_app.domain.errors import NeedsMoney
from pos_app.domain.payment import Payment

MONEY = ("cash", "card", "transfer")
"""Ways to pay that bring the shop money now."""


def check_bought_with_money(total: int, cards: int, payments: Sequence[Payment]) -> None:
    """Gift cards are bought with money: a card for a card, for credit or on account would make
    something to spend out of another balance, or out of a debt.

    cards is what the gift cards come to of a total that the payments settle; minor units. Raises
    NeedsMoney where the other ways to pay come to more than the other goods.
    """
    otherwise = [each for each in payments if each.method not in MONEY]
    by_others = sum(each.amount for each in otherwise)
    if cards and by_others > total - cards:
        raise NeedsMoney(otherwise[-1].method, cards, total - by_others)
