"""The left-hand side of giving back: the sold lines, what is said of them, and the reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.domain.money import MoneyFormat
from pos_app.ui import theme
from pos_app.ui.orders.returns.lines import ReturnLines
from pos_app.ui.orders.returns.ways import REASONS
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.reason_edit import ReasonEdit
from pos_app.ui.widgets.refusal_line import RefusalLine
from pos_app.ui.widgets.states import BusyBar, ErrorState

_LEAST = 240
"""Height of the lines in a low window: four of them."""
_KEYS = "+ and \N{MINUS SIGN} step, A takes all, D is damaged. Scan an item to add one."


class ReturnGoods(QWidget):
    """Its parts are public: the sheet connects them."""

    def __init__(self, money: MoneyFormat) -> None:
        super().__init__()
        self.busy = BusyBar()
        self.error = ErrorState("", "")
        self.refusal = RefusalLine()
        self.lines = ReturnLines(money)
        self.everything = KeyButton("Everything", key="F7")
        self.reason = ReasonEdit(REASONS)
        keys = QLabel(_KEYS)
        keys.setProperty("kind", "small")
        keys.setProperty("tone", "muted")
        keys.setWordWrap(True)
        self.everything.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lines.setMinimumHeight(_LEAST)
        self.error.hide()
        below = QHBoxLayout()
        below.addWidget(keys, 1)
        below.addWidget(self.everything)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        for part in (self.refusal, self.busy, self.error):
            column.addWidget(part)
        column.addWidget(self.lines, 1)
        column.addLayout(below)
        column.addWidget(self.reason)

        self.everything.clicked.connect(self.lines.take_all)
