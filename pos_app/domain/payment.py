"""Payments: what was tendered, whether it settles the total, cash rounding, the change to give."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.errors import BadAmount, BadValue, ImplausibleTender, Overpaid, Underpaid
from pos_app.domain.money import MAX_AMOUNT, check_amount, divide_half_up
from pos_app.domain.people import check_note, check_text

METHODS = ("cash", "card", "transfer", "gift_card", "store_credit", "account", "coupon")
"""Ways to pay; change is given for cash only. "coupon" is paid to the shop by somebody else."""

LEDGER_METHODS = ("gift_card", "store_credit", "account")
"""Ways to pay that draw on a ledger of the shop: a card's balance, a customer's credit, or a
customer's account that is paid later."""

ROUNDING_MODES = ("half_up", "down", "up")
"""To the nearest step (a half away from zero), towards zero, away from zero."""

# The cards that are paid with begin with 2 to 6 and have 13 to 19 digits, nearly all of them 15 or
# 16 (ISO/IEC 7812-1 and the ranges that the networks publish). A terminal's reference of 12 digits
# is none.
# Whatever people put between the groups, seen or not; a colon is a time's.
_DIGITS = re.compile(r"[0-9](?:[\s._/\-\u2010-\u2015\u200b-\u200f\u2060\u00b7,]{0,3}[0-9])+")
_LONGEST_REFERENCE = 200
_CARD_LENGTHS = range(13, 20)
_COMMON_LENGTHS = (15, 16)


@dataclass(frozen=True, slots=True)
class CashRounding:
    """How a sum is rounded where it is paid in cash: step in minor units (1 rounds nothing)."""

    step: int = 1
    mode: str = "half_up"

    def __post_init__(self) -> None:
        check_amount("cash_step", self.step, minimum=1)
        if self.mode not in ROUNDING_MODES:
            raise BadValue("cash_mode", self.mode, "unknown_choice")

    def apply(self, amount: int) -> int:
        """The amount that can be paid in cash; what is given back is rounded as what is paid."""
        if amount < 0:
            return -self.apply(-amount)
        if self.mode == "half_up":
            return divide_half_up(amount, self.step) * self.step
        steps = amount // self.step if self.mode == "down" else -(-amount // self.step)
        return steps * self.step


NO_ROUNDING = CashRounding()


def readable_end(code: str) -> str:
    """As much of a gift card's code as may be told: its last four characters, of a short one no
    more than half. Who reads it must not be able to pay with the card."""
    bare = code.strip()
    return bare[len(bare) - min(4, len(bare) // 2) :]


@dataclass(frozen=True, slots=True)
class Payment:
    """One tender: amount is what was handed over, in minor units (above zero; cash may be zero, to
    say that a rest is paid in cash that rounds to nothing).

    reference is free text that proves it (an approval code), last4 a card's last four digits;
    never more of its number. code is that of a gift card.
    """

    method: str
    amount: int
    reference: str = ""
    last4: str = ""
    code: str = ""

    def check(self) -> "Payment":
        """The payment itself; raises BadValue, BadAmount."""
        if self.method not in METHODS:
            raise BadValue("method", self.method, "unknown_choice")
        check_amount("payment", self.amount, minimum=0 if self.method == "cash" else 1)
        check_text("reference", self.reference, longest=_LONGEST_REFERENCE)
        if holds_card_number(self.reference):
            raise BadValue("reference", "", "card_number")
        if self.last4 and (self.method != "card" or not re.fullmatch("[0-9]{4}", self.last4)):
            raise BadValue("last4", "", "not_last4")
        check_note("code", self.code)
        if (self.method == "gift_card") != bool(self.code.strip()):
            raise BadValue("code", self.code, "unknown_choice" if self.code else "empty")
        return self


def holds_card_number(text: str) -> bool:
    """True where a text holds what may be a card's number: as many digits, in whatever script and
    with blanks, dots or dashes between them or none, that pass the check of ISO/IEC 7812-1
    (Luhn)."""
    plain = "".join(_plain_digit(letter) for letter in unicodedata.normalize("NFKC", text))
    for found in _DIGITS.finditer(plain):
        digits = [int(digit) for digit in found.group() if digit in "0123456789"]
        if len(digits) in _CARD_LENGTHS and _may_be_card(digits):
            return True
        for length in _COMMON_LENGTHS:  # with other digits before or behind it
            for begin in range(len(digits) - length + 1):
                if _may_be_card(digits[begin : begin + length]):
                    return True
    return False


def _plain_digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def _may_be_card(digits: list[int]) -> bool:
    return 2 <= digits[0] <= 6 and _passes_luhn(digits)


def _passes_luhn(digits: list[int]) -> bool:
    doubled = (2 * digit for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(each // 10 + each % 10 for each in doubled)) % 10 == 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """How payments meet a total, in minor units: tendered - change_due = total + rounding.

    rounding is what rounding to cash adds to the total; below zero where less is paid.
    """

    total: int
    tendered: int
    change_due: int
    rounding: int = 0


def cash_due(total: int, cashless: int, rounding: CashRounding) -> int:
    """What is to be paid in cash beside what was paid otherwise: only that part is rounded."""
    return rounding.apply(total - cashless)


def settle(
    total: int,
    payments: Sequence[Payment],
    rounding: CashRounding = NO_ROUNDING,
    most_cash: int = MAX_AMOUNT,
) -> Settlement:
    """Match payments with a total, both in minor units.

    A total of zero needs no payment. Only what is paid in cash is rounded: without a tender in
    cash, of zero where nothing is left to pay, it is the whole total that is due. most_cash is
    what nobody hands over more of. Raises BadValue, BadAmount, Underpaid, Overpaid when more than
    the total was given by something other than cash, and ImplausibleTender.
    """
    cash = cashless = 0
    over_by = "card"
    for payment in payments:
        amount = payment.check().amount
        if payment.method == "cash":
            cash += amount
        else:
            cashless += amount
            over_by = payment.method
    if cash + cashless > MAX_AMOUNT:
        raise BadAmount("payment", cash + cashless, "too_large")
    if cash > most_cash:
        raise ImplausibleTender("cash", total - cashless, cash)
    if cashless > total:
        raise Overpaid(over_by, total, cashless)
    in_cash = any(payment.method == "cash" for payment in payments)
    due = cash_due(total, cashless, rounding if in_cash else NO_ROUNDING)
    if cash < due:
        raise Underpaid(due + cashless, cash + cashless)
    return Settlement(total, cash + cashless, cash - due, due + cashless - total)
