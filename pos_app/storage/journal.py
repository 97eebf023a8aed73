"""The append-only chain: each till's entries, linked by hash and signed, written in the transaction
of what they record.

An entry is canonical JSON (`domain.journal.canonical`) of: v, till, seq, kind, at (UTC), offset
(minutes east of UTC), day (business date), user, approver (or null), facts, period (totals of the
day, as they are after the entry), perpetual, program, key (fingerprint of who signs), prev (SHA-256
of the entry before, in hex). Its signature is Ed25519 over the same bytes.
"""

import json
import platform
from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from peewee import SQL

from pos_app import __version__
from pos_app.domain.journal import (
    FORMAT,
    NO_PREVIOUS,
    NOTHING,
    Running,
    Totals,
    canonical,
    digest,
    endings,
)
from pos_app.storage.database import Database
from pos_app.storage.fields import from_micros, to_micros
from pos_app.storage.hot import insert_query
from pos_app.storage.keys import SigningKey, load_key
from pos_app.storage.models import JournalEntry, JournalHead, Till
from pos_app.storage.models.journal import entry_id
from pos_app.storage.schema import SCHEMA_VERSION

_VALUE = SQL("?")

_BACKWARDS = 1_000_000
"""Microseconds that a clock may go back by itself, as when a time server keeps it right."""


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
    """Where a till's chain stands; spelled is the till's code as entries have it."""

    till_id: int
    spelled: str
    sequence: int
    hash: str
    key: str
    program: str
    running: Running
    written_at: int


