"""The cash drawer: who had it opened, when, and why. The window sends the pulse."""

from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, DrawerOpeningRow
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command, reading
from pos_app.services.document_numbers import NUMBERS, number_of, with_numbers
from pos_app.services.paper_queue import note_drawer
from pos_app.storage.models import DrawerOpening, Till, User

_LONGEST_REASON = 200


class Drawer:
    """Every opening of the drawers; those of sales are written with the sale itself."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @command(Permission.OPEN_DRAWER)
    def open(self, *, reason: str, by: Clerk, till: str | None = None) -> DrawerOpeningRow:
        """Note that a till's drawer ("T1") is opened without a sale, before it is.

        Raises BadValue ("reason") without one, UnknownTill, NotAllowed.
        """
        said = check_text("reason", reason, longest=_LONGEST_REASON, needed=True)
        till_id = till_id_of(self._books, till)
        opening_id = note_drawer(self._books, till_id=till_id, by=by, reason=said)
        self._books.record("drawer", {"reason": said}, till_id=till_id)
        return self._rows(DrawerOpening.id == opening_id, 1)[0]

    @reading(Permission.SEE_OPENINGS)
    def openings(
        self, *, till: str | None = None, without_sale: bool = False, limit: int = 100, by: Clerk
    ) -> tuple[DrawerOpeningRow, ...]:
        """The last openings of a till's drawer, the newest first; with without_sale only those
        that no sale and no return asked for. Raises UnknownTill."""
        which = DrawerOpening.till == till_id_of(self._books, till)
        if without_sale:
            which &= DrawerOpening.order.is_null() & DrawerOpening.return_.is_null()
        return self._rows(which, limit)

    def _rows(self, which: object, limit: int) -> tuple[DrawerOpeningRow, ...]:
        openings = (
            DrawerOpening.select(
                DrawerOpening.id,
                Till.code,
                *NUMBERS,
                DrawerOpening.reason,
                User.name,
                DrawerOpening.created_at,
            )
            .join(Till, on=(DrawerOpening.till == Till.id))
            .join(User, on=(DrawerOpening.user == User.id))
        )
        found = (
            with_numbers(openings, DrawerOpening)
            .where(which)
            .order_by(DrawerOpening.created_at.desc(), DrawerOpening.id.desc())
            .limit(limit)
            .tuples()
        )
        return tuple(
            DrawerOpeningRow(row[0], row[1], number_of(*row[2:6]), *row[6:])
            for row in found.execute(self._books.database.peewee)
        )
