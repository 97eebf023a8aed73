"""The chosen entry beside the list: read a moment after the choice rests."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QLabel, QTextBrowser, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.rights import Permission
from pos_app.domain.rows import JournalEntryDetail, JournalRow
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.journal.entry_page import entry_page
from pos_app.ui.widgets.states import PATIENCE_MS, BusyBar, EmptyState, ErrorState
from pos_app.ui.widgets.two_lines import TwoLines
from pos_app.words.journal import kind_words

PAUSE_MS = 60
"""So long the choice must rest before an entry is read: an arrow key held down reads nothing."""


class EntryPanel(QWidget):
    """Shows the row it is given, and reads the rest of the entry itself."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: JournalRow | None = None
        self.entry: JournalEntryDetail | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._late = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._nothing = EmptyState("clipboard-list", "No entry chosen", "Choose one in the list.")
        self._error = ErrorState("", "")
        self._busy = BusyBar()
        self._shown = QWidget()
        self.title = TwoLines(theme.LARGE, theme.BOLD)
        self.people = QLabel(wordWrap=True)
        self.page = QTextBrowser(openLinks=False)
        self.people.setProperty("kind", "muted")
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setAccessibleName("What the entry says")
        self.page.document().setDocumentMargin(0)

        inner = QVBoxLayout(self._shown)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.GRID)
        inner.addWidget(self.title)
        inner.addWidget(self.people)
        inner.addWidget(self._busy)
        inner.addWidget(self.page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for whole in (self._nothing, self._error, self._shown):
            column.addWidget(whole)

        self._pause.timeout.connect(self._read)
        self._late.timeout.connect(self.page.clear)
        self._error.acted.connect(self._read)
        theme.notifier().changed.connect(self._dress)
        self.show_row(None)

    def show_row(self, row: JournalRow | None) -> None:
        """Show this entry, or none."""
        before, self._row = self._row, row
        self._error.hide()
        self._nothing.setVisible(row is None)
        self._shown.setVisible(row is not None)
        if row is None:
            self.entry = None
            self._pause.stop()
            self._late.stop()
            return
        at = wording.moment(row.at, self._desk.shop.info)
        self.title.set_text(" ".join(p for p in (kind_words(row.kind), row.document) if p))
        approved = f", approved by {row.approver}" if row.approver else ""
        self.people.setText(f"{at} · {row.user}{approved}")
        if row != before:
            self._late.start()  # what stood there before stays for a moment: no flash
            self._pause.start()

    def _read(self) -> None:
        row, shop, acting = self._row, self._desk.shop, self._desk.session.acting
        if row is None:
            return
        self._busy.set_busy(True)
        self._desk.tasks.office.run(
            lambda: shop.journal.entry(row.till, row.sequence, by=acting(Permission.SEE_JOURNAL)),
            self._fill,
            self._fail,
            latest="entry",
        )

    def _fill(self, entry: JournalEntryDetail) -> None:
        self._busy.set_busy(False)
        if self._row is None or (entry.till, entry.sequence) != (
            self._row.till,
            self._row.sequence,
        ):
            return
        self._late.stop()
        self.entry = entry
        if entry.origin:
            self.people.setText(f"{self.people.text()} ({entry.origin} at the terminal)")
        self._error.hide()
        self._shown.show()
        self._dress()

    def _dress(self) -> None:
        if self.entry is not None:
            shop = self._desk.shop
            self.page.setHtml(entry_page(self.entry, shop.info, shop.money))

    def _fail(self, error: Exception) -> None:
        self._busy.set_busy(False)
        self._late.stop()
        message = messages.words(error)
        self._error.say(message.title, message.hint)
        self._shown.hide()
        self._error.show()
