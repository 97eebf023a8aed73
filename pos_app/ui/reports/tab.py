"""The Reports tab: the reports there are on the left, the chosen one on the right."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.rights import Permission
from pos_app.domain.training import FILE_PREFIX
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.reports.files import as_csv, as_text
from pos_app.ui.reports.kinds import REPORTS
from pos_app.ui.reports.period_bar import PeriodBar
from pos_app.ui.reports.view import ReportView
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.key_button import KeyButton

GATHER_MS = 400
"""At a busy till orders come in a stream: they are answered by one look in so long."""

_LIST = 58 * theme.GRID
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ReportsTab(QWidget):
    """A report is read when it is shown; a sale makes it out of date."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._gather = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._choices = QButtonGroup(self)
        self.period = PeriodBar(desk.shop.info.locale)
        self._title = QLabel()
        self._note = QLabel()
        self._copy = KeyButton("Copy", key="Ctrl+C", icon="copy")
        self._save = KeyButton("Save as CSV", key="Ctrl+S", icon="download")
        self._pages = QStackedWidget()
        self._views: dict[int, ReportView] = {}
        self._title.setProperty("kind", "title")
        self._note.setProperty("kind", "small")
        self._note.setWordWrap(True)
        self._lay_out()

        changes = desk.tasks.changes
        self._gather.timeout.connect(self._catch_up)
        self._choices.idClicked.connect(self.show_report)
        self.period.changed.connect(self._take_period)
        self._copy.clicked.connect(self._copy_rows)
        self._save.clicked.connect(self._ask_file)
        for topic in (changes.orders, changes.settings, changes.customers, changes.ledgers):
            topic.connect(self._note_change)
        changes.stock.connect(self._note_change)
        desk.session.changed.connect(self._forget)
        self._choose(0)

    @property
    def view(self) -> ReportView:
        """The report that is shown."""
        return self._views[self._choices.checkedId()]

    # --- making ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        names = Card(margin=2 * theme.GRID)
        names.setFixedWidth(_LIST)
        names.body.setSpacing(2)
        for place, report in enumerate(REPORTS):
            choice = KeyButton(report.title, kind="tab", icon=report.icon)
            choice.setProperty("align", "left")
            choice.setCheckable(True)
            self._choices.addButton(choice, place)
            names.body.addWidget(choice)
        names.body.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(2 * theme.GRID)
        head.addWidget(self._title, 1)
        head.addWidget(self._copy)
        head.addWidget(self._save)
        above = QVBoxLayout()
        above.setContentsMargins(3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID, 3 * theme.GRID)
        above.setSpacing(2 * theme.GRID)
        above.addLayout(head)
        above.addWidget(self._note)
        above.addWidget(self.period)
        whole = Card(margin=0)
        whole.body.setContentsMargins(1, 1, 1, theme.RADIUS)
        whole.body.setSpacing(0)
        whole.body.addLayout(above)
        whole.body.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.MARGIN] * 4)
        row.setSpacing(theme.MARGIN)
        row.addWidget(names)
        row.addWidget(whole, 1)

    # --- what the window asks ----------------------------------------------------------------

    def refresh(self) -> None:
        """Read what is shown anew; the window calls it when the tab is shown first."""
        self.view.refresh()

    def focus_start(self) -> None:
        """Put the focus on the chosen report: arrows choose another one."""
        chosen = self._choices.button(self._choices.checkedId())
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_report(self, place: int) -> None:
        """Show this report, read anew where something has changed."""
        self._choose(place)
        if self.view.stale:
            self.view.refresh(anew=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another tab was shown."""
        super().showEvent(event)
        self._catch_up()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose a report while its name has the focus."""
        step = _STEPS.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if step is None or focused not in self._choices.buttons():
            super().keyPressEvent(event)
            return
        place = self._choices.checkedId() + step
        if 0 <= place < len(REPORTS):
            self.show_report(place)
            self.focus_start()
        event.accept()

    # --- showing -----------------------------------------------------------------------------

    def _choose(self, place: int) -> None:
        report = REPORTS[place]
        self._choices.button(place).setChecked(True)
        if place not in self._views:
            view = self._views[place] = ReportView(self._desk, report, self.period)
            view.answered.connect(self._show_buttons)
            self._pages.addWidget(view)
        self._pages.setCurrentWidget(self._views[place])
        self._title.setText(report.title)
        self._note.setText(report.note)
        self.period.setVisible(report.dated)
        self._show_buttons()

    def _show_buttons(self) -> None:
        filled = self.view.model.rowCount() > 0
        for button in (self._copy, self._save):
            button.setEnabled(filled)

    def _take_period(self) -> None:
        for view in self._views.values():
            view.stale = True
        self.view.refresh(anew=True)

    def _note_change(self) -> None:
        for view in self._views.values():
            view.stale = True
        if self.isVisible() and not self._gather.isActive():
            self._gather.start()

    def _forget(self) -> None:
        """Somebody else acts: what was told to the last one is not theirs to see or to save."""
        shown = self._choices.checkedId()
        for view in self._views.values():
            self._pages.removeWidget(view)
            view.deleteLater()
        self._views.clear()
        self._choose(shown)
        if self.isVisible():
            self._catch_up()

    def _catch_up(self) -> None:
        if self.view.stale:
            self.view.refresh()

    # --- going out ---------------------------------------------------------------------------

    def _copy_rows(self) -> None:
        view = self.view
        text = as_text(view.report, view.answer, training=self._desk.shop.info.training)
        QGuiApplication.clipboard().setText(text)
        self._desk.notices.say(f"{view.report.title} copied", "Paste it into a spreadsheet.")

    def _ask_file(self) -> None:
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        span = self.view.span
        days = "-".join(day.isoformat() for day in (span.first, span.last) if day)
        name = "-".join(part for part in (self.view.report.key, days) if part)
        if self._desk.shop.info.training:
            name = FILE_PREFIX + name
        dialog = QFileDialog(self.window(), "Save report", str(Path(home) / f"{name}.csv"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, file: str) -> None:
        """Write the report that is shown; a name without ".csv" gets it."""
        path = Path(file)
        if path.suffix.lower() != ".csv":
            path = path.with_name(path.name + ".csv")
        shop, session, view = self._desk.shop, self._desk.session, self.view
        text = as_csv(view.report, view.answer, training=shop.info.training)
        title, rows = view.report.title, len(view.answer.rows)
        days = (view.span.first, view.span.last)

        def work() -> Path:
            by = session.acting(Permission.REPORTS)
            shop.exports.report(str(path), text, what=title, rows=rows, days=days, by=by)
            return path

        self._desk.tasks.office.run(work, self._say_written, owner=self)

    def _say_written(self, path: Path) -> None:
        self._desk.notices.say(f"{path.name} written", str(path.parent))
