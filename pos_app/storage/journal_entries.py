"""The entries of a chain, as they are spelled and signed.

An entry is canonical JSON (`domain.journal.canonical`) of: v, till, seq, kind, at (UTC), offset
(minutes east of UTC), day (business date), document (the number of the receipt or report it is
about, or ""), user, approver (or null), facts, period (totals of the day, as they are after the
entry), perpetual, program, key (fingerprint of who signs), prev (SHA-256 of the entry before, in
hex). Its signature is Ed25519 over the SHA-256 of the same bytes (`domain.journal.signed_part`).

An entry of the kind "key" says which key signs from then on: public_key and fingerprint, and
before, the fingerprint of the one until then. Signed by that one it is a change of keys, signed by
the new one itself a change of machines.
"""

import hashlib
import platform
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from pos_app import __version__
from pos_app.domain.journal import FORMAT, NOTHING, Running, Totals, canonical, endings
from pos_app.storage.fields import from_micros, to_micros
from pos_app.storage.keys import SigningKey
from pos_app.storage.models.journal import entry_id
from pos_app.storage.schema import SCHEMA_VERSION

_BACKWARDS = 1_000_000
"""Microseconds that a clock may go back by itself, as when a time server keeps it right."""

Closed = Callable[[int, str], Totals]
"""(till id, level): what the days come to that were closed since a month or a year last was."""


class Person(NamedTuple):
    """Who stands in an entry: by name too, since ids alone say nothing to whoever reads it.
    origin is the system's user where the terminal acts."""

    id: int
    username: str
    name: str
    origin: str = ""

    def named(self) -> dict[str, Any]:
        """As they stand in an entry."""
        named = {"id": self.id, "name": self.name, "username": self.username}
        return named | {"origin": self.origin} if self.origin else named


class Moment(NamedTuple):
    """When an entry is written: at in UTC, offset of the shop's clock in minutes east of it, and
    the shop's business date."""

    at: datetime
    offset: int
    day: date


class Head(NamedTuple):
    """Where a till's chain stands; spelled is the till's code as entries have it, begun what a
    chain without entries has to begin with, lost what was kept of its end where that is another."""

    till_id: int
    spelled: str
    sequence: int
    hash: str
    signature: bytes
    key: str
    program: str
    schema: int
    running: Running
    written_at: int
    begun: dict[str, Any] | None = None
    lost: dict[str, Any] | None = None


Entry = tuple[Any, ...]
"""A row of the journal: id, till, sequence, kind, document, business date, user, entry, signature
and when it was written."""


def goes_on(head: Head, key: SigningKey, moment: Moment) -> bool:
    """Whether an entry of this moment may stand right behind a head, and needs none before it."""
    return (
        head.key == key.fingerprint
        and head.running.day_of == moment.day
        and head.written_at - _BACKWARDS <= to_micros(moment.at)
        and head.schema == SCHEMA_VERSION
        and head.program == __version__
        and head.begun is None
        and head.lost is None
    )


def spell_entry(
    head: Head,
    running: Running,
    key: SigningKey,
    kind: str,
    told: str,
    document: str,
    user: Person,
    approver: Person | None,
    moment: Moment,
) -> tuple[Head, Entry]:
    """One entry behind a head, and the head after it; told are the facts as `canonical` spells
    them, running the totals as they are then."""
    at, offset, today = moment
    day, sequence, micros = today.isoformat(), head.sequence + 1, to_micros(at)
    day_of, perpetual, period = running
    # As `canonical` would spell it; put together by hand since every sale waits for it.
    entry = (
        f'{{"approver":{"null" if approver is None else _spelled(approver)},'
        f'"at":"{_spelled_at(at)}","day":"{day}","document":{encode_basestring(document)},'
        f'"facts":{told},"key":"{head.key}","kind":"{kind}","offset":{offset},'
        f'"period":{{"cancellations":{period[0]},"cancelled":{period[1]},"day":"{day_of}",'
        f'"refunded":{period[2]},"refunds":{period[3]},"sales":{period[4]},"sold":{period[5]}}},'
        f'"perpetual":{{"cancellations":{perpetual[0]},"cancelled":{perpetual[1]},'
        f'"refunded":{perpetual[2]},"refunds":{perpetual[3]},"sales":{perpetual[4]},'
        f'"sold":{perpetual[5]}}},"prev":"{head.hash}",'
        f'"program":"{head.program}","seq":{sequence},"till":{head.spelled},'
        f'"user":{_spelled(user)},"v":{FORMAT}}}'
    )
    hashed = hashlib.sha256(entry.encode())
    till_id, spelled, link = head.till_id, head.spelled, hashed.hexdigest()
    signature = key.sign(hashed.digest())
    place = entry_id(till_id, sequence)
    row = (place, till_id, sequence, kind, document, day, user.id, entry, signature, micros)
    signed_by = head.key, head.program, head.schema
    after = Head(till_id, spelled, sequence, link, signature, *signed_by, running, micros)
    return after, row


