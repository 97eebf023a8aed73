"""The copy that is kept at a closing: whole, checked, with keys and heads beside it."""

import hashlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    Cancelled,
    DiskFull,
    NotAllowed,
    NotSignedIn,
    ShopDamaged,
    ShopReadOnly,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, Picture, ProductRow
from pos_app.shop import Shop
from pos_app.storage import closing_copy, copying

VERIFIER = Path(__file__).resolve().parents[2] / "tools" / "verify_journal.py"


@pytest.fixture
def closed(shop: Shop, owner: Clerk, milk: ProductRow) -> str:
    """The day of a shift that sold something and was closed."""
    shop.shifts.open({100: 5}, by=owner)
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    return shop.shifts.close({1: 629}, next_float=0, by=owner).business_date.isoformat()


def test_all_that_is_needed_lies_in_one_folder(
    shop: Shop, owner: Clerk, closed: str, tmp_path: Path
) -> None:
    sequence, link = shop._books.anchor(1)
    file = shop.closing_backup(tmp_path / "far" / "backups", by=owner)
    name = f"corner-{closed}-T1-Z1"
    assert file == tmp_path / "far" / "backups" / name / f"{name}.db"
    assert sorted(path.name for path in file.parent.iterdir()) == [
        f"{name}.db",
        f"{name}.json",
        f"{name}.pub",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}
    told = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (told["file"], told["size"], told["report"]) == (
        file.name,
        file.stat().st_size,
        "T1-Z1",
    )
    assert told["heads"] == [{"till_id": 1, "till": "T1", "sequence": sequence, "hash": link}]
    public = shop._books.journal.key.public.hex()
    assert [key["public_key"] for key in told["keys"]] == [public]
    assert file.with_suffix(".pub").read_text(encoding="utf-8").split() == [public]


def test_the_copy_is_a_shop_of_its_own_with_its_pictures(
    shop: Shop, owner: Clerk, closed: str, tmp_path: Path
) -> None:
    shop._database.rows(
        "INSERT INTO pictures (name, media_type, data, created_at) VALUES ('logo', 'x', x'01', 0)"
    )
    file = shop.closing_backup(tmp_path, by=owner)
    copy = Shop.open(file)
    try:
        assert copy.settings.logo() == Picture("x", b"\x01")
        assert copy.check(by=copy.staff.terminal()) == ()
        assert copy.shifts.report(1, by=copy.staff.terminal()).number == "T1-Z1"
    finally:
        copy.close()


def test_the_copy_is_in_the_journal_with_its_anchor(
    shop: Shop, owner: Clerk, closed: str, tmp_path: Path
) -> None:
    sequence, link = shop._books.anchor(1)
    file = shop.closing_backup(tmp_path, by=owner)
    row = shop._database.row("SELECT entry FROM journal WHERE kind = 'backup'")
    assert row is not None
    facts = json.loads(row[0])["facts"]
    assert facts == {
        "file": file.name,
        "heads": [{"hash": link, "sequence": sequence, "till": "T1"}],
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
    }


