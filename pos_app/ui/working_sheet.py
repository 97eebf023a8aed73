"""The sheet in front of long work: what is done meanwhile, how far it is, and a key to stop it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from pos_app.domain.errors import Cancelled, PosError
from pos_app.ui import messages
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Job, Progress
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

T = TypeVar("T")

_WIDTH = 480


class WorkingSheet(Sheet):
    """Esc stops the work and closes the sheet; so does an error, which is said."""

    job: Job

    def __init__(
        self, desk: Desk, parent: QWidget, title: str, words: str, *, width: int = _WIDTH
    ) -> None:
        super().__init__(title, parent, width)
        self.desk = desk
        self.words = QLabel(words)
        self.bar = QProgressBar(textVisible=False)
        self.leave = KeyButton("Stop", key="Esc", listens=False)
        self.words.setProperty("kind", "muted")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Progress")
        self.body.addWidget(self.words)
        self.body.addWidget(self.bar)
        self.footer.addWidget(self.leave)

        self.leave.clicked.connect(self.reject)

    def begin(self, work: Callable[[Progress], T], then: Callable[[T], None]) -> None:
        """Do work(progress) in the office's lane, and then(answer) in Qt's thread."""
        self.job = self.desk.tasks.office.run_long(
            work, then, self.failed, progress=self.show_progress, owner=self
        )
        self.rejected.connect(self.job.cancel)

    def show_progress(self, done: int, total: int) -> None:
        """So much is done of it."""
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def failed(self, error: Exception) -> None:
        """Say why nothing came of it, where it wasn't stopped on purpose, and close."""
        if isinstance(error, PosError) and not isinstance(error, Cancelled):
            messages.show(error)
        self.reject()
