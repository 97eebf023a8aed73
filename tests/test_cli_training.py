"""The terminal with a copy to practise on: it is made there, and each command says what it is."""

import csv
import io
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop
from tests.terminal import Run, terminal

NOTHING_SOLD = "TRAINING: nothing is sold"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with settings of this test's own."""
    monkeypatch.setenv("COUNTERTOP_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COUNTERTOP_SHOP", raising=False)
    return terminal(capsys)


@pytest.fixture
def copy(run: Run, shop: Shop, milk: ProductRow) -> Path:
    """A copy of a shop that sold one milk, made by the command."""
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=shop.staff.terminal())
    made = run("training", "--shop", shop.path)
    path = Path(shop.path).with_name("corner.training.db")
    assert (made.code, made.out) == (0, "")
    assert str(path) in made.err
    assert NOTHING_SOLD not in made.err
    return path


def test_every_command_on_it_says_so_and_none_on_the_shop(
    run: Run, copy: Path, shop: Shop, tmp_path: Path
) -> None:
    products = tmp_path / "products.csv"
    for command in (
        ["check"],
        ["report", "daily-sales"],
        ["export", "products", products],
        ["import", "products", products],
        ["backup", tmp_path / "backup.db"],
    ):
        on_copy = run(*command, "--shop", copy)
        assert on_copy.code == 0, on_copy.err
        assert NOTHING_SOLD in on_copy.err
        if command[0] != "backup":
            assert "TRAINING" not in run(*command, "--shop", shop.path).err


def test_reports_of_it_say_so_in_what_they_give_out(run: Run, copy: Path, shop: Shop) -> None:
    assert run("report", "daily-sales", "--shop", copy).out.startswith(NOTHING_SOLD)
    as_csv = run("report", "daily-sales", "--format", "csv", "--shop", copy).out
    assert [row["training"] for row in csv.DictReader(io.StringIO(as_csv))] == ["TRAINING"]
    as_json = json.loads(run("report", "daily-sales", "--format", "json", "--shop", copy).out)
    assert [row["training"] for row in as_json] == ["TRAINING"]
    for form in ("table", "csv", "json"):
        said = run("report", "daily-sales", "--format", form, "--shop", shop.path)
        assert "training" not in said.out.lower()


def test_a_backup_of_it_never_becomes_the_shop(
    run: Run, copy: Path, shop: Shop, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    run("backup", backup, "--shop", copy)
    said = run("restore", backup, "--yes", "--shop", shop.path)
    assert said.code == 4
    assert "is a copy to practise on" in said.err
    assert Shop.open(shop.path).info.training is False


def test_it_is_made_anew_but_not_under_a_window(run: Run, copy: Path, shop: Shop) -> None:
    assert run("training", "--shop", shop.path).code == 0
    lock = QLockFile(f"{copy}.window")
    assert lock.tryLock(0)
    before = copy.read_bytes()
    said = run("training", "--shop", shop.path)
    lock.unlock()
    assert said.code == 4
    assert "A window has this shop open" in said.err
    assert copy.read_bytes() == before


def test_a_copy_has_no_copy(run: Run, copy: Path) -> None:
    said = run("training", "--shop", copy)
    assert said.code == 4
    assert "is a copy to practise on" in said.err
