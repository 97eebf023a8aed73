"""What the journal says of a backup that took a shop's place: what was there until then, and where
the chain goes on from."""

import getpass
import os
from pathlib import Path
from typing import Any

import apsw

from pos_app import paths
from pos_app.services.books import Books
from pos_app.services.sign_in import terminal_person
from pos_app.storage.journal_ends import chain_ends
from pos_app.storage.keys import load_key

Heads = dict[str, dict[str, Any]]
"""Till's code -> hash and sequence of its last entry."""


def prepare_key(key_file: str | os.PathLike[str] | None) -> None:
    """Raises NoSigningKey where nothing could be signed."""
    load_key(paths.key_file() if key_file is None else Path(key_file))


def heads_in(file: apsw.Connection) -> Heads:
    """Where the chains in a shop's file end; none in one that is too old to have any."""
    known = file.execute("SELECT 1 FROM sqlite_schema WHERE name = 'journal_heads'").fetchone()
    if known is None:
        return {}
    return {end.till: {"hash": end.hash, "sequence": end.sequence} for end in chain_ends(file)}


def record_restored(books: Books, backup: str, restored: Heads, aside: str | None) -> None:
    """Write into each till's chain that a backup took the shop's place: of that, and of the shop
    that was put aside where it can be read, the end of the chain."""
    replaced = None if aside is None else _heads_of(aside)
    try:
        origin = getpass.getuser()
    except (KeyError, OSError):
        origin = "?"
    with books.database.transaction():
        person, _ = terminal_person(books, origin)
        for till_id, code in books.database.rows("SELECT id, code FROM tills ORDER BY id"):
            facts = {
                "aside": "" if aside is None else Path(aside).name,
                "backup": restored.get(code),
                "file": Path(backup).name,
                "replaced": None if replaced is None else replaced.get(code),
            }
            books.record("restore", facts, till_id=till_id, user=person)


def _heads_of(path: str) -> Heads | None:
    """None for what can't be read."""
    try:
        file = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)
    except apsw.Error:
        return None
    try:
        return heads_in(file)
    except apsw.Error:
        return None
    finally:
        file.close()
