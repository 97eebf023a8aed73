"""A code was read, and what it stands for can't be sold."""

from dataclasses import dataclass
from datetime import date

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)  # not frozen: a traceback is set on it
class ExpiredGoods(PosError):
    """The code on the goods says that they were to be used by a day that has passed."""

    product: str
    expires: date


@dataclass(eq=False)
class LabelRefused(PosError):
    """A label's weight, price or count does not go with the product it is for. reason is
    "sold_by_piece" (the label weighs it), "sold_by_measure" (it counts or measures otherwise),
    "nothing" (zero), "currency" (the price is in another one, or in parts of a coin) or
    "too_large"."""

    product: str
    code: str
    reason: str
