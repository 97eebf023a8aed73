"""The chain itself: what it writes by itself, odd clocks, other processes, keys, and ends that were
tampered with."""

import json
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import NoSigningKey, ShopDamaged
from pos_app.domain.journal import Totals, canonical
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, JournalReport, ProductRow
from pos_app.shop import Shop, ShopSetup, verify_journal
from pos_app.storage import journal_entries
from pos_app.storage.keys import is_private, load_key
from pos_app.storage.schema import SCHEMA_VERSION
from tests.journals import Clock, add_till

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 26, 9, tzinfo=UTC))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "journal.key"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A shop's file in which nothing happened yet."""
    made = tmp_path / "corner.db"
    Shop.create(made, ShopSetup("Corner", timezone="UTC")).close()
    return made


@pytest.fixture
def opened(path: Path, clock: Clock, key_file: Path) -> Iterator[Callable[[], Shop]]:
    """Opens the shop; all are closed in the end."""
    shops: list[Shop] = []

    def again() -> Shop:
        shops.append(Shop.open(path, clock=clock, key_file=key_file))
        return shops[-1]

    yield again
    for shop in shops:
        shop.close()


@pytest.fixture
def shop(opened: Callable[[], Shop]) -> Shop:
    return opened()


@pytest.fixture
def by(shop: Shop) -> Clerk:
    return shop.staff.terminal()


@pytest.fixture
def milk(shop: Shop, by: Clerk) -> ProductRow:
    return shop.catalog.add_product(name="Milk", price=129, stock=900, by=by)


def sell(shop: Shop, milk: ProductRow, by: Clerk, till: str | None = None) -> int:
    cart = Cart().add(milk)
    return shop.checkout.sell(cart, [Payment("cash", 500)], by=by, till=till).order_id


def entries(path: Path, till_id: int = 1) -> list[dict[str, Any]]:
    # The driver of the shop itself: two of them in one process would lose each other's locks.
    db = apsw.Connection(str(path))
    rows = db.execute("SELECT entry FROM journal WHERE till_id = ? ORDER BY id", (till_id,))
    found = [json.loads(row[0]) for row in rows]
    db.close()
    return found


def kinds(path: Path, till_id: int = 1) -> list[str]:
    return [entry["kind"] for entry in entries(path, till_id)]


def whole(path: Path, key_file: Path, *keys: str) -> JournalReport:
    report = verify_journal(path, keys=keys, key_file=key_file)
    assert report.faults == ()
    return report


def damage(path: Path, sql: str) -> None:
    db = apsw.Connection(str(path))
    for name in ("journal_no_update", "journal_no_delete"):
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
    db.execute(sql)
    db.close()


# --- what a chain begins with --------------------------------------------------------------------


def test_a_chain_begins_with_its_key_and_what_the_books_held(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, key_file: Path
) -> None:
    first, second, third, *_ = entries(path)
    key = load_key(key_file)
    assert (first["kind"], first["prev"], first["seq"]) == ("key", "0" * 64, 1)
    assert first["facts"]["public_key"] == key.public.hex()
    assert first["key"] == first["facts"]["fingerprint"] == key.fingerprint
    assert second["kind"] == "begin"
    assert second["facts"]["before"] == Totals().named()
    assert second["facts"]["training"] is False
    assert third["kind"] == "sign_in"
    whole(path, key_file)


def test_a_till_that_begins_with_a_sale_counts_it_once(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, key_file: Path
) -> None:
    add_till(path, "T2")
    sell(shop, milk, by, "T2")
    assert kinds(path, 2) == ["key", "begin", "sale"]
    begin, sale = entries(path, 2)[1:]
    assert begin["perpetual"] == Totals().named()
    assert sale["perpetual"]["sales"] == 1
    assert shop.check(by=by) == ()
    whole(path, key_file)


def test_an_order_is_cancelled_in_the_chain_of_its_till(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, key_file: Path
) -> None:
    add_till(path, "T2")
    there = shop.staff.terminal(till="T2")
    ann = shop.customers.add(first_name="Ann", by=by)
    order = shop.orders.place(Cart().add(milk), customer_id=ann.id, by=by)
    shop.orders.cancel(order.id, by=there)
    assert kinds(path)[-1] == "cancel"
    assert kinds(path, 2)[-1] == "sign_in"
    assert shop.check(by=by) == ()


