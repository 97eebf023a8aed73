"""The shop's file: opened with care, refused in clear terms, never replaced by accident."""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    Cancelled,
    NewerShop,
    NoSuchBackend,
    NotAShop,
    PosError,
    ShopBusy,
    ShopDamaged,
    ShopExists,
    ShopNotFound,
    ShopReadOnly,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop, ShopSetup, restore
from pos_app.storage import copying, migrating
from pos_app.storage import database as database_module
from pos_app.storage.connection import refusals
from pos_app.storage.database import Database
from pos_app.storage.fields import from_micros, to_micros
from pos_app.storage.schema import SCHEMA_VERSION


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the real migrations, where a test can put one more."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for real in (Path(migrating.__file__).parent / "migrations").glob("*.py"):
        (folder / real.name).write_bytes(real.read_bytes())
    monkeypatch.setattr(migrating, "_FOLDER", folder)
    return folder


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_connection_is_durable(shop: Shop) -> None:
    database = Database.open(shop.path)
    connection = database.connection
    assert [
        connection.pragma(name)
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
    ] == ["wal", 2, 1, 0]
    database.close()


def test_a_join_is_planned_once_and_not_for_every_value(shop: Shop) -> None:
    database = Database.open(shop.path)
    planned: list[int] = []

    def asked_while_planning(action: int, *_: object) -> int:
        planned.append(action)
        return apsw.SQLITE_OK

    database.connection.authorizer = asked_while_planning
    join = "SELECT u.name FROM sessions AS s JOIN users AS u ON u.id = s.user_id WHERE s.id = ?"
    database.row(join, (1,))
    once = len(planned)
    database.row(join, (2,))
    database.row(join, (3,))
    assert len(planned) == once > 0
    database.close()


def test_an_unsafe_sqlite_is_refused(shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.51.2")
    with pytest.raises(RuntimeError, match="may damage"):
        Database.open(str(shop_path))


def test_a_new_shop_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    shop = Shop.create(path, ShopSetup("New", timezone="UTC"))
    shop.backup(tmp_path / "copy.db", by=shop.staff.terminal())
    assert mode_of(path) == mode_of(tmp_path / "copy.db") == 0o600
    assert {mode_of(file) for file in tmp_path.iterdir()} == {0o600}
    shop.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "new.db"]


@pytest.mark.parametrize(
    ("setup", "name"),
    [
        (ShopSetup("Laden", country="de", timezone="UTC"), "MwSt"),
        (ShopSetup("Shop", country="GB", timezone="UTC"), "VAT"),
        (ShopSetup("Store", country="US", timezone="UTC"), "Tax"),
        (ShopSetup("Loja", country="BR", timezone="UTC"), "Tax"),
        (ShopSetup("Laden", country="DE", tax_name=" USt ", timezone="UTC"), "USt"),
    ],
)
def test_the_first_tax_is_called_as_people_call_it(
    tmp_path: Path, setup: ShopSetup, name: str
) -> None:
    shop = Shop.create(tmp_path / "new.db", setup)
    (standard,) = shop.taxes.classes()
    assert [rate.name for rate in standard.periods[0].rates] == [name]
    shop.close()


