"""What somebody made to mislead or to stop whoever verifies: every one is named or refused."""

import json
from pathlib import Path

import apsw
import pytest

from pos_app.domain.errors import NotAnArchive, ShopDamaged
from pos_app.services.journal_sources import manifest_of
from pos_app.shop import Shop, verify_journal
from tests.journals import make_busy
from tools import verify_journal as tool

BYTES = "CAST(x'ff' AS TEXT)"


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    path = tmp_path / "corner.db"
    make_busy(path, tmp_path / "key.pem")
    return path


def harm(path: Path, *statements: str) -> None:
    file = apsw.Connection(str(path))
    triggers = file.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        file.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        file.execute(statement)
    for _, sql in triggers:
        file.execute(str(sql))
    file.close()


def found(path: Path) -> list[tuple[str, int, str]]:
    """What both verifiers find."""
    key = path.with_name("key.pem")
    ours = [fault[:3] for fault in tool.check(path)[0]]
    for signatures in (True, False):
        faults = verify_journal(path, key_file=key, signatures=signatures).faults
        assert [(each.till, each.sequence, each.kind) for each in faults] == ours
    return ours


def broken(path: Path) -> set[str]:
    """The rules that check() finds broken."""
    shop = Shop.open(path, key_file=path.with_name("key.pem"))
    rules = {breach.rule for breach in shop.check(by=shop.staff.terminal())}
    shop.close()
    return rules


@pytest.mark.parametrize("column", ["kind", "document", "business_date"])
def test_bytes_that_are_no_text_beside_an_entry(busy: Path, column: str) -> None:
    harm(busy, f"UPDATE journal SET {column} = {BYTES} WHERE till_id = 1 AND sequence = 6")
    assert found(busy) == [("T1", 6, "column")]
    assert "journal_is_whole" in broken(busy)


def test_bytes_that_are_no_text_as_the_name_of_a_till(busy: Path) -> None:
    harm(busy, f"UPDATE tills SET code = {BYTES} WHERE id = 2")
    assert found(busy) == [("\ufffd", 1, "till")]
    assert "journal_is_whole" in broken(busy)


def test_a_chain_that_is_gone_with_the_counters_of_its_till(busy: Path) -> None:
    reports = "shift_id IN (SELECT id FROM shifts WHERE till_id = 2)"
    harm(
        busy,
        "DELETE FROM journal WHERE till_id = 2",
        "DELETE FROM journal_heads WHERE till_id = 2",
        f"DELETE FROM shift_reports WHERE {reports}",
        "UPDATE tills SET last_number = 0, last_return = 0 WHERE id = 2",
    )
    assert found(busy) == [("T2", 1, "missing")]


@pytest.mark.parametrize(
    "ends",
    [
        '{"heads":[{"till":"T1","sequence":1e999,"hash":"x"}]}',
        '{"heads":{"a":1}}',
        '{"tills":[{"till":"T1","last":7}]}',
        "[" * 100_000,
        "7",
    ],
)
def test_a_manifest_that_is_none(busy: Path, ends: str) -> None:
    manifest = busy.with_name("manifest.json")
    manifest.write_text(ends)
    with pytest.raises(NotAnArchive):
        verify_journal(busy, manifests=[manifest], key_file=busy.with_name("key.pem"))
    with pytest.raises(tool.Unusable):
        tool.check(busy, manifests=[manifest])


def test_an_archive_with_a_manifest_that_is_none(busy: Path) -> None:
    shop = Shop.open(busy, key_file=busy.with_name("key.pem"))
    archive = shop.journal.export(busy.parent, by=shop.staff.terminal())
    shop.close()
    manifest = manifest_of(archive)
    told = json.loads(manifest.read_text())
    told["tills"].append({"till": "T9", "last": {"sequence": 0, "hash": "0" * 64}})
    manifest.write_text(json.dumps(told))
    assert found(archive) == [("T9", 1, "missing")]
    for spelled in (
        "[" * 100_000,
        manifest.read_text().replace('"sequence": 0', '"sequence": 1e999'),
    ):
        manifest.write_text(spelled)
        with pytest.raises(NotAnArchive):
            verify_journal(archive, key_file=busy.with_name("key.pem"))
        with pytest.raises(tool.Unusable):
            tool.check(archive)


def test_an_archive_of_a_till_without_a_name_with_lines_that_are_nobodys(busy: Path) -> None:
    """No name is spelled None where it is read, as a line without one is."""
    shop = Shop.open(busy, key_file=busy.with_name("key.pem"))
    archive = shop.journal.export(busy.parent, by=shop.staff.terminal())
    shop.close()
    manifest = manifest_of(archive)
    told = json.loads(manifest.read_text())
    told["tills"].append({"till": None, "last": {"sequence": 1, "hash": "0" * 64}})
    manifest.write_text(json.dumps(told))
    archive.write_bytes(b"{}\n" + archive.read_bytes())
    assert found(archive) == [("None", 1, "edited"), ("", 0, "archive")]


def test_a_schema_in_pieces(busy: Path) -> None:
    """sqlite3 tells of it in the very bytes that are damaged."""
    raw = busy.read_bytes()
    busy.write_bytes(raw.replace(b"ON tender_corrections (", b"ON tender_correction\xff (", 1))
    with pytest.raises(tool.Unusable):
        tool.check(busy)
    with pytest.raises(ShopDamaged):
        verify_journal(busy)


def test_nothing_is_written_behind_an_end_that_is_no_text(busy: Path) -> None:
    last = "(SELECT max(id) FROM journal WHERE till_id = 1)"
    harm(busy, f"UPDATE journal SET entry = {BYTES} WHERE id = {last}")
    shop = Shop.open(busy, key_file=busy.with_name("key.pem"))
    with pytest.raises(ShopDamaged):
        shop.staff.terminal()
    shop.close()
