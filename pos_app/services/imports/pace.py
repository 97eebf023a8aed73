"""How an import shares the shop with its tills: short batches, and news now and then."""

import time
from collections.abc import Callable

from pos_app.services.books import Books

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise Cancelled to stop."""

LONGEST_LOCK = 0.050
"""Seconds that nobody but a sale may hold the writer's lock."""

_AIM = 0.3 * LONGEST_LOCK
_FIRST = 50
_MOST = 1000

_NEWS_EVERY = 0.5


class BatchSize:
    """How many rows fit into a transaction that holds the lock briefly; it learns from each."""

    def __init__(self, first: int = _FIRST) -> None:
        self.rows = first

    def learn(self, rows: int, seconds: float) -> None:
        """Take in how long a batch held the lock; a sudden slow one counts at once."""
        fitting = int(rows * _AIM / max(seconds, 1e-6))
        self.rows = max(1, min(fitting, 2 * self.rows, _MOST))


class News:
    """Tells the caller how far an import is, and the shop's listeners that much has changed.

    Use as a context manager: what was committed is announced on the way out, whatever happened.
    """

    def __init__(
        self, books: Books, topics: tuple[str, ...], total: int, progress: Progress | None
    ) -> None:
        self._books = books
        self._topics = topics
        self._total = total
        self._progress = progress
        self._told = time.monotonic()
        self._untold = False

    def __enter__(self) -> "News":
        self._books.forget_changes()
        if self._progress is not None:
            self._progress(0, self._total)
        return self

    def __exit__(self, *_: object) -> None:
        self._tell()

    def committed(self, done: int) -> None:
        """A transaction has ended; done of the total are finished. May raise Cancelled."""
        self._untold = True
        if time.monotonic() - self._told >= _NEWS_EVERY:
            self._tell()
        if self._progress is not None:
            self._progress(done, self._total)

    def _tell(self) -> None:
        # Many have changed: whoever listens asks anew instead of going through thousands of ids.
        self._books.forget_changes()
        if self._untold:
            for topic in self._topics:
                self._books.changed(topic)
            self._books.announce()
        self._untold = False
        self._told = time.monotonic()
