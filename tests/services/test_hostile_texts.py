"""Texts that no shop can keep, given to every public method: refused, each by a typed error."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from pos_app import words
from pos_app.domain.errors import BadValue, PosError, SignInRefused, UnknownTill
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop, restore, verify_journal
from tests.services.rights_goods import GOODS
from tests.services.rights_office import OFFICE
from tests.services.rights_selling import SELLING
from tests.services.rights_shop import World, make_world, opened
from tests.services.rights_table import Entry

HOSTILE = ("\ud800", "a\x00b", "", "x" * 5000)
"""Half a surrogate pair, NUL, nothing, and more than a name or a note may have."""

TABLE = (*GOODS, *SELLING, *OFFICE)


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The shop that every test copies."""
    return make_world(template, tmp_path_factory.mktemp("texts"))


def is_text(parameter: inspect.Parameter) -> bool:
    """Whether an argument is one text (or a path, or perhaps none)."""
    return str(parameter.annotation) in {
        "<class 'str'>",
        "str | None",
        "str | os.PathLike[str]",
        "str | os.PathLike[str] | None",
    }


def with_hostile_texts(method: Callable[..., Any], given: inspect.BoundArguments) -> list[str]:
    """Call a method with each of its texts spoiled in turn; what it raised that is no refusal."""
    found = []
    for parameter in inspect.signature(method).parameters.values():
        for text in HOSTILE if is_text(parameter) else ():
            arguments = type(given.arguments)({**given.arguments, parameter.name: text})
            spoiled = inspect.BoundArguments(given.signature, arguments)
            try:
                method(*spoiled.args, **spoiled.kwargs)
            except PosError as refusal:
                said = words.words(refusal).title
                found += [] if said.isprintable() else [f"{parameter.name}: {said!r}"]
            except Exception as error:  # noqa: BLE001  all that is no refusal is looked for
                found.append(f"{parameter.name}={text!r:.12}: {error!r}")
    return found


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.name)
def test_a_text_that_nothing_can_keep_is_refused(
    made: World, tmp_path: Path, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, _, name = entry.method.partition(".")
    found: list[str] = []
    monkeypatch.chdir(tmp_path)  # where a path of no folder leads
    with opened(made, tmp_path) as copy:
        world = copy.as_role("owner")
        owner = Shop if service == "shop" else type(getattr(world.shop, service))
        if not inspect.isfunction(inspect.getattr_static(owner, name)):
            return  # made without a shop: see below
        method = getattr(owner, name)

        def spoil(*args: Any, **kwargs: Any) -> Any:
            given = inspect.signature(method).bind(*args, **kwargs)
            found.extend(with_hostile_texts(method, given))
            return method(*args, **kwargs)

        monkeypatch.setattr(owner, name, spoil)
        with suppress(PosError):  # one of the spoiled calls may have done it
            entry.call(world)
        monkeypatch.undo()
    assert found == []


@pytest.mark.parametrize("text", ["\ud800", "a\x00b"])
def test_a_path_that_no_file_has_is_refused(
    shop: Shop, shop_path: Path, owner: Clerk, text: str
) -> None:
    for call in (
        lambda: Shop.open(text),
        lambda: restore(text, shop_path),
        lambda: verify_journal(text),
        lambda: verify_journal(shop_path, manifests=[text]),
        lambda: shop.exports.customers(text, by=owner),
    ):
        with pytest.raises(BadValue) as refusal:
            call()
        assert refusal.value.reason == "control_character"
    assert [each.kind for each in shop.journal.page(by=owner) if each.kind == "export"] == []


def test_a_backup_into_nowhere_is_refused(shop: Shop, owner: Clerk) -> None:
    for call in (
        lambda: shop.closing_backup("", by=owner),
        lambda: shop.journal.export("", by=owner),
        lambda: shop.backup("", by=owner),
    ):
        with pytest.raises(BadValue) as refusal:
            call()
        assert refusal.value.reason == "empty"


def test_nobody_comes_in_by_nothing(shop: Shop, owner: Clerk) -> None:
    none: Any = None
    staff = shop.staff
    for call in (
        lambda: staff.sign_in("ann", pin=none),
        lambda: staff.sign_in(none, pin="480213"),
        lambda: staff.sign_in_badge(none),
        lambda: staff.approve(Permission.VOID, by=owner, username="ann", pin=none),
        lambda: staff.add_user(username="bo", name="Bo", pin=none, by=owner),
        lambda: staff.add_user(username="bo", name="Bo", password=5, role="owner", by=owner),  # type: ignore[arg-type]
    ):
        with pytest.raises(BadValue) as refusal:
            call()
        assert refusal.value.reason == "empty"
        assert refusal.value.value in (None, "")
    with pytest.raises(UnknownTill):
        staff.sign_in("ann", pin="480213", till="\ud800")
    with pytest.raises(SignInRefused):
        staff.sign_in_badge("\ud800\ud800\ud800\ud800")
