"""The rates of a tax class as they are typed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout

from pos_app.domain.errors import BadValue
from pos_app.domain.money import MoneyFormat
from pos_app.domain.tax import TaxRate
from pos_app.ui import theme
from pos_app.ui.prices.fields import PercentEdit
from pos_app.ui.prices.lines import Line, Lines
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.money_edit import MoneyEdit

_FIGURE = 22 * theme.GRID
_PERCENT, _AMOUNT = "percent", "amount"


class RateLine(Line):
    """One rate: its name, per cents or an amount per unit, and how it goes with the others."""

    def __init__(self, money: MoneyFormat, included: Callable[[], bool]) -> None:
        super().__init__()
        self._included = included
        self.name = QLineEdit(maxLength=40)
        self.kind = Choice()
        self.percent = PercentEdit(money, "rate_ppm")
        self.amount = MoneyEdit(money, field="tax_amount")
        self.compound = QCheckBox("Charged on the taxes above it too")
        self.taxed = QCheckBox("Other taxes apply to it")
        self.on_top = QCheckBox("On top of the shelf price")
        self._prepare()
        self._lay_out()
        self._take_kind()

        self.kind.currentIndexChanged.connect(self._take_kind)
        for field in (self.name, self.percent, self.amount):
            field.textChanged.connect(self.edited)
        for tick in (self.compound, self.taxed, self.on_top):
            tick.toggled.connect(self.edited)

    def _prepare(self) -> None:
        self.name.setPlaceholderText("Name, as on the receipt")
        self.name.setAccessibleName("Name of the rate")
        self.kind.addItem("%", _PERCENT)
        self.kind.addItem("per unit", _AMOUNT)
        self.kind.setAccessibleName("Per cent or amount")
        self.percent.setAccessibleName("Per cent")
        self.amount.setAccessibleName("Amount per unit")
        self.drop.setAccessibleName("Remove this rate")
        self.drop.setToolTip("Remove this rate")
        for field in (self.name, self.kind, self.amount):
            field.setProperty("dense", True)
        for field in (self.percent, self.amount):
            field.setFixedWidth(_FIGURE)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * theme.GRID)
        top.addWidget(self.name, 1)
        for part in (self.percent, self.amount, self.kind, self.drop):
            top.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.GRID] * 4)
        column.setSpacing(0)
        column.addLayout(top)
        for tick in (self.compound, self.taxed, self.on_top):
            column.addWidget(tick)
        ticks = (self.compound, self.taxed, self.on_top)
        self.set_order(self.name, self.percent, self.amount, self.kind, *ticks)

    def _take_kind(self) -> None:
        fixed = self.kind.currentData() == _AMOUNT
        self.percent.setVisible(not fixed)
        self.amount.setVisible(fixed)
        self.compound.setVisible(not fixed)
        self.taxed.setVisible(fixed)
        # Without taxes in the price all amounts come on top anyway.
        self.on_top.setVisible(fixed and (self._included() or self.on_top.isChecked()))
        self.edited.emit()

    def allow_compound(self, allowed: bool) -> None:
        """The first rate has none above it."""
        self.compound.setEnabled(allowed or self.compound.isChecked())

    def show_rate(self, rate: TaxRate) -> None:
        """Show this one."""
        self.name.setText(rate.name)
        self.name.setCursorPosition(0)
        self.kind.setCurrentIndex(self.kind.findData(_AMOUNT if rate.amount else _PERCENT))
        self.percent.set_rate(None if rate.amount else rate.rate_ppm)
        self.amount.set_amount(rate.amount or None)
        self.compound.setChecked(rate.compound)
        self.taxed.setChecked(rate.taxed)
        self.on_top.setChecked(rate.on_top)
        self._take_kind()

    def start(self) -> None:
        """The name waits."""
        self.name.setFocus()

    def raw(self) -> object:
        """Everything that stands in it."""
        ticks = (self.compound, self.taxed, self.on_top)
        texts = (self.name, self.percent, self.amount)
        return (
            self.kind.currentData(),
            *(field.text().strip() for field in texts),
            *(tick.isChecked() for tick in ticks),
        )

    def rate(self) -> TaxRate:
        """What is typed; raises BadValue."""
        name = self.name.text().strip()
        if not name:
            raise BadValue("tax_name", "", "empty")
        if self.kind.currentData() == _AMOUNT:
            amount = self.amount.amount()
            if not amount:
                raise BadValue("tax_amount", self.amount.text(), "zero")
            return TaxRate(
                name, amount=amount, taxed=self.taxed.isChecked(), on_top=self.on_top.isChecked()
            )
        return TaxRate(name, self.percent.rate(), compound=self.compound.isChecked())


class RateLines(Lines[RateLine]):
    """All the rates of a class from one day on."""

    changed = Signal()

    def __init__(self, money: MoneyFormat, included: Callable[[], bool]) -> None:
        super().__init__(lambda: RateLine(money, included), "Add a rate")
        self.edited.connect(self._show_order)

    def show_rates(self, rates: Sequence[TaxRate]) -> None:
        """Show these; a single empty line where there are none."""
        shown = rates or (TaxRate("Tax"),)
        for line, rate in zip(self.show_lines(len(shown)), shown, strict=True):
            line.show_rate(rate)
        self._show_order()

    def rates(self) -> tuple[TaxRate, ...]:
        """What is typed; raises BadValue."""
        return tuple(line.rate() for line in self.lines)

    def _show_order(self) -> None:
        for place, line in enumerate(self.lines):
            line.allow_compound(place > 0)
        self.changed.emit()
