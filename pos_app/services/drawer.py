"""The cash drawer: who had it opened, when, and why. The window sends the pulse."""

from peewee import JOIN

from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, DrawerOpeningRow
from pos_app.services.booking import till_id_of
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.paper_queue import note_drawer
from pos_app.services.return_details import document_number
from pos_app.storage.models import DrawerOpening, Order, Return, Till, User

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
        return self._rows(DrawerOpening.id == opening_id, 1)[0]

    @query
    def openings(
        self, *, till: str | None = None, without_sale: bool = False, limit: int = 100
    ) -> tuple[DrawerOpeningRow, ...]:
        """The last openings of a till's drawer, the newest first; with without_sale only those
        that no sale and no return asked for. Raises UnknownTill."""
        which = DrawerOpening.till == till_id_of(self._books, till)
        if without_sale:
            which &= DrawerOpening.order.is_null() & DrawerOpening.return_.is_null()
        return self._rows(which, limit)

    def _rows(self, which: object, limit: int) -> tuple[DrawerOpeningRow, ...]:
        sold_at, back_at = Till.alias(), Till.alias()
        found = (
            DrawerOpening.select(
                DrawerOpening.id,
                Till.code,
                sold_at.code,
                Order.number,
                back_at.code,
                Return.number,
                DrawerOpening.reason,
                User.name,
                DrawerOpening.created_at,
            )
            .join(Till, on=(DrawerOpening.till == Till.id))
            .join(User, on=(DrawerOpening.user == User.id))
            .join(Order, JOIN.LEFT_OUTER, on=(DrawerOpening.order == Order.id))
            .join(sold_at, JOIN.LEFT_OUTER, on=(Order.till == sold_at.id))
            .join(Return, JOIN.LEFT_OUTER, on=(DrawerOpening.return_ == Return.id))
            .join(back_at, JOIN.LEFT_OUTER, on=(Return.till == back_at.id))
            .where(which)
            .order_by(DrawerOpening.created_at.desc(), DrawerOpening.id.desc())
            .limit(limit)
            .tuples()
        )
        return tuple(
            DrawerOpeningRow(row[0], row[1], _number(*row[2:6]), *row[6:])
            for row in found.execute(self._books.database.peewee)
        )


def _number(
    sold_at: str | None, order: int | None, returned_at: str | None, returned: int | None
) -> str:
    """That of the sale, as it stands on the ticket of an exchange too; else of the return."""
    return document_number(sold_at, order, None, None) or document_number(
        None, None, returned_at, returned
    )
