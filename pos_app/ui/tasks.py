"""The background lanes on which all work is done that could make the window wait.

`counter` is one thread and keeps its order: scans, sales, look-ups of the cart. `office` has two:
lists, reports, imports, backups. Answers come back in the Qt thread, by one queued signal.
"""

import logging
import queue
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from pos_app.domain.errors import Cancelled, PosError

if TYPE_CHECKING:
    # Only for annotations: the shop brings Peewee, and the first paint must not wait for it.
    from pos_app.shop import Shop

log = logging.getLogger(__name__)

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""progress(done, total), called by long work as it goes on."""

PROGRESS_PAUSE = 0.05
"""Seconds between two reports of progress: twenty a second look smooth."""

POLL_MS = 1000
IDLE_MS = 3000

RANKS_PAUSE = 600.0
"""Seconds between two countings of what sells: they move tiles, which should stay where a hand
expects them."""


class Changes(QObject):
    """What was committed, by topic: each signal carries the ids, () for "many"."""

    products = Signal(tuple)
    stock = Signal(tuple)
    customers = Signal(tuple)
    orders = Signal(tuple)
    carts = Signal(tuple)
    staff = Signal(tuple)
    settings = Signal(tuple)
    prices = Signal(tuple)
    ledgers = Signal(tuple)
    returns = Signal(tuple)
    papers = Signal(tuple)
    codes = Signal(tuple)
    shifts = Signal(tuple)

    TOPICS = (
        *("products", "stock", "customers", "orders", "carts", "staff", "settings"),
        *("prices", "ledgers", "returns", "papers", "codes", "shifts"),
    )


class _Mailbox(QObject):
    """Carries calls from any thread into the one it was made in."""

    post = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.post.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _deliver(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:  # noqa: BLE001 - whatever it is, it goes on to the hook
            # Raised through Qt it would only be printed: the hook logs it and shows it.
            sys.excepthook(*sys.exc_info())


class Job:
    """Long work that is under way; cancel() makes its next report of progress raise Cancelled."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self.ended = False
        """True once it is done, refused or stopped."""

    def cancel(self) -> None:
        """Ask it to stop; what it has finished stays."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """True after cancel()."""
        return self._stop.is_set()


@dataclass(frozen=True, slots=True)
class _Task:
    work: Callable[[], Any]
    then: Callable[[Any], None] | None
    failed: Callable[[Exception], None] | None
    owner: QObject | None
    question: tuple[int, str] | None
    ticket: int


class Lane:
    """One or more threads that take work in the order it comes."""

    def __init__(
        self, name: str, threads: int, mailbox: _Mailbox, refused: Callable[[PosError], None]
    ) -> None:
        self._mailbox = mailbox
        self._refused = refused
        self._queue: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._tickets: dict[tuple[int, str], int] = {}
        self._waiting = 0
        self._jobs: WeakSet[Job] = WeakSet()
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{number}", daemon=True)
            for number in range(1, threads + 1)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def busy(self) -> bool:
        """True while some work has not been answered yet."""
        return self._waiting > 0

    @property
    def long_work(self) -> bool:
        """True while work that reports how far it is waits or goes on."""
        return any(not job.ended for job in list(self._jobs))

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        latest: str = "",
        owner: QObject | None = None,
    ) -> None:
        """Do the work on the lane; call it from the Qt thread.

        then(answer) or failed(error) is called in the Qt thread. owner defaults to the object
        whose method `then` or `failed` is: when it is deleted before the answer comes, nothing
        is called. With latest="name" an answer is dropped when the same owner has asked a newer
        question of that name, and work that has not begun by then is never done. Without
        `failed` a PosError is shown to the person; any other error always reaches
        `sys.excepthook`, and `failed` is called as well so that a view can leave its busy state.
        """
        if owner is None:
            owner = _owner_of(then) or _owner_of(failed)
        question = (id(owner), latest) if latest else None
        ticket = 0
        if question is not None:
            ticket = self._tickets.get(question, 0) + 1
            self._tickets[question] = ticket
        self._waiting += 1
        self._queue.put(_Task(work, then, failed, owner, question, ticket))

    def run_long(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        progress: Progress | None = None,
        owner: QObject | None = None,
    ) -> Job:
        """Do work that reports how far it is; progress(done, total) comes in the Qt thread.

        At most one report each PROGRESS_PAUSE seconds is delivered, the last one always.
        """
        job = Job()
        self._jobs.add(job)
        owner = owner or _owner_of(then) or _owner_of(progress) or _owner_of(failed)
        reporter = _Reporter(job, progress, owner, self._mailbox)

        def do() -> T:
            try:
                return work(reporter.report)
            finally:
                job.ended = True

        self.run(do, then, failed, owner=owner)
        return job

    def close(self, seconds: float = 5.0, *, finish: bool = False) -> bool:
        """Let the work at hand end; what waits behind it is dropped, or with finish done too.

        Long work is asked to stop. True when all of it ended within so many seconds.
        """
        for job in list(self._jobs):
            job.cancel()
        while not finish:
            try:
                self._queue.get_nowait()
            except queue.Empty:
                break
        for _ in self._threads:
            self._queue.put(None)
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                log.warning("%s is still at work while the window closes", thread.name)
        return not any(thread.is_alive() for thread in self._threads)

    def _serve(self) -> None:
        while (task := self._queue.get()) is not None:
            if self._outdated(task):
                self._mailbox.post.emit(self._settle)
                continue
            try:
                answer = task.work()
            except Exception as error:  # noqa: BLE001 - delivered to whoever asked
                self._mailbox.post.emit(_Answer(self, task, None, error))
            else:
                self._mailbox.post.emit(_Answer(self, task, answer, None))
            # An answer may hold a whole page of rows: not for as long as the lane sleeps.
            answer = None
            del task

    def _outdated(self, task: _Task) -> bool:
        return task.question is not None and self._tickets.get(task.question) != task.ticket

    def _settle(self) -> None:
        self._waiting -= 1

    def _deliver(self, task: _Task, answer: Any, error: Exception | None) -> None:
        self._settle()
        gone = task.owner is not None and not isValid(task.owner)
        if error is None:
            if task.then is not None and not gone and not self._outdated(task):
                task.then(answer)
            return
        expected = isinstance(error, PosError)
        if not expected:
            sys.excepthook(type(error), error, error.__traceback__)
        if gone or self._outdated(task):
            return
        if task.failed is not None:
            task.failed(error)
        elif expected and not isinstance(error, Cancelled):
            assert isinstance(error, PosError)
            self._refused(error)


@dataclass(frozen=True, slots=True)
class _Answer:
    lane: Lane
    task: _Task
    answer: Any
    error: Exception | None

    def __call__(self) -> None:
        self.lane._deliver(self.task, self.answer, self.error)


class _Reporter:
    """Thins out the progress of one job and lets it be cancelled."""

    def __init__(
        self, job: Job, progress: Progress | None, owner: QObject | None, mailbox: _Mailbox
    ) -> None:
        self._job = job
        self._progress = progress
        self._owner = owner
        self._mailbox = mailbox
        self._last = 0.0

    def report(self, done: int, total: int) -> None:
        """Called by the work, on its lane. Raises Cancelled."""
        if self._job.cancelled:
            raise Cancelled
        now = time.monotonic()
        if self._progress is None or (done < total and now - self._last < PROGRESS_PAUSE):
            return
        self._last = now
        self._mailbox.post.emit(lambda: self._show(done, total))

    def _show(self, done: int, total: int) -> None:
        if self._progress is not None and (self._owner is None or isValid(self._owner)):
            self._progress(done, total)


class Tasks(QObject):
    """The lanes of a window and `changes`; refused(PosError) comes when nobody else answers."""

    refused = Signal(object)
    closing = Signal()
    """The lanes are about to end: the last moment to hand them work."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.changes = Changes(self)
        self._mailbox = _Mailbox()
        self.counter = Lane("counter", 1, self._mailbox, self.refused.emit)
        self.office = Lane("office", 2, self._mailbox, self.refused.emit)
        self._shop: Shop | None = None
        self._version: int | None = None
        self._asking = False
        self._ranked = -RANKS_PAUSE
        self._poll = QTimer(self, interval=POLL_MS)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)

        self._poll.timeout.connect(self._look)
        self._idle.timeout.connect(self._tidy)

    def watch(self, shop: "Shop") -> None:
        """Tell `changes` what this process commits at once, and what another does within a second.

        data_version is read on the counter lane: it is one connection, and only commits of others
        change the number there.
        """
        self._shop = shop
        self._version = None
        post = self._mailbox.post
        shop.on_change(lambda topic, ids: post.emit(lambda: self._announce(shop, topic, ids)))
        self._poll.start()
        self._look()

    def close(self) -> bool:
        """Stop watching and end the lanes: commands at the counter are done, reading is dropped.

        False when some work goes on; the shop must not be closed under it then.
        """
        self.closing.emit()
        self._poll.stop()
        self._idle.stop()
        self._shop = None
        ended = self.counter.close(finish=True)
        return self.office.close() and ended

    def _announce(self, shop: "Shop", topic: str, ids: tuple[int, ...]) -> None:
        if shop is self._shop:
            self._idle.start()
            getattr(self.changes, topic).emit(ids)

    def _look(self) -> None:
        if self._shop is not None and not self._asking:
            self._asking = True
            self.counter.run(self._shop.data_version, self._compare, self._not_seen, owner=self)

    def _compare(self, version: int) -> None:
        self._asking = False
        before, self._version = self._version, version
        if before is not None and before != version:
            for topic in Changes.TOPICS:
                getattr(self.changes, topic).emit(())

    def _not_seen(self, error: Exception) -> None:
        self._asking = False
        log.warning("the shop's file could not be looked at: %s", type(error).__name__)

    def _tidy(self) -> None:
        # The write-ahead log is folded into the file while nobody is waiting (it is what makes
        # the slowest sale slow when it happens inside one).
        if self._shop is None:
            return
        if self.counter.busy:
            self._idle.start()
        else:
            self.office.run(self._shop.checkpoint, None, self._not_tidied, owner=self)
            if time.monotonic() - self._ranked >= RANKS_PAUSE:
                self._ranked = time.monotonic()
                self.office.run(self._shop.catalog.update_ranks, None, self._not_tidied, owner=self)

    def _not_tidied(self, error: Exception) -> None:
        log.info("tidying up put off: %s", type(error).__name__)


def _owner_of(callback: object) -> QObject | None:
    owner = getattr(callback, "__self__", None)
    return owner if isinstance(owner, QObject) else None
