"""Verifying the journal: how far it is, and in plain words whether it can be trusted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from pos_app.domain.rights import Permission
from pos_app.domain.rows import JournalReport
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Progress
from pos_app.ui.working_sheet import WorkingSheet
from pos_app.words.journal import journal_fault_words, journal_note_words

_WIDTH = 640
_AT_WORK = (
    "Each entry is held against the one before it, against its signature, and against what Z "
    "reports and the books say. Selling can go on."
)
_BAD = "Change nothing, keep a backup and this list, and ask whoever looks after your books."


class VerifySheet(WorkingSheet):
    """Runs `shop.journal.verify` in the background and says what it found."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, "Verifying the journal", _AT_WORK, width=_WIDTH)
        self.count = QLabel()
        self.found = QPlainTextEdit(readOnly=True)
        self.count.setProperty("kind", "muted")
        self.count.setWordWrap(True)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.found.setAccessibleName("What was found")
        self.found.setMinimumHeight(4 * theme.TOUCH)
        self.found.hide()
        self.body.addWidget(self.count)
        self.body.addWidget(self.found)
        self.begin(self._verify, self._done)

    def show_progress(self, done: int, total: int) -> None:
        """So many entries are verified of so many."""
        super().show_progress(done, total)
        self.count.setText(f"{done:,} of {total:,} entries")

    def _verify(self, progress: Progress) -> JournalReport:
        by = self.desk.session.acting(Permission.SEE_JOURNAL)
        return self.desk.shop.journal.verify(by=by, progress=progress)

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
