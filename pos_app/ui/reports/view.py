"""One report: its table with the last line, and the note on what is in it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.errors import NotAllowed
from pos_app.domain.rights import Permission
from pos_app.ui.approving import before_reading
from pos_app.ui.desk import Desk
from pos_app.ui.periods import Span
from pos_app.ui.reports.period_bar import PeriodBar
from pos_app.ui.reports.report import Answer, Report, Row
from pos_app.ui.reports.totals import TotalsRow
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable


class ReportView(QWidget):
    """Reads its report for the days of the bar; answered comes when rows are there."""

    answered = Signal()

    def __init__(self, desk: Desk, report: Report, period: PeriodBar) -> None:
        super().__init__()
        self._desk = desk
        self._period = period
        self.report = report
        self.span = Span()
        self.stale = True
        self._reading = _Reading(report)
        self.model: PagedModel[Row] = PagedModel(
            [head.column(place) for place, head in enumerate(report.heads)],
            self._reading.page,
            desk.tasks.office,
            parent=self,
        )
        self.table = PagedTable(self.model, name=report.title)
        self.totals = TotalsRow(report.heads, self.table.horizontalHeader())
        self.table.set_empty(report.icon, report.empty, "Choose other days." * report.dated)

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.totals)

        self.table.let_approve(self._ask_approval)
        self.model.filled.connect(self._show_totals)
        self.model.failed.connect(lambda _error, _whole: self.totals.show_totals(()))

    @property
    def answer(self) -> Answer:
        """What was read last."""
        return self._reading.answer

    def refresh(self, *, anew: bool = False) -> None:
        """Read it; with anew for other days, from the top."""
        self.stale = False
        shop = self._desk.shop
        today = wording.shop_time(datetime.now(UTC), shop.info).date()
        self.span = self._period.span(today) if self.report.dated else Span()
        self._reading.ask(self._desk, self.span)
        if anew:
            self.model.ask()
        else:
            self.table.refresh()

    def _ask_approval(self, error: NotAllowed) -> None:
        before_reading(
            self._desk,
            Permission(error.permission),
            lambda: self.refresh(anew=True),
            about="See reports",
            parent=self,
        )

    def _show_totals(self, _new_question: bool) -> None:
        filled = bool(self.model.rowCount())
        self.totals.show_totals(self.answer.totals if filled else ())
        self.answered.emit()


class _Reading:
    """A report is read whole with its first page; the others are cut from that."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._desk: Desk | None = None
        self._span = Span()
        self.answer = Answer(())

    def ask(self, desk: Desk, span: Span) -> None:
        """Read for these days from now on."""
        self._desk, self._span = desk, span

    def page(self, after: Row | None, limit: int, _sort: str, _descending: bool) -> Sequence[Row]:
        """One page, for `PagedModel`; runs in a lane."""
        if after is None and self._desk is not None:
            # A locale is read from disk once: better here than while a row is painted.
            self.answer = self._report.read(
                self._desk.shop, self._desk.session.acting(Permission.REPORTS), self._span
            )
        start = 0 if after is None else after.id + 1
        return self.answer.rows[start : start + limit]
