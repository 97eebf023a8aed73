"""Customer groups: how their sales state prices, and what is on their price lists."""

from typing import Any

from peewee import Tuple, fn

from pos_app.domain.cart import GIFT_CARD_SKU
from pos_app.domain.errors import BadValue, StillReferenced, UnknownGroup, UnknownProduct
from pos_app.domain.money import check_amount
from pos_app.domain.people import check_text
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk, CustomerGroupRow, GroupPriceRow
from pos_app.services.books import Books
from pos_app.services.command import command, query
from pos_app.services.duplicates import unique
from pos_app.services.price_rules import touch
from pos_app.services.recorded_prices import (
    group_facts,
    price_list,
    record_change,
    record_whole,
)
from pos_app.storage.models import Customer, CustomerGroup, GroupPrice, Product, PromotionGroup

_LONGEST_NAME = 80


class Groups:
    """The customer groups of a shop. What was sold keeps its price."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @query
    def all(self) -> tuple[CustomerGroupRow, ...]:
        """Every group by its name."""
        rows = _counted().order_by(CustomerGroup.name).tuples()
        return tuple(CustomerGroupRow(*row) for row in rows.execute(self._books.database.peewee))

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
        row = self._changed(group_id)
        record_whole(self._books, "group_price", "added", group_facts(row))
        return row

    @command(Permission.MANAGE_CATALOG)
    def update(
        self, group_id: int, *, name: str, tax_included: bool | None, by: Clerk
    ) -> CustomerGroupRow:
        """Rename a group, and say how its sales state their prices. Raises UnknownGroup, and as
        add."""
        before = self._get(group_id)
        columns = _checked(name, tax_included)
        with unique(name=str(columns["name"])):
            CustomerGroup.update(**columns).where(CustomerGroup.id == group_id).execute(
                self._books.database.peewee
            )
        row = self._changed(group_id)
        known, now = group_facts(before), group_facts(row)
        record_change(self._books, "group_price", {"group": before.name}, known, now)
        return row

    @command(Permission.MANAGE_CATALOG)
    def remove(self, group_id: int, *, by: Clerk) -> None:
        """Remove a group with its price list. Raises UnknownGroup, and StillReferenced while
        customers are in it or promotions are for it."""
        group = self._get(group_id)
        # A promotion for this group alone would be one for everybody.
        promoted = PromotionGroup.select().where(PromotionGroup.group == group_id)
        if group.customers or promoted.exists(self._books.database.peewee):
            raise StillReferenced("customer group", group.name)
        facts = group_facts(group) | {"prices": price_list(self._books, group_id)}
        record_whole(self._books, "group_price", "removed", facts)
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
        chosen = (
            _listed(group_id)
            .where(Tuple(Product.name, Product.id) > Tuple(*key))
            .order_by(Product.name, Product.id)
            .limit(limit)
        )
        rows = chosen.tuples().execute(self._books.database.peewee)
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
        group = self._get(group_id)
        peewee = self._books.database.peewee
        product = Product.select(Product.sku, Product.name).where(Product.id == product_id)
        found: Any = product.tuples().first(peewee)
        if found is None:
            raise UnknownProduct(product_id)
        sku, name = found
        before = self._books.rules.now().prices_of(self._books.database, group_id)
        named = {"group": group.name, "name": name, "sku": sku}
        known = {"price": before.get(product_id)}
        if price is None:
            record_change(self._books, "group_price", named, known, {"price": None})
            GroupPrice.delete().where(
                (GroupPrice.group == group_id) & (GroupPrice.product == product_id)
            ).execute(peewee)
            self._note()
            return None
        check_amount("price", price)
        if sku == GIFT_CARD_SKU:
            raise BadValue("price", price, "no_discount")
        GroupPrice.insert(
            group=group_id, product=product_id, price=price, created_at=self._books.now()
        ).on_conflict_replace().execute(peewee)
        record_change(self._books, "group_price", named, known, {"price": price})
        self._note()
        chosen = _listed(group_id).where(Product.id == product_id).tuples()
        return GroupPriceRow(*next(iter(chosen.execute(peewee))))

    # --- below -------------------------------------------------------------------------------

    def _get(self, group_id: int) -> CustomerGroupRow:
        chosen = _counted().where(CustomerGroup.id == group_id).tuples()
        for row in chosen.execute(self._books.database.peewee):
            return CustomerGroupRow(*row)
        raise UnknownGroup(group_id)

    def _note(self) -> None:
        touch(self._books.database)
        self._books.changed("prices")

    def _changed(self, group_id: int) -> CustomerGroupRow:
        self._note()
        return self._get(group_id)


def _counted() -> Any:
    """The query behind every group's row."""
    customers = Customer.select(fn.COUNT(Customer.id)).where(Customer.group == CustomerGroup.id)
    prices = GroupPrice.select(fn.COUNT(GroupPrice.price)).where(
        GroupPrice.group == CustomerGroup.id
    )
    return CustomerGroup.select(
        CustomerGroup.id, CustomerGroup.name, CustomerGroup.tax_included, customers, prices
    )


def _listed(group_id: int) -> Any:
    """The query behind every row of a group's price list."""
    return (
        GroupPrice.select(Product.id, Product.sku, Product.name, GroupPrice.price, Product.price)
        .join(Product)
        .where(GroupPrice.group == group_id)
    )


def _checked(name: str, tax_included: object) -> dict[str, object]:
    if tax_included is not None and not isinstance(tax_included, bool):
        raise BadValue("tax_included", tax_included, "unknown_choice")
    return {
        "name": check_text("name", name, longest=_LONGEST_NAME, needed=True),
        "tax_included": tax_included,
    }
