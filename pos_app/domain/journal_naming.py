"""What was done to a chain: tells an edited entry from one that was deleted, swapped, inserted or
chained anew, by the entry itself and by those behind it."""

import json
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from pos_app.domain.journal import digest
from pos_app.domain.journal_checks import ChainCheck, Finding, Kept

Genuine = Callable[[bytes, bytes, bytes], bool]
"""(public key, entry, signature): whether it is that key's signature."""


def name_finding(
    finding: Finding, check: ChainCheck, kept: Kept, rest: Iterator[Kept], genuine: Genuine
) -> Finding:
    """The finding as who reads it would call it; kept is the entry that stands in its place, rest
    what stands behind."""
    if finding.kind == "deleted":
        return finding
    entry, after = _read(kept.raw), next(rest, None)
    keys = [span.public_key for span in check.spans[-2:]]
    if entry.get("kind") == "key":
        keys.append(_public_key(entry))
    good = any(genuine(key, kept.raw, kept.signature) for key in keys)
    if finding.kind == "order" and (good or not keys):  # nobody's yet: the key's own is gone
        return _misplaced(finding, entry, after, rest)
    following = {} if after is None else _read(after.raw)
    linked = after is None or following.get("prev") == digest(kept.raw)
    if good or (finding.kind == "key" and linked):
        return finding
    if not linked:
        inserted = following.get("seq") == finding.sequence
        return finding._replace(kind="inserted" if inserted else "edited")
    if after is None:
        return finding._replace(kind="edited" if finding.kind != "signature" else "signature")
    anew = not any(genuine(key, after.raw, after.signature) for key in keys)
    return finding._replace(kind="rechained" if anew else "signature")


def _misplaced(
    finding: Finding, entry: dict[str, Any], after: Kept | None, rest: Iterator[Kept]
) -> Finding:
    """A good entry in the place of another."""
    if entry["seq"] < finding.sequence:
        return finding._replace(kind="inserted")
    wanted = b'"seq":%d,' % finding.sequence
    behind = chain(() if after is None else (after,), rest)
    found = any(wanted in kept.raw for kept in behind)
    return finding._replace(kind="swapped" if found else "deleted")


def _read(raw: bytes) -> dict[str, Any]:
    """An entry as far as it can be read."""
    try:
        entry = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}


def _public_key(entry: dict[str, Any]) -> bytes:
    try:
        return bytes.fromhex(entry["facts"]["public_key"])
    except (KeyError, TypeError, ValueError):
        return b""
