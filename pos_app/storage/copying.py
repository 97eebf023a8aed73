"""Copies of a shop's file through SQLite's backup interface: made aside, checked, then put in place."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import apsw

from pos_app.domain.errors import NotAShop, ShopDamaged, ShopExists, ShopNotFound
from pos_app.storage.connection import APPLICATION_ID, prepare, refusals

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise Cancelled to stop."""

# Small steps: a sale never waits for a copy longer than a step takes (pages of 4 KiB).
_PAGES_PER_STEP = 512


def copy_to(
    source: apsw.Connection, target: str, progress: Progress | None = None, *, replace: bool = False
) -> None:
    """Copy the shop behind source to the file target, readable by its owner only.

    The copy grows under another name, is checked whole and synced, and only then takes the name.
    Raises ShopExists unless replace, ShopDamaged when the copy is not sound, DiskFull.
    """
    if not replace and Path(target).exists():
        raise ShopExists(target)
    growing = f"{target}.part"
    Path(growing).unlink(missing_ok=True)
    try:
        with refusals(target):
            os.close(os.open(growing, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            copy = apsw.Connection(growing)
            try:
                copy_pages(source, copy, progress)
                # A copy carries WAL in its header; alone in its folder it is plainer without.
                copy.execute("PRAGMA journal_mode = DELETE")
                check_copy(copy, target)
            finally:
                copy.close()
        _sync(growing)
        os.replace(growing, target)
        _sync(os.path.dirname(os.path.abspath(target)))
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            Path(growing + suffix).unlink(missing_ok=True)


def copy_pages(
    source: apsw.Connection, target: apsw.Connection, progress: Progress | None = None
) -> None:
    """Copy every page of source over target in small steps."""
    with target.backup("main", source, "main") as backup:
        while not backup.done:
            backup.step(_PAGES_PER_STEP)
            if progress is not None:
                progress(backup.page_count - backup.remaining, backup.page_count)


def check_copy(connection: apsw.Connection, path: str) -> None:
    """Raises NotAShop or ShopDamaged when the file behind connection can't stand in for a shop."""
    if connection.pragma("application_id") != APPLICATION_ID:
        raise NotAShop(path)
    for statement in ("PRAGMA integrity_check(5)", "PRAGMA foreign_key_check"):
        findings = [str(row) for row in connection.execute(statement) if row != ("ok",)]
        if findings:
            raise ShopDamaged(path, "; ".join(findings[:5]))


def open_backup(path: str) -> apsw.Connection:
    """A reading connection to a backup. Raises ShopNotFound, NotAShop, ShopDamaged."""
    if not Path(path).is_file():
        raise ShopNotFound(path)
    with refusals(path):
        connection = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)
        try:
            check_copy(connection, path)
        except apsw.NotADBError as error:
            connection.close()
            raise NotAShop(path) from error
        except BaseException:
            connection.close()
            raise
    return connection


def restore_over(backup: apsw.Connection, path: str, progress: Progress | None = None) -> None:
    """Replace the content of the shop at path with the backup's, in one SQLite transaction.

    Other processes see the old shop or the new one, never a mix; a kill leaves the old one.
    """
    with refusals(path):
        target = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            target.set_busy_timeout(5000)
            prepare(target)
            copy_pages(backup, target, progress)
            target.execute("PRAGMA journal_mode = WAL")
        finally:
            target.close()


def _sync(path: str) -> None:
    # Folders can't be opened on Windows; its rename is journalled.
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
