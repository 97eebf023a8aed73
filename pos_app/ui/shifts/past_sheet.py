"""The shifts that were closed: who, when, what was missing; and each Z report as it was."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.documents.wording import near_moment
from pos_app.domain.rows import Clerk, ShiftRow
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.drawer_sheet import DrawerSheet
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.pick_list import ROW, Pick, PickList
from pos_app.ui.widgets.states import EmptyState

_WIDTH = 720
_ROWS = 8
_PAGE = 50


class PastShiftsSheet(DrawerSheet):
    """chosen(ShiftRow) asks for the report of a shift; the sheet stays open below it."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, "Past shifts", parent, _WIDTH)
        self._rows: tuple[ShiftRow, ...] = ()
        self.list = PickList("Past shifts")
        self._pages = QStackedWidget()
        self._empty = EmptyState(
            "history", "No shift was closed yet", "The Z report of each one is kept here."
        )
        self._more = KeyButton("Older", key="F5", icon="history")
        self._look = KeyButton("Z report", key="F11", icon="receipt-text")
        self._close = KeyButton("Close", key="Esc", kind="primary", listens=False)
        self._pages.setMinimumHeight(_ROWS * ROW)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        self.body.addWidget(self._pages)
        self.footer.insertWidget(0, self._more)
        self.footer.addWidget(self._look)
        self.footer.addWidget(self._close)

        self.list.picked.connect(self.chosen)
        self._more.clicked.connect(self._read_older)
        self._look.clicked.connect(self.list.pick_chosen)
        self._close.clicked.connect(self.reject)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._more.hide()
        self._look.setEnabled(False)

    def open(self) -> None:
        """Show it, and read the newest."""
        super().open()
        self._read(None)

    def _read_older(self) -> None:
        if self._rows:
            self._read(self._rows[-1].id)

    def _read(self, before: int | None) -> None:
        shifts = self._desk.shop.shifts

        def page(clerk: Clerk) -> tuple[ShiftRow, ...]:
            return shifts.page(by=clerk, before=before, limit=_PAGE)

        self._act(page, self._add, about="See past shifts")

    def _add(self, rows: tuple[ShiftRow, ...]) -> None:
        place = len(self._rows)
        closed = tuple(row for row in rows if row.closed_at is not None)
        self._rows += closed
        self._more.setVisible(len(rows) == _PAGE)
        self.list.show_picks([self._pick(row) for row in self._rows], choose=place)
        self._pages.setCurrentWidget(self.list if self._rows else self._empty)
        self._look.setEnabled(bool(self._rows))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self, row: ShiftRow) -> Pick:
        info, now = self._desk.shop.info, datetime.now(UTC)
        closed_at = row.closed_at or row.opened_at
        who = (
            row.opened_by if row.closed_by == row.opened_by else f"{row.opened_by}, {row.closed_by}"
        )
        if row.approver:
            who += f" · approved by {row.approver}"
        away = row.difference or 0
        return Pick(
            what=row,
            title=f"{row.report} · {near_moment(closed_at, info, now)}",
            hint=f"{who} · opened {near_moment(row.opened_at, info, now)}",
            figure=self._desk.shop.money.plain(row.counted or 0),
            figure_hint=self._away(away),
            tone="bad" if away < 0 else "warn" if away else "muted",
        )

    def _away(self, away: int) -> str:
        money = self._desk.shop.money
        if not away:
            return "right"
        return f"{money.plain(abs(away))} {'missing' if away < 0 else 'too much'}"
