"""The stand-alone script finds whatever is tampered with in the file of the shift, in its archive
and in the copy that was kept."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.domain.journal import canonical
from pos_app.services.journal_sources import manifest_of
from tests.journals import ENTRY, SIGNATURE, Forged, Row, rechain, renumber
from tests.services.a_shift.kept import copy_of, forge, own_key, public_key, put_back, verify, write
from tests.services.shift_day import ShiftDay

SPOILED = "T1-9"
"""The sale that a forger would like to have been another."""


def place_of(chain: list[Row], document: str = SPOILED) -> int:
    """Where a sale's entry stands, 0 for the first one."""
    (place,) = [place for place, row in enumerate(chain) if row[3] == "sale" and row[4] == document]
    return place


def cheaper(entry: str) -> str:
    """The sale as if 1.00 less had been taken."""
    assert entry.count("3493") > 1
    return canonical(json.loads(entry.replace("3493", "3393")))


def edit(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    chain[place][ENTRY] = cheaper(chain[place][ENTRY])
    return f"{place + 1} edited"


def delete(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    del chain[place]
    renumber(chain, 1)
    forged.replace(1, chain)
    return f"{place + 1} deleted"


def swap(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    chain[place], chain[place + 1] = chain[place + 1], chain[place]
    renumber(chain, 1)
    forged.replace(1, chain)
    return f"{place + 1} swapped"


def insert(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    chain.insert(place, list(chain[place_of(chain, "T1-1")]))
    renumber(chain, 1)
    forged.replace(1, chain)
    return f"{place + 1} inserted"


def chain_anew(forged: Forged) -> str:
    """Every hash is right again, the signatures are those of what was."""
    chain = forged.of(1)
    place = place_of(chain)
    chain[place][ENTRY] = cheaper(chain[place][ENTRY])
    rechain(chain, place, None)
    put_back(forged, chain)
    return f"{place + 1} rechained"


def new_key(forged: Forged) -> str:
    return own_key(forged, place_of(forged.of(1)), Ed25519PrivateKey.generate())


def cut(forged: Forged) -> str:
    """All that came behind the Z report."""
    chain = forged.of(1)
    closed = next(place for place, row in enumerate(chain) if row[3] == "shift_close")
    forged.replace(1, chain[: closed + 1])
    return f"{closed + 2} cut"


def cut_with_head(forged: Forged) -> str:
    """As `cut`, and the head says so: the till's own count tells that a sale is missing."""
    expected = cut(forged)
    forged.mend_head(1)
    return expected


def cut_with_the_z(forged: Forged) -> str:
    """The Z report's own entry too: the report in the file is anchored there."""
    chain = forged.of(1)
    closed = next(place for place, row in enumerate(chain) if row[3] == "shift_close")
    forged.replace(1, chain[:closed])
    forged.mend_head(1)
    return f"{closed + 1} cut"


def head(forged: Forged) -> str:
    kept = forged.rows["journal_heads"][0]
    kept[2] = kept[2][::-1]
    return f"{kept[1]} head"


def anchor(forged: Forged) -> str:
    (report,) = [row for row in forged.rows["shift_reports"] if row[2] == "z"]
    report[5] = report[5][::-1]
    return f"{report[4]} anchor"


def column(forged: Forged) -> str:
    """The row is found under another day; what is signed stays."""
    chain = forged.of(1)
    place = place_of(chain)
    chain[place][5] = "2026-11-25"
    return f"{place + 1} column"


def signature(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    raw = chain[place][SIGNATURE]
    chain[place][SIGNATURE] = raw[:-1] + bytes([raw[-1] ^ 1])
    return f"{place + 1} signature"


TAMPERING = (edit, delete, swap, insert, chain_anew, new_key, cut, cut_with_head, cut_with_the_z)


@pytest.mark.parametrize(
    "change", [*TAMPERING, head, anchor, column, signature], ids=lambda change: change.__name__
)
def test_each_kind_of_tampering_with_the_file_is_named(
    day: ShiftDay,
    copies: Callable[[Path], Path],
    tmp_path: Path,
    change: Callable[[Forged], str],
) -> None:
    file, expected = copies(tmp_path), []
    forge(file, lambda forged: expected.append(change(forged)))
    assert verify(file, "--key", public_key(day)) == (1, expected)


def test_a_tail_cut_behind_the_z_is_known_to_whoever_kept_the_archive(
    day: ShiftDay, copies: Callable[[Path], Path], tmp_path: Path
) -> None:
    """Nothing but what was written down behind the last document is gone: the file alone has
    nothing against it."""

    def last_entry(forged: Forged) -> None:
        forged.replace(1, forged.of(1)[:-1])
        forged.mend_head(1)

    file = copies(tmp_path)
    forge(file, last_entry)
    assert verify(file, "--key", public_key(day)) == (0, [])
    last = day.archive.read_bytes().count(b"\n")
    told = ("--manifest", manifest_of(day.archive))
    assert verify(file, "--key", public_key(day), *told) == (1, [f"{last} cut"])


def test_a_copy_that_was_kept_is_held_against_its_manifest(day: ShiftDay, tmp_path: Path) -> None:
    file = Path(shutil.copyfile(day.kept, tmp_path / "kept.db"))
    told = ("--key", public_key(day), "--manifest", day.kept.with_suffix(".json"))
    assert verify(file, *told) == (0, [])
    expected: list[str] = []
    forge(file, lambda forged: expected.append(edit(forged)))
    assert verify(file, *told) == (1, expected)


# --- an archive -----------------------------------------------------------------------------------


def test_each_kind_of_tampering_with_the_archive_is_named(day: ShiftDay, tmp_path: Path) -> None:
    archive, key = copy_of(day, tmp_path), ("--key", public_key(day))
    lines = archive.read_bytes().splitlines(keepends=True)
    place = next(
        place
        for place, line in enumerate(lines)
        if b'"document":"T1-9"' in line and b'"kind":"sale"' in line
    )
    at, z = place + 1, day.z.sequence
    cheap = lines[place].replace(b"3493", b"3393")
    trials = {
        f"{at} edited": [*lines[:place], cheap, *lines[at:]],
        f"{at} deleted": [*lines[:place], *lines[at:]],
        f"{at} swapped": [*lines[:place], lines[at], lines[place], *lines[at + 1 :]],
        f"{at} inserted": [*lines[:place], lines[place - 1], *lines[place:]],
        f"{z + 1} cut": lines[:z],
    }
    for expected, forged in trials.items():
        write(archive, forged)
        assert verify(archive, *key) == (1, [expected])
    archive.write_bytes(b"".join(lines[:-1]))
    assert verify(archive, *key) == (1, [f"{len(lines)} cut", "0 archive"])
    write(archive, [*lines[:place], cheap, *lines[at:]], last=True)
    assert verify(archive, *key) == (1, [f"{at} edited"])
    write(archive, lines[:z], last=True)  # cut behind the Z, and its manifest says so too
    assert verify(archive, *key) == (0, [])
    kept = ("--manifest", manifest_of(day.archive))
    assert verify(archive, *key, *kept) == (1, [f"{z + 1} cut"])
