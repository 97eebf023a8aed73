"""A row of the count: the coin or note, how many there are, and what they come to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from pos_app.domain.denominations import Denomination
from pos_app.domain.errors import BadAmount
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.shifts.count_field import MOST, CountField

_NAME = 16 * theme.GRID
_FIELD = 19 * theme.GRID
_SUM = 22 * theme.GRID


class CountRow(QWidget):
    """changed comes with every figure typed; a figure that says nothing is marked, and counts as
    none until it is mended."""

    changed = Signal()

    def __init__(self, coin: Denomination, money: MoneyFormat) -> None:
        super().__init__()
        self.coin = coin
        self._money = money
        self.fault = ""
        self._each = coin.value * coin.pieces
        self.field = CountField(self._each, money)
        name = QLabel(coin_words(coin, money))
        self._sum = QLabel()
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setBuddy(self.field)
        name.setMinimumWidth(_NAME)
        name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.field.setFixedWidth(_FIELD)
        self.field.setProperty("stepper", True)
        what = "Rolls of" if coin.kind == "roll" else "Pieces of"
        self.field.setAccessibleName(f"{what} {name.text()}")
        self._sum.setProperty("kind", "muted")
        self._sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._sum.setMinimumWidth(_SUM)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.GRID)
        row.addWidget(name)
        row.addWidget(self.field)
        row.addWidget(self._sum, 1)

        self.field.stepped.connect(self._step)
        self.field.textChanged.connect(self._follow)
        self._follow()

    @property
    def pieces(self) -> int:
        """How many coins or notes there are; none while what was typed can't be read."""
        return self._typed() * self.coin.pieces

    @property
    def total(self) -> int:
        """What they come to, in minor units."""
        return self.pieces * self.coin.value

    def _typed(self) -> int:
        try:
            return self.field.pieces()
        except BadAmount:
            return 0

    def _step(self, by: int) -> None:
        typed = min(max(self._typed() + by, 0), MOST)
        self.field.setText(str(typed) if typed else "")
        self.field.selectAll()

    def _follow(self) -> None:
        self.fault = ""
        try:
            self.field.pieces()
        except BadAmount as error:
            self.fault = (
                f"{error.value} is no multiple of {self._money.plain(self._each)}"
                if error.reason == "not_divisible"
                else f"{error.value} is no number of pieces"
            )
        self._sum.setText(self._money.plain(self.total) if self.total else "")
        self._sum.setToolTip(self.fault)
        wrong = bool(self.fault)
        if bool(self.field.property("fault")) != wrong:
            self.field.setProperty("fault", wrong)
            theme.restyle(self.field)
        self.field.setAccessibleDescription(self.fault or self._sum.text())
        self.changed.emit()


def coin_words(coin: Denomination, money: MoneyFormat) -> str:
    """A coin, a note or a roll as it is written here: "20", "0,05", "50 × 0,01"."""
    words = money.plain(coin.value)
    if money.decimals and not coin.value % 10**money.decimals:
        words = words[: -1 - money.decimals]
    return f"{coin.pieces} × {words}" if coin.kind == "roll" else words
