"""The sheet that finds the receipt of goods that come back."""

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from pos_app.documents.wording import near_moment, shop_time
from pos_app.domain.rows import CustomerHit, OrderRow, ReceiptHit, ScanHit, Scanned
from pos_app.ui import messages, theme
from pos_app.ui.cart.receipt_finder import Sought, look_for
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.day_edit import DayEdit
from pos_app.ui.widgets.key_button import KeyButton
from pos_app.ui.widgets.pick_list import ROW, Pick, PickList
from pos_app.ui.widgets.search_box import SearchBox
from pos_app.ui.widgets.sheet import Sheet
from pos_app.ui.widgets.states import EmptyState, ErrorState

_WIDTH = 760
_ROWS = 6
_DAYS = (("Today", 1, "F1"), ("7 days", 7, "F2"), ("30 days", 30, "F3"), ("All", 0, "F4"))
_ALL, _ONE_DAY = 3, 4
"""Places of the chips: every day, and the one that is chosen behind it."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_RETURNED = {"part": "Part returned", "whole": "Returned"}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ReceiptFindSheet(Sheet):
    """chosen(order id) ends it, or loose_wanted() where nobody has a receipt."""

    chosen = Signal(int)
    loose_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Return or exchange", parent, _WIDTH)
        self._desk = desk
        self._sought = Sought()
        self._searched = ""
        self._awaited = False
        self._search = SearchBox(
            "Scan the receipt, or type its number, a name or goods", large=True
        )
        self._days = QButtonGroup(self)
        self._day = DayEdit("Day of the sale", QLocale(desk.shop.info.locale))
        self._list = PickList("Sales found")
        self._pages = QStackedWidget()
        self._empty = EmptyState("receipt-text", "", "")
        self._error = ErrorState("The sales could not be read", "Nothing was changed.")
        self._loose = KeyButton("Without a receipt", key="F7")
        self._go = KeyButton("Choose", key="Enter", kind="primary", listens=False)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages.setMinimumHeight(_ROWS * ROW)
        today = self._today()
        self._day.setDate(QDate(today.year, today.month, today.day))
        self._day.hide()
        self._lay_out()

        self._search.installEventFilter(self)
        self._search.searched.connect(self._seek_words)
        self._search.submitted.connect(lambda _text: self._choose())
        self._day.installEventFilter(self)
        self._day.dateChanged.connect(self._seek)
        self._days.idToggled.connect(self._take_days)
        self._list.picked.connect(self._pick)
        self._go.clicked.connect(self._choose)
        self._loose.clicked.connect(self._leave_for_loose)
        self._error.acted.connect(self._seek)
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._seek()

    def take_scan(self, hit: Scanned) -> bool:
        """A receipt opens its sale; a product or a customer's card shows the sales they are in."""
        if isinstance(hit, ReceiptHit) and hit.order_id is not None:
            self._pick_id(hit.order_id)
            return True
        if not isinstance(hit, ScanHit | CustomerHit):
            return False
        self._search.set_quietly(
            hit.product.name if isinstance(hit, ScanHit) else hit.customer.name
        )
        self._sought = Sought(hit=hit)
        self._seek()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the search field choose a row; Enter in the day goes back to the search,
        where the next one takes the row."""
        pressed = event.key() if isinstance(event, QKeyEvent) else None
        if watched is self._day and pressed in _ENTER and event.type() == QEvent.Type.KeyPress:
            self._day.interpretText()
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if watched is self._search and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step and event.type() == QEvent.Type.KeyPress:
                self._list.step(step)
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        days = QHBoxLayout()
        days.setSpacing(2 * theme.GRID)
        named = [(words, key) for words, _days, key in _DAYS]
        for place, (words, key) in enumerate([*named, ("Day", "F5")]):
            chip = KeyButton(words, key=key, kind="chip")
            chip.setCheckable(True)
            chip.setChecked(place == _ALL)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._days.addButton(chip, place)
            days.addWidget(chip)
        days.addWidget(self._day)
        days.addStretch(1)
        for page in (self._list, self._empty, self._error):
            self._pages.addWidget(page)
        self.body.addWidget(self._search)
        self.body.addLayout(days)
        self.body.addWidget(self._pages)
        self.footer.insertWidget(0, self._loose)
        self.footer.addWidget(self._go)

    # --- looking -----------------------------------------------------------------------------

    def _seek_words(self, text: str) -> None:
        self._awaited = False
        self._sought = Sought(text)
        self._seek()

    def _take_days(self, place: int, on: bool) -> None:
        if not on:
            return
        one = place == _ONE_DAY
        if not one and self._day.hasFocus():
            self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._day.setVisible(one)
        if one:
            self._day.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._seek()

    def _today(self) -> date:
        return shop_time(datetime.now(UTC), self._desk.shop.info).date()

    def _span(self) -> tuple[date | None, date | None]:
        """The first and the last day that is asked for; None for no bound."""
        place = self._days.checkedId()
        if place == _ONE_DAY:
            shown = self._day.date()
            day = date(shown.year(), shown.month(), shown.day())
            return day, day
        days = _DAYS[place][1]
        return (self._today() - timedelta(days=days - 1) if days else None), None

    def _seek(self) -> None:
        shop = self._desk.shop
        sought = Sought(self._sought.text, self._sought.hit, *self._span())
        self._searched = ""
        self._desk.tasks.counter.run(
            lambda: look_for(shop, sought),
            lambda rows: self._show(sought, rows),
            self._not_read,
            latest="receipts",
            owner=self,
        )

    def _show(self, sought: Sought, rows: tuple[OrderRow, ...]) -> None:
        self._searched = sought.text
        self._list.show_picks([self._row(row) for row in rows], choose=0)
        self._go.setEnabled(bool(rows))
        self._pages.setCurrentWidget(self._list if rows else self._empty)
        if not rows and (sought.text.strip() or sought.hit is not None):
            self._empty.say("No sale fits", "Try another day, a name, or goods that were in it.")
        elif not rows:
            self._empty.say("No sales in these days", "F4 looks at all of them.")
        awaited, self._awaited = self._awaited, False
        if awaited and len(rows) == 1:
            self._list.pick_chosen()

    def _not_read(self, error: Exception) -> None:
        self._error.say(messages.words(error).title, "Nothing was changed.")
        self._pages.setCurrentWidget(self._error)

    def _row(self, order: OrderRow) -> Pick:
        shop = self._desk.shop
        items = "1 line" if order.items == 1 else f"{order.items} lines"
        moment = near_moment(order.at, shop.info, datetime.now(UTC))
        returned = _RETURNED.get(order.returned, "")
        return Pick(
            what=order,
            title=f"{order.number} · {moment}",
            hint=" · ".join(word for word in (order.customer, items, order.clerk) if word),
            figure=shop.money.format(order.total),
            figure_hint=returned,
            tone="warn" if returned else "muted",
        )

    # --- choosing ----------------------------------------------------------------------------

    def _choose(self) -> None:
        """Enter: words that are not answered yet are waited for; then the only one is taken."""
        if self._searched != self._search.text() and self._sought.hit is None:
            self._awaited = True
        else:
            self._list.pick_chosen()

    def _pick(self, order: object) -> None:
        assert isinstance(order, OrderRow)
        self._pick_id(order.id)

    def _pick_id(self, order_id: int) -> None:
        self.accept()
        self.chosen.emit(order_id)

    def _leave_for_loose(self) -> None:
        self.accept()
        self.loose_wanted.emit()
