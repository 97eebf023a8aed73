"""Refusals about a person's data."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)
class CustomerNotSettled(PosError):
    """A customer can't be erased while something is open with them: numbers of orders on their way
    (the first few of them, open_orders counts all), carts that tills keep for them, store credit
    and what their account owes, in minor units."""

    numbers: tuple[str, ...]
    open_orders: int
    carts: int
    credit: int
    owed: int
