"""Chips for spans of days, and two fields for days of one's own."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QWidget

from pos_app.ui import theme
from pos_app.ui.periods import PRESETS, Span, span_of
from pos_app.ui.widgets.day_edit import DayEdit
from pos_app.ui.widgets.key_button import KeyButton


class DayChips(QWidget):
    """changed comes with each other span; today asks for the shop's own day."""

    changed = Signal()

    def __init__(
        self, locale: str, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._chips = QButtonGroup(self)
        self._own = QWidget()
        self.first = DayEdit("First day", QLocale(locale))
        self.last = DayEdit("Last day", QLocale(locale))
        until = QLabel("to")
        until.setProperty("kind", "muted")

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        for place, words in enumerate([*(words for _, words in PRESETS), "Dates…"]):
            chip = KeyButton(words, kind="chip", dense=True)
            chip.setCheckable(True)
            chip.setChecked(place == len(PRESETS) - 1)
            self._chips.addButton(chip, place)
            row.addWidget(chip)
        own = QHBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.setSpacing(2 * theme.GRID)
        for part in (self.first, until, self.last):
            part.setProperty("dense", True)
            own.addWidget(part)
        row.addWidget(self._own)
        row.addStretch(1)
        self._own.hide()

        self._chips.idClicked.connect(self._take)
        self.first.dateChanged.connect(lambda _: self.changed.emit())
        self.last.dateChanged.connect(lambda _: self.changed.emit())

    @property
    def span(self) -> Span:
        """The days that are asked for."""
        place = self._chips.checkedId()
        if place < len(PRESETS):
            return span_of(PRESETS[place][0], self._today())
        days = sorted((_day(self.first.date()), _day(self.last.date())))
        return Span(*days)

    def clear(self) -> None:
        """Ask for all days, quietly."""
        self._chips.button(len(PRESETS) - 1).setChecked(True)
        self._own.hide()

    def _take(self, place: int) -> None:
        self._own.setVisible(place == len(PRESETS))
        if place == len(PRESETS):
            self.first.setFocus()
        self.changed.emit()


def _day(shown: QDate) -> date:
    return date(shown.year(), shown.month(), shown.day())
