"""The journal as managers see it: pages and filters, an entry, verifying, archives; and what
restoring and practising leave in it."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadValue,
    Cancelled,
    NotAKey,
    NotAnAnchor,
    NotAnArchive,
    NotAShop,
    NotWritten,
    ShopNotFound,
    TrainingCopy,
    UnknownEntry,
    UnknownTill,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rights import Permission, Role
from pos_app.domain.rows import Clerk, JournalRow, ProductRow
from pos_app.shop import Shop, restore, verify_journal
from tests.conftest import OWNER_PIN
from tests.journals import Clock, add_till, make_busy


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    """A shop with two tills, three days and a year's end."""
    make_busy(tmp_path / "corner.db", tmp_path / "key")
    return tmp_path / "corner.db"


@pytest.fixture
def opened(busy: Path) -> Shop:
    clock = Clock(datetime(2027, 1, 2, tzinfo=UTC))
    return Shop.open(busy, clock=clock, key_file=busy.with_name("key"))


@pytest.fixture
def by(opened: Shop) -> Clerk:
    return opened.staff.terminal()


def every(shop: Shop, by: Clerk, limit: int, **wanted: object) -> list[JournalRow]:
    """All pages, one after the other."""
    found: list[JournalRow] = []
    while True:
        before = found[-1] if found else None
        page = shop.journal.page(by=by, before=before, limit=limit, **wanted)  # type: ignore[arg-type]
        found += page
        if len(page) < limit:
            return found


def places(rows: list[JournalRow]) -> list[tuple[str, int]]:
    return [(row.till, row.sequence) for row in rows]


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_pages_have_each_entry_once_the_newest_first(opened: Shop, by: Clerk, limit: int) -> None:
    rows = every(opened, by, limit)
    stored = opened._database.rows(
        "SELECT t.code, j.sequence FROM journal j JOIN tills t ON t.id = j.till_id "
        "ORDER BY j.created_at DESC, j.id DESC"
    )
    assert places(rows) == stored
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)


def test_entries_of_a_chain_keep_their_order_where_the_clock_did_not(
    busy: Path, opened: Shop, by: Clerk
) -> None:
    clock = opened._books.now
    assert isinstance(clock, Clock)
    for _ in range(3):
        clock.at -= timedelta(days=3)
        opened.settings.update(name=f"Corner {clock.at}", by=by)
    for limit in (2, 1000):
        rows = every(opened, by, limit)
        for till in ("T1", "T2"):
            own = [row.sequence for row in rows if row.till == till]
            assert own == list(range(len(own), 0, -1))


def test_entries_are_found_by_what_they_are(opened: Shop, by: Clerk) -> None:
    everything = every(opened, by, 50)
    for limit in (3, 50):
        assert places(every(opened, by, limit, till="T2")) == [
            place for place in places(everything) if place[0] == "T2"
        ]
        for kind in ("sale", "closing", "refund", "nothing"):
            expected = places([row for row in everything if row.kind == kind])
            assert places(every(opened, by, limit, kind=kind)) == expected
        day = date(2026, 12, 31)
        expected = places([row for row in everything if row.day == day])
        assert len(expected) > 3
        assert places(every(opened, by, limit, day_from=day, day_to=day)) == expected
    (sold,) = every(opened, by, 9, document="T2-1", kind="sale")
    assert (sold.kind, sold.amount, sold.user) == ("sale", 645, "Terminal")
    assert every(opened, by, 9, user="nobody") == []
    assert len(every(opened, by, 9, user="terminal")) == len(everything)


def test_who_approved_is_found_as_well_as_who_acted(shop: Shop, owner: Clerk) -> None:
    for username, name, pin, role in (
        ("eva", "Eva", "480213", Role.MANAGER),
        ("cleo", "Cleo", "480214", Role.CLERK),
    ):
        shop.staff.add_user(username=username, name=name, pin=pin, role=role, by=owner)
    cleo = shop.staff.sign_in(username="cleo", pin="480214")
    given = shop.staff.approve(Permission.OPEN_DRAWER, by=cleo, username="eva", pin="480213")
    shop.drawer.open(reason="Change", by=cleo.approved(given))
    shop.drawer.open(reason="Change", by=owner)
    for username in ("eva", "Eva"):
        rows = every(shop, owner, 2, user=username)
        assert [(row.kind, row.user, row.approver) for row in rows] == [
            ("drawer", "Cleo", "Eva"),
            ("approval", "Cleo", "Eva"),
        ]
    assert [row.kind for row in every(shop, owner, 2, user="cleo")][:1] == ["drawer"]