def test_a_new_shop_never_stands_on_a_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ann")
    with pytest.raises(ShopExists):
        Shop.create(path, ShopSetup("New", timezone="UTC"))
    assert path.read_text() == "Dear Ann"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("setup", "field"),
    [
        (ShopSetup(" ", timezone="UTC"), "name"),
        (ShopSetup("X", currency="XXQ", timezone="UTC"), "currency"),
        (ShopSetup("X", currency="dollars", timezone="UTC"), "currency"),
        (ShopSetup("X", country="XX", timezone="UTC"), "country"),
        (ShopSetup("X", timezone="Mars/Olympus"), "timezone"),
        (ShopSetup("X", locale="xx_YY", timezone="UTC"), "locale"),
        (ShopSetup("X", tax_rate_ppm=2_000_000, timezone="UTC"), "rate_ppm"),
        (ShopSetup("X", tax_name="V" * 41, timezone="UTC"), "tax_name"),
        (ShopSetup("X", timezone="UTC", owner_username="ann", owner_pin="123"), "pin"),
    ],
)
def test_a_bad_set_up_makes_no_file(tmp_path: Path, setup: ShopSetup, field: str) -> None:
    with pytest.raises(PosError) as refusal:
        Shop.create(tmp_path / "new.db", setup)
    assert getattr(refusal.value, "field", "") == field
    assert list(tmp_path.iterdir()) == []


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ShopNotFound) as refusal:
        Shop.open(tmp_path / "nothing.db")
    assert refusal.value.path == str(tmp_path / "nothing.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"Dear Ann", b"SQLite format 3\x00" + b"x" * 4096])
def test_a_file_that_is_no_shop(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises((NotAShop, ShopDamaged)):
        Shop.open(path)
    assert path.read_bytes() == content


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = apsw.Connection(str(path))
    other.execute("CREATE TABLE songs (id INTEGER)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotAShop):
        Shop.open(path)
    assert path.read_bytes() == before


def test_a_folder_and_an_address(tmp_path: Path) -> None:
    with pytest.raises(NotAShop):
        Shop.open(tmp_path)
    with pytest.raises(NoSuchBackend):
        Shop.open("postgresql://ann@server/shop")


def test_a_newer_file_is_left_alone(shop_path: Path) -> None:
    file = apsw.Connection(str(shop_path))
    file.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    file.close()
    before = shop_path.read_bytes()
    with pytest.raises(NewerShop) as refusal:
        Shop.open(shop_path)
    assert (refusal.value.found, refusal.value.known) == (SCHEMA_VERSION + 1, SCHEMA_VERSION)
    assert shop_path.read_bytes() == before


def test_a_damaged_file(shop_path: Path) -> None:
    content = bytearray(shop_path.read_bytes())
    content[100:8192] = os.urandom(8092)
    shop_path.write_bytes(content)
    with pytest.raises(ShopDamaged):
        Shop.open(shop_path)


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write read-only files"
)
def test_a_read_only_file(shop_path: Path) -> None:
    shop_path.chmod(0o400)
    with pytest.raises(ShopReadOnly):
        Shop.open(shop_path)


def test_a_file_that_may_not_be_written(shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ShopReadOnly):
        Shop.open(shop_path)


def test_a_locked_file_is_waited_for_and_then_named(
    shop: Shop, owner: Clerk, milk: ProductRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = apsw.Connection(shop.path)
    other.execute("BEGIN IMMEDIATE")
    shop._database.connection.set_busy_timeout(50)
    with pytest.raises(ShopBusy):
        shop.stock.receive(milk.id, 1, by=owner)
    assert shop.catalog.get(milk.id).on_hand == 40  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    assert shop.stock.receive(milk.id, 1, by=owner).on_hand == 41


def test_an_older_file_is_copied_then_brought_up_to_date(
    tmp_path: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    Shop.create(path, ShopSetup("Old", timezone="UTC")).close()
    (migrations / f"{SCHEMA_VERSION + 1:04}_adds.py").write_text(
        "def up(migrator, db):\n    db.execute_sql('CREATE TABLE more (id INTEGER) STRICT')\n"
    )
    for module in (migrating, copying, database_module):
        monkeypatch.setattr(module, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    shop = Shop.open(path)
    assert shop._database.rows("SELECT name FROM sqlite_schema WHERE name = 'more'") == [("more",)]
    shop.close()
    (copy,) = tmp_path.glob("old.db.schema-*.bak")
    assert mode_of(copy) == 0o600
    monkeypatch.undo()
    old = Shop.open(copy)
    assert old.check(by=old.staff.terminal()) == ()
    old.close()
    with pytest.raises(NewerShop):
        Shop.open(path)


def test_a_failed_migration_leaves_the_old_file(
    tmp_path: Path, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shop.db"
    Shop.create(path, ShopSetup("Old", timezone="UTC")).close()
    (migrations / f"{SCHEMA_VERSION + 1:04}_breaks.py").write_text(
        "def up(migrator, db):\n"
        "    db.execute_sql('CREATE TABLE half (id INTEGER) STRICT')\n"
        "    raise ArithmeticError\n"
    )
    for module in (migrating, copying, database_module):
        monkeypatch.setattr(module, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(ArithmeticError):
        Shop.open(path)
    monkeypatch.undo()
    shop = Shop.open(path)
    assert shop._database.rows("SELECT name FROM sqlite_schema WHERE name = 'half'") == []
    assert shop.check(by=shop.staff.terminal()) == ()
    shop.close()


def test_a_backup_is_a_whole_shop(
    shop: Shop, owner: Clerk, milk: ProductRow, tmp_path: Path
) -> None:
    steps: list[tuple[int, int]] = []
    shop.backup(tmp_path / "copy.db", lambda done, total: steps.append((done, total)), by=owner)
    assert steps[-1][0] == steps[-1][1] > 0
    copy = Shop.open(tmp_path / "copy.db")
    assert (copy.catalog.get(milk.id), copy.check(by=copy.staff.terminal())) == (milk, ())
    copy.close()
    with pytest.raises(ShopExists):
        shop.backup(tmp_path / "copy.db", by=owner)


def test_a_cancelled_backup_leaves_nothing(shop: Shop, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        shop.backup(tmp_path / "copy.db", stop, by=shop.staff.terminal())
    assert list(tmp_path.glob("copy*")) == []


def test_restore_brings_back_and_puts_aside(
    shop: Shop, owner: Clerk, milk: ProductRow, tmp_path: Path
) -> None:
    backup = tmp_path / "copy.db"
    shop.backup(backup, by=owner)
    shop.stock.receive(milk.id, 5, by=owner)
    aside = restore(backup, shop.path)
    assert shop.catalog.get(milk.id).on_hand == 40  # an open shop sees it too
    assert shop.check(by=owner) == ()
    assert aside is not None
    before = Shop.open(aside)
    assert before.catalog.get(milk.id).on_hand == 45
    before.close()


def test_restore_to_a_new_place(shop: Shop, tmp_path: Path) -> None:
    backup, place = tmp_path / "copy.db", tmp_path / "elsewhere.db"
    shop.backup(backup, by=shop.staff.terminal())
    assert restore(backup, place) is None
    assert Shop.open(place).check(by=Shop.open(place).staff.terminal()) == ()
    assert mode_of(place) == 0o600


def test_a_bad_backup_restores_nothing(shop: Shop, milk: ProductRow, tmp_path: Path) -> None:
    backup = tmp_path / "copy.db"
    shop.backup(backup, by=shop.staff.terminal())
    content = bytearray(backup.read_bytes())
    content[-40_000:] = os.urandom(40_000)
    broken, letter = tmp_path / "broken.db", tmp_path / "letter.txt"
    broken.write_bytes(content)
    letter.write_text("Dear Ann")
    for path, refusal in (
        (broken, ShopDamaged),
        (letter, NotAShop),
        (tmp_path / "no", ShopNotFound),
    ):
        with pytest.raises(refusal):
            restore(path, shop.path)
    assert shop.catalog.get(milk.id) == milk
    with pytest.raises(NotAShop):
        restore(backup, letter)
    assert letter.read_text() == "Dear Ann"


def test_a_damaged_shop_is_moved_aside_as_it_is(shop_path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "copy.db"
    shop = Shop.open(shop_path)
    shop.backup(backup, by=shop.staff.terminal())
    shop.close()
    content = bytearray(shop_path.read_bytes())
    content[100:8192] = os.urandom(8092)
    shop_path.write_bytes(content)
    aside = restore(backup, shop_path)
    assert aside is not None
    assert Path(aside).read_bytes() == content
    restored = Shop.open(shop_path)
    assert restored.check(by=restored.staff.terminal()) == ()
    restored.close()


def test_several_processes_use_one_file(shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    """Two processes and this one sell at once: nothing is lost, and each sees the others."""
    script = (
        "import sys\n"
        "from pos_app.shop import Shop\n"
        "from pos_app.domain.cart import Cart\n"
        "from pos_app.domain.payment import Payment\n"
        "shop = Shop.open(sys.argv[1])\n"
        "by = shop.staff.terminal()\n"
        "milk = shop.catalog.get(int(sys.argv[2]))\n"
        "for _ in range(10):\n"
        "    shop.checkout.sell(Cart().add(milk), [Payment('cash', 129)], by=by)\n"
        "shop.close()\n"
    )
    version = shop.data_version()
    command = [sys.executable, "-c", script, shop.path, str(milk.id)]
    others = [subprocess.Popen(command) for _ in range(2)]
    for _ in range(10):
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    assert [other.wait(timeout=60) for other in others] == [0, 0]
    assert shop.catalog.get(milk.id).on_hand == 10
    assert shop.data_version() != version
    assert shop.check(by=owner) == ()


@pytest.mark.skipif(os.name == "nt", reason="SQLite locks in another way there")
def test_a_log_that_another_process_folds_back_is_left_to_it(shop: Shop, milk: ProductRow) -> None:
    # The lock of a checkpoint is byte 121 of the index file: https://sqlite.org/walformat.html
    script = (
        "import fcntl, sys\n"
        "index = open(sys.argv[1], 'r+b')\n"
        "fcntl.lockf(index, fcntl.LOCK_EX, 1, 121)\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, f"{shop.path}-shm"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert not shop.checkpoint()
        other.communicate()
    assert shop.checkpoint()
    assert shop.catalog.get(milk.id) == milk


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (apsw.FullError("database or disk is full"), "DiskFull"),
        (apsw.BusyError("database is locked"), "ShopBusy"),
        (apsw.ReadOnlyError("attempt to write a readonly database"), "ShopReadOnly"),
        (apsw.CantOpenError("unable to open database file"), "ShopReadOnly"),
        (apsw.CorruptError("database disk image is malformed"), "ShopDamaged"),
    ],
)
def test_what_sqlite_says_in_the_shops_words(error: Exception, refusal: str) -> None:
    def fail() -> None:
        try:
            raise error
        finally:
            # The rollback fails too, and must not hide the cause.
            raise apsw.SQLError("cannot rollback - no transaction is active")

    with pytest.raises(PosError) as found, refusals("corner.db"):
        fail()
    assert type(found.value).__name__ == refusal


def test_other_errors_pass_as_they_are() -> None:
    with pytest.raises(apsw.SQLError), refusals("corner.db"):
        raise apsw.SQLError("no such table: nothing")


def test_a_transaction_is_never_nested(shop: Shop) -> None:
    database = Database.open(shop.path)
    with pytest.raises(apsw.SQLError), database.transaction(), database.transaction():
        pass
    with database.transaction():
        pass
    database.close()


def test_times_are_kept_exactly(shop: Shop) -> None:
    at = datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC)
    assert from_micros(to_micros(at)) == at
    assert to_micros(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)) == -1_000_000
    with pytest.raises(ValueError, match="zone"):
        to_micros(at.replace(tzinfo=None))
