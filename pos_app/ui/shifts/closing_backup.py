"""The backup that is made when a shift was closed: it never undoes the closing."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import Cancelled, NotSignedIn, PosError
from pos_app.ui import messages
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Job, Progress

OTHER_TROUBLE = "Something unexpected stopped it; the log has more."


class ClosingBackup(QObject):
    """Copies the shop into a folder, in the office lane. progressed(done, total), then done(file)
    or failed(words); start() may be called again after it failed, with another folder."""

    progressed = Signal(int, int)
    done = Signal(str)
    failed = Signal(str)

    def __init__(self, desk: Desk, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self.folder = folder

    @property
    def running(self) -> bool:
        """True while it copies."""
        return self._job is not None

    def start(self, folder: Path | None = None) -> None:
        """Begin, or begin again."""
        clerk, shop = self._desk.session.clerk, self._desk.shop
        if self._job is not None:
            return
        self.folder = target = folder or self.folder
        if clerk is None:
            self._end_badly(NotSignedIn())
            return

        def copy(progress: Progress) -> Path:
            return shop.closing_backup(target, by=clerk, progress=progress)

        self._job = self._desk.tasks.office.run_long(
            copy, self._end_well, self._end_badly, progress=self.progressed.emit, owner=self
        )

    def _end_well(self, file: Path) -> None:
        self._job = None
        self.done.emit(str(file))

    def _end_badly(self, error: Exception) -> None:
        self._job = None
        if isinstance(error, Cancelled):
            self.failed.emit("It was stopped.")
        elif isinstance(error, PosError):
            message = messages.words(error)
            self.failed.emit(f"{message.title} {message.hint}".strip())
        else:
            self.failed.emit(OTHER_TROUBLE)
