"""What must hold of a chain of entries, looked at one after the other: places, links, spelling, the
keys that sign, totals, closings, clocks, and what others kept of it. Signatures are the caller's to
look at: `ChainCheck.signer` is whose the last entry's has to be."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from pos_app.domain.journal import (
    FORMATS,
    NO_PREVIOUS,
    NOTHING,
    Totals,
    digest,
    endings,
    fingerprint,
    respelled,
)

_NAMES = frozenset(
    "approver at day document facts key kind offset period perpetual prev program seq till user v"
    " ".split()
)
_OWN = frozenset({"key", "begin", "upgrade", "clock_set_back", "head_mended"})
"""Kinds that the chain writes by itself before it closes a day that is over."""
_TOLD = frozenset({"clock_set_back", "head_mended", "restore"})
"""Kinds that whoever verifies should know of."""
_NAMING = frozenset({"backup", "export"})
"""Kinds that tell where the chains of all tills stood."""
_BACKWARDS = timedelta(seconds=1)
_NONE = NOTHING.named()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_ADDS = {
    "sale": ("sales", "sold"),
    "refund": ("refunds", "refunded"),
    "void": ("refunds", "refunded"),
    "exchange": ("refunds", "refunded"),
    "cancel": ("cancellations", "cancelled"),
}
"""kind -> what its facts' "total" counts for: how many, how much."""


class Columns(NamedTuple):
    """What stands beside an entry to be looked for; created_at in microseconds."""

    sequence: int
    kind: str
    document: str
    day: str
    user_id: int
    created_at: int


class Kept(NamedTuple):
    """One entry as it was kept: its bytes, its signature, and where a table keeps them its place
    in the chain and its columns."""

    raw: bytes
    signature: bytes
    place: int | None = None
    columns: Columns | None = None


class KeptEnd(NamedTuple):
    """What is kept of a chain's end: the sequence and the hash of its last entry. Where number is
    given only sales may come behind it, and number is that of the till's last one."""

    sequence: int
    hash: str
    number: int | None = None


class Finding(NamedTuple):
    """The first thing that does not hold: of which entry, what (see `rows.JournalFault`), and more
    about it."""

    sequence: int
    kind: str
    detail: str = ""


class Span(NamedTuple):
    """From which entry on a key signs; how is "first", "rotated" (signed by the key before) or
    "machine"."""

    first: int
    key: str
    public_key: bytes
    machine: str
    how: str
    trusted: bool


