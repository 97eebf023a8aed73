"""The till's shift in the window: whether one is open, and the way to everything done with it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pos_app.domain.rows import OrderDetail, SavedCart, ShiftReport, ShiftRow
from pos_app.ui.desk import Desk
from pos_app.ui.shifts.keys import SHIFT_KEY
from pos_app.ui.shifts.reports import Reports
from pos_app.ui.widgets.confirm import ConfirmSheet

if TYPE_CHECKING:
    # Only for annotations.
    from pos_app.ui.shifts.closing import Closing
    from pos_app.ui.shifts.left_over import LeftOver
    from pos_app.ui.station import Station

# The sheets are loaded late on purpose, each where it is opened: most of the day nobody counts, and
# the till should be ready to sell before.

_OTHERS = {"in": "CASH_IN", "out": "CASH_OUT", "drop": "DROP"}


class Shifts(QObject):
    """changed comes when a shift was opened or closed at this till, here or in another window.
    Everything here is opened over the floor and returns at once."""

    changed = Signal()

    def __init__(self, station: "Station", floor: QWidget, session: QObject, tasks: Any) -> None:
        super().__init__(station)
        self._station = station
        self._floor = floor
        self._cart_tab: Any = None
        self._known = False
        self._closing: Closing | None = None
        self._parked: tuple[SavedCart, ...] = ()
        self.current: ShiftRow | None = None
        """The open shift of this till, as it was last read."""
        self.left = 0
        """What the last shift left in the drawer, in minor units."""
        self.reports = Reports(station, floor, self)
        self._key = QShortcut(QKeySequence(SHIFT_KEY), floor)

        self._key.activated.connect(self.show)
        session.changed.connect(self.look)  # type: ignore[attr-defined]
        tasks.changes.shifts.connect(self.look)
        tasks.changes.settings.connect(self.changed)
        tasks.changes.carts.connect(self._follow_parked)

    @property
    def missing(self) -> bool:
        """True where nothing can be sold because no shift is open."""
        return self._known and self.current is None and self._desk.shop.info.shift_needed

    def serve(self, cart_tab: Any) -> None:
        """The open sale of this tab is told of when a shift is closed."""
        self._cart_tab = cart_tab

    def look(self) -> None:
        """Read whether a shift is open."""
        desk = self._desk
        if desk.session.clerk is not None:
            till, shifts = self._till, desk.shop.shifts
            desk.tasks.counter.run(
                lambda: (shifts.current(till=till), shifts.default_float(till=till)),
                self._learn,
                latest="shift",
                owner=self,
            )

    # --- what is done with it ----------------------------------------------------------------

    def show(self) -> None:
        """Everything that can be done with the shift and its drawer."""
        from pos_app.ui.shifts.shift_sheet import ShiftSheet

        if self._desk.session.clerk is not None:
            sheet = ShiftSheet(self._desk, self.current, self.left, self._floor)
            sheet.wanted.connect(self.do)
            sheet.open()

    def do(self, name: str) -> None:
        """Do one thing by its name in `shift_sheet`."""
        ways: dict[str, Callable[[], None]] = {
            "open": self.open_shift,
            "x": self.reports.show_x,
            "close": self.close,
            "past": self.past,
        }
        if self._desk.session.clerk is not None:
            ways.get(name, partial(self.cash, name))()

    def ask_to_open(self, then: Callable[[], None] | None = None) -> None:
        """No shift is open and nothing can be sold: say so, and open one by one key; then() when
        one is."""
        sheet = ConfirmSheet(
            "No shift is open",
            "Count the drawer to open one. The cart stays as it is.",
            self._floor,
            yes="Open a shift",
            no="Not now",
            kind="primary",
        )
        sheet.yes.set_key("F12")
        sheet.accepted.connect(lambda: self.open_shift(then))
        sheet.open()

    def open_shift(self, then: Callable[[], None] | None = None) -> None:
        """Count the drawer, and open a shift with it; then() when it is open."""
        from pos_app.ui.shifts.count_sheet import OpenShiftSheet

        def opened(row: ShiftRow) -> None:
            self._learn((row, self.left))
            amount = self._desk.shop.money.format(row.opening_float)
            self._desk.notices.say(f"Shift {row.number} is open with {amount}.")
            if then is not None:
                then()

        sheet = OpenShiftSheet(self._desk, self.left, self._floor)
        sheet.opened.connect(opened)
        sheet.open()

    def cash(self, kind: str) -> None:
        """Put cash in, take some "out", or "drop" it into the safe."""
        from pos_app.ui.shifts import cash_sheet

        cash_sheet.CashSheet(self._desk, getattr(cash_sheet, _OTHERS[kind]), self._floor).open()

    def past(self) -> None:
        """The shifts that were closed, and their reports."""
        from pos_app.ui.shifts.past_sheet import PastShiftsSheet

        sheet = PastShiftsSheet(self._desk, self._floor)
        sheet.chosen.connect(self.reports.show_z)
        sheet.open()

    def close(self) -> None:
        """Count the drawer blind, and close the shift."""
        from pos_app.ui.shifts.closing import Closing

        shift = self.current
        if shift is None or self._closing is not None:
            return
        closing = Closing(self._desk, shift, self._floor, left=self._left_over, park=self._park)
        closing.closed.connect(self._has_closed)
        closing.ended.connect(self._forget_closing)
        self._closing = closing
        self._follow_parked()
        closing.count()

    def can_correct(self, at: Any, status: str) -> bool:
        """Whether a sale of this moment is of the open shift, so that its tender may be
        corrected."""
        return self.current is not None and at >= self.current.opened_at and status != "cancelled"

    def correct_tender(self, order_id: int, then: Callable[[], None]) -> None:
        """Say by which way a payment really came in; then() when it is in the books."""
        from pos_app.ui.shifts.tender_sheet import TenderSheet

        def ask(order: OrderDetail) -> None:
            sheet = TenderSheet(self._desk, order, self._floor)
            sheet.corrected.connect(lambda _: then())
            sheet.open()

        # Read anew: it may have been corrected a moment ago.
        orders = self._desk.shop.orders
        self._desk.tasks.counter.run(lambda: orders.get(order_id), ask, latest="tender", owner=self)

    # --- inside ------------------------------------------------------------------------------

    @property
    def _desk(self) -> Desk:
        return self._station.desk

    @property
    def _till(self) -> str | None:
        return self._station.config.till or None

    def _learn(self, found: tuple[ShiftRow | None, int]) -> None:
        before = (self._known, self.current)
        self.current, self.left = found
        self._known = True
        if before != (True, self.current):
            self.changed.emit()

    def _forget_closing(self) -> None:
        if self._closing is not None:
            self._closing.deleteLater()
            self._closing = None

    def _follow_parked(self) -> None:
        if self._closing is not None:
            self._desk.tasks.counter.run(
                self._desk.shop.carts.parked, self._know_parked, latest="parked", owner=self
            )

    def _know_parked(self, parked: tuple[SavedCart, ...]) -> None:
        self._parked = parked
        if self._closing is not None:
            self._closing.follow_left()

    def _left_over(self) -> "LeftOver":
        from pos_app.ui.shifts.left_over import LeftOver

        lines = len(self._cart_tab.sale.cart.lines) if self._cart_tab is not None else 0
        return LeftOver(tuple(cart.name for cart in self._parked), lines)

    def _park(self) -> None:
        if self._cart_tab is not None:
            self._cart_tab.park_open()

    def _has_closed(self, report: ShiftReport) -> None:
        """The shift is closed: its report, the backup, and then the screen to sign in."""
        from pos_app.ui.shifts.after_closing import AfterClosing

        self._learn((None, (report.cash.next_float or 0) if report.cash is not None else 0))
        AfterClosing(
            self._desk,
            report,
            self._floor,
            folder=self._station.config.backup_folder,
            print_it=partial(self.reports.print_again, report),
        ).start()
