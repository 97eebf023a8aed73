"""The sheet that sells a gift card: what it is filled with, and its code."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from pos_app.domain.errors import BadValue, PosError
from pos_app.domain.money import MoneyFormat
from pos_app.ui import messages, theme
from pos_app.ui.scanning import WANTS_SCANS
from pos_app.ui.widgets.form import Form
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 460
_LONGEST = 40


class GiftCardSheet(Sheet):
    """sold(code, amount) asks for a line; code_asked for a new code. The owner answers with
    accept(), refuse(error) or show_code(code)."""

    sold = Signal(str, object)
    code_asked = Signal()

    def __init__(self, money: MoneyFormat, parent: QWidget) -> None:
        super().__init__("Sell a gift card", parent, _WIDTH)
        self._money = money
        self._amount = MoneyEdit(money)
        self._code = QLineEdit()
        self._make = KeyButton("Make a code", key="F3")
        self._form = Form()
        self._words = QLabel()
        self._go = KeyButton("Put it into the cart", key="Enter", kind="primary")
        self._amount.setProperty("figure", True)
        self._code.setMaxLength(_LONGEST)
        self._code.setPlaceholderText("Scan or type it")
        self._code.setProperty(WANTS_SCANS, True)
        self._words.setProperty("kind", "fault")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        for button in (self._make, self._go):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self._form.row("Amount", self._amount)
        self._form.row("Code of the card", self._code, field="gift_card")
        make = QHBoxLayout()
        make.addWidget(self._make)
        hint = QLabel("A card that exists is filled up.")
        hint.setProperty("kind", "muted")
        make.addSpacing(theme.GRID)
        make.addWidget(hint, 1)
        self.body.addWidget(self._form)
        self.body.addLayout(make)
        self.body.addWidget(self._words)
        self.footer.addWidget(self._go)
        self._words.hide()

        self._make.clicked.connect(self.code_asked)
        self._go.clicked.connect(self._sell)
        self._amount.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_code(self, code: str) -> None:
        """A code that was made: the card is to carry it."""
        self._code.setText(code)
        (self._go if self._amount.text() else self._amount).setFocus()

    def refuse(self, error: Exception) -> None:
        """It can't be sold so: say why, beside the field."""
        self._go.setEnabled(True)
        if isinstance(error, BadValue) and self._form.has(error.field):
            self._form.fail(error.field, messages.words(error, self._money).title)
            return
        if isinstance(error, PosError):
            message = messages.words(error, self._money)
            self._words.setText(f"{message.title} {message.hint}".strip())
        else:
            self._words.setText("It was not put into the cart; try again.")
        self._words.show()

    def _sell(self) -> None:
        """Enter: the amount first, then the code, then the line."""
        self._form.clear_faults()
        self._words.hide()
        try:
            amount = self._amount.amount()
        except BadValue as refusal:
            self.refuse(refusal)
            return
        code = self._code.text().strip()
        if amount is None or amount <= 0:
            self._form.fail("amount", "Type what the card is to hold.")
        elif not code and self._amount.hasFocus():
            self._code.setFocus()
        elif not code:
            self._form.fail("gift_card", "Scan or type the card's code, or make one (F3).")
        else:
            self._go.setEnabled(False)
            self.sold.emit(code, amount)
