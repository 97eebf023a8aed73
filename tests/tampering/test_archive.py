"""Each way to tamper with an archive, many times at random: all of it is found."""

import random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.journals import ENTRY, ID, SIGNATURE, Row, hashed, line_of, rechain
from tests.tampering.judges import TRIALS, Archive, another_byte, changed, plain
from tools import verify_journal as tool


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
