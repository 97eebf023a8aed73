"""Whether an approval stands: somebody with the right let one thing happen on another's screen."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from peewee import SQL, fn

from pos_app.domain.errors import ApprovalRefused
from pos_app.domain.hand_changes import HandChange, covers, summed
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.storage import models
from pos_app.storage.database import Database
from pos_app.storage.journal import Person

GOOD_FOR = timedelta(minutes=5)
"""How long an approval for one command may be used."""

_SERVES: Mapping[str, frozenset[Permission]] = {
    Permission.APPROVE_DIFFERENCE: frozenset(
        {Permission.RUN_SHIFT, Permission.CASH_OUT, Permission.CASH_DROP}
    )
}
"""Whoever approves the difference of a count lets the shift be closed by it, and whoever approves
that cash goes out though it was refused too often lets it go out: the right to do so goes with it,
where the approver has that too."""


@dataclass(frozen=True, slots=True)
class Approver:
    """Who approved, by which approval, and the role that they have now."""

    approval_id: int
    person: Person
    role: str


def find_approver(
    database: Database, by: Clerk, permission: Permission, now: datetime, *, first: bool
) -> Approver | None:
    """Who approved what by is about to do; None without an approval. The first right that a command
    lacks is the one it was given for; the approver may have to have more. Raises ApprovalRefused.
    """
    given = by.approval
    if given is None:
        return None
    approval, user, right = models.Approval, models.User, models.RolePermission
    has = right.select(SQL("1")).where(
        (right.role == user.role) & (right.permission == permission.value)
    )
    row = (
        approval.select(
            approval.session,
            approval.permission,
            approval.token_hash,
            approval.used_at,
            approval.created_at,
            user.id,
            user.username,
            user.name,
            user.role,
            user.active,
            fn.EXISTS(has),
        )
        .join(user)
        .where((approval.id == given.id) & (approval.cart_uuid == ""))
        .tuples()
        .first(database.peewee)
    )
    if row is None:
        raise ApprovalRefused("other")
    session_id, asked, token_hash, used_at, at, user_id, username, name, role, active, may = row
    token = hashlib.sha256(given.token.encode()).digest()
    if session_id != by.session_id or not hmac.compare_digest(token, token_hash):
        raise ApprovalRefused("other")
    if used_at is not None:
        raise ApprovalRefused("used")
    if not timedelta() <= now - at + timedelta(seconds=5) <= GOOD_FOR:
        raise ApprovalRefused("late")
    serves = permission == asked or permission in _SERVES.get(asked, ())
    if not active or not may or (first and not serves):
        raise ApprovalRefused("other")
    return Approver(given.id, Person(user_id, username, name), role)


def cart_approvers(
    database: Database, cart_uuid: str, wanted: Sequence[HandChange], permission: Permission
) -> list[Approver]:
    """Who approved, on this cart, all that is wanted, and still has the right; the last one first.
    An approval of a cart belongs to no session: it may be parked, and sold by somebody else."""
    approval, user, right = models.Approval, models.User, models.RolePermission
    has = right.select(SQL("1")).where(
        (right.role == user.role) & (right.permission == permission.value)
    )
    rows = (
        approval.select(approval.id, approval.allowed, user.id, user.username, user.name, user.role)
        .join(user)
        .where(
            (approval.cart_uuid == cart_uuid)
            & (approval.cart_uuid != "")
            & approval.used_at.is_null()
            & user.active
            & fn.EXISTS(has)
        )
        .order_by(approval.id.desc())
        .tuples()
        .execute(database.peewee)
    )
    return [
        Approver(approval_id, Person(user_id, username, name), role)
        for approval_id, allowed, user_id, username, name, role in rows
        if covers(read_changes(allowed), wanted)
    ]


def spell_changes(changes: Iterable[HandChange]) -> str:
    """As `read_changes` reads them back."""
    return json.dumps([asdict(change) for change in summed(changes)])


def read_changes(kept: str) -> tuple[HandChange, ...]:
    """What an approval of a cart allows, from its row."""
    return tuple(
        HandChange(**{**change, "values": tuple(change["values"])}) for change in json.loads(kept)
    )


def use_up(database: Database, approver: Approver, now: datetime) -> None:
    """The command it was given for is done; inside its transaction. Raises ApprovalRefused where
    another one used it up while this one was at work."""
    approval = models.Approval
    used = approval.update(used_at=now).where(
        (approval.id == approver.approval_id) & approval.used_at.is_null()
    )
    if not used.execute(database.peewee):
        raise ApprovalRefused("used")
