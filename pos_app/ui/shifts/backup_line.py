"""How far the backup of a closing is: in a strip above the Z report, with ways on where it
failed."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from pos_app.ui import theme
from pos_app.ui.shifts.closing_backup import ClosingBackup
from pos_app.ui.widgets.key_button import KeyButton


class BackupLine(QFrame):
    """Follows the backup; the shift is closed whatever becomes of it, and that is said."""

    def __init__(self, backup: ClosingBackup) -> None:
        super().__init__()
        self._backup = backup
        self._words = QLabel()
        self._hint = QLabel()
        self._bar = QProgressBar(textVisible=False)
        self.again = KeyButton("Try again", key="F5", icon="refresh-cw", dense=True)
        self.elsewhere = KeyButton("Another folder", key="F6", icon="folder-open", dense=True)
        self._words.setProperty("kind", "heading")
        self._hint.setProperty("kind", "small")
        for label in (self._words, self._hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._bar.setAccessibleName("Progress of the backup")
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        buttons.addWidget(self.again)
        buttons.addWidget(self.elsewhere)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[3 * theme.GRID] * 4)
        column.setSpacing(theme.GRID)
        for part in (self._words, self._hint, self._bar):
            column.addWidget(part)
        column.addLayout(buttons)

        self.again.clicked.connect(lambda: self._begin(None))
        self.elsewhere.clicked.connect(self._ask_folder)
        backup.progressed.connect(self._show)
        backup.done.connect(self._tell_done)
        backup.failed.connect(self._tell_failed)
        self._tell_running()

    def _begin(self, folder: Path | None) -> None:
        self._tell_running()
        self._backup.start(folder)

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, "Back up to", str(self._backup.folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda folder: self._begin(Path(folder)))
        dialog.open()

    def _tell_running(self) -> None:
        self._dress("raised", "The shift is closed. Backing up…", str(self._backup.folder))
        self._bar.setRange(0, 0)
        self._bar.show()

    def _show(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)

    def _tell_done(self, file: str) -> None:
        self._dress("good", "The shift is closed, and the shop is backed up.", file)

    def _tell_failed(self, words: str) -> None:
        self._dress("bad", "The shift is closed, but the backup was not made.", words)
        for button in (self.again, self.elsewhere):
            button.show()
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self, kind: str, words: str, hint: str) -> None:
        self._bar.hide()
        for button in (self.again, self.elsewhere):
            button.hide()
        self._words.setText(words)
        self._hint.setText(hint)
        self.setAccessibleName(f"{words} {hint}")
        self.setProperty("kind", kind)
        theme.restyle(self)
