"""Asks what one unit costs at the till: of goods without a price of their own, or by right."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import BadAmount
from pos_app.domain.money import MAX_AMOUNT, MoneyFormat
from pos_app.ui.cart.figure_sheet import FigureSheet
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit


class PriceSheet(FigureSheet):
    """priced(int) ends it, minor units for one unit; taken_off() where the shelf price counts
    again. shelf is that price, None where there is none (it is asked for); own what counts now."""

    priced = Signal(object)
    taken_off = Signal()

    def __init__(
        self,
        name: str,
        unit: str,
        money: MoneyFormat,
        parent: QWidget,
        *,
        shelf: int | None = None,
        own: int | None = None,
    ) -> None:
        self._money = money
        self._shelf = shelf
        self._amount = MoneyEdit(money, field="own_price")
        each = "" if unit == "piece" else f", per {unit}"
        mark = money.decimal_mark if money.decimals else ""
        action = "Add" if shelf is None and own is None else "Set the price"
        title = "Another price" if shelf is not None or own is not None else "What does it cost?"
        super().__init__(title, f"{name}{each}", self._amount, mark, action, parent)
        self._off = KeyButton("Shelf price", key="Ctrl+Del")
        self.footer.insertWidget(0, self._off)
        self._off.setVisible(shelf is not None and own is not None)
        self._amount.set_amount(own if own is not None else shelf)
        self._amount.selectAll()

        self._off.clicked.connect(self._take_off)
        self.follow()

    def take(self) -> None:
        """Take this price; 0 only where it is typed."""
        try:
            price = self._amount.amount()
        except BadAmount as refusal:
            self.refuse(refusal, self._money)
            return
        if price is None:
            self.say("Type what one costs.")
        elif price < 0 or price > MAX_AMOUNT:
            self.say("That is no price.")
        else:
            self.accept()
            self.priced.emit(price)

    def follow(self) -> None:
        """Say how far it is from the shelf price."""
        money = self._money
        if self._shelf is None:
            self._effect.setText("It has no price of its own.")
            return
        words = f"{money.format(self._shelf)} on the shelf"
        try:
            price = self._amount.amount()
        except BadAmount:
            price = None
        if price is not None and price != self._shelf:
            less = self._shelf - price
            words += f", {money.format(abs(less))} {'less' if less > 0 else 'more'} here"
        self._effect.setText(words)

    def _take_off(self) -> None:
        self.accept()
        self.taken_off.emit()
