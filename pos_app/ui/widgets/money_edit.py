"""A field for an amount of money, written and read as the shop writes it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.domain.money import MoneyFormat


class MoneyEdit(QLineEdit):
    """A right-aligned line edit for minor units of the shop's currency."""

    def __init__(
        self, money: MoneyFormat, parent: QWidget | None = None, *, field: str = "amount"
    ) -> None:
        super().__init__(parent)
        self._money = money
        self._field = field
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText(money.plain(0))
        self.setMaxLength(30)

    def amount(self) -> int | None:
        """What stands there in minor units, None when empty; raises BadAmount."""
        text = self.text().strip()
        return self._money.parse(text, self._field) if text else None

    def set_amount(self, amount: int | None) -> None:
        """Show this many minor units, or nothing."""
        self.setText("" if amount is None else self._money.plain(amount))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """All is chosen on arrival, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()
