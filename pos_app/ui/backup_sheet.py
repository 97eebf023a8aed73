"""Backing up the shop into a file, verified, while the till goes on selling."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_app.domain.errors import ShopExists
from pos_app.domain.rights import Permission
from pos_app.ui import messages
from pos_app.ui.approving import Allowed, before
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Progress
from pos_app.ui.working_sheet import WorkingSheet

_WORDS = "The shop is copied and the copy is checked. Selling can go on."


def ask_for_backup(desk: Desk, parent: QWidget) -> None:
    """Ask where to, then back up; somebody else may have to approve."""
    before(
        desk,
        Permission.BACKUP,
        lambda allowed: _ask_file(desk, parent, allowed),
        about="Back up the shop",
        parent=parent,
    )


def _ask_file(desk: Desk, parent: QWidget, allowed: Allowed) -> None:
    shop = Path(desk.shop.path)
    # The till's own calendar day: only a name that a person may change.
    proposed = Path.home() / f"{shop.stem}-{date.today():%Y-%m-%d}.db"  # noqa: DTZ011
    dialog = QFileDialog(parent, "Back up to", str(proposed), "Shops (*.db)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("db")
    # An older backup is never written over: the shop refuses, and says so.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda file: BackupSheet(desk, parent, file, allowed).open())
    dialog.open()


class BackupSheet(WorkingSheet):
    """How far the copy is; stopped, it leaves no half file."""

    def __init__(self, desk: Desk, parent: QWidget, target: str, allowed: Allowed) -> None:
        super().__init__(desk, parent, "Backing up", _WORDS)
        self._target = target
        self._allowed = allowed
        self.begin(self._copy, self._done)

    def failed(self, error: Exception) -> None:
        """A file that is there already is no fault: it is said beside the work, not before it."""
        if isinstance(error, ShopExists):
            message = messages.words(error)
            self.desk.notices.say(message.title, message.hint, "warn")
            self.reject()
        else:
            super().failed(error)

    def _copy(self, progress: Progress) -> None:
        by = self._allowed.clerk(self.desk.session.acting())
        self.desk.shop.backup(self._target, progress, by=by)

    def _done(self, _nothing: None) -> None:
        self.desk.notices.say("Backed up.", f"The verified copy is {self._target}.")
        self.accept()
