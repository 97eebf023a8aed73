"""The sheet that puts cash into the drawer, takes some out, or brings some to the safe."""

from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.errors import BadAmount
from pos_app.domain.rows import CashMoveRow
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.drawer_sheet import DrawerSheet
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.number_pad import NumberPad
from pos_app.ui.widgets.reason_edit import ReasonEdit

_WIDTH = 720


@dataclass(frozen=True, slots=True)
class CashKind:
    """A way to move cash: the service's method, the words of the sheet and of its button, and the
    usual reasons."""

    method: str
    title: str
    action: str
    said: str
    reasons: tuple[str, ...]


CASH_IN = CashKind(
    "cash_in", "Cash in", "Put in", "was put in", ("Change from the bank", "Found", "Tip")
)
CASH_OUT = CashKind(
    "cash_out", "Cash out", "Take out", "was taken out", ("Delivery paid", "Postage", "Supplies")
)
DROP = CashKind(
    "drop",
    "Cash to the safe",
    "To the safe",
    "went to the safe",
    ("Too much in the drawer", "End of the rush"),
)


class CashSheet(DrawerSheet):
    """moved(CashMoveRow) comes when it is in the books; the sheet has closed by then."""

    moved = Signal(object)

    def __init__(self, desk: Desk, kind: CashKind, parent: QWidget) -> None:
        super().__init__(desk, kind.title, parent, _WIDTH)
        self._kind = kind
        # Made with the sheet: however often the button is pressed, it is booked once.
        self._uuid = str(uuid4())
        money = desk.shop.money
        self._amount = MoneyEdit(money)
        self._pad = NumberPad(money.decimal_mark if money.decimals else "")
        self._reason = ReasonEdit(kind.reasons, "Needed, on the report")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)
        self._go = KeyButton(kind.action, key="Enter", kind="primary")
        self._amount.setProperty("figure", True)
        self._amount.setAccessibleName("Amount")
        for button in (self._cancel, self._go):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()

        self._pad.pressed.connect(self._press)
        self._pad.erased.connect(self._amount.backspace)
        self._amount.textChanged.connect(self._follow)
        self._reason.changed.connect(self._follow)
        self._cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._take)
        self._amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    def _lay_out(self) -> None:
        label = QLabel("Amount")
        label.setProperty("kind", "label")
        label.setBuddy(self._amount)
        left = QVBoxLayout()
        left.setSpacing(2 * theme.GRID)
        left.addWidget(label)
        left.addWidget(self._amount)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(6 * theme.GRID)
        row.addLayout(left, 1)
        row.addWidget(self._pad, 1)
        self.body.addLayout(row)
        self.body.addWidget(self._reason)
        self.footer.addWidget(self._cancel)
        self.footer.addWidget(self._go)

    def _press(self, text: str) -> None:
        self._amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self._amount.insert(text)

    def _follow(self) -> None:
        self.refusal.hide()
        self._go.setEnabled(bool(self._amount.text().strip()) and not self._acting)

    def _take(self) -> None:
        """Book it; what is missing gets the focus instead."""
        try:
            amount = self._amount.amount()
        except BadAmount as fault:
            self._say(messages.words(fault).title)
            self._amount.setFocus()
            self._amount.selectAll()
            return
        reason = self._reason.reason()
        if not reason:
            self._say("Say why.", "It stands in the books, and on the report of the shift.")
            self._reason.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if amount:
            self._book(amount, reason)

    def _book(self, amount: int, reason: str) -> None:
        desk, uuid, till = self._desk, self._uuid, self._till
        move = getattr(desk.shop.shifts, self._kind.method)
        opens = desk.printing is not None and desk.printing.has_drawer

        self._act(
            lambda clerk: move(amount, reason=reason, by=clerk, till=till, uuid=uuid, drawer=opens),
            self._done,
            about=f"{self._kind.title}: {desk.shop.money.format(amount)}, {reason}",
        )

    def _done(self, move: CashMoveRow) -> None:
        printing = self._desk.printing
        if printing is not None and printing.has_drawer and not move.repeated:
            printing.pulse()
        amount = self._desk.shop.money.format(move.amount)
        self._desk.notices.say(f"{amount} {self._kind.said}.", move.reason)
        self.accept()
        self.moved.emit(move)

    def _set_acting(self, acting: bool) -> None:
        super()._set_acting(acting)
        for part in (self._amount, self._pad, self._reason, self._cancel):
            part.setEnabled(not acting)
        self._go.setEnabled(not acting)
        if not acting:
            self._amount.setFocus(Qt.FocusReason.OtherFocusReason)
