"""Backing up the shop into a file, verified, while the till goes on selling."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QProgressBar, QWidget

from pos_app.domain.errors import Cancelled, PosError, ShopExists
from pos_app.domain.rights import Permission
from pos_app.ui import messages
from pos_app.ui.approving import Allowed, before
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Progress
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 480


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


class BackupSheet(Sheet):
    """How far the copy is; Esc stops it and leaves no half file."""

    def __init__(self, desk: Desk, parent: QWidget, target: str, allowed: Allowed) -> None:
        super().__init__("Backing up", parent, _WIDTH)
        self._desk = desk
        self._target = target
        self._allowed = allowed
        self._words = QLabel("The shop is copied and the copy is checked. Selling can go on.")
        self._bar = QProgressBar(textVisible=False)
        self._stop = KeyButton("Stop", key="Esc", listens=False)
        self._words.setProperty("kind", "muted")
        self._words.setWordWrap(True)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("Progress")
        self.body.addWidget(self._words)
        self.body.addWidget(self._bar)
        self.footer.addWidget(self._stop)

        self._stop.clicked.connect(self.reject)
        self._job = desk.tasks.office.run_long(
            self._copy, self._done, self._failed, progress=self._show, owner=self
        )
        self.rejected.connect(self._job.cancel)

    def _copy(self, progress: Progress) -> None:
        by = self._allowed.clerk(self._desk.session.acting())
        self._desk.shop.backup(self._target, progress, by=by)

    def _show(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)

    def _done(self, _nothing: None) -> None:
        self._desk.notices.say("Backed up.", f"The verified copy is {self._target}.")
        self.accept()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, ShopExists):
            message = messages.words(error)
            self._desk.notices.say(message.title, message.hint, "warn")
        elif isinstance(error, PosError) and not isinstance(error, Cancelled):
            messages.show(error)
        self.reject()
