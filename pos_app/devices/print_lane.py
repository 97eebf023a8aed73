"""One printer's queue and thread: papers in order, again after trouble, the drawer ahead of all."""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from pos_app.devices.printer import Printer
from pos_app.domain.errors import PrinterTrouble

PAUSES_S = (2.0, 4.0, 8.0, 16.0, 30.0)
"""Between one try and the next, while the trouble lasts."""

LOOK_S = 1.0
"""Between two looks whether a printer that was not there is back."""

_BROKEN_OFF = 3
"""A printer that breaks off so often prints no more by itself: each try costs paper."""

_log = logging.getLogger(__name__)


MakePaper = Callable[[], bytes]
"""Makes a paper in the lane's own thread, once for each try."""


@dataclass(frozen=True, slots=True)
class LaneEvents:
    """Whom the lane tells, each called in its own thread: printed(job), failed(job, trouble),
    dropped(job) of a paper that can't be made, not_opened(trouble) of the drawer, well() when
    trouble is over."""

    printed: Callable[[int], None]
    failed: Callable[[int, PrinterTrouble], None]
    dropped: Callable[[int], None]
    not_opened: Callable[[PrinterTrouble], None]
    well: Callable[[], None]


class PrintLane:
    """Sends papers to one printer, each until the printer has taken it. Methods come back at once,
    but close()."""

    def __init__(
        self,
        printer: Printer,
        events: LaneEvents,
        *,
        pauses_s: tuple[float, ...] = PAUSES_S,
        look_s: float = LOOK_S,
    ) -> None:
        self.printer = printer
        self._events = events
        self._pauses = pauses_s
        self._look = look_s
        self._changed = threading.Condition()
        self._jobs: deque[tuple[int, MakePaper]] = deque()
        self._sending: int | None = None
        self._pulses = 0
        self._trouble: PrinterTrouble | None = None
        self._tries = 0
        self._not_before = 0.0
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> PrinterTrouble | None:
        """What keeps the first paper waiting."""
        return self._trouble

    def put(self, job_id: int, make: MakePaper) -> None:
        """Send this paper behind those that wait already."""
        with self._changed:
            self._jobs.append((job_id, make))
            if self._not_before < math.inf:
                self._not_before = 0.0  # somebody waits for this one now
            self._changed.notify()

    def pulse(self) -> None:
        """Open the drawer, ahead of every paper. One that fails is told and not sent again."""
        with self._changed:
            self._pulses += 1
            self._changed.notify()

    def retry(self) -> None:
        """Try again now."""
        with self._changed:
            self._tries = 0
            self._not_before = 0.0
            self._changed.notify()

    def take(self, job_id: int) -> bool:
        """Take a paper out of the queue; False when it is being sent or not there."""
        with self._changed:
            for job in self._jobs:
                if job[0] == job_id and job_id != self._sending:
                    if job is self._jobs[0]:
                        self._tries, self._not_before = 0, 0.0
                    self._jobs.remove(job)
                    self._changed.notify()
                    return True
            return False

    def close(self, seconds: float = 2.0) -> bool:
        """Let what is being sent end; True when it did in so many seconds."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(timeout=seconds)
        self.printer.close()
        return not self._thread.is_alive()

    # --- the thread --------------------------------------------------------------------------

    def _run(self) -> None:
        while (work := self._next()) is not None:
            work()

    def _next(self) -> Callable[[], None] | None:
        """What to do now, waited for; None when the lane closes."""
        with self._changed:
            while not self._closing:
                if self._pulses:
                    self._pulses -= 1
                    return self._open
                pause = self._not_before - time.monotonic()
                if self._jobs and pause <= 0:
                    job = self._jobs[0]
                    self._sending = job[0]
                    return lambda: self._send(*job)
                if not self._jobs:
                    self._changed.wait()
                elif self._absent():
                    self._changed.wait(min(pause, self._look))
                    if self._may_look():
                        return self._look_again
                else:
                    self._changed.wait(None if pause == math.inf else pause)
            return None

    def _absent(self) -> bool:
        return self._trouble is not None and self._trouble.kind == "offline"

    def _may_look(self) -> bool:
        """Still nothing else to do than to wait for a printer that is not there."""
        return self._absent() and bool(self._jobs) and not self._pulses and not self._closing

    def _look_again(self) -> None:
        """Outside the lock: it may take as long as the network does."""
        if self.printer.present():
            with self._changed:
                self._not_before = 0.0

    def _send(self, job_id: int, make: MakePaper) -> None:
        try:
            paper = make()
        except Exception:  # noqa: BLE001 - one that can't be made must keep no other one back
            _log.exception("job %s can't be printed", job_id)
            self._pop()
            self._events.dropped(job_id)
            return
        trouble = self._hand_over(paper)
        if trouble is not None:
            self._put_off(trouble)
            self._events.failed(job_id, trouble)
            return
        had_trouble, self._trouble = self._trouble is not None, None
        self._pop()
        self._events.printed(job_id)
        if had_trouble:
            self._events.well()

    def _hand_over(self, paper: bytes) -> PrinterTrouble | None:
        try:
            self.printer.send(paper)
        except PrinterTrouble as trouble:
            return trouble
        except Exception:  # noqa: BLE001 - a driver's own fault must not end the printing
            _log.exception("the driver of %s failed", self.printer.address)
            return PrinterTrouble("unknown", self.printer.address)
        return None

    def _pop(self) -> None:
        with self._changed:
            self._jobs.popleft()
            self._sending = None
            self._tries, self._not_before = 0, 0.0

    def _put_off(self, trouble: PrinterTrouble) -> None:
        with self._changed:
            self._sending = None
            self._trouble = trouble
            pause = self._pauses[min(self._tries, len(self._pauses) - 1)]
            self._tries += 1
            if trouble.kind == "interrupted" and self._tries >= _BROKEN_OFF:
                pause = math.inf
            self._not_before = time.monotonic() + pause

    def _open(self) -> None:
        try:
            self.printer.pulse()
        except PrinterTrouble as trouble:
            self._events.not_opened(trouble)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("the driver of %s failed", self.printer.address)
            self._events.not_opened(PrinterTrouble("unknown", self.printer.address))
