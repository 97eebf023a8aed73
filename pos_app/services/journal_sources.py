"""Where entries are read from to be verified: a shop's file, or an archive that was exported."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import apsw

from pos_app.domain.errors import NotAnArchive
from pos_app.domain.journal import NOTHING, Totals
from pos_app.domain.journal_checks import Columns, Kept, KeptEnd
from pos_app.services.journaling import Reads, books_of
from pos_app.storage.models.journal import entry_id

ARCHIVE_FORMAT = "countertop-journal-1"
"""Stands in an archive's manifest."""

LINE_BEGINS, LINE_SIGNED, LINE_ENDS = b'{"entry":', b',"signature":"', b'"}'
"""How a line of an archive is spelled: the entry's own bytes stand between the first two."""


_ANCHORS = """
SELECT s.till_id, r.sequence, CAST(r.hash AS BLOB)
FROM shift_reports r JOIN shifts s ON s.id = r.shift_id
LEFT JOIN journal j ON j.id = s.till_id * 1099511627776 + 1
WHERE NOT EXISTS (SELECT 1 FROM settings WHERE key = 'training' AND value = 'true')
   OR r.created_at >= j.created_at
"""
"""Every report with its till; in a copy to practise on those that were made in it: its chains are
others than those that the reports of the shop are in."""


@dataclass(slots=True)
class KeptChain:
    """What is known of a till's chain beside its entries: end is what the shop keeps of its end,
    anchors what others kept, books what the till's documents come to; sold says that there must
    be a chain, last where its last entry stands."""

    till: str
    till_id: int = 0
    end: KeptEnd | None = None
    anchors: dict[int, set[str]] = field(default_factory=dict)
    books: Totals | None = None
    sold: bool = False
    last: int = 0


class Connected(Reads, Protocol):
    """A shop's file, with the connection that reads it row by row."""

    @property
    def connection(self) -> apsw.Connection:
        """That of this thread."""

    path: str


class Source(Protocol):
    """Chains to be verified, all of one moment."""

    def chains(self) -> list[KeptChain]:
        """Every till that has or must have one."""

    def entries(self, chain: KeptChain) -> Iterator[Kept]:
        """The entries of one of them, in their order."""


class ShopSource:
    """The chains in a shop's file; used inside a snapshot."""

    def __init__(self, database: "Connected") -> None:
        """Raises NotAnArchive for a file that is older than the journal."""
        self._database = database
        if database.row("SELECT 1 FROM sqlite_schema WHERE name = 'journal_heads'") is None:
            raise NotAnArchive(database.path, "an older version wrote it")

    def chains(self) -> list[KeptChain]:
        """One for each till that has entries, a kept end, orders or returns."""
        rows = self._database.rows
        known, numbers = {}, {}
        for till_id, code, sold, returned in rows(
            "SELECT id, CAST(code AS BLOB), last_number, last_return FROM tills ORDER BY id"
        ):
            known[till_id] = KeptChain(_text(code), till_id, sold=sold + returned > 0)
            numbers[till_id] = sold
        ends = "SELECT till_id, sequence, CAST(hash AS BLOB) FROM journal_heads"
        for till_id, sequence, link in rows(ends):
            chain = known.setdefault(till_id, KeptChain("", till_id))
            chain.end = KeptEnd(sequence, _text(link), numbers.get(till_id, 0))
        for till_id, last in self._lasts():
            chain = known.setdefault(till_id, KeptChain("", till_id))
            chain.sold, chain.last = True, last
        for till_id, sequence, link in rows(_ANCHORS):
            chain = known.setdefault(till_id, KeptChain("", till_id))
            chain.anchors.setdefault(sequence, set()).add(_text(link))
        for till_id, chain in known.items():
            chain.books = books_of(self._database, till_id)
            # Whoever takes a chain away may set the till's counters back as well.
            chain.sold = chain.sold or chain.books != NOTHING
        return [chain for chain in known.values() if chain.sold or chain.end or chain.anchors]

    def entries(self, chain: KeptChain) -> Iterator[Kept]:
        """Along the ids, so that what lies in a gap is seen to be missing."""
        first, last = entry_id(chain.till_id, 0), entry_id(chain.till_id + 1, 0)
        # The bytes as they lie there, whatever they are.
        cursor = self._database.connection.execute(
            "SELECT id, till_id, sequence, CAST(kind AS BLOB), CAST(document AS BLOB), "
            "CAST(business_date AS BLOB), user_id, created_at, "
            "CAST(entry AS BLOB), CAST(signature AS BLOB) FROM journal "
            "WHERE id >= ? AND id < ? ORDER BY id",
            (first, last),
        )
        for row_id, till_id, sequence, kind, document, day, user, at, raw, signature in cursor:
            place = sequence if till_id == chain.till_id else 0
            columns = Columns(place, _text(kind), _text(document), _text(day), user, at)
            yield Kept(raw or b"", signature or b"", row_id - first, columns)

    def _lasts(self) -> Iterator[tuple[int, int]]:
        """The tills that have entries, and where the last one stands; found by jumping from one to
        the next."""
        after = 0
        while True:
            row = self._database.row("SELECT min(id) FROM journal WHERE id >= ?", (after,))
            if row is None or row[0] is None:
                return
            till_id = int(row[0]) >> 40
            after = entry_id(till_id + 1, 0)
            row = self._database.row("SELECT max(id) FROM journal WHERE id < ?", (after,))
            assert row is not None, "the first one was there"
            yield till_id, int(row[0]) - entry_id(till_id, 0)


