"""The head of an order's panel: number, status, moment, and who bought."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, OrderRow, ShopInfo
from pos_app.ui import theme
from pos_app.ui.orders.columns import customer_words
from pos_app.ui.orders.names import returned_words, status_tone, status_words
from pos_app.ui.widgets.badge import Badge
from pos_app.ui.widgets.key_button import KeyButton

_LINK_PAD = theme.GRID + 1
"""What a link keeps free around its word; with it the word ends where the panel does."""
_NAME = 160
"""Pixels for the customer's name, where the date leaves so many."""


class PanelHead(QWidget):
    """customer_wanted(id) comes from the customer's name; a walk-in has nothing to open."""

    customer_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._customer_id = WALK_IN_CUSTOMER_ID
        self._name = ""
        self._number = QLabel()
        self.badge = Badge()
        self.returned = QLabel()
        self._moment = QLabel()
        self.customer = KeyButton(kind="link")
        self._number.setProperty("kind", "title")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._moment.setProperty("kind", "muted")
        self.returned.setProperty("kind", "small")
        self.returned.setProperty("tone", "muted")

        first = QHBoxLayout()
        first.addWidget(self._number)
        first.addStretch(1)
        first.addWidget(self.returned)
        first.addSpacing(theme.GRID)
        first.addWidget(self.badge)
        second = QHBoxLayout()
        second.addWidget(self._moment)
        second.addStretch(1)
        second.addWidget(self.customer)
        second.addSpacing(-_LINK_PAD)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GRID)
        column.addLayout(first)
        column.addLayout(second)

        self.customer.clicked.connect(lambda: self.customer_wanted.emit(self._customer_id))

    def show_order(self, row: OrderRow, shop: ShopInfo) -> None:
        """Show what a row of the history says."""
        named = row.customer_id != WALK_IN_CUSTOMER_ID
        name = customer_words(row)
        self._customer_id = row.customer_id
        self._number.setText(row.number)
        self._moment.setText(wording.moment(row.at, shop))
        self.show_status(row.status)
        self.returned.setText(returned_words(row.returned).capitalize())
        self._name = name
        self._fit_name()
        self.customer.setAccessibleName(f"Open {name} in Customers" if named else name)
        self.customer.setToolTip(f"Open {name} in Customers" if named else "")
        self.customer.setEnabled(named)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A long name is cut where the date begins."""
        super().resizeEvent(event)
        self._fit_name()

    def _fit_name(self) -> None:
        room = self.width() - self._moment.sizeHint().width() - 4 * theme.GRID
        described = self.customer.accessibleName()
        cut = Qt.TextElideMode.ElideRight
        words = self.customer.fontMetrics().elidedText(self._name, cut, min(room, _NAME))
        self.customer.setText(words)
        self.customer.setAccessibleName(described)

    def show_status(self, status: str) -> None:
        """Show where the order stands now."""
        self.badge.set(status_words(status), status_tone(status))
