"""People from the terminal: added, given secrets and badges, changed; roles and their rights."""

import io

import pytest

from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from tests.terminal import Run, Said, terminal


@pytest.fixture
def run(shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the shop of this test; typed is what stands on standard input."""

    staff = terminal(capsys, "staff", shop=shop.path)

    def run(*arguments: str, typed: str = "") -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return staff(*arguments)

    return run


def test_help(run: Run) -> None:
    assert "python -m pos_app staff add" in run("--help").out
    for command in ("list", "add", "secret", "badge", "change", "roles"):
        assert run(command, "--help").code == 0


def test_somebody_is_added_and_signs_in(run: Run, shop: Shop) -> None:
    assert run("add", "bo", "--name", "Bo Nilsen", typed="135790\n") == Said(
        0, "", "Bo Nilsen can sign in now.\n"
    )
    added = run("add", "mia", "--role", "manager", "--password", typed="correct horse\n")
    assert added.code == 0
    assert shop.staff.sign_in("bo", pin="135790").name == "Bo Nilsen"
    assert shop.staff.sign_in("mia", pin="correct horse").name == "mia"
    assert run("list").out.splitlines() == [
        "ann\tAnn\towner\tpin\t-\ton",
        "bo\tBo Nilsen\tclerk\tpin\t-\ton",
        "mia\tmia\tmanager\tpassword\t-\ton",
    ]


def test_what_is_refused_is_said_without_the_secret(run: Run) -> None:
    said = run("add", "bo", typed="13579\n")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Error: PIN is too short: take six digits or more.")
    assert "13579" not in said.err
    said = run("add", "bo", "--password", typed="correct horse\n")
    assert said.code == 1
    assert "horse" not in said.err
    assert run("secret", "nobody", typed="135790\n").code == 1


def test_a_forgotten_pin_is_replaced(run: Run, shop: Shop) -> None:
    assert run("secret", "ANN", typed="135790\n").code == 0
    assert shop.staff.sign_in("ann", pin="135790").name == "Ann"


def test_a_badge_is_given_and_taken_away(run: Run, shop: Shop) -> None:
    assert run("badge", "ann", typed="ANN-20261126\n").err == "Ann has a badge now.\n"
    assert shop.staff.sign_in_badge("ANN-20261126").name == "Ann"
    assert "too short to sign in" in run("badge", "ann", typed="A-1\n").err
    assert run("badge", "ann", "--take-away").err == "Ann has no badge now.\n"
    assert not shop.staff.sign_in_names()[0].has_badge


def test_somebody_is_changed_but_not_the_last_owner(run: Run, shop: Shop, owner: Clerk) -> None:
    shop.staff.add_user(username="bo", name="Bo", pin="135790", by=owner)
    assert run("change", "bo", "--role", "supervisor", "--off").err == "Bo: supervisor, off\n"
    assert run("change", "bo", "--on").err == "Bo: supervisor, on\n"
    said = run("change", "ann", "--off")
    assert said.code == 1
    assert "Ann" in said.err


def test_roles_are_listed_and_changed(run: Run) -> None:
    assert "clerk\tsell\tsell" in run("roles").out.splitlines()
    said = run("roles", "clerk", "--give", "open_drawer", "--give", "void", "--take", "discount")
    rights = [line.split("\t")[1] for line in said.out.splitlines()]
    assert {"open_drawer", "void"} <= set(rights)
    assert "discount" not in rights
    assert {line.split("\t")[0] for line in said.out.splitlines()} == {"clerk"}
    assert run("roles", "--give", "void").code == 2
    assert run("roles", "owner", "--take", "manage_staff").code == 1
