"""Telling whether a text that somebody typed speaks of a person."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_SHORTEST_NAME = 3
"""A shorter first or last name alone (Al, Bo, Li) is a word like others; with the other it is
looked for."""

_DIGITS_OF_PHONE = 7


@dataclass(frozen=True, slots=True)
class Known:
    """What a person is known by; "" and () for what is not kept."""

    first_name: str
    last_name: str
    username: str = ""
    email: str = ""
    card: str = ""
    phones: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class Mentions:
    """Finds one person in texts; capitals and accents don't matter. With alone=False their first
    or last name or username alone does not count: it may be another's."""

    def __init__(self, person: Known, *, alone: bool = True) -> None:
        names = (person.first_name, person.last_name, person.username) if alone else ()
        single = [name for name in names if len(name) >= _SHORTEST_NAME]
        reversed_name = f"{person.last_name} {person.first_name}".strip()
        whole = [person.full_name, reversed_name, person.email, person.card]
        words = dict.fromkeys(_folded(word) for word in (*whole, *single, *person.streets) if word)
        pattern = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words)
        self._pattern = re.compile(pattern or r"(?!)")  # nothing known is found nowhere
        self._phones = tuple(
            digits[-_DIGITS_OF_PHONE:]
            for digits in map(_digits, person.phones)
            if len(digits) >= _DIGITS_OF_PHONE
        )

    def of(self, text: str) -> bool:
        """True when text names this person, or how to reach them."""
        if self._pattern.search(_folded(text)):
            return True
        return _any_in(self._phones, _digits(text))


def _any_in(wanted: Iterable[str], text: str) -> bool:
    return any(part in text for part in wanted)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
