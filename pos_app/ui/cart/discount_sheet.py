"""The sheet that gives a discount by hand: how much, and why."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from pos_app.domain.discounts import LONGEST_REASON, Discount
from pos_app.domain.errors import BadValue, PosError
from pos_app.domain.money import MoneyFormat
from pos_app.ui import messages, theme
from pos_app.ui.cart.discount_typed import (
    AMOUNT,
    RATE,
    figure_alone,
    read_discount,
    reading,
    typed_again,
)
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 520
_COLUMNS = 2
_FIGURE = 14 * theme.GRID
"""Height of the field for the figure."""
REASON_KEYS = ("F1", "F2", "F3", "F4", "F5")

Effect = Callable[[Discount], tuple[int, int]]
"""What a discount would take off, and what the sale would come to; minor units."""


class DiscountSheet(Sheet):
    """given(Discount) asks for a discount; the sheet then waits, busy, until the owner calls
    accept() or refuse(error). taken_off comes, after closing, from "Take it off"."""

    given = Signal(Discount)
    taken_off = Signal()

    def __init__(
        self,
        title: str,
        about: str,
        money: MoneyFormat,
        reasons: Sequence[str],
        effect: Effect,
        parent: QWidget,
        *,
        present: Discount | None = None,
        reason_needed: bool = True,
    ) -> None:
        super().__init__(title, parent, _WIDTH)
        self._money = money
        self._reason_needed = reason_needed
        self._effect = effect
        self._chosen = RATE
        self._about = QLabel(about)
        self._figure = QLineEdit()
        sign = money.format(0).replace(money.plain(0), "").strip() or money.currency
        self._switch = {RATE: KeyButton("%", key="F6"), AMOUNT: KeyButton(sign, key="F6")}
        self._reasons = [
            KeyButton(words, key=key) for words, key in zip(reasons, REASON_KEYS, strict=False)
        ]
        self._reason = QLineEdit()
        self._words = QLabel()
        self._off = KeyButton("Take it off", key="Ctrl+Del", kind="danger")
        self._go = KeyButton("Give it", key="Enter", kind="primary")
        self._present = present
        self._dress()
        self._lay_out()
        self._connect()
        if present is not None:
            self._figure.setText(typed_again(present.rate_ppm, present.amount, money))
            self._chosen = AMOUNT if present.amount else RATE
            self._show_reason(present.reason)
            self._figure.selectAll()
        self._off.setVisible(present is not None)
        self._figure.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    def refuse(self, error: Exception) -> None:
        """It may not be given: say why."""
        self._set_busy(False)
        if isinstance(error, PosError):
            message = messages.words(error, self._money)
            self._say(f"{message.title} {message.hint}".strip(), "fault")
        else:
            self._say("It was not given; try again.", "fault")
        self._figure.setFocus(Qt.FocusReason.OtherFocusReason)
        self._figure.selectAll()

    def accept(self) -> None:
        """It is on the cart."""
        self._set_busy(False)
        super().accept()

    # --- making ------------------------------------------------------------------------------

    def _dress(self) -> None:
        self._about.setProperty("kind", "muted")
        for words in (self._about, self._words):
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
        self._figure.setProperty("figure", True)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._figure.setAccessibleName("Discount: a share such as 10 %, or an amount")
        self._figure.setPlaceholderText("10%")
        self._figure.setMaxLength(30)
        self._reason.setPlaceholderText("Another reason" if self._reasons else "Reason")
        self._reason.setAccessibleName("Reason")
        self._reason.setMaxLength(LONGEST_REASON)
        for mode, name in ((RATE, "Per cent"), (AMOUNT, "Amount")):
            self._switch[mode].setAccessibleName(name)
        for button in (*self._switch.values(), *self._reasons):
            button.setCheckable(True)
        for button in (*self._switch.values(), *self._reasons, self._off, self._go):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for button in self._switch.values():
            button.setFixedHeight(_FIGURE)

    def _lay_out(self) -> None:
        gap = 2 * theme.GRID
        figure = QHBoxLayout()
        figure.setSpacing(gap)
        figure.addWidget(self._figure, 1)
        for button in self._switch.values():
            figure.addWidget(button)
        reasons = QGridLayout()
        reasons.setSpacing(gap)
        for place, button in enumerate(self._reasons):
            reasons.addWidget(button, place // _COLUMNS, place % _COLUMNS)
        row, column = divmod(len(self._reasons), _COLUMNS)
        reasons.addWidget(self._reason, row, column, 1, _COLUMNS - column)
        for column in range(_COLUMNS):
            reasons.setColumnStretch(column, 1)
        self.body.addWidget(self._about)
        self.body.addLayout(figure)
        self.body.addLayout(reasons)
        self.body.addWidget(self._words)
        self.footer.addWidget(self._off)
        self.footer.addWidget(self._go)

    def _connect(self) -> None:
        # One key for both: it goes to the one that is not chosen.
        self._switch[RATE].clicked.connect(lambda: self._choose(RATE))
        self._switch[AMOUNT].clicked.connect(lambda: self._choose(AMOUNT))
        for button in self._reasons:
            button.clicked.connect(lambda _=False, button=button: self._choose_reason(button))
        self._figure.textChanged.connect(self._follow)
        self._reason.textEdited.connect(self._write_reason)
        self._go.clicked.connect(self._give)
        self._off.clicked.connect(self._take_off)

    # --- what the clerk does -----------------------------------------------------------------

    def _choose(self, mode: str) -> None:
        self._chosen = mode
        self._figure.setText(figure_alone(self._figure.text(), self._money))
        self._figure.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._follow()

    def _choose_reason(self, chosen: KeyButton) -> None:
        for button in self._reasons:
            button.setChecked(button is chosen and chosen.isChecked())
        self._reason.clear()
        self._follow()
        self._figure.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._figure.end(False)

    def _write_reason(self) -> None:
        for button in self._reasons:
            button.setChecked(False)
        self._follow()

    def _show_reason(self, reason: str) -> None:
        for button in self._reasons:
            button.setChecked(button.text() == reason)
        if not any(button.isChecked() for button in self._reasons):
            self._reason.setText(reason)

    def _why(self) -> str:
        chosen = [button.text() for button in self._reasons if button.isChecked()]
        return chosen[0] if chosen else " ".join(self._reason.text().split())

    def _typed(self) -> Discount:
        """What is typed; raises BadValue, BadAmount."""
        rate, amount = read_discount(self._figure.text(), self._money, self._chosen)
        return Discount(rate, amount, self._why())

    def _give(self) -> None:
        try:
            discount = self._typed()
            self._effect(discount)
        except PosError as refusal:
            self.refuse(refusal)
            return
        if self._reason_needed and not discount.reason:
            self._ask_why()
            return
        self._set_busy(True)
        self.given.emit(discount)

    def _ask_why(self) -> None:
        keys = [key for _, key in zip(self._reasons, REASON_KEYS, strict=False)]
        if keys:
            among = keys[0] if len(keys) == 1 else f"{keys[0]} to {keys[-1]}"
            self._say(f"Why? Choose a reason ({among}), or type one.", "fault")
        else:
            self._say("Why? Type a reason.", "fault")
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_off(self) -> None:
        self.accept()
        self.taken_off.emit()

    # --- what it shows -----------------------------------------------------------------------

    def _follow(self) -> None:
        mode = reading(self._figure.text(), self._money, self._chosen)
        for key, button in self._switch.items():
            button.setChecked(key == mode)
            button.set_key("" if key == mode else "F6")
        try:
            off, total = self._effect(self._typed())
        except BadValue as refusal:
            bad = bool(self._figure.text().strip()) and refusal.reason != "zero"
            message = messages.words(refusal, self._money).title if bad else ""
            self._say(
                message
                or "Type how much: 10%, or an amount such as "
                f"{self._money.plain(5 * 10**self._money.decimals)}.",
                "fault" if bad else "",
            )
            return
        saves = f"Takes off {self._money.format(off)}. "
        self._say(f"{saves}The sale then comes to {self._money.format(total)}.", "")

    def _say(self, words: str, kind: str) -> None:
        self._words.setText(words)
        kind = kind or "muted"
        if self._words.property("kind") != kind:
            self._words.setProperty("kind", kind)
            theme.restyle(self._words)

    def _set_busy(self, busy: bool) -> None:
        self.set_closable(not busy)
        for widget in (self._figure, self._reason, self._off, self._go, *self._reasons):
            widget.setEnabled(not busy)
