"""Giving the whole journal away: a folder is asked for, and the archive is written into it."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressBar, QWidget

from pos_app.domain.errors import Cancelled, PosError
from pos_app.domain.rights import Permission
from pos_app.ui import messages
from pos_app.ui.approving import Allowed, before
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Progress
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 480
_WORDS = (
    "Every entry of every till is written into one file, with a manifest and the public keys "
    "beside it. Selling can go on."
)


def ask_for_archive(desk: Desk, parent: QWidget) -> None:
    """Ask for a folder, then write; somebody else may have to approve."""
    before(
        desk,
        Permission.EXPORT,
        lambda allowed: _ask_folder(desk, parent, allowed),
        about="Export the journal",
        parent=parent,
    )


def _ask_folder(desk: Desk, parent: QWidget, allowed: Allowed) -> None:
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    dialog = QFileDialog(
        parent.window(), "Folder for the archive", QStandardPaths.writableLocation(documents)
    )
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda folder: ArchiveSheet(desk, parent, folder, allowed).open())
    dialog.open()


class ArchiveSheet(Sheet):
    """How far the archive is; Esc stops it and leaves no half file."""

    def __init__(self, desk: Desk, parent: QWidget, folder: str, allowed: Allowed) -> None:
        super().__init__("Exporting the journal", parent, _WIDTH)
        self._desk = desk
        self._folder = folder
        self._allowed = allowed
        words = QLabel(_WORDS)
        words.setProperty("kind", "muted")
        words.setWordWrap(True)
        self.bar = QProgressBar(textVisible=False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Progress")
        stop = KeyButton("Stop", key="Esc", listens=False)
        self.body.addWidget(words)
        self.body.addWidget(self.bar)
        self.footer.addWidget(stop)

        stop.clicked.connect(self.reject)
        self.job = desk.tasks.office.run_long(
            self._write, self._done, self._failed, progress=self._show, owner=self
        )
        self.rejected.connect(self.job.cancel)

    def _write(self, progress: Progress) -> Path:
        by = self._allowed.clerk(self._desk.session.acting())
        return self._desk.shop.journal.export(self._folder, by=by, progress=progress)

    def _show(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)

    def _done(self, archive: Path) -> None:
        self._desk.notices.say("The journal is exported.", f"It lies in {archive}.")
        self.accept()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PosError) and not isinstance(error, Cancelled):
            messages.show(error)
        self.reject()
