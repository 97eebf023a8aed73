"""The journal: shown to who may see it, verified, given away as an archive, and its keys."""

import json
import os
import platform
from collections.abc import Callable, Sequence
from datetime import UTC, date
from pathlib import Path
from typing import Any

from pos_app.domain.errors import BadValue, TrainingCopy, UnknownEntry
from pos_app.domain.journal import digest, fingerprint
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    Anchor,
    Clerk,
    JournalEntryDetail,
    JournalReport,
    JournalRow,
    PublicKey,
)
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command, reading
from pos_app.services.given_paths import given_path
from pos_app.services.journal_export import write_archive
from pos_app.services.journal_pages import Wanted, journal_page
from pos_app.services.journal_sources import ShopSource
from pos_app.services.journal_verifying import (
    genuine,
    read_anchor,
    read_key,
    verify_chains,
    with_open_key,
)
from pos_app.services.leaving import ask_leave, note_leaving
from pos_app.storage.fields import from_micros
from pos_app.storage.models.journal import entry_id

Progress = Callable[[int, int], None]

_MOST = 1000


class JournalBook:
    """Every entry of every till."""

    def __init__(self, books: Books) -> None:
        self._books = books

    # --- seeing ------------------------------------------------------------------------------

    @reading(Permission.SEE_JOURNAL)
    def page(
        self,
        *,
        by: Clerk,
        till: str | None = None,
        kind: str = "",
        user: str = "",
        document: str = "",
        day_from: date | None = None,
        day_to: date | None = None,
        before: JournalRow | None = None,
        limit: int = 100,
    ) -> tuple[JournalRow, ...]:
        """So many entries, the newest first; those that come before a row of an earlier page.

        till is a code (None: all of them), user a user name, document the number of a receipt,
        return or report; business dates are inclusive. Raises UnknownTill, BadValue ("limit").
        """
        if not 0 < limit <= _MOST:
            raise BadValue("limit", limit, "range")
        tills = self._tills()
        if till is not None:
            only = till_id_of(self._books, till)
            tills = {only: tills[only]}
        wanted = Wanted(kind, user, document.strip(), day_from, day_to)
        return journal_page(self._books.database, tills, wanted, before, limit)

    @reading(Permission.SEE_JOURNAL)
    def entry(self, till: str, sequence: int, *, by: Clerk) -> JournalEntryDetail:
        """One entry with all it says. Raises UnknownTill, UnknownEntry."""
        till_id = till_id_of(self._books, till)
        row = self._books.database.row(
            "SELECT CAST(entry AS BLOB), signature, document, created_at FROM journal WHERE id = ?",
            (entry_id(till_id, sequence),),
        )
        if row is None or not 0 < sequence < 2**40:
            raise UnknownEntry(till, sequence)
        raw, signature, document, at = row
        told = json.loads(raw)
        user, approver = told["user"], told["approver"]
        keys = self._keys()
        signer = keys.get(told["key"])
        return JournalEntryDetail(
            till=told["till"],
            sequence=told["seq"],
            kind=told["kind"],
            at=from_micros(at),
            offset=told["offset"],
            day=date.fromisoformat(told["day"]),
            user=user["name"],
            username=user["username"],
            origin=user.get("origin", ""),
            approver="" if approver is None else approver["name"],
            document=document,
            facts=told["facts"],
            period=told["period"],
            perpetual=told["perpetual"],
            program=told["program"],
            key=told["key"],
            hash=digest(raw),
            previous=told["prev"],
            signature_good=signer is not None
            and genuine(bytes.fromhex(signer.public_key), raw, signature),
        )

    @reading(Permission.SEE_JOURNAL)
    def heads(self, *, by: Clerk) -> tuple[Anchor, ...]:
        """Where each till's chain stands."""
        found = []
        for till_id, code in self._tills().items():
            head = self._books.journal.head(till_id)
            if head is not None:
                found.append(Anchor(code, head.sequence, head.hash, head.key))
        return tuple(found)

    # --- verifying ---------------------------------------------------------------------------

    @reading(Permission.SEE_JOURNAL)
    def verify(
        self,
        *,
        by: Clerk,
        signatures: bool = True,
        keys: Sequence[str] = (),
        anchors: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> JournalReport:
        """Verify every chain, and name the first bad entry of each.

        Known keys are this machine's own and keys: public keys as 64 hex digits or PEM. anchors are
        "SEQUENCE:HASH" or "TILL:SEQUENCE:HASH", as Z reports and backups have them. Without
        signatures hashes, totals, anchors and heads are looked at alone, which takes a fifth of the
        time. progress(entries done, entries) may raise Cancelled. Raises NotAKey, NotAnAnchor.
        """
        journal = self._books.journal
        report = verify_chains(
            ShopSource(self._books.database),
            keys=[read_key(key) for key in keys],
            own=journal.key.public,
            anchors=[read_anchor(anchor) for anchor in anchors],
            signatures=signatures,
            progress=progress,
        )
        return with_open_key(report, journal.key_file)

    # --- giving away -------------------------------------------------------------------------

    def export(
        self, folder: str | os.PathLike[str], *, by: Clerk, progress: Progress | None = None
    ) -> Path:
        """Write the whole journal into a folder, and return the archive's file: NAME.jsonl with
        NAME.manifest.json and NAME.pub beside it. An entry says first that it was taken along and
        where all chains stood, and is in it. progress may raise Cancelled. Raises NotSignedIn,
        NotAllowed, ApprovalRefused, NotWritten, DiskFull, ShopBusy, NoSigningKey, BadValue
        ("folder").
        """
        books = self._books
        leave = ask_leave(books, by, Permission.EXPORT)
        at = books.now().astimezone(UTC)
        name = f"{Path(books.database.path).stem}-journal-{at:%Y%m%d-%H%M%S}.jsonl"
        target = given_path("folder", folder) / name
        facts = {"file": target.name, "heads": self._ends(), "list": "journal"}
        note_leaving(books, leave, "export", facts)
        with books.database.snapshot():
            keys = tuple(self._keys().values())
            source = ShopSource(books.database)
            write_archive(target, source, keys, shop=books.info.name, at=at, progress=progress)
        return target

    # --- keys --------------------------------------------------------------------------------

    @reading(Permission.SEE_JOURNAL)
    def public_keys(self, *, by: Clerk) -> tuple[PublicKey, ...]:
        """The keys that signed, in the order of the chains, and this machine's own where it has
        not."""
        keys, own = self._keys(), self._books.journal.key
        if own.fingerprint not in keys:
            shown = PublicKey(own.fingerprint, own.public.hex(), platform.node(), own=True)
            keys[own.fingerprint] = shown
        return tuple(keys.values())

    @command(Permission.SETTINGS)
    def new_key(self, *, by: Clerk) -> PublicKey:
        """Make a new key for this machine: the old one signs that it is the next, and is gone then.
        Other shops on this machine go on with it as with another machine's. Raises NoSigningKey,
        and TrainingCopy for a copy to practise on."""
        books = self._books
        if books.info.training:
            raise TrainingCopy(books.database.path)
        approver = books.approver
        new = books.journal.change_key(
            user=books.acting.person,
            approver=None if approver is None else approver.person,
            moment=books.moment(),
        )
        return PublicKey(new.fingerprint, new.public.hex(), platform.node(), own=True)

    # --- below -------------------------------------------------------------------------------

    def _ends(self) -> list[dict[str, Any]]:
        """Where each till's chain stands, as an entry has it: it vouches for those of the others,
        so that none of them can be left out of what is taken along."""
        with self._books.database.snapshot():
            ends = [(code, *self._books.anchor(id_)) for id_, code in self._tills().items()]
        return [
            {"hash": link, "sequence": sequence, "till": code}
            for code, sequence, link in ends
            if sequence
        ]

    def _tills(self) -> dict[int, str]:
        return dict(self._books.database.rows("SELECT id, code FROM tills ORDER BY id"))

    def _keys(self) -> dict[str, PublicKey]:
        """The keys that stand in the chains, by fingerprint."""
        own = self._books.journal.key.fingerprint
        found: dict[str, PublicKey] = {}
        rows = self._books.database.rows(
            "SELECT entry FROM journal WHERE kind = 'key' AND kind <> 'sale' ORDER BY id"
        )
        for (text,) in rows:
            facts = json.loads(text)["facts"]
            public, name = facts["public_key"], facts["fingerprint"]
            if name == fingerprint(bytes.fromhex(public)):
                found.setdefault(name, PublicKey(name, public, facts["machine"], name == own))
        return found
