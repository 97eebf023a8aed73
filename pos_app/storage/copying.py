"""Copies of a shop's file through SQLite's backup interface: made aside, checked, put in place."""

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
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

_LOGS = ("-journal", "-wal")
"""Endings of the files in which SQLite keeps what is not in the shop's own file yet."""

LOGS_AND_INDEX = (*_LOGS, "-shm")
"""Endings of every file that SQLite keeps beside a shop's."""

_HEADER = b"SQLite format 3\x00"

# Small steps: a sale never waits for a copy longer than a step takes (pages of 4 KiB).
_PAGES_PER_STEP = 512


def copy_to(source: apsw.Connection, target: str, progress: Progress | None = None) -> None:
    """Copy the shop behind source to the new file target, readable by its owner only.

    The copy grows under another name, is checked whole and synced, and only then takes the name.
    Raises ShopExists, ShopDamaged when the copy is not sound, DiskFull, ShopReadOnly.
    """
    check_free(target)
    with _copied(source, target, progress) as growing:
        put_in_place(growing, target)


@contextlib.contextmanager
def _copied(source: apsw.Connection, target: str, progress: Progress | None) -> Iterator[str]:
    """A sound copy of source under another name beside target; gone when the block ends."""
    growing = f"{target}.part-{os.getpid()}"
    remove_files(growing)
    try:
        with refusals(target):
            create_private(growing)
            copy = apsw.Connection(growing)
            try:
                copy_pages(source, copy, progress)
                # A copy carries WAL in its header; alone in its folder it is plainer without.
                copy.execute("PRAGMA journal_mode = DELETE")
                check_copy(copy, target)
            finally:
                copy.close()
        sync(growing)
        yield growing
    finally:
        remove_files(growing)


def put_in_place(growing: str, path: str) -> None:
    """Give a finished file its name, never over another file. Raises ShopExists."""
    try:
        os.link(growing, path)
        os.unlink(growing)
    except FileExistsError as error:
        raise ShopExists(path) from error
    except OSError:  # a file system without hard links (FAT on a stick)
        if os.path.lexists(path):
            raise ShopExists(path) from None
        os.rename(growing, path)
    sync(os.path.dirname(os.path.abspath(path)))


def check_free(path: str) -> None:
    """Raises ShopExists when a file stands at path, ShopReadOnly when none can be made there.

    A log that was left behind counts too: SQLite would write it over the new file, and it may
    hold the last sales of a shop that was moved away.
    """
    for suffix in ("", *_LOGS):
        if os.path.lexists(path + suffix):
            raise ShopExists(path + suffix)
    if not os.access(os.path.dirname(os.path.abspath(path)), os.W_OK):
        raise ShopReadOnly(path)


def copy_name(path: str, why: str) -> str:
    """A name beside path that no other copy has: "corner.db.WHY.TIME.bak"."""
    return f"{path}.{why}.{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.bak"


def remove_files(path: str) -> None:
    """Remove a half-made shop's file with those that SQLite put beside it."""
    for suffix in ("", *LOGS_AND_INDEX):
        beside = Path(path + suffix)
        if os.path.lexists(beside):  # on a read-only disk even removing nothing is refused
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
    new one, never a mix, and whatever they sold before is in the one kept aside. A damaged one is
    moved aside as it is, and so is a log whose shop is gone. Raises NotAShop when something else
    stands at path, ShopReadOnly, ShopBusy, DiskFull.
    """
    aside = copy_name(path, "before-restore")
    if Path(path).exists():
        if not (os.access(path, os.R_OK | os.W_OK) and os.access(Path(path).parent, os.W_OK)):
            raise ShopReadOnly(path)
        if not has_header(path):
            raise NotAShop(path)
        try:
            _replace_content(backup, path, aside, progress)
            return aside
        except ShopDamaged:
            pass
    with _copied(backup, path, progress) as growing:
        moved = move_aside(path, aside)
        put_in_place(growing, path)
    return moved


def move_aside(path: str, aside: str) -> str | None:
    """Move what stands at path, logs and all; the first of its new names, None for nothing."""
    moved = None
    for suffix in ("", *LOGS_AND_INDEX):
        if os.path.lexists(path + suffix):
            os.replace(path + suffix, aside + suffix)
            moved = moved or aside + suffix
    return moved


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
            with target.backup("main", backup, "main") as pages:
                # The first step takes the writer's lock: no sale comes between the copy that is
                # kept aside and the end of the shop it was made from.
                pages.step(1)
                keep_copy(path, aside)
                _step(pages, progress)
            target.execute("PRAGMA journal_mode = WAL")
        finally:
            target.close()


def keep_copy(path: str, target: str) -> None:
    """Copy the shop at path as it was last committed, also while this process is writing it."""
    source = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        copy_to(source, target)
    finally:
        source.close()


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


def copy_pages(source: apsw.Connection, target: apsw.Connection, progress: Progress | None) -> None:
    """Copy all of source into target, in steps that no sale has to wait for."""
    with target.backup("main", source, "main") as pages:
        _step(pages, progress)


def _step(pages: apsw.Backup, progress: Progress | None) -> None:
    while not pages.done:
        pages.step(_PAGES_PER_STEP)
        if progress is not None:
            progress(pages.page_count - pages.remaining, pages.page_count)


def sync(path: str) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    # Folders can't be opened on Windows; its rename is journalled.
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
