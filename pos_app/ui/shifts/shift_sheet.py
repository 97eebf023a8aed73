"""What can be done with the till's shift and its drawer, all in one place."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from pos_app.documents.wording import near_moment
from pos_app.domain.rows import ShiftRow
from pos_app.ui import theme
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.keys import SHIFT_KEY
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.sheet import Sheet

_WIDTH = 560

OPEN, IN, OUT, DROP, X, CLOSE, PAST = "open", "in", "out", "drop", "x", "close", "past"
_IN_SHIFT = (
    (IN, "Cash in", "F1", "circle-plus"),
    (OUT, "Cash out", "F2", "circle-minus"),
    (DROP, "Cash to the safe", "F3", "lock"),
    (X, "X report", "F5", "receipt-text"),
    (PAST, "Past shifts", "F9", "history"),
    (CLOSE, "Close the shift", "F12", "check"),
)
_BEFORE = (
    (PAST, "Past shifts", "F9", "history"),
    (OPEN, "Open a shift", "F12", "play"),
)


class ShiftSheet(Sheet):
    """wanted(name) comes with what is to be done (one of the names above); the sheet has closed by
    then."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, shift: ShiftRow | None, left: int, parent: QWidget) -> None:
        title = f"Shift {shift.number}" if shift is not None else "No shift is open"
        super().__init__(title, parent, _WIDTH)
        words = QLabel(_words(desk, shift, left))
        words.setProperty("kind", "muted")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        self.body.addWidget(words)
        grid = QGridLayout()
        grid.setSpacing(2 * theme.GRID)
        self.buttons: dict[str, KeyButton] = {}
        for place, (name, text, key, icon) in enumerate(_BEFORE if shift is None else _IN_SHIFT):
            kind = "primary" if name in (OPEN, CLOSE) else "secondary"
            button = KeyButton(text, key=key, icon=icon, kind=kind)
            button.setProperty("touch", True)
            button.clicked.connect(lambda _=False, name=name: self._want(name))
            grid.addWidget(button, place // 2, place % 2)
            self.buttons[name] = button
        self.body.addLayout(grid)
        first = OPEN if shift is None else X
        self.buttons[first].setFocus(Qt.FocusReason.OtherFocusReason)

    def _want(self, name: str) -> None:
        self.accept()
        self.wanted.emit(name)


def _words(desk: Desk, shift: ShiftRow | None, left: int) -> str:
    money = desk.shop.money
    if shift is not None:
        since = near_moment(shift.opened_at, desk.shop.info, datetime.now(UTC))
        opened = f"Opened by {shift.opened_by}, {since}, with {money.format(shift.opening_float)}."
        return f"{opened} {SHIFT_KEY} comes back here."
    needed = "Nothing is sold before one is." if desk.shop.info.shift_needed else ""
    last = f"The last shift left {money.format(left)} in the drawer." if left else ""
    return f"{last} {needed}".strip() or "Count the drawer to open one."
