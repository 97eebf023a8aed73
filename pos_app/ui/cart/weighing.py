"""Goods sold by weight or measure wait here, one after another, until it is known how much."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from pos_app.ui.cart.counter import Counter, Wanted
from pos_app.ui.cart.weigh_sheet import WeighSheet
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.sheet import Sheet


class Weighing(QObject):
    """Asks for each in turn; scans of other goods go into the cart meanwhile."""

    def __init__(
        self, desk: Desk, counter: Counter, open_sheet: Callable[[Sheet], None], tab: QWidget
    ) -> None:
        super().__init__(tab)
        self._desk = desk
        self._counter = counter
        self._open = open_sheet
        self._tab = tab
        self._waiting: deque[Wanted] = deque()
        self._asking = False

        counter.measure_asked.connect(self._ask)

    def _ask(self, wanted: Wanted) -> None:
        self._waiting.append(wanted)
        self._next()

    def _next(self) -> None:
        if self._asking or not self._waiting:
            return
        wanted = self._waiting.popleft()
        self._asking = True
        plate = self._desk.scans.plate if self._desk.scans is not None else None
        sheet = WeighSheet(wanted.product, self._desk.shop.money, plate, self._tab)
        sheet.answered.connect(lambda quantity: self._add(wanted, quantity))
        sheet.finished.connect(lambda _: self._closed())
        self._open(sheet)

    def _add(self, wanted: Wanted, quantity: Decimal) -> None:
        self._counter.add(replace(wanted, quantity=quantity))

    def _closed(self) -> None:
        self._asking = False
        self._next()
