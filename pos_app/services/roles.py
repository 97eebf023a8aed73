"""Roles: what clerks, supervisors, managers and owners of this shop may do."""

from collections.abc import Iterable

from peewee import fn

from pos_app.domain.errors import BadValue, RightNeeded
from pos_app.domain.rights import UNTAKABLE, Permission, Role
from pos_app.domain.rows import Clerk, RoleRow
from pos_app.services.books import Books
from pos_app.services.command import command, query, reading
from pos_app.services.role_rights import check_may_give, check_role, rights_of
from pos_app.services.sign_in import TERMINAL
from pos_app.storage.models import RolePermission, User


class Roles:
    """The rights of each role."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @reading(Permission.SEE_STAFF)
    def all(self, *, by: Clerk) -> tuple[RoleRow, ...]:
        """Every role, from the one with fewest rights on."""
        return tuple(self._row(role) for role in Role)

    @query
    def mine(self, *, by: Clerk) -> frozenset[Permission]:
        """What the person who is signed in may do without an approval. Raises NotSignedIn."""
        return rights_of(self._books, self._books.identify(by).role)

    @command(Permission.MANAGE_STAFF)
    def set_permissions(
        self, role: str, permissions: Iterable[Permission | str], *, by: Clerk
    ) -> RoleRow:
        """Say everything that a role may do from now on; who is signed in goes on with it.

        Raises BadValue, RightNeeded for a right that the role can't be without, and NotAllowed for
        who would give or take what they have not themself (see `role_rights.check_may_give`).
        """
        books, named = self._books, check_role(role)
        wanted = frozenset(map(_permission, permissions))
        before = rights_of(books, named)
        for needed in sorted(UNTAKABLE.get(named, frozenset()) - wanted):
            raise RightNeeded(needed.value, named.value)
        giver = books.authorise(by, Permission.MANAGE_STAFF)
        check_may_give(books, giver, wanted | before)
        given, taken = sorted(wanted - before), sorted(before - wanted)
        peewee, now = books.database.peewee, books.now()
        if taken:
            RolePermission.delete().where(
                (RolePermission.role == named) & RolePermission.permission.in_(taken)
            ).execute(peewee)
        for right in given:
            RolePermission.insert(role=named.value, permission=right.value, created_at=now).execute(
                peewee
            )
        if given or taken:
            books.record("rights", {"given": given, "role": named, "taken": taken})
            books.changed("staff")
        return self._row(named)

    def _row(self, role: Role) -> RoleRow:
        people = User.select(fn.COUNT(User.id)).where(
            (User.role == role) & User.active & (User.username != TERMINAL)
        )
        count = people.scalar(self._books.database.peewee)
        return RoleRow(role.value, rights_of(self._books, role), int(count))


def _permission(named: Permission | str) -> Permission:
    if named not in set(Permission):
        raise BadValue("permission", named, "unknown_choice")
    return Permission(named)
