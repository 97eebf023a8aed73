#!/usr/bin/env python3
"""Verifies a Countertop journal without Countertop: from a shop's file, a backup of it, or an
exported archive, with nothing but Python's standard library.

    python verify_journal.py corner.db --key 5f0c...         (64 hex digits, or a file with keys)
    python verify_journal.py corner-journal-20261126.jsonl --key corner-journal-20261126.pub
    python verify_journal.py corner.db --anchor 1742:9d36... (as the Z report has it)
    python verify_journal.py corner.db --manifest backup/corner-2026-11-26-T1-Z5.json

Every entry is canonical JSON. It is linked to the one before by SHA-256, and its own SHA-256 is
signed with Ed25519. The first bad entry of each till is named with what is wrong. Exit code 0: all
is well; 1: something is not; 2: what was given can't be used. Where the package `cryptography` is
installed signatures take a tenth of a millisecond each; without it they are verified here, some
milliseconds each.

Written apart from the program on purpose, so that one mistake is not made twice.
"""

import argparse
import base64
import contextlib
import datetime
import hashlib
import json
import sqlite3
import sys
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Verify = Callable[[bytes, bytes, bytes], bool]
"""(public key, message, signature): whether it is right."""

Anchor = tuple[str, int, str]
"""A till ("" for whichever), the number of an entry, its hash."""

Row = tuple[int | None, bytes, bytes, list[Any] | None]
"""Where an entry stands, its bytes, its signature, and the columns beside it."""

Fault = tuple[str, int, str, str]
"""Till, entry, kind, more about it."""

Point = tuple[int, int, int, int]

SHIFT = 40
ZERO = "0" * 64
COUNTERS = ("cancellations", "cancelled", "refunded", "refunds", "sales", "sold")
FIELDS = {
    *("approver", "at", "day", "document", "facts", "key", "kind", "offset", "period"),
    *("perpetual", "prev", "program", "seq", "till", "user", "v"),
}
COUNTED = {
    "sale": ("sales", "sold"),
    "refund": ("refunds", "refunded"),
    "void": ("refunds", "refunded"),
    "exchange": ("refunds", "refunded"),
    "cancel": ("cancellations", "cancelled"),
}
BY_ITSELF = ("key", "begin", "upgrade", "clock_set_back", "head_mended")

WORDS = {
    "edited": "it was edited: the signature is not that of these bytes",
    "signature": "its signature was changed, or is not the shop's",
    "rechained": "it was edited, and the entries behind it were chained anew without the key",
    "deleted": "it was deleted",
    "swapped": "another entry stands in its place, and it in the place of another",
    "inserted": "an entry was inserted here",
    "cut": "the end of the chain was cut off from here",
    "column": "what stands beside it to be looked for was changed",
    "spelling": "it is not spelled as entries are",
    "order": "it is not the entry that belongs here",
    "link": "it does not follow from the entry before it",
    "till": "it belongs to another till",
    "key": "it is signed by a key that nobody vouches for",
    "totals": "its totals do not follow from the entries before it",
    "closing": "a day, month or year was not closed as it has to be",
    "clock": "the clock was set back, and no entry says so",
    "head": "the shop's own note of where the chain ends says something else",
    "anchor": "a report, a backup or you have kept another hash of it",
    "books": "the till's orders and returns come to something else",
    "missing": "there is no chain for this till",
    "archive": "the archive's file is not the one that its manifest names",
}


UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, RecursionError)
"""What reading a manifest raises that is none: 1e999 and a thousand brackets are JSON too."""


class Unusable(Exception):
    """What was given can't be verified at all."""


