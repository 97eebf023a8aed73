"""The archive of a journal: every entry as it was signed, one on a line, with a manifest and the
public keys beside it. The stand-alone verifier in tools/ reads it without this program."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pos_app import __version__
from pos_app.domain.errors import NotWritten
from pos_app.domain.journal import digest
from pos_app.domain.rows import PublicKey
from pos_app.services.journal_sources import (
    ARCHIVE_FORMAT,
    LINE_BEGINS,
    LINE_ENDS,
    LINE_SIGNED,
    KeptChain,
    ShopSource,
    manifest_of,
)
from pos_app.services.replaced_files import replacing

Progress = Callable[[int, int], None]

_STEP = 2000


def write_archive(
    target: Path,
    source: ShopSource,
    keys: Sequence[PublicKey],
    *,
    shop: str,
    at: datetime,
    progress: Progress | None = None,
) -> None:
    """Write target (NAME.jsonl), NAME.manifest.json and NAME.pub, each in the place of an older one
    when it is whole; the manifest last. Inside a snapshot. Raises NotWritten, DiskFull, and what
    progress does."""
    chains = [chain for chain in source.chains() if chain.last]
    summed = hashlib.sha256()
    total = sum(chain.last for chain in chains)
    tills: list[dict[str, Any]] = []
    done = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotWritten(str(target), error.strerror or type(error).__name__) from error
    with replacing(target) as out:
        for chain in chains:
            told, lines = _Told(chain), []
            for kept in source.entries(chain):
                line = _line(kept.raw, kept.signature)
                summed.update(line)
                lines.append(line.decode())
                told.add(kept.raw)
                done += 1
                if len(lines) == _STEP:
                    out.writelines(lines)
                    lines.clear()
                    if progress is not None:
                        progress(done, max(total, done))
            out.writelines(lines)
            tills.append(told.manifest())
            if progress is not None:
                progress(done, max(total, done))
    with replacing(target.with_suffix(".pub")) as out:
        out.writelines(f"{key.public_key}\n" for key in keys)
    manifest = {
        "at": at.isoformat(),
        "entries": done,
        "file": target.name,
        "format": ARCHIVE_FORMAT,
        "keys": [
            {"fingerprint": key.fingerprint, "machine": key.machine, "public_key": key.public_key}
            for key in keys
        ],
        "program": __version__,
        "sha256": summed.hexdigest(),
        "shop": shop,
        "tills": tills,
    }
    with replacing(manifest_of(target)) as out:
        out.write(json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


class _Told:
    """What the manifest says of a till."""

    def __init__(self, chain: KeptChain) -> None:
        self._till = chain.till
        self._count = 0
        self._first = self._last = b""

    def add(self, raw: bytes) -> None:
        """One entry more."""
        self._count += 1
        self._first = self._first or raw
        self._last = raw

    def manifest(self) -> dict[str, Any]:
        """Count, first and last entry."""
        return {
            "entries": self._count,
            "first": _named(self._first),
            "last": _named(self._last),
            "till": self._till,
        }


def _named(raw: bytes) -> dict[str, Any]:
    return {"hash": digest(raw), "sequence": json.loads(raw)["seq"]}


def _line(raw: bytes, signature: bytes) -> bytes:
    return b"".join((LINE_BEGINS, raw, LINE_SIGNED, base64.b64encode(signature), LINE_ENDS, b"\n"))
