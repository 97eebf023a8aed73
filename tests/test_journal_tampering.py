"""However a journal is tampered with, the program and the script in tools/ find it, and name the
same entry: in the shop's file without its triggers, and in an archive."""

import hashlib
import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.journal import canonical
from pos_app.services import journal_verifying
from pos_app.services.journal_sources import ArchiveSource, ShopSource, manifest_of
from pos_app.services.journal_verifying import verify_chains
from pos_app.shop import Shop
from pos_app.storage.database import Database
from pos_app.storage.keys import load_key
from tests.journals import (
    ENTRY,
    ID,
    SEQUENCE,
    SIGNATURE,
    TILL,
    Bench,
    Forged,
    Row,
    hashed,
    key_row,
    line_of,
    make_busy,
    rechain,
    renumber,
)
from tools import verify_journal as tool

TRIALS = 200
TILLS = {1: "T1", 2: "T2"}
Places = set[tuple[str, int]]

# Most entries are looked at again in each trial.
known = cache(journal_verifying.genuine)
plain = cache(tool._verifier())


class Judges:
    """Both verifiers on one journal, with the shop's public key."""

    def __init__(self, path: Path, public: bytes) -> None:
        self.bench = Bench(path)
        self.public = public
        self._database = Database.open(str(path))

    def find(self, anchors: list[str] | None = None) -> dict[tuple[str, int], str]:
        """What both find: (till, entry) -> kind."""
        given = [journal_verifying.read_anchor(each) for each in anchors or []]
        with self._database.snapshot():
            report = verify_chains(ShopSource(self._database), keys=[self.public], anchors=given)
        ours = {(fault.till, fault.sequence): fault.kind for fault in report.faults}
        parts = [tool.anchor_from(each) for each in anchors or []]
        faults, _, _ = tool.check(self.bench.path, [self.public], parts, verify=plain)
        assert {(till, number): kind for till, number, kind, _ in faults} == ours
        return ours

    def judge(self, forged: Forged) -> dict[tuple[str, int], str]:
        """What is found in what somebody forged."""
        self.bench.put(forged)
        return self.find()

    def close(self) -> None:
        self.bench.put(self.bench.fresh())
        self._database.close()
        self.bench.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a shop, its key, and an archive of its journal."""
    folder = tmp_path_factory.mktemp("journal")
    make_busy(folder / "corner.db", folder / "key.pem")
    shop = Shop.open(folder / "corner.db", key_file=folder / "key.pem")
    archive = shop.journal.export(folder, by=shop.staff.terminal())
    shop.checkpoint()
    shop.close()
    archive.rename(folder / "journal.jsonl")
    manifest_of(archive).rename(folder / "journal.manifest.json")
    return folder


@pytest.fixture(scope="module")
def public(made: Path) -> bytes:
    return load_key(made / "key.pem").public


@pytest.fixture(scope="module")
def judges(made: Path, public: bytes) -> Iterator[Judges]:
    opened = Judges(made / "corner.db", public)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def seen_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_verifying, "genuine", known)


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.node.name)


def pick(forged: Forged, chance: random.Random, first: int = 0) -> tuple[int, list[Row], int]:
    """A till, its chain, and a place in it (0 for the first entry)."""
    till_id = chance.choice((1, 1, 2))
    chain = forged.of(till_id)
    return till_id, chain, chance.randrange(first, len(chain))


def another_byte(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw))
    return raw[:place] + bytes([(raw[place] + chance.randrange(1, 256)) % 256]) + raw[place + 1 :]


def changed(entry: str, chance: random.Random) -> str:
    """An entry that says something else, spelled as it has to be."""
    told = json.loads(entry)
    what = chance.choice(("program", "document", "name", "offset", "facts", "origin"))
    if what == "name":
        told["user"]["name"] = "Nobody"
    elif what == "origin":
        told["user"]["origin"] = "nobody"
    elif what == "offset":
        told["offset"] += 60
    elif what == "facts":
        told["facts"]["note"] = chance.random().hex()
    else:
        told[what] = "forged"
    return canonical(told)


# --- the shop's file -----------------------------------------------------------------------


def test_a_journal_that_nobody_touched_is_whole(judges: Judges) -> None:
    forged = judges.bench.fresh()
    assert 30 <= len(forged.of(1)) <= 60
    assert 15 <= len(forged.of(2)) <= 40
    assert {json.loads(row[ENTRY])["facts"].get("level") for row in forged.of(1)} >= {
        "day",
        "month",
        "year",
    }
    assert judges.judge(forged) == {}


def test_an_edited_byte_is_found(judges: Judges, chance: random.Random) -> None:
    kinds = set()
    for _ in range(TRIALS):
        forged = judges.bench.fresh()
        till_id, chain, place = pick(forged, chance)
        column = chance.choice((ENTRY, SIGNATURE))
        value = chain[place][column]
        raw = value.encode() if isinstance(value, str) else value
        chain[place][column] = another_byte(raw, chance)
        found = judges.judge(forged)
        assert list(found) == [(TILLS[till_id], place + 1)]
        kinds |= set(found.values())
        assert not (column == SIGNATURE and set(found.values()) != {"signature"})
    assert kinds == {"edited", "signature"}


def test_an_edited_column_is_found(judges: Judges, chance: random.Random) -> None:
    for _ in range(TRIALS):
        forged = judges.bench.fresh()
        till_id, chain, place = pick(forged, chance)
        row = chain[place]
        column = chance.choice((SEQUENCE, TILL, 3, 4, 5, 6, 9))
        value = row[column]
        if isinstance(value, int):
            row[column] = value + chance.choice((-1, 1)) * chance.randrange(1, 100)
        else:
            row[column] = value + "x"
        # Under another till's name an entry still lies in the place of its own.
        expected = {(TILLS[till_id], place + 1)}
        assert set(judges.judge(forged)) == expected


def test_a_deleted_entry_is_found(judges: Judges, chance: random.Random) -> None:
    for trial in range(TRIALS):
        forged = judges.bench.fresh()
        till_id, chain, place = pick(forged, chance)
        last = place == len(chain) - 1
        chain.pop(place)
        if trial % 2:
            renumber(chain, till_id)
        forged.replace(till_id, chain)
        kind = "cut" if last else "deleted"
        assert judges.judge(forged) == {(TILLS[till_id], place + 1): kind}


def test_swapped_entries_are_found(judges: Judges, chance: random.Random) -> None:
    for trial in range(TRIALS):
        forged = judges.bench.fresh()
        till_id, chain, place = pick(forged, chance)
        other = chance.choice([each for each in range(len(chain)) if each != place])
        one, two = chain[place], chain[other]
        if trial % 2:  # the entries alone, or all that stands beside them too
            for column in (ENTRY, SIGNATURE):
                one[column], two[column] = two[column], one[column]
        else:
            chain[place], chain[other] = two, one
            renumber(chain, till_id)
        assert judges.judge(forged) == {(TILLS[till_id], min(place, other) + 1): "swapped"}


def test_entries_swapped_between_tills_are_found(judges: Judges, chance: random.Random) -> None:
    for _ in range(TRIALS):
        forged = judges.bench.fresh()
        here, there = forged.of(1), forged.of(2)
        one, two = chance.randrange(len(here)), chance.randrange(len(there))
        for column in (ENTRY, SIGNATURE):
            kept = here[one][column]
            here[one][column], there[two][column] = there[two][column], kept
        assert set(judges.judge(forged)) == {("T1", one + 1), ("T2", two + 1)}


def test_an_inserted_entry_is_found(judges: Judges, chance: random.Random) -> None:
    kinds = set()
    for trial in range(TRIALS):
        forged = judges.bench.fresh()
        till_id, chain, place = pick(forged, chance)
        bad = place
        if trial % 2:  # one that was there before, once more
            row = list(chain[chance.randrange(place + 1)])
            bad += row[SEQUENCE] == place + 1
        else:  # one that was made up, and fits
            row = list(chain[place])
            row[ENTRY] = changed(row[ENTRY], chance)
        chain.insert(place, row)
        renumber(chain, till_id)
        forged.replace(till_id, chain)
        found = judges.judge(forged)
        assert list(found) == [(TILLS[till_id], bad + 1)]
        kinds |= set(found.values())
    assert kinds == {"inserted"}


def test_an_entry_added_at_the_end_is_found(judges: Judges, chance: random.Random) -> None:
    for trial in range(TRIALS):
        forged = judges.bench.fresh()
        till_id, chain, _ = pick(forged, chance)
        row = list(chance.choice(chain[1:]))
        chain.append(row)
        renumber(chain, till_id)
        if trial % 2:
            rechain(chain, len(chain) - 1, Ed25519PrivateKey.generate().sign)
        forged.replace(till_id, chain)
        forged.mend_head(till_id)
        assert set(judges.judge(forged)) == {(TILLS[till_id], len(chain))}


def mended(forged: Forged, till_id: int, chain: list[Row]) -> None:
    """The chain in its place, with head and reports that say what it says now."""
    forged.replace(till_id, chain)
    forged.mend_head(till_id)
    hashes = {(row[TILL], row[SEQUENCE]): hashed(row[ENTRY]) for row in forged.rows["journal"]}
    for report in forged.rows["shift_reports"]:
        # The first shift is that of the first till.
        report[5] = hashes.get((report[1], report[4]), report[5])


def test_an_edited_entry_with_all_hashes_made_anew_is_found(
    judges: Judges, chance: random.Random
) -> None:
    for _ in range(TRIALS):
        forged = judges.bench.fresh()
        till_id, chain, place = pick(forged, chance)
        chain[place][ENTRY] = changed(chain[place][ENTRY], chance)
        rechain(chain, place, None)
        mended(forged, till_id, chain)
        found = judges.judge(forged)
        assert list(found) == [(TILLS[till_id], place + 1)]
        last = place == len(chain) - 1
        assert set(found.values()) <= ({"signature", "edited"} if last else {"rechained"})


def test_an_edited_entry_signed_anew_by_another_key_is_found(
    judges: Judges, chance: random.Random
) -> None:
    """Under the old key's name, under its own, by an entry that lets it take over, and as if it
    had been there from the first."""
    for trial in range(TRIALS):
        forged = judges.bench.fresh()
        forger = Ed25519PrivateKey.generate()
        name = hashlib.sha256(forger.public_key().public_bytes_raw()).hexdigest()[:16]
        till_id, chain, place = pick(forged, chance, first=1)
        own = json.loads(chain[0][ENTRY])["key"]
        bad, kind = place + 1, "key"
        if trial % 4 == 0:
            chain[place][3] = "forged"
            rechain(chain, place, forger.sign)
            kind = "rechained" if place < len(chain) - 1 else "edited"
        elif trial % 4 == 1:
            rechain(chain, place, forger.sign, name)
        elif trial % 4 == 2:
            like = chain[place - 1]
            chain.insert(place, key_row(like, own, forger))
            renumber(chain, till_id)
            rechain(chain, place, forger.sign, name)
        else:
            chain[0] = key_row(chain[0], "", forger)
            rechain(chain, 0, forger.sign, name)
            bad = 1
        mended(forged, till_id, chain)
        assert judges.judge(forged) == {(TILLS[till_id], bad): kind}


def test_an_entry_of_the_first_shape_is_signed_itself(judges: Judges, made: Path) -> None:
    key = load_key(made / "key.pem")
    forged = judges.bench.fresh()
    chain = forged.of(1)
    half = len(chain) // 2
    for row in chain[:half]:
        row[ENTRY] = row[ENTRY].replace('"v":2}', '"v":1}')
    rechain(chain, 0, key.sign)
    assert chain[half - 1][SIGNATURE] == key.sign(chain[half - 1][ENTRY].encode())
    assert chain[half][SIGNATURE] == key.sign(hashlib.sha256(chain[half][ENTRY].encode()).digest())
    mended(forged, 1, chain)
    assert judges.judge(forged) == {}
    for place, shape in ((half - 1, 2), (half, 1), (half, 3)):
        other = [list(row) for row in chain]
        other[place][ENTRY] = other[place][ENTRY][: -len("2}")] + f"{shape}}}"
        rechain(other, place, None)
        mended(forged, 1, other)
        assert judges.judge(forged) == {("T1", place + 1): "rechained"}


def test_a_tail_that_was_cut_is_found(judges: Judges, chance: random.Random) -> None:
    """By the head; where that was mended by a report of a shift, or else by the books."""
    for trial in range(TRIALS):
        forged = judges.bench.fresh()
        till_id, chain, place = pick(forged, chance, first=1)
        forged.replace(till_id, chain[:place])
        reports = [row[4] for row in forged.rows["shift_reports"] if row[1] == till_id]
        if trial % 2 and place < max(reports):
            forged.mend_head(till_id)
        assert judges.judge(forged) == {(TILLS[till_id], place + 1): "cut"}


def test_a_whole_chain_that_is_gone_is_found(judges: Judges) -> None:
    forged = judges.bench.fresh()
    forged.replace(2, [])
    assert judges.judge(forged) == {("T2", 1): "cut"}
    forged.rows["journal_heads"] = [row for row in forged.rows["journal_heads"] if row[0] != 2]
    assert judges.judge(forged) == {("T2", 1): "cut"}
    forged.rows["shift_reports"] = [row for row in forged.rows["shift_reports"] if row[1] != 2]
    assert judges.judge(forged) == {("T2", 1): "missing"}


def test_a_tail_behind_every_report_is_missed_by_books_and_anchors_alone(judges: Judges) -> None:
    """Cut behind the last anchor, with the head mended: that documents are missing is seen by the
    books. Cut them too, and only who kept the hash of the end elsewhere can tell."""
    forged = judges.bench.fresh()
    chain = forged.of(1)
    closed = max(row[SEQUENCE] for row in chain if row[3] == "shift_close")
    gone = chain[-1]
    assert closed < len(chain) - 1
    forged.replace(1, chain[:-1])
    forged.mend_head(1)
    assert judges.judge(forged) == {}
    assert judges.find([f"T1:{gone[SEQUENCE]}:{hashed(gone[ENTRY])}"]) == {
        ("T1", gone[SEQUENCE]): "cut"
    }
    assert judges.find([f"{gone[SEQUENCE]}:{hashed(gone[ENTRY])}"]) == {
        ("", gone[SEQUENCE]): "anchor"
    }
    sale = max(row[SEQUENCE] for row in chain if row[3] == "sale")
    forged.replace(1, chain[: sale - 1])
    forged.mend_head(1)
    forged.rows["shift_reports"] = [row for row in forged.rows["shift_reports"] if row[1] != 1]
    assert judges.judge(forged) == {("T1", sale): "cut"}
    judges.bench.run("UPDATE tills SET last_number = last_number - 1 WHERE id = 1")
    assert judges.find() == {("T1", sale - 1): "books"}
    judges.bench.run("UPDATE tills SET last_number = last_number + 1 WHERE id = 1")


def test_a_head_that_says_something_else_is_found(judges: Judges) -> None:
    forged = judges.bench.fresh()
    chain = forged.of(1)
    last = chain[-1][SEQUENCE]
    head = forged.rows["journal_heads"][0]
    head[2] = "0" * 64
    assert judges.judge(forged) == {("T1", last): "head"}
    head[1] = 5
    assert judges.judge(forged) == {("T1", 5): "head"}
    head[2] = hashed(chain[4][ENTRY])
    behind = next(row[SEQUENCE] for row in chain[5:] if row[3] != "sale")
    assert judges.judge(forged) == {("T1", behind): "head"}
    forged.rows["journal_heads"].remove(head)
    assert judges.judge(forged) == {("T1", last): "head"}


def test_an_anchor_that_is_not_in_the_chain_is_found(judges: Judges) -> None:
    forged = judges.bench.fresh()
    report = forged.rows["shift_reports"][0]
    report[5] = "0" * 64
    assert judges.judge(forged) == {("T1", report[4]): "anchor"}
    judges.bench.put(judges.bench.fresh())
    assert judges.find(["7:" + "1" * 64]) == {("", 7): "anchor"}
    assert judges.find(["T9:7:" + "1" * 64]) == {("", 7): "missing"}
    right = hashed(forged.of(2)[6][ENTRY])
    assert judges.find([f"7:{right}", f"T2:7:{right}"]) == {}


def test_a_key_that_signed_nothing_is_found(judges: Judges) -> None:
    judges.bench.put(judges.bench.fresh())
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    with judges._database.snapshot():
        source = ShopSource(judges._database)
        report = verify_chains(source, keys=[judges.public, other])
        alone = verify_chains(source, keys=[other])
    assert [(fault.sequence, fault.kind) for fault in report.faults] == [(0, "key")]
    assert [(fault.till, fault.sequence, fault.kind) for fault in alone.faults] == [
        ("T1", 1, "key"),
        ("T2", 1, "key"),
    ]
    faults, _, _ = tool.check(judges.bench.path, [judges.public, other], verify=plain)
    assert [(number, kind) for _, number, kind, _ in faults] == [(0, "key")]
    faults, _, _ = tool.check(judges.bench.path, [other], verify=plain)
    assert [fault[:3] for fault in faults] == [("T1", 1, "key"), ("T2", 1, "key")]


def test_without_signatures_the_entry_that_was_edited_is_named(
    judges: Judges, chance: random.Random
) -> None:
    for _ in range(TRIALS):
        forged = judges.bench.fresh()
        till_id, chain, place = pick(forged, chance)
        chain[place][ENTRY] = changed(chain[place][ENTRY], chance)
        judges.bench.put(forged)
        with judges._database.snapshot():
            source = ShopSource(judges._database)
            report = verify_chains(source, keys=[judges.public], signatures=False)
        faults, _, _ = tool.check(
            judges.bench.path, [judges.public], signatures=False, verify=plain
        )
        ours = [(fault.till, fault.sequence, fault.kind) for fault in report.faults]
        assert ours == [fault[:3] for fault in faults]
        assert [each[:2] for each in ours] == [(TILLS[till_id], place + 1)]


# --- an archive -----------------------------------------------------------------------


class Archive:
    """An archive in a forger's hands: lines per till. The manifest's hash is mended each time."""

    def __init__(self, made: Path, public: bytes) -> None:
        self.path = made / "forged.jsonl"
        self.public = public
        self._lines = (made / "journal.jsonl").read_bytes().splitlines(keepends=True)
        self._manifest = json.loads((made / "journal.manifest.json").read_bytes())
        self.counts = {till["till"]: till["entries"] for till in self._manifest["tills"]}

    def fresh(self) -> dict[str, list[bytes]]:
        first = self.counts["T1"]
        return {"T1": self._lines[:first], "T2": self._lines[first:]}

    def judge(
        self, lines: dict[str, list[bytes]], *, mend: bool = True, ends: bool = False
    ) -> dict[tuple[str, int], str]:
        told = b"".join(line for chain in lines.values() for line in chain)
        manifest = dict(self._manifest)
        if mend:
            manifest["sha256"] = hashlib.sha256(told).hexdigest()
        if ends:
            manifest["tills"] = [
                {
                    "till": till,
                    "last": {
                        "sequence": len(chain),
                        "hash": hashed(chain[-1].partition(b',"signature":"')[0][9:]),
                    },
                }
                for till, chain in lines.items()
            ]
        self.path.write_bytes(told)
        manifest_of(self.path).write_text(json.dumps(manifest))
        source = ArchiveSource(self.path)
        report = verify_chains(source, keys=[self.public])
        ours = {(fault.till, fault.sequence): fault.kind for fault in report.faults}
        if not source.as_written:
            ours["", 0] = "archive"
        faults, _, _ = tool.check(self.path, [self.public], verify=plain)
        assert {(till, number): kind for till, number, kind, _ in faults} == ours
        return ours


@pytest.fixture(scope="module")
def archive(made: Path, public: bytes) -> Archive:
    return Archive(made, public)


def some_line(
    archive: Archive, chance: random.Random
) -> tuple[dict[str, list[bytes]], str, list[bytes], int]:
    lines = archive.fresh()
    till = chance.choice(("T1", "T1", "T2"))
    return lines, till, lines[till], chance.randrange(len(lines[till]))


def test_an_archive_that_nobody_touched_is_whole(archive: Archive) -> None:
    assert archive.judge(archive.fresh(), mend=False) == {}


def test_another_file_than_the_manifest_names_is_found(archive: Archive) -> None:
    lines = archive.fresh()
    lines["T2"][-1] = lines["T2"][-1].rstrip(b"\n")
    assert archive.judge(lines, mend=False) == {("", 0): "archive"}


def test_an_edited_byte_of_an_archive_is_found(archive: Archive, chance: random.Random) -> None:
    for _ in range(TRIALS):
        lines, till, chain, place = some_line(archive, chance)
        chain[place] = another_byte(chain[place], chance)
        found = archive.judge(lines)
        assert (till, place + 1) in found
        assert min(number for name, number in found if name == till) == place + 1


def test_a_line_of_an_archive_that_is_gone_is_found(
    archive: Archive, chance: random.Random
) -> None:
    for _ in range(TRIALS):
        lines, till, chain, place = some_line(archive, chance)
        kind = "cut" if place == len(chain) - 1 else "deleted"
        chain.pop(place)
        assert archive.judge(lines) == {(till, place + 1): kind}


def test_lines_of_an_archive_that_were_swapped_are_found(
    archive: Archive, chance: random.Random
) -> None:
    for _ in range(TRIALS):
        lines, till, chain, place = some_line(archive, chance)
        other = chance.choice([each for each in range(len(chain)) if each != place])
        chain[place], chain[other] = chain[other], chain[place]
        assert archive.judge(lines) == {(till, min(place, other) + 1): "swapped"}


def test_a_line_that_was_put_into_an_archive_is_found(
    archive: Archive, chance: random.Random
) -> None:
    for _ in range(TRIALS):
        lines, till, chain, place = some_line(archive, chance)
        copied = chance.randrange(place + 1)
        chain.insert(place, chain[copied])
        assert archive.judge(lines) == {(till, place + (copied == place) + 1): "inserted"}


def rows_of(chain: list[bytes]) -> list[Row]:
    rows = []
    for line in chain:
        raw, signature = tool._unpacked(line)
        row: Row = [None] * 10
        row[ENTRY], row[SIGNATURE], row[ID] = raw.decode(), signature, 0
        rows.append(row)
    return rows


def test_an_archive_that_was_chained_anew_is_found(archive: Archive, chance: random.Random) -> None:
    for trial in range(TRIALS):
        lines, till, chain, place = some_line(archive, chance)
        rows = rows_of(chain)
        rows[place][ENTRY] = changed(rows[place][ENTRY], chance)
        forger = Ed25519PrivateKey.generate()
        rechain(rows, place, forger.sign if trial % 2 else None)
        lines[till] = [line_of(row) for row in rows]
        found = archive.judge(lines, ends=True)
        assert list(found) == [(till, place + 1)]


def test_an_archive_that_ends_too_soon_is_found(archive: Archive, chance: random.Random) -> None:
    for _ in range(TRIALS):
        lines, till, chain, place = some_line(archive, chance)
        lines[till] = chain[:place]
        assert archive.judge(lines) == {(till, place + 1): "cut"}


def test_an_archive_without_one_till_is_found(archive: Archive) -> None:
    """Its manifest was mended: the entry that it was taken along with names all tills. Without
    that entry nothing in the file can tell."""
    lines = archive.fresh()
    del lines["T2"]
    assert archive.judge(lines, ends=True) == {("T2", 1): "missing"}
    by = len(lines["T1"])
    faults, _, _ = tool.check(archive.path, [archive.public], verify=plain)
    assert faults == [("T2", 1, "missing", f"entry {by} of T1 names it")]
    lines["T1"].pop()
    assert archive.judge(lines, ends=True) == {}
    lines = archive.fresh()
    del lines["T1"]  # whose entries name the other
    assert archive.judge(lines, ends=True) == {}


def test_an_archive_cut_with_its_manifest_mended_is_seen_by_an_anchor_alone(
    archive: Archive,
) -> None:
    lines = archive.fresh()
    last = len(lines["T1"])
    kept = hashed(lines["T1"].pop().partition(b',"signature":"')[0][9:])
    assert archive.judge(lines, ends=True) == {}
    faults, _, _ = tool.check(archive.path, [archive.public], [("T1", last, kept)], verify=plain)
    assert [fault[:3] for fault in faults] == [("T1", last, "cut")]
