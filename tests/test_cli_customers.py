"""A customer's own data from a terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pos_app.cli import cli
from pos_app.domain.cart import Cart
from pos_app.domain.rows import Clerk, CustomerRow, ProductRow
from pos_app.shop import Shop
from tests.terminal import Run, Said, terminal


@pytest.fixture
def run(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the shop of this test."""
    return terminal(capsys, "customer", shop=shop.path)


@pytest.fixture
def rosa(shop: Shop, owner: Clerk) -> CustomerRow:
    """Rosa Diaz, whose username is rosa.diaz."""
    return shop.customers.add(first_name="Rosa", last_name="Diaz", by=owner)


def test_help(run: Run) -> None:
    for command in ("export", "erase", "rewrite-file"):
        assert run(command, "--help").code == 0


def test_all_that_is_kept(run: Run, rosa: CustomerRow, tmp_path: Path) -> None:
    target = tmp_path / "rosa.json"
    assert run("export", "rosa.diaz", str(target)) == Said(0, "", f"Written to {target}.\n")
    assert json.loads(target.read_text())["customer"]["last_name"] == "Diaz"
    assert run("export", "nobody", str(target)).code == 1


def test_forgotten_without_a_question(run: Run, shop: Shop, rosa: CustomerRow) -> None:
    assert run("erase", "rosa.diaz", "--yes") == Said(
        0, "", f"Erased. Their orders stand under erased.{rosa.id}.\n"
    )
    assert shop.customers.get(rosa.id).erased


@pytest.mark.parametrize(("typed", "erased"), [("ROSA.DIAZ\n", True), ("rosa\n", False)])
def test_the_name_is_typed_again(shop: Shop, rosa: CustomerRow, typed: str, erased: bool) -> None:
    said = CliRunner().invoke(cli, ["customer", "erase", "rosa.diaz", "--shop", shop.path], typed)
    assert said.exit_code == 0
    assert "Old backups, exports, printed receipts" in said.stderr
    assert ("another user name" in said.stderr) is not erased
    assert shop.customers.get(rosa.id).erased is erased


def test_what_is_open_is_told(
    run: Run, shop: Shop, owner: Clerk, rosa: CustomerRow, milk: ProductRow
) -> None:
    shop.orders.place(
        Cart().for_customer(rosa.id, rosa.name).add(milk), customer_id=rosa.id, by=owner
    )
    shop.ledgers.give_credit(rosa.id, 300, "late", by=owner)
    said = run("erase", "rosa.diaz", "--yes")
    assert said.code == 1
    assert "Deliver or cancel what is on its way (T1-1)." in said.err
    assert "credit of $3.00" in said.err


def test_the_file_is_written_anew(run: Run, shop: Shop, owner: Clerk, rosa: CustomerRow) -> None:
    assert run("rewrite-file") == Said(0, "", "Done.\n")
    assert shop.check(by=owner) == ()
