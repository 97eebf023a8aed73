"""The receipts that wait for a printer: why, and what may be done about it."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from pos_app.documents.wording import near_moment
from pos_app.domain.rows import PrintJobRow
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.printing.print_queue import Waiting
from pos_app.ui.printing.printing import Printing
from pos_app.ui.printing.slip_sheet import JobSlipSheet
from pos_app.ui.widgets.confirm import confirm
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.pick_list import ROW, Pick, PickList
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.states import EmptyState

_WIDTH = 720
_ROWS = 6
_COPIES = {"original": "Receipt", "duplicate": "Duplicate", "gift": "Gift receipt"}
_AGAIN = "The sale stays as it is, and can be printed again in the Orders tab."
_REPORT_AGAIN = "The report stays as it is, and can be printed again under Past shifts (Ctrl+D)."
_HELD = "From before: press Print now if it is still wanted."


class WaitingSheet(Sheet):
    """Shows the queue as it is; Enter or Esc closes it, and papers go on by themselves."""

    def __init__(self, desk: Desk, printing: Printing, parent: QWidget) -> None:
        super().__init__("Receipts that wait for the printer", parent, _WIDTH)
        self._desk = desk
        self._printing = printing
        self._shown: tuple[Waiting, ...] = ()
        self.list = PickList("Receipts that wait")
        self._pages = QStackedWidget()
        self._empty = EmptyState("printer", "No receipt waits", "The printers have taken them all.")
        self._why = QLabel()
        self.retry = KeyButton("Print now", key="F5", icon="refresh-cw", dense=True)
        self.spare = KeyButton("Other printer", key="F6", icon="printer", dense=True)
        self.look = KeyButton("Show", key="F11", icon="receipt-text", dense=True)
        self.drop = KeyButton("Give up", key="Del", kind="danger", icon="trash-2", dense=True)
        self._close = KeyButton("Close", key="Enter", kind="primary")
        self._why.setProperty("kind", "muted")
        self._why.setWordWrap(True)
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        self._pages.setMinimumHeight(_ROWS * ROW)

        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        for button in (self.retry, self.spare, self.look, self.drop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addWidget(self._why)
        self.body.addWidget(self._pages)
        self.body.addLayout(buttons)
        self.footer.addWidget(self._close)

        self.retry.clicked.connect(printing.queue.retry)
        self.spare.clicked.connect(self._move)
        self.look.clicked.connect(self._show_slip)
        self.drop.clicked.connect(self._ask_drop)
        self._close.clicked.connect(self.accept)
        printing.queue.changed.connect(self._follow)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    def _chosen(self) -> Waiting | None:
        place = self.list.chosen
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _follow(self) -> None:
        chosen, waiting = self._chosen(), self._printing.queue.waiting
        self._shown = waiting
        ids = [each.job.id for each in waiting]
        place = ids.index(chosen.job.id) if chosen is not None and chosen.job.id in ids else 0
        self.list.show_picks([self._row(each) for each in waiting], choose=place)
        self._pages.setCurrentWidget(self.list if waiting else self._empty)
        self._why.setText(self._reason(waiting))
        for button in (self.retry, self.look, self.drop):
            button.setEnabled(bool(waiting))
        config = self._printing.config
        self.spare.setVisible(bool(config.spare_printer))
        self.spare.setEnabled(any(each.printer != config.spare_printer for each in waiting))

    def _reason(self, waiting: tuple[Waiting, ...]) -> str:
        for each in waiting:
            if each.trouble is not None:
                said = messages.words(each.trouble)
                return f"{said.title} {said.hint} They are printed by themselves once it can be."
        return "They are printed one after another." if waiting else ""

    def _row(self, waiting: Waiting) -> Pick:
        job, trouble = waiting.job, waiting.trouble
        why = messages.words(trouble).title if trouble is not None else "Waits for its turn."
        held = waiting.held and trouble is None
        return Pick(
            what=waiting,
            title=f"{_kind(job)} {job.number}",
            hint=_HELD if held else why,
            figure=near_moment(job.at, self._desk.shop.info, datetime.now(UTC)),
            figure_hint=waiting.printer or "not sent",
        )

    def _move(self) -> None:
        ids = [each.job.id for each in self._printing.queue.waiting]
        self._printing.queue.move(ids, self._printing.config.spare_printer)

    def _show_slip(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            JobSlipSheet(self._desk, chosen.job, self).open()

    def _ask_drop(self) -> None:
        chosen, clerk = self._chosen(), self._desk.session.clerk
        if chosen is not None and clerk is not None:
            job = chosen.job
            confirm(
                self,
                f"Don't print {job.number}?",
                _AGAIN if job.report_id is None else _REPORT_AGAIN,
                yes="Give up",
                no="Keep waiting",
                then=partial(self._printing.queue.give_up, job.id, clerk),
            )


def _kind(job: PrintJobRow) -> str:
    """What waits: a receipt, a copy of one, or a shift's report."""
    report = job.report_id is not None and job.copy == "original"
    return "Report" if report else _COPIES[job.copy]
