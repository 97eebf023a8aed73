"""Refusals of shifts: the drawer, its counts, and corrections."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)
class NoOpenShift(PosError):
    """The till has no open shift, and this needs one."""

    till: str


@dataclass(eq=False)
class ShiftOpen(PosError):
    """The till has an open shift already; number is its own."""

    till: str
    number: int


@dataclass(eq=False)
class DifferenceNeedsApproval(PosError):
    """The count differs from what should be there by more than the shop lets pass; amounts are
    minor units. Told only after a count is in."""

    expected: int
    counted: int
    limit: int


@dataclass(eq=False)
class DifferenceNeedsReason(PosError):
    """The count differs from what should be there, and nobody said why; minor units."""

    expected: int
    counted: int


@dataclass(eq=False)
class NotEnoughCash(PosError):
    """More is to be taken out of the drawer than lies in it; minor units. left is not said to
    whoever may not see it: None."""

    wanted: int
    left: int | None = None


@dataclass(eq=False)
class NotCorrectable(PosError):
    """A payment whose tender can't be corrected: reason is "closed" (its shift is), "method" (cards
    and balances of the shop's own move money elsewhere), "returned", "no_shift" or "amount"."""

    number: str
    reason: str


@dataclass(eq=False)
class UnknownShift(PosError):
    """No such shift, or no such report of one."""

    which: object
