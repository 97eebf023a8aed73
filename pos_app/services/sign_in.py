"""Who somebody is: proven by a PIN, a password or a badge, and the sessions that begin with it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pos_app.domain.errors import BadValue, PosError, SignInRefused
from pos_app.domain.rows import BadgeHit, Clerk
from pos_app.services.acting import UNWRITTEN, Acting
from pos_app.services.books import Books
from pos_app.services.code_reading import read_code
from pos_app.services.facts import load
from pos_app.services.lock_out import count_try, forget_tries, wait_now, wait_seconds
from pos_app.services.secrets_of import check_typed, pretend_to_look, secret_matches
from pos_app.storage.journal import Person
from pos_app.storage.models import Session, User

TERMINAL = "terminal"
"""The built-in user who acts where nobody signs in: the command line and scripts."""

FORGET_BADGES_AFTER = timedelta(hours=1)
"""Unknown badges are counted for the till, not for a person, so no right one clears them: after so
long without any, counting begins anew."""


@dataclass(frozen=True, slots=True)
class Proven:
    """Who proved who they are at a till, and how: "pin", "password" or "badge". pin_hash is what
    was looked at."""

    person: Person
    role: str
    how: str
    pin_hash: str = ""


def prove(
    books: Books,
    till_id: int,
    *,
    username: str = "",
    pin: str = "",
    badge: str = "",
    purpose: dict[str, str],
) -> Proven:
    """Who it is, by a badge where one is given, else by name and PIN (or password). Every try
    counts until it proves right; wrong ones are written into the till's journal with purpose,
    what it was for. Takes as long as argon2 does, and holds the writer's lock only around it.

    Raises SignInRefused, with wait_seconds for who must wait, and BadValue: ("badge", "too_short")
    for a badge that only chooses its wearer, "empty" for what is no text.
    """
    for field, typed in (("username", username), ("pin", pin), ("badge", badge)):
        check_typed(field, typed)
    if badge:
        return _prove_by_badge(books, till_id, badge, purpose)
    with books.database.transaction():
        found = _person(books, username)
        failures, waits = count_try(books, found.person.id, till_id) if found else (0, 0)
    if waits:
        raise SignInRefused(username, waits)
    right = found is not None and secret_matches(found.pin_hash, pin)
    if found is not None and right:
        return found
    if found is None:
        pretend_to_look(pin)
    person, how = (None, "pin") if found is None else (found.person, found.how)
    with books.database.transaction():
        _record_failure(books, till_id, person, failures, purpose | {"by": how})
    raise SignInRefused(username, wait_seconds(failures))


def accept(books: Books, till_id: int, proven: Proven) -> None:
    """Inside a transaction: they may go on, and by the right PIN earlier tries are forgotten.
    Raises SignInRefused where meanwhile the PIN was changed or the person switched off."""
    person = proven.person
    kept = User.select(User.pin_hash).where((User.id == person.id) & User.active)
    pin_hash = kept.scalar(books.database.peewee)
    if pin_hash is None or (proven.how != "badge" and pin_hash != proven.pin_hash):
        raise SignInRefused(person.username)
    if proven.how != "badge":
        forget_tries(books, person.id, till_id)


def begin_session(books: Books, person: Person, role: str, how: str, till_id: int) -> Clerk:
    """A session of somebody at a till, and its entry; inside the caller's transaction."""
    token = secrets.token_urlsafe(24)
    session_id = Session.insert(
        user=person.id,
        token_hash=hashlib.sha256(token.encode()).digest(),
        origin=person.origin,
        till=till_id,
        created_at=books.now(),
    ).execute(books.database.peewee)
    facts = {"by": how, "role": role, "session": session_id}
    books.record("sign_in", facts, user=person, till_id=till_id)
    return Clerk(person.id, session_id, token, person.username, person.name)


def begin_unwritten(books: Books, person: Person, role: str, till_id: int) -> Clerk:
    """A session that only this process knows, for when nothing can be written."""
    token = secrets.token_urlsafe(24)
    books.sessions.let_act_unwritten(token, Acting(person, role, till_id))
    return Clerk(person.id, UNWRITTEN, token, person.username, person.name)


