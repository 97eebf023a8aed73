"""What is asked for on paper, and each time the cash drawer was opened."""

from dataclasses import dataclass
from datetime import datetime

COPIES = ("original", "duplicate", "gift")
"""A receipt, its reprint, and one without prices."""


@dataclass(frozen=True, slots=True)
class PrintJobRow:
    """A receipt, or a kept report of a shift, that was asked for on paper. copy is one of COPIES;
    with both an order and a return it is the ticket of an exchange, and number is the order's.
    state is "waiting", "printed" or "given_up"; printer is where it came out, trouble what kept it
    from it last, or "interrupted" once a printer broke off in the midst of it."""

    id: int
    till: str
    copy: str
    order_id: int | None
    return_id: int | None
    number: str
    state: str
    printer: str
    tries: int
    trouble: str
    by: str
    at: datetime
    done_at: datetime | None = None
    report_id: int | None = None


@dataclass(frozen=True, slots=True)
class DrawerOpeningRow:
    """A time the drawer was told to open: number is the sale's or return's behind it (of an
    exchange the sale's), "" where it was opened without one, for a reason."""

    id: int
    till: str
    number: str
    reason: str
    by: str
    at: datetime
