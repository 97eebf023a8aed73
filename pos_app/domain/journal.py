"""The journal's entries as plain data: their one spelling in bytes, and the totals they carry."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from operator import sub
from typing import Any, NamedTuple

FORMAT = 2
"""The number of the entries' shape; stands in each as "v"."""

FORMATS = (1, FORMAT)
"""Those that a chain may hold."""

NO_PREVIOUS = "0" * 64
"""What the first entry of a chain links to."""

_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def canonical(value: Any) -> str:
    """The one way an entry, or a part of it, is spelled: JSON with sorted keys, without spaces,
    every letter as itself (UTF-8), whole numbers only. Raises TypeError for a float, for a key that
    is no text, and for what JSON can't say."""
    _check_whole(value)
    return _encode(value)


def respelled(value: Any) -> str:
    """As canonical, for what was read from JSON without a float in it: nothing is looked at."""
    return _encode(value)


def _check_whole(value: Any) -> None:
    """Raises TypeError for what would be spelled in another way once it was read back."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key of the journal is a text, not {key!r}")
            _check_whole(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _check_whole(each)
    elif isinstance(value, float):
        raise TypeError(f"the journal holds whole numbers, not {value!r}")


def digest(entry: str | bytes) -> str:
    """SHA-256 of an entry's bytes in hex: what the next one links to. Raises UnicodeEncodeError."""
    return hashlib.sha256(entry.encode() if isinstance(entry, str) else entry).hexdigest()


def signed_part(entry: bytes) -> bytes:
    """What an entry's signature is of: the 32 bytes of its SHA-256, which are at hand for the link
    and cost the same for a sale of any length. In the first shape it was the entry itself."""
    # The keys are sorted: "v" is the last of them.
    return entry if entry.endswith(b',"v":1}') else hashlib.sha256(entry).digest()


def fingerprint(public_key: bytes) -> str:
    """How a key is called: the first 16 hex digits of the SHA-256 of its 32 raw bytes."""
    return hashlib.sha256(public_key).hexdigest()[:16]


class Totals(NamedTuple):
    """What documents came to, in minor units, and how many there were: sales (placed orders too),
    refunds (returns, voids, exchanges) and orders that were cancelled. None is ever taken off
    another."""

    cancellations: int = 0
    cancelled: int = 0
    refunded: int = 0
    refunds: int = 0
    sales: int = 0
    sold: int = 0

    def plus(self, other: "Totals") -> "Totals":
        """The sums of both."""
        # Written out: every sale adds to two of these.
        return Totals(
            self[0] + other[0],
            self[1] + other[1],
            self[2] + other[2],
            self[3] + other[3],
            self[4] + other[4],
            self[5] + other[5],
        )

    def less(self, other: "Totals") -> "Totals":
        """What is left without the other."""
        return Totals(*map(sub, self, other))

    def named(self) -> dict[str, int]:
        """As they stand in an entry."""
        return self._asdict()

    @classmethod
    def of(cls, named: Mapping[str, int]) -> "Totals":
        """Read back from an entry; what else stands there is left out."""
        return cls(*(int(named[name]) for name in cls._fields))


NOTHING = Totals()


class Running(NamedTuple):
    """A chain's totals: perpetual ones, and those of the day that is not closed yet."""

    day_of: date
    perpetual: Totals = NOTHING
    day: Totals = NOTHING

    def add(self, more: Totals) -> "Running":
        """With one document more."""
        if more is NOTHING:
            return self
        return Running(self.day_of, self.perpetual.plus(more), self.day.plus(more))


def endings(before: date, day: date) -> tuple[tuple[str, str], ...]:
    """What ends when an entry of another day comes: level ("day", "month", "year") and which one
    ("2026-11-25", "2026-11", "2026"). A clock that was set back ends a day too: the same day may
    then be closed twice, in two parts."""
    if day == before:
        return ()
    ended = [("day", before.isoformat())]
    if (day.year, day.month) != (before.year, before.month):
        ended.append(("month", before.isoformat()[:7]))
    if day.year != before.year:
        ended.append(("year", before.isoformat()[:4]))
    return tuple(ended)
