"""Checking the books: every rule that must hold, and each breach by name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QProgressBar, QWidget

from pos_app.domain.errors import Cancelled, PosError
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Breach
from pos_app.ui import messages, theme
from pos_app.ui.approving import before_reading
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Progress
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 560


def check_the_books(desk: Desk, parent: QWidget) -> None:
    """Check them; somebody else may have to approve."""
    before_reading(
        desk,
        Permission.CHECK_BOOKS,
        lambda: CheckSheet(desk, parent).open(),
        about="Check the books",
        parent=parent,
    )


class CheckSheet(Sheet):
    """Runs `shop.check` in the background and shows what it found."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Checking the books", parent, _WIDTH)
        self._desk = desk
        self._words = QLabel("Stock, totals, payments and numbers are recomputed from the start.")
        self._bar = QProgressBar(textVisible=False)
        self._found = QPlainTextEdit(readOnly=True)
        self._leave = KeyButton("Stop", key="Esc", listens=False)
        self._words.setProperty("kind", "muted")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("Progress")
        self._found.setVisible(False)
        self._found.setMinimumHeight(4 * theme.TOUCH)
        self._found.setAccessibleName("What was found")
        self.body.addWidget(self._words)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._found)
        self.footer.addWidget(self._leave)

        self._leave.clicked.connect(self.reject)
        self._job = desk.tasks.office.run_long(
            lambda progress: desk.shop.check(
                progress, by=desk.session.acting(Permission.CHECK_BOOKS)
            ),
            self._done,
            self._failed,
            progress=self._show,
            owner=self,
        )
        self.rejected.connect(self._job.cancel)

    def _check(self, progress: Progress) -> tuple[Breach, ...]:
        by = self._desk.session.acting(Permission.CHECK_BOOKS)
        return self._desk.shop.check(progress, by=by)

    def _show(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)

    def _done(self, breaches: tuple[Breach, ...]) -> None:
        self._bar.setVisible(False)
        self._leave.setText("Close")
        if not breaches:
            self._words.setText("The books are in order: every rule holds.")
            self._words.setProperty("tone", "good")
            theme.restyle(self._words)
            return
        count = "1 thing does" if len(breaches) == 1 else f"{len(breaches):,} things do"
        self._words.setText(
            f"{count} not add up. Nothing was changed; keep a backup and this list."
        )
        self._found.setPlainText(
            "\n".join(
                f"{breach.rule}: {breach.subject}: {breach.expected} expected, {breach.found} found"
                for breach in breaches
            )
        )
        self._found.setVisible(True)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PosError) and not isinstance(error, Cancelled):
            messages.show(error)
        self.reject()