class Journal:
    """The chains of one shop's file. Everything that writes runs inside the caller's
    transaction; begun(till_id) gives the facts of a chain's first entry."""

    def __init__(
        self,
        database: Database,
        key_file: Path,
        begun: Callable[[int], tuple[dict[str, Any], Totals]],
    ) -> None:
        self._database = database
        self._key_file = key_file
        self._begun = begun
        self._heads: dict[int, Head] = {}

    @cached_property
    def key(self) -> SigningKey:
        """What this machine signs with. Raises NoSigningKey."""
        return load_key(self._key_file)

    def prepare(self) -> None:
        """Have the key at hand, before anybody waits for it. Raises NoSigningKey."""
        _ = self.key

    def head(self, till_id: int) -> Head | None:
        """Where a till's chain stands; None where it has not begun."""
        row = self._database.row(self._select_head, (till_id,))
        if row is None:
            return None
        sequence, link, written_at, text = row
        last = json.loads(text)
        period = last["period"]
        running = Running(
            date.fromisoformat(period["day"]), Totals.of(last["perpetual"]), Totals.of(period)
        )
        if last["kind"] == "closing":  # what it closed is over
            day = date.fromisoformat(last["day"])
            running = Running(day, running.perpetual)
        till = canonical(last["till"])
        return Head(
            till_id, till, sequence, link, last["key"], last["program"], running, written_at
        )

    def append(
        self,
        till_id: int,
        kind: str,
        facts: dict[str, Any] | str,
        *,
        user: Person,
        approver: Person | None,
        moment: Moment,
        document: str = "",
        adds: Totals = NOTHING,
    ) -> Head:
        """Write one entry; before it those that the moment asks for: a chain's begin, another key,
        another program, a clock that was set back, the closing of a day, a month or a year.

        facts may be spelled already, as `canonical` would. Returns the new head. Raises
        NoSigningKey.
        """
        writer = _Writer(self, user, approver, moment)
        # What was written last here is still the head, unless another process wrote meanwhile or
        # that was taken back: then nothing is moved on, and the head is read.
        before = self._heads.get(till_id)
        after = None if before is None else writer.follow(before, kind, facts, document, adds)
        if before is None or after is None or not self._move_on(before, after):
            before = self.head(till_id) or writer.begin(till_id)
            after = writer.follow(before, kind, facts, document, adds)
            self._move_on(before, after)
        for values in writer.entries:
            self._database.connection.execute(self._insert_entry, values)
        self._heads[till_id] = after
        return after

    def _move_on(self, before: Head, after: Head) -> bool:
        """Make after the head; False when before is not the head in the file."""
        connection = self._database.connection
        values = (after.sequence, after.hash)
        if not before.sequence:
            connection.execute(self._insert_head, (after.till_id, *values, after.written_at))
            return True
        connection.execute(self._update_head, (*values, after.till_id, before.hash))
        return bool(connection.changes() == 1)

    def closed_since(self, till_id: int, level: str) -> Totals:
        """What the days come to that were closed since a month or a year (level) last was."""
        sums = NOTHING
        for (text,) in self._database.rows(self._select_closings, (till_id,)):
            facts = json.loads(text)["facts"]
            if facts["level"] == level:
                break
            if facts["level"] == "day":
                sums = sums.plus(Totals.of(facts["totals"]))
        return sums

    # --- statements --------------------------------------------------------------------------

    @cached_property
    def _select_head(self) -> str:
        # As `entry_id` puts them together.
        shifted = JournalHead.till * SQL(str(entry_id(1, 0)))
        last = JournalEntry.id == shifted + JournalHead.sequence
        return self._database.compile(
            JournalHead.select(
                JournalHead.sequence, JournalHead.hash, JournalEntry.created_at, JournalEntry.entry
            )
            .join(JournalEntry, on=last)
            .where(JournalHead.till == _VALUE)
        )

    @cached_property
    def _select_closings(self) -> str:
        """(till id) -> entries of closings, the last first."""
        return self._database.compile(
            JournalEntry.select(JournalEntry.entry)
            .where((JournalEntry.kind == SQL("'closing'")) & (JournalEntry.till == _VALUE))
            .order_by(JournalEntry.id.desc())
        )

    @cached_property
    def _update_head(self) -> str:
        changed: dict[Any, Any] = {JournalHead.sequence: _VALUE, JournalHead.hash: _VALUE}
        return self._database.compile(
            JournalHead.update(changed).where(
                (JournalHead.till == _VALUE) & (JournalHead.hash == _VALUE)
            )
        )

    @cached_property
    def _insert_head(self) -> str:
        """(till, sequence, hash, created_at)."""
        return self._database.compile(
            insert_query(JournalHead, *"till sequence hash created_at".split())
        )

    @cached_property
    def _insert_entry(self) -> str:
        """(id, till, sequence, kind, document, business_date, user, entry, signature,
        created_at)."""
        return self._database.compile(
            insert_query(
                JournalEntry,
                *"id till sequence kind document business_date user entry signature".split(),
                "created_at",
            )
        )

    def first_facts(self, till_id: int) -> tuple[dict[str, Any], Totals]:
        """What the books hold of a till when its chain begins, and what that comes to."""
        return self._begun(till_id)

    def till_code(self, till_id: int) -> str:
        """A till's code."""
        query = Till.select(Till.code).where(Till.id == till_id)
        return str(query.scalar(self._database.peewee))