class _Wrong(Exception):
    """What an entry breaks."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


class ChainCheck:
    """One till's chain. trusted are the fingerprints of keys that are known to be the shop's;
    anchors what others kept: sequence -> hashes; end what the shop itself keeps. Without spelling
    nobody asks whether an entry is spelled in the one way, which takes as long as all the rest:
    another spelling has another hash, and only who has the key could link and sign it. perpetual
    are the totals after the last entry; named says which tills had a chain, by which entry.
    """

    def __init__(
        self,
        till: str,
        trusted: Collection[str] = (),
        anchors: Mapping[int, Collection[str]] | None = None,
        end: KeptEnd | None = None,
        *,
        spelling: bool = True,
    ) -> None:
        self.till = till
        self._kept_end = end
        self._hash_there = NO_PREVIOUS
        self._too_much = 0
        self._number: int | None = None
        self._spelling = spelling
        self.sequence = 0
        self.hash = NO_PREVIOUS
        self.signer = b""
        self.spans: list[Span] = []
        self.notes: list[tuple[int, str, str]] = []
        self.named: dict[str, int] = {}
        self._trusted = frozenset(trusted)
        self._anchors = dict(anchors or {})
        self._at = ""
        self._day = date.min
        self._period: dict[str, Any] = dict(_NONE)
        self.perpetual: dict[str, Any] = dict(_NONE)
        self._closings: list[tuple[str, str]] = []
        self._due: tuple[tuple[str, str], ...] = ()
        self._sums = {"month": NOTHING, "year": NOTHING}

    def take(self, kept: Kept) -> Finding | None:
        """The next entry; None while all holds. Nothing may be taken after a finding."""
        sequence = self.sequence + 1
        if kept.place is not None and kept.place != sequence:
            return Finding(sequence, "deleted", f"entry {kept.place} comes next")
        try:
            entry = parsed(kept.raw, spelling=self._spelling)
            self._check(entry, sequence, kept)
        except _Wrong as wrong:
            return Finding(sequence, wrong.kind, wrong.detail)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            return Finding(sequence, "spelling", f"{type(error).__name__}: {error}"[:200])
        self.sequence, self.hash = sequence, digest(kept.raw)
        self._hold_against_end(entry["kind"])
        known = self._anchors.pop(sequence, None)
        if known is not None and set(known) != {self.hash}:
            return Finding(sequence, "anchor", "; ".join(sorted(set(known) - {self.hash})))
        return None

    def end(self) -> Finding | None:
        """What is wrong with the chain's end."""
        last, kept = self.sequence, self._kept_end
        if self._anchors:
            return Finding(last + 1, "cut", f"entry {min(self._anchors)} was there once")
        if kept is None:
            return Finding(last, "head", "none is kept")
        if kept.sequence > last:
            return Finding(last + 1, "cut", f"the chain had {kept.sequence} entries")
        if self._hash_there != kept.hash:
            return Finding(kept.sequence, "head", kept.hash)
        if self._too_much:
            return Finding(self._too_much, "head", f"kept is {kept.sequence}")
        if kept.number is not None and kept.number > (self._number or 0):
            return Finding(last + 1, "cut", f"the till's last number was {kept.number}")
        return None

    def _hold_against_end(self, kind: str) -> None:
        """Is the last entry the one that is kept of the end, or one too many behind it?"""
        kept = self._kept_end
        if kept is None or self.sequence < kept.sequence:
            return
        if self.sequence == kept.sequence:
            self._hash_there = self.hash
        numbered = kept.number is not None and kind == "sale"
        behind = self.sequence > kept.sequence and not numbered
        beyond = numbered and (self._number or 0) > (kept.number or 0)
        if (behind or beyond) and not self._too_much:
            self._too_much = self.sequence

    def trust(self) -> Finding | None:
        """At a whole chain's end: whether a key that is known signed it. What was signed before
        by others stands by the links from there; that is a note."""
        if not self._trusted or not self.spans:
            return None
        known = next((n for n, span in enumerate(self.spans) if span.trusted), None)
        if known is None:
            return Finding(1, "key", f"{self.spans[0].key} is not known")
        for n in range(known):
            # A key that was changed in good order handed over by its own signature.
            if any(span.how == "machine" for span in self.spans[n + 1 : known + 1]):
                self.notes.append((self.spans[n + 1].first - 1, "vouched", self.spans[n].key))
        return None

    # --- below -------------------------------------------------------------------------------

    def _check(self, entry: dict[str, Any], sequence: int, kept: Kept) -> None:
        if entry["seq"] != sequence:
            raise _Wrong("order", f"it says {entry['seq']}")
        if entry["till"] != self.till:
            raise _Wrong("till", f"it says {entry['till']}")
        if kept.columns is not None:
            _check_columns(entry, kept.columns)
        if entry["prev"] != self.hash:
            raise _Wrong("link")
        if sequence == 1 and entry["kind"] != "key":
            raise _Wrong("key", "a chain begins with its key")
        self._check_key(entry, sequence)
        self._check_sums(entry, sequence)
        kind = entry["kind"]
        if kind in ("begin", "sale"):
            self._check_number(entry)
        if kind not in _OWN and entry["at"] < self._at and self._set_back(entry["at"]):
            raise _Wrong("clock", self._at)
        self._at = entry["at"]
        self._note(entry, sequence)

    def _note(self, entry: dict[str, Any], sequence: int) -> None:
        """What an entry tells of chains: its own, and those of other tills."""
        kind = entry["kind"]
        if kind in _TOLD:
            self.notes.append((sequence, kind.partition("_")[0], entry["at"]))
        if kind in _NAMING:
            for head in entry["facts"].get("heads", ()):
                self.named.setdefault(str(head["till"]), sequence)
        if kind == "head_mended" and entry["facts"]["kept"] is not None:
            found, last = entry["facts"]["kept"], entry["facts"]["last"]
            if found["sequence"] > last:
                raise _Wrong("cut", f"the chain had {found['sequence']} entries, then {last}")
            number = found.get("number", 0)
            if number > (self._number or 0):
                raise _Wrong("cut", f"the till's last number was {number}, then {self._number}")

    def _check_number(self, entry: dict[str, Any]) -> None:
        """A till gives its numbers one after the other, and each sale tells its own."""
        if entry["kind"] == "begin":
            self._number = entry["facts"]["before"]["sales"]
            return
        number, before = int(entry["document"].rpartition("-")[2]), self._number
        if before is not None and number != before + 1:
            raise _Wrong("cut", f"number {number} follows {before}")
        self._number = number

    def _set_back(self, at: str) -> bool:
        return _moment(at) < _moment(self._at) - _BACKWARDS

    def _check_key(self, entry: dict[str, Any], sequence: int) -> None:
        """Who signs this entry, and from the next one on."""
        kind, signs = entry["kind"], entry["key"]
        now = self.spans[-1] if self.spans else None
        if kind != "key":
            assert now is not None, "the first entry brought one"
            if signs != now.key:
                raise _Wrong("key", f"{signs} signs, {now.key} should")
            self.signer = now.public_key
            return
        facts = entry["facts"]
        public = bytes.fromhex(facts["public_key"])
        new = facts["fingerprint"]
        if len(public) != 32 or fingerprint(public) != new:
            raise _Wrong("key", "the fingerprint is another key's")
        if facts["before"] != (now.key if now else ""):
            raise _Wrong("key", f"before it {now.key if now else 'none'} signed")
        if now is not None and signs == now.key:
            how, trusted = "rotated", now.trusted or new in self._trusted
            self.signer = now.public_key
        elif signs == new:
            how, trusted = "machine" if now else "first", new in self._trusted
            self.signer = public
        else:
            raise _Wrong("key", f"{signs} signs")
        if how == "machine" and not trusted and any(span.trusted for span in self.spans):
            raise _Wrong("key", f"{new} is not known")
        if now is not None:
            self.notes.append((sequence, how, f"{facts['machine']} {new}".strip()))
        self.spans.append(Span(sequence, new, public, facts["machine"], how, trusted))

    def _check_sums(self, entry: dict[str, Any], sequence: int) -> None:
        """Period and perpetual totals, and the closings of what is over."""
        kind, day = entry["kind"], entry["day"]
        period, perpetual = entry["period"], entry["perpetual"]
        if sequence == 1:  # what was sold before the chain
            self._day = date.fromisoformat(day)
            self.perpetual = _whole(perpetual)
        if kind == "closing":
            self._check_closing(entry)
        elif self._closings:
            raise _Wrong("closing", "one is missing")
        elif kind not in _OWN and day != self._day.isoformat():
            raise _Wrong("closing", f"{self._day} is not closed")
        elif kind in _ADDS:
            count, amount = _ADDS[kind]
            total = entry["facts"]["total"]
            for sums in (self._period, self.perpetual):
                sums[count] += 1
                sums[amount] += total
        elif kind == "begin" and entry["facts"]["before"] != self.perpetual:
            raise _Wrong("totals", "what was before")
        if perpetual != self.perpetual:
            raise _Wrong("totals", "perpetual")
        if period != {**self._period, "day": self._day.isoformat()}:
            raise _Wrong("totals", "period")
        if self._closings and len(self._closings) == len(self._due):
            self._day, self._period, self._closings = date.fromisoformat(day), dict(_NONE), []

    def _check_closing(self, entry: dict[str, Any]) -> None:
        facts, day = entry["facts"], date.fromisoformat(entry["day"])
        level, which = facts["level"], facts["of"]
        if not self._closings:
            self._due = endings(self._day, day)
        place = len(self._closings)
        due = endings(self._day, day)
        if due != self._due or due[place : place + 1] != ((level, which),):
            raise _Wrong("closing", f"{level} {which}")
        sums = Totals.of(self._period)
        if level == "day":
            for longer, before in self._sums.items():
                self._sums[longer] = before.plus(sums)
        else:
            sums = self._sums[level]
            self._sums[level] = NOTHING
        if facts["totals"] != sums.named() or facts["perpetual"] != self.perpetual:
            raise _Wrong("totals", f"{level} {which}")
        self._closings.append((level, which))


