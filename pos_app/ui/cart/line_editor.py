"""The stepper and buttons that lie over the selected line of the cart."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos_app.domain.errors import BadAmount, BadQuantity
from pos_app.ui import messages, theme
from pos_app.ui.cart.sale import Sale
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.quantity_edit import QuantityEdit

SHORTEST_CODE = 8
"""From this many digits on it is a barcode (EAN-8 is the shortest) and no quantity."""


class _Tier(NamedTuple):
    """How much is shown of the buttons, from roomy to narrow. note is "key" for word and key,
    "word", or "icon"."""

    gap: int
    price_word: bool
    note: str
    spelled: bool


_TIERS = (
    _Tier(2 * theme.GRID, price_word=True, note="key", spelled=True),
    _Tier(2 * theme.GRID, price_word=False, note="key", spelled=True),
    _Tier(theme.GRID, price_word=False, note="key", spelled=False),
    _Tier(theme.GRID, price_word=False, note="word", spelled=False),
    _Tier(theme.GRID, price_word=False, note="icon", spelled=False),
)
_INSET = 3 * theme.GRID
"""What frame and padding take of the quantity's width."""
_LONGEST_SYMBOL = 2
"""Letters of a currency's symbol that still stand for "Price" on a narrow button."""


class LineEditor(QWidget):
    """Less, quantity, more, price, discount, note and remove for the selected line. symbol is the
    currency's."""

    note_asked = Signal()
    discount_asked = Signal()
    price_asked = Signal()
    quantity_asked = Signal()
    """The quantity was tapped: a pad for thumbs is wanted."""
    scanned = Signal(str)
    """A code was scanned while the quantity had the focus."""
    finished = Signal()
    """The quantity was typed, or Esc was pressed: the focus may go home."""

    def __init__(self, sale: Sale, symbol: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._sale = sale
        self._least, self._spare = theme.CONTROL, 0
        self._symbol = symbol if 0 < len(symbol) <= _LONGEST_SYMBOL else ""
        self._less = KeyButton("\N{MINUS SIGN}", parent=self)
        self._quantity = QuantityEdit(parent=self)
        self._more = KeyButton("+", parent=self)
        self._price = KeyButton("Price", key="F5", parent=self)
        self._discount = KeyButton("%", key="F6", parent=self)
        self._note = KeyButton("Note", key="F3", parent=self)
        self._remove = KeyButton("Remove", key="Del", kind="danger", parent=self)
        self._bare_note = QShortcut(QKeySequence("F3"), self)
        self._less.setAccessibleName("One less")
        self._more.setAccessibleName("One more")
        self._discount.setAccessibleName("Discount on this line")
        self._quantity.setAccessibleName("Quantity")
        self._quantity.setAccessibleDescription("*")
        self._quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._quantity.setProperty("stepper", True)
        for button in (self._less, self._more):
            button.setFixedWidth(theme.CONTROL)
            button.setAutoRepeat(True)
            button.setProperty("figure", True)
        self._remove.setMinimumWidth(theme.CONTROL)
        for button in (self._price, self._discount, self._note, self._remove):
            button.setProperty("snug", True)
        for widget in self._buttons():
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)

        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._less)
        row.addWidget(self._quantity)
        row.addWidget(self._more)
        row.addWidget(self._price)
        row.addWidget(self._discount)
        row.addWidget(self._note)
        row.addStretch(1)
        row.addWidget(self._remove)

        self._less.clicked.connect(lambda: self.step(-1))
        self._more.clicked.connect(lambda: self.step(1))
        self._quantity.installEventFilter(self)
        self._price.clicked.connect(self.price_asked)
        self._discount.clicked.connect(self.discount_asked)
        self._note.clicked.connect(self.note_asked)
        self._bare_note.activated.connect(self._note.click)
        self._remove.clicked.connect(sale.remove)
        self._quantity.editingFinished.connect(self._take)
        self._quantity.returnPressed.connect(self.finished)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A tap on the quantity asks for the pad; * types it right here."""
        if (
            watched is self._quantity
            and event.type() == QEvent.Type.MouseButtonRelease
            and not self._quantity.isReadOnly()
        ):
            self.quantity_asked.emit()
        return False

    def step(self, by: int) -> None:
        """One more or one less of the selected line; what can't be is said."""
        try:
            self._sale.step(by)
        except (BadQuantity, BadAmount) as refusal:
            messages.show(refusal)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow list the buttons stand closer, and removing is a picture."""
        super().resizeEvent(event)
        parts = (self._quantity, *self._buttons())
        for part in parts:
            part.ensurePolished()
        needed = 0
        for tier in _TIERS:
            self._dress(tier)
            needed = sum(_width(part) for part in parts) + (len(parts) - 1) * tier.gap
            if needed <= self.width():
                break
        self._least = self._quantity.minimumWidth()
        self._spare = max(0, self.width() - needed)
        self._fit_quantity()

    def _fit_quantity(self) -> None:
        """A weight of many digits takes the room that is left, or that of the buttons which step
        whole kilos: their keys do it too."""
        text = self._quantity.text()
        wanted = self._quantity.fontMetrics().horizontalAdvance(text) + _INSET
        room = self._least + self._spare
        steps = wanted <= room or text.isdecimal()
        for button in (self._less, self._more):
            button.setVisible(steps)
        if not steps:
            room += 2 * (theme.CONTROL + self._row.spacing())
        self._quantity.setFixedWidth(min(max(self._least, wanted), room))
        self._quantity.home(False)

    def _buttons(self) -> tuple[KeyButton, ...]:
        return self._less, self._more, self._price, self._discount, self._note, self._remove

    def _dress(self, tier: "_Tier") -> None:
        self._row.setSpacing(tier.gap)
        tight = tier.note == "icon"
        self._quantity.setFixedWidth(theme.CONTROL + (0 if tight else 2 * theme.GRID))
        self._price.setText("Price" if tier.price_word else self._symbol)
        self._price.set_icon("" if tier.price_word or self._symbol else "tag")
        self._price.setAccessibleName("Price of this line")
        self._note.setText("" if tight else "Note")
        self._note.set_icon("sticky-note" if tight else "")
        self._note.setMinimumWidth(theme.CONTROL)
        self._note.setAccessibleName("Note")
        self._note.setToolTip("Note (F3)" if tight else "")
        self._note.set_key("F3" if tier.note == "key" else "")
        # By its key: a sheet that covers this has switched it off, and it stays so.
        self._bare_note.setKey(QKeySequence("" if tier.note == "key" else "F3"))
        self._note.setAccessibleDescription("F3")
        self._remove.setText("Remove" if tier.spelled else "")
        self._remove.set_icon("" if tier.spelled else "trash-2")
        # The scan field answers Del as well.
        self._remove.set_key("Del" if tier.spelled else "")
        self._remove.setAccessibleName("Remove")
        self._remove.setAccessibleDescription("Del")

    def show_line(self) -> None:
        """Show the selected line's figures."""
        line = self._sale.cart.lines[self._sale.selected]
        self._quantity.setReadOnly(bool(line.gift_card))
        self._more.setEnabled(not line.gift_card)
        self._price.setEnabled(not line.gift_card)
        self._quantity.set_unit(line.unit)
        self._quantity.set_quantity(line.quantity)
        self._fit_quantity()

    def type_quantity(self) -> None:
        """Let the clerk type the quantity."""
        if self._sale.selected >= 0:
            self._quantity.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._quantity.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the quantity as it was."""
        if event.key() == Qt.Key.Key_Escape and self._quantity.hasFocus():
            self.show_line()
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        if self._sale.selected < 0 or not self._quantity.isModified():
            return
        self._quantity.setModified(False)
        typed = self._quantity.text().strip()
        if len(typed) >= SHORTEST_CODE and typed.isdigit():
            self.show_line()
            self.scanned.emit(typed)
            return
        try:
            quantity = self._quantity.quantity()
            if quantity is not None:
                self._sale.set_quantity(quantity)
        except (BadQuantity, BadAmount) as refusal:
            messages.show(refusal)
        if self._sale.selected >= 0:
            self.show_line()


def _width(part: QWidget) -> int:
    fixed = part.minimumWidth() == part.maximumWidth()
    return part.minimumWidth() if fixed else part.sizeHint().width()