class _Writer:
    """Spells the entries of one moment by one person; entries are rows for `Journal`."""

    __slots__ = ("_approver", "_at", "_journal", "_key", "_moment", "_user", "_user_id", "entries")

    def __init__(
        self, journal: Journal, user: Person, approver: Person | None, moment: Moment
    ) -> None:
        self._journal = journal
        self._key = journal.key
        self._user_id = user.id
        self._user = _spelled(user)
        self._approver = "null" if approver is None else _spelled(approver)
        self._moment = moment
        self._at = to_micros(moment.at)
        self.entries: list[tuple[Any, ...]] = []

    def begin(self, till_id: int) -> Head:
        """A chain that has no entry yet."""
        journal = self._journal
        _, sums = journal.first_facts(till_id)
        till = canonical(journal.till_code(till_id))
        running = Running(self._moment.day, perpetual=sums)
        return Head(till_id, till, 0, NO_PREVIOUS, "", __version__, running, self._at)

    def follow(
        self, head: Head, kind: str, facts: dict[str, Any] | str, document: str, adds: Totals
    ) -> Head:
        """The head after one entry more, and after those that have to come before it."""
        self.entries.clear()
        if head.key != self._key.fingerprint:
            # Another machine goes on with the chain: its own key says so, and what it found.
            head = self._write(
                head._replace(key=self._key.fingerprint), "key", self._key_facts(head.key)
            )
        if head.sequence == 1:
            begun, _ = self._journal.first_facts(head.till_id)
            head = self._write(head, "begin", begun | {"schema": SCHEMA_VERSION})
        if head.program != __version__:
            upgraded = {"from": head.program, "schema": SCHEMA_VERSION, "to": __version__}
            head = self._write(head._replace(program=__version__), "upgrade", upgraded)
        if self._at < head.written_at - _BACKWARDS:
            clocks = {"before": _text(head.written_at), "now": _text(self._at)}
            head = self._write(head, "clock_set_back", clocks)
        if self._moment.day != head.running.day_of:
            head = self._close(head)
        if adds is not NOTHING:
            head = head._replace(running=head.running.add(adds))
        return self._write(head, kind, facts, document)

    def _key_facts(self, before: str) -> dict[str, Any]:
        return {
            "before": before,
            "fingerprint": self._key.fingerprint,
            "machine": platform.node(),
            "public_key": self._key.public.hex(),
        }

    def _close(self, head: Head) -> Head:
        """Close what the new day ends: the day, and with it perhaps its month and its year."""
        running, day = head.running, self._moment.day
        for level, which in endings(running.day_of, day):
            sums = running.day
            if level != "day":
                sums = sums.plus(self._journal.closed_since(head.till_id, level))
            perpetual = running.perpetual.named()
            facts = {"level": level, "of": which, "perpetual": perpetual, "totals": sums.named()}
            # A closing still carries the totals of the day that it closes.
            head = self._write(head, "closing", facts)
        return head._replace(running=Running(day, running.perpetual))

    def _write(
        self, head: Head, kind: str, facts: dict[str, Any] | str, document: str = ""
    ) -> Head:
        """The head after one entry behind it."""
        moment, running = self._moment, head.running
        day, period = moment.day.isoformat(), running.day
        sequence = head.sequence + 1
        told = facts if isinstance(facts, str) else canonical(facts)
        # As `canonical` would spell it; put together by hand since every sale waits for it.
        entry = (
            f'{{"approver":{self._approver},"at":"{_text(self._at)}","day":"{day}",'
            f'"facts":{told},"key":"{head.key}","kind":"{kind}",'
            f'"offset":{moment.offset},"period":{{"cancellations":{period.cancellations},'
            f'"cancelled":{period.cancelled},"day":"{running.day_of}",'
            f'"refunded":{period.refunded},"refunds":{period.refunds},"sales":{period.sales},'
            f'"sold":{period.sold}}},"perpetual":{_named(running.perpetual)},"prev":"{head.hash}",'
            f'"program":"{head.program}","seq":{sequence},"till":{head.spelled},'
            f'"user":{self._user},"v":{FORMAT}}}'
        )
        raw = entry.encode()
        self.entries.append(
            (
                entry_id(head.till_id, sequence),
                head.till_id,
                sequence,
                kind,
                document,
                day,
                self._user_id,
                entry,
                self._key.sign(raw),
                self._at,
            )
        )
        return Head(
            head.till_id,
            head.spelled,
            sequence,
            digest(raw),
            head.key,
            head.program,
            running,
            self._at,
        )


@lru_cache(maxsize=256)
def _spelled(person: Person) -> str:
    return canonical(person.named())


def _named(sums: Totals) -> str:
    return (
        f'{{"cancellations":{sums.cancellations},"cancelled":{sums.cancelled},'
        f'"refunded":{sums.refunded},"refunds":{sums.refunds},"sales":{sums.sales},'
        f'"sold":{sums.sold}}}'
    )


def _text(micros: int) -> str:
    """A moment as entries spell it: always with six decimals."""
    return from_micros(micros).isoformat(timespec="microseconds")[:-6] + "Z"
