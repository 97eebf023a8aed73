"""The sheet of the journal: filters, the entries newest first, and one of them whole."""

from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Anchor, Clerk, JournalRow, SignInName
from pos_app.ui import theme
from pos_app.ui.approving import Allowed, before
from pos_app.ui.desk import Desk
from pos_app.ui.journal.archive import ask_for_archive
from pos_app.ui.journal.columns import JournalFilter, journal_columns, load_entries, row_id
from pos_app.ui.journal.entry_panel import EntryPanel
from pos_app.ui.journal.filter_bar import FilterBar
from pos_app.ui.journal.verify_sheet import VerifySheet
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.paged_table import PagedModel, PagedTable
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 1280
_FEWEST, _MOST = 6, 20
_AROUND = 372
"""Pixels of the window's height that its rows can't have."""
GATHER_MS = 400
"""While somebody sells entries come in one after the other: they are read in one go."""

_SEEN = Permission.SEE_JOURNAL

Choices = tuple[tuple[SignInName, ...], tuple[Anchor, ...]]


def open_journal(desk: Desk, parent: QWidget) -> None:
    """Show the journal to who may see it, or with the approval of somebody who may."""

    def show(allowed: Allowed) -> None:
        if not desk.session.may(_SEEN):
            desk.session.let_read(_SEEN, allowed.clerk(desk.session.acting()))
        JournalSheet(desk, parent).open()

    before(desk, _SEEN, show, about="See the journal", parent=parent)


class JournalSheet(Sheet):
    """Everything that was written down; new entries come in while it is open."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Journal", parent, _WIDTH)
        self._desk = desk
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self.bar = FilterBar(desk.shop.info.locale, self._today)
        self.model: PagedModel[JournalRow] = PagedModel(
            journal_columns(lambda: desk.shop.info, lambda: desk.shop.money),
            partial(load_entries, desk.shop, self._who, JournalFilter()),
            desk.tasks.office,
            row_id=row_id,
            parent=self,
        )
        self.table = PagedTable(self.model, name="Entries of the journal")
        self.panel = EntryPanel(desk)
        self.verify = KeyButton("Verify…", key="F7", icon="badge-check")
        self.export = KeyButton("Export archive…", key="Ctrl+S", icon="download")
        self._close = KeyButton("Close", key="Esc", listens=False)
        self._lay_out(parent.window().height())
        self._say_empty()

        self.bar.changed.connect(self._ask)
        self.bar.entered.connect(self._enter_rows)
        self.table.row_changed.connect(self.panel.show_row)
        self.table.empty_acted.connect(self.bar.clear)
        self.verify.clicked.connect(lambda: VerifySheet(desk, self).open())
        self.export.clicked.connect(lambda: ask_for_archive(desk, self))
        self._close.clicked.connect(self.reject)
        self._gather.timeout.connect(self.table.refresh)
        changes = desk.tasks.changes
        for topic in changes.TOPICS:
            getattr(changes, topic).connect(self._note_change)
        self.bar.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self.model.ask()
        desk.tasks.office.run(self._choices, self._offer, self._leave_it, latest="choices")

    # --- making ------------------------------------------------------------------------------

    def _lay_out(self, height: int) -> None:
        left = QVBoxLayout()
        left.setSpacing(3 * theme.GRID)
        left.addWidget(self.table, 1)
        rows = (height - _AROUND) // theme.ROW
        self.table.setMinimumHeight(min(max(rows, _FEWEST), _MOST) * theme.ROW)
        whole = QHBoxLayout()
        whole.setSpacing(6 * theme.GRID)
        whole.addLayout(left, 3)
        whole.addWidget(self.panel, 2)
        self.body.addWidget(self.bar)
        self.body.addLayout(whole, 1)
        self.footer.insertWidget(0, self.export)
        self.footer.insertWidget(0, self.verify)
        self.footer.addWidget(self._close)

    # --- reading -----------------------------------------------------------------------------

    def _who(self) -> Clerk:
        return self._desk.session.acting(_SEEN)

    def _today(self) -> date:
        return wording.shop_time(datetime.now(UTC), self._desk.shop.info).date()

    def _choices(self) -> Choices:
        """Whom and which tills can be chosen; runs in a lane."""
        shop = self._desk.shop
        return shop.staff.sign_in_names(), shop.journal.heads(by=self._who())

    def _offer(self, choices: Choices) -> None:
        self.bar.offer(*choices)

    def _leave_it(self, error: Exception) -> None:
        """The list says why: the person may not, or something is wrong with the shop."""

    def _ask(self) -> None:
        self._say_empty()
        load = partial(load_entries, self._desk.shop, self._who, self.bar.filter)
        self.model.ask(load)

    def _say_empty(self) -> None:
        if self.bar.filter.open:
            self.table.set_empty("clipboard-list", "Nothing was written down yet", "")
        else:
            self.table.set_empty(
                "search",
                "No entry fits",
                "Choose other days, another kind or another person.",
                "Show all entries",
            )

    def _note_change(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    def _enter_rows(self) -> None:
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
