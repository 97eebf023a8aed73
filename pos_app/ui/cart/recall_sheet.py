"""The sheet of parked sales: pick one to go on with it."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.documents.wording import near_moment
from pos_app.domain.rows import SavedCart
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.pick_list import ROW, Pick, PickList
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.states import EmptyState, ErrorState

_WIDTH = 560
_ROWS = 6


class RecallSheet(Sheet):
    """recalled(id, name) comes when a parked sale is picked."""

    recalled = Signal(int, str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Parked sales", parent, _WIDTH)
        self._desk = desk
        self._list = PickList("Parked sales")
        self._pages = QStackedWidget()
        self._empty = EmptyState(
            "pause", "No parked sales", "Park (F8) lays the open sale aside until it is recalled."
        )
        self._error = ErrorState("The parked sales could not be read", "Nothing was changed.")
        self._go = KeyButton("Recall", key="Enter", kind="primary")
        self._go.setEnabled(False)
        self._pages.setMinimumHeight(_ROWS * ROW)

        for page in (self._list, self._empty, self._error):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages)
        self.footer.addWidget(self._go)

        self._list.picked.connect(self._pick)
        self._go.clicked.connect(self._list.pick_chosen)
        self._error.acted.connect(self._read)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def _read(self) -> None:
        carts = self._desk.shop.carts
        self._desk.tasks.counter.run(
            carts.parked, self._show, self._not_read, latest="parked", owner=self
        )

    def _show(self, parked: tuple[SavedCart, ...]) -> None:
        self._list.show_picks([self._row(cart) for cart in parked], choose=0)
        self._pages.setCurrentWidget(self._list if parked else self._empty)
        self._go.setEnabled(bool(parked))

    def _not_read(self, error: Exception) -> None:
        self._pages.setCurrentWidget(self._error)

    def _row(self, cart: SavedCart) -> Pick:
        lines = f"{cart.lines} line" if cart.lines == 1 else f"{cart.lines} lines"
        lines = lines if cart.lines else "goods that come back"
        words = [cart.customer, lines, cart.by]
        return Pick(
            what=cart,
            title=cart.name or "Parked sale",
            hint=" · ".join(word for word in words if word and word != cart.name),
            figure=self._desk.shop.money.format(cart.total),
            figure_hint=near_moment(cart.at, self._desk.shop.info, datetime.now(UTC)),
        )

    def _pick(self, cart: object) -> None:
        assert isinstance(cart, SavedCart)
        self.accept()
        self.recalled.emit(cart.id, cart.name)
