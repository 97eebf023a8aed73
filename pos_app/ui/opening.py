"""Opening, making, copying and restoring a shop in the background, one window per file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from pos_app.domain.errors import WindowOpen
from pos_app.ui.tasks import Job, Progress, Tasks
from pos_app.ui.window_lock import WindowLock

if TYPE_CHECKING:
    from pos_app.shop import Shop


class Opening(QObject):
    """Each method returns at once; opened(shop) or failed(location, error) comes later.

    The shop's modules are imported on the lane: with Peewee, SQLite and the services they take
    longer than all that the first paint needs.
    """

    opened = Signal(object)
    failed = Signal(str, object)
    progressed = Signal(int, int)

    def __init__(self, tasks: Tasks, lock: WindowLock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._lock = lock
        self._job: Job | None = None

    def open(self, location: str) -> None:
        """Open the shop in this file."""
        self._run(location, lambda _progress: _shop_class().open(location))

    def create(self, location: str, answers: dict[str, Any]) -> None:
        """Make a shop from the fields of `ShopSetup` and open it."""
        self._run(location, lambda _progress: _create(location, answers))

    def create_sample(self, location: str) -> None:
        """Make the sample shop there, or open the one that is there already."""
        self._run(location, lambda progress: _sample(location, progress))

    def restore(self, backup: str, location: str) -> None:
        """Put a backup in the place of the shop at location, and open it."""
        self._run(location, lambda progress: _restore(backup, location, progress))

    def practise(self, shop: str, copy: str, fresh: bool) -> None:
        """Open the training copy of a shop, made before where there is none or with fresh."""
        self._run(copy, lambda progress: _practise(shop, fresh, progress))

    def stop(self) -> None:
        """Stop what is being made; failed comes with Cancelled then."""
        if self._job is not None:
            self._job.cancel()

    def release(self) -> None:
        """Let another window have the shop."""
        self._lock.release()

    def _run(self, location: str, make: "Callable[[Progress], Shop]") -> None:
        def work(progress: Progress) -> "Shop":
            # A lock needs its folder; opening a shop that is not there fails right after.
            Path(location).resolve().parent.mkdir(parents=True, exist_ok=True)
            holder = self._lock.try_take(location)
            if holder:
                raise WindowOpen(location, holder)
            try:
                return make(progress)
            except BaseException:
                self._lock.release()
                raise

        self._job = self._tasks.counter.run_long(
            work,
            self.opened.emit,
            lambda error: self.failed.emit(location, error),
            progress=self.progressed.emit,
            owner=self,
        )


def _shop_class() -> "type[Shop]":
    from pos_app.shop import Shop

    return Shop


def _create(location: str, answers: dict[str, Any]) -> "Shop":
    from pos_app.shop import Shop, ShopSetup

    return Shop.create(location, ShopSetup(**answers))


def _sample(location: str, progress: Progress) -> "Shop":
    if Path(location).exists():
        return _shop_class().open(location)
    from pos_app.sample import create_sample

    return create_sample(location, progress)


def _practise(shop: str, fresh: bool, progress: Progress) -> "Shop":
    return _shop_class().practise(shop, fresh=fresh, progress=progress)


def _restore(backup: str, location: str, progress: Progress) -> "Shop":
    from pos_app.shop import Shop, restore

    restore(backup, location, progress)
    return Shop.open(location)
