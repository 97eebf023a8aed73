"""Tells a scanner that types like a keyboard from a person who types: by its speed and ending.

Nothing here knows Qt: it is fed key strokes with their times, and decides which were typed and
which are a scan. Scanners send a key every 1 to 30 ms; the fastest typists need 60 to 80.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, TypeVar

ENTER, TAB, NONE = "enter", "tab", "none"
"""What a scanner may send after a code; with NONE a pause ends it."""

GROUP_SEPARATOR = "\x1d"
"""Stands between the fields of a GS1 code (GS1 General Specifications, 7.8.3)."""

LONGEST = 512
"""More than this is no code but a text that a program types."""

_PROVEN = 3
"""From this many fast characters on nobody's fingers are meant: a hiccup of the line is waited
for."""
_HICCUP = 3
_BRIDGE = 2

K = TypeVar("K")


class Kind(Enum):
    """What a key stroke is to a scanner: part of the code, its ending, nothing (shift, a key that
    is let go), or something that no scanner sends."""

    CHARACTER = "character"
    ENDING = "ending"
    SILENT = "silent"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Stroke(Generic[K]):
    """One key stroke: key is whatever the caller wants back, text its character ("" for none), at
    the milliseconds of any clock, None where nobody knows: such a stroke is always typing."""

    key: K
    kind: Kind
    text: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Typed(Generic[K]):
    """These keys were pressed by a person, in this order. unended is the code they would be if
    the ending had come: as fast as a scanner, and long enough."""

    keys: tuple[K, ...]
    unended: str = ""


@dataclass(frozen=True, slots=True)
class Scanned(Generic[K]):
    """A scan, without prefix and ending; keys are those of it that were held back.

    stray are its first characters where they were taken for typing and given away already: the
    line paused in the middle of the code.
    """

    text: str
    keys: tuple[K, ...]
    stray: str = ""
    per_key_ms: float = 0.0
    """Milliseconds from one key to the next, on average."""


Decision = Typed[K] | Scanned[K]


@dataclass(frozen=True, slots=True)
class WedgeRules:
    """How the scanner is set: at most gap_ms between two keys on average, at least min_length
    characters after prefix, and ending (ENTER, TAB or NONE). With a prefix nothing else is a
    scan, and typing is never held back."""

    gap_ms: int = 35
    min_length: int = 4
    prefix: str = ""
    ending: str = ENTER


@dataclass(slots=True)
class _Run(Generic[K]):
    """Characters that came close behind each other, and their keys that still wait."""

    text: str = ""
    first: int = 0
    last: int = 0
    given: int = 0
    held: list[K] = field(default_factory=list)

    @property
    def per_key(self) -> float:
        return (self.last - self.first) / (len(self.text) - 1) if len(self.text) > 1 else 0.0


class Wedge(Generic[K]):
    """Fed with every key stroke of a window, it answers with what is decided by then.

    No key is lost, doubled or moved: the keys of all decisions, one after another, are the keys
    that were fed. What is held back must be asked for with expire() once patience_ms have passed
    without a stroke.
    """

    def __init__(self, rules: WedgeRules | None = None) -> None:
        self.rules = rules or WedgeRules()
        self._run: _Run[K] = _Run()

    @property
    def patience_ms(self) -> int:
        """How long to wait for the next stroke; 0 while nothing is held back."""
        if not self._run.held:
            return 0
        return self.rules.gap_ms * (_HICCUP if self.proven or self.rules.prefix else 1)

    @property
    def proven(self) -> bool:
        """True in the midst of what no fingers type so fast."""
        run = self._run
        return len(run.text) >= _PROVEN and run.per_key <= self.rules.gap_ms

    def feed(self, stroke: Stroke[K]) -> list[Decision[K]]:
        """Take one stroke in; what is decided by it, in order (maybe nothing yet)."""
        if stroke.kind is Kind.SILENT:
            if not self._run.held:
                return [Typed((stroke.key,))]
            self._run.held.append(stroke.key)
            return []
        if stroke.kind is Kind.CHARACTER and stroke.at is not None:
            return self._character(stroke.key, stroke.text, stroke.at)
        if stroke.kind is Kind.ENDING and self._close_behind(stroke.at) and self._is_scan():
            self._run.held.append(stroke.key)
            return [self._scanned()]
        if self.rules.ending == NONE and self._is_scan():
            return [self._scanned(), Typed((stroke.key,))]
        decisions = self._let_go(stroke.key)
        self._run = _Run()
        return decisions

    def expire(self) -> list[Decision[K]]:
        """Nothing has come for patience_ms: what was held back is typing, or a scan that has no
        ending."""
        if self._run.held and self.rules.ending == NONE and self._is_scan():
            return [self._scanned()]
        return self._let_go()

    # --- inside ------------------------------------------------------------------------------

    def _character(self, key: K, text: str, at: int) -> list[Decision[K]]:
        decisions: list[Decision[K]] = []
        if not self._close_behind(at) or not self._fits(text):
            if self.rules.ending == NONE and self._is_scan():
                decisions.append(self._scanned())
            else:
                decisions += self._let_go()
                self._run = _Run()
        run = self._run
        if not run.text and not self._fits(text):
            return [*decisions, Typed((key,))]
        if not run.text:
            run.first = at
        run.text += text
        run.last = at
        run.held.append(key)
        if len(run.text) > LONGEST:
            decisions += self._let_go()
        return decisions

    def _fits(self, text: str) -> bool:
        """Whether a character may stand where it would: the first ones must be the prefix."""
        prefix, place = self.rules.prefix, len(self._run.text)
        return place >= len(prefix) or prefix[place] == text

    def _close_behind(self, at: int | None) -> bool:
        if at is None or not self._run.text:
            return False
        patient = self.proven or bool(self.rules.prefix)
        longest = self.rules.gap_ms * (_HICCUP if patient else _BRIDGE)
        return 0 <= at - self._run.last <= longest

    def _is_scan(self) -> bool:
        run, rules = self._run, self.rules
        code = len(run.text) - len(rules.prefix)
        return (
            max(rules.min_length, 1) <= code
            and len(run.text) <= LONGEST
            and run.per_key <= rules.gap_ms
        )

    def _scanned(self) -> Scanned[K]:
        run, self._run = self._run, _Run()
        code = run.text[len(self.rules.prefix) :]
        return Scanned(code, tuple(run.held), run.text[: run.given], run.per_key)

    def _let_go(self, *more: K) -> list[Decision[K]]:
        """Give what is held back, and more, as typed; the run goes on, for it may have been a
        pause of the line only."""
        run = self._run
        keys = (*run.held, *more)
        if not keys:
            return []
        whole = run.held and not run.given and self._is_scan()
        run.held, run.given = [], len(run.text)
        return [Typed(keys, run.text[len(self.rules.prefix) :] if whole else "")]
