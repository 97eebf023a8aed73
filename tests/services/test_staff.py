"""Staff: a PIN opens a session, wrong ones are counted before they are looked at."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.domain.errors import BadValue, Duplicate, NotAllowed, NotSignedIn, SignInRefused
from pos_app.domain.rows import Clerk
from pos_app.services import sign_in
from pos_app.shop import Shop
from pos_app.storage.database import Database

PIN = "480213"


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
    assert shop.staff.sign_in("ann", pin=PIN).username == "ann"


@pytest.mark.usefixtures("quick_pins")
def test_parallel_tries_are_all_counted(shop: Shop) -> None:
    tries: list[int] = []

    def attack() -> None:
        for _ in range(10):
            try:
                shop.staff.sign_in("ann", pin="000000")
            except SignInRefused as refusal:
                tries.append(refusal.wait_seconds)

    threads = [threading.Thread(target=attack) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database = Database.open(shop.path)
    failures = database.rows("SELECT failures FROM sign_in_locks")[0][0]
    database.close()
    assert len(tries) == 40
    assert failures < 10  # the rest were turned away while waiting, without a look at the PIN


def test_a_user_is_added_with_checks(shop: Shop, owner: Clerk) -> None:
    user = shop.staff.add_user(username="cleo", name="Cleo", pin="135790", role="clerk", by=owner)
    assert (user.username, user.role, user.active) == ("cleo", "clerk", True)
    with pytest.raises(Duplicate):
        shop.staff.add_user(username="CLEO", name="Cleo", pin="135790", by=owner)
    cleo = shop.staff.sign_in("cleo", pin="135790")
    with pytest.raises(NotAllowed):
        shop.staff.add_user(username="mate", name="Mate", pin="135790", by=cleo)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pin": "12345"}, "pin"),
        ({"pin": "12345a"}, "pin"),
        ({"pin": "1234567890123"}, "pin"),
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
    assert changes.get("pin", "-") not in repr(refusal.value)


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
