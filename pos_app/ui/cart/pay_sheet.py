"""The sheet that takes the money: tenders one after another, what is due, what comes back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.cash import quick_amounts
from pos_app.domain.errors import BadAmount, PosError
from pos_app.domain.money import MoneyFormat
from pos_app.ui import messages, theme
from pos_app.ui.cart.number_pad import NumberPad
from pos_app.ui.cart.pay_sums import PaySums
from pos_app.ui.cart.tender import Tender
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.sheet import Sheet

_METHODS = (("cash", "Cash", "F1"), ("card", "Card", "F2"), ("transfer", "Transfer", "F3"))
_QUICK = 3


class PaySheet(Sheet):
    """Pay an amount (minor units) by one tender or several.

    An empty amount means exactly what is due, so Enter alone pays the sum. paid(payments) asks
    for the sale; the sheet then waits, busy, until the owner calls accept() or refuse(error).
    """

    paid = Signal(tuple)

    def __init__(self, total: int, money: MoneyFormat, parent: QWidget) -> None:
        super().__init__("Pay", parent)
        self._money = money
        self._tender = Tender(total, money.currency)
        self._busy = False
        self._methods = {method: KeyButton(text, key=key) for method, text, key in _METHODS}
        self._amount = MoneyEdit(money)
        self._exact = KeyButton("Exact")
        self._quick = [KeyButton("") for _ in range(_QUICK)]
        self._pad = NumberPad(money.decimal_mark if money.decimals else "")
        self._sums = PaySums(money)
        self._fault = QLabel()
        self._finish = KeyButton("", key="Enter", kind="pay")
        self._amount.setProperty("figure", True)
        self._amount.setAccessibleName("Amount tendered")
        self._fault.setProperty("kind", "fault")
        self._fault.setWordWrap(True)
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        for button in self._methods.values():
            button.setCheckable(True)
            button.setProperty("touch", True)
        for button in (*self._methods.values(), self._exact, *self._quick, self._finish):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for button in (self._exact, *self._quick):
            button.setProperty("touch", True)
            button.setProperty("figure", True)

        self._lay_out()

        for method, button in self._methods.items():
            button.clicked.connect(lambda _=False, method=method: self._choose(method))
        self._exact.clicked.connect(lambda: self._offer(None))
        for place, button in enumerate(self._quick):
            button.clicked.connect(lambda _=False, place=place: self._offer_quick(place))
        self._pad.pressed.connect(self._amount.insert)
        self._pad.erased.connect(self._amount.backspace)
        self._amount.textChanged.connect(self._follow)
        self._finish.clicked.connect(self._take)
        self._sums.take_back_asked.connect(self._take_back)
        self._amount.setFocus()
        self._follow()

    def refuse(self, error: Exception) -> None:
        """The sale was not made: say why; the money counted so far stays counted."""
        self._set_busy(False)
        self._tender = self._tender.take_back()
        self._follow()
        if isinstance(error, PosError):
            self._fault.setText(self._refusal_words(error))
        else:
            self._fault.setText("The sale was not made. Nothing was booked; try again.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits typed while a button has the focus are an amount all the same."""
        text = event.text()
        if text and text.isprintable() and not self._busy and not self._amount.hasFocus():
            self._amount.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._amount.setText(text)
            event.accept()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        """The sale is in the books."""
        self._set_busy(False)
        super().accept()

    def _lay_out(self) -> None:
        gap = 2 * theme.GRID
        methods = QHBoxLayout()
        methods.setSpacing(gap)
        for button in self._methods.values():
            methods.addWidget(button, 1)
        quick = QHBoxLayout()
        quick.setSpacing(gap)
        for button in (self._exact, *self._quick):
            quick.addWidget(button, 1)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addLayout(methods)
        left.addSpacing(gap)
        left.addWidget(self._amount)
        left.addSpacing(theme.GRID)
        left.addLayout(quick)
        left.addWidget(self._pad)
        right = QVBoxLayout()
        right.setSpacing(3 * theme.GRID)
        right.addWidget(self._sums, 1)
        right.addWidget(self._fault)
        right.addWidget(self._finish)
        columns = QHBoxLayout()
        columns.setSpacing(6 * theme.GRID)
        columns.addLayout(left, 9)
        columns.addLayout(right, 7)
        self.body.addLayout(columns)

    # --- what the clerk does -----------------------------------------------------------------

    def _choose(self, method: str) -> None:
        self._tender = self._tender.by(method)
        self._amount.clear()
        self._follow()
        self._amount.setFocus()

    def _offer(self, amount: int | None) -> None:
        self._amount.set_amount(self._tender.due if amount is None else amount)
        self._amount.setFocus()

    def _offer_quick(self, place: int) -> None:
        amounts = quick_amounts(self._tender.due, self._money.currency, _QUICK)
        self._offer(amounts[place])

    def _take(self) -> None:
        """Take the tender; with the last one the sale goes to the books."""
        if self._busy:
            return
        try:
            self._tender = self._tender.take(self._amount.amount())
        except PosError as refusal:
            self._fault.setText(self._refusal_words(refusal))
            self._amount.selectAll()
            self._amount.setFocus()
            return
        if self._tender.due > 0:
            self._amount.clear()
            self._follow()
            self._amount.setFocus()
            return
        self._set_busy(True)
        self.paid.emit(self._tender.taken)

    def _refusal_words(self, refusal: PosError) -> str:
        if isinstance(refusal, BadAmount) and refusal.reason == "too_large":
            typed = self._amount.text()
            return f"“{typed}” is no amount for this sale. To scan it, close with Esc first."
        message = messages.words(refusal, self._money)
        return f"{message.title} {message.hint}".strip()

    def _take_back(self) -> None:
        self._tender = self._tender.take_back()
        self._follow()
        self._amount.setFocus()

    # --- what it shows -----------------------------------------------------------------------

    def _typed(self) -> int | None:
        """The amount that stands there; None for nothing, or nothing that could be one yet."""
        try:
            return self._amount.amount()
        except BadAmount:
            return None

    def _follow(self) -> None:
        tender, amount = self._tender, self._typed()
        self._fault.clear()
        for method, button in self._methods.items():
            button.setChecked(method == tender.method)
        self._amount.setPlaceholderText(self._money.plain(tender.due))
        cash = tender.method == "cash"
        amounts = quick_amounts(tender.due, self._money.currency, _QUICK) if cash else ()
        for place, button in enumerate(self._quick):
            button.setVisible(place < len(amounts))
            shown = self._money.plain(amounts[place]) if place < len(amounts) else ""
            button.setText(_short(shown, self._money))
        self._sums.show_tender(tender, amount)
        self._finish.setText(self._finish_words(amount))

    def _finish_words(self, amount: int | None) -> str:
        if self._busy:
            return "Saving …"
        if self._tender.rest(amount) > 0:
            return f"Take {self._money.plain(amount or 0)}"
        return "Finish sale"

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.set_closable(not busy)
        for widget in (self._finish, self._amount, self._exact, self._pad, *self._quick):
            widget.setEnabled(not busy)
        for button in self._methods.values():
            button.setEnabled(not busy)
        self._finish.setText(self._finish_words(self._typed()))
        if not busy:
            self._amount.setFocus()


def _short(figure: str, money: MoneyFormat) -> str:
    """Whole notes without their decimals: "20.00" is "20" on a button."""
    cents = money.decimal_mark + "0" * money.decimals
    return figure.removesuffix(cents) if money.decimals else figure
