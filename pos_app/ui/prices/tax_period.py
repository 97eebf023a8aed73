"""The rates of a tax class from one day on, as they are typed."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.tax import TaxPeriod, TaxRate, TaxRule
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.fields import to_date
from pos_app.ui.prices.rate_lines import RateLines
from pos_app.ui.widgets.day_edit import DayEdit
from pos_app.ui.widgets.key_button import KeyButton


class TaxPeriodFields(QWidget):
    """The rates from one day on; the day can be typed until it is kept."""

    edited = Signal()
    dropped = Signal()

    def __init__(self, desk: Desk, valid_from: date | None, *, kept: bool) -> None:
        super().__init__()
        info = desk.shop.info
        self.kept = kept
        self._valid_from = valid_from
        self.day = DayEdit("From", QLocale(info.locale))
        self.rates = RateLines(desk.shop.money, lambda: desk.shop.info.tax_included)
        self.drop = KeyButton("Take this period away", kind="link")
        self.hint = QLabel()
        self._opened_with: object = None
        if valid_from is not None:
            self.day.setDate(QDate(valid_from.year, valid_from.month, valid_from.day))
        self.day.setProperty("dense", True)
        self.hint.setProperty("kind", "faint")
        self.hint.setWordWrap(True)

        from_row = QWidget()
        row = QHBoxLayout(from_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel("From"))
        row.addWidget(self.day, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(from_row)
        column.addWidget(self.rates)
        column.addWidget(self.hint)
        column.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignLeft)
        self.drop.setVisible(valid_from is not None)
        from_row.setVisible(not kept and valid_from is not None)

        self.rates.changed.connect(self.edited)
        self.day.dateChanged.connect(self.edited)
        self.drop.clicked.connect(self.dropped)

    @property
    def valid_from(self) -> date | None:
        """The day, None for the beginning."""
        if self.kept or self._valid_from is None:
            return self._valid_from
        return to_date(self.day.date())

    @property
    def changed(self) -> bool:
        """True when it is new or was typed in."""
        return not self.kept or self.raw() != self._opened_with

    def show_rates(self, rates: tuple[TaxRate, ...]) -> None:
        """Fill it."""
        self.rates.show_rates(rates)
        self._opened_with = self.raw()

    def raw(self) -> object:
        """Everything that stands in it."""
        return (self.valid_from, self.rates.raw())

    def period(self) -> TaxPeriod:
        """What is typed; raises BadValue."""
        rates = self.rates.rates()
        return TaxPeriod(self.valid_from, TaxRule(rates).rates)
