"""The sheet that takes a file of products in: progress, what became of it, or every fault."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from pos_app.domain.errors import Cancelled, FileRefused, RowFault
from pos_app.domain.rows import ImportResult
from pos_app.ui import messages, theme
from pos_app.ui.approving import Allowed
from pos_app.ui.desk import Desk
from pos_app.ui.products.fault_list import FaultList, as_text
from pos_app.ui.tasks import Job
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_LIST_HEIGHT = 80 * theme.GRID


class ImportSheet(Sheet):
    """Begins when it opens; Esc stops the work first. another_wanted asks for another file."""

    another_wanted = Signal()

    def __init__(
        self, desk: Desk, parent: QWidget, file: str, allowed: Allowed | None = None
    ) -> None:
        super().__init__("Import products", parent)
        self._desk = desk
        self._file = file
        self._allowed = allowed or Allowed()
        self._job: Job | None = None
        self._left_out: tuple[RowFault, ...] = ()
        self.sentence = QLabel()
        self.hint = QLabel()
        self.bar = QProgressBar()
        self.faults = FaultList(desk.tasks.office)
        self.stop_button = KeyButton("Stop")
        self.copy_button = KeyButton("Copy list", kind="ghost")
        self.another_button = KeyButton("Another file…")
        self.rest_button = KeyButton("Leave these rows out", kind="primary")
        self.done_button = KeyButton("Done", key="Enter", kind="primary")

        self._lay_out()

        self.stop_button.clicked.connect(self.reject)
        self.copy_button.clicked.connect(self._copy)
        self.another_button.clicked.connect(self._ask_another)
        self.rest_button.clicked.connect(self._leave_out)
        self.done_button.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        self.sentence.setProperty("kind", "heading")
        self.hint.setProperty("kind", "muted")
        for label in (self.sentence, self.hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the import")
        self.faults.setFixedHeight(_LIST_HEIGHT)
        for part in (self.sentence, self.hint, self.bar, self.faults):
            self.body.addWidget(part)
        self.footer.insertWidget(0, self.copy_button)
        for button in (
            self.stop_button,
            self.another_button,
            self.rest_button,
            self.done_button,
        ):
            self.footer.addWidget(button)

    def open(self) -> None:
        """Show the sheet and begin."""
        self._run(skip_bad_rows=False)
        super().open()

    def reject(self) -> None:
        """Stop the work if it runs, else close."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        self.stop_button.setEnabled(False)
        self.hint.setText("Stopping…")

    # --- the work ----------------------------------------------------------------------------

    def _run(self, *, skip_bad_rows: bool) -> None:
        imports, file, allowed = self._desk.shop.imports, self._file, self._allowed
        acting = self._desk.session.acting
        self._show(f"Reading {Path(file).name}", "The file is checked whole before it is taken in.")
        self._show_parts(self.bar, self.stop_button)
        self.stop_button.setEnabled(True)
        self.bar.setRange(0, 0)
        self._job = self._desk.tasks.office.run_long(
            lambda progress: imports.products(
                file, by=allowed.clerk(acting()), skip_bad_rows=skip_bad_rows, progress=progress
            ),
            self._finish,
            self._fail,
            progress=self._show_progress,
            owner=self,
        )

    def _show_progress(self, done: int, total: int) -> None:
        if self._job is not None and not self._job.cancelled:
            self.bar.setRange(0, max(total, 1))
            self.bar.setValue(done)
            self.hint.setText(f"{done:,} of {total:,}")

    def _finish(self, result: ImportResult) -> None:
        self._job = None
        self._show(*result_words(result))
        self.faults.show_faults(result.faults)
        self._left_out = result.faults
        left_out = (self.faults, self.copy_button) if result.faults else ()
        self._show_parts(self.done_button, *left_out)
        self.done_button.setFocus()

    def _fail(self, error: Exception) -> None:
        self._job = None
        if isinstance(error, Cancelled):
            message = messages.words(error)
            self._desk.notices.say(message.title, message.hint, "warn")
            super().reject()
            return
        if isinstance(error, FileRefused):
            self._show_faults(error)
            return
        message = messages.words(error)
        self._show(message.title, message.hint)
        self._show_parts(self.another_button, self.done_button)
        self.done_button.setFocus()

    def _show_faults(self, error: FileRefused) -> None:
        self._left_out = error.faults
        count, shown = max(error.total_faults, len(error.faults)), len(error.faults)
        name = Path(error.file or self._file).name
        faults = "1 fault" if count == 1 else f"{count:,} faults"
        hint = "Nothing of it was taken in. Mend the file and import it again"
        rows = all(fault.line > 1 for fault in error.faults)
        hint += ", or leave these rows out." if rows else "."
        if shown < count:
            hint += f" The first {shown:,} are listed."
        self._show(f"{name} has {faults}", hint)
        self.faults.show_faults(error.faults)
        offers = (self.rest_button,) if rows else ()
        self._show_parts(self.faults, self.copy_button, self.another_button, *offers)
        self.faults.setFocus()

    # --- showing -----------------------------------------------------------------------------

    def _show(self, sentence: str, hint: str) -> None:
        self.sentence.setText(sentence)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def _show_parts(self, *wanted: QWidget) -> None:
        buttons = (self.stop_button, self.another_button, self.rest_button, self.done_button)
        for part in (self.bar, self.faults, self.copy_button, *buttons):
            part.setVisible(part in wanted)
        self.resize_to_content()

    def _leave_out(self) -> None:
        self._run(skip_bad_rows=True)

    def _ask_another(self) -> None:
        super().reject()
        self.another_wanted.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._left_out))
        self._desk.notices.say("List of faults copied")


def result_words(result: ImportResult) -> tuple[str, str]:
    """What an import did, and what it left alone: "1,200 products added", "3 rows left out"."""
    parts = []
    if result.added or not result.changed:
        parts.append(f"{_products(result.added)} added")
    if result.changed:
        parts.append(
            f"{result.changed:,} changed" if parts else f"{_products(result.changed)} changed"
        )
    if not result.added and not result.changed and result.unchanged:
        parts = ["Nothing new in this file"]
    rest = []
    if result.unchanged:
        rest.append(f"{_products(result.unchanged)} stood there already.")
    if result.skipped:
        rest.append(f"{result.skipped:,} row{'' if result.skipped == 1 else 's'} left out.")
    return ", ".join(parts), " ".join(rest)


def _products(count: int) -> str:
    return "1 product" if count == 1 else f"{count:,} products"
