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
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

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
)
from pos_app.storage.database import Database
from pos_app.storage.fields import to_micros
from pos_app.storage.hot import insert_query
from pos_app.storage.keys import SigningKey, load_key
from pos_app.storage.models import JournalEntry, JournalHead, Till
from pos_app.storage.schema import SCHEMA_VERSION

_VALUE = SQL("?")

_BACKWARDS = 1_000_000
"""Microseconds that a clock may go back by itself, as when a time server keeps it right."""


@dataclass(frozen=True, slots=True)
class Person:
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


@dataclass(frozen=True, slots=True)
class Moment:
    """When an entry is written: at in UTC, offset of the shop's clock in minutes east of it, and
    the shop's business date."""

    at: datetime
    offset: int
    day: date


@dataclass(slots=True)
class Head:
    """Where a till's chain stands."""

    till_id: int
    till: str
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

    @cached_property
    def key(self) -> SigningKey:
        """What this machine signs with. Raises NoSigningKey."""
        return load_key(self._key_file)

    def head(self, till_id: int) -> Head | None:
        """Where a till's chain stands; None where it has not begun."""
        row = self._database.row(self._select_head, (till_id,))
        if row is None or row[1] is None:
            return None
        till, sequence, link, key, program, day, totals, written_at = row
        sums = (Totals(*numbers) for numbers in json.loads(totals))
        running = Running(date.fromisoformat(day), *sums)
        return Head(till_id, till, sequence, link, key, program, running, written_at)

    def append(
        self,
        till_id: int,
        kind: str,
        facts: dict[str, Any],
        *,
        user: Person,
        approver: Person | None,
        moment: Moment,
        document: str = "",
        adds: Totals = NOTHING,
    ) -> Head:
        """Write one entry; before it those that the moment asks for: a chain's begin, another key,
        another program, a clock that was set back, the closing of a day, a month or a year.

        Returns the new head. Raises NoSigningKey.
        """
        writer = _Writer(self, user, approver, moment)
        head = self.head(till_id)
        if head is None:
            head = writer.begin(till_id)
        elif head.key != self.key.fingerprint:
            writer.change_key(head)
        if head.program != __version__:
            facts_of_upgrade = {"from": head.program, "schema": SCHEMA_VERSION, "to": __version__}
            head.program = __version__
            writer.write(head, "upgrade", facts_of_upgrade)
        at = to_micros(moment.at)
        if at < head.written_at - _BACKWARDS:
            writer.write(
                head, "clock_set_back", {"before": _text(head.written_at), "now": _text(at)}
            )
        if moment.day != head.running.day_of:
            writer.close(head)
        if adds is not NOTHING:
            head.running = head.running.add(adds)
        writer.write(head, kind, facts, document)
        self._database.connection.execute(
            self._update_head,
            (
                head.sequence,
                head.hash,
                head.key,
                head.program,
                head.running.day_of.isoformat(),
                _kept(head.running),
                head.written_at,
                till_id,
            ),
        )
        return head

    # --- statements --------------------------------------------------------------------------

    @cached_property
    def _select_head(self) -> str:
        return self._database.compile(
            JournalHead.select(
                Till.code,
                JournalHead.sequence,
                JournalHead.hash,
                JournalHead.key,
                JournalHead.program,
                JournalHead.business_date,
                JournalHead.totals,
                JournalHead.written_at,
            )
            .join(Till)
            .where(JournalHead.till == _VALUE)
        )

    @cached_property
    def _update_head(self) -> str:
        names = ("sequence", "hash", "key", "program", "business_date", "totals", "written_at")
        changed: dict[Any, Any] = {getattr(JournalHead, name): _VALUE for name in names}
        return self._database.compile(JournalHead.update(changed).where(JournalHead.till == _VALUE))

    @cached_property
    def insert_head(self) -> str:
        """(till, sequence, hash, key, program, business_date, totals, written_at, created_at)."""
        return self._database.compile(
            insert_query(
                JournalHead,
                *"till sequence hash key program business_date totals written_at".split(),
                "created_at",
            )
        )

    @cached_property
    def insert_entry(self) -> str:
        """(till, sequence, kind, document, business_date, user, entry, signature, created_at)."""
        return self._database.compile(
            insert_query(
                JournalEntry,
                *"till sequence kind document business_date user entry signature".split(),
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

    def put(self, sql: str, values: tuple[Any, ...]) -> None:
        """Run a writing statement."""
        self._database.connection.execute(sql, values)


class _Writer:
    """Writes the entries of one moment by one person."""

    __slots__ = ("_approver", "_journal", "_moment", "_user", "_user_id")

    def __init__(
        self, journal: Journal, user: Person, approver: Person | None, moment: Moment
    ) -> None:
        self._journal = journal
        self._user_id = user.id
        self._user = canonical(user.named())
        self._approver = "null" if approver is None else canonical(approver.named())
        self._moment = moment

    def begin(self, till_id: int) -> Head:
        """The first entries of a chain: the key that signs it, and what the books held before."""
        journal, moment = self._journal, self._moment
        facts, sums = journal.first_facts(till_id)
        till, at = journal.till_code(till_id), to_micros(moment.at)
        running = Running(moment.day, perpetual=sums)
        head = Head(
            till_id, till, 0, NO_PREVIOUS, journal.key.fingerprint, __version__, running, at
        )
        self.write(head, "key", self._key_facts(""))
        self.write(head, "begin", facts | {"schema": SCHEMA_VERSION})
        values = (head.sequence, head.hash, head.key, head.program, moment.day.isoformat())
        journal.put(journal.insert_head, (till_id, *values, _kept(running), at, at))
        return head

    def change_key(self, head: Head) -> None:
        """Another machine goes on with the chain: its own key says so, and what it found."""
        before, head.key = head.key, self._journal.key.fingerprint
        self.write(head, "key", self._key_facts(before))

    def _key_facts(self, before: str) -> dict[str, Any]:
        key = self._journal.key
        return {
            "before": before,
            "fingerprint": key.fingerprint,
            "machine": platform.node(),
            "public_key": key.public.hex(),
        }

    def close(self, head: Head) -> None:
        """Close what the new day ends: the day, and with it perhaps its month and its year."""
        day = self._moment.day
        for level, which, sums in head.running.endings(day):
            # The closing itself still belongs to the period that it closes.
            perpetual = head.running.perpetual.named()
            facts = {"level": level, "of": which, "perpetual": perpetual, "totals": sums.named()}
            self.write(head, "closing", facts)
            head.running = head.running.ended(level)
        head.running = head.running.on(day)

    def write(self, head: Head, kind: str, facts: dict[str, Any], document: str = "") -> None:
        """Write one entry behind the head, and move the head on."""
        journal, moment = self._journal, self._moment
        at, running = to_micros(moment.at), head.running
        day = moment.day.isoformat()
        period = running.day
        sequence = head.sequence + 1
        # As `canonical` would spell it; put together by hand since every sale waits for it.
        entry = (
            f'{{"approver":{self._approver},"at":"{_text(at)}","day":"{day}",'
            f'"facts":{canonical(facts)},"key":"{head.key}","kind":"{kind}",'
            f'"offset":{moment.offset},"period":{{"cancellations":{period.cancellations},'
            f'"cancelled":{period.cancelled},"day":"{running.day_of}",'
            f'"refunded":{period.refunded},"refunds":{period.refunds},"sales":{period.sales},'
            f'"sold":{period.sold}}},"perpetual":{_named(running.perpetual)},"prev":"{head.hash}",'
            f'"program":"{head.program}","seq":{sequence},"till":{canonical(head.till)},'
            f'"user":{self._user},"v":{FORMAT}}}'
        )
        raw = entry.encode()
        signature = journal.key.sign(raw)
        journal.put(
            journal.insert_entry,
            (head.till_id, sequence, kind, document, day, self._user_id, entry, signature, at),
        )
        head.sequence, head.hash, head.written_at = sequence, digest(raw), at


def _named(sums: Totals) -> str:
    return (
        f'{{"cancellations":{sums.cancellations},"cancelled":{sums.cancelled},'
        f'"refunded":{sums.refunded},"refunds":{sums.refunds},"sales":{sums.sales},'
        f'"sold":{sums.sold}}}'
    )


def _kept(running: Running) -> str:
    sums = (running.perpetual, running.day, running.month, running.year)
    return "[" + ",".join(f"[{','.join(map(str, each.numbers()))}]" for each in sums) + "]"


def _text(micros: int) -> str:
    """A moment as entries spell it: always with six decimals."""
    seconds, rest = divmod(micros, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:06}Z"
