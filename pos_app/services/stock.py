"""Stock: goods in, corrections with a reason, what is running low, and every move."""

from decimal import Decimal

from pos_app.domain.errors import BadQuantity, BadValue, OutOfStock, UnknownProduct
from pos_app.domain.money import check_amount
from pos_app.domain.people import check_text
from pos_app.domain.quantity import from_thousandths, to_sold_thousandths, to_thousandths
from pos_app.domain.rights import Permission
from pos_app.domain.rows import (
    Clerk,
    LowStock,
    StockLevel,
    StockMove,
)
from pos_app.services.books import Books
from pos_app.services.bundles import check_own_stock
from pos_app.services.command import command, query, reading
from pos_app.services.low_stock import low_stock
from pos_app.services.recorded_stock import record_stock
from pos_app.services.return_details import document_number
from pos_app.storage import models
from pos_app.storage.fields import to_micros
from pos_app.storage.hot import MAIN_LOCATION

REASONS = ("count", "damaged", "lost", "found", "correction")
"""Why stock may be adjusted by hand."""


class Stock:
    """What is on hand, and why."""

    def __init__(self, books: Books) -> None:
        self._books = books

    @command(Permission.RECEIVE_STOCK)
    def receive(
        self,
        product_id: int,
        quantity: Decimal | int,
        *,
        unit_cost: int | None = None,
        note: str = "",
        by: Clerk,
    ) -> StockLevel:
        """Add delivered goods to stock.

        quantity is in the product's unit and > 0; unit_cost in minor units.
        Raises UnknownProduct, NoOwnStock, BadQuantity, BadAmount, NotAllowed.
        """
        if unit_cost is not None:
            check_amount("unit_cost", unit_cost)
        unit = self._stocked(product_id)
        scaled = to_sold_thousandths(quantity, unit)
        return self._move(product_id, scaled, "received", note, unit_cost, by)

    @command(Permission.ADJUST_STOCK)
    def adjust(
        self,
        product_id: int,
        quantity_change: Decimal | int,
        *,
        reason: str,
        note: str = "",
        by: Clerk,
    ) -> StockLevel:
        """Correct what is on hand by a signed quantity in the product's unit.

        reason is one of REASONS. Raises UnknownProduct, NoOwnStock, BadQuantity, BadValue, and
        OutOfStock when less would be left than nothing.
        """
        if reason not in REASONS:
            raise BadValue("reason", reason, "unknown_choice")
        unit = self._stocked(product_id)
        scaled = to_thousandths(quantity_change, "quantity_change", signed=True)
        if scaled == 0:
            raise BadQuantity("quantity_change", quantity_change, "zero")
        if unit == "piece" and scaled % 1000:
            raise BadQuantity("quantity_change", quantity_change, "whole_pieces")
        return self._move(product_id, scaled, reason, note, None, by)

    @command(Permission.ADJUST_STOCK)
    def set_on_hand(
        self,
        product_id: int,
        on_hand: Decimal | int,
        *,
        reason: str = "count",
        note: str = "",
        by: Clerk,
    ) -> StockLevel:
        """Make what is on hand what was counted; the difference is the move.

        on_hand in the product's unit, >= 0. Nothing is written when it is right already. Raises
        as adjust.
        """
        if reason not in REASONS:
            raise BadValue("reason", reason, "unknown_choice")
        unit = self._stocked(product_id)
        counted = to_thousandths(on_hand, "on_hand")
        if unit == "piece" and counted % 1000:
            raise BadQuantity("on_hand", on_hand, "whole_pieces")
        row = self._books.database.row(self._books.hot.on_hand, (product_id, MAIN_LOCATION))
        difference = counted - (row[0] if row else 0)
        if difference == 0:
            return StockLevel(product_id, from_thousandths(counted))
        return self._move(product_id, difference, reason, note, None, by)

    @query
    def low(
        self, *, after: LowStock | None = None, limit: int | None = 100
    ) -> tuple[LowStock, ...]:
        """Products in sale below their reorder level, emptiest first, one page behind `after`."""
        return low_stock(self._books.database, after, limit)

    @reading(Permission.RECEIVE_STOCK)
    def moves(
        self, product_id: int, *, after: StockMove | None = None, limit: int = 50, by: Clerk
    ) -> tuple[StockMove, ...]:
        """Every change of a product's stock, newest first, one page behind `after`."""
        move, order, back = models.StockMove, models.Order, models.Return
        sold_at, returned_at = models.Till.alias(), models.Till.alias()
        found = (
            move.select(
                move.id,
                move.created_at,
                move.quantity,
                move.reason,
                move.note,
                move.order,
                sold_at.code,
                order.number,
                returned_at.code,
                back.number,
                models.User.name,
            )
            .join(models.User)
            .switch(move)
            .left_outer_join(order)
            .left_outer_join(sold_at, on=(sold_at.id == order.till))
            .switch(move)
            .left_outer_join(back)
            .left_outer_join(returned_at, on=(returned_at.id == back.till))
            .where(move.product == product_id)
            .order_by(move.id.desc())
            .limit(limit)
        )
        if after is not None:
            found = found.where(move.id < after.id)
        return tuple(
            StockMove(
                id=row[0],
                at=row[1],
                quantity=row[2],
                reason=row[3],
                note=row[4],
                order_id=row[5],
                order_number=document_number(*row[6:10]),
                by=row[10],
            )
            for row in found.tuples().execute(self._books.database.peewee)
        )

    def _product(self, product_id: int) -> tuple[str, str]:
        product = models.Product
        row = (
            product.select(product.name, product.unit)
            .where(product.id == product_id)
            .tuples()
            .first(self._books.database.peewee)
        )
        if row is None:
            raise UnknownProduct(product_id)
        return row[0], row[1]

    def _stocked(self, product_id: int) -> str:
        """The unit of a product that has stock of its own. Raises UnknownProduct, NoOwnStock."""
        name, unit = self._product(product_id)
        check_own_stock(self._books, product_id, name)
        return unit

    def _move(
        self,
        product_id: int,
        scaled: int,
        reason: str,
        note: str,
        unit_cost: int | None,
        by: Clerk,
    ) -> StockLevel:
        books = self._books
        note = check_text("note", note, longest=200)
        connection = books.database.connection
        key = (product_id, MAIN_LOCATION)
        if scaled >= 0:
            connection.execute(books.hot.put_stock, (scaled, *key)).fetchall()
        else:
            connection.execute(books.hot.take_stock, (-scaled, *key))
        done = connection.changes() == 1
        row = connection.execute(books.hot.on_hand, key).fetchone()
        left = int(row[0]) if row else 0
        on_hand = from_thousandths(left)
        if not done:
            name, _ = self._product(product_id)
            raise OutOfStock(name, from_thousandths(-scaled), on_hand, product_id)
        connection.execute(
            books.hot.add_move,
            (*key, scaled, reason, note, None, unit_cost, by.id, to_micros(books.now())),
        )
        record_stock(books, product_id, scaled, left, reason, note, unit_cost)
        books.changed("stock", product_id)
        return StockLevel(product_id, on_hand)
