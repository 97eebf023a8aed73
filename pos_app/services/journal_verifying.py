"""Verifying chains: each entry against the one before it, its signature, and what others kept."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.domain.errors import NotAKey, NotAnAnchor
from pos_app.domain.journal import Totals, fingerprint, signed_part
from pos_app.domain.journal_checks import ChainCheck, Finding, Kept
from pos_app.domain.journal_naming import name_finding
from pos_app.domain.rows import Anchor, JournalFault, JournalNote, JournalReport, PublicKey
from pos_app.services.journal_sources import (
    ArchiveSource,
    KeptChain,
    ShopSource,
    Source,
    anchors_in,
)
from pos_app.storage.copying import has_header
from pos_app.storage.keys import is_private
from pos_app.storage.reading import reading_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Progress = Callable[[int, int], None]

GivenAnchor = tuple[str, int, str]
"""Till ("" for whichever), sequence, hash."""

_STEP = 2000
"""So many entries are looked at between two calls of progress."""


def verify_chains(
    source: Source,
    *,
    keys: Collection[bytes] = (),
    own: bytes = b"",
    anchors: Sequence[GivenAnchor] = (),
    signatures: bool = True,
    progress: Progress | None = None,
) -> JournalReport:
    """Everything that is wrong with a source's chains: of each the first bad entry.

    keys are public keys that are known to be the shop's, own this machine's, which need not have
    signed yet where another one vouches. Without any key, signatures are held against the keys
    that stand in the chains themselves. progress may raise Cancelled.
    """
    kept = source.chains()
    trusted = {fingerprint(key) for key in (*keys, own) if key}
    tick = _Ticker(progress, sum(each.last for each in kept))
    loose = {(sequence, link): False for till, sequence, link in anchors if not till}
    checks = []
    faults = []
    for each in kept:
        for till, sequence, link in anchors:
            if till == each.till:
                each.anchors.setdefault(sequence, set()).add(link)
        check = ChainCheck(each.till, trusted, each.anchors, each.end, spelling=signatures)
        checks.append(check)
        finding = _through(check, source.entries(each), signatures, tick, loose)
        if finding is None:
            finding = _ending(check, each)
        if finding is not None:
            faults.append(JournalFault(each.till, *finding))
    faults += _named_alone(checks, {fault.till: fault.sequence for fault in faults})
    faults += [JournalFault("", *where) for where in _unfound(anchors, loose, checks)]
    signed = _signed_by(checks, own)
    if not faults:
        strange = [name for name in map(fingerprint, keys) if name not in signed]
        faults += [JournalFault("", 0, "key", f"{name} signed nothing") for name in strange]
    notes = [JournalNote(check.till, *note) for check in checks for note in check.notes]
    if not trusted:
        notes.append(JournalNote("", 0, "no_key"))
    tick.done()
    broken = {fault.till for fault in faults}
    heads = [
        Anchor(check.till, check.sequence, check.hash, check.spans[-1].key)
        for check in checks
        if check.spans and check.till not in broken
    ]
    return JournalReport(
        tick.seen, tuple(faults), tuple(signed.values()), tuple(heads), tuple(notes), signatures
    )


def verify_file(
    path: Path,
    *,
    keys: Sequence[str] = (),
    own: bytes = b"",
    anchors: Sequence[str] = (),
    manifests: Sequence[Path] = (),
    signatures: bool = True,
    progress: Progress | None = None,
) -> JournalReport:
    """As verify_chains, for a file: a shop's, a backup, or an archive that was exported. Nothing of
    it is changed. Raises NotAKey, NotAnAnchor, NotAnArchive, NotAShop, ShopNotFound, ShopDamaged.
    """
    verify = partial(
        verify_chains,
        keys=[read_key(key) for key in keys],
        own=own,
        anchors=[
            *(read_anchor(anchor) for anchor in anchors),
            *(anchor for manifest in manifests for anchor in anchors_in(manifest)),
        ],
        signatures=signatures,
        progress=progress,
    )
    if path.is_file() and not has_header(str(path)):
        source = ArchiveSource(path)
        report = verify(source)
        if source.as_written:
            return report
        return replace(report, faults=(*report.faults, JournalFault("", 0, "archive")))
    with reading_file(str(path)) as file:
        return verify(ShopSource(file))


def with_open_key(report: JournalReport, key_file: Path) -> JournalReport:
    """With a note where others may read the file of this machine's key."""
    if is_private(key_file):
        return report
    note = JournalNote("", 0, "open_key", str(key_file))
    return replace(report, notes=(*report.notes, note))


def genuine(public_key: bytes, entry: bytes, signature: bytes) -> bool:
    """Whether it is that key's signature of the entry (Ed25519, RFC 8032)."""
    from cryptography.exceptions import InvalidSignature  # loads C code that nothing else needs

    try:
        _key(public_key).verify(signature, signed_part(entry))
    except (InvalidSignature, ValueError):
        return False
    return True


