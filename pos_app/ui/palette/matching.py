"""How well words fit what somebody types to find them: forgiving, and always in the same order."""

import re
from collections.abc import Callable

_LEAST_FOR_A_SLIP = 4
"""Letters from which on one of them may be wrong."""
_NO_WORD = re.compile(r"[^\w]+")


def rank(query: str, title: str, also: str = "") -> int | None:
    """How well a query fits a title and the other words it is known by: 0 is best, None not at all.

    0 the title begins so; 1 its words begin so, in this order; 2 in any order; 3 with the other
    words; 4 the beginnings of successive words run together ("retg" is "Return goods"); 5 anywhere
    inside; 6 with one letter wrong.
    """
    wanted, words = _parts(query), _parts(title)
    if not wanted:
        return 0
    known = words + _parts(also)
    fits: tuple[Callable[[], bool], ...] = (
        lambda: " ".join(words).startswith(" ".join(wanted)),
        lambda: _in_order(wanted, words),
        lambda: _each_begins(wanted, words),
        lambda: _each_begins(wanted, known),
        lambda: _run_together("".join(wanted), words),
        lambda: all(any(part in word for word in known) for part in wanted),
        lambda: all(any(_begins_with_slip(word, part) for word in known) for part in wanted),
    )
    return next((place for place, fit in enumerate(fits) if fit()), None)


def _parts(text: str) -> list[str]:
    return [part for part in _NO_WORD.split(text.casefold()) if part]


def _in_order(wanted: list[str], words: list[str]) -> bool:
    left = iter(words)
    return all(any(word.startswith(part) for word in left) for part in wanted)


def _each_begins(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _run_together(letters: str, words: list[str]) -> bool:
    """True where letters are the beginnings of some words in their order, put together."""
    reached = {0}
    for word in words:
        more = set()
        for start in reached:
            shared = 0
            while (
                shared < len(word)
                and start + shared < len(letters)
                and word[shared] == letters[start + shared]
            ):
                shared += 1
                more.add(start + shared)
        reached |= more
    return len(letters) in reached


def _begins_with_slip(word: str, part: str) -> bool:
    """True where one letter of part is wrong, missing, too much, or swapped with the next."""
    if len(part) < _LEAST_FOR_A_SLIP:
        return word.startswith(part)
    at = 0
    while at < min(len(part), len(word)) and part[at] == word[at]:
        at += 1
    rest, ahead = part[at:], word[at:]
    return (
        ahead.startswith((rest, rest[1:]))
        or ahead[1:].startswith((rest, rest[1:]))
        or (rest[:2] == ahead[:2][::-1] and ahead[2:].startswith(rest[2:]))
    )
