"""A sale just finished: the change in the largest type, the receipt's number, and the way on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.documents.wording import clock
from pos_app.domain.money import MoneyFormat
from pos_app.domain.payment import Payment
from pos_app.domain.rows import LedgerRow, Receipt, ShopInfo
from pos_app.ui import theme
from pos_app.ui.cart.ways import hidden, payment_words
from pos_app.ui.printing.keys import GIFT_KEY, PRINT_KEY
from pos_app.ui.widgets.key_button import KeyButton

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROWS = 8


class DoneView(QWidget):
    """Stays until the next sale begins. Enter is the scan field's: it asks for a new sale."""

    new_sale_asked = Signal()
    receipt_asked = Signal()
    print_asked = Signal(str)
    """On paper, as this copy: "original" (a duplicate where there was one before) or "gift"."""

    def __init__(self, money: MoneyFormat, info: ShopInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._money = money
        self._info = info
        self._figures: list[tuple[str, str]] = []
        self._picture = QLabel()
        self._title = QLabel("Sale finished")
        self._number = QLabel()
        self._box = QFrame()
        self._change_words = QLabel()
        self._change = QLabel()
        self._rows = [(QLabel(), QLabel()) for _ in range(_ROWS)]
        self._receipt = KeyButton("Receipt", key="F11", icon="receipt-text")
        self.print = KeyButton("Print", key=PRINT_KEY, icon="printer")
        self.gift = KeyButton("Gift receipt", key=GIFT_KEY, icon="gift")
        self._new = KeyButton("New sale", key="Enter", kind="pay", listens=False)
        self._title.setProperty("kind", "title")
        self._number.setProperty("kind", "muted")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._box.setProperty("kind", "good")
        self._change_words.setProperty("kind", "heading")
        self._change.setProperty("kind", "change")
        self._change.setAccessibleName("Change to give")
        for label in (self._change_words, self._change):
            label.setProperty("tone", "good")
        for words, figure in self._rows:
            words.setProperty("kind", "muted")
            figure.setAlignment(_RIGHT)
        for button in (self._receipt, self.print, self.gift, self._new):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self._lay_out()

        self._new.clicked.connect(self.new_sale_asked)
        self._receipt.clicked.connect(self.receipt_asked)
        self.print.clicked.connect(lambda: self.print_asked.emit("original"))
        self.gift.clicked.connect(lambda: self.print_asked.emit("gift"))
        theme.notifier().changed.connect(self._paint_picture)
        self._paint_picture()
        self.offer_paper("")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(3 * theme.GRID)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._number)
        head.addWidget(self._picture)
        head.addLayout(names, 1)
        box = QVBoxLayout(self._box)
        box.setContentsMargins(*[5 * theme.GRID] * 4)
        box.setSpacing(theme.GRID)
        box.addWidget(self._change_words)
        box.addWidget(self._change)
        rows = QGridLayout()
        rows.setVerticalSpacing(2 * theme.GRID)
        rows.setColumnStretch(1, 1)
        for row, pair in enumerate(self._rows):
            rows.addWidget(pair[0], row, 0)
            rows.addWidget(pair[1], row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[6 * theme.GRID] * 4)
        column.setSpacing(5 * theme.GRID)
        column.addLayout(head)
        column.addWidget(self._box)
        column.addLayout(rows)
        column.addStretch(1)
        papers = QHBoxLayout()
        papers.setSpacing(2 * theme.GRID)
        papers.addWidget(self._receipt, 1)
        papers.addWidget(self.print, 1)
        foot = QVBoxLayout()
        foot.setSpacing(2 * theme.GRID)
        foot.addWidget(self.gift)
        foot.addLayout(papers)
        foot.addWidget(self._new)
        column.addLayout(foot)

    def offer_paper(self, words: str) -> None:
        """Offer to print the receipt, in these words, and a gift receipt; neither with ""."""
        self.print.setText(words or "Print")
        for button in (self.print, self.gift):
            button.setVisible(bool(words))

    def show_receipt(self, receipt: Receipt, payments: Sequence[Payment]) -> None:
        """Show what was sold and what comes back."""
        money = self._money
        again = " · was in the books already" if receipt.repeated else ""
        self._number.setText(f"Receipt {receipt.number} · {clock(receipt.at, self._info)}{again}")
        self._show_change(receipt)
        self._figures = [("Total", money.plain(receipt.total))]
        if receipt.return_number:
            returned = receipt.exchanged + receipt.given_back
            self._figures.append((f"Returned, {receipt.return_number}", money.plain(-returned)))
        if receipt.rounding:
            sign = "+" if receipt.rounding > 0 else ""
            self._figures.append(("Rounding", sign + money.plain(receipt.rounding)))
        paid: dict[str, int] = {}
        for payment in payments:
            if not payment.amount:  # what was left was rounded to nothing
                continue
            words = payment_words(payment)
            paid[words] = paid.get(words, 0) + payment.amount
        self._figures += [(words, money.plain(sum_)) for words, sum_ in paid.items()]
        self._show_figures()

    def _show_change(self, receipt: Receipt) -> None:
        """What is handed out, large: change, or what an exchange leaves."""
        even = bool(receipt.return_number) and receipt.exchanged == receipt.total
        words = "Even exchange" if even else "No change to give"
        if receipt.given_back:
            words = "To give back"
        elif receipt.change_due:
            words = "Change"
        self._change_words.setText(words)
        self._change.setText(self._money.format(receipt.given_back or receipt.change_due))

    def show_card(self, card: LedgerRow) -> None:
        """Show what is left on a gift card that this sale was paid with."""
        self._figures.append((f"Left on card {hidden(card.code)}", self._money.plain(card.left)))
        self._show_figures()

    def _show_figures(self) -> None:
        if len(self._figures) > _ROWS:  # many cards: the last rows say the most
            self._figures = [self._figures[0], *self._figures[1 - _ROWS :]]
        for place, (words, figure) in enumerate(self._rows):
            shown = place < len(self._figures)
            words.setVisible(shown)
            figure.setVisible(shown)
            if shown:
                words.setText(self._figures[place][0])
                figure.setText(self._figures[place][1])

    def _paint_picture(self) -> None:
        self._picture.setPixmap(theme.pixmap("circle-check", "good", 9 * theme.GRID))
