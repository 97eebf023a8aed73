"""Checking the books: every rule that must hold, and each breach by name."""

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from pos_app.domain.rights import Permission
from pos_app.domain.rows import Breach
from pos_app.ui import theme
from pos_app.ui.approving import before_reading
from pos_app.ui.desk import Desk
from pos_app.ui.tasks import Progress
from pos_app.ui.working_sheet import WorkingSheet

_WIDTH = 560
_WORDS = "Stock, totals, payments and numbers are recomputed from the start."


def check_the_books(desk: Desk, parent: QWidget) -> None:
    """Check them; somebody else may have to approve."""
    before_reading(
        desk,
        Permission.CHECK_BOOKS,
        lambda: CheckSheet(desk, parent).open(),
        about="Check the books",
        parent=parent,
    )


class CheckSheet(WorkingSheet):
    """Runs `shop.check` in the background and shows what it found."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent, "Checking the books", _WORDS, width=_WIDTH)
        self.found = QPlainTextEdit(readOnly=True)
        self.found.hide()
        self.found.setMinimumHeight(4 * theme.TOUCH)
        self.found.setAccessibleName("What was found")
        self.body.addWidget(self.found)
        self.begin(self._check, self._done)

    def _check(self, progress: Progress) -> tuple[Breach, ...]:
        by = self.desk.session.acting(Permission.CHECK_BOOKS)
        return self.desk.shop.check(progress, by=by)

    def _done(self, breaches: tuple[Breach, ...]) -> None:
        self.bar.hide()
        self.leave.setText("Close")
        if not breaches:
            self.words.setText("The books are in order: every rule holds.")
            self.words.setProperty("tone", "good")
            theme.restyle(self.words)
            return
        count = "1 thing does" if len(breaches) == 1 else f"{len(breaches):,} things do"
        self.words.setText(f"{count} not add up. Nothing was changed; keep a backup and this list.")
        self.found.setPlainText(
            "\n".join(
                f"{breach.rule}: {breach.subject}: {breach.expected} expected, {breach.found} found"
                for breach in breaches
            )
        )
        self.found.show()
