"""The foot of the cart: the sums, the total, and the buttons that end a sale."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.cart.exchanging import Exchanging
from pos_app.ui.cart.sale import Sale
from pos_app.ui.cart.sums import Sum, explanation, sums_of
from pos_app.ui.cart.sums_block import SumsBlock
from pos_app.ui.widgets.key_button import KeyButton

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Totals(QFrame):
    """Sums of the open sale; the buttons say what they are pressed for."""

    park_asked = Signal()
    recall_asked = Signal()
    code_asked = Signal()
    pay_asked = Signal()
    sums_asked = Signal()
    """What the sums are made of is to be shown."""

    def __init__(
        self, sale: Sale, exchanging: Exchanging, money: MoneyFormat, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sale = sale
        self._exchanging = exchanging
        self._money = money
        self._note = QLabel()
        self.sums = SumsBlock()
        self._total = (QLabel("Total"), QLabel())
        self._park = KeyButton("Park", key="F8")
        self._recall = KeyButton("Recall", key="F9")
        self._code = KeyButton("Code", key="F7")
        self._pay = KeyButton("Pay", key="F12", kind="pay")
        self.setProperty("kind", "foot")
        self._note.setProperty("kind", "muted")
        self._note.setWordWrap(True)
        self._note.setMaximumHeight(10 * theme.GRID)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        for label in self._total:
            label.setProperty("kind", "total")
        self._total[1].setAlignment(_RIGHT)
        for button in (self._park, self._recall, self._code, self._pay):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        total = QHBoxLayout()
        total.addWidget(self._total[0])
        total.addWidget(self._total[1], 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * theme.GRID)
        for button in (self._park, self._recall, self._code):
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self._note)
        column.addWidget(self.sums)
        column.addLayout(total)
        column.addSpacing(theme.GRID)
        column.addLayout(buttons)
        column.addWidget(self._pay)

        sale.changed.connect(self.refresh)
        exchanging.changed.connect(self.refresh)
        self._park.clicked.connect(self.park_asked)
        self._recall.clicked.connect(self.recall_asked)
        self._code.clicked.connect(self.code_asked)
        self._pay.clicked.connect(self.pay_asked)
        self.sums.clicked.connect(self.sums_asked)
        self.refresh()

    def show_parked(self, count: int) -> None:
        """Say on the button how many sales are parked."""
        self._recall.setText(f"Recall {count}" if count else "Recall")

    def refresh(self) -> None:
        """Show the sums of now."""
        cart, sums, money = self._sale.cart, self._sale.priced, self._money
        self._note.setText(f"“{cart.note}”")
        self._note.setVisible(bool(cart.note))
        self.sums.show_sums(self._sums(), explanation(self._sale, money))
        exchange = cart.exchange is not None
        balance = self._exchanging.balance if self._exchanging.ready else sums.total
        words = "Total"
        if exchange:
            words = "To give back" if balance < 0 else "To pay"
        self._total[0].setText(words)
        self._total[1].setText(money.format(abs(balance)))
        self._pay.setText(self._pay_words(balance))
        self._park.setEnabled(not cart.empty)
        self._code.setEnabled(bool(cart))
        self._pay.setEnabled(bool(cart) and self._exchanging.ready)

    def _sums(self) -> list[Sum]:
        """What stands above the total; what comes back stands above these, with its worth."""
        sums = sums_of(self._sale, self._money)
        if self._sale.cart.exchange is not None:
            sums.append(Sum("Sold", self._money.plain(self._sale.priced.total), "text"))
        return sums

    def _pay_words(self, balance: int) -> str:
        cart, figure = self._sale.cart, self._money.format(abs(balance))
        if not cart:
            return "Pay"
        if cart.exchange is None or balance > 0:
            return f"Pay {figure}"
        return f"Give back {figure}" if balance < 0 else "Finish the exchange"
