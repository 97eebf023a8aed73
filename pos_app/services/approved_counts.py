"""What an approval of a difference is good for: the very count that was in when it was given."""

import json
from dataclasses import asdict, dataclass

from pos_app.domain.shifts import Z, report_number
from pos_app.services.approving import Approver
from pos_app.services.books import Books
from pos_app.storage.models import Approval, JournalEntry, Shift, Till
from pos_app.storage.models.journal import WITH_DOCUMENT


@dataclass(frozen=True, slots=True)
class Count:
    """A count of the drawer by which shift (its report's number) was to be closed; minor units."""

    shift: str
    counted: int
    expected: int


def last_count(books: Books, till_id: int, user_id: int) -> Count | None:
    """The last count by which a person tried to close a shift that is open: the one of this till,
    else that of another; None where there was none."""
    here = (Till.id == till_id).desc()
    running = (
        Shift.select(Till.id, Till.code, Shift.number)
        .join(Till)
        .where(Shift.closed_at.is_null())
        .order_by(here, Till.id)
    )
    for till, code, number in running.tuples().execute(books.database.peewee):
        document = report_number(code, Z, number)
        entry = (
            JournalEntry.select(JournalEntry.entry)
            .where(
                (JournalEntry.document == document)
                & WITH_DOCUMENT
                & (JournalEntry.till == till)
                & (JournalEntry.user == user_id)
                & (JournalEntry.kind == "shift_count")
            )
            .order_by(JournalEntry.id.desc())
            .limit(1)
            .scalar(books.database.peewee)
        )
        if entry is not None:
            facts = json.loads(entry)["facts"]
            return Count(document, facts["counted"], facts["expected"])
    return None


def spell_count(count: Count) -> str:
    """As `approves_count` reads it back."""
    return json.dumps(asdict(count))


def approves_count(books: Books, approver: Approver, count: Count) -> bool:
    """Whether it was this count that somebody approved."""
    kept = Approval.select(Approval.allowed).where(Approval.id == approver.approval_id)
    return bool(json.loads(kept.scalar(books.database.peewee)) == asdict(count))
