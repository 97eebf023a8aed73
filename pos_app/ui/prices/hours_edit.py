"""When a promotion runs: days from and until, days of the week, hours of the day."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.errors import BadValue
from pos_app.domain.promotions import ALWAYS, DAY, Hours
from pos_app.ui import theme
from pos_app.ui.prices.fields import MaybeDay, TimeEdit
from pos_app.ui.prices.sentence import WEEKDAYS
from pos_app.ui.widgets.key_button import KeyButton

_ROOMY = 540
"""Wide enough for both days in a row: more than they take, else they could never part."""


class HoursEdit(QWidget):
    """Left open, a promotion always runs; hours may go on past midnight."""

    edited = Signal()

    def __init__(self, locale: str) -> None:
        super().__init__()
        self.first = MaybeDay("From", locale)
        self.last = MaybeDay("Until", locale)
        self._days = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.weekdays = [KeyButton(name[:2], kind="chip", dense=True) for name in WEEKDAYS]
        self.since = TimeEdit("Begins at", locale)
        self.until = TimeEdit("Ends at", locale)
        self._prepare()
        self._lay_out()

        for day in (self.first, self.last):
            day.edited.connect(self.edited)
        for time in (self.since, self.until):
            time.textChanged.connect(self.edited)
        for chip in self.weekdays:
            chip.toggled.connect(self.edited)

    def _prepare(self) -> None:
        for chip, name in zip(self.weekdays, WEEKDAYS, strict=True):
            chip.setCheckable(True)
            chip.setAccessibleName(name)
            chip.setToolTip(name)
            chip.setStyleSheet("padding: 0 9px;")
        self.since.setPlaceholderText("all day")
        self.until.setPlaceholderText("all day")
        self.setFocusProxy(self.first)

    def _lay_out(self) -> None:
        days = self._days
        days.setSpacing(2 * theme.GRID)
        days.addWidget(self.first, 1)
        days.addWidget(self.last, 1)
        week = QHBoxLayout()
        week.setSpacing(theme.GRID)
        for chip in self.weekdays:
            week.addWidget(chip)
        week.addStretch(1)
        hours = QHBoxLayout()
        hours.setSpacing(2 * theme.GRID)
        hours.addWidget(self.since)
        hours.addWidget(QLabel("to"))
        hours.addWidget(self.until)
        hours.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(days)
        column.addLayout(week)
        column.addLayout(hours)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The two days stand beside each other where there is room."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        roomy = self.width() >= _ROOMY
        self._days.setDirection(direction.LeftToRight if roomy else direction.TopToBottom)

    def show_hours(self, hours: Hours) -> None:
        """Show these; what is open stays empty."""
        self.first.set_day(hours.first_day)
        self.last.set_day(hours.last_day)
        for day, chip in enumerate(self.weekdays):
            chip.setChecked(day in hours.weekdays)
        whole = (hours.since, hours.until) == (ALWAYS.since, ALWAYS.until)
        self.since.set_minutes(None if whole else hours.since)
        self.until.set_minutes(None if whole else hours.until)

    def raw(self) -> object:
        """Everything that stands in it."""
        chips = tuple(chip.isChecked() for chip in self.weekdays)
        days = (self.first.day(), self.last.day())
        return (*days, *chips, self.since.text().strip(), self.until.text().strip())

    def hours(self) -> Hours:
        """What is chosen; raises BadValue."""
        since, until = self.since.minutes(), self.until.minutes()
        if since == DAY:
            raise BadValue("hours", self.since.text(), "range")
        return Hours(
            first_day=self.first.day(),
            last_day=self.last.day(),
            weekdays=frozenset(d for d, chip in enumerate(self.weekdays) if chip.isChecked()),
            since=since or 0,
            # Midnight as an end is the end of the day, not its beginning.
            until=until or DAY,
        )
