"""Roles: sets of rights that the shop changes, in force at once."""

import json

import pytest

from pos_app.domain.errors import BadValue, NotAllowed, NotSignedIn, RightNeeded
from pos_app.domain.rights import DEFAULT_RIGHTS, UNTAKABLE, Permission, Role
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from tests.conftest import OWNER_PIN


@pytest.fixture
def cleo(shop: Shop, owner: Clerk) -> Clerk:
    """A clerk who is signed in."""
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    return shop.staff.sign_in("cleo", pin="135790")


def test_a_new_shop_has_the_rights_of_the_plan(shop: Shop, owner: Clerk) -> None:
    rows = shop.roles.all(by=owner)
    assert [row.role for row in rows] == ["clerk", "supervisor", "manager", "owner"]
    assert {row.role: row.permissions for row in rows} == dict(DEFAULT_RIGHTS)
    assert [row.people for row in rows] == [0, 0, 0, 1]  # the built-in user is nobody


def test_everybody_may_see_their_own_rights_and_few_those_of_all(
    shop: Shop, owner: Clerk, cleo: Clerk
) -> None:
    assert shop.roles.mine(by=cleo) == DEFAULT_RIGHTS[Role.CLERK]
    with pytest.raises(NotAllowed):
        shop.roles.all(by=cleo)
    with pytest.raises(NotAllowed):
        shop.roles.set_permissions(Role.CLERK, Permission, by=cleo)
    with pytest.raises(NotAllowed):
        shop.staff.users(by=cleo)
    shop.staff.sign_out(by=cleo)
    with pytest.raises(NotSignedIn):
        shop.roles.mine(by=cleo)


def test_a_right_is_given_and_taken_at_once(shop: Shop, owner: Clerk, cleo: Clerk) -> None:
    heard: list[str] = []
    shop.on_change(lambda topic, _ids: heard.append(topic))
    with pytest.raises(NotAllowed):
        shop.catalog.add_category("Tea", by=cleo)
    changed = (DEFAULT_RIGHTS[Role.CLERK] | {Permission.MANAGE_CATALOG}) - {Permission.SELL}
    row = shop.roles.set_permissions("clerk", [each.value for each in changed], by=owner)
    assert (row.permissions, row.people) == (changed, 1)
    assert heard == ["staff"]
    shop.catalog.add_category("Tea", by=cleo)
    with pytest.raises(NotAllowed):
        shop.staff.check_right(Permission.SELL, by=cleo)
    shop.roles.set_permissions("clerk", changed, by=owner)  # nothing changes
    rows = shop._books.database.rows("SELECT entry FROM journal WHERE kind = 'rights'")
    assert [json.loads(text)["facts"] for (text,) in rows] == [
        {"given": ["manage_catalog"], "role": "clerk", "taken": ["sell"]}
    ]


@pytest.mark.parametrize("right", sorted(UNTAKABLE[Role.OWNER]))
def test_somebody_can_always_give_rights_back(shop: Shop, owner: Clerk, right: Permission) -> None:
    with pytest.raises(RightNeeded) as refusal:
        shop.roles.set_permissions(Role.OWNER, set(Permission) - {right}, by=owner)
    assert (refusal.value.permission, refusal.value.role) == (right.value, "owner")
    assert shop.roles.all(by=owner)[-1].permissions == frozenset(Permission)


def test_what_is_no_role_or_no_right(shop: Shop, owner: Clerk) -> None:
    for role, rights, field in (("king", [], "role"), ("clerk", ["fly"], "permission")):
        with pytest.raises(BadValue) as refusal:
            shop.roles.set_permissions(role, rights, by=owner)
        assert refusal.value.field == field


def test_a_right_of_a_newer_program_stays(shop: Shop, owner: Clerk) -> None:
    with shop._books.database.transaction() as connection:
        connection.execute("INSERT INTO role_permissions VALUES ('clerk', 'teleport', 0)")
    shop.roles.set_permissions(Role.CLERK, [Permission.SELL], by=owner)
    assert shop.roles.all(by=owner)[0].permissions == {Permission.SELL}
    kept = shop._books.database.rows(
        "SELECT permission FROM role_permissions WHERE role = 'clerk' ORDER BY permission"
    )
    assert kept == [("sell",), ("teleport",)]


def test_who_could_approve_is_told(shop: Shop, owner: Clerk, cleo: Clerk) -> None:
    sue = shop.staff.add_user(
        username="sue", name="Sue", pin=OWNER_PIN, role="supervisor", by=owner
    )

    def names(right: Permission) -> list[str]:
        return [each.name for each in shop.staff.approvers(right)]

    assert names(Permission.VOID) == ["Ann", "Sue"]
    assert names(Permission.SETTINGS) == ["Ann"]
    shop.staff.update_user(sue.id, active=False, by=owner)
    assert names(Permission.VOID) == ["Ann"]
