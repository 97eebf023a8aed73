"""The goods that come back without a receipt, under each other."""

from decimal import Decimal
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import LooseLine, ProductRow
from pos_app.ui import theme
from pos_app.ui.orders.returns.loose_row import LooseRow
from pos_app.ui.widgets.finger import Finger

_LEAST = 200
_WANTED = 340


class LooseRows(QScrollArea):
    """changed comes with each other line, figure or state; left() where an arrow leads out above
    the first line, or a line is gone."""

    changed = Signal()
    left = Signal()

    def __init__(self, money: MoneyFormat) -> None:
        super().__init__()
        self._money = money
        self.rows: list[LooseRow] = []
        self._nothing = QLabel("Scan what comes back. Its price is today's, or a lower one.")
        inner = QWidget()
        inner.setProperty("kind", "plain")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 2 * theme.GRID, 0)
        self._column.setSpacing(0)
        self._nothing.setProperty("kind", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(self._nothing, 1)
        self._column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._finger = Finger(self)
        self.setMinimumHeight(_LEAST)
        self.setAccessibleName("What comes back")

    def sizeHint(self) -> QSize:
        """Some five lines where the window has room for them."""
        return QSize(super().sizeHint().width(), _WANTED)

    def add(self, product: ProductRow, quantity: Decimal) -> None:
        """One more line, or more of the line that is there."""
        for row in self.rows:
            if row.product.id == product.id and not row.damaged.isChecked():
                row.step(quantity)
                return
        row = LooseRow(product, quantity, self._money)
        row.changed.connect(self.changed)
        row.removed.connect(partial(self._remove, row))
        row.moved.connect(lambda by: self._move(self.rows.index(row), by))
        self.rows.append(row)
        self._column.insertWidget(len(self.rows), row)
        row.show()  # at once: a key may lead to it before the layout does
        self._nothing.hide()
        self.changed.emit()

    def lines(self) -> tuple[LooseLine, ...]:
        """What comes back. Raises BadQuantity, BadAmount."""
        return tuple(line for line in (row.line() for row in self.rows) if line is not None)

    def start(self) -> None:
        """Put the focus into the first line."""
        self._move(-1, 1)

    def _remove(self, row: LooseRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._nothing.setVisible(not self.rows)
        self.left.emit()
        self.changed.emit()

    def _move(self, place: int, by: int) -> None:
        place += by
        if 0 <= place < len(self.rows):
            self.rows[place].field.setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self.rows[place])
        elif place < 0:
            self.left.emit()
