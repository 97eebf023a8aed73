"""Every public method of every service, by each role: allowed or refused, and never in between.

The table is in rights_goods, rights_selling and rights_office. A method that is not in it fails
here, and so does a line of it without a method."""

import dataclasses
import inspect
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from pos_app.domain.errors import (
    ApprovalRefused,
    DifferenceNeedsApproval,
    DiskFull,
    NotAllowed,
    NotSignedIn,
)
from pos_app.domain.rights import DEFAULT_RIGHTS, Permission, Role
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from tests.services.rights_goods import GOODS
from tests.services.rights_office import OFFICE
from tests.services.rights_selling import SELLING
from tests.services.rights_shop import COST, OUT, World, make_world, opened
from tests.services.rights_table import Entry

TABLE = (*GOODS, *SELLING, *OFFICE)

ALL = frozenset(Permission)
NONE: frozenset[Permission] = frozenset()

each_entry = pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.name)


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The shop that every test copies."""
    return make_world(template, tmp_path_factory.mktemp("rights"))


def services(shop: Shop) -> dict[str, object]:
    """Every service by the name that the shop has for it."""
    named = [name for name in vars(shop) if not name.startswith("_")]
    return {name: getattr(shop, name) for name in [*named, "imports", "exports"]}


def public_methods(shop: Shop) -> set[str]:
    """The names of everything that can be called on a shop and its services."""
    found = set()
    for name, service in services(shop).items():
        for member, _ in inspect.getmembers(type(service), inspect.isroutine):
            if not member.startswith("_"):
                found.add(f"{name}.{member}")
        properties = inspect.getmembers(type(service), lambda each: isinstance(each, property))
        found |= {f"{name}.{member}" for member, _ in properties if not member.startswith("_")}
    own = {f"shop.{name}" for name in dir(Shop) if not name.startswith("_")}
    return found | own - {"shop.imports", "shop.exports"}


def test_every_method_is_in_the_table_and_nothing_else(made: World, tmp_path: Path) -> None:
    with opened(made, tmp_path) as world:
        methods = public_methods(world.shop)
    assert {entry.method for entry in TABLE} == methods


def test_what_is_open_says_why() -> None:
    for entry in TABLE:
        asks = any(wanted for wanted in entry.needs)
        assert bool(entry.why) != asks, entry.name


def test_a_method_that_carries_its_right_asks_for_it(made: World, tmp_path: Path) -> None:
    with opened(made, tmp_path) as world:
        for entry in TABLE:
            service, _, name = entry.method.partition(".")
            owner = world.shop if service == "shop" else getattr(world.shop, service)
            permission = getattr(getattr(type(owner), name), "permission", None)
            if permission is not None:
                assert all(permission in wanted for wanted in entry.needs), entry.name
                assert entry.needs, entry.name


NOT_THEIRS = (NotAllowed, DifferenceNeedsApproval)
"""Refusals that somebody else could lift."""

WRITES = {"shifts.open", "shifts.close"}
"""What the owner does first, so that there is something to ask for, and a count that was refused:
it is in the journal all the same."""


def refusal(world: World, entry: Entry) -> Exception | None:
    """Why somebody may not, and nothing was written; None when it was done."""
    connection = world.shop._database.connection
    before = connection.total_changes()
    try:
        entry.call(world)
    except (NotSignedIn, *NOT_THEIRS) as why:
        assert entry.method in WRITES or connection.total_changes() == before
        return why
    return None


@each_entry
def test_by_role(made: World, tmp_path: Path, entry: Entry) -> None:
    """Who may not is refused; for who may it is done, each in a shop of their own."""
    allowed = [role for role in Role if entry.allowed(DEFAULT_RIGHTS[role])]
    with opened(made, tmp_path) as copy:
        if not entry.open:
            assert isinstance(refusal(copy.as_role(OUT), entry), NotSignedIn)
        for role in Role:
            if role not in allowed:
                assert isinstance(refusal(copy.as_role(role), entry), NOT_THEIRS), role
    people: list[str] = [*allowed, OUT] if entry.open else [*allowed]
    for who in people:
        folder = tmp_path / who
        folder.mkdir()
        with opened(made, folder) as copy:
            assert refusal(copy.as_role(who), entry) is None, who


@each_entry
def test_the_answer_changes_at_once(made: World, tmp_path: Path, entry: Entry) -> None:
    """Somebody who was signed in all the time: with no right at all, then with every one."""
    with opened(made, tmp_path) as copy:
        world, roles = copy.as_role("clerk"), copy.shop.roles
        roles.set_permissions("clerk", NONE, by=world.clerks["owner"])
        if not entry.allowed(NONE):
            assert isinstance(refusal(world, entry), NOT_THEIRS)
        roles.set_permissions("clerk", ALL, by=world.clerks["owner"])
        assert refusal(world, entry) is None


@each_entry
def test_no_single_right_too_few(made: World, tmp_path: Path, entry: Entry) -> None:
    """Every right but one that is asked for is not enough."""
    with opened(made, tmp_path) as copy:
        world = copy.as_role("clerk")
        for right in sorted(frozenset().union(*entry.needs)):
            if not entry.allowed(ALL - {right}):
                world.shop.roles.set_permissions("clerk", ALL - {right}, by=world.clerks["owner"])
                assert isinstance(refusal(world, entry), NOT_THEIRS), right
        enough = min(entry.needs, key=len, default=NONE)
        world.shop.roles.set_permissions("clerk", enough, by=world.clerks["owner"])
        if entry.method not in _MORE_BY_ROLE:
            assert refusal(world, entry) is None


_MORE_BY_ROLE = {
    "staff.add_user",
    "staff.update_user",
    "staff.set_secret",
    "staff.set_badge",
    "roles.set_permissions",
}
"""Nobody gives, takes or handles rights that they have not themselves."""


# --- what products cost ------------------------------------------------------------------------


def figures(answer: object) -> Iterator[object]:
    """Everything in an answer, however deep."""
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        for each in dataclasses.fields(answer):
            yield from figures(getattr(answer, each.name))
    elif isinstance(answer, Mapping):
        for key, value in answer.items():
            yield from figures(key)
            yield from figures(value)
    elif isinstance(answer, tuple | list | set | frozenset):
        for each in answer:
            yield from figures(each)
    else:
        yield answer


@each_entry
def test_nobody_is_told_a_cost_that_is_not_for_them(
    made: World, tmp_path: Path, entry: Entry
) -> None:
    with opened(made, tmp_path) as copy:
        world = copy.as_role("clerk")
        without = ALL - {Permission.SEE_COST, Permission.SEE_JOURNAL}
        world.shop.roles.set_permissions("clerk", without, by=world.clerks["owner"])
        answer: object = None
        with suppress(*NOT_THEIRS):
            answer = entry.call(world)
        told = list(figures(answer))
        assert COST not in told, entry.name
        assert not any(str(COST) in each for each in told if isinstance(each, str)), entry.name


def costs(world: World, by: Clerk | None) -> set[int | None]:
    """What each way to ask for the lamp says of its cost."""
    catalog = world.shop.catalog
    rows: list[ProductRow] = [
        catalog.get(world.ids["lamp"], by=by),
        catalog.by_sku("LAMP", by=by),
        *(row for row in catalog.page(by=by) if row.sku == "LAMP"),
        *(row for row in catalog.search("lamp", by=by) if row.sku == "LAMP"),
    ]
    assert len(rows) == 4
    return {row.cost for row in rows}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_the_cost_is_told(made: World, tmp_path: Path, role: Role) -> None:
    with opened(made, tmp_path) as copy:
        world = copy.as_role(role)
        may = Permission.SEE_COST in DEFAULT_RIGHTS[role]
        assert costs(world, world.by) == {COST if may else None}
        assert costs(world, None) == {None}
        with pytest.raises(NotSignedIn):
            world.shop.catalog.get(world.ids["lamp"], by=world.clerks[OUT])


def test_a_list_of_products_has_the_cost_for_who_may_see_it(made: World, tmp_path: Path) -> None:
    with opened(made, tmp_path) as copy:
        world = copy.as_role("manager")
        file = Path(world.file("products.csv"))
        for rights, told in ((ALL, True), (ALL - {Permission.SEE_COST}, False)):
            world.shop.roles.set_permissions("manager", rights, by=world.clerks["owner"])
            assert world.shop.exports.products(str(file), by=world.by) == 3
            assert (f"{COST // 100}.{COST % 100}" in file.read_text(encoding="utf-8")) is told
        # Taken in again, the empty cells leave the cost as it is.
        world.shop.imports.products(str(file), by=world.by)
        assert costs(world, world.clerks["owner"]) == {COST}


# --- what leaves the shop ----------------------------------------------------------------------


def test_what_leaves_the_shop_is_in_the_journal(made: World, tmp_path: Path) -> None:
    with opened(made, tmp_path) as copy:
        world = copy.as_role("manager")
        shop, by = world.shop, world.by
        shop.exports.customers(world.file("people.csv"), by=by)
        shop.backup(world.file("copy.db"), by=by)
        shop.training_copy(by=by)
        rows = shop.journal.page(by=by, limit=3)
        told = [(row.kind, shop.journal.entry(row.till, row.sequence, by=by)) for row in rows]
    assert [(kind, entry.user, entry.facts) for kind, entry in told] == [
        ("training", "Manager", {"file": "shop.training.db"}),
        ("backup", "Manager", {"file": "copy.db"}),
        ("export", "Manager", {"file": "people.csv", "rows": 3, "what": "customers"}),
    ]


def test_an_export_that_is_approved_is_approved_once(made: World, tmp_path: Path) -> None:
    with opened(made, tmp_path) as copy:
        world = copy.as_role("clerk")
        shop = world.shop
        approval = shop.staff.approve(
            Permission.EXPORT, by=world.by, badge="MANAGER-20261126", about="products"
        )
        by = world.by.approved(approval)
        assert shop.exports.products(world.file("p.csv"), by=by) == 3
        assert str(COST) not in Path(world.file("p.csv")).read_text(encoding="utf-8")
        (row,) = shop.journal.page(by=world.clerks["owner"], kind="export")
        assert (row.user, row.approver) == ("Clerk", "Manager")
        with pytest.raises(ApprovalRefused):
            shop.exports.products(world.file("p.csv"), by=by)


def test_what_leaves_twice_at_once_is_approved_once(made: World, tmp_path: Path) -> None:
    """The second begins while the first is at work, by the same approval."""

    def at_once(name: str, right: Permission, take: Callable[..., object]) -> None:
        approval = shop.staff.approve(right, by=world.by, badge="MANAGER-20261126", about=name)
        by = world.by.approved(approval)
        begun: list[threading.Thread] = []

        def meanwhile(_done: int, _total: int) -> None:
            if not begun:
                begun.append(
                    threading.Thread(target=take, args=(world.file("2" + name), by, quiet))
                )
                begun[0].start()
                begun[0].join()

        with pytest.raises(ApprovalRefused):
            take(world.file("1" + name), by, meanwhile)
        assert not Path(world.file("1" + name)).exists()
        assert Path(world.file("2" + name)).exists()

    def quiet(_done: int, _total: int) -> None:
        pass

    with opened(made, tmp_path) as copy:
        world = copy.as_role("clerk")
        shop = world.shop
        at_once(
            "p.csv",
            Permission.EXPORT,
            lambda file, by, told: shop.exports.products(file, by=by, progress=told),
        )
        at_once("b.db", Permission.BACKUP, lambda file, by, told: shop.backup(file, told, by=by))


def test_no_list_leaves_without_its_entry_and_a_copy_is_kept_all_the_same(
    made: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """On a full disk nothing can be written down: a list can wait, a backup may be the last one."""

    def full(*_: object, **__: object) -> None:
        raise DiskFull("shop.db")

    with opened(made, tmp_path) as copy:
        world = copy.as_role("manager")
        monkeypatch.setattr(world.shop._books, "record", full)
        with pytest.raises(DiskFull):
            world.shop.exports.products(world.file("p.csv"), by=world.by)
        world.shop.backup(world.file("copy.db"), by=world.by)
        monkeypatch.undo()
        assert not Path(world.file("p.csv")).exists()
        kept = Shop.open(world.file("copy.db"))
        assert kept.catalog.count() == world.shop.catalog.count()
        kept.close()
    assert "not in the journal" in caplog.text