# --- Ed25519, verifying only (RFC 8032, section 5.1 and appendix A) ------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _point(encoded: bytes) -> Point | None:
    """A point from its 32 bytes in extended coordinates; None for bytes that are none."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: Point) -> Point:
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


_BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)


def plain_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is right, by whole numbers alone."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or scalar >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    left = _times(scalar, _BASE)
    right = _add(nonce, _times(int.from_bytes(hashed, "little") % ORDER, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


def _signed(entry: bytes) -> bytes:
    """What is signed of an entry: its SHA-256; of one of shape 1, in which the programs of before
    wrote, the entry itself. v is the last of the sorted keys."""
    return entry if entry.endswith(b',"v":1}') else hashlib.sha256(entry).digest()


def _verifier() -> Verify:
    # Faster by far where it is installed; without it the script checks signatures by itself.
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return plain_verify
    known: dict[bytes, Ed25519PublicKey] = {}

    def verify(public: bytes, message: bytes, signature: bytes) -> bool:
        try:
            if public not in known:
                known[public] = Ed25519PublicKey.from_public_bytes(public)
            known[public].verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    return verify


# --- where entries are read from -----------------------------------------------------------------


class ShopFile:
    """A shop's file or a backup of it, opened for reading alone."""

    def __init__(self, path: Path) -> None:
        self.remarks: list[Fault] = []
        address = "file:" + urllib.parse.quote(str(path.resolve()))
        try:
            self.db = _opened(address + "?mode=ro")
        except sqlite3.Error:
            self.db = _opened(address + "?mode=ro&immutable=1")  # on a disk for reading only
        self.db.text_factory = bytes
        names = {row[0] for row in self.db.execute("SELECT name FROM sqlite_master")}
        if not {b"journal", b"journal_heads", b"tills"} <= names:
            raise Unusable("there is no journal in this file; an older shop has none")

    def tills(self) -> dict[Any, dict[str, Any]]:
        """till id -> what is known of it."""
        found: dict[int, dict[str, Any]] = {}
        for till_id, code, orders, returns in self.db.execute(
            "SELECT id, code, last_number, last_return FROM tills ORDER BY id"
        ):
            found[till_id] = {"till": _text(code), "needed": orders + returns > 0}
            # What a shop keeps of a chain's end is kept of every entry but sales: those have the
            # till's numbers, and this is the last one.
            found[till_id]["number"] = orders
        for till_id, sequence, link in self.db.execute(
            "SELECT till_id, sequence, hash FROM journal_heads"
        ):
            found.setdefault(till_id, {"till": "", "number": 0})["head"] = (sequence, _text(link))
        after = 0
        while True:
            (lowest,) = self.db.execute(
                "SELECT min(id) FROM journal WHERE id >= ?", (after,)
            ).fetchone()
            if lowest is None:
                break
            found.setdefault(lowest >> SHIFT, {"till": ""})["needed"] = True
            after = ((lowest >> SHIFT) + 1) << SHIFT
        for till_id, sequence, link in self.db.execute(
            # A copy to practise on has the shop's old reports, and chains of its own.
            "SELECT s.till_id, r.sequence, r.hash FROM shift_reports r "
            "JOIN shifts s ON s.id = r.shift_id "
            "LEFT JOIN journal j ON j.id = s.till_id * 1099511627776 + 1 "
            "WHERE r.created_at >= j.created_at OR NOT EXISTS "
            "(SELECT 1 FROM settings WHERE key = 'training' AND value = 'true')"
        ):
            anchors = found.setdefault(till_id, {"till": ""}).setdefault("anchors", {})
            anchors.setdefault(sequence, set()).add(_text(link))
        for till_id, told in found.items():
            told["books"] = self._books(till_id)
            # Whoever takes a chain away may set the till's counters back as well.
            told["needed"] = told.get("needed") or any(told["books"].values())
        return {
            till_id: told
            for till_id, told in found.items()
            if told.get("needed") or "head" in told or "anchors" in told
        }

    def entries(self, till_id: int) -> Iterator[Row]:
        """(place, bytes, signature, columns), in the order of their places."""
        for row in self.db.execute(
            "SELECT id, till_id, sequence, kind, document, business_date, user_id, created_at, "
            "CAST(entry AS BLOB), CAST(signature AS BLOB) FROM journal "
            "WHERE id >= ? AND id < ? ORDER BY id",
            (till_id << SHIFT, (till_id + 1) << SHIFT),
        ):
            columns: list[Any] = [_text(value) for value in row[1:8]]
            columns[0] = columns[0] == till_id
            yield row[0] - (till_id << SHIFT), row[8] or b"", row[9] or b"", columns

    def _books(self, till_id: int) -> dict[str, int]:
        sums = dict.fromkeys(COUNTERS, 0)
        for count, amount, table in (
            ("sales", "sold", "orders WHERE till_id = ?"),
            ("cancellations", "cancelled", "orders WHERE till_id = ? AND status = 'cancelled'"),
            ("refunds", "refunded", "returns WHERE till_id = ?"),
        ):
            sums[count], sums[amount] = self.db.execute(
                f"SELECT count(*), coalesce(sum(total), 0) FROM {table}", (till_id,)
            ).fetchone()
        return sums