def test_each_document_is_found_by_its_number(opened: Shop, by: Clerk) -> None:
    everything = every(opened, by, 1000)
    documents = {row.document for row in everything if row.document}
    assert {"T1-1", "T2-1", "T2-2"} <= documents
    for document in documents:
        expected = places([row for row in everything if row.document == document])
        assert places(every(opened, by, 2, document=document)) == expected
        assert places(every(opened, by, 2, document=f" {document.lower()} ")) == expected
    found = {row.document for row in every(opened, by, 2, document="#1")}
    assert found == {"T1-1", "T2-1"}
    assert {row.document for row in every(opened, by, 2, document="2", till="T2")} == {"T2-2"}
    for nothing in (
        "T1-0",
        "T1-999999",
        "T2-01x",
        "T1-",
        "T9-1",
        "T1-²",
        "9" * 40,
        "T1-" + "9" * 40,
    ):
        assert every(opened, by, 9, document=nothing) == []


def test_pages_that_can_not_be(opened: Shop, by: Clerk) -> None:
    with pytest.raises(UnknownTill):
        opened.journal.page(by=by, till="T9")
    for limit in (0, 1001):
        with pytest.raises(BadValue):
            opened.journal.page(by=by, limit=limit)


def test_an_entry_tells_all_it_says(opened: Shop, by: Clerk) -> None:
    row = every(opened, by, 9, kind="refund")[0]
    entry = opened.journal.entry(row.till, row.sequence, by=by)
    before = opened.journal.entry(row.till, row.sequence - 1, by=by)
    assert entry.previous == before.hash
    assert entry.facts["reason"] == "Sour"
    assert entry.facts["total"] == row.amount == 129
    assert entry.document == entry.facts["number"] == row.document
    assert entry.signature_good
    assert entry.origin
    assert entry.perpetual["refunds"] == before.perpetual["refunds"] + 1
    heads = {head.till: head for head in opened.journal.heads(by=by)}
    last = opened.journal.entry("T2", heads["T2"].sequence, by=by)
    assert (last.hash, last.key) == (heads["T2"].hash, heads["T2"].key)
    assert opened._books.anchor(2) == (heads["T2"].sequence, heads["T2"].hash)
    assert opened._books.anchor(99) == (0, "0" * 64)
    for sequence in (0, heads["T2"].sequence + 1, 2**41):
        with pytest.raises(UnknownEntry):
            opened.journal.entry("T2", sequence, by=by)


def test_a_forged_entry_shows_that_its_signature_is_not_good(
    busy: Path, opened: Shop, by: Clerk
) -> None:
    file = apsw.Connection(str(busy))
    file.execute("DROP TRIGGER journal_no_update")
    file.execute("UPDATE journal SET entry = replace(entry, 'Sour', 'Sweet')")
    file.close()
    (row, *_) = every(opened, by, 9, kind="refund")
    assert not opened.journal.entry(row.till, row.sequence, by=by).signature_good


# --- verifying and archives ----------------------------------------------------------------------


