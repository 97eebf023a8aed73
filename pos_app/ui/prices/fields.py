"""Small fields of the rules of price: per cents, whole numbers, times of day, days and moments."""

import re
from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from pos_app.documents import wording
from pos_app.domain.errors import BadValue
from pos_app.domain.money import MoneyFormat
from pos_app.domain.percent import parse_percent
from pos_app.domain.promotions import DAY
from pos_app.domain.rows import ShopInfo
from pos_app.ui import theme
from pos_app.ui.prices.sentence import clock_words
from pos_app.ui.widgets.day_edit import DayEdit

_TIME = re.compile(r"([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_TIME_WIDTH = 26 * theme.GRID
_TICK = 17 * theme.GRID
"""Wide enough for either word, so that days under each other begin at one place."""


class _Figure(QLineEdit):
    """A right-aligned field; all is chosen on arrival, so that typing replaces it."""

    def __init__(self, field: str, longest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(longest)
        self.setProperty("dense", True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ready to be typed over."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()


class PercentEdit(_Figure):
    """A rate in per cent with as many places as it has: "8.875"."""

    def __init__(self, money: MoneyFormat, field: str, parent: QWidget | None = None) -> None:
        super().__init__(field, 12, parent)
        self._money = money
        self.setPlaceholderText("0")

    def rate(self) -> int:
        """What stands there in ppm, 0 when empty; raises BadValue."""
        text = self.text()
        return parse_percent(text, self._money, self._field) if text.strip() else 0

    def set_rate(self, rate_ppm: int | None) -> None:
        """Show this rate, or nothing."""
        shown = "" if rate_ppm is None else wording.rate(rate_ppm, self._money)
        self.setText(shown.removesuffix(" %"))


class CountEdit(_Figure):
    """A whole number, or nothing."""

    def __init__(self, field: str, parent: QWidget | None = None, *, signed: bool = False) -> None:
        super().__init__(field, 10, parent)
        self._form = re.compile(r"-?[0-9]+" if signed else r"[0-9]+")

    def number(self) -> int | None:
        """What stands there, None when empty; raises BadValue."""
        text = self.text().strip().replace("\N{MINUS SIGN}", "-")
        if not text:
            return None
        if not self._form.fullmatch(text):
            raise BadValue(self._field, self.text(), "not_a_number")
        return int(text)

    def set_number(self, number: int | None) -> None:
        """Show this number, or nothing."""
        self.setText("" if number is None else str(number))


class TimeEdit(_Figure):
    """A minute of the day as it is typed anywhere: "16:00", "1600", "4 pm"."""

    def __init__(
        self, name: str, locale: str, field: str = "hours", parent: QWidget | None = None
    ) -> None:
        super().__init__(field, 12, parent)
        self._locale = locale
        self.setAccessibleName(name)
        self.setFixedWidth(_TIME_WIDTH)

        self.editingFinished.connect(self._tidy)

    def minutes(self) -> int | None:
        """What stands there, None when empty; "24:00" is the end of the day. Raises BadValue."""
        text = self.text().strip()
        if not text:
            return None
        match = _TIME.fullmatch(text)
        if match is None:
            at = QLocale(self._locale).toTime(text, QLocale.FormatType.ShortFormat)
            if not at.isValid():
                raise BadValue(self._field, text, "not_a_number")
            return at.hour() * 60 + at.minute()
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
        if half:
            if not 1 <= hour <= 12:
                raise BadValue(self._field, text, "range")
            hour = hour % 12 + (12 if half == "p" else 0)
        if minute > 59 or hour * 60 + minute > DAY:
            raise BadValue(self._field, text, "range")
        return hour * 60 + minute

    def set_minutes(self, minutes: int | None) -> None:
        """Show this minute of the day, or nothing."""
        if minutes is None:
            self.clear()
            return
        self.setText(clock_words(minutes, self._locale))
        if not self._reads(minutes):
            # Some locales write a time in more words than this reads.
            self.setText(f"{minutes // 60:02}:{minutes % 60:02}")

    def _reads(self, minutes: int) -> bool:
        try:
            return self.minutes() == minutes
        except BadValue:
            return False

    def _tidy(self) -> None:
        """Leave it neatly written."""
        try:
            self.set_minutes(self.minutes())
        except BadValue:
            return


class MaybeDay(QWidget):
    """A day that may be left open: without the tick it doesn't count."""

    edited = Signal()

    def __init__(self, words: str, locale: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick = QCheckBox(words)
        self.edit = DayEdit(words, QLocale(locale))
        self.edit.setProperty("dense", True)
        self.edit.setEnabled(False)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2 * theme.GRID)
        self.tick.setMinimumWidth(_TICK)
        self._row.addWidget(self.tick)
        self._row.addWidget(self.edit, 1)
        self.setFocusProxy(self.tick)

        self.tick.toggled.connect(self._toggle)
        self.edit.dateChanged.connect(self.edited)

    def day(self) -> date | None:
        """The day, None while it is left open."""
        return to_date(self.edit.date()) if self.tick.isChecked() else None

    def set_day(self, day: date | None) -> None:
        """Show this day, or leave it open."""
        if day is not None:
            self.edit.setDate(QDate(day.year, day.month, day.day))
        self.tick.setChecked(day is not None)

    def _toggle(self, on: bool) -> None:
        self.edit.setEnabled(on)
        self.edited.emit()


class MaybeMoment(MaybeDay):
    """A day with a time on the shop's clock that may be left open."""

    def __init__(
        self, words: str, field: str, time: int, info: ShopInfo, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, info.locale, parent)
        self._info = info
        self._first_time = time
        self._field = field
        self._seconds = 59 if time else 0
        self.time = TimeEdit(f"{words}, time", info.locale, field)
        self.time.setEnabled(False)
        self.time.set_minutes(time)
        self._row.addWidget(self.time)

        self.tick.toggled.connect(self.time.setEnabled)
        self.time.textChanged.connect(self.edited)

    def moment(self) -> datetime | None:
        """The moment, aware; None while it is left open. Raises BadValue."""
        day = self.day()
        if day is None:
            return None
        minutes = self.time.minutes()
        if minutes is None or minutes >= DAY:
            raise BadValue(self._field, self.time.text(), "range" if minutes else "empty")
        zone = wording.timezone_of(self._info.timezone)
        # Until 23:59 means to the end of that minute.
        return datetime(
            day.year, day.month, day.day, minutes // 60, minutes % 60, self._seconds, tzinfo=zone
        )

    def set_moment(self, moment: datetime | None) -> None:
        """Show this moment, or leave it open."""
        local = None if moment is None else wording.shop_time(moment, self._info)
        self._seconds = local.second if local else (59 if self._first_time else 0)
        minutes = local.hour * 60 + local.minute if local else self._first_time
        self.time.set_minutes(minutes)
        self.set_day(local.date() if local else None)


def to_date(shown: QDate) -> date:
    """A day of Qt's as one of Python's."""
    return date(shown.year(), shown.month(), shown.day())
