"""The sheet that shows how far an export is; it closes by itself when the file is written."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from pos_app.domain.errors import Cancelled
from pos_app.ui import messages
from pos_app.ui.approving import Allowed
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Job
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 480


class ExportSheet(Sheet):
    """Begins when it opens; Esc stops it, and a half-written file is never left behind."""

    def __init__(self, desk: Desk, parent: QWidget, file: str, allowed: Allowed) -> None:
        super().__init__("Export products", parent, _WIDTH)
        self._desk = desk
        self._file = file
        self._allowed = allowed
        self._job: Job | None = None
        self._words = QLabel(f"Writing {Path(file).name}")
        self.bar = QProgressBar()
        self.stop_button = KeyButton("Stop")
        self._words.setProperty("kind", "muted")
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the export")

        self.body.addWidget(self._words)
        self.body.addWidget(self.bar)
        self.footer.addWidget(self.stop_button)

        self.stop_button.clicked.connect(self.reject)

    def open(self) -> None:
        """Show the sheet and begin."""
        exports, file, allowed = self._desk.shop.exports, self._file, self._allowed
        session = self._desk.session
        self._job = self._desk.tasks.office.run_long(
            lambda progress: exports.products(file, progress, by=allowed.clerk(session.acting())),
            self._finish,
            self._fail,
            progress=self._show_progress,
            owner=self,
        )
        super().open()

    def reject(self) -> None:
        """Stop the work; the sheet closes when it has."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        self.stop_button.setEnabled(False)

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def _finish(self, rows: int) -> None:
        self._job = None
        self.accept()
        words = "1 product" if rows == 1 else f"{rows:,} products"
        file = Path(self._file)
        self._desk.notices.say(f"{words} written to {file.name}", str(file.parent))

    def _fail(self, error: Exception) -> None:
        self._job = None
        super().reject()
        if isinstance(error, Cancelled):
            self._desk.notices.say("Export stopped", "No file was written.", "warn")
        else:
            messages.show(error)
