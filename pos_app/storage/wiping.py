"""Taking words out of the file itself: what is deleted is overwritten, the index of search is
folded together, the log is emptied, and what still lies in unused corners of pages can be found.

SQLite marks deleted rows as free and leaves their bytes; with `secure_delete` it overwrites them.
Bytes that were moved to another page before, when a page was split, can still lie in the gap of
the first one: only writing the whole file anew (`rewrite`) takes those away.
"""

import contextlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import apsw

from pos_app.storage.connection import BUSY_SECONDS, Patience, refusals
from pos_app.storage.database import Database

FOLD_PAGES = 32
"""Pages of the index that one step of folding writes: some 10 ms."""

SMALL_FILE = 16 * 2**20
"""Bytes of a file that is written anew at once: that takes a tenth of a second."""

_STEP = 8 * 2**20

_TRIES, _WAIT, _PAUSE = 20, 0.01, 0.05
"""The log is cut while nobody reads: a short look, many times, since no till can sell meanwhile."""

_TURN = 0.002
"""Seconds between two steps, in which a sale that waits comes in."""


@contextlib.contextmanager
def overwriting(database: Database) -> Iterator[None]:
    """What this thread deletes inside the block is overwritten with zeros."""
    connection = database.connection
    connection.execute("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA secure_delete = FAST")  # as every connection has it


def fold_customer_search(database: Database) -> None:
    """Fold the customers' index into one piece, a little at a time: with the old pieces go the
    words of those who were taken out of it. Raises ShopBusy, DiskFull."""
    pages = -FOLD_PAGES  # by FTS5's rule a number below zero begins with all there is
    while True:
        with database.transaction() as connection:
            before = connection.total_changes()
            connection.execute(
                "INSERT INTO customer_search (customer_search, rank) VALUES ('merge', ?)", (pages,)
            )
            if connection.total_changes() - before < 2:
                return
        pages = FOLD_PAGES
        time.sleep(_TURN)


def empty_log(database: Database) -> bool:
    """Fold the log into the file and cut it to nothing; False where somebody reads or writes so
    long that it must wait for another time."""
    connection = database.connection
    connection.set_busy_handler(Patience(_WAIT))
    try:
        with refusals(database.path):
            for _ in range(_TRIES):
                with contextlib.suppress(apsw.BusyError):
                    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
                    return True
                time.sleep(_PAUSE)
        return False
    finally:
        connection.set_busy_handler(Patience(BUSY_SECONDS))


def left_in_file(database: Database, words: Iterable[str]) -> bool:
    """True when one of these words lies anywhere in the file or its log, be it in a row or in an
    unused corner; capitals of ASCII don't matter."""
    wanted = [word.lower().encode() for word in words]
    if not wanted:
        return False
    overlap = max(map(len, wanted))
    return any(
        _holds(Path(path), wanted, overlap)
        for path in (database.path, f"{database.path}-wal")
        if Path(path).exists()
    )


def _holds(path: Path, wanted: list[bytes], overlap: int) -> bool:
    with path.open("rb") as file:
        tail = b""
        while piece := file.read(_STEP):
            text = (tail + piece).lower()
            if any(word in text for word in wanted):
                return True
            tail = text[-overlap:]
            time.sleep(0)  # let the other threads of the window have their turn
    return False


def is_small(database: Database) -> bool:
    """True for a file that `rewrite` is done with before anybody notices."""
    return Path(database.path).stat().st_size <= SMALL_FILE


def rewrite(database: Database) -> bool:
    """Write the whole file anew, row by row, so that nothing of what was deleted is left in it;
    the writer's lock is held meanwhile. True when the log went with it.

    Raises ShopBusy, DiskFull, ShopReadOnly, ShopDamaged.
    """
    with refusals(database.path):
        database.connection.execute("VACUUM")
    return empty_log(database)
