"""The fields of a tax class: its name, and its rates through time."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from pos_app.documents import wording
from pos_app.domain.errors import BadValue
from pos_app.domain.rows import TaxClassRow
from pos_app.domain.tax import TaxClass, TaxPeriod, TaxRate, TaxRule
from pos_app.ui import messages
from pos_app.ui.desk import Desk
from pos_app.ui.prices.editor import Editor
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.sentence import rate_words, rates_words
from pos_app.ui.prices.tax_period import TaxPeriodFields
from pos_app.ui.prices.trial import NEW_ID
from pos_app.ui.widgets.key_button import KeyButton

_NOW_HINT = (
    "A change here counts from now on; what was sold keeps its taxes. For rates that change on a "
    "day, add them with that day."
)
_LATER_HINT = "These rates count from that day on."


_ALSO = {
    **dict.fromkeys(("tax_name", "tax_amount", "rate_ppm", "compound", "taxed"), "rates"),
    "name": "tax_class",
}


@dataclass(frozen=True, slots=True)
class TaxDraft:
    """A class as it is typed: its name, and those of its periods that are new or changed."""

    name: str
    periods: tuple[TaxPeriod, ...]


class TaxEditor(Editor):
    """period_drop_wanted(day) asks to take a kept period away."""

    period_drop_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(columns=1, also=_ALSO)
        self._desk = desk
        self._row: TaxClassRow | None = None
        self._ground: Ground | None = None
        self._periods: list[TaxPeriodFields] = []
        self.name = QLineEdit(maxLength=40)
        self.chips = QButtonGroup(self)
        self._chips_column = QVBoxLayout()
        self._pages = QVBoxLayout()
        self.later = KeyButton("New rates from a day", icon="calendar", kind="link")
        self.name.setProperty("dense", True)
        self._lay_out()

        self.name.textChanged.connect(self.edited)
        self.chips.idClicked.connect(self._show_period)
        self.later.clicked.connect(self._add_later)

    def _lay_out(self) -> None:
        when = QWidget()
        column = QVBoxLayout(when)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._chips_column.setSpacing(2)
        column.addLayout(self._chips_column)
        row = QHBoxLayout()
        row.addWidget(self.later)
        row.addStretch(1)
        column.addLayout(row)
        rates = QWidget()
        self._pages.setContentsMargins(0, 0, 0, 0)
        rates.setLayout(self._pages)
        self.form.row("Name", self.name, "Stands in lists of products.", field="tax_class")
        self.form.row("Rates through time", when, field="valid_from")
        self.form.row("Rates", rates, field="rates")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.form)

    # --- filling -----------------------------------------------------------------------------

    def show_row(self, row: TaxClassRow | None, ground: Ground) -> None:
        """Fill the fields; a new class begins with one empty rate."""
        self._row, self._ground = row, ground
        self.name.setText(row.name if row else "")
        self.name.setCursorPosition(0)
        for period in self._periods:
            self._pages.removeWidget(period)
            period.hide()
            period.deleteLater()
        self._periods = []
        for each in row.periods if row else (TaxPeriod(None, ()),):
            self._append(each.valid_from, each.rates, kept=row is not None)
        self._show_chips(self._current_place())

    def first_field(self) -> QWidget:
        """The name."""
        return self.name

    def _append(
        self, valid_from: date | None, rates: tuple[TaxRate, ...], *, kept: bool
    ) -> TaxPeriodFields:
        period = TaxPeriodFields(self._desk, valid_from, kept=kept)
        period.show_rates(rates)
        period.edited.connect(self._take_edit)
        period.dropped.connect(lambda: self._drop(period))
        self._periods.append(period)
        self._pages.addWidget(period)
        return period

    def _current_place(self) -> int:
        assert self._ground is not None
        today, place = self._ground.now.date(), 0
        for number, period in enumerate(self._periods):
            if period.valid_from is None or period.valid_from <= today:
                place = number
        return place

    def _show_chips(self, chosen: int) -> None:
        for chip in self.chips.buttons():
            self.chips.removeButton(chip)
            self._chips_column.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        current = self._current_place()
        for place, period in enumerate(self._periods):
            chip = KeyButton(kind="tab")
            chip.setProperty("align", "left")
            chip.setCheckable(True)
            chip.setChecked(place == chosen)
            self.chips.addButton(chip, place)
            self._chips_column.addWidget(chip)
            later = place > current
            period.hint.setText(_LATER_HINT if later else _NOW_HINT)
        self._name_chips()
        self._show_period(chosen)

    def _name_chips(self) -> None:
        assert self._ground is not None
        current = self._current_place()
        for place, period in enumerate(self._periods):
            day = period.valid_from
            start = "From the beginning" if day is None else f"From {self._day(day)}"
            try:
                rates = rates_words(period.rates.rates(), self._ground.money)
            except BadValue:
                rates = "…"
            now = "  ·  now" if place == current and len(self._periods) > 1 else ""
            self.chips.button(place).setText(f"{start}: {rates}{now}")

    def _day(self, day: date) -> str:
        assert self._ground is not None
        return wording.day(day, self._ground.info)

    def _show_period(self, chosen: int) -> None:
        for place, period in enumerate(self._periods):
            period.setVisible(place == chosen)

    def _take_edit(self) -> None:
        if self.chips.buttons():
            self._name_chips()
        self.edited.emit()

    def _add_later(self) -> None:
        assert self._ground is not None
        days = [period.valid_from for period in self._periods if period.valid_from]
        first = max([self._ground.now.date(), *days]) + timedelta(days=1)
        try:
            rates = self._periods[-1].rates.rates()
        except BadValue:
            rates = ()
        period = self._append(first, rates, kept=False)
        self._show_chips(len(self._periods) - 1)
        period.day.setFocus()
        self.edited.emit()

    def _drop(self, period: TaxPeriodFields) -> None:
        if period.kept:
            self.period_drop_wanted.emit(period.valid_from)
            return
        self._periods.remove(period)
        self._pages.removeWidget(period)
        period.hide()
        period.deleteLater()
        self._show_chips(self._current_place())
        self.edited.emit()

    # --- reading -----------------------------------------------------------------------------

    def raw(self) -> object:
        """Everything that stands in the fields."""
        return (self.name.text().strip(), *(period.raw() for period in self._periods))

    def read(self) -> TaxDraft | None:
        """The name and what is new of the periods."""
        name = self.name.text().strip()
        if not name:
            self.form.fail("tax_class", messages.words(BadValue("tax_class", "", "empty")).title)
            return None
        periods = []
        for place, period in enumerate(self._periods):
            try:
                if period.changed:
                    periods.append(period.period())
            except BadValue as fault:
                self.chips.button(place).setChecked(True)
                self._show_period(place)
                self.form.fail("rates", messages.words(fault).title)
                return None
        days = [period.valid_from for period in self._periods]
        if len(set(days)) < len(days):
            self.form.fail("valid_from", "Two periods begin on the same day.")
            return None
        return TaxDraft(name, tuple(periods))

    def draft(self) -> TaxClass | None:
        """The class with all of its periods as they stand; what can't be read yet is as kept."""
        kept = {each.valid_from: each for each in self._row.periods} if self._row else {}
        periods: list[TaxPeriod] = []
        for period in self._periods:
            try:
                periods.append(period.period())
            except BadValue:
                if period.valid_from in kept:
                    periods.append(kept[period.valid_from])
        periods.sort(key=lambda each: each.valid_from or date.min)
        key = self._row.id if self._row else NEW_ID
        return TaxClass(key, self.name.text().strip() or "?", tuple(periods))

    def sentence(self) -> str:
        """What is charged today."""
        if self._ground is None:
            return ""
        draft = self.draft()
        rates = draft.rates_on(self._ground.now.date()) if draft else ()
        if not rates:
            return ""
        words = ", ".join(rate_words(rate, self._ground.money) for rate in rates)
        total = wording.rate(TaxRule(rates).rate_ppm, self._ground.money)
        percents = [rate for rate in rates if not rate.amount]
        whole = f" Together {total} of a price without tax." if len(percents) > 1 else ""
        return f"Today: {words}.{whole}"
