"""The sheet that says by which way a payment really came in, while its shift is open."""

from collections.abc import Mapping
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.documents import slip_words
from pos_app.domain.errors import BadAmount
from pos_app.domain.rows import OrderDetail, PaymentRow, TenderCorrectionRow
from pos_app.ui import messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.drawer_sheet import DrawerSheet
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.money_edit import MoneyEdit
from pos_app.ui.widgets.reason_edit import ReasonEdit

_WIDTH = 680
WAYS = (("cash", "F1"), ("card", "F2"), ("transfer", "F4"), ("coupon", "F6"))
"""The ways that can be taken for one another, and their keys: those of paying."""
_REASONS = ("Wrong key", "Paid by two ways", "Card refused")


class TenderSheet(DrawerSheet):
    """corrected(TenderCorrectionRow) comes when it is in the books; the sheet has closed by
    then."""

    corrected = Signal(object)

    def __init__(self, desk: Desk, order: OrderDetail, parent: QWidget) -> None:
        super().__init__(desk, f"Correct the tender of {order.number}", parent, _WIDTH)
        self._order = order
        self._uuid = str(uuid4())
        self._money = desk.shop.money
        known = {method for method, _ in WAYS}
        self._payments = [each for each in order.payments if each.method in known]
        self._which = QButtonGroup(self)
        self._ways = QButtonGroup(self)
        self._amount = MoneyEdit(self._money)
        self._effect = QLabel()
        self._reason = ReasonEdit(_REASONS, "Needed, on the report")
        self._cancel = KeyButton("Cancel", key="Esc", listens=False)
        self._go = KeyButton("Correct", key="Enter", kind="primary")
        self._lay_out()

        self._which.idToggled.connect(self._choose)
        self._ways.idToggled.connect(self._follow)
        self._amount.textChanged.connect(self._follow)
        self._reason.changed.connect(self._follow)
        self._cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._take)
        self._choose()
        self._amount.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self.body.addWidget(_label("Which payment"))
        column = QVBoxLayout()
        column.setSpacing(theme.GRID)
        for place, payment in enumerate(self._payments):
            words = self._sums(payment.came_by)
            key = f"Alt+{place + 1}" if len(self._payments) > 1 else ""
            column.addWidget(self._choice(self._which, place, words, key))
        self.body.addLayout(column)
        self.body.addWidget(_label("It came in by"))
        row = QHBoxLayout()
        row.setSpacing(2 * theme.GRID)
        for place, (method, key) in enumerate(WAYS):
            row.addWidget(self._choice(self._ways, place, _method(method), key))
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(_label("How much of it", self._amount))
        self.body.addWidget(self._amount)
        self._effect.setProperty("kind", "tip")
        self._effect.setTextFormat(Qt.TextFormat.PlainText)
        self._effect.setWordWrap(True)
        self.body.addWidget(self._effect)
        self.body.addWidget(self._reason)
        for button in (self._cancel, self._go):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.footer.addWidget(button)
        if self._payments:
            self._which.button(0).setChecked(True)

    @staticmethod
    def _choice(group: QButtonGroup, place: int, words: str, key: str) -> KeyButton:
        button = KeyButton(words, key=key)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        group.addButton(button, place)
        return button

    def _payment(self) -> PaymentRow | None:
        place = self._which.checkedId()
        return self._payments[place] if place >= 0 else None

    def _choose(self) -> None:
        """Another payment: the other ways are offered, all of it is meant."""
        payment = self._payment()
        if payment is None:
            self._say("No payment of this sale can be corrected.")
            self._go.setEnabled(False)
            return
        came_by = payment.came_by
        others = [p for p, (method, _) in enumerate(WAYS) if any(m != method for m in came_by)]
        for place in range(len(WAYS)):
            self._ways.button(place).setEnabled(place in others)
        if self._ways.checkedId() not in others:
            self._ways.button(others[0]).setChecked(True)
        self._amount.clear()
        self._follow()

    def _portion(self) -> tuple[str, int]:
        """The way that is corrected, and what came in by it in minor units: the shop takes the
        first that is another one."""
        payment, to_method = self._payment(), WAYS[self._ways.checkedId()][0]
        assert payment is not None
        others = ((m, amount) for m, amount in payment.came_by.items() if m != to_method)
        return next(others, (to_method, 0))

    def _wanted(self) -> int:
        """Minor units; nothing typed is all of it. Raises BadAmount."""
        typed = self._amount.amount()
        return self._portion()[1] if typed is None else typed

    def _follow(self) -> None:
        payment = self._payment()
        if payment is None or self._ways.checkedId() < 0:
            return
        to_method = WAYS[self._ways.checkedId()][0]
        from_method, most = self._portion()
        self._amount.setPlaceholderText(self._money.plain(most))
        try:
            amount = self._wanted()
        except BadAmount:
            amount = 0
        fits = 0 < amount <= most
        before, after = payment.came_by, dict(payment.came_by)
        after[from_method] = after.get(from_method, 0) - amount
        after[to_method] = after.get(to_method, 0) + amount
        words = f"Before: {self._sums(before)}. After: {self._sums(after)}."
        if not fits:
            by = _method(from_method).lower()
            words = f"Not more than {self._money.plain(most)} came in by {by}."
        self._effect.setText(words)
        self._go.setEnabled(fits and bool(self._reason.reason()) and not self._acting)

    def _sums(self, came_by: Mapping[str, int]) -> str:
        plain = self._money.plain
        return " and ".join(f"{_method(m)} {plain(n)}" for m, n in came_by.items() if n)

    def _take(self) -> None:
        payment = self._payment()
        if payment is None:
            return
        try:
            amount = self._wanted()
        except BadAmount as fault:
            self._say(messages.words(fault).title)
            return
        shifts, order, uuid = self._desk.shop.shifts, self._order, self._uuid
        to_method, reason = WAYS[self._ways.checkedId()][0], self._reason.reason()
        whole = None if amount == self._portion()[1] else amount
        self._act(
            lambda clerk: shifts.correct_tender(
                order.id, payment_id=payment.id, to_method=to_method, amount=whole,
                reason=reason, by=clerk, uuid=uuid,
            ),
            self._done,
            about=f"{order.number}: {self._effect.text()}",
        )  # fmt: skip

    def _done(self, row: TenderCorrectionRow) -> None:
        amount = self._money.format(row.amount)
        self._desk.notices.say(
            f"{row.number}: {amount} came in by {_method(row.to_method).lower()}.",
            "The payment stays in the books, and the correction beside it.",
        )
        self.accept()
        self.corrected.emit(row)

    def _set_acting(self, acting: bool) -> None:
        super()._set_acting(acting)
        for part in (self._amount, self._reason, self._cancel):
            part.setEnabled(not acting)
        self._follow()


def _method(method: str) -> str:
    return slip_words.method(method)


def _label(words: str, buddy: QWidget | None = None) -> QLabel:
    label = QLabel(words)
    label.setProperty("kind", "label")
    if buddy is not None:
        label.setBuddy(buddy)
    return label