def test_tills_that_sold_before_the_journal_begin_together(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, key_file: Path, clock: Clock
) -> None:
    add_till(path, "T2")
    add_till(path, "T3")
    for _ in range(3):
        sell(shop, milk, by, "T2")
    shop.close()
    damage(path, "DELETE FROM journal")
    damage(path, "DELETE FROM journal_heads")
    again = Shop.open(path, clock=clock, key_file=key_file)
    owner = again.staff.terminal()
    assert kinds(path) == ["key", "begin", "sign_in"]
    assert kinds(path, 2) == ["key", "begin"]
    assert kinds(path, 3) == []
    assert entries(path, 2)[1]["facts"]["before"]["sold"] == 3 * 129
    assert {breach.rule for breach in again.check(by=owner)} == {"guards_stand"}
    again.close()
    whole(path, key_file)


@pytest.mark.parametrize(
    "bad", [1.0, {"a": {"b": 0.5}}, {1: 2}, [{"x": [1.5]}], {"n": float("nan")}]
)
def test_what_would_be_read_back_differently_is_no_entry(bad: object) -> None:
    with pytest.raises(TypeError):
        canonical(bad)


def test_what_is_written_is_spelled_in_the_one_way(
    path: Path, shop: Shop, by: Clerk, key_file: Path
) -> None:
    odd = 'A "quoted" \\ name ünïcode 🙂'
    milk = shop.catalog.add_product(name=odd, price=129, stock=9, by=by)
    sell(shop, milk, by)
    db = apsw.Connection(str(path))
    for (text,) in db.execute("SELECT entry FROM journal"):
        assert canonical(json.loads(text)) == text
    db.close()
    whole(path, key_file)


# --- programs, schemas and clocks ----------------------------------------------------------------


def test_another_version_says_so_once(
    path: Path,
    shop: Shop,
    by: Clerk,
    milk: ProductRow,
    key_file: Path,
    opened: Callable[[], Shop],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journal_entries, "__version__", "9.9")
    sell(opened(), milk, by)
    sell(shop, milk, by)
    upgrades = [entry["facts"] for entry in entries(path) if entry["kind"] == "upgrade"]
    assert len(upgrades) == 1
    assert upgrades[0]["to"] == "9.9"
    assert entries(path)[-1]["program"] == "9.9"
    whole(path, key_file)


