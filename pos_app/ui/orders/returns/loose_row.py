"""Goods that come back without a receipt: how much of them, at what price, in what state."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from pos_app.domain.errors import BadQuantity
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import LooseLine, ProductRow
from pos_app.ui import theme
from pos_app.ui.orders.returns.goods_row import GoodsRow
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit

_PRICE = 22 * theme.GRID
_NOTHING = Decimal(0)


class LooseRow(GoodsRow):
    """removed comes where none of it comes back after all."""

    removed = Signal()

    def __init__(self, product: ProductRow, quantity: Decimal, money: MoneyFormat) -> None:
        name = product.name
        super().__init__(name, product.unit)
        self.product = product
        each = "each" if product.unit == "piece" else f"per {product.unit}"
        self.price = MoneyEdit(money, field="price")
        self.damaged = QCheckBox("Damaged")
        self._remove = KeyButton(icon="x", kind="ghost")
        self._hint.setText(f"{money.plain(product.price)} {each} today")
        self.field.set_quantity(quantity)
        self.price.setFixedWidth(_PRICE)
        self.price.setPlaceholderText(money.plain(product.price))
        self.price.setAccessibleName(f"Price {each} of {name}")
        self.damaged.setAccessibleName(f"{name} is damaged")
        self.damaged.setToolTip("It is not put back on the shelf (D)")
        self.damaged.setMinimumHeight(theme.CONTROL)
        self._remove.setFixedWidth(theme.CONTROL)
        self._remove.setAccessibleName(f"Leave out: {name}")
        self._remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

        self._less.clicked.connect(lambda: self.step(-1))
        self._more.clicked.connect(lambda: self.step(1))
        self._remove.clicked.connect(self.removed)
        self.field.stepped.connect(self.step)
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
        row = self._begin_row()
        row.addSpacing(theme.GRID)
        row.addWidget(self.price)
        row.addSpacing(2 * theme.GRID)
        row.addWidget(self.damaged)
        row.addWidget(self._remove)
