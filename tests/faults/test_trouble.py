"""What stands in the way of a shop's file: clear words for each, and nothing lost or replaced."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
import pytest

from pos_app import paths
from pos_app.shop import Shop
from pos_app.storage import connection
from tests.faults import disks
from tests.terminal import Run, Said, terminal

resource = pytest.importorskip("resource", reason="limits of this kind are Unix's")

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = paths.resources() / "sample_shop" / "products.csv"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command here."""
    monkeypatch.setenv("COUNTERTOP_HOME", str(tmp_path / "home"))
    return terminal(capsys)


def run_limited(bytes_per_file: int, *arguments: object) -> Said:
    """Runs a command in a process that can't make a file larger than that."""
    ran = subprocess.run(
        [sys.executable, "-m", "pos_app", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (bytes_per_file, bytes_per_file)
        ),
    )
    return Said(ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB: enough for a small shop, and soon full."""
    with disks.small_disk(tmp_path / "disk", 6) as place:
        yield place


def sound(path: Path) -> int:
    """The number of products in a shop that was found sound."""
    shop = Shop.open(path)
    assert shop.check(by=shop.staff.terminal()) == ()
    count = shop.catalog.count()
    shop.close()
    return count


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


# --- a full disk ---------------------------------------------------------------------------------


def test_a_file_that_can_not_grow_stops_an_import(run: Run, shop_path: Path) -> None:
    said = run_limited(700_000, "import", "products", PRODUCTS, "--shop", shop_path)
    assert (said.code, said.out) == (4, "")
    assert "The disk is full." in said.err
    assert "Traceback" not in said.err
    assert 0 < sound(shop_path) < 497
    assert run("import", "products", PRODUCTS, "--shop", shop_path).code == 0
    assert sound(shop_path) == 497


def test_an_export_that_can_not_grow_leaves_the_file_before_it(
    run: Run, shop_path: Path, tmp_path: Path
) -> None:
    run("import", "products", PRODUCTS, "--shop", shop_path)
    target = tmp_path / "products.csv"
    target.write_text("mine")
    names = set(snapshot(tmp_path))
    said = run_limited(20_000, "export", "products", target, "--shop", shop_path)
    assert said.code == 4
    assert "The disk is full." in said.err
    assert target.read_text() == "mine"
    assert set(snapshot(tmp_path)) == names


def test_a_full_disk_stops_an_import_a_backup_and_an_export(
    run: Run, small_disk: Path, shop_path: Path
) -> None:
    path = small_disk / "corner.db"
    shutil.copyfile(shop_path, path)
    ballast = small_disk / "ballast"
    with ballast.open("wb") as file:
        free = shutil.disk_usage(small_disk).free
        file.write(b"\0" * (free - 500_000))
    said = run("import", "products", PRODUCTS, "--shop", path)
    assert said.code == 4
    assert "The disk is full." in said.err
    kept = sound(path)
    assert kept < 497
    with ballast.open("ab") as file:
        file.write(b"\0" * (shutil.disk_usage(small_disk).free - 8192))
    before = set(snapshot(small_disk))
    for command in (
        ["backup", small_disk / "copy.db"],
        ["export", "products", small_disk / "p.csv"],
    ):
        said = run(*command, "--shop", path)
        assert said.code in ((4,) if command[0] == "backup" or kept > 100 else (0, 4))
        assert said.code == 0 or "The disk is full." in said.err
    assert set(snapshot(small_disk)) - {"p.csv"} == before
    assert sound(path) == kept
    ballast.unlink()
    assert run("import", "products", PRODUCTS, "--shop", path).code == 0
    assert sound(path) == 497


# --- a file that can't be used -------------------------------------------------------------------


def test_a_read_only_disk(run: Run, small_disk: Path, shop_path: Path) -> None:
    path = small_disk / "corner.db"
    shutil.copyfile(shop_path, path)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for command in (["import", "products", PRODUCTS], ["check"], ["report", "low-stock"]):
        said = run(*command, "--shop", path)
        assert (said.code, said.out) == (4, "")
        assert f"{path} can't be written." in said.err
    assert run("new", "--shop", small_disk / "new.db").code == 4
    assert path.read_bytes() == shop_path.read_bytes()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write any file")
def test_a_read_only_file(run: Run, shop_path: Path) -> None:
    shop_path.chmod(0o400)
    before = shop_path.read_bytes()
    said = run("import", "products", PRODUCTS, "--shop", shop_path)
    assert said.code == 4
    assert f"{shop_path} can't be written." in said.err
    assert shop_path.read_bytes() == before


def a_text(path: Path) -> None:
    path.write_text("Dear shop, " * 100)


def nothing(path: Path) -> None:
    path.touch()


def another_database(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes (text)")
    other.close()


COMMANDS = (
    ["check"],
    ["report", "daily-sales"],
    ["import", "products", PRODUCTS],
    ["backup", "copy.db"],
    ["new"],
)


@pytest.mark.parametrize("make", [a_text, nothing, another_database])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
def test_a_file_that_is_no_shop(
    run: Run, tmp_path: Path, make: Callable[[Path], None], command: list[str]
) -> None:
    path = tmp_path / "something.db"
    make(path)
    before = snapshot(tmp_path)
    said = run(*command, "--shop", path)
    assert (said.code, said.out) == (4, "")
    wanted = "There is a file at" if command[0] == "new" else "is not a shop of this program."
    assert wanted in said.err
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("make", [a_text, nothing, another_database])
def test_what_is_no_shop_is_never_restored(
    run: Run, tmp_path: Path, shop_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "something.db"
    make(path)
    before = snapshot(tmp_path)
    said = run("restore", path, "--yes", "--shop", shop_path)
    assert said.code == 4
    assert "is not a shop of this program." in said.err
    assert snapshot(tmp_path) == before


def newer(path: Path) -> None:
    with sqlite3.connect(path) as shop:
        shop.execute("PRAGMA user_version = 99")
    shop.close()


@pytest.mark.parametrize("command", COMMANDS[:-1], ids=lambda command: str(command[0]))
def test_a_file_of_a_newer_version(run: Run, shop_path: Path, command: list[str]) -> None:
    newer(shop_path)
    before = snapshot(shop_path.parent)
    said = run(*command, "--shop", shop_path)
    assert (said.code, said.out) == (4, "")
    assert "was made by a newer version of this program." in said.err
    assert "Install the newer version (file 99, this program" in said.err
    assert snapshot(shop_path.parent) == before


def test_a_newer_backup_is_not_restored(run: Run, shop_path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    shutil.copyfile(shop_path, backup)
    newer(backup)
    before = snapshot(tmp_path)
    said = run("restore", backup, "--yes", "--shop", shop_path)
    assert said.code == 4
    assert "newer version" in said.err
    assert snapshot(tmp_path) == before


def test_a_damaged_file(run: Run, shop_path: Path) -> None:
    content = bytearray(shop_path.read_bytes())
    content[8192:60_000] = b"\xff" * (60_000 - 8192)
    shop_path.write_bytes(content)
    said = run("check", "--shop", shop_path)
    assert said.code in (1, 4)
    assert "Traceback" not in said.err
    assert shop_path.read_bytes() == bytes(content)


def test_a_locked_file(
    run: Run, shop_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.2)
    # Of the shop's own library: locks of two libraries in one process don't know each other.
    writer = apsw.Connection(str(shop_path))
    writer.execute("BEGIN IMMEDIATE")
    said = run("import", "products", PRODUCTS, "--shop", shop_path)
    assert said.code == 4
    assert "kept the shop's file busy for too long" in said.err
    # Reading waits for nobody.
    assert run("report", "low-stock", "--shop", shop_path).code == 0
    assert run("backup", tmp_path / "copy.db", "--shop", shop_path).code == 0
    writer.execute("ROLLBACK")
    writer.close()
    assert run("import", "products", PRODUCTS, "--shop", shop_path).code == 0
    assert sound(shop_path) == 497
