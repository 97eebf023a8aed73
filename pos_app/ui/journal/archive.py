"""Giving the whole journal away: a folder is asked for, and the archive is written into it."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_app.domain.rights import Permission
from pos_app.ui.approving import Allowed, before
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Progress
from pos_app.ui.working_sheet import WorkingSheet

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


class ArchiveSheet(WorkingSheet):
    """How far the archive is; stopped, it leaves no half file."""

    def __init__(self, desk: Desk, parent: QWidget, folder: str, allowed: Allowed) -> None:
        super().__init__(desk, parent, "Exporting the journal", _WORDS)
        self._folder = folder
        self._allowed = allowed
        self.begin(self._write, self._done)

    def _write(self, progress: Progress) -> Path:
        by = self._allowed.clerk(self.desk.session.acting())
        return self.desk.shop.journal.export(self._folder, by=by, progress=progress)

    def _done(self, archive: Path) -> None:
        self.desk.notices.say("The journal is exported.", f"It lies in {archive}.")
        self.accept()
