"""Which sale, return or report something belongs to, by the number that people read."""

from typing import Any

from peewee import JOIN

from pos_app.domain.shifts import report_number
from pos_app.services.return_details import document_number
from pos_app.storage.models import DrawerOpening, Order, PrintJob, Return, Shift, ShiftReport, Till

_sold_at, _back_at, _shift_at = Till.alias(), Till.alias(), Till.alias()

NUMBERS = (_sold_at.code, Order.number, _back_at.code, Return.number)
"""The columns that `number_of` reads; `with_numbers` brings them in."""


REPORT = (_shift_at.code, ShiftReport.kind, Shift.number)
"""The columns that `number_of_report` reads; `with_report` brings them in."""


def with_report(chosen: Any) -> Any:
    """The rows of the print queue, each beside its report, where it has one."""
    return (
        chosen.join(ShiftReport, JOIN.LEFT_OUTER, on=(PrintJob.report == ShiftReport.id))
        .join(Shift, JOIN.LEFT_OUTER, on=(ShiftReport.shift == Shift.id))
        .join(_shift_at, JOIN.LEFT_OUTER, on=(Shift.till == _shift_at.id))
    )


def number_of_report(till: str | None, kind: str | None, shift: int | None) -> str:
    """A report's number, "" where there is none."""
    if till is None or kind is None or shift is None:
        return ""
    return report_number(till, kind, shift)


def with_numbers(chosen: Any, table: type[DrawerOpening] | type[PrintJob]) -> Any:
    """The rows of a table, each beside its order and its return, where it has them."""
    return (
        chosen.join(Order, JOIN.LEFT_OUTER, on=(table.order == Order.id))
        .join(_sold_at, JOIN.LEFT_OUTER, on=(Order.till == _sold_at.id))
        .join(Return, JOIN.LEFT_OUTER, on=(table.return_ == Return.id))
        .join(_back_at, JOIN.LEFT_OUTER, on=(Return.till == _back_at.id))
    )


def number_of(
    sold_at: str | None, order: int | None, returned_at: str | None, returned: int | None
) -> str:
    """That of the sale, as it stands on the ticket of an exchange too; else of the return, and ""
    where there is neither."""
    return document_number(sold_at, order, None, None) or document_number(
        None, None, returned_at, returned
    )
