"""What each command writes into the journal, one entry after the other, and what never stands in
one; a new command that nobody thought of here fails."""

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos_app.domain.journal import canonical, digest
from pos_app.domain.rows import Clerk
from pos_app.services.books import Books
from pos_app.shop import Shop
from tests.services import journal_cases_goods, journal_cases_people, journal_cases_selling
from tests.services.journal_world import CASES, PERSONAL, Case, World

MODULES = (journal_cases_goods, journal_cases_people, journal_cases_selling)
"""What fills the table."""

MADE_BY_THE_CHAIN = ("key", "begin", "upgrade", "closing", "clock_set_back")

Entry = tuple[int, int, str, str, str, bytes]


@pytest.fixture
def world(shop: Shop, owner: Clerk, tmp_path: Path) -> World:
    return World(shop, owner, tmp_path)


def entries(shop: Shop) -> list[Entry]:
    """Till, sequence, kind, document, entry and signature of all, in the order of their chains."""
    return shop._database.rows(
        "SELECT till_id, sequence, kind, document, entry, signature FROM journal ORDER BY id"
    )


def heads(shop: Shop) -> dict[int, tuple[int, str]]:
    rows = shop._database.rows("SELECT till_id, sequence, hash FROM journal_heads")
    return {till: (sequence, link) for till, sequence, link in rows}


def leaves(value: Any) -> Iterator[Any]:
    """Every value in an entry that is no list and no object."""
    if isinstance(value, dict):
        for name, each in value.items():
            assert isinstance(name, str)
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield value


def check_entries(shop: Shop) -> None:
    """Every entry is canonical, whole numbers and words only, follows the one before it, and is
    signed; none names a customer. Of each chain the last entry is kept that is no single sale."""
    keys: dict[str, Ed25519PublicKey] = {}
    last: dict[int, tuple[int, str]] = {}
    links: dict[tuple[int, int], str] = {}
    kinds: dict[tuple[int, int], str] = {}
    for till, sequence, kind, document, text, signature in entries(shop):
        entry = json.loads(text)
        assert canonical(entry) == text
        assert all(isinstance(each, str | int | None) for each in leaves(entry))
        before, link = last.get(till, (0, "0" * 64))
        assert (entry["seq"], entry["prev"]) == (before + 1, link)
        assert (sequence, kind) == (entry["seq"], entry["kind"])
        assert document == entry["document"]
        if kind == "key":
            public = bytes.fromhex(entry["facts"]["public_key"])
            keys[entry["facts"]["fingerprint"]] = Ed25519PublicKey.from_public_bytes(public)
        keys[entry["key"]].verify(signature, hashlib.sha256(text.encode()).digest())
        assert [name for name in PERSONAL if name.casefold() in text.casefold()] == []
        last[till] = sequence, digest(text)
        links[till, sequence] = digest(text)
        kinds[till, sequence] = kind
    kept = heads(shop)
    assert kept.keys() == last.keys()
    for till, (sequence, link) in kept.items():
        assert links[till, sequence] == link
        behind = range(sequence + 1, last[till][0] + 1)
        assert {kinds[till, each] for each in behind} <= {"sale"}


class Broken(Exception):
    """What a command that is taken back ends with here."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_command_writes_its_entries(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = world.shop
    act = case.prepare(world)
    before = entries(shop)

    if case.whole:  # at the last moment it is taken back: nothing is left of it

        def broken(_: Books) -> None:
            raise Broken

        with monkeypatch.context() as patched:
            patched.setattr(Books, "end_command", broken)
            with pytest.raises(Broken):
                act()
        assert entries(shop) == before

    act()
    after = entries(shop)
    assert after[: len(before)] == before
    by_itself = set(MADE_BY_THE_CHAIN) - set(case.kinds)
    new = [kind for _, _, kind, *_ in after[len(before) :] if kind not in by_itself]
    assert tuple(new) == case.kinds
    check_entries(shop)
    assert shop.check(by=world.by) == ()


def test_what_writes_nothing_says_why() -> None:
    assert [case.name for case in CASES if not case.kinds and not case.why] == []
    assert len({case.name for case in CASES}) == len(CASES)


def is_command(method: Any) -> bool:
    """True for a method that `command` made, whatever stands around it."""
    while method is not None:
        if getattr(method, "__code__", None) is not None:
            name = method.__code__.co_qualname
            if name.startswith("command."):
                return True
        method = getattr(method, "__wrapped__", None)
    return False


def commands(shop: Shop) -> set[str]:
    """Every command of every service that a shop hands out."""
    for name, made in vars(type(shop)).items():
        if isinstance(made, cached_property):  # made when first asked for
            getattr(shop, name)
    found = set()
    for name, service in vars(shop).items():
        if type(service).__module__.startswith("pos_app.services") and not name.startswith("_"):
            for method, made in vars(type(service)).items():
                if callable(made) and is_command(made):
                    found.add(f"{name}.{method}")
    return found


def test_every_command_is_in_the_table(shop: Shop) -> None:
    known = commands(shop)
    assert {"checkout._sell", "settings.set_logo", "carts.keep_current"} <= known
    assert known - {case.method for case in CASES} == set()
