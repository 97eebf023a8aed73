"""What leaves the shop as a file: who may take it along, and the entry that says who did.

A list or a copy takes a while, and no sale may wait for it: so the right is checked first, the
file is written from a snapshot, and the entry is written in a short transaction of its own.
"""

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pos_app.domain.errors import (
    ApprovalRefused,
    DiskFull,
    DiskTrouble,
    NoSigningKey,
    ShopBusy,
    ShopReadOnly,
)
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.services.acting import Acting
from pos_app.services.approving import Approver, use_up
from pos_app.services.books import Books

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Leave:
    """Who may take something along, and who approved it where it was not theirs to take."""

    acting: Acting
    approver: Approver | None


def ask_leave(books: Books, by: Clerk, permission: Permission) -> Leave:
    """Raises NotSignedIn, NotAllowed, ApprovalRefused."""
    if not isinstance(by, Clerk):
        raise TypeError("by= is the person who takes it along")
    books.forget_changes()
    try:
        with books.database.snapshot():
            books.authorise(by, permission)
        return Leave(books.acting, books.approver)
    finally:
        books.forget_changes()


def note_leaving(books: Books, leave: Leave, kind: str, facts: dict[str, Any]) -> None:
    """Write down that it left; an approval is used up by it. Raises DiskFull, ShopReadOnly,
    ShopBusy, NoSigningKey, and ApprovalRefused where the approval was used meanwhile."""
    acting, approver = leave.acting, leave.approver
    with books.database.transaction():
        if approver is not None:
            use_up(books.database, approver, books.now())
        books.record(
            kind,
            facts,
            user=acting.person,
            till_id=acting.till_id,
            approver=None if approver is None else approver.person,
        )


def note_copy(
    books: Books, leave: Leave, kind: str, facts: dict[str, Any], *, copied: Path
) -> None:
    """As note_leaving, for a copy of the shop, a file or a folder, that is whole already. It is
    kept where the disk of the shop is full or fails, since it may be all that is left; only one
    whose approval another copy has used is removed."""
    try:
        note_leaving(books, leave, kind, facts)
    except ApprovalRefused:
        if copied.is_dir():
            shutil.rmtree(copied)
        else:
            copied.unlink()
        raise
    except (DiskFull, DiskTrouble, NoSigningKey, ShopBusy, ShopReadOnly):
        _log.exception("a copy of the shop was made, and is not in the journal")
