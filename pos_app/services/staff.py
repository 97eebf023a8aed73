"""Staff: who works here, signing in by PIN, and the terminal's own user."""

import getpass
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import JOIN, SQL, IntegrityError

from pos_app.domain.errors import BadValue, Duplicate, SignInRefused, UnknownUser
from pos_app.domain.people import check_name, check_username
from pos_app.domain.rights import Permission, Role
from pos_app.domain.rows import Clerk, UserRow
from pos_app.services.books import FIRST_TILL, Books
from pos_app.services.command import command, query
from pos_app.services.duplicates import unique
from pos_app.services.own_codes import badge_hash, check_free_of_goods, check_own_code
from pos_app.storage.models import Session, SignInLock, User

TERMINAL = "terminal"
"""The built-in user who acts where nobody signs in: the command line and scripts."""

NO_PIN = "!"
"""Stands in place of a hash; no PIN opens it."""

FREE_FAILURES = 5
"""Wrong PINs before waiting begins; each further one doubles the wait, up to MAX_WAIT."""

MAX_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Person:
    """Who tries to sign in; failures counts this try too, until the PIN proves right."""

    user_id: int
    username: str
    name: str
    pin_hash: str
    failures: int


class Staff:
    """Members of staff and their sessions."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @query
    def users(self) -> tuple[UserRow, ...]:
        """Everyone who can sign in, by name; built-in users are left out."""
        rows = (
            User.select(
                User.id,
                User.username,
                User.name,
                User.role,
                User.active,
                User.created_at,
                User.badge_hash.is_null(False),
            )
            .where(User.username != TERMINAL)
            .order_by(User.name, User.id)
            .tuples()
            .execute(self._books.database.peewee)
        )
        return tuple(
            UserRow(user_id, username, name, role, active, at, bool(has_badge))
            for user_id, username, name, role, active, at, has_badge in rows
        )

    @query
    def check_right(self, permission: Permission, *, by: Clerk) -> None:
        """Raises NotAllowed, so that nobody fills a form in vain, and NotSignedIn. The command
        itself looks again."""
        self._books.authorise(by, permission)

    def add_user(
        self, *, username: str, name: str, pin: str, role: str = Role.CLERK, by: Clerk
    ) -> UserRow:
        """Add a member of staff who signs in with a PIN of six to twelve digits.

        Raises BadValue, Duplicate("username"), NotAllowed.
        """
        check_pin(pin)
        if role not in set(Role):
            raise BadValue("role", role, "unknown_choice")
        self._books.authorise(by, Permission.MANAGE_STAFF)
        pin_hash = hash_pin(pin)  # takes some 50 ms: never while the writer's lock is held
        return self._add_user(
            username=check_username(username),
            name=check_name("name", name),
            pin_hash=pin_hash,
            role=role,
            by=by,
        )

    @command(Permission.MANAGE_STAFF)
    def _add_user(
        self, *, username: str, name: str, pin_hash: str, role: str, by: Clerk
    ) -> UserRow:
        now = self._books.now()
        try:
            user_id = insert_user(self._books.database.peewee, username, name, pin_hash, role, now)
        except IntegrityError as error:
            raise Duplicate("username", username) from error
        self._books.changed("staff", user_id)
        return UserRow(user_id, username, name, role, True, now)

    @command(Permission.MANAGE_STAFF)
    def set_badge(self, user_id: int, code: str, *, by: Clerk) -> None:
        """Give somebody the badge with this code, or none with "". It chooses them at a till; the
        PIN signs them in. Only the SHA-256 of the code is kept.

        Raises UnknownUser, BadValue("badge"), Duplicate ("badge", and "barcode" for the code of a
        product).
        """
        badge = check_own_code("badge", code)
        check_free_of_goods(self._books, badge)
        with unique(badge_hash=code):
            changed = (
                User.update(badge_hash=badge_hash(badge) if badge else None)
                .where((User.id == user_id) & (User.username != TERMINAL))
                .execute(self._books.database.peewee)
            )
        if not changed:
            raise UnknownUser(user_id)
        self._books.changed("staff", user_id)

    def sign_in(self, username: str, *, pin: str) -> Clerk:
        """Begin a session. Each try is counted before the PIN is looked at, so that parallel
        tries can't pass the limit; after FREE_FAILURES wrong ones the user waits.

        Raises SignInRefused, with wait_seconds when the user must wait.
        """
        books = self._books
        peewee = books.database.peewee
        with books.database.transaction():
            person = self._count_attempt(username)
        if person is None:
            hash_pin(pin)  # as slow as a known name, so that names can't be told apart
            raise SignInRefused(username)
        if not pin_matches(person.pin_hash, pin):
            raise SignInRefused(username, _wait_seconds(person.failures))
        with books.database.transaction():
            SignInLock.delete().where(SignInLock.user == person.user_id).execute(peewee)
            return self._begin_session(person.user_id, person.username, person.name, "")

    def _count_attempt(self, username: str) -> _Person | None:
        """Count one more try for this user, inside a transaction; None for nobody's name."""
        peewee, now = self._books.database.peewee, self._books.now()
        row = (
            User.select(
                User.id,
                User.username,
                User.name,
                User.pin_hash,
                SignInLock.failures,
                SignInLock.locked_until,
            )
            .join(SignInLock, JOIN.LEFT_OUTER, on=(SignInLock.user == User.id))
            .where((User.username == username.strip()) & User.active)
            .tuples()
            .first(peewee)
        )
        if row is None:
            return None
        user_id, known_as, name, pin_hash, failures, locked_until = row
        failures = failures or 0
        wait = locked_until - now if locked_until else timedelta()
        # A clock that was set back must not lock for longer than the rule allows.
        if timedelta() < wait <= MAX_WAIT:
            raise SignInRefused(username, -(-wait // timedelta(seconds=1)))
        seconds = _wait_seconds(failures + 1)
        SignInLock.insert(
            user=user_id,
            till=FIRST_TILL,
            failures=failures + 1,
            locked_until=now + timedelta(seconds=seconds) if seconds else None,
            created_at=now,
        ).on_conflict_replace().execute(peewee)
        return _Person(user_id, known_as, name, pin_hash, failures + 1)

    def sign_out(self, *, by: Clerk) -> None:
        """End the session; it can't act any more."""
        with self._books.database.transaction():
            Session.update(ended_at=self._books.now()).where(
                (Session.id == by.session_id) & Session.ended_at.is_null()
            ).execute(self._books.database.peewee)

    def terminal(self) -> Clerk:
        """A session of the built-in user, which records the system's user: whoever can run
        programs on the shop's file can do anything to it anyway."""
        try:
            origin = getpass.getuser()
        except (KeyError, OSError):
            origin = "?"
        peewee = self._books.database.peewee
        with self._books.database.transaction():
            row = User.select(User.id, User.name).where(User.username == TERMINAL).tuples()
            user_id, name = row.first(peewee)
            return self._begin_session(user_id, TERMINAL, name, origin)

    def _begin_session(self, user_id: int, username: str, name: str, origin: str) -> Clerk:
        token = secrets.token_urlsafe(24)
        session_id = Session.insert(
            user=user_id,
            token_hash=hashlib.sha256(token.encode()).digest(),
            origin=origin,
            created_at=self._books.now(),
        ).execute(self._books.database.peewee)
        return Clerk(user_id, session_id, token, username, name)


def insert_user(peewee: Any, username: str, name: str, pin_hash: str, role: str, at: Any) -> int:
    """Add a row of users inside the caller's transaction; returns its id."""
    return int(
        User.insert(
            username=username,
            name=name,
            pin_hash=pin_hash,
            role=role,
            active=SQL("1"),
            created_at=at,
        ).execute(peewee)
    )


def check_pin(pin: str) -> str:
    """The PIN itself; raises BadValue ("not_digits", "too_short", "too_long")."""
    if not (pin.isascii() and pin.isdigit()):
        raise BadValue("pin", "", "not_digits")
    if len(pin) < 6:
        raise BadValue("pin", "", "too_short")
    if len(pin) > 12:
        raise BadValue("pin", "", "too_long")
    return pin


def hash_pin(pin: str) -> str:
    """argon2id of a PIN with the library's defaults (RFC 9106, the low-memory profile)."""
    from argon2 import PasswordHasher  # loads C code that only sign-in needs

    return PasswordHasher().hash(pin)


def pin_matches(pin_hash: str, pin: str) -> bool:
    """True when the PIN belongs to the hash."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False


def _wait_seconds(failures: int) -> int:
    if failures < FREE_FAILURES:
        return 0
    return int(min(2 ** min(failures - FREE_FAILURES, 20), MAX_WAIT.total_seconds()))