def end_session(books: Books, by: Clerk, kind: str) -> None:
    """End a session that still stands, with an entry of a kind; inside the caller's transaction.
    Raises NotSignedIn for any other."""
    acting = books.identify(by)
    Session.update(ended_at=books.now()).where(Session.id == by.session_id).execute(
        books.database.peewee
    )
    facts = {"session": by.session_id}
    books.record(kind, facts, user=acting.person, till_id=acting.till_id)


def end_sessions_of(books: Books, user_id: int, *, but: int = 0) -> None:
    """End every session of a person, except the one that acts itself (an id); inside the caller's
    transaction."""
    Session.update(ended_at=books.now()).where(
        (Session.user == user_id) & Session.ended_at.is_null() & (Session.id != but)
    ).execute(books.database.peewee)


def terminal_person(books: Books, origin: str = "") -> tuple[Person, str]:
    """The built-in user, with the system's user as its origin, and its role."""
    row = User.select(User.id, User.name, User.role).where(User.username == TERMINAL).tuples()
    user_id, name, role = row.first(books.database.peewee)
    return Person(user_id, TERMINAL, name, origin), role


# --- below ---------------------------------------------------------------------------------------


def _person(books: Books, username: str) -> Proven | None:
    """An active person by their user name; None for nobody's. The built-in user signs in by
    nothing, and its tries are those of unknown badges."""
    named = (User.username == username.strip()) & (User.username != TERMINAL)
    row = (
        User.select(User.id, User.username, User.name, User.role, User.pin_hash, User.secret)
        .where(named & User.active)
        .tuples()
        .first(books.database.peewee)
    )
    if row is None:
        return None
    user_id, known_as, name, role, pin_hash, secret = row
    return Proven(Person(user_id, known_as, name), role, secret, pin_hash)


def _prove_by_badge(books: Books, till_id: int, code: str, purpose: dict[str, str]) -> Proven:
    with books.database.transaction():
        owner, _ = terminal_person(books)
        waits = wait_now(books, owner.id, till_id)
        if not waits:
            if not load(books.database)[0].badge_signs_in:
                raise SignInRefused("")
            hit = _badge(books, code)
            if hit is not None and not hit.long_enough:
                raise BadValue("badge", "", "too_short")
            if hit is not None:
                return _wearer(books, hit)
            waits = _count_badge(books, owner.id, till_id, purpose)
    raise SignInRefused("", waits)


def _count_badge(books: Books, owner_id: int, till_id: int, purpose: dict[str, str]) -> int:
    """One more badge that nobody has; returns how many seconds the till's badges wait for it."""
    failures, _ = count_try(books, owner_id, till_id, forget_after=FORGET_BADGES_AFTER)
    _record_failure(books, till_id, None, failures, purpose | {"by": "badge"})
    return wait_seconds(failures)


def _badge(books: Books, code: str) -> BadgeHit | None:
    """The badge that a code stands for: what is something else too signs nobody in."""
    try:
        hit = read_code(books, code)
    except PosError:
        return None
    return hit if isinstance(hit, BadgeHit) else None


def _wearer(books: Books, hit: BadgeHit) -> Proven:
    row = User.select(User.username, User.role).where(User.id == hit.id).tuples()
    username, role = row.first(books.database.peewee)
    return Proven(Person(hit.id, username, hit.name), role, "badge")


def _record_failure(
    books: Books, till_id: int, person: Person | None, failures: int, purpose: dict[str, str]
) -> None:
    """Never what was typed: a name that nobody has may be somebody's PIN."""
    facts: dict[str, Any] = {"failures": failures, "name": "", "username": ""}
    if person is not None:
        facts |= {"name": person.name, "username": person.username}
    user = person or terminal_person(books)[0]
    books.record("sign_in_failed", facts | purpose, user=user, till_id=till_id)
