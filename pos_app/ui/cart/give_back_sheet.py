"""The sheet that ends an exchange in which money goes back, or none changes hands."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from pos_app.domain.errors import PosError
from pos_app.domain.money import MoneyFormat
from pos_app.ui import messages, theme
from pos_app.ui.orders.returns.ways import WayButtons
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 460


class GiveBackSheet(Sheet):
    """finished_by(instead) asks for the exchange to be booked: the way that was chosen, "" for the
    one it was paid by. The sheet then waits, busy, for accept() or refuse(error)."""

    finished_by = Signal(str)
    way_changed = Signal(str)
    """Another way was chosen: what goes back by it is asked for, and shown by show_amount()."""

    def __init__(
        self, amount: int, number: str, money: MoneyFormat, parent: QWidget, *, of_customer: bool
    ) -> None:
        super().__init__("Give back" if amount else "Even exchange", parent, _WIDTH)
        self._money = money
        self._busy = False
        self._box = QFrame()
        words = QLabel("To give back" if amount else "Nothing to pay, nothing to give back")
        self._figure = QLabel(money.format(amount))
        about = QLabel(f"What comes back from {number} is worth more than what is bought.")
        self._ways = WayButtons(customer=of_customer)
        self._fault = QLabel()
        self._go = KeyButton("Finish sale", key="Enter", kind="pay")
        self._box.setProperty("kind", "good")
        for label, kind in ((words, "heading"), (self._figure, "change"), (about, "small")):
            label.setProperty("kind", kind)
            label.setProperty("tone", "good")
            label.setWordWrap(label is not self._figure)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._fault.setProperty("kind", "fault")
        self._fault.setWordWrap(True)
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        self._figure.setAccessibleName(f"To give back {self._figure.text()}")
        self._go.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        box = QVBoxLayout(self._box)
        box.setContentsMargins(*[4 * theme.GRID] * 4)
        box.setSpacing(theme.GRID)
        box.addWidget(words)
        box.addWidget(self._figure)
        box.addWidget(about)
        self.body.addWidget(self._box)
        self.body.addWidget(self._ways)
        self.body.addWidget(self._fault)
        self.body.addWidget(self._go)
        about.setVisible(amount > 0)
        self._figure.setVisible(amount > 0)
        self._ways.setVisible(amount > 0)
        self._fault.hide()

        self._ways.changed.connect(lambda: self.way_changed.emit(self._ways.instead()))
        self._go.clicked.connect(self._finish)
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_amount(self, amount: int) -> None:
        """What goes back the way that is chosen, rounded to coins where it is cash."""
        self._fault.hide()
        self._figure.setText(self._money.format(amount))
        self._figure.setAccessibleName(f"To give back {self._figure.text()}")

    def refuse(self, error: Exception) -> None:
        """It was not booked: say why."""
        self._set_busy(False)
        words = "The sale was not made. Nothing was booked; try again."
        if isinstance(error, PosError):
            message = messages.words(error, self._money)
            words = f"{message.title} {message.hint}".strip()
        self._fault.setText(words)
        self._fault.show()
        self.resize_to_content()

    def accept(self) -> None:
        """The exchange is in the books."""
        self._set_busy(False)
        super().accept()

    def _finish(self) -> None:
        if not self._busy:
            self._set_busy(True)
            self.finished_by.emit(self._ways.instead())

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.set_closable(not busy)
        self._go.setText("Saving …" if busy else "Finish sale")
        for part in (self._go, self._ways):
            part.setEnabled(not busy)
