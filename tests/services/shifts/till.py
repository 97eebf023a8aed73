"""The drawer of the tests of shifts, and what they ask the journal and the counter."""

import json

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop

FLOAT = {2000: 3, 500: 4, 25: 40}  # 90.00


def entries(shop: Shop, *kinds: str) -> list[tuple[str, str, dict[str, object]]]:
    """Kind, document and facts of the journal's entries of these kinds, in their order."""
    rows = shop._database.rows("SELECT kind, document, entry FROM journal ORDER BY id")
    return [
        (kind, document, json.loads(entry)["facts"])
        for kind, document, entry in rows
        if kind in kinds
    ]


def sell(shop: Shop, milk: ProductRow, by: Clerk, method: str = "cash", quantity: int = 1) -> int:
    total = milk.price * quantity
    cart = Cart().add(milk, quantity)
    return shop.checkout.sell(cart, [Payment(method, total)], by=by).order_id
