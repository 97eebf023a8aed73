"""What narrows the history: a number, a status, a customer, and the days."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.order_status import STATUSES
from pos_app.ui import theme
from pos_app.ui.orders.names import status_words
from pos_app.ui.orders.order_filter import OrderFilter
from pos_app.ui.periods import CUSTOM, PRESETS, Span
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.day_edit import DayEdit
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.list_search import ListSearch

_ROOMY = 880
"""Wide enough for spans and days in one row."""
_NAME = 180
"""Pixels for the name of the customer on its button."""


class FilterBar(QWidget):
    """Holds an OrderFilter; changed comes with each new one, customer_wanted asks for a picker."""

    changed = Signal()
    customer_wanted = Signal()
    entered = Signal()
    """Enter or Down in the search: on to the rows."""

    def __init__(self, locale: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = OrderFilter()
        self._number = ListSearch("Number of order or return", "Ctrl+F")
        self._status = Choice()
        self._customer = KeyButton("Customer", key="Ctrl+Shift+F", icon="user")
        self._no_customer = KeyButton(icon="x", kind="ghost")
        self._chips = QButtonGroup(self)
        self._days = QWidget()
        self._column = QVBoxLayout(self)
        self._chips_row = QHBoxLayout()
        self._first = DayEdit("First day", QLocale(locale))
        self._last = DayEdit("Last day", QLocale(locale))
        self._fill_status()
        self._customer.setCheckable(True)
        self._no_customer.setAccessibleName("Orders of all customers")
        self._no_customer.setToolTip("Orders of all customers")
        for day in (self._first, self._last):
            day.setProperty("dense", True)

        self._lay_out()
        self._show_customer()

        self._number.searched.connect(self._take_number)
        self._number.submitted.connect(lambda _text: self.entered.emit())
        self._number.left.connect(self.entered)
        self._status.activated.connect(self._take_status)
        self._customer.clicked.connect(self._ask_customer)
        self._no_customer.clicked.connect(lambda: self.set_customer(None, ""))
        self._chips.idClicked.connect(self._take_preset)
        self._first.dateChanged.connect(self._take_days)
        self._last.dateChanged.connect(self._take_days)

    @property
    def filter(self) -> OrderFilter:
        """What is asked for now."""
        return self._filter

    def start(self) -> None:
        """Put the focus where typing starts."""
        self._number.start()

    def set_customer(self, customer_id: int | None, name: str) -> None:
        """Show the orders of this customer, or of all with None."""
        self._set(replace(self._filter, customer_id=customer_id, customer=name))

    def clear(self) -> None:
        """Leave nothing out."""
        self.show_only(OrderFilter())

    def show_only(self, wanted: OrderFilter) -> None:
        """Ask for exactly this, anew if it is asked for already."""
        self._number.set_quietly(wanted.number)
        self._status.setCurrentIndex(self._status.findData(wanted.status))
        keys = [*(key for key, _ in PRESETS), CUSTOM]
        self._chips.button(keys.index(wanted.preset)).setChecked(True)
        if wanted.preset == CUSTOM and wanted.custom.first and wanted.custom.last:
            for field, on in ((self._first, wanted.custom.first), (self._last, wanted.custom.last)):
                with QSignalBlocker(field):
                    field.setDate(QDate(on.year, on.month, on.day))
        self._set(wanted, anew=True)

    # --- making ------------------------------------------------------------------------------

    def _fill_status(self) -> None:
        self._status.setAccessibleName("Status")
        self._status.addItem("Any status", "")
        for status in STATUSES:
            self._status.addItem(status_words(status), status)
        self._status.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * theme.GRID)
        top.addWidget(self._number, 1)
        top.addWidget(self._status)
        top.addWidget(self._customer)
        top.addWidget(self._no_customer)
        chips = self._chips_row
        chips.setSpacing(2 * theme.GRID)
        words = [*(word for _, word in PRESETS), "Dates…"]
        for place, word in enumerate(words):
            chip = KeyButton(word, kind="chip", dense=True)
            chip.setCheckable(True)
            chip.setChecked(place == len(PRESETS) - 1)
            self._chips.addButton(chip, place)
            chips.addWidget(chip)
        days = QHBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(2 * theme.GRID)
        until = QLabel("to")
        until.setProperty("kind", "muted")
        days.addWidget(self._first)
        days.addWidget(until)
        days.addWidget(self._last)
        days.addStretch(1)
        chips.addStretch(1)
        column = self._column
        column.setContentsMargins(*[3 * theme.GRID] * 4)
        column.setSpacing(2 * theme.GRID)
        column.addLayout(top)
        column.addLayout(chips)
        column.addWidget(self._days)
        self._days.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The two days stand beside the spans where there is room, else below."""
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        if roomy and self._chips_row.indexOf(self._days) < 0:
            self._chips_row.insertWidget(self._chips_row.count() - 1, self._days)
        elif not roomy and self._column.indexOf(self._days) < 0:
            self._column.addWidget(self._days)

    # --- taking ------------------------------------------------------------------------------

    def _set(self, wanted: OrderFilter, *, anew: bool = False) -> None:
        changed = anew or wanted != self._filter
        self._filter = wanted
        self._show_customer()
        self._days.setVisible(wanted.preset == CUSTOM)
        if changed:
            self.changed.emit()

    def _show_customer(self) -> None:
        chosen = self._filter.customer_id is not None
        metrics = self._customer.fontMetrics()
        name = metrics.elidedText(self._filter.customer, Qt.TextElideMode.ElideRight, _NAME)
        self._customer.setText(name if chosen else "Customer")
        self._customer.setToolTip(self._filter.customer if chosen else "Orders of one customer")
        self._customer.setChecked(chosen)
        self._customer.set_key("" if chosen else "Ctrl+Shift+F")
        self._no_customer.setVisible(chosen)

    def _ask_customer(self) -> None:
        self._customer.setChecked(self._filter.customer_id is not None)
        self.customer_wanted.emit()

    def _take_number(self, text: str) -> None:
        self._set(replace(self._filter, number=text.strip()))

    def _take_status(self, _place: int) -> None:
        self._set(replace(self._filter, status=str(self._status.currentData())))

    def _take_preset(self, place: int) -> None:
        if place < len(PRESETS):
            self._set(replace(self._filter, preset=PRESETS[place][0]))
            return
        self._set(replace(self._filter, preset=CUSTOM, custom=self._span()))
        self._first.setFocus()

    def _take_days(self) -> None:
        if self._filter.preset == CUSTOM:
            self._set(replace(self._filter, custom=self._span()))

    def _span(self) -> Span:
        """Both days in order, whichever of the fields holds the earlier one."""
        days = [_day(self._first.date()), _day(self._last.date())]
        return Span(min(days), max(days))


def _day(shown: QDate) -> date:
    return date(shown.year(), shown.month(), shown.day())
