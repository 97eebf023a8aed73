"""What a way to pay wants to know beside the amount: a card's last digits, a gift card's code."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QWidget

from pos_app.domain.errors import NotEnoughCredit
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import LedgerRow
from pos_app.ui import theme
from pos_app.ui.cart.tender import Tender
from pos_app.ui.scanning import WANTS_SCANS

_LONGEST_REFERENCE = 60
_LONGEST_CODE = 40
_HINTS = {
    "cash": "Leave the amount empty for exactly what is due.",
    "transfer": "Book it here once the money is promised.",
}


class PayFields(QStackedWidget):
    """A row of a fixed height below the ways to pay, so that nothing jumps when they change.

    It knows the ledgers it was shown: a gift card, a customer's store credit and account.
    """

    changed = Signal()
    """Other words stand in a field; what was known of a gift card may not hold any more."""

    def __init__(self, money: MoneyFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._money = money
        self._ledgers: dict[str, LedgerRow] = {}
        self._hint = QLabel()
        self._card = QWidget()
        self._last4 = QLineEdit()
        self._reference = QLineEdit()
        self._gift = QWidget()
        self._code = QLineEdit()
        self._held = QLabel()
        self._hint.setProperty("kind", "muted")
        self._hint.setWordWrap(True)
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._held.setProperty("kind", "heading")
        self._last4.setPlaceholderText("Last 4 digits")
        self._last4.setAccessibleName("Last four digits of the card")
        self._last4.setMaxLength(4)
        self._reference.setPlaceholderText("Approval code")
        self._reference.setAccessibleName("Approval code")
        self._reference.setMaxLength(_LONGEST_REFERENCE)
        self._code.setPlaceholderText("Scan or type the card's code")
        self._code.setAccessibleName("Code of the gift card")
        self._code.setProperty(WANTS_SCANS, True)
        self._code.setMaxLength(_LONGEST_CODE)

        for page, fields in (
            (self._card, (self._last4, self._reference)),
            (self._gift, (self._code, self._held)),
        ):
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(2 * theme.GRID)
            for place, field in enumerate(fields):
                row.addWidget(field, (3, 2)[place] if page is self._gift else (2, 3)[place])
        for page in (self._hint, self._card, self._gift):
            self.addWidget(page)
        self.setFixedHeight(theme.CONTROL)

        for field in (self._last4, self._reference, self._code):
            field.textEdited.connect(self.changed)

    # --- what is known -----------------------------------------------------------------------

    @property
    def code(self) -> str:
        """The gift card's code as it stands there."""
        return self._code.text().strip()

    @property
    def wants_card(self) -> bool:
        """True where a gift card's code is typed whose balance is not known."""
        card = self._ledgers.get("gift_card")
        return card is None or card.code.upper() != self.code.upper()

    def details(self, method: str) -> dict[str, str]:
        """What goes with a tender of this method."""
        if method == "card":
            return {
                "last4": self._last4.text().strip(),
                "reference": self._reference.text().strip(),
            }
        row = self._ledgers.get(method)
        if row is None:
            return {}
        return {"code": row.code} if method == "gift_card" else {"holder": row.customer}

    def left(self, tender: Tender) -> int | None:
        """What the ledger of this way to pay still holds, less what was taken already; None for
        one without a ledger, or where it is not known yet."""
        row = self._ledgers.get(tender.method)
        if row is None or (tender.method == "gift_card" and self.wants_card):
            return None
        return max(0, row.left - tender.spent(row.code))

    def asks_for_card(self, tender: Tender) -> bool:
        """True while a gift card is to pay, and nobody knows yet what is on it."""
        return tender.method == "gift_card" and tender.due > 0 and self.wants_card

    def offered(self, tender: Tender) -> int:
        """What is taken while no amount is typed; nothing from a card that is not known."""
        if self.asks_for_card(tender):
            return 0
        left = self.left(tender)
        return tender.due if left is None else min(tender.due, left)

    # --- what it shows -----------------------------------------------------------------------

    def show_ledger(self, row: LedgerRow) -> None:
        """From now on this is what a ledger holds."""
        self._ledgers[row.kind] = row
        if row.kind == "gift_card":
            self._code.setText(row.code)

    def forget(self, method: str, refusal: Exception | None = None) -> None:
        """The next gift card is another one; a customer's ledger holds what its refusal says."""
        row = self._ledgers.pop(method, None)
        if method == "gift_card":
            self._code.clear()
        elif row is not None and isinstance(refusal, NotEnoughCredit):
            self._ledgers[method] = replace(row, left=refusal.left)

    def clear_details(self) -> None:
        """The next card is another one."""
        self._last4.clear()
        self._reference.clear()

    def show_tender(self, tender: Tender) -> None:
        """Show the row of this way to pay."""
        left = self.left(tender)
        if tender.method == "card":
            self.setCurrentWidget(self._card)
        elif tender.method == "gift_card":
            self.setCurrentWidget(self._gift)
            shown = "" if left is None else f"{self._money.format(left)} left"
            self._held.setText(shown)
            self._held.setVisible(bool(shown))
        else:
            self.setCurrentWidget(self._hint)
            self._hint.setText(self._hint_words(tender.method, left))

    def _hint_words(self, method: str, left: int | None) -> str:
        if method in _HINTS:
            return _HINTS[method]
        if left is None:
            return "Looking up what is left …"
        row = self._ledgers[method]
        figure = self._money.format(left)
        if method == "account":
            return f"{row.customer} may still buy for {figure} on account."
        return f"{row.customer} has {figure} of store credit."

    def start(self) -> QLineEdit | None:
        """The field that has to be filled first; None where the amount is enough."""
        gift = self.currentWidget() is self._gift and self.wants_card
        return self._code if gift else None
