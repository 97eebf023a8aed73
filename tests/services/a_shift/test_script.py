"""What the stand-alone script says of the shift while nobody has touched it, and of an anchor from
the paper."""

from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.services.a_shift.kept import copy_of, forge, own_key, paper_of, public_key, verify, write
from tests.services.shift_day import ShiftDay


def test_the_script_agrees_that_all_is_well(day: ShiftDay) -> None:
    key = ("--key", public_key(day))
    anchor = f"T1:{day.z.sequence}:{day.z.hash}"
    told = day.kept.with_suffix(".json")
    assert verify(Path(day.shop.path), *key, "--anchor", anchor) == (0, [])
    assert verify(day.kept, *key, "--manifest", told) == (0, [])
    assert verify(day.archive, *key, "--manifest", told, "--anchor", anchor) == (0, [])


def test_without_any_package_it_says_the_same(day: ShiftDay, tmp_path: Path) -> None:
    key = ("--key", public_key(day))
    assert verify(day.archive, *key, plain=True) == (0, [])
    archive = copy_of(day, tmp_path)
    lines = archive.read_bytes().splitlines(keepends=True)
    place = day.z.sequence - 1
    lines[place] = lines[place].replace(b'"counted":13575', b'"counted":13875')
    write(archive, lines)
    assert verify(archive, *key, plain=True) == (1, [f"{day.z.sequence} edited"])


def test_the_anchor_can_be_typed_from_the_paper(
    day: ShiftDay, copies: Callable[[Path], Path], tmp_path: Path
) -> None:
    """A forger has the file, the key and the report in it; the paper is in a drawer."""
    paper = paper_of(day)
    at = paper.index(f"Journal entry {day.z.sequence}")
    anchor = f"{paper[at].split()[-1]}:{paper[at + 1]}{paper[at + 2]}"
    file = copies(tmp_path)
    assert verify(file, "--anchor", anchor) == (0, [])
    signer = Ed25519PrivateKey.generate()
    forge(file, lambda forged: own_key(forged, 0, signer))
    assert verify(file) == (0, [])  # a chain of its own, told by nobody else
    code, faults = verify(file, "--anchor", anchor)
    assert (code, faults) == (1, [f"{day.z.sequence} anchor"])
    assert verify(file, "--key", public_key(day)) == (1, ["1 key"])