def parsed(raw: bytes, *, spelling: bool) -> dict[str, Any]:
    """An entry read back. Raises _Wrong unless it is one, and with spelling unless it is spelled
    as it has to be."""
    try:
        text = raw.decode()
        found, end = _decode(text)
    except (ValueError, RecursionError) as error:
        raise _Wrong("spelling", str(error)[:200]) from None
    known = isinstance(found, dict) and found.keys() == _NAMES and found["v"] in FORMATS
    if not known or end != len(text):
        raise _Wrong("spelling", "another shape")
    entry: dict[str, Any] = found
    if spelling and respelled(entry) != text:
        raise _Wrong("spelling", "another spelling")
    return entry


def _no_fraction(text: str) -> Any:
    raise ValueError(f"{text} is no whole number")


_decode = json.JSONDecoder(parse_float=_no_fraction, parse_constant=_no_fraction).raw_decode


def _whole(named: Mapping[str, Any]) -> dict[str, Any]:
    return dict(Totals.of(named).named())


def _check_columns(entry: dict[str, Any], columns: Columns) -> None:
    """Raises _Wrong for a column that says something else than the entry."""
    at = _moment(entry["at"])
    says = Columns(
        entry["seq"],
        entry["kind"],
        entry["document"],
        entry["day"],
        entry["user"]["id"],
        (at - _EPOCH) // _MICROSECOND,
    )
    if says != columns:
        pairs = zip(Columns._fields, says, columns, strict=True)
        raise _Wrong("column", ", ".join(name for name, one, other in pairs if one != other))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
