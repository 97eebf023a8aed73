"""A sold line in the return sheet: what is left of it, how much comes back, and in what state."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from pos_app.documents import wording
from pos_app.domain.errors import BadQuantity
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ReturnableLine, ReturnLine
from pos_app.ui import messages, theme
from pos_app.ui.orders.returns.damaged import DamagedPart
from pos_app.ui.orders.returns.goods_row import GoodsRow
from pos_app.ui.widgets.key_button import KeyButton

_NARROW = 520
"""A row narrower than this says "All" of a line by its key alone."""
_SHORTEST_CODE = 8
"""From this many digits on it is a barcode (EAN-8 is the shortest) and no quantity."""
_NOTHING = Decimal(0)


class LineRow(GoodsRow):
    """No more of it can be chosen than is left."""

    def __init__(self, line: ReturnableLine, money: MoneyFormat) -> None:
        super().__init__(line.name, line.unit)
        self._line = line
        self._money = money
        self._kept = ""
        self._all = KeyButton("All", kind="ghost")
        self._part = DamagedPart(line.name, line.unit)
        self.damaged = self._part.tick
        self._dress()
        self._lay_out()

        self._less.clicked.connect(lambda: self._step(-1))
        self._more.clicked.connect(lambda: self._step(1))
        self._all.clicked.connect(self.take_all)
        self.field.stepped.connect(self._step)
        self.field.arrived.connect(self._keep)
        self.field.all_wanted.connect(self.take_all)
        self.field.damaged_wanted.connect(self._part.press)
        self.field.textChanged.connect(self._follow)
        self._part.changed.connect(self._follow)
        self._part.left.connect(self.moved)
        self._part.finished.connect(self._go_back)
        self.show_line(line)

    @property
    def line(self) -> ReturnableLine:
        """The line as it was last read."""
        return self._line

    @property
    def open(self) -> bool:
        """True while something of it may still come back."""
        return self._line.left > 0

    def show_line(self, line: ReturnableLine) -> None:
        """Show this, a newer state of the same line."""
        self._line = line
        self._name.set_text(line.name)
        for part in (self._less, self.field, self._more, self._all, self._part):
            part.setVisible(self.open)
        if not self.open:
            self.field.clear()
        self._follow()

    def wanted(self) -> list[ReturnLine]:
        """What is to come back of it: what is good, and what is damaged. Raises BadQuantity."""
        quantity = self._quantity()
        if not quantity:
            return []
        damaged = self._part.damaged()
        parts = ((quantity - damaged, False), (damaged, True))
        return [ReturnLine(self._line.item_id, each, bad) for each, bad in parts if each]

    def take_all(self) -> None:
        """All that is left comes back."""
        self.field.set_quantity(self._line.left)
        self._keep()
        if self.field.hasFocus():
            self.field.selectAll()

    def take_scanned(self) -> str:
        """The code that a scanner typed into the quantity, "" for none; the quantity is again what
        it was before."""
        typed = self.field.text().strip()
        if not typed.isdecimal() or len(typed) < _SHORTEST_CODE:
            return ""
        self.field.setText(self._kept)
        return typed

    def take_more(self, quantity: Decimal) -> bool:
        """So much more of it comes back, or what is left; False when nothing is."""
        before = self.field.text()
        self._step(quantity)
        return self.field.text() != before

    # --- inside ------------------------------------------------------------------------------

    def _dress(self) -> None:
        self.field.setPlaceholderText("0")
        self._all.setProperty("snug", True)
        self._all.setAccessibleName(f"All of {self._line.name}")
        self._all.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # A in the field does the same
        self._all.setToolTip("All of it (A)")

    def _lay_out(self) -> None:
        row = self._begin_row(2 * theme.GRID)
        row.addWidget(self._all)
        row.addSpacing(2 * theme.GRID)
        row.addWidget(self._part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the name would have no room, A on the keyboard and F7 still take all."""
        super().resizeEvent(event)
        self._all.setVisible(self.open and self.width() >= _NARROW)

    def _quantity(self) -> Decimal:
        quantity = self.field.quantity() or _NOTHING
        if quantity > self._line.left:
            raise BadQuantity("quantity", self.field.text(), "too_large")
        return quantity

    def _step(self, by: Decimal | int) -> None:
        try:
            now = self._quantity()
        except BadQuantity:
            now = self._line.left if by < 0 else _NOTHING
        wanted = min(max(now + by, _NOTHING), self._line.left)
        self.field.set_quantity(wanted or None)
        self._keep()
        self.field.selectAll()

    def _keep(self) -> None:
        self._kept = self.field.text()

    def _follow(self) -> None:
        fault, coming = "", _NOTHING
        try:
            coming = self._quantity()
        except BadQuantity as error:
            fault = self._fault_words(error)
        self._part.show_coming(coming)
        try:
            self._part.damaged()
        except BadQuantity as error:
            fault = self._fault_words(error)
        self._hint.setText(fault or self._about())
        self._hint.setToolTip(self._hint.text())
        self._hint.setProperty("tone", "bad" if fault else "muted")
        for field, wrong in (
            (self.field, bool(fault) and not coming),
            (self._part.field, bool(fault) and coming > 0),
        ):
            if field.property("fault") != wrong:
                field.setProperty("fault", wrong)
                theme.restyle(field)
        self.field.setAccessibleDescription(self._hint.text())
        theme.restyle(self._hint)
        self.changed.emit()

    def _fault_words(self, error: BadQuantity) -> str:
        too_much = error.reason == "too_large" and str(error.value).strip().isdecimal()
        if not too_much:
            return messages.words(error).title
        if error.field == "damaged":
            return "More is damaged than comes back"
        return f"Only {self._left()} left"

    def _go_back(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _left(self) -> str:
        return wording.quantity(self._line.left, self._line.unit, self._money)

    def _about(self) -> str:
        sold = wording.quantity(self._line.sold, self._line.unit, self._money)
        paid = f"{self._money.plain(self._line.gross)} paid"
        if not self.open:
            return f"All {sold} given back · {paid}" if self._line.sold != 1 else "Given back"
        whole = self._line.left == self._line.sold
        left = f"{sold} sold" if whole else f"{self._left()} of {sold} left"
        return f"{left} · {paid}"
