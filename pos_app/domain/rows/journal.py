"""The journal as it is shown, verified and given away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a till's chain stands or stood: its code, the sequence and the SHA-256 (hex) of an
    entry, and the fingerprint of the key that signed it."""

    till: str
    sequence: int
    hash: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An entry in a list. at is UTC, day the business date, user and approver ("" for none) are
    names, document the number of what it is about ("" for nothing), amount minor units where the
    entry has one sum to show. behind is for the next page: where each chain stands there."""

    till: str
    sequence: int
    kind: str
    at: datetime
    day: date
    user: str
    approver: str
    document: str
    amount: int | None
    behind: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class JournalEntryDetail:
    """One entry with all it says: facts as they were written, period and perpetual totals after it
    by name, offset in minutes east of UTC. origin is the system's user where the terminal acted.
    key is the fingerprint of who signed, signature_good whether the signature is that key's, hash
    the entry's own SHA-256 and previous that of the entry before (hex)."""

    till: str
    sequence: int
    kind: str
    at: datetime
    offset: int
    day: date
    user: str
    username: str
    origin: str
    approver: str
    document: str
    facts: Mapping[str, Any]
    period: Mapping[str, Any]
    perpetual: Mapping[str, int]
    program: str
    key: str
    hash: str
    previous: str
    signature_good: bool


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signed entries: public_key is its 32 bytes in hex, machine where it was made, own
    whether it is this machine's own."""

    fingerprint: str
    public_key: str
    machine: str
    own: bool


@dataclass(frozen=True, slots=True)
class JournalFault:
    """The first bad entry of a till's chain, and what is wrong with it.

    kind is "edited", "signature", "rechained", "deleted", "swapped", "inserted", "cut", "column",
    "spelling", "order", "link", "till", "key", "totals", "closing", "clock", "head", "anchor",
    "books" (the till's documents come to something else), "missing" or "archive" (its file has
    another hash than its manifest says); detail says more where there is more to say. till is ""
    where no chain is meant.
    """

    till: str
    sequence: int
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class JournalNote:
    """What whoever verifies should know and is no fault: kind is "machine" (another machine went
    on with the chain), "rotated" (its key was changed), "vouched" (entries up to this one are
    signed by a key that is not known here, and stand by the hash of the next), "clock", "restore",
    "head" (what was kept of the chain's end was lost, and was made anew), "no_key" (none is known:
    each was held against the keys in the file itself) or "open_key" (others may read the file of
    this machine's key)."""

    till: str
    sequence: int
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class JournalReport:
    """What verifying found: how many entries there are, faults (none: all is well), the keys that
    signed, where each chain that is whole ends, and notes. signatures says whether each one was
    looked at."""

    entries: int
    faults: tuple[JournalFault, ...]
    keys: tuple[PublicKey, ...]
    heads: tuple[Anchor, ...]
    notes: tuple[JournalNote, ...]
    signatures: bool = True
