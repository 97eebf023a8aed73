"""The copy of a shop that is kept at a closing: a folder with the shop's file, the public keys of
its journal, and a manifest; all of it there, or nothing that could be taken for it."""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from pos_app.domain.errors import DiskFull, DiskTrouble, PosError, ShopDamaged, ShopReadOnly
from pos_app.domain.journal import digest
from pos_app.storage.connection import refusals
from pos_app.storage.copying import Progress, copy_to, sync
from pos_app.storage.journal_ends import ChainEnd, chain_ends

_STALE_SECONDS = 3600
"""A half-made copy that nothing was written to for so long is left from a program that died."""

_BLOCK = 1 << 20

# What the file keeps of each chain's end, beside the very bytes of the entry that it names.
_KEPT = """
SELECT t.code, h.sequence, h.hash, CAST(j.entry AS BLOB)
FROM journal_heads h JOIN tills t ON t.id = h.till_id
LEFT JOIN journal j ON j.id = h.till_id * 1099511627776 + h.sequence
"""
_KEYS = """
SELECT DISTINCT json_extract(entry, '$.facts.fingerprint'),
       json_extract(entry, '$.facts.public_key')
FROM journal WHERE kind = 'key' AND kind <> 'sale' ORDER BY 1
"""


class ClosingCopy(NamedTuple):
    """A copy that was kept: the shop's file in its folder, SHA-256 of it, and where its chains
    stood."""

    file: Path
    sha256: str
    heads: tuple[ChainEnd, ...]


def keep_closing_copy(
    source: apsw.Connection,
    folder: Path,
    name: str,
    manifest: dict[str, Any],
    is_known: Callable[[ChainEnd], bool],
    progress: Progress | None = None,
) -> ClosingCopy:
    """Copy the shop behind source into the new folder folder/name, or name-2 and so on where there
    is one already: older copies are all kept.

    The file is verified where it lies, opened again, and the heads of its chains are held against
    is_known, which looks into the shop itself. manifest is what else its manifest says. The folder
    takes its name when all is in it; what a killed program left half-made is removed by the next
    one. Raises ShopDamaged, ShopReadOnly, DiskFull, DiskTrouble, and what progress raises.
    """
    with _file_trouble(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        growing = folder / f".{name}.part-{os.getpid()}"
        shutil.rmtree(growing, ignore_errors=True)
        growing.mkdir(mode=0o700)
    try:
        copied = growing / f"{name}.db"
        copy_to(source, str(copied), progress)
        heads, keys = _read_back(copied)
        for head in heads:
            if not is_known(head):
                raise ShopDamaged(str(copied), f"the journal of {head.till} ends elsewhere")
        with _file_trouble(growing):
            sha256 = _sha256(copied)
            told = manifest | {
                "file": copied.name,
                "heads": [head._asdict() for head in heads],
                "keys": [{"fingerprint": name, "public_key": key} for name, key in keys],
                "sha256": sha256,
                "size": copied.stat().st_size,
            }
            _write(growing / f"{name}.pub", "".join(f"{key}\n" for _, key in keys))
            _write(growing / f"{name}.json", json.dumps(told, indent=2, ensure_ascii=False) + "\n")
            kept = _named(growing, folder, name)
        return ClosingCopy(kept / copied.name, sha256, heads)
    finally:
        shutil.rmtree(growing, ignore_errors=True)


def _named(growing: Path, folder: Path, name: str) -> Path:
    """Give a finished folder the first of its names that is free."""
    sync(str(growing))
    kept, count = folder / name, 1
    while os.path.lexists(kept):
        count += 1
        kept = folder / f"{name}-{count}"
    os.rename(growing, kept)
    sync(str(folder))
    return kept


def _read_back(copied: Path) -> tuple[tuple[ChainEnd, ...], list[tuple[str, str]]]:
    """The heads and the public keys in a copy. Raises ShopDamaged where an entry is not what its
    head says."""
    path = str(copied)
    with refusals(path):
        connection = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READONLY)
        try:
            ends = chain_ends(connection)
            found: list[Any] = connection.execute(_KEPT).fetchall()
            keys: list[Any] = connection.execute(_KEYS).fetchall()
        finally:
            connection.close()
    for till, sequence, link, entry in found:
        if entry is None or digest(entry) != link:
            raise ShopDamaged(path, f"entry {sequence} of {till} is not what the journal says")
    return ends, keys


def _sha256(path: Path) -> str:
    summed = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            summed.update(block)
    return summed.hexdigest()


def _write(path: Path, text: str) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sweep(folder: Path) -> None:
    """Remove half-made copies that nobody works on any more."""
    now = time.time()
    for left in folder.glob(".*.part-*"):
        with contextlib.suppress(OSError):
            touched = [path.stat().st_mtime for path in (left, *left.iterdir())]
            if now - max(touched) > _STALE_SECONDS:
                shutil.rmtree(left)


@contextlib.contextmanager
def _file_trouble(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into the shop's own refusals."""
    try:
        yield
    except PosError:
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(str(path)) from error
        if error.errno == errno.EIO:
            raise DiskTrouble(str(path)) from error
        raise ShopReadOnly(str(path)) from error
