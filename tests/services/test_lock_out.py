"""Waiting after wrong PINs: by the rule and by nothing else, however they are typed."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.domain.errors import PosError, SignInRefused
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.services import sign_in
from pos_app.services.lock_out import wait_seconds
from pos_app.shop import Shop

PIN = "480213"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Looks:
    """Stands in for argon2, which takes its time on purpose, and counts how often it is asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.count = 0

    def __call__(self, _kept: str, typed: str) -> bool:
        with self._lock:
            self.count += 1
        return typed == PIN


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    made = Looks()
    monkeypatch.setattr(sign_in, "secret_matches", made)
    monkeypatch.setattr(sign_in, "pretend_to_look", lambda _typed: None)
    return made


class Rule:
    """The rule as it is told to people: four free tries, then 1, 2, 4 ... seconds, at most 900."""

    def __init__(self) -> None:
        self.failures = 0
        self.locked_until = 0

    def wait(self, now: int) -> int:
        return max(0, self.locked_until - now)

    def fail(self, now: int) -> int:
        self.failures += 1
        waits = [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
        wait = waits[self.failures - 1] if self.failures <= len(waits) else 900
        self.locked_until = now + wait
        return wait

    def looks_at_once(self, now: int) -> int:
        """How many wrong PINs may be looked at while the clock stands."""
        looks = 0
        while not self.wait(now):
            self.fail(now)
            looks += 1
        return looks


@given(st.integers(min_value=1, max_value=10**9))
def test_waiting_never_shrinks_and_never_lasts_for_ever(failures: int) -> None:
    assert 0 <= wait_seconds(failures) <= wait_seconds(failures + 1) <= 900
    assert (wait_seconds(failures) == 0) == (failures < 5)


steps = st.lists(
    st.tuples(
        st.sampled_from(["sign_in", "approve", "own_secret"]),
        st.sampled_from([False] * 6 + [True]),
        st.sampled_from([0, 0, 0, 1, 2, 5, 40, 600, 900, 100_000]),
    ),
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
def test_any_order_of_tries_follows_the_rule(
    shop: Shop, looks: Looks, steps: list[tuple[str, bool, int]]
) -> None:
    """At the sign-in screen, as an approver and changing one's own PIN: it is all one count."""
    now = 0
    shop._books.now = lambda: BEGIN + timedelta(seconds=now)
    with shop._books.database.transaction() as connection:
        connection.execute("DELETE FROM sign_in_locks")
    ann = shop.staff.sign_in("ann", pin=PIN)
    rule, looks.count, expected = Rule(), 0, 0
    tries: dict[str, Callable[[str], object]] = {
        "sign_in": lambda pin: shop.staff.sign_in("ann", pin=pin),
        "approve": lambda pin: shop.staff.approve(Permission.VOID, by=ann, username="ann", pin=pin),
        "own_secret": lambda pin: shop.staff.change_own_secret(old=pin, pin=PIN, by=ann),
    }
    for way, right, later in steps:
        now += later
        waits = rule.wait(now)
        expected += not waits
        if right and not waits:
            tries[way](PIN)
            rule = Rule()
        else:
            told = waits or rule.fail(now)
            with pytest.raises(SignInRefused) as refusal:
                tries[way](PIN if right else "000000")
            assert refusal.value.wait_seconds == told
        assert looks.count == expected


def test_ten_thousand_wrong_pins_from_eight_threads(shop_path: Path, looks: Looks) -> None:
    """Two programs on one file, closed and opened again: no more looks than the rule allows, and
    by the end hardly any."""
    now, rule, expected = 0, Rule(), 0
    tries: list[int] = []

    def attack(shop: Shop, way: int) -> None:
        clerk = shop.staff.terminal()

        def approve(pin: str) -> object:
            return shop.staff.approve(Permission.VOID, by=clerk, username="Ann", pin=pin)

        def come_in(pin: str) -> object:
            return shop.staff.sign_in("ann", pin=pin)

        enter = come_in if way % 2 else approve
        for number in range(125):
            with pytest.raises(SignInRefused):
                enter(f"{number:06}")
            tries.append(1)

    for pause in (0, 1, 3, 0, 40, 600, 7, 3_600, 86_400, 900):
        now += pause
        clock = lambda: BEGIN + timedelta(seconds=now)  # noqa: B023, E731
        shops = [Shop.open(shop_path, clock=clock) for _ in range(2)]
        threads = [threading.Thread(target=attack, args=(shops[way // 4], way)) for way in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for shop in shops:
            shop.close()
        expected += rule.looks_at_once(now)
        assert looks.count == expected
    assert len(tries) == 10_000
    assert looks.count == 5 + 7  # one more after each pause that was long enough
    later = Shop.open(shop_path, clock=lambda: BEGIN + timedelta(seconds=now + 900))
    assert later.staff.sign_in("ann", pin=PIN).name == "Ann"
    later.close()


def test_a_clock_that_is_set_back_frees_no_try(shop: Shop, looks: Looks) -> None:
    """At the longest wait, where each step back once was a try."""
    now = 0
    shop._books.now = lambda: BEGIN + timedelta(seconds=now)

    def waits() -> int:
        with pytest.raises(SignInRefused) as refusal:
            shop.staff.sign_in("ann", pin="000000")
        return refusal.value.wait_seconds

    for _ in range(16):
        now += waits()
    assert looks.count == 16
    for _ in range(20):
        now -= 3_600
        assert waits() == 900
    assert looks.count == 16
    now += 899  # and whoever waits from then on gets in
    assert waits() == 1
    now += 1
    assert shop.staff.sign_in("ann", pin=PIN).name == "Ann"


def test_a_clock_that_is_set_back_frees_no_badge(shop: Shop, looks: Looks) -> None:
    now = 0
    shop._books.now = lambda: BEGIN + timedelta(seconds=now)

    def waits() -> int:
        with pytest.raises(SignInRefused) as refusal:
            shop.staff.sign_in_badge(f"BADGE-{now}-XY")
        return refusal.value.wait_seconds

    for _ in range(16):
        now += waits()
    failures = "SELECT failures FROM sign_in_locks"
    assert shop._books.database.rows(failures) == [(16,)]
    for _ in range(5):
        now -= 3_600
        assert waits() == 900
    assert shop._books.database.rows(failures) == [(16,)]


moves = st.lists(st.integers(-100_000, 1_000) | st.sampled_from([0, 1, 450, 900, 901]), max_size=40)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=moves)
def test_whatever_the_clock_does_the_rule_holds(shop: Shop, looks: Looks, moves: list[int]) -> None:
    """The rule goes by a clock of its own, which stands still where the shop's is set back: there
    are never more looks than by that, and nobody is told to wait for longer than it says."""
    now, gone = 0, 0
    shop._books.now = lambda: BEGIN + timedelta(seconds=now)
    with shop._books.database.transaction() as connection:
        connection.execute("DELETE FROM sign_in_locks")
    rule = Rule()
    for move in [0] * 14 + moves:
        now, gone = now + move, gone + max(move, 0)
        before = looks.count
        with pytest.raises(SignInRefused) as refusal:
            shop.staff.sign_in("ann", pin="000000")
        assert 0 <= refusal.value.wait_seconds <= 900
        if looks.count > before:
            assert rule.wait(gone) == 0
            rule.fail(gone)
    now += 900
    assert shop.staff.sign_in("ann", pin=PIN).name == "Ann"


def test_each_till_counts_for_itself(shop: Shop, looks: Looks) -> None:
    with shop._books.database.transaction() as connection:
        connection.execute("INSERT INTO tills (code, name, created_at) VALUES ('T2', 'Two', 0)")
    for _ in range(6):
        with pytest.raises(SignInRefused):
            shop.staff.sign_in("ann", pin="000000")
    assert shop.staff.sign_in("ann", pin=PIN, till="T2").name == "Ann"
    with pytest.raises(SignInRefused) as refusal:
        shop.staff.sign_in("ann", pin=PIN, till="T1")
    assert refusal.value.wait_seconds > 0
    assert looks.count == 6


def test_unknown_badges_are_counted_for_the_till(shop: Shop, owner: Clerk, looks: Looks) -> None:
    now = 0
    shop._books.now = lambda: BEGIN + timedelta(seconds=now)
    (ann,) = shop.staff.sign_in_names()
    assert shop.staff.set_badge(ann.id, "ANN-20261126", by=owner)
    waits = []
    for _ in range(7):
        with pytest.raises(SignInRefused) as refusal:
            shop.staff.sign_in_badge(f"BADGE-{now}")
        waits.append(refusal.value.wait_seconds)
        now += refusal.value.wait_seconds
    assert waits == [0, 0, 0, 0, 1, 2, 4]
    now -= 1
    for badge in ("ANN-20261126", "BADGE-X1234"):
        with pytest.raises(SignInRefused) as refusal:
            shop.staff.sign_in_badge(badge)
        assert refusal.value.wait_seconds == 1
    assert shop.staff.sign_in("ann", pin=PIN).name == "Ann"  # a PIN is counted elsewhere
    now += 1
    # A right badge clears nothing: its wearer would else try others' between two of their own.
    assert shop.staff.sign_in_badge("ANN-20261126").name == "Ann"
    with pytest.raises(SignInRefused) as refusal:
        shop.staff.sign_in_badge("BADGE-X1234")
    assert refusal.value.wait_seconds == 8
    now += 3_601
    with pytest.raises(SignInRefused) as refusal:
        shop.staff.sign_in_badge("BADGE-X1234")
    assert refusal.value.wait_seconds == 0


def test_a_terminal_that_signs_in_locks_no_badges(shop: Shop, looks: Looks) -> None:
    for _ in range(8):
        with pytest.raises(SignInRefused):
            shop.staff.sign_in("terminal", pin="!")
    assert shop._books.database.rows("SELECT * FROM sign_in_locks") == []
    assert looks.count == 0


def test_nobody_slips_in_whose_pin_was_changed_meanwhile(
    shop: Shop, owner: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bo = shop.staff.add_user(username="bo", name="Bo", pin="551234", by=owner)

    def looks_long(_kept: str, _typed: str) -> bool:
        monkeypatch.setattr(sign_in, "secret_matches", lambda _kept, _typed: True)
        shop.staff.update_user(bo.id, active=False, by=owner)
        return True

    monkeypatch.setattr(sign_in, "secret_matches", looks_long)
    with pytest.raises(PosError) as refusal:
        shop.staff.sign_in("bo", pin="551234")
    assert isinstance(refusal.value, SignInRefused)
    open_sessions = "SELECT count(*) FROM sessions WHERE user_id = ? AND ended_at IS NULL"
    assert shop._books.database.rows(open_sessions, (bo.id,)) == [(0,)]
