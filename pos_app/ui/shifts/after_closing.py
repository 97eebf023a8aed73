"""What follows when a shift was closed: the Z report, the backup, and the screen to sign in."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import ShiftReport
from pos_app.paths import closing_backups
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.backup_line import BackupLine
from pos_app.ui.shifts.closing_backup import ClosingBackup
from pos_app.ui.shifts.report_sheet import ReportSheet


class AfterClosing(QObject):
    """Whoever closed the shift is signed out once the report was read and the backup is made. Where
    the backup failed they stay, so that it can be tried again from the menu."""

    def __init__(
        self,
        desk: Desk,
        report: ShiftReport,
        window: QWidget,
        *,
        folder: str,
        print_it: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._report = report
        self._read = False
        self._backed_up = False
        self._failed = ""
        self._clerk = desk.session.clerk
        self.backup = ClosingBackup(desk, closing_backups(desk.shop.path, folder), self)
        self.sheet = ReportSheet(
            desk, report, window, print_it=print_it, head=BackupLine(self.backup)
        )

        self.sheet.finished.connect(lambda _: self._has_read())
        self.backup.done.connect(self._has_backed_up)
        self.backup.failed.connect(self._has_failed)

    def start(self) -> None:
        """Show the report, and begin the backup."""
        self.sheet.open()
        self.backup.start()

    def _has_read(self) -> None:
        self._read = True
        if self._failed:
            self._tell_failed()
        self._end()

    def _has_backed_up(self, file: str) -> None:
        self._backed_up, self._failed = True, ""
        if self._read:
            self._desk.notices.say("The shop is backed up.", file)
        self._end()

    def _has_failed(self, words: str) -> None:
        self._failed = words
        if self._read:
            self._tell_failed()
            self._end()

    def _tell_failed(self) -> None:
        hint = f"{self._failed} Use “Back up…” in the menu (Ctrl+M)."
        self._desk.notices.say("The backup of the closing was not made.", hint, "bad", sticky=True)

    def _end(self) -> None:
        if not self._read or self.backup.running:
            return
        if self._backed_up and self._desk.session.clerk == self._clerk:
            self._desk.session.sign_out()
        self.deleteLater()
