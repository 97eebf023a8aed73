"""A field for a quantity: whole pieces, or a weight with at most three decimals."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pos_app.domain.errors import BadQuantity
from pos_app.domain.quantity import format_quantity, parse_quantity


class QuantityEdit(QLineEdit):
    """A right-aligned line edit for a quantity in the given unit."""

    def __init__(
        self, unit: str = "piece", parent: QWidget | None = None, *, field: str = "quantity"
    ) -> None:
        super().__init__(parent)
        self._unit = unit
        self._field = field
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(20)

    def set_unit(self, unit: str) -> None:
        """Read what is typed in another unit from now on."""
        self._unit = unit

    def quantity(self) -> Decimal | None:
        """What stands there, None when empty; raises BadQuantity (half a piece too)."""
        text = self.text().strip()
        if not text:
            return None
        quantity = parse_quantity(text, self._field)
        if self._unit == "piece" and quantity != quantity.to_integral_value():
            raise BadQuantity(self._field, text, "whole_pieces")
        return quantity

    def set_quantity(self, quantity: Decimal | int | None) -> None:
        """Show this quantity, or nothing."""
        self.setText("" if quantity is None else format_quantity(Decimal(quantity)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """All is chosen on arrival, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()
