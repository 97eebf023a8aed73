"""One SQLite connection per thread with the pragmas that make a sale durable, and what SQLite's
errors mean to a shop."""

import os
import random
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import apsw
from peewee import PeeweeException
from playhouse.apsw_ext import APSWDatabase

from pos_app.domain.errors import (
    BadValue,
    DiskFull,
    DiskTrouble,
    PosError,
    ShopBusy,
    ShopDamaged,
    ShopReadOnly,
)

APPLICATION_ID = 0x43544F50
"""Stands in the header of every shop's file ("CTOP")."""

BUSY_SECONDS = 10.0
"""How long a command waits for another process that is writing."""

# A safety net only: the till folds the log back when it is idle. 4,000 pages are 16 MB.
_AUTOCHECKPOINT_PAGES = 4000

_STATEMENTS = 512
"""Compiled statements that a connection keeps, as many as apsw can: they lie in a ring that goes on
by one with each row of an executemany, and of its usual hundred a sale of twenty lines drops all
that it needs for the next one."""

_SAFE_SQLITE = (3, 51, 3)
"""SQLite 3.7.0 to 3.51.2 can corrupt a WAL file that two connections reset at once."""


_LOOK_AGAIN = 0.0005


class Patience:
    """Waits for the writer's lock by looking often.

    SQLite's own waiting sleeps longer and longer, up to 100 ms: beside a process that writes one
    short transaction after the other it finds the lock taken each time, and gives up at last.
    Between two of them there is room enough for who looks every half millisecond.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = 0.0

    def __call__(self, tries: int) -> bool:
        """True to try again; SQLite counts the tries of one wait from 0."""
        now = time.monotonic()
        if tries == 0:
            self._until = now + self._seconds
        if now >= self._until:
            return False
        time.sleep(random.uniform(0.5, 1.5) * _LOOK_AGAIN)
        return True


class ShopConnections(APSWDatabase):  # type: ignore[misc]  # peewee has no types
    """Peewee's door to the file: a connection per thread, all closed together."""

    def __init__(self, path: str) -> None:
        self._open: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()
        self._open_guard = threading.Lock()
        super().__init__(
            # Threads connect later, when the process may stand in another folder.
            os.path.abspath(path),
            flags=apsw.SQLITE_OPEN_READWRITE,
            timeout=BUSY_SECONDS,
            lock_type="IMMEDIATE",
            statementcachesize=_STATEMENTS,
        )

    def _connect(self) -> apsw.Connection:
        if tuple(int(part) for part in apsw.sqlite_lib_version().split(".")) < _SAFE_SQLITE:
            raise RuntimeError(f"SQLite {apsw.sqlite_lib_version()} may damage a shop's file")
        connection: apsw.Connection = super()._connect()
        try:
            connection.set_busy_handler(Patience(BUSY_SECONDS))
            prepare(connection)
        except BaseException:
            connection.close()
            raise
        with self._open_guard:
            self._open.add(connection)
        return connection

    def close_all(self) -> None:
        """Close the connections of every thread; none may be in use."""
        with self._open_guard:
            connections = list(self._open)
            self._open.clear()
        for connection in connections:
            connection.close()
        self.close()


def prepare(connection: apsw.Connection) -> None:
    """Set and assert what every connection to a shop runs with."""
    connection.convert_binding = _bind_datetime
    # One plan per statement. Without this SQLite plans a join anew each time another value is
    # bound, which takes up to ten times as long as running it. The price: LIKE with a bound
    # pattern uses no index; prefixes are searched by range.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    # What is deleted or replaced is overwritten where that writes no page more: names that were
    # changed would lie about in the file else.
    connection.execute("PRAGMA secure_delete = FAST")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -32768")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_AUTOCHECKPOINT_PAGES}")
    connection.execute(f"PRAGMA journal_size_limit = {64 * 2**20}")
    if connection.pragma("synchronous") != 2 or connection.pragma("foreign_keys") != 1:
        raise RuntimeError("this SQLite refuses the settings that keep a sale safe")


def _bind_datetime(_cursor: Any, _number: int, value: Any) -> str:
    # Only the migration history writes datetimes; the shop's own columns hold integers.
    if isinstance(value, datetime):
        return value.isoformat(" ")
    raise TypeError(f"no column holds a {type(value).__name__}")


@contextmanager
def refusals(path: str) -> Iterator[None]:
    """Turn what SQLite says about the file into the shop's own refusals.

    Raises DiskFull, DiskTrouble, ShopBusy, ShopReadOnly or ShopDamaged, and BadValue for what
    no column can hold; anything else passes as it is.
    """
    try:
        yield
    except (apsw.Error, PeeweeException) as error:
        refusal = _refusal(error, path)
        if refusal is None:
            raise
        raise refusal from error
    except (OverflowError, UnicodeEncodeError) as error:
        # A number past 64 bits, half a surrogate pair: no column can hold it.
        reason = "range" if isinstance(error, OverflowError) else "control_character"
        raise BadValue("value", getattr(error, "object", ""), reason) from error


def _refusal(error: BaseException, path: str) -> PosError | None:
    # A rollback that fails too hides the first error: look along the whole chain for the cause.
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        current = current.__cause__ or current.__context__
    for found in reversed(seen):
        if isinstance(found, apsw.FullError):
            return DiskFull(path)
        if isinstance(found, apsw.BusyError | apsw.LockedError):
            return ShopBusy(path)
        if isinstance(found, apsw.ReadOnlyError | apsw.PermissionsError | apsw.CantOpenError):
            return ShopReadOnly(path)
        if isinstance(found, apsw.CorruptError | apsw.NotADBError):
            return ShopDamaged(path, str(found))
        if isinstance(found, apsw.IOError):
            # Writing past the room that is left can surface as an I/O error too.
            return DiskFull(path) if _full(found) else DiskTrouble(path)
    return None


def _full(error: apsw.Error) -> bool:
    extended = getattr(error, "extendedresult", 0)
    return extended in (apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_IOERR_SHMSIZE)


def violated(error: BaseException) -> str:
    """The "table.column" of a broken unique rule, or "" when that is not what broke."""
    text = str(error)
    marker = "UNIQUE constraint failed: "
    return text.split(marker, 1)[1].split(",", maxsplit=1)[0].strip() if marker in text else ""
