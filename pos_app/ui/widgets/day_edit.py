"""A field for one day, with a calendar that is dressed like the rest of the window."""

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QToolButton, QWidget

from pos_app.ui import theme

_CALENDAR = (80 * theme.GRID, 72 * theme.GRID)
_ARROWS = {"qt_calendar_prevmonth": "chevron-left", "qt_calendar_nextmonth": "chevron-right"}


class DayEdit(QDateEdit):
    """Today at first; typed in the locale's short form or chosen in the calendar (F4, Alt+Down).

    dateChanged comes when a whole day was typed, never for the half of a year.
    """

    def __init__(self, name: str, locale: QLocale, parent: QWidget | None = None) -> None:
        super().__init__(QDate.currentDate(), parent)
        self.setAccessibleName(name)
        self.setCalendarPopup(True)
        self.setLocale(locale)
        self.setDisplayFormat(locale.dateFormat(QLocale.FormatType.ShortFormat))
        self.setDateRange(QDate(2000, 1, 1), QDate(2099, 12, 31))
        self.setKeyboardTracking(False)
        self._calendar = QCalendarWidget(self)
        self._calendar.setLocale(locale)
        self._calendar.setFirstDayOfWeek(locale.firstDayOfWeek())
        self._calendar.setGridVisible(False)
        self._calendar.setVerticalHeaderFormat(
            QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        )
        self._calendar.setMinimumSize(*_CALENDAR)
        self.setCalendarWidget(self._calendar)
        self._dress()

        theme.notifier().changed.connect(self._dress)

    def _dress(self) -> None:
        palette = theme.current()
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(palette.text))
        head.setForeground(QColor(palette.muted))
        head.setBackground(QColor(palette.surface))
        self._calendar.setHeaderTextFormat(head)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._calendar.setWeekdayTextFormat(day, plain)
        for name, icon in _ARROWS.items():
            arrow = self._calendar.findChild(QToolButton, name)
            if arrow is not None:
                arrow.setIcon(theme.icon(icon, "muted"))
