"""The journal in the terminal, and the script that needs no program: what they say, and how they
end."""

import json
import subprocess
import sys
from pathlib import Path

import apsw
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.storage.keys import load_key
from tests.journals import make_busy
from tests.terminal import Run, Said, terminal
from tools import verify_journal as tool

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop with a journal, and its key in place."""
    monkeypatch.setenv("COUNTERTOP_KEY", str(tmp_path / "key"))
    monkeypatch.setenv("COUNTERTOP_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COUNTERTOP_SHOP", raising=False)
    make_busy(tmp_path / "corner.db", tmp_path / "key")
    return tmp_path / "corner.db"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], busy: Path) -> Run:
    return terminal(capsys, "journal", shop=str(busy))


def script(*arguments: object) -> Said:
    """The stand-alone script, by a Python that sees nothing of the program."""
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "tools" / "verify_journal.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    return Said(done.returncode, done.stdout, done.stderr)


def harm(path: Path, sql: str) -> None:
    file = apsw.Connection(str(path))
    for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        file.execute(f"DROP TRIGGER {name}")
    file.execute(sql)
    file.close()


def test_a_whole_journal(run: Run, busy: Path) -> None:
    before = busy.read_bytes()
    said = run("verify")
    assert said.code == 0
    tills = [line.split("\t") for line in said.out.splitlines()]
    assert [line[0] for line in tills] == ["T1", "T2"]
    assert "All is well" in said.err
    assert busy.read_bytes() == before
    said = run("verify", "--hashes")
    assert (said.code, "Signatures were not looked at" in said.err) == (0, True)
    public = load_key(busy.with_name("key")).public.hex()
    alone = script(busy, "--key", public)
    assert (alone.code, alone.err) == (0, "")
    for till, count, link, _ in tills:
        assert f"{till}: {count} entries, the last one is {link}" in alone.out


def test_a_fault_is_named(run: Run, busy: Path) -> None:
    harm(busy, "UPDATE journal SET entry = replace(entry, 'Sour', 'Good') WHERE kind = 'refund'")
    said = run("verify")
    assert said.code == 1
    assert said.out.splitlines()[-1].startswith("FAULT\tedited\tEntry ")
    assert said.err.splitlines()[-1] == "1 fault found."
    alone = script(busy)
    assert alone.code == 1
    assert "edited: it was edited" in alone.out
    assert "no key was given" in alone.out
    harm(busy, "DELETE FROM journal WHERE till_id = 2 AND kind = 'sale'")
    assert run("verify").err.splitlines()[-1] == "2 faults found."


def test_an_archive_and_what_it_is_verified_with(run: Run, busy: Path, tmp_path: Path) -> None:
    archive = Path(run("export", tmp_path / "out").out.strip())
    manifest = archive.with_name(archive.name.replace(".jsonl", ".manifest.json"))
    public = archive.with_suffix(".pub")
    for file in (archive, busy):
        said = run("verify", file, "--key", public, "--manifest", manifest)
        assert (said.code, "All is well" in said.err) == (0, True)
        alone = script(file, "--key", public, "--manifest", manifest)
        assert (alone.code, "All is well" in alone.out) == (0, True)
    last = json.loads(manifest.read_text())["tills"][1]["last"]
    anchor = f"T2:{last['sequence']}:{last['hash']}"
    assert run("verify", archive, "--anchor", anchor).code == 0
    assert script(archive, "--anchor", anchor.upper()).code == 0
    wrong = anchor[:-1] + ("0" if anchor[-1] != "0" else "1")
    assert "anchor" in run("verify", busy, "--anchor", wrong).out
    assert "anchor" in script(busy, "--anchor", wrong).out
    manifest.unlink()
    assert run("verify", archive).code == 1
    assert script(archive).code == 2


def test_what_shows_the_keys_is_a_file_of_keys(run: Run, busy: Path, tmp_path: Path) -> None:
    shown = tmp_path / "shop.pub"
    shown.write_text(run("key").out, "ascii")
    said = run("verify", "--key", shown)
    assert (said.code, "All is well" in said.err) == (0, True)
    alone = script(busy, "--key", shown)
    assert (alone.code, "no key was given" in alone.out, "All is well" in alone.out) == (
        0,
        False,
        True,
    )
    shown.write_text("daf0ffa18feb1aa6\tno key\tvm\n", "ascii")
    assert (run("verify", "--key", shown).code, script(busy, "--key", shown).code) == (1, 2)


def test_a_key_of_a_stranger(run: Run, busy: Path, tmp_path: Path) -> None:
    stranger = Ed25519PrivateKey.generate().public_key()
    pem = stranger.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    file = tmp_path / "stranger.pem"
    file.write_bytes(pem)
    assert tool.keys_from(str(file)) == [stranger.public_bytes_raw()]
    said = run("verify", "--key", file)
    assert (said.code, "signed nothing" in said.out, "--key" in said.err) == (1, True, True)
    alone = script(busy, "--key", file)
    assert (alone.code, "is not known" in alone.out) == (1, True)


@pytest.mark.parametrize(
    "given",
    [
        ["--key", "abc"],
        ["--key", "z" * 64],
        ["--anchor", "7"],
        ["--anchor", "x:" + "0" * 64],
        ["--manifest", __file__],
    ],
)
def test_what_can_not_be_used(run: Run, busy: Path, given: list[str]) -> None:
    said = run("verify", *given)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("Error: ")
    alone = script(busy, *given)
    assert alone.code == 2
    assert alone.err.startswith("Can't be verified: ")


def test_files_that_hold_no_journal(run: Run, busy: Path, tmp_path: Path) -> None:
    harm(busy, "DROP TABLE journal_heads")
    assert run("verify").code == 1
    assert script(busy).code == 2
    text = tmp_path / "text"
    text.write_text("nothing")
    assert run("verify", text).code == 1
    assert script(text).code == 2
    assert script(tmp_path / "nowhere").code == 2


def test_the_list(run: Run) -> None:
    rows = [line.split("\t") for line in run("list", "--kind", "sale").out.splitlines()]
    assert len(rows) == 15
    assert rows[0][0] == "T2"
    assert rows[0][3:] == ["Sale", "T2-3", "Terminal", "", "$6.45"]
    assert len(run("list", "--limit", "3").out.splitlines()) == 3
    assert (
        run("list", "--from", "2027-01-01", "--till", "T2", "--kind", "closing").out.count(
            "Closing"
        )
        == 3
    )
    assert run("list", "--till", "T9").code == 1
    assert run("list", "--limit", "0").code == 2
    said = run("list", "--document", "T9-1")
    assert (said.code, said.out, said.err) == (0, "", "No entry fits.\n")
    said = run("list", "--kind", "sail")
    assert (said.code, said.out) == (2, "")
    assert "sign_in_failed" in said.err


def test_keys(run: Run, busy: Path) -> None:
    (own,) = run("key").out.splitlines()
    assert own.endswith("\town")
    old, new = run("key", "--new").out.splitlines()
    assert own.startswith(old)
    assert new.split("\t")[1] == load_key(busy.with_name("key")).public.hex()
    assert run("verify").code == 0


# --- signatures without `cryptography` (RFC 8032, section 7.1) -----------------------------------

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_plain_signatures_of_the_standard(public: str, message: str, signature: str) -> None:
    key, text, signed = (bytes.fromhex(part) for part in (public, message, signature))
    assert tool.plain_verify(key, text, signed)
    for place in range(0, 64, 7):
        wrong = bytearray(signed)
        wrong[place] ^= 1
        assert not tool.plain_verify(key, text, bytes(wrong))
    assert not tool.plain_verify(key, text + b"x", signed)
    assert not tool.plain_verify(key[::-1], text, signed)
    assert not tool.plain_verify(key[:-1], text, signed)
    # A scalar that is not below the group's order would be a second signature of the same.
    more = int.from_bytes(signed[32:], "little") + tool.ORDER
    assert not tool.plain_verify(key, text, signed[:32] + more.to_bytes(32, "little"))


def test_plain_signatures_are_those_of_the_library() -> None:
    for number in range(20):
        key = Ed25519PrivateKey.generate()
        text = bytes([number]) * number
        assert tool.plain_verify(key.public_key().public_bytes_raw(), text, key.sign(text))


def test_the_script_verifies_without_any_library(busy: Path) -> None:
    public = load_key(busy.with_name("key")).public
    assert tool.check(busy, [public], verify=tool.plain_verify)[0] == []
    harm(busy, "UPDATE journal SET signature = zeroblob(64) WHERE id = 1099511627776 + 4")
    faults, _, _ = tool.check(busy, [public], verify=tool.plain_verify)
    assert [fault[:3] for fault in faults] == [("T1", 4, "signature")]


def test_the_script_imports_nothing_of_the_program() -> None:
    said = script("--help")
    assert (said.code, said.err) == (0, "")
    text = (ROOT / "tools" / "verify_journal.py").read_text("utf-8")
    assert "import pos_app" not in text
    assert "from pos_app" not in text


def test_who_only_reads_leaves_no_entry(
    capsys: pytest.CaptureFixture[str], busy: Path, tmp_path: Path
) -> None:
    def entries() -> int:
        file = apsw.Connection(str(busy), flags=apsw.SQLITE_OPEN_READONLY)
        found = file.execute("SELECT id FROM journal").fetchall()
        file.close()
        return len(found)

    before = entries()
    for command in (
        ("report", "daily-sales"),
        ("journal", "list"),
        ("journal", "key"),
        ("shift", "list"),
        ("staff", "list"),
        ("staff", "roles"),
    ):
        first, *rest = command
        assert terminal(capsys, first, shop=str(busy))(*rest).code == 0, command
        assert entries() == before, command
    assert terminal(capsys, "export", shop=str(busy))("orders", str(tmp_path / "o.csv")).code == 0
    assert entries() >= before + 3  # signed in, taken along, signed out; and the days before
