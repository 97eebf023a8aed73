"""What a customer pays of their account, and what rounding to cash adds to it or takes off it."""

from pos_app.domain.errors import BadAmount
from pos_app.domain.money import check_amount
from pos_app.domain.payment import CashRounding

PAID_IN_BY = ("cash", "card", "transfer")
"""How a customer may pay their account."""


def in_full(owed: int, method: str, rounding: CashRounding) -> int:
    """What settles all that is owed, in minor units: in cash what coins make of it."""
    return rounding.apply(owed) if method == "cash" else owed


def rounded_off(owed: int, amount: int, method: str, rounding: CashRounding) -> int:
    """What rounding adds to an account of which so much is paid: where the sum in cash settles it
    all, what is left of the debt (below zero: what was paid beyond it), else nothing.

    Minor units. Raises BadAmount: "no_coins" for cash that no coins make up, "range" for nothing,
    unless that is what cash makes of all that is owed.
    """
    check_amount("amount", amount)
    if method == "cash" and amount % rounding.step:
        raise BadAmount("amount", amount, "no_coins")
    settles = owed > 0 and amount == in_full(owed, method, rounding)
    if not settles:
        check_amount("amount", amount, minimum=1)
        return 0
    return owed - amount
