"""The sheet that chooses who buys: search, walk-in, or a new customer at the counter."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos_app.documents.wording import phone
from pos_app.domain.errors import PosError
from pos_app.domain.rows import WALK_IN_CUSTOMER_ID, CustomerHit, CustomerRow
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.pick_list import ROW, Pick, PickList
from pos_app.ui.widgets.search_box import SearchBox
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_WIDTH = 560
_ROWS = 6
_LIMIT = 50


def second_words(customer: CustomerRow, country: str) -> str:
    """What tells two people of one name apart: phone (as dialled in country), city, e-mail."""
    words = (phone(customer.phone, country), customer.city, customer.email)
    return " · ".join(word for word in words if word)


class CustomerSheet(Sheet):
    """chosen(CustomerRow | None) ends it, None means a walk-in sale.

    new_asked(name) asks for the form of a new customer, with what was searched for.
    """

    chosen = Signal(object)
    new_asked = Signal(str)

    def __init__(self, desk: Desk, has_customer: bool, parent: QWidget) -> None:
        super().__init__("Customer", parent, _WIDTH)
        self._desk = desk
        self._shown_for: str | None = None
        self._awaited = False
        self._search = SearchBox("Name, phone, card, e-mail or city", large=True)
        self._list = PickList("Customers found")
        self._pages = QStackedWidget()
        self._empty = EmptyState("users", "", "")
        self._walk_in = KeyButton("Walk-in", key="F4")
        self._new = KeyButton("New customer", key="Ctrl+N", icon="user-plus")
        self._go = KeyButton("Choose", key="Enter", kind="primary", listens=False)
        self._walk_in.setEnabled(has_customer)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages.setMinimumHeight(_ROWS * ROW)

        for page in (self._list, self._empty):
            self._pages.addWidget(page)
        self.body.addWidget(self._search)
        self.body.addWidget(self._pages)
        self.footer.insertWidget(0, self._new)
        self.footer.addWidget(self._walk_in)
        self.footer.addWidget(self._go)

        self._search.installEventFilter(self)
        self._search.searched.connect(self._ask)
        self._search.submitted.connect(self._choose)
        self._list.picked.connect(self._pick)
        self._go.clicked.connect(self._list.pick_chosen)
        self._walk_in.clicked.connect(lambda: self._pick(None))
        self._new.clicked.connect(self._ask_new)
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask("")

    def take_scan(self, hit: object) -> bool:
        """A customer's card chooses them."""
        if isinstance(hit, CustomerHit):
            self._pick(hit.customer)
        return isinstance(hit, CustomerHit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the search field choose a row."""
        if watched is self._search and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            step = steps.get(Qt.Key(event.key()))
            if step and event.type() == QEvent.Type.KeyPress:
                self._list.step(step)
                return True
        return super().eventFilter(watched, event)

    def _ask(self, text: str) -> None:
        self._awaited = False
        shop = self._desk.shop

        def read() -> tuple[CustomerRow, ...]:
            if not text.strip():
                return shop.customers.page(limit=_LIMIT)
            return shop.customers.search(text, limit=_LIMIT) or _of_card(shop, text)

        self._desk.tasks.counter.run(
            read, lambda found: self._show(text, found), latest="customers", owner=self
        )

    def _show(self, text: str, found: tuple[CustomerRow, ...]) -> None:
        self._shown_for = text
        people = [row for row in found if row.id != WALK_IN_CUSTOMER_ID]
        self._list.show_picks([self._row(row) for row in people], choose=0)
        self._go.setEnabled(bool(people))
        awaited, self._awaited = self._awaited, False
        if awaited and len(people) == 1:
            self._pick(people[0])
        elif people:
            self._pages.setCurrentWidget(self._list)
        else:
            self._say_nobody(text.strip())

    def _say_nobody(self, text: str) -> None:
        if text:
            self._empty.say(f"Nobody matches “{text}”", "Ctrl+N adds a new customer.")
        else:
            self._empty.say("No customers yet", "Ctrl+N adds the first one.")
        self._pages.setCurrentWidget(self._empty)

    def _choose(self, text: str) -> None:
        """Enter: what was typed is waited for, then the only one is taken; the list may still show
        who fits less."""
        if text == self._shown_for:
            self._list.pick_chosen()
        else:
            self._awaited = True

    def _row(self, customer: CustomerRow) -> Pick:
        hint = second_words(customer, self._desk.shop.info.country)
        return Pick(what=customer, title=customer.name, hint=hint)

    def _pick(self, customer: object) -> None:
        self.accept()
        self.chosen.emit(customer)

    def _ask_new(self) -> None:
        text = self._search.text().strip()
        self.accept()
        self.new_asked.emit(text)


def _of_card(shop: "Shop", text: str) -> tuple[CustomerRow, ...]:
    """Whose customer card has this code, if anybody's; for a lane."""
    try:
        hit = shop.codes.read(text)
    except PosError:
        return ()
    return (hit.customer,) if isinstance(hit, CustomerHit) else ()
