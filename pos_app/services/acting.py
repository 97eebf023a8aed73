"""Who acts: the person behind a token, their role, and whether it has a right, as the database
knows them at that moment."""

import hashlib
import hmac
from typing import NamedTuple

from pos_app.domain.errors import NotSignedIn
from pos_app.domain.rows import Clerk
from pos_app.storage.database import Database
from pos_app.storage.hot import Hot
from pos_app.storage.journal import Person

FIRST_TILL = 1

UNWRITTEN = 0
"""The id of a session that is not in the shop's file."""

_VERSION = "people_version"
"""The setting that is replaced, by triggers, with each change of people, sessions and rights."""

_MOST_KNOWN = 1000


class Acting(NamedTuple):
    """Who acts in this thread's command, as the database knows them: at which till, and in which
    role."""

    person: Person
    role: str
    till_id: int


class _Known(NamedTuple):
    """What was found at a version: for whom, by which token."""

    version: str
    user_id: int
    token_hash: bytes
    found: tuple[Acting, bool]


class Sessions:
    """Looks up who acts. What was found stays known while nothing of people, sessions or rights has
    changed: one small read, in the caller's own transaction, tells."""

    def __init__(self, database: Database, hot: Hot) -> None:
        self._database = database
        self._hot = hot
        self._known: dict[tuple[int, str], _Known] = {}
        self._unwritten: dict[bytes, Acting] = {}

    def find(self, by: Clerk, permission: str) -> tuple[Acting, bool]:
        """Who acts, and whether their role has a permission. Raises NotSignedIn."""
        given = hashlib.sha256(by.token.encode()).digest()
        if by.session_id == UNWRITTEN:
            return self._find_unwritten(given, permission)
        version = self._database.setting(_VERSION)
        known = self._known.get((by.session_id, permission))
        if (
            known is not None
            and known.version == version
            and known.user_id == by.id
            and hmac.compare_digest(given, known.token_hash)
        ):
            return known.found
        found = self._read(by, permission, given)
        if version is not None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[by.session_id, permission] = _Known(version, by.id, given, found)
        return found

    def let_act_unwritten(self, token: str, acting: Acting) -> None:
        """Who has this token may act in this process, though nothing can be written of it now:
        whatever is only read needs no more."""
        self._unwritten[hashlib.sha256(token.encode()).digest()] = acting

    def _read(self, by: Clerk, permission: str, given: bytes) -> tuple[Acting, bool]:
        row = self._database.row(self._hot.session, (permission, by.session_id))
        if row is None:
            raise NotSignedIn
        role, has_it, active, ended_at, token_hash, user_id, username, name, till_id, origin = row
        if not active or ended_at is not None or not hmac.compare_digest(given, token_hash):
            raise NotSignedIn
        if by.id != user_id:  # who acts stands in the books by it
            raise NotSignedIn
        person = Person(user_id, username, name, origin)
        return Acting(person, role, till_id or FIRST_TILL), bool(has_it)

    def _find_unwritten(self, given: bytes, permission: str) -> tuple[Acting, bool]:
        acting = self._unwritten.get(given)
        if acting is None:
            raise NotSignedIn
        right = "SELECT 1 FROM role_permissions WHERE role = ? AND permission = ?"
        return acting, self._database.row(right, (acting.role, permission)) is not None
