"""The shop's database: opened with care, one short writing transaction at a time, copied safely."""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import apsw
from peewee import PeeweeException

from pos_app.domain.errors import (
    NewerShop,
    NotAShop,
    ShopMoved,
    ShopNotFound,
    ShopReadOnly,
)
from pos_app.storage.connection import APPLICATION_ID, ShopConnections, refusals
from pos_app.storage.copying import create_private, has_header, remove_files
from pos_app.storage.migrating import migrate
from pos_app.storage.schema import SCHEMA_VERSION
from pos_app.storage.standing import Standing, identity_of

Row = tuple[Any, ...]

# What `refusals` turns into the shop's own words.
_TURNED = (apsw.Error, PeeweeException, OverflowError, UnicodeEncodeError)

_SETTING = "SELECT value FROM settings WHERE key = ?"


class Database:
    """An open shop's file. Use from any thread: each has a connection of its own."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.peewee = ShopConnections(path)
        self._of_thread = threading.local()
        self._file = os.path.abspath(path)
        self._log = f"{self._file}-wal"
        self._identity = identity_of(self._file)

    @classmethod
    def open(cls, path: str) -> "Database":
        """Open an existing shop, bringing an older schema up to date (after a copy of the file).

        Raises ShopNotFound, NotAShop, NewerShop, ShopReadOnly, ShopBusy, ShopDamaged, DiskFull,
        DiskTrouble.
        """
        _check_file(path)
        database = cls(path)
        try:
            with refusals(path):
                found = database._identify()
                if found < SCHEMA_VERSION:
                    migrate(database.peewee, path, found)
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def create(cls, path: str) -> "Database":
        """Make a new, empty shop file, readable by its owner only. Raises ShopExists, DiskFull,
        ShopReadOnly."""
        create_private(path)
        database = cls(path)
        try:
            with refusals(path):
                connection = database.connection
                # EXTRA also syncs the folder, so that a new file survives a power cut.
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                migrate(database.peewee, path, 0)
        except BaseException:
            database.close()
            remove_files(path)
            raise
        return database

    @property
    def connection(self) -> apsw.Connection:
        """This thread's connection."""
        # Asked for with every statement: Peewee's own look-up takes several times as long.
        try:
            connection: apsw.Connection = self._of_thread.connection
        except AttributeError:
            connection = self.peewee.connection()
            if identity_of(self._file) != self._identity:
                raise ShopMoved(self.path) from None
            self._of_thread.connection = connection
        return connection

    def check_in_place(self) -> None:
        """Raises ShopMoved when the files this thread writes are not those at the shop's path any
        more: what it committed would be gone with its last connection."""
        if os.name == "nt":  # which lets nobody move or remove an open file
            return
        try:
            log: Standing = self._of_thread.log
        except AttributeError:
            log = self._of_thread.log = Standing(self._log)
        if not log.holds() or identity_of(self._file) != self._identity:
            raise ShopMoved(self.path)

    def transaction(self) -> "Transaction":
        """One writing transaction: BEGIN IMMEDIATE, then COMMIT, or ROLLBACK on any error.

        Never nested: what two activities need lives below them. Raises DiskFull, ShopBusy,
        ShopReadOnly, ShopDamaged.
        """
        return Transaction(self)

    @contextmanager
    def snapshot(self) -> Iterator[apsw.Connection]:
        """One reading transaction: everything read inside is of the same moment."""
        with refusals(self.path):
            connection = self.connection
            if not connection.get_autocommit():  # already inside a command
                yield connection
                return
            connection.execute("BEGIN DEFERRED")
            try:
                yield connection
            finally:
                if not connection.get_autocommit():
                    connection.execute("ROLLBACK")

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of a statement as raw tuples."""
        return self.connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row of a statement, or None."""
        return self.connection.execute(sql, parameters).fetchone()

    def setting(self, key: str) -> str | None:
        """What a setting of the shop is in the file; None for one that is not there."""
        row = self.connection.execute(_SETTING, (key,)).fetchone()
        return None if row is None else str(row[0])

    def compile(self, query: Any) -> str:
        """The SQL of a Peewee query, without running it; its values must be placeholders."""
        sql, parameters = self.peewee.get_sql_context().sql(query).query()
        if parameters:
            raise ValueError(f"a compiled statement holds values: {sql}")
        return str(sql)

    def data_version(self) -> int:
        """A number that changes when another connection has committed."""
        return int(self.connection.pragma("data_version"))

    def checkpoint(self) -> bool:
        """Fold the log back into the file without making anyone wait; True when all of it went,
        False where readers or another process that is folding it stand in the way.

        A sale's slowest moments are checkpoints, so this is for when the till is idle.
        """
        with refusals(self.path):
            try:
                in_log, folded = self.connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
            except apsw.BusyError:
                return False
            return in_log == folded

    def close(self) -> None:
        """Close every thread's connection."""
        self._of_thread = threading.local()
        self.peewee.close_all()

    def _identify(self) -> int:
        connection = self.connection
        if connection.pragma("application_id") != APPLICATION_ID:
            raise NotAShop(self.path)
        found = int(connection.pragma("user_version"))
        if found > SCHEMA_VERSION:
            raise NewerShop(self.path, found, SCHEMA_VERSION)
        if connection.readonly("main"):
            raise ShopReadOnly(self.path)
        if connection.pragma("journal_mode") != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
            if connection.pragma("journal_mode") != "wal":
                raise ShopReadOnly(self.path)
        return found


class Transaction:
    """A writing transaction while its block runs; see `Database.transaction`.

    A class and not a generator: a sale notices the difference.
    """

    __slots__ = ("_connection", "_database")

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> apsw.Connection:
        try:
            self._connection = self._database.connection
            self._connection.execute("BEGIN IMMEDIATE")
        except (apsw.Error, PeeweeException):
            with refusals(self._database.path):
                raise
        return self._connection

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if error is None:
            try:
                self._database.check_in_place()
                self._connection.execute("COMMIT")
            except BaseException:
                with refusals(self._database.path):
                    self._take_back()
                    raise
        else:
            with refusals(self._database.path):
                self._take_back()
                if isinstance(error, _TURNED):
                    raise error

    def _take_back(self) -> None:
        # A full disk may have rolled back by itself already.
        if not self._connection.get_autocommit():
            self._connection.execute("ROLLBACK")


def _check_file(path: str) -> None:
    try:
        is_database = has_header(path)
    except FileNotFoundError as error:
        raise ShopNotFound(path) from error
    except IsADirectoryError as error:
        raise NotAShop(path) from error
    except PermissionError as error:
        raise ShopReadOnly(path) from error
    if not is_database:
        raise NotAShop(path)
    folder = os.path.dirname(os.path.abspath(path))
    if not (os.access(path, os.W_OK) and os.access(folder, os.W_OK)):
        raise ShopReadOnly(path)
