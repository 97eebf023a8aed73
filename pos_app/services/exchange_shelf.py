"""What a saved cart gives back: the exchange that is not finished, on disk with its cart.

Everything that writes runs inside the caller's transaction.
"""

from peewee import JOIN

from pos_app.domain.cart import Exchange
from pos_app.domain.errors import UnknownItem
from pos_app.domain.quantity import from_thousandths, to_thousandths
from pos_app.domain.rows import ReturnLine
from pos_app.services.books import Books
from pos_app.storage.fields import from_micros
from pos_app.storage.models import Order, OrderItem, SavedCartReturn, Till


def put_exchange(books: Books, cart_id: int, exchange: Exchange, at: int) -> None:
    """Write the lines down that a saved cart gives back; at in microseconds. Raises UnknownItem
    for one that is no line of its order."""
    peewee = books.database.peewee
    lines = OrderItem.select(OrderItem.id).where(OrderItem.order == exchange.order_id)
    known = {item_id for (item_id,) in lines.tuples().execute(peewee)}
    rows = []
    for position, line in enumerate(exchange.lines):
        if line.item_id not in known:
            raise UnknownItem(line.item_id)
        rows.append(
            {
                "cart": cart_id,
                "item": line.item_id,
                "damaged": line.damaged,
                "position": position,
                "quantity": to_thousandths(line.quantity),
                "created_at": from_micros(at),
            }
        )
    SavedCartReturn.insert_many(rows).execute(peewee)


def read_exchange(books: Books, cart_id: int, reason: str) -> Exchange | None:
    """What a saved cart gives back, for this reason; None for a cart that only sells."""
    saved = SavedCartReturn
    chosen = (
        saved.select(
            OrderItem.order, Till.code, Order.number, saved.item, saved.quantity, saved.damaged
        )
        .join(OrderItem, JOIN.CROSS)
        .join(Order, JOIN.CROSS)
        .join(Till, JOIN.CROSS)
        .where(
            saved.cart == cart_id,
            OrderItem.id == saved.item,
            Order.id == OrderItem.order,
            Till.id == Order.till,
        )
        .order_by(saved.position)
    )
    rows = list(chosen.tuples().execute(books.database.peewee))
    if not rows:
        return None
    order_id, till, number = rows[0][:3]
    lines = tuple(
        ReturnLine(item_id, from_thousandths(quantity), bool(damaged))
        for *_, item_id, quantity, damaged in rows
    )
    return Exchange(order_id, f"{till}-{number}", lines, reason)