class EntryWriter:
    """Spells the entries of one moment by one person, with those that have to come before them;
    entries are rows for `Journal`."""

    def __init__(
        self,
        key: SigningKey,
        user: Person,
        approver: Person | None,
        moment: Moment,
        closed: Closed,
    ) -> None:
        self._key = key
        self._people = user, approver
        self._moment = moment
        self._closed = closed
        self.entries: list[Entry] = []

    def follow(
        self,
        head: Head,
        kind: str,
        facts: dict[str, Any] | str,
        document: str = "",
        adds: Totals = NOTHING,
    ) -> Head:
        """The head after one entry more, and after those that have to come before it."""
        self.entries.clear()
        head = self._prepare(head)
        if self._moment.day != head.running.day_of:
            head = self._close(head)
        return self._write(head, kind, facts, document, head.running.add(adds))

    def begin(self, head: Head) -> Head:
        """The head of a chain that only begins."""
        self.entries.clear()
        return self._prepare(head)

    def change_key(self, head: Head, new: SigningKey) -> Head:
        """The head after an entry by which the key that signs makes place for a new one."""
        return self.follow(head, "key", key_facts(new, self._key.fingerprint))._replace(
            key=new.fingerprint
        )

    def _prepare(self, head: Head) -> Head:
        """The head after what has to be said before anything else."""
        begun, written_at, lost = head.begun, head.written_at, head.lost
        if head.key != self._key.fingerprint:
            # Another machine goes on with the chain: its own key says so, and what it found.
            told = key_facts(self._key, head.key)
            head = self._write(head._replace(key=self._key.fingerprint), "key", told)
        if begun is not None:
            before = head.running.perpetual.named()
            told = {**begun, "before": before, "schema": head.schema}
            head = self._write(head, "begin", told)
        if head.program != __version__ or head.schema != SCHEMA_VERSION:
            told = {
                "from": head.program,
                "schema": {"from": head.schema, "to": SCHEMA_VERSION},
                "to": __version__,
            }
            head = head._replace(program=__version__, schema=SCHEMA_VERSION)
            head = self._write(head, "upgrade", told)
        if lost is not None:
            head = self._write(head, "head_mended", lost)
        at = self._moment.at
        if to_micros(at) < written_at - _BACKWARDS:
            clocks = {"before": _spelled_at(from_micros(written_at)), "now": _spelled_at(at)}
            head = self._write(head, "clock_set_back", clocks)
        return head

    def _close(self, head: Head) -> Head:
        """Close what the new day ends: the day, and with it perhaps its month and its year."""
        running, day = head.running, self._moment.day
        for level, which in endings(running.day_of, day):
            sums = running.day
            if level != "day":
                sums = sums.plus(self._closed(head.till_id, level))
            perpetual = running.perpetual.named()
            facts = {"level": level, "of": which, "perpetual": perpetual, "totals": sums.named()}
            # A closing still carries the totals of the day that it closes.
            head = self._write(head, "closing", facts)
        return head._replace(running=Running(day, running.perpetual))

    def _write(
        self,
        head: Head,
        kind: str,
        facts: dict[str, Any] | str,
        document: str = "",
        running: Running | None = None,
    ) -> Head:
        """The head after one entry behind it; running are the totals as they are then."""
        told = facts if isinstance(facts, str) else canonical(facts)
        running = running or head.running
        after, row = spell_entry(
            head, running, self._key, kind, told, document, *self._people, self._moment
        )
        self.entries.append(row)
        return after


def key_facts(key: SigningKey, before: str) -> dict[str, Any]:
    """What an entry says of a key that signs from then on; before is the one until then."""
    return {
        "before": before,
        "fingerprint": key.fingerprint,
        "machine": platform.node(),
        "public_key": key.public.hex(),
    }


@lru_cache(maxsize=256)
def _spelled(person: Person) -> str:
    return canonical(person.named())


def _spelled_at(at: datetime) -> str:
    """A moment as entries spell it: always with six decimals."""
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    # Without a fraction isoformat would leave it out; asking it not to takes twice as long.
    return f"{utc.isoformat()[:-6]}{'' if utc.microsecond else '.000000'}Z"
