"""The foot of the cart: items, savings, tax, the total, and the buttons that end a sale."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.documents.wording import quantity, rate
from pos_app.domain.cart import Cart
from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.cart.sale import Sale
from pos_app.ui.widgets.key_button import KeyButton

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def items_words(cart: Cart, money: MoneyFormat) -> str:
    """ "7 items · 4 lines": pieces count each, what is weighed counts once."""
    items = Decimal(0)
    for line in cart.lines:
        items += line.quantity if line.unit == "piece" else 1
    lines = len(cart.lines)
    one = "item" if items == 1 else "items"
    row = "line" if lines == 1 else "lines"
    return f"{quantity(items, 'piece', money)} {one} · {lines} {row}"


def tax_words(sale: Sale, money: MoneyFormat) -> str:
    """What stands before the tax; the rate is named where there is only one."""
    rates = {line.tax_rate_ppm for line in sale.priced.lines if line.tax}
    words = "Tax included" if sale.priced.tax_included else "Tax"
    return f"{words} {rate(rates.pop(), money)}" if len(rates) == 1 else words


class Totals(QFrame):
    """Sums of the open sale; the buttons say what they are pressed for."""

    park_asked = Signal()
    recall_asked = Signal()
    code_asked = Signal()
    pay_asked = Signal()

    def __init__(self, sale: Sale, money: MoneyFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sale = sale
        self._money = money
        self._note = QLabel()
        self._rows = [(QLabel(), QLabel()) for _ in range(3)]
        self._total = (QLabel("Total"), QLabel())
        self._park = KeyButton("Park", key="F8")
        self._recall = KeyButton("Recall", key="F9")
        self._code = KeyButton("Code", key="F7")
        self._pay = KeyButton("Pay", key="F12", kind="pay")
        self.setProperty("kind", "foot")
        for words, figure in self._rows:
            words.setProperty("kind", "muted")
            figure.setProperty("kind", "muted")
            figure.setAlignment(_RIGHT)
        self._rows[1][1].setProperty("tone", "good")
        self._note.setProperty("kind", "muted")
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        for label in self._total:
            label.setProperty("kind", "total")
        self._total[1].setAlignment(_RIGHT)
        for button in (self._park, self._recall, self._code, self._pay):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        sums = QGridLayout()
        sums.setVerticalSpacing(theme.GRID)
        sums.setColumnStretch(1, 1)
        for row, pair in enumerate((*self._rows, self._total)):
            sums.addWidget(pair[0], row, 0)
            sums.addWidget(pair[1], row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        for button in (self._park, self._recall, self._code):
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self._note)
        column.addLayout(sums)
        column.addSpacing(2 * theme.GRID)
        column.addLayout(buttons)
        column.addWidget(self._pay)

        sale.changed.connect(self.refresh)
        self._park.clicked.connect(self.park_asked)
        self._recall.clicked.connect(self.recall_asked)
        self._code.clicked.connect(self.code_asked)
        self._pay.clicked.connect(self.pay_asked)
        self.refresh()

    def show_parked(self, count: int) -> None:
        """Say on the button how many sales are parked."""
        self._recall.setText(f"Recall {count}" if count else "Recall")

    def refresh(self) -> None:
        """Show the sums of now."""
        cart, sums, money = self._sale.cart, self._sale.priced, self._money
        self._note.setText(f"“{cart.note}”")
        self._note.setVisible(bool(cart.note))
        code = cart.code.code if cart.code else ""
        savings = f"Savings · {code}" if code else "Savings"
        self._show(0, items_words(cart, money) if cart else "No items", money.plain(sums.subtotal))
        self._show(1, savings, money.plain(-sums.discount), sums.discount > 0 or bool(code))
        self._show(2, tax_words(self._sale, money), money.plain(sums.tax), sums.tax > 0)
        self._total[1].setText(money.format(sums.total))
        self._pay.setText(f"Pay {money.format(sums.total)}" if cart else "Pay")
        for button in (self._pay, self._park, self._code):
            button.setEnabled(bool(cart))

    def _show(self, row: int, words: str, figure: str, visible: bool = True) -> None:
        for label, text in zip(self._rows[row], (words, figure), strict=True):
            label.setText(text)
            label.setVisible(visible)
