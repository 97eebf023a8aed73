"""Who may know what of a shift."""

from typing import Any

from pos_app.domain.errors import ApprovalRefused, NotAllowed, UnknownShift
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.services.books import Books
from pos_app.services.shift_rows import shift_rows
from pos_app.storage.models import RolePermission, Shift


def sees_cash(books: Books) -> bool:
    """Whether who acts may know what should be in a drawer before it is counted: by a right of
    their own, whatever was approved."""
    has = RolePermission.select().where(
        RolePermission.role == books.acting.role,
        RolePermission.permission == Permission.APPROVE_DIFFERENCE.value,
    )
    return bool(has.exists(books.database.peewee))


def seen_by(books: Books, by: Clerk) -> list[Any]:
    """The conditions for shifts whose figures a person may see: all of them by the right to see
    reports, else those they opened or closed. Raises NotSignedIn, NotAllowed."""
    try:
        books.authorise(by, Permission.REPORTS)
    except (ApprovalRefused, NotAllowed):
        books.authorise(by, Permission.RUN_SHIFT)
        return [(Shift.user == by.id) | (Shift.closed_by == by.id)]
    return []


def check_seen(books: Books, shift_id: int, by: Clerk) -> None:
    """Raises UnknownShift, NotSignedIn, NotAllowed."""
    own = seen_by(books, by)
    if not shift_rows(books, Shift.id == shift_id):
        raise UnknownShift(shift_id)
    if own and not shift_rows(books, Shift.id == shift_id, *own):
        books.authorise(by, Permission.REPORTS)
