"""The sheet for goods sold by weight or measure: what lies on the scale, or what is typed."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.devices.scale import State
from pos_app.domain.errors import BadQuantity, PosError
from pos_app.domain.money import MoneyFormat, times
from pos_app.domain.quantity import format_quantity, to_sold_thousandths
from pos_app.domain.rows import ProductRow
from pos_app.ui import messages, theme
from pos_app.ui.scanning.plate import WEIGHED, Plate
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.number_pad import NumberPad
from pos_app.ui.widgets.quantity_edit import QuantityEdit
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 560
_SAYS = {
    State.STABLE: "Lies still. Enter takes it.",
    State.MOVING: "Still moving …",
    State.EMPTY: "Put it on the scale, or type the weight.",
    State.OVER: "Too heavy for the scale. Weigh it in parts, or type the weight.",
    State.UNDER: "The scale is below zero. Take everything off and zero it.",
}
_SOLD = "This was sold already. Take it off the scale first."
_TYPE = "Type how much it is."


class WeighSheet(Sheet):
    """answered(Decimal) comes with Enter: what was typed, else what lies still on the plate.

    plate is None where this till has no scale, or the goods are not sold by weight.
    """

    answered = Signal(object)

    def __init__(
        self, product: ProductRow, money: MoneyFormat, plate: Plate | None, parent: QWidget
    ) -> None:
        super().__init__(product.name, parent, _WIDTH)
        self._product = product
        self._money = money
        self._plate = plate if product.unit in WEIGHED else None
        price = QLabel(f"{money.format(product.price)} per {product.unit}")
        self._figure = QLabel()
        self._cost = QLabel()
        self._says = QLabel()
        self._edit = QuantityEdit(product.unit)
        self._pad = NumberPad(money.decimal_mark or ".")
        self._fault = QLabel()
        self._go = KeyButton("Put it into the cart", key="Enter", kind="primary")
        price.setProperty("kind", "muted")
        self._figure.setProperty("kind", "total")
        self._cost.setProperty("kind", "figure")
        self._cost.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._says.setProperty("kind", "muted")
        self._fault.setProperty("kind", "fault")
        for words in (self._says, self._fault):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
        self._edit.setProperty("figure", True)
        self._edit.setAccessibleName(f"How much, in {product.unit}")
        self._edit.setPlaceholderText(f"Type it, in {product.unit}")
        self._go.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        weight = QHBoxLayout()
        weight.addWidget(self._figure, 1)
        weight.addWidget(self._cost)
        column = QVBoxLayout()
        column.setSpacing(2 * theme.GRID)
        column.addWidget(price)
        column.addLayout(weight)
        column.addWidget(self._says)
        column.addWidget(self._edit)
        column.addWidget(self._pad)
        column.addWidget(self._fault)
        self.body.addLayout(column)
        self.footer.addWidget(self._go)
        self._fault.hide()

        self._go.clicked.connect(self._take)
        self._edit.textChanged.connect(self._follow)
        self._pad.pressed.connect(self._edit.insert)
        self._pad.erased.connect(self._edit.backspace)
        if self._plate is not None:
            self._plate.changed.connect(self._weigh)
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    # --- inside ------------------------------------------------------------------------------

    def _weight(self) -> Decimal | None:
        return None if self._plate is None else self._plate.weight(self._product.unit)

    def _weigh(self) -> None:
        plate = self._plate
        self._follow()
        ready = plate is not None and plate.by_itself and not self._edit.text()
        if ready and self.isVisible() and self._weight() is not None:
            self._take()

    def _typed(self) -> Decimal | None:
        try:
            return self._edit.quantity()
        except BadQuantity:
            return None

    def _follow(self) -> None:
        typed = bool(self._edit.text().strip())
        quantity = self._typed() if typed else self._weight()
        unit = self._product.unit
        shown = "–" if quantity is None else format_quantity(quantity)
        self._figure.setText(f"{shown} {unit}")
        self._cost.setText("" if not quantity else self._money.format(self._price(quantity)))
        self._says.setText(self._words())
        self._says.setVisible(not typed)
        self._fault.hide()
        self._go.setEnabled(typed or quantity is not None)
        self.resize_to_content()

    def _price(self, quantity: Decimal) -> int:
        try:
            return times(self._product.price, to_sold_thousandths(quantity, self._product.unit))
        except PosError:
            return 0

    def _words(self) -> str:
        plate = self._plate
        if plate is None:
            return _TYPE
        if plate.trouble is not None:
            said = messages.words(plate.trouble)
            return f"{said.title} {_TYPE}"
        return _SOLD if plate.sold_already else _SAYS[plate.state]

    def _take(self) -> None:
        weighed = not self._edit.text().strip()
        try:
            quantity = self._weight() if weighed else self._edit.quantity()
            if quantity is None:
                return
            to_sold_thousandths(quantity, self._product.unit)
        except BadQuantity as refusal:
            said = messages.words(refusal, self._money)
            self._fault.setText(f"{said.title} {said.hint}")
            self._fault.show()
            self._edit.selectAll()
            self.resize_to_content()
            return
        if weighed and self._plate is not None:
            self._plate.take()
        self.accept()
        self.answered.emit(quantity)
