"""An X or a Z report over the window, as the slip it is on paper: to read, print, copy, save."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from pos_app.documents.shift_slip import compose_report
from pos_app.domain.rows import ShiftReport
from pos_app.ui.desk import Desk
from pos_app.ui.printing.keys import PRINT_KEY
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.receipt_file import SlipPaper, ask_file, write
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.slip_view import SlipView

_WIDTH = 500
_PAGES = {Qt.Key.Key_PageDown.value: 1, Qt.Key.Key_PageUp.value: -1}


class ReportSheet(Sheet):
    """Shows a report; print_it puts it on paper. head is shown above the slip where given: what
    goes on besides. Enter closes."""

    def __init__(
        self,
        desk: Desk,
        report: ShiftReport,
        parent: QWidget,
        *,
        print_it: Callable[[], None],
        head: QWidget | None = None,
        copy: str = "original",
    ) -> None:
        super().__init__(
            f"{report.kind.upper()} report {report.number}", parent, _WIDTH, scroll=True
        )
        self._desk = desk
        self._copy_kind = copy
        self._report = report
        self._paper: SlipPaper | None = None
        self._slip = SlipView()
        self._print = KeyButton("Print", key=PRINT_KEY, icon="printer", dense=True)
        self._copy = KeyButton("Copy", key="Ctrl+C", icon="copy", dense=True)
        self._save = KeyButton("Save", key="Ctrl+S", icon="download", dense=True)
        self._close = KeyButton("Close", key="Enter", kind="primary", dense=True)
        printing = desk.printing
        if head is not None:
            self.body.addWidget(head)
        self.body.addWidget(self._slip)
        for button in (self._print, self._copy, self._save, self._close):
            self.footer.addWidget(button)
        # Only now that it has a parent: before, it would flash up as a window and take the focus.
        self._print.setVisible(printing is not None and printing.has_printer)

        self._print.clicked.connect(print_it)
        self._copy.clicked.connect(self._copy_text)
        self._save.clicked.connect(self._ask_file)
        self._close.clicked.connect(self.accept)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_report(report)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn the slip, whatever has the focus."""
        area = self._sheet_area
        way = _PAGES.get(event.key())
        if area is not None and way is not None:
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + way * bar.pageStep())
            event.accept()
        else:
            super().keyPressEvent(event)

    def show_report(self, report: ShiftReport) -> None:
        """Show this one, a newer of the same shift."""
        self._report = report
        shop = self._desk.shop
        slip = compose_report(report, shop.info, shop.money, copy=self._copy_kind)
        self._paper = SlipPaper(slip)
        self._slip.show_slip(slip)
        self.resize_to_content()

    def _copy_text(self) -> None:
        if self._paper is not None:
            QGuiApplication.clipboard().setText(self._paper.text)
            self._desk.notices.say(f"Report {self._report.number} copied.")

    def _ask_file(self) -> None:
        if self._paper is not None:
            ask_file(self, self._report.number, partial(self._write, self._paper))

    def _write(self, slip: SlipPaper, path: Path, paper: str = "80mm") -> None:
        self._desk.tasks.office.run(
            partial(write, path, slip, paper), partial(self._say_saved, path), owner=self
        )

    def _say_saved(self, path: Path, trouble: OSError | None) -> None:
        if trouble is None:
            self._desk.notices.say(f"Saved {path.name}", str(path.parent))
        else:
            reason = trouble.strerror or type(trouble).__name__
            self._desk.notices.say(
                f"{path.name} could not be saved",
                f"{reason}: {path.parent}. Choose another folder.",
                "bad",
                sticky=True,
            )
