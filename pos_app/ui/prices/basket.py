"""The lines of the basket in which rules are tried: quantities by + and -, Del takes a line out."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.pricing import PricedLine
from pos_app.domain.rows import ProductRow
from pos_app.ui import theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.two_lines import TwoLines


class _Line(QFrame):
    """One product: name and what it costs, then its quantity between - and +, and its total."""

    stepped = Signal(int)
    removed = Signal()
    moved = Signal(int)

    def __init__(self, product: ProductRow) -> None:
        super().__init__()
        self.product = product
        self._name = TwoLines(theme.BODY, theme.MEDIUM, lines=1)
        self._less = KeyButton(icon="minus", kind="ghost", dense=True)
        self._quantity = QLabel()
        self._more = KeyButton(icon="plus", kind="ghost", dense=True)
        self._before = QLabel()
        self._total = QLabel()
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name.set_text(product.name)
        for button, words in ((self._less, "Less"), (self._more, "More")):
            button.setAccessibleName(f"{words} of {product.name}")
            button.setFixedWidth(theme.DENSE)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._quantity.setMinimumWidth(7 * theme.GRID)
        self._before.setProperty("kind", "small")
        self._total.setProperty("kind", "heading")
        for figure in (self._before, self._total):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._less)
        below.addWidget(self._quantity)
        below.addWidget(self._more)
        below.addStretch(1)
        below.addWidget(self._before)
        below.addSpacing(theme.GRID)
        below.addWidget(self._total)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.GRID, theme.GRID, 2 * theme.GRID, 0)
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addLayout(below)

        self._less.clicked.connect(lambda: self.stepped.emit(-1))
        self._more.clicked.connect(lambda: self.stepped.emit(1))

    def show_line(self, quantity: Decimal, priced: PricedLine | None, money: MoneyFormat) -> None:
        """Its quantity and what it comes to; without a price a dash."""
        words = wording.quantity(quantity, self.product.unit, money)
        self._quantity.setText(words)
        total = "–" if priced is None else money.plain(priced.total)
        cut = priced is not None and priced.discount > 0
        self._before.setText(f"{money.plain(priced.list_total)} →" if priced and cut else "")
        self._total.setText(total)
        self.setAccessibleName(f"{words} {self.product.name}, {total}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - change the quantity, Del takes the line out, arrows go to the next one."""
        key = event.key()
        if event.text() in ("+", "=", "-"):
            self.stepped.emit(-1 if event.text() == "-" else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that + and - are for this line."""
        super().focusInEvent(event)
        self.setProperty("kind", "raised")
        theme.restyle(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They are for another one now."""
        super().focusOutEvent(event)
        self.setProperty("kind", "row")
        theme.restyle(self)


class Basket(QWidget):
    """Holds products with their quantities; changed comes when they do."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[_Line] = []
        self._quantities: list[Decimal] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setProperty("kind", "plain")

    @property
    def content(self) -> list[tuple[ProductRow, Decimal]]:
        """Products and quantities, in the order they were put in."""
        return [
            (line.product, quantity)
            for line, quantity in zip(self._lines, self._quantities, strict=True)
        ]

    def add(self, product: ProductRow) -> None:
        """One more of this product; its line takes the keys."""
        for place, line in enumerate(self._lines):
            if line.product.id == product.id:
                line.product = product
                self._step(line, 1)
                self._lines[place].setFocus()
                return
        line = _Line(product)
        self._lines.append(line)
        self._quantities.append(Decimal(1))
        self._column.addWidget(line)
        line.stepped.connect(lambda by: self._step(line, by))
        line.removed.connect(lambda: self._remove(line))
        line.moved.connect(lambda by: self._move(line, by))
        line.show()  # a layout shows it later, and the focus would not wait for it
        line.setFocus()
        self.changed.emit()

    def renew(self, products: Sequence[ProductRow]) -> None:
        """Newer versions of products: their prices may have changed."""
        newer = {product.id: product for product in products}
        for line in self._lines:
            line.product = newer.get(line.product.id, line.product)
        self.changed.emit()

    def show_prices(self, lines: Sequence[PricedLine], money: MoneyFormat) -> None:
        """What each comes to; none where the basket can't be priced."""
        for place, line in enumerate(self._lines):
            priced = lines[place] if place < len(lines) else None
            line.show_line(self._quantities[place], priced, money)

    def _step(self, line: _Line, by: int) -> None:
        place = self._lines.index(line)
        quantity = self._quantities[place] + by
        if quantity <= 0:
            self._remove(line)
        else:
            self._quantities[place] = quantity
            self.changed.emit()

    def _move(self, line: _Line, by: int) -> None:
        place = self._lines.index(line) + by
        if 0 <= place < len(self._lines):
            self._lines[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, line: _Line) -> None:
        place = self._lines.index(line)
        del self._lines[place], self._quantities[place]
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        if self._lines:
            self._lines[min(place, len(self._lines) - 1)].setFocus()
        self.changed.emit()
