"""Payments: what was tendered, whether it settles the total, and the change to give."""

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.errors import BadAmount, BadValue, Overpaid, Underpaid
from pos_app.domain.money import MAX_AMOUNT, check_amount
from pos_app.domain.people import check_note

METHODS = ("cash", "card", "transfer", "coupon")
"""Ways to pay; change is given for cash only. "coupon" is paid to the shop by somebody else."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One tender: amount is what was handed over, in minor units (above zero).

    reference is free text that proves it (an approval code), never a card number.
    """

    method: str
    amount: int
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """How payments meet a total: tendered - change_due = total, in minor units."""

    total: int
    tendered: int
    change_due: int


def settle(total: int, payments: Sequence[Payment]) -> Settlement:
    """Match payments with a total, both in minor units.

    A total of zero needs no payment. Raises BadValue, BadAmount, Underpaid, and Overpaid when
    more than the total was given by something other than cash.
    """
    tendered = cashless = 0
    over_by = "card"
    for payment in payments:
        if payment.method not in METHODS:
            raise BadValue("method", payment.method, "unknown_choice")
        amount = check_amount("payment", payment.amount, minimum=1)
        check_note("reference", payment.reference)
        tendered += amount
        if payment.method != "cash":
            cashless += amount
            over_by = payment.method
    if tendered > MAX_AMOUNT:
        raise BadAmount("payment", tendered, "too_large")
    if cashless > total:
        raise Overpaid(over_by, total, cashless)
    if tendered < total:
        raise Underpaid(total, tendered)
    return Settlement(total, tendered, tendered - total)
