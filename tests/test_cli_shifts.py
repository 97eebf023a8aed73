"""Shifts from a terminal."""

from pathlib import Path

import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from tests.terminal import Run, terminal


@pytest.fixture
def run(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the shop of this test."""
    return terminal(capsys, "shift", shop=shop.path)


def figure(text: str, label: str) -> str:
    """What stands behind a label on a slip."""
    (row,) = [line for line in text.splitlines() if line.strip().startswith(label)]
    return row.strip().removeprefix(label).strip()


def test_help(run: Run) -> None:
    assert "python -m pos_app shift open" in run("--help").out
    for command in ("open", "close", "x", "z", "in", "out", "drop", "list", "correct"):
        assert run(command, "--help").code == 0


def test_a_shift_from_end_to_end(run: Run, shop: Shop, owner: Clerk, milk: ProductRow) -> None:
    said = run("open", "--count", "20=5", "--count", "0.25=40", "--count", "20=1")
    assert (said.code, said.out) == (0, "")
    assert "Shift 1 of T1 is open with $130.00." in said.err
    number = shop.checkout.sell(Cart().add(milk, 2), [Payment("cash", 500)], by=owner).number
    assert "To the safe: $50.00 (Noon)" in run("drop", "50", "--reason", "Noon").err
    assert "Cash in: $10.00 (Change)" in run("in", "10", "--reason", "Change").err
    assert "Cash out: $3.00 (Stamps)" in run("out", "3.00", "--reason", "Stamps").err
    assert figure(run("x").out, "Should be there") == "89.58"
    corrected = run("correct", number, "--to", "card", "--reason", "Typed cash")
    assert f"{number}: $2.58 came in by card not cash." in corrected.err
    refused = run("close", "--count", "1=80", "--next-float", "40")
    assert refused.code == 1
    assert "should be there" in refused.err
    closed = run("close", "--count", "1=80", "--next-float", "40", "--reason", "A note is gone")
    assert closed.code == 0
    assert figure(closed.out, "Difference") == "−7.00"
    assert figure(closed.out, "Stays in the drawer") == "40.00"
    assert "Z REPORT" in closed.out
    copy = Path(closed.err.splitlines()[-1].removeprefix("Copy: "))
    assert copy.is_file()
    assert copy.parent.parent == Path(shop.path).parent / "backups"
    again = run("z")
    assert "DUPLICATE" in again.out
    assert figure(again.out, "Journal entry") == figure(closed.out, "Journal entry")
    assert run("z", "t1-z1").out == again.out
    (row,) = run("list").out.splitlines()
    assert row.split("\t")[0] == "T1-Z1"
    assert row.split("\t")[5:] == ["87.00", "80.00", "−7.00", "A note is gone"]


def test_the_list_leaves_open_what_is_not_known_yet(run: Run) -> None:
    said = run("list")
    assert (said.code, said.out, said.err) == (0, "", "No shift was opened yet.\n")
    run("open")
    (row,) = run("list").out.splitlines()
    assert row.split("\t")[3:] == [""] * 6


@pytest.mark.parametrize(
    "arguments",
    [
        ("close", "--count", "1=0", "--next-float", "0"),
        ("in", "5", "--reason", "Change"),
        ("x",),
        ("z",),
        ("z", "T1-Z9"),
        ("open", "--count", "20"),
        ("open", "--count", "20=few"),
        ("open", "--count", "much=1"),
        ("open", "--till", "T9"),
    ],
)
def test_what_is_refused_is_said(run: Run, arguments: tuple[str, ...]) -> None:
    said = run(*arguments)
    assert said.code == 1
    assert said.err.startswith("Error: ")
    assert said.out == ""


def test_a_copy_that_can_not_be_made_leaves_the_shift_closed(run: Run, shop: Shop) -> None:
    run("open")
    Path(shop.path).with_name("backups").write_text("in the way")
    said = run("close", "--next-float", "0")
    assert said.code == 4
    assert "Z REPORT" in said.out
    assert "The shift is closed." in said.err
    assert run("z").code == 0


def test_a_payment_that_is_not_there_is_refused(
    run: Run, shop: Shop, owner: Clerk, milk: ProductRow
) -> None:
    run("open")
    number = shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner).number
    asked = ("correct", number, "--to", "card", "--reason", "x")
    assert run(*asked, "--payment", "2").code == 1
    assert run(*asked, "--amount", "1.30").code == 1
    assert run(*asked, "--amount", "1.29").code == 0
