"""Makes a shop's training copy: a file that is no shop at all until it says that it is one to
practise on."""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

import apsw

from pos_app.domain.errors import ShopBusy, ShopExists
from pos_app.domain.training import till_code
from pos_app.storage.connection import APPLICATION_ID, refusals
from pos_app.storage.copying import (
    Progress,
    check_copy,
    copy_name,
    copy_pages,
    create_private,
    has_header,
    move_aside,
    put_in_place,
    remove_files,
    sync,
)
from pos_app.storage.fields import to_micros

_ID_AT = slice(68, 72)
"""Where the application id stands in SQLite's header (sqlite.org/fileformat2.html)."""

_NO_SHOP = b"none"


class _UnbornFile(apsw.VFSFile):
    """A shop's file that others find to be none: it is on disk without its application id."""

    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._main = bool(flags[0] & apsw.SQLITE_OPEN_MAIN_DB)
        super().__init__("", name, flags)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's own name
        """What stands there, with the id that is not on disk."""
        found = super().xRead(amount, offset)
        return self._with_id(found, offset, APPLICATION_ID.to_bytes(4, "big"))

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's own name
        """Write all but the id."""
        super().xWrite(self._with_id(data, offset, _NO_SHOP), offset)

    def _with_id(self, data: bytes, offset: int, mark: bytes) -> bytes:
        if not self._main or offset or len(data) < _ID_AT.stop:
            return data
        return data[: _ID_AT.start] + mark + data[_ID_AT.stop :]


class _Unborn(apsw.VFS):
    NAME = "countertop-unborn"

    def __init__(self) -> None:
        super().__init__(self.NAME, "")

    def xOpen(  # noqa: N802 - SQLite's own name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        """Every file of such a connection."""
        return _UnbornFile(name, flags)


_unborn = _Unborn()


def make_training_copy(
    source: apsw.Connection, target: str, progress: Progress | None = None
) -> None:
    """Copy the shop behind source to the file target, marked as one to practise on.

    An older training copy there is removed when the new one is whole. Killed at any moment it
    leaves the old copy, the new one, or a file that opens as no shop. Raises ShopExists when
    something else stands at target, ShopBusy when the old copy can't be removed, and as `copy_to`.
    """
    _check_replaceable(target)
    growing = f"{target}.part-{os.getpid()}"
    remove_files(growing)
    try:
        with refusals(target):
            create_private(growing)
            _grow(source, growing, target, progress)
            born = apsw.Connection(growing)
            try:
                born.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            finally:
                born.close()
        sync(growing)
        _make_room(target)
        put_in_place(growing, target)
    finally:
        remove_files(growing)


def is_training(connection: apsw.Connection) -> bool:
    """True for the file of a shop to practise on."""
    kept = connection.execute("SELECT value FROM settings WHERE key = 'training'").fetchone()
    return kept is not None and kept[0] == "true"


def is_training_file(path: str) -> bool:
    """True when a training copy stands at path; nothing there, or what can't be read, is none."""
    if not Path(path).is_file() or not has_header(path):
        return False
    try:
        connection = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)
    except apsw.Error:
        return False
    try:
        return is_training(connection)
    except apsw.Error:
        return False
    finally:
        connection.close()


def _grow(source: apsw.Connection, growing: str, target: str, progress: Progress | None) -> None:
    copy = apsw.Connection(growing, vfs=_Unborn.NAME)
    try:
        # The header says WAL, whose index such a file can't share; alone it needs not.
        copy.execute("PRAGMA locking_mode = EXCLUSIVE")
        copy_pages(source, copy, progress)
        copy.execute("PRAGMA journal_mode = DELETE")
        # With no log on disk nobody can take the marks back: they would find the id in it too.
        copy.execute("PRAGMA journal_mode = MEMORY")
        _mark(copy)
        check_copy(copy, target)
    finally:
        copy.close()


def _mark(copy: apsw.Connection) -> None:
    """All that makes it a shop to practise on: it says so, its tills have names of their own,
    nobody is signed in, no paper waits for a printer, and each till's journal begins anew: no entry
    that is made in practice continues the shop's."""
    now = to_micros(datetime.now(UTC))
    with copy:
        copy.execute("INSERT OR REPLACE INTO settings VALUES ('training', 'true', ?)", (now,))
        for till_id, code in copy.execute("SELECT id, code FROM tills").fetchall():
            copy.execute("UPDATE tills SET code = ? WHERE id = ?", (till_code(str(code)), till_id))
        copy.execute("UPDATE sessions SET ended_at = ? WHERE ended_at IS NULL", (now,))
        copy.execute(
            "UPDATE print_jobs SET state = 'given_up', done_at = ? WHERE state = 'waiting'", (now,)
        )
        _empty(copy, "journal")
        copy.execute("DELETE FROM journal_heads")


def _empty(copy: apsw.Connection, table: str) -> None:
    """Delete all of a table whose guards forbid it, and put the guards back as they were."""
    guards = copy.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)
    ).fetchall()
    for name, _ in guards:
        copy.execute(f"DROP TRIGGER {name}")
    copy.execute(f"DELETE FROM {table}")
    for _, sql in guards:
        copy.execute(str(sql))


def _check_replaceable(target: str) -> None:
    """Raises ShopExists for a shop that is not known to be a training copy."""
    if not os.path.lexists(target) or is_training_file(target):
        return
    if not Path(target).is_file():
        raise ShopExists(target)
    connection = apsw.Connection(target, flags=apsw.SQLITE_OPEN_READONLY)
    try:
        connection.execute("SELECT count(*) FROM settings").fetchone()
    except (apsw.NotADBError, apsw.CorruptError):
        return  # it can't be practised on, whatever it was: it is put aside, not removed
    except apsw.Error as error:
        raise ShopExists(target) from error
    finally:
        connection.close()
    raise ShopExists(target)


def _make_room(target: str) -> None:
    """Remove an old training copy with its logs; what is none is put aside."""
    if not is_training_file(target):
        move_aside(target, copy_name(target, "before-training"))
        return
    with contextlib.suppress(FileNotFoundError):
        try:
            # The file first: without it, what is left of it is no shop.
            Path(target).unlink()
            remove_files(target)
        except PermissionError as error:  # Windows: somebody has it open
            raise ShopBusy(target) from error
