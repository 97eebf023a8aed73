"""However a journal is tampered with, the program and the script in tools/ find it, and name the
same entry: in the shop's file without its triggers, and in an archive."""

import hashlib
import json
import random
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.services.journal_sources import ShopSource
from pos_app.services.journal_verifying import verify_chains
from pos_app.storage.keys import load_key
from tests.journals import (
    ENTRY,
    SEQUENCE,
    SIGNATURE,
    TILL,
    Forged,
    Row,
    hashed,
    key_row,
    rechain,
    renumber,
)
from tests.tampering.judges import TILLS, TRIALS, Judges, another_byte, changed, plain
from tools import verify_journal as tool


def pick(forged: Forged, chance: random.Random, first: int = 0) -> tuple[int, list[Row], int]:
    """A till, its chain, and a place in it (0 for the first entry)."""
    till_id = chance.choice((1, 1, 2))
    chain = forged.of(till_id)
    return till_id, chain, chance.randrange(first, len(chain))


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
    # A note of an end that leads to no entry is no chain either.
    forged.rows["journal_heads"].append([2, 0, "0" * 64, 0])
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
    # The hash that a chain's first entry links to: as if the chain had none.
    head[1:3] = [0, "0" * 64]
    assert judges.judge(forged) == {("T1", 1): "head"}
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
