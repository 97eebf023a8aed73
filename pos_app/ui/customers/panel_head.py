"""The head of a customer's panel: initials, name, how to reach them, and whether they signed up."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.rows import CustomerRow
from pos_app.ui import theme
from pos_app.ui.customers.columns import kind_tone, kind_word
from pos_app.ui.customers.details import initials
from pos_app.ui.widgets.badge import Badge
from pos_app.ui.widgets.letter_tile import LetterTile
from pos_app.ui.widgets.two_lines import TwoLines


class PanelHead(QWidget):
    """What isn't known of a customer takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tile = LetterTile()
        self.name = TwoLines(theme.LARGE, theme.BOLD)
        self.email = TwoLines(theme.BODY, theme.REGULAR, tone="muted", lines=1)
        self.phone = TwoLines(theme.BODY, theme.REGULAR, tone="muted", lines=1)
        self.terms = TwoLines(theme.SMALL, theme.REGULAR, tone="muted", lines=2)
        self.badge = Badge()

        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self.name, self.email, self.phone):
            words.addWidget(part)
        words.addWidget(self.terms)
        words.addSpacing(theme.GRID)
        words.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * theme.GRID)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_customer(self, customer: CustomerRow, country: str) -> None:
        """Show this one; country is the shop's, from where phones are dialled."""
        self._tile.show_letters(initials(customer))
        self.name.set_text(customer.name)
        self.email.set_text(customer.email)
        self.email.setVisible(bool(customer.email))
        phone = wording.phone(customer.phone, country)
        self.phone.set_text(phone)
        self.phone.setVisible(bool(phone))
        self.show_terms("", customer.tax_exempt)
        self.badge.set(kind_word(customer), kind_tone(customer))
        signed_up = f"User name {customer.username}"
        self.badge.setToolTip(signed_up if customer.registered else "Noted down by a clerk")

    def show_terms(self, group: str, exempt: str) -> None:
        """The group they are in, and why they pay no tax; "" for neither."""
        words = [f"No tax: {exempt}" if exempt else "", group]
        self.terms.set_text(" · ".join(part for part in words if part))
        self.terms.setVisible(any(words))
