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
        self._waiting: deque[Scan] = deque()
        self._reading = False
        self._then: list[Callable[[], None]] = []

    @property
    def idle(self) -> bool:
        """True when every scan was answered."""
        return not self._waiting and not self._reading

    def put(self, scan: Scan) -> None:
        """Take a scan in."""
        self._waiting.append(scan)
        self.go_on()

    def when_idle(self, then: Callable[[], None]) -> None:
        """Do this as soon as every scan was answered that came before."""
        if self.idle:
            then()
        else:
            self._then.append(then)

    def go_on(self) -> None:
        """Look up the next scan, unless one is being looked up or all are held."""
        if self._reading or not self._waiting or self._held():
            return
        scan = self._waiting.popleft()
        self._reading = True
        self._lane.run(
            lambda: self._read(scan.text),
            lambda hit: self._answer(scan, hit, None),
            lambda error: self._answer(scan, None, error),
            owner=self,
        )

    def _answer(self, scan: Scan, hit: Scanned | None, error: Exception | None) -> None:
        self._reading = False
        try:
            if error is None:
                self.answered.emit(scan, hit)
            else:
                self.failed.emit(scan, error)
        finally:
            self.go_on()
        if self.idle:
            then, self._then = self._then, []
            for each in then:
                each()