def _text(value: Any) -> Any:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _opened(address: str) -> sqlite3.Connection:
    db = sqlite3.connect(address, uri=True)
    db.execute("BEGIN")  # all of one moment
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return db


class Archive:
    """NAME.jsonl with NAME.manifest.json beside it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        name = path.name[: -len(".jsonl")] if path.name.endswith(".jsonl") else path.name
        try:
            self.manifest = json.loads((path.parent / (name + ".manifest.json")).read_bytes())
            self.ends = {
                str(till["till"]): (int(till["last"]["sequence"]), str(till["last"]["hash"]))
                for till in self.manifest["tills"]
            }
        except (OSError, *UNREADABLE) as error:
            raise Unusable(f"the archive's manifest can't be used: {error}") from None
        self.places: dict[str, list[int]] = {}
        hashed = hashlib.sha256()
        current, offset = min(self.ends, default=""), 0
        with path.open("rb") as lines:
            for line in lines:
                hashed.update(line)
                entry = _read(_unpacked(line)[0])
                if "till" in entry and str(entry["till"]) in self.ends:
                    current = str(entry["till"])
                self.places.setdefault(current, []).append(offset)
                offset += len(line)
        same = hashed.hexdigest() == self.manifest.get("sha256")
        self.remarks: list[Fault] = [] if same else [("", 0, "archive", "")]

    def tills(self) -> dict[Any, dict[str, Any]]:
        """Till -> what is known of it."""
        names = [*self.ends, *(till for till in self.places if till not in self.ends)]
        return {
            till: {"till": till, "needed": True}
            | ({"head": self.ends[till]} if till in self.ends else {})
            for till in names
        }

    def entries(self, till: str) -> Iterator[Row]:
        """As those of a shop's file, without places and columns."""
        with self.path.open("rb") as lines:
            for offset in self.places.get(till, ()):
                lines.seek(offset)
                raw, signature = _unpacked(lines.readline())
                yield None, raw, signature, None


def _unpacked(line: bytes) -> tuple[bytes, bytes]:
    line = line.rstrip(b"\n")
    body, middle, end = line.rpartition(b',"signature":"')
    if not (line.startswith(b'{"entry":') and middle and end.endswith(b'"}')):
        return line, b""
    raw = body[len(b'{"entry":') :]
    try:
        signature = base64.b64decode(end[:-2], validate=True)
    except ValueError:
        return raw, b""
    return raw, signature if base64.b64encode(signature) == end[:-2] else b""  # no other spelling


def _read(raw: bytes) -> dict[str, Any]:
    try:
        entry = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


# --- one chain -----------------------------------------------------------------------------------


