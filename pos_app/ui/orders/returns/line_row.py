"""A sold line in the return sheet: what is left of it, how much comes back, and in what state."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.documents import wording
from pos_app.domain.errors import BadQuantity
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ReturnableLine, ReturnLine
from pos_app.ui import messages, theme
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.quantity_edit import QuantityEdit
from pos_app.ui.widgets.two_lines import TwoLines

_NARROW = 520
"""A row narrower than this says "All" of a line by its key alone."""
_SHORTEST_CODE = 8
"""From this many digits on it is a barcode (EAN-8 is the shortest) and no quantity."""
_NOTHING = Decimal(0)
_STEPS = {"+": 1, "-": -1, "\N{MINUS SIGN}": -1}


class _Field(QuantityEdit):
    """A quantity; keys that no quantity has step, take all, tick, or go to another line."""

    arrived = Signal()
    stepped = Signal(int)
    moved = Signal(int)
    all_wanted = Signal()
    damaged_wanted = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What stands there now was not typed by a scanner."""
        super().focusInEvent(event)
        self.arrived.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to another line, + and - step, A takes all, D is damaged."""
        typed = event.text().lower()
        bare = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif bare and typed in _STEPS:
            self.stepped.emit(_STEPS[typed])
        elif bare and typed == "a":
            self.all_wanted.emit()
        elif bare and typed == "d":
            self.damaged_wanted.emit()
        else:
            super().keyPressEvent(event)


class LineRow(QWidget):
    """changed comes with each new quantity or state, moved(+1 or -1) asks for another line."""

    changed = Signal()
    moved = Signal(int)

    def __init__(self, line: ReturnableLine, money: MoneyFormat) -> None:
        super().__init__()
        self._line = line
        self._money = money
        self._kept = ""
        self._name = TwoLines(theme.BODY, theme.MEDIUM, lines=1)
        self._hint = QLabel()
        self._less = KeyButton("\N{MINUS SIGN}")
        self.field = _Field(line.unit)
        self._more = KeyButton("+")
        self._all = KeyButton("All", kind="ghost")
        self.damaged = QCheckBox("Damaged")
        self._dress()
        self._lay_out()

        self._less.clicked.connect(lambda: self._step(-1))
        self._more.clicked.connect(lambda: self._step(1))
        self._all.clicked.connect(self.take_all)
        self.field.stepped.connect(self._step)
        self.field.moved.connect(self.moved)
        self.field.arrived.connect(self._keep)
        self.field.all_wanted.connect(self.take_all)
        self.field.damaged_wanted.connect(self.damaged.click)
        self.field.textChanged.connect(self._follow)
        self.damaged.toggled.connect(self.changed)
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
        for part in (self._less, self.field, self._more, self._all, self.damaged):
            part.setVisible(self.open)
        if not self.open:
            self.field.clear()
        self._follow()

    def wanted(self) -> ReturnLine | None:
        """What is to come back of it, None for nothing. Raises BadQuantity."""
        quantity = self._quantity()
        if not quantity:
            return None
        return ReturnLine(self._line.item_id, quantity, damaged=self.damaged.isChecked())

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

    def take_one_more(self) -> bool:
        """One more of it comes back; False when no more is left."""
        before = self.field.text()
        self._step(1)
        return self.field.text() != before

    # --- inside ------------------------------------------------------------------------------

    def _dress(self) -> None:
        name = self._line.name
        self._hint.setProperty("kind", "small")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.field.setProperty("stepper", True)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setFixedWidth(theme.CONTROL + 5 * theme.GRID)
        self.field.setPlaceholderText("0")
        self.field.setAccessibleName(f"How much of {name} comes back")
        for button, words in ((self._less, "One less"), (self._more, "One more")):
            button.setFixedWidth(theme.CONTROL)
            button.setAutoRepeat(True)
            button.setProperty("figure", True)
            button.setAccessibleName(f"{words} of {name}")
        self._all.setProperty("snug", True)
        self._all.setAccessibleName(f"All of {name}")
        # The field has keys for all of them: Tab goes from line to line.
        for button in (self._less, self._more, self._all):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.damaged.setAccessibleName(f"{name} is damaged")
        self.damaged.setToolTip("It is not put back on the shelf (D)")
        self._all.setToolTip("All of it (A)")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._hint)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.GRID, 2 * theme.GRID, theme.GRID)
        row.setSpacing(theme.GRID)
        row.addLayout(words, 1)
        row.addSpacing(2 * theme.GRID)
        for part in (self._less, self.field, self._more, self._all):
            row.addWidget(part)
        row.addSpacing(2 * theme.GRID)
        row.addWidget(self.damaged)
        self.setFixedHeight(theme.CONTROL + 4 * theme.GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the name would have no room, A on the keyboard and F7 still take all."""
        super().resizeEvent(event)
        self._all.setVisible(self.open and self.width() >= _NARROW)

    def _quantity(self) -> Decimal:
        quantity = self.field.quantity() or _NOTHING
        if quantity > self._line.left:
            raise BadQuantity("quantity", self.field.text(), "too_large")
        return quantity

    def _step(self, by: int) -> None:
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
        fault, chosen = "", False
        try:
            chosen = bool(self._quantity())
        except BadQuantity as error:
            too_much = error.reason == "too_large" and self.field.text().strip().isdecimal()
            fault = f"Only {self._left()} left" if too_much else messages.words(error).title
        self.damaged.setEnabled(chosen)
        self._hint.setText(fault or self._about())
        self._hint.setToolTip(self._hint.text())
        self._hint.setProperty("tone", "bad" if fault else "muted")
        if self.field.property("fault") != bool(fault):
            self.field.setProperty("fault", bool(fault))
            theme.restyle(self.field)
        self.field.setAccessibleDescription(self._hint.text())
        theme.restyle(self._hint)
        self.changed.emit()

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
