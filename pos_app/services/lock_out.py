"""Waiting after wrong PINs: longer with each, never for ever, kept in the file per person and till.

A try is counted before the PIN is looked at, in a transaction of its own. However many come at
once, from however many programs, no more PINs are looked at than the rule allows.
"""

from datetime import timedelta

from pos_app.domain.errors import SignInRefused
from pos_app.services.books import Books
from pos_app.storage.models import SignInLock

FREE_FAILURES = 5
"""Wrong PINs before waiting begins; each further one doubles the wait, up to MAX_WAIT."""

MAX_WAIT = timedelta(minutes=15)

_SECOND = timedelta(seconds=1)


def wait_seconds(failures: int) -> int:
    """How long somebody waits after so many wrong tries in a row."""
    if failures < FREE_FAILURES:
        return 0
    return int(min(2 ** min(failures - FREE_FAILURES, 20), MAX_WAIT / _SECOND))


def count_try(
    books: Books,
    user_id: int,
    till_id: int,
    username: str,
    *,
    forget_after: timedelta | None = None,
) -> int:
    """Count one more try inside a transaction; returns how many there were since the last right
    one, this one with it. After forget_after without any, counting begins anew.

    Raises SignInRefused(username, wait_seconds) for who has to wait: then nothing is looked at.
    """
    now = books.now()
    failures = _failures_now(books, user_id, till_id, username, forget_after) + 1
    seconds = wait_seconds(failures)
    SignInLock.insert(
        user=user_id,
        till=till_id,
        failures=failures,
        locked_until=now + timedelta(seconds=seconds) if seconds else None,
        created_at=now,
    ).on_conflict_replace().execute(books.database.peewee)
    return failures


def check_wait(
    books: Books,
    user_id: int,
    till_id: int,
    username: str,
) -> None:
    """Raises SignInRefused(username, wait_seconds) for who has to wait."""
    _failures_now(books, user_id, till_id, username, None)


def forget_tries(books: Books, user_id: int, till_id: int | None = None) -> None:
    """The right PIN was typed, or there is a new one (till_id None: at every till)."""
    lock = SignInLock.delete().where(SignInLock.user == user_id)
    if till_id is not None:
        lock = lock.where(SignInLock.till == till_id)
    lock.execute(books.database.peewee)


def _failures_now(
    books: Books, user_id: int, till_id: int, username: str, forget_after: timedelta | None
) -> int:
    row = (
        SignInLock.select(SignInLock.failures, SignInLock.locked_until, SignInLock.created_at)
        .where((SignInLock.user == user_id) & (SignInLock.till == till_id))
        .tuples()
        .first(books.database.peewee)
    )
    if row is None:
        return 0
    failures, locked_until, tried_at = row
    now = books.now()
    wait = locked_until - now if locked_until else timedelta()
    # A clock that was set back must not lock for longer than the rule allows.
    if timedelta() < wait <= MAX_WAIT:
        raise SignInRefused(username, -(-wait // _SECOND))
    if forget_after is not None and now - tried_at > forget_after:
        return 0
    return int(failures)
