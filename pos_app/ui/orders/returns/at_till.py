"""What a return at this till brings with it: its number, its slip on paper, the open drawer."""

from typing import TypedDict

from pos_app.domain.rows import ReturnDetail
from pos_app.ui.desk import Desk


class AtTill(TypedDict):
    """The arguments that every return is booked with."""

    till: str | None
    paper: bool
    drawer: bool


def at_till(desk: Desk) -> AtTill:
    """Booked under this till's numbers, its slip printed as receipts are."""
    printing = desk.printing
    return AtTill(
        till=desk.config.till or None,
        paper=printing is not None and printing.prints_sales,
        drawer=printing is not None and printing.has_drawer,
    )


def open_drawer_for(desk: Desk, detail: ReturnDetail) -> None:
    """Cash is taken out of the drawer: it opens, unless the same was booked before."""
    cash = any(each.method == "cash" and each.amount for each in detail.repayments)
    if cash and not detail.repeated and desk.printing is not None and desk.printing.has_drawer:
        desk.printing.pulse()