def read_key(given: str) -> bytes:
    """A public key from 64 hex digits or from what a file of one holds (hex on a line, PEM). Raises
    NotAKey."""
    text = given.strip()
    try:
        if text.startswith("-----BEGIN"):
            # Loads C code that nothing else needs.
            from cryptography.hazmat.primitives import serialization

            loaded = serialization.load_pem_public_key(text.encode())
            return loaded.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        key = bytes.fromhex(text)
    except (ValueError, TypeError) as error:
        raise NotAKey(given[:80]) from error
    if len(key) != 32:
        raise NotAKey(given[:80])
    return key


def read_anchor(given: str) -> tuple[str, int, str]:
    """(till or "", sequence, hash) of "T1:17:HASH" or "17:HASH". Raises NotAnAnchor."""
    till, _, rest = given.strip().rpartition(":")[0].rpartition(":")
    link = given.strip().rpartition(":")[2].lower()
    if not rest.isdecimal() or len(link) != 64 or not set(link) <= set("0123456789abcdef"):
        raise NotAnAnchor(given[:100])
    return till, int(rest), link


# --- below ---------------------------------------------------------------------------------------


def _through(
    check: ChainCheck,
    entries: Iterator[Kept],
    signatures: bool,
    tick: "_Ticker",
    loose: dict[tuple[int, str], bool],
) -> Finding | None:
    """The first entry of a chain that is wrong, by its name; None at the end of one that is whole.
    loose are anchors of any till: which of them were found."""
    before: Kept | None = None
    wanted = {sequence for sequence, _ in loose}
    for kept in entries:
        signer = check.signer
        finding = check.take(kept)
        if finding is None and signatures:
            if not genuine(check.signer, kept.raw, kept.signature):
                finding = Finding(check.sequence, "signature")
        elif (
            finding is not None
            and finding.kind == "link"
            and before is not None
            and not genuine(signer, before.raw, before.signature)
        ):  # without signatures: it was the one before that was changed, not this one
            finding, entries = Finding(check.sequence, "signature"), chain((kept,), entries)
            kept = before
        if finding is not None:
            return name_finding(finding, check, kept, entries, genuine)
        if check.sequence in wanted:
            loose[check.sequence, check.hash] = True
        before = kept
        tick()
    return None


def _ending(check: ChainCheck, kept: KeptChain) -> Finding | None:
    """What is wrong with a chain that is whole as far as it goes."""
    ends = kept.end is not None and kept.end.sequence > 0
    if not (check.sequence or ends or kept.anchors):
        return Finding(1, "missing")
    finding = check.end() or check.trust()
    if finding is None and kept.books is not None:
        told = Totals.of(check.perpetual)
        if told != kept.books:
            return Finding(check.sequence, "books", f"{_told(told)}; {_told(kept.books)}")
    return finding


def _unfound(
    anchors: Sequence[GivenAnchor],
    loose: Mapping[tuple[int, str], bool],
    checks: Sequence[ChainCheck],
) -> Iterator[tuple[int, str, str]]:
    """Anchors that no chain has, and those of tills that there are none of."""
    for (sequence, link), found in loose.items():
        if not found:
            yield sequence, "anchor", link
    known = {"", *(check.till for check in checks)}
    for till, sequence, _ in anchors:
        if till not in known:
            yield sequence, "missing", till


def _named_alone(checks: Sequence[ChainCheck], bad: Mapping[str, int]) -> Iterator[JournalFault]:
    """Tills that had a chain, as an entry of another till says, and have none. bad are the first
    bad entries: from there on nothing is believed."""
    known = {check.till for check in checks}
    for check in checks:
        for till, sequence in check.named.items():
            if till not in known and sequence < bad.get(check.till, sequence + 1):
                known.add(till)
                yield JournalFault(till, 1, "missing", f"entry {sequence} of {check.till} names it")


def _signed_by(checks: Sequence[ChainCheck], own: bytes) -> dict[str, PublicKey]:
    """The keys that signed, by their fingerprints, in their order."""
    signed: dict[str, PublicKey] = {}
    for check in checks:
        for span in check.spans:
            public = span.public_key
            shown = PublicKey(span.key, public.hex(), span.machine, public == own)
            signed.setdefault(span.key, shown)
    return signed


class _Ticker:
    """Counts entries and tells progress now and then."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self.seen = 0

    def __call__(self) -> None:
        self.seen += 1
        if self._progress is not None and self.seen % _STEP == 0:
            self._progress(self.seen, max(self._total, self.seen))

    def done(self) -> None:
        """All of it was seen."""
        if self._progress is not None:
            self._progress(self.seen, self.seen)


def _told(sums: Totals) -> str:
    return ", ".join(f"{name} {value}" for name, value in sums.named().items() if value) or "none"


@lru_cache(maxsize=64)
def _key(public: bytes) -> "Ed25519PublicKey":
    # Loads C code that nothing else needs.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public)
