"""What is kept of the shift outside its file, the stand-alone script, and a forger at work."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.documents.shift_slip import compose_report
from pos_app.documents.slip_text import slip_text
from pos_app.services.journal_sources import manifest_of
from tests.journals import ENTRY, Bench, Forged, Row, hashed, key_row, rechain, renumber
from tests.services.shift_day import ShiftDay

VERIFIER = Path(__file__).resolve().parents[3] / "tools" / "verify_journal.py"


def verify(file: Path, *more: object, plain: bool = False) -> tuple[int, list[str]]:
    """Exit code and faults of the script, run as somebody would who has Python and no program;
    plain without any package beside it."""
    flags = ["-I", "-S"] if plain else ["-I"]
    done = subprocess.run(
        [sys.executable, *flags, str(VERIFIER), str(file), *map(str, more)],
        capture_output=True,
        text=True,
        check=False,
        cwd=file.parent,
    )
    assert done.returncode in (0, 1), done.stderr
    assert (done.stdout.splitlines()[-1] == "All is well.") is (done.returncode == 0)
    found = re.findall(
        r"^FAULT: (?:(?:T1|any till) entry (\d+): )?(\w+):", done.stdout, re.MULTILINE
    )
    return done.returncode, [f"{number or 0} {kind}" for number, kind in found]


def public_key(day: ShiftDay) -> Path:
    return day.kept.with_suffix(".pub")


def paper_of(day: ShiftDay) -> list[str]:
    """The Z as it comes out of the printer, a line without its blanks."""
    (job,) = [job for job in day.shop.papers.waiting() if job.number == "T1-Z1"]
    *_, copy, report = day.shop.papers.document(job.id)
    assert report is not None
    slip = compose_report(report, day.shop.info, day.shop.money, copy=copy)
    return [" ".join(line.split()) for line in slip_text(slip, 48).splitlines()]


def forge(file: Path, change: Callable[[Forged], object]) -> None:
    """Change the journal in a file, whose triggers are gone."""
    bench = Bench(file)
    forged = bench.fresh()
    change(forged)
    bench.put(forged)
    bench.close()


def put_back(forged: Forged, chain: list[Row]) -> None:
    """The chain in its place, with a head and reports that say what it says."""
    renumber(chain, 1)
    forged.replace(1, chain)
    forged.mend_head(1)
    for report in forged.rows["shift_reports"]:
        report[5] = hashed(chain[report[4] - 1][ENTRY])


def own_key(forged: Forged, place: int, signer: Ed25519PrivateKey) -> str:
    """A key of the forger's own takes over from an entry on (0: it was there from the first)."""
    name = hashlib.sha256(signer.public_key().public_bytes_raw()).hexdigest()[:16]
    chain = forged.of(1)
    if place:
        chain.insert(place, key_row(chain[place - 1], json.loads(chain[0][ENTRY])["key"], signer))
    else:
        chain[0] = key_row(chain[0], "", signer)
    renumber(chain, 1)
    rechain(chain, place, signer.sign, name)
    put_back(forged, chain)
    return f"{place + 1} key"


def copy_of(day: ShiftDay, folder: Path) -> Path:
    """The archive with its manifest, for a forger."""
    copy = Path(shutil.copyfile(day.archive, folder / "forged.jsonl"))
    shutil.copyfile(manifest_of(day.archive), manifest_of(copy))
    return copy


def write(archive: Path, lines: list[bytes], *, last: bool = False) -> None:
    """Other lines, with a manifest that names them; last says so of its end too."""
    archive.write_bytes(b"".join(lines))
    told = json.loads(manifest_of(archive).read_text(encoding="utf-8"))
    told["sha256"] = hashlib.sha256(archive.read_bytes()).hexdigest()
    if last:
        raw = lines[-1].rpartition(b',"signature":"')[0][len(b'{"entry":') :]
        told["tills"][0]["last"] = {"sequence": len(lines), "hash": hashed(raw)}
    manifest_of(archive).write_text(json.dumps(told), encoding="utf-8")
