"""X and Z reports asked of the shop: shown as slips, and put on paper."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import PosError
from pos_app.domain.rows import Clerk, ShiftReport, ShiftRow
from pos_app.ui import messages
from pos_app.ui.approving import ask
from pos_app.ui.desk import Desk

if TYPE_CHECKING:
    # The station makes the shifts, and they this.
    from pos_app.ui.station import Station


class Reports(QObject):
    """Reads reports in the counter lane and opens their sheets over the floor."""

    def __init__(self, station: "Station", floor: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self._floor = floor

    def show_x(self) -> None:
        """What the shift comes to until now."""
        self._read_x(self._show_x, paper=False)

    def show_z(self, row: ShiftRow) -> None:
        """The Z report of a closed shift, as it was."""
        shifts = self._desk.shop.shifts

        def read(clerk: Clerk) -> ShiftReport:
            return shifts.report(row.id, by=clerk)

        self._act(read, self._show_past_z, f"See Z report {row.report}")

    def print_again(self, report: ShiftReport) -> None:
        """Put a Z report on paper once more: a duplicate."""
        shifts, till = self._desk.shop.shifts, self._till

        def again(clerk: Clerk) -> object:
            return shifts.print_report(report.shift_id, by=clerk, till=till)

        self._act(again, lambda _: self._say_goes(report), f"Print {report.number} again")

    # --- inside ------------------------------------------------------------------------------

    @property
    def _desk(self) -> Desk:
        return self._station.desk

    @property
    def _till(self) -> str | None:
        return self._station.config.till or None

    def _act(self, job: Callable[[Clerk], object], then: Callable[..., None], about: str) -> None:
        ask(self._desk, job, then, _show, about=about, parent=self._floor)

    def _read_x(self, then: Callable[[ShiftReport], None], *, paper: bool) -> None:
        shifts, till = self._desk.shop.shifts, self._till
        self._act(lambda clerk: shifts.x_report(by=clerk, till=till, paper=paper), then, "X report")

    def _show_x(self, report: ShiftReport) -> None:
        from pos_app.ui.shifts.report_sheet import ReportSheet  # brings the slips, at first use

        def printed(newer: ShiftReport) -> None:
            sheet.show_report(newer)
            self._say_goes(newer)

        def print_it() -> None:
            self._read_x(printed, paper=True)

        sheet = ReportSheet(self._desk, report, self._floor, print_it=print_it)
        sheet.open()

    def _show_past_z(self, report: ShiftReport) -> None:
        from pos_app.ui.shifts.report_sheet import ReportSheet  # as above

        again = partial(self.print_again, report)
        ReportSheet(self._desk, report, self._floor, print_it=again, copy="duplicate").open()

    def _say_goes(self, report: ShiftReport) -> None:
        self._desk.notices.say(f"Report {report.number} goes to the printer.")


def _show(error: Exception) -> None:
    if isinstance(error, PosError):
        messages.show(error)  # which says nothing where an approval was given up
