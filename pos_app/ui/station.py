"""What hangs at this till in the window: printers, drawer, and what the customer sees."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from pos_app.config import Config
from pos_app.devices.memory import MemoryDevices
from pos_app.devices.till import Devices
from pos_app.ui import approving, messages
from pos_app.ui.customer_side import CustomerSide
from pos_app.ui.desk import Desk
from pos_app.ui.printing.keys import DRAWER_KEY, WAITING_KEY
from pos_app.ui.printing.printing import Printing
from pos_app.ui.printing.waiting_sheet import WaitingSheet
from pos_app.ui.session import Session
from pos_app.ui.shifts.shifts import Shifts
from pos_app.ui.widgets.ask_sheet import AskSheet
from pos_app.ui.widgets.confirm import ConfirmSheet

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, and the floor makes this.
    from pos_app.shop import Shop
    from pos_app.ui.floor import Floor


class Station(QObject):
    """Made when a shop is open; close() before the shop is closed."""

    def __init__(self, floor: "Floor", shop: "Shop", session: Session) -> None:
        super().__init__(floor)
        self.config = floor.config
        self.devices: Devices = floor.devices or MemoryDevices()
        at = (floor.tasks, session, floor.notices, floor.config, self.devices)
        self.printing = Printing(shop, *at, self)
        self.shifts = Shifts(self, floor, session, floor.tasks)
        self.customer_side: CustomerSide | None = None
        self._floor = floor
        self._drawer_key = QShortcut(QKeySequence(DRAWER_KEY), floor)
        self._waiting_key = QShortcut(QKeySequence(WAITING_KEY), floor)

        self._drawer_key.activated.connect(self.ask_drawer)
        self._waiting_key.activated.connect(self.show_waiting)
        floor.header.papers.clicked.connect(self.show_waiting)
        floor.header.shift.clicked.connect(self.shifts.show)
        self.shifts.changed.connect(self._tell_shift)
        session.changed.connect(self._tell_shift)
        self.printing.queue.changed.connect(self._tell_papers)
        self.printing.queue.look()

    @property
    def desk(self) -> Desk:
        """The desk of the open shop."""
        assert self._floor.desk is not None
        return self._floor.desk

    def serve(self, cart_tab: Any) -> None:
        """Show the customer the sale of this tab from now on."""
        self.customer_side = CustomerSide(self.desk, cart_tab, self.devices, self)
        self.customer_side.configure(self.config)
        self.shifts.serve(cart_tab)

    def configure(self, config: Config) -> None:
        """Take the till's other settings over at once."""
        self.config = config
        self.printing.configure(config)
        if self._floor.desk is not None and self._floor.desk.scans is not None:
            self._floor.desk.scans.plug_in(config)
        if self.customer_side is not None:
            self.customer_side.configure(config)

    def show_waiting(self) -> None:
        """The receipts that wait for a printer."""
        if self.desk.session.clerk is not None:
            WaitingSheet(self.desk, self.printing, self._floor).open()

    def ask_drawer(self) -> None:
        """Ask why the drawer is to be opened without a sale, and open it."""
        if self._floor.desk is not None and self.desk.session.clerk is not None:
            sheet = AskSheet("Open the drawer", "Why, without a sale?", "Open", self._floor)
            sheet.answered.connect(self._open_drawer)
            sheet.open()

    def _open_drawer(self, reason: str) -> None:
        drawer, till = self.desk.shop.drawer, self.config.till or None
        approving.ask(
            self.desk,
            lambda by: drawer.open(reason=reason, by=by, till=till),
            lambda _: self.printing.pulse(),
            about=f"Open the drawer ({reason})",
            parent=self._floor,
        )

    def show_devices(self) -> None:
        """This till's devices, to be set up and tried."""
        from pos_app.ui.devices import DevicesSheet  # brings what few ever look at

        if self.desk.session.clerk is not None:
            DevicesSheet(self.desk, self, self._floor).open()

    def ask_to_leave(self, leave: Callable[[], object]) -> bool:
        """True where the window may close; else a question is asked, and leave() may be called."""
        count = len(self.printing.queue.waiting)
        if not count:
            return True
        one = count == 1
        sheet = ConfirmSheet(
            "A receipt was not printed" if one else f"{count} receipts were not printed",
            ("It waits" if one else "They wait") + " in the shop's file and can be printed at the "
            "next start.",
            self._floor,
            yes="Close the window",
            no="Stay",
            kind="primary",
        )
        sheet.accepted.connect(leave)
        sheet.open()
        return False

    def close(self) -> bool:
        """Let go of every device; False when a printer keeps what it has in its hands."""
        if self.customer_side is not None:
            self.customer_side.close()
        return self.printing.close()

    def _tell_shift(self) -> None:
        """The open shift in the header, or that one is missing, while somebody is signed in."""
        shift = self.shifts.current if self.desk.session.clerk is not None else None
        missing = self.shifts.missing and self.desk.session.clerk is not None
        self._floor.header.tell_shift(shift.number if shift is not None else 0, missing=missing)

    def _tell_papers(self) -> None:
        waiting = self.printing.queue.waiting
        why = next((each.trouble for each in waiting if each.trouble is not None), None)
        waits = [each for each in waiting if each.trouble is not None or each.held]
        words = messages.words(why).title.rstrip(".") if why is not None else ""
        # One that is just being printed is no news.
        self._floor.header.tell_papers(len(waiting) if waits else 0, words)
