"""A field to scan goods or to find them by name, with the list of what was found below it."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.domain.errors import PosError, UnknownCode
from pos_app.domain.rows import ProductRow, ScanHit
from pos_app.ui import messages, theme
from pos_app.ui.cart.typed import take_apart
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.pick_list import ROW, Pick, PickList
from pos_app.ui.widgets.search_box import SearchBox

_LIMIT = 20
_ROWS = 6
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class GoodsSearch(QWidget):
    """found(product, quantity) comes for a scan, a typed code or a choice in the list; refused
    (words) where a code is none. opened(bool) tells that the list is there; left() comes from Down
    while nothing is typed."""

    found = Signal(ProductRow, object)
    refused = Signal(str)
    opened = Signal(bool)
    left = Signal()

    def __init__(self, desk: Desk, words: str) -> None:
        super().__init__()
        self._desk = desk
        self.field = SearchBox(words, large=True)
        self._list = PickList("Products found")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * theme.GRID)
        column.addWidget(self.field)
        column.addWidget(self._list)

        self.field.installEventFilter(self)
        self.field.searched.connect(self._seek)
        self.field.submitted.connect(self._enter)
        self._list.picked.connect(self._pick)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is typed here takes Enter before any button does; arrows choose."""
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and event.key() in _ENTERS:
            if self.field.text().strip():
                event.accept()
            return bool(self.field.text().strip())
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if not self._list.isHidden():
            self._list.step(step)
        elif step > 0:
            self.left.emit()
        return True

    # --- inside ------------------------------------------------------------------------------

    def _seek(self, raw: str) -> None:
        typed, catalog = take_apart(raw), self._desk.shop.catalog
        if not typed.text:
            self._close()
            return
        self._desk.tasks.counter.run(
            lambda: catalog.search(typed.text, limit=_LIMIT),
            lambda rows: self._show(raw, rows),
            latest="goods",
            owner=self,
        )

    def _show(self, raw: str, rows: tuple[ProductRow, ...]) -> None:
        if self.field.text() != raw:
            return
        typed = take_apart(raw)
        money = self._desk.shop.money
        picks = [
            Pick(row, row.name, row.barcode or row.sku, money.format(row.price)) for row in rows
        ]
        self._list.show_picks(picks, choose=-1 if typed.is_code else 0)
        self._list.setFixedHeight(min(len(rows), _ROWS) * ROW)
        self._list.setVisible(bool(rows))
        self.opened.emit(bool(rows))

    def _enter(self, raw: str) -> None:
        if not self._list.isHidden() and self._list.pick_chosen():
            return
        typed, codes = take_apart(raw), self._desk.shop.codes
        catalog = self._desk.shop.catalog
        if not typed.text:
            return

        def look_up() -> object:
            try:
                return codes.read(typed.text)
            except UnknownCode:
                if typed.is_code:
                    raise
                return catalog.search(typed.text, limit=_LIMIT)

        self._desk.tasks.counter.run(
            look_up, lambda answer: self._take(raw, answer), self._refuse, owner=self
        )

    def _take(self, raw: str, answer: object) -> None:
        if isinstance(answer, ScanHit):
            times = take_apart(raw).quantity
            self._give(answer.product, answer.quantity * (1 if times is None else times))
        elif isinstance(answer, tuple) and len(answer) == 1:
            self._give(answer[0], take_apart(raw).quantity or Decimal(1))
        elif isinstance(answer, tuple) and answer:
            self._show(raw, answer)
        else:
            self._say(f"“{raw.strip()}” is no product.")

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, PosError):
            self._say(messages.words(error, self._desk.shop.money).title)

    def _say(self, words: str) -> None:
        self.field.selectAll()  # what is typed next takes its place
        self.refused.emit(words)

    def _pick(self, product: object) -> None:
        assert isinstance(product, ProductRow)
        self._give(product, take_apart(self.field.text()).quantity or Decimal(1))

    def _give(self, product: ProductRow, quantity: Decimal) -> None:
        self.field.set_quietly("")
        self._close()
        self.found.emit(product, quantity)

    def _close(self) -> None:
        self._list.hide()
        self.opened.emit(False)
