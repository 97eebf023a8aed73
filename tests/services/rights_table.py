"""What each public method of the shop's services asks for, and how it is called."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pos_app.domain.rights import Permission
from tests.services.rights_shop import World

Call = Callable[[World], object]


@dataclass(frozen=True)
class Entry:
    """One way to call a method.

    needs are the sets of rights of which one must be had whole: [()] for whoever is signed in,
    nothing at all ([]) where nobody has to be; why says why no right is asked for. what tells
    several entries of one method apart.
    """

    method: str
    needs: tuple[frozenset[Permission], ...]
    call: Call
    why: str = ""
    what: str = ""

    @property
    def name(self) -> str:
        """For the test's name."""
        return f"{self.method}, {self.what}" if self.what else self.method

    @property
    def open(self) -> bool:
        """Nobody has to be signed in."""
        return not self.needs

    def allowed(self, rights: Iterable[Permission]) -> bool:
        """Whether who is signed in with these rights may."""
        return self.open or any(wanted <= frozenset(rights) for wanted in self.needs)


def needs(method: str, call: Call, *rights: Permission, what: str = "") -> Entry:
    """All of these rights are asked for."""
    return Entry(method, (frozenset(rights),), call, what=what)


def needs_one(method: str, call: Call, *rights: Permission) -> Entry:
    """One of these rights is asked for."""
    return Entry(method, tuple(frozenset({right}) for right in rights), call)


def signed_in(method: str, call: Call, why: str, *, what: str = "") -> Entry:
    """Whoever is signed in may, whatever their role."""
    return Entry(method, (frozenset(),), call, why, what)


def anybody(method: str, call: Call, why: str) -> Entry:
    """Nobody has to be signed in."""
    return Entry(method, (), call, why)
