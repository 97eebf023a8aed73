"""What the window asks of the till's printers and drawer, and what it says of them."""

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from pos_app.config import Config
from pos_app.devices.till import Devices
from pos_app.domain.errors import BadValue, DrawerTrouble, PrinterTrouble
from pos_app.domain.rows import PrintJobRow
from pos_app.ui import messages
from pos_app.ui.printing.keys import WAITING_KEY
from pos_app.ui.printing.print_queue import PrintQueue
from pos_app.ui.session import Session
from pos_app.ui.tasks import Tasks
from pos_app.ui.widgets.notice import NoticeStack

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

NO_PRINTER = (
    "No printer is set up at this till.",
    "Choose one under “This till's devices” in the menu (Ctrl+M).",
)
_COPIES = {"gift": "Gift receipt", "duplicate": "Duplicate"}


class Printing(QObject):
    """The way to paper from anywhere in the window. Nothing here waits for a device."""

    _box_shut = Signal(str)

    def __init__(
        self,
        shop: "Shop",
        tasks: Tasks,
        session: Session,
        notices: NoticeStack,
        config: Config,
        devices: Devices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.config = config
        self.devices = devices
        self.queue = PrintQueue(shop, tasks, config, devices, self)
        self._shop = shop
        self._tasks = tasks
        self._session = session
        self._notices = notices
        self._till = config.till or None

        self.queue.troubled.connect(self._say_trouble)
        self.queue.well.connect(lambda: notices.say("The printer prints again."))
        self.queue.drawer_shut.connect(self._say_shut)
        self._box_shut.connect(self._say_shut, Qt.ConnectionType.QueuedConnection)

    # --- what is set up ------------------------------------------------------------------------

    @property
    def has_printer(self) -> bool:
        """True where a printer is set up at this till."""
        return bool(self.config.printer)

    @property
    def prints_sales(self) -> bool:
        """True where each sale's receipt is printed without a question."""
        return self.has_printer and self.config.print_receipts == "always"

    @property
    def offer(self) -> str:
        """What a finished sale offers: to print its receipt, or another one; "" for neither."""
        if not self.has_printer:
            return ""
        return "Print again" if self.prints_sales else "Print"

    @property
    def has_drawer(self) -> bool:
        """True where a drawer opens with each sale in cash; never in a shop to practise on."""
        at_hand = self.config.drawer or self.config.printer
        return bool(self.config.open_drawer and at_hand) and not self._shop.info.training

    def configure(self, config: Config) -> None:
        """Take other settings over at once."""
        self.config = config
        self.queue.configure(config)

    # --- papers --------------------------------------------------------------------------------

    def ask(
        self, *, order_id: int | None = None, return_id: int | None = None, copy: str = "original"
    ) -> None:
        """Put a receipt into the queue; it is printed from there. A second original says that it
        is a duplicate."""
        clerk = self._session.clerk
        if not self.has_printer:
            self._notices.say(*NO_PRINTER, "warn")
        elif clerk is not None:
            self._tasks.counter.run(
                lambda: self._shop.papers.ask(
                    order_id=order_id, return_id=return_id, copy=copy, by=clerk, till=self._till
                ),
                self._say_asked,
                owner=self,
            )

    def close(self) -> bool:
        """The window closes; see PrintQueue.close."""
        return self.queue.close()

    # --- drawer --------------------------------------------------------------------------------

    def pulse(self) -> None:
        """Send the drawer its pulse, ahead of every paper; once, whatever becomes of it. In a shop
        to practise on it stays closed."""
        if self._shop.info.training:
            self._notices.say("The drawer stays closed in training.")
        elif self.config.drawer:
            # A port can hang, and nothing else has to wait for this one.
            threading.Thread(target=self._open_box, name="drawer", daemon=True).start()
        elif not self.queue.pulse(self.config.printer):
            self._say_shut("")

    def _open_box(self) -> None:
        address = self.config.drawer
        try:
            self.devices.drawer(address).open()
        except (BadValue, DrawerTrouble):
            self._box_shut.emit(address)

    # --- what is said --------------------------------------------------------------------------

    def _say_asked(self, job: PrintJobRow) -> None:
        if not any(each.trouble for each in self.queue.waiting):
            what = _COPIES.get(job.copy, "Receipt")
            self._notices.say(f"{what} {job.number} goes to the printer.")

    def _say_trouble(self, trouble: PrinterTrouble) -> None:
        said = messages.words(trouble)
        hint = f"{said.hint} The receipt waits and is printed by itself: {WAITING_KEY}."
        self._notices.say(said.title, hint, "warn")

    def _say_shut(self, device: str) -> None:
        said = messages.words(DrawerTrouble(device))
        self._notices.say(said.title, said.hint, "bad", sticky=True)