class ArchiveSource:
    """The chains in an archive: NAME.jsonl with NAME.manifest.json beside it."""

    def __init__(self, path: Path) -> None:
        """Raises NotAnArchive for what is none, or can't be read. as_written says that the file has
        the hash that stands in its manifest."""
        self._path = path
        self.manifest = _manifest(manifest_of(path))
        self._summed = hashlib.sha256()
        try:
            self._lines = self._by_till()
        except OSError as error:
            raise NotAnArchive(str(path), error.strerror or "unreadable") from error
        self.as_written = self._summed.hexdigest() == self.manifest.get("sha256")

    def chains(self) -> list[KeptChain]:
        """One for each till in the manifest or in the lines."""
        ends = {
            str(till["till"]): KeptEnd(int(till["last"]["sequence"]), str(till["last"]["hash"]))
            for till in self.manifest["tills"]
        }
        lines = self._lines
        return [
            KeptChain(till, end=ends.get(till), sold=True, last=len(lines.get(till, ())))
            for till in dict.fromkeys((*ends, *lines))
        ]

    def entries(self, chain: KeptChain) -> Iterator[Kept]:
        """Its lines, read one at a time."""
        with self._path.open("rb") as file:
            for start in self._lines.get(chain.till, ()):
                file.seek(start)
                yield read_line(file.readline())

    def _by_till(self) -> Mapping[str, list[int]]:
        """Where the lines of each till begin. A line that doesn't say whose it is belongs to the
        till of the line before it."""
        tills = {str(till["till"]) for till in self.manifest["tills"]}
        lines: dict[str, list[int]] = {}
        current, start = min(tills, default=""), 0
        with self._path.open("rb") as file:
            for line in file:
                self._summed.update(line)
                current = _till_of(line, tills) or current
                lines.setdefault(current, []).append(start)
                start += len(line)
        return lines


_NO_MANIFEST = (ValueError, KeyError, TypeError, OverflowError, RecursionError)
"""What reading a manifest raises that is none: 1e999 and a thousand brackets are JSON too."""


def manifest_of(archive: Path) -> Path:
    """Where the manifest of an archive lies."""
    return archive.with_name(archive.name.removesuffix(".jsonl") + ".manifest.json")


def read_line(line: bytes) -> Kept:
    """The entry and the signature of an archive's line; b"" for what is not spelled like one."""
    line = line.rstrip(b"\n")
    raw, signed, rest = line.removeprefix(LINE_BEGINS).rpartition(LINE_SIGNED)
    if not (line.startswith(LINE_BEGINS) and signed and rest.endswith(LINE_ENDS)):
        return Kept(line, b"")
    text = rest.removesuffix(LINE_ENDS)
    try:
        signature = base64.b64decode(text, validate=True)
    except ValueError:
        return Kept(raw, b"")
    # Several texts stand for the same bytes; only one is ours.
    return Kept(raw, signature if base64.b64encode(signature) == text else b"")


def _text(kept: bytes) -> str:
    """A text as it lies in the file; what is no UTF-8 there is shown as such, and refused later."""
    return kept.decode(errors="replace")


def _till_of(line: bytes, tills: set[str]) -> str:
    try:
        till = str(json.loads(read_line(line).raw)["till"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return till if till in tills else ""


def _manifest(path: Path) -> dict[str, Any]:
    """Raises NotAnArchive."""
    try:
        manifest = json.loads(path.read_bytes())
        if manifest["format"] != ARCHIVE_FORMAT:
            raise NotAnArchive(str(path), "another format")
        for till in manifest["tills"]:
            _ = str(till["till"]), int(till["last"]["sequence"]), str(till["last"]["hash"])
    except OSError as error:
        raise NotAnArchive(str(path), error.strerror or "unreadable") from error
    except _NO_MANIFEST as error:
        raise NotAnArchive(str(path), "no manifest") from error
    return dict(manifest)


def anchors_in(manifest: Path) -> list[tuple[str, int, str]]:
    """(till, sequence, hash) of the ends of chains, in the manifest of a backup that was made at a
    closing or in that of an archive. Raises NotAnArchive."""
    try:
        told = json.loads(manifest.read_bytes())
        ends = (
            told["heads"]
            if "heads" in told
            else [{"till": till["till"], **till["last"]} for till in told["tills"]]
        )
        return [(str(end["till"]), int(end["sequence"]), str(end["hash"])) for end in ends]
    except OSError as error:
        raise NotAnArchive(str(manifest), error.strerror or "unreadable") from error
    except _NO_MANIFEST as error:
        raise NotAnArchive(str(manifest), "no manifest") from error
