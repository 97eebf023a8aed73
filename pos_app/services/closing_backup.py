"""The backup that is made when a shift was closed: verified, with all that is needed to check its
journal without this program."""

import os
from datetime import UTC
from pathlib import Path

from pos_app import __version__
from pos_app.domain.errors import ApprovalRefused, NotAllowed
from pos_app.domain.journal import digest
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.services.books import Books
from pos_app.services.given_paths import given_path
from pos_app.services.leaving import Leave, ask_leave, note_copy
from pos_app.services.shift_rows import shift_rows
from pos_app.storage.closing_copy import keep_closing_copy
from pos_app.storage.copying import Progress
from pos_app.storage.journal_ends import ChainEnd
from pos_app.storage.models import Shift
from pos_app.storage.models.journal import entry_id


def closing_backup(
    books: Books, folder: str | os.PathLike[str], *, by: Clerk, progress: Progress | None = None
) -> Path:
    """See Shop.closing_backup."""
    leave, kept_in = _leave(books, by), given_path("folder", folder)
    database, at = books.database, books.now().astimezone(UTC)
    report = _last_report(books, leave)
    stem, day = Path(database.path).stem, books.business_date(at).isoformat()
    name = f"{stem}-{day}-{report or f'{at:%H%M%S}'}"
    manifest = {
        "made_at": at.isoformat(),
        "program": __version__,
        "report": report,
        "shop": books.info.name,
    }
    copy = keep_closing_copy(
        database.connection,
        kept_in,
        name,
        manifest,
        lambda head: _is_known(books, head),
        progress,
    )
    facts = {
        "file": copy.file.name,
        "heads": [
            {"hash": head.hash, "sequence": head.sequence, "till": head.till} for head in copy.heads
        ],
        "sha256": copy.sha256,
    }
    note_copy(books, leave, "backup", facts, copied=copy.file.parent)
    return copy.file


def _leave(books: Books, by: Clerk) -> Leave:
    """Who closes a shift may make its backup, and who may make any. Raises NotSignedIn,
    NotAllowed, ApprovalRefused."""
    try:
        return ask_leave(books, by, Permission.RUN_SHIFT)
    except (ApprovalRefused, NotAllowed):
        return ask_leave(books, by, Permission.BACKUP)


def _last_report(books: Books, leave: Leave) -> str:
    """The number of the last Z report of the till where it is made; "" before the first one."""
    with books.database.snapshot():
        rows = shift_rows(books, Shift.till == leave.acting.till_id, Shift.closed_at.is_null(False))
    return rows[0].report if rows else ""


def _is_known(books: Books, head: ChainEnd) -> bool:
    """Whether the shop's own journal has this very entry."""
    database = books.database
    with database.snapshot():
        row = database.row(
            "SELECT entry FROM journal WHERE id = ?", (entry_id(head.till_id, head.sequence),)
        )
    return row is not None and digest(row[0]) == head.hash
