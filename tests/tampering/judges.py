"""Both verifiers, ours and the stand-alone script, on a shop's file and on an archive in a forger's
hands."""

import hashlib
import json
import random
from functools import cache
from pathlib import Path

from pos_app.domain.journal import canonical
from pos_app.services import journal_verifying
from pos_app.services.journal_sources import ArchiveSource, ShopSource, manifest_of
from pos_app.services.journal_verifying import verify_chains
from pos_app.storage.database import Database
from tests.journals import Bench, Forged, hashed
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
