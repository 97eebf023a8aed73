"""Who buys in the basket that is tried, when, and with which code."""

from datetime import datetime, time
from functools import partial

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.errors import BadValue
from pos_app.domain.promotions import DAY
from pos_app.domain.rows import GroupPriceRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.prices.fields import TimeEdit, to_date
from pos_app.ui.prices.ground import Ground
from pos_app.ui.prices.sentence import minutes_of
from pos_app.ui.prices.trial import Setting
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.day_edit import DayEdit

_PAGE = 500
_EXEMPT = "Pays no tax"
_ANY_WIDTH = 16_777_215
_LEAST = 6
"""Characters that a list is wide at least."""


class TrialSetting(QWidget):
    """changed comes with every change, and when a group's prices have been read."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._prices: dict[int, int] = {}
        self._filled = False
        locale = desk.shop.info.locale
        self.group = Choice()
        self.code = Choice()
        self.day = DayEdit("Day", QLocale(locale))
        self.time = TimeEdit("Time", locale)
        self.exempt = QCheckBox(_EXEMPT)
        self.time.setMinimumWidth(0)
        self.time.setMaximumWidth(_ANY_WIDTH)  # as wide as the list above it
        self.setProperty("kind", "plain")
        for field in (self.group, self.code, self.day, self.time):
            field.setProperty("dense", True)
        for choice, name in ((self.group, "Customer group"), (self.code, "Discount code")):
            choice.setAccessibleName(name)
            choice.setMinimumContentsLength(_LEAST)
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )

        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2 * theme.GRID)
        grid.addWidget(self.group, 0, 0)
        grid.addWidget(self.code, 0, 1)
        grid.addWidget(self.day, 1, 0)
        grid.addWidget(self.time, 1, 1)
        grid.addWidget(self.exempt, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

        self.group.activated.connect(self._take_group)
        self.code.activated.connect(self.changed)
        self.day.dateChanged.connect(self.changed)
        self.time.textChanged.connect(self.changed)
        self.exempt.toggled.connect(self.changed)

    def show_ground(self, ground: Ground) -> None:
        """Take the rules as they are now; what is chosen stays as far as it is still there."""
        if not self._filled:
            self._filled = True
            now = ground.now
            self.day.setDate(QDate(now.year, now.month, now.day))
            self.time.set_minutes(minutes_of(now))
        group, code = self.group.currentData(), self.code.currentText()
        self.group.clear()
        self.group.addItem("Anybody", None)
        for each in ground.groups:
            self.group.addItem(each.name, each.id)
        self.group.setCurrentIndex(max(0, self.group.findData(group)))
        self.code.clear()
        self.code.addItem("No code", None)
        for row in ground.codes or ():
            if row.active:
                self.code.addItem(row.code, row)
        self.code.setCurrentIndex(max(0, self.code.findText(code)))
        self._take_group()

    def setting(self) -> Setting:
        """What is chosen; raises BadValue."""
        minutes = self.time.minutes() or 0
        if minutes >= DAY:
            raise BadValue("time", self.time.text(), "range")
        at = datetime.combine(to_date(self.day.date()), time(minutes // 60, minutes % 60))
        zone = wording.timezone_of(self._desk.shop.info.timezone)
        return Setting(
            at.replace(tzinfo=zone),
            self.group.currentData(),
            self._prices,
            _EXEMPT if self.exempt.isChecked() else "",
            self.code.currentData(),
        )

    def _take_group(self) -> None:
        group_id = self.group.currentData()
        self._prices = {}
        if group_id is not None:
            self._desk.tasks.office.run(
                partial(_price_list, self._desk, group_id), self._take_prices, latest="prices"
            )
        self.changed.emit()

    def _take_prices(self, answer: tuple[int, dict[int, int]]) -> None:
        group_id, prices = answer
        if group_id == self.group.currentData():
            self._prices = prices
            self.changed.emit()


def _price_list(desk: Desk, group_id: int) -> tuple[int, dict[int, int]]:
    """A group's whole price list; runs in a lane."""
    prices: dict[int, int] = {}
    after: GroupPriceRow | None = None
    while True:
        page = desk.shop.groups.prices(group_id, after=after, limit=_PAGE)
        prices.update((row.product_id, row.price) for row in page)
        if len(page) < _PAGE:
            return group_id, prices
        after = page[-1]
