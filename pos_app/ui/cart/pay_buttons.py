"""The buttons of the pay sheet: the ways to pay, and amounts that are likely to be handed over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from pos_app.domain.cash import quick_amounts
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.cart.tender import Tender
from pos_app.ui.cart.ways import OF_A_CUSTOMER, WAYS
from pos_app.ui.widgets.key_button import KeyButton

_QUICK = 3
_GAP = 2 * theme.GRID


class WayButtons(QWidget):
    """One button for each way to pay; chosen(method) by click or key. A customer's own ways are
    there only for a sale that has one."""

    chosen = Signal(str)

    def __init__(self, *, of_customer: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = {
            way.method: KeyButton(way.words, key=way.key)
            for way in WAYS
            if of_customer or way.method not in OF_A_CUSTOMER
        }
        columns = 3 if of_customer else 2
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_GAP)
        for place, button in enumerate(self._buttons.values()):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            grid.addWidget(button, place // columns, place % columns)
            grid.setColumnStretch(place % columns, 1)

        for method, button in self._buttons.items():
            button.clicked.connect(lambda _=False, method=method: self.chosen.emit(method))

    def show_method(self, method: str) -> None:
        """Show which one is chosen."""
        for each, button in self._buttons.items():
            button.setChecked(each == method)


class AmountButtons(QWidget):
    """The exact amount, and for cash the notes that cover it; offered(amount), None for exact."""

    offered = Signal(object)

    def __init__(self, money: MoneyFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._money = money
        self._amounts: tuple[int, ...] = ()
        self._exact = KeyButton("Exact")
        self._quick = [KeyButton("") for _ in range(_QUICK)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for button in (self._exact, *self._quick):
            button.setProperty("touch", True)
            button.setProperty("figure", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button, 1)

        self._exact.clicked.connect(lambda: self.offered.emit(None))
        for place, button in enumerate(self._quick):
            button.clicked.connect(
                lambda _=False, place=place: self.offered.emit(self._amounts[place])
            )

    def show_tender(self, tender: Tender) -> None:
        """Offer what is likely for it."""
        likely = quick_amounts(tender.due, self._money.currency, _QUICK)
        cash = tender.method == "cash"
        self._amounts = tuple(
            amount for amount in likely if cash and amount % tender.rounding.step == 0
        )
        for place, button in enumerate(self._quick):
            shown = place < len(self._amounts)
            button.setVisible(shown)
            button.setText(self._short(self._amounts[place]) if shown else "")

    def _short(self, amount: int) -> str:
        """Whole notes without their decimals: "20.00" is "20" on a button."""
        figure = self._money.plain(amount)
        cents = self._money.decimal_mark + "0" * self._money.decimals
        return figure.removesuffix(cents) if self._money.decimals else figure
