"""Customer groups: how their sales state prices, and what is on their price lists."""

from pos_app.domain.errors import BadValue, StillReferenced, UnknownGroup, UnknownProduct
from pos_app.domain.money import check_amount
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, CustomerGroupRow, GroupPriceRow
from pos_app.services.booked_lines import GIFT_CARD_SKU
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.duplicates import unique
from pos_app.services.price_rules import touch
from pos_app.storage.database import Row
from pos_app.storage.models import CustomerGroup, GroupPrice

_LONGEST_NAME = 80
_SELECT = (
    "SELECT g.id, g.name, g.tax_included, "
    "(SELECT count(*) FROM customers c WHERE c.group_id = g.id), "
    "(SELECT count(*) FROM group_prices p WHERE p.group_id = g.id) FROM customer_groups g "
)
_SELECT_PRICES = (
    "SELECT p.id, p.sku, p.name, g.price, p.price FROM group_prices g "
    "JOIN products p ON p.id = g.product_id WHERE g.group_id = ? "
)


class Groups:
    """The customer groups of a shop. What was sold keeps its price."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @query
    def all(self) -> tuple[CustomerGroupRow, ...]:
        """Every group by its name."""
        rows = self._books.database.rows(f"{_SELECT} ORDER BY g.name, g.id")
        return tuple(map(_row, rows))

    @command(Permission.MANAGE_CATALOG)
    def add(self, name: str, *, tax_included: bool | None = None, by: Clerk) -> CustomerGroupRow:
        """Add a group; tax_included says how its sales state their prices, None as the shop does.

        Raises BadValue, Duplicate("name").
        """
        columns = _checked(name, tax_included)
        with unique(name=str(columns["name"])):
            group_id = int(
                CustomerGroup.insert(**columns, created_at=self._books.now()).execute(
                    self._books.database.peewee
                )
            )
        return self._changed(group_id)

    @command(Permission.MANAGE_CATALOG)
    def update(
        self, group_id: int, *, name: str, tax_included: bool | None, by: Clerk
    ) -> CustomerGroupRow:
        """Rename a group, and say how its sales state their prices. Raises UnknownGroup, and as
        add."""
        self._get(group_id)
        columns = _checked(name, tax_included)
        with unique(name=str(columns["name"])):
            CustomerGroup.update(**columns).where(CustomerGroup.id == group_id).execute(
                self._books.database.peewee
            )
        return self._changed(group_id)

    @command(Permission.MANAGE_CATALOG)
    def remove(self, group_id: int, *, by: Clerk) -> None:
        """Remove a group with its price list. Raises UnknownGroup, and StillReferenced while
        customers are in it or promotions are for it."""
        group = self._get(group_id)
        # A promotion for this group alone would be one for everybody.
        promoted = self._books.database.row(
            "SELECT 1 FROM promotion_groups WHERE group_id = ?", (group_id,)
        )
        if group.customers or promoted:
            raise StillReferenced("customer group", group.name)
        CustomerGroup.delete().where(CustomerGroup.id == group_id).execute(
            self._books.database.peewee
        )
        self._note()

    # --- price lists -------------------------------------------------------------------------

    @query
    def prices(
        self, group_id: int, *, after: GroupPriceRow | None = None, limit: int = 100
    ) -> tuple[GroupPriceRow, ...]:
        """A group's price list by name and id of the products, one page behind `after`; prices in
        minor units per unit. Raises UnknownGroup."""
        self._get(group_id)
        key = ("", 0) if after is None else (after.name, after.product_id)
        rows = self._books.database.rows(
            f"{_SELECT_PRICES} AND (p.name, p.id) > (?, ?) ORDER BY p.name, p.id LIMIT ?",
            (group_id, *key, limit),
        )
        return tuple(GroupPriceRow(*row) for row in rows)

    @command(Permission.MANAGE_CATALOG)
    def set_price(
        self, group_id: int, product_id: int, price: int | None, *, by: Clerk
    ) -> GroupPriceRow | None:
        """Say what a group pays for a unit of a product, in minor units, stated as the shop states
        its prices; None takes it off the list, and gives None back.

        Raises UnknownGroup, UnknownProduct, BadAmount, and BadValue for gift cards, which are
        filled with what is paid for them.
        """
        self._get(group_id)
        database = self._books.database
        row = database.row("SELECT sku FROM products WHERE id = ?", (product_id,))
        if row is None:
            raise UnknownProduct(product_id)
        if price is None:
            GroupPrice.delete().where(
                (GroupPrice.group == group_id) & (GroupPrice.product == product_id)
            ).execute(database.peewee)
            self._note()
            return None
        check_amount("price", price)
        if row[0] == GIFT_CARD_SKU:
            raise BadValue("price", price, "no_discount")
        GroupPrice.insert(
            group=group_id, product=product_id, price=price, created_at=self._books.now()
        ).on_conflict_replace().execute(database.peewee)
        self._note()
        rows = database.rows(f"{_SELECT_PRICES} AND p.id = ?", (group_id, product_id))
        return GroupPriceRow(*rows[0])

    # --- below -------------------------------------------------------------------------------

    def _get(self, group_id: int) -> CustomerGroupRow:
        row = self._books.database.row(f"{_SELECT} WHERE g.id = ?", (group_id,))
        if row is None:
            raise UnknownGroup(group_id)
        return _row(row)

    def _note(self) -> None:
        touch(self._books.database)
        self._books.changed("prices")

    def _changed(self, group_id: int) -> CustomerGroupRow:
        self._note()
        return self._get(group_id)


def _row(row: Row) -> CustomerGroupRow:
    key, name, included, customers, prices = row
    return CustomerGroupRow(
        key, name, None if included is None else bool(included), customers, prices
    )


def _checked(name: str, tax_included: object) -> dict[str, object]:
    if tax_included is not None and not isinstance(tax_included, bool):
        raise BadValue("tax_included", tax_included, "unknown_choice")
    return {
        "name": check_text("name", name, longest=_LONGEST_NAME, needed=True),
        "tax_included": tax_included,
    }