class Bad(Exception):
    """An entry breaks a rule: which one, more about it, and where it is another entry than the one
    that is looked at, its number."""

    def __init__(self, kind: str, detail: str = "", number: int = 0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail
        self.number = number


def _whole(text: str) -> Any:
    raise ValueError(f"{text} is no whole number")


READER = json.JSONDecoder(parse_float=_whole, parse_constant=_whole)
WRITER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


class Chain:
    """The entries of one till, one after the other."""

    def __init__(
        self,
        told: dict[str, Any],
        known: set[str],
        anchors: dict[int, set[str]],
        verify: Verify | None,
    ) -> None:
        self.told = told
        self.till: str = told["till"]
        self.known = known
        self.anchors = dict(anchors)
        self.verify = verify
        self.last = 0
        self.hash = ZERO
        self.number: int | None = None  # of the last sale
        self.noted = ZERO  # the hash of the entry at which the chain is said to end
        self.beyond = 0  # the first entry that should not be behind it
        # (first entry, fingerprint, 32 bytes, machine, how, known)
        self.keys: list[tuple[int, str, bytes, str, str, bool]] = []
        self.signer = b""
        self.notes: list[tuple[int, str]] = []
        self.tills: dict[str, int] = {}  # that an entry says have a chain: which entry
        self.at = ""
        self.day = ""
        self.period = dict.fromkeys(COUNTERS, 0)
        self.perpetual = dict.fromkeys(COUNTERS, 0)
        self.since = {"month": dict(self.period), "year": dict(self.period)}
        self.due: list[tuple[str, str]] = []
        self.closed = 0

    def add(
        self, place: int | None, raw: bytes, signature: bytes, columns: list[Any] | None
    ) -> None:
        """Raises Bad."""
        number = self.last + 1
        if place is not None and place != number:
            raise Bad("deleted", f"entry {place} comes next")
        try:
            text = raw.decode()
            entry = READER.decode(text)
            if set(entry) != FIELDS or entry["v"] not in (1, 2):
                raise Bad("spelling", "another shape")
            # Who has no key can't link and sign another spelling: it is a question of signatures.
            if self.verify is not None and WRITER.encode(entry) != text:
                raise Bad("spelling", "another spelling")
            self._hold(entry, number, columns)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise Bad("spelling", str(error)[:200]) from None
        except RecursionError:
            raise Bad("spelling", "too deep") from None
        self.last, self.hash = number, hashlib.sha256(raw).hexdigest()
        self._near_end(entry["kind"])
        kept = self.anchors.pop(number, None)
        if kept is not None and kept != {self.hash}:
            raise Bad("anchor", ", ".join(sorted(kept - {self.hash})))
        if self.verify is not None and not self.verify(self.signer, raw, signature):
            raise Bad("signature")

    def _hold(self, entry: dict[str, Any], number: int, columns: list[Any] | None) -> None:
        if entry["seq"] != number:
            raise Bad("order", f"it says {entry['seq']}")
        if entry["till"] != self.till:
            raise Bad("till", f"it says {entry['till']}")
        moment = datetime.datetime.fromisoformat(entry["at"].replace("Z", "+00:00"))
        if columns is not None:
            since = moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
            micros = since // datetime.timedelta(microseconds=1)
            says = [True, number, entry["kind"], entry["document"], entry["day"]]
            if columns != [*says, entry["user"]["id"], micros]:
                raise Bad("column")
        if entry["prev"] != self.hash:
            raise Bad("link")
        if number == 1 and entry["kind"] != "key":
            raise Bad("key", "a chain begins with its key")
        self._keep_key(entry, number)
        self._count(entry, number)
        self._numbered(entry)
        if entry["kind"] not in BY_ITSELF and self.at:
            before = datetime.datetime.fromisoformat(self.at.replace("Z", "+00:00"))
            if moment < before - datetime.timedelta(seconds=1):
                raise Bad("clock", self.at)
        self.at = entry["at"]
        self._note(entry, number)

    def _numbered(self, entry: dict[str, Any]) -> None:
        """A till counts its sales, and each tells its number."""
        if entry["kind"] == "begin":
            self.number = entry["facts"]["before"]["sales"]
        elif entry["kind"] == "sale":
            number, before = int(entry["document"].split("-")[-1]), self.number
            self.number = number
            if before is not None and before + 1 != number:
                raise Bad("cut", f"number {number} follows {before}")

    def _near_end(self, kind: str) -> None:
        """Nothing may stand behind the noted end, but sales up to the till's last number."""
        if "head" not in self.told or self.last < self.told["head"][0]:
            return
        end, most = self.told["head"][0], self.told.get("number")
        if self.last == end:
            self.noted = self.hash
        if most is not None and kind == "sale":
            wrong = (self.number or 0) > most
        else:
            wrong = self.last > end
        if wrong and not self.beyond:
            self.beyond = self.last

    def _note(self, entry: dict[str, Any], number: int) -> None:
        """What whoever verifies should know."""
        if entry["kind"] == "clock_set_back":
            self.notes.append((number, "the clock was set back to " + entry["at"]))
        if entry["kind"] == "head_mended":
            self.notes.append((number, "the note of where the chain ends was lost"))
            kept, last = entry["facts"]["kept"], entry["facts"]["last"]
            if kept is not None and kept["sequence"] > last:
                raise Bad("cut", f"the chain had {kept['sequence']} entries, then {last}")
            if kept is not None and kept.get("number", 0) > (self.number or 0):
                raise Bad("cut", f"the till's number was {kept['number']}, then {self.number}")
        if entry["kind"] == "restore":
            self.notes.append((number, "a backup was restored at " + entry["at"]))
        if entry["kind"] in ("backup", "export"):
            for end in entry["facts"].get("heads", []):
                self.tills.setdefault(str(end["till"]), number)

    def _keep_key(self, entry: dict[str, Any], number: int) -> None:
        now = self.keys[-1] if self.keys else None
        if now is not None and entry["kind"] != "key":
            if entry["key"] != now[1]:
                raise Bad("key", f"{entry['key']} signs, {now[1]} should")
            self.signer = now[2]
            return
        facts = entry["facts"]
        public, name = bytes.fromhex(facts["public_key"]), facts["fingerprint"]
        if len(public) != 32 or hashlib.sha256(public).hexdigest()[:16] != name:
            raise Bad("key", "the fingerprint is another key's")
        if facts["before"] != (now[1] if now else ""):
            raise Bad("key", "the key before it is another")
        if now and entry["key"] == now[1]:
            how, known, self.signer = "changed", now[5] or name in self.known, now[2]
        elif entry["key"] == name:
            how, known, self.signer = (
                "another machine" if now else "first",
                name in self.known,
                public,
            )
        else:
            raise Bad("key", f"{entry['key']} signs")
        if how == "another machine" and not known and any(key[5] for key in self.keys):
            raise Bad("key", f"{name} is not known")
        if now:
            self.notes.append((number, f"the key changed ({how}): {name} of {facts['machine']}"))
        self.keys.append((number, name, public, facts["machine"], how, known))

    def _count(self, entry: dict[str, Any], number: int) -> None:
        kind, day, facts = entry["kind"], entry["day"], entry["facts"]
        datetime.date.fromisoformat(day)
        if number == 1:
            self.day = day
            self.perpetual = {name: int(entry["perpetual"][name]) for name in COUNTERS}
        if kind == "closing":
            self._close(facts, day)
        elif self.closed:
            raise Bad("closing", "one is missing")
        elif kind not in BY_ITSELF and day != self.day:
            raise Bad("closing", f"{self.day} is not closed")
        elif kind in COUNTED:
            count, amount = COUNTED[kind]
            for sums in (self.period, self.perpetual):
                sums[count] += 1
                sums[amount] += facts["total"]
        elif kind == "begin" and facts["before"] != self.perpetual:
            raise Bad("totals", "what was before")
        if entry["perpetual"] != self.perpetual or entry["period"] != {
            **self.period,
            "day": self.day,
        }:
            raise Bad("totals")
        if self.closed and self.closed == len(self.due):
            self.day, self.period, self.closed = day, dict.fromkeys(COUNTERS, 0), 0

    def _close(self, facts: dict[str, Any], day: str) -> None:
        due = [("day", self.day)] if day != self.day else []
        if day[:7] != self.day[:7]:
            due.append(("month", self.day[:7]))
        if day[:4] != self.day[:4]:
            due.append(("year", self.day[:4]))
        if self.closed and due != self.due:
            raise Bad("closing")
        self.due = due
        level = facts["level"]
        if self.closed >= len(due) or due[self.closed] != (level, facts["of"]):
            raise Bad("closing", f"{level} {facts['of']}")
        sums = self.period
        if level == "day":
            for longer in self.since.values():
                for name in COUNTERS:
                    longer[name] += sums[name]
        else:
            sums, self.since[level] = self.since[level], dict.fromkeys(COUNTERS, 0)
        if facts["totals"] != sums or facts["perpetual"] != self.perpetual:
            raise Bad("totals", f"{level} {facts['of']}")
        self.closed += 1

    def end(self) -> None:
        """Raises Bad for an end that is not the one that others keep."""
        told = self.told
        head, most = told.get("head"), told.get("number")
        if not self.last and (head is None or head[0] < 1) and not self.anchors:
            raise Bad("missing", "", 1)
        if self.anchors:
            raise Bad("cut", f"entry {min(self.anchors)} was there once", self.last + 1)
        if head is None:
            raise Bad("head", "there is none", self.last)
        if head[0] > self.last:
            raise Bad("cut", f"the chain had {head[0]} entries", self.last + 1)
        if head[1] != self.noted:
            raise Bad("head", head[1], head[0])
        if self.beyond:
            raise Bad("head", f"it says {head[0]}", self.beyond)
        if most is not None and most > (self.number or 0):
            raise Bad("cut", f"the till's last number was {most}", self.last + 1)
        self._vouch()
        if "books" in told and told["books"] != self.perpetual:
            raise Bad("books", f"{self.perpetual} and {told['books']}", self.last)

    def _vouch(self) -> None:
        if not self.known:
            return
        vouched = [place for place, key in enumerate(self.keys) if key[5]]
        if not vouched:
            raise Bad("key", f"{self.keys[0][1]} is not known", 1)
        for place in range(vouched[0]):
            if any(key[4] == "another machine" for key in self.keys[place + 1 : vouched[0] + 1]):
                behind = self.keys[place + 1][0]
                name = self.keys[place][1]
                told = (
                    f"up to here {name} signed, which is not known: entry {behind} vouches for it"
                )
                self.notes.append((behind - 1, told))


def _named(
    kind: str, number: int, chain: Chain, row: Row, behind: Iterator[Row], verify: Verify
) -> str:
    """What was done, told by the entry and by those behind it."""
    if kind == "deleted":
        return kind
    _, raw, signature, _ = row
    entry, after = _read(raw), next(behind, None)
    keys = [key[2] for key in chain.keys[-2:]]
    if entry.get("kind") == "key":
        with contextlib.suppress(KeyError, TypeError, ValueError):
            keys.append(bytes.fromhex(entry["facts"]["public_key"]))
    good = any(verify(key, raw, signature) for key in keys)
    if kind == "order" and (good or not keys):
        if entry["seq"] < number:
            return "inserted"
        wanted = b'"seq":%d,' % number
        there = after is not None and wanted in after[1]
        return "swapped" if there or any(wanted in later[1] for later in behind) else "deleted"
    follower = {} if after is None else _read(after[1])
    linked = after is None or follower.get("prev") == hashlib.sha256(raw).hexdigest()
    if good or (kind == "key" and linked):
        return kind
    if not linked:
        return "inserted" if follower.get("seq") == number else "edited"
    if after is None:
        return "signature" if kind == "signature" else "edited"
    return "signature" if any(verify(key, after[1], after[2]) for key in keys) else "rechained"


# --- all of them ---------------------------------------------------------------------------------


Found = tuple[list[Fault], list[tuple[str, int, str]], list[tuple[str, int, str]]]


def check(
    path: str | Path,
    keys: Iterable[bytes] = (),
    anchors: Iterable[Anchor] = (),
    manifests: Iterable[str | Path] = (),
    *,
    signatures: bool = True,
    progress: Callable[[int], None] = lambda seen: None,
    verify: Verify | None = None,
) -> Found:
    """(faults, notes, ends): (till, entry, kind, more), (till, entry, text), (till, entries, hash).

    keys are 32 bytes each, anchors (till or "", entry, hash). Raises Unusable.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            is_database = file.read(16) == b"SQLite format 3\0"
        source = ShopFile(path) if is_database else Archive(path)
        known = [*anchors, *(each for manifest in manifests for each in _anchored(manifest))]
        return Checking(known, signatures, progress, verify or _verifier()).of(source, list(keys))
    except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
        # Of a damaged schema sqlite3 tells in the very bytes that are damaged.
        raise Unusable(f"{path}: {error}") from None


class Checking:
    """Goes along every chain of a source."""

    def __init__(
        self,
        anchors: list[Anchor],
        signatures: bool,
        progress: Callable[[int], None],
        verify: Verify,
    ) -> None:
        self.anchors = anchors
        self.loose = {(number, link): False for till, number, link in anchors if not till}
        self.signatures = signatures
        self.progress = progress
        self.verify: Verify = lambda public, entry, signature: verify(
            public, _signed(entry), signature
        )
        self.seen = 0

    def of(self, source: ShopFile | Archive, keys: list[bytes]) -> Found:
        """See `check`."""
        names = [hashlib.sha256(key).hexdigest()[:16] for key in keys]
        faults: list[Fault] = []
        chains = []
        for till_id, told in source.tills().items():
            kept = {number: set(links) for number, links in told.get("anchors", {}).items()}
            for till, number, link in self.anchors:
                if till and till == told["till"]:
                    kept.setdefault(number, set()).add(link)
            verify = self.verify if self.signatures else None
            chain = Chain(told, set(names), kept, verify)
            chains.append(chain)
            fault = self._along(chain, source.entries(till_id))
            if fault is None:
                try:
                    chain.end()
                except Bad as bad:
                    fault = (chain.till, bad.number, bad.kind, bad.detail)
            faults += [fault] if fault else []
        faults += _unseen(chains, faults)
        lost = [where for where, found in self.loose.items() if not found]
        faults += [("", number, "anchor", link) for number, link in lost]
        tills = {"", *(chain.till for chain in chains)}
        faults += [("", n, "missing", till) for till, n, _ in self.anchors if till not in tills]
        signed = {key[1] for chain in chains for key in chain.keys}
        if not faults:
            strange = [name for name in names if name not in signed]
            faults += [("", 0, "key", f"{name} signed nothing") for name in strange]
        notes = [(chain.till, *note) for chain in chains for note in chain.notes]
        if not keys:
            why = "no key was given: signatures were held against the keys in the file"
            notes.append(("", 0, why))
        broken = {fault[0] for fault in faults}
        ends = [(each.till, each.last, each.hash) for each in chains if each.till not in broken]
        return faults + source.remarks, notes, ends

    def _along(self, chain: Chain, rows: Iterator[Row]) -> Fault | None:
        """The first bad entry of a chain."""
        before: Row | None = None
        for row in rows:
            signer = chain.signer
            try:
                chain.add(*row)
            except Bad as bad:
                kind, at, behind = bad.kind, row, rows
                number = chain.last + (kind not in ("signature", "anchor"))
                if kind == "link" and before and not self.verify(signer, before[1], before[2]):
                    # Signatures were not looked at, and it was the entry before that was changed.
                    kind, number, at = "signature", number - 1, before
                    behind = iter([row, *rows])
                named = _named(kind, number, chain, at, behind, self.verify)
                return chain.till, number, named, bad.detail
            if (chain.last, chain.hash) in self.loose:
                self.loose[chain.last, chain.hash] = True
            before = row
            self.seen += 1
            if self.seen % 5000 == 0:
                self.progress(self.seen)
        return None


def _unseen(chains: list[Chain], faults: list[Fault]) -> list[Fault]:
    """Tills that have no chain, though an entry before the first bad one says that they had."""
    bad = {till: number for till, number, _, _ in faults}
    here = {chain.till for chain in chains}
    found: dict[str, Fault] = {}
    for chain in chains:
        for till, number in chain.tills.items():
            good = chain.till not in bad or number < bad[chain.till]
            if good and till not in here:
                told_by = f"entry {number} of {chain.till} names it"
                found.setdefault(till, (till, 1, "missing", told_by))
    return list(found.values())


def _anchored(manifest: str | Path) -> list[Anchor]:
    """The ends of chains in the manifest of a backup or of an archive."""
    try:
        told = json.loads(Path(manifest).read_bytes())
        if "heads" in told:
            ends = [(head["till"], head) for head in told["heads"]]
        else:
            ends = [(till["till"], till["last"]) for till in told["tills"]]
        return [(str(till), int(end["sequence"]), str(end["hash"])) for till, end in ends]
    except (OSError, *UNREADABLE) as error:
        raise Unusable(f"{manifest} is no manifest: {error}") from None


def keys_from(given: str) -> list[bytes]:
    """The public keys in 64 hex digits, or in a file that holds some: hex on lines, what
    `journal key` shows, or PEM."""
    try:
        text = given if len(given) == 64 else Path(given).read_text("ascii")
    except (OSError, ValueError) as error:
        raise Unusable(f"{given} is no public key: {error}") from None
    try:
        if "-----BEGIN PUBLIC KEY" in text:
            body = text.split("-----")[2]
            keys = [base64.b64decode(body)[-32:]]
        else:
            lines = [line.split("\t") for line in text.splitlines() if line.strip()]
            keys = [bytes.fromhex(line[min(1, len(line) - 1)]) for line in lines]
    except (ValueError, IndexError):
        keys = []
    if not keys or any(len(key) != 32 for key in keys):
        raise Unusable(f"{given} is no public key")
    return keys


def anchor_from(given: str) -> Anchor:
    """(till or "", entry, hash) of "17:HASH" or "T1:17:HASH"."""
    till, number, link = ["", "", *given.split(":")][-3:]
    hexadecimal = len(link) == 64 and not set(link.lower()) - set("0123456789abcdef")
    if not number.isdecimal() or not hexadecimal:
        raise Unusable(f"{given} is no anchor; write ENTRY:HASH as the Z report has it")
    return till, int(number), link.lower()


def _options() -> argparse.ArgumentParser:
    told = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    told.add_argument("file", help="a shop's file, a backup of it, or an archive (.jsonl)")
    told.add_argument("--key", action="append", default=[], help="a public key: hex, or a file")
    told.add_argument("--anchor", action="append", default=[], help="[TILL:]ENTRY:HASH")
    told.add_argument("--manifest", action="append", default=[], help="of a backup or an archive")
    told.add_argument("--no-signatures", action="store_true", help="hashes and totals alone")
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what is named on the command line; returns the exit code."""
    given = _options().parse_args(arguments)

    def progress(seen: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{seen:,} entries", end="", file=sys.stderr, flush=True)

    try:
        faults, notes, ends = check(
            given.file,
            [key for each in given.key for key in keys_from(each)],
            [anchor_from(each) for each in given.anchor],
            given.manifest,
            signatures=not given.no_signatures,
            progress=progress,
        )
    except Unusable as unusable:
        print(f"Can't be verified: {unusable}", file=sys.stderr)
        return 2
    for till, count, link in ends:
        print(f"{till}: {count} entries, the last one is {link}")
    for till, number, text in notes:
        print(f"note: {f'{till} entry {number}: ' if number else ''}{text}")
    for till, number, kind, detail in faults:
        where = f"{till or 'any till'} entry {number}: " if number else ""
        print(f"FAULT: {where}{kind}: {WORDS[kind]}{f' ({detail})' if detail else ''}")
    print("All is well." if not faults else f"{len(faults)} fault(s).")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
