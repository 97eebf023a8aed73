"""Verifying the journal: how far it is, and in plain words whether it can be trusted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QProgressBar, QWidget

from pos_app.domain.errors import Cancelled, PosError
from pos_app.domain.rights import Permission
from pos_app.domain.rows import JournalReport
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet
from pos_app.words.journal import journal_fault_words, journal_note_words

_WIDTH = 640
_AT_WORK = (
    "Each entry is held against the one before it, against its signature, and against what Z "
    "reports and the books say. Selling can go on."
)
_BAD = "Change nothing, keep a backup and this list, and ask whoever looks after your books."


class VerifySheet(Sheet):
    """Runs `shop.journal.verify` in the background and says what it found; Esc stops it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Verifying the journal", parent, _WIDTH)
        self.words = QLabel(_AT_WORK)
        self.count = QLabel()
        self.bar = QProgressBar(textVisible=False)
        self.found = QPlainTextEdit(readOnly=True)
        self.leave = KeyButton("Stop", key="Esc", listens=False)
        for label in (self.words, self.count):
            label.setProperty("kind", "muted")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("Progress")
        self.found.setAccessibleName("What was found")
        self.found.setMinimumHeight(4 * theme.TOUCH)
        self.found.hide()
        for part in (self.words, self.bar, self.count, self.found):
            self.body.addWidget(part)
        self.footer.addWidget(self.leave)

        self.leave.clicked.connect(self.reject)
        shop, acting = desk.shop, desk.session.acting
        self.job = desk.tasks.office.run_long(
            lambda progress: shop.journal.verify(
                by=acting(Permission.SEE_JOURNAL), progress=progress
            ),
            self._done,
            self._failed,
            progress=self._show,
            owner=self,
        )
        self.rejected.connect(self.job.cancel)

    def _show(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.count.setText(f"{done:,} of {total:,} entries")

    def _done(self, report: JournalReport) -> None:
        self.bar.hide()
        self.leave.setText("Close")
        good = not report.faults
        self.set_title("The journal is whole" if good else "The journal is damaged")
        self.count.setText(_counted(report))
        if good:
            self.words.setText("Nothing was changed, taken out or put in since it was written.")
        else:
            self.words.setText(_BAD)
        self.words.setProperty("tone", "good" if good else "bad")
        theme.restyle(self.words)
        self.found.setPlainText("\n".join(report_lines(report)))
        self.found.show()
        self.leave.setFocus()
        self.resize_to_content()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PosError) and not isinstance(error, Cancelled):
            messages.show(error)
        self.reject()


def report_lines(report: JournalReport) -> list[str]:
    """What was found, a sentence to a line: what is wrong first, then what holds, then the rest."""
    bad = {fault.till for fault in report.faults}
    return [
        *map(journal_fault_words, report.faults),
        *(
            f"Till {head.till}: all well up to entry {head.sequence:,} ({head.hash[:16]}…)."
            for head in report.heads
            if head.till not in bad
        ),
        *map(journal_note_words, report.notes),
    ]


def _counted(report: JournalReport) -> str:
    entries = "1 entry" if report.entries == 1 else f"{report.entries:,} entries"
    keys = "1 key" if len(report.keys) == 1 else f"{len(report.keys):,} keys"
    looked = f"signed by {keys}" if report.signatures else "signatures were not looked at"
    return f"{entries}, {looked}."
