"""Waiting after wrong PINs: longer with each, never for ever, kept in the file per person and till.

A try is counted before the PIN is looked at, in a transaction of its own. However many come at
once, from however many programs, no more PINs are looked at than the rule allows.
"""

from datetime import timedelta

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
    books: Books, user_id: int, till_id: int, *, forget_after: timedelta | None = None
) -> tuple[int, int]:
    """Count one more try inside a transaction that is committed whatever the answer: how many there
    were since the last right one, this one with it, and 0; or 0 and for how many seconds whoever
    tries has to wait: then nothing was counted, and nothing may be looked at. After forget_after
    without any, counting begins anew."""
    failures, waits = _standing(books, user_id, till_id, forget_after)
    if waits:
        return 0, waits
    failures += 1
    _keep(books, user_id, till_id, failures, timedelta(seconds=wait_seconds(failures)))
    return failures, 0


def wait_now(books: Books, user_id: int, till_id: int) -> int:
    """For how many seconds somebody has to wait now; inside a transaction that is committed."""
    return _standing(books, user_id, till_id, None)[1]


def forget_tries(books: Books, user_id: int, till_id: int | None = None) -> None:
    """The right PIN was typed, or there is a new one (till_id None: at every till)."""
    lock = SignInLock.delete().where(SignInLock.user == user_id)
    if till_id is not None:
        lock = lock.where(SignInLock.till == till_id)
    lock.execute(books.database.peewee)


def _standing(
    books: Books, user_id: int, till_id: int, forget_after: timedelta | None
) -> tuple[int, int]:
    """How many wrong tries there were, and how many seconds of waiting for the last are left.

    A clock that was set back says nothing of how much of it was waited: the wait for the last try
    begins anew by the clock as it goes now. So no step of the clock frees a try, and none locks for
    longer than MAX_WAIT.
    """
    row = (
        SignInLock.select(SignInLock.failures, SignInLock.locked_until, SignInLock.created_at)
        .where((SignInLock.user == user_id) & (SignInLock.till == till_id))
        .tuples()
        .first(books.database.peewee)
    )
    if row is None:
        return 0, 0
    failures, locked_until, tried_at = row
    now = books.now()
    wait = locked_until - now if locked_until else timedelta()
    if now < tried_at and locked_until:
        wait = min(locked_until - tried_at, MAX_WAIT)
        _keep(books, user_id, till_id, failures, wait)
    if wait > timedelta():
        return failures, -(-wait // _SECOND)
    if forget_after is not None and now - tried_at > forget_after:
        return 0, 0
    return int(failures), 0


def _keep(books: Books, user_id: int, till_id: int, failures: int, wait: timedelta) -> None:
    now = books.now()
    SignInLock.insert(
        user=user_id,
        till=till_id,
        failures=failures,
        locked_until=now + wait if wait else None,
        created_at=now,
    ).on_conflict_replace().execute(books.database.peewee)
