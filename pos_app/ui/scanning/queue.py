"""Scans in the order they came, whichever device read them: one after another, none is lost."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from pos_app.domain.rows import Scanned
from pos_app.ui.tasks import Lane


@dataclass(frozen=True, slots=True)
class Scan:
    """A code as it was read. quantity is the "3*" that was typed before it, None where nothing
    was; barred tells that it may not go into the sale that was open when it was read."""

    text: str
    quantity: Decimal | None = None
    barred: bool = False


@dataclass(frozen=True, slots=True)
class _Turn:
    """Something that is done amid the scans."""

    then: Callable[[], None]
    ready: Callable[[], bool]


class ScanQueue(QObject):
    """answered(Scan, hit) or failed(Scan, error) comes for each scan, in the order of put().

    Each is looked up on the lane when the one before was answered; while held() says so (a sale
    is being written) none is begun, until go_on().
    """

    answered = Signal(object, object)
    failed = Signal(object, object)

    def __init__(
        self,
        lane: Lane,
        read: Callable[[str], Scanned],
        held: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._read = read
        self._held = held
        self._waiting: deque[Scan | _Turn] = deque()
        self._reading = False

    @property
    def idle(self) -> bool:
        """True when every scan was answered."""
        return not self._waiting and not self._reading

    def put(self, scan: Scan) -> None:
        """Take a scan in."""
        self._waiting.append(scan)
        self.go_on()

    def after(self, then: Callable[[], None], ready: Callable[[], bool]) -> None:
        """Do this between the scans that came before and those that come later, as soon as
        ready() says so behind what the lane has been asked by then."""
        self._waiting.append(_Turn(then, ready))
        self.go_on()

    def go_on(self) -> None:
        """Look up the next scan, unless one is being looked up or all are held."""
        if self._reading or not self._waiting or self._held():
            return
        turn = self._waiting.popleft()
        self._reading = True
        if isinstance(turn, Scan):
            self._look_up(turn)
        else:
            self._lane.run(lambda: None, lambda _: self._end(lambda: self._try(turn)), owner=self)

    def _try(self, turn: _Turn) -> None:
        if turn.ready():
            turn.then()
        else:
            self._waiting.appendleft(turn)

    def _look_up(self, scan: Scan) -> None:
        self._lane.run(
            lambda: self._read(scan.text),
            lambda hit: self._end(lambda: self.answered.emit(scan, hit)),
            lambda error: self._end(lambda: self.failed.emit(scan, error)),
            owner=self,
        )

    def _end(self, turn: Callable[[], None]) -> None:
        self._reading = False
        try:
            turn()
        finally:
            self.go_on()
