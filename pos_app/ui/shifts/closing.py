"""The way from the blind count to the Z report, and what comes after it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import DifferenceNeedsApproval, DifferenceNeedsReason
from pos_app.domain.rows import Clerk, ShiftReport, ShiftRow
from pos_app.ui.approving import ask
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.count_sheet import CloseCountSheet
from pos_app.ui.shifts.difference_sheet import DifferenceSheet, difference_words
from pos_app.ui.shifts.float_sheet import FloatSheet
from pos_app.ui.shifts.left_over import LeftOver

Asked = FloatSheet | DifferenceSheet


class Closing(QObject):
    """Closes one shift: count, what stays, the reason of a difference, approval. closed(report)
    comes with the Z report; park() lays the open sale aside, left() says what is not paid for."""

    closed = Signal(object)
    ended = Signal()
    """Closed or given up."""

    def __init__(
        self,
        desk: Desk,
        shift: ShiftRow,
        parent: QWidget,
        *,
        left: Callable[[], LeftOver],
        park: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shift = shift
        self._window = parent
        self._till = desk.config.till or None
        self._left = left
        self._park = park
        self._counts: dict[int, int] = {}
        self._next_float = 0
        self._count_sheet: CloseCountSheet | None = None

    def count(self) -> None:
        """Ask for the count; what was counted before stands there again."""
        sheet = CloseCountSheet(self._desk, self._shift, self._window, self._counts or None)
        sheet.show_left(self._left())
        sheet.park_wanted.connect(self._park)
        sheet.counted.connect(self._counted)
        sheet.rejected.connect(self.ended)
        sheet.finished.connect(lambda _: self._forget())
        self._count_sheet = sheet
        sheet.open()

    def follow_left(self) -> None:
        """What is not paid for has changed: a sale was parked."""
        if self._count_sheet is not None:
            self._count_sheet.show_left(self._left())

    def _forget(self) -> None:
        self._count_sheet = None

    def _counted(self, counts: dict[int, int]) -> None:
        self._counts = counts
        usual = self._next_float or self._shift.opening_float
        sheet = FloatSheet(self._desk, counts, usual, self._window)
        sheet.chosen.connect(partial(self._stays, sheet))
        sheet.back_wanted.connect(partial(self._again, sheet))
        sheet.rejected.connect(self.ended)
        sheet.open()

    def _again(self, sheet: Asked) -> None:
        sheet.accept()
        self.count()

    def _stays(self, sheet: FloatSheet, next_float: int) -> None:
        self._next_float = next_float
        self._close(sheet, "", f"Close shift {self._shift.number}")

    def _close(self, sheet: Asked, reason: str, about: str) -> None:
        shifts, counts, till = self._desk.shop.shifts, self._counts, self._till
        stays, printing = self._next_float, self._desk.printing
        paper = printing is not None and printing.has_printer

        def close(clerk: Clerk) -> ShiftReport:
            return shifts.close(
                counts, next_float=stays, reason=reason, by=clerk, till=till, paper=paper
            )

        sheet.busy(True)
        done, failed = partial(self._done, sheet), partial(self._refused, sheet)
        ask(self._desk, close, done, failed, about=about, parent=sheet)

    def _done(self, sheet: Asked, report: ShiftReport) -> None:
        sheet.busy(False)
        sheet.accept()
        self.closed.emit(report)
        self.ended.emit()

    def _refused(self, sheet: Asked, error: Exception) -> None:
        sheet.busy(False)
        asks = isinstance(error, DifferenceNeedsReason | DifferenceNeedsApproval)
        if asks and isinstance(sheet, FloatSheet):
            assert isinstance(error, DifferenceNeedsReason | DifferenceNeedsApproval)
            sheet.accept()
            self._ask_reason(error.expected, error.counted)
        else:
            sheet.refuse(error)

    def _ask_reason(self, expected: int, counted: int) -> None:
        sheet = DifferenceSheet(self._desk, expected, counted, self._window)
        away = difference_words(counted - expected, self._desk.shop.money)

        def reasoned(reason: str) -> None:
            self._close(sheet, reason, f"Close shift {self._shift.number}: {away} ({reason})")

        sheet.reasoned.connect(reasoned)
        sheet.again_wanted.connect(partial(self._again, sheet))
        sheet.rejected.connect(self.ended)
        sheet.open()
