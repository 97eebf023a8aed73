"""Searching by words: the list that opens under the scan field while one types."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from pos_app.domain.money import MoneyFormat
from pos_app.domain.quantity import format_quantity
from pos_app.domain.rows import ProductRow
from pos_app.ui import theme
from pos_app.ui.cart.counter import Found
from pos_app.ui.cart.names import leaf
from pos_app.ui.cart.scan_field import ScanField
from pos_app.ui.cart.tiles import price_words, stock_words
from pos_app.ui.cart.typed import Typed, take_apart
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.pick_list import ROW, Pick, PickList

_LIMIT = 20
_ROWS = 7
_TONES = {"ok": "muted", "low": "warn", "out": "bad"}


class Finder(QFrame):
    """The list of what was found; it lies over the tiles and never takes the focus.

    picked(product, quantity) comes from Enter on a chosen row or a click; quantity is None
    without a "3*". The first row is chosen for words; for digits none is, because their Enter is
    a scan unless the clerk went to a row with the arrows.
    """

    picked = Signal(ProductRow, object)

    def __init__(self, desk: Desk, money: MoneyFormat, field: ScanField, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._money = money
        self._field = field
        self._shown_for = ""
        self._quantity: Decimal | None = None
        self._list = PickList("Products found", self)
        self._words = QLabel()
        self.setProperty("kind", "card")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words.setProperty("kind", "muted")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setContentsMargins(*[4 * theme.GRID] * 4)

        column = QVBoxLayout(self)
        column.setContentsMargins(1, 6, 1, 6)
        column.setSpacing(0)
        column.addWidget(self._list)
        column.addWidget(self._words)
        self.hide()

        field.searched.connect(self._ask)
        field.installEventFilter(self)
        self._list.picked.connect(self._pick)

    @property
    def is_open(self) -> bool:
        """True while the list can be seen."""
        return self.isVisible()

    def close_list(self) -> None:
        """Take the list away; an answer that is still under way is not shown."""
        self._shown_for = ""
        self.hide()

    def step(self, by: int) -> None:
        """Choose another row."""
        self._list.step(by)

    def pick_for(self, raw: str) -> bool:
        """Pick the chosen row when the list answers exactly this text; False otherwise."""
        fits = self.is_open and self._shown_for == raw
        return fits and self._list.pick_chosen()

    def show_found(self, raw: str, found: tuple[ProductRow, ...]) -> None:
        """Open the list with what was found for this text."""
        typed = take_apart(raw)
        self._shown_for, self._quantity = raw, typed.quantity
        self._list.show_picks(
            [self._row(product) for product in found], choose=-1 if typed.is_code else 0
        )
        self._list.setVisible(bool(found))
        self._words.setVisible(not found)
        self._say(typed)
        self._place()
        self.show()
        self.raise_()

    def show_several(self, found: Found) -> None:
        """Let the clerk choose among what was entered as words."""
        if self._field.text():  # the clerk went on typing: that must not be overwritten
            self._desk.notices.say(
                f"“{found.raw}” fits several products.", "Type it again to choose.", "warn"
            )
            return
        self._field.set_quietly(found.raw)
        self.show_found(found.raw, found.products)

    def take_times(self) -> Decimal | None:
        """The "3*" in the scan field, which is empty then; the list below it closes with it."""
        times = self._field.take_times()
        if times is not None:
            self.close_list()
        return times

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list follows the field's place and width."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        return False

    def _ask(self, raw: str) -> None:
        typed = take_apart(raw)
        if not typed.text:
            self.close_list()
            if typed.quantity is not None:
                self.show_found(raw, ())
            return
        catalog = self._desk.shop.catalog
        self._desk.tasks.counter.run(
            lambda: catalog.search(typed.text, limit=_LIMIT),
            lambda found: self._show_if_current(raw, found),
            latest="search",
            owner=self,
        )

    def _show_if_current(self, raw: str, found: tuple[ProductRow, ...]) -> None:
        if self._field.text() == raw:
            self.show_found(raw, found)

    def _say(self, typed: Typed) -> None:
        if typed.text:
            code = "Enter looks it up as a code." if typed.is_code else "Try fewer letters."
            self._words.setText(f"No product matches “{typed.text}”. {code}")
        elif typed.quantity is not None:
            times = format_quantity(typed.quantity)
            self._words.setText(f"{times} of what? Scan it, type its name, or touch a tile.")

    def _row(self, product: ProductRow) -> Pick:
        codes = product.barcode or product.sku
        return Pick(
            what=product,
            title=product.name,
            hint=f"{leaf(product.category)} · {codes}" if product.category else codes,
            figure=price_words(product, self._money),
            figure_hint=stock_words(product, self._money),
            tone=_TONES[product.level],
        )

    def _pick(self, product: object) -> None:
        quantity = self._quantity
        self.close_list()
        self._field.set_quietly("")
        if isinstance(product, ProductRow):
            self.picked.emit(product, quantity)

    def _place(self) -> None:
        below = self._field.geometry()
        rows = min(self._list.count(), _ROWS)
        if rows:
            height = rows * ROW + 14
        else:
            height = self._words.heightForWidth(below.width()) + 8 * theme.GRID
        self.setGeometry(below.left(), below.bottom() + theme.GRID, below.width(), height)