def test_another_schema_of_the_same_version_says_so_once(
    path: Path,
    shop: Shop,
    by: Clerk,
    milk: ProductRow,
    key_file: Path,
    opened: Callable[[], Shop],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = SCHEMA_VERSION
    monkeypatch.setattr(journal_entries, "SCHEMA_VERSION", now + 1)
    sell(opened(), milk, by)
    sell(opened(), milk, by)
    upgrades = [entry["facts"] for entry in entries(path) if entry["kind"] == "upgrade"]
    assert [facts["schema"] for facts in upgrades] == [{"from": now, "to": now + 1}]
    whole(path, key_file)


MOVES = {
    "an hour back": [timedelta(hours=-1)],
    "half a second back": [timedelta(seconds=-1.5)],
    "a day back": [timedelta(days=-1)],
    "a month back": [timedelta(days=-31)],
    "three years back": [timedelta(days=-3 * 365)],
    "on to 2099 and back": [timedelta(days=73 * 365), timedelta(days=-73 * 365)],
    "into the next year": [timedelta(days=40)],
    "to and fro over a new year": [
        timedelta(days=36),
        timedelta(days=-2),
        timedelta(days=2),
        timedelta(days=-400),
        timedelta(days=500),
    ],
}


@pytest.mark.parametrize("moves", MOVES.values(), ids=MOVES.keys())
def test_whatever_the_clock_does_the_totals_are_right(
    moves: list[timedelta],
    path: Path,
    shop: Shop,
    by: Clerk,
    milk: ProductRow,
    key_file: Path,
    clock: Clock,
) -> None:
    sell(shop, milk, by)
    for move in moves:
        clock.at += move
        sell(shop, milk, by)
        sell(shop, milk, by)
    back = [entry for entry in entries(path) if entry["kind"] == "clock_set_back"]
    assert len(back) == sum(move < timedelta(seconds=-2) for move in moves)
    assert entries(path)[-1]["perpetual"]["sales"] == 1 + 2 * len(moves)
    closed = [entry["facts"] for entry in entries(path) if entry["kind"] == "closing"]
    days = sum(facts["totals"]["sales"] for facts in closed if facts["level"] == "day")
    assert days + entries(path)[-1]["period"]["sales"] == 1 + 2 * len(moves)
    assert shop.check(by=by) == ()
    report = whole(path, key_file)
    assert sum(note.kind == "clock" for note in report.notes) == len(back)


def test_a_day_a_month_and_a_year_are_closed_with_what_they_came_to(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, clock: Clock
) -> None:
    sold: dict[str, int] = {}
    clock.at = datetime(2026, 11, 28, 12, tzinfo=UTC)
    while clock.at.year == 2026:
        for _ in range(clock.at.day % 3):
            sell(shop, milk, by)
            for level in (10, 7, 4):
                name = clock.at.date().isoformat()[:level]
                sold[name] = sold.get(name, 0) + 129
        clock.at += timedelta(days=1)
    sell(shop, milk, by)
    closed = [entry["facts"] for entry in entries(path) if entry["kind"] == "closing"]
    told = {facts["of"]: facts["totals"]["sold"] for facts in closed if facts["totals"]["sold"]}
    assert told == sold
    assert {facts["of"] for facts in closed if facts["level"] != "day"} == {
        "2026-11",
        "2026-12",
        "2026",
    }
    assert closed[-1]["perpetual"]["sold"] == sold["2026"]


# --- keys ----------------------------------------------------------------------------------------


def test_a_key_is_made_once_and_for_its_owner_alone(key_file: Path) -> None:
    key = load_key(key_file)
    assert load_key(key_file).public == key.public
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert is_private(key_file)
    key_file.chmod(0o640)
    assert not is_private(key_file)


def test_a_key_that_others_may_read_is_noted(
    path: Path, shop: Shop, by: Clerk, key_file: Path
) -> None:
    assert "open_key" not in {note.kind for note in whole(path, key_file).notes}
    key_file.chmod(0o644)
    assert "open_key" in {note.kind for note in whole(path, key_file).notes}
    assert "open_key" in {note.kind for note in shop.journal.verify(by=by).notes}


def test_what_is_no_key_is_refused(tmp_path: Path, path: Path) -> None:
    bad = tmp_path / "bad.key"
    bad.write_text("no key")
    with pytest.raises(NoSigningKey) as refusal:
        Shop.open(path, key_file=bad)
    assert refusal.value.reason == "no_key"
    assert bad.read_text() == "no key"


def test_a_new_key_is_signed_by_the_old_one(
    path: Path,
    shop: Shop,
    by: Clerk,
    milk: ProductRow,
    key_file: Path,
    opened: Callable[[], Shop],
) -> None:
    """Another process that has the old key at hand goes on with the new one."""
    add_till(path, "T2")
    other = opened()
    there = other.staff.terminal(till="T2")
    old = load_key(key_file)
    new = shop.journal.new_key(by=by)
    assert new.fingerprint == load_key(key_file).fingerprint != old.fingerprint
    for till_id in (1, 2):
        last = entries(path, till_id)[-1]
        assert (last["kind"], last["key"]) == ("key", old.fingerprint)
        assert last["facts"]["fingerprint"] == new.fingerprint
    sell(other, milk, there, "T2")
    sell(shop, milk, by)
    assert kinds(path, 2)[-2:] == ["key", "sale"]
    assert {entries(path, till_id)[-1]["key"] for till_id in (1, 2)} == {new.fingerprint}
    report = whole(path, key_file)
    assert {note.kind for note in report.notes} == {"rotated"}
    assert whole(path, key_file, old.public.hex()).faults == ()
    assert [key.own for key in shop.journal.public_keys(by=by)] == [False, True]


def test_another_process_begins_a_chain_with_the_new_key(
    path: Path,
    shop: Shop,
    by: Clerk,
    milk: ProductRow,
    key_file: Path,
    opened: Callable[[], Shop],
) -> None:
    add_till(path, "T2")
    other = opened()
    new = shop.journal.new_key(by=by)
    sell(other, milk, by, "T2")
    assert {entry["key"] for entry in entries(path, 2)} == {new.fingerprint}
    assert {note.kind for note in whole(path, key_file).notes} == {"rotated"}


def test_another_process_changes_the_new_key(
    path: Path, shop: Shop, by: Clerk, key_file: Path, opened: Callable[[], Shop]
) -> None:
    other = opened()
    first = load_key(key_file).fingerprint
    second = shop.journal.new_key(by=by).fingerprint
    third = other.journal.new_key(by=by).fingerprint
    shop.settings.update(name="Another corner", by=by)
    assert [entry["key"] for entry in entries(path)[-3:]] == [first, second, third]
    assert [note.kind for note in whole(path, key_file).notes] == ["rotated", "rotated"]


def test_a_lost_key_makes_place_for_another_and_an_entry_says_so(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, key_file: Path, clock: Clock
) -> None:
    old = load_key(key_file)
    sell(shop, milk, by)
    shop.close()
    key_file.unlink()
    again = Shop.open(path, clock=clock, key_file=key_file)
    owner = again.staff.terminal()
    assert kinds(path)[-2:] == ["key", "sign_in"]
    assert entries(path)[-2]["facts"]["before"] == old.fingerprint
    assert again.check(by=owner) == ()
    again.close()
    report = whole(path, key_file)
    notes = [(note.sequence, note.kind) for note in report.notes]
    assert notes == [(6, "machine"), (5, "vouched")]
    assert [note.kind for note in whole(path, key_file, old.public.hex()).notes] == ["machine"]


def test_a_machine_that_comes_between_has_to_be_vouched_for(
    path: Path, shop: Shop, by: Clerk, key_file: Path, tmp_path: Path, clock: Clock
) -> None:
    """What an unknown key signed after this machine's own is no note any more: so a forger who
    let a key of theirs take over is found, though this machine went on behind it."""
    shop.close()
    for key in (tmp_path / "other.key", key_file):
        other = Shop.open(path, clock=clock, key_file=key)
        other.staff.terminal()
        other.close()
    report = verify_journal(path, key_file=key_file)
    assert [(fault.sequence, fault.kind) for fault in report.faults] == [(4, "key")]
    public = load_key(tmp_path / "other.key").public.hex()
    assert [note.kind for note in whole(path, key_file, public).notes] == ["machine", "machine"]


def test_a_journal_of_another_machine_is_not_vouched_for(
    path: Path, shop: Shop, by: Clerk, key_file: Path, tmp_path: Path
) -> None:
    public = load_key(key_file).public.hex()
    load_key(tmp_path / "other.key")
    report = verify_journal(path, key_file=tmp_path / "other.key")
    assert [(fault.sequence, fault.kind) for fault in report.faults] == [(1, "key")]
    assert verify_journal(path, keys=[public], key_file=tmp_path / "other.key").faults == ()
    unknown = verify_journal(path, key_file=tmp_path / "none.key")
    assert (unknown.faults, [note.kind for note in unknown.notes]) == ((), ["no_key"])
    assert not (tmp_path / "none.key").exists()


# --- who else writes, and ends that were tampered with -------------------------------------------


SELLER = """
import sys
from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.shop import Shop
shop = Shop.open(sys.argv[1], key_file=sys.argv[2])
by = shop.staff.terminal()
milk = shop.catalog.get(int(sys.argv[3]))
for _ in range(25):
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 500)], by=by)
shop.close()
"""


def test_processes_that_write_into_one_chain_at_once(
    path: Path, tmp_path: Path, key_file: Path
) -> None:
    """Also the first key of the machine is made by one of them alone."""
    shop = Shop.open(path, key_file=key_file)
    milk = shop.catalog.add_product(name="Milk", price=129, stock=900, by=shop.staff.terminal())
    sellers = [
        subprocess.Popen(
            [sys.executable, "-c", SELLER, str(path), str(key_file), str(milk.id)], cwd=ROOT
        )
        for _ in range(3)
    ]
    by = shop.staff.terminal()
    for _ in range(25):
        sell(shop, milk, by)
    assert [seller.wait(120) for seller in sellers] == [0, 0, 0]
    assert kinds(path).count("sale") == 100
    assert kinds(path).count("key") == 1
    assert shop.check(by=by) == ()
    shop.close()
    whole(path, key_file)


def test_what_was_taken_back_leaves_nothing_in_the_chain(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, key_file: Path
) -> None:
    before = kinds(path)

    def fail() -> None:
        with shop._database.transaction():
            shop._books.identify(by)
            shop._books.record("drawer", {"reason": "Coins"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert kinds(path) == before
    sell(shop, milk, by)
    assert kinds(path) == [*before, "sale"]
    whole(path, key_file)


def test_a_lost_head_is_made_anew_and_noted(
    path: Path,
    shop: Shop,
    by: Clerk,
    milk: ProductRow,
    key_file: Path,
    opened: Callable[[], Shop],
) -> None:
    damage(path, "DELETE FROM journal_heads")
    sell(opened(), milk, by)
    assert kinds(path)[-2:] == ["head_mended", "sale"]
    assert [note.kind for note in whole(path, key_file).notes] == ["head"]


def test_an_end_is_kept_of_all_but_sales_which_the_till_counts(
    path: Path,
    shop: Shop,
    by: Clerk,
    milk: ProductRow,
    key_file: Path,
    opened: Callable[[], Shop],
) -> None:
    before = len(kinds(path))
    for _ in range(3):
        sell(shop, milk, by)
    sell(opened(), milk, by)
    assert kinds(path)[before:] == ["sale"] * 4
    assert shop._database.rows("SELECT sequence FROM journal_heads") == [(before,)]
    whole(path, key_file)
    shop.settings.update(name="Another corner", by=by)
    assert shop._database.rows("SELECT sequence FROM journal_heads") == [(before + 5,)]
    whole(path, key_file)


def test_a_till_that_is_open_sells_on_where_the_end_was_cut_off(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, key_file: Path
) -> None:
    for _ in range(3):
        sell(shop, milk, by)
    last = len(kinds(path))
    damage(path, f"DELETE FROM journal WHERE sequence > {last - 2}")
    sell(shop, milk, by)
    report = verify_journal(path, key_file=key_file)
    assert [(fault.sequence, fault.kind) for fault in report.faults] == [(last - 1, "cut")]


def test_an_end_that_was_cut_off_before_the_till_is_opened_stays_known(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, key_file: Path, clock: Clock
) -> None:
    for _ in range(3):
        sell(shop, milk, by)
    last = len(kinds(path))
    shop.close()
    damage(path, f"DELETE FROM journal WHERE sequence > {last - 2}")
    again = Shop.open(path, clock=clock, key_file=key_file)
    sell(again, milk, again.staff.terminal())
    again.close()
    report = verify_journal(path, key_file=key_file)
    assert [(fault.sequence, fault.kind) for fault in report.faults] == [(last - 1, "cut")]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("document = 'sold'", "column"),
        ("document = CAST(x'ff' AS TEXT)", "column"),
        ("entry = CAST(x'ff' AS TEXT)", "edited"),
    ],
)
def test_an_entry_before_the_last_one_that_can_not_be_read_stops_no_sale(
    path: Path,
    shop: Shop,
    by: Clerk,
    milk: ProductRow,
    key_file: Path,
    opened: Callable[[], Shop],
    change: str,
    kind: str,
) -> None:
    sell(shop, milk, by)
    wrong = len(kinds(path))
    shop.settings.update(name="Another corner", by=by)
    damage(path, f"UPDATE journal SET {change} WHERE sequence = {wrong}")
    again = opened()
    sell(again, milk, again.staff.terminal())
    report = verify_journal(path, key_file=key_file)
    assert [(fault.sequence, fault.kind) for fault in report.faults] == [(wrong, kind)]


def test_an_entry_put_behind_the_end_stops_no_sale(
    path: Path, shop: Shop, by: Clerk, milk: ProductRow, key_file: Path
) -> None:
    last = len(kinds(path))
    damage(
        path,
        "INSERT INTO journal SELECT id + 1, till_id, sequence + 1, kind, document, business_date, "
        f"user_id, entry, signature, created_at FROM journal WHERE sequence = {last}",
    )
    sell(shop, milk, by)
    assert kinds(path)[-2:] == ["head_mended", "sale"]
    report = verify_journal(path, key_file=key_file)
    assert [(fault.sequence, fault.kind) for fault in report.faults] == [(last + 1, "inserted")]


def test_a_last_entry_that_can_not_be_read_is_damage(
    path: Path, shop: Shop, by: Clerk, key_file: Path, clock: Clock
) -> None:
    shop.close()
    damage(
        path, "UPDATE journal SET entry = '{' WHERE sequence = (SELECT max(sequence) FROM journal)"
    )
    again = Shop.open(path, clock=clock, key_file=key_file)
    with pytest.raises(ShopDamaged):
        again.staff.terminal()
    again.close()
