"""Goods that come back without a receipt: how much of them, at what price, in what state."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.domain.errors import BadQuantity
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import LooseLine, ProductRow
from pos_app.ui import theme
from pos_app.ui.orders.returns.quantity_field import ReturnQuantity
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.two_lines import TwoLines

_PRICE = 22 * theme.GRID
_NOTHING = Decimal(0)


class LooseRow(QWidget):
    """changed comes with each new figure or state; removed where it is none of them after all,
    moved(step) where an arrow leads to another line."""

    changed = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, product: ProductRow, quantity: Decimal, money: MoneyFormat) -> None:
        super().__init__()
        self.product = product
        name = product.name
        each = "each" if product.unit == "piece" else f"per {product.unit}"
        self._name = TwoLines(theme.BODY, theme.MEDIUM, lines=1)
        self._hint = QLabel(f"{money.plain(product.price)} {each} today")
        self._less = KeyButton("\N{MINUS SIGN}")
        self.field = ReturnQuantity(product.unit)
        self._more = KeyButton("+")
        self.price = MoneyEdit(money, field="price")
        self.damaged = QCheckBox("Damaged")
        self._remove = KeyButton(icon="x", kind="ghost")
        self._name.set_text(name)
        self._hint.setProperty("kind", "small")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.field.setProperty("stepper", True)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setFixedWidth(theme.CONTROL + 5 * theme.GRID)
        self.field.setAccessibleName(f"How much of {name} comes back")
        self.field.set_quantity(quantity)
        self.price.setFixedWidth(_PRICE)
        self.price.setPlaceholderText(money.plain(product.price))
        self.price.setAccessibleName(f"Price {each} of {name}")
        self.damaged.setAccessibleName(f"{name} is damaged")
        self.damaged.setToolTip("It is not put back on the shelf (D)")
        self.damaged.setMinimumHeight(theme.CONTROL)
        for button, words in (
            (self._less, "One less"),
            (self._more, "One more"),
            (self._remove, "Leave out"),
        ):
            button.setFixedWidth(theme.CONTROL)
            button.setAccessibleName(f"{words}: {name}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for button in (self._less, self._more):
            button.setProperty("figure", True)
            button.setAutoRepeat(True)
        self._lay_out()

        self._less.clicked.connect(lambda: self.step(-1))
        self._more.clicked.connect(lambda: self.step(1))
        self._remove.clicked.connect(self.removed)
        self.field.stepped.connect(self.step)
        self.field.moved.connect(self.moved)
        self.field.damaged_wanted.connect(self.damaged.click)
        self.field.textChanged.connect(self.changed)
        self.price.textChanged.connect(self.changed)
        self.damaged.toggled.connect(self.changed)

    def line(self) -> LooseLine | None:
        """What comes back, None for nothing. Raises BadQuantity, BadAmount."""
        quantity = self.field.quantity()
        if not quantity:
            return None
        price, damaged = self.price.amount(), self.damaged.isChecked()
        return LooseLine(self.product.id, quantity, price, damaged)

    def step(self, by: int | Decimal) -> None:
        """So much more or less; with nothing left the line goes."""
        try:
            now = self.field.quantity() or _NOTHING
        except BadQuantity:
            now = _NOTHING
        if now + by <= 0:
            self.removed.emit()
        else:
            self.field.set_quantity(now + by)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._hint)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.GRID, 0, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addLayout(words, 1)
        row.addSpacing(2 * theme.GRID)
        for part in (self._less, self.field, self._more):
            row.addWidget(part)
        row.addSpacing(theme.GRID)
        row.addWidget(self.price)
        row.addSpacing(2 * theme.GRID)
        row.addWidget(self.damaged)
        row.addWidget(self._remove)
        self.setFixedHeight(theme.CONTROL + 4 * theme.GRID)
