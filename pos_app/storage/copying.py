"""Copies of a shop's file through SQLite's backup interface: made aside, checked, put in place."""

import contextlib
import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import apsw

from pos_app.domain.errors import (
    DiskFull,
    NewerShop,
    NotAShop,
    ShopDamaged,
    ShopExists,
    ShopNotFound,
    ShopReadOnly,
)
from pos_app.storage.connection import APPLICATION_ID, prepare, refusals
from pos_app.storage.schema import SCHEMA_VERSION

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise Cancelled to stop."""

_HEADER = b"SQLite format 3\x00"

# Small steps: a sale never waits for a copy longer than a step takes (pages of 4 KiB).
_PAGES_PER_STEP = 512


def copy_to(source: apsw.Connection, target: str, progress: Progress | None = None) -> None:
    """Copy the shop behind source to the new file target, readable by its owner only.

    The copy grows under another name, is checked whole and synced, and only then takes the name.
    Raises ShopExists, ShopDamaged when the copy is not sound, DiskFull, ShopReadOnly.
    """
    check_free(target)
    growing = f"{target}.part-{os.getpid()}"
    remove_files(growing)
    try:
        with refusals(target):
            create_private(growing)
            copy = apsw.Connection(growing)
            try:
                _copy_pages(source, copy, progress)
                # A copy carries WAL in its header; alone in its folder it is plainer without.
                copy.execute("PRAGMA journal_mode = DELETE")
                check_copy(copy, target)
            finally:
                copy.close()
        _sync(growing)
        os.replace(growing, target)
        _sync(os.path.dirname(os.path.abspath(target)))
    finally:
        remove_files(growing)


def check_free(path: str) -> None:
    """Raises ShopExists when a file stands at path, ShopReadOnly when none can be made there."""
    if Path(path).exists():
        raise ShopExists(path)
    if not os.access(os.path.dirname(os.path.abspath(path)), os.W_OK):
        raise ShopReadOnly(path)


def remove_files(path: str) -> None:
    """Remove a half-made shop's file with those that SQLite put beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        beside = Path(path + suffix)
        if beside.exists():  # on a read-only disk even removing nothing is refused
            beside.unlink()


def open_backup(path: str) -> apsw.Connection:
    """A reading connection to a backup that was found whole.

    Raises ShopNotFound, NotAShop, NewerShop, ShopDamaged.
    """
    if not Path(path).is_file():
        raise ShopNotFound(path)
    connection = None
    try:
        with refusals(path):
            connection = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)
            check_copy(connection, path)
            return connection
    except BaseException:
        if connection is not None:
            connection.close()
        raise


def restore_over(
    backup: apsw.Connection, path: str, progress: Progress | None = None
) -> str | None:
    """Replace the shop at path by the backup's; the old one is kept aside and its new path
    returned (None when there was none).

    A sound shop is replaced in one SQLite transaction: other processes see the old shop or the
    new one, never a mix. A damaged one is moved aside as it is. Raises NotAShop when something
    else stands at path, ShopBusy, DiskFull.
    """
    if not Path(path).exists():
        copy_to(backup, path, progress)
        return None
    if not has_header(path):
        raise NotAShop(path)
    aside = f"{path}.before-restore.{datetime.now(UTC):%Y%m%d-%H%M%S}.bak"
    try:
        _replace_content(backup, path, aside, progress)
    except ShopDamaged:
        for suffix in ("", "-wal", "-shm"):
            if Path(path + suffix).exists():
                Path(path + suffix).replace(aside + suffix)
        copy_to(backup, path, progress)
    return aside


def _replace_content(
    backup: apsw.Connection, path: str, aside: str, progress: Progress | None
) -> None:
    with refusals(path):
        target = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            target.set_busy_timeout(5000)
            prepare(target)
            if target.pragma("application_id") != APPLICATION_ID:
                raise NotAShop(path)
            copy_to(target, aside)
            _copy_pages(backup, target, progress)
            target.execute("PRAGMA journal_mode = WAL")
        finally:
            target.close()


def has_header(path: str) -> bool:
    """True when the file begins as SQLite's files do."""
    with open(path, "rb") as file:
        return file.read(len(_HEADER)) == _HEADER


def check_copy(connection: apsw.Connection, path: str) -> None:
    """Raises NotAShop, NewerShop or ShopDamaged when the file can't stand in for a shop."""
    try:
        if connection.pragma("application_id") != APPLICATION_ID:
            raise NotAShop(path)
    except apsw.NotADBError as error:
        raise NotAShop(path) from error
    version = int(connection.pragma("user_version"))
    if version > SCHEMA_VERSION:
        raise NewerShop(path, version, SCHEMA_VERSION)
    findings = unsound(connection)
    if findings:
        raise ShopDamaged(path, "; ".join(findings[:5]))


def unsound(connection: apsw.Connection) -> list[str]:
    """What SQLite's own checks find wrong with a file; empty when it is sound."""
    found = [str(text) for (text,) in connection.execute("PRAGMA integrity_check(20)")]
    found = [text for text in found if text != "ok"]
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        found.append(f"{table} row {row_id} names a missing row of {parent}")
    return found


def create_private(path: str) -> None:
    """Make an empty file that only its owner may read. Raises ShopExists, ShopReadOnly,
    DiskFull."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise ShopExists(path) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(path) from error
        raise ShopReadOnly(path) from error


def _copy_pages(
    source: apsw.Connection, target: apsw.Connection, progress: Progress | None
) -> None:
    with target.backup("main", source, "main") as backup:
        while not backup.done:
            backup.step(_PAGES_PER_STEP)
            if progress is not None:
                progress(backup.page_count - backup.remaining, backup.page_count)


def _sync(path: str) -> None:
    # Folders can't be opened on Windows; its rename is journalled.
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