def test_verifying_tells_its_progress_and_can_be_stopped(opened: Shop, by: Clerk) -> None:
    told: list[tuple[int, int]] = []
    report = opened.journal.verify(by=by, progress=lambda done, all_: told.append((done, all_)))
    assert (report.faults, report.signatures) == ((), True)
    assert told[-1] == (report.entries, report.entries)
    assert report.entries == len(every(opened, by, 100))
    assert [key.own for key in report.keys] == [True]
    assert report.heads == opened.journal.heads(by=by)

    def stop(_done: int, _all: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        opened.journal.verify(by=by, progress=stop)


def test_what_is_given_to_verify_with_has_to_be_right(opened: Shop, by: Clerk, busy: Path) -> None:
    for key in ("", "ab", "z" * 64, "-----BEGIN PUBLIC KEY-----\nno\n-----END PUBLIC KEY-----"):
        with pytest.raises(NotAKey):
            opened.journal.verify(by=by, keys=[key])
    for anchor in ("", "7", "7:ab", "x:" + "0" * 64, ":" + "0" * 64):
        with pytest.raises(NotAnAnchor):
            opened.journal.verify(by=by, anchors=[anchor])
    with pytest.raises(ShopNotFound):
        verify_journal(busy.with_name("none.db"))
    other = busy.with_name("other.db")
    apsw.Connection(str(other)).execute("CREATE TABLE x (y)")
    with pytest.raises(NotAShop):
        verify_journal(other)
    other.write_text("text")
    with pytest.raises(NotAnArchive):
        verify_journal(other)


def test_an_archive_holds_every_entry_and_the_one_that_it_was_taken_along(
    opened: Shop, by: Clerk, busy: Path
) -> None:
    archive = opened.journal.export(busy.parent / "out", by=by)
    key_file = busy.with_name("key")
    lines = [json.loads(line) for line in archive.read_text("utf-8").splitlines()]
    manifest_file = archive.with_name(archive.name.replace(".jsonl", ".manifest.json"))
    manifest = json.loads(manifest_file.read_text("utf-8"))
    assert len(lines) == manifest["entries"] == opened.journal.verify(by=by).entries
    assert lines[manifest["tills"][0]["entries"] - 1]["entry"]["kind"] == "export"
    report = verify_journal(archive, manifests=[manifest_file], key_file=key_file)
    assert report.faults == ()
    assert report.heads == opened.journal.heads(by=by)
    public = archive.with_suffix(".pub").read_text().split()
    assert verify_journal(archive, keys=public, key_file=busy.with_name("none")).faults == ()
    assert oct(archive.stat().st_mode & 0o777) == "0o600"
    # The shop is where the archive says it was, and is found short of it once its end is cut.
    assert verify_journal(busy, manifests=[manifest_file], key_file=key_file).faults == ()
    opened.close()
    file = apsw.Connection(str(busy))
    for trigger in ("journal_no_delete", "journal_no_update"):
        file.execute(f"DROP TRIGGER {trigger}")
    file.execute("DELETE FROM journal WHERE kind = 'export'")
    file.execute("DELETE FROM journal_heads")
    file.close()
    faults = verify_journal(busy, manifests=[manifest_file], key_file=key_file).faults
    assert ("T1", "cut") in {(fault.till, fault.kind) for fault in faults}


def test_an_archive_that_can_not_be_written_is_refused(
    opened: Shop, by: Clerk, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotWritten):
        opened.journal.export(tmp_path / "file", by=by)

    def stop(_done: int, _all: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        opened.journal.export(tmp_path / "stopped", by=by, progress=stop)
    assert not list((tmp_path / "stopped").glob("*.manifest.json"))


# --- restoring and practising --------------------------------------------------------------------


def test_a_restored_backup_tells_what_it_took_the_place_of(
    shop: Shop, owner: Clerk, milk: ProductRow, tmp_path: Path
) -> None:
    add_till(Path(shop.path), "T2")
    shop.backup(tmp_path / "backup.db", by=owner)
    then = shop._books.anchor(1)
    shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=owner)
    now = shop._books.anchor(1)
    shop.close()
    aside = restore(tmp_path / "backup.db", shop.path)
    again = Shop.open(shop.path)
    by = again.staff.terminal()
    (row,) = again.journal.page(by=by, kind="restore", till="T1")
    facts = again.journal.entry("T1", row.sequence, by=by).facts
    assert aside is not None
    assert facts["aside"] == Path(aside).name
    assert facts["file"] == "backup.db"
    # The entry that says a backup was made came after it.
    assert facts["backup"]["sequence"] == then[0] - 1
    assert (facts["replaced"]["sequence"], facts["replaced"]["hash"]) == now
    assert row.user == "Terminal"
    (other,) = again.journal.page(by=by, kind="restore", till="T2")
    assert again.journal.entry("T2", other.sequence, by=by).facts["backup"] is None
    assert again.check(by=by) == ()
    notes = again.journal.verify(by=by).notes
    assert {(note.till, note.kind) for note in notes} == {("T1", "restore"), ("T2", "restore")}
    again.close()


def test_a_backup_of_another_machine_is_gone_on_with_by_this_ones_key(
    busy: Path, tmp_path: Path
) -> None:
    place, key_file = tmp_path / "here.db", tmp_path / "here.key"
    assert restore(busy, place, key_file=key_file) is None
    shop = Shop.open(place, key_file=key_file)
    by = shop.staff.terminal()
    kinds = [row.kind for row in shop.journal.page(by=by, till="T2")]
    assert kinds[0] == "restore"
    assert "key" in kinds[:6]
    report = shop.journal.verify(by=by)
    assert report.faults == ()
    assert {"machine", "vouched", "restore"} <= {note.kind for note in report.notes}
    assert [key.own for key in report.keys] == [False, True]
    shop.close()


def test_what_is_practised_is_in_no_chain_of_the_shop(
    shop: Shop, owner: Clerk, milk: ProductRow, sold: Callable[[Shop, Clerk], None]
) -> None:
    sold(shop, owner)
    shop.shifts.open({100: 1}, by=owner)
    shop.shifts.close({100: 1}, next_float=0, by=owner)
    guards = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"
    before = shop._database.rows(guards)
    real = shop.journal.heads(by=owner)
    copy = Shop.practise(shop.path)
    assert copy._database.rows(guards) == before
    assert copy._database.rows("SELECT count(*) FROM journal") == [(0,)]
    ann = copy.staff.sign_in("ann", pin=OWNER_PIN)
    copy.shifts.open({100: 1}, by=ann)
    sold(copy, ann)
    copy.shifts.close({1: 229}, next_float=0, by=ann)
    begin = copy.journal.entry("TR-T1", 2, by=ann)
    assert (begin.kind, begin.facts["training"]) == ("begin", True)
    assert begin.facts["before"]["sales"] == 1
    assert copy.journal.verify(by=ann).faults == ()
    with pytest.raises(TrainingCopy):
        copy.journal.new_key(by=ann)
    assert copy.check(by=ann) == ()
    kept = {head.hash for head in copy.journal.heads(by=ann)}
    copy.close()
    (head,) = real
    assert head.hash not in kept
    assert shop.journal.entry("T1", head.sequence, by=owner).hash == head.hash
    assert shop.journal.verify(by=owner).faults == ()


@pytest.fixture
def sold(milk: ProductRow) -> Callable[[Shop, Clerk], None]:
    """Sells one milk."""

    def sell(shop: Shop, by: Clerk) -> None:
        shop.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=by)

    return sell
