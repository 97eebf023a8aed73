"""Typing errors: the known words that lie one slip away from a typed one.

The words are those of the full-text index itself, in order. Only the places up to where the typed
word leaves every known word can hold its one slip, and only letters that go on from there are
tried, so a few hundred look-ups answer for any number of words, in any script.
"""

from collections.abc import Iterator

import apsw

_FIRST_FROM = "SELECT term FROM product_words WHERE term >= ? LIMIT 1"
_BEHIND_ALL = "\U0010ffff"
_BEFORE_ALL = "\x01"

_SHORTEST = 3
_SHORTEST_BEGINNING = 4
_MOST = 12


def respelled(connection: apsw.Connection, typed: str) -> list[str]:
    """What may have been meant: the typed word itself where it begins a known one; else whole
    words one slip away (a letter left out, added, changed, or swapped with the next); else what
    begins a word so. At most a dozen; none for numbers.

    typed is in small letters, without accents.
    """
    known = _KnownWords(connection)
    if known.begins(typed):
        return [typed]
    if len(typed) < _SHORTEST or typed.isdigit():
        return []
    beginnings: dict[str, None] = {}  # a set that keeps the order
    # The first letter is mostly right: it is doubted last.
    for places in (range(1, len(typed)), range(1)):
        whole: dict[str, None] = {}
        for place in places:
            if not known.begins(typed[:place]):
                break
            for guess in known.slips(typed, place):
                found = known.first_from(guess)
                if found == guess:
                    whole[guess] = None
                elif found.startswith(guess) and len(guess) >= _SHORTEST_BEGINNING:
                    beginnings[guess] = None
        if whole:
            return list(whole)[:_MOST]
    return list(beginnings)[:_MOST]


class _KnownWords:
    """The words of the index, looked up by how they begin."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._cursor = connection.cursor()

    def first_from(self, start: str) -> str:
        """The first known word at or behind start; "" when there is none."""
        row = self._cursor.execute(_FIRST_FROM, (start,)).fetchone()
        return row[0] if row else ""

    def begins(self, head: str) -> bool:
        """True when a known word begins with head."""
        return self.first_from(head).startswith(head)

    def slips(self, typed: str, place: int) -> Iterator[str]:
        """What typed would be without a slip at this place."""
        head, letter, rest = typed[:place], typed[place], typed[place + 1 :]
        yield head + rest
        if rest:
            yield head + rest[0] + letter + rest[1:]
        for other in self._letters_after(head):
            yield head + other + rest
            yield head + other + letter + rest

    def _letters_after(self, head: str) -> Iterator[str]:
        found = self.first_from(head + _BEFORE_ALL)
        while found and found.startswith(head):
            letter = found[len(head)]
            yield letter
            found = self.first_from(head + letter + _BEHIND_ALL)
