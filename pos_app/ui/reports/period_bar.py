"""The days that a report is about: by name, or two dates."""

from datetime import date

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.periods import CUSTOM, PRESETS, Span, span_of
from pos_app.ui.widgets.day_edit import DayEdit
from pos_app.ui.widgets.key_button import KeyButton

FIRST = "month"
"""What is shown first."""


class PeriodBar(QWidget):
    """changed comes with each new choice; span() is what is asked for."""

    changed = Signal()

    def __init__(self, locale: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = [*(key for key, _ in PRESETS), CUSTOM]
        self._chosen = FIRST
        self._chips = QButtonGroup(self)
        self._days = QWidget()
        self.first = DayEdit("First day", QLocale(locale))
        self.last = DayEdit("Last day", QLocale(locale))
        for day in (self.first, self.last):
            day.setProperty("dense", True)
        self._lay_out()

        self._chips.idClicked.connect(self._take_preset)
        self.first.dateChanged.connect(self._take_days)
        self.last.dateChanged.connect(self._take_days)

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(2 * theme.GRID)
        for place, words in enumerate([*(words for _, words in PRESETS), "Dates…"]):
            chip = KeyButton(words, kind="chip", dense=True)
            chip.setCheckable(True)
            chip.setChecked(self._keys[place] == self._chosen)
            self._chips.addButton(chip, place)
            chips.addWidget(chip)
        chips.addStretch(1)
        days = QHBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(2 * theme.GRID)
        until = QLabel("to")
        until.setProperty("kind", "muted")
        for part in (self.first, until, self.last):
            days.addWidget(part)
        days.addStretch(1)
        self._days.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(chips)
        column.addWidget(self._days)

    def span(self, today: date) -> Span:
        """The dates that are asked for, seen from the shop's today."""
        if self._chosen != CUSTOM:
            return span_of(self._chosen, today)
        shown = (self.first.date(), self.last.date())
        days = sorted(date(day.year(), day.month(), day.day()) for day in shown)
        return Span(days[0], days[1])

    def choose(self, preset: str) -> None:
        """Ask for the days of this preset."""
        self._chips.button(self._keys.index(preset)).click()

    def _take_preset(self, place: int) -> None:
        self._chosen = self._keys[place]
        self._days.setVisible(self._chosen == CUSTOM)
        if self._chosen == CUSTOM:
            self.first.setFocus()
        self.changed.emit()

    def _take_days(self) -> None:
        if self._chosen == CUSTOM:
            self.changed.emit()
