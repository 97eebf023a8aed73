"""Staff: a PIN opens a session, wrong ones are counted before they are looked at."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest

from pos_app.domain.errors import (
    BadValue,
    Duplicate,
    LastOwner,
    NotAllowed,
    NotSignedIn,
    ShopBusy,
    SignInRefused,
    UnknownTill,
    UnknownUser,
)
from pos_app.domain.rights import DEFAULT_RIGHTS, Permission, Role
from pos_app.domain.rows import BadgeHit, Clerk, UserRow
from pos_app.services import secrets_of, sign_in
from pos_app.shop import Shop, ShopSetup
from pos_app.storage import connection
from pos_app.storage.database import Database

PIN = "480213"
PASSWORD = "caf\u00e9 au lait"
BADGE = "ANN-20261126"


def entries(shop: Shop, *kinds: str) -> list[dict[str, Any]]:
    """The journal's entries of these kinds, in the order they were written."""
    rows = shop._books.database.rows("SELECT entry FROM journal ORDER BY id")
    read = [json.loads(text) for (text,) in rows]
    return [entry for entry in read if entry["kind"] in kinds]


def told(shop: Shop, *kinds: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, who acted, and facts of entries."""
    return [(each["kind"], each["user"]["name"], each["facts"]) for each in entries(shop, *kinds)]


@pytest.fixture
def add(shop: Shop, owner: Clerk, monkeypatch: pytest.MonkeyPatch) -> Callable[..., UserRow]:
    """Adds somebody with the owner's PIN; the hash is made once, since it takes its time."""
    kept = secrets_of.hash_secret(PIN)

    def add(name: str, role: str = Role.CLERK) -> UserRow:
        with monkeypatch.context() as quick:
            quick.setattr("pos_app.services.staff.hash_secret", lambda _secret: kept)
            return shop.staff.add_user(
                username=name.lower(), name=name, pin=PIN, role=role, by=owner
            )

    return add


@pytest.fixture
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare PINs at once: argon2 takes its time on purpose."""
    monkeypatch.setattr(sign_in, "secret_matches", lambda _hash, pin: pin == PIN)


def test_a_right_pin_opens_a_session(shop: Shop) -> None:
    ann = shop.staff.sign_in("ANN ", pin=PIN)
    assert (ann.username, ann.name) == ("ann", "Ann")
    assert shop.staff.users(by=ann)[0].role == "owner"
    shop.staff.sign_out(by=ann)
    with pytest.raises(NotSignedIn):
        shop.catalog.add_category("X", by=ann)


def test_a_wrong_pin_and_a_wrong_name_look_alike(shop: Shop) -> None:
    with pytest.raises(SignInRefused) as wrong_pin:
        shop.staff.sign_in("ann", pin="000000")
    with pytest.raises(SignInRefused) as wrong_name:
        shop.staff.sign_in("bob", pin=PIN)
    assert wrong_pin.value.wait_seconds == wrong_name.value.wait_seconds == 0


@pytest.mark.usefixtures("quick_pins")
def test_waiting_grows_with_each_failure_and_ends(shop: Shop) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    shop._books.now = lambda: now
    waits = []
    for _ in range(18):
        with pytest.raises(SignInRefused) as refusal:
            shop.staff.sign_in("ann", pin="000000")
        waits.append(refusal.value.wait_seconds)
        now += timedelta(seconds=refusal.value.wait_seconds)
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]
    now -= timedelta(seconds=1)
    with pytest.raises(SignInRefused) as refusal:  # the right one is not even looked at
        shop.staff.sign_in("ann", pin=PIN)
    assert refusal.value.wait_seconds == 1
    now += timedelta(seconds=1)
    assert shop.staff.sign_in("ann", pin=PIN).username == "ann"
    assert shop.staff.sign_in("ann", pin=PIN).username == "ann"


@pytest.mark.usefixtures("quick_pins")
def test_a_clock_set_back_does_not_lock_for_longer(shop: Shop) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    shop._books.now = lambda: now
    for _ in range(6):
        with pytest.raises(SignInRefused) as refusal:
            shop.staff.sign_in("ann", pin="000000")
        now += timedelta(seconds=refusal.value.wait_seconds)
    now -= timedelta(days=400)
    with pytest.raises(SignInRefused) as refusal:
        shop.staff.sign_in("ann", pin=PIN)
    assert refusal.value.wait_seconds == 2  # as for the last try, and not for 400 days
    now += timedelta(seconds=2)
    assert shop.staff.sign_in("ann", pin=PIN).username == "ann"


def test_a_user_is_added_with_checks(shop: Shop, owner: Clerk) -> None:
    user = shop.staff.add_user(username="cleo", name="Cleo", pin="135790", role="clerk", by=owner)
    assert (user.username, user.role, user.active) == ("cleo", "clerk", True)
    with pytest.raises(Duplicate):
        shop.staff.add_user(username="CLEO", name="Cleo", pin="135790", by=owner)
    cleo = shop.staff.sign_in("cleo", pin="135790")
    with pytest.raises(NotAllowed):
        shop.staff.add_user(username="mate", name="Mate", pin="135790", by=cleo)


EASY = (
    "000000 11111111 121212 112112 123456 234567 567890 7890123 987654 210987 654321 "
    "112233 998877 111222333 123123 4711847118"
)


@pytest.mark.parametrize("pin", EASY.split())
def test_a_pin_that_anybody_would_try_is_refused(shop: Shop, owner: Clerk, pin: str) -> None:
    ann = shop.staff.sign_in("ann", pin=PIN)
    for call in (
        lambda: shop.staff.add_user(username="cleo", name="Cleo", pin=pin, by=owner),
        lambda: shop.staff.set_secret(ann.id, pin=pin, by=owner),
        lambda: shop.staff.change_own_secret(old=PIN, pin=pin, by=ann),
    ):
        with pytest.raises(BadValue) as refusal:
            call()
        assert (refusal.value.field, refusal.value.reason) == ("pin", "too_easy")
        assert pin not in str(refusal.value)


@pytest.mark.parametrize("pin", ["246810", "135790", "123465", "102030", "771166", "1234560"])
def test_other_pins_are_taken(pin: str) -> None:
    assert secrets_of.check_pin(pin) == pin


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pin": "12345"}, "pin"),
        ({"pin": "12345a"}, "pin"),
        ({"pin": "1234567890123"}, "pin"),
        ({"pin": "\u0661\u0662\u0663\u0664\u0665\u0666"}, "pin"),
        ({"pin": ""}, "pin"),
        ({"password": PASSWORD}, "password"),  # both
        ({"pin": "", "password": PASSWORD}, "password"),  # not for a clerk
        ({"pin": "", "password": PASSWORD, "role": "supervisor"}, "password"),
        ({"pin": "", "password": "7 chars", "role": "manager"}, "password"),
        ({"pin": "", "password": "x" * 129, "role": "manager"}, "password"),
        ({"pin": "", "password": "half a \ud83d pair", "role": "manager"}, "password"),
        ({"role": "king"}, "role"),
        ({"username": "a b"}, "username"),
        ({"name": ""}, "name"),
    ],
)
def test_impossible_users(shop: Shop, owner: Clerk, changes: dict[str, str], field: str) -> None:
    good = {"username": "cleo", "name": "Cleo", "pin": "135790"}
    with pytest.raises(BadValue) as refusal:
        shop.staff.add_user(**{**good, **changes}, by=owner)
    assert refusal.value.field == field
    for secret in ("pin", "password"):
        assert (changes.get(secret) or "-") not in repr(refusal.value)


def test_nobody_signs_in_as_the_terminal(shop: Shop, owner: Clerk) -> None:
    assert owner.username == "terminal"
    for pin in ("!", "", "000000"):
        with pytest.raises(SignInRefused):
            shop.staff.sign_in("terminal", pin=pin)


def test_pins_are_kept_as_argon2id_only(shop: Shop, shop_path: Path) -> None:
    database = Database.open(str(shop_path))
    (kept,) = database.rows("SELECT pin_hash FROM users WHERE username = 'ann'")[0]
    database.close()
    assert kept.startswith("$argon2id$")
    assert PIN not in kept


# --- passwords, and what replaces a secret -----------------------------------------------------


def test_a_manager_may_have_a_password(shop: Shop, owner: Clerk) -> None:
    mia = shop.staff.add_user(
        username="mia", name="Mia", password=PASSWORD, role="manager", by=owner
    )
    assert mia.secret == "password"
    assert [each.secret for each in shop.staff.sign_in_names()] == ["pin", "password"]
    decomposed = "cafe\u0301 au lait"  # the same letters from another keyboard
    assert shop.staff.sign_in("mia", pin=decomposed).name == "Mia"
    for wrong in (PASSWORD + " ", PASSWORD.upper(), "\ud83d", "x" * 100_000):
        with pytest.raises(SignInRefused):
            shop.staff.sign_in("mia", pin=wrong)


def test_a_password_of_the_longest_kind_counts_to_its_last_letter(shop: Shop, owner: Clerk) -> None:
    longest = "\u00e9" * 128
    shop.staff.add_user(username="mia", name="Mia", password=longest, role="owner", by=owner)
    assert shop.staff.sign_in("mia", pin="e\u0301" * 128).name == "Mia"
    for wrong in (longest[:-1], longest + "\u00e9", longest + "x" * 600):
        with pytest.raises(SignInRefused):
            shop.staff.sign_in("mia", pin=wrong)


def test_the_owner_of_a_new_shop_may_have_a_password(tmp_path: Path) -> None:
    setup = ShopSetup("Bare", owner_username="zoe", owner_password=PASSWORD)
    shop = Shop.create(tmp_path / "bare.db", setup)
    (zoe,) = shop.staff.sign_in_names()
    assert (zoe.name, zoe.secret) == ("zoe", "password")
    assert Permission.MANAGE_STAFF in shop.roles.mine(by=shop.staff.sign_in("zoe", pin=PASSWORD))
    shop.close()


def test_who_has_a_password_needs_a_pin_to_become_a_clerk(shop: Shop, owner: Clerk) -> None:
    mia = shop.staff.add_user(
        username="mia", name="Mia", password=PASSWORD, role="manager", by=owner
    )
    with pytest.raises(BadValue) as refusal:
        shop.staff.update_user(mia.id, role="clerk", by=owner)
    assert (refusal.value.field, refusal.value.reason) == ("role", "needs_pin")
    assert shop.staff.update_user(mia.id, role="owner", by=owner).role == "owner"
    shop.staff.set_secret(mia.id, pin="135790", by=owner)
    assert shop.staff.update_user(mia.id, role="clerk", by=owner).secret == "pin"
    with pytest.raises(BadValue):
        shop.staff.set_secret(mia.id, password=PASSWORD, by=owner)


def test_a_new_pin_ends_sessions_and_waiting(
    shop: Shop, owner: Clerk, add: Callable[..., UserRow]
) -> None:
    bo = add("Bo")
    clerk = shop.staff.sign_in("bo", pin=PIN)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            shop.staff.sign_in("bo", pin="000000")
    shop.staff.set_secret(bo.id, pin="135790", by=owner)
    with pytest.raises(NotSignedIn):
        shop.roles.mine(by=clerk)
    with pytest.raises(SignInRefused):
        shop.staff.sign_in("bo", pin=PIN)
    assert shop.staff.sign_in("bo", pin="135790").name == "Bo"


def test_ones_own_pin_is_changed_by_who_knows_it(shop: Shop, add: Callable[..., UserRow]) -> None:
    add("Bo")
    here, elsewhere = shop.staff.sign_in("bo", pin=PIN), shop.staff.sign_in("bo", pin=PIN)
    with pytest.raises(SignInRefused):
        shop.staff.change_own_secret(old="000000", pin="135790", by=here)
    with pytest.raises(BadValue):
        shop.staff.change_own_secret(old=PIN, password=PASSWORD, by=here)
    shop.staff.change_own_secret(old=PIN, pin="135790", by=here)
    assert Permission.SELL in shop.roles.mine(by=here)
    with pytest.raises(NotSignedIn):
        shop.roles.mine(by=elsewhere)
    assert shop.staff.sign_in("bo", pin="135790").name == "Bo"
    assert told(shop, "staff")[-1] == (
        "staff",
        "Bo",
        {"change": "secret", "name": "Bo", "secret": "pin", "username": "bo"},
    )


# --- changing people -----------------------------------------------------------------------------


def test_a_person_is_changed(shop: Shop, owner: Clerk, add: Callable[..., UserRow]) -> None:
    bo = add("Bo")
    heard: list[str] = []
    shop.on_change(lambda topic, _ids: heard.append(topic))
    after = shop.staff.update_user(bo.id, name="Bo Nilsen", role="supervisor", by=owner)
    assert (after.name, after.role, after.active) == ("Bo Nilsen", "supervisor", True)
    assert shop.staff.update_user(bo.id, name="Bo Nilsen", by=owner) == after  # nothing changes
    assert heard == ["staff"]
    assert told(shop, "staff")[-1][2] == {
        "before": {"name": "Bo", "role": "clerk"},
        "change": "changed",
        "name": "Bo Nilsen",
        "now": {"name": "Bo Nilsen", "role": "supervisor"},
        "username": "bo",
    }
    for unknown in (99, owner.id):
        with pytest.raises(UnknownUser):
            shop.staff.update_user(unknown, name="X", by=owner)


@pytest.mark.parametrize("changes", [{"role": "supervisor"}, {"active": False}])
def test_another_role_and_switching_off_end_sessions(
    shop: Shop, owner: Clerk, add: Callable[..., UserRow], changes: dict[str, Any]
) -> None:
    bo = add("Bo")
    clerk = shop.staff.sign_in("bo", pin=PIN)
    shop.staff.update_user(bo.id, name="Bob", by=owner)
    assert shop.roles.mine(by=clerk)
    shop.staff.update_user(bo.id, **changes, by=owner)
    with pytest.raises(NotSignedIn):
        shop.roles.mine(by=clerk)
    shop.staff.update_user(bo.id, role="clerk", active=True, by=owner)
    with pytest.raises(NotSignedIn):  # an old session never comes back
        shop.roles.mine(by=clerk)


def test_who_is_switched_off_can_do_nothing(
    shop: Shop, owner: Clerk, add: Callable[..., UserRow]
) -> None:
    bo = add("Bo")
    shop.staff.set_badge(bo.id, BADGE, by=owner)
    shop.staff.update_user(bo.id, active=False, by=owner)
    assert [each.name for each in shop.staff.sign_in_names()] == ["Ann"]
    assert [each.name for each in shop.staff.users(by=owner)] == ["Ann", "Bo"]
    with pytest.raises(SignInRefused):
        shop.staff.sign_in("bo", pin=PIN)
    with pytest.raises(SignInRefused):
        shop.staff.sign_in_badge(BADGE)


@pytest.mark.parametrize("changes", [{"role": "manager"}, {"active": False}])
def test_the_last_owner_stays(
    shop: Shop, owner: Clerk, add: Callable[..., UserRow], changes: dict[str, Any]
) -> None:
    (ann,) = shop.staff.users(by=owner)
    with pytest.raises(LastOwner):  # the built-in user is an owner, but nobody signs in as it
        shop.staff.update_user(ann.id, **changes, by=owner)
    zoe = add("Zoe", Role.OWNER)
    shop.staff.update_user(ann.id, **changes, by=owner)
    with pytest.raises(LastOwner):
        shop.staff.update_user(zoe.id, **changes, by=owner)


def test_nobody_hands_out_more_than_they_have(
    shop: Shop, owner: Clerk, add: Callable[..., UserRow]
) -> None:
    """Who may only manage staff would else make an owner, or take one's place."""
    (ann,) = shop.staff.users(by=owner)
    clerk, peer = add("Cleo"), add("Mo", Role.MANAGER)
    add("Mia", Role.MANAGER)
    managers = DEFAULT_RIGHTS[Role.MANAGER] | {Permission.MANAGE_STAFF}
    shop.roles.set_permissions(Role.MANAGER, managers - {Permission.BACKUP}, by=owner)
    mia = shop.staff.sign_in("mia", pin=PIN)
    shop.staff.update_user(clerk.id, role="manager", by=mia)
    shop.staff.set_secret(peer.id, pin="135790", by=mia)
    shop.staff.set_badge(peer.id, "MO-00001", by=mia)
    refused: list[Callable[[], object]] = [
        lambda: shop.staff.add_user(username="xy", name="X", pin=PIN, role="owner", by=mia),
        lambda: shop.staff.update_user(clerk.id, role="owner", by=mia),
        lambda: shop.staff.update_user(ann.id, active=False, by=mia),
        lambda: shop.staff.set_secret(ann.id, pin="135790", by=mia),
        lambda: shop.staff.set_badge(ann.id, "MINE-0001", by=mia),
        lambda: shop.roles.set_permissions("owner", DEFAULT_RIGHTS["owner"], by=mia),
        lambda: shop.roles.set_permissions("manager", managers, by=mia),
    ]
    for attempt in refused:
        with pytest.raises(NotAllowed) as refusal:
            attempt()
        assert (refusal.value.permission, refusal.value.name) == ("backup", "Mia")
    # An owner gives any right, also one that was taken from owners.
    shop.roles.set_permissions(Role.OWNER, set(Permission) - {Permission.EXPORT}, by=owner)
    boss = shop.staff.sign_in("ann", pin=PIN)
    assert Permission.EXPORT not in shop.roles.mine(by=boss)
    shop.roles.set_permissions(Role.OWNER, Permission, by=boss)
    assert Permission.EXPORT in shop.roles.mine(by=boss)


# --- badges --------------------------------------------------------------------------------------


def test_a_long_badge_signs_in_and_a_short_one_only_chooses(
    shop: Shop, owner: Clerk, add: Callable[..., UserRow]
) -> None:
    (ann,) = shop.staff.users(by=owner)
    bo = add("Bo")
    assert shop.staff.set_badge(ann.id, BADGE, by=owner) is True
    assert shop.staff.set_badge(bo.id, "B-77812", by=owner) is False
    for scanned in (BADGE, f" {BADGE} "):
        assert shop.staff.sign_in_badge(scanned).name == "Ann"
    for code, long_enough in ((BADGE, True), ("B-77812", False)):
        hit = shop.codes.read(code)
        assert isinstance(hit, BadgeHit)
        assert hit.long_enough is long_enough
    with pytest.raises(BadValue) as refusal:
        shop.staff.sign_in_badge("B-77812")
    assert (refusal.value.field, refusal.value.reason) == ("badge", "too_short")
    assert "77812" not in repr(refusal.value)
    assert shop.staff.set_badge(ann.id, "", by=owner) is False
    for gone in (BADGE, "", "   "):
        with pytest.raises(SignInRefused):
            shop.staff.sign_in_badge(gone)
    assert BADGE not in str(entries(shop, "staff", "sign_in", "sign_in_failed"))


def test_a_badge_that_goods_have_too_signs_nobody_in(shop: Shop, owner: Clerk) -> None:
    (ann,) = shop.staff.users(by=owner)
    shop.staff.set_badge(ann.id, "4006381333931", by=owner)
    assert shop.staff.sign_in_badge("4006381333931").name == "Ann"
    shop.catalog.add_product(name="Pen", price=129, barcodes=[("4006381333931", 1)], by=owner)
    with pytest.raises(SignInRefused):
        shop.staff.sign_in_badge("4006381333931")


def test_a_shop_may_want_a_pin_in_any_case(shop: Shop, owner: Clerk, shop_path: Path) -> None:
    (ann,) = shop.staff.users(by=owner)
    shop.staff.set_badge(ann.id, BADGE, by=owner)
    office = Shop.open(shop_path)  # another program changes it
    office.settings.update(badge_signs_in=False, by=office.staff.terminal())
    office.close()
    with pytest.raises(SignInRefused):
        shop.staff.sign_in_badge(BADGE)
    with pytest.raises(SignInRefused):
        shop.staff.approve(Permission.VOID, by=owner, badge=BADGE)
    assert isinstance(shop.codes.read(BADGE), BadgeHit)


# --- sessions and the journal --------------------------------------------------------------------


def test_a_session_belongs_to_a_till_and_its_entries_to_that_chain(shop: Shop) -> None:
    with shop._books.database.transaction() as connection:
        connection.execute("INSERT INTO tills (code, name, created_at) VALUES ('T2', 'Two', 0)")
    ann = shop.staff.sign_in("ann", pin=PIN, till="T2")
    shop.catalog.add_category("Tea", by=ann)
    shop.staff.lock(by=ann)
    with pytest.raises(NotSignedIn):
        shop.catalog.add_category("Milk", by=ann)
    assert [each["till"] for each in entries(shop, "sign_in", "lock")] == ["T2", "T2"]
    with pytest.raises(UnknownTill):
        shop.staff.sign_in("ann", pin=PIN, till="T9")


def test_who_came_who_went_and_who_failed_is_written(
    shop: Shop, add: Callable[..., UserRow]
) -> None:
    add("Bo", Role.CLERK)
    before = len(entries(shop, "sign_in", "sign_in_failed", "sign_out", "lock"))
    for _ in range(2):
        with pytest.raises(SignInRefused):
            shop.staff.sign_in("bo", pin="123123")
    with pytest.raises(SignInRefused):
        shop.staff.sign_in("480999", pin="123123")  # a PIN typed where the name belongs
    with pytest.raises(SignInRefused):
        shop.staff.sign_in_badge("BADGE-1234")
    bo = shop.staff.sign_in("bo", pin=PIN)
    shop.staff.sign_out(by=bo)
    shop.staff.sign_out(by=bo)
    shop.staff.lock(by=bo)
    written = told(shop, "sign_in", "sign_in_failed", "sign_out", "lock")[before:]
    failed = {"by": "pin", "for": "sign_in"}
    bos, nobodys = {"name": "Bo", "username": "bo"}, {"name": "", "username": ""}
    assert written == [
        ("sign_in_failed", "Bo", {"failures": 1} | bos | failed),
        ("sign_in_failed", "Bo", {"failures": 2} | bos | failed),
        ("sign_in_failed", "Terminal", {"failures": 0} | nobodys | failed),
        ("sign_in_failed", "Terminal", {"failures": 1, "by": "badge", "for": "sign_in"} | nobodys),
        ("sign_in", "Bo", {"by": "pin", "role": "clerk", "session": bo.session_id}),
        ("sign_out", "Bo", {"session": bo.session_id}),
    ]
    whole = str(entries(shop, "sign_in", "sign_in_failed", "staff"))
    for typed in ("123123", "480999", "BADGE-1234", PIN):
        assert typed not in whole


def test_the_terminal_signs_in_with_the_systems_user(shop: Shop) -> None:
    session = shop.staff.terminal().session_id
    entry = entries(shop, "sign_in")[-1]
    assert entry["user"]["username"] == "terminal"
    assert entry["user"]["origin"]
    assert entry["facts"] == {"by": "terminal", "role": "owner", "session": session}


def test_a_session_is_ended_only_by_its_token(shop: Shop) -> None:
    ann = shop.staff.sign_in("ann", pin=PIN)
    stranger = Clerk(ann.id, ann.session_id, "guess", "ann", "Ann")
    shop.staff.sign_out(by=stranger)
    assert shop.roles.mine(by=ann)


def test_nobody_acts_in_the_name_of_another(shop: Shop, add: Callable[..., UserRow]) -> None:
    add("Bob")
    ann, bob = shop.staff.sign_in("ann", pin=PIN), shop.staff.sign_in("bob", pin=PIN)
    forged = replace(bob, id=ann.id, username="ann", name="Ann")
    with pytest.raises(NotSignedIn):
        shop.shifts.open({100: 5}, by=forged)
    assert shop.shifts.open({100: 5}, by=bob).opened_by == "Bob"
    with pytest.raises(NotSignedIn):
        shop.shifts.page(by=replace(ann, id=bob.id))


def test_the_terminal_reads_and_backs_up_while_nothing_can_be_written(
    shop: Shop, shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.2)
    writer = apsw.Connection(str(shop_path))
    writer.execute("BEGIN IMMEDIATE")
    other = Shop.open(shop_path)
    by = other.staff.terminal()
    assert other.check(by=by) == ()
    assert other.reports.daily_sales(by=by) == ()
    other.backup(tmp_path / "copy.db", by=by)
    with pytest.raises(ShopBusy):
        other.catalog.add_product(name="Milk", price=1, by=by)
    with pytest.raises(NotSignedIn):  # it is known to that process only
        shop.check(by=by)
    writer.execute("ROLLBACK")
    writer.close()
    other.staff.sign_out(by=by)
    other.close()
