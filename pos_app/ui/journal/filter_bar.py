"""What narrows the list of entries: a number, a kind, a till, a person, and the days."""

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.domain.rows import Anchor, SignInName
from pos_app.ui import theme
from pos_app.ui.journal.columns import JournalFilter
from pos_app.ui.journal.day_chips import DayChips
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.list_search import ListSearch
from pos_app.words.journal import KINDS

_TERMINAL = ("Terminal", "terminal")
"""The built-in person that commands act as."""


class FilterBar(QWidget):
    """Holds a JournalFilter; changed comes with each new one, entered when Enter or Down leaves
    the search for the rows."""

    changed = Signal()
    entered = Signal()

    def __init__(
        self, locale: str, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.number = ListSearch("Number of receipt, return or report", "Ctrl+F")
        self.kind = _choice("What", "Everything")
        self.user = _choice("Who", "Anybody")
        self.till = _choice("Till", "All tills")
        self.days = DayChips(locale, today)
        for kind, words in KINDS.items():
            self.kind.addItem(words, kind)

        top = QHBoxLayout()
        top.setSpacing(2 * theme.GRID)
        top.addWidget(self.number, 1)
        for choice in (self.kind, self.user, self.till):
            top.addWidget(choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(top)
        column.addWidget(self.days)

        self.number.searched.connect(lambda _text: self.changed.emit())
        self.number.submitted.connect(lambda _text: self.entered.emit())
        self.number.left.connect(self.entered)
        for choice in (self.kind, self.user, self.till):
            choice.activated.connect(lambda _place: self.changed.emit())
        self.days.changed.connect(self.changed)

    @property
    def filter(self) -> JournalFilter:
        """What is asked for now."""
        return JournalFilter(
            till=str(self.till.currentData()),
            kind=str(self.kind.currentData()),
            user=str(self.user.currentData()),
            document=self.number.text().strip(),
            days=self.days.span,
        )

    def offer(self, people: Iterable[SignInName], heads: Iterable[Anchor]) -> None:
        """Whom and which tills can be chosen; a single till needs no choice."""
        tills = [head.till for head in heads]
        for person in people:
            self.user.addItem(person.name, person.username)
        self.user.addItem(*_TERMINAL)
        for till in tills:
            self.till.addItem(f"Till {till}", till)
        self.till.setVisible(len(tills) > 1)

    def clear(self) -> None:
        """Leave nothing out."""
        self.number.set_quietly("")
        for choice in (self.kind, self.user, self.till):
            with QSignalBlocker(choice):
                choice.setCurrentIndex(0)
        self.days.clear()
        self.changed.emit()


def _choice(name: str, every: str) -> Choice:
    choice = Choice()
    choice.setAccessibleName(name)
    choice.addItem(every, "")
    choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    choice.setMaxVisibleItems(16)
    return choice
