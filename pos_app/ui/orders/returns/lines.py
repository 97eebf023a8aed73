"""The sold lines of an order under each other, each with how much of it comes back."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ReturnableLine, ReturnLine
from pos_app.ui.orders.returns.line_row import LineRow
from pos_app.ui.widgets.card import separator
from pos_app.ui.widgets.finger import Finger

_WANTED = 460
_AT_ONCE = 16
"""Rows made in one go, more than fit into sight: the window must go on painting."""


class ReturnLines(QScrollArea):
    """changed comes with each new quantity or state of a line."""

    changed = Signal()

    def __init__(self, money: MoneyFormat) -> None:
        super().__init__()
        self._money = money
        self._waiting: list[ReturnableLine] = []
        self.rows: list[LineRow] = []
        self._later = QTimer(self, interval=0)
        inner = QWidget()
        inner.setProperty("kind", "plain")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._finger = Finger(self)
        self.setAccessibleName("What was sold")

        self._later.timeout.connect(self._make_some)

    def show_lines(self, lines: Sequence[ReturnableLine]) -> None:
        """Show these lines; what was typed for those that are shown already stays."""
        newer = {line.item_id: line for line in lines}
        if self.rows:
            for row in self.rows:
                row.show_line(newer.get(row.line.item_id, row.line))
            self._waiting = [newer.get(line.item_id, line) for line in self._waiting]
            return
        self._waiting = list(lines)
        self._make_some()
        self.start()

    def sizeHint(self) -> QSize:
        """Some seven lines where the window has room for them."""
        return QSize(super().sizeHint().width(), _WANTED)

    def start(self) -> None:
        """Put the focus into the first line of which something is left."""
        for row in self.rows:
            if row.open:
                row.field.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def wanted(self) -> list[ReturnLine]:
        """What comes back. Raises BadQuantity."""
        return [line for row in self.rows for line in row.wanted()]

    def take_all(self) -> None:
        """Everything that is left comes back."""
        while self._waiting:
            self._make_some()
        for row in self.rows:
            if row.open:
                row.take_all()

    def take_more(self, product_id: int, quantity: Decimal) -> bool:
        """So much more of a product comes back, or what is left, of the first of its lines that
        has any left; False for none."""
        while self._waiting:
            self._make_some()
        for row in self.rows:
            if row.line.product_id == product_id and row.open and row.take_more(quantity):
                row.field.setFocus(Qt.FocusReason.OtherFocusReason)
                self.ensureWidgetVisible(row)
                return True
        return False

    def focused(self) -> LineRow | None:
        """The line whose quantity has the focus."""
        return next((row for row in self.rows if row.field.hasFocus()), None)

    def _make_some(self) -> None:
        some, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        for line in some:
            row = LineRow(line, self._money)
            row.changed.connect(self.changed)
            row.moved.connect(partial(self._move, len(self.rows)))
            if self.rows:
                self._column.insertWidget(self._column.count() - 1, separator())
            self._column.insertWidget(self._column.count() - 1, row)
            self.rows.append(row)
        if self._waiting:
            self._later.start()
        else:
            self._later.stop()

    def _move(self, place: int, by: int) -> None:
        ahead = self.rows[place + 1 :] if by > 0 else reversed(self.rows[:place])
        for row in ahead:
            if row.open:
                row.field.setFocus(Qt.FocusReason.TabFocusReason)
                self.ensureWidgetVisible(row)
                return
