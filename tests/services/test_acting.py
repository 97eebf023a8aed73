"""Who was found once stays known while nothing changes, and not a moment longer."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import apsw
import pytest

from pos_app.domain.errors import NotSignedIn
from pos_app.domain.rows import Clerk
from pos_app.services.acting import Sessions
from pos_app.shop import Shop


class Broken(Exception):
    """What a transaction that is taken back ends with here."""


@pytest.fixture
def sessions(shop: Shop) -> Sessions:
    return shop._books.sessions


@pytest.fixture
def asked(shop: Shop) -> Iterator[list[str]]:
    """The statements that this thread runs."""
    statements: list[str] = []

    def keep(_cursor: object, sql: str, _values: object) -> bool:
        statements.append(sql)
        return True

    shop._database.connection.exec_trace = keep
    yield statements
    shop._database.connection.exec_trace = None


@pytest.fixture
def elsewhere(shop: Shop) -> Iterator[apsw.Connection]:
    """Another program on the same file."""
    other = apsw.Connection(shop.path)
    yield other
    other.close()


def has(sessions: Sessions, by: Clerk, permission: str = "settings") -> bool:
    return sessions.find(by, permission)[1]


def test_who_is_known_costs_one_small_read(
    sessions: Sessions, owner: Clerk, asked: list[str]
) -> None:
    first = sessions.find(owner, "settings")
    del asked[:]
    assert sessions.find(owner, "settings") is first
    assert asked == ["SELECT value FROM settings WHERE key = ?"]


CHANGES = {
    "a right is taken": ("DELETE FROM role_permissions WHERE permission = 'settings'", False),
    "another role": ("UPDATE users SET role = 'clerk'", False),
    "switched off": ("UPDATE users SET active = 0", None),
    "signed out": ("UPDATE sessions SET ended_at = 1", None),
    "another token": ("UPDATE sessions SET token_hash = x'00'", None),
    "another person's": ("UPDATE sessions SET user_id = 99", None),
    "gone": ("DELETE FROM sessions", None),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("here", [True, False], ids=["here", "elsewhere"])
def test_a_change_is_seen_at_once(
    shop: Shop,
    sessions: Sessions,
    owner: Clerk,
    elsewhere: apsw.Connection,
    change: str,
    expected: bool | None,
    here: bool,
) -> None:
    assert has(sessions, owner)
    for connection in (shop._database.connection, elsewhere):
        connection.execute("PRAGMA foreign_keys = OFF")
    (shop._database.connection if here else elsewhere).execute(change)
    if expected is None:
        with pytest.raises(NotSignedIn):
            sessions.find(owner, "settings")
    else:
        assert has(sessions, owner) is expected


def test_a_right_that_is_given_is_seen_at_once(
    shop: Shop, sessions: Sessions, owner: Clerk, elsewhere: apsw.Connection
) -> None:
    taken = "DELETE FROM role_permissions WHERE permission = 'settings'"
    shop._database.connection.execute(taken)
    assert not has(sessions, owner)
    elsewhere.execute("INSERT INTO role_permissions VALUES ('owner', 'settings', 0)")
    assert has(sessions, owner)
    elsewhere.execute("UPDATE role_permissions SET permission = 'x' WHERE permission = 'settings'")
    assert not has(sessions, owner)


def test_what_was_taken_back_is_forgotten(
    shop: Shop, sessions: Sessions, owner: Clerk, elsewhere: apsw.Connection
) -> None:
    """Even where as many changes came afterwards as were taken back."""
    assert has(sessions, owner)
    with suppress(Broken), shop._database.transaction() as connection:
        connection.execute("DELETE FROM role_permissions WHERE permission = 'settings'")
        assert not has(sessions, owner)
        raise Broken
    assert has(sessions, owner)
    elsewhere.execute("DELETE FROM role_permissions WHERE permission = 'reports'")
    assert has(sessions, owner)
    assert not has(sessions, owner, "reports")


def test_what_is_known_is_known_of_one_token(sessions: Sessions, owner: Clerk) -> None:
    assert has(sessions, owner)
    for other in (replace(owner, token=owner.token[::-1]), replace(owner, id=owner.id + 1)):
        with pytest.raises(NotSignedIn):
            sessions.find(other, "settings")
    assert has(sessions, owner)


def test_who_is_called_another_way_stands_so_in_the_journal(
    shop: Shop, owner: Clerk, elsewhere: apsw.Connection
) -> None:
    def last() -> Any:
        row = shop._database.row("SELECT entry FROM journal ORDER BY created_at DESC, id DESC")
        assert row is not None
        return json.loads(row[0])["user"]["name"]

    shop.drawer.open(reason="Change", by=owner)
    before = last()
    elsewhere.execute("UPDATE users SET name = 'Zoe' WHERE id = ?", (owner.id,))
    shop.drawer.open(reason="Change", by=owner)
    assert (before, last()) == (owner.name, "Zoe")


def test_without_the_mark_everything_is_looked_up(
    shop: Shop, sessions: Sessions, owner: Clerk, elsewhere: apsw.Connection
) -> None:
    elsewhere.execute("DELETE FROM settings WHERE key = 'people_version'")
    assert has(sessions, owner)
    elsewhere.execute("DELETE FROM role_permissions WHERE permission = 'settings'")
    assert not has(sessions, owner)


def test_no_more_is_known_than_a_day_needs(
    sessions: Sessions, owner: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.services.acting._MOST_KNOWN", 3)
    for number in range(20):
        assert not has(sessions, owner, f"right {number}")
        assert len(sessions._known) <= 3
    assert has(sessions, owner)
