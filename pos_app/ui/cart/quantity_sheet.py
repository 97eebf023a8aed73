"""Another quantity for the selected line, with a pad for thumbs."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from pos_app.documents import wording
from pos_app.domain.cart import CartLine
from pos_app.domain.errors import BadQuantity, PosError
from pos_app.domain.money import MoneyFormat, times
from pos_app.domain.quantity import to_thousandths
from pos_app.ui.cart.figure_sheet import FigureSheet
from pos_app.ui.widgets.quantity_edit import QuantityEdit


class QuantitySheet(FigureSheet):
    """take_quantity is called with what was typed, 0 for none of it; what it refuses is said here.
    price is what one unit of the line costs, in minor units."""

    def __init__(
        self,
        line: CartLine,
        price: int,
        money: MoneyFormat,
        take_quantity: Callable[[Decimal], None],
        parent: QWidget,
    ) -> None:
        self._unit = line.unit
        self._price = price
        self._money = money
        self._take_quantity = take_quantity
        self._quantity = QuantityEdit(line.unit)
        unit = "" if line.unit == "piece" else f", in {line.unit}"
        # Pieces have no decimals: their pad has 00 there.
        mark = "" if line.unit == "piece" else money.decimal_mark or "."
        super().__init__("How much?", f"{line.name}{unit}", self._quantity, mark, "Take it", parent)
        self._quantity.set_quantity(line.quantity)
        self._quantity.selectAll()
        self.follow()

    def take(self) -> None:
        """Take this quantity."""
        try:
            quantity = self._quantity.quantity()
            if quantity is None:
                self.say("Type how much it is.")
                return
            self._take_quantity(quantity)
        except PosError as refusal:
            self.refuse(refusal, self._money)
            return
        self.accept()

    def follow(self) -> None:
        """Say what so much of it costs, before discounts."""
        money = self._money
        try:
            quantity = self._quantity.quantity()
            count = to_thousandths(quantity) if quantity is not None else None
        except BadQuantity:
            count = quantity = None
        if quantity is None or count is None:
            self._effect.setText(f"{money.format(self._price)} for one")
        elif not count:
            self._effect.setText("Takes it out of the cart")
        else:
            figure = wording.quantity(quantity, self._unit, money)
            total = money.format(times(self._price, count))
            self._effect.setText(f"{figure} × {money.plain(self._price)} = {total}")
