"""The append-only chain: each till's entries, linked by hash and signed, written in the transaction
of what they record. What an entry looks like stands in `storage.journal_entries`."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from peewee import JOIN, SQL

from pos_app import __version__
from pos_app.domain.errors import ShopDamaged
from pos_app.domain.journal import NO_PREVIOUS, NOTHING, Running, Totals, canonical, digest
from pos_app.storage.database import Database
from pos_app.storage.fields import to_micros
from pos_app.storage.hot import insert_query
from pos_app.storage.journal_entries import (
    Entry,
    EntryWriter,
    Head,
    Moment,
    Person,
    goes_on,
    spell_entry,
)
from pos_app.storage.keys import SigningKey, load_key, make_key, replace_key
from pos_app.storage.models import JournalEntry, JournalHead, Till
from pos_app.storage.models.journal import entry_id
from pos_app.storage.schema import SCHEMA_VERSION

__all__ = ["Begun", "Head", "Journal", "Moment", "Person"]

_VALUE = SQL("?")

Begun = Callable[[int], tuple[dict[str, Any], Totals]]
"""(till id): what a chain's first entries say beside the totals of the till's books, and those."""


class Journal:
    """The chains of one shop's file. Everything that writes runs inside the caller's
    transaction."""

    def __init__(self, database: Database, key_file: Path, begun: Begun) -> None:
        self._database = database
        self.key_file = key_file
        self._begun = begun
        self._key: SigningKey | None = None
        self._heads: dict[int, Head] = {}

    @property
    def key(self) -> SigningKey:
        """What this machine signs with. Raises NoSigningKey."""
        if self._key is None:
            self._key = load_key(self.key_file)
        return self._key

    def prepare(self) -> None:
        """Have the key at hand, before anybody waits for it. Raises NoSigningKey."""
        _ = self.key

    def head(self, till_id: int, numbered: int = 0) -> Head | None:
        """Where a till's chain stands; None where it has not begun. It stands where its last entry
        is: lost is set where what is kept of that says something else. numbered says how many sales
        have a number by now whose entry is still to come. Raises ShopDamaged for an entry that
        can't be read."""
        ids = entry_id(till_id, 0), entry_id(till_id + 1, 0)
        try:
            row = self._database.row(self._select_last, ids)
        except UnicodeDecodeError as error:
            detail = "the journal's last entry is no text"
            raise ShopDamaged(self._database.path, detail) from error
        if row is None:
            return None
        sequence, written_at, text, signature, kept_sequence, kept_hash = row
        link = digest(text)
        try:
            lost = self._lost(till_id, sequence, link, (kept_sequence, kept_hash), numbered)
            last = json.loads(text)
            period = last["period"]
            running = Running(
                date.fromisoformat(period["day"]), Totals.of(last["perpetual"]), Totals.of(period)
            )
            # Another process may have changed the key just now.
            key = last["facts"]["fingerprint"] if last["kind"] == "key" else last["key"]
            return Head(
                till_id,
                canonical(last["till"]),
                sequence,
                link,
                signature,
                key,
                last["program"],
                self._schema_of(till_id),
                running,
                written_at,
                lost=lost,
            )
        except (ValueError, KeyError, TypeError) as error:
            detail = f"the journal's entry {sequence} can't be read"
            raise ShopDamaged(self._database.path, detail) from error

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

        facts may be spelled already, as `canonical` would; adds is what the books already hold of
        what is recorded. Returns the new head. Raises NoSigningKey.
        """
        # What was written last here is still the head, unless another process wrote meanwhile,
        # that was taken back, or a backup took its place: then the head is read.
        before, key = self._heads.pop(till_id, None), self.key
        if before is not None and goes_on(before, key, moment) and self._is_last(before):
            told = facts if isinstance(facts, str) else canonical(facts)
            running = before.running.add(adds)
            after, row = spell_entry(
                before, running, key, kind, told, document, user, approver, moment
            )
            return self._keep((row,), after)
        before = self.head(till_id, int(kind == "sale")) or self._beginning(till_id, moment, adds)
        self._keep_up(before)
        if not before.sequence:
            self._begin_others(till_id, user, approver, moment)
        writer = EntryWriter(self.key, user, approver, moment, self.closed_since)
        after = writer.follow(before, kind, facts, document, adds)
        return self._keep(writer.entries, after)

    def change_key(self, *, user: Person, approver: Person | None, moment: Moment) -> SigningKey:
        """Make a new key for this machine; in each chain that the old one signs an entry says so.
        The new key's file takes the old one's place at once. Raises NoSigningKey."""
        new = make_key()
        for (till_id,) in self._database.rows(self._select_tills):
            before = self.head(till_id)
            if before is None:
                continue
            self._keep_up(before)
            if before.key == self.key.fingerprint:
                writer = EntryWriter(self.key, user, approver, moment, self.closed_since)
                after = writer.change_key(before, new)
                self._keep(writer.entries, after)
        replace_key(self.key_file, new)
        self._key = new
        return new

    def _keep(self, entries: Sequence[Entry], after: Head) -> Head:
        """Write what was spelled, which ends in after."""
        execute, insert = self._database.connection.execute, self._insert_entry
        for row in entries:
            execute(insert, row)
        if len(entries) > 1 or entries[0][3] != "sale":
            execute(self._put_head, (after.till_id, after.sequence, after.hash, after.written_at))
        self._heads[after.till_id] = after
        return after

    def _keep_up(self, head: Head) -> None:
        """Have at hand what this machine signs with now: where another key signed last, or none,
        another process may have changed it. Raises NoSigningKey."""
        if head.key != self.key.fingerprint:
            self._key = load_key(self.key_file)

    def _is_last(self, head: Head) -> bool:
        """Whether the till's chain still ends with the very entry that the head is of."""
        last = self._database.row(self._select_end, (entry_id(head.till_id + 1, 0),))
        return last == (entry_id(head.till_id, head.sequence), head.signature)

    def _lost(
        self,
        till_id: int,
        sequence: int,
        link: str,
        kept: tuple[int | None, str | None],
        numbered: int,
    ) -> dict[str, Any] | None:
        """What is kept of a chain's end where it does not lead to its last entry; None where it
        does. It is kept of every entry but sales: the till counts those."""
        number = Till.select(Till.last_number).where(Till.id == till_id)
        last_number = (number.scalar(self._database.peewee) or 0) - numbered
        told = self._last_number_told(till_id, sequence)
        if told >= last_number and self._leads_to(till_id, sequence, link, *kept):
            return None
        if kept[0] is None:
            return {"kept": None, "last": sequence}
        known = {"hash": kept[1], "number": last_number, "sequence": kept[0]}
        return {"kept": known, "last": sequence}

    def _last_number_told(self, till_id: int, sequence: int) -> int:
        """The number of the last sale that a chain tells of; 0 where somebody broke what tells it:
        who verifies the chain names that, and the till sells on."""
        ids = entry_id(till_id, 0), entry_id(till_id, sequence)
        row = self._database.row(self._select_last_sale, ids)
        if row is None:
            return 0
        kind, document, text = row
        try:
            if kind == "sale":
                return int(document.rpartition(b"-")[2])
            return int(json.loads(text)["facts"]["before"]["sales"])
        except (ValueError, KeyError, TypeError):
            return 0

    def _leads_to(
        self, till_id: int, sequence: int, link: str, kept: int | None, kept_hash: str | None
    ) -> bool:
        if kept is None or kept >= sequence:
            return (kept, kept_hash) == (sequence, link)
        first, last = entry_id(till_id, kept), entry_id(till_id, sequence)
        row = self._database.row(self._select_bytes, (first,))
        return (
            row is not None
            and digest(row[0]) == kept_hash
            and self._database.row(self._select_no_sale, (first, last)) is None
        )

    def _beginning(self, till_id: int, moment: Moment, adds: Totals) -> Head:
        """Where a chain stands that has no entry yet: the till's books, without what its first
        entry adds."""
        begun, sums = self._begun(till_id)
        running = Running(moment.day, perpetual=sums.less(adds))
        code = Till.select(Till.code).where(Till.id == till_id).scalar(self._database.peewee)
        return Head(
            till_id,
            canonical(str(code)),
            0,
            NO_PREVIOUS,
            b"",
            "",
            __version__,
            SCHEMA_VERSION,
            running,
            to_micros(moment.at),
            begun,
            self._kept_of_none(till_id),
        )

    def _kept_of_none(self, till_id: int) -> dict[str, Any] | None:
        """What is kept of the end of a chain that has no entry left."""
        kept = JournalHead.select(JournalHead.sequence, JournalHead.hash)
        row: Any = kept.where(JournalHead.till == till_id).tuples().first(self._database.peewee)
        return None if row is None else {"kept": {"hash": row[1], "sequence": row[0]}, "last": 0}

    def _begin_others(
        self, till_id: int, user: Person, approver: Person | None, moment: Moment
    ) -> None:
        """With the first chain of a shop those of its other tills begin that sold before: from
        then on whatever has no entry has lost it."""
        if self._database.row(self._select_tills) is not None:
            return
        for (other,) in self._database.rows(self._select_sold, (till_id,)):
            writer = EntryWriter(self.key, user, approver, moment, self.closed_since)
            after = writer.begin(self._beginning(other, moment, NOTHING))
            self._keep(writer.entries, after)

    def _schema_of(self, till_id: int) -> int:
        """The schema that a chain was last told of."""
        row = self._database.row(self._select_schema, (till_id,))
        if row is None:  # a chain that somebody cut: who verifies it says so
            return SCHEMA_VERSION
        told = json.loads(row[0])["facts"]["schema"]
        return int(told["to"] if isinstance(told, dict) else told)

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
    def _select_last(self) -> str:
        """(ids from, to) -> the last entry between them, and what is kept of where it is."""
        ids = (JournalEntry.id > _VALUE) & (JournalEntry.id < _VALUE)
        return self._database.compile(
            JournalEntry.select(
                JournalEntry.sequence,
                JournalEntry.created_at,
                JournalEntry.entry,
                JournalEntry.signature,
                JournalHead.sequence,
                JournalHead.hash,
            )
            .join(JournalHead, JOIN.LEFT_OUTER, on=JournalHead.till == JournalEntry.till)
            .where(ids)
            .order_by(JournalEntry.id.desc())
            .limit(SQL("1"))
        )

    @cached_property
    def _select_end(self) -> str:
        """(id) -> the id and the signature of the last entry before it."""
        return self._database.compile(
            JournalEntry.select(JournalEntry.id, JournalEntry.signature)
            .where(JournalEntry.id < _VALUE)
            .order_by(JournalEntry.id.desc())
            .limit(SQL("1"))
        )

    @cached_property
    def _select_bytes(self) -> str:
        """(id) -> an entry's bytes, whatever they are."""
        entry = JournalEntry.entry.cast("BLOB")
        return self._database.compile(JournalEntry.select(entry).where(JournalEntry.id == _VALUE))

    @cached_property
    def _select_last_sale(self) -> str:
        """(id before, last id) -> kind, and document and entry as bytes, whatever they are, of the
        last sale between them, or of the chain's begin."""
        ids = (JournalEntry.id > _VALUE) & (JournalEntry.id <= _VALUE)
        # Along the ids, from the end: the last sale is not far.
        kinds = SQL("+kind IN ('sale', 'begin')")
        document, entry = (
            each.cast("BLOB") for each in (JournalEntry.document, JournalEntry.entry)
        )
        return self._database.compile(
            JournalEntry.select(JournalEntry.kind, document, entry)
            .where(ids & kinds)
            .order_by(JournalEntry.id.desc())
            .limit(SQL("1"))
        )

    @cached_property
    def _select_no_sale(self) -> str:
        """(id before, last id) -> whether an entry between them is none of a sale."""
        ids = (JournalEntry.id > _VALUE) & (JournalEntry.id <= _VALUE)
        # Along the ids: the index of kinds holds those of every day.
        no_sale = SQL("+kind <> 'sale'")
        return self._database.compile(
            JournalEntry.select(SQL("1")).where(ids & no_sale).limit(SQL("1"))
        )

    @cached_property
    def _select_tills(self) -> str:
        return self._database.compile(JournalHead.select(JournalHead.till))

    @cached_property
    def _select_sold(self) -> str:
        """(till id) -> the other tills that sold something, or took something back."""
        sold = (Till.last_number > SQL("0")) | (Till.last_return > SQL("0"))
        return self._database.compile(Till.select(Till.id).where(sold & (Till.id != _VALUE)))

    @cached_property
    def _select_schema(self) -> str:
        """(till id) -> the last entry that names the schema."""
        names = JournalEntry.kind.in_([SQL("'begin'"), SQL("'upgrade'")])
        return self._database.compile(
            JournalEntry.select(JournalEntry.entry)
            .where(names & (JournalEntry.till == _VALUE))
            .order_by(JournalEntry.id.desc())
            .limit(SQL("1"))
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
    def _put_head(self) -> str:
        """(till, sequence, hash, created_at), in the place of one that is there."""
        inserted = insert_query(JournalHead, *"till sequence hash created_at".split())
        return self._database.compile(inserted.on_conflict_replace())

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
