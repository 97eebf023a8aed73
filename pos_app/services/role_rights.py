"""What the roles may do, as the shop has set it, and who may give rights to whom."""

from collections.abc import Iterable

from peewee import SQL

from pos_app.domain.errors import BadValue, NotAllowed
from pos_app.domain.rights import Permission, Role
from pos_app.services.books import Books
from pos_app.storage.models import RolePermission


def rights_of(books: Books, role: str) -> frozenset[Permission]:
    """Everything a role may do; what a newer program may have written is left out."""
    rows = (
        RolePermission.select(RolePermission.permission)
        .where(RolePermission.role == role)
        .tuples()
        .execute(books.database.peewee)
    )
    known = set(Permission)
    return frozenset(Permission(name) for (name,) in rows if name in known)


def has_right(books: Books, role: str, permission: Permission) -> bool:
    """Whether a role may do one thing."""
    row = (
        RolePermission.select(SQL("1"))
        .where((RolePermission.role == role) & (RolePermission.permission == permission.value))
        .tuples()
        .first(books.database.peewee)
    )
    return row is not None


def check_role(role: str) -> Role:
    """The role of a name; raises BadValue."""
    if role not in set(Role):
        raise BadValue("role", role, "unknown_choice")
    return Role(role)


def check_may_give(books: Books, giver: str, rights: Iterable[Permission]) -> None:
    """Raises NotAllowed unless a role may give these rights, take them, or handle a person (their
    PIN, their badge) who has them.

    Nobody hands out more than they have: who may only manage staff would else make an owner, or
    take an owner's place by giving them a PIN. Owners may give every right, also one that was
    taken from their own role: somebody must be able to give it back.
    """
    if giver == Role.OWNER:
        return
    beyond = frozenset(rights) - rights_of(books, giver)
    if beyond:
        first = min(beyond, key=list(Permission).index)
        raise NotAllowed(first.value, books.acting.person.name)
