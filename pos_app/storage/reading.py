"""A shop's file opened for reading alone: a backup, or one that nothing may be written into yet."""

import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from pos_app.domain.errors import NotAShop, ShopNotFound
from pos_app.storage.connection import APPLICATION_ID, refusals


class ReadingFile:
    """Reads a file as `Database` does; nothing of it is changed, not even its log."""

    def __init__(self, path: str, connection: apsw.Connection) -> None:
        self.path = path
        self.connection = connection

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement as raw tuples."""
        return self.connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a statement, or None."""
        return self.connection.execute(sql, parameters).fetchone()


@contextmanager
def reading_file(path: str) -> Iterator[ReadingFile]:
    """The shop's file at path, all of one moment. Raises ShopNotFound, NotAShop, ShopDamaged,
    ShopBusy."""
    if not Path(path).is_file():
        raise ShopNotFound(path)
    with refusals(path):
        connection = _opened(path)
        try:
            if connection.pragma("application_id") != APPLICATION_ID:
                raise NotAShop(path)
            connection.execute("BEGIN")
            yield ReadingFile(path, connection)
        except apsw.NotADBError as error:
            raise NotAShop(path) from error
        finally:
            connection.close()


def _opened(path: str) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    address = "file:" + urllib.parse.quote(str(Path(path).resolve()))
    try:
        connection = apsw.Connection(address, flags=flags)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except apsw.CantOpenError:  # on a disk where its log can't be looked at
        connection = apsw.Connection(f"{address}?immutable=1", flags=flags)
    return connection
