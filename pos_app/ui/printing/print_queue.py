"""The shop's print queue of this till on its way to the printers, each on its own thread."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from pos_app.config import Config
from pos_app.devices.print_lane import LaneEvents, PrintLane
from pos_app.devices.till import Devices
from pos_app.domain.errors import BadValue, PosError, PrinterTrouble
from pos_app.domain.rows import Clerk, PrintJobRow
from pos_app.ui import messages
from pos_app.ui.printing.composing import paper
from pos_app.ui.tasks import Tasks

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

log = logging.getLogger(__name__)

SURPRISING = timedelta(minutes=10)
"""A receipt that has waited longer when the till sees it first is not printed by itself: whoever
it was for has gone."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that no printer has taken: printer is the address it waits at, "" where it is held
    back until somebody says so; trouble is what kept it from being printed."""

    job: PrintJobRow
    printer: str = ""
    trouble: PrinterTrouble | None = None

    @property
    def held(self) -> bool:
        """True for one that is old, can't be made, or has no printer: it waits for a person."""
        return not self.printer


class PrintQueue(QObject):
    """Reads the queue whenever it has changed. Nothing here waits for a device or for the books."""

    changed = Signal()
    """Another paper waits, or one less, or why."""
    troubled = Signal(object)
    """A printer has a PrinterTrouble that it had not before."""
    well = Signal()
    """A printer that had trouble has printed again."""
    drawer_shut = Signal(str)
    """The drawer at the printer of this address was not opened."""
    _told = Signal(object)

    def __init__(
        self, shop: "Shop", tasks: Tasks, config: Config, devices: Devices, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shop = shop
        self._tasks = tasks
        self._config = config
        self._devices = devices
        self._till = config.till or None
        self._lanes: dict[str, PrintLane] = {}
        self._waiting: dict[int, Waiting] = {}
        self._settled: set[int] = set()
        """Done with here, though the books may not have heard of it: never sent again."""
        self._closing = False

        self._told.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)
        tasks.changes.papers.connect(self.look)

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """The papers that no printer has taken yet, in order."""
        return tuple(self._waiting.values())

    def look(self) -> None:
        """Read the queue, and send what is new in it."""
        if not self._closing:
            self._tasks.counter.run(
                lambda: self._shop.papers.waiting(self._till), self._take, latest="papers"
            )

    def pulse(self, printer: str) -> bool:
        """Open the drawer at a printer, ahead of every paper; False where there is none."""
        lane = self._lane(printer)
        if lane is not None:
            lane.pulse()
        return lane is not None

    def retry(self) -> None:
        """Try everything again now; what was held back goes to the printer that is set up."""
        for waiting in self.waiting:
            if waiting.held:
                self._send(waiting.job, self._config.printer)
        for lane in self._lanes.values():
            lane.retry()

    def move(self, job_ids: Iterable[int], printer: str) -> None:
        """Print these at another printer; one that is being sent stays where it is."""
        for job_id in job_ids:
            waiting = self._waiting.get(job_id)
            if waiting is not None and waiting.printer != printer and self._withdraw(waiting):
                self._send(waiting.job, printer)

    def give_up(self, job_id: int, clerk: Clerk) -> None:
        """Print this one no more; one that is being sent is printed all the same."""
        waiting = self._waiting.get(job_id)
        if waiting is None or not self._withdraw(waiting):
            return
        del self._waiting[job_id]
        self._settled.add(job_id)
        self.changed.emit()

        def kept(error: Exception) -> None:
            self._settled.discard(job_id)
            if isinstance(error, PosError):
                messages.show(error)
            self.look()

        self._tasks.counter.run(
            lambda: self._shop.papers.give_up(job_id, by=clerk), None, kept, owner=self
        )

    def configure(self, config: Config) -> None:
        """Take other settings over; what waits goes to the printers of now."""
        self._config = config
        lanes, self._lanes = list(self._lanes.values()), {}
        self._waiting.clear()
        self._closing = True  # nothing is read while a printer may have a paper in its hands
        self.changed.emit()
        self._tasks.office.run(
            lambda: [lane.close() for lane in lanes], lambda _: self._go_on(), owner=self
        )

    def close(self) -> bool:
        """Let what is being printed end; what waits is there at the next start. False when a
        printer does not let go: the shop must not be closed under it."""
        self._closing = True
        lanes, self._lanes = list(self._lanes.values()), {}
        ended = [lane.close() for lane in lanes]
        return all(ended)

    # --- below ---------------------------------------------------------------------------------

    def _go_on(self) -> None:
        self._closing = False
        self.look()

    def _take(self, jobs: tuple[PrintJobRow, ...]) -> None:
        if self._closing:
            return
        there = {job.id for job in jobs}
        self._waiting = {key: each for key, each in self._waiting.items() if key in there}
        now = datetime.now(UTC)
        for job in jobs:
            if job.id in self._waiting or job.id in self._settled:
                continue
            if now - job.at > SURPRISING or not self._config.printer:
                self._waiting[job.id] = Waiting(job)
            else:
                self._send(job, self._config.printer)
        self.changed.emit()

    def _send(self, job: PrintJobRow, printer: str) -> None:
        lane = self._lane(printer)
        self._waiting[job.id] = Waiting(job, printer if lane is not None else "")
        if lane is not None:
            lane.put(job.id, partial(paper, self._shop, job.id, self._config))
        self.changed.emit()

    def _withdraw(self, waiting: Waiting) -> bool:
        """Take a paper back from its printer; False while it is being sent."""
        lane = self._lanes.get(waiting.printer)
        return lane is None or lane.take(waiting.job.id)

    def _lane(self, address: str) -> PrintLane | None:
        if address and address not in self._lanes:
            try:
                printer = self._devices.printer(address)
            except BadValue as refusal:
                messages.show(refusal)
                return None
            self._lanes[address] = PrintLane(printer, self._events(address))
        return self._lanes.get(address)

    def _events(self, address: str) -> LaneEvents:
        """What the printer's thread tells: the books hear of it there, the window by a signal."""

        def later(call: Callable[..., None]) -> Callable[..., None]:
            return lambda *what: self._told.emit(partial(call, *what))

        def printed(job_id: int) -> None:
            self._settled.add(job_id)
            try:
                self._shop.papers.printed(job_id, address)
            except PosError as error:
                log.warning("job %s was printed, and is not in the books: %r", job_id, error)
            later(self._printed)(job_id)

        def failed(job_id: int, trouble: PrinterTrouble) -> None:
            later(self._failed)(job_id, trouble)
            try:
                self._shop.papers.failed(job_id, trouble.kind)
            except PosError as error:
                log.warning("the trouble of job %s is not in the books: %r", job_id, error)

        return LaneEvents(
            printed,
            failed,
            dropped=later(self._dropped),
            not_opened=later(lambda trouble: self.drawer_shut.emit(trouble.printer)),
            well=later(self.well.emit),
        )

    def _printed(self, job_id: int) -> None:
        if self._waiting.pop(job_id, None) is not None:
            self.changed.emit()

    def _failed(self, job_id: int, trouble: PrinterTrouble) -> None:
        waiting = self._waiting.get(job_id)
        if waiting is None:
            return
        had = {(each.printer, each.trouble.kind) for each in self.waiting if each.trouble}
        self._waiting[job_id] = replace(waiting, trouble=trouble)
        self.changed.emit()
        if (waiting.printer, trouble.kind) not in had:
            self.troubled.emit(trouble)

    def _dropped(self, job_id: int) -> None:
        waiting = self._waiting.get(job_id)
        if waiting is not None:
            trouble = PrinterTrouble("unknown", waiting.printer)
            self._waiting[job_id] = Waiting(waiting.job, trouble=trouble)
            self.changed.emit()
