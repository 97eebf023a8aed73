"""The right-hand side of giving back: which way, what it comes to, and the button that books it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.orders.returns.sums import ReturnSums
from pos_app.ui.orders.returns.ways import WayButtons
from pos_app.ui.widgets.key_button import KeyButton

_WIDTH = 304


class ReturnSide(QWidget):
    """changed comes with another way, go_wanted and exchange_wanted with their buttons, which rest
    until allow(). Without a receipt (as_paid False) there is nothing to exchange."""

    changed = Signal()
    go_wanted = Signal()
    exchange_wanted = Signal()

    def __init__(self, *, customer: bool, as_paid: bool = True) -> None:
        super().__init__()
        self.ways = WayButtons(customer=customer, as_paid=as_paid)
        self.sums = ReturnSums()
        self.exchange = KeyButton("Exchange", key="F10", icon="refresh-cw", parent=self)
        self.go = KeyButton("Give back", key="Enter", kind="pay")
        self.exchange.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.exchange.setToolTip("The goods go into the cart and pay for what is bought there")
        self.exchange.setVisible(as_paid)
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self.ways)
        column.addSpacing(2 * theme.GRID)
        column.addWidget(self.sums)
        column.addStretch(1)
        column.addWidget(self.exchange)
        column.addWidget(self.go)
        self.allow(False)

        self.ways.changed.connect(self.changed)
        self.exchange.clicked.connect(self.exchange_wanted)
        self.go.clicked.connect(self.go_wanted)

    def allow(self, allowed: bool) -> None:
        """What is worked out may be booked, or taken into the cart."""
        for button in (self.go, self.exchange):
            button.setEnabled(allowed)

    def set_booking(self, booking: bool) -> None:
        """Say that it is being booked."""
        self.go.setText("Booking …" if booking else "Give back")
        self.ways.setEnabled(not booking)