def test_the_verifier_needs_nothing_else(
    shop: Shop, owner: Clerk, closed: str, tmp_path: Path
) -> None:
    file = shop.closing_backup(tmp_path, by=owner)
    keys, told = str(file.with_suffix(".pub")), str(file.with_suffix(".json"))
    command = [sys.executable, str(VERIFIER), str(file), "--key", keys, "--manifest", told]
    verified = subprocess.run(command, capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_older_copies_are_kept(shop: Shop, owner: Clerk, closed: str, tmp_path: Path) -> None:
    files = [shop.closing_backup(tmp_path, by=owner) for _ in range(3)]
    name = f"corner-{closed}-T1-Z1"
    assert [file.parent.name for file in files] == [name, f"{name}-2", f"{name}-3"]
    assert all(file.exists() for file in files)


def test_before_the_first_shift_its_name_says_when(
    shop: Shop, owner: Clerk, tmp_path: Path
) -> None:
    file = shop.closing_backup(tmp_path, by=owner)
    assert file.parent.name.startswith("corner-20")
    assert "-Z" not in file.name


def test_who_runs_a_shift_may_and_nobody_else(shop: Shop, owner: Clerk, tmp_path: Path) -> None:
    shop.staff.add_user(username="cleo", name="Cleo", pin="135790", by=owner)
    cleo = shop.staff.sign_in("cleo", pin="135790")
    assert shop.closing_backup(tmp_path / "one", by=cleo).exists()
    rights = shop.roles.all(by=owner)
    clerks = next(row.permissions for row in rights if row.role == "clerk")
    shop.roles.set_permissions("clerk", clerks - {Permission.RUN_SHIFT}, by=owner)
    with pytest.raises(NotAllowed):
        shop.closing_backup(tmp_path / "two", by=cleo)
    approval = shop.staff.approve(Permission.BACKUP, by=cleo, username="ann", pin="480213")
    approved = cleo.approved(approval)
    assert shop.closing_backup(tmp_path / "three", by=approved).exists()
    shop.staff.sign_out(by=cleo)
    with pytest.raises(NotSignedIn):
        shop.closing_backup(tmp_path / "two", by=cleo)
    assert not (tmp_path / "two").exists()


def test_one_that_is_stopped_leaves_nothing(
    shop: Shop, owner: Clerk, closed: str, tmp_path: Path
) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    folder = tmp_path / "backups"
    with pytest.raises(Cancelled):
        shop.closing_backup(folder, by=owner, progress=stop)
    assert list(folder.iterdir()) == []
    assert shop._database.rows("SELECT 1 FROM journal WHERE kind = 'backup'") == []


def test_what_a_killed_program_left_is_swept_and_what_grows_is_not(
    shop: Shop, owner: Clerk, closed: str, tmp_path: Path
) -> None:
    old, growing = tmp_path / ".corner-x.part-1", tmp_path / ".corner-y.part-2"
    for left in (old, growing):
        left.mkdir()
        (left / "corner.db").write_bytes(b"half")
    for path in (old / "corner.db", old):
        os.utime(path, (1, 1))
    shop.closing_backup(tmp_path, by=owner)
    assert not old.exists()
    assert growing.exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is refused to root")
def test_a_folder_that_can_not_be_written_is_said_so(
    shop: Shop, owner: Clerk, tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ShopReadOnly):
        shop.closing_backup(tmp_path / "backups", by=owner)


def test_a_file_in_the_place_of_the_folder_is_said_so(
    shop: Shop, owner: Clerk, tmp_path: Path
) -> None:
    (tmp_path / "backups").write_text("a file")
    with pytest.raises(ShopReadOnly):
        shop.closing_backup(tmp_path / "backups", by=owner)


def test_a_full_disk_is_said_so_and_leaves_nothing(
    shop: Shop, owner: Clerk, closed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _text: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(closing_copy, "_write", full)
    folder = tmp_path / "backups"
    with pytest.raises(DiskFull):
        shop.closing_backup(folder, by=owner)
    assert list(folder.iterdir()) == []


def harm_copies(monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    """Have every copy changed after it was made."""

    def copy_to(source: apsw.Connection, target: str, _progress: object) -> None:
        copying.copy_to(source, target)
        copy = apsw.Connection(target)
        for statement in statements:
            copy.execute(statement)
        copy.close()

    monkeypatch.setattr(closing_copy, "copy_to", copy_to)


@pytest.mark.parametrize(
    "statements",
    [
        ("UPDATE journal_heads SET hash = replace(hash, substr(hash, 1, 1), 'x')",),
        ("UPDATE journal_heads SET sequence = sequence + 1",),
        (
            "DROP TRIGGER journal_no_update",
            "UPDATE journal SET entry = replace(entry, '129', '128') WHERE kind = 'shift_close'",
        ),
    ],
)
def test_a_copy_whose_journal_ends_elsewhere_is_refused(
    shop: Shop,
    owner: Clerk,
    closed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    statements: tuple[str, ...],
) -> None:
    harm_copies(monkeypatch, *statements)
    folder = tmp_path / "backups"
    with pytest.raises(ShopDamaged):
        shop.closing_backup(folder, by=owner)
    assert list(folder.iterdir()) == []
