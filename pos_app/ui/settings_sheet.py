"""The shop's own facts, to be read and changed: name, address, taxes, cash, time zone."""

from typing import Any
from zoneinfo import available_timezones

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSpinBox, QWidget

from pos_app.domain.errors import BadValue, PosError
from pos_app.domain.payment import CashRounding
from pos_app.domain.rows import ShopInfo
from pos_app.ui import approving, messages, places
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 640
_LONGEST_IDLE = 240

_MODES = (
    ("To the nearest, half up", "half_up"),
    ("Down", "down"),
    ("Up", "up"),
)


class SettingsSheet(Sheet):
    """Saves through `shop.settings.update`; what only this till remembers is in the menu."""

    def __init__(
        self, desk: Desk, parent: QWidget, allowed: approving.Allowed | None = None
    ) -> None:
        super().__init__("Shop settings", parent, _WIDTH, scroll=True)
        self._desk = desk
        self._allowed = allowed or approving.Allowed()
        info = desk.shop.info
        self._form = Form(columns=6)
        self._name = QLineEdit(info.name, maxLength=80)
        self._line1 = QLineEdit(info.line1, maxLength=200)
        self._zip = QLineEdit(info.zip, maxLength=20)
        self._city = QLineEdit(info.city, maxLength=100)
        self._phone = QLineEdit(info.phone, maxLength=30)
        self._country = places.choices(places.countries, info.country)
        self._currency = QLineEdit(info.currency, readOnly=True)
        self._zone = _zones(info.timezone)
        self._included = QCheckBox("Prices include tax")
        self._step = MoneyEdit(desk.shop.money, field="cash_step")
        self._mode = Choice()
        self._shifts = QCheckBox("Nothing is sold without an open shift")
        self._limit = MoneyEdit(desk.shop.money, field="difference_limit")
        self._lock = QSpinBox()
        self._badge = QCheckBox("A badge signs in without a PIN")
        self._example = QLabel()
        self._save = KeyButton("Save", key="Enter", kind="primary")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)

        self._included.setChecked(info.tax_included)
        self._step.set_amount(info.cash_step if info.cash_step > 1 else None)
        self._step.setPlaceholderText("not rounded")
        for words, mode in _MODES:
            self._mode.addItem(words, mode)
        self._mode.setCurrentIndex(max(0, self._mode.findData(info.cash_mode)))
        self._shifts.setChecked(info.shift_needed)
        self._limit.set_amount(info.difference_limit)
        self._lock.setRange(0, _LONGEST_IDLE)
        self._lock.setSuffix(" minutes")
        self._lock.setSpecialValueText("never")
        self._lock.setValue(info.lock_minutes)
        self._badge.setChecked(info.badge_signs_in)
        self._example.setProperty("kind", "small")
        self._fill_form()
        self.body.addWidget(self._form)
        self.footer.addWidget(self._cancel)
        self.footer.addWidget(self._save)
        self._name.setFocus()

        self._step.textChanged.connect(self._show_example)
        self._mode.currentIndexChanged.connect(self._show_example)
        self._save.clicked.connect(self._ask)
        self._cancel.clicked.connect(self.reject)

    def _fill_form(self) -> None:
        form = self._form
        form.row("Name of the shop", self._name, "Stands on every receipt.", field="name", span=6)
        form.row("Street and number", self._line1, field="line1", span=6)
        form.row("ZIP code", self._zip, field="zip", span=2)
        form.row("City", self._city, span=4)
        form.row("Country", self._country, span=3)
        form.row("Phone", self._phone, span=3)
        form.row("Time zone", self._zone, "Says which day a sale is of.", field="timezone", span=3)
        form.row("Currency", self._currency, "All amounts in the books are in it.", span=3)
        form.row("Cash is rounded to", self._step, field="cash_step", span=2)
        form.row("How", self._mode, field="cash_mode", span=4)
        form.row("For example", self._example, field="example", span=6)
        form.row(
            "Taxes",
            self._included,
            "For sales from now on. Rates stand under Prices and taxes (Ctrl+6).",
            field="tax_included",
            span=6,
        )
        form.row("Shifts", self._shifts, field="shift_needed", span=6)
        form.row(
            "Difference that needs an approval",
            self._limit,
            "A count that is further off than this.",
            field="difference_limit",
            span=3,
        )
        form.row(
            "Lock the till when nobody works for",
            self._lock,
            "The cart stays.",
            field="lock_minutes",
            span=3,
        )
        form.row("Badges", self._badge, field="badge_signs_in", span=6)
        self._show_example()

    def _show_example(self) -> None:
        """What a sum comes to that is paid in cash."""
        money = self._desk.shop.money
        try:
            rounding = CashRounding(self._step.amount() or 1, str(self._mode.currentData()))
        except BadValue:
            self._example.setText("–")
            return
        if rounding.step == 1:
            self._example.setText("Cash is not rounded.")
            return
        due = 98 * rounding.step + max(1, rounding.step * 2 // 5)
        paid = money.plain(rounding.apply(due))
        self._example.setText(
            f"{money.plain(due)} is paid as {paid} in cash; cards and all else are not rounded."
        )

    def _ask(self) -> None:
        self._form.clear_faults()
        try:
            changes = self._changes()
        except BadValue as fault:
            self._refused(fault)
            return
        if not changes:
            self.reject()
            return
        update = self._desk.shop.settings.update
        self._save.setEnabled(False)
        approving.ask(
            self._desk,
            lambda by: update(by=by, **changes),
            self._saved,
            self._refused,
            about="Change the shop's settings",
            parent=self,
            allowed=self._allowed,
        )

    def _changes(self) -> dict[str, Any]:
        info = self._desk.shop.info
        wanted = {
            "name": self._name.text(),
            "line1": self._line1.text(),
            "zip": self._zip.text(),
            "city": self._city.text(),
            "phone": self._phone.text(),
            "country": self._country.currentData(),
            "timezone": self._zone.currentText(),
            "tax_included": self._included.isChecked(),
            "cash_step": self._step.amount() or 1,
            "cash_mode": self._mode.currentData(),
            "shift_needed": self._shifts.isChecked(),
            "difference_limit": self._limit.amount() or 0,
            "lock_minutes": self._lock.value(),
            "badge_signs_in": self._badge.isChecked(),
        }
        return {name: value for name, value in wanted.items() if value != getattr(info, name)}

    def _saved(self, _info: ShopInfo) -> None:
        self._desk.notices.say("Settings saved.")
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, BadValue) and self._form.has(error.field):
            self._form.fail(error.field, messages.words(error).title)
        elif isinstance(error, PosError):
            messages.show(error)


def _zones(chosen: str) -> QComboBox:
    box = Choice()
    box.addItems(sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"))
    if box.findText(chosen) < 0:
        box.addItem(chosen)
    box.setCurrentText(chosen)
    box.setMaxVisibleItems(12)
    return box
