"""Writing members of staff: a new one, what changes about one, and the entry that tells of it.
Everything here runs inside the caller's transaction."""

from datetime import datetime
from typing import Any

from peewee import SQL, IntegrityError

from pos_app.domain.errors import BadValue, Duplicate, LastOwner, UnknownUser
from pos_app.domain.rights import Permission, Role
from pos_app.domain.rows import Clerk, SignInName, UserRow
from pos_app.services.books import Books
from pos_app.services.lock_out import forget_tries
from pos_app.services.role_rights import check_may_give, rights_of
from pos_app.services.secrets_of import NO_PIN, PASSWORD, WITH_PASSWORD
from pos_app.services.sign_in import TERMINAL, end_sessions_of
from pos_app.storage.models import RolePermission, User

_PERSON = User.username != TERMINAL


def user_rows(books: Books, user_id: int | None = None) -> tuple[UserRow, ...]:
    """Everyone who works here or did, by name, or one of them; built-in users are left out."""
    which = _PERSON if user_id is None else _PERSON & (User.id == user_id)
    rows = (
        User.select(
            User.id,
            User.username,
            User.name,
            User.role,
            User.active,
            User.created_at,
            User.badge_hash.is_null(False),
            User.secret,
        )
        .where(which)
        .order_by(User.name, User.id)
        .tuples()
        .execute(books.database.peewee)
    )
    return tuple(
        UserRow(each, username, name, role, active, at, bool(has_badge), secret)
        for each, username, name, role, active, at, has_badge, secret in rows
    )


def user_row(books: Books, user_id: int) -> UserRow:
    """One member of staff. Raises UnknownUser."""
    rows = user_rows(books, user_id)
    if not rows:
        raise UnknownUser(user_id)
    return rows[0]


def names(books: Books, permission: Permission | None = None) -> tuple[SignInName, ...]:
    """Who can sign in, by name; with a permission only those who have it."""
    which = _PERSON & User.active & (User.pin_hash != NO_PIN)
    if permission is not None:
        roles = RolePermission.select(RolePermission.role).where(
            RolePermission.permission == permission.value
        )
        which &= User.role.in_(roles)
    rows = (
        User.select(User.id, User.username, User.name, User.secret, User.badge_hash.is_null(False))
        .where(which)
        .order_by(User.name, User.id)
        .tuples()
        .execute(books.database.peewee)
    )
    return tuple(
        SignInName(user_id, username, name, secret, bool(has_badge))
        for user_id, username, name, secret, has_badge in rows
    )


def insert_user(
    peewee: Any,
    username: str,
    name: str,
    pin_hash: str,
    role: str,
    at: datetime,
    secret: str = "pin",  # noqa: S107 - what it is, not one
) -> int:
    """Add a row of users; returns its id."""
    return int(
        User.insert(
            username=username,
            name=name,
            pin_hash=pin_hash,
            role=role,
            active=SQL("1"),
            secret=secret,
            created_at=at,
        ).execute(peewee)
    )


def write_new(
    books: Books, *, username: str, name: str, role: str, secret: str, secret_hash: str, by: Clerk
) -> UserRow:
    """See `Staff.add_user`."""
    _check_may_handle(books, by, role)
    peewee, now = books.database.peewee, books.now()
    try:
        user_id = insert_user(peewee, username, name, secret_hash, role, now, secret)
    except IntegrityError as error:
        raise Duplicate("username", username) from error
    added = user_row(books, user_id)
    record_staff(books, added, "added", {"role": role, "secret": secret})
    return added


def write_changes(books: Books, user_id: int, changes: dict[str, Any], by: Clerk) -> UserRow:
    """Change name, role or active of a person; see `Staff.update_user`."""
    before = user_row(books, user_id)
    changes = {field: value for field, value in changes.items() if value != getattr(before, field)}
    _check_may_handle(books, by, before.role, changes.get("role", before.role))
    if not changes:
        return before
    if "role" in changes and before.secret == PASSWORD and changes["role"] not in WITH_PASSWORD:
        raise BadValue("role", changes["role"], "needs_pin")
    peewee = books.database.peewee
    User.update(**changes).where(User.id == user_id).execute(peewee)
    if before.role == Role.OWNER and before.active and not _owners(books):
        raise LastOwner(before.name)
    if "role" in changes or not changes.get("active", True):
        end_sessions_of(books, user_id)
    after = user_row(books, user_id)
    was = {field: getattr(before, field) for field in changes}
    record_staff(books, after, "changed", {"before": was, "now": changes})
    return after


def write_secret(books: Books, user_id: int, secret: str, secret_hash: str, by: Clerk) -> None:
    """A new PIN or password for a person whose role may have it: their sessions end, except the
    one that acts itself, and tries with the old one are forgotten."""
    User.update(pin_hash=secret_hash, secret=secret).where(User.id == user_id).execute(
        books.database.peewee
    )
    end_sessions_of(books, user_id, but=by.session_id)
    forget_tries(books, user_id)
    record_staff(books, user_row(books, user_id), "secret", {"secret": secret})


def check_may_handle(books: Books, user: UserRow, by: Clerk) -> None:
    """Raises NotAllowed for who would handle somebody that has more rights than they."""
    _check_may_handle(books, by, user.role)


def record_staff(books: Books, user: UserRow, change: str, facts: dict[str, Any]) -> None:
    """An entry of what changed about a person: never a secret, nor the code of a badge."""
    told = {"change": change, "name": user.name, "username": user.username}
    books.record("staff", told | facts)
    books.changed("staff", user.id)


def _check_may_handle(books: Books, by: Clerk, *roles: str) -> None:
    giver = books.authorise(by, Permission.MANAGE_STAFF)
    for role in roles:
        check_may_give(books, giver, rights_of(books, role))


def _owners(books: Books) -> bool:
    """Whether an owner is left who can sign in."""
    left = _PERSON & User.active & (User.role == Role.OWNER) & (User.pin_hash != NO_PIN)
    return bool(User.select(User.id).where(left).exists(books.database.peewee))
